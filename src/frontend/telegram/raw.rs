//! Reads updates as plain JSON: what the client library can't read because the platform has learnt something since, and
//! every message that is neither words nor a file.
//!
//! Takes what it needs and ignores the rest. Invariants: words are never lost with a look or a field unknown here; an
//! unreadable message is `kind-other`, not nothing, unless it is one of the platform's announcements; disguises are
//! seen here as well.

use serde_json::Value;

use super::inbound::{self, Context, Standing};
use super::marks::rich_from_json;
pub(super) use super::things::context;
use super::things::thing;
use crate::domain::{
    chat::{Account, Disguise, File, FileKind, Incoming, Input, Sender},
    text::Rich,
};

/// What a person may mean as content and a bot can't read or pass on, and its key in the catalogue.
const TOLD: [(&str, &str); 24] = [
    ("audio", "kind-audio"),
    ("voice", "kind-voice"),
    ("video_note", "kind-video-note"),
    ("sticker", "kind-sticker"),
    ("venue", "kind-venue"),
    ("location", "kind-location"),
    ("contact", "kind-contact"),
    ("poll", "kind-poll"),
    ("dice", "kind-dice"),
    ("checklist", "kind-checklist"),
    ("story", "kind-story"),
    ("game", "kind-game"),
    ("paid_media", "kind-paid-media"),
    ("invoice", "kind-invoice"),
    ("successful_payment", "kind-payment"),
    ("refunded_payment", "kind-payment"),
    ("giveaway", "kind-giveaway"),
    ("giveaway_winners", "kind-giveaway"),
    ("gift", "kind-gift"),
    ("unique_gift", "kind-gift"),
    ("users_shared", "kind-contact"),
    ("chat_shared", "kind-contact"),
    ("passport_data", "kind-form"),
    ("web_app_data", "kind-form"),
];

/// Announcements of the platform, as far as they are known (Bot API 10.1).
const ANNOUNCEMENTS: [&str; 44] = [
    "new_chat_members",
    "left_chat_member",
    "chat_owner_left",
    "chat_owner_changed",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "gift_upgrade_sent",
    "connected_website",
    "write_access_allowed",
    "proximity_alert_triggered",
    "boost_added",
    "chat_background_set",
    "checklist_tasks_done",
    "checklist_tasks_added",
    "direct_message_price_changed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "giveaway_created",
    "giveaway_completed",
    "managed_bot_created",
    "paid_message_price_changed",
    "poll_option_added",
    "poll_option_deleted",
    "suggested_post_approved",
    "suggested_post_approval_failed",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
];

/// Reads an update; key and JSON are the caller's to fill in. Without a chat and a sender nothing happened.
pub(super) fn read(update: &Value, ctx: &Context) -> Incoming {
    let read = if let Some(message) = update.get("message") {
        said(message, ctx, content(message))
    } else if let Some(message) = update.get("edited_message") {
        said(message, ctx, inbound::edited(content(message)))
    } else if let Some(query) = update.get("callback_query") {
        pressed(query, ctx)
    } else if let Some(change) = update.get("message_reaction") {
        reacted(change, ctx)
    } else {
        update.get("my_chat_member").and_then(|change| let_in_or_not(change, ctx))
    };
    read.unwrap_or_else(nothing)
}

/// Nothing, nowhere, by nobody.
fn nothing() -> Incoming {
    let by = Sender { account: inbound::account(0), name: String::new(), lang: None, disguise: None };
    Incoming {
        key: inbound::key(0),
        place: inbound::address(0, None),
        room: crate::domain::chat::Room::Elsewhere,
        by,
        message: None,
        reply_to: None,
        answered_author: None,
        aside: None,
        origin: None,
        quote: None,
        input: Input::Nothing,
        raw: Value::Null,
    }
}

