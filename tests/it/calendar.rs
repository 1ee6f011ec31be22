//! The deadline rule by example: each line a situation a person could check with a wall calendar in hand.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use aftercare::domain::calendar::{Calendar, CalendarProblem, CalendarSpec, Pause, Span};
use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use serde_json::json;

/// Five days of twelve hours in Shanghai, with the national days of 2026 and the Saturday worked in return.
fn desk() -> Calendar {
    let hours = [["08:00", "20:00"]];
    calendar(&json!({
        "tz": "Asia/Shanghai",
        "week": {"mon": hours, "tue": hours, "wed": hours, "thu": hours, "fri": hours},
        "holidays": ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"],
        "special": {"2026-10-10": hours},
    }))
}

fn calendar(written: &serde_json::Value) -> Calendar {
    serde_json::from_value(written.clone()).unwrap()
}

fn every_day(tz: &str, hours: &serde_json::Value) -> Calendar {
    calendar(&json!({"tz": tz, "week": {
        "mon": hours, "tue": hours, "wed": hours, "thu": hours, "fri": hours, "sat": hours, "sun": hours}}))
}

/// An instant by its local time, the first one where a clock set back shows it twice.
fn local(tz: Tz, text: &str) -> DateTime<Utc> {
    let naive = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    tz.from_local_datetime(&naive).earliest().unwrap().to_utc()
}

fn shanghai(text: &str) -> DateTime<Utc> {
    local(Tz::Asia__Shanghai, text)
}

fn hours(hours: i64) -> TimeDelta {
    TimeDelta::hours(hours)
}

fn check(calendar: &Calendar, span: Span, cases: &[(&str, &str)]) {
    for (from, due) in cases {
        let (from, due) = (local(calendar.zone(), from), local(calendar.zone(), due));
        assert_eq!(calendar.due_at(from, span, &[]), Some(due), "{span:?} from {from}");
        assert_eq!(calendar.elapsed(from, due, span, &[]), span.amount(), "{span:?} from {from}");
    }
}

#[test]
fn service_hours_count_only_open_hours() {
    check(
        &desk(),
        Span::ServiceHours(hours(2)),
        &[
            ("2026-03-03 10:20", "2026-03-03 12:20"),
            ("2026-03-03 18:00", "2026-03-03 20:00"), // used up at closing: due at closing
            ("2026-03-03 18:01", "2026-03-04 08:01"),
            ("2026-03-06 19:00", "2026-03-09 09:00"), // over the weekend
            ("2026-03-07 03:00", "2026-03-09 10:00"),
            ("2026-09-30 19:30", "2026-10-08 09:30"), // over the holidays
            ("2026-10-09 19:30", "2026-10-10 09:30"), // into the Saturday worked in return
        ],
    );
}

#[test]
fn service_days_give_twenty_four_hours_each() {
    check(
        &desk(),
        Span::ServiceDays(hours(24)),
        &[
            ("2026-03-03 10:20", "2026-03-04 10:20"),
            ("2026-03-06 19:00", "2026-03-09 19:00"), // Friday's last five hours, nineteen of Monday
            ("2026-03-06 21:00", "2026-03-10 08:00"), // begins with Monday's opening
            ("2026-03-07 12:00", "2026-03-10 08:00"),
            ("2026-03-06 07:00", "2026-03-09 08:00"), // before opening: from 08:00 on
            ("2026-09-30 12:00", "2026-10-08 12:00"),
            ("2026-10-09 12:00", "2026-10-10 12:00"),
        ],
    );
    check(&desk(), Span::ServiceDays(hours(48)), &[("2026-03-05 09:00", "2026-03-09 09:00")]);
    check(&desk(), Span::ServiceDays(hours(5)), &[("2026-03-06 19:00", "2026-03-07 00:00")]);
}

#[test]
fn a_resume_after_hours_waits_for_the_next_opening() {
    let pause = Pause { from: shanghai("2026-03-03 10:00"), to: Some(shanghai("2026-03-03 21:00")) };
    let due = desk().due_at(shanghai("2026-03-03 09:00"), Span::ServiceDays(hours(24)), &[pause]);
    assert_eq!(due, Some(shanghai("2026-03-05 07:00")));
    let due = desk().due_at(shanghai("2026-03-03 09:00"), Span::ServiceHours(hours(24)), &[pause]);
    assert_eq!(due, Some(shanghai("2026-03-05 19:00")));
    let due = desk().due_at(shanghai("2026-03-03 09:00"), Span::Wall(hours(24)), &[pause]);
    assert_eq!(due, Some(shanghai("2026-03-04 20:00")));
}

