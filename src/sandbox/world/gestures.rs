//! What people do with messages that are there, or that others wrote: forward, put another file in, react.

use serde_json::{Value, json};

use super::World;
use super::acts::{Attachment, with_text};
use super::message::Author;
use super::state::State;
use crate::sandbox::script::Source;
use crate::sandbox::shown::Place;

impl World {
    /// Passes on words somebody else wrote.
    pub fn forward(
        &self,
        who: &str,
        place: &Place,
        (from, name): (Source, &str),
        text: &str,
    ) -> Result<i64, String> {
        self.change(|state, now| {
            let spot = state.speak(who, place)?;
            let mut body = with_text("text", "entities", text.trim());
            body.insert("forward_origin".into(), origin(state, from, name, now.timestamp()));
            Ok(state.deliver(now, who, spot, body, None, None))
        })
    }

    /// Puts another file into the person's newest message that holds `old`; its words stay.
    pub fn swap(&self, who: &str, place: &Place, old: &str, file: Attachment) -> Result<(), String> {
        self.change(|state, now| {
            let spot = state.enter(who, place)?;
            let id = state.find(spot, old, Some(who))?;
            let fresh = state.attach(file, "");
            let message = state.chat_mut(spot.0).message_mut(id).ok_or("the message is gone")?;
            if message.media_kind().is_none() {
                return Err("there is no file in that message".to_owned());
            }
            message.body.retain(|field, _| field.starts_with("caption"));
            message.body.extend(fresh);
            message.edited = Some(now);
            state.tell_message("edited_message", spot.0, id);
            Ok(())
        })
    }

    /// Reacts to the newest message that holds `part`, in the place of what the person had on it; `None` takes it back.
    pub fn react(&self, who: &str, place: &Place, part: &str, emoji: Option<&str>) -> Result<(), String> {
        self.change(|state, now| {
            let spot = state.enter(who, place)?;
            let id = state.find(spot, part, None)?;
            let message = state.chat_mut(spot.0).message_mut(id).ok_or("the message is gone")?;
            let old = match emoji {
                Some(emoji) => message.reacted.insert(who.to_owned(), emoji.to_owned()),
                None => message.reacted.remove(who),
            };
            let list = |emoji: Option<&str>| -> Vec<Value> {
                emoji.into_iter().map(|emoji| json!({"type": "emoji", "emoji": emoji})).collect()
            };
            let update = json!({"chat": state.chat_json(spot.0), "message_id": id, "date": now.timestamp(),
                "user": state.author_json(&Author::Person(who.to_owned())),
                "old_reaction": list(old.as_deref()), "new_reaction": list(emoji)});
            if spot.0 > 0 || state.setup.bot_is_admin {
                state.tell("message_reaction", update);
            }
            Ok(())
        })
    }
}

/// The `MessageOrigin`; a person known here by that name is that person.
fn origin(state: &State, from: Source, name: &str, date: i64) -> Value {
    let chat = |kind: &str| json!({"id": -1_009_000_000_001_i64, "type": kind, "title": name});
    match from {
        Source::Person => {
            let known = state.people.iter().find(|person| person.name() == name);
            let stranger = json!({"id": 9_000_001, "is_bot": false, "first_name": name});
            json!({"type": "user", "date": date, "sender_user": known.map_or(stranger, super::people::Person::user)})
        }
        Source::Hidden => json!({"type": "hidden_user", "date": date, "sender_user_name": name}),
        Source::Group => json!({"type": "chat", "date": date, "sender_chat": chat("supergroup")}),
        Source::Channel => json!({"type": "channel", "date": date, "chat": chat("channel"), "message_id": 5}),
    }
}
