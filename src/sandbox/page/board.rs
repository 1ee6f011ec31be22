//! What the page shows of the desk and can do to it, in terms of its own: the host fills it in.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sandbox::world::World;

/// Whether there is a desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// It has not said anything yet.
    #[default]
    Starting,
    /// It works.
    Open,
    /// Another one has the lease.
    Standby,
    /// There is none.
    Off,
}

/// When its plug is pulled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pull {
    /// At once.
    Now,
    /// In the middle of the next message it sends.
    Sending,
    /// Not after all: a pull that waits is taken back.
    Never,
}

/// One time the plug was pulled, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outage {
    /// When, by the clock that can be moved.
    pub at: DateTime<Utc>,
    /// The process that was killed.
    pub process: Option<u32>,
    /// Updates that were not confirmed when it happened.
    pub unconfirmed: usize,
    /// Messages being sent at that moment.
    pub sending: usize,
    /// Messages that waited for their turn.
    pub queued: usize,
    /// Real milliseconds until the desk was open again; absent while it is not.
    pub down_ms: Option<u64>,
    /// What was found when everything had come to rest again.
    pub after: Option<After>,
}

/// Numbers at rest after an outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct After {
    /// Updates that were handed over once more.
    pub handed_again: u64,
    /// Messages sent once more because nobody knew whether they had arrived.
    pub sent_again: i64,
    /// Updates of which nothing is known.
    pub lost: i64,
    /// Messages that stand in a chat twice.
    pub twice: usize,
}

/// What both sides counted, compared while everything was at rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Updates the platform had made.
    pub made: u64,
    /// Of them, those of which nothing is known.
    pub lost: i64,
    /// Messages that stand in a chat twice.
    pub twice: usize,
}

/// The desk as its host knows it now.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Board {
    /// Whether it works.
    pub work: Work,
    /// Whether it has open hours now.
    pub in_hours: bool,
    /// When that changes.
    pub hours_change_at: Option<DateTime<Utc>>,
    /// When the next promise is due.
    pub next_deadline: Option<DateTime<Utc>>,
    /// Updates it says it has taken.
    pub taken: i64,
    /// The latest balance; absent while there is work.
    pub balance: Option<Balance>,
    /// Its deliveries by state.
    pub counts: Value,
    /// Its deliveries, newest first, as it tells them.
    pub rows: Value,
    /// Its clocks as it tells them.
    pub clocks: Value,
    /// A pull that waits for its moment.
    pub armed: bool,
    /// Every time its plug was pulled, oldest first.
    pub outages: Vec<Outage>,
}

/// A command people may type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// Without the slash.
    pub name: String,
    /// What it does, in English and in Chinese.
    pub what: (String, String),
    /// Only agents may use it.
    pub staff: bool,
    /// It makes sense in a private chat only.
    pub private: bool,
}

/// What the host of the desk lets the page do.
#[derive(Clone)]
pub struct Hooks {
    /// Moves the clock of the world and of the desk.
    pub advance: Arc<dyn Fn(TimeDelta) + Send + Sync>,
    /// What is known of the desk. Whoever changes it calls [`World::touch`].
    pub board: Arc<dyn Fn() -> Board + Send + Sync>,
    /// The zone in which times are shown, by its IANA name.
    pub zone: String,
    /// Kills the desk and starts it again, where that is possible.
    pub unplug: Option<Arc<dyn Fn(Pull) + Send + Sync>>,
    /// What is suggested when somebody types a slash.
    pub commands: Arc<[Suggestion]>,
}

impl Hooks {
    /// Only the world's clock moves; there is no desk to show and nothing to unplug.
    pub fn of(world: &World) -> Self {
        let clock = world.clock().clone();
        Self {
            advance: Arc::new(move |span| clock.advance(span)),
            board: Arc::new(Board::default),
            zone: "UTC".to_owned(),
            unplug: None,
            commands: Arc::new([]),
        }
    }
}
