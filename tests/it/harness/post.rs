//! What the bot's calls do to the chats, and when the platform won't.

use aftercare::desk::{Act, Attached, Button, Delivery, DeliveryError, Receipt, Refusal};
use aftercare::domain::chat::{Address, File};
use aftercare::domain::text::Rich;
use serde_json::json;

use super::chats::{Message, OLD_GROUP, Spot, State, Topic};

type Answer = Result<Receipt, DeliveryError>;

/// The name of the method a call is on Telegram; scenarios name faults by it.
pub fn method(act: &Act) -> &'static str {
    use aftercare::domain::chat::FileKind as Kind;
    match act {
        Act::OpenRoom { .. } => "createForumTopic",
        Act::Post { .. } => "sendMessage",
        Act::File { file: File { kind, .. }, .. } | Act::Upload { file: Attached { kind, .. }, .. } => {
            match kind {
                Kind::Photo => "sendPhoto",
                Kind::Video => "sendVideo",
                Kind::Animation => "sendAnimation",
                Kind::Audio => "sendAudio",
                Kind::Voice => "sendVoice",
                Kind::VideoNote => "sendVideoNote",
                Kind::Sticker => "sendSticker",
                Kind::Document => "sendDocument",
            }
        }
        Act::Album { .. } | Act::UploadAlbum { .. } => "sendMediaGroup",
        Act::Edit { .. } => "editMessageText",
        Act::EditCaption { .. } => "editMessageCaption",
        Act::Delete { .. } => "deleteMessages",
        Act::DropRoom => "deleteForumTopic",
        Act::Shut => "closeForumTopic",
        Act::Rename { .. } | Act::Fold | Act::Aside { .. } => "nothing",
        Act::Menu { .. } => "setMyCommands",
        Act::Pin { .. } => "pinChatMessage",
        Act::Place { name: Some(_), .. } => "sendVenue",
        Act::Place { name: None, .. } => "sendLocation",
        Act::Sign { .. } | Act::React { .. } => "setMessageReaction",
    }
}

impl State {
    /// Does what a call asks for.
    #[expect(clippy::too_many_lines, reason = "an arm for each act")]
    pub fn carry(&mut self, delivery: &Delivery) -> Answer {
        let (place, under) = (delivery.place, delivery.under);
        if !matches!(delivery.act, Act::Menu { .. }) || place.chat != 0 {
            self.may_write(place.chat)?;
        }
        let stands = |id: &i64| self.message(place.chat, *id).is_some();
        let anchored = |reply_to: &Option<i64>| reply_to.is_some() || under.as_ref().is_none_or(stands);
        if let Act::Post { reply_to, .. }
        | Act::File { reply_to, .. }
        | Act::Upload { reply_to, .. }
        | Act::UploadAlbum { reply_to, .. }
        | Act::Album { reply_to, .. } = &delivery.act
            && !anchored(reply_to)
        {
            return Err(refused(Refusal::AnchorGone, "message to be replied not found"));
        }
        match &delivery.act {
            Act::OpenRoom { title } if self.topics_on => Ok(self.open_room(title)),
            Act::OpenRoom { .. } => Err(refused(Refusal::Forbidden, "the chat is not a forum")),
            Act::Post { text, rows, reply_to } => {
                let reply_to = reply_to.or(under);
                let spot = self.spot(place, reply_to)?;
                Ok(posted([self.bot_posts(spot, text, rows, None, reply_to)]))
            }
            Act::Place { latitude, longitude, name } => {
                let (chat, thread) = self.spot(place, None)?;
                let attachment = Some(place_shown(*latitude, *longitude, name.as_ref()));
                Ok(posted([self.post(Message { chat, thread, attachment, ..Message::default() })]))
            }
            Act::File { file, caption, reply_to } => {
                let reply_to = reply_to.or(under);
                let spot = self.spot(place, reply_to)?;
                Ok(posted([self.bot_posts(spot, caption, &[], Some(file), reply_to)]))
            }
            Act::Upload { file, caption, reply_to } => {
                self.new_files(place, std::slice::from_ref(file), caption, reply_to.or(under))
            }
            Act::UploadAlbum { files, caption, reply_to } => {
                self.new_files(place, files, caption, reply_to.or(under))
            }
            Act::Album { files, reply_to } => {
                let reply_to = reply_to.or(under);
                let spot = self.spot(place, reply_to)?;
                let ids: Vec<i64> = files
                    .iter()
                    .map(|(file, caption)| self.bot_posts(spot, caption, &[], Some(file), reply_to))
                    .collect();
                Ok(posted(ids))
            }
            Act::Edit { message, text, rows } => self.edit_own(place.chat, *message, text, Some(rows)),
            Act::EditCaption { message, caption } => self.edit_own(place.chat, *message, caption, None),
            Act::Delete { messages } => Ok(self.delete(place.chat, messages)),
            Act::DropRoom => self.drop_room(place),
            Act::Rename { .. } | Act::Fold | Act::Shut => Ok(Receipt::default()),
            Act::Aside { .. } => Err(refused(Refusal::Content, "nobody is answered alone")),
            Act::Menu { commands, lang } => {
                self.menus.insert((place.chat, *lang), commands.clone());
                Ok(Receipt::default())
            }
            Act::Pin { message } => self.pin(place.chat, *message),
            Act::Sign { message, sign } => self.react(place.chat, *message, Some(sign.emoji())),
            Act::React { message, emoji } => self.react(place.chat, *message, emoji.as_deref()),
        }
    }

