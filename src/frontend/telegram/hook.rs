//! Where Telegram brings its updates: set, looked after, and taken back.
//!
//! Done by whoever is in office and nobody else, so that two processes with different settings don't fight over it. Invariant: no
//! update that waits is ever dropped; there is no way to ask for that here.

use std::time::Duration;

use serde_json::Value;
use teloxide::{Bot, RequestError};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

use super::{
    bare::{DeleteWebhook, GetWebhookInfo, SetWebhook, ask},
    check::Finding,
    failure,
    poll::{Conflict, KINDS, stopped},
};

/// Between two looks whether it is still as it should be.
const LOOK: Duration = Duration::from_secs(20);
/// Before another try, when it could not be set.
const AGAIN: Duration = Duration::from_secs(5);
/// A request is given up after.
const PATIENCE: Duration = Duration::from_secs(20);
/// Letters of Telegram's own words that are logged.
const LONGEST_WORDS: usize = 200;

/// Where updates are to be brought.
#[derive(Clone)]
pub struct Hook {
    /// The address, reached from outside.
    pub url: String,
    /// What Telegram shows to be let in.
    pub secret: String,
    /// How many updates it may bring side by side.
    pub connections: u8,
}

/// What a look found.
#[derive(Debug, PartialEq, Eq)]
enum State {
    Well,
    /// Updates wait, and bringing them has failed since the last look.
    Failing(String),
    /// It is not ours.
    Elsewhere,
}

/// Has Telegram bring updates there until told to stop, and sees to it that it stays so.
///
/// `on_good` is called after every look that found all well, `on_conflict` when somebody has changed it.
pub async fn keep(
    bot: Bot,
    hook: Hook,
    mut stop: watch::Receiver<bool>,
    on_good: impl Fn() + Send,
    on_conflict: impl Fn(Conflict) + Send,
) {
    let mut ours = false;
    let mut last_error = None;
    loop {
        let state = async {
            ours = ours || set(&bot, &hook).await;
            if ours { look(&bot, &hook, &mut last_error).await } else { None }
        };
        let state = tokio::select! {
            () = stopped(&mut stop) => return,
            state = state => state,
        };
        match state {
            Some(State::Well) => on_good(),
            Some(State::Failing(why)) => {
                tracing::warn!(
                    event = "telegram.webhook.failing",
                    why,
                    "Telegram can't bring its updates: {why}"
                );
            }
            Some(State::Elsewhere) => {
                on_conflict(Conflict::Elsewhere);
                ours = false;
            }
            None => {}
        }
        // Why real time: what is looked after is a setting of the platform's.
        let pause = sleep(if ours { LOOK } else { AGAIN });
        tokio::select! {
            () = stopped(&mut stop) => return,
            () = pause => {}
        }
    }
}

async fn set(bot: &Bot, hook: &Hook) -> bool {
    let request = ask(
        bot,
        SetWebhook {
            url: hook.url.clone(),
            max_connections: hook.connections,
            allowed_updates: KINDS,
            secret_token: hook.secret.clone(),
        },
    );
    match in_time("setWebhook", request).await {
        Ok(_) => {
            tracing::info!(event = "telegram.webhook.set", "Telegram brings its updates from now on");
            true
        }
        Err(why) => {
            tracing::warn!(event = "telegram.webhook.refused", %why, "Telegram does not take the address of the webhook: {why}");
            false
        }
    }
}

async fn look(bot: &Bot, hook: &Hook, last_error: &mut Option<i64>) -> Option<State> {
    let info = match in_time("getWebhookInfo", ask(bot, GetWebhookInfo {})).await {
        Ok(info) => info,
        Err(why) => {
            tracing::warn!(event = "telegram.webhook.unseen", %why, "Telegram can't be asked about the webhook: {why}");
            return None;
        }
    };
    Some(state_of(&info, &hook.url, last_error))
}

/// What Telegram says of it. A failure counts that was not there at the last look, and only while something waits.
fn state_of(info: &Value, url: &str, last_error: &mut Option<i64>) -> State {
    if info["url"] != url {
        return State::Elsewhere;
    }
    let failed_at = info["last_error_date"].as_i64();
    let is_news = failed_at > *last_error;
    *last_error = failed_at.max(*last_error);
    if is_news && info["pending_update_count"].as_i64().unwrap_or_default() > 0 {
        return State::Failing(words_of(info));
    }
    State::Well
}

