//! Chance that can be had again: the same seed gives the same row of numbers (`SplitMix64`).

/// A row of numbers that follows from a seed.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The row of this round of this run.
    pub const fn of(seed: u64, round: u64) -> Self {
        Self(seed ^ round.wrapping_add(1).wrapping_mul(0xd6e8_feb8_6659_fd93))
    }

    /// The next number.
    pub const fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `from` on and below `to`; `from` where that leaves none.
    pub fn between(&mut self, from: u64, to: u64) -> u64 {
        match to.saturating_sub(from) {
            0 => from,
            width => from + self.number() % width,
        }
    }

    /// A place in a list of this length.
    pub fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.between(0, length as u64)).unwrap_or_default()
    }

    /// True so often out of a hundred times.
    pub fn percent(&mut self, often: u64) -> bool {
        self.between(0, 100) < often
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.index(of.len())]
    }
}

#[test]
fn the_same_seed_gives_the_same_row_and_another_round_another_one() {
    let row = |seed, round| {
        let mut chance = Chance::of(seed, round);
        std::array::from_fn::<u64, 8, _>(|_| chance.between(3, 900))
    };
    assert_eq!(row(7, 2), row(7, 2));
    assert_ne!(row(7, 2), row(7, 3));
    assert_ne!(row(7, 2), row(8, 2));
    assert!(row(1, 1).iter().all(|number| (3..900).contains(number)));
}
