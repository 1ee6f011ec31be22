//! `aftercare check`: everything that can be known to be wrong before the first customer writes.

use secrecy::ExposeSecret;

use super::{AppError, serve};
use crate::{
    config::{self, Config, Problem, Severity},
    frontend::telegram,
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
    let good = problems.iter().all(|p| p.severity != Severity::Error);
    (config::report(&problems, Some(config)), good)
}

async fn database(config: &Config) -> Option<Problem> {
    let url = config.database_url.as_ref()?;
    let pools = match serve::connect(config, url) {
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
        Ok(bot) => telegram::check(&bot, telegram.staff_chat)
            .await
            .into_iter()
            .map(|finding| Problem::error("Telegram", finding.what, finding.mend))
            .collect(),
        Err(error) => {
            vec![Problem::error("TELEGRAM_API_URL", error.to_string(), "write a URL, or leave it out")]
        }
    }
}
