//! The desk's hours, and the one rule by which time is counted against a promise.
//!
//! An instant counts when its local wall-clock time lies in an open window and no pause covers it; a promise is due
//! at the earliest instant at which the counted time equals the amount. Three ways of counting exist, see [`Span`].
//!
//! Invariants: windows are half-open (the closing second is closed); a window belongs to the date it opens on, so a
//! night window runs into the next date even when that date is a holiday; `special` hours replace the week's and a
//! holiday's. All results are UTC; only the windows live in local time, so a day with a clock change counts the hours
//! it really had.
//!
//! Not here: clocks and their events (`sla`), wording (`moment`), reading files.

mod explain;
mod local;
mod spec;
mod window;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

pub use explain::Counted;
use local::{Stretch, chunks, merged, push_instants, unpaused};
pub use spec::{CalendarError, CalendarProblem, CalendarSpec};
pub use window::Window;

/// How far ahead a due time or an opening is looked for before the answer is "never".
const HORIZON_DAYS: i64 = 36_600;
/// How far ahead a closing time is looked for; a desk open without a break for longer has none.
const CLOSING_DAYS: i64 = 400;
/// The years in which local time is computed at all; outside of them nothing is ever open.
const YEARS: std::ops::Range<i32> = 1..9_900;
/// From this month on, next year's holidays should be known.
const HOLIDAYS_DUE_MONTH: u32 = 11;

/// An amount of time and the way it is counted. Whole seconds; written as `{"count": …, "seconds": …}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "count", content = "seconds", rename_all = "snake_case")]
pub enum Span {
    /// Only open hours count.
    ServiceHours(#[serde(with = "seconds")] TimeDelta),
    /// From the first open instant on, every local date that has hours counts from midnight to midnight, other
    /// dates not at all.
    ServiceDays(#[serde(with = "seconds")] TimeDelta),
    /// Every hour counts; windows are ignored, pauses are not.
    Wall(#[serde(with = "seconds")] TimeDelta),
}

impl Span {
    pub fn amount(self) -> TimeDelta {
        match self {
            Self::ServiceHours(amount) | Self::ServiceDays(amount) | Self::Wall(amount) => amount,
        }
    }

    /// The same way of counting with another amount.
    pub fn with_amount(self, amount: TimeDelta) -> Self {
        match self {
            Self::ServiceHours(_) => Self::ServiceHours(amount),
            Self::ServiceDays(_) => Self::ServiceDays(amount),
            Self::Wall(_) => Self::Wall(amount),
        }
    }

    pub fn counts_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// Time that does not count: from `from` (inclusive) to `to` (exclusive), or without an end so far. One that ends
/// where it begins, or earlier, covers nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub from: DateTime<Utc>,
    pub to: Option<DateTime<Utc>>,
}

/// The hours of one desk. Built from a [`CalendarSpec`], which names every problem at once.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "CalendarSpec")]
pub struct Calendar {
    tz: Tz,
    /// Monday first.
    week: [Vec<Window>; 7],
    holidays: BTreeSet<NaiveDate>,
    special: BTreeMap<NaiveDate, Vec<Window>>,
    holiday_years: BTreeSet<i32>,
}

impl Calendar {
    pub fn zone(&self) -> Tz {
        self.tz
    }

    /// The earliest instant at which `span` has been counted since `from`. An amount of zero or less is due at
    /// `from`; an amount used up exactly at closing time is due at closing time.
    ///
    /// `None`: never. A pause without an end comes first, or the calendar does not open often enough any more
    /// (within a hundred years).
    pub fn due_at(&self, from: DateTime<Utc>, span: Span, pauses: &[Pause]) -> Option<DateTime<Utc>> {
        let mut left = span.amount();
        if left <= TimeDelta::zero() {
            return Some(from);
        }
        let all = Stretch { from, to: self.horizon(from, span) };
        for stretch in unpaused(all, pauses).into_iter().flat_map(|run| self.counted(run, span)) {
            if left <= stretch.length() {
                return stretch.from.checked_add_signed(left);
            }
            left -= stretch.length();
        }
        None
    }

    /// The time counted between `from` and `to`, in the way `span` counts (its amount plays no part, so the result
    /// can exceed it). Zero when `to` is not after `from`.
    pub fn elapsed(&self, from: DateTime<Utc>, to: DateTime<Utc>, span: Span, pauses: &[Pause]) -> TimeDelta {
        let all = Stretch { from, to: to.min(self.horizon(from, span)) };
        unpaused(all, pauses)
            .into_iter()
            .flat_map(|run| self.counted(run, span))
            .fold(TimeDelta::zero(), |sum, stretch| sum + stretch.length())
    }

    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        if !YEARS.contains(&at.year()) {
            return false;
        }
        let local = at.with_timezone(&self.tz).naive_local();
        let since_midnight = local.time() - NaiveTime::MIN;
        let open = |date: Option<NaiveDate>, time: TimeDelta| {
            date.is_some_and(|date| self.hours(date).iter().any(|window| window.contains(time)))
        };
        open(Some(local.date()), since_midnight)
            || open(local.date().pred_opt(), since_midnight + TimeDelta::days(1))
    }

    /// `at` itself when the desk is open then, else the next opening; `None` when it never opens again.
    pub fn next_open(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let ahead = Stretch { from: at, to: self.horizon(at, Span::ServiceHours(TimeDelta::zero())) };
        self.open_stretches(ahead).next().map(|stretch| stretch.from)
    }

    /// When the desk, open at `at`, closes; `None` when it is closed at `at` or stays open for more than a year.
    pub fn closes_at(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let last = at.checked_add_signed(TimeDelta::days(CLOSING_DAYS))?;
        let mut closing = at;
        for stretch in self.open_stretches(Stretch { from: at, to: last }) {
            if stretch.from != closing {
                break;
            }
            closing = stretch.to;
        }
        (closing != at && closing != last).then_some(closing)
    }

    /// The open stretches between `from` and `to`, rising; two that meet are one.
    pub fn open_between(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let mut open: Vec<(DateTime<Utc>, DateTime<Utc>)> = Vec::new();
        for stretch in self.open_stretches(Stretch { from, to }) {
            match open.last_mut().filter(|last| last.1 == stretch.from) {
                Some(last) => last.1 = stretch.to,
                None => open.push((stretch.from, stretch.to)),
            }
        }
        open
    }

    /// The year whose holidays nobody has told yet and should have: from 1 November on the next one, and this one where
    /// the list has run out. `today` is a date in [`Self::zone`].
    pub fn missing_holidays(&self, today: NaiveDate) -> Option<i32> {
        let year = today.year();
        let ran_out = self.holiday_years.last().is_some_and(|last| *last < year);
        let next = today.month() >= HOLIDAYS_DUE_MONTH && !self.holiday_years.contains(&(year + 1));
        if ran_out { Some(year) } else { next.then_some(year + 1) }
    }

    /// The windows that open on `date`.
    pub fn hours(&self, date: NaiveDate) -> &[Window] {
        if let Some(windows) = self.special.get(&date) {
            return windows;
        }
        if self.holidays.contains(&date) {
            return &[];
        }
        &self.week[date.weekday().num_days_from_monday() as usize]
    }

    /// Days of the desk's own calendar on which it does not open, from `today` on, in runs with their first and last
    /// day: the next run, and after it those that a usual week would not have. At most `most` of them.
    pub fn closed_ahead(&self, today: NaiveDate, days: u32, most: usize) -> Vec<(NaiveDate, NaiveDate)> {
        let last = today + Days::new(u64::from(days));
        let mut runs: Vec<(NaiveDate, NaiveDate, bool)> = Vec::new();
        for date in today.iter_days().take_while(|date| *date <= last) {
            if !self.hours(date).is_empty() {
                continue;
            }
            let unusual = !self.week[date.weekday().num_days_from_monday() as usize].is_empty();
            match runs.last_mut() {
                Some(run) if run.1.succ_opt() == Some(date) => (run.1, run.2) = (date, run.2 || unusual),
                _ => runs.push((date, date, unusual)),
            }
        }
        let told = runs.into_iter().enumerate().filter(|(n, run)| *n == 0 || run.2);
        told.take(most).map(|(_, (first, last, _))| (first, last)).collect()
    }

    /// What counts within `run`, which no pause interrupts, in order and without overlap.
    fn counted(&self, run: Stretch, span: Span) -> Box<dyn Iterator<Item = Stretch> + '_> {
        match span {
            Span::Wall(_) => Box::new(std::iter::once(run)),
            Span::ServiceHours(_) => Box::new(self.open_stretches(run)),
            Span::ServiceDays(_) => Box::new(
                // Why: a start or a resume outside the hours waits for the next opening, even on a service day.
                self.open_stretches(run).next().into_iter().flat_map(move |opening| {
                    chunks(Stretch { from: opening.from, to: run.to })
                        .flat_map(|chunk| self.stretches(chunk, |date| self.whole_day(date)))
                }),
            ),
        }
    }

    fn open_stretches(&self, run: Stretch) -> impl Iterator<Item = Stretch> + '_ {
        chunks(run).flat_map(|chunk| self.stretches(chunk, |date| self.hours(date)))
    }

