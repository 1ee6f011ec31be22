//! Times of appointments: how people write them, which of them are free, and what is told when.

mod codes;
mod desk;
mod entry;

use aftercare::domain::{
    appointment::{Appointment, Day, Desk, Misread, Stage, Unfit, look, read, read_past},
    id::{AppointmentId, CaseId, PersonId},
    lang::Lang,
    phrase::{Arg, Phrase},
    plan::{Parcel, Plan},
    terms::Terms,
    way::WayKind,
};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{front::file, harness::desk::configuration, talk::terms};

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant of the table")
}

/// The terms the desk comes with: Monday to Friday 08:00 to 20:00 in Shanghai, with the holidays of 2026.
fn brands() -> Terms {
    (*configuration(at("2026-03-02T02:00:00Z")).0).clone()
}

/// An hour on a day in Shanghai.
fn there(text: &str) -> DateTime<Utc> {
    at(&format!("{}:00+08:00", text.replace(' ', "T")))
}

fn clock(times: &[DateTime<Utc>], zone: Tz) -> Vec<String> {
    times.iter().map(|at| at.with_timezone(&zone).format("%a %m-%d %H:%M").to_string()).collect()
}

#[test]
fn times_are_read_as_people_write_them() {
    // Tuesday, 3 March 2026, 10:20 in Shanghai.
    let now = at("2026-03-03T02:20:00Z");
    for (text, wanted) in [
        ("10:30", &["Tue 03-03 10:30"][..]),
        ("10:20", &["Wed 03-04 10:20"]),
        ("9:00", &["Wed 03-04 09:00"]),
        ("tomorrow 10:00, Friday 14:30", &["Wed 03-04 10:00", "Fri 03-06 14:30"]),
        ("Friday 14:30, 16:00", &["Fri 03-06 14:30", "Fri 03-06 16:00"]),
        ("tomorrow at 2:30 pm", &["Wed 03-04 14:30"]),
        ("3 pm tomorrow or Friday 9am", &["Wed 03-04 15:00", "Fri 03-06 09:00"]),
        ("12 am tomorrow", &["Wed 03-04 00:00"]),
        ("March 5, 2026 10:00", &["Thu 03-05 10:00"]),
        ("5.3. 10:00; 2026-03-06 11:00", &["Thu 03-05 10:00", "Fri 03-06 11:00"]),
        ("16 March 9:00", &["Mon 03-16 09:00"]),
        ("明天10点，周五下午2点半", &["Wed 03-04 10:00", "Fri 03-06 14:30"]),
        ("明天上午10点整或周五14：30", &["Wed 03-04 10:00", "Fri 03-06 14:30"]),
        ("3月5日晚上7点15分", &["Thu 03-05 19:15"]),
        ("下午3点", &["Tue 03-03 15:00"]),
        ("周四中午12点、下午1点", &["Thu 03-05 12:00", "Thu 03-05 13:00"]),
        ("tomorrow 10:00, tomorrow 10:00", &["Wed 03-04 10:00"]),
        ("today 9:00", &["Tue 03-03 09:00"]),
    ] {
        let read =
            read(text, now, Tz::Asia__Shanghai, Lang::En).unwrap_or_else(|why| panic!("{text}: {why:?}"));
        assert_eq!(clock(&read, Tz::Asia__Shanghai), wanted, "{text}");
    }
    for text in [
        "",
        "tomorrow",
        "10",
        "Friday 10",
        "25:00",
        "10:60",
        "10:00 for an hour",
        "whenever you like, 10:00 is fine",
        "Thursday 15:00 please",
        "10:00:30",
        "13 pm",
        "晚上12点",
        "house 12, 10 metres",
        "30 February 10:00",
        "8:00,9:00,10:00,11:00,12:00,13:00,14:00,15:00,16:00",
    ] {
        assert_eq!(read(text, now, Tz::Asia__Shanghai, Lang::En), Err(Misread::NoTime), "{text}");
    }
    let two = Misread::Ambiguous("2026-04-03".parse().expect("a day"), "2026-03-04".parse().expect("a day"));
    assert_eq!(read("3/4/2026 10:00", now, Tz::Asia__Shanghai, Lang::En), Err(two));
}