    /// New files, the first of them with the words.
    fn new_files(
        &mut self,
        place: Address,
        files: &[Attached],
        caption: &Rich,
        reply_to: Option<i64>,
    ) -> Answer {
        let spot = self.spot(place, reply_to)?;
        let post = |(n, file): (usize, &Attached)| {
            let words = if n == 0 { caption.clone() } else { Rich::default() };
            let file = self.keep_file(file.kind, &file.name);
            self.bot_posts(spot, &words, &[], Some(&file), reply_to)
        };
        let ids: Vec<i64> = files.iter().enumerate().map(post).collect();
        Ok(posted(ids))
    }

    pub fn may_write(&self, chat: i64) -> Result<(), DeliveryError> {
        match self.people.iter().find(|p| p.id == chat) {
            Some(person) if person.blocked || !person.started => Err(refused(Refusal::Blocked, "blocked")),
            None if chat == OLD_GROUP && self.group != chat => {
                Err(refused(Refusal::Moved(self.group), "the group has another number"))
            }
            None if chat == self.group && !self.bot_there => Err(refused(Refusal::ChatGone, "kicked")),
            None if chat != self.group => Err(refused(Refusal::ChatGone, "chat not found")),
            _ => Ok(()),
        }
    }

    fn open_room(&mut self, title: &str) -> Receipt {
        let (id, _) = self.announce((self.group, None));
        self.topics.push(Topic { id, name: title.trim().to_owned(), deleted: false });
        Receipt { messages: Vec::new(), thread: Some(id) }
    }

    /// Where a message goes: what answers something stands where that stands.
    fn spot(&self, place: Address, reply_to: Option<i64>) -> Result<Spot, DeliveryError> {
        if let Some(thread) = place.thread
            && !(self.topics_on && self.topics.iter().any(|t| t.id == thread && !t.deleted))
        {
            return Err(refused(Refusal::RoomGone, "message thread not found"));
        }
        let answered = reply_to.and_then(|id| self.message(place.chat, id));
        let of_answered = answered.and_then(|m| m.thread).filter(|_| self.topics_on);
        let thread = place.thread.or(of_answered);
        if answered.is_some() && of_answered != thread {
            return Err(refused(Refusal::Content, "message to be replied not found"));
        }
        Ok((place.chat, thread))
    }

    fn bot_posts(
        &mut self,
        (chat, thread): Spot,
        text: &Rich,
        rows: &[Vec<Button>],
        file: Option<&File>,
        reply_to: Option<i64>,
    ) -> i64 {
        let attachment = file.map(|file| {
            let known = self.files.iter().find(|(known, _)| known.id == file.id);
            format!("{} {}", file.kind.name(), known.map_or("unknown", |(_, name)| name))
        });
        let bare = file.is_some_and(|file| !file.kind.has_caption());
        let (text, buttons) = (if bare { Rich::default() } else { text.trimmed() }, rows.to_vec());
        self.post(Message { chat, thread, text, buttons, attachment, reply_to, ..Message::default() })
    }

    fn edit_own(&mut self, chat: i64, id: i64, text: &Rich, rows: Option<&Vec<Vec<Button>>>) -> Answer {
        let found = self.message_mut(chat, id);
        let message = found.filter(|m| m.author.is_none()).ok_or_else(gone)?;
        if message.text != text.trimmed() {
            message.text = text.trimmed();
            // Why: a changed keyboard alone does not make a message "edited".
            message.edited = true;
        }
        message.buttons = rows.cloned().unwrap_or_default();
        Ok(Receipt::default())
    }

    fn delete(&mut self, chat: i64, messages: &[i64]) -> Receipt {
        for id in messages {
            if let Some(message) = self.message_mut(chat, *id) {
                message.deleted = true;
            }
        }
        Receipt::default()
    }

    fn drop_room(&mut self, place: Address) -> Answer {
        let topic = self.topics.iter_mut().find(|t| Some(t.id) == place.thread && !t.deleted);
        topic.ok_or_else(|| refused(Refusal::RoomGone, "TOPIC_ID_INVALID"))?.deleted = true;
        for message in self.messages.iter_mut().filter(|m| m.thread == place.thread) {
            message.deleted = true;
        }
        Ok(Receipt::default())
    }

    fn pin(&mut self, chat: i64, id: i64) -> Answer {
        let message = self.message_mut(chat, id).ok_or_else(gone)?;
        if !std::mem::replace(&mut message.pinned, true) {
            self.announce((chat, None));
        }
        Ok(Receipt::default())
    }

    fn react(&mut self, chat: i64, id: i64, emoji: Option<&str>) -> Answer {
        let message = self.message_mut(chat, id).ok_or_else(gone)?;
        message.reactions = emoji.map(str::to_owned).into_iter().collect();
        Ok(Receipt::default())
    }
}

/// A place as a chat shows it.
pub fn place_shown(latitude: f64, longitude: f64, name: Option<&(String, String)>) -> String {
    let at = format!("{}, {}", json!(latitude), json!(longitude));
    name.map_or(format!("location {at}"), |(title, address)| format!("venue {title}, {address} at {at}"))
}

fn posted(ids: impl IntoIterator<Item = i64>) -> Receipt {
    Receipt { messages: ids.into_iter().collect(), thread: None }
}

fn gone() -> DeliveryError {
    refused(Refusal::MessageGone, "message not found")
}

fn refused(refusal: Refusal, why: &str) -> DeliveryError {
    DeliveryError::Refused { refusal, why: why.to_owned() }
}
