//! How an appointment is agreed by the desk, and how it ends: it took place, somebody was not there, it is called off, or its
//! case ended. What was done without an appointment is written down here, too.

use chrono::{DateTime, Utc};

use super::{calendar_files, choose, event, offer::unfit, old, refuse, stamp, told_room, usage};
use crate::domain::{
    appointment::{Appointment, CodeChange, Desk, Stage, busy, called, read_past, with_whom, zones},
    chat::Incoming,
    front::{
        CaseFile, Facts,
        acts::{answer, customer_of, ended},
        asked, turn,
    },
    id::{AppointmentId, Supply},
    phrase::{Phrase, Say},
    plan::{End, Event, Plan, Send, To, Wanted},
    terms::Terms,
    text::defuse,
    way,
};

/// The time the customer proposes is agreed to: `fix:<n>.<rev>`.
pub(in crate::domain::front) fn confirm(
    file: &CaseFile,
    stamp: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let wished = file.appointment_of(stamp).and_then(|one| Some((one, one.wish?)));
    let Some((one, at)) = wished else { return old(file, incoming, facts) };
    if file.case.state.is_over() {
        return refuse(incoming, facts, ended(file));
    }
    // Why: who agrees to a first time is who will be there; a time that is moved stays with whom it was agreed.
    let agent = if one.is_agreed() {
        (one.agent, one.name.as_str())
    } else {
        (facts.speaker.id, facts.speaker.name.as_str())
    };
    let taken = busy(facts.booked, agent.0, Some(one.id));
    let desk =
        Desk { terms: facts.terms, minutes: one.minutes, from: facts.now, now: facts.now, busy: &taken };
    if let Err(why) = desk.fits(at) {
        let rows = vec![super::desk_keys(one, facts.terms)];
        return turn(incoming, facts, Say { lines: vec![unfit(why, at)], rows });
    }
    let agreed = one.agreed(at, agent, facts.now, facts.terms);
    let customer = choose::agreed_words(&agreed, at, file, facts);
    let told = Phrase::new("appoint-confirmed")
        .with("what", called(&agreed, facts.terms))
        .with("at", super::offer::at_desk(at, file.customer.zone, facts.terms));
    let lines = std::iter::once(told.clone()).chain(choose::behind_solution(at, file)).collect();
    let mut plan = turn(incoming, facts, Say { lines, rows: Vec::new() });
    told_room(file, told, facts, &mut plan);
    plan.sends.push(Send::say(customer_of(&file.case), customer));
    plan.absorb(choose::settled(agreed, file, facts));
    plan
}

/// `appoint confirm`: the one that waits for it.
pub(super) fn confirmed(file: &CaseFile, rest: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let waits = |one: &&Appointment| one.wish.is_some();
    match meant(file, rest, waits, facts) {
        Some((one, _)) => confirm(file, &stamp(one), incoming, facts),
        None => none_such(file, incoming, facts),
    }
}

/// The open appointment that is meant, by its way or because there is no other, and the words behind it.
fn meant<'a>(
    file: &'a CaseFile,
    rest: &str,
    fits: impl Fn(&&Appointment) -> bool,
    facts: &Facts<'_>,
) -> Option<(&'a Appointment, String)> {
    let open: Vec<&Appointment> = file.appointed().into_iter().filter(|one| fits(one)).collect();
    if let Some((way, words)) = way::named(&facts.terms.ways, rest)
        && let Some(one) = open.iter().find(|one| one.way == way.id)
    {
        return Some((one, words.to_owned()));
    }
    match open.as_slice() {
        [one] => Some((one, rest.trim().to_owned())),
        _ => None,
    }
}

fn none_such(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    answer(incoming, facts, Phrase::new("appoint-which-one").with("ref", file.case.reference.to_string()))
}

/// `appoint done|missed|cancel`, with words or without.
pub(super) fn typed(how: End, file: &CaseFile, rest: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let fits = |one: &&Appointment| how == End::Off || one.is_agreed();
    match meant(file, rest, fits, facts) {
        Some((one, words)) => ends(one, how, &words, file, incoming, facts),
        None => none_such(file, incoming, facts),
    }
}

