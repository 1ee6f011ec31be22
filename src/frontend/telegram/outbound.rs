//! Brings deliveries to Telegram.
//!
//! Invariants: one delivery is one request, with one exception: a text whose looks are refused goes once more without
//! them. Every request ends within the courier's patience; what has not been answered by then is uncertain. Deliberately
//! not here: retries, pacing and splitting, which are the desk's.

use std::{future::IntoFuture, time::Duration};

use serde_json::Value;
use teloxide::{
    Bot, RequestError,
    payloads::{
        EditMessageCaptionSetters as _, EditMessageTextSetters as _, PinChatMessageSetters as _,
        SendMediaGroupSetters as _, SendMessageSetters as _, SetMessageReactionSetters as _,
    },
    prelude::Requester as _,
    types::{
        CallbackQueryId, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, InputMedia, LinkPreviewOptions,
        Message, MessageId, ReactionType, ReplyParameters, ThreadId,
    },
};

use tokio::sync::mpsc;

use super::{
    bare, failure, fetch,
    files::{attached, known_items, new_items},
    marks::entities,
};
use crate::{
    desk::courier::{Act, Button, Courier, Delivery, DeliveryError, FetchError, Receipt, Refusal},
    domain::{
        chat::{Address, File},
        staff_side::Shape,
        text::Rich,
    },
    frontend::download::Downloads,
};

/// Longer words of a button are cut.
const LONGEST_LABEL: usize = 64;
/// Longer names of topics are cut.
const LONGEST_TITLE: usize = 128;
/// What a button may bring back, in bytes.
const LONGEST_DATA: usize = 64;
/// Nobody waits longer for the answer to a press.
const ACKNOWLEDGEMENT: Duration = Duration::from_secs(5);

/// Brings deliveries with one bot. Cheap to clone.
#[derive(Clone)]
pub struct TelegramCourier {
    pub(super) bot: Bot,
    patience: Duration,
    files: Downloads,
}

/// Why a request did not end well.
pub(super) enum Snag {
    /// Only the looks of its text were refused.
    Marks(DeliveryError),
    /// An edit that changed nothing.
    Unchanged,
    /// Anything else.
    Error(DeliveryError),
}

pub(super) type Answer<T> = Result<T, Snag>;

impl TelegramCourier {
    /// `patience` is how long one request may take.
    pub fn new(bot: Bot, patience: Duration) -> Self {
        Self { bot, patience, files: Downloads::default() }
    }

    async fn bring(&self, place: Address, under: Option<i64>, act: &Act) -> Answer<Receipt> {
        let to = |reply_to: Option<i64>| reply_to.map(Answered::IfThere).or(under.map(Answered::OrNot));
        match act {
            Act::OpenRoom { title } => self.open_room(place, title).await,
            Act::Post { text, rows, reply_to } => self.post(place, text, rows, to(*reply_to)).await,
            Act::Place { latitude, longitude, name } => {
                self.place(place, (*latitude, *longitude), name.as_ref(), to(None)).await
            }
            Act::File { file, caption, reply_to } => self.file(place, file, caption, to(*reply_to)).await,
            Act::Upload { file, caption, reply_to } => {
                self.send_file(place, (file.kind, file.spoiler), attached(file), caption, to(*reply_to)).await
            }
            Act::UploadAlbum { files, caption, reply_to } => {
                self.album(place, new_items(files, caption), to(*reply_to)).await
            }
            Act::Album { files, reply_to } => self.album(place, known_items(files), to(*reply_to)).await,
            Act::Edit { message, text, rows } => self.edit(place, *message, text, rows).await,
            Act::EditCaption { message, caption } => self.edit_caption(place, *message, caption).await,
            Act::Delete { messages } => self.delete(place, messages).await,
            // Why nothing: there are no threads of customers there.
            Act::Rename { .. } | Act::Fold => Ok(Receipt::default()),
            Act::Shut => self.shut(place).await,
            Act::DropRoom => self.drop_room(place).await,
            Act::Aside { .. } => Err(refused(Refusal::Content, "nobody is answered alone there")),
            Act::Menu { commands, lang } => self.menu(place, commands, *lang).await,
            Act::Pin { message } => self.pin(place, *message).await,
            Act::Sign { message, sign } => self.react(place, *message, Some(sign.emoji())).await,
            Act::React { message, emoji } => self.react(place, *message, emoji.as_deref()).await,
        }
    }

