//! `aftercare serve` and `aftercare migrate`.

use std::{str::FromStr, sync::Arc, time::Duration};

use axum::Router;
use chrono::TimeDelta;
use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::PgConnectOptions;
use tokio::signal::unix::{self, Signal, SignalKind};
use tracing::{info, warn};

use super::{
    AppError,
    build::{Blueprint, Running, start},
};
use crate::{
    clock::Clock,
    config::{self, Config, Problem, Severity},
    desk::{Desk, Entropy},
    domain::{catalogue::Catalogue, chat::Account},
    handout, health,
    store::{
        self,
        pools::{PoolSettings, Pools, Schema},
    },
};

/// How a desk of this configuration differs from `serve`'s: the demo gives it a clock and a name of its own.
pub struct Manner {
    /// The desk's time.
    pub clock: Clock,
    /// The name it holds the lease under.
    pub holder: String,
    /// Speak as fast as the platform answers.
    pub unpaced: bool,
}

/// Runs the desk until SIGTERM or SIGINT; a second signal ends it at once.
pub async fn serve(config: Config) -> Result<(), AppError> {
    let missing = config.missing_for_serve();
    if missing.iter().any(|p| p.severity == Severity::Error) {
        return Err(AppError::Config(config::report(&missing, Some(&config))));
    }
    for problem in config.warnings.iter().chain(&missing) {
        warn!(event = "config.warning", key = %problem.key, "{} {}", problem.key, problem.what);
    }
    let holder = format!("{:016x}", getrandom::u64().map_err(|e| AppError::doing("randomness", e))?);
    let manner = Manner { clock: Clock::system(), holder, unpaced: false };
    // Why from the beginning: a start waits for what is away, and the first process of a container is not ended by a signal
    // it does not listen to.
    let mut signals = Signals::listen()?;
    let (running, mut http) = tokio::select! {
        biased;
        stop = signals.next() => {
            info!(event = "stopped", signal = stop, "{stop}: stopped before everything was there");
            return Ok(());
        }
        opened = open(&config, manner) => opened?,
    };
    let stop = signals.next().await;
    info!(event = "stopping", signal = stop, "{stop}: finishing what is on its way");
    tokio::select! {
        () = running.stop() => {}
        _ = signals.next() => warn!(event = "stopped.hurried", "a second signal: ending at once"),
    }
    http.abort_all();
    info!(event = "stopped", "stopped");
    Ok(())
}

/// Opens a desk and its health endpoint.
pub(super) async fn open(
    config: &Config,
    manner: Manner,
) -> Result<(Running, tokio::task::JoinSet<()>), AppError> {
    let url =
        config.database_url.as_ref().ok_or_else(|| AppError::Other("DATABASE_URL is not set".into()))?;
    let pools = connect(config, url, true)?;
    fits(&pools).await?;
    pools.open_some().await;
    let clock = manner.clock.clone();
    let running = start(Blueprint {
        terms: Arc::clone(&config.terms),
        catalogue: Arc::new(catalogue(config)?),
        technical: config.technical.clone(),
        pools,
        clock: manner.clock,
        entropy: Entropy::Machine,
        telegram: config.telegram.clone(),
        discord: config.discord.clone(),
        admins: config.admins.iter().map(|(platform, id)| Account { platform: *platform, id: *id }).collect(),
        holder: manner.holder,
        unpaced: manner.unpaced,
        public_url: config.public_url.clone(),
    })
    .await?;
    let http = listen(config, &running, clock).await?;
    Ok((running, http))
}

/// The texts, the operator's over ours.
pub(super) fn catalogue(config: &Config) -> Result<Catalogue, AppError> {
    Catalogue::with_overrides(&config.locales).map_err(|error| {
        AppError::Config(config::report(
            &[Problem::error(
                "locales",
                error.to_string(),
                "correct the named messages in the locales folder",
            )],
            Some(config),
        ))
    })
}

/// `ready` = new connections are made ready for messages before they are given out.
pub(super) fn connect(config: &Config, url: &SecretString, ready: bool) -> Result<Pools, AppError> {
    let options = options("DATABASE_URL", url)?;
    let database = &config.technical.database;
    let seconds = |s: u32| Duration::from_secs(s.into());
    let settings = PoolSettings {
        size: database.pool,
        acquire: seconds(database.acquire_timeout_s),
        idle: seconds(database.idle_timeout_s),
        statement: seconds(database.statement_timeout_s),
        ready,
    };
    Ok(store::pools::open(options, settings))
}

fn options(key: &str, url: &SecretString) -> Result<PgConnectOptions, AppError> {
    PgConnectOptions::from_str(url.expose_secret()).map_err(|_| {
        AppError::Other(format!("{key} can't be read; write postgres://USER:PASSWORD@HOST/DATABASE"))
    })
}

