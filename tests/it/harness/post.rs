//! What the bot's calls do to the chats, and when the platform won't.

use aftercare::desk::{Act, Button, Delivery, DeliveryError, Receipt, Refusal};
use aftercare::domain::chat::{Address, File};
use aftercare::domain::plan::Sign;
use aftercare::domain::text::Rich;

use super::chats::{GROUP, Message, Spot, State, Topic};

type Answer = Result<Receipt, DeliveryError>;

/// The name of the method a call is on Telegram; scenarios name faults by it.
pub fn method(act: &Act) -> &'static str {
    use aftercare::domain::chat::FileKind as Kind;
    match act {
        Act::OpenRoom { .. } => "createForumTopic",
        Act::Post { .. } => "sendMessage",
        Act::File { file, .. } => match file.kind {
            Kind::Photo => "sendPhoto",
            Kind::Video => "sendVideo",
            Kind::Document => "sendDocument",
        },
        Act::Album { .. } => "sendMediaGroup",
        Act::Edit { .. } => "editMessageText",
        Act::EditCaption { .. } => "editMessageCaption",
        Act::Pin { .. } => "pinChatMessage",
        Act::Sign { .. } => "setMessageReaction",
    }
}

impl State {
    /// Does what a call asks for.
    pub fn carry(&mut self, delivery: &Delivery) -> Answer {
        let place = delivery.place;
        self.may_write(place.chat)?;
        match &delivery.act {
            Act::OpenRoom { title } => Ok(self.open_room(title)),
            Act::Post { text, rows, reply_to } => {
                let spot = self.spot(place, *reply_to)?;
                Ok(posted([self.bot_posts(spot, text, rows, None, *reply_to)]))
            }
            Act::File { file, caption, reply_to } => {
                let spot = self.spot(place, *reply_to)?;
                Ok(posted([self.bot_posts(spot, caption, &[], Some(file), *reply_to)]))
            }
            Act::Album { files, reply_to } => {
                let spot = self.spot(place, *reply_to)?;
                let ids: Vec<i64> = files
                    .iter()
                    .map(|(file, caption)| self.bot_posts(spot, caption, &[], Some(file), *reply_to))
                    .collect();
                Ok(posted(ids))
            }
            Act::Edit { message, text, rows } => self.edit_own(place.chat, *message, text, Some(rows)),
            Act::EditCaption { message, caption } => self.edit_own(place.chat, *message, caption, None),
            Act::Pin { message } => self.pin(place.chat, *message),
            Act::Sign { message, sign } => self.sign(place.chat, *message, *sign),
        }
    }

    fn may_write(&self, chat: i64) -> Result<(), DeliveryError> {
        match self.people.iter().find(|p| p.id == chat) {
            Some(person) if person.blocked || !person.started => Err(refused(Refusal::Blocked, "blocked")),
            None if chat != GROUP => Err(refused(Refusal::ChatGone, "chat not found")),
            _ => Ok(()),
        }
    }

    fn open_room(&mut self, title: &str) -> Receipt {
        let (id, _) = self.announce((GROUP, None));
        self.topics.push(Topic { id, name: title.trim().to_owned(), deleted: false });
        Receipt { messages: Vec::new(), thread: Some(id) }
    }

    /// Where a message goes: what answers something stands where that stands.
    fn spot(&self, place: Address, reply_to: Option<i64>) -> Result<Spot, DeliveryError> {
        if let Some(thread) = place.thread
            && !self.topics.iter().any(|t| t.id == thread && !t.deleted)
        {
            return Err(refused(Refusal::RoomGone, "message thread not found"));
        }
        let answered = reply_to.and_then(|id| self.message(place.chat, id));
        let thread = place.thread.or_else(|| answered.and_then(|m| m.thread));
        if answered.is_some_and(|m| m.thread != thread) {
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
        let (text, buttons) = (text.trimmed(), rows.to_vec());
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

    fn pin(&mut self, chat: i64, id: i64) -> Answer {
        let message = self.message_mut(chat, id).ok_or_else(gone)?;
        if !std::mem::replace(&mut message.pinned, true) {
            self.announce((chat, None));
        }
        Ok(Receipt::default())
    }

    fn sign(&mut self, chat: i64, id: i64, sign: Sign) -> Answer {
        let emoji = match sign {
            Sign::Taken => "👀",
            Sign::Delivered => "👌",
            Sign::Failed => "👎",
        };
        let message = self.message_mut(chat, id).ok_or_else(gone)?;
        message.reactions = vec![emoji.to_owned()];
        Ok(Receipt::default())
    }
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
