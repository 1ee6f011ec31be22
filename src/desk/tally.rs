//! What the desk counts while it works, for whoever watches it from outside.
//!
//! Counting costs an atomic addition and waits for nothing. Everything is a plain number since the start of this process: no
//! words, no ids, no names, so nothing that is read here can name anybody. Deliberately not here: what the rows say (`figures`).

use std::{
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use super::marks::{Ended, Ending};
use crate::domain::chat::Platform;

/// Updates of one batch.
const SIZES: &[u64] = &[1, 2, 5, 10, 20, 50, 100];
/// How long something took, in microseconds: from two milliseconds to ten seconds.
const TIMES: &[u64] =
    &[2_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 2_500_000, 10_000_000];

/// Something that only grows.
#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn add(&self, many: usize) {
        self.0.fetch_add(u64::try_from(many).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// How values are spread.
#[derive(Debug)]
pub(super) struct Spread {
    bounds: &'static [u64],
    counts: Vec<AtomicU64>,
    sum: AtomicU64,
}

impl Spread {
    fn new(bounds: &'static [u64]) -> Self {
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self { bounds, counts, sum: AtomicU64::new(0) }
    }

    fn note(&self, value: u64) {
        let place = self.bounds.partition_point(|bound| *bound < value);
        self.counts[place].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    pub(super) fn took(&self, time: Duration) {
        self.note(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
    }

    fn read(&self) -> Distribution {
        let counts = self.counts.iter().map(|count| count.load(Ordering::Relaxed)).collect();
        Distribution { bounds: self.bounds, counts, sum: self.sum.load(Ordering::Relaxed) }
    }
}

/// How values were spread at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// The largest value of each part; the part behind the last one has no end.
    pub bounds: &'static [u64],
    /// How many values fell into each part, one more than there are bounds.
    pub counts: Vec<u64>,
    /// All values added up.
    pub sum: u64,
}

/// What came in from one platform since the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// From where.
    pub platform: Platform,
    /// Updates that had their effect.
    pub fresh: u64,
    /// Updates that had had theirs before.
    pub repeated: u64,
    /// Updates nobody could take.
    pub quarantined: u64,
    /// Batches that could not be committed, each try of them.
    pub failed: u64,
    /// Updates of each batch that was committed.
    pub sizes: Distribution,
    /// How long each of those took from its beginning to the commit, in microseconds.
    pub times: Distribution,
    /// When the last one was committed, by the desk's clock; absent = none yet.
    pub last: Option<DateTime<Utc>>,
    /// How old its newest update was then, by the platform's own time; absent where the platform tells none.
    pub lag: Option<TimeDelta>,
}

/// How deliveries to one platform ended since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivered {
    /// To where.
    pub platform: Platform,
    /// Accepted.
    pub sent: u64,
    /// Put off: they are tried again.
    pub postponed: u64,
    /// Nobody knows, and a person decides.
    pub uncertain: u64,
    /// Given up, and shown to a person.
    pub undelivered: u64,
}

/// Work that is done over and over without anybody asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Looks for what is due.
    FollowUp,
    /// Takes up deliveries nobody is at.
    Forgotten,
    /// Keeps files people sent.
    Files,
    /// Keeps the platforms' lists of commands.
    Menus,
    /// Reads changed cases for searches.
    Index,
    /// Deletes what was kept long enough.
    Tidy,
}

impl Pass {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::FollowUp, Self::Forgotten, Self::Files, Self::Menus, Self::Index, Self::Tidy];

    /// As logs and figures call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FollowUp => "follow_up",
            Self::Forgotten => "forgotten",
            Self::Files => "keep_files",
            Self::Menus => "menus",
            Self::Index => "index",
            Self::Tidy => "tidy",
        }
    }
}

/// Of one platform.
#[derive(Debug)]
struct Of {
    fresh: Counter,
    repeated: Counter,
    quarantined: Counter,
    failed: Counter,
    sizes: Spread,
    times: Spread,
    /// In milliseconds since 1970; 0 = never.
    last: AtomicI64,
    /// In milliseconds; below 0 = not known.
    lag: AtomicI64,
    sent: Counter,
    postponed: Counter,
    uncertain: Counter,
    undelivered: Counter,
}

impl Of {
    fn new() -> Self {
        let zero = Counter::default;
        Self {
            fresh: zero(),
            repeated: zero(),
            quarantined: zero(),
            failed: zero(),
            sizes: Spread::new(SIZES),
            times: Spread::new(TIMES),
            last: AtomicI64::new(0),
            lag: AtomicI64::new(-1),
            sent: zero(),
            postponed: zero(),
            uncertain: zero(),
            undelivered: zero(),
        }
    }
}

