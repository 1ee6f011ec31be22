//! What an update says happened: where, by whom, in answer to what.
//!
//! Pure: no calls, no clock. Invariants: every update gives exactly one [`Incoming`] that carries its own JSON; what
//! the client library can't read goes through `raw` instead of being dropped; a sender that is not plainly the
//! account's own says so in `disguise`. Deliberately not here: who may do what, and what a command is.

use chrono::{DateTime, Utc};
use serde_json::Value;
use teloxide::types::{
    CallbackQuery, Chat, ChatMemberKind, ChatMemberUpdated, Message, ThreadId, Update, UpdateKind, User,
};

use super::{content, raw};
use crate::domain::{
    chat::{Account, Address, Disguise, EventKey, Incoming, Input, Platform, Room, Sender, Thing},
    text::{Rich, clean_name},
};

/// The stream of ids Telegram's updates belong to.
pub const SOURCE: i16 = 1;

/// Shown as sender of what an administrator wrote anonymously.
const ANONYMOUS_ADMINISTRATOR: i64 = 1_087_968_824;
/// Shown as sender of what a channel forwards by itself.
const TELEGRAM_ITSELF: i64 = 777_000;

/// What has to be known about the desk to read an update.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// The chat the staff works in: a group, or one agent's chat with the bot.
    pub staff_chat: Option<i64>,
}

impl Context {
    /// What has to be known for what came after `incoming`: a group that moved is found under its new number.
    pub(super) fn after(self, incoming: &Incoming) -> Self {
        match incoming.input {
            Input::Moved { from, to } if self.staff_chat == Some(from) => Self { staff_chat: Some(to) },
            _ => self,
        }
    }
}

/// Reads an update; `raw` is its own JSON.
pub fn read(update: &Update, raw: Value, ctx: &Context) -> Incoming {
    let read = match &update.kind {
        UpdateKind::Message(message) => said(message, ctx, content::input(message)),
        UpdateKind::EditedMessage(message) => said(message, ctx, content::input(message).map(edited)),
        UpdateKind::CallbackQuery(query) => pressed(query, ctx),
        UpdateKind::MyChatMember(change) => Some(let_in_or_not(change, ctx)),
        // Why not read further here: these were not asked for, or they are what the library could not read.
        _ => None,
    };
    let incoming = read.unwrap_or_else(|| raw::read(&raw, ctx));
    let (origin, quote) = raw::context(&raw);
    Incoming { key: key(i64::from(update.id.0)), raw, origin, quote, ..incoming }
}

/// The same from JSON alone. An update without an id can't be confirmed and is none: `None`.
pub fn read_json(value: Value, ctx: &Context) -> Option<Incoming> {
    use serde::Deserialize as _;
    let id = value["update_id"].as_i64()?;
    // Why by reference: from an owned value the client library reads hardly anything. Why a panic is caught: it has some
    // for contradictions (a sticker both animated and a video), and one update must not end the polling for all.
    if let Ok(Ok(update)) = std::panic::catch_unwind(|| Update::deserialize(&value)) {
        return Some(read(&update, value, ctx));
    }
    let incoming = raw::read(&value, ctx);
    let (origin, quote) = raw::context(&value);
    Some(Incoming { key: key(id), raw: value, origin, quote, ..incoming })
}

/// What an edit of this content is: new words, maybe another file; or nothing the desk follows, such as a place that
/// moves on.
pub(super) fn edited(input: Input) -> Input {
    match input {
        Input::Text(words) => Input::Edited { words, file: None },
        Input::File { file, caption, .. } => Input::Edited { words: caption, file: Some(file) },
        Input::Thing(list @ Thing::Checklist { .. }) => {
            Input::Edited { words: Rich::plain(list.words()), file: None }
        }
        _ => Input::Nothing,
    }
}

/// When it happened, by Telegram's clock, to the second; a press says no time.
pub fn said_at(incoming: &Incoming) -> Option<DateTime<Utc>> {
    let raw = &incoming.raw;
    let times = [
        &raw["message"]["date"],
        &raw["edited_message"]["edit_date"],
        &raw["message_reaction"]["date"],
        &raw["my_chat_member"]["date"],
    ];
    DateTime::from_timestamp(times.into_iter().find_map(Value::as_i64)?, 0)
}

pub(super) const fn key(id: i64) -> EventKey {
    EventKey { source: SOURCE, key: id, sub: 0 }
}

pub(super) fn room(chat: i64, private: bool, ctx: &Context) -> Room {
    if ctx.staff_chat == Some(chat) {
        Room::Staff
    } else if private {
        Room::Private
    } else {
        Room::Elsewhere
    }
}

pub(super) const fn address(chat: i64, thread: Option<i64>) -> Address {
    Address { platform: Platform::Telegram, chat, thread }
}

pub(super) const fn account(id: i64) -> Account {
    Account { platform: Platform::Telegram, id }
}

/// The name shown for somebody; without one their number stands for it.
pub(super) fn shown_name(first: &str, last: &str, id: i64) -> String {
    clean_name(&format!("{first} {last}"), &id.to_string())
}

/// Why somebody is not plainly who they seem. `as_chat`: in the name of a chat; `bot`: by or through a bot.
pub(super) fn disguise(user: i64, as_chat: bool, bot: bool, forwarded: bool) -> Option<Disguise> {
    if as_chat || user == ANONYMOUS_ADMINISTRATOR || user == TELEGRAM_ITSELF {
        Some(Disguise::Channel)
    } else if bot {
        Some(Disguise::Bot)
    } else {
        forwarded.then_some(Disguise::Forwarded)
    }
}

