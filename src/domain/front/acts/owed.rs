//! The customer wrote after the first answer: the next one is owed from then on, where that is promised, and they hear the
//! date.

use chrono::{DateTime, Utc};

use super::customer_of;
use crate::domain::{
    clocks::next,
    front::CaseFile,
    id::Supply,
    phrase::{Phrase, Say},
    plan::{Plan, Send},
    sla::{ClockState, Target},
    terms::Terms,
};

/// Starts the promise, if none is owed after what `plan` does to the case, and tells the date of one that runs anew.
pub(in crate::domain::front) fn from_now_on(
    file: &CaseFile,
    plan: &mut Plan,
    now: DateTime<Utc>,
    terms: &Terms,
    supply: &mut Supply,
) {
    let case = plan.cases.last().unwrap_or(&file.case);
    let clocks = next::after(&file.clocks, &plan.clocks);
    let begun = next::wrote(case, &clocks, now, terms, supply);
    plan.sends.extend(begun.is_some().then(|| Send::card(file.case.id)));
    plan.clocks.extend(begun);
    let runs = plan.clocks.iter().map(|change| &change.clock);
    let mut runs = runs.filter(|c| c.target == Target::NextReply && c.state == ClockState::Running);
    let Some(due) = runs.next().and_then(|clock| clock.due_at) else { return };
    let opens = terms.calendar.next_open(now).filter(|_| !terms.calendar.is_open(now));
    let closed = opens.map(|opens| Phrase::new("receipt-closed").with("opens", opens));
    let told = Phrase::new("customer-next").with("ref", file.case.reference.to_string()).with("due", due);
    let lines = closed.into_iter().chain([told]).collect();
    plan.sends.push(Send::say(customer_of(&file.case), Say { lines, rows: Vec::new() }));
}