#[test]
fn a_time_the_clock_skips_or_shows_twice_is_none() {
    let now = at("2026-03-20T08:00:00Z");
    let berlin = |text| read(text, now, Tz::Europe__Berlin, Lang::En);
    assert_eq!(berlin("29 March 2:30"), Err(Misread::Skipped("2026-03-29".parse().expect("a day"))));
    assert_eq!(berlin("25 October 2:30"), Err(Misread::Skipped("2026-10-25".parse().expect("a day"))));
    assert_eq!(berlin("29 March 3:30"), Ok(vec![at("2026-03-29T01:30:00Z")]));
    assert_eq!(berlin("28 March 2:30"), Ok(vec![at("2026-03-28T01:30:00Z")]));
}

#[test]
fn what_was_done_is_dated_in_the_past() {
    let now = at("2026-03-03T02:20:00Z");
    let past =
        |text| read_past(text, now, Tz::Asia__Shanghai, Lang::En).map(|at| clock(&[at], Tz::Asia__Shanghai));
    assert_eq!(past("yesterday 15:00"), Some(vec!["Mon 03-02 15:00".to_owned()]));
    assert_eq!(past("15:00"), Some(vec!["Mon 03-02 15:00".to_owned()]));
    assert_eq!(past("9:00"), Some(vec!["Tue 03-03 09:00".to_owned()]));
    assert_eq!(past("昨天下午3点"), Some(vec!["Mon 03-02 15:00".to_owned()]));
    assert_eq!(past("today 11:00"), None, "that is still to come");
    assert_eq!(past("sent the guide"), None);
}

fn desk<'a>(
    terms: &'a Terms,
    minutes: u32,
    now: DateTime<Utc>,
    busy: &'a [(DateTime<Utc>, DateTime<Utc>)],
) -> Desk<'a> {
    Desk { terms, minutes, from: now, now, busy }
}

#[test]
fn the_next_free_times_keep_to_hours_holidays_and_days_worked_for_them() {
    let terms = brands();
    for (now, minutes, wanted) in [
        // An ordinary Monday morning: an hour's notice, two a day, hours apart.
        (
            "2026-03-02 10:10",
            30,
            &["Mon 03-02 11:30", "Mon 03-02 14:30", "Tue 03-03 08:00", "Tue 03-03 11:00"][..],
        ),
        // Friday evening: the weekend has no hours.
        (
            "2026-03-06 19:10",
            30,
            &["Mon 03-09 08:00", "Mon 03-09 11:00", "Tue 03-10 08:00", "Tue 03-10 11:00"],
        ),
        // What is left of the day is too short for a visit of two hours.
        (
            "2026-03-06 17:30",
            120,
            &["Mon 03-09 08:00", "Mon 03-09 11:00", "Tue 03-10 08:00", "Tue 03-10 11:00"],
        ),
        // Before Labour Day: five holidays, and the Saturday after them is worked.
        (
            "2026-04-30 18:00",
            60,
            &["Thu 04-30 19:00", "Wed 05-06 08:00", "Wed 05-06 11:00", "Thu 05-07 08:00"],
        ),
        (
            "2026-05-08 19:30",
            30,
            &["Sat 05-09 08:00", "Sat 05-09 11:00", "Mon 05-11 08:00", "Mon 05-11 11:00"],
        ),
        // The day before the Spring Festival is a Saturday that is worked.
        (
            "2026-02-14 18:05",
            30,
            &["Sat 02-14 19:30", "Tue 02-24 08:00", "Tue 02-24 11:00", "Wed 02-25 08:00"],
        ),
    ] {
        let next = desk(&terms, minutes, there(now), &[]).next(there(now), &[]);
        assert_eq!(clock(&next, Tz::Asia__Shanghai), wanted, "{now}");
    }
}

