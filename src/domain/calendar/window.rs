//! One stretch of opening hours on the local wall clock, by the date it opens on.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

const DAY: u32 = 24 * 60 * 60;

/// Seconds of the local wall clock since the midnight its date begins with: `opens` inclusive, `closes` exclusive.
/// `closes` is past 24:00 when the window runs into the next date; no window is longer than a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    opens: u32,
    closes: u32,
}

impl Window {
    pub(super) const WHOLE_DAY: Self = Self { opens: 0, closes: DAY };

    /// `opens` and `closes` as `HH:MM` or `HH:MM:SS`, `closes` up to `24:00`; a closing time before the opening time
    /// is one of the next date. `None` when a time cannot be read or both are the same.
    pub fn read(opens: &str, closes: &str) -> Option<Self> {
        let opens = time_of_day(opens).filter(|seconds| *seconds < DAY)?;
        let closes = time_of_day(closes)?;
        let closes = if closes < opens { closes + DAY } else { closes };
        (opens != closes).then_some(Self { opens, closes })
    }

    pub(super) fn contains(self, since_midnight: TimeDelta) -> bool {
        let inside = i64::from(self.opens)..i64::from(self.closes);
        inside.contains(&since_midnight.num_seconds())
    }

    /// Whether both, opening on the same date, share a second.
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.opens < other.closes && other.opens < self.closes
    }

    /// Opening and closing on the local wall clock. `date` is one the calendar computes with, so neither overflows.
    pub fn on(self, date: NaiveDate) -> (NaiveDateTime, NaiveDateTime) {
        let midnight = date.and_time(NaiveTime::MIN);
        let at = |seconds: u32| midnight + TimeDelta::seconds(i64::from(seconds));
        (at(self.opens), at(self.closes))
    }
}

impl std::fmt::Display for Window {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let time = |seconds: u32| (seconds / 3600, seconds / 60 % 60);
        let (opens, closes) =
            (time(self.opens), time(if self.closes > DAY { self.closes - DAY } else { self.closes }));
        write!(to, "{:02}:{:02}-{:02}:{:02}", opens.0, opens.1, closes.0, closes.1)
    }
}

/// Seconds since midnight of `HH:MM` or `HH:MM:SS`, 24:00 included.
fn time_of_day(text: &str) -> Option<u32> {
    let parts: Vec<&str> = text.split(':').collect();
    let two_digits = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(two_digits) {
        return None;
    }
    let mut numbers = parts.iter().map(|part| part.parse::<u32>().unwrap_or(u32::MAX));
    let (hour, minute, second) = (numbers.next()?, numbers.next()?, numbers.next().unwrap_or(0));
    let seconds = hour.checked_mul(3600)? + minute * 60 + second;
    (minute < 60 && second < 60 && seconds <= DAY).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_plain_night_and_full_days() {
        let read = |opens, closes| Window::read(opens, closes).map(|window| (window.opens, window.closes));
        assert_eq!(read("08:00", "20:00"), Some((8 * 3600, 20 * 3600)));
        assert_eq!(read("22:00", "06:30"), Some((22 * 3600, 30 * 3600 + 1800)));
        assert_eq!(read("18:00", "00:00"), Some((18 * 3600, DAY)));
        assert_eq!(read("00:00", "24:00"), Some((0, DAY)));
        assert_eq!(read("08:00:30", "08:00:31"), Some((28_830, 28_831)));
    }

    #[test]
    fn refuses_what_is_no_window() {
        for (opens, closes) in [
            ("08:00", "08:00"),
            ("24:00", "24:00"),
            ("8:00", "20:00"),
            ("08:60", "20:00"),
            ("08:00", "24:01"),
        ] {
            assert_eq!(Window::read(opens, closes), None, "{opens}-{closes}");
        }
        assert_eq!(Window::read("08:00", ""), None);
        assert_eq!(Window::read("+8:00", "20:00"), None);
    }
}
