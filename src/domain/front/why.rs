//! `sla`: why a case's deadlines are what they are, each clock event by event.

use chrono::{DateTime, TimeDelta, Utc};

use super::{CaseFile, Facts};
use crate::domain::{
    alerts::target_name,
    calendar::Span,
    clocks::Clock,
    phrase::{Arg, Phrase, Say},
    sla::{ClockEvent, ClockEventKind, fold},
};

/// Every clock with its events and where it stands.
pub(super) fn show(file: &CaseFile, facts: &Facts<'_>) -> Say {
    let reference = file.case.reference.to_string();
    if file.clocks.is_empty() {
        return Say::line(Phrase::new("sla-none").with("ref", reference));
    }
    let mut lines = vec![Phrase::new("sla-head").with("ref", reference)];
    for clock in &file.clocks {
        let key = if clock.amends.is_some() { "sla-clock-again" } else { "sla-clock" };
        lines.push(
            Phrase { key: key.into(), args: Vec::new() }
                .with("what", target_name(clock.target))
                .with("cycle", i64::from(clock.cycle))
                .with("span", amount(clock.span))
                .with("count", counted_in(clock.span)),
        );
        lines.extend(clock.events.iter().enumerate().map(|(n, event)| event_line(clock, n, event, facts)));
        lines.push(stands(clock, facts));
    }
    Say { lines, rows: Vec::new() }
}

/// What the clocks of a case did, for its history.
pub(super) fn clock_lines(file: &CaseFile, facts: &Facts<'_>) -> Vec<(DateTime<Utc>, Phrase)> {
    let of = |clock: &Clock| -> Vec<(DateTime<Utc>, Phrase)> {
        let line = |(n, event): (usize, &ClockEvent)| {
            let what = Phrase::new("history-clock")
                .with("clock", target_name(clock.target))
                .with("what", happened(clock, n, event, facts));
            (event.at, Phrase::new("history-line").with("at", event.at).with("what", what))
        };
        clock.events.iter().enumerate().map(line).collect()
    };
    file.clocks.iter().flat_map(of).collect()
}

fn event_line(clock: &Clock, n: usize, event: &ClockEvent, facts: &Facts<'_>) -> Phrase {
    Phrase::new("history-line").with("at", event.at).with("what", happened(clock, n, event, facts))
}

/// What an event did, with the date it led to: the fold of the events up to it.
fn happened(clock: &Clock, n: usize, event: &ClockEvent, facts: &Facts<'_>) -> Phrase {
    let view = fold(&clock.events[..=n], clock.span, &facts.terms.calendar, event.at);
    let dated = |key: &'static str, bare: &'static str| match view.due {
        Some(due) => Phrase { key: key.into(), args: Vec::new() }.with("due", due),
        None => Phrase { key: bare.into(), args: Vec::new() },
    };
    match event.kind {
        ClockEventKind::Start => dated("clock-started", "clock-started-open"),
        ClockEventKind::Resume => dated("clock-resumed", "clock-resumed-open"),
        ClockEventKind::Retarget(span) => match view.due {
            Some(due) => Phrase::new("clock-retargeted").with("span", amount(span)).with("due", due),
            None => Phrase::new("clock-retargeted-open").with("span", amount(span)),
        },
        ClockEventKind::NotBefore(due) => Phrase::new("clock-kept-date").with("due", due),
        ClockEventKind::Pause => Phrase::new("clock-paused").with("left", left(view.left)),
        ClockEventKind::Meet if view.missed_at.is_some() => Phrase::new("clock-met-late"),
        ClockEventKind::Meet => Phrase::new("clock-met"),
        ClockEventKind::Miss => Phrase::new("clock-missed"),
        ClockEventKind::Cancel => Phrase::new("clock-cancelled"),
    }
}

/// Where a clock stands now.
fn stands(clock: &Clock, facts: &Facts<'_>) -> Phrase {
    let view = fold(&clock.events, clock.span, &facts.terms.calendar, facts.now);
    match (view.missed_at, clock.ended_at, view.due) {
        (Some(at), _, _) => Phrase::new("sla-missed").with("due", at),
        (None, Some(_), _) => Phrase::new("sla-over").with("used", left(view.elapsed)),
        (None, None, Some(due)) => Phrase::new("sla-runs")
            .with("used", left(view.elapsed))
            .with("left", left(view.left))
            .with("due", due),
        (None, None, None) => {
            Phrase::new("sla-stands").with("used", left(view.elapsed)).with("left", left(view.left))
        }
    }
}

fn amount(span: Span) -> Arg {
    left(span.amount())
}

fn left(span: TimeDelta) -> Arg {
    Arg::Span(span.num_seconds())
}

/// In what a span is counted.
pub fn counted_in(span: Span) -> Phrase {
    Phrase::keyed(
        "counted",
        match span {
            Span::ServiceHours(_) => "service-hours",
            Span::ServiceDays(_) => "service-days",
            Span::Wall(_) => "wall",
        },
    )
}
