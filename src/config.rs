//! Configuration: the terms of the business, the technical settings, and what the environment adds to them.
//!
//! Both files are embedded; a folder of the operator's overrides them key by key. Everything is read at once and every
//! problem is reported at once, each with its key and how to mend it. Invariants: nothing else reads the environment
//! ([`Environment::from_process`] is the single place); a [`Config`] that exists has been validated; secrets never
//! leave it through `Debug` or [`Config::redacted`]. Not here: the texts' keys (`catalogue`), asking a platform for
//! rights (`check` does).

mod calendar;
mod environment;
mod files;
mod grouped;
mod homes;
mod layered;
mod lots;
mod outside;
mod problem;
mod promises;
mod quotes;
mod report;
mod reports;
mod routing;
mod surveys;
mod technical;
mod terms;
mod verdicts;
mod ways;

use std::{net::SocketAddr, sync::Arc};

use chrono::NaiveDate;
use secrecy::SecretString;

use crate::domain::{
    chat::Platform,
    lang::Lang,
    terms::{Inputs, Terms},
};

pub use environment::Environment;
pub use problem::{Problem, Severity};
pub use report::report;
pub use technical::{Database, Delivery, Http, Lease, Retention, Technical, TelegramPace};

/// Everything a process needs to know before it starts. Immutable once loaded.
#[derive(Debug, Clone)]
pub struct Config {
    /// What the business decides.
    pub terms: Arc<Terms>,
    /// What the operator decides.
    pub technical: Technical,
    /// `DATABASE_URL`; absent for what brings a database of its own.
    pub database_url: Option<SecretString>,
    /// `MIGRATE_DATABASE_URL`: the same database as the owner of its tables; absent = `DATABASE_URL` names them.
    pub migrate_url: Option<SecretString>,
    /// Absent: Telegram stays off.
    pub telegram: Option<TelegramConfig>,
    /// Absent: Discord stays off.
    pub discord: Option<DiscordConfig>,
    /// Who is admin whatever the database says; revoked by a restart without them.
    pub admins: Vec<(Platform, i64)>,
    /// `AFTERCARE_HTTP`: where the private endpoint listens; absent = nowhere.
    pub http: Option<SocketAddr>,
    /// `AFTERCARE_PUBLIC_URL`: where links to files lead, without a slash at its end; absent = none are made.
    pub public_url: Option<String>,
    /// Texts of the operator that replace the catalogue's, per language.
    pub locales: Vec<(Lang, String)>,
    /// What is logged, in the notation of `RUST_LOG`.
    pub log: String,
    /// What is worth knowing and stops nothing.
    pub warnings: Vec<Problem>,
    /// The merged files, as they are shown by [`Config::redacted`].
    shown: String,
}

/// The Telegram side.
#[derive(Debug, Clone)]
pub struct TelegramConfig {
    /// `TELEGRAM_BOT_TOKEN`.
    pub token: SecretString,
    /// `TELEGRAM_API_URL`: another server of the Bot API, without a trailing slash.
    pub api_url: Option<String>,
    /// `TELEGRAM_STAFF_CHAT`: the chat the cases' rooms are in: a group, or one agent's chat with the bot.
    pub staff_chat: Option<i64>,
    /// Absent: updates are asked for.
    pub webhook: Option<WebhookConfig>,
}

/// Where Telegram is to bring its updates.
#[derive(Debug, Clone)]
pub struct WebhookConfig {
    /// `TELEGRAM_WEBHOOK_URL`: the address, reached from outside, with a path.
    pub url: String,
    /// `TELEGRAM_WEBHOOK_SECRET`: what Telegram shows to be let in.
    pub secret: SecretString,
}

impl WebhookConfig {
    /// The path of the address, where requests arrive.
    pub fn path(&self) -> &str {
        let rest = self.url.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').map_or("/", |at| &rest[at..])
    }
}

/// The Discord side.
#[derive(Debug, Clone)]
pub struct DiscordConfig {
    /// `DISCORD_TOKEN`.
    pub token: SecretString,
    /// `DISCORD_API_URL`: a stand-in on this machine, without a trailing slash.
    pub api_url: Option<String>,
    /// `DISCORD_GUILD`: the server.
    pub guild: u64,
    /// `DISCORD_SUPPORT_CHANNEL`: where customers begin; without it they write to the bot itself.
    pub support: Option<u64>,
    /// `DISCORD_STAFF_CHANNEL`: the channel the cases' rooms are threads of.
    pub staff: Option<u64>,
    /// `DISCORD_SHARDS`: which connections there are to the gateway.
    pub shards: Shards,
}

/// Which connections this process has to Discord's gateway.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shards {
    /// One.
    #[default]
    One,
    /// As many as Discord recommends.
    Auto,
    /// From the first to the last, counted from 0, of so many.
    Range {
        /// The first.
        first: u32,
        /// The last.
        last: u32,
        /// How many there are in all.
        of: u32,
    },
}

