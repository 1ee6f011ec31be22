//! Sending: where a message goes, what its text becomes, and the methods without files.

use serde_json::{Map, Value, json};

use super::answer::{Answer, Refusal};
use super::format;
use super::markup;
use super::methods::Call;
use crate::sandbox::world::{Author, Draft, Message, utf16_len};

const TEXT_LIMIT: usize = 4096;
const CAPTION_LIMIT: usize = 1024;

/// Where in a chat a new message stands.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub chat: i64,
    pub thread: Option<i64>,
    pub reply_to: Option<i64>,
}

impl Call<'_> {
    /// The chat a parameter names, as far as the bot knows it.
    pub(super) fn chat(&self, name: &str) -> Result<i64, Refusal> {
        let Some(raw) = self.params.raw(name) else { return Err(Refusal::bad(format!("{name} is empty"))) };
        if raw.as_str() == Some("") {
            return Err(Refusal::bad(format!("{name} is empty")));
        }
        let id = self.params.int(name).ok_or_else(|| Refusal::bad("chat not found"))?;
        if let Some(to) = self.state.moved.get(&id) {
            return Err(Refusal::moved(*to));
        }
        let met = self.state.person_by_id(id).is_some_and(|person| person.started || person.in_group);
        if self.state.is_shut_out_of(id) {
            return Err(Refusal::forbidden("bot was kicked from the supergroup chat"));
        }
        if id == self.state.group || met { Ok(id) } else { Err(Refusal::bad("chat not found")) }
    }

    /// The chat `chat_id` names, if the bot may write there.
    pub(super) fn writable(&self) -> Result<i64, Refusal> {
        let chat = self.chat("chat_id")?;
        match self.state.person_by_id(chat) {
            Some(person) if !person.started => {
                Err(Refusal::forbidden("bot can't initiate conversation with a user"))
            }
            Some(person) if person.blocked => Err(Refusal::forbidden("bot was blocked by the user")),
            _ => Ok(chat),
        }
    }

    /// Chat, topic and answered message of a new message.
    pub(super) fn spot(&self) -> Result<Spot, Refusal> {
        let chat = self.writable()?;
        let thread = self.params.int("message_thread_id");
        let topic = thread.and_then(|id| self.state.chats.get(&chat)?.topic(id));
        let topic = topic.filter(|_| self.state.is_forum());
        if thread.is_some() && topic.is_none() {
            return Err(Refusal::bad("message thread not found"));
        }
        let answered = self.answered(chat)?;
        let of_answered = answered.and_then(|message| message.thread).filter(|_| self.state.is_forum());
        let thread = thread.or(of_answered);
        if answered.is_some() && of_answered != thread {
            return Err(Refusal::bad("message to be replied not found"));
        }
        let closed =
            thread.and_then(|id| self.state.chats.get(&chat)?.topic(id)).is_some_and(|topic| topic.closed);
        if closed && !self.state.setup.bot_is_admin {
            return Err(Refusal::bad("TOPIC_CLOSED"));
        }
        Ok(Spot { chat, thread, reply_to: answered.map(|message| message.id) })
    }

    fn answered(&self, chat: i64) -> Result<Option<&Message>, Refusal> {
        let given = self.params.json("reply_parameters")?;
        let (id, lenient) = match &given {
            Some(reply) => {
                (reply["message_id"].as_i64(), reply["allow_sending_without_reply"] == json!(true))
            }
            None => (self.params.int("reply_to_message_id"), self.params.flag("allow_sending_without_reply")),
        };
        let Some(id) = id.filter(|id| *id != 0) else { return Ok(None) };
        match self.state.message(chat, id) {
            None if !lenient => Err(Refusal::bad("message to be replied not found")),
            found => Ok(found),
        }
    }

    /// Posts the bot's message and returns its object.
    pub(super) fn post(&mut self, spot: Spot, body: Map<String, Value>, keyboard: Option<Value>) -> Value {
        let draft = Draft::new(spot.chat, spot.thread, Author::Bot, body);
        let id = self.state.post(self.now, Draft { reply_to: spot.reply_to, keyboard, ..draft });
        self.message_json(spot.chat, id)
    }

    /// The `Message` object of a message that is there.
    pub(super) fn message_json(&self, chat: i64, id: i64) -> Value {
        self.state.message(chat, id).map_or(Value::Null, |message| self.state.message_json(chat, message))
    }

    /// The `text` and `entities` of a request.
    pub(super) fn text(&self) -> Result<Map<String, Value>, Refusal> {
        let text = self.params.text("text").ok_or_else(|| Refusal::bad("message text is empty"))?;
        let entities = self.params.json("entities")?;
        let (text, entities) = format::formatted(text, self.params.text("parse_mode"), entities.as_ref())?;
        if text.is_empty() {
            return Err(Refusal::bad("text must be non-empty"));
        }
        if utf16_len(&text) > TEXT_LIMIT {
            return Err(Refusal::bad("message is too long"));
        }
        Ok(fields("text", text, "entities", entities))
    }

    /// The `caption` and `caption_entities` of a request; nothing when there is no caption.
    pub(super) fn caption(&self) -> Result<Map<String, Value>, Refusal> {
        let entities = self.params.json("caption_entities")?;
        caption(
            self.params.text("caption").unwrap_or_default(),
            self.params.text("parse_mode"),
            entities.as_ref(),
        )
    }
}

