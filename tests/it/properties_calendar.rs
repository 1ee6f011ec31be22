//! The calendar against a model that steps through time and asks of every quarter of an hour whether it counts.
//!
//! The model shares nothing with the calendar but the zone data: it goes from instants to wall-clock times, the
//! calendar the other way.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use aftercare::domain::calendar::{Calendar, CalendarSpec, Pause, Span};
use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeDelta, Timelike as _, Utc};
use chrono_tz::Tz;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

const STEP: TimeDelta = TimeDelta::minutes(15);
const MODEL_DAYS: i64 = 30;
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Quarters of an hour since midnight; the end past 96 when it is one of the next date.
type Hours = Vec<(u32, u32)>;

#[derive(Clone, Debug)]
pub struct Model {
    tz: Tz,
    week: Vec<Hours>,
    holidays: BTreeSet<NaiveDate>,
    special: BTreeMap<NaiveDate, Hours>,
}

impl Model {
    fn spec(&self) -> CalendarSpec {
        let time = |quarter: u32| {
            let quarter = if quarter > 96 { quarter - 96 } else { quarter };
            format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15)
        };
        let write =
            |hours: &Hours| hours.iter().map(|(opens, closes)| [time(*opens), time(*closes)]).collect();
        CalendarSpec {
            tz: self.tz.name().to_owned(),
            week: WEEKDAYS
                .iter()
                .zip(&self.week)
                .map(|(day, hours)| ((*day).to_owned(), write(hours)))
                .collect(),
            holidays: self.holidays.iter().map(ToString::to_string).collect(),
            special: self.special.iter().map(|(date, hours)| (date.to_string(), write(hours))).collect(),
            holiday_years: Vec::new(),
        }
    }

    pub fn calendar(&self) -> Calendar {
        self.spec().build().unwrap()
    }

    fn hours(&self, date: NaiveDate) -> &[(u32, u32)] {
        match self.special.get(&date) {
            Some(hours) => hours,
            None if self.holidays.contains(&date) => &[],
            None => &self.week[date.weekday().num_days_from_monday() as usize],
        }
    }

    fn is_open(&self, at: DateTime<Utc>) -> bool {
        let local = at.with_timezone(&self.tz);
        let quarter = local.hour() * 4 + local.minute() / 15;
        let inside =
            |date, quarter| self.hours(date).iter().any(|hours| (hours.0..hours.1).contains(&quarter));
        inside(local.date_naive(), quarter) || inside(local.date_naive() - Days::new(1), quarter + 96)
    }

    /// Every step since `from` and whether it counts.
    fn steps<'a>(
        &'a self,
        from: DateTime<Utc>,
        span: Span,
        pauses: &'a [Pause],
    ) -> impl Iterator<Item = (DateTime<Utc>, bool)> + 'a {
        let mut begun = false;
        let in_pause = |at| pauses.iter().any(|pause| pause.from <= at && pause.to.is_none_or(|to| at < to));
        let all = std::iter::successors(Some(from), |at| Some(*at + STEP));
        all.take_while(move |at| *at < from + TimeDelta::days(MODEL_DAYS)).map(move |at| {
            if in_pause(at) {
                begun = false;
                return (at, false);
            }
            begun |= self.is_open(at);
            let service_day = || !self.hours(at.with_timezone(&self.tz).date_naive()).is_empty();
            let counts = match span {
                Span::ServiceHours(_) => self.is_open(at),
                Span::ServiceDays(_) => begun && service_day(),
                Span::Wall(_) => true,
            };
            (at, counts)
        })
    }

    fn due_at(&self, from: DateTime<Utc>, span: Span, pauses: &[Pause]) -> Option<DateTime<Utc>> {
        let mut left = span.amount();
        if left.is_zero() {
            return Some(from);
        }
        for (at, counts) in self.steps(from, span, pauses) {
            if counts {
                left -= STEP;
            }
            if left.is_zero() {
                return Some(at + STEP);
            }
        }
        None
    }
}

