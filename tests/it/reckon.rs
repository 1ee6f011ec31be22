//! Open clocks under other terms: what moves, what stays, and that a change of the hours alone breaks nothing.

use aftercare::domain::{
    calendar::{CalendarSpec, Span},
    case::Case,
    claim::Class,
    clocks::{self, Clock, Effect, affect, reckon::reckon},
    id::Supply,
    sla::{ClockState, Target, fold},
    terms::Terms,
};
use chrono::{DateTime, TimeDelta, Utc};

use crate::{moves, talk::terms};

/// A Monday, two hours after the desk opened in Shanghai.
const START: &str = "2026-03-02T02:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn after(minutes: i64) -> DateTime<Utc> {
    at(START) + TimeDelta::minutes(minutes)
}

fn case() -> Case {
    moves::case(1, Class::General)
}

fn opened() -> Vec<Clock> {
    let mut supply = Supply::new(10, 20, 7);
    clocks::start(&case(), 1, at(START), &terms(), &mut supply).into_iter().map(|c| c.clock).collect()
}

/// The next edition, with these hours every weekday.
fn edition(opens: &str, closes: &str) -> Terms {
    let hours = vec![[opens.to_owned(), closes.to_owned()]];
    let week = ["mon", "tue", "wed", "thu", "fri"].map(|day| (day.to_owned(), hours.clone()));
    let spec = CalendarSpec { tz: "Asia/Shanghai".to_owned(), week: week.into(), ..CalendarSpec::default() };
    Terms { version: 2, calendar: spec.build().expect("a calendar"), ..terms() }
}

fn of(target: Target, clocks: &[Clock]) -> Clock {
    clocks.iter().find(|c| c.target == target).expect("a clock").clone()
}

#[test]
fn nothing_moves_under_the_same_edition_and_nothing_twice() {
    assert_eq!(reckon(&case(), &opened(), after(30), &terms()), []);
    let new = edition("08:00", "11:00");
    let once: Vec<Clock> =
        reckon(&case(), &opened(), after(30), &new).into_iter().map(|m| m.change.clock).collect();
    assert_eq!(once.len(), 2);
    assert_eq!(reckon(&case(), &once, after(30), &new), []);
}

#[test]
fn shorter_hours_move_the_date_and_the_look_with_it() {
    let new = edition("08:00", "11:00");
    let moved = reckon(&case(), &opened(), after(30), &new);
    let first = moved.iter().find(|m| m.change.clock.target == Target::FirstResponse).expect("a clock");
    assert_eq!(first.before, Some(after(120)));
    assert_eq!(first.change.clock.due_at, Some(at("2026-03-03T01:00:00Z")), "an hour today, one tomorrow");
    assert!(first.is_dated_anew());
    assert_eq!(first.change.clock.look_at, Some(after(60)), "half of it is used when the desk closes");
    assert_eq!(first.change.clock.terms_version, 2);
}

#[test]
fn longer_hours_alone_break_no_promise() {
    let mut evening = opened();
    // 19:30 in Shanghai: half an hour is left of the day.
    let start = at("2026-03-02T11:30:00Z");
    for clock in &mut evening {
        let mut supply = Supply::new(30, 40, 7);
        let again = clocks::start(&case(), 1, start, &terms(), &mut supply);
        *clock = again.into_iter().map(|c| c.clock).find(|c| c.target == clock.target).expect("a clock");
    }
    let promised = at("2026-03-03T01:30:00Z");
    assert_eq!(of(Target::FirstResponse, &evening).due_at, Some(promised));
    // Open all night: by the new hours it was due at 21:30, two hours ago.
    let new = edition("00:00", "24:00");
    let now = at("2026-03-02T15:30:00Z");
    let moved = reckon(&case(), &evening, now, &new);
    let first = moved.iter().find(|m| m.change.clock.target == Target::FirstResponse).expect("a clock");
    let clock = &first.change.clock;
    assert_eq!((clock.state, clock.due_at), (ClockState::Running, Some(promised)), "it keeps its date");
    let view = fold(&clock.events, clock.span, &new.calendar, now);
    assert_eq!((view.missed_at, view.due), (None, Some(promised)));
    assert!(!first.is_dated_anew());
}

#[test]
fn another_span_is_given_from_now_on_and_what_was_used_stays_used() {
    let mut new = terms();
    new.version = 2;
    new.promises.first_response = Span::ServiceHours(TimeDelta::hours(3));
    let moved = reckon(&case(), &opened(), after(30), &new);
    let first = moved.iter().find(|m| m.change.clock.target == Target::FirstResponse).expect("a clock");
    assert_eq!(first.change.clock.due_at, Some(after(180)));
    assert_eq!(first.change.fresh, 1);
}

#[test]
fn what_ended_stays_as_it_ended() {
    let ended: Vec<Clock> =
        affect(&opened(), |_| true, Effect::Meet, after(20), &terms()).into_iter().map(|c| c.clock).collect();
    assert_eq!(reckon(&case(), &ended, after(30), &edition("08:00", "11:00")), []);
}

#[test]
fn what_ran_out_before_anybody_looked_is_mended_by_no_other_hours() {
    // Due at 12:00; the new edition closes at 11:00, which would make it tomorrow.
    let moved = reckon(&case(), &opened(), after(130), &edition("08:00", "11:00"));
    let first = moved.iter().find(|m| m.change.clock.target == Target::FirstResponse).expect("a clock");
    let clock = &first.change.clock;
    assert_eq!((clock.due_at, clock.look_at), (Some(after(120)), Some(after(130))), "and is looked at now");
    assert_eq!((clock.terms_version, first.is_dated_anew()), (2, false));
}
