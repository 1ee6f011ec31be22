//! Questions of the desk to an agent, answered by a native reply: the note that goes with a transfer, the words for
//! the customer, a reason, a value.
//!
//! The answer counts from the one who was asked, in the chat they were asked in; anybody else's reply is a note.

use super::{CaseFile, Facts, acts, answer, answer_with, aside};
use crate::domain::{
    chat::{Incoming, Input},
    id::Supply,
    phrase::{Phrase, Say},
    plan::{Expected, Plan, Wanted},
    text::Rich,
};

/// Asks, and waits for a native reply.
pub(super) fn ask(file: &CaseFile, say: Say, wanted: Wanted, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut say = say;
    say.lines.push(Phrase::new("answer-here"));
    let mut plan = answer_with(&aside::aloud(incoming), facts, say);
    let expected =
        Expected { person: facts.speaker.id, chat: incoming.place.holder(), case: file.case.id, wanted };
    for send in &mut plan.sends {
        send.expects = Some(expected.clone());
    }
    plan
}

/// What was answered, if it answers a question of ours.
pub(super) fn answered(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Option<Plan> {
    let expected = facts.moves.question?;
    facts.speaker.staff.as_ref()?;
    if incoming.by.disguise.is_some() {
        return Some(answer(incoming, facts, Phrase::new("refuse-disguise")));
    }
    let file = facts.followed(facts.file(expected.case)?);
    let words = match &incoming.input {
        Input::Text(text) => text.clone(),
        Input::File { caption, .. } => caption.clone(),
        _ => Rich::default(),
    };
    Some(match &expected.wanted {
        Wanted::Ask => acts::ask(file, None, incoming, facts, supply),
        Wanted::Transfer { group } => acts::transferred(file, group, None, incoming, facts, supply),
        Wanted::Close => acts::close(file, &words, incoming, facts, supply),
        Wanted::General => acts::general_because(file, &words, incoming, facts, supply),
        Wanted::Verdict { draft } => acts::verdict_said(file, draft, &words.text, incoming, facts, supply),
        Wanted::Charge => acts::charge(file, &words.text, incoming, facts, supply),
        Wanted::Sent => acts::sent(file, &words.text, incoming, facts),
        Wanted::Credit => acts::credit(file, &words.text, incoming, facts),
        Wanted::Settle => acts::settle(file, &words.text, incoming, facts, supply),
        Wanted::Stands => acts::stands(file, &words, incoming, facts),
        Wanted::Appointment { n, end } => {
            acts::appointment_because(file, *n, *end, &words.text, incoming, facts)
        }
        Wanted::Set { field } => acts::set_typed(file, *field, &words.text, incoming, facts),
    })
}