/// Split shifts, nights, windows to midnight and past it, closed days.
fn hours() -> impl Strategy<Value = Hours> {
    let morning = (0_u32..40, 1_u32..=8).prop_map(|(opens, length)| (opens, opens + length));
    let evening = (48_u32..=80, 1_u32..=60).prop_map(|(opens, length)| (opens, opens + length));
    prop_oneof![
        3 => Just(vec![(32, 80)]),
        2 => Just(vec![]),
        1 => Just(vec![(0, 96)]),
        1 => Just(vec![(88, 120)]),
        2 => morning.clone().prop_map(|one| vec![one]),
        2 => (morning, evening).prop_map(|(one, two)| vec![two, one]),
    ]
}

fn zone() -> impl Strategy<Value = Tz> {
    select(vec![
        Tz::America__New_York,
        Tz::Europe__Berlin,
        Tz::Australia__Lord_Howe,
        Tz::Asia__Shanghai,
        Tz::Africa__Casablanca,
        Tz::America__Santiago,
        Tz::Asia__Kathmandu,
        Tz::Pacific__Apia,
    ])
}

/// A date near one on which some of the zones change their clocks.
fn first_day() -> impl Strategy<Value = NaiveDate> {
    const DAYS: [&str; 8] = [
        "2026-03-08",
        "2026-03-29",
        "2026-04-05",
        "2026-10-04",
        "2026-10-25",
        "2026-11-01",
        "2026-02-15",
        "2011-12-28",
    ];
    (select(&DAYS[..]), 0_u64..6)
        .prop_map(|(day, before)| day.parse::<NaiveDate>().unwrap() - Days::new(before))
}

fn instant(day: NaiveDate, quarter: i64) -> DateTime<Utc> {
    day.and_hms_opt(0, 0, 0).unwrap().and_utc() + STEP * i32::try_from(quarter).unwrap()
}

pub fn model(day: NaiveDate) -> impl Strategy<Value = Model> {
    let date = (0_u64..20).prop_map(move |n| day + Days::new(n));
    let week = vec(hours(), 7).prop_filter("opens at all", |week| week.iter().any(|hours| !hours.is_empty()));
    (zone(), week, btree_set(date.clone(), 0..4), btree_map(date, hours(), 0..3))
        .prop_map(|(tz, week, holidays, special)| Model { tz, week, holidays, special })
}

fn pauses(day: NaiveDate) -> impl Strategy<Value = Vec<Pause>> {
    let pause = (0_i64..900, prop_oneof![6 => (0_i64..200).prop_map(Some), 1 => Just(None)]);
    vec(pause, 0..5).prop_map(move |list| {
        let to_pause = |(from, length): (i64, Option<i64>)| Pause {
            from: instant(day, from),
            to: length.map(|length| instant(day, from + length)),
        };
        list.into_iter().map(to_pause).collect()
    })
}

fn span() -> impl Strategy<Value = Span> {
    let amount = (0_i32..300).prop_map(|quarters| STEP * quarters);
    (select(vec![Span::ServiceHours(STEP), Span::ServiceDays(STEP), Span::Wall(STEP)]), amount)
        .prop_map(|(span, amount)| span.with_amount(amount))
}

#[derive(Clone, Debug)]
pub struct Situation {
    pub model: Model,
    pub day: NaiveDate,
    pub from: DateTime<Utc>,
    pub span: Span,
    pub pauses: Vec<Pause>,
}

