//! The answer to what a customer wrote after the first one. One at a time is owed, from the oldest message that nobody has
//! answered: what they write meanwhile neither puts it off nor adds another.

use chrono::{DateTime, Utc};

use super::{Clock, ClockChange, Effect, affect, begin, is_first_words, is_owed};
use crate::domain::{
    case::{Case, Waiting},
    id::Supply,
    sla::Target,
    terms::Terms,
};

/// What a customer is owed who wrote in a case at `at`. Nothing where that is not promised, where it is not the desk's turn,
/// or where an older word is still to be answered.
pub fn wrote(
    case: &Case,
    clocks: &[Clock],
    at: DateTime<Utc>,
    terms: &Terms,
    supply: &mut Supply,
) -> Option<ClockChange> {
    let span = terms.next_reply(&case.group)?;
    let answer = |c: &Clock| is_first_words(c.target) || c.target == Target::NextReply;
    if !case.state.is_live() || clocks.iter().any(|c| answer(c) && is_owed(c)) {
        return None;
    }
    let before = clocks.iter().filter(|c| c.target == Target::NextReply).map(|c| c.cycle).max();
    let cycle = (before.unwrap_or(0) + 1, None);
    Some(begin(case.id, Target::NextReply, span, cycle, at, terms, supply))
}

/// A person's words reached the customer at `at`: what was owed then is done, and the date that took its place. What the
/// customer wrote afterwards is not answered by it.
pub fn answered(clocks: &[Clock], at: DateTime<Utc>, terms: &Terms) -> Vec<ClockChange> {
    let owed = || clocks.iter().filter(|c| c.target == Target::NextReply && is_owed(c));
    if owed().map(|c| c.started_at).min().is_none_or(|began| began > at) {
        return Vec::new();
    }
    affect(clocks, |t| t == Target::NextReply, Effect::Meet, at, terms)
}

/// Whether that promise stands still while its case waits for that: the desk owes its words whatever else it waits for, but
/// not while the customer's are wanted.
pub const fn stands(target: Target, waits: Option<Waiting>) -> bool {
    match target {
        Target::Solution => waits.is_some(),
        Target::NextReply => matches!(waits, Some(Waiting::Customer)),
        Target::FirstResponse | Target::EnquiryReply | Target::Settlement | Target::FollowUp => false,
    }
}

/// The promises that stand still from now on, and those that go on.
pub fn waiting(clocks: &[Clock], waits: Waiting, at: DateTime<Utc>, terms: &Terms) -> Vec<ClockChange> {
    let mut changes = affect(clocks, |t| stands(t, Some(waits)), Effect::Pause, at, terms);
    let goes_on = |t: Target| t == Target::NextReply && !stands(t, Some(waits));
    changes.extend(affect(clocks, goes_on, Effect::Resume, at, terms));
    changes
}

/// Whether a proposed solution lets that promise stand still: until the customer says whether it is one.
pub const fn rests_on_a_proposal(target: Target) -> bool {
    matches!(target, Target::Solution | Target::NextReply)
}

/// The clocks as they are after those changes.
pub fn after(clocks: &[Clock], changes: &[ClockChange]) -> Vec<Clock> {
    let mut all = clocks.to_vec();
    for ClockChange { clock, .. } in changes {
        all.retain(|c| c.id != clock.id);
        all.push(clock.clone());
    }
    all
}