#[test]
fn nobody_is_offered_a_time_that_is_taken() {
    let terms = brands();
    let now = there("2026-03-02 07:00");
    let busy = [
        (there("2026-03-02 08:00"), there("2026-03-02 10:15")),
        (there("2026-03-02 11:00"), there("2026-03-02 19:00")),
    ];
    let next = desk(&terms, 45, now, &busy).next(now, &[]);
    let wanted = ["Mon 03-02 19:00", "Tue 03-03 08:00", "Tue 03-03 11:00", "Wed 03-04 08:00"];
    assert_eq!(clock(&next, Tz::Asia__Shanghai), wanted, "10:15 to 11:00 is too short on the grid");
    let fits = |text| desk(&terms, 45, now, &busy).fits(there(text));
    assert_eq!(fits("2026-03-02 10:15"), Ok(()), "one that ends as the next begins");
    assert_eq!(fits("2026-03-02 10:20"), Err(Unfit::Taken));
    assert_eq!(fits("2026-03-02 19:00"), Ok(()));
    assert_eq!(fits("2026-03-02 19:30"), Err(Unfit::Closed), "it would end after closing");
    assert_eq!(fits("2026-03-07 10:00"), Err(Unfit::Closed), "a Saturday");
    assert_eq!(fits("2026-03-02 07:00"), Err(Unfit::Soon));
    assert_eq!(fits("2026-04-10 10:00"), Err(Unfit::Far));
}

#[test]
fn a_customer_far_away_is_offered_their_daytime_through_its_clock_changes() {
    let terms = brands();
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
    let day = |zone| Day { zone, from: hour(9), to: hour(20) };
    for (now, zone, here, hers) in [
        // Berlin is seven hours behind Shanghai in winter, six in summer: its day begins at 16:00, then at 15:00.
        ("2026-03-26 15:00", Tz::Europe__Berlin, "Thu 03-26 16:00", "Thu 03-26 09:00"),
        ("2026-03-30 09:00", Tz::Europe__Berlin, "Mon 03-30 15:00", "Mon 03-30 09:00"),
        ("2026-10-26 09:00", Tz::Europe__Berlin, "Mon 10-26 16:00", "Mon 10-26 09:00"),
        // New York changes three weeks before Berlin: the desk opens when it is 19:00 there, then 20:00, which is too late.
        ("2026-03-05 20:30", Tz::America__New_York, "Fri 03-06 08:00", "Thu 03-05 19:00"),
    ] {
        let now = there(now);
        let next = desk(&terms, 30, now, &[]).next(now, &[day(zone)]);
        assert_eq!(clock(&next[..1], Tz::Asia__Shanghai), [here], "{zone}");
        assert_eq!(clock(&next[..1], zone), [hers], "{zone}");
        assert!(next.iter().all(|at| (hour(9)..hour(20)).contains(&at.with_timezone(&zone).time())));
    }
    let now = there("2026-06-01 09:00");
    let never = Day { zone: Tz::America__New_York, from: hour(12), to: hour(13) };
    let next = desk(&terms, 30, now, &[]).next(now, &[never, day(Tz::America__New_York)]);
    assert_eq!(clock(&next[..1], Tz::Asia__Shanghai), ["Mon 06-01 10:00"], "better at any hour than never");
}

/// An agreed call of Lin's with half an hour, made at `made` for `starts`.
pub fn agreed(made: DateTime<Utc>, starts: DateTime<Utc>, terms: &Terms) -> Appointment {
    let lin = (PersonId(10), "Lin");
    let new = Appointment::new((AppointmentId(5), CaseId(77), 1), ("phone", WayKind::Phone, 30), lin, made);
    Appointment { offers: vec![starts], ..new }.agreed(starts, lin, made, terms)
}

/// What a look at that instant tells: the keys of what is said, to whom being left out.
fn told(one: &Appointment, now: DateTime<Utc>, terms: &Terms) -> (Vec<String>, Appointment) {
    let mut file = file();
    file.appointments = vec![one.clone()];
    let plan = look(&file, terms, now);
    let said = said(&plan);
    (said, plan.appointments.into_iter().next().unwrap_or_else(|| one.clone()))
}

fn said(plan: &Plan) -> Vec<String> {
    let says = plan.sends.iter().filter_map(|send| match &send.parcel {
        Parcel::Say { say, .. } => say.lines.first().map(|line| line.key.to_string()),
        _ => None,
    });
    says.collect()
}

const BOTH: [&str; 2] = ["customer-appoint-reminder", "alert-appoint-reminder"];

