//! Discord, through its gateway and REST API.
//!
//! `listen` keeps the connection (or several, `shards`), `gateway` hears what happens, `inbound` reads it, `interactions` acknowledges presses and commands, `forms` opens and reads forms, `catch_up` fetches
//! what was said while nobody listened, `places` and `threads` know where customers and staff are. `outbound` brings
//! deliveries (`body` writes messages, `files` those with files, `upkeep` everything that is no message, `aside` what one person alone sees, `again` looks for what was said already, `failure` names what
//! went wrong). `commands` puts the server's commands and the panel, `options` writes what they take and reads it back as words,
//! `complete` answers while somebody types, `menu` reads the entries of a message's menu, `check` asks whether the bot is set up well.
//! Invariants: no token, no signed address and no text of a person gets into an error or a log; nothing said to people can ping anybody. A place on the staff side is the staff channel with the thread of a case
//! in it; a customer's place is a channel of its own, a private thread or their private messages with the bot.

mod again;
mod aside;
mod body;
mod catch_up;
mod check;
mod commands;
mod complete;
mod failure;
mod files;
mod forms;
mod gateway;
mod inbound;
mod interactions;
mod listen;
mod menu;
mod options;
mod outbound;
mod places;
mod shards;
mod threads;
mod upkeep;

use std::{sync::Arc, time::Duration};

use serenity::http::HttpBuilder;

pub use serenity::http::Http;

pub use body::LIST;
pub use check::{Finding, check};
pub use commands::{Panel, keep_panel, offer, registered};
pub use forms::Shown as Form;
pub use gateway::{Heard, Intake, Known, MOST_WAITING, Manner, run};
pub use inbound::{Place, edited, pressed, reacted, said_at, written};
pub use interactions::PANEL;
pub use menu::{ENTRIES, Entry};
pub use options::words_of;
pub use outbound::DiscordCourier;
pub use places::{Later, Places, Register};
pub use shards::Shards;
pub use threads::{Channel, Home, Threads};

/// No request takes longer, large files included.
const LONGEST_REQUEST: Duration = Duration::from_mins(2);

/// Why no client could be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the HTTP client could not be set up")]
pub struct ConnectError;

/// A client of Discord's REST API. `api_url` names a stand-in: then the library's limiter is off, because with it the
/// library goes to the real address whatever it was told. Asks nothing yet.
///
/// # Errors
/// When the TLS or DNS set-up of this machine does not work.
pub fn connect(token: &str, api_url: Option<&str>) -> Result<Arc<Http>, ConnectError> {
    let client = reqwest::Client::builder().timeout(LONGEST_REQUEST);
    let client = if api_url.is_some() { client.no_proxy() } else { client };
    let client = client.build().map_err(|_| ConnectError)?;
    let builder = HttpBuilder::new(token).client(client);
    let builder = match api_url {
        Some(url) => builder.proxy(url.trim_end_matches('/')).ratelimiter_disabled(true),
        None => builder,
    };
    Ok(Arc::new(builder.build()))
}

/// Why the bot's own name is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Discord does not know the token.
    #[error("Discord does not accept the token")]
    Refused,
    /// Discord can't be reached.
    #[error("Discord can't be reached")]
    Unreachable,
}

/// The bot's number and name.
///
/// # Errors
/// When Discord does not accept the token, or can't be reached.
pub async fn who_am_i(http: &Http) -> Result<(i64, String), NameError> {
    match http.get_current_user().await {
        Ok(me) => Ok((i64::try_from(me.id.get()).unwrap_or_default(), me.name.clone())),
        Err(serenity::Error::Http(serenity::http::HttpError::UnsuccessfulRequest(answer)))
            if answer.status_code.as_u16() == 401 =>
        {
            Err(NameError::Refused)
        }
        Err(_) => Err(NameError::Unreachable),
    }
}
