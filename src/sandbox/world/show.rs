//! The world as people see it: places resolved to chats, and their lines.

use super::World;
use super::message::{Author, Message};
use super::state::{Press, State};
use crate::sandbox::shown::{BOT, Deed, Place, Room, Shown, excerpt};

impl World {
    /// The lines of a place in order. An error says why the place can't be found.
    pub fn transcript(&self, place: &Place) -> Result<Vec<Shown>, String> {
        self.look(|state| {
            let (chat, thread) = state.resolve(place)?;
            Ok(state.lines(chat, thread))
        })
    }

    /// The names of all topics ever made, oldest first.
    pub fn topics(&self) -> Vec<String> {
        self.look(|state| {
            let topics = state.chats.get(&state.group).map(|chat| chat.topics.clone()).unwrap_or_default();
            topics.into_iter().map(|topic| topic.name).collect()
        })
    }
}

impl State {
    /// The chat and topic that a place means now.
    pub fn resolve(&self, place: &Place) -> Result<(i64, Option<i64>), String> {
        match place {
            Place::Chat(handle) => self
                .person(handle)
                .map(|person| (person.id, None))
                .ok_or_else(|| format!("nobody is called {handle}")),
            Place::Staff => Ok((self.staff_chat(), None)),
            Place::Direct(_) | Place::Thread(..) | Place::Support | Place::On(..) => {
                Err(format!("there is no {place} on Telegram"))
            }
            Place::Room(room) => {
                let topics =
                    self.chats.get(&self.group).map(|chat| chat.topics.as_slice()).unwrap_or_default();
                let mut alive = topics.iter().rev().filter(|topic| !topic.deleted);
                let found = match room {
                    Room::Newest => alive.next(),
                    Room::Named(name) => alive.find(|topic| topic.name.contains(name.as_str())),
                    Room::Nth(n) => {
                        n.checked_sub(1).and_then(|n| topics.get(n)).filter(|topic| !topic.deleted)
                    }
                };
                found.map(|topic| (self.group, Some(topic.id))).ok_or_else(|| format!("there is no {place}"))
            }
        }
    }

    /// The messages of a place that can be seen, oldest first.
    pub(crate) fn visible(
        &self,
        chat: i64,
        thread: Option<i64>,
    ) -> impl DoubleEndedIterator<Item = &Message> {
        let messages = self.chats.get(&chat).map(|chat| chat.messages.as_slice()).unwrap_or_default();
        messages
            .iter()
            // Why: what stood in a topic stands in the group itself once there are no topics.
            .filter(move |message| message.thread == thread || chat == self.group && !self.is_forum())
            .filter(|message| !message.deleted && !message.is_service())
    }

    pub(crate) fn lines(&self, chat: i64, thread: Option<i64>) -> Vec<Shown> {
        self.view(chat, thread).into_iter().map(|(line, _)| line).collect()
    }

    /// The lines of a place with the messages behind them; presses have none.
    pub(crate) fn view(&self, chat: i64, thread: Option<i64>) -> Vec<(Shown, Option<&Message>)> {
        let messages = self.visible(chat, thread).map(|message| (self.shown(chat, message), Some(message)));
        let presses = self.presses.iter().filter(|press| press.chat == chat && press.thread == thread);
        let mut lines: Vec<_> = messages.chain(presses.map(|press| (shown_press(press), None))).collect();
        lines.sort_by_key(|(line, _)| line.seq);
        lines
    }

    pub(crate) fn shown(&self, chat: i64, message: &Message) -> Shown {
        let answered = message.reply_to.and_then(|id| self.message(chat, id));
        Shown {
            seq: message.seq,
            author: match &message.author {
                Author::Bot => BOT.to_owned(),
                Author::Person(handle) => handle.clone(),
            },
            deed: Deed::Says,
            text: message.text().to_owned(),
            buttons: message.buttons().iter().map(|row| row.iter().map(label).collect()).collect(),
            attachments: message.attachments(self),
            reply_to_excerpt: answered.map(|answered| excerpt(&self.gist(answered))),
            edited: message.edited.is_some(),
            forwarded_from: message.forwarded_from(),
            reactions: message
                .reactions
                .iter()
                .cloned()
                .chain(message.reacted.iter().map(|(who, emoji)| format!("{who}:{emoji}")))
                .collect(),
            pinned: message.pinned,
            calls: if message.author == Author::Bot { self.called(message) } else { Vec::new() },
            ..Shown::default()
        }
    }

    /// Whom a message calls by their account, whatever they are called.
    fn called(&self, message: &Message) -> Vec<String> {
        let entities = message.body.get("entities").and_then(serde_json::Value::as_array);
        let mentions = entities.into_iter().flatten().filter(|entity| entity["type"] == "text_mention");
        let who = mentions.filter_map(|entity| entity["user"]["id"].as_i64());
        who.filter_map(|id| Some(self.people.iter().find(|person| person.id == id)?.handle.clone())).collect()
    }

    /// The text of a message, or what hangs on it when it has none.
    pub(crate) fn gist(&self, message: &Message) -> String {
        if message.text().is_empty() {
            message.attachments(self).join(", ")
        } else {
            message.text().to_owned()
        }
    }
}

/// The label of an `InlineKeyboardButton`.
pub(crate) fn label(button: &serde_json::Value) -> String {
    button["text"].as_str().unwrap_or_default().to_owned()
}

fn shown_press(press: &Press) -> Shown {
    Shown {
        seq: press.seq,
        author: press.who.clone(),
        deed: Deed::Presses,
        text: press.label.clone(),
        ..Shown::default()
    }
}
