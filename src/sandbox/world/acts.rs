//! What people do with their own hands: write, press, send, edit, delete, react.
//!
//! Each act changes the chat as the person's client would and queues the updates the platform would send. Errors are
//! sentences for the author of a scenario: they say what was there instead.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::World;
use super::entities::{entities_of, utf16_len};
use super::files::{MediaKind, content_of};
use super::message::Author;
use super::show::label;
use super::state::{Draft, Press, State};
use crate::sandbox::shown::Place;

/// The longest text of one message; a client sends the rest as further messages.
const TEXT_LIMIT: usize = 4096;

/// A file in somebody's hand.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub kind: MediaKind,
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Attachment {
    /// A file whose bytes follow from its name, for scenarios that care about names only.
    pub fn named(kind: MediaKind, name: &str) -> Self {
        Self { kind, name: name.to_owned(), bytes: content_of(name) }
    }
}

impl World {
    /// Writes a text; a slash command is just a text. `reply_to` is a fragment of the message that is answered (the
    /// newest that holds it). Returns the id of the (last) message.
    pub fn say(&self, who: &str, place: &Place, text: &str, reply_to: Option<&str>) -> Result<i64, String> {
        self.change(|state, now| {
            let spot = state.speak(who, place)?;
            let reply_to = reply_to.map(|part| state.find(spot, part, None)).transpose()?;
            state.write(now, who, spot, text, reply_to)
        })
    }

    /// Answers the newest message that holds `part`, with words of it picked out.
    pub fn quote(
        &self,
        who: &str,
        place: &Place,
        part: &str,
        words: &str,
        text: &str,
    ) -> Result<i64, String> {
        self.change(|state, now| {
            let spot = state.speak(who, place)?;
            let answered = state.find(spot, part, None)?;
            let mut body = with_text("text", "entities", text.trim());
            body.insert("quote".into(), json!({"text": words, "position": 0, "is_manual": true}));
            Ok(state.deliver(now, who, spot, body, Some(answered), None))
        })
    }

    /// Answers the message with this id.
    pub fn reply(&self, who: &str, place: &Place, message: i64, text: &str) -> Result<i64, String> {
        self.change(|state, now| {
            let spot = state.speak(who, place)?;
            state.message(spot.0, message).ok_or("the message to answer is gone")?;
            state.write(now, who, spot, text, Some(message))
        })
    }

    /// Sends one file.
    pub fn send(&self, who: &str, place: &Place, file: Attachment, caption: &str) -> Result<i64, String> {
        self.answer_with(who, place, file, caption, None)
    }

    /// Sends one file, as a reply to the newest message that holds `part` if one is named.
    pub fn answer_with(
        &self,
        who: &str,
        place: &Place,
        file: Attachment,
        caption: &str,
        part: Option<&str>,
    ) -> Result<i64, String> {
        self.change(|state, now| {
            let spot = state.speak(who, place)?;
            let reply_to = part.map(|part| state.find(spot, part, None)).transpose()?;
            let body = state.attach(file, caption);
            Ok(state.deliver(now, who, spot, body, reply_to, None))
        })
    }

    /// Sends a photo.
    pub fn photo(
        &self,
        who: &str,
        place: &Place,
        name: &str,
        bytes: Vec<u8>,
        caption: &str,
    ) -> Result<i64, String> {
        self.send(who, place, Attachment { kind: MediaKind::Photo, name: name.to_owned(), bytes }, caption)
    }

    /// Sends several files as one album: one update each, the same `media_group_id`, the caption on the first.
    pub fn album(
        &self,
        who: &str,
        place: &Place,
        files: Vec<Attachment>,
        caption: &str,
    ) -> Result<Vec<i64>, String> {
        self.change(|state, now| {
            let spot = state.speak(who, place)?;
            let album = state.new_album();
            let captions = std::iter::once(caption).chain(std::iter::repeat(""));
            let sent = files.into_iter().zip(captions).map(|(file, caption)| {
                let body = state.attach(file, caption);
                state.deliver(now, who, spot, body, None, Some(album.clone()))
            });
            Ok(sent.collect())
        })
    }

    /// Answers the newest message that holds `part` with one file, or with several as an album.
    pub fn answer(
        &self,
        who: &str,
        place: &Place,
        part: &str,
        files: Vec<Attachment>,
        caption: &str,
    ) -> Result<(), String> {
        self.change(|state, now| {
            let spot = state.speak(who, place)?;
            let reply_to = Some(state.find(spot, part, None)?);
            let album = (files.len() > 1).then(|| state.new_album());
            let captions = std::iter::once(caption).chain(std::iter::repeat(""));
            for (file, caption) in files.into_iter().zip(captions) {
                let body = state.attach(file, caption);
                state.deliver(now, who, spot, body, reply_to, album.clone());
            }
            Ok(())
        })
    }

