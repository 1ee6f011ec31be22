//! The table of rules. A new top-level module is given its place here first.

/// A file has no more lines than this on average.
pub const MEAN_LINES: usize = 170;

/// Everything that may stand at the top.
pub const MODULES: Names = &[
    "lib",
    "main",
    "app",
    "config",
    "clock",
    "telemetry",
    "health",
    "handout",
    "paper",
    "worker",
    "domain",
    "store",
    "desk",
    "frontend",
    "sandbox",
];

/// A rule, and a file (path, text) that breaks it.
pub struct Rule {
    pub name: &'static str,
    pub check: Check,
    pub broken_by: (&'static str, &'static str),
}

type Names = &'static [&'static str];

pub enum Check {
    /// The top-level modules `of` use of ours themselves and `only`.
    Uses { of: Names, only: Names },
    /// The top-level modules `of` do not mention the words `about`.
    Silent { of: Names, about: Names },
    /// Only the files `homes` mention the words.
    OnlyIn { homes: Names, words: Names },
    /// No file but tests mentions the words.
    Nowhere { words: Names },
    /// There are no other top-level modules than [`MODULES`].
    Known,
    /// Every file begins like this.
    Opens { with: &'static str },
    /// No file is longer.
    Longest { lines: usize },
}

// Why not `Instant::now`: how long the network may take is no time of day; the domain mentions neither.
const CLOCK_CALLS: Names = &["Utc::now", "Local::now", "SystemTime::now"];
const SQL: Names =
    &["sqlx::query", "query!", "query_as!", "query_scalar!", "SELECT", "INSERT INTO", "DELETE FROM"];
const SQL_TIME: Names =
    &["now()", "NOW()", "CURRENT_TIMESTAMP", "current_timestamp", "clock_timestamp", "LOCALTIMESTAMP"];
const OUTSIDE: Names = &[
    "sqlx",
    "tokio",
    "teloxide",
    "serenity",
    "axum",
    "reqwest",
    "tracing",
    "async",
    "await",
    "dashmap",
    "getrandom",
    "rand",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::env",
    "SystemTime",
    "Instant",
    "Utc::now",
    "Local::now",
];

pub const RULES: &[Rule] = &[
    Rule {
        name: "the domain uses nothing of ours",
        check: Check::Uses { of: &["domain"], only: &[] },
        broken_by: ("src/domain/case.rs", "//! Case.\nuse crate::store::cases;\n"),
    },
    Rule {
        name: "the domain knows no outside: no I/O, no async, no clock, no randomness",
        check: Check::Silent { of: &["domain"], about: OUTSIDE },
        broken_by: ("src/domain/case.rs", "//! Case.\npub async fn open() {}\n"),
    },
    Rule {
        name: "the store uses the domain only",
        check: Check::Uses { of: &["store"], only: &["domain"] },
        broken_by: ("src/store/cases.rs", "//! Cases.\nuse crate::{domain::lang, desk::Desk};\n"),
    },
    Rule {
        name: "the store knows no platform",
        check: Check::Silent { of: &["store"], about: &["teloxide", "serenity", "axum"] },
        broken_by: ("src/store/cases.rs", "//! Cases.\nuse teloxide::types::Message;\n"),
    },
    Rule {
        name: "time enters the store by argument, SQL does not ask for it",
        check: Check::Silent { of: &["store"], about: SQL_TIME },
        broken_by: ("src/store/cases.rs", "//! Cases.\nconst A: &str = \"update cases set seen = now()\";\n"),
    },
    Rule {
        name: "the desk uses domain, store, paper and clock",
        check: Check::Uses { of: &["desk"], only: &["domain", "store", "paper", "clock"] },
        broken_by: ("src/desk/receive.rs", "//! Receive.\nuse super::super::frontend;\n"),
    },
    Rule {
        name: "the desk knows no platform",
        check: Check::Silent { of: &["desk"], about: &["teloxide", "serenity", "axum"] },
        broken_by: ("src/desk/receive.rs", "//! Receive.\nfn a(bot: &teloxide::Bot) {}\n"),
    },
    Rule {
        name: "the frontend uses domain and desk",
        check: Check::Uses { of: &["frontend"], only: &["domain", "desk"] },
        broken_by: ("src/frontend/lanes.rs", "//! Lanes.\nuse crate::store::outbox;\n"),
    },
    Rule {
        name: "the frontend knows no database",
        check: Check::Silent { of: &["frontend"], about: &["sqlx"] },
        broken_by: ("src/frontend/lanes.rs", "//! Lanes.\nuse sqlx::PgPool;\n"),
    },
    Rule {
        name: "worker and health use desk and clock",
        check: Check::Uses { of: &["worker", "health"], only: &["desk", "clock"] },
        broken_by: ("src/worker.rs", "//! Worker.\nuse super::store;\n"),
    },
    Rule {
        name: "what hands files out uses the desk and the domain",
        check: Check::Uses { of: &["handout"], only: &["desk", "domain"] },
        broken_by: ("src/handout.rs", "//! Files.\nuse super::store;\n"),
    },
    Rule {
        name: "the sandbox uses the clock only: what shares code with what it stands in for proves nothing",
        check: Check::Uses { of: &["sandbox"], only: &["clock"] },
        broken_by: ("src/sandbox/world.rs", "//! World.\nuse crate::domain::text::Rich;\n"),
    },
    Rule {
        name: "config uses the domain only",
        check: Check::Uses { of: &["config"], only: &["domain"] },
        broken_by: ("src/config.rs", "//! Config.\nuse crate::app;\n"),
    },
    Rule {
        name: "paper uses nothing of ours: it knows words and pictures",
        check: Check::Uses { of: &["paper"], only: &[] },
        broken_by: ("src/paper/sheet.rs", "//! Sheet.\nuse crate::domain::case::Case;\n"),
    },
    Rule {
        name: "paper knows no outside: no I/O, no async, no clock",
        check: Check::Silent { of: &["paper"], about: OUTSIDE },
        broken_by: ("src/paper/ink.rs", "//! Ink.\nasync fn a() {}\n"),
    },
    Rule {
        name: "the clock uses nothing of ours",
        check: Check::Uses { of: &["clock"], only: &[] },
        broken_by: ("src/clock.rs", "//! Clock.\nuse crate::config::Config;\n"),
    },
    Rule {
        name: "telemetry uses config only",
        check: Check::Uses { of: &["telemetry"], only: &["config"] },
        broken_by: ("src/telemetry.rs", "//! Telemetry.\nuse crate::desk::Desk;\n"),
    },
    Rule {
        name: "app and main put things together: no SQL",
        check: Check::Silent { of: &["app", "main"], about: SQL },
        broken_by: ("src/app.rs", "//! App.\nfn a() { sqlx::query(\"SELECT 1\"); }\n"),
    },
    Rule {
        name: "app and main put things together: no platform types",
        check: Check::Silent { of: &["app", "main"], about: &["teloxide", "serenity"] },
        broken_by: ("src/main.rs", "//! Main.\nuse teloxide::Bot;\n"),
    },
    Rule {
        name: "no statement is put together from text, but for the names of databases of the sandbox",
        check: Check::OnlyIn {
            homes: &["src/sandbox/postgres/databases.rs"],
            words: &["AssertSqlSafe", "QueryBuilder"],
        },
        broken_by: ("src/store/cases.rs", "//! Cases.\nfn a(b: String) { sqlx::query(AssertSqlSafe(b)); }\n"),
    },
    Rule {
        name: "only clock.rs reads the machine's clock",
        check: Check::OnlyIn { homes: &["src/clock.rs"], words: CLOCK_CALLS },
        broken_by: ("src/desk/watch.rs", "//! Watch.\nfn a() { chrono::Utc::now(); }\n"),
    },
    Rule {
        name: "only config.rs reads the environment",
        check: Check::OnlyIn {
            homes: &["src/config.rs"],
            words: &["env::var", "env::vars", "env::var_os", "env::vars_os"],
        },
        broken_by: ("src/sandbox/page.rs", "//! Page.\nfn a() { std::env::var(\"PORT\"); }\n"),
    },
    Rule {
        name: "nothing is left for later",
        check: Check::Nowhere { words: &["todo!", "unimplemented!", "dbg!"] },
        broken_by: ("src/desk/watch.rs", "//! Watch.\nfn a() { todo!() }\n"),
    },
    Rule {
        name: "no paths of one machine",
        check: Check::Nowhere { words: &["/home/", "/root/", "/Users/", "/work/", "/tmp/", "C:\\"] },
        broken_by: ("examples/due.rs", "//! Due.\nconst A: &str = \"/home/mei/a\";\n"),
    },
    Rule {
        name: "every top-level module has its place in this table",
        check: Check::Known,
        broken_by: ("src/utils.rs", "//! Utils.\n"),
    },
    Rule {
        name: "every file opens with what it is for",
        check: Check::Opens { with: "//! " },
        broken_by: ("src/app.rs", "use std::fs;\n"),
    },
    Rule { name: "no file is long", check: Check::Longest { lines: 400 }, broken_by: ("src/app.rs", LONG) },
];

/// A file of more than four hundred lines.
const LONG: &str = match std::str::from_utf8(&[b'\n'; 401]) {
    Ok(lines) => lines,
    Err(_) => "",
};
