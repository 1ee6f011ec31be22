//! What must hold after a round, as functions of its [`History`]: each says in sentences what is wrong.
//!
//! Every check is tried on histories made up by hand that it must find wrong: one that can't fail proves nothing.

mod office;
mod outbox;
mod promises;
mod talks;

#[cfg(test)]
mod tests;

use aftercare::domain::calendar::Calendar;
use chrono::{DateTime, Utc};

use crate::history::History;

/// Everything that is wrong with a round. `now` is the instant the clocks are read at.
pub fn wrong(history: &History, calendar: &Calendar, now: DateTime<Utc>) -> Vec<String> {
    [
        talks::lost(history),
        talks::stored_twice_or_out_of_order(history),
        talks::shown_out_of_order(history),
        talks::repeated(history),
        talks::cases(history),
        outbox::unsettled(history),
        outbox::untold(history),
        outbox::unknown_messages(history),
        outbox::updates(history),
        office::loser_speaks(history),
        office::remains(history),
        promises::not_the_sum(history, calendar, now),
    ]
    .concat()
}

/// Messages people saw once more than they were said, which is allowed where nobody could know better.
pub fn repeats(history: &History) -> usize {
    history.talks.iter().map(talks::repeats).sum()
}
