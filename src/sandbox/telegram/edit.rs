//! Changing what is there: edits, deletion, pins, reactions, answers to presses.

use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use super::answer::{Answer, Refusal};
use super::markup;
use super::methods::Call;
use crate::sandbox::world::{Author, Message, Notice};

/// A bot deletes nothing older.
const DELETABLE_HOURS: i64 = 48;
/// Most messages one request deletes.
const MOST_AT_ONCE: usize = 100;
/// A press has to be answered within this time.
const ANSWERABLE_SECONDS: i64 = 60;
const NOTICE_LIMIT: usize = 200;
/// Emoji a bot may react with.
const REACTIONS: &str = "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 \
    😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡";

impl Call<'_> {
    /// The bot's own message a request wants to edit.
    fn editable(&self) -> Result<(i64, &Message), Refusal> {
        let chat = self.chat("chat_id")?;
        let id = self
            .params
            .int("message_id")
            .ok_or_else(|| Refusal::bad("message identifier is not specified"))?;
        let found = self.state.message(chat, id).ok_or_else(|| Refusal::bad("message to edit not found"))?;
        if found.author != Author::Bot || found.is_service() {
            return Err(Refusal::bad("message can't be edited"));
        }
        Ok((chat, found))
    }

    /// Gives the message this content and keyboard; the same as before is refused.
    fn replace(&mut self, body: Map<String, Value>, keyboard: Option<Value>) -> Answer {
        let (chat, old) = self.editable()?;
        let id = old.id;
        if old.body == body && old.keyboard == keyboard {
            return Err(Refusal::bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a \
                 current content and reply markup of the message",
            ));
        }
        // Why: a changed keyboard alone does not make a message "edited".
        let edited = if old.body == body { old.edited } else { Some(self.now) };
        if let Some(message) = self.state.chat_mut(chat).message_mut(id) {
            (message.body, message.keyboard, message.edited) = (body, keyboard, edited);
        }
        Ok(self.message_json(chat, id))
    }

    /// The message in `chat` that `message_id` names.
    fn named(&self, chat: i64, missing: &str) -> Result<&Message, Refusal> {
        let id = self.params.int("message_id").unwrap_or_default();
        self.state.message(chat, id).ok_or_else(|| Refusal::bad(missing))
    }

    /// Too old, or somebody else's where the bot has no right over it.
    fn may_not_delete(&self, chat: i64, message: &Message) -> bool {
        let foreign_in_group = message.author != Author::Bot && chat == self.state.group;
        let no_right = foreign_in_group && !self.state.setup.bot_is_admin;
        no_right || self.now - message.date > TimeDelta::hours(DELETABLE_HOURS)
    }

    fn needs_admin(&self, chat: i64, wording: &str) -> Result<(), Refusal> {
        let lacks = chat == self.state.group && !self.state.setup.bot_is_admin;
        if lacks { Err(Refusal::bad(wording)) } else { Ok(()) }
    }
}

pub(super) fn text(call: &mut Call<'_>) -> Answer {
    let body = call.text()?;
    let keyboard = markup::keyboard(call.params)?;
    if !call.editable()?.1.body.contains_key("text") {
        return Err(Refusal::bad("there is no text in the message to edit"));
    }
    call.replace(body, keyboard)
}

pub(super) fn caption(call: &mut Call<'_>) -> Answer {
    let caption = call.caption()?;
    let keyboard = markup::keyboard(call.params)?;
    let old = call.editable()?.1;
    if old.media_kind().is_none() {
        return Err(Refusal::bad("there is no caption in the message to edit"));
    }
    let mut body = old.body.clone();
    body.retain(|field, _| !field.starts_with("caption"));
    body.extend(caption);
    call.replace(body, keyboard)
}

pub(super) fn reply_markup(call: &mut Call<'_>) -> Answer {
    let keyboard = markup::keyboard(call.params)?;
    let body = call.editable()?.1.body.clone();
    call.replace(body, keyboard)
}

pub(super) fn media(call: &mut Call<'_>) -> Answer {
    let media = call.params.json("media")?.ok_or_else(|| Refusal::bad("input media is not specified"))?;
    let keyboard = markup::keyboard(call.params)?;
    call.editable()?;
    let (_, body) = call.input_media(&media)?;
    call.replace(body, keyboard)
}

pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let message = call.named(chat, "message to delete not found")?;
    let id = message.id;
    if call.may_not_delete(chat, message) {
        return Err(Refusal::bad("message can't be deleted for everyone"));
    }
    call.state.chat_mut(chat).message_mut(id).into_iter().for_each(|message| message.deleted = true);
    Ok(json!(true))
}

/// Several at once: those that are not there are skipped, one that may not go keeps all.
pub(super) fn delete_many(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let given = call.params.json("message_ids")?.unwrap_or_default();
    let ids: Vec<i64> = given.as_array().into_iter().flatten().filter_map(Value::as_i64).collect();
    if ids.is_empty() || ids.len() > MOST_AT_ONCE {
        return Err(Refusal::bad("message identifiers are not specified"));
    }
    let there: Vec<&Message> = ids.iter().filter_map(|id| call.state.message(chat, *id)).collect();
    if there.iter().any(|message| call.may_not_delete(chat, message)) {
        return Err(Refusal::bad("message can't be deleted for everyone"));
    }
    for message in ids {
        call.state.chat_mut(chat).message_mut(message).into_iter().for_each(|m| m.deleted = true);
    }
    Ok(json!(true))
}

pub(super) fn pin(call: &mut Call<'_>) -> Answer {
    let chat = call.writable()?;
    call.needs_admin(chat, "not enough rights to manage pinned messages in the chat")?;
    let message = call.named(chat, "message to pin not found")?;
    let (id, thread, was) = (message.id, message.thread, message.pinned);
    if !was {
        let pinned = call.message_json(chat, id);
        call.state.chat_mut(chat).message_mut(id).into_iter().for_each(|message| message.pinned = true);
        call.state.announce(call.now, (chat, thread), "pinned_message", pinned);
    }
    Ok(json!(true))
}

pub(super) fn unpin(call: &mut Call<'_>) -> Answer {
    let chat = call.writable()?;
    call.needs_admin(chat, "not enough rights to manage pinned messages in the chat")?;
    let wanted = call.params.int("message_id");
    let messages = &mut call.state.chat_mut(chat).messages;
    let mut pinned = messages.iter_mut().rev().filter(|message| message.pinned && !message.deleted);
    match pinned.find(|message| wanted.is_none_or(|id| id == message.id)) {
        Some(message) => message.pinned = false,
        None => return Err(Refusal::bad("message to unpin not found")),
    }
    Ok(json!(true))
}

pub(super) fn react(call: &mut Call<'_>) -> Answer {
    let chat = call.writable()?;
    let id = call.named(chat, "message to react not found")?.id;
    let given = call.params.json("reaction")?.unwrap_or_else(|| json!([]));
    let given = given.as_array().ok_or_else(|| Refusal::bad("can't parse reaction JSON object"))?;
    if given.len() > 1 {
        return Err(Refusal::bad("REACTIONS_TOO_MANY"));
    }
    let emoji = given.iter().map(|reaction| {
        let emoji = reaction["emoji"].as_str().unwrap_or_default();
        let known = REACTIONS.split_whitespace().any(|known| known == emoji);
        if known { Ok(emoji.to_owned()) } else { Err(Refusal::bad("REACTION_INVALID")) }
    });
    let emoji: Vec<String> = emoji.collect::<Result<_, _>>()?;
    call.state
        .chat_mut(chat)
        .message_mut(id)
        .into_iter()
        .for_each(|message| message.reactions.clone_from(&emoji));
    Ok(json!(true))
}

pub(super) fn answer_callback(call: &mut Call<'_>) -> Answer {
    let text = call.params.text("text").unwrap_or_default().to_owned();
    if text.chars().count() > NOTICE_LIMIT {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let alert = call.params.flag("show_alert");
    let id = call.params.text("callback_query_id").unwrap_or_default();
    let now = call.now;
    let in_time = |at| now - at <= TimeDelta::seconds(ANSWERABLE_SECONDS);
    let open =
        call.state.presses.iter_mut().find(|press| press.query == id && !press.answered && in_time(press.at));
    let Some(press) = open else {
        return Err(Refusal::bad("query is too old and response timeout expired or query ID is invalid"));
    };
    press.answered = true;
    let who = press.who.clone();
    if !text.is_empty() {
        call.state.notices.push(Notice { who, text, alert });
    }
    Ok(json!(true))
}
