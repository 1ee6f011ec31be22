//! Cases that belong together: noted on both cards. Nothing else changes.

use super::{answer, refuse};
use crate::domain::{
    case::Refusal,
    chat::Incoming,
    command::Typed,
    front::{CaseFile, Facts, moves},
    phrase::Phrase,
    plan::{Event, LinkChange, Plan, Send},
    reference::Reference,
};

/// The two cases a command is about: both named, or the room's and the named one.
pub(super) fn pair<'a>(command: &Typed, facts: &Facts<'a>) -> Result<(&'a CaseFile, &'a CaseFile), Refusal> {
    let word = command.word.map_or("link", |word| word.name());
    let Some(first) = &command.case else {
        return Err(Refusal(Phrase::new("which-other").with("name", word)));
    };
    let called = |reference: &Reference| {
        let none = || Refusal(Phrase::new("no-such-case").with("ref", reference.to_string()));
        facts.called(reference).ok_or_else(none)
    };
    let answered = facts.answered.and_then(|linked| linked.case).and_then(|case| facts.file(case));
    let here = facts.here.or(answered);
    let (one, other) = match (moves::second_reference(command), here) {
        (Some(second), _) => (called(first)?, called(&second)?),
        (None, Some(here)) => (facts.followed(here), called(first)?),
        (None, None) => return Err(Refusal(Phrase::new("which-two").with("name", word))),
    };
    if one.case.id == other.case.id {
        return Err(Refusal(Phrase::new("one-case").with("ref", one.case.reference.to_string())));
    }
    Ok((one, other))
}

/// `link HX-…`, `link HX-… off`.
pub(in crate::domain::front) fn link(command: &Typed, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let (one, other) = match pair(command, facts) {
        Ok(pair) => pair,
        Err(refusal) => return refuse(incoming, facts, refusal),
    };
    let off = command.rest.text.split_whitespace().any(|word| word.eq_ignore_ascii_case("off"));
    let are = one.linked.contains(&other.case.reference);
    let named = |key| {
        Phrase { key, args: Vec::new() }
            .with("ref", one.case.reference.to_string())
            .with("other", other.case.reference.to_string())
    };
    match (off, are) {
        (false, true) => return answer(incoming, facts, named("link-already".into())),
        (true, false) => return answer(incoming, facts, named("link-not".into())),
        (false, false) | (true, true) => {}
    }
    let done = if off { "link-off" } else { "link-done" };
    let mut plan = answer(incoming, facts, named(done.into()));
    for (file, with) in [(one, other), (other, one)] {
        plan.events.push(linked(file, with, !off, facts));
        plan.sends.push(Send::card(file.case.id));
    }
    plan.links.push(change(one, other, !off, facts));
    plan
}

/// Both cases belong together from now on, or no longer.
pub(super) fn change(one: &CaseFile, other: &CaseFile, on: bool, facts: &Facts<'_>) -> LinkChange {
    let (a, b) = (one.case.id.min(other.case.id), one.case.id.max(other.case.id));
    LinkChange { a, b, on, by: Some(facts.speaker.id), at: facts.now }
}

fn linked(file: &CaseFile, with: &CaseFile, on: bool, facts: &Facts<'_>) -> Event {
    let data = serde_json::json!({ "ref": with.case.reference.to_string() });
    let event = Event { case: file.case.id, at: facts.now, kind: "linked", by: Some(facts.speaker.id), data };
    if on { event } else { Event { kind: "unlinked", ..event } }
}
