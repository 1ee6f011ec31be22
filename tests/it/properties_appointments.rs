//! What holds of appointments whatever happens: times are open and free, nobody is booked twice, versions only rise, and
//! reminders come between the agreement and the beginning.

use aftercare::domain::{
    appointment::{Appointment, Booked, Desk, Stage, busy, look},
    id::{AppointmentId, CaseId, PersonId},
    terms::Terms,
    way::WayKind,
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use crate::{front::file, talk::terms};

const LIN: (PersonId, &str) = (PersonId(10), "Lin");

fn begins() -> DateTime<Utc> {
    "2026-02-09T00:00:00Z".parse().expect("an instant")
}

/// Minute by minute, as slowly as can be: open all the time, and nobody else's.
fn is_free(at: DateTime<Utc>, minutes: u32, taken: &[(DateTime<Utc>, DateTime<Utc>)], terms: &Terms) -> bool {
    (0..i64::from(minutes)).map(|n| at + TimeDelta::minutes(n)).all(|minute| {
        terms.calendar.is_open(minute) && !taken.iter().any(|(from, to)| *from <= minute && minute < *to)
    })
}

proptest! {
    #[test]
    fn every_time_that_is_offered_is_open_free_and_on_the_grid(
        ahead in 0i64..60 * 24 * 20,
        minutes in 5u32..300,
        taken in prop::collection::vec((0i64..60 * 24 * 21, 5i64..600), 0..12),
    ) {
        let terms = terms();
        let now = begins() + TimeDelta::minutes(ahead);
        let taken: Vec<_> = taken
            .into_iter()
            .map(|(from, long)| (begins() + TimeDelta::minutes(from), begins() + TimeDelta::minutes(from + long)))
            .collect();
        let desk = Desk { terms: &terms, minutes, from: now, now, busy: &taken };
        let offered = desk.next(now, &[]);
        prop_assert!(offered.len() <= 4);
        prop_assert!(offered.windows(2).all(|two| two[0] < two[1]));
        for at in &offered {
            prop_assert!(is_free(*at, minutes, &taken, &terms), "{at}");
            prop_assert!(*at >= now + TimeDelta::minutes(60));
            prop_assert_eq!(at.timestamp() % 1800, 0);
            prop_assert!(desk.fits(*at).is_ok());
        }
        // The first free one of the grid is the first that is offered.
        let mut grid = (0..48 * 27).map(|n| {
            let from = now + TimeDelta::minutes(60);
            let step = from.timestamp().rem_euclid(1800);
            let first = from + TimeDelta::seconds((1800 - step) % 1800);
            first + TimeDelta::minutes(30 * n)
        });
        let first = grid.find(|at| is_free(*at, minutes, &taken, &terms));
        prop_assert_eq!(first.filter(|at| *at <= now + TimeDelta::days(26)), offered.first().copied().filter(|at| *at <= now + TimeDelta::days(26)));
    }

    #[test]
    fn a_time_fits_when_a_slow_look_says_so(
        at in 0i64..60 * 24 * 20,
        minutes in 5u32..300,
        taken in prop::collection::vec((0i64..60 * 24 * 21, 5i64..600), 0..12),
    ) {
        let terms = terms();
        let (now, at) = (begins(), begins() + TimeDelta::minutes(at + 1));
        let taken: Vec<_> = taken
            .into_iter()
            .map(|(from, long)| (begins() + TimeDelta::minutes(from), begins() + TimeDelta::minutes(from + long)))
            .collect();
        let desk = Desk { terms: &terms, minutes, from: now, now, busy: &taken };
        prop_assert_eq!(desk.fits(at).is_ok(), is_free(at, minutes, &taken, &terms));
    }

    #[test]
    fn whatever_happens_versions_rise_and_nothing_is_told_before_it_was_agreed_or_twice(
        acts in prop::collection::vec((0u8..7, 1i64..60 * 30), 1..40),
    ) {
        let terms = terms();
        let mut now = begins();
        let mut one = Appointment::new((AppointmentId(1), CaseId(77), 1), ("phone", WayKind::Phone, 30), LIN, now);
        let mut agreed_at = now;
        let mut told: Vec<DateTime<Utc>> = Vec::new();
        for (act, minutes) in acts {
            now += TimeDelta::minutes(minutes);
            let before = one.clone();
            let booked: Vec<Booked> = Vec::new();
            let taken = busy(&booked, LIN.0, None);
            let desk = Desk { terms: &terms, minutes: 30, from: now, now, busy: &taken };
            one = match act {
                0 => one.offered(desk.next(now, &[]), LIN, now),
                1 => one.asked(now),
                2 => desk.next(now, &[]).last().map_or(one.clone(), |at| one.wished(*at, now)),
                3 | 4 => match one.offers.first().copied().or(one.wish).filter(|at| desk.fits(*at).is_ok()) {
                    Some(at) => {
                        agreed_at = now;
                        told.clear();
                        one.agreed(at, LIN, now, &terms)
                    }
                    None => one.clone(),
                },
                5 => {
                    let mut file = file();
                    file.appointments = vec![one.clone()];
                    let plan = look(&file, &terms, now);
                    let next = plan.appointments.into_iter().next().unwrap_or_else(|| one.clone());
                    let moments = one.moments(&terms);
                    for moment in &moments[usize::try_from(one.reminded).expect("few")..usize::try_from(next.reminded).expect("few")] {
                        prop_assert!(*moment > agreed_at, "before it was agreed");
                        prop_assert!(*moment <= now, "before its time");
                        prop_assert!(!told.contains(moment), "twice");
                        told.push(*moment);
                    }
                    if let Some(starts) = one.starts.filter(|starts| now >= *starts) {
                        let reminded = plan.sends.iter().any(|send| send.fold.is_some());
                        prop_assert!(!reminded, "a reminder of what began at {starts}");
                    }
                    next
                }
                _ => one.cancelled(None, now),
            };
            prop_assert!(one.rev >= before.rev);
            prop_assert!(one.sequence >= before.sequence, "what stands in calendars only goes on");
            prop_assert_eq!(one.sequence != before.sequence, one.starts != before.starts || act == 6 && before.sequence.is_some() || matches!(act, 3 | 4) && one.rev != before.rev);
            prop_assert!(one.look_at.is_none() || one.stage == Stage::Open && one.starts.is_some());
            prop_assert!(one.wish.is_none() || one.offers.is_empty(), "one side proposes at a time");
            if act == 6 {
                prop_assert_eq!(one.stage, Stage::Cancelled);
                break;
            }
        }
    }
}
