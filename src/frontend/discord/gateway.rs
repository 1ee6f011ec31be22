//! Hears what happens and hands it over, in order, one batch after the other.
//!
//! The client library runs every event in a task of its own, which keeps no order; here it runs on a thread of its own,
//! where tasks begin in the order they were made, and the first thing each does is to put its event into one channel.
//! Invariants: an interaction is acknowledged before anything waits for the database; a batch is handed over only when the
//! one before is taken; while too much waits, nobody listens; events the library can't parse are counted, and read from
//! their JSON. What a lost connection swallowed is fetched after every fresh identification (`catch_up`); interactions, deletions and the first private
//! message of a stranger can't be.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
};
use std::time::Duration;

use serde_json::Value;
use serenity::{all::Event, http::Http};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinSet,
    time::Instant,
};
use tracing::{error, info, warn};

use super::{
    catch_up,
    forms::{self, Shown},
    inbound, interactions,
    listen::Listening,
    places::Places,
    shards::{self, Shards},
};
use crate::{
    desk::Suggested,
    domain::{
        chat::{Address, Incoming, Room},
        suggest::Typing,
    },
};

/// Most updates handed over at once.
const MOST: usize = 100;

/// So many events may wait to be taken, a few kilobytes each.
pub const MOST_WAITING: u64 = 5_000;

/// Takes what came in.
pub trait Intake: Send + Sync + 'static {
    /// Returns when every update of the batch is committed or put aside for good; waits out outages itself.
    fn take(&self, batch: Vec<Incoming>) -> impl Future<Output = ()> + Send;

    /// The form that a button of that data opens; what is in it follows from the data alone.
    fn form(&self, _: &str) -> Option<Shown> {
        None
    }

    /// The places the desk knows, with the newest message it has of each.
    fn places(&self) -> impl Future<Output = Vec<Known>> + Send;

    /// What fits what somebody is typing; nothing where that can't be told.
    fn suggest(&self, typing: Typing) -> impl Future<Output = Suggested> + Send;
}

/// A place the desk knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Where.
    pub address: Address,
    /// What kind of place that is.
    pub room: Room,
    /// The newest message it has of it.
    pub newest: Option<i64>,
}

/// How much was heard; clones count together.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    taken: Arc<AtomicU64>,
    unread: Arc<AtomicU64>,
    queued: Arc<AtomicU64>,
    sessions: Arc<AtomicU64>,
    session: Arc<Mutex<Option<String>>>,
    furnished: Arc<AtomicBool>,
    lively: Arc<Mutex<Option<Instant>>>,
}

impl Heard {
    /// The commands and the panel were put as they should be, or could not be at the first try.
    pub fn note_furnished(&self) {
        self.furnished.store(true, Ordering::Release);
    }

    /// Whether that was tried.
    pub fn is_furnished(&self) -> bool {
        self.furnished.load(Ordering::Acquire)
    }

    /// The connection stands, or is listened for from now on.
    pub(super) fn note_lively(&self) {
        *self.lively.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// For how long no connection has stood; nothing while nobody listens.
    pub fn silence(&self) -> Option<Duration> {
        self.lively.lock().unwrap_or_else(PoisonError::into_inner).map(|last| last.elapsed())
    }

    /// The name of the session that began last, once what was missed before it is taken.
    pub fn session(&self) -> Option<String> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Events of this session about messages, reactions and interactions that are taken, of no meaning or not.
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Acquire)
    }

    /// Whether nothing that came in still waits to be taken.
    pub fn is_idle(&self) -> bool {
        self.queued.load(Ordering::Acquire) == 0
    }

    /// How many events wait to be taken.
    pub(super) fn waiting(&self) -> u64 {
        self.queued.load(Ordering::Acquire)
    }

    /// Sessions that began.
    pub fn sessions(&self) -> u64 {
        self.sessions.load(Ordering::Relaxed)
    }

    /// Events the client library could not parse.
    pub fn unread(&self) -> u64 {
        self.unread.load(Ordering::Acquire)
    }
}

/// What one event came to.
struct Read {
    /// What happened.
    what: Vec<Incoming>,
    /// Whether it is one of those that are counted.
    counts: bool,
    /// The session that began: it is counted anew.
    begins: Option<String>,
}

/// How to listen.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// Nothing but a gateway of this machine is let in.
    pub sandbox: bool,
    /// Which connections there are.
    pub shards: Shards,
    /// The server.
    pub guild: u64,
    /// Where the numbers begin that tell reactions apart: another one for every process.
    pub first_tick: i64,
    /// Where so many events wait, nobody listens until they are taken. What is written meanwhile is fetched afterwards.
    pub most_waiting: u64,
}

