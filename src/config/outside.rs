//! What the environment says: addresses, ids and secrets. No problem here ever repeats a secret's value.

mod discord;
mod webhook;

use std::net::SocketAddr;

use secrecy::SecretString;
use tracing_subscriber::EnvFilter;

use super::{
    DiscordConfig, TelegramConfig,
    environment::{Environment, KNOWN, OURS},
    problem::{Problem, nearest},
};
use crate::domain::chat::Platform;

/// Values people leave in from an example.
const PLACEHOLDERS: [&str; 10] = [
    "changeme",
    "change-me",
    "change_me",
    "placeholder",
    "todo",
    "tbd",
    "token",
    "yourtoken",
    "your-token",
    "secret",
];

/// The environment's part of the configuration.
pub(super) struct Outside {
    pub(super) database_url: Option<SecretString>,
    pub(super) migrate_url: Option<SecretString>,
    pub(super) telegram: Option<TelegramConfig>,
    pub(super) discord: Option<DiscordConfig>,
    pub(super) admins: Vec<(Platform, i64)>,
    pub(super) http: Option<SocketAddr>,
    pub(super) public_url: Option<String>,
    pub(super) log: String,
}

impl Outside {
    /// Never fails: what cannot be used is a problem and left out. `log` holds where `RUST_LOG` says nothing.
    pub(super) fn read(environment: &Environment, log: Option<&str>, problems: &mut Vec<Problem>) -> Self {
        warn_of_strangers(environment, problems);
        Self {
            database_url: address("DATABASE_URL", environment, problems),
            migrate_url: address("MIGRATE_DATABASE_URL", environment, problems),
            telegram: telegram(environment, problems),
            discord: discord::read(environment, problems),
            admins: environment.get("AFTERCARE_ADMINS").map_or_else(Vec::new, |text| admins(text, problems)),
            http: environment.get("AFTERCARE_HTTP").and_then(|text| kept(http(text), problems)),
            public_url: environment
                .get("AFTERCARE_PUBLIC_URL")
                .and_then(|text| kept(public_url(text), problems)),
            log: directives(environment.get("RUST_LOG"), log, problems),
        }
    }
}

/// Why a warning and not an error: a stray variable of a shell must not keep the desk closed.
fn warn_of_strangers(environment: &Environment, problems: &mut Vec<Problem>) {
    for key in environment.keys().filter(|key| key.starts_with(OURS) && !KNOWN.contains(key)) {
        let mend = match nearest(key, KNOWN) {
            Some(meant) => format!("did you mean {meant}?"),
            None => "remove it".to_owned(),
        };
        problems.push(Problem::warning(key, "is read by nobody", mend));
    }
}

fn kept<T>(read: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
    read.map_err(|problem| problems.push(problem)).ok()
}

fn address(key: &str, environment: &Environment, problems: &mut Vec<Problem>) -> Option<SecretString> {
    environment.get(key).and_then(|url| kept(database(key, url), problems))
}

fn database(key: &str, url: &str) -> Result<SecretString, Problem> {
    const MEND: &str = "write postgres://USER:PASSWORD@HOST:5432/DATABASE with your own values";
    let refused = |what: &str| Err(Problem::error(key, what, MEND));
    let Some((scheme, rest)) = url.split_once("://") else {
        return refused(if is_placeholder(url) { "is a placeholder" } else { "is no address of a database" });
    };
    if !matches!(scheme, "postgres" | "postgresql") {
        return refused("is not the address of a Postgres");
    }
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    if user.split(':').chain([host]).any(is_placeholder) {
        return refused("still holds a placeholder");
    }
    let port = if host.ends_with(']') { None } else { host.rsplit_once(':') };
    if port.is_some_and(|(_, port)| port.parse::<u16>().is_err()) {
        return refused("has a port that is no number up to 65535");
    }
    Ok(url.into())
}

fn telegram(environment: &Environment, problems: &mut Vec<Problem>) -> Option<TelegramConfig> {
    let api_url = environment.get("TELEGRAM_API_URL").and_then(|url| kept(api_url(url), problems));
    let staff_chat = environment.get("TELEGRAM_STAFF_CHAT").and_then(|id| kept(staff_chat(id), problems));
    let token = environment.get("TELEGRAM_BOT_TOKEN").and_then(|text| kept(token(text), problems))?;
    let webhook = webhook::read(environment, api_url.is_some(), problems);
    Some(TelegramConfig { token, api_url, staff_chat, webhook })
}

