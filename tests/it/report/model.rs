//! The figures against the plainest reckoning there is: minute by minute, and one by one.

use std::collections::BTreeMap;

use aftercare::domain::{
    calendar::{Calendar, Span},
    report::{ClockRow, Days, Kept, Outcome, Rows, Took, Within, figures, outcome},
    sla::{ClockEvent, ClockEventKind, ClockState, Target, fold},
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use crate::talk::terms;

/// The smallest of the times that so many percent do not exceed.
fn slowly(times: &[i64], percent: usize) -> i64 {
    let enough =
        |time: &&i64| times.iter().filter(|other| other <= time).count() * 100 >= percent * times.len();
    *times.iter().filter(enough).min().expect("the longest is one")
}

proptest! {
    #[test]
    fn percentiles_are_times_that_were_and_exceed_as_many_as_they_say(
        times in prop::collection::vec(0i64..500, 1..80)
    ) {
        let took = Took::of(times.clone()).expect("some");
        prop_assert_eq!(took.n, times.len() as u64);
        prop_assert_eq!(took.median, slowly(&times, 50));
        prop_assert_eq!(took.p90, slowly(&times, 90));
    }

    #[test]
    fn a_hundred_percent_are_all_and_no_share_is_rounded_up(of in 1u64..500, kept in 0u64..500) {
        let kept = kept.min(of);
        let percent = Kept { of, kept }.percent().expect("some");
        prop_assert_eq!(percent == 100, kept == of);
        prop_assert!(percent * of <= kept * 100 && (percent + 1) * of > kept * 100);
    }
}

/// A Monday, at midnight in Shanghai.
fn monday() -> DateTime<Utc> {
    "2026-03-01T16:00:00Z".parse().expect("an instant")
}

const MINUTES: i64 = 60 * 24 * 21;

/// A clock that began so many minutes after that Monday, and was met so many later.
fn clock(span: Span, begun: i64, met: Option<i64>, calendar: &Calendar) -> ClockRow {
    let from = monday() + TimeDelta::minutes(begun);
    let met = met.map(|later| from + TimeDelta::minutes(later));
    let mut events = vec![ClockEvent { at: from, kind: ClockEventKind::Start }];
    events.extend(met.map(|at| ClockEvent { at, kind: ClockEventKind::Meet }));
    let view = fold(&events, span, calendar, now());
    let (state, due_at) = (view.state, view.due);
    ClockRow {
        target: Target::FirstResponse,
        span,
        events,
        state,
        started_at: from,
        due_at,
        ended_at: met,
        key: None,
    }
}

fn now() -> DateTime<Utc> {
    monday() + TimeDelta::minutes(2 * MINUTES)
}

fn day(n: i64) -> Days {
    Days::one((monday() + TimeDelta::hours(8) + TimeDelta::days(n)).date_naive())
}

fn cases() -> impl Strategy<Value = Vec<(i64, Option<i64>)>> {
    let met = prop::option::weighted(0.8, 0i64..60 * 24 * 6);
    prop::collection::vec((0..MINUTES - 60 * 24 * 7, met), 1..12)
}

proptest! {
    #[test]
    fn every_promise_is_decided_on_one_day_and_lasted_as_many_open_minutes_as_there_were(cases in cases()) {
        let terms = terms();
        let calendar = &terms.calendar;
        let whole = Days { first: day(0).first, last: day(40).last };
        let of = |days: Days| -> Vec<Outcome> {
            let within = Within::days(days, calendar, now());
            let row = |(begun, met): &(i64, Option<i64>)| clock(Span::ServiceHours(TimeDelta::hours(2)), *begun, *met, calendar);
            cases.iter().map(|case| outcome(row(case), &within)).collect()
        };
        let all = of(whole);
        let mut days_of: BTreeMap<usize, usize> = BTreeMap::new();
        for n in 0..=40 {
            for (case, one) in of(day(n)).iter().enumerate() {
                *days_of.entry(case).or_default() += usize::from(one.kept.is_some());
            }
        }
        for (case, (begun, met)) in cases.iter().enumerate() {
            prop_assert_eq!(days_of[&case], 1, "decided on one day");
            let open = |minute: &i64| calendar.is_open(monday() + TimeDelta::minutes(begun + minute));
            match met {
                Some(met) => {
                    let minutes = i64::try_from((0..*met).filter(open).count()).expect("few");
                    prop_assert_eq!(all[case].took, Some((minutes * 60, met * 60)));
                    prop_assert_eq!(all[case].kept, Some(minutes <= 120));
                }
                None => prop_assert_eq!((all[case].took, all[case].kept), (None, Some(false))),
            }
        }
        let told = figures(&Rows { promises: all.clone(), ..Rows::default() }, false);
        let kept = all.iter().filter(|one| one.kept == Some(true)).count() as u64;
        prop_assert_eq!(told.promised[0].kept, Kept { of: all.len() as u64, kept });
    }

    #[test]
    fn the_parts_come_to_the_whole(
        promises in prop::collection::vec((0usize..3, any::<bool>(), prop::option::of("[ab]")), 0..40),
        opened in prop::collection::btree_map(prop::option::of("[abc]"), 1u64..9, 0..4),
    ) {
        let targets = [Target::FirstResponse, Target::NextReply, Target::Solution];
        let one = |(target, kept, key): (usize, bool, Option<String>)| Outcome {
            target: targets[target], span: Span::Wall(TimeDelta::hours(1)), kept: Some(kept), took: None, key,
        };
        let promises: Vec<Outcome> = promises.into_iter().map(one).collect();
        let rows = Rows { promises, opened: opened.into_iter().collect(), ..Rows::default() };
        let told = figures(&rows, true);
        prop_assert_eq!(told.slices.iter().map(|slice| slice.opened).sum::<u64>(), told.opened);
        let of = |solutions: bool| {
            let all = told.promised.iter().filter(|one| (one.target == Target::Solution) == solutions);
            all.fold((0, 0), |sum, one| (sum.0 + one.kept.of, sum.1 + one.kept.kept))
        };
        let answers = told.slices.iter().fold((0, 0), |sum, one| (sum.0 + one.answers.of, sum.1 + one.answers.kept));
        let solutions = told.slices.iter().fold((0, 0), |sum, one| (sum.0 + one.solutions.of, sum.1 + one.solutions.kept));
        prop_assert_eq!((answers, solutions), (of(false), of(true)));
    }
}

#[test]
fn a_state_that_is_stored_is_not_reckoned_anew() {
    let terms = terms();
    let within = Within::days(day(0), &terms.calendar, now());
    let late = clock(Span::ServiceHours(TimeDelta::hours(2)), 600, Some(200), &terms.calendar);
    assert_eq!(late.state, ClockState::Missed);
    let kept = ClockRow { state: ClockState::Met, ..late };
    assert_eq!(outcome(kept, &within).kept, Some(true), "it ended under other hours");
}
