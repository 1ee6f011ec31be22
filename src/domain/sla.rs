//! Clocks: what became of one promise, told by the events of its cycle.
//!
//! A cycle is a list of events and nothing else; [`fold`] turns it into what is shown and acted on. Re-opening a case
//! begins another cycle, so nothing that happens later rewrites how an earlier one ended.
//!
//! Invariants: a broken promise stays broken, at its due time, whoever noticed when; nothing after the end of a cycle
//! changes it; folding a list in two goes gives the same as in one; a change of the amount or of the way of counting
//! keeps what was used up.
//!
//! Not here: which promise has which span (terms), whom to alert, and storing events.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Pause, Span};

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The first answer of a person to a case.
    FirstResponse,
    /// A proposed solution.
    Solution,
    /// The first answer of a person to an enquiry.
    EnquiryReply,
    /// An answer to what the customer wrote after the first one.
    NextReply,
    /// What that costs whose cost was left open.
    Settlement,
    /// The words of a person about a poor score.
    FollowUp,
}

/// One thing that happened to a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockEvent {
    pub at: DateTime<Utc>,
    pub kind: ClockEventKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockEventKind {
    Start,
    Pause,
    Resume,
    /// Another span from now on; what was used up stays used up.
    Retarget(Span),
    /// Not due before that instant, whatever the calendar says by now: a change of the hours alone breaks no promise.
    NotBefore(DateTime<Utc>),
    /// The promise was kept, or made good late.
    Meet,
    /// The breach put on record, dated with the due time it had; a calendar changed later does not take it back.
    Miss,
    /// Nothing is owed any more (merged, withdrawn).
    Cancel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Not started yet.
    Idle,
    Running,
    Paused,
    Met,
    /// Broken; made good late when [`ClockView::met_at`] tells when.
    Missed,
    Cancelled,
}

/// A clock as it stands at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockView {
    pub state: ClockState,
    /// The span that holds now.
    pub span: Span,
    pub started_at: Option<DateTime<Utc>>,
    /// Counted time used up, to the end of the cycle or to now.
    pub elapsed: TimeDelta,
    /// The span's amount less `elapsed`, never below zero.
    pub left: TimeDelta,
    /// When the promise is or was due; `None` while a pause keeps it open, or when it is never due.
    pub due: Option<DateTime<Utc>>,
    /// The due time that passed unkept.
    pub missed_at: Option<DateTime<Utc>>,
    /// When it was kept, in time or late.
    pub met_at: Option<DateTime<Utc>>,
}

/// What the events of one cycle come to at `now`. Events may come in any order of time; those of the same instant
/// take effect in the order given. An event dated after `now` (two machines' clocks differ) moves `now` to its time.
///
/// `calendar` is the one that holds for an open cycle, and for one that ended the one it ended under: a kept promise
/// is not broken afterwards by other hours.
pub fn fold(events: &[ClockEvent], span: Span, calendar: &Calendar, now: DateTime<Utc>) -> ClockView {
    Clock::of(events, span, calendar).view(calendar, now)
}

/// A cycle folded so far, to which further events can be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    span: Span,
    started: Option<DateTime<Utc>>,
    /// Counting in the present way began here …
    leg: DateTime<Utc>,
    /// … with this much used up before.
    carried: TimeDelta,
    /// A new span is never due before the moment it was set.
    earliest: DateTime<Utc>,
    pauses: Vec<Pause>,
    missed: Option<DateTime<Utc>>,
    ended: Option<(DateTime<Utc>, Ending)>,
    latest: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Met,
    Cancelled,
}

impl Clock {
    pub fn new(span: Span) -> Self {
        let never = DateTime::<Utc>::MIN_UTC;
        Self {
            span,
            started: None,
            leg: never,
            carried: TimeDelta::zero(),
            earliest: never,
            pauses: Vec::new(),
            missed: None,
            ended: None,
            latest: never,
        }
    }

    /// The cycle with these events, sorted by time.
    pub fn of(events: &[ClockEvent], span: Span, calendar: &Calendar) -> Self {
        let mut sorted = events.to_vec();
        sorted.sort_by_key(|event| event.at);
        let mut clock = Self::new(span);
        for event in &sorted {
            clock.apply(event, calendar);
        }
        clock
    }

