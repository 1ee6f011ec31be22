//! The one port to the platforms: what is brought where, and how it went.
//!
//! A courier brings one act to one place and says what happened. It decides nothing and keeps nothing; retrying,
//! ordering and pacing are the desk's.

use std::{fmt, future::Future, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;

use crate::domain::{
    chat::{Address, Aside, File, FileKind},
    lang::Lang,
    plan::Sign,
    staff_side::Shape,
    text::Rich,
};

/// One call to a platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// Names the call for platforms that tell repeats apart: the outbox row and the part of it.
    pub nonce: String,
    /// Where. For a room that is yet to be opened: the staff side itself.
    pub place: Address,
    /// The message it answers when it answers no other: the card of a room without a topic. Without that one it is not
    /// posted at all.
    pub under: Option<i64>,
    /// What.
    pub act: Act,
}

/// What is done there.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Opens a room for a case: a topic or a thread of that name (at most 128 characters).
    OpenRoom { title: String },
    /// Posts a text. Marks are applied as entities, never as markup; link previews stay off.
    Post { text: Rich, rows: Vec<Vec<Button>>, reply_to: Option<i64> },
    /// Posts a place on the map, with its name and address where it has them.
    Place { latitude: f64, longitude: f64, name: Option<(String, String)> },
    /// Posts one file, its words as the caption; kinds that can't have one get none.
    File { file: File, caption: Rich, reply_to: Option<i64> },
    /// Posts a file the platform does not have yet.
    Upload { file: Attached, caption: Rich, reply_to: Option<i64> },
    /// Posts 2 to 10 files the platform does not have yet, under one caption: as one message where one holds several.
    UploadAlbum { files: Vec<Attached>, caption: Rich, reply_to: Option<i64> },
    /// Posts 2 to 10 files as one album, all of one family (`FileKind::album`).
    Album { files: Vec<(File, Rich)>, reply_to: Option<i64> },
    /// Gives a message of ours new words and buttons.
    Edit { message: i64, text: Rich, rows: Vec<Vec<Button>> },
    /// Gives a file of ours new words.
    EditCaption { message: i64, caption: Rich },
    /// Sets the list of commands of the place's chat for readers of a language; of every private chat when its id is 0.
    Menu { commands: Vec<(String, String)>, lang: Lang },
    /// Names a thread. `owned` = the name goes on saying whose it is.
    Rename { title: String, owned: bool },
    /// Folds a thread away. It opens again with the next word in it.
    Fold,
    /// Shuts the thread or topic of the place: who does not run it can't write there any more.
    Shut,
    /// Deletes messages, at most a hundred; those that are not there any more count as deleted.
    Delete { messages: Vec<i64> },
    /// Deletes the topic of the place with everything in it.
    DropRoom,
    /// Does that for the eyes of who asked alone: posts, or says it in the place of what they see already.
    Aside { to: Aside, in_place: bool, act: Box<Act> },
    /// Pins a message without a notice.
    Pin { message: i64 },
    /// Puts a sign on somebody's message.
    Sign { message: i64, sign: Sign },
    /// Puts somebody's reaction on a message in the place of what is there; `None` takes it away.
    React { message: i64, emoji: Option<String> },
}

/// A file that goes along with the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// As what it is posted, where kinds differ.
    pub kind: FileKind,
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
    /// It is covered until it is tapped.
    pub spoiler: bool,
}

/// A file's content. Shows nothing but its length.
#[derive(Clone, PartialEq, Eq)]
pub struct Bytes(pub Arc<[u8]>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// A button as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// Its words.
    pub label: String,
    /// What a press brings back (1-64 bytes).
    pub data: String,
}

/// What the platform said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    /// The messages that came to be, in order.
    pub messages: Vec<i64>,
    /// The room that came to be.
    pub thread: Option<i64>,
}

