//! The clocks of a case: which promises run for it, and what moves do to them.
//!
//! A clock is a cycle of events; `sla::fold` says what they add up to. What stands in the row (`state`, `due_at`) is
//! that sum, kept for the index. Re-opening starts a new cycle and never touches an old one.

pub mod next;
pub mod reckon;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    alerts,
    calendar::Span,
    case::{Case, Kind, Waiting},
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
    /// When it was met, in time or late, or cancelled. A broken promise has no end until then.
    pub ended_at: Option<DateTime<Utc>>,
    /// The terms its due time was reckoned under.
    pub terms_version: i32,
    /// When something about it is to be told next; see `alerts`.
    pub look_at: Option<DateTime<Utc>>,
    /// The broken promise in whose place it was given.
    pub amends: Option<ClockId>,
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
    let promised = promised(case, terms).into_iter();
    promised.map(|(target, span)| begin(case.id, target, span, (cycle, None), at, terms, supply)).collect()
}

/// The time to agree on what that costs whose cost was left open.
pub fn settlement(
    case: CaseId,
    all: &[Clock],
    at: DateTime<Utc>,
    terms: &Terms,
    supply: &mut Supply,
) -> ClockChange {
    let cycle = all.iter().map(|c| c.cycle).max().unwrap_or(0) + 1;
    begin(case, Target::Settlement, terms.verdicts.settle, (cycle, None), at, terms, supply)
}

/// Until when that is agreed, when it is left open now.
pub fn settled_by(at: DateTime<Utc>, terms: &Terms) -> Option<DateTime<Utc>> {
    let start = ClockEvent { at, kind: ClockEventKind::Start };
    fold(&[start], terms.verdicts.settle, &terms.calendar, at).due
}

/// Starts one clock. `amends` = the broken promise in whose place it is given.
fn begin(
    case: CaseId,
    target: Target,
    span: Span,
    (cycle, amends): (i16, Option<ClockId>),
    at: DateTime<Utc>,
    terms: &Terms,
    supply: &mut Supply,
) -> ClockChange {
    let clock = Clock {
        id: ClockId(supply.id()),
        case,
        target,
        cycle,
        span,
        events: Vec::new(),
        state: ClockState::Running,
        started_at: at,
        due_at: None,
        ended_at: None,
        terms_version: terms.version,
        look_at: None,
        amends,
    };
    push(clock, ClockEventKind::Start, at, terms)
}

/// Another date in the place of a broken promise, once more as often as the terms allow: a clock of its own.
pub fn promise_again(
    broken: &Clock,
    all: &[Clock],
    at: DateTime<Utc>,
    terms: &Terms,
    supply: &mut Supply,
) -> Option<ClockChange> {
    let of_target = |c: &&Clock| c.target == broken.target && c.amends.is_some();
    // Why counted from the last promise that was none: a case that is opened again begins anew.
    let first = all.iter().filter(|c| c.target == broken.target && c.amends.is_none()).map(|c| c.cycle).max();
    let again = all.iter().filter(of_target).filter(|c| Some(c.cycle) > first).count();
    if again >= usize::from(terms.alerts.new_dates) {
        return None;
    }
    let cycle = all.iter().map(|c| c.cycle).max().unwrap_or(0) + 1;
    let span = terms.alerts.new_date;
    Some(begin(broken.case, broken.target, span, (cycle, Some(broken.id)), at, terms, supply))
}

/// The breach put on record, at the due time that passed.
pub fn miss(clock: &Clock, terms: &Terms) -> Option<ClockChange> {
    let due = clock.due_at?;
    Some(push(clock.clone(), ClockEventKind::Miss, due, terms))
}

/// What is promised for that case: an enquiry has only its reply, a poor score only that somebody
/// looks into it, everything else an answer and a solution.
fn promised(case: &Case, terms: &Terms) -> Vec<(Target, Span)> {
    let promises = &terms.promises;
    match case.kind {
        Kind::Enquiry => vec![(Target::EnquiryReply, promises.enquiry_reply)],
        Kind::FollowUp => vec![(Target::FollowUp, terms.surveys.follow_up)],
        Kind::Claim | Kind::Care | Kind::Order | Kind::Person => {
            let solution = solution_span(case.class, terms);
            vec![(Target::FirstResponse, promises.first_response), (Target::Solution, solution)]
        }
    }
}

