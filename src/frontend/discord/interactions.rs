//! Presses, picks, commands and what is typed into them: acknowledged at once, then read.
//!
//! The acknowledgement is a courtesy within Discord's three seconds and tolerates loss; what the person asked for counts
//! when it is committed. A command's words are shown where it was given, so that others see what was done and the desk has
//! a message to put its signs on. A command that only shows something is answered on the staff side so that nobody else sees
//! it, and so is a press on such an answer. In the support channel, which everybody sees, nothing is said but where one's own thread
//! is, and only to who asked.

use std::time::Duration;

use serde_json::{Value, json};
use serenity::{all::InteractionId, http::Http};
use tracing::warn;

use super::{
    aside, complete,
    gateway::Intake,
    inbound::{Place, commanded, id, pressed, presser},
    menu,
    options::words_of,
    places::Places,
};
use crate::domain::{
    chat::{Incoming, Room},
    command,
    text::discord,
};

/// A button that stands for a command's words.
pub const PANEL: &str = "panel:";

/// Discord's numbers of answers.
const SHOWN: u8 = 4;
pub(super) const SHOWN_LATER: u8 = 5;
pub(super) const UPDATED_LATER: u8 = 6;
/// Discord's numbers of interactions.
const COMMAND: u64 = 2;
const COMPONENT: u64 = 3;
const TYPING: u64 = 4;
/// Discord's number for commands of the menu of a message.
const OF_A_MESSAGE: u64 = 3;
/// For the asker's eyes only.
pub(super) const ONLY_FOR_THEM: u64 = 1 << 6;
/// Characters of a message.
const LONGEST: usize = 2000;
/// How long it may take to learn where a command was given before it is acknowledged.
const GLANCE: Duration = Duration::from_millis(1500);
/// Nobody waits longer for an acknowledgement.
pub(super) const PATIENCE: Duration = Duration::from_millis(2500);

/// Acknowledges an interaction and reads it.
pub async fn read<H: Intake>(http: &Http, places: &Places, intake: &H, interaction: &Value) -> Vec<Incoming> {
    let (Some(channel), Some(kind)) = (id(&interaction["channel_id"]), interaction["type"].as_u64()) else {
        return Vec::new();
    };
    let data = &interaction["data"];
    let into = data["custom_id"].as_str().and_then(|data| data.strip_prefix(menu::INTO));
    match (kind, into) {
        (TYPING, _) => {
            complete::complete(http, places, intake, interaction).await;
            Vec::new()
        }
        (COMPONENT, Some(message)) => {
            menu::picked(http, places, interaction, channel, message).await.unwrap_or_default()
        }
        (COMPONENT, None) => component(http, places, interaction, channel).await.into_iter().collect(),
        (COMMAND, _) if data["type"].as_u64() == Some(OF_A_MESSAGE) => {
            menu::read(http, places, intake, interaction, channel).await.unwrap_or_default()
        }
        (COMMAND, _) => command(http, places, interaction, channel).await.into_iter().collect(),
        _ => Vec::new(),
    }
}

async fn component(http: &Http, places: &Places, interaction: &Value, channel: i64) -> Option<Incoming> {
    let data = interaction["data"]["custom_id"].as_str()?;
    if let Some(words) = data.strip_prefix(PANEL) {
        let place = led_home(http, places, interaction).await?;
        return commanded(interaction, place, words, None);
    }
    answer(http, interaction, json!({"type": UPDATED_LATER})).await;
    let place = places.of(channel, presser(interaction).map(|by| by.account.id)).await?;
    Some(Incoming { aside: aside::of_press(interaction), ..pressed(interaction, place)? })
}

