//! What `check` prints: the configuration in force and what is wrong with it.

use std::fmt::Write as _;

use secrecy::SecretString;

use super::{
    Config, Shards,
    problem::{Problem, Severity},
};

/// The problems, errors first, then the configuration where there is one. Ends with a line that says how it stands.
pub fn report(problems: &[Problem], config: Option<&Config>) -> String {
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort_by_key(|problem| problem.severity);
    let errors = sorted.iter().filter(|problem| problem.severity == Severity::Error).count();
    let mut text = config.map_or_else(String::new, |config| config.redacted() + "\n");
    for problem in &sorted {
        line(&mut text, format_args!("{problem}"));
    }
    match (errors, sorted.len() - errors) {
        (0, 0) => line(&mut text, format_args!("Everything is in order.")),
        (0, warnings) => line(&mut text, format_args!("Ready to start; {}.", counted(warnings, "warning"))),
        (errors, 0) => line(&mut text, format_args!("Not ready to start: {}.", counted(errors, "error"))),
        (errors, warnings) => line(
            &mut text,
            format_args!(
                "Not ready to start: {}, {}.",
                counted(errors, "error"),
                counted(warnings, "warning")
            ),
        ),
    }
    text
}

/// See [`Config::redacted`].
pub(super) fn redacted(config: &Config) -> String {
    let mut text = String::from("# environment\n");
    line(&mut text, format_args!("DATABASE_URL = {}", secret(config.database_url.as_ref())));
    line(&mut text, format_args!("MIGRATE_DATABASE_URL = {}", secret(config.migrate_url.as_ref())));
    let telegram = config.telegram.as_ref();
    line(
        &mut text,
        format_args!("TELEGRAM_BOT_TOKEN = {}", secret(telegram.map(|telegram| &telegram.token))),
    );
    if telegram.is_none() {
        line(&mut text, format_args!("    so Telegram is off, whatever else is set for it"));
    }
    let api = telegram.and_then(|telegram| telegram.api_url.clone());
    line(&mut text, format_args!("TELEGRAM_API_URL = {}", api.as_deref().unwrap_or("not set")));
    let chat = telegram.and_then(|telegram| telegram.staff_chat);
    line(&mut text, format_args!("TELEGRAM_STAFF_CHAT = {}", or_unset(chat)));
    let webhook = telegram.and_then(|telegram| telegram.webhook.as_ref());
    line(
        &mut text,
        format_args!("TELEGRAM_WEBHOOK_URL = {}", webhook.map_or("not set", |hook| hook.url.as_str())),
    );
    line(&mut text, format_args!("TELEGRAM_WEBHOOK_SECRET = {}", secret(webhook.map(|hook| &hook.secret))));
    if telegram.is_some() && webhook.is_none() {
        line(&mut text, format_args!("    so Telegram is asked for its updates"));
    }
    discord(&mut text, config);
    let admins: Vec<String> =
        config.admins.iter().map(|(platform, id)| format!("{}:{id}", platform.name())).collect();
    line(&mut text, format_args!("AFTERCARE_ADMINS = {}", admins.join(",")));
    line(&mut text, format_args!("AFTERCARE_HTTP = {}", or_unset(config.http)));
    line(&mut text, format_args!("AFTERCARE_PUBLIC_URL = {}", or_unset(config.public_url.as_deref())));
    if config.public_url.is_none() && config.discord.is_some() {
        line(&mut text, format_args!("    so a file too large for Discord is a line there, and no link"));
    }
    line(&mut text, format_args!("RUST_LOG = {}", config.log));
    let locales: Vec<&str> = config.locales.iter().map(|(lang, _)| lang.code()).collect();
    line(&mut text, format_args!("locales replaced = {}\n", locales.join(", ")));
    text + &config.shown
}

fn discord(text: &mut String, config: &Config) {
    let discord = config.discord.as_ref();
    line(text, format_args!("DISCORD_TOKEN = {}", secret(discord.map(|discord| &discord.token))));
    let Some(discord) = discord else {
        line(text, format_args!("    so Discord is off, whatever else is set for it"));
        return;
    };
    line(text, format_args!("DISCORD_API_URL = {}", discord.api_url.as_deref().unwrap_or("not set")));
    let shards = match discord.shards {
        Shards::One => "not set, so one connection".to_owned(),
        Shards::Auto => "auto".to_owned(),
        Shards::Range { first, last, of } => format!("{first}-{last}/{of}"),
    };
    line(text, format_args!("DISCORD_SHARDS = {shards}"));
    line(text, format_args!("DISCORD_GUILD = {}", discord.guild));
    line(text, format_args!("DISCORD_SUPPORT_CHANNEL = {}", or_unset(discord.support)));
    line(text, format_args!("DISCORD_STAFF_CHANNEL = {}", or_unset(discord.staff)));
}

fn secret(secret: Option<&SecretString>) -> &'static str {
    if secret.is_some() { "set (hidden)" } else { "not set" }
}

fn or_unset<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "not set".to_owned(), |value| value.to_string())
}

fn counted(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    // Why: writing to a `String` cannot fail.
    let _written = writeln!(text, "{words}");
}
