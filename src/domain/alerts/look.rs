//! One look at the promises of a case.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    BROKEN, NewAlert, Told, climbs,
    ears::{Ears, ears},
    shares, words,
};
use crate::domain::{
    chat::Platform,
    claim::Urgency,
    clocks::{Clock, ClockChange, miss, promise_again},
    front::{CaseFile, Colleague},
    id::Supply,
    plan::{Event, Plan, Send},
    reference::Reference,
    sla::{ClockState, Target},
    terms::Terms,
};

/// From here on an alert is late and says so.
const LATE: TimeDelta = TimeDelta::minutes(5);

/// What a look sees.
#[derive(Debug)]
pub struct Watch<'a> {
    /// The case.
    pub file: &'a CaseFile,
    /// What was told of its clocks.
    pub told: &'a [Told],
    /// Who works here.
    pub roster: &'a [Colleague],
    /// The platform its group works on; nothing where that is not known.
    pub home: Option<Platform>,
    /// The terms.
    pub terms: &'a Terms,
    /// When it is.
    pub now: DateTime<Utc>,
}

/// An alert before it has words: several become one message.
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    /// Of which case.
    pub case: crate::domain::id::CaseId,
    /// What people call it.
    pub reference: Reference,
    /// What is promised: more than one where several are told alike.
    pub targets: Vec<Target>,
    /// Which step; of several the highest.
    pub step: i16,
    /// When it is or was due; of several the first.
    pub due: DateTime<Utc>,
    /// The date the customer was given in its place.
    pub again: Option<DateTime<Utc>>,
    /// It is the first word of a breach; what is told of it later climbs.
    pub breaks: bool,
    /// It comes late.
    pub late: bool,
    /// Who hears it.
    pub ears: Ears,
    /// On which platform those who are not in the room hear it; on all where nothing is said.
    pub home: Option<Platform>,
}

/// Everything that is due about a case's promises now. What is to be said to the staff comes beside the plan.
pub fn look(watch: &Watch<'_>, supply: &mut Supply) -> (Plan, Vec<Spoken>) {
    let mut plan = Plan::default();
    let mut spoken = Vec::new();
    let mut broken = Vec::new();
    for clock in watch.file.clocks.iter().filter(|c| c.look_at.is_some_and(|at| at <= watch.now)) {
        if let Some(opens) = watch.gate() {
            plan.clocks.push(at_rest(clock.clone(), opens));
            continue;
        }
        match clock.state {
            ClockState::Running => broken.extend(watch.running(clock, supply, &mut plan, &mut spoken)),
            ClockState::Missed if clock.ended_at.is_none() => {
                broken.extend(watch.broken(clock, supply, &mut plan, &mut spoken));
            }
            _ => plan.clocks.push(at_rest(clock.clone(), None)),
        }
    }
    if !broken.is_empty() {
        plan.sends.extend(words::to_customer(&broken, watch));
        plan.sends.push(Send::card(watch.file.case.id));
    }
    (plan, joined(spoken))
}

/// A promise that broke at this look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Broken {
    pub(super) target: Target,
    pub(super) due: DateTime<Utc>,
    /// It was given in the place of another.
    pub(super) amends: bool,
    /// The date in its place.
    pub(super) again: Option<DateTime<Utc>>,
}

/// What the same people hear of the same kind about one case is one alert.
fn joined(spoken: Vec<Spoken>) -> Vec<Spoken> {
    let mut all: Vec<Spoken> = Vec::new();
    let kind = |one: &Spoken| (one.step.min(BROKEN), one.breaks, one.again.is_some());
    for one in spoken {
        match all.iter_mut().find(|other| other.ears == one.ears && kind(other) == kind(&one)) {
            Some(other) => {
                other.targets.extend(one.targets);
                other.step = other.step.max(one.step);
                other.due = other.due.min(one.due);
                other.again = other.again.max(one.again);
                other.late |= one.late;
            }
            None => all.push(one),
        }
    }
    all
}

/// A clock that is looked at again then, and did not change otherwise.
fn at_rest(clock: Clock, look_at: Option<DateTime<Utc>>) -> ClockChange {
    ClockChange { clock: Clock { look_at, ..clock }, fresh: 0 }
}