#[test]
fn pauses_count_once_and_only_before_the_due_time() {
    let from = shanghai("2026-03-03 09:00");
    let pause = |from: &str, to: Option<&str>| Pause { from: shanghai(from), to: to.map(shanghai) };
    let due = |pauses: &[Pause]| desk().due_at(from, Span::ServiceHours(hours(2)), pauses);
    let overlapping = [
        pause("2026-03-03 09:45", Some("2026-03-03 10:30")),
        pause("2026-03-03 09:30", Some("2026-03-03 10:00")),
    ];
    assert_eq!(due(&overlapping), Some(shanghai("2026-03-03 12:00")));
    assert_eq!(due(&[pause("2026-03-03 10:30", None)]), None, "open pause before the due time");
    assert_eq!(due(&[pause("2026-03-03 11:00", None)]), Some(shanghai("2026-03-03 11:00")));
    assert_eq!(
        due(&[pause("2026-03-02 08:00", Some("2026-03-03 09:00"))]),
        Some(shanghai("2026-03-03 11:00"))
    );
    assert_eq!(
        due(&[pause("2026-03-03 10:00", Some("2026-03-03 10:00"))]),
        Some(shanghai("2026-03-03 11:00"))
    );
    assert_eq!(
        due(&[pause("2026-03-03 10:00", Some("2026-03-03 08:00"))]),
        Some(shanghai("2026-03-03 11:00"))
    );
}

#[test]
fn nothing_is_due_at_once_even_while_closed_or_paused() {
    let from = shanghai("2026-03-07 12:00");
    let paused = [Pause { from, to: None }];
    for span in [Span::ServiceHours, Span::ServiceDays, Span::Wall] {
        assert_eq!(desk().due_at(from, span(TimeDelta::zero()), &paused), Some(from));
        assert_eq!(desk().due_at(from, span(hours(-3)), &[]), Some(from));
    }
}

#[test]
fn night_windows_belong_to_the_day_they_open() {
    let night = calendar(&json!({
        "tz": "Asia/Shanghai",
        "week": {"mon": [["22:00", "06:00"]], "wed": [["22:00", "06:00"]]},
        "holidays": ["2026-03-03", "2026-03-04"],
    }));
    let from = shanghai("2026-03-02 21:00");
    let due = |span| night.due_at(from, span, &[]);
    assert_eq!(
        due(Span::ServiceHours(hours(8))),
        Some(shanghai("2026-03-03 06:00")),
        "runs into the holiday"
    );
    assert_eq!(
        due(Span::ServiceHours(hours(9))),
        Some(shanghai("2026-03-09 23:00")),
        "Wednesday's falls away"
    );
    assert_eq!(due(Span::ServiceDays(hours(3))), Some(shanghai("2026-03-09 01:00")), "Tuesday has no hours");
    assert!(night.is_open(shanghai("2026-03-03 05:59")));
    assert!(!night.is_open(shanghai("2026-03-03 06:00")));
    assert!(!night.is_open(shanghai("2026-03-04 23:00")));
}

#[test]
fn split_shifts_and_windows_to_midnight() {
    let split = every_day("Asia/Shanghai", &json!([["14:00", "24:00"], ["08:00", "12:00"]]));
    check(
        &split,
        Span::ServiceHours(hours(4)),
        &[
            ("2026-03-03 08:00", "2026-03-03 12:00"),
            ("2026-03-03 10:00", "2026-03-03 16:00"),
            ("2026-03-03 20:00", "2026-03-04 00:00"),
            ("2026-03-03 22:00", "2026-03-04 10:00"),
        ],
    );
}

#[test]
fn days_with_a_clock_change_count_the_hours_they_had() {
    let newyork = every_day("America/New_York", &json!([["00:00", "24:00"]]));
    check(&newyork, Span::ServiceHours(hours(25)), &[("2026-11-01 00:00", "2026-11-02 00:00")]);
    check(&newyork, Span::ServiceDays(hours(23)), &[("2026-03-08 00:00", "2026-03-09 00:00")]);
    let early = every_day("Europe/Berlin", &json!([["01:30", "02:30"]]));
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    // Set back at 01:00 UTC: 02:00-02:30 comes twice, with half an hour outside the window in between.
    let day = |to: &str| early.elapsed(at("2026-10-24T12:00:00Z"), at(to), Span::ServiceHours(hours(1)), &[]);
    assert_eq!(day("2026-10-25T00:30:00Z"), hours(1));
    assert_eq!(day("2026-10-25T01:00:00Z"), hours(1));
    assert_eq!(day("2026-10-25T12:00:00Z"), TimeDelta::minutes(90));
    // Set forward: 02:00-02:30 does not exist.
    let spring = early.elapsed(
        at("2026-03-28T12:00:00Z"),
        at("2026-03-29T12:00:00Z"),
        Span::ServiceHours(hours(1)),
        &[],
    );
    assert_eq!(spring, TimeDelta::minutes(30));
}

