//! The clocks of a case: which promises run for it, and what moves do to them.
//!
//! A clock is a cycle of events; `sla::fold` says what they add up to. What stands in the row (`state`, `due_at`) is
//! that sum, kept for the index. Re-opening starts a new cycle and never touches an old one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    calendar::Span,
    case::{Case, Kind},
    claim::Class,
    id::{CaseId, ClockId, Supply},
    sla::{ClockEvent, ClockEventKind, ClockState, Target, fold},
    terms::Terms,
};

/// A clock with all its events.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    /// Its row.
    pub id: ClockId,
    /// The case.
    pub case: CaseId,
    /// What is promised.
    pub target: Target,
    /// 1 for the first, one more with each re-opening.
    pub cycle: i16,
    /// How much time it was given when it started.
    pub span: Span,
    /// What happened to it, in order.
    pub events: Vec<ClockEvent>,
    /// Where it stands.
    pub state: ClockState,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// When its time is up; unknown while it stands still.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was met, missed or cancelled.
    pub ended_at: Option<DateTime<Utc>>,
    /// The terms it was started under.
    pub terms_version: i32,
}

/// A clock as it is from now on, and how many of its last events are new.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockChange {
    /// The clock after the change.
    pub clock: Clock,
    /// How many events at its end are not stored yet.
    pub fresh: usize,
}

/// What a move of a case does to its clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// It waits for something outside the desk.
    Pause,
    /// It goes on.
    Resume,
    /// What was promised happened.
    Meet,
    /// It no longer matters.
    Cancel,
}

/// The clocks a new case, or a new cycle of it, starts with.
pub fn start(
    case: &Case,
    cycle: i16,
    at: DateTime<Utc>,
    terms: &Terms,
    supply: &mut Supply,
) -> Vec<ClockChange> {
    promised(case, terms)
        .into_iter()
        .map(|(target, span)| {
            let clock = Clock {
                id: ClockId(supply.id()),
                case: case.id,
                target,
                cycle,
                span,
                events: Vec::new(),
                state: ClockState::Running,
                started_at: at,
                due_at: None,
                ended_at: None,
                terms_version: terms.version,
            };
            push(clock, ClockEventKind::Start, at, terms)
        })
        .collect()
}

/// What is promised for that case: an enquiry has only its reply, everything else an answer and a solution.
fn promised(case: &Case, terms: &Terms) -> Vec<(Target, Span)> {
    let promises = &terms.promises;
    if case.kind == Kind::Enquiry {
        return vec![(Target::EnquiryReply, promises.enquiry_reply)];
    }
    let solution = match case.class {
        Class::General => promises.solution,
        Class::Complex => promises.solution_complex,
    };
    vec![(Target::FirstResponse, promises.first_response), (Target::Solution, solution)]
}

/// Does `effect` to those running or standing clocks that `concerns` picks.
pub fn affect(
    clocks: &[Clock],
    concerns: impl Fn(Target) -> bool,
    effect: Effect,
    at: DateTime<Utc>,
    terms: &Terms,
) -> Vec<ClockChange> {
    clocks
        .iter()
        .filter(|c| concerns(c.target))
        .filter_map(|c| {
            let kind = match (effect, c.state) {
                (Effect::Pause, ClockState::Running) => ClockEventKind::Pause,
                (Effect::Resume, ClockState::Paused) => ClockEventKind::Resume,
                (Effect::Meet, ClockState::Running | ClockState::Paused) => ClockEventKind::Meet,
                (Effect::Cancel, ClockState::Running | ClockState::Paused) => ClockEventKind::Cancel,
                _ => return None,
            };
            Some(push(c.clone(), kind, at, terms))
        })
        .collect()
}

/// Whether that target is met by a person's first delivered words.
pub const fn is_first_words(target: Target) -> bool {
    matches!(target, Target::FirstResponse | Target::EnquiryReply)
}

fn push(mut clock: Clock, kind: ClockEventKind, at: DateTime<Utc>, terms: &Terms) -> ClockChange {
    clock.events.push(ClockEvent { at, kind });
    let view = fold(&clock.events, clock.span, &terms.calendar, at);
    clock.state = view.state;
    clock.due_at = view.due;
    if !matches!(clock.state, ClockState::Running | ClockState::Paused) {
        clock.ended_at = Some(at);
    }
    ClockChange { clock, fresh: 1 }
}

/// The latest cycle's clock of that target.
pub fn latest(clocks: &[Clock], target: Target) -> Option<&Clock> {
    clocks.iter().filter(|c| c.target == target).max_by_key(|c| c.cycle)
}