/// Something that happened in `chat`, its `from` being who did it.
fn happened(chat: &Value, by: Sender, input: Input, ctx: &Context) -> Option<Incoming> {
    let id = chat["id"].as_i64()?;
    let place = inbound::address(id, None);
    let room = inbound::room(id, chat["type"] == "private", ctx);
    Some(Incoming { place, room, by, input, ..nothing() })
}

fn said(message: &Value, ctx: &Context, input: Input) -> Option<Incoming> {
    if let Some((from, to)) = moved(message) {
        let incoming = inbound::moved_group(from, author(message)?, ctx);
        return Some(Incoming { input: Input::Moved { from, to }, ..incoming });
    }
    let incoming = happened(&message["chat"], author(message)?, input, ctx)?;
    let thread = thread(message);
    let answered = Some(&message["reply_to_message"]);
    let answered =
        answered.filter(|message| message["message_id"].as_i64().is_some_and(|id| thread != Some(id)));
    Some(Incoming {
        place: inbound::address(incoming.place.chat, thread),
        message: message["message_id"].as_i64(),
        reply_to: answered.and_then(|message| message["message_id"].as_i64()),
        answered_author: answered.and_then(plain_author),
        ..incoming
    })
}

fn moved(message: &Value) -> Option<(i64, i64)> {
    let here = message["chat"]["id"].as_i64()?;
    let to = message["migrate_to_chat_id"].as_i64().map(|to| (here, to));
    to.or_else(|| message["migrate_from_chat_id"].as_i64().map(|from| (from, here)))
}

fn thread(message: &Value) -> Option<i64> {
    message["message_thread_id"].as_i64().filter(|_| message["is_topic_message"] == true)
}

fn author(message: &Value) -> Option<Sender> {
    let as_chat = message["sender_chat"].is_object() || message["is_automatic_forward"] == true;
    let bot = message["via_bot"].is_object()
        || message["sender_business_bot"].is_object()
        || message["from"]["is_bot"] == true;
    let forwarded = message["forward_origin"].is_object();
    let sender = person(&message["from"])?;
    Some(Sender { disguise: inbound::disguise(sender.account.id, as_chat, bot, forwarded), ..sender })
}

fn plain_author(message: &Value) -> Option<Account> {
    let sender = author(message)?;
    matches!(sender.disguise, None | Some(Disguise::Forwarded)).then_some(sender.account)
}

fn person(user: &Value) -> Option<Sender> {
    let id = user["id"].as_i64()?;
    let part = |name: &str| user[name].as_str().unwrap_or_default();
    Some(Sender {
        account: inbound::account(id),
        name: inbound::shown_name(part("first_name"), part("last_name"), id),
        lang: user["language_code"].as_str().map(str::to_owned),
        disguise: inbound::disguise(id, false, user["is_bot"] == true, false),
    })
}

fn content(message: &Value) -> Input {
    let has = |name: &str| !message[name].is_null();
    if let Some(text) = message["text"].as_str() {
        return Input::Text(rich_from_json(text, &message["entities"]));
    }
    let mut words = String::new();
    collect(&message["rich_message"], &mut words);
    if !words.trim().is_empty() {
        return Input::Text(Rich::plain(words.trim()));
    }
    if let Some(file) = file(message) {
        let caption =
            message["caption"].as_str().or(message["sticker"]["emoji"].as_str()).unwrap_or_default();
        let caption = rich_from_json(caption, &message["caption_entities"]);
        let album = message["media_group_id"].as_str().map(str::to_owned);
        return Input::File { file, caption, album };
    }
    if let Some(thing) = thing(message) {
        return Input::Thing(thing);
    }
    if ANNOUNCEMENTS.iter().any(|name| has(name)) {
        return Input::Nothing;
    }
    let known = TOLD.iter().find(|(name, _)| has(name));
    Input::Other(known.map_or("kind-other", |(_, key)| *key))
}

