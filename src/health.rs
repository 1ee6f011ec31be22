//! The private endpoint that says whether the desk is alive: `GET /healthz`, 200 or 503. Beside it `/status`, and `/metrics`.
//!
//! Alive means: the database answers, the platforms that are on were heard lately, nothing due waits for long. The
//! answer holds no version, no counts and no names, so that a stranger who reaches it learns nothing. Not here: what
//! the probe asks (its caller knows the database), who listens in on which address (`config`).

mod exposition;
mod metrics;

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    Json, Router,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

pub use metrics::metrics;

use crate::{clock::Clock, desk::Desk};

/// What a running process notes about itself. Shared between those who note and the endpoint.
pub struct Vitals {
    on_telegram: bool,
    /// Its updates are brought, and not asked for.
    by_webhook: bool,
    polling: AtomicBool,
    last_poll_ms: AtomicI64,
    gateway: Option<Silence>,
    heard: Option<Hearing>,
    rivals: AtomicU64,
    webhooks: AtomicU64,
    elsewhere: AtomicU64,
}

/// How often Telegram gave its updates to somebody else, by why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Conflicts {
    rivals: u64,
    webhooks: u64,
    elsewhere: u64,
}

/// What was heard at Discord's gateway since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// Sessions that began.
    pub sessions: u64,
    /// Events nobody could read.
    pub unread: u64,
}

/// Tells what was heard.
pub type Hearing = Arc<dyn Fn() -> Heard + Send + Sync>;

/// For how long Discord's gateway has not been heard; nothing while it is not listened to.
pub type Silence = Arc<dyn Fn() -> Option<Duration> + Send + Sync>;

impl Vitals {
    /// Of a process with these platforms that does not listen to them (yet): another one may hold the lease.
    pub const fn new(on_telegram: bool, gateway: Option<Silence>) -> Self {
        Self {
            on_telegram,
            by_webhook: false,
            polling: AtomicBool::new(false),
            last_poll_ms: AtomicI64::new(0),
            gateway,
            heard: None,
            rivals: AtomicU64::new(0),
            webhooks: AtomicU64::new(0),
            elsewhere: AtomicU64::new(0),
        }
    }

    /// The same, and what is heard at Discord's gateway.
    #[must_use]
    pub fn hearing(self, heard: Option<Hearing>) -> Self {
        Self { heard, ..self }
    }

    /// The same of a process that is brought Telegram's updates, or not.
    #[must_use]
    pub fn by_webhook(self, by_webhook: bool) -> Self {
        Self { by_webhook, ..self }
    }

    /// From now on polls are expected, or good words of the webhook; the first has as much time as any other.
    pub fn polling_begins(&self, now: DateTime<Utc>) {
        self.polled(now);
        self.polling.store(true, Ordering::Release);
    }

    /// No polls are expected any more.
    pub fn polling_ends(&self) {
        self.polling.store(false, Ordering::Release);
    }

    /// A request for updates was answered well, with updates or without; or the webhook was found well.
    pub fn polled(&self, now: DateTime<Utc>) {
        self.last_poll_ms.store(now.timestamp_millis(), Ordering::Release);
    }

    /// A poll was refused: another process polls with the same token.
    pub fn met_a_rival(&self) {
        self.rivals.fetch_add(1, Ordering::Relaxed);
    }

    /// A poll was refused: a webhook is set.
    pub fn met_a_webhook(&self) {
        self.webhooks.fetch_add(1, Ordering::Relaxed);
    }

    /// Our webhook was found to lead to somebody else.
    pub fn was_led_elsewhere(&self) {
        self.elsewhere.fetch_add(1, Ordering::Relaxed);
    }

    /// The platforms that are on.
    fn platforms(&self) -> Vec<&'static str> {
        let telegram = self.on_telegram.then_some("telegram");
        telegram.into_iter().chain(self.gateway.as_ref().map(|_| "discord")).collect()
    }

    /// For how long each platform that is on has not been heard; nothing while it is not listened to.
    fn silences(&self, now: DateTime<Utc>) -> Vec<(&'static str, Option<TimeDelta>)> {
        let polled = || {
            let since = now.timestamp_millis() - self.last_poll_ms.load(Ordering::Acquire);
            self.polling.load(Ordering::Acquire).then(|| TimeDelta::milliseconds(since.max(0)))
        };
        let telegram = self.on_telegram.then(|| ("telegram", polled()));
        let discord = self
            .gateway
            .as_ref()
            .map(|silence| ("discord", silence().map(|s| TimeDelta::from_std(s).unwrap_or(TimeDelta::MAX))));
        telegram.into_iter().chain(discord).collect()
    }

    /// Where Telegram is on.
    fn conflicts(&self) -> Option<Conflicts> {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        self.on_telegram.then(|| Conflicts {
            rivals: read(&self.rivals),
            webhooks: read(&self.webhooks),
            elsewhere: read(&self.elsewhere),
        })
    }

    fn heard(&self) -> Option<Heard> {
        self.heard.as_ref().map(|heard| heard())
    }

    /// Why no poll can be missed before `polling_begins`: the flag is set after the time.
    fn telegram(&self, now: DateTime<Utc>, deaf_after: TimeDelta, by_webhook: bool) -> Option<Ear> {
        if !self.on_telegram || self.by_webhook != by_webhook {
            return None;
        }
        if !self.polling.load(Ordering::Acquire) {
            return Some(Ear::Off);
        }
        let since = now.timestamp_millis() - self.last_poll_ms.load(Ordering::Acquire);
        Some(if since > deaf_after.num_milliseconds() { Ear::Deaf } else { Ear::Ok })
    }

    fn gateway(&self, deaf_after: TimeDelta) -> Option<Ear> {
        let silence = self.gateway.as_ref()?();
        let since = |silence| TimeDelta::from_std(silence).unwrap_or(TimeDelta::MAX);
        Some(silence.map_or(
            Ear::Off,
            |silence| {
                if since(silence) > deaf_after { Ear::Deaf } else { Ear::Ok }
            },
        ))
    }
}

