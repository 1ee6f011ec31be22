//! A proposed solution to which nobody answered: after the silence the terms name it counts.

use chrono::{DateTime, TimeDelta, Utc};

use super::{appoint::off_with, customer_of, end::end_clocks};
use crate::domain::{
    calendar::Span,
    case::State,
    front::{CaseFile, case_key},
    phrase::{Phrase, Say},
    plan::{Event, Parcel, Plan, Send, To},
    terms::Terms,
    verdict::Verdict,
};

/// Whether a proposal of that time has been met with silence for long enough.
pub fn is_over(proposed: DateTime<Utc>, now: DateTime<Utc>, terms: &Terms) -> bool {
    let silence = Span::ServiceDays(TimeDelta::days(i64::from(terms.lives.silent_days)));
    terms.calendar.due_at(proposed, silence, &[]).is_some_and(|over| over <= now)
}

/// The case ends as solved, as of the proposal; nothing while the silence is too short, or when it was broken. Whoever
/// appealed has not been silent: their case stays until a lead has looked again.
pub fn silent(file: &CaseFile, now: DateTime<Utc>, terms: &Terms) -> Option<Plan> {
    let mut case = file.case.clone();
    let proposed = case.solved_at.filter(|_| case.state == State::Solved)?;
    let is_appealed = file.verdict().is_some_and(Verdict::is_appealed);
    let looked_again = file.verdicts.iter().filter_map(|verdict| Some(verdict.appeal.as_ref()?.decided?.0));
    // Why not from the proposal alone: until the lead had spoken it was not the customer's turn.
    let since = looked_again.fold(proposed, DateTime::max);
    if is_appealed || !is_over(since, now, terms) {
        return None;
    }
    case.become_(State::Closed, now).ok()?;
    let days = i64::from(terms.lives.silent_days);
    let told = Phrase::new("customer-silent")
        .with("ref", case.reference.to_string())
        .with("days", days)
        .with("reopen", i64::from(terms.lives.reopen_days));
    let key = case_key(Phrase::new("key-reopen"), case.id, "reopen");
    let mut to_customer = Send::say(customer_of(&case), Say { lines: vec![told], rows: vec![vec![key]] });
    to_customer.not_before = terms.calendar.next_open(now).filter(|opens| *opens > now);
    let room = Phrase::new("room-silent").with("days", days);
    let not_before = to_customer.not_before;
    let mut sends = vec![Send::say(To::Room(case.id), Say::line(room)), Send::card(case.id), to_customer];
    if file.place.is_some() {
        sends.push(Send { not_before, ..Send::new(customer_of(&case), Parcel::Fold) });
    }
    let mut plan = Plan {
        clocks: end_clocks(&file.clocks, Some(proposed), now, terms),
        events: vec![Event { case: case.id, at: now, kind: "silent", by: None, data: serde_json::json!({}) }],
        sends,
        cases: vec![case],
        ..Plan::default()
    };
    off_with(file, &mut plan, now, terms);
    Some(plan)
}
