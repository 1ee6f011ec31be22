//! A courier that brings everything into the chats in memory, writes down every call, and breaks when told to.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aftercare::desk::{Courier, Delivery, DeliveryError, Receipt, Refusal};
use aftercare::sandbox::faults::Trouble;
use chrono::{DateTime, Utc};
use tokio::sync::Notify;

use super::chats::Chats;
use super::post::method;

/// One call, and when it was made by the desk's clock.
#[derive(Clone, Debug)]
pub struct Call {
    pub at: DateTime<Utc>,
    pub delivery: Delivery,
}

/// At which call everything stops, as it does in a process that is killed there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Before the call with this number (from 0) has any effect.
    Before(usize),
    /// After it had its effect, and before anybody heard of it.
    After(usize),
}

/// The courier; clones share everything.
#[derive(Clone)]
pub struct Recorder {
    chats: Chats,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    calls: Mutex<Vec<Call>>,
    stop: Mutex<Option<Stop>>,
    begun: AtomicUsize,
    stopped: Notify,
}

impl Recorder {
    pub fn new(chats: Chats) -> Self {
        Self { chats, shared: Arc::default() }
    }

    /// Every call so far, those that failed included.
    pub fn calls(&self) -> Vec<Call> {
        self.shared.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The same, and they are forgotten.
    pub fn take_calls(&self) -> Vec<Call> {
        std::mem::take(&mut *self.shared.calls.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Counts calls from here on, and stops at that one, once; `None` = never.
    pub fn stop_at(&self, stop: Option<Stop>) {
        self.shared.begun.store(0, Ordering::SeqCst);
        *self.shared.stop.lock().unwrap_or_else(PoisonError::into_inner) = stop;
    }

    /// Returns when the courier has stopped.
    pub async fn stopped(&self) {
        self.shared.stopped.notified().await;
    }

    async fn stop(&self) -> ! {
        *self.shared.stop.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.shared.stopped.notify_one();
        std::future::pending().await
    }
}

impl Courier for Recorder {
    async fn deliver(&self, delivery: &Delivery) -> Result<Receipt, DeliveryError> {
        let call = Call { at: self.chats.clock.now(), delivery: delivery.clone() };
        self.shared.calls.lock().unwrap_or_else(PoisonError::into_inner).push(call);
        let number = self.shared.begun.fetch_add(1, Ordering::SeqCst);
        let stop = *self.shared.stop.lock().unwrap_or_else(PoisonError::into_inner);
        if stop == Some(Stop::Before(number)) {
            self.stop().await;
        }
        // Why: so that other lanes get their turn, as they do while a request is on its way.
        tokio::task::yield_now().await;
        let answer = self.chats.call(delivery);
        if stop == Some(Stop::After(number)) {
            self.stop().await;
        }
        answer
    }
}

impl Chats {
    /// One call: the trouble that waits for it, or its effect.
    fn call(&self, delivery: &Delivery) -> Result<Receipt, DeliveryError> {
        let mut state = self.lock();
        let (called, chat) = (method(&delivery.act), delivery.place.chat);
        if state.cut_off.contains(&chat) {
            let why = format!("{called}: no connection");
            return Err(DeliveryError::NotSent { retry_after: None, why });
        }
        let found = state.faults.iter().position(|f| {
            (f.method == "*" || f.method.eq_ignore_ascii_case(called)) && f.chat.is_none_or(|c| c == chat)
        });
        let Some(at) = found else { return state.carry(delivery) };
        let fault = &mut state.faults[at];
        let trouble = fault.trouble.clone();
        fault.times = fault.times.saturating_sub(1);
        if fault.times == 0 {
            state.faults.remove(at);
        }
        let uncertain = || DeliveryError::Uncertain { why: format!("{called}: the connection broke") };
        let refused = |refusal| DeliveryError::Refused { refusal, why: called.to_owned() };
        Err(match trouble {
            Trouble::TooManyRequests(seconds) => DeliveryError::NotSent {
                retry_after: Some(Duration::from_secs(seconds.into())),
                why: format!("{called}: too many requests"),
            },
            Trouble::BadGateway | Trouble::DropBefore => uncertain(),
            Trouble::DropAfter => {
                state.carry(delivery)?;
                uncertain()
            }
            Trouble::Blocked => refused(Refusal::Blocked),
            Trouble::TopicDeleted => refused(Refusal::RoomGone),
        })
    }
}
