//! Ids and randomness for decisions, taken from the database and the machine in blocks.

use std::sync::Mutex;

use sqlx::PgConnection;

use crate::{
    domain::id::Supply,
    store::{self, StoreError},
};

/// Where random bits come from.
#[derive(Debug, Clone, Copy)]
pub enum Entropy {
    /// The machine: references can't be guessed.
    Machine,
    /// A seed: the same run gives the same references. For tests and the demo's recordings.
    Seeded(u64),
}

/// The block of ids in hand.
pub(super) struct Ids {
    block: Mutex<Block>,
}

struct Block {
    next: i64,
    end: i64,
    entropy: Entropy,
}

impl Block {
    /// A block that was just taken. An older one than the one in hand is given up: somebody took a later one meanwhile, and
    /// ids of messages grow with time.
    fn go_on_with(&mut self, first: i64) {
        if first < self.end {
            return;
        }
        // Why: blocks that follow each other are one; otherwise the small rest of the old one is given up.
        if self.end != first {
            self.next = first;
        }
        self.end = first + store::ids::BLOCK;
    }
}

impl Ids {
    pub(super) const fn new(entropy: Entropy) -> Self {
        Self { block: Mutex::new(Block { next: 0, end: 0, entropy }) }
    }

    /// At least `n` ids for one decision, in one piece. What a decision leaves over is lost; ids are plenty.
    pub(super) async fn supply(&self, db: &mut PgConnection, n: i64) -> Result<Supply, StoreError> {
        loop {
            if let Some(supply) = self.cut(n) {
                return Ok(supply);
            }
            let first = store::ids::take_block(db).await?;
            self.lock().go_on_with(first);
        }
    }

    /// One id.
    pub(super) async fn one(&self, db: &mut PgConnection) -> Result<i64, StoreError> {
        let mut supply = self.supply(db, 1).await?;
        Ok(supply.id())
    }

    /// Gives up the block in hand. Why: another process may have taken and used later ones meanwhile, and ids of messages
    /// grow with time.
    pub(super) fn forget(&self) {
        let mut block = self.lock();
        (block.next, block.end) = (0, 0);
    }

    /// Gives back what the last supply did not use, if nobody took more meanwhile.
    pub(super) fn give_back(&self, supply: &Supply) {
        let mut block = self.lock();
        if block.next == supply.end() {
            block.next = supply.next();
        }
    }

    fn cut(&self, n: i64) -> Option<Supply> {
        let mut block = self.lock();
        if block.end - block.next < n {
            return None;
        }
        let random = bits(&mut block.entropy);
        let supply = Supply::new(block.next, block.next + n, random);
        block.next += n;
        Some(supply)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Block> {
        // Why: nothing in here can panic while the lock is held; a poisoned lock still holds a good block.
        self.block.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn bits(entropy: &mut Entropy) -> u64 {
    match entropy {
        Entropy::Machine => getrandom::u64().unwrap_or_else(|error| {
            // Why: without randomness references could be guessed; no case may be opened with one.
            panic!("the machine gives no randomness: {error}")
        }),
        Entropy::Seeded(seed) => {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *seed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_never_go_back_whoever_comes_first_with_a_block() {
        let ids = Ids::new(Entropy::Seeded(1));
        let next = || ids.cut(1).map(|mut supply| supply.id());
        ids.lock().go_on_with(2000);
        assert_eq!(next(), Some(2000));
        ids.lock().go_on_with(1000);
        assert_eq!(next(), Some(2001), "another transaction took the block before, and came later");
        ids.lock().go_on_with(2000 + store::ids::BLOCK);
        assert_eq!(next(), Some(2002), "the next block prolongs the one in hand");
        ids.lock().go_on_with(9_000_000);
        assert_eq!(next(), Some(9_000_000));
    }
}
