//! Which days a report is about, as people type them, in both languages whatever the reader's is.
//!
//! Days are days of the desk's own zone, from the first instant of the first to the last of the last. A week begins on Monday
//! and is numbered as ISO 8601 numbers it.
//!
//! Not here: what a report counts in those days.

use chrono::{DateTime, Datelike as _, Days as Count, Months, NaiveDate, TimeZone as _, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::text::half_width;

/// The most days one report is about: a leap year.
pub const LONGEST: i64 = 366;
/// The first hours of a day, one of which exists wherever clocks are set.
const HOURS: std::ops::Range<u32> = 0..4;

/// From the first day to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Days {
    /// The first.
    pub first: NaiveDate,
    /// The last, never before the first.
    pub last: NaiveDate,
}

/// Why what was typed names no days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It says no days.
    NoDays,
    /// It ends before it begins.
    Backwards,
    /// It begins after today.
    Ahead,
    /// It is more than [`LONGEST`] days.
    TooLong,
}

impl Days {
    /// One day.
    pub const fn one(day: NaiveDate) -> Self {
        Self { first: day, last: day }
    }

    /// `day`, `yesterday`, `week`, `last-week`, `month`, `last-month`, `2026-10-05`, `2026-10`, `2026-W40`, `2026`, or two of
    /// these with `..` between them. `today` is a date in the desk's zone.
    ///
    /// # Errors
    /// When that can't be read, or is no stretch of days a report can be about.
    pub fn read(text: &str, today: NaiveDate) -> Result<Self, Unread> {
        let typed = plain(text);
        let read = |piece: &str| one(piece.trim_matches('-'), today).ok_or(Unread::NoDays);
        let days = match apart(&typed) {
            None => read(&typed)?,
            Some((from, to)) => Self { first: read(from)?.first, last: read(to)?.last },
        };
        match (days.last - days.first).num_days() {
            ..0 => Err(Unread::Backwards),
            _ if days.first > today => Err(Unread::Ahead),
            LONGEST.. => Err(Unread::TooLong),
            _ => Ok(days),
        }
    }

    /// The week before the one that day is in.
    pub fn week_before(day: NaiveDate) -> Option<Self> {
        week_of(day.checked_sub_days(Count::new(7))?)
    }

    /// From which instant (inclusive) to which (exclusive).
    pub fn instants(self, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
        let behind = self.last.checked_add_days(Count::new(1)).unwrap_or(self.last);
        (begins(self.first, zone), begins(behind, zone))
    }

    /// A whole month, named as one.
    pub fn month(self) -> Option<(i32, u32)> {
        (month_of(self.first)? == self).then(|| (self.first.year(), self.first.month()))
    }
}

impl std::fmt::Display for Days {
    /// As it can be typed again.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.month() {
            Some((year, month)) => write!(f, "{year:04}-{month:02}"),
            None if self.first == self.last => write!(f, "{}", self.first),
            None => write!(f, "{}..{}", self.first, self.last),
        }
    }
}

/// The first instant of a day: where midnight is skipped, the hour the clock is set to.
fn begins(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let at = |hour| zone.from_local_datetime(&day.and_hms_opt(hour, 0, 0)?).earliest();
    HOURS.into_iter().find_map(at).map_or(DateTime::<Utc>::MIN_UTC, |at| at.to_utc())
}

/// What was typed with plain signs, in small letters, its words joined by hyphens.
fn plain(text: &str) -> String {
    let lower = text.chars().map(half_width).collect::<String>().to_lowercase();
    let joined = lower.split_whitespace().collect::<Vec<_>>().join("-");
    joined.replace(['–', '—', '−', '/'], "-").replace('…', "..").replace('～', "~")
}

/// The two sides of a stretch.
fn apart(typed: &str) -> Option<(&str, &str)> {
    ["..", "~", "-to-", "至", "到"].into_iter().find_map(|between| typed.split_once(between))
}

fn one(piece: &str, today: NaiveDate) -> Option<Days> {
    named(piece, today).or_else(|| dated(piece))
}

fn named(piece: &str, today: NaiveDate) -> Option<Days> {
    match piece {
        "day" | "today" | "今天" | "今日" => Some(Days::one(today)),
        "yesterday" | "昨天" | "昨日" => today.checked_sub_days(Count::new(1)).map(Days::one),
        "week" | "this-week" | "本周" | "这周" => week_of(today),
        "last-week" | "上周" => Days::week_before(today),
        "month" | "this-month" | "本月" | "这个月" => month_of(today),
        "last-month" | "上月" | "上个月" => month_of(today.checked_sub_months(Months::new(1))?),
        "year" | "this-year" | "今年" => year(today.year()),
        "last-year" | "去年" => year(today.year() - 1),
        _ => None,
    }
}