/// Whether the schema is one we know; a database that is away is waited for.
async fn fits(pools: &Pools) -> Result<(), AppError> {
    loop {
        let found = async {
            let mut db = pools.durable.acquire().await?;
            store::pools::schema(&mut db).await
        };
        match found.await {
            Ok(Schema::Fits) => return Ok(()),
            Ok(Schema::Older { has, needs }) => {
                return Err(AppError::Schema(format!(
                    "the database is at step {has} and this program needs step {needs}: run `aftercare migrate` first"
                )));
            }
            Ok(Schema::Newer { has }) => {
                return Err(AppError::Schema(format!(
                    "the database is at step {has}, more than one ahead of this program: run a newer release"
                )));
            }
            Err(error) if error.fault() == store::Fault::Outage => {
                warn!(event = "start.database.waiting", "the database can't be reached yet: {error}");
                // Why real time: what is waited for is the database, and nothing says when it is there.
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            Err(error) => return Err(AppError::doing("reading the schema", error)),
        }
    }
}

async fn listen(
    config: &Config,
    running: &Running,
    clock: Clock,
) -> Result<tokio::task::JoinSet<()>, AppError> {
    let mut tasks = tokio::task::JoinSet::new();
    let Some(address) = config.http else { return Ok(tasks) };
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(|error| AppError::doing(&format!("AFTERCARE_HTTP={address}"), error))?;
    let http = &config.technical.http;
    let limits = health::Limits {
        deaf_after: TimeDelta::seconds(http.deaf_after_s.into()),
        late_after: TimeDelta::seconds(http.late_after_s.into()),
        probe_timeout: Duration::from_secs(http.probe_timeout_s.into()),
    };
    // Why not behind a proxy: whoever comes through one looks as if they were here.
    let webhook = config.telegram.as_ref().and_then(|telegram| telegram.webhook.as_ref());
    let detailed = address.ip().is_loopback() && config.public_url.is_none() && webhook.is_none();
    let began = clock.now();
    let router = health::router(clock, Arc::clone(running.vitals()), probe(running.desk()), limits)
        .merge(health::status(Arc::clone(running.desk()), detailed))
        .merge(health::metrics(
            Arc::clone(running.desk()),
            Arc::clone(running.vitals()),
            began,
            limits.probe_timeout,
        ));
    let router = open_outside(config, running, router);
    tasks.spawn(async move {
        if let Err(error) = health::serve(listener, router, std::future::pending()).await {
            warn!(event = "http.ended", "the health endpoint ended: {error}");
        }
    });
    Ok(tasks)
}

/// Beside it what is reached from outside, and a guard before it all where there is anything of the kind.
fn open_outside(config: &Config, running: &Running, mut router: Router) -> Router {
    let url = config.public_url.as_deref();
    if url.is_some() {
        router = router.merge(handout::router(Arc::clone(running.desk())));
    }
    let webhook = config.telegram.as_ref().and_then(|telegram| telegram.webhook.as_ref());
    if let Some(brought) = running.webhook() {
        router = router.merge(brought);
    }
    if url.is_none() && webhook.is_none() {
        return router;
    }
    handout::guarded(router, url, webhook.map(|hook| (hook.url.as_str(), hook.path())))
}

fn probe(desk: &Arc<Desk>) -> health::Probe {
    let desk = Arc::clone(desk);
    Arc::new(move || {
        let desk = Arc::clone(&desk);
        Box::pin(async move {
            let staff_lost = desk.is_staff_lost();
            desk.oldest_due().await.ok().map(|oldest_due| health::Pulse { oldest_due, staff_lost })
        })
    })
}

/// Brings the database's schema up to this program: as the owner of its tables, where one is named for that.
pub async fn migrate(config: &Config) -> Result<(), AppError> {
    let owner = config.migrate_url.as_ref().map(|url| ("MIGRATE_DATABASE_URL", url));
    let (key, url) =
        owner.or(config.database_url.as_ref().map(|url| ("DATABASE_URL", url))).ok_or_else(|| {
            AppError::Other("DATABASE_URL is not set; write postgres://USER:PASSWORD@HOST/DATABASE".into())
        })?;
    store::pools::migrate(&options(key, url)?).await.map_err(|error| AppError::doing("migrating", error))
}

/// The signals that end a program.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From now on none is lost.
    fn listen() -> Result<Self, AppError> {
        let listen =
            |kind| unix::signal(kind).map_err(|error| AppError::doing("listening for signals", error));
        Ok(Self { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}

/// Waits for SIGTERM or SIGINT.
#[cfg(feature = "sandbox")]
pub(super) async fn signal() -> Result<&'static str, AppError> {
    Ok(Signals::listen()?.next().await)
}
