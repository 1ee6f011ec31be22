//! `GET /metrics`: the desk in figures, in Prometheus' text format.
//!
//! What a process counts is read from memory; what the rows say is one bounded statement, asked at most once in some seconds
//! however many ask. While the database is away everything else is still answered, and that it is away is one of the figures.
//! Labels are words of ours alone. What each figure means, and which of them wake somebody, stands in `docs/metrics.md`.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;

use super::{
    Vitals,
    exposition::{CONTENT_TYPE, Labels, Page, float},
};
use crate::desk::{Backlog, Desk, Figures};

/// For how long what the rows said is told again.
const FRESH: Duration = Duration::from_secs(5);
/// Microseconds of a second.
const MICROS: f64 = 1e6;

struct Exporter {
    desk: Arc<Desk>,
    vitals: Arc<Vitals>,
    /// When this process began.
    began: DateTime<Utc>,
    /// How long the database may take.
    patience: Duration,
    /// What the rows said last.
    last: Mutex<Option<(Instant, Backlog)>>,
}

/// The desk in figures. `GET /metrics`; `began` = when this process did, `patience` = how long the database may take.
pub fn metrics(desk: Arc<Desk>, vitals: Arc<Vitals>, began: DateTime<Utc>, patience: Duration) -> Router {
    let exporter = Exporter { desk, vitals, began, patience, last: Mutex::new(None) };
    Router::new().route("/metrics", get(tell)).with_state(Arc::new(exporter))
}

async fn tell(State(exporter): State<Arc<Exporter>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, CONTENT_TYPE)], exporter.page().await)
}

impl Exporter {
    async fn page(&self) -> String {
        let backlog = self.backlog().await;
        let mut figures = self.desk.counted();
        let on = self.vitals.platforms();
        figures.taken.retain(|taken| on.contains(&taken.platform.name()));
        figures.delivered.retain(|delivered| on.contains(&delivered.platform.name()));
        let mut page = Page::default();
        process(&mut page, &figures, self.began);
        platforms(&mut page, &figures, &self.vitals);
        intake(&mut page, &figures);
        deliveries(&mut page, &figures);
        work(&mut page, &figures);
        let help = "1 = the database answered within http.probe_timeout_s; 0 = it did not, and figures of rows are missing.";
        page.value("aftercare_database_up", help, flag(backlog.is_some()));
        if let Some(backlog) = backlog {
            rows(&mut page, &backlog, figures.now);
        }
        page.text()
    }

    /// What the rows say; `None` when the database does not answer.
    async fn backlog(&self) -> Option<Backlog> {
        // Why the lock is held meanwhile: of many who ask at once one asks the database.
        let mut last = self.last.lock().await;
        if let Some((at, backlog)) = last.as_ref()
            && at.elapsed() < FRESH
        {
            return Some(backlog.clone());
        }
        let asked = tokio::time::timeout(self.patience, self.desk.backlog()).await;
        let backlog = asked.ok().and_then(Result::ok);
        *last = backlog.clone().map(|backlog| (Instant::now(), backlog));
        backlog
    }
}

fn process(page: &mut Page, figures: &Figures, began: DateTime<Utc>) {
    let version = vec![("version", env!("CARGO_PKG_VERSION"))];
    page.gauge("aftercare_build_info", "Always 1; the version is its label.", [(version, 1.0)]);
    let help = "When this process started, in seconds since 1970.";
    page.value("process_start_time_seconds", help, since_1970(began));
    let help = "1 = this process is in office: it listens, delivers and sweeps.";
    page.value("aftercare_lease_held", help, flag(figures.epoch.is_some()));
    let help = "The epoch of the lease this process holds; each change of hands raises it.";
    let epoch = figures.epoch.and_then(|epoch| u64::try_from(epoch).ok());
    page.gauge("aftercare_lease_epoch", help, epoch.map(|epoch| (Labels::new(), float(epoch))));
}

