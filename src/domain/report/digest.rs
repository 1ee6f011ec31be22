//! The report of each week that comes by itself: which week, and when it is due.

use chrono::{DateTime, Utc};
use chrono::{Datelike as _, Days as Count, NaiveTime, TimeZone as _, Weekday};

use super::range::Days;
use crate::domain::calendar::Calendar;

/// Weeks that are looked back for one that is due: holidays may close the desk for more than one.
const WEEKS: u64 = 4;

/// When the report of the week before comes, on the desk's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest {
    /// On which day.
    pub day: Weekday,
    /// At what time. While the desk is closed it waits for the next opening.
    pub at: NaiveTime,
}

impl Digest {
    /// `mon 09:00`.
    pub fn read(text: &str) -> Option<Self> {
        let (day, time) = text.trim().split_once(' ')?;
        let whole = day.len() == 3;
        let day: Weekday = day.parse().ok().filter(|_| whole)?;
        Some(Self { day, at: NaiveTime::parse_from_str(time.trim(), "%H:%M").ok()? })
    }

    /// The latest week whose report is due by now: the one before the appointed day.
    pub fn due(self, now: DateTime<Utc>, calendar: &Calendar) -> Option<Days> {
        let zone = calendar.zone();
        let today = now.with_timezone(&zone).date_naive();
        let past = (today.weekday().num_days_from_monday() + 7 - self.day.num_days_from_monday()) % 7;
        (0..WEEKS).find_map(|week| {
            let day = today.checked_sub_days(Count::new(u64::from(past) + 7 * week))?;
            let at = zone.from_local_datetime(&day.and_time(self.at)).earliest()?.to_utc();
            let opens = calendar.next_open(at)?;
            (opens <= now).then(|| Days::week_before(day))?
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::CalendarSpec;

    fn calendar() -> Calendar {
        let hours = || vec![["08:00".to_owned(), "20:00".to_owned()]];
        let week = ["mon", "tue", "wed", "thu", "fri"].map(|day| (day.to_owned(), hours()));
        let holidays = (1..=7).map(|day| format!("2026-10-{day:02}")).collect();
        let tz = "Asia/Shanghai".to_owned();
        CalendarSpec { tz, week: week.into(), holidays, ..CalendarSpec::default() }
            .build()
            .expect("a calendar")
    }

    fn due(digest: &str, now: &str) -> Option<String> {
        let at = format!("{now}+08:00").parse::<DateTime<Utc>>().expect("an instant");
        let days = Digest::read(digest).expect("a time").due(at, &calendar());
        days.map(|days| format!("{} {}", days.first, days.last))
    }

    #[test]
    fn it_is_of_the_week_before_from_its_time_on() {
        let (before, last) =
            (Some("2026-11-09 2026-11-15".to_owned()), Some("2026-11-16 2026-11-22".to_owned()));
        assert_eq!(due("mon 09:00", "2026-11-23T08:59:59"), before);
        assert_eq!(due("mon 09:00", "2026-11-23T09:00:00"), last);
        assert_eq!(due("mon 09:00", "2026-11-29T23:00:00"), last, "until the next one");
        assert_eq!(due("fri 17:30", "2026-11-26T12:00:00"), before, "that of Friday the 20th");
    }

    #[test]
    fn while_the_desk_is_closed_it_waits_for_the_opening() {
        let monday = Some("2026-11-16 2026-11-22".to_owned());
        assert_ne!(due("sat 09:00", "2026-11-28T12:00:00"), due("sat 09:00", "2026-11-30T08:00:00"));
        assert_eq!(due("mon 06:00", "2026-11-23T07:59:59"), Some("2026-11-09 2026-11-15".to_owned()));
        assert_eq!(due("mon 06:00", "2026-11-23T08:00:00"), monday);
        // Thursday in the holidays: it comes when they are over.
        assert_eq!(due("thu 09:00", "2026-10-07T12:00:00"), Some("2026-09-14 2026-09-20".to_owned()));
        assert_eq!(due("thu 09:00", "2026-10-08T08:00:00"), Some("2026-09-21 2026-09-27".to_owned()));
    }

    #[test]
    fn only_a_day_and_a_time_are_one() {
        for text in
            ["mon", "09:00", "monday 09:00", "mon 9", "mon 25:00", "mon  ", "xyz 09:00", "mon 09:00:00"]
        {
            assert_eq!(Digest::read(text), None, "{text}");
        }
        let sunday = Digest { day: Weekday::Sun, at: NaiveTime::from_hms_opt(23, 59, 0).expect("a time") };
        assert_eq!(Digest::read("Sun 23:59"), Some(sunday));
    }
}
