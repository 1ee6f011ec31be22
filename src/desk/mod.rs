//! The case service: owns transactions. Reads rows, lets the core decide, carries plans out, and delivers.
//!
//! `receive` takes what came in; `lanes` and `deliver` bring what is said to the platforms; `follow_up` does what is
//! due without anybody asking. Every change of truth is one transaction; no platform is called inside one; what a
//! process holds in memory (lanes, the last ids) can be thrown away at any instant.

mod carry_out;
pub mod courier;
mod deliver;
mod follow_up;
mod ids;
mod lanes;
mod marks;
mod receive;
mod rooms;
mod sheet;
mod show;
mod tenure;
mod work;

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{Connection, PgPool};
use tokio::sync::Notify;

use crate::{
    clock::Clock,
    domain::{
        catalogue::Catalogue,
        chat::{Account, Address, Platform},
        id::{PersonId, SendId},
        party::Role,
        terms::Terms,
    },
    store::{self, Fault, StoreError},
};

pub use courier::{Act, Button, Courier, Delivery, DeliveryError, Receipt, Refusal};
pub use deliver::Couriers;
pub use ids::Entropy;
pub use tenure::Tenure;

/// What the desk is told once, at its start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The bot's name on each platform, without the `@`.
    pub names: HashMap<Platform, String>,
    /// The staff side.
    pub staff: Option<Address>,
    /// How fast each platform may be spoken to.
    pub pace: Pace,
    /// Waits before the second, third, … try of a delivery; the last one repeats.
    pub backoff: Vec<Duration>,
    /// Tries before a delivery is given up.
    pub attempts: i16,
    /// How many deliveries may be on their way at once.
    pub at_once: usize,
    /// Rows one pass takes up.
    pub batch: i64,
    /// How long the lease lasts without being renewed.
    pub lease: TimeDelta,
    /// How long rows are kept.
    pub keep: Keep,
}

/// How fast a platform may be spoken to. `None` = as fast as it answers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pace {
    /// Between two messages to one chat.
    pub per_chat: Option<TimeDelta>,
    /// Messages to one group in any minute.
    pub group_per_minute: Option<u32>,
    /// Messages in any second, to everybody together.
    pub overall_per_second: Option<u32>,
    /// Between two edits of one card.
    pub per_card: Option<TimeDelta>,
}

/// How long rows are kept.
#[derive(Debug, Clone, Copy)]
pub struct Keep {
    /// Dedupe keys.
    pub seen: TimeDelta,
    /// Delivered rows.
    pub sent: TimeDelta,
    /// Quarantined updates.
    pub quarantine: TimeDelta,
}

/// The desk at a glance.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Status {
    /// The desk's time.
    pub now: DateTime<Utc>,
    /// This process holds the lease.
    pub in_office: bool,
    /// Rows of the outbox by their state.
    pub deliveries: std::collections::BTreeMap<String, i64>,
    /// When the next promise that still runs is due.
    pub next_promise: Option<DateTime<Utc>>,
}

/// Why the desk could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A decision fell over.
    #[error("a decision panicked")]
    Panicked,
}

impl DeskError {
    /// What to do about it.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Store(error) => error.fault(),
            Self::Panicked => Fault::Poison,
        }
    }
}

/// The desk.
pub struct Desk {
    pool: PgPool,
    /// Connections that do not wait for the disk: for marks whose loss repeats a delivery and nothing else.
    lax: PgPool,
    clock: Clock,
    terms: Arc<Terms>,
    catalogue: Arc<Catalogue>,
    settings: Settings,
    ids: ids::Ids,
    lanes: lanes::Lanes,
    /// Real time, for the lease: the desk's own clock may be moved.
    real: Clock,
    tenure: tenure::State,
    /// Rows of the table may be due.
    wake: Notify,
    /// Rows are in hand.
    handed: Notify,
}

/// Everything a desk is made of.
pub struct Parts {
    /// Connections that commit durably.
    pub pool: PgPool,
    /// Connections with `synchronous_commit` off.
    pub lax: PgPool,
    /// The time.
    pub clock: Clock,
    /// The brand's terms.
    pub terms: Arc<Terms>,
    /// The texts.
    pub catalogue: Arc<Catalogue>,
    /// Everything technical.
    pub settings: Settings,
    /// Where random bits come from.
    pub entropy: Entropy,
}

impl Desk {
    /// A desk that holds no lease yet.
    pub fn new(parts: Parts) -> Self {
        let Parts { pool, lax, clock, terms, catalogue, settings, entropy } = parts;
        Self {
            pool,
            lax,
            clock,
            terms,
            catalogue,
            ids: ids::Ids::new(entropy),
            lanes: lanes::Lanes::new(settings.pace),
            settings,
            real: Clock::system(),
            tenure: tenure::State::default(),
            wake: Notify::new(),
            handed: Notify::new(),
        }
    }

    /// The desk's clock.
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The name of the bot on a platform.
    fn name_on(&self, platform: Platform) -> &str {
        self.settings.names.get(&platform).map_or("", String::as_str)
    }

    /// Makes exactly these accounts admins by configuration: others lose what the configuration gave them.
    pub async fn set_floor(&self, admins: &[Account]) -> Result<(), DeskError> {
        let now = self.clock.now();
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let mut still = Vec::new();
        for account in admins {
            let new = PersonId(self.ids.one(&mut tx).await?);
            let person = store::agents::person_of(&mut tx, *account, new, now).await?;
            store::agents::put(&mut tx, person, Role::Admin, &[], true, None, now).await?;
            still.push(person);
        }
        store::agents::drop_floor(&mut tx, &still, now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(())
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        db.ping().await.map_err(StoreError::from)?;
        Ok(())
    }

    /// Since when the oldest due delivery has been waiting.
    pub async fn oldest_due(&self) -> Result<Option<DateTime<Utc>>, DeskError> {
        let now = self.clock.now();
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        Ok(store::outbox_care::oldest_due(&mut db, now).await?)
    }

    /// What is on its way and what is promised next, for whoever looks on.
    pub async fn status(&self) -> Result<Status, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let deliveries = store::outbox_care::counts(&mut db).await?;
        let next_promise = store::clocks::next_due(&mut db, self.clock.now()).await?;
        Ok(Status { now: self.clock.now(), in_office: self.epoch().is_some(), deliveries, next_promise })
    }

    /// Deletes what has been kept long enough; small batches until nothing is left.
    pub async fn tidy(&self) -> Result<u64, DeskError> {
        let now = self.clock.now();
        let keep = self.settings.keep;
        let since = store::housekeeping::Since {
            seen: now - keep.seen,
            sent: now - keep.sent,
            quarantine: now - keep.quarantine,
            parked: now - keep.sent,
        };
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let mut gone = 0;
        loop {
            match store::housekeeping::sweep(&mut db, &since).await? {
                0 => return Ok(gone),
                some => gone += some,
            }
        }
    }

    /// Whether a delivered or undelivered row is known to stand at a message already; see `receive`.
    fn where_is(&self, prompt: SendId) -> lanes::Whereabouts {
        self.lanes.whereabouts(prompt)
    }
}