/// Hears until `stop` holds true or its sender is gone.
pub async fn run<H: Intake>(
    http: Arc<Http>,
    places: Places,
    manner: Manner,
    intake: H,
    heard: Heard,
    mut stop: watch::Receiver<bool>,
) {
    let (tell, mut events) = mpsc::unbounded_channel();
    heard.note_lively();
    let _listens = Listens(heard.clone());
    let listening = Listening::begin(Arc::clone(&http), tell, manner, stop.clone(), heard.clone());
    let (queue, mut reads) = mpsc::unbounded_channel::<oneshot::Receiver<Read>>();
    let intake = Arc::new(intake);
    // Why a set: whoever drops this future ends what it takes as well.
    let mut taker = JoinSet::new();
    taker.spawn({
        let (intake, heard) = (Arc::clone(&intake), heard.clone());
        async move {
            while let Some(first) = reads.recv().await {
                take(first, &mut reads, &*intake, &heard).await;
            }
        }
    });
    let ticks = Arc::new(AtomicI64::new(manner.first_tick));
    let mut works = JoinSet::new();
    loop {
        let event = tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => break,
            event = events.recv() => match event {
                Some(event) => event,
                None => break,
            },
        };
        if let Event::Unknown(unknown) = &event {
            let count = heard.unread.fetch_add(1, Ordering::AcqRel) + 1;
            warn!(event = "discord.unread", kind = %unknown.kind, count, "the library can't read an event of the kind {}", unknown.kind);
        }
        let Some(event) = json(&event) else { continue };
        let surroundings = (Arc::clone(&http), places.clone(), manner.guild);
        let work = read(event, surroundings, Arc::clone(&intake), Arc::clone(&ticks));
        heard.queued.fetch_add(1, Ordering::AcqRel);
        // Why a task each: acknowledging waits for nobody; their results are taken in the order of their events.
        let (done, read) = oneshot::channel();
        works.spawn(async move {
            // Why the result is dropped: nobody takes it any more.
            let _ = done.send(work.await);
        });
        while works.try_join_next().is_some() {}
        if queue.send(read).is_err() {
            break;
        }
    }
    drop(queue);
    // Why awaited: what was acknowledged is still to be taken.
    while taker.join_next().await.is_some() {}
    if let Some(listening) = listening {
        listening.end().await;
    }
}

/// Somebody listens. Whoever drops it, in whatever way, has ended that.
struct Listens(Heard);

