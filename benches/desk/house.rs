//! A desk over a database, with a courier that answers at once and remembers who was told what.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use super::people::message;
use aftercare::{
    clock::Clock,
    config::{Config, Environment},
    desk::{
        Act, Button, Courier, Couriers, Delivery, DeliveryError, Desk, Entropy, FetchError, Keep, Pace,
        Parts, Receipt, Seal, Settings, Tenure,
    },
    domain::{
        catalogue::Catalogue,
        chat::{Address, File, Platform},
        terms::Inputs,
    },
    store::pools::{self, PoolSettings, Pools},
};
use anyhow::{Result, ensure};
use chrono::TimeDelta;
use dashmap::DashMap;
use sqlx::postgres::PgConnectOptions;
use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
};

/// The staff group of the desks of a run.
pub const STAFF: i64 = -1_009_999_999_999;

/// Whether anything is on its way; the words in it tell it from the desk's own statements.
pub const LOOKING_ON: &str = "SELECT /* looking on */ EXISTS (
    SELECT FROM outbox WHERE state IN ('queued', 'sending') AND not_before <= now())";

/// A message as its reader sees it.
pub struct Heard {
    pub rows: Vec<Vec<Button>>,
    pub at: Instant,
}

/// Brings everything at once.
#[derive(Clone, Default)]
pub struct Recorder {
    ears: Arc<DashMap<i64, mpsc::UnboundedSender<Heard>>>,
    held: Arc<DashMap<i64, Duration>>,
}

impl Recorder {
    /// What is posted in that chat from now on.
    pub fn listen(&self, chat: i64) -> mpsc::UnboundedReceiver<Heard> {
        let (mouth, ear) = mpsc::unbounded_channel();
        self.ears.insert(chat, mouth);
        ear
    }

    /// That chat has to wait so long, until it is let go.
    pub fn hold(&self, chat: i64, wait: Option<Duration>) {
        match wait {
            Some(wait) => self.held.insert(chat, wait),
            None => self.held.remove(&chat).map(|(_, wait)| wait),
        };
    }
}

impl Courier for Recorder {
    async fn deliver(&self, delivery: &Delivery) -> Result<Receipt, DeliveryError> {
        if let Some(wait) = self.held.get(&delivery.place.chat) {
            return Err(DeliveryError::NotSent { retry_after: Some(*wait), why: "too fast".to_owned() });
        }
        Ok(match &delivery.act {
            Act::OpenRoom { .. } => Receipt { messages: Vec::new(), thread: Some(message()) },
            Act::Post { rows, .. } => {
                // Why first: what its reader says next has a higher number.
                let id = message();
                if let Some(mouth) = self.ears.get(&delivery.place.chat) {
                    // Why: a customer whose claim is done no longer listens.
                    let _ = mouth.send(Heard { rows: rows.clone(), at: Instant::now() });
                }
                Receipt { messages: vec![id], thread: None }
            }
            Act::File { .. } | Act::Upload { .. } | Act::Place { .. } => {
                Receipt { messages: vec![message()], thread: None }
            }
            Act::Album { files, .. } => {
                Receipt { messages: files.iter().map(|_| message()).collect(), thread: None }
            }
            Act::UploadAlbum { files, .. } => {
                Receipt { messages: files.iter().map(|_| message()).collect(), thread: None }
            }
            Act::Edit { .. }
            | Act::EditCaption { .. }
            | Act::Pin { .. }
            | Act::Sign { .. }
            | Act::React { .. }
            | Act::Delete { .. }
            | Act::DropRoom
            | Act::Rename { .. }
            | Act::Fold
            | Act::Shut
            | Act::Aside { .. }
            | Act::Menu { .. } => Receipt::default(),
        })
    }

    async fn fetch(&self, _: &File, _: u64, _: mpsc::Sender<Vec<u8>>) -> Result<u64, FetchError> {
        Err(FetchError::Gone("there are no bytes here".to_owned()))
    }
}

