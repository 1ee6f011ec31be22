//! Instants, dates and durations as people say them.
//!
//! The reader's zone and language come in as arguments; whether to add whose time it is, is the caller's choice.
//! Times are told to the minute that has begun, so a due time is never told later than it is.
//!
//! Not here: sentences around them (the catalogue) and reading dates (`day`).

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Timelike as _, Utc};
use chrono_tz::Tz;

use super::lang::Lang;

/// Up to this many days ahead the weekday says enough.
const DAYS_BY_WEEKDAY: i64 = 6;
const MINUTES_PER_HOUR: i64 = 60;

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const WEEKDAYS_ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

/// `14:20 today`, `tomorrow 09:05`, `Thursday 10:20` within the six days ahead, else `3 March 10:20`, with the year
/// where it is another one than now's; `yesterday 18:00` for what has been.
pub fn moment(at: DateTime<Utc>, now: DateTime<Utc>, tz: Tz, lang: Lang) -> String {
    let (at, today) = (at.with_timezone(&tz), now.with_timezone(&tz).date_naive());
    let date = at.date_naive();
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    let weekday = date.weekday().num_days_from_monday() as usize;
    match (lang, (date - today).num_days()) {
        (Lang::En, 0) => format!("{time} today"),
        (Lang::En, 1) => format!("tomorrow {time}"),
        (Lang::En, -1) => format!("yesterday {time}"),
        (Lang::En, 2..=DAYS_BY_WEEKDAY) => format!("{} {time}", WEEKDAYS[weekday]),
        (Lang::En, _) => format!("{} {time}", near_day(date, today, lang)),
        (Lang::ZhHans, 0) => format!("今天{time}"),
        (Lang::ZhHans, 1) => format!("明天{time}"),
        (Lang::ZhHans, -1) => format!("昨天{time}"),
        (Lang::ZhHans, 2..=DAYS_BY_WEEKDAY) => format!("{}{time}", WEEKDAYS_ZH[weekday]),
        (Lang::ZhHans, _) => format!("{}{time}", near_day(date, today, lang)),
    }
}

/// `14:20`: what a clock there shows.
pub fn clock(at: DateTime<Utc>, tz: Tz) -> String {
    at.with_timezone(&tz).format("%H:%M").to_string()
}

/// `3 March 2026`, `2026年3月3日`.
pub fn day(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} {} {}", date.day(), MONTHS[date.month0() as usize], date.year()),
        Lang::ZhHans => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
    }
}

/// `1 h 12 min`, `1小时12分钟`: full minutes, the hours not made into days because service time has days of its own.
/// Less than a minute, and less than nothing, is told as such.
pub fn duration(length: TimeDelta, lang: Lang) -> String {
    let (hours, minutes) = (length.num_minutes() / MINUTES_PER_HOUR, length.num_minutes() % MINUTES_PER_HOUR);
    match (lang, hours, minutes) {
        (Lang::En, ..=0, ..=0) => "less than a minute".to_owned(),
        (Lang::En, 0, _) => format!("{minutes} min"),
        (Lang::En, _, 0) => format!("{hours} h"),
        (Lang::En, ..) => format!("{hours} h {minutes} min"),
        (Lang::ZhHans, ..=0, ..=0) => "不到1分钟".to_owned(),
        (Lang::ZhHans, 0, _) => format!("{minutes}分钟"),
        (Lang::ZhHans, _, 0) => format!("{hours}小时"),
        (Lang::ZhHans, ..) => format!("{hours}小时{minutes}分钟"),
    }
}

/// `in 35 minutes` for what comes within the hour; `None` for anything later or not ahead.
pub fn soon(at: DateTime<Utc>, now: DateTime<Utc>, lang: Lang) -> Option<String> {
    let ahead = at - now;
    if ahead <= TimeDelta::zero() || ahead >= TimeDelta::hours(1) {
        return None;
    }
    Some(match (lang, ahead.num_minutes()) {
        (Lang::En, 0) => "in less than a minute".to_owned(),
        (Lang::En, 1) => "in 1 minute".to_owned(),
        (Lang::En, minutes) => format!("in {minutes} minutes"),
        (Lang::ZhHans, 0) => "不到1分钟后".to_owned(),
        (Lang::ZhHans, minutes) => format!("{minutes}分钟后"),
    })
}

