//! Fetches updates and hands them over, one batch after the other.
//!
//! Invariants: an update is confirmed to Telegram only after the intake returned for its batch, so that what was not
//! taken comes again; the first request names no offset, so that nothing waiting is dropped; updates are read one by
//! one, and whatever one of them holds, the others arrive; however the server answers, it is not asked in a tight loop.
//! Deliberately not here: telling repeats apart, which is the store's.

use std::{future::Future, time::Duration};

use serde_json::Value;
use teloxide::{Bot, RequestError};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{
    bare::{GetUpdates, ask},
    failure,
    inbound::{Context, read_json},
    outbound::acknowledge,
};
use crate::domain::chat::Incoming;

/// What is asked for.
pub(super) const KINDS: &[&str] =
    &["message", "edited_message", "callback_query", "message_reaction", "my_chat_member"];
/// A poll whose answer is later than this after its own wait is given up.
const GRACE: Duration = Duration::from_secs(15);
/// A poll that brought nothing is followed by the next one no sooner than this after its own beginning.
const BREATHER: Duration = Duration::from_secs(1);
/// Presses acknowledged at the same time; for more the sign of waiting goes by itself.
const MOST_ACKNOWLEDGEMENTS: usize = 64;

/// Takes what came in.
pub trait Intake: Send + Sync + 'static {
    /// Returns when every update of the batch is committed or put aside for good; waits out outages itself.
    fn take(&self, batch: Vec<Incoming>) -> impl Future<Output = ()> + Send;

    /// What has to be known about the desk to read the next batch.
    fn context(&self) -> Context;

    /// Whether this process is the one to ask for updates at this instant.
    fn is_in_office(&self) -> bool;
}

/// How to poll.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How long the server waits for an update, in seconds; less than 100.
    pub timeout_s: u16,
    /// How many updates come at once at most (1-100).
    pub limit: u8,
}

/// Why Telegram gives no updates although it is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// Somebody else polls with the same token.
    Rival,
    /// A webhook is set.
    Webhook,
    /// The webhook that was set leads to somebody else.
    Elsewhere,
}

/// Why a poll brought nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Conflict(Conflict),
    Token,
    Wait(Duration),
    Outage,
}

/// Polls until `stop` holds true or its sender is gone. A batch in hand is finished first.
///
/// `on_good_poll` is called after every poll that Telegram answered, `on_conflict` after each it refused to another's
/// advantage.
pub async fn run<H: Intake>(
    bot: Bot,
    settings: Settings,
    intake: H,
    mut stop: watch::Receiver<bool>,
    on_good_poll: impl Fn() + Send,
    on_conflict: impl Fn(Conflict) + Send,
) {
    let mut offset = None;
    let mut failed = 0;
    let mut acknowledgements = JoinSet::new();
    loop {
        // Why real time: it spares the platform, which counts requests by its own clock.
        let soonest = sleep(BREATHER);
        // Why before each: whoever was stopped for long and wakes up would take the updates from the one in office.
        if !intake.is_in_office() {
            tokio::select! {
                () = stopped(&mut stop) => return,
                () = soonest => continue,
            }
        }
        let polled = tokio::select! {
            biased;
            () = stopped(&mut stop) => return,
            polled = fetch(&bot, settings, offset) => polled,
        };
        let next = match polled {
            Ok(updates) => {
                failed = 0;
                on_good_poll();
                acknowledge_presses(&bot, &updates, &mut acknowledgements);
                if let Some(next) = hand_over(updates, &intake).await {
                    offset = Some(next);
                    continue;
                }
                soonest
            }
            Err(trouble) => {
                failed += 1;
                if let Trouble::Conflict(conflict) = trouble {
                    on_conflict(conflict);
                }
                // Why real time: what is waited for is the platform, or the wait it asked for.
                sleep(pause(trouble, failed))
            }
        };
        tokio::select! {
            () = stopped(&mut stop) => return,
            () = next => {}
        }
    }
}

