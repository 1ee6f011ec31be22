//! The case service: owns transactions. Reads rows, lets the core decide, carries plans out, and delivers.
//!
//! `receive` takes what came in; `lanes` and `deliver` bring what is said to the platforms; `follow_up` does what is
//! due without anybody asking. Every change of truth is one transaction; no platform is called inside one; what a
//! process holds in memory (lanes, the last ids) can be thrown away at any instant.

mod again;
mod alive;
mod answers;
mod appointments;
mod bring;
mod calls;
mod carry_out;
mod codes;
pub mod courier;
mod deliver;
mod destination;
mod detail;
mod digest;
mod drafts;
mod endings;
mod erase;
mod fence;
mod figures;
mod files;
mod follow_up;
mod forms;
mod gather;
mod holidays;
mod homes;
mod ids;
mod index;
pub mod keep;
mod lanes;
mod letters;
mod lots;
mod marks;
mod menus;
mod obstacles;
mod offers;
mod paces;
mod persons;
mod places;
mod print;
mod quotes;
mod reach;
mod recap;
mod receive;
mod reckon;
mod recovery;
mod reports;
mod rooms;
mod round;
mod seal;
mod shared;
mod sheet;
mod show;
mod side;
mod spoken;
mod suggest;
mod surveys;
mod sweep;
mod tally;
mod tenure;
mod tidy;
mod together;
mod turns;
mod work;
mod written;

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

pub use courier::{
    Act, Attached, Button, Bytes, Courier, Delivery, DeliveryError, FetchError, Receipt, Refusal,
};
pub use deliver::Couriers;
pub use detail::Detail;
pub use figures::{Figures, Load, Pool};
pub use forms::FormWords;
pub use ids::Entropy;
pub use offers::{Form, InEach, Offer, Slot};
pub use seal::{PASSES, Seal};
pub use store::{figures::Backlog, passes::Handed};
pub use suggest::Suggested;
pub use tally::{Delivered, Distribution, Pass, Taken};
pub use tenure::Tenure;

/// How often a lost race is run again before the rows themselves are suspected.
const RACES: u32 = 5;

/// What the desk is told once, at its start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The bot's name on each platform, without the `@`.
    pub names: HashMap<Platform, String>,
    /// The staff sides as the environment names them, at most one a platform; where they are by now are rows.
    pub staff: Vec<Address>,
    /// How many messages of a case are told again in a room that had to be opened anew.
    pub recap: i64,
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
    /// What one-time links are made with.
    pub seal: Seal,
    /// Where links to files lead, without a slash at its end; absent = none are made.
    pub public_url: Option<String>,
    /// Updates are taken by processes that are not in office, too: who is has to look for what they have written.
    pub shared_intake: bool,
}

/// How fast the platforms may be spoken to. `None` = as fast as they answer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pace {
    /// Between two messages to one chat of Telegram.
    pub per_chat: Option<TimeDelta>,
    /// Messages to one group of Telegram in any minute.
    pub group_per_minute: Option<u32>,
    /// Messages to one channel or thread of Discord.
    pub per_channel: Option<Burst>,
    /// Messages in any second, to everybody together.
    pub overall_per_second: Option<u32>,
    /// Between two edits of one card.
    pub per_card: Option<TimeDelta>,
}

/// So many at once, and then none until the first of them is so long ago.
#[derive(Debug, Clone, Copy)]
pub struct Burst {
    /// How many.
    pub messages: u32,
    /// In which time.
    pub within: TimeDelta,
}

impl Burst {
    /// What Discord takes in one channel without a wait for it.
    pub const OF_DISCORD: Self = Self { messages: 5, within: TimeDelta::seconds(5) };
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
    /// Words and files of a case that has ended, in months.
    pub case_months: u32,
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
    /// Files of people by what became of them: waiting, kept, refused, lost.
    pub files: std::collections::BTreeMap<String, i64>,
    /// When the next promise that still runs is due.
    pub next_promise: Option<DateTime<Utc>>,
    /// Since when the bot can't write on a staff side.
    pub staff_lost_at: Option<DateTime<Utc>>,
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

    /// Whether the rows themselves were against it, and not others who were at them.
    fn is_broken_rule(&self) -> bool {
        match self {
            Self::Store(error) => error.code().starts_with("23"),
            Self::Panicked => false,
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
    fetching: keep::Fetching,
    paces: paces::Paces,
    sides: side::Sides,
    reckoned: reckon::Reckoned,
    asked: holidays::Asked,
    digested: digest::Digested,
    tally: tally::Tally,
    walked: tidy::Walked,
    together: together::Together,
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
    /// The machine's time, which the lease runs on.
    pub real: Clock,
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
        let Parts { pool, lax, clock, real, terms, catalogue, settings, entropy } = parts;
        Self {
            pool,
            lax,
            clock,
            terms,
            catalogue,
            ids: ids::Ids::new(entropy),
            lanes: lanes::Lanes::new(settings.pace),
            sides: side::Sides::new(&settings.staff),
            settings,
            real,
            tenure: tenure::State::default(),
            fetching: keep::Fetching::new(),
            paces: paces::Paces::default(),
            reckoned: reckon::Reckoned::default(),
            asked: holidays::Asked::default(),
            digested: digest::Digested::default(),
            tally: tally::Tally::new(),
            walked: tidy::Walked::default(),
            together: together::Together::default(),
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
        let free = store::agents::drop_floor(&mut tx, &still, self.reopened_since(now), now).await?;
        self.finish(tx, crate::domain::front::let_go(&free, None, now)).await
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        Ok(db.ping().await.map_err(StoreError::from)?)
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
        let files = store::evidence::counts(&mut db).await?.into_iter().collect();
        let next_promise = store::clocks::next_due(&mut db, self.clock.now()).await?;
        let staff_lost_at = self.sides().into_iter().filter_map(|side| side.lost_at).min();
        let (now, in_office) = (self.clock.now(), self.epoch().is_some());
        Ok(Status { now, in_office, deliveries, files, next_promise, staff_lost_at })
    }

    /// Whether a delivered or undelivered row is known to stand at a message already; see `receive`.
    fn where_is(&self, prompt: SendId) -> lanes::Whereabouts {
        self.lanes.whereabouts(prompt)
    }
}