/// The configuration as it is delivered.
pub fn shipped() -> Result<Config> {
    let today = Clock::system().now().date_naive();
    Config::load(&Environment::of::<&str, &str>([]), today)
        .map_err(|problems| anyhow::anyhow!(aftercare::config::report(&problems, None)))
}

/// The same, but for how much one customer may say.
pub fn config() -> Result<Config> {
    let mut config = shipped()?;
    // Why: a customer of the bench says in a second what one of life says in an hour.
    Arc::make_mut(&mut config.terms).caps.inputs = Inputs::UNBOUNDED;
    Ok(config)
}

/// As many connections as the delivered configuration has.
pub fn connections(database: PgConnectOptions, config: &Config) -> Pools {
    let size = config.technical.database.pool;
    let (acquire, idle) = (Duration::from_secs(5), Duration::from_mins(10));
    pools::open(
        database,
        PoolSettings { size, acquire, idle, statement: Duration::from_secs(30), ready: true },
    )
}

/// A desk; it does not deliver before `House::open`.
pub fn desk(pools: &Pools, config: &Config) -> Result<Arc<Desk>> {
    let settings = Settings {
        names: HashMap::from([(Platform::Telegram, "aftercare_desk_bot".to_owned())]),
        staff: vec![Address { platform: Platform::Telegram, chat: STAFF, thread: None }],
        recap: config.technical.telegram.recap_messages.into(),
        pace: Pace::default(),
        backoff: vec![Duration::from_secs(2)],
        attempts: 10,
        at_once: 64,
        batch: config.technical.delivery.batch.into(),
        lease: TimeDelta::hours(1),
        keep: Keep {
            seen: TimeDelta::days(8),
            sent: TimeDelta::days(30),
            quarantine: TimeDelta::days(30),
            case_months: 24,
        },
        seal: Seal::of("bench"),
        public_url: None,
        shared_intake: false,
    };
    Ok(Arc::new(Desk::new(Parts {
        pool: pools.durable.clone(),
        lax: pools.lax.clone(),
        clock: Clock::system(),
        real: Clock::system(),
        terms: Arc::clone(&config.terms),
        catalogue: Arc::new(Catalogue::embedded()?),
        settings,
        entropy: Entropy::Machine,
    })))
}

/// A desk at work.
pub struct House {
    pub desk: Arc<Desk>,
    pub recorder: Recorder,
    pools: Pools,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl House {
    pub async fn open(database: PgConnectOptions, config: &Config) -> Result<Self> {
        let pools = connections(database, config);
        pools.open_some().await;
        let desk = desk(&pools, config)?;
        ensure!(matches!(desk.hold("bench").await?, Tenure::Held(_)), "the lease is somebody else's");
        let recorder = Recorder::default();
        let (stop, stops) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let (at_work, couriers) =
            (Arc::clone(&desk), Arc::new(Couriers { telegram: Some(recorder.clone()), discord: None }));
        tasks.spawn(async move { at_work.deliver(&couriers, stops).await });
        Ok(Self { desk, recorder, pools, stop, tasks })
    }

    /// Waits until everything is delivered and marked.
    pub async fn rest(&self) -> Result<()> {
        while sqlx::query_scalar(LOOKING_ON).fetch_one(&self.pools.lax).await? {
            // Why asked, and in real time: the end is a state of rows that other tasks write, and it is measured.
            tokio::time::sleep(Duration::from_micros(500)).await;
        }
        Ok(())
    }

    /// Runs a statement on the desk's database.
    pub async fn run(&self, sql: &'static str) -> Result<()> {
        sqlx::raw_sql(sql).execute(&self.pools.durable).await?;
        Ok(())
    }

    pub async fn close(mut self) -> Result<()> {
        self.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
        self.desk.release().await?;
        self.pools.durable.close().await;
        self.pools.lax.close().await;
        Ok(())
    }
}
