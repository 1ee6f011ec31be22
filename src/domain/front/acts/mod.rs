//! What people do to a case: take, answer, solve, end, reopen. Each is one function from a case's file to a plan.

mod end;
mod reply;
mod take;
mod told;

use super::{CaseFile, Facts, answer, talk};
use crate::domain::{
    case::{Case, Refusal, State, state_phrase},
    chat::Incoming,
    phrase::Phrase,
    plan::{Plan, Send, To},
};

pub(super) use end::{close, customer_cancels, customer_confirms, customer_refuses, reopen, solve};
pub(super) use reply::{note, reply};
pub(super) use take::{release, take};
pub use told::{delivered_first_words, room_unreached, undelivered_notice};

fn customer_of(case: &Case) -> To {
    To::Person(case.customer, case.platform)
}

/// Whether it was said in the case's own room; otherwise the room has to be told.
fn in_its_room(file: &CaseFile, facts: &Facts<'_>) -> bool {
    facts.here.is_some_and(|here| here.case.id == file.case.id)
}

/// Nothing can be done to a case that ended; a closed one can be opened again.
fn ended(case: &Case) -> Refusal {
    let reference = case.reference.to_string();
    Refusal(if case.state == State::Closed {
        Phrase::new("refuse-ended").with("ref", reference)
    } else {
        Phrase::new("refuse-over").with("ref", reference).with("state", state_phrase(case.state))
    })
}

/// A refusal, in words, where it was asked.
pub(in crate::domain::front) fn refuse(incoming: &Incoming, facts: &Facts<'_>, refusal: Refusal) -> Plan {
    answer(incoming, facts, refusal.0)
}

/// Closes a plan about a moved case: history, card, and a word to whoever did it.
fn done(
    case: Case,
    event: &'static str,
    said: &'static str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    mut plan: Plan,
) -> Plan {
    let told = Phrase::new(said).with("ref", case.reference.to_string());
    plan.absorb(answer(incoming, facts, told));
    plan.events.push(talk::event(case.id, event, Some(facts.speaker.id), facts));
    plan.sends.push(Send::card(case.id));
    plan.cases.push(case);
    plan
}