pub fn situation() -> impl Strategy<Value = Situation> {
    first_day().prop_flat_map(|day| {
        (model(day), 0_i64..500, span(), pauses(day)).prop_map(move |(model, quarter, span, pauses)| {
            Situation { model, day, from: instant(day, quarter), span, pauses }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(384) })]

    #[test]
    fn due_times_are_the_models(Situation { model, from, span, pauses, .. } in situation()) {
        let due = model.calendar().due_at(from, span, &pauses);
        match model.due_at(from, span, &pauses) {
            Some(expected) => prop_assert_eq!(due, Some(expected)),
            None => prop_assert!(due.is_none_or(|due| due > from + TimeDelta::days(MODEL_DAYS))),
        }
    }

    #[test]
    fn elapsed_times_are_the_models(
        Situation { model, from, span, pauses, .. } in situation(),
        quarters in 0_i32..2_000,
    ) {
        let to = from + STEP * quarters;
        let counted = model.steps(from, span, &pauses).filter(|(at, counts)| *at < to && *counts).count();
        let expected = STEP * i32::try_from(counted).unwrap();
        prop_assert_eq!(model.calendar().elapsed(from, to, span, &pauses), expected);
    }

    #[test]
    fn opening_hours_are_the_models(Situation { model, from, .. } in situation()) {
        let calendar = model.calendar();
        let days: Vec<_> = model.steps(from, Span::Wall(STEP), &[]).map(|(at, _)| at).take(500).collect();
        for at in &days {
            prop_assert_eq!(calendar.is_open(*at), model.is_open(*at), "{}", at);
        }
        let next = days.iter().copied().find(|at| model.is_open(*at));
        if let Some(next) = next {
            prop_assert_eq!(calendar.next_open(from), Some(next));
            let closing = days.iter().copied().find(|at| *at > next && !model.is_open(*at));
            prop_assert!(closing.is_none() || calendar.closes_at(next) == closing);
        }
        if next != Some(from) {
            prop_assert_eq!(calendar.closes_at(from), None);
        }
    }

    /// The amount is used up at the due time and not a second earlier, also for starts off the grid.
    #[test]
    fn due_is_the_earliest_such_instant(
        Situation { model, from, span, pauses, .. } in situation(),
        seconds in 0_i64..100_000,
    ) {
        let calendar = model.calendar();
        let (from, span) = (from + TimeDelta::seconds(seconds), span.with_amount(span.amount() + TimeDelta::seconds(seconds % 997 + 1)));
        if let Some(due) = calendar.due_at(from, span, &pauses) {
            prop_assert_eq!(calendar.elapsed(from, due, span, &pauses), span.amount());
            let before = due - TimeDelta::seconds(1);
            prop_assert_eq!(calendar.elapsed(from, before, span, &pauses), span.amount() - TimeDelta::seconds(1));
        }
    }

    /// Elapsed time never runs backwards and never faster than the clock on the wall.
    #[test]
    fn elapsed_grows_with_time(
        Situation { model, from, span, pauses, .. } in situation(),
        first in 0_i64..3_000_000,
        more in 0_i64..3_000_000,
    ) {
        let calendar = model.calendar();
        let (one, two) = (from + TimeDelta::seconds(first), from + TimeDelta::seconds(first + more));
        let grown = calendar.elapsed(from, two, span, &pauses) - calendar.elapsed(from, one, span, &pauses);
        prop_assert!(grown >= TimeDelta::zero() && grown <= TimeDelta::seconds(more));
    }

    /// A start moved from closed time to the next opening changes nothing.
    #[test]
    fn starts_in_closed_time_are_alike(Situation { model, from, span, .. } in situation()) {
        let calendar = model.calendar();
        if let (Some(opening), false) = (calendar.next_open(from), matches!(span, Span::Wall(_)) || span.amount().is_zero()) {
            prop_assert_eq!(calendar.due_at(from, span, &[]), calendar.due_at(opening, span, &[]));
        }
    }

    #[test]
    fn a_pause_of_no_length_changes_nothing(
        Situation { model, day, from, span, mut pauses, .. } in situation(),
        quarter in 0_i64..900,
    ) {
        let calendar = model.calendar();
        let due = calendar.due_at(from, span, &pauses);
        let at = instant(day, quarter);
        pauses.push(Pause { from: at, to: Some(at) });
        prop_assert_eq!(calendar.due_at(from, span, &pauses), due);
    }

    #[test]
    fn a_pause_from_the_due_time_on_changes_nothing(Situation { model, from, span, mut pauses, .. } in situation()) {
        let calendar = model.calendar();
        if let Some(due) = calendar.due_at(from, span, &pauses) {
            pauses.push(Pause { from: due, to: None });
            prop_assert_eq!(calendar.due_at(from, span, &pauses), Some(due));
        }
    }

    #[test]
    fn another_holiday_never_brings_a_due_time_forward(
        Situation { model, day, from, span, pauses } in situation(),
        holiday in 0_u64..20,
    ) {
        let before = model.calendar().due_at(from, span, &pauses);
        let mut closed = model;
        closed.holidays.insert(day + Days::new(holiday));
        let after = closed.calendar().due_at(from, span, &pauses);
        prop_assert!(after.is_none() || before.is_some_and(|before| Some(before) <= after));
    }
}
