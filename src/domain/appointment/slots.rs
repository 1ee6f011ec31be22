//! Which times are free: within the desk's hours, not too soon, while the agent is there and not booked.
//!
//! Times begin on a grid of the desk's own clock, so that they read as people say them. What is offered by itself is spread:
//! two times a day at most, some hours apart, in the customer's daytime where that is known and there is such a time.

use chrono::{DateTime, NaiveTime, TimeDelta, Timelike as _, Utc};
use chrono_tz::Tz;

use crate::domain::{
    id::{AppointmentId, PersonId},
    terms::Terms,
};

/// Times of one day that are offered by themselves, and how far apart they are at least.
const A_DAY: usize = 2;
const APART: TimeDelta = TimeDelta::hours(3);

/// A time somebody has an appointment at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booked {
    /// Which appointment.
    pub appointment: AppointmentId,
    /// Whose.
    pub agent: PersonId,
    /// When it begins.
    pub from: DateTime<Utc>,
    /// When it has ended.
    pub to: DateTime<Utc>,
}

/// The times of an agent beside that appointment.
pub fn busy(
    booked: &[Booked],
    agent: PersonId,
    beside: Option<AppointmentId>,
) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let theirs = booked.iter().filter(|one| one.agent == agent && Some(one.appointment) != beside);
    theirs.map(|one| (one.from, one.to)).collect()
}

/// When a customer is reached best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The zone they are in.
    pub zone: Tz,
    /// From then on, by their clock.
    pub from: NaiveTime,
    /// Until then.
    pub to: NaiveTime,
}

impl Day {
    fn holds(&self, at: DateTime<Utc>) -> bool {
        let time = at.with_timezone(&self.zone).time();
        self.from <= time && time < self.to
    }
}

/// Why a time does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It has passed, or is too soon to be ready for it.
    Soon,
    /// It is further ahead than appointments are made.
    Far,
    /// The desk is not open all that time.
    Closed,
    /// The agent has another appointment then.
    Taken,
}

/// What decides on times.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The desk's hours and how appointments are made.
    pub terms: &'a Terms,
    /// How long it takes.
    pub minutes: u32,
    /// Since when the agent is there: now, or when they are back.
    pub from: DateTime<Utc>,
    /// When it is.
    pub now: DateTime<Utc>,
    /// When the agent has other appointments.
    pub busy: &'a [(DateTime<Utc>, DateTime<Utc>)],
}

impl Desk<'_> {
    fn earliest(&self) -> DateTime<Utc> {
        let notice = TimeDelta::minutes(self.terms.appointments.notice.into());
        self.from.max(self.now + notice)
    }

    fn latest(&self) -> DateTime<Utc> {
        self.now + TimeDelta::days(self.terms.appointments.days.into())
    }

    fn length(&self) -> TimeDelta {
        TimeDelta::minutes(self.minutes.into())
    }

    fn is_taken(&self, at: DateTime<Utc>) -> bool {
        let ends = at + self.length();
        self.busy.iter().any(|(from, to)| at < *to && *from < ends)
    }

    /// Whether somebody may agree to a time that was named. Why no notice: who names a time means it.
    pub fn fits(&self, at: DateTime<Utc>) -> Result<(), Unfit> {
        let open = self.terms.calendar.open_between(at, at + self.length());
        match () {
            () if at <= self.now => Err(Unfit::Soon),
            () if at > self.latest() => Err(Unfit::Far),
            () if open.first() != Some(&(at, at + self.length())) => Err(Unfit::Closed),
            () if self.is_taken(at) => Err(Unfit::Taken),
            () => Ok(()),
        }
    }

    /// Every time that is free, rising, from `from` on.
    pub fn free_from(&self, from: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
        let from = from.max(self.earliest());
        let open = self.terms.calendar.open_between(from, self.latest().max(from));
        open.into_iter()
            .flat_map(|(opens, closes)| self.on_grid(opens, closes))
            .filter(|at| !self.is_taken(*at))
    }

    /// The times of the grid at which it can begin in an open stretch.
    fn on_grid(
        &self,
        opens: DateTime<Utc>,
        closes: DateTime<Utc>,
    ) -> impl Iterator<Item = DateTime<Utc>> + use<> {
        let step = i64::from(self.terms.appointments.step.max(1));
        let local = opens.with_timezone(&self.terms.calendar.zone()).time();
        let since = i64::from(local.num_seconds_from_midnight());
        let ahead = (step * 60 - since % (step * 60)) % (step * 60);
        let (first, last) = (opens + TimeDelta::seconds(ahead), closes - self.length());
        (0..).map(move |n| first + TimeDelta::minutes(n * step)).take_while(move |at| *at <= last)
    }

    /// The next times to be offered from `from` on, spread over days; in the customer's daytime where there is such a time.
    pub fn next(&self, from: DateTime<Utc>, days: &[Day]) -> Vec<DateTime<Utc>> {
        let found = days.iter().map(|day| self.spread(self.free_from(from).filter(|at| day.holds(*at))));
        found.into_iter().find(|times| !times.is_empty()).unwrap_or_else(|| self.spread(self.free_from(from)))
    }

    fn spread(&self, free: impl Iterator<Item = DateTime<Utc>>) -> Vec<DateTime<Utc>> {
        let zone = self.terms.calendar.zone();
        let date = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
        let most = usize::try_from(self.terms.appointments.offers).unwrap_or(usize::MAX);
        let mut chosen: Vec<DateTime<Utc>> = Vec::new();
        for at in free {
            let that_day = chosen.iter().filter(|one| date(**one) == date(at)).count();
            let near = chosen.last().is_some_and(|last| at - *last < APART && date(*last) == date(at));
            if that_day < A_DAY && !near {
                chosen.push(at);
            }
            if chosen.len() >= most {
                break;
            }
        }
        chosen
    }
}