/// A button that ends it: `held`, `missed` or `call-off`, with `<n>.<rev>`.
pub(in crate::domain::front) fn end(
    how: End,
    file: &CaseFile,
    stamp: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    match file.appointment_of(stamp) {
        Some(one) => ends(one, how, "", file, incoming, facts),
        None => old(file, incoming, facts),
    }
}

/// The words that were asked for.
pub(in crate::domain::front) fn because(
    file: &CaseFile,
    n: i16,
    how: End,
    words: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    match file.appointment_no(n).filter(|one| one.stage == Stage::Open) {
        Some(one) if !words.trim().is_empty() => ends(one, how, words, file, incoming, facts),
        _ => old(file, incoming, facts),
    }
}

fn ends(
    one: &Appointment,
    how: End,
    words: &str,
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let words = words.trim();
    if how != End::Off
        && let Some(starts) = one.starts.filter(|starts| *starts > facts.now)
    {
        let early = Phrase::new("appoint-early").with("what", called(one, facts.terms)).with("at", starts);
        return answer(incoming, facts, early);
    }
    let ask = match how {
        End::Done => "appoint-done-what",
        End::Missed => "appoint-missed-what",
        End::Off => "appoint-off-why",
    };
    if words.is_empty() {
        let what = Phrase { key: ask.into(), args: Vec::new() }.with("what", called(one, facts.terms));
        return asked::ask(
            file,
            Say::line(what),
            Wanted::Appointment { n: one.n, end: how },
            incoming,
            facts,
        );
    }
    let kept = Some(words.to_owned());
    let (over, kind, said) = match how {
        End::Done => (one.ended(Stage::Done, kept, facts.now), "appointment-done", "appoint-done-said"),
        End::Missed => {
            (one.ended(Stage::Missed, kept, facts.now), "appointment-missed", "appoint-missed-said")
        }
        End::Off => (one.cancelled(kept, facts.now), "appointment-off", "appoint-off-said"),
    };
    let said = Phrase { key: said.into(), args: Vec::new() }.with("what", called(one, facts.terms));
    let mut plan = turn(incoming, facts, Say::line(said));
    let room = Phrase::new("room-appoint-ended")
        .with("name", facts.speaker.name.as_str())
        .with("what", called(one, facts.terms))
        .with("state", Phrase::keyed("appointed", over.stage.name()));
    told_room(file, room, facts, &mut plan);
    plan.sends.extend(customer_hears(&over, words, file, facts));
    plan.absorb(ended_so(over, kind, file, true, facts));
    plan
}

/// Who was there knows how it went; who was not, or waits for it, is told.
fn customer_hears(one: &Appointment, words: &str, file: &CaseFile, facts: &Facts<'_>) -> Option<Send> {
    let what = with_whom(one, facts.terms);
    let line = match one.stage {
        Stage::Missed => {
            Phrase::new("customer-appoint-missed").with("what", what).with("name", one.name.as_str())
        }
        Stage::Cancelled => {
            Phrase::new("customer-appoint-off").with("what", what).with("text", defuse(words))
        }
        Stage::Open | Stage::Done => return None,
    };
    Some(to_customer(one, file, line))
}

/// In the place of a reminder that could not be brought so far.
fn to_customer(one: &Appointment, file: &CaseFile, line: Phrase) -> Send {
    let fold = Some(format!("appointment:{}", one.id));
    Send { fold, ..Send::say(customer_of(&file.case), Say::line(line)) }
}

/// What follows when it ended: the history, the card, and the calendars it stands in, where it is not to stay there.
pub(super) fn ended_so(
    one: Appointment,
    kind: &'static str,
    file: &CaseFile,
    by: bool,
    facts: &Facts<'_>,
) -> Plan {
    let mut plan = Plan { events: vec![event(kind, &one, by, facts)], ..Plan::default() };
    plan.sends.push(Send::card(file.case.id));
    if one.stage == Stage::Cancelled && one.sequence.is_some() {
        plan.sends.extend(calendar_files(&one, file));
    }
    plan.codes.push(CodeChange::Gone(one.id));
    plan.appointments.push(one);
    plan
}