impl Watch<'_> {
    /// Until when nothing is told; nothing while the desk is open, or where it can't wait. A desk that never opens
    /// again never tells.
    #[expect(clippy::option_option, reason = "the inner one is an opening there may not be")]
    fn gate(&self) -> Option<Option<DateTime<Utc>>> {
        let open = self.terms.calendar.is_open(self.now) || self.is_pressing();
        (!open).then(|| self.terms.calendar.next_open(self.now))
    }

    fn is_pressing(&self) -> bool {
        self.file.case.urgency == Urgency::High
    }

    fn was_told(&self, clock: &Clock, step: i16) -> bool {
        self.told.iter().any(|told| told.clock == clock.id && told.step == step)
    }

    fn note(&self, clock: &Clock, step: i16, due_at: DateTime<Utc>, plan: &mut Plan) {
        if !self.was_told(clock, step) {
            plan.alerts.push(NewAlert { clock: clock.id, step, due_at, told_at: self.now });
        }
    }

    /// A promise that still runs: warnings, or its breach.
    fn running(
        &self,
        clock: &Clock,
        supply: &mut Supply,
        plan: &mut Plan,
        spoken: &mut Vec<Spoken>,
    ) -> Option<Broken> {
        let steps = shares(clock, self.terms);
        if clock.due_at.is_some_and(|due| due <= self.now) {
            for (step, at) in steps.iter().filter(|(step, _)| *step < BROKEN) {
                self.note(clock, *step, *at, plan);
            }
            return self.breaks(clock, supply, plan, spoken);
        }
        let due_now = steps.iter().filter(|(step, at)| *at <= self.now && !self.was_told(clock, *step));
        let due_now: Vec<(i16, DateTime<Utc>)> = due_now.copied().collect();
        for (step, at) in &due_now {
            self.note(clock, *step, *at, plan);
        }
        if let (Some((step, at)), Some(due)) = (due_now.last(), clock.due_at) {
            let (_, ears) = ears(0, self.file, self.roster, self.terms, self.now);
            spoken.push(self.spoken(clock, *step, due, None, *at, ears));
        }
        let next = steps.iter().map(|(_, at)| *at).filter(|at| *at > self.now).min();
        plan.clocks.push(at_rest(clock.clone(), next));
        None
    }

    /// The breach is put on record, another date is given, the chain begins.
    fn breaks(
        &self,
        clock: &Clock,
        supply: &mut Supply,
        plan: &mut Plan,
        spoken: &mut Vec<Spoken>,
    ) -> Option<Broken> {
        let (file, now) = (self.file, self.now);
        let missed = miss(clock, self.terms)?;
        let again = promise_again(&missed.clock, &file.clocks, now, self.terms, supply);
        let date = again.as_ref().and_then(|change| change.clock.due_at);
        let fresh = missed.fresh;
        self.begins_to_climb(&missed.clock, fresh, date, plan, spoken);
        plan.clocks.extend(again);
        let due = missed.clock.due_at.unwrap_or(now);
        Some(Broken { target: clock.target, due, amends: clock.amends.is_some(), again: date })
    }

    /// A promise that was broken before anybody looked at it, or whose chain goes on.
    fn broken(
        &self,
        clock: &Clock,
        supply: &mut Supply,
        plan: &mut Plan,
        spoken: &mut Vec<Spoken>,
    ) -> Option<Broken> {
        let of = |step: i16| self.told.iter().find(|told| told.clock == clock.id && told.step == step);
        let Some(first) = of(BROKEN) else {
            // Why: an event after the due time said so before a look did.
            return self.breaks(clock, supply, plan, spoken);
        };
        let acked = self.told.iter().any(|told| told.clock == clock.id && told.acked);
        let steps = climbs(first.at, self.terms);
        let due = steps.iter().find(|(step, at)| *at <= self.now && of(*step).is_none());
        match (acked, due) {
            (false, Some((step, at))) => {
                let place = usize::try_from(step - BROKEN).unwrap_or_default();
                let (reached, ears) = ears(place, self.file, self.roster, self.terms, self.now);
                let until = BROKEN + i16::try_from(reached).unwrap_or(i16::MAX - BROKEN);
                for step in *step..=until {
                    self.note(clock, step, *at, plan);
                }
                plan.events.push(Event {
                    case: self.file.case.id,
                    at: self.now,
                    kind: "escalated",
                    by: None,
                    data: serde_json::json!({}),
                });
                spoken.push(self.spoken(clock, until, clock.due_at.unwrap_or(*at), None, *at, ears));
                let next = steps.iter().find(|(step, _)| *step > until).map(|(_, at)| *at);
                plan.clocks.push(at_rest(clock.clone(), next));
            }
            (true, _) => plan.clocks.push(at_rest(clock.clone(), None)),
            (false, None) => {
                let next = steps.iter().map(|(_, at)| *at).filter(|at| *at > self.now).min();
                plan.clocks.push(at_rest(clock.clone(), next));
            }
        }
        None
    }

    fn begins_to_climb(
        &self,
        clock: &Clock,
        fresh: usize,
        again: Option<DateTime<Utc>>,
        plan: &mut Plan,
        spoken: &mut Vec<Spoken>,
    ) {
        let due = clock.due_at.unwrap_or(self.now);
        let (reached, ears) = ears(0, self.file, self.roster, self.terms, self.now);
        let until = BROKEN + i16::try_from(reached).unwrap_or(i16::MAX - BROKEN);
        for step in BROKEN..=until {
            self.note(clock, step, due, plan);
        }
        spoken.push(self.spoken(clock, until.max(BROKEN), due, again, due, ears));
        let next = climbs(self.now, self.terms).into_iter().find(|(step, _)| *step > until);
        let look_at = next.map(|(_, at)| at);
        plan.clocks.push(ClockChange { clock: Clock { look_at, ..clock.clone() }, fresh });
    }

    fn spoken(
        &self,
        clock: &Clock,
        step: i16,
        due: DateTime<Utc>,
        again: Option<DateTime<Utc>>,
        at: DateTime<Utc>,
        ears: Ears,
    ) -> Spoken {
        // Why the opening: what waited for it is not late.
        let tellable = if self.is_pressing() { Some(at) } else { self.terms.calendar.next_open(at) };
        let late = tellable.is_some_and(|tellable| self.now - tellable > LATE);
        let (case, reference) = (self.file.case.id, self.file.case.reference.clone());
        let breaks = again.is_some() || step >= BROKEN && !self.was_told(clock, BROKEN);
        Spoken {
            case,
            reference,
            targets: vec![clock.target],
            step,
            due,
            again,
            breaks,
            late,
            ears,
            home: self.home,
        }
    }
}
