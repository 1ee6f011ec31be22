//! Clocks: what stands in the row is what its events come to, and the due time is the calendar's.

use aftercare::domain::{
    calendar::Calendar,
    clocks::Clock,
    sla::{ClockEventKind, ClockState, fold},
};
use chrono::{DateTime, Utc};

use crate::history::History;

/// Clocks whose row says something else than their events.
pub fn not_the_sum(history: &History, calendar: &Calendar, now: DateTime<Utc>) -> Vec<String> {
    history.clocks.iter().flat_map(|clock| of_clock(clock, calendar, now)).collect()
}

fn of_clock(clock: &Clock, calendar: &Calendar, now: DateTime<Utc>) -> Vec<String> {
    let view = fold(&clock.events, clock.span, calendar, now);
    let name = format!("clock {} ({:?} of case {})", clock.id.0, clock.target, clock.case.0);
    let mut wrong = Vec::new();
    let noticed = view.state == ClockState::Missed && clock.state == ClockState::Running;
    if clock.state != view.state && !noticed {
        wrong.push(format!("{name} is {:?}, and its events come to {:?}", clock.state, view.state));
    }
    if clock.due_at != view.due {
        wrong.push(format!("{name} is due {:?}, and its events come to {:?}", clock.due_at, view.due));
    }
    if clock.ended_at != view.met_at && clock.state == ClockState::Met {
        wrong.push(format!("{name} ended {:?}, and its events come to {:?}", clock.ended_at, view.met_at));
    }
    let starts = clock.events.iter().filter(|event| event.kind == ClockEventKind::Start).count();
    if starts != 1 {
        wrong.push(format!("{name} was started {starts} times"));
    }
    // Why once more without the fold: a clock nothing happened to is due when the calendar says so.
    if clock.events.len() == 1 && clock.due_at != calendar.due_at(clock.started_at, clock.span, &[]) {
        wrong.push(format!("{name} is due at another time than the calendar says"));
    }
    wrong
}