    async fn open_room(&self, place: Address, title: &str) -> Answer<Receipt> {
        let title: String = title.chars().take(LONGEST_TITLE).collect();
        let topic = self.call("createForumTopic", self.bot.create_forum_topic(chat(place), title)).await?;
        Ok(Receipt { messages: Vec::new(), thread: Some(i64::from(topic.thread_id.0.0)) })
    }

    async fn post(
        &self,
        place: Address,
        text: &Rich,
        rows: &[Vec<Button>],
        to: Option<Answered>,
    ) -> Answer<Receipt> {
        let mut request = self.bot.send_message(chat(place), &text.text).link_preview_options(no_preview());
        request = request.entities(entities(text));
        if let Some(keyboard) = keyboard(rows)? {
            request = request.reply_markup(keyboard);
        }
        if let Some(thread) = thread(place)? {
            request = request.message_thread_id(thread);
        }
        if let Some(reply) = reply(to) {
            request = request.reply_parameters(reply);
        }
        self.call("sendMessage", request).await.map(|sent| posted(&[sent]))
    }

    async fn album(&self, place: Address, media: Vec<InputMedia>, to: Option<Answered>) -> Answer<Receipt> {
        let mut request = self.bot.send_media_group(chat(place), media);
        if let Some(thread) = thread(place)? {
            request = request.message_thread_id(thread);
        }
        if let Some(reply) = reply(to) {
            request = request.reply_parameters(reply);
        }
        self.call("sendMediaGroup", request).await.map(|sent| posted(&sent))
    }

    async fn edit(&self, place: Address, id: i64, text: &Rich, rows: &[Vec<Button>]) -> Answer<Receipt> {
        let request = self.bot.edit_message_text(chat(place), message(id)?, &text.text);
        let mut request = request.link_preview_options(no_preview()).entities(entities(text));
        if let Some(keyboard) = keyboard(rows)? {
            request = request.reply_markup(keyboard);
        }
        self.call("editMessageText", request).await.map(|_| Receipt::default())
    }

    async fn edit_caption(&self, place: Address, id: i64, caption: &Rich) -> Answer<Receipt> {
        let request = self.bot.edit_message_caption(chat(place), message(id)?).caption(&caption.text);
        let request = request.caption_entities(entities(caption));
        self.call("editMessageCaption", request).await.map(|_| Receipt::default())
    }

    async fn pin(&self, place: Address, id: i64) -> Answer<Receipt> {
        let request = self.bot.pin_chat_message(chat(place), message(id)?).disable_notification(true);
        self.call("pinChatMessage", request).await.map(|_| Receipt::default())
    }

    async fn react(&self, place: Address, id: i64, emoji: Option<&str>) -> Answer<Receipt> {
        let reaction = emoji.map(|emoji| ReactionType::Emoji { emoji: emoji.to_owned() });
        let request = self.bot.set_message_reaction(chat(place), message(id)?).reaction(reaction);
        self.call("setMessageReaction", request).await.map(|_| Receipt::default())
    }

    /// Sends a request and waits no longer than the courier's patience.
    pub(super) async fn call<R, T>(&self, method: &str, request: R) -> Answer<T>
    where
        R: IntoFuture<Output = Result<T, RequestError>>,
    {
        match tokio::time::timeout(self.patience, request.into_future()).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) if failure::is_unchanged(&error) => Err(Snag::Unchanged),
            Ok(Err(error)) if failure::refuses_marks(&error) => {
                Err(Snag::Marks(failure::classify(method, &error)))
            }
            Ok(Err(error)) => Err(Snag::Error(failure::classify(method, &error))),
            Err(_) => {
                let why = format!("{method}: no answer within {:?}", self.patience);
                Err(Snag::Error(DeliveryError::Uncertain { why }))
            }
        }
    }
}

impl Courier for TelegramCourier {
    async fn deliver(&self, delivery: &Delivery) -> Result<Receipt, DeliveryError> {
        let Delivery { place, under, act, .. } = delivery;
        let mut answer = self.bring(*place, *under, act).await;
        if matches!(answer, Err(Snag::Marks(_))) {
            answer = self.bring(*place, *under, &plain(act)).await;
        }
        match answer {
            Ok(receipt) => Ok(receipt),
            Err(Snag::Unchanged) => Ok(Receipt::default()),
            Err(Snag::Marks(error) | Snag::Error(error)) => Err(error),
        }
    }

    async fn look(&self, place: Address) -> Result<Option<Shape>, DeliveryError> {
        let request = bare::ask(&self.bot, bare::GetChat { chat_id: place.chat });
        match tokio::time::timeout(self.patience, request).await {
            Ok(Ok(chat)) => Ok(shape(&chat)),
            Ok(Err(error)) => Err(failure::classify("getChat", &error)),
            Err(_) => Err(DeliveryError::Uncertain { why: "getChat: no answer".to_owned() }),
        }
    }

