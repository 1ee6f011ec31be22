//! The world as the page draws it.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::Hooks;
use crate::sandbox::faults::{Fault, Trouble};
use crate::sandbox::shown::{BOT, Deed, Shown};
use crate::sandbox::world::{Author, Message, Person, State, World};

/// Pop-ups that are still worth showing.
const LAST_NOTICES: usize = 5;
/// Calls that met trouble and are still worth showing.
const LAST_MET: usize = 8;

/// Everything, with the version it belongs to.
pub(super) fn all(world: &World, hooks: &Hooks) -> Value {
    let version = world.version();
    let board = (hooks.board)();
    let mut view = world.look(|state| {
        let fresh = untaken(state);
        let people: Vec<Value> =
            state.people.iter().map(|person| one_person(state, person, &fresh)).collect();
        let first = state.notices.len().saturating_sub(LAST_NOTICES);
        let notices = state.notices.iter().enumerate().skip(first);
        let notices: Vec<Value> = notices
            .map(|(at, n)| json!({"at": at, "who": n.who, "text": n.text, "alert": n.alert}))
            .collect();
        json!({"people": people, "staff": staff(state, &fresh), "notices": notices, "faults": faults(state),
            "tally": tally(state), "bot": {"name": state.setup.bot_name, "handle": BOT},
            "discord": state.discord.picture(), "staff_on": state.setup.staff_on.name()})
    });
    view["version"] = json!(version);
    view["now"] = json!(world.clock().now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true));
    view["zone"] = json!(hooks.zone);
    view["desk"] = json!(board);
    exact(&mut view["desk"]["rows"]);
    view["can_unplug"] = json!(hooks.unplug.is_some());
    view["commands"] = json!(hooks.commands);
    view
}

/// Ids of Discord in deliveries become text: a browser's numbers are not exact up there.
fn exact(rows: &mut Value) {
    let large = |id: &mut Value| {
        if id.as_u64().is_some_and(|id| id > 1 << 53) {
            *id = json!(id.to_string());
        }
    };
    for row in rows.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        for field in ["chat", "thread"] {
            row.get_mut(field).into_iter().for_each(large);
        }
        row.get_mut("messages").and_then(Value::as_array_mut).into_iter().flatten().for_each(large);
    }
}

/// Messages the bot has not confirmed yet, by chat and id.
type Untaken = HashSet<(i64, i64)>;

fn untaken(state: &State) -> Untaken {
    let messages = state.queue.waiting().filter_map(|u| u.get("message").or_else(|| u.get("edited_message")));
    messages.filter_map(|m| Some((m["chat"]["id"].as_i64()?, m["message_id"].as_i64()?))).collect()
}

/// What has come and gone so far.
fn tally(state: &State) -> Value {
    let tally = state.queue.tally();
    json!({"made": tally.made, "repeated": tally.repeated, "waiting": state.queue.len(), "posted": posted(state)})
}

/// How many messages of the bot's have ever stood in a chat.
fn posted(state: &State) -> usize {
    let of_bot = |m: &&Message| m.author == Author::Bot && !m.is_service();
    state.chats.values().map(|chat| chat.messages.iter().filter(of_bot).count()).sum()
}

/// How many messages of the bot's stand in a chat twice, though it knows of one: of each delivery that was in doubt, the
/// message of the same content that nobody ever heard of again. `rows` are deliveries with `chat`, `doubts` and
/// `messages`.
pub fn twice(state: &State, rows: &Value) -> usize {
    let rows: Vec<&Value> = rows.as_array().into_iter().flatten().collect();
    let ids = |row: &Value| -> Vec<i64> {
        row["messages"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
    };
    let chat = |row: &Value| row["chat"].as_i64().unwrap_or(state.group);
    let known: HashSet<(i64, i64)> =
        rows.iter().flat_map(|row| ids(row).into_iter().map(|id| (chat(row), id))).collect();
    let doubted = rows.iter().filter(|row| row["doubts"].as_i64() > Some(0));
    let stray = doubted.flat_map(|row| {
        let chat = chat(row);
        let known = &known;
        ids(row).into_iter().flat_map(move |id| {
            let all = state.chats.get(&chat).map(|chat| chat.messages.as_slice()).unwrap_or_default();
            let ours = state.message(chat, id);
            all.iter().filter(move |m| {
                let alike = ours.is_some_and(|ours| m.body == ours.body && m.thread == ours.thread);
                alike && m.id < id && m.author == Author::Bot && !known.contains(&(chat, m.id))
            })
        })
    });
    stray.map(|m| m.seq).collect::<HashSet<_>>().len()
}

fn faults(state: &State) -> Value {
    let waiting = state.faults.iter().filter_map(|fault| match fault {
        Fault::Calls { method, times, trouble, chat } => {
            Some(json!({"method": method, "times": times, "chat": chat, "trouble": named(trouble)}))
        }
        Fault::Duplicates(_) | Fault::Redeliver(_) | Fault::Clear | Fault::Discord(_) => None,
    });
    let first = state.met.len().saturating_sub(LAST_MET);
    let met = state.met[first..]
        .iter()
        .map(|met| json!({"at": met.at.to_rfc3339(), "method": met.method, "trouble": named(&met.trouble)}));
    json!({"waiting": waiting.collect::<Vec<_>>(), "met": met.collect::<Vec<_>>(), "doubled": state.queue.is_doubled()})
}

fn named(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::TooManyRequests(_) => "429",
        Trouble::BadGateway => "502",
        Trouble::DropBefore => "drop-before",
        Trouble::DropAfter => "drop-after",
        Trouble::Blocked => "blocked",
        Trouble::TopicDeleted => "topic-deleted",
        Trouble::Kicked => "kicked",
        Trouble::FileGone => "file-gone",
        Trouble::Stall => "stall",
    }
}

