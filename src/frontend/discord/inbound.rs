//! What an event of Discord's says happened: where, by whom, in answer to what.
//!
//! Pure: no calls, no clock. Reads the events' own JSON, so that what the client library can't parse is read all the
//! same. Invariants: whatever a bot or a webhook writes is nobody's words and gives nothing; a file has an id of its own
//! even where several hang on one message. Not here: who may do what, and what a command is.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::again::{BELOW_TIME, EPOCH_MS};
use crate::domain::{
    chat::{Account, Address, Disguise, EventKey, File, FileKind, Incoming, Input, Platform, Room, Sender},
    text::{Rich, clean_name, discord},
};

/// The stream of ids of messages; what happened to one stands in `sub`.
pub const MESSAGES: i16 = 2;
/// What happened to a message that is gone.
const GONE: i64 = -1;
/// The stream of ids of interactions.
pub const INTERACTIONS: i16 = 3;
/// The stream of reactions.
pub const REACTIONS: i16 = 4;

/// Kinds of messages that people write: plain ones and replies.
const WRITTEN: [u64; 2] = [0, 19];
/// The kind of reference a message has to the one it passes on.
const PASSED_ON: u64 = 1;
/// Set on messages spoken into the microphone.
const VOICE: u64 = 1 << 13;

/// Where something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The place as the desk knows it.
    pub address: Address,
    /// What kind of place that is.
    pub room: Room,
}

/// What somebody wrote: one event, and one more for each further file.
pub fn written(message: &Value, place: Place) -> Vec<Incoming> {
    let Some(by) = author(message) else { return Vec::new() };
    let Some(id) = id(&message["id"]) else { return Vec::new() };
    if !WRITTEN.contains(&message["type"].as_u64().unwrap_or_default()) {
        return Vec::new();
    }
    let words = words(message, message["content"].as_str().unwrap_or_default());
    let files = files(message);
    let answered = &message["referenced_message"];
    let one = |sub: i64, remote: i64, input: Input| Incoming {
        message: Some(remote),
        reply_to: answered_id(message),
        answered_author: author(answered).map(|sender| sender.account),
        ..bare(MESSAGES, id, sub, place, by.clone(), input, message)
    };
    if files.is_empty() {
        return other(message, words).map(|input| one(0, id, input)).into_iter().collect();
    }
    let album = (files.len() > 1).then(|| id.to_string());
    let mut words = Some(words);
    let each = files.into_iter().enumerate().map(|(n, (attachment, file))| {
        let caption = words.take().unwrap_or_default();
        // Why: a message of several files is one message there and several here; its further files go by their own ids.
        let remote = if n == 0 { id } else { attachment };
        one(i64::try_from(n).unwrap_or_default(), remote, Input::File { file, caption, album: album.clone() })
    });
    each.collect()
}

/// The message this one answers. One that is passed on is pointed at in the same way.
fn answered_id(message: &Value) -> Option<i64> {
    let reference = &message["message_reference"];
    (reference["type"].as_u64() != Some(PASSED_ON)).then(|| id(&reference["message_id"])).flatten()
}

/// New words for an earlier message; `None` where nothing was edited, such as when a preview appears.
pub fn edited(message: &Value, place: Place) -> Option<Incoming> {
    let by = author(message)?;
    let id = id(&message["id"])?;
    let at = message["edited_timestamp"].as_str()?;
    let at = chrono::DateTime::parse_from_rfc3339(at).ok()?.timestamp_millis();
    let words = words(message, message["content"].as_str()?);
    let input = Input::Edited { words, file: files(message).into_iter().next().map(|(_, file)| file) };
    Some(Incoming { message: Some(id), ..bare(MESSAGES, id, at, place, by, input, message) })
}

