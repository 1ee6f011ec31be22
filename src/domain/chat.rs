//! What both platforms can say, in one form: places, people's accounts, and what came in.
//!
//! Nothing here decides. Platform ids are plain integers: both platforms' ids fit in 63 bits.

mod aside;
mod content;

use serde::{Deserialize, Serialize};

use super::text::Rich;

pub use aside::{Aside, Token};
pub use content::{Along, File, FileKind, Origin, OriginKind, Quote, Thing};

/// A chat platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Telegram, through the Bot API.
    Telegram,
    /// Discord, through its gateway and REST API.
    Discord,
}

impl Platform {
    /// The number it is stored as.
    pub const fn code(self) -> i16 {
        match self {
            Self::Telegram => 1,
            Self::Discord => 2,
        }
    }

    /// The platform stored as `code`.
    pub const fn from_code(code: i16) -> Option<Self> {
        match code {
            1 => Some(Self::Telegram),
            2 => Some(Self::Discord),
            _ => None,
        }
    }

    /// Its name in configuration and commands.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Telegram => "telegram",
            Self::Discord => "discord",
        }
    }
}

/// A chat, and the topic or thread in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// Where.
    pub platform: Platform,
    /// The chat's id on its platform.
    pub chat: i64,
    /// The forum topic, when the chat has them; on Discord the thread of that channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<i64>,
}

impl Address {
    /// The chat that messages there belong to: a topic's messages are its group's, a thread's are its own.
    pub const fn holder(&self) -> i64 {
        match (self.platform, self.thread) {
            (Platform::Discord, Some(thread)) => thread,
            _ => self.chat,
        }
    }

    /// A message there.
    pub const fn remote(&self, id: i64) -> Remote {
        Remote { platform: self.platform, chat: self.holder(), id }
    }
}

/// One message on its platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Remote {
    /// Where it stands.
    pub platform: Platform,
    /// The chat's id.
    pub chat: i64,
    /// The message's id in that chat.
    pub id: i64,
}

/// A person's account on a platform: the only proof of who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Account {
    /// Where.
    pub platform: Platform,
    /// The account's id on its platform.
    pub id: i64,
}

impl Account {
    /// An account as it is named: `discord:123456789`, or a number on the platform it is said on.
    pub fn of(word: &str, on: Platform) -> Option<Self> {
        let (platform, number) = match word.split_once(':') {
            Some((name, number)) => {
                let named = |p: &Platform| p.name().eq_ignore_ascii_case(name);
                ([Platform::Telegram, Platform::Discord].into_iter().find(named)?, number)
            }
            None => (on, word),
        };
        Some(Self { platform, id: number.parse().ok()? })
    }

    /// How it is named on that platform.
    pub fn named_on(self, on: Platform) -> String {
        if self.platform == on {
            self.id.to_string()
        } else {
            format!("{}:{}", self.platform.name(), self.id)
        }
    }
}

/// What makes an update the same update when it comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EventKey {
    /// The stream of ids it belongs to; see `store::seen`.
    pub source: i16,
    /// The id in that stream.
    pub key: i64,
    /// Tells several events of one id apart; 0 where ids are unique.
    pub sub: i64,
}

/// Why a sender may not act as the account it shows (reliability: nobody commands in disguise).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disguise {
    /// Sent in the name of a chat or channel, or by an anonymous administrator.
    Channel,
    /// Written by another bot, or through one.
    Bot,
    /// Forwarded: the words are somebody else's.
    Forwarded,
}

/// Who sent it, as the platform tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The account that acts.
    pub account: Account,
    /// The name shown, already cleaned for display.
    pub name: String,
    /// The language of their client, as a BCP 47 code.
    pub lang: Option<String>,
    /// Set when the message is not plainly the account's own.
    pub disguise: Option<Disguise>,
}

/// What kind of place something was said in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// A chat of one person with the bot.
    Private,
    /// The staff side.
    Staff,
    /// Anywhere else; nothing is done there.
    Elsewhere,
}

/// One thing that happened on a platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// For taking it once.
    pub key: EventKey,
    /// Where it happened.
    pub place: Address,
    /// What kind of place that is.
    pub room: Room,
    /// Who did it.
    pub by: Sender,
    /// The message it is or belongs to.
    pub message: Option<i64>,
    /// The message it answers.
    pub reply_to: Option<i64>,
    /// Who wrote that message, as the platform tells; never a bot.
    pub answered_author: Option<Account>,
    /// Where its content comes from, when it was forwarded.
    pub origin: Option<Origin>,
    /// What it quotes of the message it answers.
    pub quote: Option<Quote>,
    /// What happened.
    pub input: Input,
    /// How it can be answered without anybody else seeing that.
    pub aside: Option<Aside>,
    /// The update as it came, for quarantine.
    pub raw: serde_json::Value,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Words, possibly a command.
    Text(Rich),
    /// A file, possibly one of an album, with words.
    File { file: File, caption: Rich, album: Option<String> },
    /// A button of ours.
    Press { data: String },
    /// A form of ours was filled in: the data of the button that opened it, and its fields by their names.
    Filled { data: String, fields: Vec<(String, String)> },
    /// A place, a contact, a poll: content that is neither words nor a file.
    Thing(Thing),
    /// New words for an earlier message; of a file also the file it holds now.
    Edited { words: Rich, file: Option<File> },
    /// The reactions somebody has on a message now, and those they had before: emoji, the first one first. What is no
    /// plain emoji is not among them.
    Reacted { was: Vec<String>, now: Vec<String> },
    /// An earlier message is gone from where it was written. Who did that is not told: `by` counts for nothing here.
    Deleted,
    /// Something that can't be shown: the kind's key in the catalogue (`kind-story`, …).
    Other(&'static str),
    /// The person blocked the bot.
    Blocked,
    /// The person let the bot in again.
    Unblocked,
    /// The bot was let into the staff side, or given what it needs there.
    Admitted,
    /// The bot was thrown out of the staff side, or may not write there any more.
    Removed,
    /// The group of that number has another one from now on.
    Moved {
        /// Its old number.
        from: i64,
        /// Its new one.
        to: i64,
    },
    /// Of no meaning to the desk; taken once and forgotten.
    Nothing,
}

impl Input {
    /// Whether it is about the staff side as a whole, whoever did it.
    pub const fn is_about_the_staff_side(&self) -> bool {
        matches!(self, Self::Admitted | Self::Removed | Self::Moved { .. })
    }

    /// Whether it is something somebody says or presses, as opposed to what became of a message or a chat.
    pub const fn is_said(&self) -> bool {
        matches!(
            self,
            Self::Text(_)
                | Self::File { .. }
                | Self::Press { .. }
                | Self::Filled { .. }
                | Self::Thing(_)
                | Self::Other(_)
        )
    }

    /// Whether it speaks of a message that was there before, instead of being one.
    pub const fn is_about_a_message(&self) -> bool {
        matches!(self, Self::Edited { .. } | Self::Reacted { .. } | Self::Deleted)
    }
}

impl Incoming {
    /// What is kept of it beside its words and its file.
    pub fn along(&self) -> Along {
        let thing = match &self.input {
            Input::Thing(thing) => Some(thing.clone()),
            _ => None,
        };
        Along { thing, origin: self.origin.clone(), quote: self.quote.clone(), swapped: false }
    }

    /// The message on its platform, where it has one.
    pub fn remote(&self) -> Option<Remote> {
        self.message.map(|id| self.place.remote(id))
    }

    /// The message it answers, on its platform.
    pub fn answered(&self) -> Option<Remote> {
        self.reply_to.map(|id| self.place.remote(id))
    }
}