fn platforms(page: &mut Page, figures: &Figures, vitals: &Vitals) {
    let heard = vitals.silences(figures.now);
    let help = "1 = this process listens to that platform; 0 = another one does, or nobody.";
    let listening = heard.iter().map(|(name, silence)| (on(name), flag(silence.is_some())));
    page.gauge("aftercare_listening", help, listening);
    let help = "While it is listened to: since Telegram's last good answer to a poll or good word of its webhook, or since Discord's gateway was last connected.";
    let silences = heard.iter().filter_map(|(name, silence)| Some((on(name), seconds((*silence)?))));
    page.gauge("aftercare_silence_seconds", help, silences);
    let help = "How often Telegram gave its updates to somebody else: a poll refused with 409, because another process polls (rival) or a webhook is set (webhook); or our webhook led away (elsewhere).";
    let conflicts = vitals.conflicts().into_iter().flat_map(|found| {
        let each = [("rival", found.rivals), ("webhook", found.webhooks), ("elsewhere", found.elsewhere)];
        each.map(|(with, count)| (vec![("with", with)], count))
    });
    page.counter("aftercare_poll_conflicts_total", help, conflicts);
    let gateway = vitals.heard();
    let help = "Sessions begun at Discord's gateway; what was said before one begins is fetched, as far as it can be.";
    page.counter(
        "aftercare_gateway_sessions_total",
        help,
        gateway.map(|heard| (Labels::new(), heard.sessions)),
    );
    let help = "Events of Discord that could not be read.";
    page.counter("aftercare_gateway_unread_total", help, gateway.map(|heard| (Labels::new(), heard.unread)));
    let help = "1 = the bot can't write where the staff works on that platform.";
    let lost = figures.sides.iter().map(|(platform, lost)| (on(platform.name()), flag(*lost)));
    page.gauge("aftercare_staff_lost", help, lost);
}

fn intake(page: &mut Page, figures: &Figures) {
    let each = || figures.taken.iter().map(|taken| (on(taken.platform.name()), taken));
    let help = "Updates by what became of them: taken, repeated (they had had their effect before), quarantined (nobody could take them).";
    let updates = each().flat_map(|(labels, taken)| {
        let ends = [("taken", taken.fresh), ("repeated", taken.repeated), ("quarantined", taken.quarantined)];
        ends.map(|(outcome, count)| (and(&labels, "outcome", outcome), count))
    });
    page.counter("aftercare_updates_total", help, updates);
    let help = "Tries at a batch that could not be committed; it is tried again until it can.";
    page.counter(
        "aftercare_batches_failed_total",
        help,
        each().map(|(labels, taken)| (labels, taken.failed)),
    );
    let help = "Updates of each batch that was committed.";
    page.histogram(
        "aftercare_batch_updates",
        help,
        1.0,
        each().map(|(labels, taken)| (labels, &taken.sizes)),
    );
    let help = "From the beginning of a batch to its commit.";
    page.histogram(
        "aftercare_batch_seconds",
        help,
        MICROS,
        each().map(|(labels, taken)| (labels, &taken.times)),
    );
    let help = "When the last batch was committed, in seconds since 1970.";
    let last = each().filter_map(|(labels, taken)| Some((labels, since_1970(taken.last?))));
    page.gauge("aftercare_last_batch_timestamp_seconds", help, last);
    let help =
        "How old the newest update of the last batch was when it was taken, by the platform's own time.";
    let lag = each().filter_map(|(labels, taken)| Some((labels, seconds(taken.lag?))));
    page.gauge("aftercare_intake_lag_seconds", help, lag);
}

fn deliveries(page: &mut Page, figures: &Figures) {
    let help = "Deliveries by how they ended: sent, postponed (tried again), uncertain (a person decides), undelivered (given up).";
    let ends = figures.delivered.iter().flat_map(|of| {
        let labels = on(of.platform.name());
        let ends = [
            ("sent", of.sent),
            ("postponed", of.postponed),
            ("uncertain", of.uncertain),
            ("undelivered", of.undelivered),
        ];
        ends.map(|(outcome, count)| (and(&labels, "outcome", outcome), count))
    });
    page.counter("aftercare_deliveries_total", help, ends);
    let whole = |count: usize| float(u64::try_from(count).unwrap_or(u64::MAX));
    let help = "Destinations that wait: for a further try, or because the platform asked for a pause.";
    page.value("aftercare_lanes_waiting", help, whole(figures.lanes.waiting));
    let help = "Messages this process holds in memory, not yet on their way.";
    page.value("aftercare_lanes_rows", help, whole(figures.lanes.rows));
    let help = "Messages on their way at this moment.";
    page.value("aftercare_deliveries_in_flight", help, whole(figures.lanes.in_flight));
}

