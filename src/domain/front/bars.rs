//! `block`, `mute` and `unblock`: who is not heard, and what becomes of what they write.
//!
//! Blocked and muted people are told once, when they write. Staff can't be blocked.

use chrono::{DateTime, Utc};

use super::{CaseFile, Facts, answer, answer_with, lookup::Known, own_place, status, turn};
use crate::domain::{
    bar::{Bar, BarKind, reason},
    chat::{Account, Incoming, Input, Room},
    command::{Typed, Word},
    id::{CaseId, PersonId},
    party::Role,
    phrase::{Key, Phrase, Say},
    plan::{BarChange, Event, Plan, Send, SurveyChange, To, Who},
};

/// `block WHO [why] [until …|for …]`, `mute …`, `unblock WHO`; without words the list of who is not heard.
pub(super) fn commanded(word: Word, command: &Typed, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let (number, rest) = split_number(&command.rest.text);
    let named = number.is_some() || command.case.is_some() || incoming.reply_to.is_some();
    if !named && rest.is_empty() {
        return answer_with(incoming, facts, list(None, facts));
    }
    if let Some(reference) = command.case.as_ref().filter(|_| facts.named.is_none()) {
        return answer(incoming, facts, Phrase::new("no-such-case").with("ref", reference.to_string()));
    }
    let Some(known) = &facts.looked.target else {
        return answer(incoming, facts, Phrase::new("block-usage"));
    };
    if known.staff || known.person == Some(facts.speaker.id) {
        return answer(incoming, facts, Phrase::new("block-staff").with("name", known.name.as_str()));
    }
    match word {
        Word::Unblock => unblock(known, incoming, facts),
        Word::Mute => set(BarKind::Muted, known, rest, incoming, facts),
        _ => set(BarKind::Blocked, known, rest, incoming, facts),
    }
}

/// The number of an account that stands first, and what follows.
fn split_number(words: &str) -> (Option<i64>, &str) {
    let first = words.split_whitespace().next().unwrap_or_default();
    match first.parse() {
        Ok(id) => (Some(id), words[first.len()..].trim_start()),
        Err(_) => (None, words),
    }
}

fn set(kind: BarKind, known: &Known, words: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let (why, until) = match reason(words, facts.now, facts.terms.calendar.zone()) {
        Ok(read) => read,
        Err(phrase) => return answer(incoming, facts, phrase),
    };
    let who = match (known.person, known.account) {
        (Some(person), _) => Who::Person(person),
        (None, Some(id)) => Who::Account(Account { platform: incoming.place.platform, id }),
        (None, None) => return answer(incoming, facts, Phrase::new("block-usage")),
    };
    let said = match (kind, until) {
        (BarKind::Blocked, Some(at)) => {
            Phrase::new("block-done-until").with("name", known.name.as_str()).with("at", at)
        }
        (BarKind::Blocked, None) => Phrase::new("block-done").with("name", known.name.as_str()),
        (BarKind::Muted, Some(at)) => {
            Phrase::new("mute-done-until").with("name", known.name.as_str()).with("at", at)
        }
        (BarKind::Muted, None) => Phrase::new("mute-done").with("name", known.name.as_str()),
    };
    let (by, at) = (facts.speaker.id, facts.now);
    let bar = Bar { kind, why, until, by, at, told: false, kept: 0, digest_at: None };
    let mut plan = answer(incoming, facts, said);
    plan.bars.push(BarChange::Set(who, bar));
    plan.absorb(noted(known, kind.name(), until, facts));
    plan
}

fn unblock(known: &Known, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let Some((person, bar)) = held(known, facts) else {
        return answer(incoming, facts, Phrase::new("unblock-nobody").with("name", known.name.as_str()));
    };
    let mut plan = answer(incoming, facts, Phrase::new("unblock-done").with("name", known.name.as_str()));
    plan.bars.push(BarChange::Lift(person));
    plan.surveys.push(SurveyChange::Wake(person));
    plan.absorb(noted(known, ended(bar.kind), None, facts));
    plan
}