/// A caption as message fields.
pub(super) fn caption(
    text: &str,
    mode: Option<&str>,
    entities: Option<&Value>,
) -> Result<Map<String, Value>, Refusal> {
    let (text, entities) = format::formatted(text, mode, entities)?;
    if utf16_len(&text) > CAPTION_LIMIT {
        return Err(Refusal::bad("message caption is too long"));
    }
    Ok(if text.is_empty() { Map::new() } else { fields("caption", text, "caption_entities", entities) })
}

fn fields(name: &str, text: String, entities_name: &str, entities: Vec<Value>) -> Map<String, Value> {
    let mut fields = Map::from_iter([(name.to_owned(), Value::String(text))]);
    if !entities.is_empty() {
        fields.insert(entities_name.to_owned(), Value::Array(entities));
    }
    fields
}

pub(super) fn message(call: &mut Call<'_>) -> Answer {
    let body = call.text()?;
    let keyboard = markup::keyboard(call.params)?;
    let spot = call.spot()?;
    Ok(call.post(spot, body, keyboard))
}

pub(super) fn location(call: &mut Call<'_>) -> Answer {
    let content = coordinates(call)?;
    simple(call, Map::from_iter([("location".to_owned(), content)]))
}

pub(super) fn venue(call: &mut Call<'_>) -> Answer {
    let location = coordinates(call)?;
    let required = |name: &str, error: &str| call.params.text(name).ok_or_else(|| Refusal::bad(error));
    let title = required("title", "VENUE_TITLE_EMPTY")?;
    let address = required("address", "VENUE_ADDRESS_EMPTY")?;
    let venue = json!({"location": location, "title": title, "address": address});
    simple(call, Map::from_iter([("venue".to_owned(), venue), ("location".to_owned(), location)]))
}

fn coordinates(call: &Call<'_>) -> Answer {
    let coordinate = |name: &str, most: f64| call.params.float(name).filter(|value| value.abs() <= most);
    match (coordinate("latitude", 90.0), coordinate("longitude", 180.0)) {
        (Some(latitude), Some(longitude)) => Ok(json!({"latitude": latitude, "longitude": longitude})),
        _ => Err(Refusal::bad("wrong latitude or longitude specified")),
    }
}

pub(super) fn contact(call: &mut Call<'_>) -> Answer {
    let required = |name: &str, error: &str| call.params.text(name).ok_or_else(|| Refusal::bad(error));
    let phone = required("phone_number", "phone number is empty")?;
    let first_name = required("first_name", "first name is empty")?;
    let mut content = json!({"phone_number": phone, "first_name": first_name});
    for name in ["last_name", "vcard"] {
        call.params.text(name).into_iter().for_each(|value| content[name] = json!(value));
    }
    simple(call, Map::from_iter([("contact".to_owned(), content)]))
}

fn simple(call: &mut Call<'_>, body: Map<String, Value>) -> Answer {
    let keyboard = markup::keyboard(call.params)?;
    let spot = call.spot()?;
    Ok(call.post(spot, body, keyboard))
}
