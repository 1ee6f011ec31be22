//! One message: what it holds and how the platform writes it as JSON.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::files::MediaKind;
use super::state::{GroupKind, State};

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Author {
    Bot,
    /// A person's handle.
    Person(String),
}

/// A message of a chat. Deleted ones stay in the list with their mark.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: i64,
    /// Order over the whole world.
    pub seq: u64,
    /// The topic it stands in.
    pub thread: Option<i64>,
    pub author: Author,
    pub date: DateTime<Utc>,
    /// The content fields as the platform writes them: `text`, `entities`, `photo`, `caption`, …
    pub body: Map<String, Value>,
    pub reply_to: Option<i64>,
    /// The first message of the chain of replies outside topics.
    pub root: Option<i64>,
    /// The `InlineKeyboardMarkup`.
    pub keyboard: Option<Value>,
    pub album: Option<String>,
    pub edited: Option<DateTime<Utc>>,
    /// Set by the bot.
    pub reactions: Vec<String>,
    /// What people have on it, by their handle.
    pub reacted: BTreeMap<String, String>,
    pub pinned: bool,
    pub deleted: bool,
}

/// Content fields that announce something instead of saying it.
const SERVICE: [&str; 12] = [
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "pinned_message",
    "group_chat_created",
    "supergroup_chat_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
];

/// Content fields that describe the text and are no attachment.
const TEXTUAL: [&str; 7] =
    ["text", "entities", "caption", "caption_entities", "link_preview_options", "quote", "forward_origin"];

impl Message {
    /// Text or caption.
    pub fn text(&self) -> &str {
        let field = |name| self.body.get(name).and_then(Value::as_str);
        field("text").or_else(|| field("caption")).unwrap_or_default()
    }

    /// Announces a change of the chat; not a line of the conversation.
    pub fn is_service(&self) -> bool {
        SERVICE.iter().any(|name| self.body.contains_key(*name))
    }

    /// The kind of file it carries.
    pub(crate) fn media_kind(&self) -> Option<MediaKind> {
        if self.body.contains_key("animation") {
            return Some(MediaKind::Animation);
        }
        MediaKind::ALL.into_iter().find(|kind| self.body.contains_key(kind.field()))
    }

    /// The content field that says what kind of message it is; a text has none.
    pub fn kind(&self) -> Option<&str> {
        let other = || self.body.keys().map(String::as_str).find(|key| !TEXTUAL.contains(key));
        self.media_kind().map(MediaKind::field).or_else(other)
    }

    /// The largest file it carries.
    pub fn file_id(&self) -> Option<&str> {
        let content = self.body.get(self.media_kind()?.field())?;
        content.as_array().and_then(|sizes| sizes.last()).unwrap_or(content)["file_id"].as_str()
    }

    /// Labels and payloads of the inline keyboard, row by row.
    pub fn buttons(&self) -> Vec<Vec<Value>> {
        let rows = self.keyboard.as_ref().and_then(|keyboard| keyboard["inline_keyboard"].as_array());
        rows.into_iter().flatten().filter_map(Value::as_array).cloned().collect()
    }

    /// What hangs on the message, in words.
    pub fn attachments(&self, state: &State) -> Vec<String> {
        if let Some(kind) = self.media_kind() {
            let name = self.file_id().and_then(|id| state.file(id)).map_or("", |file| file.name.as_str());
            return vec![format!("{} {name}", kind.field()).trim_end().to_owned()];
        }
        let others = self.body.iter().filter(|(key, _)| !TEXTUAL.contains(&key.as_str()));
        // Why: the server repeats the place of a venue for old bots.
        let others = others.filter(|(key, _)| *key != "location" || !self.body.contains_key("venue"));
        others.map(|(key, content)| describe(key, content)).collect()
    }
}

fn describe(key: &str, content: &Value) -> String {
    let part = |name: &str| content[name].as_str().unwrap_or_default();
    match key {
        "location" => format!("location {}, {}", content["latitude"], content["longitude"]),
        "venue" => {
            let at = &content["location"];
            format!("venue {}, {} at {}, {}", part("title"), part("address"), at["latitude"], at["longitude"])
        }
        "poll" => format!("poll {}{}", part("question"), items(&content["options"])),
        "checklist" => format!("checklist {}{}", part("title"), items(&content["tasks"])),
        "dice" => format!("dice {} {}", part("emoji"), content["value"]),
        "contact" => format!("contact {} {}", part("first_name"), part("phone_number")),
        other => other.to_owned(),
    }
}

fn items(list: &Value) -> String {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|item| item["text"].as_str()).fold(String::new(), |all, text| all + " · " + text)
}

impl Message {
    /// Whose words it passes on, in words.
    pub fn forwarded_from(&self) -> Option<String> {
        let origin = self.body.get("forward_origin")?;
        let names = [
            &origin["sender_user"]["first_name"],
            &origin["sender_user_name"],
            &origin["chat"]["title"],
            &origin["sender_chat"]["title"],
        ];
        names.into_iter().find_map(Value::as_str).map(str::to_owned)
    }
}

impl State {
    /// The `Chat` object.
    pub(crate) fn chat_json(&self, chat: i64) -> Value {
        if let Some(person) = self.person_by_id(chat) {
            return person.chat();
        }
        let kind = if chat == self.group { self.setup.group } else { GroupKind::Basic };
        let mut json = json!({"id": chat, "title": self.setup.group_title, "type": "supergroup"});
        match kind {
            GroupKind::Forum => json["is_forum"] = json!(true),
            GroupKind::Supergroup => {}
            GroupKind::Basic => json["type"] = json!("group"),
        }
        json
    }

    /// The `User` object of an author.
    pub(crate) fn author_json(&self, author: &Author) -> Value {
        match author {
            Author::Bot => self.bot_user(),
            Author::Person(handle) => self.person(handle).map_or(Value::Null, super::people::Person::user),
        }
    }

    /// The `Message` object with the message it answers.
    pub(crate) fn message_json(&self, chat: i64, message: &Message) -> Value {
        let mut json = self.bare_json(chat, message);
        // Why: in a topic everything that answers nothing "answers" the message that announced the topic.
        let topic = message.thread.filter(|thread| self.is_forum() && *thread != message.id);
        let answered = message.reply_to.or(topic);
        let answered = answered.and_then(|id| self.chats.get(&chat)?.message(id));
        if let Some(answered) = answered {
            json["reply_to_message"] = self.bare_json(chat, answered);
        }
        json
    }

    fn bare_json(&self, chat: i64, message: &Message) -> Value {
        let mut json = Value::Object(message.body.clone());
        json["message_id"] = json!(message.id);
        json["from"] = self.author_json(&message.author);
        json["chat"] = self.chat_json(chat);
        json["date"] = json!(message.date.timestamp());
        if let Some(thread) = message.thread.filter(|_| self.is_forum()) {
            json["message_thread_id"] = json!(thread);
            json["is_topic_message"] = json!(true);
        } else if let Some(root) = message.root {
            // Why: replies outside topics carry the root of their chain here, and are not topic messages.
            json["message_thread_id"] = json!(root);
        }
        if let Some(at) = message.edited {
            json["edit_date"] = json!(at.timestamp());
        }
        if let Some(album) = &message.album {
            json["media_group_id"] = json!(album);
        }
        if let Some(keyboard) = &message.keyboard {
            json["reply_markup"] = keyboard.clone();
        }
        json
    }
}