/// The words of a message made of blocks (`RichMessage`), a line for each block; looks and pictures stay behind.
fn collect(node: &Value, words: &mut String) {
    match node {
        Value::String(text) => words.push_str(text),
        Value::Array(runs) => runs.iter().for_each(|run| collect(run, words)),
        Value::Object(parts) => {
            let part = |name| parts.get(name).unwrap_or(&Value::Null);
            for name in ["summary", "text", "alternative_text", "expression"] {
                collect(part(name), words);
            }
            for name in ["blocks", "items", "cells", "caption", "credit"] {
                collect_lines(part(name), words);
            }
        }
        _ => {}
    }
}

fn collect_lines(node: &Value, words: &mut String) {
    match node {
        Value::Array(lines) => lines.iter().for_each(|line| collect_lines(line, words)),
        Value::Null => {}
        line => {
            end_line(words);
            collect(line, words);
        }
    }
}

fn end_line(words: &mut String) {
    if !words.is_empty() && !words.ends_with('\n') {
        words.push('\n');
    }
}

fn file(message: &Value) -> Option<File> {
    let sizes = message["photo"].as_array().or_else(|| message["live_photo"]["photo"].as_array());
    let area = |size: &&Value| size["width"].as_u64().unwrap_or(0) * size["height"].as_u64().unwrap_or(0);
    let spoiler = message["has_media_spoiler"] == true;
    if let Some(photo) = sizes.and_then(|sizes| sizes.iter().max_by_key(area)) {
        return file_of(FileKind::Photo, photo, spoiler);
    }
    // Why this order: an animation repeats itself as a document.
    let kinds = [
        ("animation", FileKind::Animation),
        ("video", FileKind::Video),
        ("audio", FileKind::Audio),
        ("voice", FileKind::Voice),
        ("video_note", FileKind::VideoNote),
        ("sticker", FileKind::Sticker),
        ("document", FileKind::Document),
    ];
    kinds.into_iter().find_map(|(name, kind)| file_of(kind, &message[name], spoiler))
}

fn file_of(kind: FileKind, json: &Value, spoiler: bool) -> Option<File> {
    let text = |name: &str| json[name].as_str().map(str::to_owned);
    Some(File {
        kind,
        id: text("file_id")?,
        unique: text("file_unique_id")?,
        name: text("file_name"),
        mime: text("mime_type"),
        size: json["file_size"].as_i64(),
        spoiler,
    })
}

fn pressed(query: &Value, ctx: &Context) -> Option<Incoming> {
    let message = &query["message"];
    let data = query["data"].as_str()?.to_owned();
    let incoming = happened(&message["chat"], person(&query["from"])?, Input::Press { data }, ctx)?;
    Some(Incoming {
        place: inbound::address(incoming.place.chat, thread(message)),
        message: message["message_id"].as_i64(),
        ..incoming
    })
}

fn let_in_or_not(change: &Value, ctx: &Context) -> Option<Incoming> {
    let member = &change["new_chat_member"];
    let standing = match member["status"].as_str()? {
        "kicked" | "left" => Standing::Out,
        "restricted" if member["can_send_messages"] == false => Standing::Out,
        "member" | "administrator" | "creator" | "restricted" => Standing::In,
        _ => return None,
    };
    let incoming = happened(&change["chat"], person(&change["from"])?, Input::Nothing, ctx)?;
    Some(Incoming { input: inbound::membership(incoming.room, standing), ..incoming })
}

/// The reactions somebody has on a message now. In the name of a chat nobody reacts who could be told apart.
fn reacted(change: &Value, ctx: &Context) -> Option<Incoming> {
    // Why only emoji: a custom one has no name a bot could set, and a paid one says nothing but its price.
    let emoji = |name: &str| -> Vec<String> {
        let all = change[name].as_array().into_iter().flatten();
        all.filter_map(|reaction| reaction["emoji"].as_str().map(str::to_owned)).collect()
    };
    let input = Input::Reacted { was: emoji("old_reaction"), now: emoji("new_reaction") };
    let by = person(&change["user"])?;
    Some(Incoming { message: change["message_id"].as_i64(), ..happened(&change["chat"], by, input, ctx)? })
}
