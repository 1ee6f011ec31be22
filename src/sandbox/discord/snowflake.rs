//! Ids that are ordered by the world's clock: milliseconds since 2015 above, a counter below.

use chrono::{DateTime, Utc};

/// The first second of 2015 in milliseconds since 1970.
const EPOCH: i64 = 1_420_070_400_000;
const COUNTER_BITS: u32 = 22;

/// Gives out ids.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Snowflakes {
    last: u64,
}

impl Snowflakes {
    /// The next id at this moment: higher than all before, also when the clock stands still or went back.
    pub(crate) fn next(&mut self, now: DateTime<Utc>) -> u64 {
        self.last = first_at(now).max(self.last + 1);
        self.last
    }
}

/// The lowest id of a moment.
pub(crate) fn first_at(moment: DateTime<Utc>) -> u64 {
    u64::try_from(moment.timestamp_millis() - EPOCH).unwrap_or_default() << COUNTER_BITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn ids_follow_the_clock_and_never_fall() {
        let noon: DateTime<Utc> = "2026-03-02T12:00:00Z".parse().expect("a fixed moment");
        let mut ids = Snowflakes::default();
        let first = ids.next(noon);
        let second = ids.next(noon);
        let back = ids.next(noon - TimeDelta::hours(1));
        let later = ids.next(noon + TimeDelta::milliseconds(1));
        assert!(first < second && second < back && back < later);
        assert_eq!(later >> COUNTER_BITS, (first >> COUNTER_BITS) + 1);
    }
}