#[test]
fn openings_and_closings() {
    let desk = desk();
    let tuesday = shanghai("2026-03-03 10:00");
    assert_eq!(desk.next_open(tuesday), Some(tuesday));
    assert_eq!(desk.closes_at(tuesday), Some(shanghai("2026-03-03 20:00")));
    let weekend = shanghai("2026-03-06 20:00");
    assert_eq!(desk.next_open(weekend), Some(shanghai("2026-03-09 08:00")));
    assert_eq!(desk.closes_at(weekend), None);
    let night = every_day("Asia/Shanghai", &json!([["20:00", "08:00"], ["08:00", "12:00"]]));
    assert_eq!(night.closes_at(shanghai("2026-03-03 21:00")), Some(shanghai("2026-03-04 12:00")));
    let always = every_day("Asia/Shanghai", &json!([["00:00", "24:00"]]));
    assert_eq!(always.closes_at(tuesday), None);
}

#[test]
fn a_desk_that_never_opens_again_owes_nothing_for_ever() {
    let fair = calendar(&json!({"tz": "UTC", "special": {"2026-05-01": [["10:00", "18:00"]]}}));
    let before = local(Tz::UTC, "2026-04-01 00:00");
    let after = local(Tz::UTC, "2026-05-01 18:00");
    assert_eq!(fair.next_open(before), Some(local(Tz::UTC, "2026-05-01 10:00")));
    assert_eq!(fair.due_at(before, Span::ServiceHours(hours(8)), &[]), Some(after));
    assert_eq!(fair.due_at(before, Span::ServiceHours(hours(9)), &[]), None);
    assert_eq!(fair.due_at(before, Span::ServiceDays(hours(15)), &[]), None);
    assert_eq!(fair.next_open(after), None);
}

#[test]
fn the_ends_of_time_are_answered_too() {
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    let span = Span::ServiceHours(hours(1));
    for at in [first, last] {
        assert!(!desk().is_open(at));
        assert_eq!(desk().next_open(at), None);
        assert_eq!(desk().due_at(at, span, &[]), None);
    }
    assert_eq!(desk().due_at(last, Span::Wall(hours(1)), &[]), None);
    let century = desk().elapsed(shanghai("2026-03-03 08:00"), last, span, &[]);
    assert!(century > hours(100 * 250 * 12));
}

#[test]
fn a_broken_calendar_names_every_problem() {
    let spec: CalendarSpec = serde_json::from_value(json!({
        "tz": "Asia/Shangai",
        "week": {"monday": [], "tue": [["08:00", "12:00"], ["11:00", "13:00"]], "wed": [["9", "17:00"]]},
        "holidays": ["2026-02-30"],
        "special": {"10.10.2026": []},
    }))
    .unwrap();
    let problems = spec.build().unwrap_err().problems;
    assert!(matches!(problems[0], CalendarProblem::Zone(_)));
    let named = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    for part in [
        "Asia/Shangai",
        "\"monday\"",
        "08:00-12:00 and 11:00-13:00 overlap",
        "\"9\"",
        "2026-02-30",
        "10.10.2026",
    ] {
        assert!(named.contains(part), "{part} is missing in:\n{named}");
    }
    assert_eq!(problems.len(), 6);
    let closed = CalendarSpec { tz: "UTC".to_owned(), ..CalendarSpec::default() };
    assert_eq!(closed.build().unwrap_err().problems, [CalendarProblem::NeverOpen]);
}

#[test]
fn next_years_holidays_are_asked_for_from_november() {
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(desk().missing_holidays(date("2025-12-31")), None);
    assert_eq!(desk().missing_holidays(date("2026-10-31")), None);
    assert_eq!(desk().missing_holidays(date("2026-11-01")), Some(2027));
    assert_eq!(desk().missing_holidays(date("2027-02-01")), Some(2027), "and it does not end with the year");
    let told =
        calendar(&json!({"tz": "UTC", "week": {"mon": [["08:00", "20:00"]]}, "holiday_years": [2027]}));
    assert_eq!(told.missing_holidays(date("2026-11-01")), None);
    let none = calendar(&json!({"tz": "UTC", "week": {"mon": [["08:00", "20:00"]]}}));
    assert_eq!(
        none.missing_holidays(date("2026-10-31")),
        None,
        "who never had a list is asked for the next one"
    );
    assert_eq!(none.missing_holidays(date("2026-11-01")), Some(2027));
}

#[test]
fn spans_are_written_in_seconds() {
    let span = Span::ServiceDays(hours(24));
    let written = json!({"count": "service_days", "seconds": 86_400});
    assert_eq!(serde_json::to_value(span).unwrap(), written);
    assert_eq!(serde_json::from_value::<Span>(written).unwrap(), span);
}
