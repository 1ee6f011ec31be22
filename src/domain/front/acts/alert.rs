//! Promises that run out: somebody takes notice, or calls those who lead.

use super::{answer, in_its_room, refuse, reply, talk};
use crate::domain::{
    alerts::{self, Ack},
    case::State,
    chat::Incoming,
    clocks::{Clock, ClockChange, is_owed},
    front::{CaseFile, Facts, case_key},
    id::Supply,
    party::Role,
    phrase::{Phrase, Say},
    plan::{Plan, Send, Side, To},
    sla::ClockState,
    text::Rich,
};

/// Somebody takes notice of the broken promises of a case: nobody further up is called about them.
pub(in crate::domain::front) fn ack(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let reference = file.case.reference.to_string();
    let climbing = |c: &&Clock| is_owed(c) && c.state == ClockState::Missed && c.look_at.is_some();
    let calmed = file.clocks.iter().filter(climbing);
    let clocks: Vec<ClockChange> = calmed
        .map(|clock| ClockChange { clock: Clock { look_at: None, ..clock.clone() }, fresh: 0 })
        .collect();
    if clocks.is_empty() {
        return answer(incoming, facts, Phrase::new("ack-none").with("ref", reference));
    }
    let mut plan = answer(incoming, facts, Phrase::new("ack-done").with("ref", reference));
    if !in_its_room(file, facts) {
        let told = Phrase::new("room-acked").with("name", facts.speaker.name.as_str());
        plan.sends.push(Send::say(To::Room(file.case.id), Say::line(told)));
    }
    plan.events.push(talk::event(file.case.id, "acknowledged", Some(facts.speaker.id), facts));
    plan.acks.push(Ack { case: file.case.id, by: facts.speaker.id, at: facts.now });
    plan.clocks = clocks;
    plan
}

/// Calls those who lead to a case, with a reason that stays in it as a note.
pub(in crate::domain::front) fn escalate(
    file: &CaseFile,
    reason: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let reference = file.case.reference.to_string();
    if !file.case.state.is_live() && file.case.state != State::Solved {
        return refuse(incoming, facts, super::ended(file));
    }
    if reason.text.trim().is_empty() {
        return answer(incoming, facts, Phrase::new("escalate-usage"));
    }
    let mut who = alerts::holding(Role::Lead, facts.roster, facts.now);
    if who.is_empty() {
        who = alerts::holding(Role::Admin, facts.roster, facts.now);
    }
    let called = alerts::called(&who, Some(&file.case.group), facts.terms);
    let head = Phrase::new("alert-by-hand")
        .with("ref", reference.as_str())
        .with("name", facts.speaker.name.as_str())
        .with("reason", crate::domain::text::defuse(reason.text.trim()));
    let keys = vec![
        case_key(Phrase::new("key-take"), file.case.id, "take"),
        case_key(Phrase::new("key-card"), file.case.id, "card"),
    ];
    let mut plan = Plan::default();
    let note =
        reply::agents_words(file, Some(reason.clone()), Side::Note, incoming, facts, supply, &mut plan);
    if let Some(note) = note {
        reply::for_the_room(file, &note, facts, &mut plan);
        plan.messages.push(note);
    }
    plan.sends.push(Send::say(To::Staff, Say { lines: vec![head, called], rows: vec![keys] }));
    plan.absorb(answer(incoming, facts, Phrase::new("escalate-done").with("ref", reference)));
    plan.events.push(talk::event(file.case.id, "escalated", Some(facts.speaker.id), facts));
    plan
}
