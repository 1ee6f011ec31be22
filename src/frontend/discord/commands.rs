//! What Discord shows before anybody has said anything: the commands of the server, and the panel in the support channel.
//!
//! Both are put as they should be whenever a process comes into office; putting them twice changes nothing.

use serde_json::{Value, json};
use serenity::{
    all::{ChannelId, GuildId},
    http::{Http, LightMethod, Request, Route},
};
use tracing::warn;

use super::{inbound::id, interactions::PANEL, menu::ENTRIES, options};
use crate::{
    desk::{InEach, Offer},
    domain::text::{Rich, discord},
};

/// The panel customers begin at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// Its words.
    pub text: String,
    /// Its buttons: what they show, and the command they stand for.
    pub buttons: Vec<(String, &'static str)>,
}

/// Messages of the support channel looked through for the panel.
const LOOKED: u8 = 50;
/// Discord's number for commands of the menu of a message.
const OF_A_MESSAGE: u8 = 3;
/// The right somebody needs to be offered what is for the staff: View Audit Log.
///
/// Why this one: nobody has it without being given it, no channel can give or take it, and it lets nobody change anything.
/// Whether somebody works here is looked up when a command is carried out, whatever they were offered.
pub(super) const STAFF: u64 = 1 << 7;

/// Puts the server's commands as they should be; `entries` are what the entries of a message's menu are called.
///
/// # Errors
/// What Discord did not like, without words of people.
pub async fn offer(
    http: &Http,
    guild: u64,
    offers: &[Offer],
    entries: &[InEach; ENTRIES.len()],
) -> Result<(), String> {
    let me = me(http).await?;
    http.set_application_id(me.into());
    let all = registered(offers, entries);
    let route = Route::GuildCommands { application_id: me.into(), guild_id: GuildId::new(guild) };
    let request = Request::new(route, LightMethod::Put).body(Some(Value::from(all).to_string().into_bytes()));
    http.fire::<Value>(request).await.map(drop).map_err(|error| status(&error))
}

/// The server's commands as Discord takes them.
pub fn registered(offers: &[Offer], entries: &[InEach; ENTRIES.len()]) -> Vec<Value> {
    let mut all: Vec<Value> = offers.iter().map(one).collect();
    all.extend(ENTRIES.iter().zip(entries).map(|((name, _), called)| {
        json!({"name": name, "name_localizations": options::in_each(called, options::LONGEST_NAME), "type": OF_A_MESSAGE,
            "default_member_permissions": STAFF})
    }));
    all
}

fn one(offer: &Offer) -> Value {
    let mut command = json!({
        "name": offer.word.name(),
        "type": 1,
        "description": options::first(&offer.does, options::LONGEST),
        "description_localizations": options::in_each(&offer.does, options::LONGEST),
        "options": offer.takes.iter().map(options::one).collect::<Vec<_>>(),
    });
    if offer.staff {
        command["default_member_permissions"] = json!(STAFF);
    }
    command
}

/// Puts the panel as it should be: changed where it stands, posted and pinned where it does not.
///
/// # Errors
/// As [`offer`].
pub async fn keep_panel(http: &Http, support: u64, panel: &Panel) -> Result<(), String> {
    let me = me(http).await?;
    let channel = ChannelId::new(support);
    let params = vec![("limit", LOOKED.to_string())];
    let request =
        Request::new(Route::ChannelMessages { channel_id: channel }, LightMethod::Get).params(Some(params));
    let messages = http.fire::<Vec<Value>>(request).await.map_err(|error| status(&error))?;
    let ours = |message: &&Value| {
        message["author"]["id"].as_str() == Some(&me.to_string())
            && message["components"].to_string().contains(PANEL)
    };
    let body = shown(panel);
    let Some(there) = messages.iter().find(ours) else {
        let posted = http.send_message(channel, Vec::new(), &body).await.map_err(|error| status(&error))?;
        if http.pin_message(channel, posted.id, None).await.is_err() {
            // Why no more: a panel that isn't pinned is still the panel.
            warn!(event = "discord.panel.unpinned", "the panel in the support channel is not pinned");
        }
        return Ok(());
    };
    if there["content"] == body["content"] && labels(&there["components"]) == labels(&body["components"]) {
        return Ok(());
    }
    let Some(number) = id(&there["id"]).and_then(|id| u64::try_from(id).ok()) else { return Ok(()) };
    http.edit_message(channel, number.into(), &body, Vec::new())
        .await
        .map(drop)
        .map_err(|error| status(&error))
}

fn shown(panel: &Panel) -> Value {
    let button = |(label, words): &(String, &'static str)| {
        let label: String = label.chars().take(80).collect();
        json!({"type": 2, "style": 2, "label": label, "custom_id": format!("{PANEL}{words}")})
    };
    let rows: Vec<Value> = panel
        .buttons
        .chunks(5)
        .map(|row| json!({"type": 1, "components": row.iter().map(button).collect::<Vec<_>>()}))
        .collect();
    json!({
        "content": discord::render(&Rich::plain(panel.text.clone())),
        "components": rows,
        "allowed_mentions": {"parse": []},
    })
}

/// What the buttons of a message show and bring back.
fn labels(components: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = components.as_array().into_iter().flatten();
    let buttons = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    buttons.map(|button| (text(&button["label"]), text(&button["custom_id"]))).collect()
}

/// The bot's own number, which is its application's as well.
async fn me(http: &Http) -> Result<u64, String> {
    http.get_current_user().await.map(|me| me.id.get()).map_err(|error| status(&error))
}

fn status(error: &serenity::Error) -> String {
    match error {
        serenity::Error::Http(serenity::http::HttpError::UnsuccessfulRequest(answer)) => {
            format!("Discord answered {} ({})", answer.status_code, answer.error.code)
        }
        _ => "Discord can't be reached".to_owned(),
    }
}
