//! Being away: a row that says so, and one's own cases with a running clock back in the queue. It ends by itself when an
//! end was named.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::{answer, assign::set_free, talk};
use crate::domain::{
    chat::Incoming,
    clocks::{Clock, is_owed},
    day::{Typed, parse_day_ahead},
    front::{CaseFile, Facts, answer_with, lists},
    party::Away,
    phrase::{Phrase, Say},
    plan::{AbsenceChange, Plan, Send, To},
    sla::ClockState,
};

/// Cases that are named one by one.
const NAMED: usize = 20;

/// `away`, `away 4h`, `away until Monday`.
pub(in crate::domain::front) fn away(rest: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let rest = rest.trim();
    let until = match rest {
        "" => None,
        "off" | "over" => return back(incoming, facts),
        text => match end_of(text, facts) {
            Some(until) => Some(until),
            None => return answer(incoming, facts, Phrase::new("away-usage")),
        },
    };
    let mut plan = Plan::default();
    let free: Vec<&CaseFile> = facts.held().filter(|f| is_pressing(f)).collect();
    let kept = facts.held().count() - free.len();
    let mut lines = vec![match until {
        Some(until) => Phrase::new("away-until").with("until", until),
        None => Phrase::new("away-done"),
    }];
    if !free.is_empty() {
        lines.push(Phrase::new("away-free").with("count", count(free.len())));
        lines.extend(free.iter().take(NAMED).map(|f| {
            Phrase::new("merge-case")
                .with("ref", f.case.reference.to_string())
                .with("what", talk::subject(f, facts))
        }));
    }
    if kept > 0 {
        lines.push(Phrase::new("away-kept").with("count", count(kept)));
    }
    plan.absorb(answer_with(incoming, facts, Say { lines, rows: Vec::new() }));
    for file in free {
        plan.absorb(back_to_queue(file, facts));
    }
    plan.absences.push(AbsenceChange { person: facts.speaker.id, away: Some(Away { until }), at: facts.now });
    plan
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Whether somebody waits for the desk: a clock runs, or ran out.
fn is_pressing(file: &CaseFile) -> bool {
    let pressing = |c: &Clock| c.state == ClockState::Running || is_owed(c) && c.state == ClockState::Missed;
    file.clocks.iter().any(pressing)
}

fn back_to_queue(file: &CaseFile, facts: &Facts<'_>) -> Plan {
    let mut case = file.case.clone();
    case.rev += 1;
    set_free(&mut case, facts.now);
    let told = Phrase::new("room-away").with("name", facts.speaker.name.as_str());
    Plan {
        events: vec![talk::event(case.id, "away", Some(facts.speaker.id), facts)],
        sends: vec![Send::say(To::Room(case.id), Say::line(told)), Send::card(case.id)],
        cases: vec![case],
        ..Plan::default()
    }
}

/// Until when: a span from now, a time of day, or a day, which means when the desk opens on it.
fn end_of(text: &str, facts: &Facts<'_>) -> Option<DateTime<Utc>> {
    let text = text.strip_prefix("until").or_else(|| text.strip_prefix("到")).unwrap_or(text).trim();
    if let Some(minutes) = lists::minutes(text) {
        return facts.now.checked_add_signed(TimeDelta::minutes(minutes));
    }
    let zone = facts.speaker.zone.unwrap_or_else(|| facts.terms.calendar.zone());
    let local = |day: chrono::NaiveDate, time| {
        day.and_time(time).and_local_timezone(zone).earliest().map(|at| at.with_timezone(&Utc))
    };
    let today = facts.now.with_timezone(&zone).date_naive();
    if let Ok(time) = NaiveTime::parse_from_str(text, "%H:%M") {
        return [Some(today), today.succ_opt()]
            .into_iter()
            .flatten()
            .filter_map(|day| local(day, time))
            .find(|at| *at > facts.now);
    }
    let Some(Typed::Day(day)) = parse_day_ahead(text, today, facts.speaker.lang) else { return None };
    let midnight = local(day, NaiveTime::MIN)?;
    let calendar = &facts.terms.calendar;
    let opens = if calendar.is_open(midnight) { Some(midnight) } else { calendar.next_open(midnight) };
    opens.filter(|at| *at > facts.now)
}

/// Back at work; the cases in the queue stay there.
pub(in crate::domain::front) fn back(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if facts.speaker.staff.as_ref().and_then(|s| s.away_at(facts.now)).is_none() {
        return answer(incoming, facts, Phrase::new("back-not"));
    }
    let mut plan = answer(incoming, facts, Phrase::new("back-done"));
    plan.absences.push(AbsenceChange { person: facts.speaker.id, away: None, at: facts.now });
    plan
}

/// Nothing is taken while one is away.
pub(super) fn not_while_away(away: Away) -> Phrase {
    match away.until {
        Some(until) => Phrase::new("take-away-until").with("until", until),
        None => Phrase::new("take-away"),
    }
}