    /// Deletes a topic with all that is in it. The platform tells bots nothing about it.
    pub fn delete_topic(&self, who: &str, place: &Place) -> Result<(), String> {
        self.change(|state, _| {
            let (_, topic) = state.enter(who, place)?;
            state.drop_topic(topic.ok_or_else(|| format!("{place} is no topic"))?);
            Ok(())
        })
    }

    /// Sends content of any other kind: an object of message fields such as `{"location": {…}}`.
    pub fn content(
        &self,
        who: &str,
        place: &Place,
        fields: Value,
        part: Option<&str>,
    ) -> Result<i64, String> {
        self.change(|state, now| {
            let spot = state.speak(who, place)?;
            let reply_to = part.map(|part| state.find(spot, part, None)).transpose()?;
            let Value::Object(body) = fields else { return Err("message fields must be an object".into()) };
            Ok(state.deliver(now, who, spot, body, reply_to, None))
        })
    }

    /// Presses the newest visible button with this label.
    pub fn press(&self, who: &str, place: &Place, text: &str) -> Result<(), String> {
        self.change(|state, now| {
            let spot = state.enter(who, place)?;
            let message = state
                .visible(spot.0, spot.1)
                .rev()
                .find(|message| message.buttons().iter().flatten().any(|button| label(button) == text))
                .map(|message| message.id)
                .ok_or_else(|| state.no_button(spot, place, text))?;
            state.press(now, who, spot, message, text)
        })
    }

    /// Presses the button of one message.
    pub fn press_on(&self, who: &str, place: &Place, message: i64, text: &str) -> Result<(), String> {
        self.change(|state, now| {
            let spot = state.enter(who, place)?;
            state.press(now, who, spot, message, text)
        })
    }

    /// Replaces the text or caption of the person's newest message that holds `old`.
    pub fn edit(&self, who: &str, place: &Place, old: &str, new: &str) -> Result<(), String> {
        self.change(|state, now| {
            let spot = state.enter(who, place)?;
            let id = state.find(spot, old, Some(who))?;
            let message = state.chat_mut(spot.0).message_mut(id).ok_or("the message is gone")?;
            let is_text = message.body.contains_key("text");
            let (field, entities) =
                if is_text { ("text", "entities") } else { ("caption", "caption_entities") };
            message.body.remove(entities);
            message.body.extend(with_text(field, entities, new.trim()));
            message.edited = Some(now);
            state.tell_message("edited_message", spot.0, id);
            Ok(())
        })
    }

    /// Deletes the person's newest message that holds `part`, else anybody's. The platform tells bots nothing about it.
    pub fn delete(&self, who: &str, place: &Place, part: &str) -> Result<(), String> {
        self.change(|state, _| {
            let spot = state.enter(who, place)?;
            let id = state.find(spot, part, Some(who)).or_else(|_| state.find(spot, part, None))?;
            state.chat_mut(spot.0).message_mut(id).ok_or("the message is gone")?.deleted = true;
            Ok(())
        })
    }
}

/// A chat and the topic in it.
pub(super) type Spot = (i64, Option<i64>);

impl State {
    /// The spot a person may read.
    pub(super) fn enter(&self, who: &str, place: &Place) -> Result<Spot, String> {
        let person = self.person(who).ok_or_else(|| format!("nobody is called {who}"))?;
        let (chat, thread) = self.resolve(place)?;
        let theirs = chat == person.id || (chat == self.group && person.in_group);
        if theirs { Ok((chat, thread)) } else { Err(format!("{who} is not in {place}")) }
    }

    /// The spot a person may write to; the first word in a private chat starts it.
    pub(super) fn speak(&mut self, who: &str, place: &Place) -> Result<Spot, String> {
        let (chat, thread) = self.enter(who, place)?;
        let topic = thread.and_then(|id| self.chats.get(&chat)?.topic(id));
        if topic.is_some_and(|topic| topic.closed) && !self.runs_the_group(who) {
            return Err(format!("{place} is closed"));
        }
        let person = self.person_mut(who).ok_or("nobody")?;
        if chat == person.id {
            if person.blocked {
                return Err(format!("{who} has blocked the bot and must unblock it first"));
            }
            person.started = true;
        }
        Ok((chat, thread))
    }

