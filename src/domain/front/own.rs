//! What people settle for themselves: the page behind *More*, the desk's hours, and whether it writes by itself.
//!
//! All of it works in the middle of a draft and leaves the draft as it is; a button leads back to its question.

use chrono::NaiveDate;

use super::{Facts, answer_with, customer, drafts, own_place, settings, status, turn};
use crate::domain::{
    chat::{Incoming, Input},
    phrase::{Arg, Key, Phrase, Say},
    plan::{Parcel, Plan, Send, SurveyChange},
};

/// How far ahead closed days are told.
const AHEAD_DAYS: u32 = 60;
/// How many runs of closed days are told.
const RUNS: usize = 3;

/// What a thumb finds behind *More*.
pub(super) fn more(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let key = |label, what: &str| Key { label: Phrase::new(label), data: format!("m:{what}") };
    let quiet = if facts.speaker.quiet { "key-loud" } else { "key-quiet" };
    let mut rows = vec![
        vec![key("key-cases", "cases"), key("key-hours", "hours")],
        vec![key("key-language", "language"), settings::zone_key()],
        vec![key("key-privacy", "privacy"), key(quiet, "stop")],
        // Why here and not in the menu: most people who write have one thing, and it is theirs.
        vec![key("key-company", "company")],
        vec![key("key-help", "help"), key("key-back", "menu")],
    ];
    rows.extend(way_back(facts));
    turn(incoming, facts, Say { lines: vec![Phrase::new("more")], rows })
}

/// What somebody who buys for a company may want.
pub(super) fn company(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let key = |label, what: &str| vec![Key { label: Phrase::new(label), data: format!("m:{what}") }];
    let rows = vec![
        key("menu-company-claim", "company-claim"),
        key("menu-enquiry", "enquiry"),
        key("menu-order", "order"),
        key("key-back", "menu"),
    ];
    let line = match &facts.speaker.company {
        Some(company) => Phrase::new("company-menu-of").with("company", company.name.as_str()),
        None => Phrase::new("company-menu"),
    };
    turn(incoming, facts, Say { lines: vec![line], rows })
}

/// The menu in the place of the page it was left for.
pub(super) fn menu(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    turn(incoming, facts, drafts::menu(facts))
}

/// The row that leads back to the draft they are filling in.
pub(super) fn way_back(facts: &Facts<'_>) -> Option<Vec<Key>> {
    drafts::active(facts).map(|row| {
        let data = format!("m:resume:{}", row.dialogue.flow.id());
        vec![Key { label: Phrase::new("key-continue"), data }]
    })
}

/// Whether somebody is there, until when, and what days nobody is.
pub(super) fn hours(facts: &Facts<'_>) -> Say {
    let calendar = &facts.terms.calendar;
    let mut lines = Vec::new();
    match (calendar.is_open(facts.now), calendar.closes_at(facts.now), calendar.next_open(facts.now)) {
        (true, Some(closes), _) => {
            lines.push(Phrase::new("hours-open").with("closes", closes));
            let next = calendar.next_open(closes);
            lines.extend(next.map(|opens| Phrase::new("hours-next").with("opens", opens)));
        }
        (true, None, _) => lines.push(Phrase::new("hours-always")),
        (false, _, Some(opens)) => lines.push(Phrase::new("hours-shut").with("opens", opens)),
        (false, _, None) => lines.push(Phrase::new("hours-never")),
    }
    let today = facts.now.with_timezone(&calendar.zone()).date_naive();
    let closed: Vec<Phrase> =
        calendar.closed_ahead(today, AHEAD_DAYS, RUNS).into_iter().map(closed_days).collect();
    if !closed.is_empty() {
        lines.push(Phrase::new("hours-closed").with("facts", Arg::List(closed)));
    }
    lines.push(status::contact_line(facts));
    let mut rows = Vec::new();
    rows.extend(facts.speaker.zone.is_none().then(|| vec![settings::zone_key()]));
    rows.extend(way_back(facts));
    Say { lines, rows }
}

fn closed_days((first, last): (NaiveDate, NaiveDate)) -> Phrase {
    if first == last {
        return Phrase::new("closed-day").with("day", first);
    }
    Phrase::new("closed-days").with("first", first).with("last", last)
}

/// No more reminders and surveys, or again some.
pub(super) fn stop(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut person = facts.speaker.clone();
    person.quiet = !person.quiet;
    let (done, other) = if person.quiet { ("quiet-done", "key-loud") } else { ("loud-done", "key-quiet") };
    let mut rows = vec![vec![Key { label: Phrase::new(other), data: "m:stop".into() }]];
    rows.extend(way_back(facts));
    let mut plan = answer_with(incoming, facts, Say { lines: vec![Phrase::new(done)], rows });
    plan.surveys.push(SurveyChange::Wake(person.id));
    plan.people.push(person);
    plan
}

/// The one line about the privacy notice, with whatever is said first after its edition has changed.
pub(super) fn with_notice(mut plan: Plan, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let brand = &facts.terms.brand;
    let says = matches!(
        incoming.input,
        Input::Text(_) | Input::File { .. } | Input::Press { .. } | Input::Filled { .. }
    );
    let known = facts.speaker.privacy.as_deref() == Some(brand.privacy_version.as_str());
    let Some(url) = brand.privacy_url.as_deref().filter(|_| says && !known) else { return plan };
    if facts.speaker.staff.is_some() || !plan.erasures.is_empty() {
        return plan;
    }
    let line = Phrase::new("privacy-line").with("url", url).with("version", brand.privacy_version.as_str());
    let told = plan.sends.iter().any(|send| lines_of(&send.parcel).is_some_and(|l| l.contains(&line)));
    if !told {
        let to = own_place(incoming, facts);
        let theirs = |send: &&mut Send| send.to.person() == to.person();
        match plan.sends.iter_mut().filter(theirs).find_map(|s| lines_mut(&mut s.parcel)) {
            Some(lines) => lines.insert(0, line),
            None => plan.sends.push(Send::say(to, Say::line(line))),
        }
    }
    if !plan.people.iter().any(|p| p.id == facts.speaker.id) {
        plan.people.push(facts.speaker.clone());
    }
    for person in plan.people.iter_mut().filter(|p| p.id == facts.speaker.id) {
        person.privacy = Some(brand.privacy_version.clone());
    }
    plan
}

fn lines_of(parcel: &Parcel) -> Option<&Vec<Phrase>> {
    match parcel {
        Parcel::Say { say, .. } => Some(&say.lines),
        _ => None,
    }
}

fn lines_mut(parcel: &mut Parcel) -> Option<&mut Vec<Phrase>> {
    match parcel {
        Parcel::Say { say, .. } => Some(&mut say.lines),
        _ => None,
    }
}

/// Every command there is for them, with the way back to their draft.
pub(super) fn help(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut say = customer::help(incoming, facts);
    say.rows.extend(way_back(facts));
    answer_with(incoming, facts, say)
}