/// `2026-10-05`, `2026-10`, `2026-w40`, `2026`; `2026年10月5日` and so on.
fn dated(piece: &str) -> Option<Days> {
    let chinese = piece.replace(['年', '月'], "-").replace(['日', '号'], "");
    let parts: Vec<&str> = chinese.trim_end_matches('-').split('-').collect();
    let (numbers, week) = match parts[..] {
        [of, week] if week.starts_with('w') => (vec![of], Some(number(&week[1..])?)),
        _ => (parts, None),
    };
    let numbers: Option<Vec<u32>> = numbers.into_iter().map(number).collect();
    let numbers = numbers?;
    let of = i32::try_from(*numbers.first().filter(|year| (1000..=9999).contains(*year))?).ok()?;
    match (&numbers[1..], week) {
        ([], Some(week)) => week_of(NaiveDate::from_isoywd_opt(of, week, Weekday::Mon)?),
        ([], None) => year(of),
        ([month], None) => month_of(NaiveDate::from_ymd_opt(of, *month, 1)?),
        ([month, day], None) => NaiveDate::from_ymd_opt(of, *month, *day).map(Days::one),
        _ => None,
    }
}

fn number(digits: &str) -> Option<u32> {
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

fn week_of(day: NaiveDate) -> Option<Days> {
    let first = day.checked_sub_days(Count::new(day.weekday().num_days_from_monday().into()))?;
    Some(Days { first, last: first.checked_add_days(Count::new(6))? })
}

fn month_of(day: NaiveDate) -> Option<Days> {
    let first = day.with_day(1)?;
    Some(Days { first, last: first.checked_add_months(Months::new(1))?.pred_opt()? })
}

fn year(of: i32) -> Option<Days> {
    Some(Days { first: NaiveDate::from_ymd_opt(of, 1, 1)?, last: NaiveDate::from_ymd_opt(of, 12, 31)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn read(text: &str) -> Result<String, Unread> {
        // A Thursday.
        Days::read(text, day("2026-11-26")).map(|days| format!("{} {}", days.first, days.last))
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for (typed, first, last) in [
            ("day", "2026-11-26", "2026-11-26"),
            ("Yesterday", "2026-11-25", "2026-11-25"),
            ("week", "2026-11-23", "2026-11-29"),
            ("last week", "2026-11-16", "2026-11-22"),
            ("last-month", "2026-10-01", "2026-10-31"),
            ("month", "2026-11-01", "2026-11-30"),
            ("2026-10-05", "2026-10-05", "2026-10-05"),
            ("2026-10", "2026-10-01", "2026-10-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2026-W40", "2026-09-28", "2026-10-04"),
            ("2026-w01", "2025-12-29", "2026-01-04"),
            ("2026", "2026-01-01", "2026-12-31"),
            ("2026-10-01..2026-10-31", "2026-10-01", "2026-10-31"),
            ("2026-10-01 .. 2026-10-31", "2026-10-01", "2026-10-31"),
            ("2026/10/1 to 2026/10/7", "2026-10-01", "2026-10-07"),
            ("2026-09…2026-10", "2026-09-01", "2026-10-31"),
            ("2026-W40..today", "2026-09-28", "2026-11-26"),
            ("本月", "2026-11-01", "2026-11-30"),
            ("上周", "2026-11-16", "2026-11-22"),
            ("2026年10月", "2026-10-01", "2026-10-31"),
            ("2026年10月1日至2026年10月7日", "2026-10-01", "2026-10-07"),
            ("２０２６－１０", "2026-10-01", "2026-10-31"),
        ] {
            assert_eq!(read(typed), Ok(format!("{first} {last}")), "{typed}");
        }
    }

    #[test]
    fn what_names_no_days_says_why() {
        for (typed, why) in [
            ("", Unread::NoDays),
            ("soon", Unread::NoDays),
            ("2026-13", Unread::NoDays),
            ("2026-02-30", Unread::NoDays),
            ("2026-W54", Unread::NoDays),
            ("26-10-05", Unread::NoDays),
            ("2026-10-05-06", Unread::NoDays),
            ("2026-W40-1", Unread::NoDays),
            ("2026-10..", Unread::NoDays),
            ("2026-10..2026-09", Unread::Backwards),
            ("2026-12", Unread::Ahead),
            ("2025-01-01..2026-01-02", Unread::TooLong),
        ] {
            assert_eq!(read(typed), Err(why), "{typed}");
        }
        assert!(read("2024-01-01..2024-12-31").is_ok(), "a leap year is read");
    }

    #[test]
    fn days_begin_where_the_desk_is_and_last_as_long_as_they_did() {
        let (from, to) = Days::one(day("2026-03-02")).instants(Tz::Asia__Shanghai);
        assert_eq!((from.to_rfc3339(), to - from).0, "2026-03-01T16:00:00+00:00");
        assert_eq!((to - from).num_hours(), 24);
        let (from, to) = Days::one(day("2026-03-29")).instants(Tz::Europe__Berlin);
        assert_eq!((to - from).num_hours(), 23, "the clock is set forward");
        let (from, _) = Days::one(day("2026-04-24")).instants(Tz::Africa__Cairo);
        assert_eq!(from.to_rfc3339(), "2026-04-23T22:00:00+00:00", "there is no midnight that day");
    }

    #[test]
    fn what_is_shown_can_be_typed_again() {
        for typed in ["2026-10", "2026-10-05", "2026-10-05..2026-11-02", "2026-W40", "2025-03..2025-04"] {
            let days = Days::read(typed, day("2026-11-26")).expect("days");
            assert_eq!(Days::read(&days.to_string(), day("2026-11-26")), Ok(days));
        }
        assert_eq!(
            Days::read("2026-10-01..2026-10-31", day("2026-11-26")).expect("days").to_string(),
            "2026-10"
        );
    }
}