/// What the database says when it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pulse {
    /// When the longest waiting message was due; absent when none waits.
    pub oldest_due: Option<DateTime<Utc>>,
    /// The bot can't write where the staff works.
    pub staff_lost: bool,
}

/// Asks the database; `None` when it does not answer well.
pub type Probe = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Option<Pulse>> + Send>> + Send + Sync>;

/// When something counts as ill.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The last good poll or good word of the webhook, or the gateway's last sign of life, is older.
    pub deaf_after: TimeDelta,
    /// The oldest due message is older.
    pub late_after: TimeDelta,
    /// The probe takes longer.
    pub probe_timeout: Duration,
}

#[derive(Clone)]
struct Health {
    clock: Clock,
    vitals: Arc<Vitals>,
    probe: Probe,
    limits: Limits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Database {
    Ok,
    Down,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Ear {
    Ok,
    Off,
    Deaf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum OldestDue {
    Ok,
    Late,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Staff {
    Ok,
    Lost,
    Unknown,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Checks {
    database: Database,
    /// Telegram's, where that is on and asked for updates.
    #[serde(skip_serializing_if = "Option::is_none")]
    poller: Option<Ear>,
    /// Telegram's, where that is on and brings updates.
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook: Option<Ear>,
    /// Discord's, where that is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    gateway: Option<Ear>,
    oldest_due: OldestDue,
    staff: Staff,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Answer {
    ok: bool,
    checks: Checks,
}

/// The endpoint. Anything but `GET /healthz` is not found.
pub fn router(clock: Clock, vitals: Arc<Vitals>, probe: Probe, limits: Limits) -> Router {
    Router::new().route("/healthz", get(healthz)).with_state(Health { clock, vitals, probe, limits })
}

/// The desk at a glance, for a page on the same machine. `GET /status`; with `?detail=1`, where `detailed`, every
/// delivery and every clock with its state.
pub fn status(desk: Arc<Desk>, detailed: bool) -> Router {
    Router::new().route("/status", get(glance)).with_state((desk, detailed))
}

#[derive(Deserialize)]
struct Asked {
    detail: Option<u8>,
}

async fn glance(
    State((desk, detailed)): State<(Arc<Desk>, bool)>,
    Query(Asked { detail }): Query<Asked>,
) -> Result<Response, StatusCode> {
    let away = |_| StatusCode::SERVICE_UNAVAILABLE;
    match detail {
        None | Some(0) => desk.status().await.map(|status| Json(status).into_response()).map_err(away),
        // Why: rows name chats by their numbers; beyond this machine nobody needs them.
        Some(_) if !detailed => Err(StatusCode::NOT_FOUND),
        Some(_) => desk.detail().await.map(|detail| Json(detail).into_response()).map_err(away),
    }
}

/// Answers on `listener` until `stop` is ready and the requests at hand are answered.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}

async fn healthz(State(health): State<Health>) -> (StatusCode, Json<Answer>) {
    let pulse = tokio::time::timeout(health.limits.probe_timeout, (health.probe)()).await.ok().flatten();
    let checks = health.examine(pulse);
    let ok = checks.database == Database::Ok
        && ![checks.poller, checks.webhook, checks.gateway].contains(&Some(Ear::Deaf))
        && checks.oldest_due == OldestDue::Ok;
    let status = if ok { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Answer { ok, checks }))
}

impl Health {
    fn examine(&self, pulse: Option<Pulse>) -> Checks {
        let now = self.clock.now();
        let late = |due: DateTime<Utc>| now - due > self.limits.late_after;
        Checks {
            database: if pulse.is_some() { Database::Ok } else { Database::Down },
            poller: self.vitals.telegram(now, self.limits.deaf_after, false),
            webhook: self.vitals.telegram(now, self.limits.deaf_after, true),
            gateway: self.vitals.gateway(self.limits.deaf_after),
            oldest_due: match pulse {
                None => OldestDue::Unknown,
                Some(pulse) if pulse.oldest_due.is_some_and(late) => OldestDue::Late,
                Some(_) => OldestDue::Ok,
            },
            // Why it does not make the desk ill: people have to put the bot back, and a restart would help nobody.
            staff: match pulse {
                None => Staff::Unknown,
                Some(pulse) if pulse.staff_lost => Staff::Lost,
                Some(_) => Staff::Ok,
            },
        }
    }
}