    /// Applies one event that is not older than those before it. Events that make no sense where the clock stands
    /// (a second start, a resume of a running clock, anything after the end) change nothing.
    pub fn apply(&mut self, event: &ClockEvent, calendar: &Calendar) {
        if self.ended.is_some() {
            return;
        }
        if self.started.is_none() {
            match event.kind {
                ClockEventKind::Start => self.start(event.at),
                ClockEventKind::Retarget(span) => self.span = span,
                _ => {}
            }
            return;
        }
        self.latest = event.at;
        // Why first: what this keeps from being missed would be noticed as missed.
        if let ClockEventKind::NotBefore(at) = event.kind {
            self.earliest = self.earliest.max(at);
            return;
        }
        self.notice_miss(event, calendar);
        match event.kind {
            ClockEventKind::Pause if !self.is_paused() => {
                self.pauses.push(Pause { from: event.at, to: None });
            }
            ClockEventKind::Start
            | ClockEventKind::Miss
            | ClockEventKind::Pause
            | ClockEventKind::NotBefore(_) => {}
            ClockEventKind::Resume => self.resume(event.at),
            ClockEventKind::Retarget(span) => self.retarget(span, event.at, calendar),
            ClockEventKind::Meet => self.ended = Some((event.at, Ending::Met)),
            ClockEventKind::Cancel => self.ended = Some((event.at, Ending::Cancelled)),
        }
    }

    /// The clock as it stands at `now`.
    pub fn view(&self, calendar: &Calendar, now: DateTime<Utc>) -> ClockView {
        let now = now.max(self.latest);
        let until = self.ended.map_or(now, |(at, _)| at);
        let due = self.missed.or_else(|| self.share_at(100, calendar));
        let missed_at = match self.ended {
            Some(_) => self.missed,
            None => due.filter(|due| *due <= now),
        };
        let elapsed = self.elapsed(until, calendar);
        ClockView {
            state: self.state(missed_at.is_some()),
            span: self.span,
            started_at: self.started,
            elapsed,
            left: (self.span.amount() - elapsed).max(TimeDelta::zero()),
            due,
            missed_at,
            met_at: self.ended.and_then(|(at, ending)| (ending == Ending::Met).then_some(at)),
        }
    }

    /// When `percent` of the span is or was used up, for warnings ahead of the due time; `None` while a pause keeps
    /// it open. What was used up before the latest change of the span counts from that change on.
    pub fn share_at(&self, percent: u8, calendar: &Calendar) -> Option<DateTime<Utc>> {
        self.started?;
        let share = TimeDelta::seconds(self.span.amount().num_seconds().saturating_mul(percent.into()) / 100);
        let left = self.span.with_amount(share - self.carried);
        calendar.due_at(self.leg, left, &self.pauses).map(|at| at.max(self.earliest))
    }

    fn start(&mut self, at: DateTime<Utc>) {
        self.started = Some(at);
        self.leg = at;
        self.earliest = at;
        self.latest = at;
    }

    /// Puts a due time that passed before the event on record. Why: kept at the very due time is kept; anything else
    /// at that instant, a pause above all, comes too late.
    fn notice_miss(&mut self, event: &ClockEvent, calendar: &Calendar) {
        if self.missed.is_some() {
            return;
        }
        self.missed = match event.kind {
            ClockEventKind::Miss => Some(event.at),
            ClockEventKind::Meet => self.share_at(100, calendar).filter(|due| *due < event.at),
            _ => self.share_at(100, calendar).filter(|due| *due <= event.at),
        };
    }

    fn is_paused(&self) -> bool {
        self.pauses.last().is_some_and(|pause| pause.to.is_none())
    }

    fn resume(&mut self, at: DateTime<Utc>) {
        if let Some(pause) = self.pauses.last_mut().filter(|pause| pause.to.is_none()) {
            pause.to = Some(at);
        }
    }

    fn retarget(&mut self, span: Span, at: DateTime<Utc>, calendar: &Calendar) {
        // Why: a new leg of service days waits for the next opening, which only a new way of counting may cost.
        if !span.counts_like(self.span) {
            self.carried = self.elapsed(at, calendar);
            self.leg = at;
        }
        self.span = span;
        self.earliest = at;
    }

    fn elapsed(&self, until: DateTime<Utc>, calendar: &Calendar) -> TimeDelta {
        match self.started {
            Some(_) => self.carried + calendar.elapsed(self.leg, until, self.span, &self.pauses),
            None => TimeDelta::zero(),
        }
    }

    fn state(&self, missed: bool) -> ClockState {
        match self.ended {
            _ if missed => ClockState::Missed,
            Some((_, Ending::Met)) => ClockState::Met,
            Some((_, Ending::Cancelled)) => ClockState::Cancelled,
            None if self.started.is_none() => ClockState::Idle,
            None if self.is_paused() => ClockState::Paused,
            None => ClockState::Running,
        }
    }
}
