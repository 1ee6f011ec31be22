//! `/appoint`: an agent offers times for a call, a session or a visit, the customer chooses one or proposes another, and what
//! came of it is written down.
//!
//! Here is what the command means and which buttons there are. Offering is in `offer`, what the customer does in `choose`, and
//! how it ends in `end`. Buttons carry the number and the version of their appointment; an older one does nothing and shows
//! how it stands.

mod choose;
mod code;
mod end;
mod offer;

use super::{answer, answer_with, customer_of, in_its_room, refuse};
use crate::domain::{
    appointment::{self, Appointment},
    case::State,
    chat::Incoming,
    dialogue::Given,
    front::{CaseFile, Facts, case_key},
    id::{CaseId, Supply},
    phrase::{Arg, Key, Phrase, Say},
    plan::{End, Event, Parcel, Plan, Send, To},
    terms::Terms,
    text::Rich,
    way::{self, Way},
};

pub(in crate::domain::front) use choose::pressed;
pub use code::code_key;
pub(in crate::domain::front) use code::{ask as ask_for_code, filled as code_filled, show as show_code};
pub use end::off_with;
pub(in crate::domain::front) use end::{because, called_off, confirm, end};

/// `appoint`, and what it is about: nothing, `confirm`, `done`, `missed`, `cancel`, `note`, or a way with times or without.
pub(in crate::domain::front) fn appoint(
    file: &CaseFile,
    rest: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let word = rest.text.split_whitespace().next().unwrap_or_default();
    let behind = rest.tail(word.len()).trimmed().text;
    match word.to_lowercase().as_str() {
        "" => show(file, incoming, facts),
        "code" | "访问码" => code::typed(file, incoming, facts),
        "confirm" | "确认" => end::confirmed(file, &behind, incoming, facts),
        "done" | "完成" => end::typed(End::Done, file, &behind, incoming, facts),
        "missed" | "no-show" | "noshow" | "未到" => end::typed(End::Missed, file, &behind, incoming, facts),
        "cancel" | "取消" => end::typed(End::Off, file, &behind, incoming, facts),
        "note" | "记录" => end::note(file, &behind, incoming, facts, supply),
        _ => match way::named(&facts.terms.ways, &rest.text) {
            Some((way, when)) => offer::offer(file, way, when, incoming, facts, supply),
            None => answer(incoming, facts, usage(facts)),
        },
    }
}

/// Words of a customer who was asked for something: an access code, or a time. Nothing where nobody was asked.
pub(in crate::domain::front) fn told_when_asked(
    given: &Given<'_>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Option<Plan> {
    code::code_told(given, incoming, facts, supply)
        .or_else(|| choose::time_told(given, incoming, facts, supply))
}

/// The button of a way: `appoint:<way>`; without one the list.
pub(in crate::domain::front) fn by_button(
    file: &CaseFile,
    way: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    match facts.terms.way(way) {
        Some(way) => offer::offer(file, way, "", incoming, facts, supply),
        None => show(file, incoming, facts),
    }
}

/// Other times than those that were offered or agreed: `offer:<n>.<rev>`.
pub(in crate::domain::front) fn offer_anew(
    file: &CaseFile,
    stamp: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    match file.appointment_of(stamp).and_then(|one| facts.terms.way(&one.way)) {
        Some(way) => offer::offer(file, way, "", incoming, facts, supply),
        None => old(file, incoming, facts),
    }
}

/// What can be typed, with the ways there are.
fn usage(facts: &Facts<'_>) -> Phrase {
    let ways = facts.terms.ways.iter().map(|way| {
        Phrase::new("appoint-way").with("id", way.id.as_str()).with("label", Arg::Label(way.name.clone()))
    });
    Phrase::new("appoint-usage").with("known", Arg::List(ways.collect()))
}

/// What is arranged and what was, and the ways there are.
fn show(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let reference = file.case.reference.to_string();
    let open = file.appointed();
    let head = if file.appointments.is_empty() { "appoint-none" } else { "appoint-list" };
    let mut lines = vec![Phrase { key: head.into(), args: Vec::new() }.with("ref", reference)];
    lines.extend(open.iter().map(|one| appointment::listed(one, file, true, facts.terms)));
    let past = file.appointments.iter().filter(|one| !open.iter().any(|other| other.id == one.id));
    lines.extend(past.map(|one| {
        let what = appointment::with_whom(one, facts.terms);
        let at = one.starts.unwrap_or(one.changed_at);
        Phrase::new("appoint-past").with("at", at).with("what", what).with("state", appointment::record(one))
    }));
    let mut rows: Vec<Vec<Key>> = open.iter().map(|one| desk_keys(one, facts.terms)).collect();
    if may_appoint(file).is_ok() {
        lines.push(Phrase::new("appoint-which"));
        let timed: Vec<&Way> = facts.terms.ways.iter().filter(|way| way.minutes.is_some()).collect();
        let button = |way: &&Way| {
            let label = Phrase::new("label").with("label", way.name.clone());
            case_key(label, file.case.id, &format!("appoint:{}", way.id))
        };
        rows.extend(timed.chunks(3).map(|some| some.iter().map(button).collect()));
    }
    answer_with(incoming, facts, Say { lines, rows })
}

