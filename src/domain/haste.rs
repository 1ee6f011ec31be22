//! How fast one person may speak to the desk, so that whoever floods it takes nothing from the others.
//!
//! Two allowances, one of a minute and one of an hour. Each is one instant: when it would be full again if nobody spoke
//! meanwhile. What is said moves it on by an equal share; what would move it further ahead than its whole span is too much.

use chrono::{DateTime, TimeDelta, Utc};

use super::terms::Inputs;

/// How long somebody who was told that they are too fast is not told again.
const PATIENCE: TimeDelta = TimeDelta::minutes(1);

/// What somebody has used of their allowances.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pace {
    minute: Option<DateTime<Utc>>,
    hour: Option<DateTime<Utc>>,
    told: Option<DateTime<Utc>>,
    album: Option<String>,
}

/// Whether what somebody says comes within their allowances.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Haste {
    /// It does.
    #[default]
    Within,
    /// It is too much.
    TooFast {
        /// They have not been told for a while.
        tell: bool,
    },
}

impl Pace {
    /// Counts one thing said at `now`. An album is one thing, however many parts it has.
    pub fn says(&mut self, album: Option<&str>, now: DateTime<Utc>, limits: &Inputs) -> Haste {
        if album.is_some() && album == self.album.as_deref() {
            return Haste::Within;
        }
        let minute = moved(self.minute, now, TimeDelta::minutes(1), limits.per_minute);
        let hour = moved(self.hour, now, TimeDelta::hours(1), limits.per_hour);
        if let (Some(minute), Some(hour)) = (minute, hour) {
            (self.minute, self.hour) = (Some(minute), Some(hour));
            self.album = album.map(str::to_owned);
            return Haste::Within;
        }
        let tell = self.told.is_none_or(|told| now - told >= PATIENCE);
        if tell {
            self.told = Some(now);
        }
        Haste::TooFast { tell }
    }

    /// Whether it says as much as no pace at all.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        let told = self.told.map(|told| told + PATIENCE);
        [self.minute, self.hour, told].into_iter().flatten().all(|full| full <= now)
    }
}

/// When an allowance is full again after one more; nothing when it has run out.
fn moved(
    full: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    span: TimeDelta,
    count: u32,
) -> Option<DateTime<Utc>> {
    let share = span / i32::try_from(count.max(1)).unwrap_or(i32::MAX);
    let after = full.map_or(now, |full| full.max(now)) + share;
    (after - now <= span).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Inputs = Inputs { per_minute: 3, per_hour: 10 };

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_772_416_800 + seconds, 0).unwrap()
    }

    fn taken(said: &[(i64, Option<&str>)]) -> Vec<bool> {
        let mut pace = Pace::default();
        said.iter().map(|(when, album)| pace.says(*album, at(*when), &LIMITS) == Haste::Within).collect()
    }

    #[test]
    fn so_many_at_once_and_then_one_for_each_share_of_the_minute() {
        let said = [0, 0, 0, 0, 19, 20, 20, 39, 40].map(|when| (when, None));
        assert_eq!(taken(&said), [true, true, true, false, false, true, false, false, true]);
    }

    #[test]
    fn an_hour_holds_less_than_sixty_of_its_minutes() {
        let said: Vec<_> = (0..12).map(|n| (n * 60, None)).collect();
        let taken = taken(&said);
        assert_eq!(
            taken.iter().filter(|taken| **taken).count(),
            11,
            "ten, and one whose share has come back"
        );
        assert!(!taken[11]);
    }

    #[test]
    fn an_album_counts_once_and_one_that_was_too_much_stays_so() {
        let mine = |n| (n, Some("one"));
        assert_eq!(taken(&[mine(0), mine(0), mine(0), mine(1), mine(1)]), [true; 5]);
        let late = [(0, None), (0, None), (0, None), (0, Some("late")), (0, Some("late"))];
        assert_eq!(taken(&late), [true, true, true, false, false]);
    }

    #[test]
    fn it_is_told_once_a_minute() {
        let mut pace = Pace::default();
        let told: Vec<i64> = (0..200)
            .filter(|second| {
                (0..4).any(|_| pace.says(None, at(*second), &LIMITS) == Haste::TooFast { tell: true })
            })
            .collect();
        assert_eq!(told, [0, 60, 120, 180]);
    }

    #[test]
    fn what_is_forgotten_allows_no_more_than_what_is_kept() {
        let mut pace = Pace::default();
        pace.says(None, at(0), &LIMITS);
        let over = (0..3600).find(|second| pace.is_over(at(*second))).unwrap();
        assert_eq!(over, 360, "the share of the hour");
        let mut kept = pace.clone();
        let both = [&mut kept, &mut Pace::default()]
            .map(|pace| (0..9).map(|_| pace.says(None, at(over), &LIMITS)).collect::<Vec<_>>());
        assert_eq!(both[0], both[1]);
    }
}