fn said(message: &Message, ctx: &Context, input: Option<Input>) -> Option<Incoming> {
    if let Some((from, to)) = moved(message) {
        return Some(Incoming {
            input: Input::Moved { from, to },
            ..moved_group(from, author(message), ctx)
        });
    }
    let answered = answered(message);
    Some(Incoming {
        key: key(0),
        place: address(message.chat.id.0, thread(message)),
        room: room(message.chat.id.0, message.chat.is_private(), ctx),
        by: author(message),
        message: Some(i64::from(message.id.0)),
        reply_to: answered.map(|message| i64::from(message.id.0)),
        answered_author: answered.and_then(plain_author),
        aside: None,
        origin: None,
        quote: None,
        input: input?,
        raw: Value::Null,
    })
}

/// The group's old number and its new one, when the message announces a move; it comes from both.
fn moved(message: &Message) -> Option<(i64, i64)> {
    let here = message.chat.id.0;
    let to = message.migrate_to_chat_id().map(|to| (here, to.0));
    to.or_else(|| message.migrate_from_chat_id().map(|from| (from.0, here)))
}

/// Something that happened to a group as a whole, under its old number.
pub(super) fn moved_group(from: i64, by: Sender, ctx: &Context) -> Incoming {
    Incoming {
        key: key(0),
        place: address(from, None),
        room: room(from, false, ctx),
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

/// Why only topics: replies outside of them carry the root of their chain in the same field.
fn thread(message: &Message) -> Option<i64> {
    let ThreadId(id) = message.thread_id.filter(|_| message.is_topic_message)?;
    Some(i64::from(id.0))
}

/// The message this one answers. What answers nothing in a topic "answers" the message that opened the topic.
fn answered(message: &Message) -> Option<&Message> {
    let answered = message.reply_to_message()?;
    (thread(message) != Some(i64::from(answered.id.0))).then_some(answered)
}

fn author(message: &Message) -> Sender {
    let sender = match (&message.from, &message.sender_chat) {
        (Some(user), _) => person(user),
        (None, chat) => chat_as_sender(chat.as_ref().unwrap_or(&message.chat)),
    };
    let as_chat = message.from.is_none() || message.sender_chat.is_some() || message.is_automatic_forward();
    let bot = message.via_bot.is_some()
        || message.sender_business_bot.is_some()
        || message.from.as_ref().is_some_and(|user| user.is_bot);
    let forwarded = message.forward_origin().is_some();
    Sender { disguise: disguise(sender.account.id, as_chat, bot, forwarded), ..sender }
}

/// The author of a message, when it is a person who shows their own face.
fn plain_author(message: &Message) -> Option<Account> {
    let sender = author(message);
    matches!(sender.disguise, None | Some(Disguise::Forwarded)).then_some(sender.account)
}

fn person(user: &User) -> Sender {
    // Why it can't fail: ids have at most 52 significant bits.
    let id = i64::try_from(user.id.0).unwrap_or_default();
    Sender {
        account: account(id),
        name: shown_name(&user.first_name, user.last_name.as_deref().unwrap_or_default(), id),
        lang: user.language_code.clone(),
        disguise: disguise(id, false, user.is_bot, false),
    }
}

fn chat_as_sender(chat: &Chat) -> Sender {
    Sender {
        account: account(chat.id.0),
        name: shown_name(chat.title().unwrap_or_default(), "", chat.id.0),
        lang: None,
        disguise: Some(Disguise::Channel),
    }
}

fn pressed(query: &CallbackQuery, ctx: &Context) -> Option<Incoming> {
    let message = query.message.as_ref()?;
    let chat = message.chat();
    let thread = message.regular_message().and_then(thread);
    Some(Incoming {
        key: key(0),
        place: address(chat.id.0, thread),
        room: room(chat.id.0, chat.is_private(), ctx),
        by: person(&query.from),
        message: Some(i64::from(message.id().0)),
        reply_to: None,
        answered_author: None,
        aside: None,
        origin: None,
        quote: None,
        input: Input::Press { data: query.data.clone()? },
        raw: Value::Null,
    })
}

/// The bot's membership: in a private chat it says whether the person blocked it, on the staff side whether it can work
/// there; elsewhere it is of no meaning here.
fn let_in_or_not(change: &ChatMemberUpdated, ctx: &Context) -> Incoming {
    let private = change.chat.is_private();
    let room = room(change.chat.id.0, private, ctx);
    let standing = match &change.new_chat_member.kind {
        ChatMemberKind::Banned(_) | ChatMemberKind::Left => Standing::Out,
        ChatMemberKind::Restricted(restricted) if !restricted.can_send_messages => Standing::Out,
        ChatMemberKind::Member(_)
        | ChatMemberKind::Administrator(_)
        | ChatMemberKind::Owner(_)
        | ChatMemberKind::Restricted(_) => Standing::In,
    };
    Incoming {
        key: key(0),
        place: address(change.chat.id.0, None),
        room,
        by: person(&change.from),
        message: None,
        reply_to: None,
        answered_author: None,
        aside: None,
        origin: None,
        quote: None,
        input: membership(room, standing),
        raw: Value::Null,
    }
}

/// What the bot is in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It can write there.
    In,
    /// It can't.
    Out,
}

/// What a change of the bot's membership means to the desk.
pub(super) const fn membership(room: Room, standing: Standing) -> Input {
    match (room, standing) {
        (Room::Private, Standing::In) => Input::Unblocked,
        (Room::Private, Standing::Out) => Input::Blocked,
        (Room::Staff, Standing::In) => Input::Admitted,
        (Room::Staff, Standing::Out) => Input::Removed,
        (Room::Elsewhere, _) => Input::Nothing,
    }
}
