//! Clocks by example, and the laws every list of events has to obey.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use aftercare::domain::calendar::{Calendar, Span};
use aftercare::domain::sla::{Clock, ClockEvent, ClockEventKind, ClockState, ClockView, fold};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::properties_calendar::{Situation, situation};
use ClockEventKind::{Cancel, Meet, Miss, Pause, Resume, Retarget, Start};

/// Mon-Fri 08:00-20:00 UTC; all examples happen on Tuesday, 3 March 2026, unless they say more.
fn desk() -> Calendar {
    let hours = [["08:00", "20:00"]];
    let week = serde_json::json!({"mon": hours, "tue": hours, "wed": hours, "thu": hours, "fri": hours});
    serde_json::from_value(serde_json::json!({"tz": "UTC", "week": week})).unwrap()
}

fn at(time: &str) -> DateTime<Utc> {
    let (day, time) = time.split_once(' ').unwrap_or(("03", time));
    format!("2026-03-{day}T{time}:00Z").parse().unwrap()
}

fn hours(hours: i64) -> Span {
    Span::ServiceHours(TimeDelta::hours(hours))
}

fn view(events: &[(&str, ClockEventKind)], now: &str) -> ClockView {
    let events: Vec<ClockEvent> =
        events.iter().map(|(time, kind)| ClockEvent { at: at(time), kind: *kind }).collect();
    fold(&events, hours(2), &desk(), at(now))
}

#[test]
fn runs_until_it_is_met() {
    let running = view(&[("10:00", Start)], "10:30");
    assert_eq!(running.state, ClockState::Running);
    assert_eq!(running.due, Some(at("12:00")));
    assert_eq!(running.elapsed, TimeDelta::minutes(30));
    assert_eq!(running.left, TimeDelta::minutes(90));
    let met = view(&[("10:00", Start), ("11:00", Meet)], "04 10:00");
    assert_eq!((met.state, met.elapsed), (ClockState::Met, TimeDelta::hours(1)));
    assert_eq!((met.met_at, met.missed_at), (Some(at("11:00")), None));
    assert_eq!(view(&[("10:00", Start), ("11:00", Cancel)], "15:00").state, ClockState::Cancelled);
    assert_eq!(view(&[("11:00", Meet)], "15:00").state, ClockState::Idle);
    assert_eq!(
        view(&[("11:00", Meet), ("10:00", Start)], "04 10:00"),
        met,
        "the order of the list says nothing"
    );
}

#[test]
fn the_due_time_itself_is_in_time_for_an_answer_only() {
    assert_eq!(view(&[("10:00", Start), ("12:00", Meet)], "13:00").state, ClockState::Met);
    assert_eq!(view(&[("10:00", Start), ("12:01", Meet)], "13:00").state, ClockState::Missed);
    assert_eq!(view(&[("10:00", Start)], "12:00").missed_at, Some(at("12:00")));
    let paused_late = view(&[("10:00", Start), ("12:00", Pause)], "13:00");
    assert_eq!((paused_late.state, paused_late.due), (ClockState::Missed, Some(at("12:00"))));
}

#[test]
fn a_pause_keeps_it_open() {
    let paused = view(&[("10:00", Start), ("11:00", Pause)], "05 10:00");
    assert_eq!((paused.state, paused.due), (ClockState::Paused, None));
    assert_eq!((paused.elapsed, paused.left), (TimeDelta::hours(1), TimeDelta::hours(1)));
    let resumed = view(&[("10:00", Start), ("11:00", Pause), ("05 19:30", Resume)], "05 19:30");
    assert_eq!((resumed.state, resumed.due), (ClockState::Running, Some(at("06 08:30"))));
    let twice = view(&[("10:00", Start), ("11:00", Pause), ("11:30", Pause), ("12:00", Resume)], "12:00");
    assert_eq!(twice.due, Some(at("13:00")), "a second pause within one is the same pause");
    assert_eq!(view(&[("10:00", Start), ("11:00", Resume)], "11:00").due, Some(at("12:00")));
}

#[test]
fn another_span_keeps_what_was_used() {
    let longer = view(&[("10:00", Start), ("11:00", Retarget(hours(8)))], "12:00");
    assert_eq!((longer.due, longer.left), (Some(at("18:00")), TimeDelta::hours(6)));
    let days = Span::ServiceDays(TimeDelta::hours(24));
    let other = view(&[("10:00", Start), ("11:00", Retarget(days))], "11:00");
    assert_eq!((other.due, other.elapsed), (Some(at("04 10:00")), TimeDelta::hours(1)));
    let shorter = view(&[("10:00", Start), ("11:30", Retarget(hours(1)))], "13:00");
    assert_eq!(shorter.missed_at, Some(at("11:30")), "never due before it was set");
}