fn token(text: &str) -> Result<SecretString, Problem> {
    const MEND: &str = "set what @BotFather gave you: digits, a colon, 35 letters, digits, _ or -";
    if is_placeholder(text) {
        return Err(Problem::error("TELEGRAM_BOT_TOKEN", "is a placeholder", MEND));
    }
    let shaped = text.split_once(':').is_some_and(|(bot, secret)| {
        (6..=12).contains(&bot.len())
            && bot.bytes().all(|byte| byte.is_ascii_digit())
            && secret.len() == 35
            && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    });
    if shaped {
        Ok(text.into())
    } else {
        Err(Problem::error("TELEGRAM_BOT_TOKEN", "has not the shape of a token", MEND))
    }
}

fn api_url(text: &str) -> Result<String, Problem> {
    let refused = |what: &str| {
        let mend = "write http(s)://HOST:PORT without user, query or token, or unset it for Telegram's own";
        Err(Problem::error("TELEGRAM_API_URL", what, mend))
    };
    if is_placeholder(text) {
        return refused("is a placeholder");
    }
    let Ok(uri) = text.parse::<axum::http::Uri>() else { return refused("is no address") };
    let plain = matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.query().is_none()
        && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))
        && !uri.path().contains("/bot");
    if plain {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        refused("is not the plain address of a server")
    }
}

fn staff_chat(text: &str) -> Result<i64, Problem> {
    let refused = |what: &str| {
        let mend = "set the number of a group, which begins with -, or of the one agent in whose chat with the bot all is done";
        Err(Problem::error("TELEGRAM_STAFF_CHAT", what, mend))
    };
    match text.parse::<i64>() {
        Err(_) => refused("is no number"),
        Ok(0) => refused("is the number of no chat"),
        Ok(id) => Ok(id),
    }
}

fn admins(text: &str, problems: &mut Vec<Problem>) -> Vec<(Platform, i64)> {
    let mut found = Vec::new();
    for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
        match admin(entry) {
            Some(admin) if !found.contains(&admin) => found.push(admin),
            Some(_) => {}
            None => problems.push(Problem::error(
                "AFTERCARE_ADMINS",
                format!("has {entry:?}, which names nobody"),
                "write telegram:NUMBER or discord:NUMBER, with commas between; names cannot be looked up",
            )),
        }
    }
    found
}

fn admin(entry: &str) -> Option<(Platform, i64)> {
    let (name, id) = entry.split_once(':')?;
    let platform = [Platform::Telegram, Platform::Discord]
        .into_iter()
        .find(|platform| platform.name() == name.trim())?;
    let id = id.trim().parse().ok().filter(|id| *id > 0)?;
    Some((platform, id))
}

fn http(text: &str) -> Result<SocketAddr, Problem> {
    text.parse().map_err(|_| {
        Problem::error(
            "AFTERCARE_HTTP",
            format!("is {text:?}, which is no place to listen at"),
            "write an address and a port, for example 127.0.0.1:8080",
        )
    })
}

fn public_url(text: &str) -> Result<String, Problem> {
    let refused = |what: &str| {
        let mend = "write https://HOST, which your proxy answers, without user, query or a slash at its end";
        Err(Problem::error("AFTERCARE_PUBLIC_URL", what, mend))
    };
    if is_placeholder(text) {
        return refused("is a placeholder");
    }
    let Ok(uri) = text.parse::<axum::http::Uri>() else { return refused("is no address") };
    let (Some(host), None) = (uri.host(), uri.query()) else {
        return refused("is not the plain address of a server");
    };
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return refused("is not the plain address of a server");
    }
    let own = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    match uri.scheme_str() {
        Some("https") => {}
        Some("http") if own => {}
        Some("http") => return refused("is not encrypted: whoever is on the way could read the files"),
        _ => return refused("is not the address of a web server"),
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// The environment's directives, else the file's; what cannot be read falls back to `info`.
fn directives(environment: Option<&str>, file: Option<&str>, problems: &mut Vec<Problem>) -> String {
    let (key, text) = match (environment, file) {
        (Some(text), _) => ("RUST_LOG", text),
        (None, Some(text)) => ("default.toml: log.level", text),
        (None, None) => return "info".to_owned(),
    };
    if EnvFilter::builder().parse(text).is_ok() {
        return text.to_owned();
    }
    problems.push(Problem::error(
        key,
        format!("is {text:?}, which cannot be read"),
        "write a level such as info, or targets such as info,aftercare=debug",
    ));
    "info".to_owned()
}

/// What an example leaves to be filled in.
fn is_placeholder(value: &str) -> bool {
    let lower = value.trim().to_ascii_lowercase();
    let crosses = lower.len() >= 3 && lower.bytes().all(|byte| matches!(byte, b'x' | b'.' | b'*'));
    let bracketed = lower.starts_with('<') && lower.ends_with('>');
    crosses || bracketed || lower.contains("changeme") || PLACEHOLDERS.contains(&lower.as_str())
}