/// What became of a delivery that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// It has certainly not happened; it can be tried again, not sooner than told.
    #[error("not sent: {why}")]
    NotSent {
        /// What the platform asked for, if it asked.
        retry_after: Option<Duration>,
        /// For the log: no words of people, no secrets.
        why: String,
    },
    /// The platform could not be reached at all: it has certainly not happened, and says nothing of this delivery.
    #[error("not reached: {why}")]
    Unreached {
        /// For the log: no words of people, no secrets.
        why: String,
    },
    /// The platform won't do it, however often it is asked.
    #[error("refused: {why}")]
    Refused {
        /// What that means for the desk.
        refusal: Refusal,
        /// For the log and the room: no words of people, no secrets.
        why: String,
    },
    /// Nobody knows: the request left, and no answer came.
    #[error("uncertain: {why}")]
    Uncertain {
        /// For the log.
        why: String,
    },
}

/// Why a platform won't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The person blocked the bot, or their account is gone.
    Blocked,
    /// The chat is not there, or the bot is not in it.
    ChatGone,
    /// The topic or thread is not there any more.
    RoomGone,
    /// The message to edit, pin or mark is not there any more, or too old.
    MessageGone,
    /// The message it was to stand under is not there any more.
    AnchorGone,
    /// Who asked can't be answered alone any more: too much time has passed.
    AsideGone,
    /// The group lives under another id now.
    Moved(i64),
    /// The bot lacks a right it needs.
    Forbidden,
    /// The platform no longer accepts the token.
    Token,
    /// Anything else it does not accept.
    Content,
}

/// Why a file could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The platform does not have it, or does not hand it out.
    #[error("gone: {0}")]
    Gone(String),
    /// It is larger than was asked for, or than the platform hands out.
    #[error("too big")]
    TooBig,
    /// Perhaps later: the network, the platform's pace, or half of it was lost on the way.
    #[error("not now: {why}")]
    NotNow {
        /// What the platform asked for, if it asked.
        retry_after: Option<Duration>,
        /// For the log: no words of people, no secrets.
        why: String,
    },
}

/// A chat that was opened for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// The one they have.
    Chat(i64),
    /// A thread of a channel, of which they can have several.
    Thread {
        /// The channel.
        parent: i64,
        /// The thread.
        thread: i64,
    },
}

impl Opened {
    /// What messages there belong to.
    pub const fn chat(self) -> i64 {
        match self {
            Self::Chat(chat) | Self::Thread { thread: chat, .. } => chat,
        }
    }
}

/// Brings deliveries to one platform.
pub trait Courier: Send + Sync {
    /// Does one thing in one place. An edit that changes nothing counts as done.
    fn deliver(&self, delivery: &Delivery) -> impl Future<Output = Result<Receipt, DeliveryError>> + Send;

    /// What kind of chat that is; `None` where the platform can't tell.
    fn look(&self, _: Address) -> impl Future<Output = Result<Option<Shape>, DeliveryError>> + Send {
        std::future::ready(Ok(None))
    }

    /// A chat an account is reached in, under that title: one that was opened before and is none of `taken`, else a new
    /// one. On most platforms it is the account's own number.
    fn open(
        &self,
        account: i64,
        _title: &str,
        _taken: &[i64],
    ) -> impl Future<Output = Result<Opened, DeliveryError>> + Send {
        std::future::ready(Ok(Opened::Chat(account)))
    }

    /// The message that delivery has become already, if it was brought at `since` or later; none of `known` is it. For
    /// platforms that can be asked.
    fn find(
        &self,
        _: &Delivery,
        _since: DateTime<Utc>,
        _known: &[i64],
    ) -> impl Future<Output = Result<Option<i64>, DeliveryError>> + Send {
        std::future::ready(Ok(None))
    }

    /// A chat an account was reached in is gone: the next `open` is not to name it again.
    fn forget(&self, _chat: i64) {}

    /// Fetches a file piece by piece, never more than `most` bytes; how many there were. Pieces go `into` the channel as
    /// they come and wait there for room; a receiver that is gone ends it with `NotNow`. An error may come after some
    /// pieces: what was received then is nothing.
    fn fetch(
        &self,
        file: &File,
        most: u64,
        into: mpsc::Sender<Vec<u8>>,
    ) -> impl Future<Output = Result<u64, FetchError>> + Send;
}