const fn solution_span(class: Class, terms: &Terms) -> Span {
    match class {
        Class::General => terms.promises.solution,
        Class::Complex => terms.promises.solution_complex,
    }
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
                (Effect::Meet, _) if is_owed(c) => ClockEventKind::Meet,
                (Effect::Cancel, _) if is_owed(c) => ClockEventKind::Cancel,
                _ => return None,
            };
            // Why not before its start: an answer that was under way when another date was given keeps that one, too.
            Some(push(c.clone(), kind, at.max(c.started_at), terms))
        })
        .collect()
}

/// Nothing is owed to anybody any more under these: an ended case's cost that was left open is in nobody's debt either once
/// its customer is erased.
pub fn forgone(clocks: &[Clock], at: DateTime<Utc>, terms: &Terms) -> Vec<ClockChange> {
    affect(clocks, |_| true, Effect::Cancel, at, terms)
}

/// Gives the open clocks of a solution the span that the case's class promises; what was used stays used.
pub fn retarget(case: &Case, clocks: &[Clock], at: DateTime<Utc>, terms: &Terms) -> Vec<ClockChange> {
    let span = solution_span(case.class, terms);
    let open = |c: &&Clock| c.target == Target::Solution && is_open(c);
    clocks.iter().filter(open).map(|c| push(c.clone(), ClockEventKind::Retarget(span), at, terms)).collect()
}

/// Whether it still runs or stands.
pub const fn is_open(clock: &Clock) -> bool {
    matches!(clock.state, ClockState::Running | ClockState::Paused)
}

/// Whether something is still owed under it: it runs, stands, or was broken and never made good.
pub const fn is_owed(clock: &Clock) -> bool {
    is_open(clock) || matches!(clock.state, ClockState::Missed) && clock.ended_at.is_none()
}

/// Whether that target is met by a person's first delivered words.
pub const fn is_first_words(target: Target) -> bool {
    matches!(target, Target::FirstResponse | Target::EnquiryReply | Target::FollowUp)
}

/// The case another one ends in.
#[derive(Debug, Clone, Copy)]
pub struct Host<'a> {
    /// Its row.
    pub case: CaseId,
    /// Its clocks.
    pub clocks: &'a [Clock],
    /// What it waits for, outside the desk.
    pub waits: Option<Waiting>,
}

/// What becomes of the clocks of a case that ends in another: they end, and for each target the open clock of the two
/// that has the least time left goes on in `host`, with all it has counted. One whose time is up already ends as the
/// broken promise it is.
pub fn merged(
    source: &[Clock],
    host: &Host<'_>,
    at: DateTime<Utc>,
    terms: &Terms,
    supply: &mut Supply,
) -> Vec<ClockChange> {
    let mut changes = affect(source, |_| true, Effect::Cancel, at, terms);
    for clock in source.iter().filter(|c| is_open(c)) {
        let left = fold(&clock.events, clock.span, &terms.calendar, at);
        if left.missed_at.is_some() {
            continue;
        }
        let same = || host.clocks.iter().filter(|c| c.target == clock.target);
        if let Some(own) = same().find(|c| is_open(c)) {
            if fold(&own.events, own.span, &terms.calendar, at).left <= left.left {
                continue;
            }
            changes.extend(affect(std::slice::from_ref(own), |_| true, Effect::Cancel, at, terms));
        }
        let cycle = same().map(|c| c.cycle).max().unwrap_or(0) + 1;
        let mut clock =
            Clock { id: ClockId(supply.id()), case: host.case, cycle, amends: None, ..clock.clone() };
        match (clock.state, next::stands(clock.target, host.waits)) {
            (ClockState::Running, true) => clock = push(clock, ClockEventKind::Pause, at, terms).clock,
            (ClockState::Paused, false) => clock = push(clock, ClockEventKind::Resume, at, terms).clock,
            _ => {}
        }
        changes.push(ClockChange { fresh: clock.events.len(), clock });
    }
    changes
}

fn push(mut clock: Clock, kind: ClockEventKind, at: DateTime<Utc>, terms: &Terms) -> ClockChange {
    clock.events.push(ClockEvent { at, kind });
    let view = fold(&clock.events, clock.span, &terms.calendar, at);
    clock.state = view.state;
    clock.due_at = view.due;
    if matches!(kind, ClockEventKind::Meet | ClockEventKind::Cancel) {
        clock.ended_at = Some(at);
    }
    clock.look_at = alerts::first_look(&clock, at, terms);
    ClockChange { clock, fresh: 1 }
}

/// The latest cycle's clock of that target.
pub fn latest(clocks: &[Clock], target: Target) -> Option<&Clock> {
    clocks.iter().filter(|c| c.target == target).max_by_key(|c| c.cycle)
}