#[test]
fn both_sides_are_reminded_a_day_and_fifteen_minutes_before_and_once_each() {
    let terms = terms();
    let starts = there("2026-11-18 15:00");
    let one = agreed(there("2026-11-16 10:00"), starts, &terms);
    assert_eq!(one.look_at, Some(there("2026-11-17 15:00")));
    let (said, one) = told(&one, there("2026-11-17 14:59"), &terms);
    assert_eq!((said.len(), one.reminded), (0, 0), "a minute too early");
    let (said, one) = told(&one, there("2026-11-17 15:00"), &terms);
    assert_eq!((said, one.look_at), (BOTH.map(str::to_owned).to_vec(), Some(there("2026-11-18 14:45"))));
    let (said, one) = told(&one, there("2026-11-17 15:00"), &terms);
    assert_eq!(said, [""; 0], "nothing twice");
    let (said, one) = told(&one, there("2026-11-18 14:50"), &terms);
    assert_eq!((said, one.look_at), (BOTH.map(str::to_owned).to_vec(), Some(there("2026-11-18 15:30"))));
    let (said, one) = told(&one, there("2026-11-18 15:30"), &terms);
    assert_eq!((said, one.look_at), (vec!["room-appoint-over".to_owned()], None));
}

#[test]
fn what_would_come_too_late_is_left_out() {
    let terms = terms();
    let starts = there("2026-11-18 15:00");
    let made = there("2026-11-16 10:00");
    let one = agreed(made, starts, &terms);
    let (said, one_reminder) = told(&one, there("2026-11-18 14:55"), &terms);
    assert_eq!(said, BOTH, "after an outage the last of two reminders alone");
    assert_eq!(one_reminder.look_at, Some(there("2026-11-18 15:30")));
    let (said, later) = told(&one, there("2026-11-18 15:05"), &terms);
    assert_eq!((said.len(), later.reminded), (0, 2), "it has begun");
    let (said, over) = told(&one, there("2026-11-20 15:30"), &terms);
    assert_eq!((said.len(), over.look_at), (0, None), "nobody asks two days later");
    let short = agreed(there("2026-11-18 13:00"), starts, &terms);
    assert_eq!(
        short.look_at,
        Some(there("2026-11-18 14:45")),
        "the day before had passed when it was agreed"
    );
}

#[test]
fn what_is_moved_or_called_off_is_not_reminded_of_at_the_old_time() {
    let terms = terms();
    let lin = (PersonId(10), "Lin");
    let one = agreed(there("2026-11-16 10:00"), there("2026-11-18 15:00"), &terms);
    let moved = one.agreed(there("2026-11-20 09:00"), lin, there("2026-11-16 11:00"), &terms);
    assert_eq!(
        (moved.look_at, moved.sequence, moved.rev),
        (Some(there("2026-11-19 09:00")), Some(1), one.rev + 1)
    );
    assert_eq!(told(&moved, there("2026-11-17 15:00"), &terms).0, [""; 0]);
    let off = one.cancelled(None, there("2026-11-16 11:00"));
    assert_eq!((off.look_at, off.sequence, off.stage), (None, Some(1), Stage::Cancelled));
    assert_eq!(told(&off, there("2026-11-17 15:00"), &terms).0, [""; 0]);
    let arranged = one.offered(vec![there("2026-11-19 09:00")], lin, there("2026-11-16 11:00"));
    assert_eq!(arranged.starts, one.starts, "until another time is agreed, this one holds");
    assert_eq!(told(&arranged, there("2026-11-17 15:00"), &terms).0, BOTH);
}

#[test]
fn a_reminder_calls_who_gives_the_help_and_who_has_the_case() {
    let terms = terms();
    let mut file = file();
    file.case.assignee = Some(PersonId(11));
    file.assignee = Some("Bo".into());
    file.appointments = vec![agreed(there("2026-11-16 10:00"), there("2026-11-18 15:00"), &terms)];
    let plan = look(&file, &terms, there("2026-11-17 15:00"));
    let names = |phrase: &Phrase| match phrase.args.iter().find(|(name, _)| name == "names") {
        Some((_, Arg::Calls(who))) => who.iter().map(|one| one.name.clone()).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let called = plan.sends.iter().filter_map(|send| match &send.parcel {
        Parcel::Say { say, .. } => say.lines.first().map(names),
        _ => None,
    });
    assert_eq!(called.flatten().collect::<Vec<_>>(), ["Lin", "Bo"]);
    assert_eq!(
        TimeDelta::minutes(30),
        agreed(there("2026-11-16 10:00"), there("2026-11-18 15:00"), &terms).ends().expect("agreed")
            - there("2026-11-18 15:00")
    );
}