impl Environment {
    /// The variables of this process; others than ours are not even kept. The one place that reads them.
    pub fn from_process() -> Self {
        let text = |word: std::ffi::OsString| word.to_string_lossy().into_owned();
        let all = std::env::vars_os().map(|(key, value)| (text(key), text(value)));
        Self::of(all.filter(|(key, _)| Self::is_ours(key)))
    }
}

/// What the demo and the tests need to know of the machine they run on.
#[derive(Clone, Default)]
pub struct Surroundings {
    /// `DATABASE_URL`: a server to keep databases of their own on.
    pub database_url: Option<String>,
    /// `PATH`, to find programs.
    pub path: Option<std::ffi::OsString>,
    /// Where this person's programs keep what can be made again.
    pub cache: Option<std::path::PathBuf>,
}

impl Surroundings {
    /// Those of this process.
    pub fn from_process() -> Self {
        let home = || std::env::var_os("HOME").map(|home| std::path::PathBuf::from(home).join(".cache"));
        Self {
            database_url: Environment::from_process().get("DATABASE_URL").map(str::to_owned),
            path: std::env::var_os("PATH"),
            cache: std::env::var_os("XDG_CACHE_HOME").map(Into::into).or_else(home),
        }
    }
}

impl Config {
    /// Reads the embedded files, the operator's folder and the environment. `today` (in the desk's zone; a day off
    /// does not matter) decides whether next year's holidays are missed.
    ///
    /// # Errors
    /// Every problem found, warnings among them, when at least one of them is an error.
    pub fn load(environment: &Environment, today: NaiveDate) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let files = files::Files::read(environment.get("AFTERCARE_CONFIG"), &mut problems);
        Self::put_together(&files, environment, today, problems)
    }

    /// The embedded files with changes of the terms, as a file of the operator's folder would hold them.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn with_terms(changes: &str, today: NaiveDate) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut files = files::Files::read(None, &mut problems);
        files.change_terms(changes, &mut problems);
        let bounded = files.changes("caps", "inputs");
        let mut config = Self::put_together(&files, &Environment::of::<&str, &str>([]), today, problems)?;
        if !bounded {
            Arc::make_mut(&mut config.terms).caps.inputs = Inputs::UNBOUNDED;
        }
        Ok(config)
    }

    fn put_together(
        files: &files::Files,
        environment: &Environment,
        today: NaiveDate,
        mut problems: Vec<Problem>,
    ) -> Result<Self, Vec<Problem>> {
        let terms = terms::read(&files.terms, today, &mut problems);
        let technical = technical::read(&files.technical, &mut problems);
        let log = technical.as_ref().map(|technical| technical.log.as_str());
        let outside = outside::Outside::read(environment, log, &mut problems);
        let stopped = problems.iter().any(|problem| problem.severity == Severity::Error);
        let (Some(terms), Some(technical), false) = (terms, technical, stopped) else {
            return Err(problems);
        };
        Ok(Self {
            shown: files.shown(),
            terms: Arc::new(terms),
            technical: technical.settings,
            database_url: outside.database_url,
            migrate_url: outside.migrate_url,
            telegram: outside.telegram,
            discord: outside.discord,
            admins: outside.admins,
            http: outside.http,
            public_url: outside.public_url,
            locales: files.locales.clone(),
            log: outside.log,
            warnings: problems,
        })
    }

    /// What else `serve` needs: a database, a platform, a room for the staff, somebody who may appoint agents.
    pub fn missing_for_serve(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.database_url.is_none() {
            problems.push(Problem::error(
                "DATABASE_URL",
                "is not set, so there is no memory",
                "set it to postgres://USER:PASSWORD@HOST/DATABASE",
            ));
        }
        problems.extend(homes::missing(self));
        if self.public_url.is_some() && self.http.is_none() {
            problems.push(Problem::error(
                "AFTERCARE_PUBLIC_URL",
                "is set, and nothing here hands files out: AFTERCARE_HTTP is not",
                "set AFTERCARE_HTTP to where your proxy finds the desk, for example 127.0.0.1:8080, or leave both out",
            ));
        }
        if self.telegram.as_ref().is_some_and(|on| on.webhook.is_some()) && self.http.is_none() {
            problems.push(Problem::error(
                "TELEGRAM_WEBHOOK_URL",
                "is set, and nothing here takes what Telegram brings: AFTERCARE_HTTP is not",
                "set AFTERCARE_HTTP to where your proxy finds the desk, for example 127.0.0.1:8080, or leave both out",
            ));
        }
        if self.admins.is_empty() {
            problems.push(Problem::warning(
                "AFTERCARE_ADMINS",
                "is not set: unless the database already has an admin, nobody can appoint agents",
                "set it to your own number, like telegram:123456789",
            ));
        }
        problems
    }

    /// The whole configuration for a person to read; of a secret only whether it is set.
    pub fn redacted(&self) -> String {
        report::redacted(self)
    }
}
