//! What people do to one message they point at, as on the page, where a scenario names messages by their words.
//!
//! Here a reaction is also remembered, because the page shows it; the platform tells a bot no more than that it changed.

use serde_json::{Value, json};

use super::World;
use super::acts::with_text;
use super::message::Author;
use crate::sandbox::shown::Place;

/// The longest caption; a text may have four times as many characters.
const CAPTION_LIMIT: usize = 1024;

impl World {
    /// Replaces the text or caption of a message of one's own.
    pub fn edit_message(&self, who: &str, place: &Place, id: i64, new: &str) -> Result<(), String> {
        self.change(|state, now| {
            let spot = state.enter(who, place)?;
            let message = state.chat_mut(spot.0).message_mut(id).ok_or("the message is gone")?;
            if message.author != Author::Person(who.to_owned()) {
                return Err("only its author can change a message".to_owned());
            }
            let new = new.trim();
            let is_text = message.body.contains_key("text");
            if is_text && new.is_empty() {
                return Err("an empty message can't be sent; delete it instead".to_owned());
            }
            if !is_text && new.chars().count() > CAPTION_LIMIT {
                return Err(format!("a caption has at most {CAPTION_LIMIT} characters"));
            }
            let (field, entities) =
                if is_text { ("text", "entities") } else { ("caption", "caption_entities") };
            message.body.remove(field);
            message.body.remove(entities);
            message.body.extend(with_text(field, entities, new));
            message.edited = Some(now);
            state.tell_message("edited_message", spot.0, id);
            Ok(())
        })
    }

    /// Deletes a message of one's own. The platform tells bots nothing about it.
    pub fn delete_message(&self, who: &str, place: &Place, id: i64) -> Result<(), String> {
        self.change(|state, _| {
            let spot = state.enter(who, place)?;
            let message = state.chat_mut(spot.0).message_mut(id).ok_or("the message is gone")?;
            if message.author != Author::Person(who.to_owned()) {
                return Err("only its author can delete a message".to_owned());
            }
            message.deleted = true;
            Ok(())
        })
    }

    /// Reacts to a message; the same emoji again takes it back.
    pub fn toggle_reaction(&self, who: &str, place: &Place, id: i64, emoji: &str) -> Result<(), String> {
        self.change(|state, now| {
            let spot = state.enter(who, place)?;
            state.message(spot.0, id).ok_or("the message is gone")?;
            let given = state.feelings.entry((spot.0, id)).or_default();
            let old = given.remove(who);
            let new = Some(emoji.to_owned()).filter(|new| old.as_ref() != Some(new));
            if let Some(new) = &new {
                given.insert(who.to_owned(), new.clone());
            }
            let update = json!({"chat": state.chat_json(spot.0), "message_id": id, "date": now.timestamp(),
                "user": state.author_json(&Author::Person(who.to_owned())),
                "old_reaction": one(old.as_deref()), "new_reaction": one(new.as_deref())});
            state.tell("message_reaction", update);
            Ok(())
        })
    }
}

fn one(emoji: Option<&str>) -> Vec<Value> {
    emoji.map(|emoji| json!({"type": "emoji", "emoji": emoji})).into_iter().collect()
}
