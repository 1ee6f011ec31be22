//! The shared state of the sandbox: people, their chats with the bot, one staff group, files, and the queue of updates;
//! beside them, under the same lock and clock, the Discord server (see `discord`).
//!
//! [`World`] is a cheap handle; a plain mutex guards one [`State`], is never held across an await, and every change
//! bumps a version that waiters watch. Invariants: message ids grow per chat and are never reused; private chats share
//! one counter and the group has its own (as on the platform, so a message id alone identifies nothing); the same acts
//! in the same order give the same ids. Deliberately not here: HTTP (see `telegram`) and any judgement about what the
//! bot should say.

mod acts;
mod entities;
mod files;
mod gestures;
mod group;
mod hands;
mod menu;
mod message;
mod people;
mod show;
mod state;
mod updates;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::sandbox::faults::Fault;

pub use acts::Attachment;
pub use entities::{entities_of, utf16_len};
pub use files::{FileRecord, MediaKind, content_of};
pub(crate) use group::ICON_COLORS;
pub use message::{Author, Message};
pub use people::{Person, person_id};
pub use state::{Chat, GroupKind, Notice, Setup, State, Topic};
pub(crate) use state::{Draft, Met, Webhook};
pub(crate) use updates::Stream;

/// A handle to the one sandbox world.
#[derive(Clone)]
pub struct World {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    version: watch::Sender<u64>,
    clock: Clock,
}

impl World {
    /// An empty world: the bot, the staff group, nobody else.
    pub fn new(clock: Clock, setup: Setup) -> Self {
        let state = Mutex::new(State::new(setup, clock.now()));
        Self { shared: Arc::new(Shared { state, version: watch::Sender::new(0), clock }) }
    }

    /// The clock that dates everything here.
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// Reads the state. Keep it short: everybody else waits.
    pub fn look<R>(&self, read: impl FnOnce(&State) -> R) -> R {
        // Why a poisoned lock is entered: a panicking test must not hide its own message behind a second panic.
        read(&self.shared.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the state at the clock's present moment and wakes whoever waits for a change.
    pub(crate) fn change<R>(&self, act: impl FnOnce(&mut State, DateTime<Utc>) -> R) -> R {
        let now = self.shared.clock.now();
        let done = act(&mut self.shared.state.lock().unwrap_or_else(PoisonError::into_inner), now);
        self.shared.version.send_modify(|version| *version += 1);
        done
    }

    /// Wakes whoever waits for a change although nothing here has changed: something shown beside the world has.
    pub fn touch(&self) {
        self.shared.version.send_modify(|version| *version += 1);
    }

    /// Counts the changes so far.
    pub fn version(&self) -> u64 {
        *self.shared.version.borrow()
    }

    /// A receiver that reports every change.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.shared.version.subscribe()
    }

    /// Waits until `done` holds; false when it still does not after `patience` of real time.
    pub async fn wait(&self, patience: Duration, done: impl Fn(&State) -> bool) -> bool {
        let mut changes = self.changes();
        let arrival = async {
            // Why the error is not looked at: the sender lives in `self`, so it outlives this wait.
            while !self.look(&done) {
                let _ = changes.changed().await;
            }
        };
        tokio::time::timeout(patience, arrival).await.is_ok()
    }

    /// The bot's token.
    pub fn token(&self) -> String {
        self.look(|state| state.setup.token.clone())
    }

    /// The staff group's present id (it changes when the group is upgraded).
    pub fn group_id(&self) -> i64 {
        self.look(|state| state.group)
    }

    /// The number of the chat the staff works in.
    pub fn staff_chat(&self) -> i64 {
        self.look(State::staff_chat)
    }

    /// How many updates the bot has not confirmed yet.
    pub fn unconfirmed(&self) -> usize {
        self.look(|state| state.queue.len())
    }

    /// Where updates are brought; nothing while they are asked for.
    pub fn webhook(&self) -> Option<String> {
        self.look(|state| state.webhook.as_ref().map(|webhook| webhook.url.clone()))
    }

    /// Every request the bot has made since the start or the last [`forget_calls`](Self::forget_calls), in order:
    /// canonical method name and parameters as sent. `getUpdates` is included.
    pub fn calls(&self) -> Vec<(String, Value)> {
        self.look(|state| state.calls.clone())
    }

    /// The parameters of all recorded calls of one method.
    pub fn calls_of(&self, method: &str) -> Vec<Value> {
        self.look(|state| {
            state.calls.iter().filter(|(name, _)| name == method).map(|(_, params)| params.clone()).collect()
        })
    }

    pub fn forget_calls(&self) {
        self.change(|state, _| state.calls.clear());
    }

    /// Breaks coming calls or deliveries; see [`Fault`].
    pub fn fault(&self, fault: Fault) {
        self.change(|state, now| fault.apply(state, now));
    }

    /// Queues an update as it is, for kinds and shapes that no act makes (a newer platform, a broken one).
    pub fn inject(&self, kind: &str, body: Value) {
        self.change(|state, _| state.queue.force(kind, body));
    }

    /// Texts the bot has shown as pop-ups when answering presses, oldest first.
    pub fn notices(&self) -> Vec<Notice> {
        self.look(|state| state.notices.clone())
    }
}
