//! What the bot can learn about itself and about chats, and its few settings.

use serde_json::{Value, json};

use super::answer::{Answer, Refusal};
use super::methods::Call;

/// Commands the server accepts in one list.
const MOST_COMMANDS: usize = 100;

pub(super) fn get_me(call: &Call<'_>) -> Value {
    let mut me = call.state.bot_user();
    for (flag, set) in [
        ("can_join_groups", true),
        ("can_read_all_group_messages", false),
        ("supports_inline_queries", false),
        ("can_connect_to_business", false),
        ("has_main_web_app", false),
        ("has_topics_enabled", false),
    ] {
        me[flag] = json!(set);
    }
    me
}

pub(super) fn set_my_commands(call: &mut Call<'_>) -> Answer {
    let given = call.params.json("commands")?.unwrap_or_default();
    let list = given.as_array().ok_or_else(|| Refusal::bad("expected an Array of BotCommand"))?;
    if list.len() > MOST_COMMANDS {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    for entry in list {
        let name = entry["command"].as_str().unwrap_or_default().trim_start_matches('/');
        let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if name.is_empty() || name.len() > 32 || !plain {
            return Err(Refusal::bad("BOT_COMMAND_INVALID"));
        }
        let described = entry["description"].as_str().unwrap_or_default().chars().count();
        if !(1..=256).contains(&described) {
            return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    let key = scope(call);
    call.state.commands.insert(key, list.clone());
    Ok(json!(true))
}

/// Which list is meant: its scope as it was given, and the language.
fn scope(call: &Call<'_>) -> (String, String) {
    let scope = call.params.json("scope").ok().flatten().unwrap_or_else(|| json!({"type": "default"}));
    let name = scope["type"].as_str().unwrap_or("default");
    let chat = scope["chat_id"].as_i64().map(|id| format!(" {id}")).unwrap_or_default();
    (format!("{name}{chat}"), call.params.text("language_code").unwrap_or_default().to_owned())
}

pub(super) fn get_my_commands(call: &Call<'_>) -> Value {
    json!(call.state.commands.get(&scope(call)).cloned().unwrap_or_default())
}

pub(super) fn get_chat(call: &mut Call<'_>) -> Answer {
    let id = call.chat("chat_id")?;
    let mut chat = call.state.chat_json(id);
    let gifts = json!({"unlimited_gifts": true, "limited_gifts": true, "unique_gifts": true,
        "premium_subscription": true, "gifts_from_channels": true});
    chat["accepted_gift_types"] = gifts;
    chat["accent_color_id"] = json!(0);
    chat["max_reaction_count"] = json!(11);
    let messages = call.state.chats.get(&id).map(|chat| chat.messages.as_slice()).unwrap_or_default();
    if let Some(pinned) = messages.iter().rev().find(|message| message.pinned && !message.deleted) {
        chat["pinned_message"] = call.state.message_json(id, pinned);
    }
    Ok(chat)
}

pub(super) fn get_chat_member(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let user = call.params.int("user_id").ok_or_else(|| Refusal::bad("invalid user_id specified"))?;
    if user == call.state.bot_id() {
        let alone = chat != call.state.group;
        let status = if call.state.setup.bot_is_admin && !alone { "administrator" } else { "member" };
        return Ok(call.state.bot_member(status));
    }
    let person = call.state.person_by_id(user).ok_or_else(|| Refusal::bad("PARTICIPANT_ID_INVALID"))?;
    let there = chat == person.id || (chat == call.state.group && person.in_group);
    let status = if there { "member" } else { "left" };
    Ok(json!({"status": status, "user": person.user()}))
}

pub(super) fn get_chat_administrators(call: &mut Call<'_>) -> Answer {
    if call.chat("chat_id")? != call.state.group {
        return Err(Refusal::bad("there are no administrators in the private chat"));
    }
    let admins = call.state.setup.bot_is_admin.then(|| call.state.bot_member("administrator"));
    Ok(admins.into_iter().collect())
}

pub(super) fn send_chat_action(call: &mut Call<'_>) -> Answer {
    const ACTIONS: [&str; 11] = [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ];
    call.writable()?;
    let known = call.params.text("action").is_some_and(|action| ACTIONS.contains(&action));
    if known { Ok(json!(true)) } else { Err(Refusal::bad("wrong parameter action in request")) }
}