fn words_of(info: &Value) -> String {
    let words = info["last_error_message"].as_str().unwrap_or("it does not say why");
    words.chars().filter(|sign| !sign.is_control()).take(LONGEST_WORDS).collect()
}

/// Updates are asked for from now on: a webhook that is still set is taken back, and what waits there stays.
pub async fn take_back(bot: &Bot) -> bool {
    let done = async {
        let info = in_time("getWebhookInfo", ask(bot, GetWebhookInfo {})).await?;
        if info["url"].as_str().unwrap_or_default().is_empty() {
            return Ok(false);
        }
        in_time("deleteWebhook", ask(bot, DeleteWebhook {})).await?;
        Ok::<bool, String>(true)
    };
    match done.await {
        Ok(false) => true,
        Ok(true) => {
            tracing::info!(
                event = "telegram.webhook.removed",
                "a webhook was set; it is taken back, and updates are asked for"
            );
            true
        }
        Err(why) => {
            tracing::warn!(event = "telegram.webhook.unseen", %why, "Telegram can't be asked about the webhook: {why}");
            false
        }
    }
}

/// What is to be known of the webhook before a start: `wanted` is its address, where there is to be one.
pub async fn check(bot: &Bot, wanted: Option<&str>) -> Vec<Finding> {
    let Ok(info) = in_time("getWebhookInfo", ask(bot, GetWebhookInfo {})).await else { return Vec::new() };
    let url = info["url"].as_str().unwrap_or_default();
    let waiting = info["pending_update_count"].as_i64().unwrap_or_default();
    let mut findings = Vec::new();
    if !url.is_empty() && wanted != Some(url) {
        findings.push(if wanted.is_none() {
            Finding::new(
                "Telegram brings its updates to a webhook, and TELEGRAM_WEBHOOK_URL is not set",
                "if that was yours, do nothing: the desk takes it back when it starts; if not, find out who uses the token",
            )
        } else {
            Finding::new(
                "Telegram brings its updates to another address than TELEGRAM_WEBHOOK_URL",
                "if you have just changed it, do nothing: the desk sets it when it starts; if not, find out who uses the token",
            )
        });
    }
    if !url.is_empty() && waiting > 0 && info["last_error_date"].is_i64() {
        findings.push(Finding::new(
            format!("Telegram could not bring {waiting} updates yet: {}", words_of(&info)),
            "look whether the address is reached from outside, with a certificate that is known",
        ));
    }
    findings
}

async fn in_time<T>(
    method: &str,
    request: impl Future<Output = Result<T, RequestError>>,
) -> Result<T, String> {
    // Why real time: what is waited for is the platform.
    match timeout(PATIENCE, request).await {
        Ok(answer) => answer.map_err(|error| failure::classify(method, &error).to_string()),
        Err(_) => Err(format!("{method}: no answer")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const URL: &str = "https://desk.example/telegram";

    #[test]
    fn a_webhook_is_well_while_it_is_ours_and_nothing_fails_anew() {
        let mut last = None;
        let info = |waiting: i64, failed: Option<i64>| {
            json!({"url": URL, "pending_update_count": waiting, "last_error_date": failed,
                   "last_error_message": "Wrong response from the webhook: 503"})
        };
        assert_eq!(state_of(&info(0, None), URL, &mut last), State::Well);
        let failing = State::Failing("Wrong response from the webhook: 503".to_owned());
        assert_eq!(state_of(&info(2, Some(100)), URL, &mut last), failing);
        assert_eq!(state_of(&info(2, Some(100)), URL, &mut last), State::Well, "that was before");
        assert_eq!(state_of(&info(0, Some(120)), URL, &mut last), State::Well, "nothing waits any more");
        for other in [json!({"url": ""}), json!({"url": "https://elsewhere.example/"}), json!({})] {
            assert_eq!(state_of(&other, URL, &mut last), State::Elsewhere);
        }
    }
}