    fn whole_day(&self, date: NaiveDate) -> &[Window] {
        if self.hours(date).is_empty() { &[] } else { &[Window::WHOLE_DAY] }
    }

    /// The instants of `chunk` that lie in the windows `hours` gives for each date.
    fn stretches<'a>(&self, chunk: Stretch, hours: impl Fn(NaiveDate) -> &'a [Window]) -> Vec<Stretch> {
        let mut found = Vec::new();
        if !YEARS.contains(&chunk.from.year()) {
            return found;
        }
        // Why: local dates differ from UTC's by up to one, and a window of the date before may still be open.
        let last = chunk.to.date_naive() + Days::new(1);
        for date in (chunk.from.date_naive() - Days::new(2)).iter_days().take_while(|date| *date <= last) {
            for window in hours(date) {
                let (from, to) = window.on(date);
                push_instants(self.tz, from, to, &mut found);
            }
        }
        merged(found, chunk)
    }

    /// Where to stop looking: nothing that counts comes after it, or it is too far away to matter.
    fn horizon(&self, from: DateTime<Utc>, span: Span) -> DateTime<Utc> {
        if matches!(span, Span::Wall(_)) {
            return DateTime::<Utc>::MAX_UTC;
        }
        let far = from.checked_add_signed(TimeDelta::days(HORIZON_DAYS)).unwrap_or(from);
        if self.week.iter().any(|windows| !windows.is_empty()) {
            return far;
        }
        let last = self.special.keys().next_back().and_then(|date| date.checked_add_days(Days::new(4)));
        last.map_or(from, |date| far.min(date.and_time(NaiveTime::MIN).and_utc()))
    }
}

/// Amounts as whole seconds in configuration and rows.
mod seconds {
    use chrono::TimeDelta;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub fn serialize<S: Serializer>(amount: &TimeDelta, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(amount.num_seconds())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<TimeDelta, D::Error> {
        let seconds = i64::deserialize(from)?;
        TimeDelta::try_seconds(seconds).ok_or_else(|| D::Error::custom("more seconds than a time can hold"))
    }
}