#[test]
fn a_longer_span_in_service_days_is_no_new_start() {
    let days = |hours| Span::ServiceDays(TimeDelta::hours(hours));
    let events = [
        ClockEvent { at: at("10:00"), kind: Start },
        ClockEvent { at: at("21:00"), kind: Retarget(days(48)) },
    ];
    assert_eq!(fold(&events, days(24), &desk(), at("22:00")).due, Some(at("05 10:00")));
}

#[test]
fn a_breach_is_never_healed() {
    for healing in [Retarget(hours(20)), Pause, Cancel, Meet] {
        let missed = view(&[("10:00", Start), ("12:30", healing)], "13:00");
        assert_eq!((missed.state, missed.missed_at), (ClockState::Missed, Some(at("12:00"))), "{healing:?}");
    }
    let late = view(&[("10:00", Start), ("12:00", Miss), ("14:00", Meet)], "15:00");
    assert_eq!((late.missed_at, late.met_at), (Some(at("12:00")), Some(at("14:00"))));
    assert_eq!((late.elapsed, late.left), (TimeDelta::hours(4), TimeDelta::zero()));
    let recorded = view(&[("10:00", Start), ("11:45", Miss)], "11:50");
    assert_eq!(
        recorded.missed_at,
        Some(at("11:45")),
        "a recorded breach holds though the hours changed since"
    );
}

#[test]
fn warnings_come_at_shares_of_the_span() {
    let clock = Clock::of(&[ClockEvent { at: at("19:00"), kind: Start }], hours(4), &desk());
    let shares = [50, 75, 90, 100].map(|percent| clock.share_at(percent, &desk()).unwrap());
    assert_eq!(shares, [at("04 09:00"), at("04 10:00"), at("04 10:36"), at("04 11:00")]);
    assert_eq!(Clock::new(hours(4)).share_at(50, &desk()), None);
}

fn events() -> impl Strategy<Value = Vec<(i64, ClockEventKind)>> {
    let amount = || (0_i64..400).prop_map(|quarters| TimeDelta::minutes(15 * quarters));
    let kind = prop_oneof![
        8 => select(vec![Pause, Resume]),
        1 => amount().prop_map(|amount| Retarget(Span::ServiceHours(amount))),
        1 => amount().prop_map(|amount| Retarget(Span::ServiceDays(amount))),
        1 => amount().prop_map(|amount| Retarget(Span::Wall(amount))),
        1 => select(vec![Meet, Miss, Cancel, Start]),
    ];
    vec((0_i64..2_000_000, kind), 0..8)
}