fn held<'a>(known: &'a Known, facts: &Facts<'_>) -> Option<(PersonId, &'a Bar)> {
    known.person.zip(known.bar.as_ref().filter(|bar| bar.holds(facts.now)))
}

const fn ended(kind: BarKind) -> &'static str {
    match kind {
        BarKind::Blocked => "unblocked",
        BarKind::Muted => "unmuted",
    }
}

/// It stands in the history of their cases and on the cards.
fn noted(known: &Known, what: &'static str, until: Option<DateTime<Utc>>, facts: &Facts<'_>) -> Plan {
    let event = |case: &CaseId| Event {
        case: *case,
        at: facts.now,
        kind: what,
        by: Some(facts.speaker.id),
        data: serde_json::json!({ "until": until }),
    };
    Plan {
        events: known.cases.iter().map(event).collect(),
        sends: known.cases.iter().map(|case| Send::card(*case)).collect(),
        ..Plan::default()
    }
}

/// Everybody who is not heard, with a button each; but for who is heard again just now.
fn list(heard: Option<PersonId>, facts: &Facts<'_>) -> Say {
    let stays = |k: &&Known| held(k, facts).is_some() && (heard.is_none() || k.person != heard);
    let barred: Vec<&Known> = facts.looked.barred.iter().filter(stays).collect();
    if barred.is_empty() {
        return Say { lines: vec![Phrase::new("block-none"), Phrase::new("block-usage")], rows: Vec::new() };
    }
    let mut lines = vec![Phrase::new("block-head")];
    lines.extend(barred.iter().filter_map(|known| Some(line(known, known.bar.as_ref()?))));
    let key = |known: &&Known| {
        let label = Phrase::new("key-unblock").with("name", known.name.as_str());
        known.person.map(|person| vec![Key { label, data: format!("b:{person}:free") }])
    };
    Say { lines, rows: barred.iter().filter_map(key).collect() }
}

fn line(known: &Known, bar: &Bar) -> Phrase {
    let who = match known.account {
        Some(account) => {
            Phrase::new("who").with("name", known.name.as_str()).with("account", account.to_string())
        }
        None => Phrase::new("said").with("text", known.name.as_str()),
    };
    let how = state(bar);
    if bar.why.is_empty() {
        Phrase::new("block-line").with("who", who).with("state", how)
    } else {
        Phrase::new("block-line-why").with("who", who).with("state", how).with("why", bar.why.as_str())
    }
}

/// How somebody is not heard, in a few words.
fn state(bar: &Bar) -> Phrase {
    match (bar.kind, bar.until) {
        (BarKind::Blocked, Some(at)) => Phrase::new("barred-blocked-until").with("at", at),
        (BarKind::Blocked, None) => Phrase::new("barred-blocked"),
        (BarKind::Muted, Some(at)) => Phrase::new("barred-muted-until").with("at", at),
        (BarKind::Muted, None) => Phrase::new("barred-muted"),
    }
}

/// The button of the list.
pub(super) fn press(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if !facts.speaker.may(Role::Lead) {
        let refusal = Phrase::new("refuse-role").with("role", Phrase::keyed("role", Role::Lead.name()));
        return answer(incoming, facts, refusal);
    }
    let Some(known) = &facts.looked.target else {
        return answer(incoming, facts, Phrase::new("old-staff-button"));
    };
    let mut plan = unblock(known, incoming, facts);
    if plan.bars.is_empty() {
        return plan;
    }
    plan.absorb(turn(incoming, facts, list(known.person, facts)));
    plan
}

/// What a blocked person may still do: help, their own data, and ending it all.
const OPEN_TO_BLOCKED: &[&str] = &["help", "privacy", "stop"];