/// A case that ended needs no appointment.
fn may_appoint(file: &CaseFile) -> Result<(), crate::domain::case::Refusal> {
    if file.case.state.is_live() || file.case.state == State::Solved {
        Ok(())
    } else {
        Err(super::ended(file))
    }
}

fn stamp(one: &Appointment) -> String {
    format!("{}.{}", one.n, one.rev)
}

fn button(label: &'static str, one: &Appointment, verb: &str) -> Key {
    case_key(Phrase { key: label.into(), args: Vec::new() }, one.case, &format!("{verb}:{}", stamp(one)))
}

/// What its customer can do: choose, propose another time, call it off.
pub fn appointment_keys(one: &Appointment) -> Vec<Vec<Key>> {
    let choice = |(i, at): (usize, &chrono::DateTime<chrono::Utc>)| {
        let label = Phrase::new("label").with("label", *at);
        vec![case_key(label, one.case, &format!("slot:{}.{i}", stamp(one)))]
    };
    let mut rows: Vec<Vec<Key>> = one.offers.iter().enumerate().map(choice).collect();
    let off = if one.is_agreed() { "key-appoint-off" } else { "key-appoint-not" };
    rows.push(vec![button("key-appoint-when", one, "when"), button(off, one, "off")]);
    rows
}

/// What the desk can do.
fn desk_keys(one: &Appointment, terms: &Terms) -> Vec<Key> {
    let mut keys = Vec::new();
    keys.extend((one.is_agreed() && code::takes_code(one, terms)).then(|| code::ask_key(one)));
    keys.extend(one.wish.map(|_| button("key-appoint-confirm", one, "fix")));
    keys.push(button("key-appoint-offer", one, "offer"));
    keys.extend(one.is_agreed().then(|| button("key-appoint-done", one, "held")));
    keys.push(button("key-appoint-off", one, "call-off"));
    keys
}

/// What an agent is asked when it is over.
pub fn appointment_ends(one: &Appointment) -> Vec<Key> {
    vec![button("key-appoint-done", one, "held"), button("key-appoint-missed", one, "missed")]
}

/// A button of yesterday: how it stands now.
fn old(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let desk = facts.speaker.id != file.case.customer;
    let open = file.appointed();
    let key = if open.is_empty() { "appoint-old-none" } else { "appoint-old" };
    let mut lines =
        vec![Phrase { key: key.into(), args: Vec::new() }.with("ref", file.case.reference.to_string())];
    lines.extend(open.iter().map(|one| appointment::listed(one, file, desk, facts.terms)));
    let keys =
        |one: &&Appointment| if desk { vec![desk_keys(one, facts.terms)] } else { appointment_keys(one) };
    answer_with(incoming, facts, Say { lines, rows: open.iter().flat_map(keys).collect() })
}

/// A line of the history; the way and the time are no words of anybody.
fn event(kind: &'static str, one: &Appointment, by: bool, facts: &Facts<'_>) -> Event {
    let at = one.starts.or(one.wish);
    Event {
        case: one.case,
        at: facts.now,
        kind,
        by: by.then_some(facts.speaker.id),
        data: serde_json::json!({ "way": one.way, "at": at }),
    }
}

/// The file for the calendars of both sides, as it is from now on.
fn calendar_files(one: &Appointment, file: &CaseFile) -> [Send; 2] {
    [customer_of(&file.case), To::Room(file.case.id)].map(|to| calendar_file(one.case, one.n, to))
}

fn calendar_file(case: CaseId, n: i16, to: To) -> Send {
    // Why a fold: of several changes only the last is wanted in a calendar.
    Send { fold: Some(format!("calendar:{case}:{n}")), ..Send::new(to, Parcel::Calendar { case, n }) }
}

/// Tells the room what somebody said elsewhere.
fn told_room(file: &CaseFile, line: Phrase, facts: &Facts<'_>, plan: &mut Plan) {
    if !in_its_room(file, facts) {
        plan.sends.push(Send::say(To::Room(file.case.id), Say::line(line)));
    }
}