/// `appoint note WAY [when:] words`: what was done without an appointment.
pub(super) fn note(
    file: &CaseFile,
    rest: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let Some((way, words)) = way::named(&facts.terms.ways, rest) else {
        return answer(incoming, facts, usage(facts));
    };
    let (when, words) = dated(words, facts);
    if words.is_empty() {
        let usage = Phrase::new("appoint-note-usage").with("id", way.id.as_str());
        return answer(incoming, facts, usage);
    }
    let n = file.appointments.iter().map(|one| one.n).max().unwrap_or(0) + 1;
    let id = AppointmentId(supply.id());
    let agent = (facts.speaker.id, facts.speaker.name.as_str());
    let minutes = way.minutes.unwrap_or(1);
    let new = Appointment::new((id, file.case.id, n), (&way.id, way.kind, minutes), agent, facts.now);
    let one = Appointment { stage: Stage::Done, starts: Some(when), outcome: Some(words.to_owned()), ..new };
    let told = Phrase::new("appoint-noted").with("what", called(&one, facts.terms)).with("at", when);
    let mut plan = answer(incoming, facts, told.clone());
    told_room(file, told, facts, &mut plan);
    plan.absorb(ended_so(one, "appointment-noted", file, true, facts));
    plan
}

/// A time in the past before a colon, and what stands behind it; without one it was now.
fn dated<'a>(words: &'a str, facts: &Facts<'_>) -> (DateTime<Utc>, &'a str) {
    let zone = facts.speaker.zone.unwrap_or_else(|| facts.terms.calendar.zone());
    let colons = words.char_indices().filter(|(_, c)| matches!(c, ':' | '：'));
    let mut found = colons.filter_map(|(at, c)| {
        let behind = words[at + c.len_utf8()..].trim();
        Some((read_past(&words[..at], facts.now, zone, facts.speaker.lang)?, behind))
    });
    // Why the last one: the first may stand between hours and minutes.
    found.next_back().unwrap_or((facts.now, words))
}

/// What ends with the cases a plan ends: their appointments. Customers and rooms are told.
pub(in crate::domain::front) fn called_off(mut plan: Plan, facts: &Facts<'_>) -> Plan {
    let over: Vec<_> = plan.cases.iter().filter(|case| case.state.is_over()).map(|case| case.id).collect();
    for case in over {
        if let Some(file) = facts.file(case) {
            off_with(file, &mut plan, facts.now, facts.terms);
        }
    }
    plan
}

/// The same for one case that ends.
pub fn off_with(file: &CaseFile, plan: &mut Plan, now: DateTime<Utc>, terms: &Terms) {
    let changed = |one: &&Appointment, plan: &Plan| plan.appointments.iter().any(|other| other.id == one.id);
    for one in file.appointed().into_iter().filter(|one| !changed(one, plan)).collect::<Vec<_>>() {
        let off = one.cancelled(None, now);
        if let Some(at) = one.starts.filter(|at| *at > now) {
            let line = Phrase::new("customer-appoint-off-with")
                .with("what", with_whom(one, terms))
                .with("at", zones(at, file.customer.zone, terms));
            plan.sends.push(to_customer(one, file, line));
            let room =
                Phrase::new("room-appoint-off-with").with("what", with_whom(one, terms)).with("at", at);
            plan.sends.push(Send::say(To::Room(file.case.id), Say::line(room)));
            plan.sends.extend(calendar_files(&off, file));
        }
        plan.events.push(Event {
            case: file.case.id,
            at: now,
            kind: "appointment-off",
            by: None,
            data: serde_json::json!({ "way": one.way, "at": one.starts }),
        });
        plan.codes.push(CodeChange::Gone(one.id));
        plan.appointments.push(off);
    }
}
