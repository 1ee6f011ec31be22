//! Topics of the staff group.

use serde_json::{Value, json};

use super::answer::{Answer, Refusal};
use super::methods::Call;
use crate::sandbox::world::{Author, ICON_COLORS};

/// Longer names are cut by the server without a word.
const NAME_LIMIT: usize = 128;

impl Call<'_> {
    /// The forum of a request, with the right to manage its topics.
    fn forum(&self) -> Result<i64, Refusal> {
        let chat = self.chat("chat_id")?;
        if chat != self.state.group || !self.state.is_forum() {
            return Err(Refusal::bad("the chat is not a forum"));
        }
        if !self.state.setup.bot_is_admin {
            return Err(Refusal::bad("not enough rights to manage topics in the chat"));
        }
        Ok(chat)
    }

    /// The topic of a request.
    fn topic(&self) -> Result<(i64, i64), Refusal> {
        let chat = self.forum()?;
        let id = self.params.int("message_thread_id").unwrap_or_default();
        let known = self.state.chats.get(&chat).and_then(|chat| chat.topic(id));
        known.map(|topic| (chat, topic.id)).ok_or_else(|| Refusal::bad("TOPIC_ID_INVALID"))
    }

    fn name(&self) -> Option<String> {
        let name = self.params.text("name")?.trim();
        Some(name.chars().take(NAME_LIMIT).collect())
    }

    fn announce_topic(&mut self, (chat, topic): (i64, i64), field: &str, content: Value) {
        self.state.announce(self.now, (chat, Some(topic)), field, content);
    }

    fn set_closed(&mut self, closed: bool) -> Answer {
        let (chat, id) = self.topic()?;
        let topic = self.state.chat_mut(chat).topic_mut(id);
        if topic.is_some_and(|topic| std::mem::replace(&mut topic.closed, closed) == closed) {
            return Err(Refusal::bad("TOPIC_NOT_MODIFIED"));
        }
        let field = if closed { "forum_topic_closed" } else { "forum_topic_reopened" };
        self.announce_topic((chat, id), field, json!({}));
        Ok(json!(true))
    }
}

pub(super) fn create(call: &mut Call<'_>) -> Answer {
    call.forum()?;
    let name = call.name().filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Refusal::bad("title must be non-empty"))?;
    let color = call.params.int("icon_color").unwrap_or(ICON_COLORS[0]);
    if !ICON_COLORS.contains(&color) {
        return Err(Refusal::bad("invalid icon color specified"));
    }
    let id = call.state.open_topic(call.now, Author::Bot, &name, color);
    Ok(json!({"message_thread_id": id, "name": name, "icon_color": color}))
}

pub(super) fn edit(call: &mut Call<'_>) -> Answer {
    let (chat, id) = call.topic()?;
    let Some(name) = call.name() else { return Ok(json!(true)) };
    let topic = call.state.chat_mut(chat).topic_mut(id);
    if topic.is_some_and(|topic| std::mem::replace(&mut topic.name, name.clone()) == name) {
        return Err(Refusal::bad("TOPIC_NOT_MODIFIED"));
    }
    call.announce_topic((chat, id), "forum_topic_edited", json!({"name": name}));
    Ok(json!(true))
}

pub(super) fn close(call: &mut Call<'_>) -> Answer {
    call.set_closed(true)
}

pub(super) fn reopen(call: &mut Call<'_>) -> Answer {
    call.set_closed(false)
}

pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let (_, id) = call.topic()?;
    call.state.drop_topic(id);
    Ok(json!(true))
}