/// A message is gone. Discord does not say who deleted it; `owner` is whose place it was in, where somebody's.
pub fn deleted(event: &Value, message: i64, place: Place, owner: Option<i64>) -> Incoming {
    let owner = owner.unwrap_or_default();
    let by = Sender {
        account: account(owner),
        name: owner.to_string(),
        lang: None,
        disguise: Some(Disguise::Channel),
    };
    let gone = bare(MESSAGES, message, GONE, place, by, Input::Deleted, event);
    Incoming { message: Some(message), ..gone }
}

/// Somebody set an emoji or took it back. `tick` tells events apart that are alike.
pub fn reacted(event: &Value, place: Place, set: bool, tick: i64) -> Option<Incoming> {
    let (message, person) = (id(&event["message_id"])?, id(&event["user_id"])?);
    if event["member"]["user"]["bot"].as_bool().unwrap_or_default() || !event["emoji"]["id"].is_null() {
        return None;
    }
    let emoji = vec![event["emoji"]["name"].as_str()?.to_owned()];
    let (was, now) = if set { (Vec::new(), emoji) } else { (emoji, Vec::new()) };
    let by = sender(&event["member"]["user"], &event["member"], None).unwrap_or_else(|| Sender {
        account: account(person),
        name: person.to_string(),
        lang: None,
        disguise: None,
    });
    let input = Input::Reacted { was, now };
    Some(Incoming { message: Some(message), ..bare(REACTIONS, message, tick, place, by, input, event) })
}

/// When it happened, by Discord's clock, where the id that tells it apart says so: messages, presses, commands, forms.
pub fn said_at(incoming: &Incoming) -> Option<DateTime<Utc>> {
    let fresh = match incoming.key.source {
        INTERACTIONS => true,
        MESSAGES => !incoming.input.is_about_a_message(),
        _ => false,
    };
    fresh.then(|| DateTime::from_timestamp_millis((incoming.key.key >> BELOW_TIME) + EPOCH_MS)).flatten()
}

/// A button was pressed, or something picked from a list.
pub fn pressed(interaction: &Value, place: Place) -> Option<Incoming> {
    let data = &interaction["data"];
    let chosen = data["values"][0].as_str().or(data["custom_id"].as_str())?;
    let input = Input::Press { data: chosen.to_owned() };
    let message = id(&interaction["message"]["id"]);
    Some(Incoming { message, ..asked(interaction, place, input)? })
}

/// A form was sent: what stands in its fields.
pub fn filled(interaction: &Value, place: Place) -> Option<Incoming> {
    let data = &interaction["data"];
    let rows = data["components"].as_array().into_iter().flatten();
    let inputs = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let text =
        |input: &Value| Some((input["custom_id"].as_str()?.to_owned(), input["value"].as_str()?.to_owned()));
    let input = Input::Filled {
        data: data["custom_id"].as_str()?.to_owned(),
        fields: inputs.filter_map(text).collect(),
    };
    asked(interaction, place, input)
}

/// Words that somebody gave as a command or pressed as a button that stands for one. `message` is where they stand.
pub fn commanded(interaction: &Value, place: Place, words: &str, message: Option<i64>) -> Option<Incoming> {
    Some(Incoming { message, ..asked(interaction, place, Input::Text(discord::read(words)))? })
}

fn asked(interaction: &Value, place: Place, input: Input) -> Option<Incoming> {
    Some(bare(INTERACTIONS, id(&interaction["id"])?, 0, place, presser(interaction)?, input, interaction))
}

/// Who pressed or commanded.
pub fn presser(interaction: &Value) -> Option<Sender> {
    let (member, lang) = (&interaction["member"], interaction["locale"].as_str());
    let user = if member["user"].is_object() { &member["user"] } else { &interaction["user"] };
    sender(user, member, lang)
}