    fn write(
        &mut self,
        now: DateTime<Utc>,
        who: &str,
        spot: Spot,
        text: &str,
        reply_to: Option<i64>,
    ) -> Result<i64, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err(format!("{who} can't send an empty message"));
        }
        let mut last = 0;
        for piece in pieces(text) {
            last = self.deliver(now, who, spot, with_text("text", "entities", &piece), reply_to, None);
        }
        Ok(last)
    }

    /// Posts a person's message and queues its update.
    pub(super) fn deliver(
        &mut self,
        now: DateTime<Utc>,
        who: &str,
        (chat, thread): Spot,
        body: Map<String, Value>,
        reply_to: Option<i64>,
        album: Option<String>,
    ) -> i64 {
        let author = Author::Person(who.to_owned());
        let id = self.post(now, Draft { reply_to, album, ..Draft::new(chat, thread, author, body) });
        self.tell_message("message", chat, id);
        id
    }

    pub(crate) fn tell_message(&mut self, kind: &str, chat: i64, id: i64) {
        if self.is_shut_out_of(chat) {
            return;
        }
        if let Some(json) = self.message(chat, id).map(|message| self.message_json(chat, message)) {
            self.tell(kind, json);
        }
    }

    pub(crate) fn new_album(&mut self) -> String {
        self.albums += 1;
        format!("{}", 13_000_000_000_000_000 + self.albums)
    }

    pub(super) fn attach(&mut self, file: Attachment, caption: &str) -> Map<String, Value> {
        let id = self.store_file(file.kind, &file.name, file.bytes);
        let mut body = self.media_body(&id, file.kind, "");
        if !caption.is_empty() {
            body.extend(with_text("caption", "caption_entities", caption));
        }
        body
    }

    /// The newest visible message that holds `part`, by this author if one is named.
    pub(super) fn find(&self, (chat, thread): Spot, part: &str, by: Option<&str>) -> Result<i64, String> {
        let fits = |author: &Author| by.is_none_or(|who| *author == Author::Person(who.to_owned()));
        self.visible(chat, thread)
            .rev()
            .find(|message| fits(&message.author) && self.gist(message).contains(part))
            .map(|message| message.id)
            .ok_or_else(|| format!("no message there holds \"{part}\""))
    }

    fn no_button(&self, (chat, thread): Spot, place: &Place, text: &str) -> String {
        let mut labels: Vec<String> = Vec::new();
        for message in self.visible(chat, thread).rev() {
            labels.extend(message.buttons().iter().flatten().map(|button| format!("[{}]", label(button))));
        }
        labels.truncate(20);
        let there = if labels.is_empty() { "no buttons at all".to_owned() } else { labels.join(" ") };
        format!("{place} has no button \"{text}\"; there is {there}")
    }

    fn press(
        &mut self,
        now: DateTime<Utc>,
        who: &str,
        spot: Spot,
        id: i64,
        text: &str,
    ) -> Result<(), String> {
        self.seq += 1;
        let message = self.message(spot.0, id).ok_or("the message with that button is gone")?;
        let buttons = message.buttons();
        let button = buttons.iter().flatten().find(|button| label(button) == text);
        let button = button.ok_or_else(|| format!("that message has no button \"{text}\""))?;
        let data = button.get("callback_data").cloned();
        if data.is_none() && button.get("url").is_none() {
            return Err(format!("the sandbox can't press \"{text}\": {button}"));
        }
        let query = format!("{}{:06}", 9_100_000_000_000_u64, self.seq);
        if let Some(data) = data.filter(|_| !self.is_shut_out_of(spot.0)) {
            let update = json!({"id": query, "from": self.author_json(&Author::Person(who.to_owned())),
                "message": self.message_json(spot.0, message), "data": data,
                "chat_instance": format!("{}", spot.0.unsigned_abs().wrapping_mul(2_654_435_761) % 1_000_000_007)});
            self.tell("callback_query", update);
        }
        self.presses.push(Press {
            seq: self.seq,
            chat: spot.0,
            thread: spot.1,
            who: who.to_owned(),
            label: text.to_owned(),
            query,
            at: now,
            answered: false,
        });
        Ok(())
    }
}

/// Text fields with the entities the client finds.
pub(super) fn with_text(field: &str, entities: &str, text: &str) -> Map<String, Value> {
    let mut body = Map::from_iter([(field.to_owned(), json!(text))]);
    let found = entities_of(text);
    if !found.is_empty() {
        body.insert(entities.to_owned(), json!(found));
    }
    body
}

/// A text in pieces that fit into one message each.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut units = 0;
    for c in text.chars() {
        units += utf16_len(c.encode_utf8(&mut [0; 4]));
        if units > TEXT_LIMIT {
            pieces.push(String::new());
            units = c.len_utf16();
        }
        pieces.last_mut().into_iter().for_each(|piece| piece.push(c));
    }
    pieces
}