    async fn fetch(&self, file: &File, most: u64, into: mpsc::Sender<Vec<u8>>) -> Result<u64, FetchError> {
        fetch::fetch(&self.bot, &self.files, &file.id, most, &into).await
    }
}

/// What kind of chat that is to the staff; none of them is a channel.
pub(super) fn shape(chat: &Value) -> Option<Shape> {
    match chat["type"].as_str()? {
        "private" => Some(Shape::Private),
        "supergroup" if chat["is_forum"] == true => Some(Shape::Topics),
        "group" | "supergroup" => Some(Shape::Group),
        _ => None,
    }
}

/// Takes the waiting sign off a pressed button; `query` is the press's id. Best effort: false when it did not work.
pub async fn acknowledge(bot: &Bot, query: &str) -> bool {
    let request = bot.answer_callback_query(CallbackQueryId(query.to_owned())).into_future();
    matches!(tokio::time::timeout(ACKNOWLEDGEMENT, request).await, Ok(Ok(_)))
}

/// The same act without the looks of its texts.
fn plain(act: &Act) -> Act {
    let mut act = act.clone();
    match &mut act {
        Act::Post { text, .. } | Act::Edit { text, .. } => text.marks.clear(),
        Act::File { caption, .. }
        | Act::Upload { caption, .. }
        | Act::UploadAlbum { caption, .. }
        | Act::EditCaption { caption, .. } => caption.marks.clear(),
        Act::Album { files, .. } => files.iter_mut().for_each(|(_, caption)| caption.marks.clear()),
        Act::OpenRoom { .. }
        | Act::Place { .. }
        | Act::Pin { .. }
        | Act::Sign { .. }
        | Act::React { .. }
        | Act::Delete { .. }
        | Act::Rename { .. }
        | Act::Fold
        | Act::Shut
        | Act::DropRoom
        | Act::Aside { .. }
        | Act::Menu { .. } => {}
    }
    act
}

pub(super) fn posted(sent: &[Message]) -> Receipt {
    Receipt { messages: sent.iter().map(|message| i64::from(message.id.0)).collect(), thread: None }
}

pub(super) const fn chat(place: Address) -> ChatId {
    ChatId(place.chat)
}

pub(super) fn thread(place: Address) -> Answer<Option<ThreadId>> {
    let id = |thread| i32::try_from(thread).map(|id| ThreadId(MessageId(id)));
    let beyond = |_| refused(Refusal::RoomGone, "a topic's number is beyond Telegram's");
    place.thread.map(id).transpose().map_err(beyond)
}

pub(super) fn message(id: i64) -> Answer<MessageId> {
    let beyond = |_| refused(Refusal::MessageGone, "a message's number is beyond Telegram's");
    i32::try_from(id).map(MessageId).map_err(beyond)
}

pub(super) fn refused(refusal: Refusal, why: &str) -> Snag {
    Snag::Error(DeliveryError::Refused { refusal, why: why.to_owned() })
}

/// Which message a new one answers.
#[derive(Clone, Copy)]
pub(super) enum Answered {
    /// This one; when it is gone the words are still worth sending.
    IfThere(i64),
    /// This one or none: without it nothing is sent.
    OrNot(i64),
}

pub(super) fn reply(to: Option<Answered>) -> Option<ReplyParameters> {
    let (Answered::IfThere(id) | Answered::OrNot(id)) = to?;
    let reply = ReplyParameters::new(MessageId(i32::try_from(id).ok()?));
    Some(match to? {
        Answered::IfThere(_) => reply.allow_sending_without_reply(),
        Answered::OrNot(_) => reply,
    })
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

/// The buttons; none is no keyboard, which on an edit takes the old ones away.
fn keyboard(rows: &[Vec<Button>]) -> Answer<Option<InlineKeyboardMarkup>> {
    let rows: Vec<Vec<_>> = rows
        .iter()
        .filter(|row| !row.is_empty())
        .map(|row| row.iter().map(button).collect::<Answer<_>>())
        .collect::<Answer<_>>()?;
    Ok((!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows)))
}

fn button(button: &Button) -> Answer<InlineKeyboardButton> {
    if button.data.is_empty() || button.data.len() > LONGEST_DATA {
        return Err(refused(Refusal::Content, "a button brings back no data or more than 64 bytes"));
    }
    let label: String = button.label.chars().take(LONGEST_LABEL).collect();
    Ok(InlineKeyboardButton::callback(label, button.data.clone()))
}