/// A message's words, with the names of the people it mentions.
fn words(message: &Value, content: &str) -> Rich {
    discord::read_naming(content, |mention| {
        let discord::Mention::Person(person) = mention else { return None };
        let mentioned = message["mentions"].as_array()?;
        let user = mentioned.iter().find(|user| user["id"].as_str() == Some(&person.to_string()))?;
        let names = [&user["member"]["nick"], &user["global_name"], &user["username"]];
        let name = names.into_iter().find_map(Value::as_str)?;
        Some(clean_name(name, &person.to_string()))
    })
}

/// The author of a message, when it is a person.
fn author(message: &Value) -> Option<Sender> {
    if !message["webhook_id"].is_null() {
        return None;
    }
    sender(&message["author"], &message["member"], None)
}

fn sender(user: &Value, member: &Value, lang: Option<&str>) -> Option<Sender> {
    if user["bot"].as_bool().unwrap_or_default() {
        return None;
    }
    let id = id(&user["id"])?;
    let names = [&member["nick"], &user["global_name"], &user["username"]];
    let name = names.into_iter().find_map(Value::as_str).unwrap_or_default();
    let name = clean_name(name, &id.to_string());
    Some(Sender { account: account(id), name, lang: lang.map(str::to_owned), disguise: None })
}

/// The files of a message, each with the number of its attachment.
fn files(message: &Value) -> Vec<(i64, File)> {
    let (channel, holder) = (&message["channel_id"], &message["id"]);
    let (Some(channel), Some(holder)) = (channel.as_str(), holder.as_str()) else { return Vec::new() };
    let spoken = message["flags"].as_u64().unwrap_or_default() & VOICE != 0;
    let all = message["attachments"].as_array().into_iter().flatten();
    let one = |attachment: &Value| {
        let number = id(&attachment["id"])?;
        let name = attachment["filename"].as_str().map(str::to_owned);
        let mime = attachment["content_type"].as_str().map(str::to_owned);
        let file = File {
            kind: kind(mime.as_deref().unwrap_or_default(), spoken),
            id: format!("{channel}/{holder}/{number}"),
            unique: number.to_string(),
            spoiler: name.as_deref().is_some_and(|name| name.starts_with("SPOILER_")),
            name,
            mime,
            size: attachment["size"].as_i64(),
        };
        Some((number, file))
    };
    all.filter_map(one).collect()
}

fn kind(mime: &str, spoken: bool) -> FileKind {
    match mime.split(['/', ';']).next().unwrap_or_default() {
        "image" if mime.starts_with("image/gif") => FileKind::Animation,
        "image" if ["image/jpeg", "image/png", "image/webp"].iter().any(|kind| mime.starts_with(kind)) => {
            FileKind::Photo
        }
        "video" => FileKind::Video,
        "audio" if spoken => FileKind::Voice,
        "audio" => FileKind::Audio,
        _ => FileKind::Document,
    }
}

/// What a message without files is: its words, or that it holds something that can't be shown.
fn other(message: &Value, words: Rich) -> Option<Input> {
    if !words.text.trim().is_empty() {
        return Some(Input::Text(words));
    }
    let has = |key: &str| message[key].as_array().is_some_and(|list| !list.is_empty());
    if has("sticker_items") {
        return Some(Input::Other("kind-sticker"));
    }
    if !message["poll"].is_null() {
        return Some(Input::Other("kind-poll"));
    }
    has("message_snapshots").then_some(Input::Other("kind-other"))
}

fn bare(source: i16, key: i64, sub: i64, place: Place, by: Sender, input: Input, raw: &Value) -> Incoming {
    Incoming {
        key: EventKey { source, key, sub },
        place: place.address,
        room: place.room,
        by,
        message: None,
        reply_to: None,
        answered_author: None,
        aside: None,
        origin: None,
        quote: None,
        input,
        raw: raw.clone(),
    }
}

const fn account(id: i64) -> Account {
    Account { platform: Platform::Discord, id }
}

/// An id, which Discord writes as a text.
pub(super) fn id(value: &Value) -> Option<i64> {
    value.as_str()?.parse().ok()
}
