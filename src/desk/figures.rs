//! The desk in figures, for whoever watches it from outside: what it counted since its start, and what the rows say now.
//!
//! Numbers only. The rows are asked by one statement that looks at a bounded part of each index, so that asking costs the
//! same however many cases there are.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgPool;

use super::{
    Desk, DeskError,
    tally::{Delivered, Distribution, Pass, Taken},
};
use crate::{
    domain::chat::Platform,
    store::{self, StoreError, figures::Backlog},
};

/// What this process knows of itself.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The desk's time.
    pub now: DateTime<Utc>,
    /// The epoch of the lease this process holds; absent = it stands by.
    pub epoch: Option<i64>,
    /// What came in, by platform.
    pub taken: Vec<Taken>,
    /// How deliveries ended, by platform.
    pub delivered: Vec<Delivered>,
    /// What is about to be sent.
    pub lanes: Load,
    /// How long each pass over what is due took, in microseconds.
    pub passes: Distribution,
    /// Steps of promises told: warnings, breaches, escalations.
    pub told: u64,
    /// How many rounds of each pass failed.
    pub broken: Vec<(Pass, u64)>,
    /// Connections to the database.
    pub pools: [Pool; 2],
    /// Platforms with a place of the staff's, and whether the bot can't write there.
    pub sides: Vec<(Platform, bool)>,
}

/// What the lanes hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Lanes that wait: for a further try, or because the platform asked for it.
    pub waiting: usize,
    /// Rows in hand.
    pub rows: usize,
    /// Rows on their way at this moment.
    pub in_flight: usize,
}

/// Connections of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// What they are for: `durable` commits wait for the disk, `marks` don't.
    pub name: &'static str,
    /// That somebody uses now.
    pub busy: u32,
    /// That nobody uses.
    pub idle: u32,
    /// The most there may be.
    pub most: u32,
}

fn pool(name: &'static str, pool: &PgPool) -> Pool {
    let (size, idle) = (pool.size(), u32::try_from(pool.num_idle()).unwrap_or(u32::MAX));
    Pool { name, busy: size.saturating_sub(idle), idle, most: pool.options().get_max_connections() }
}

impl Desk {
    /// What this process counted. Asks nobody and waits for nothing.
    pub fn counted(&self) -> Figures {
        let both = [Platform::Telegram, Platform::Discord];
        Figures {
            now: self.clock.now(),
            epoch: self.epoch(),
            taken: both.map(|platform| self.tally.taken_from(platform)).into(),
            delivered: both.map(|platform| self.tally.delivered_to(platform)).into(),
            lanes: self.lanes.load(),
            passes: self.tally.passes(),
            told: self.tally.steps_told(),
            broken: self.tally.broken(),
            pools: [pool("durable", &self.pool), pool("marks", &self.lax)],
            sides: self.sides().into_iter().map(|side| (side.platform, side.lost_at.is_some())).collect(),
        }
    }

    /// A round of that pass failed and will be tried again.
    pub fn note_failure(&self, pass: Pass) {
        self.tally.broke(pass);
    }

    /// What the rows say.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn backlog(&self) -> Result<Backlog, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        Ok(store::figures::backlog(&mut db, self.clock.now()).await?)
    }

    /// So old was the newest update of the last batch when it was taken, by the platform's own time.
    pub fn note_lag(&self, platform: Platform, said: DateTime<Utc>) {
        let lag: TimeDelta = self.clock.now() - said;
        self.tally.lagged(platform, lag);
    }
}
