//! The world as the page draws it.

use serde_json::{Value, json};

use super::Hooks;
use crate::sandbox::shown::{BOT, Deed, Shown};
use crate::sandbox::world::{Message, Person, State, World};

/// Pop-ups that are still worth showing.
const LAST_NOTICES: usize = 5;

/// Everything, with the version it belongs to.
pub(super) fn all(world: &World, hooks: &Hooks) -> Value {
    let version = world.version();
    let mut view = world.look(|state| {
        let people: Vec<Value> = state.people.iter().map(|person| one_person(state, person)).collect();
        let first = state.notices.len().saturating_sub(LAST_NOTICES);
        let notices = state.notices.iter().enumerate().skip(first);
        let notices = notices
            .map(|(at, notice)| json!({"at": at, "who": notice.who, "text": notice.text}))
            .collect::<Vec<_>>();
        json!({"people": people, "staff": staff(state), "notices": notices, "unconfirmed": state.queue.len(), "faults": state.faults.len(),
            "bot": {"name": state.setup.bot_name, "handle": BOT}})
    });
    view["version"] = json!(version);
    view["now"] = json!(world.clock().now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
    view["zone"] = json!(hooks.zone);
    view["facts"] = json!((hooks.facts)());
    view["can_unplug"] = json!(hooks.unplug.is_some());
    view
}

fn one_person(state: &State, person: &Person) -> Value {
    json!({"handle": person.handle, "name": person.name(), "language": person.language, "blocked": person.blocked,
        "staff": person.in_group, "lines": lines(state, person.id, None)})
}

fn staff(state: &State) -> Value {
    let chat = state.chats.get(&state.group);
    let topics = chat.into_iter().flat_map(|chat| &chat.topics).enumerate();
    let topics = topics.filter(|(_, topic)| !topic.deleted).map(|(at, topic)| {
        json!({"place": format!("room:{}", at + 1), "name": topic.name, "closed": topic.closed,
            "lines": lines(state, state.group, Some(topic.id))})
    });
    json!({"title": state.setup.group_title, "topics": topics.collect::<Vec<_>>(),
        "lines": lines(state, state.group, None)})
}

fn lines(state: &State, chat: i64, thread: Option<i64>) -> Vec<Value> {
    state.view(chat, thread).into_iter().map(|(shown, message)| line(&shown, message)).collect()
}

fn line(shown: &Shown, message: Option<&Message>) -> Value {
    let buttons: Vec<Vec<Value>> = message.map(Message::buttons).unwrap_or_default();
    let buttons: Vec<Vec<Value>> = buttons
        .iter()
        .map(|row| row.iter().map(|button| json!({"text": button["text"], "url": button["url"]})).collect())
        .collect();
    let photo = message.filter(|message| message.body.contains_key("photo")).and_then(Message::file_id);
    json!({"seq": shown.seq, "id": message.map(|message| message.id), "author": shown.author,
        "at": message.map(|message| message.date.to_rfc3339()), "press": shown.deed == Deed::Presses,
        "text": shown.text, "buttons": buttons, "attachments": shown.attachments, "photo": photo,
        "file": message.and_then(Message::file_id), "reply_to": shown.reply_to_excerpt, "edited": shown.edited,
        "reactions": shown.reactions, "pinned": shown.pinned})
}