/// Everything that is counted.
#[derive(Debug)]
pub(super) struct Tally {
    telegram: Of,
    discord: Of,
    /// How long each pass took.
    pub(super) passes: Spread,
    /// Steps of promises told.
    pub(super) told: Counter,
    /// Rounds that failed, in the order of `Pass::ALL`.
    broken: [Counter; Pass::ALL.len()],
}

impl Tally {
    pub(super) fn new() -> Self {
        let (telegram, discord) = (Of::new(), Of::new());
        let broken = std::array::from_fn(|_| Counter::default());
        Self { telegram, discord, passes: Spread::new(TIMES), told: Counter::default(), broken }
    }

    /// A round of that pass failed and will be tried again.
    pub(super) fn broke(&self, pass: Pass) {
        for (known, count) in Pass::ALL.iter().zip(&self.broken) {
            count.add(usize::from(*known == pass));
        }
    }

    pub(super) fn broken(&self) -> Vec<(Pass, u64)> {
        Pass::ALL.into_iter().zip(self.broken.iter().map(Counter::get)).collect()
    }

    const fn of(&self, platform: Platform) -> &Of {
        match platform {
            Platform::Telegram => &self.telegram,
            Platform::Discord => &self.discord,
        }
    }

    /// A batch was committed: so many of its updates were fresh, so many had come before.
    pub(super) fn took(
        &self,
        platform: Platform,
        (fresh, repeated): (usize, usize),
        time: Duration,
        at: DateTime<Utc>,
    ) {
        let of = self.of(platform);
        of.fresh.add(fresh);
        of.repeated.add(repeated);
        of.sizes.note(u64::try_from(fresh + repeated).unwrap_or(u64::MAX));
        of.times.took(time);
        of.last.store(at.timestamp_millis(), Ordering::Relaxed);
    }

    pub(super) fn quarantined(&self, platform: Platform) {
        self.of(platform).quarantined.add(1);
    }

    pub(super) fn failed(&self, platform: Platform) {
        self.of(platform).failed.add(1);
    }

    /// So old was the newest update of a batch when it was taken.
    pub(super) fn lagged(&self, platform: Platform, lag: TimeDelta) {
        // Why not below zero: clocks differ a little, and nothing is taken before it happened.
        self.of(platform).lag.store(lag.num_milliseconds().max(0), Ordering::Relaxed);
    }

    /// How deliveries ended that are written down now.
    pub(super) fn ended(&self, ended: &[Ended]) {
        for one in ended {
            let of = self.of(one.held.row.platform);
            match one.ending {
                Ending::Sent { .. } => of.sent.add(1),
                Ending::Postponed { .. } => of.postponed.add(1),
                Ending::InDoubt { .. } => of.uncertain.add(1),
                Ending::Refused { .. } => of.undelivered.add(1),
                // Why nothing: these are never written down.
                Ending::NotSent { .. }
                | Ending::Unreached { .. }
                | Ending::Uncertain { .. }
                | Ending::PutBack(_)
                | Ending::Again(_)
                | Ending::Gone
                | Ending::Waits { .. } => {}
            }
        }
    }

    pub(super) fn taken_from(&self, platform: Platform) -> Taken {
        let of = self.of(platform);
        let last = of.last.load(Ordering::Relaxed);
        let lag = of.lag.load(Ordering::Relaxed);
        Taken {
            platform,
            fresh: of.fresh.get(),
            repeated: of.repeated.get(),
            quarantined: of.quarantined.get(),
            failed: of.failed.get(),
            sizes: of.sizes.read(),
            times: of.times.read(),
            last: (last > 0).then(|| DateTime::from_timestamp_millis(last)).flatten(),
            lag: (lag >= 0).then(|| TimeDelta::milliseconds(lag)),
        }
    }

    pub(super) fn delivered_to(&self, platform: Platform) -> Delivered {
        let of = self.of(platform);
        Delivered {
            platform,
            sent: of.sent.get(),
            postponed: of.postponed.get(),
            uncertain: of.uncertain.get(),
            undelivered: of.undelivered.get(),
        }
    }

    pub(super) fn passes(&self) -> Distribution {
        self.passes.read()
    }

    pub(super) fn steps_told(&self) -> u64 {
        self.told.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_on_a_bound_is_below_it_and_one_past_the_last_still_counts() {
        let spread = Spread::new(SIZES);
        for value in [1, 2, 3, 100, 101] {
            spread.note(value);
        }
        let read = spread.read();
        assert_eq!((read.counts, read.sum), (vec![1, 1, 1, 0, 0, 0, 1, 1], 207));
    }

    #[test]
    fn what_never_came_has_no_time() {
        let tally = Tally::new();
        let none = tally.taken_from(Platform::Discord);
        assert_eq!((none.last, none.lag), (None, None));
        tally.lagged(Platform::Discord, TimeDelta::seconds(-3));
        assert_eq!(tally.taken_from(Platform::Discord).lag, Some(TimeDelta::zero()));
    }
}