impl Drop for Listens {
    fn drop(&mut self) {
        *self.0.lively.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Takes what is there in one batch, the first one waited for.
async fn take<H: Intake>(
    first: oneshot::Receiver<Read>,
    reads: &mut mpsc::UnboundedReceiver<oneshot::Receiver<Read>>,
    intake: &H,
    heard: &Heard,
) {
    let (mut batch, mut count, mut done) = (Vec::new(), 0, 0);
    let mut begun = None;
    let mut next = Some(first);
    while let Some(handle) = next.take() {
        done += 1;
        match handle.await {
            Ok(read) => {
                if read.begins.is_some() {
                    (count, begun) = (0, read.begins);
                }
                count += u64::from(read.counts);
                batch.extend(read.what);
            }
            Err(_) => error!(event = "discord.event.panicked", "an event could not be read"),
        }
        if batch.len() < MOST {
            next = reads.try_recv().ok();
        }
    }
    if !batch.is_empty() {
        in_order(&mut batch);
        intake.take(batch).await;
    }
    if begun.is_some() {
        heard.sessions.fetch_add(1, Ordering::Relaxed);
        heard.taken.store(0, Ordering::Release);
        *heard.session.lock().unwrap_or_else(PoisonError::into_inner) = begun;
    }
    heard.taken.fetch_add(count, Ordering::AcqRel);
    heard.queued.fetch_sub(done, Ordering::AcqRel);
}

/// Messages and interactions in the order of their ids, which is that of Discord's clock; what is about a message keeps its
/// place behind those before it, and comes behind its message in any case.
fn in_order(batch: &mut Vec<Incoming>) {
    let mut newest = i64::MIN;
    let mut keyed: Vec<(i64, bool, Incoming)> = std::mem::take(batch)
        .into_iter()
        .map(|one| {
            let about = one.input.is_about_a_message();
            let at = if about { newest.max(one.key.key) } else { one.key.key };
            newest = newest.max(at);
            (at, about, one)
        })
        .collect();
    keyed.sort_by_key(|(at, about, _)| (*at, *about));
    batch.extend(keyed.into_iter().map(|(_, _, one)| one));
}

async fn read<H: Intake>(
    event: Value,
    (http, places, guild): (Arc<Http>, Places, u64),
    intake: Arc<H>,
    ticks: Arc<AtomicI64>,
) -> Read {
    let (kind, body) = (event["t"].as_str().unwrap_or_default(), &event["d"]);
    let channel = inbound::id(&body["channel_id"]).unwrap_or_default();
    let what = match kind {
        // Why not each: a shard by which nothing comes can have missed nothing.
        "READY" if !is_heard(&body["shard"], guild) => Vec::new(),
        "READY" => {
            info!(event = "discord.ready", "heard by Discord; fetching what was said meanwhile");
            catch_up::fetch(&http, &places, intake.places().await).await
        }
        "RESUMED" => {
            info!(event = "discord.resumed", "Discord goes on where it was");
            Vec::new()
        }
        "GUILD_CREATE" => {
            for thread in body["threads"].as_array().into_iter().flatten() {
                places.threads.learn(thread);
            }
            Vec::new()
        }
        "THREAD_CREATE" | "THREAD_UPDATE" => {
            places.threads.learn(body);
            Vec::new()
        }
        "THREAD_DELETE" | "CHANNEL_DELETE" => {
            places.threads.forget(inbound::id(&body["id"]).unwrap_or_default());
            Vec::new()
        }
        "MESSAGE_CREATE" => match places.of(channel, author_of(body)).await {
            Some(place) => inbound::written(body, place),
            None => Vec::new(),
        },
        "MESSAGE_UPDATE" if body["edited_timestamp"].is_string() => {
            let place = places.of(channel, author_of(body)).await;
            place.and_then(|place| inbound::edited(body, place)).into_iter().collect()
        }
        "MESSAGE_DELETE" => deleted(body, &[&body["id"]], channel, &places).await,
        "MESSAGE_DELETE_BULK" => {
            let ids: Vec<&Value> = body["ids"].as_array().into_iter().flatten().collect();
            deleted(body, &ids, channel, &places).await
        }
        "MESSAGE_REACTION_ADD" | "MESSAGE_REACTION_REMOVE" => {
            // Why: who takes a reaction back is told by a number alone, and a sign of ours is nobody's reaction.
            let by = inbound::id(&body["user_id"]).filter(|by| !places.threads.is_me(*by));
            let place = if by.is_some() { places.of(channel, by).await } else { None };
            let (set, tick) = (kind.ends_with("ADD"), ticks.fetch_add(1, Ordering::AcqRel));
            place.and_then(|place| inbound::reacted(body, place, set, tick)).into_iter().collect()
        }
        "INTERACTION_CREATE" => match forms::read(&http, &places, body, |data| intake.form(data)).await {
            Some(filled) => filled,
            None => interactions::read(&http, &places, &*intake, body).await,
        },
        _ => Vec::new(),
    };
    let counts = kind.starts_with("MESSAGE_") || kind == "INTERACTION_CREATE";
    let begins = body["session_id"].as_str().filter(|_| kind == "READY").map(str::to_owned);
    Read { what, counts, begins }
}

/// Whether something of the desk's comes by the shard of a session; without one it is all there is.
fn is_heard(shard: &Value, guild: u64) -> bool {
    let number = |at: usize| shard[at].as_u64().and_then(|number| u32::try_from(number).ok());
    number(0).zip(number(1)).is_none_or(|(shard, of)| shards::matters(shard, of, guild))
}

/// Messages that are gone from a place.
async fn deleted(body: &Value, ids: &[&Value], channel: i64, places: &Places) -> Vec<Incoming> {
    let Some((place, owner)) = places.whole(channel).await else { return Vec::new() };
    ids.iter().filter_map(|id| Some(inbound::deleted(body, inbound::id(id)?, place, owner))).collect()
}

/// An event in Discord's own form.
fn json(event: &Event) -> Option<Value> {
    let mut json = serde_json::to_value(event).ok()?;
    if let Event::InteractionCreate(asked) = event {
        // Why: the library keeps the kind in its own type and does not write it down.
        json["d"]["type"] = Value::from(u8::from(asked.interaction.kind()));
    }
    Some(json)
}

fn author_of(message: &Value) -> Option<i64> {
    inbound::id(&message["author"]["id"])
}