/// Waits until it is time to stop.
pub(super) async fn stopped(stop: &mut watch::Receiver<bool>) {
    // Why the error is not looked at: a sender that is gone means stop as well.
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn fetch(bot: &Bot, settings: Settings, offset: Option<i64>) -> Result<Vec<Value>, Trouble> {
    let Settings { timeout_s, limit } = settings;
    let request = ask(bot, GetUpdates { offset, limit, timeout: timeout_s, allowed_updates: KINDS });
    match timeout(Duration::from_secs(u64::from(timeout_s)) + GRACE, request).await {
        Ok(Ok(updates)) => Ok(updates),
        Ok(Err(error)) => {
            let why = failure::classify("getUpdates", &error);
            let trouble = trouble(&error);
            if trouble == Trouble::Token {
                tracing::error!(event = "telegram.token.refused", %why, "Telegram does not accept the token");
            } else {
                tracing::warn!(event = "telegram.poll.failed", %why, "no updates from Telegram");
            }
            Err(trouble)
        }
        Err(_) => {
            tracing::warn!(
                event = "telegram.poll.unanswered",
                "no updates from Telegram: a poll was not answered"
            );
            Err(Trouble::Outage)
        }
    }
}

/// Hands a batch to the intake; returns the offset that confirms it, `None` when there was nothing in it.
async fn hand_over<H: Intake>(updates: Vec<Value>, intake: &H) -> Option<i64> {
    let mut ctx = intake.context();
    let mut batch: Vec<Incoming> = Vec::with_capacity(updates.len());
    for incoming in
        updates.into_iter().filter_map(|update| read_json(update, &ctx).inspect(|i| ctx = ctx.after(i)))
    {
        batch.push(incoming);
    }
    let last = batch.iter().map(|incoming| incoming.key.key).max()?;
    intake.take(batch).await;
    Some(last.saturating_add(1))
}

/// Why at once and not after the commit: a person looks at a button that waits, and an answer promises nothing.
pub(super) fn acknowledge_presses(bot: &Bot, updates: &[Value], tasks: &mut JoinSet<()>) {
    while tasks.try_join_next().is_some() {}
    let presses = updates.iter().filter_map(|update| update["callback_query"]["id"].as_str());
    for press in presses.take(MOST_ACKNOWLEDGEMENTS.saturating_sub(tasks.len())) {
        let (bot, press) = (bot.clone(), press.to_owned());
        tasks.spawn(async move {
            if !acknowledge(&bot, &press).await {
                tracing::debug!(event = "telegram.press.unacknowledged", "a press was not acknowledged");
            }
        });
    }
}

fn trouble(error: &RequestError) -> Trouble {
    if let RequestError::RetryAfter(wait) = error {
        return Trouble::Wait(wait.duration());
    }
    let said = failure::wording(error).unwrap_or_default().to_lowercase();
    if said.contains("webhook is active") {
        Trouble::Conflict(Conflict::Webhook)
    } else if said.starts_with("conflict") {
        Trouble::Conflict(Conflict::Rival)
    } else if said == "unauthorized" || said == "invalid bot token" {
        Trouble::Token
    } else {
        Trouble::Outage
    }
}

/// How long to wait after so many failures in a row (from 1 on).
fn pause(trouble: Trouble, failed: usize) -> Duration {
    let step = |seconds: &[u64]| Duration::from_secs(seconds[(failed - 1).min(seconds.len() - 1)]);
    match trouble {
        Trouble::Conflict(_) => step(&[1, 2, 4, 8, 16, 30]),
        Trouble::Token => step(&[30]),
        Trouble::Wait(asked) => asked.max(step(&[1])),
        Trouble::Outage => step(&[1, 2, 5, 10, 15]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use teloxide::ApiError;

    fn after(error: &RequestError, failed: usize) -> u64 {
        pause(trouble(error), failed).as_secs()
    }

    #[test]
    fn pauses_grow_to_their_ceiling() {
        let rival = RequestError::Api(ApiError::TerminatedByOtherGetUpdates);
        assert_eq!([1, 2, 3, 4, 5, 6, 60].map(|failed| after(&rival, failed)), [1, 2, 4, 8, 16, 30, 30]);
        let outage = RequestError::Api(ApiError::Unknown("Bad Gateway".to_owned()));
        assert_eq!([1, 2, 3, 4, 5, 60].map(|failed| after(&outage, failed)), [1, 2, 5, 10, 15, 15]);
        let token = RequestError::Api(ApiError::InvalidToken);
        assert_eq!([1, 9].map(|failed| after(&token, failed)), [30, 30]);
    }

    #[test]
    fn the_server_says_how_long_to_wait_but_never_not_at_all() {
        let wait = |seconds| RequestError::RetryAfter(teloxide::types::Seconds::from_seconds(seconds));
        assert_eq!([0, 1, 300].map(|seconds| after(&wait(seconds), 1)), [1, 1, 300]);
    }

    #[test]
    fn a_webhook_is_told_from_a_rival() {
        let said = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first";
        let webhook = RequestError::Api(ApiError::Unknown(said.to_owned()));
        assert_eq!(trouble(&webhook), Trouble::Conflict(Conflict::Webhook));
        assert_eq!(
            trouble(&RequestError::Api(ApiError::CantGetUpdates)),
            Trouble::Conflict(Conflict::Webhook)
        );
        assert_eq!(
            trouble(&RequestError::Api(ApiError::TerminatedByOtherGetUpdates)),
            Trouble::Conflict(Conflict::Rival)
        );
    }
}
