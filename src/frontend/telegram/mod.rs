//! Telegram, through its Bot API.
//!
//! `poll` fetches updates, `webhook` takes those that are brought, to where `hook` has asked for; `inbound` reads them (`content` words and files, `raw` and `things` everything else from JSON),
//! `outbound` brings deliveries (`files` those with files, `failure` names what went wrong, `marks` converts the looks of texts), `check` asks
//! whether the bot is set up well. Invariants: nothing here holds a `Bot` and derives `Debug`, because a `Bot` shows
//! its token there; no URL, token or text of a person gets into an error.

mod bare;
mod check;
mod content;
mod failure;
mod fetch;
mod files;
mod hook;
mod inbound;
mod knocks;
mod marks;
mod outbound;
mod poll;
mod raw;
mod things;
mod upkeep;
mod webhook;

use std::time::Duration;

use teloxide::prelude::Requester;

pub use teloxide::Bot;

pub use check::{Finding, check};
pub use hook::{Hook, check as check_webhook, keep as keep_webhook, take_back};
pub use inbound::{Context, SOURCE, read, read_json, said_at};
pub use knocks::{Knock, knocks};
pub use outbound::{TelegramCourier, acknowledge};
pub use poll::{Conflict, Intake, Settings, run};
pub use webhook::{Basket, Hatch, Reception, hatch, receive, router as webhook};

/// No request takes longer, long polls and large files included.
const LONGEST_REQUEST: Duration = Duration::from_mins(2);

/// Why no bot could be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// The address of the Bot API is no URL.
    #[error("the address of the Bot API is not a URL")]
    Address,
    /// The TLS or DNS set-up of this machine does not work.
    #[error("the HTTP client could not be set up")]
    Client,
}

/// A client of the Bot API; `api_url` names another server than Telegram's own. Proxies of the environment are obeyed
/// on the way to Telegram, and left aside for a server of one's own. Asks nothing yet.
pub fn connect(token: &str, api_url: Option<&str>) -> Result<Bot, ConnectError> {
    let client = teloxide::net::default_reqwest_settings().timeout(LONGEST_REQUEST);
    let client = if api_url.is_some() { client.no_proxy() } else { client };
    let bot = Bot::with_client(token, client.build().map_err(|_| ConnectError::Client)?);
    let Some(url) = api_url else { return Ok(bot) };
    // Why: the client appends `/bot…`, and a slash of the address would stand there twice.
    let url = url.trim_end_matches('/').parse().map_err(|_| ConnectError::Address)?;
    Ok(bot.set_api_url(url))
}

/// Why the bot's own name is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Telegram knows no such bot; its wording.
    #[error("Telegram says: {0}")]
    Refused(String),
    /// Telegram can't be reached.
    #[error("Telegram can't be reached")]
    Unreachable,
}

/// The bot's user name, without the `@`.
pub async fn bot_name(bot: &Bot) -> Result<String, NameError> {
    match bot.get_me().await {
        Ok(me) => Ok(me.username().to_owned()),
        Err(teloxide::RequestError::Api(error)) => Err(NameError::Refused(error.to_string())),
        Err(_) => Err(NameError::Unreachable),
    }
}
