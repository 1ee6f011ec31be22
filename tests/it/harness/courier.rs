//! A courier that brings everything into the chats in memory, writes down every call, and breaks when told to.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aftercare::desk::courier::Opened;
use aftercare::desk::{Courier, Delivery, DeliveryError, FetchError, Receipt, Refusal};
use aftercare::domain::chat::{Address, File, Platform};
use aftercare::domain::staff_side::Shape;
use aftercare::sandbox::{faults::Trouble, world::content_of};
use chrono::{DateTime, Utc};
use tokio::sync::{Notify, mpsc};

use super::board::Board;
use super::chats::{Chats, Reach};
use super::post::method;
use super::server::Server;

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
    /// Before it has any effect, and it goes on when it is told to: what is on its way while its process sleeps.
    Pause(usize),
}

/// The courier; clones share everything.
#[derive(Clone)]
pub struct Recorder {
    /// The platform it is the courier of.
    on: Platform,
    chats: Chats,
    board: Board,
    /// Discord as the stand-in has it; without it there is the board.
    server: Option<Server>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    calls: Mutex<Vec<Call>>,
    stop: Mutex<Option<Stop>>,
    begun: AtomicUsize,
    stopped: Notify,
    go_on: Notify,
}

impl Recorder {
    pub fn new(chats: Chats, server: Option<Server>) -> Self {
        Self { on: Platform::Telegram, chats, board: Board::default(), server, shared: Arc::default() }
    }

    /// The same as the courier of that platform.
    pub fn on(self, platform: Platform) -> Self {
        Self { on: platform, ..self }
    }

    /// What is behind it on Discord.
    pub fn board(&self) -> &Board {
        &self.board
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

    /// Lets a call go on that pauses.
    pub fn go_on(&self) {
        self.shared.go_on.notify_one();
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
        if stop == Some(Stop::Pause(number)) {
            self.shared.stopped.notify_one();
            self.shared.go_on.notified().await;
        }
        // Why: so that other lanes get their turn, as they do while a request is on its way.
        tokio::task::yield_now().await;
        let answer = match delivery.place.platform {
            other if other != self.on => {
                let why = format!("{other:?} is not where {:?} delivers", self.on);
                Err(DeliveryError::Refused { refusal: Refusal::Content, why })
            }
            Platform::Telegram => self.chats.call(delivery),
            Platform::Discord => match &self.server {
                Some(server) => server.carry(delivery),
                None => self.board.carry(delivery),
            },
        };
        if stop == Some(Stop::After(number)) {
            self.stop().await;
        }
        answer
    }

    async fn look(&self, place: Address) -> Result<Option<Shape>, DeliveryError> {
        if place.platform == Platform::Discord {
            return Ok(Some(Shape::Topics));
        }
        let state = self.chats.lock();
        state.may_write(place.chat)?;
        Ok(Some(match () {
            () if place.chat > 0 => Shape::Private,
            () if state.topics_on => Shape::Topics,
            () => Shape::Group,
        }))
    }

    async fn open(&self, account: i64, title: &str, taken: &[i64]) -> Result<Opened, DeliveryError> {
        match &self.server {
            Some(server) if self.on == Platform::Discord => server.open(account, title, taken),
            _ => Ok(Opened::Chat(account)),
        }
    }

    async fn find(
        &self,
        delivery: &Delivery,
        since: DateTime<Utc>,
        known: &[i64],
    ) -> Result<Option<i64>, DeliveryError> {
        let server = self.server.as_ref().filter(|_| self.on == Platform::Discord);
        Ok(server.and_then(|server| server.find(delivery, since, known)))
    }

    async fn fetch(&self, file: &File, most: u64, into: mpsc::Sender<Vec<u8>>) -> Result<u64, FetchError> {
        let on_server = self.server.as_ref().and_then(|server| server.bytes(file));
        let bytes = on_server.or_else(|| self.board.bytes(file)).unwrap_or_else(|| self.chats.file(file))?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > most {
            return Err(FetchError::TooBig);
        }
        for piece in bytes.chunks(64 * 1024) {
            let sent = into.send(piece.to_vec()).await;
            sent.map_err(|_| FetchError::NotNow { retry_after: None, why: "nobody listens".to_owned() })?;
        }
        Ok(size)
    }
}

impl Chats {
    /// One call: the trouble that waits for it, or its effect.
    fn call(&self, delivery: &Delivery) -> Result<Receipt, DeliveryError> {
        let mut state = self.lock();
        let (called, chat) = (method(&delivery.act), delivery.place.chat);
        if state.reach == Reach::Away {
            return Err(DeliveryError::Unreached { why: format!("{called}: no connection") });
        }
        if state.cut_off.contains(&chat) {
            let why = format!("{called}: not taken");
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
            Trouble::BadGateway | Trouble::DropBefore | Trouble::Stall => uncertain(),
            Trouble::DropAfter => {
                state.carry(delivery)?;
                uncertain()
            }
            Trouble::Blocked => refused(Refusal::Blocked),
            Trouble::Kicked => refused(Refusal::ChatGone),
            Trouble::TopicDeleted => refused(Refusal::RoomGone),
            Trouble::FileGone => refused(Refusal::Content),
        })
    }

    /// The bytes of a file, or the trouble that waits for who asks.
    fn file(&self, file: &File) -> Result<Vec<u8>, FetchError> {
        let mut state = self.lock();
        let not_now = |retry_after| FetchError::NotNow { retry_after, why: "getFile".to_owned() };
        let found = state.faults.iter().position(|f| f.method.eq_ignore_ascii_case("getFile"));
        if let Some(at) = found {
            let fault = &mut state.faults[at];
            let trouble = fault.trouble.clone();
            fault.times = fault.times.saturating_sub(1);
            if fault.times == 0 {
                state.faults.remove(at);
            }
            return Err(match trouble {
                Trouble::TooManyRequests(seconds) => not_now(Some(Duration::from_secs(seconds.into()))),
                Trouble::FileGone => FetchError::Gone("getFile".to_owned()),
                _ => not_now(None),
            });
        }
        let known = state.files.iter().find(|(known, _)| known.id == file.id);
        known.map(|(_, name)| content_of(name)).ok_or_else(|| FetchError::Gone("getFile".to_owned()))
    }
}