/// The start and what follows it, in order of time.
fn told(from: DateTime<Utc>, events: &[(i64, ClockEventKind)]) -> Vec<ClockEvent> {
    let later =
        events.iter().map(|(after, kind)| ClockEvent { at: from + TimeDelta::seconds(*after), kind: *kind });
    let mut all: Vec<ClockEvent> =
        std::iter::once(ClockEvent { at: from, kind: Start }).chain(later).collect();
    all.sort_by_key(|event| event.at);
    all
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn pauses_alone_are_the_calendars(Situation { model, from, span, mut pauses, .. } in situation(), now in 0_i64..2_000_000) {
        let calendar = model.calendar();
        let now = from + TimeDelta::seconds(now);
        pauses.retain(|pause| pause.from > from && pause.to.is_some());
        pauses.sort_by_key(|pause| pause.from);
        pauses.dedup_by(|next, last| next.from <= last.to.unwrap());
        pauses.retain(|pause| pause.to.unwrap() <= now);
        let mut events = vec![ClockEvent { at: from, kind: Start }];
        for pause in &pauses {
            events.push(ClockEvent { at: pause.from, kind: Pause });
            events.push(ClockEvent { at: pause.to.unwrap(), kind: Resume });
        }
        let view = fold(&events, span, &calendar, now);
        prop_assert_eq!(view.due, calendar.due_at(from, span, &pauses));
        prop_assert_eq!(view.elapsed, calendar.elapsed(from, now, span, &pauses));
        prop_assert_eq!(view.state == ClockState::Missed, view.due.is_some_and(|due| due <= now));
    }

    #[test]
    fn folding_in_two_goes_is_folding_at_once(
        Situation { model, from, span, .. } in situation(), list in events(), cut in 0_usize..9, now in 0_i64..3_000_000,
    ) {
        let (calendar, all) = (model.calendar(), told(from, &list));
        let (first, rest) = all.split_at(cut.min(all.len()));
        let mut clock = Clock::of(first, span, &calendar);
        let looked_at = clock.clone();
        let _ = clock.view(&calendar, from + TimeDelta::seconds(now));
        prop_assert_eq!(&clock, &looked_at);
        for event in rest {
            clock.apply(event, &calendar);
        }
        let now = from + TimeDelta::seconds(now);
        prop_assert_eq!(clock.view(&calendar, now), fold(&all, span, &calendar, now));
    }

    #[test]
    fn what_is_not_missed_is_still_to_come(
        Situation { model, from, span, .. } in situation(), list in events(), now in 2_000_000_i64..3_000_000,
    ) {
        let now = from + TimeDelta::seconds(now);
        let view = fold(&told(from, &list), span, &model.calendar(), now);
        match view.state {
            ClockState::Running | ClockState::Paused => prop_assert!(view.due.is_none_or(|due| due > now)),
            ClockState::Missed => prop_assert!(view.missed_at.is_some() && view.missed_at == view.due),
            ClockState::Met => prop_assert!(view.met_at.is_some() && view.missed_at.is_none()),
            ClockState::Cancelled => prop_assert!(view.met_at.is_none() && view.missed_at.is_none()),
            ClockState::Idle => prop_assert!(false, "it was started"),
        }
    }

    #[test]
    fn elapsed_never_falls(
        Situation { model, from, span, .. } in situation(), list in events(), now in 0_i64..3_000_000, more in 0_i64..500_000,
    ) {
        let (calendar, all) = (model.calendar(), told(from, &list));
        let at = |seconds| fold(&all, span, &calendar, from + TimeDelta::seconds(seconds));
        prop_assert!(at(now).elapsed <= at(now + more).elapsed);
    }

    #[test]
    fn a_pause_and_resume_at_once_is_nothing_unless_it_was_paused(
        Situation { model, from, span, .. } in situation(), after in 1_i64..2_000_000,
    ) {
        let calendar = model.calendar();
        let now = from + TimeDelta::seconds(2_000_000);
        let plain = fold(&told(from, &[]), span, &calendar, now);
        let paused = fold(&told(from, &[(after, Pause), (after, Resume)]), span, &calendar, now);
        prop_assert_eq!(plain, paused);
    }

    /// Open hours: a start, a pause and a resume alike. Service days: a start and a resume, which wait for the opening.
    #[test]
    fn an_event_moved_across_closed_time_changes_nothing(
        Situation { model, from, span, .. } in situation(),
        list in vec((1_i64..2_000_000, select(vec![Pause, Resume])), 0..8),
    ) {
        let calendar = model.calendar();
        prop_assume!(!matches!(span, Span::Wall(_)) && span.amount() > TimeDelta::zero());
        let movable = |kind: ClockEventKind| matches!(span, Span::ServiceHours(_)) || kind != Pause;
        let told = told(from, &list);
        let moved: Vec<ClockEvent> = told
            .iter()
            .map(|event| match calendar.next_open(event.at).filter(|_| movable(event.kind)) {
                Some(opens) => ClockEvent { at: opens, ..*event },
                None => *event,
            })
            .collect();
        prop_assume!(moved.windows(2).all(|two| two[0].at <= two[1].at));
        let now = moved.last().map_or(from, |last| last.at) + TimeDelta::days(1);
        let (one, other) = (fold(&told, span, &calendar, now), fold(&moved, span, &calendar, now));
        prop_assert_eq!((one.state, one.due, one.elapsed), (other.state, other.due, other.elapsed));
    }

    #[test]
    fn nothing_changes_a_cycle_that_ended(
        Situation { model, from, span, .. } in situation(),
        list in events(),
        later in events(),
        ending in select(vec![Meet, Cancel]),
    ) {
        let calendar = model.calendar();
        let mut all = told(from, &list);
        let end = from + TimeDelta::seconds(2_000_000);
        let now = end + TimeDelta::seconds(2_000_000);
        all.push(ClockEvent { at: end, kind: ending });
        let closed = fold(&all, span, &calendar, now);
        all.extend(told(end, &later));
        prop_assert_eq!(fold(&all, span, &calendar, now), closed);
    }
}
