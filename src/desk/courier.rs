//! The one port to the platforms: what is brought where, and how it went.
//!
//! A courier brings one act to one place and says what happened. It decides nothing and keeps nothing; retrying,
//! ordering and pacing are the desk's.

use std::{future::Future, time::Duration};

use crate::domain::{
    chat::{Address, File},
    plan::Sign,
    text::Rich,
};

/// One call to a platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// Names the call for platforms that tell repeats apart: the outbox row and the part of it.
    pub nonce: String,
    /// Where. For a room that is yet to be opened: the staff side itself.
    pub place: Address,
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
    /// Posts one file, its words as the caption.
    File { file: File, caption: Rich, reply_to: Option<i64> },
    /// Posts 2 to 10 files as one album; all pictures and videos, or all documents.
    Album { files: Vec<(File, Rich)>, reply_to: Option<i64> },
    /// Gives a message of ours new words and buttons.
    Edit { message: i64, text: Rich, rows: Vec<Vec<Button>> },
    /// Gives a file of ours new words.
    EditCaption { message: i64, caption: Rich },
    /// Pins a message without a notice.
    Pin { message: i64 },
    /// Puts a sign on somebody's message.
    Sign { message: i64, sign: Sign },
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
    /// The group lives under another id now.
    Moved(i64),
    /// The bot lacks a right it needs.
    Forbidden,
    /// The platform no longer accepts the token.
    Token,
    /// Anything else it does not accept.
    Content,
}

/// Brings deliveries to one platform.
pub trait Courier: Send + Sync + 'static {
    /// Does one thing in one place. An edit that changes nothing counts as done.
    fn deliver(&self, delivery: &Delivery) -> impl Future<Output = Result<Receipt, DeliveryError>> + Send;
}