async fn command(http: &Http, places: &Places, interaction: &Value, channel: i64) -> Option<Incoming> {
    let words = words_of(interaction)?;
    let by = presser(interaction)?.account.id;
    if places.support == Some(channel) {
        let place = led_home(http, places, interaction).await?;
        return commanded(interaction, place, &words, None);
    }
    let looks = command::parse(&discord::read(&words), "").is_some_and(|typed| typed.only_looks());
    let alone = |place: &Place| looks && place.room == Room::Staff;
    let Ok(place) = tokio::time::timeout(GLANCE, places.of(channel, Some(by))).await else {
        // Why acknowledged unseen: Discord waits three seconds, and is slow itself to say where that was.
        answer(http, interaction, json!({"type": SHOWN_LATER, "data": {"flags": ONLY_FOR_THEM}})).await;
        let place = places.of(channel, Some(by)).await;
        if place.as_ref().is_some_and(alone) {
            return looked(interaction, place?, &words);
        }
        forget(http, interaction).await;
        return commanded(interaction, place?, &words, None);
    };
    let Some(place) = place else {
        let place = led_home(http, places, interaction).await?;
        return commanded(interaction, place, &words, None);
    };
    if alone(&place) {
        answer(http, interaction, json!({"type": SHOWN_LATER, "data": {"flags": ONLY_FOR_THEM}})).await;
        return looked(interaction, place, &words);
    }
    let shown =
        discord::split(&discord::read(&words), LONGEST).first().map(discord::render).unwrap_or_default();
    let body = json!({"type": SHOWN, "data": {"content": shown, "allowed_mentions": {"parse": []}}});
    let message =
        if answer(http, interaction, body).await { original(http, interaction).await } else { None };
    commanded(interaction, place, &words, message)
}

/// A command that only shows something, whose answer is for who gave it.
fn looked(interaction: &Value, place: Place, words: &str) -> Option<Incoming> {
    let aside = aside::of(interaction, true);
    Some(Incoming { aside, ..commanded(interaction, place, words, None)? })
}

/// Tells who asked where their own thread is, which is opened if it must be.
async fn led_home(http: &Http, places: &Places, interaction: &Value) -> Option<Place> {
    let by = presser(interaction)?;
    answer(http, interaction, json!({"type": SHOWN_LATER, "data": {"flags": ONLY_FOR_THEM}})).await;
    match places.home(by.account.id, &by.name).await {
        Ok(home) => {
            let way = format!("→ <#{}>", home.address.holder());
            say_later(http, interaction, &json!({"content": way, "allowed_mentions": {"parse": []}})).await;
            Some(home)
        }
        Err(error) => {
            warn!(event = "discord.thread.unopened", "a customer's thread could not be opened: {error}");
            let body = json!({"content": "⚠️", "allowed_mentions": {"parse": []}});
            say_later(http, interaction, &body).await;
            None
        }
    }
}

pub(super) async fn answer(http: &Http, interaction: &Value, body: Value) -> bool {
    let (Some(number), Some(token)) = (number(interaction), interaction["token"].as_str()) else {
        return false;
    };
    let call = http.create_interaction_response(InteractionId::new(number), token, &body, Vec::new());
    let done = matches!(tokio::time::timeout(PATIENCE, call).await, Ok(Ok(())));
    if !done {
        warn!(
            event = "discord.unacknowledged",
            interaction = number,
            "an interaction was not acknowledged in time"
        );
    }
    done
}

async fn original(http: &Http, interaction: &Value) -> Option<i64> {
    let call = http.get_original_interaction_response(interaction["token"].as_str()?);
    let shown = tokio::time::timeout(PATIENCE, call).await.ok()?.ok()?;
    i64::try_from(shown.id.get()).ok()
}

pub(super) async fn say_later(http: &Http, interaction: &Value, body: &Value) {
    let Some(token) = interaction["token"].as_str() else { return };
    let call = http.edit_original_interaction_response(token, body, Vec::new());
    // Why the result is dropped: the thread itself tells as much.
    let _ = tokio::time::timeout(PATIENCE, call).await;
}

pub(super) async fn forget(http: &Http, interaction: &Value) {
    let Some(token) = interaction["token"].as_str() else { return };
    // Why the result is dropped: an answer nobody else sees goes by itself.
    let _ = tokio::time::timeout(PATIENCE, http.delete_original_interaction_response(token)).await;
}

fn number(interaction: &Value) -> Option<u64> {
    interaction["id"].as_str()?.parse().ok().filter(|id| *id > 0)
}