/// The date, with its year only when that is not today's.
fn near_day(date: NaiveDate, today: NaiveDate, lang: Lang) -> String {
    match lang {
        _ if date.year() != today.year() => day(date, lang),
        Lang::En => format!("{} {}", date.day(), MONTHS[date.month0() as usize]),
        Lang::ZhHans => format!("{}月{}日", date.month(), date.day()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant of the table")
    }

    #[test]
    fn moments_in_the_readers_zone() {
        // Tuesday, 3 March 2026, 10:20 in Shanghai.
        let now = at("2026-03-03T02:20:00Z");
        for (instant, en, zh) in [
            ("2026-03-03T06:20:59Z", "14:20 today", "今天14:20"),
            ("2026-03-03T15:59:00Z", "23:59 today", "今天23:59"),
            ("2026-03-03T16:00:00Z", "tomorrow 00:00", "明天00:00"),
            ("2026-03-04T01:05:00Z", "tomorrow 09:05", "明天09:05"),
            ("2026-03-05T02:20:00Z", "Thursday 10:20", "周四10:20"),
            ("2026-03-09T02:20:00Z", "Monday 10:20", "周一10:20"),
            ("2026-03-10T02:20:00Z", "10 March 10:20", "3月10日10:20"),
            ("2027-01-04T02:20:00Z", "4 January 2027 10:20", "2027年1月4日10:20"),
            ("2026-03-02T10:00:00Z", "yesterday 18:00", "昨天18:00"),
            ("2026-02-28T10:00:00Z", "28 February 18:00", "2月28日18:00"),
        ] {
            assert_eq!(moment(at(instant), now, Tz::Asia__Shanghai, Lang::En), en);
            assert_eq!(moment(at(instant), now, Tz::Asia__Shanghai, Lang::ZhHans), zh);
        }
        let newyork = moment(at("2026-03-03T06:20:00Z"), now, Tz::America__New_York, Lang::En);
        assert_eq!(newyork, "tomorrow 01:20");
    }

    #[test]
    fn days_and_durations() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 3).expect("a date");
        assert_eq!(day(date, Lang::En), "3 March 2026");
        assert_eq!(day(date, Lang::ZhHans), "2026年3月3日");
        for (seconds, en, zh) in [
            (4_339, "1 h 12 min", "1小时12分钟"),
            (7_200, "2 h", "2小时"),
            (2_100, "35 min", "35分钟"),
            (59, "less than a minute", "不到1分钟"),
            (-9_000, "less than a minute", "不到1分钟"),
            (172_860, "48 h 1 min", "48小时1分钟"),
        ] {
            assert_eq!(duration(TimeDelta::seconds(seconds), Lang::En), en);
            assert_eq!(duration(TimeDelta::seconds(seconds), Lang::ZhHans), zh);
        }
    }

    #[test]
    fn relative_only_under_an_hour() {
        let now = at("2026-03-03T02:20:00Z");
        let told = |seconds, lang| soon(now + TimeDelta::seconds(seconds), now, lang);
        assert_eq!(told(2_100, Lang::En).as_deref(), Some("in 35 minutes"));
        assert_eq!(told(2_100, Lang::ZhHans).as_deref(), Some("35分钟后"));
        assert_eq!(told(60, Lang::En).as_deref(), Some("in 1 minute"));
        assert_eq!(told(59, Lang::En).as_deref(), Some("in less than a minute"));
        assert_eq!(told(59, Lang::ZhHans).as_deref(), Some("不到1分钟后"));
        assert_eq!(told(3_600, Lang::En), None);
        assert_eq!(told(0, Lang::En), None);
    }
}