/// What comes of words of somebody who is blocked; `None` when they are heard.
pub(super) fn unheard(command: Option<&Typed>, incoming: &Incoming, facts: &Facts<'_>) -> Option<Plan> {
    let bar = barred(BarKind::Blocked, facts)?;
    let open = |command: &Typed| command.word.is_some_and(|word| OPEN_TO_BLOCKED.contains(&word.name()));
    let reaches = matches!(incoming.input, Input::Blocked | Input::Unblocked | Input::Nothing);
    if command.is_some_and(open) || reaches || is_about_own_data(incoming) {
        return None;
    }
    let key = match bar.until {
        Some(at) => Phrase::new("blocked-until").with("at", at),
        None => Phrase::new("blocked-you"),
    };
    Some(tell(bar, vec![key, status::contact_line(facts)], incoming, facts))
}

/// Buttons about one's own data, and of the help, work for everybody.
fn is_about_own_data(incoming: &Incoming) -> bool {
    let Input::Press { data } = &incoming.input else { return false };
    data.starts_with("v:") || ["m:stop", "m:help", "m:privacy"].contains(&data.as_str())
}

/// The restriction of that kind the speaker is under; none for staff.
fn barred<'a>(kind: BarKind, facts: &Facts<'a>) -> Option<&'a Bar> {
    let heard = facts.speaker.staff.is_some();
    facts.bar.filter(|bar| !heard && bar.kind == kind && bar.holds(facts.now))
}

/// Whether what the speaker says is kept and shown to nobody for now.
pub(super) fn is_muted(facts: &Facts<'_>) -> bool {
    barred(BarKind::Muted, facts).is_some()
}

/// Tells them, unless they were told.
fn tell(bar: &Bar, lines: Vec<Phrase>, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if bar.told || incoming.room != Room::Private {
        return Plan::default();
    }
    let to = own_place(incoming, facts);
    let bar = Bar { told: true, ..bar.clone() };
    Plan {
        bars: vec![BarChange::Note(facts.speaker.id, bar)],
        ..Plan::saying(Send::say(to, Say { lines, rows: Vec::new() }))
    }
}

/// What takes the place of the copy in the room while the customer is muted: one line an hour, and a word to them,
/// once. `None` when they are heard.
pub(super) fn quietly(case: CaseId, incoming: &Incoming, facts: &Facts<'_>) -> Option<Plan> {
    let bar = barred(BarKind::Muted, facts)?;
    let (bar, digest) = one_more(bar, case, (facts.speaker.id, &facts.speaker.name), facts.now);
    let mut plan = Plan::saying(digest);
    let told = match bar.until {
        Some(at) => Phrase::new("muted-until").with("at", at),
        None => Phrase::new("muted-you"),
    };
    let told = tell(&bar, vec![told, status::contact_line(facts)], incoming, facts);
    if told.bars.is_empty() {
        plan.bars.push(BarChange::Note(facts.speaker.id, bar));
    }
    plan.absorb(told);
    Some(plan)
}

/// The same where nobody says anything just now: words of theirs are put into the case. `None` when they are heard.
pub(super) fn put_quietly(file: &CaseFile, now: DateTime<Utc>) -> Option<Plan> {
    let customer = &file.customer;
    let bar = customer.bar.as_ref().filter(|bar| bar.kind == BarKind::Muted && bar.holds(now))?;
    let (bar, digest) = one_more(bar, file.case.id, (customer.id, &customer.name), now);
    Some(Plan { bars: vec![BarChange::Note(customer.id, bar)], ..Plan::saying(digest) })
}

/// One more message was kept, and the line that tells the room of those of an hour.
fn one_more(bar: &Bar, case: CaseId, (person, name): (PersonId, &str), now: DateTime<Utc>) -> (Bar, Send) {
    let (bar, due) = bar.one_more(now);
    // Why: nobody silenced them, they were too fast.
    let key = if bar.by == person { "hasty-digest" } else { "muted-digest" };
    let line = Phrase::new(key).with("name", name).with("count", i64::from(bar.kept));
    let mut digest = Send::say(To::Room(case), Say::line(line));
    digest.fold = Some(format!("muted:{person}"));
    digest.not_before = Some(due);
    (bar, digest)
}
