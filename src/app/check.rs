//! `aftercare check`: everything that can be known to be wrong before the first customer writes.

use secrecy::ExposeSecret;

use super::{AppError, serve};
use crate::{
    config::{self, Config, Problem, Severity},
    frontend::{
        discord,
        telegram::{self, Knock},
    },
    store::{self, pools::Schema},
};

/// Looks at the configuration, the texts, the database and the bot's rights. The report, and whether `serve` would
/// start.
pub async fn check(config: &Config) -> (String, bool) {
    let mut problems = config.warnings.clone();
    problems.extend(config.missing_for_serve());
    if let Err(AppError::Config(report)) = serve::catalogue(config) {
        problems.push(Problem::error("locales", report, "correct the named messages"));
    }
    problems.extend(database(config).await);
    problems.extend(rights(config).await);
    problems.extend(rights_on_discord(config).await);
    let good = problems.iter().all(|p| p.severity != Severity::Error);
    (config::report(&problems, Some(config)) + &knocks(config).await, good)
}

/// The numbers a set-up wants and Telegram shows nowhere, while they are still missing.
async fn knocks(config: &Config) -> String {
    let Some(telegram) = &config.telegram else { return String::new() };
    if telegram.staff_chat.is_some() && !config.admins.is_empty() {
        return String::new();
    }
    let Ok(bot) = telegram::connect(telegram.token.expose_secret(), telegram.api_url.as_deref()) else {
        return String::new();
    };
    let lines = telegram::knocks(&bot).await.into_iter().map(|Knock { id, name, group }| {
        if group {
            format!("the bot is in the group {name}: TELEGRAM_STAFF_CHAT={id}")
        } else {
            format!("{name} has written to the bot: AFTERCARE_ADMINS=telegram:{id}")
        }
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return "Nobody waits at the bot. Add it to the staff group, write it something, and run this again for both \
                numbers. Once the desk runs, /whoami tells the number of whoever asks.\n"
            .to_owned();
    }
    format!("Waiting at the bot, and not taken yet:\n    {}\n", lines.join("\n    "))
}

async fn database(config: &Config) -> Option<Problem> {
    let url = config.database_url.as_ref()?;
    let pools = match serve::connect(config, url, false) {
        Ok(pools) => pools,
        Err(error) => return Some(Problem::error("DATABASE_URL", error.to_string(), "correct it")),
    };
    let found = async {
        let mut db = pools.durable.acquire().await?;
        store::pools::schema(&mut db).await
    };
    match found.await {
        Ok(Schema::Fits) => None,
        Ok(Schema::Older { has, needs }) => Some(Problem::error(
            "DATABASE_URL",
            format!("names a database at step {has}, and this program needs step {needs}"),
            "run `aftercare migrate`",
        )),
        Ok(Schema::Newer { has }) => Some(Problem::error(
            "DATABASE_URL",
            format!("names a database at step {has}, more than one ahead of this program"),
            "run a newer release",
        )),
        Err(error) => Some(Problem::error(
            "DATABASE_URL",
            format!("names a database that does not answer: {error}"),
            "start it, or correct host, user and password",
        )),
    }
}

async fn rights(config: &Config) -> Vec<Problem> {
    let Some(telegram) = &config.telegram else { return Vec::new() };
    match telegram::connect(telegram.token.expose_secret(), telegram.api_url.as_deref()) {
        Ok(bot) => {
            let grave = telegram::check(&bot, telegram.staff_chat).await.into_iter();
            let wanted = telegram.webhook.as_ref().map(|hook| hook.url.as_str());
            let webhook = telegram::check_webhook(&bot, wanted).await.into_iter();
            grave
                .map(|finding| Problem::error("Telegram", finding.what, finding.mend))
                .chain(webhook.map(|finding| Problem::warning("Telegram", finding.what, finding.mend)))
                .collect()
        }
        Err(error) => {
            vec![Problem::error("TELEGRAM_API_URL", error.to_string(), "write a URL, or leave it out")]
        }
    }
}

async fn rights_on_discord(config: &Config) -> Vec<Problem> {
    let Some(on) = &config.discord else { return Vec::new() };
    let problem = |what: String, mend: String| Problem::error("Discord", what, mend);
    let groups = config.terms.groups.iter();
    let called: Vec<(&str, i64)> =
        groups.filter_map(|group| Some((group.id.as_str(), group.discord_role?))).collect();
    match discord::connect(on.token.expose_secret(), on.api_url.as_deref()) {
        Ok(http) => discord::check(&http, on.guild, on.support, on.staff, &called)
            .await
            .into_iter()
            .map(|found| {
                let problem = if found.grave { Problem::error } else { Problem::warning };
                problem("Discord", found.what, found.mend)
            })
            .collect(),
        Err(error) => vec![problem(error.to_string(), "look at this machine's certificates".to_owned())],
    }
}
