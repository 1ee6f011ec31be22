//! Who has knocked before anybody was in: groups the bot was put into and people who wrote to it. `aftercare check` tells
//! their numbers, which are needed for the set-up and shown nowhere in Telegram.
//!
//! Asks for what waits and confirms nothing, so the desk gets all of it when it starts.

use serde_json::Value;
use teloxide::Bot;

use super::{
    bare::{GetUpdates, ask},
    poll::KINDS,
};
use crate::domain::text::clean_name;

/// Somebody or something that knocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knock {
    /// The number of the account or the group.
    pub id: i64,
    /// Its name, safe to be shown.
    pub name: String,
    /// It is a group.
    pub group: bool,
}

/// Those who wait, each once, in the order they came; empty when somebody else polls or Telegram is away.
pub async fn knocks(bot: &Bot) -> Vec<Knock> {
    let waiting = GetUpdates { offset: None, limit: 100, timeout: 0, allowed_updates: KINDS };
    let mut all: Vec<Knock> = Vec::new();
    for update in ask(bot, waiting).await.unwrap_or_default() {
        for knock in of(&update) {
            if !all.iter().any(|known| known.id == knock.id) {
                all.push(knock);
            }
        }
    }
    all
}

fn of(update: &Value) -> impl Iterator<Item = Knock> {
    let what =
        ["message", "my_chat_member"].into_iter().map(|kind| &update[kind]).find(|what| what.is_object());
    let knock = what.and_then(|what| {
        let (chat, from) = (&what["chat"], &what["from"]);
        let id = chat["id"].as_i64()?;
        let group = chat["type"].as_str()? != "private";
        let name = if group {
            chat["title"].as_str().unwrap_or_default().to_owned()
        } else {
            let part = |key: &str| from[key].as_str().unwrap_or_default();
            format!("{} {}", part("first_name"), part("last_name"))
        };
        Some(Knock { id, name: clean_name(&name, &id.to_string()), group })
    });
    knock.into_iter()
}
