//! Places, contacts, polls and dice, and what goes along with a message: where it was forwarded from, what it quotes. Read
//! from the message's JSON alone.
//!
//! Names are cleaned here, like those of senders. Deliberately not here: how any of it is shown.

use serde_json::Value;

use super::inbound::shown_name;
use crate::domain::{
    chat::{Origin, OriginKind, Quote, Thing},
    text::clean_name,
};

/// The content that is neither words nor a file; `None` when there is none, or nothing of it can be read. Venues also
/// carry a location, so they come first.
pub(super) fn thing(message: &Value) -> Option<Thing> {
    let at = |place: &Value| Some((place["latitude"].as_f64()?, place["longitude"].as_f64()?));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let texts =
        |list: &Value| list.as_array().into_iter().flatten().map(|item| text(&item["text"])).collect();
    if let Some((latitude, longitude)) = at(&message["venue"]["location"]) {
        let venue = &message["venue"];
        return Some(Thing::Venue {
            latitude,
            longitude,
            title: text(&venue["title"]),
            address: text(&venue["address"]),
        });
    }
    if let Some((latitude, longitude)) = at(&message["location"]) {
        return Some(Thing::Location { latitude, longitude });
    }
    if let Some(phone) = message["contact"]["phone_number"].as_str() {
        let part = |name: &str| message["contact"][name].as_str().unwrap_or_default();
        let name = clean_name(&format!("{} {}", part("first_name"), part("last_name")), "");
        return Some(Thing::Contact { phone: phone.to_owned(), name });
    }
    if let Some(question) = message["poll"]["question"].as_str() {
        return Some(Thing::Poll {
            question: question.to_owned(),
            options: texts(&message["poll"]["options"]),
        });
    }
    if let Some(title) = message["checklist"]["title"].as_str() {
        return Some(Thing::Checklist {
            title: title.to_owned(),
            tasks: texts(&message["checklist"]["tasks"]),
        });
    }
    let value = message["dice"]["value"].as_i64()?;
    Some(Thing::Dice { emoji: text(&message["dice"]["emoji"]), value })
}

/// Where the message of an update was forwarded from, and what it quotes.
pub(super) fn context(update: &Value) -> (Option<Origin>, Option<Quote>) {
    let message = update.get("message").or_else(|| update.get("edited_message")).unwrap_or(&Value::Null);
    let forwarded = &message["forward_origin"];
    (forwarded.is_object().then(|| origin(forwarded, &message["from"])), quote(message))
}

/// Who wrote it. What is unknown here is somebody hidden without a name.
fn origin(origin: &Value, by: &Value) -> Origin {
    let (chat, user) = (chat_of(origin), &origin["sender_user"]);
    let (kind, name) = match origin["type"].as_str() {
        Some("user") if user["id"] == by["id"] => (OriginKind::Themself, String::new()),
        Some("user") => {
            let part = |name: &str| user[name].as_str().unwrap_or_default();
            let id = user["id"].as_i64().unwrap_or_default();
            (OriginKind::Person, shown_name(part("first_name"), part("last_name"), id))
        }
        Some("chat") => (OriginKind::Group, title(chat)),
        Some("channel") => (OriginKind::Channel, title(chat)),
        _ => (OriginKind::Hidden, clean_name(origin["sender_user_name"].as_str().unwrap_or_default(), "")),
    };
    Origin { kind, name }
}

fn chat_of(origin: &Value) -> &Value {
    if origin["chat"].is_object() { &origin["chat"] } else { &origin["sender_chat"] }
}

fn title(chat: &Value) -> String {
    clean_name(chat["title"].as_str().unwrap_or_default(), "")
}

/// The words somebody picked out of what they answer, and whose they are when that stands in another chat. A quote the
/// client made by itself repeats what the answer points at anyway.
fn quote(message: &Value) -> Option<Quote> {
    let elsewhere = &message["external_reply"]["origin"];
    let from = elsewhere.is_object().then(|| origin(elsewhere, &message["from"]));
    let picked = from.is_some() || message["quote"]["is_manual"] == true;
    let text = message["quote"]["text"].as_str().filter(|_| picked).unwrap_or_default().trim().to_owned();
    (from.is_some() || !text.is_empty()).then_some(Quote { text, from })
}
