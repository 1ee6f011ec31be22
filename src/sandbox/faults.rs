//! Faults on demand: what can go wrong between the desk and the platform.
//!
//! A [`Fault`] waits in the world until calls meet it, the oldest first, and wears off by its count. Deliberately not
//! here: latency; tests do not wait.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::sandbox::discord::Upset;
use crate::sandbox::world::State;

/// What a call meets instead of its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// 429 with this many seconds of `retry_after`; no effect.
    TooManyRequests(u32),
    /// 502, as a proxy in front of the platform answers; no effect.
    BadGateway,
    /// The connection breaks and nothing has happened.
    DropBefore,
    /// The connection breaks although everything has happened.
    DropAfter,
    /// 403: the person has blocked the bot. No `my_chat_member` update precedes it.
    Blocked,
    /// 400: the topic is gone.
    TopicDeleted,
    /// 403: the bot was thrown out of the group. No `my_chat_member` update precedes it.
    Kicked,
    /// 400: the file's id is not known any more.
    FileGone,
    /// The call hangs without an answer for as long as a network may take to give up, and nothing has happened.
    Stall,
}

impl Trouble {
    /// The name used in scenario files: `429`, `502`, `drop-before`, `drop-after`, `blocked`, `topic-deleted`, `kicked`,
    /// `file-gone`, `stall`; `seconds` belongs to 429.
    pub fn parse(name: &str, seconds: Option<u32>) -> Option<Self> {
        Some(match name {
            "429" => Self::TooManyRequests(seconds.unwrap_or(1)),
            "502" => Self::BadGateway,
            "drop-before" => Self::DropBefore,
            "drop-after" => Self::DropAfter,
            "blocked" => Self::Blocked,
            "topic-deleted" => Self::TopicDeleted,
            "kicked" => Self::Kicked,
            "file-gone" => Self::FileGone,
            "stall" => Self::Stall,
            _ => return None,
        })
    }
}

/// Something to go wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The next `times` calls of `method` (any case; `*` = every method but `getUpdates`, `send*` = all that begin so;
    /// `webhook` = the requests that bring updates) to `chat` (`None` = any) meet `trouble`.
    Calls { method: String, chat: Option<i64>, times: u32, trouble: Trouble },
    /// From now on every update comes twice, or no longer does.
    Duplicates(bool),
    /// The last so many confirmed updates come once more.
    Redeliver(usize),
    /// All waiting call faults are taken back.
    Clear,
    /// Something on the Discord side.
    Discord(Upset),
}

impl Fault {
    pub(crate) fn apply(self, state: &mut State, now: DateTime<Utc>) {
        match self {
            Self::Calls { .. } => state.faults.push(self),
            Self::Duplicates(on) => state.queue.duplicate(on),
            Self::Redeliver(count) => state.queue.redeliver(count),
            Self::Clear => state.faults.clear(),
            Self::Discord(upset) => state.discord.upset(upset, None, now),
        }
    }
}

impl State {
    /// The trouble the next call of this method with this `chat_id` meets; uses up one time of its fault.
    pub(crate) fn meet(&mut self, called: &str, chat_id: Option<&Value>) -> Option<Trouble> {
        let called_chat = chat_id.and_then(|id| id.as_i64().or_else(|| id.as_str()?.parse().ok()));
        let at = self.faults.iter().position(|fault| match fault {
            Fault::Calls { method, chat, .. } => {
                fits(method, called) && (chat.is_none() || *chat == called_chat)
            }
            _ => false,
        })?;
        let Some(Fault::Calls { times, trouble, .. }) = self.faults.get_mut(at) else { return None };
        let trouble = trouble.clone();
        *times = times.saturating_sub(1);
        if *times == 0 {
            self.faults.remove(at);
        }
        Some(trouble)
    }
}

fn fits(method: &str, called: &str) -> bool {
    match method.strip_suffix('*') {
        Some("") => !["getUpdates", "webhook"].contains(&called),
        Some(beginning) => called.get(..beginning.len()).is_some_and(|b| b.eq_ignore_ascii_case(beginning)),
        None => method.eq_ignore_ascii_case(called),
    }
}
