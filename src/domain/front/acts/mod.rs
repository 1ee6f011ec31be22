//! What people do to a case: take, answer, solve, end, reopen. Each is one function from a case's file to a plan.

mod alert;
mod appoint;
mod assign;
mod away;
mod complex;
mod end;
mod files;
mod link;
mod merge;
mod order;
mod owed;
mod pass;
mod quote;
mod reply;
mod set;
mod silent;
mod take;
mod told;
mod verdict;
mod wait;

use super::{CaseFile, Facts, answer, answer_with, talk};
use crate::domain::{
    case::{Case, Refusal, State, state_phrase},
    chat::Incoming,
    phrase::Phrase,
    plan::{Parcel, Plan, Send, To},
};

pub(super) use alert::{ack, escalate};
pub(super) use appoint::{
    appoint, ask_for_code, because as appointment_because, by_button as appoint_by_button, called_off,
    code_filled, confirm as confirm_appointment, end as end_appointment, offer_anew,
    pressed as appointment_pressed, show_code, told_when_asked,
};
pub use appoint::{appointment_ends, appointment_keys, code_key};
pub(super) use assign::{assign, passed_to, transfer, transferred};
pub use assign::{handed_over, set_free};
pub(super) use away::{away, back};
pub(super) use complex::{complex, general_because};
pub(super) use end::{
    close, customer_cancels, customer_confirms, customer_refuses, end_clocks, reopen, solve,
};
pub(super) use files::{asks_for_files, files, files_pressed, form, own_form};
pub(super) use link::link;
pub(super) use merge::{merge, merge_confirmed};
pub(super) use order::{of_press as order_of_press, order, press_order, wanted as order_wanted};
pub use order::{told_in, warranty as order_warranty};
pub(super) use owed::from_now_on as owed_from_now_on;
pub(super) use pass::pass;
pub use quote::look as look_at_quote;
pub(super) use quote::{
    add as charge, answered as answer_quote, countered, customer_keys as quote_keys, falls as quotes_fall,
    holds_up as price_holds_up, lost as quote_lost, pressed as press_quote, quote,
    settles as settle_by_quote,
};
pub(super) use reply::{answered, not_to_be_answered, note, reply};
pub(super) use set::{set, set_choice, set_typed};
pub use silent::{is_over as silence_is_over, silent};
pub(super) use take::{release, take};
pub use told::{
    customer_back, customer_lost, delivered_first_words, room_unreached, undelivered_notice,
    written_meanwhile,
};
pub(super) use verdict::{
    agree, appeal, appeal_key, begin as begin_verdict, called, credit, decided_with_others, is_verdict,
    offer_keys, press as press_verdict, said as verdict_said, second, sent, settle, show as show_verdict,
    stands, talk_price, verdict, verdict_for, verdict_of,
};
pub(super) use wait::{ask, customer_answered, resume, wait};

const fn customer_of(case: &Case) -> To {
    To::customer(case)
}

/// An ended case needs its own place no more: it is folded away, and opens by itself with the next word.
fn folded(case: &Case, facts: &Facts<'_>) -> Option<Send> {
    // Why where the thread is: by now they may write about it elsewhere.
    let on = facts.file(case.id)?.place?.platform;
    let to = To::Customer(case.customer, on, case.id);
    case.state.is_over().then(|| Send::new(to, Parcel::Fold))
}

/// Whether it was said in the case's own room, for everybody there; otherwise the room has to be told.
pub(super) fn in_its_room(file: &CaseFile, facts: &Facts<'_>) -> bool {
    !facts.aside && facts.here.is_some_and(|here| here.case.id == file.case.id)
}

/// Nothing can be done to a case that ended; a closed one can be opened again.
pub(in crate::domain::front) fn ended(file: &CaseFile) -> Refusal {
    let (reference, state) = (file.case.reference.to_string(), file.case.state);
    Refusal(match (&file.merged_into, state) {
        (Some(into), _) => {
            Phrase::new("refuse-merged").with("ref", reference).with("other", into.to_string())
        }
        (None, State::Closed) => Phrase::new("refuse-ended").with("ref", reference),
        (None, _) => Phrase::new("refuse-over").with("ref", reference).with("state", state_phrase(state)),
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
    plan.sends.extend(folded(&case, facts));
    plan.cases.push(case);
    plan
}
