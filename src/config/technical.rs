//! The operator's settings: paces, waits, lifetimes of rows. Units stand in the names.

use serde::Deserialize;

use super::{layered::Layered, problem::Problem};

/// Everything technical.
#[derive(Debug, Clone)]
pub struct Technical {
    /// How fast Telegram is spoken to.
    pub telegram: TelegramPace,
    /// How often a message is tried.
    pub delivery: Delivery,
    /// Who polls.
    pub lease: Lease,
    /// How long rows stay.
    pub retention: Retention,
    /// When the health endpoint says "ill".
    pub http: Http,
    /// Connections.
    pub database: Database,
}

/// How fast Telegram is spoken to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TelegramPace {
    /// Messages a second to one chat.
    pub per_chat_per_second: f64,
    /// Messages a minute to one group.
    pub group_per_minute: u32,
    /// Messages a second to everybody.
    pub overall_per_second: u32,
    /// Seconds between two edits of one case's card.
    pub card_edit_s: u32,
    /// How many messages of a case are told again in a room that had to be opened anew.
    pub recap_messages: u32,
    /// How long a request for updates stays open.
    pub poll_timeout_s: u32,
    /// The most updates it brings: 1 to 100.
    pub poll_limit: u8,
    /// How many updates Telegram may bring side by side, where it brings them: 1 to 100.
    pub webhook_connections: u8,
    /// How long any other request may take; one for updates may take this much longer than `poll_timeout_s`.
    pub request_timeout_s: u32,
}

/// How often a message is tried.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// Tries before a message counts as undelivered.
    pub attempts: u32,
    /// Seconds before the second, third, … try; the last one repeats. Ascending, never empty.
    pub backoff_s: Vec<u32>,
    /// Messages taken up in one pass.
    pub batch: u32,
}

impl Delivery {
    /// Seconds to wait after the given number of failed tries; `None` when no further try is due.
    pub fn wait_s(&self, failed: u32) -> Option<u32> {
        if failed >= self.attempts {
            return None;
        }
        let index = usize::try_from(failed.saturating_sub(1)).unwrap_or(usize::MAX);
        self.backoff_s.get(index).or_else(|| self.backoff_s.last()).copied()
    }
}

/// The lease of the process that polls.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lease {
    /// How long it lasts.
    pub ttl_s: u32,
    /// How often it is renewed.
    pub renew_s: u32,
}

/// How long rows stay.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Keys of updates already taken.
    pub dedupe_days: u32,
    /// Updates that could not be read, with their raw content.
    pub quarantine_days: u32,
    /// Delivered messages.
    pub outbox_days: u32,
    /// Words and files of cases that have ended, in months.
    pub case_months: u32,
}

/// When the health endpoint says "ill".
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// The last good poll is older.
    pub deaf_after_s: u32,
    /// The oldest due message is older.
    pub late_after_s: u32,
    /// The database takes longer.
    pub probe_timeout_s: u32,
}

/// Connections to the database.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Connections at most.
    pub pool: u32,
    /// How long one is waited for.
    pub acquire_timeout_s: u32,
    /// How long an unused one stays.
    pub idle_timeout_s: u32,
    /// How long a statement may run.
    pub statement_timeout_s: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Log {
    level: String,
}

/// The settings and the log directives that hold where the environment says none.
pub(super) struct Read {
    pub(super) settings: Technical,
    pub(super) log: String,
}

/// Reads and checks `default.toml`. `None` only with an error among the problems.
pub(super) fn read(file: &Layered, problems: &mut Vec<Problem>) -> Option<Read> {
    file.check_top(problems);
    let telegram = file.section("telegram", &[], problems);
    let delivery = file.section("delivery", &[], problems);
    let lease = file.section("lease", &[], problems);
    let retention = file.section("retention", &[], problems);
    let http = file.section("http", &[], problems);
    let database = file.section("database", &[], problems);
    let log: Option<Log> = file.section("log", &[], problems);
    let settings = Technical {
        telegram: telegram?,
        delivery: delivery?,
        lease: lease?,
        retention: retention?,
        http: http?,
        database: database?,
    };
    check(&settings, file, problems);
    Some(Read { settings, log: log?.level })
}

fn check(settings: &Technical, file: &Layered, problems: &mut Vec<Problem>) {
    let Technical { telegram, delivery, lease, retention, http, database } = settings;
    let pace = telegram.per_chat_per_second;
    let rules = [
        ("telegram.per_chat_per_second", pace.is_finite() && pace > 0.0, "must be more than 0"),
        ("telegram.group_per_minute", telegram.group_per_minute > 0, "must be more than 0"),
        ("telegram.overall_per_second", telegram.overall_per_second > 0, "must be more than 0"),
        ("telegram.poll_timeout_s", (1..=50).contains(&telegram.poll_timeout_s), "must be 1 to 50"),
        ("telegram.poll_limit", (1..=100).contains(&telegram.poll_limit), "must be 1 to 100"),
        (
            "telegram.webhook_connections",
            (1..=100).contains(&telegram.webhook_connections),
            "must be 1 to 100",
        ),
        ("telegram.request_timeout_s", telegram.request_timeout_s > 0, "must be more than 0"),
        ("delivery.attempts", delivery.attempts > 0, "must be more than 0"),
        ("delivery.backoff_s", rises(&delivery.backoff_s), "must be a list of seconds that rises, not empty"),
        ("delivery.batch", (1..=10_000).contains(&delivery.batch), "must be 1 to 10000"),
        (
            "lease.renew_s",
            lease.renew_s > 0 && lease.renew_s.saturating_mul(2) < lease.ttl_s,
            "must be more than 0 and less than half of lease.ttl_s, so that one missed renewal loses nothing",
        ),
        ("retention.dedupe_days", retention.dedupe_days >= 2, "must be 2 or more: updates repeat for a day"),
        ("retention.quarantine_days", retention.quarantine_days > 0, "must be more than 0"),
        ("retention.outbox_days", retention.outbox_days > 0, "must be more than 0"),
        (
            "retention.case_months",
            (1..=1200).contains(&retention.case_months),
            "must be 1 to 1200, and long enough for a closed case to be opened again",
        ),
        (
            "http.deaf_after_s",
            http.deaf_after_s > telegram.poll_timeout_s.saturating_add(telegram.request_timeout_s),
            "must be more than telegram.poll_timeout_s and telegram.request_timeout_s together",
        ),
        ("http.late_after_s", http.late_after_s > 0, "must be more than 0"),
        ("http.probe_timeout_s", http.probe_timeout_s > 0, "must be more than 0"),
        ("database.pool", database.pool >= 2, "must be 2 or more"),
        ("database.acquire_timeout_s", database.acquire_timeout_s > 0, "must be more than 0"),
        ("database.idle_timeout_s", database.idle_timeout_s > 0, "must be more than 0"),
        ("database.statement_timeout_s", database.statement_timeout_s > 0, "must be more than 0"),
    ];
    problems.extend(
        rules
            .into_iter()
            .filter(|(_, kept, _)| !kept)
            .map(|(key, _, rule)| file.problem(key, rule, "change it, or remove it to have the default")),
    );
}

fn rises(seconds: &[u32]) -> bool {
    seconds.first().is_some_and(|first| *first > 0) && seconds.is_sorted()
}
