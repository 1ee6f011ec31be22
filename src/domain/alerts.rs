//! Who is told of a promise, and when: ahead of its due time, when it is broken, and up a chain until somebody takes
//! notice.
//!
//! A step is told once for ever; a row says so. Of several steps that are due at one look only the last is told, the
//! others are on record: after an outage nobody reads four messages about one promise. Outside the hours nothing is
//! told but what is pressing. A breach is dated with the due time, whoever noticed when.
//!
//! Not here: what a promise comes to (`sla`), and who may acknowledge (`front::acts`).

mod ears;
mod holidays;
mod look;
mod words;

use chrono::{DateTime, Utc};

use super::{
    calendar::Span,
    clocks::{Clock, is_owed},
    id::{ClockId, PersonId},
    sla::{self, ClockState},
    terms::Terms,
};

pub use ears::{Ears, called, holding};
pub use holidays::{ask_for_holidays, missing_year};
pub use look::{Spoken, Watch, look};
pub use words::{speak, target_name};

/// The step at which a promise is broken; those above are steps of the chain.
pub const BROKEN: i16 = 100;

/// A step that was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Of which clock.
    pub clock: ClockId,
    /// Which.
    pub step: i16,
    /// When.
    pub at: DateTime<Utc>,
    /// Somebody took notice.
    pub acked: bool,
}

/// A step to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAlert {
    /// Of which clock.
    pub clock: ClockId,
    /// Which.
    pub step: i16,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// When it was told.
    pub told_at: DateTime<Utc>,
}

/// Somebody took notice of what was told about a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ack {
    /// Which case.
    pub case: super::id::CaseId,
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// When a clock is to be looked at next, as far as its events alone tell: what was told already is sorted out at the
/// look. `at` = when the last of them happened.
pub fn first_look(clock: &Clock, at: DateTime<Utc>, terms: &Terms) -> Option<DateTime<Utc>> {
    match clock.state {
        ClockState::Running => {
            let ahead = shares(clock, terms).into_iter().map(|(_, share)| share).filter(|share| *share > at);
            // Why now otherwise: it is due already, and that has to be noticed.
            ahead.min().or(clock.due_at.map(|_| at))
        }
        ClockState::Missed if is_owed(clock) => Some(at),
        _ => None,
    }
}

/// The steps of a running clock, and when each is due.
fn shares(clock: &Clock, terms: &Terms) -> Vec<(i16, DateTime<Utc>)> {
    let cycle = sla::Clock::of(&clock.events, clock.span, &terms.calendar);
    let steps = terms.alerts.warn.iter().copied().chain([100]);
    steps.filter_map(|p| Some((i16::from(p), cycle.share_at(p, &terms.calendar)?))).collect()
}

/// The steps of a broken promise up the chain, and when each is due: from the moment the breach was told.
fn climbs(told: DateTime<Utc>, terms: &Terms) -> Vec<(i16, DateTime<Utc>)> {
    let above = 1..i16::try_from(terms.escalation.len()).unwrap_or(i16::MAX);
    let after = |n: i16| -> Option<DateTime<Utc>> {
        let span: Span = terms.alerts.climb.with_amount(terms.alerts.climb.amount() * i32::from(n));
        terms.calendar.due_at(told, span, &[])
    };
    above.filter_map(|n| Some((BROKEN + n, after(n)?))).collect()
}