fn work(page: &mut Page, figures: &Figures) {
    let help = "How long each look for everything that is due took, promises included.";
    page.histogram("aftercare_pass_seconds", help, MICROS, [(Labels::new(), &figures.passes)]);
    let help = "Steps of promises that somebody was told of: warnings, breaches, escalations.";
    page.counter("aftercare_steps_told_total", help, [(Labels::new(), figures.told)]);
    let help = "Rounds of a pass that failed and are tried again; what was due then is done later.";
    let broken = figures.broken.iter().map(|(pass, count)| (vec![("pass", pass.name())], *count));
    page.counter("aftercare_passes_failed_total", help, broken);
    let help = "Connections to the database; the pool of marks is for those that do not wait for the disk.";
    let connections = figures.pools.iter().flat_map(|pool| {
        let labels = vec![("pool", pool.name)];
        [("busy", pool.busy), ("idle", pool.idle)]
            .map(|(state, count)| (and(&labels, "state", state), f64::from(count)))
    });
    page.gauge("aftercare_database_connections", help, connections);
    let help = "The most connections a pool may have.";
    let most = figures.pools.iter().map(|pool| (vec![("pool", pool.name)], f64::from(pool.most)));
    page.gauge("aftercare_database_connections_max", help, most);
}

fn rows(page: &mut Page, backlog: &Backlog, now: DateTime<Utc>) {
    let age = |since: Option<DateTime<Utc>>| since.map_or(0.0, |since| seconds(now - since).max(0.0));
    let states = |label: &'static str, counts: &[(&'static str, i64)]| -> Vec<(Labels, f64)> {
        counts.iter().map(|(state, count)| (vec![(label, *state)], count_of(*count))).collect()
    };
    let help = "Messages by state; uncertain and undelivered as in /undelivered. Counts of rows end at 5000: that many or more.";
    let counts = [
        ("queued", backlog.queued),
        ("sending", backlog.sending),
        ("uncertain", backlog.uncertain),
        ("undelivered", backlog.undelivered),
    ];
    page.gauge("aftercare_outbox_rows", help, states("state", &counts));
    let help = "For how long the longest waiting message has been due; 0 = none waits.";
    page.value("aftercare_outbox_oldest_due_seconds", help, age(backlog.oldest_due));
    let help = "Promises: running, due within the hour, over (their time is up and nobody has looked yet), missed (broken and still owed, by case).";
    let counts = [
        ("running", backlog.running),
        ("due_within_hour", backlog.soon),
        ("over", backlog.over),
        ("missed", backlog.missed),
    ];
    page.gauge("aftercare_promises", help, states("state", &counts));
    let help = "For how long the oldest look at a promise has been owed; 0 = none is.";
    page.value("aftercare_promises_oldest_look_seconds", help, age(backlog.oldest_look));
    let help =
        "For how long the oldest look at something else with a time of its own has been owed; 0 = none is.";
    let looks = [
        ("appointments", backlog.oldest_appointment),
        ("quotes", backlog.oldest_quote),
        ("surveys", backlog.oldest_survey),
    ];
    let looks = looks.into_iter().map(|(of, since)| (vec![("of", of)], age(since)));
    page.gauge("aftercare_oldest_look_seconds", help, looks);
    let help = "Cases that are not solved or ended.";
    let counts = [("new", backlog.fresh), ("open", backlog.open), ("waiting", backlog.waiting)];
    page.gauge("aftercare_cases", help, states("state", &counts));
    let help = "Updates nobody could take that are still kept.";
    page.value("aftercare_quarantine_rows", help, count_of(backlog.quarantined));
    let help = "Files that are still to be fetched from their platform.";
    page.value("aftercare_files_waiting", help, count_of(backlog.files));
}

fn on(platform: &'static str) -> Labels {
    vec![("platform", platform)]
}

fn and(labels: &Labels, name: &'static str, value: &'static str) -> Labels {
    labels.iter().copied().chain([(name, value)]).collect()
}

const fn flag(is: bool) -> f64 {
    if is { 1.0 } else { 0.0 }
}

fn count_of(rows: i64) -> f64 {
    float(u64::try_from(rows).unwrap_or_default())
}

fn seconds(span: TimeDelta) -> f64 {
    span.as_seconds_f64()
}

fn since_1970(at: DateTime<Utc>) -> f64 {
    seconds(at - DateTime::UNIX_EPOCH)
}
