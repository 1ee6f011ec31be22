//! Words of agents: for the customer, or for the desk alone. What is not said in the case's room is shown there too,
//! so the next agent finds the whole talk.

use super::{answer, assign::becomes_assignee, customer_of, ended, in_its_room, refuse, talk};
use crate::domain::{
    case::{Case, Refusal, State},
    chat::{Incoming, Input},
    front::{self, CaseFile, Facts},
    id::Supply,
    phrase::{Phrase, Say},
    plan::{NewMessage, Parcel, Plan, Send, Side, Sign, To},
    text::Rich,
};

/// Words or a file for the customer. Who answers a case nobody has, has it.
pub(in crate::domain::front) fn reply(
    file: &CaseFile,
    words: Option<Rich>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if let Some(refusal) = not_to_be_answered(file) {
        return refuse(incoming, facts, refusal);
    }
    if let Input::Other(kind) = incoming.input {
        return unshown(file, kind, incoming, facts, supply);
    }
    let mut plan = Plan::default();
    if file.case.assignee.is_none() {
        plan.absorb(becomes_assignee(file, facts));
    }
    let Some(message) = agents_words(file, words, Side::Agent, incoming, facts, supply, &mut plan) else {
        return answer(incoming, facts, Phrase::new("reply-empty"));
    };
    plan.absorb(sent(file, message, incoming, facts, plan.cases.last().cloned()));
    plan
}

/// An agent's answer that was not typed as one: who answers a case nobody has, has it.
pub(in crate::domain::front) fn answered(
    file: &CaseFile,
    message: NewMessage,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let mut plan = Plan::default();
    if file.case.assignee.is_none() {
        plan.absorb(becomes_assignee(file, facts));
    }
    plan.absorb(sent(file, message, incoming, facts, plan.cases.last().cloned()));
    plan
}

/// The message leaves, and the case knows that a human wrote. `case`: as it became just now.
fn sent(
    file: &CaseFile,
    message: NewMessage,
    incoming: &Incoming,
    facts: &Facts<'_>,
    case: Option<Case>,
) -> Plan {
    let mut plan = Plan::default();
    send_to_customer(file, message, incoming, facts, &mut plan);
    let mut case = case.unwrap_or_else(|| file.case.clone());
    case.human_at = Some(facts.now);
    plan.cases.push(case);
    plan
}

/// Why the customer of that case can't be answered any more.
pub(in crate::domain::front) fn not_to_be_answered(file: &CaseFile) -> Option<Refusal> {
    let over = !file.case.state.is_live() && file.case.state != State::Solved;
    over.then(|| ended(file)).or_else(|| by_phone(file).map(Refusal))
}

/// Nothing can be written to somebody who is known by phone alone; what is left is told.
pub(in crate::domain::front) fn by_phone(file: &CaseFile) -> Option<Phrase> {
    let who = &file.customer;
    who.by_phone.then(|| match &who.phone {
        Some(phone) => {
            Phrase::new("refuse-by-phone").with("name", who.name.as_str()).with("phone", phone.as_str())
        }
        None => Phrase::new("refuse-by-phone-bare").with("name", who.name.as_str()),
    })
}

/// A kind of message that can't cross: both sides hear of it, and it answers nothing.
fn unshown(
    file: &CaseFile,
    kind: &'static str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let sent = Phrase::new("agent-sent-kind")
        .with("name", facts.speaker.name.as_str())
        .with("kind", Phrase::new(kind));
    let mut plan = answer(incoming, facts, Phrase::new("reply-kind").with("kind", Phrase::new(kind)));
    plan.sends.push(Send::say(customer_of(&file.case), Say::line(sent)));
    let kept = agents_words(file, None, Side::Note, incoming, facts, supply, &mut plan);
    plan.messages.extend(kept);
    plan
}

/// The agent's message leaves for the customer, and carries a sign of it.
pub(super) fn send_to_customer(
    file: &CaseFile,
    message: NewMessage,
    incoming: &Incoming,
    facts: &Facts<'_>,
    plan: &mut Plan,
) {
    let to = customer_of(&file.case);
    let mut relay = Send::new(to, Parcel::Relay { messages: vec![message.id], answers: true });
    talk::gather_album(&message, &mut relay, facts);
    plan.sends.push(relay);
    if let Some(on) = incoming.remote() {
        let sign = Parcel::Mark { on, sign: Sign::Taken };
        plan.sends.push(Send::new(front::back_to(incoming, facts), sign));
    }
    for_the_room(file, &message, facts, plan);
    plan.messages.push(message);
}

/// Words about a case that were not written in its room are shown there.
pub(super) fn for_the_room(file: &CaseFile, message: &NewMessage, facts: &Facts<'_>, plan: &mut Plan) {
    if !in_its_room(file, facts) {
        plan.sends.push(copy_for_the_room(file, message));
    }
}

/// What an agent said, as a message of the case's room.
pub(super) fn copy_for_the_room(file: &CaseFile, message: &NewMessage) -> Send {
    let copy = Parcel::Relay { messages: vec![message.id], answers: false };
    Send::new(To::Room(file.case.id), copy)
}

/// The message of an agent in that case; `None` when it says nothing.
pub(super) fn agents_words(
    file: &CaseFile,
    words: Option<Rich>,
    side: Side,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
    plan: &mut Plan,
) -> Option<NewMessage> {
    let mut message = talk::message(incoming, facts, supply, plan)?;
    if let Some(words) = words {
        message.body = words;
    }
    if message.kind == "text" && message.body.text.is_empty() {
        return None;
    }
    message.case = Some(file.case.id);
    message.side = side;
    Some(message)
}

/// A note for the desk: kept in the case, shown to nobody else.
pub(in crate::domain::front) fn note(
    file: &CaseFile,
    words: Option<Rich>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let mut plan = Plan::default();
    let explicit = words.is_some();
    let Some(message) = agents_words(file, words, Side::Note, incoming, facts, supply, &mut plan) else {
        return if explicit { answer(incoming, facts, Phrase::new("note-empty")) } else { plan };
    };
    for_the_room(file, &message, facts, &mut plan);
    plan.messages.push(message);
    if explicit && !in_its_room(file, facts) {
        let noted = Phrase::new("note-done").with("ref", file.case.reference.to_string());
        plan.absorb(answer(incoming, facts, noted));
    }
    plan
}
