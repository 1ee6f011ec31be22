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
            let mut block = self.lock();
            if first < block.end {
                // Why given up: somebody took a later block meanwhile, and ids of messages grow with time.
                continue;
            }
            // Why: blocks that follow each other are one; otherwise the small rest of the old one is given up.
            if block.end != first {
                block.next = first;
            }
            block.end = first + store::ids::BLOCK;
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