fn one_person(state: &State, person: &Person, fresh: &Untaken) -> Value {
    json!({"handle": person.handle, "name": person.name(), "language": person.language, "blocked": person.blocked,
        "staff": person.in_group, "id": person.id, "lines": lines(state, person.id, None, fresh)})
}

fn staff(state: &State, fresh: &Untaken) -> Value {
    let chat = state.chats.get(&state.group);
    let topics = chat.into_iter().flat_map(|chat| &chat.topics).enumerate();
    let topics = topics.filter(|(_, topic)| !topic.deleted).map(|(at, topic)| {
        json!({"place": format!("room:{}", at + 1), "name": topic.name, "closed": topic.closed, "id": topic.id,
            "color": topic.icon_color, "lines": lines(state, state.group, Some(topic.id), fresh)})
    });
    json!({"title": state.setup.group_title, "id": state.group, "topics": topics.collect::<Vec<_>>(),
        "forum": state.is_forum(), "lines": lines(state, state.group, None, fresh)})
}

fn lines(state: &State, chat: i64, thread: Option<i64>, fresh: &Untaken) -> Vec<Value> {
    let view = state.view(chat, thread).into_iter();
    view.map(|(shown, message)| {
        let mut line = line(state, chat, &shown, message);
        line["taken"] = json!(message.is_none_or(|m| !fresh.contains(&(chat, m.id))));
        line
    })
    .collect()
}

fn line(state: &State, chat: i64, shown: &Shown, message: Option<&Message>) -> Value {
    let mut line = json!({"seq": shown.seq, "author": shown.author, "press": shown.deed == Deed::Presses,
        "text": shown.text, "attachments": shown.attachments, "reply_to": shown.reply_to_excerpt,
        "edited": shown.edited, "reactions": shown.reactions, "pinned": shown.pinned, "buttons": []});
    let Some(message) = message else { return line };
    let rows = message.buttons();
    let rows =
        rows.iter().map(|row| row.iter().map(|b| json!({"text": b["text"], "url": b["url"]})).collect());
    line["buttons"] = Value::Array(rows.map(Value::Array).collect());
    line["id"] = json!(message.id);
    line["at"] = json!(message.date.to_rfc3339());
    line["reply_id"] = json!(message.reply_to);
    line["album"] = json!(message.album);
    line["feelings"] = json!(state.feelings.get(&(chat, message.id)));
    line["entities"] =
        message.body.get("entities").or_else(|| message.body.get("caption_entities")).cloned().into();
    line["forward"] = json!(message.body.get("forward_origin").map(forwarded));
    let kind = message.kind();
    line["file"] = json!(message.file_id());
    line["content"] = kind.and_then(|kind| message.body.get(kind)).cloned().into();
    line["kind"] = json!(kind.unwrap_or("text"));
    line
}

/// Whom a forwarded message is from, as far as the platform says so.
fn forwarded(origin: &Value) -> String {
    let names = [
        &origin["sender_user"]["first_name"],
        &origin["sender_user_name"],
        &origin["sender_chat"]["title"],
        &origin["chat"]["title"],
    ];
    names.into_iter().find_map(Value::as_str).unwrap_or("somebody").to_owned()
}
