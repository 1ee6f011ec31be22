//! How often and how long: shares that never flatter, and times of which each is one that really was.
//!
//! Percentiles are nearest ranks: of `n` times in order the `p`th is the one at place `⌈p·n/100⌉`, so that many percent took
//! no longer. Nothing is made up between two of them, and one time alone is all of its percentiles.

/// Promises whose outcome is known, and how many of them were kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// All of them.
    pub of: u64,
    /// Those that were kept.
    pub kept: u64,
}

impl Kept {
    /// One more.
    pub const fn count(&mut self, kept: bool) {
        self.of += 1;
        self.kept += kept as u64;
    }

    /// How many percent, rounded down: 100 says that each was kept. Nothing where there was none.
    pub const fn percent(self) -> Option<u64> {
        (self.kept * 100).checked_div(self.of)
    }
}

/// How long something took, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Took {
    /// Of how many times.
    pub n: u64,
    /// Half took no longer.
    pub median: i64,
    /// Nine of ten took no longer.
    pub p90: i64,
}

impl Took {
    /// Of these times, in any order; nothing where there are none.
    pub fn of(mut times: Vec<i64>) -> Option<Self> {
        times.sort_unstable();
        Some(Self {
            n: u64::try_from(times.len()).unwrap_or(u64::MAX),
            median: percentile(&times, 50)?,
            p90: percentile(&times, 90)?,
        })
    }
}

/// The time that so many percent did not exceed. `sorted` rises; `percent` is 1 to 100.
fn percentile(sorted: &[i64], percent: usize) -> Option<i64> {
    sorted.get((sorted.len() * percent).div_ceil(100).checked_sub(1)?).copied()
}

/// How many percent a part is, rounded to the nearest; 0 of nothing.
pub fn share(part: u64, whole: u64) -> u64 {
    (part * 200 + whole).checked_div(whole * 2).unwrap_or_default()
}

/// The same in tenths of a percent.
pub fn per_mille(part: u64, whole: u64) -> u64 {
    (part * 2000 + whole).checked_div(whole * 2).unwrap_or_default()
}
