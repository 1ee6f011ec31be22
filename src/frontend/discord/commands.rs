//! What Discord shows before anybody has said anything: the commands of the server, and the panel in the support channel.
//!
//! Both are put as they should be whenever a process comes into office; putting them twice changes nothing.

use serde_json::{Value, json};
use serenity::{
    all::{ChannelId, GuildId},
    http::{Http, LightMethod, Request, Route},
};
use tracing::warn;

use super::{
    inbound::id,
    interactions::{ON_MESSAGES, PANEL},
};
use crate::domain::{
    lang::Lang,
    text::{Rich, discord},
};

/// A command as it is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its name.
    pub name: String,
    /// What it does, in each language.
    pub does: Vec<(Lang, String)>,
    /// What the words after it are called, in each language.
    pub rest: Vec<(Lang, String)>,
}

/// The panel customers begin at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// Its words.
    pub text: String,
    /// Its buttons: what they show, and the command they stand for.
    pub buttons: Vec<(String, &'static str)>,
}

/// The longest description of a command or option.
const LONGEST: usize = 100;
/// Messages of the support channel looked through for the panel.
const LOOKED: u8 = 50;
/// Discord's number for commands of the menu of a message.
const OF_A_MESSAGE: u8 = 3;
/// Discord's number for an option that is a text.
const TEXT: u8 = 3;

/// Puts the server's commands as they should be.
///
/// # Errors
/// What Discord did not like, without words of people.
pub async fn offer(http: &Http, guild: u64, offers: &[Offer]) -> Result<(), String> {
    let me = me(http).await?;
    http.set_application_id(me.into());
    let all = registered(offers);
    let route = Route::GuildCommands { application_id: me.into(), guild_id: GuildId::new(guild) };
    let request = Request::new(route, LightMethod::Put).body(Some(Value::from(all).to_string().into_bytes()));
    http.fire::<Value>(request).await.map(drop).map_err(|error| status(&error))
}

/// The server's commands as Discord takes them.
pub fn registered(offers: &[Offer]) -> Vec<Value> {
    let mut all: Vec<Value> = offers.iter().map(one).collect();
    all.extend(ON_MESSAGES.iter().map(|(name, _)| json!({"name": name, "type": OF_A_MESSAGE})));
    all
}

fn one(offer: &Offer) -> Value {
    let said = |texts: &[(Lang, String)]| {
        let text =
            |(lang, text): &(Lang, String)| (locale(*lang), text.chars().take(LONGEST).collect::<String>());
        let all: Vec<(&str, String)> = texts.iter().map(text).collect();
        let first = all.first().map(|(_, text)| text.clone()).unwrap_or_default();
        let others: serde_json::Map<String, Value> =
            all.into_iter().map(|(lang, text)| (lang.to_owned(), Value::from(text))).collect();
        (first, others)
    };
    let (does, does_in) = said(&offer.does);
    let (rest, rest_in) = said(&offer.rest);
    json!({
        "name": offer.name,
        "type": 1,
        "description": does,
        "description_localizations": does_in,
        "options": [{
            "type": TEXT,
            "name": "text",
            "description": rest,
            "description_localizations": rest_in,
            "required": false,
        }],
    })
}

/// A language as Discord names it.
const fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en-US",
        Lang::ZhHans => "zh-CN",
    }
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
