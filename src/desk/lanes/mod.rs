//! Lanes: what this process is about to send, in order per destination, and where its last messages stand.
//!
//! Memory only. Everything here is a row as well, and can be thrown away: after a crash the rows say what to do. A
//! destination that waits holds up nobody but itself.

mod cards;
mod coming;
mod names;
mod state;
#[cfg(test)]
mod tests;

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use dashmap::DashMap;
use tokio::sync::Notify;

pub(super) use self::names::lane_of;
use self::state::State;
use super::{Pace, bring::Missing, carry_out::Known, figures::Load};
use crate::{
    domain::{
        chat::{Address, Platform},
        id::{CaseId, SendId},
        plan::{Parcel, To},
    },
    store::outbox::Row,
};

/// Rows a lane holds at most; more stay in the table until it has caught up.
const DEEP: usize = 64;

/// A row in hand.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) row: Row,
    /// The epoch under which it is ours already; otherwise it is claimed before it is sent.
    pub(super) claimed: Option<i64>,
    /// It may be ours already: whoever made it so, or was to, did not hear what came of it.
    pub(super) asked: bool,
    /// Its reader, where the decision knew them.
    pub(super) known: Option<Known>,
    /// Files its readers were not shown, of the parts that were accepted already.
    pub(super) missing: Vec<Missing>,
}

impl Held {
    /// A row as it was read from the table.
    pub(super) const fn read(row: Row) -> Self {
        Self { row, claimed: None, asked: false, known: None, missing: Vec::new() }
    }

    /// What the table says of it is not known: a claim will tell.
    pub(super) fn in_question(self) -> Self {
        Self { claimed: None, asked: true, ..self }
    }

    /// The group a row was for has another number: numbers of its messages mean nothing there.
    pub(super) fn follow(&mut self, on: Platform, from: i64, to: i64) {
        if self.row.platform != on || self.row.to.person().is_some() {
            return;
        }
        if let To::Place(place) = &mut self.row.to
            && place.chat == from
        {
            place.chat = to;
        }
        if let Parcel::Say { reply_to, edits, .. } = &mut self.row.parcel {
            (*reply_to, *edits) = (None, None);
        }
    }
}

/// Where a message of ours is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whereabouts {
    /// In its chat, under that id.
    At(i64),
    /// Not sent yet.
    Waiting,
    /// On its way: it may stand there already.
    Flying,
    /// Nothing is known; it is from before this process.
    Unknown,
}

/// All lanes of this process.
pub(super) struct Lanes {
    state: Mutex<State>,
    pace: Pace,
    /// Where messages stand whose marks are not written down yet.
    landed: DashMap<SendId, Option<i64>>,
    arrivals: Notify,
    cards: DashMap<CaseId, DateTime<Utc>>,
    /// Until when a platform is left alone because it does not accept our token.
    shut: DashMap<Platform, DateTime<Utc>>,
}

impl Lanes {
    pub(super) fn new(pace: Pace) -> Self {
        Self {
            state: Mutex::default(),
            pace,
            landed: DashMap::new(),
            arrivals: Notify::new(),
            cards: DashMap::new(),
            shut: DashMap::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Why: nothing panics while the lock is held; and what it guards can be rebuilt from the rows.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A platform does not accept our token: nothing is sent there until then. Discord bars whoever goes on asking.
    pub(super) fn shut(&self, platform: Platform, until: DateTime<Utc>) {
        self.shut.insert(platform, until);
    }

    /// Until when nothing may be sent there.
    pub(super) fn shut_until(&self, platform: Platform, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.shut.get(&platform).map(|until| *until).filter(|until| *until > now)
    }

    /// Takes rows in hand that were just said; one that is in hand already stays as it is. False when there may be due
    /// rows in the table that are not in hand.
    pub(super) fn accept(&self, held: Vec<Held>) -> bool {
        let mut state = self.lock();
        state.came(&held);
        let all = !std::mem::take(&mut state.unread);
        // Why not past those in the table: they were said before.
        state.take_in_hand(held, |lane| lane.behind.is_some() || lane.rows.len() >= DEEP) && all
    }

    /// A look at the table begins: its number.
    pub(super) fn begin_look(&self) -> u64 {
        let mut state = self.lock();
        state.looks += 1;
        state.unread = false;
        state.looks
    }

    /// Takes rows in hand that a look at the table found. `all` = it found every row that is due, of each lane the first
    /// ones: a lane that was behind before it began need not be any more.
    pub(super) fn end_look(&self, look: u64, held: Vec<Held>, all: bool) {
        let mut state = self.lock();
        state.take_in_hand(held, |lane| lane.rows.len() >= DEEP);
        // Why only those: what was said since it began may not have been in the table yet.
        for lane in state.lanes.values_mut().filter(|_| all) {
            // Why not while it waits: rows that are due with the one it waits for are not found yet.
            let deep = lane.rows.len() + usize::from(lane.busy.is_some());
            if lane.waits_until.is_none() && deep < DEEP / 2 {
                lane.behind = lane.behind.filter(|known| *known >= look);
            }
        }
        state.lanes.retain(|_, lane| !lane.is_idle());
    }

    /// Rows were queued that nobody is handed: the table has to be read after the commit.
    pub(super) fn queued_unread(&self) {
        self.lock().unread = true;
    }

    /// Until when a lane waits, if it does.
    pub(super) fn waits_until(&self, lane: &str) -> Option<DateTime<Utc>> {
        self.lock().lanes.get(lane).and_then(|l| l.waits_until)
    }

    /// Until when a lane waits as far as the table knows: a new row of it is not due before. A wait for the pace is none:
    /// whoever took over would find what was said before it due after what is said then.
    pub(super) fn kept_wait(&self, lane: &str) -> Option<DateTime<Utc>> {
        self.lock().lanes.get(lane).filter(|l| l.wait_is_kept).and_then(|l| l.waits_until)
    }

    /// Whether a lane neither waits nor has rows in the table that later ones must queue behind.
    pub(super) fn is_free(&self, lane: &str, now: DateTime<Utc>) -> bool {
        self.lock().lanes.get(lane).is_none_or(|l| l.is_free(now))
    }

    /// These lanes have rows in the table that nobody has read yet.
    pub(super) fn fall_behind(&self, lanes: Vec<String>) {
        let mut state = self.lock();
        let looks = state.looks;
        for key in lanes {
            state.lanes.entry(key).or_default().behind = Some(looks);
        }
    }

    /// The next row that may be sent at `now`; its lane is busy until `finish`.
    pub(super) fn next(&self, now: DateTime<Utc>, at_once: usize) -> Option<Held> {
        let mut state = self.lock();
        if state.in_flight >= at_once || !state.may_send_any(now, self.pace) {
            return None;
        }
        state.wake_waiting(now);
        let (id, held) = state.take_first()?;
        state.in_flight += 1;
        if self.pace.overall_per_second.is_some() {
            state.overall.push_back(now);
        }
        drop(state);
        self.landed.insert(id, None);
        Some(held)
    }

    /// A row could not be sent yet: it is the first of its lane again. `kept` = the table knows until when it waits;
    /// otherwise nothing was tried.
    pub(super) fn put_back(&self, held: Held, until: DateTime<Utc>, kept: bool) {
        let (id, key) = (held.row.id, held.row.lane.clone());
        {
            let mut state = self.lock();
            // Why not of another time in office: the table has told what is in hand since.
            let Some(lane) = state.lanes.get_mut(&key).filter(|lane| lane.busy == Some(id)) else { return };
            lane.rows.insert(id, held);
            lane.wait_is_kept = kept;
            if !kept {
                // Why: a row that was not tried does not count against the pace.
                state.overall.pop_back();
            }
        }
        self.landed.remove(&id);
        self.finish(&key, id, Some(until));
        self.arrivals.notify_waiters();
    }

    /// A lane is left alone until then, as it was before this process took over.
    pub(super) fn wait(&self, key: &str, until: DateTime<Utc>) {
        let mut state = self.lock();
        let lane = state.lanes.entry(key.to_owned()).or_default();
        (lane.waits_until, lane.wait_is_kept) = (Some(until), true);
        state.line_up(key);
    }

    /// A row left its lane for good, and how it ended is to be written down.
    pub(super) fn end(&self, key: &str, id: SendId, remote: Option<i64>) {
        {
            let mut state = self.lock();
            // Why not of another time in office: nobody writes that end down.
            if state.lanes.get(key).is_some_and(|lane| lane.busy == Some(id)) {
                state.unwritten.insert(id);
            }
        }
        self.arrived(id, remote);
        self.finish(key, id, None);
    }

    /// A row left its lane, for good or until `again`; one of another time in office has none.
    pub(super) fn finish(&self, key: &str, id: SendId, again: Option<DateTime<Utc>>) {
        let mut state = self.lock();
        let Some(lane) = state.lanes.get_mut(key).filter(|lane| lane.busy == Some(id)) else { return };
        lane.busy = None;
        if let Some(until) = again {
            lane.waits_until = Some(until);
        }
        let is_empty = lane.is_idle();
        state.in_flight = state.in_flight.saturating_sub(1);
        if is_empty {
            state.lanes.remove(key);
        } else {
            state.line_up(key);
        }
    }

    /// The staff group has another number: what is in hand for it goes there.
    pub(super) fn follow(&self, on: Platform, from: i64, to: i64) {
        let mut state = self.lock();
        for held in state.lanes.values_mut().flat_map(|lane| lane.rows.values_mut()) {
            held.follow(on, from, to);
        }
    }

    /// Lanes to the staff side wait no longer.
    pub(super) fn wake_staff(&self) {
        self.lock().wake_all(|key| !key.starts_with("p:"));
    }

    /// When something may be sent that can't be now: a lane's wait or the pace ends.
    pub(super) fn next_time(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let state = self.lock();
        let lane = state.waiting.first().map(|(at, _)| *at);
        let pace = state.overall.front().filter(|_| state.ready.iter().any(|r| !r.is_empty()));
        [lane, pace.map(|at| *at + TimeDelta::seconds(1))].into_iter().flatten().min().map(|at| at.max(now))
    }

    /// How long that place must be left alone before the next message; the message is counted when it need not.
    pub(super) fn chat_wait(&self, place: Address, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut state = self.lock();
        match place.platform {
            Platform::Telegram => state.wait_of_chat(place.chat, self.pace, now),
            Platform::Discord => state.wait_of_channel(place.holder(), self.pace, now),
        }
    }

    /// A row stands at that message now.
    pub(super) fn arrived(&self, id: SendId, remote: Option<i64>) {
        match remote {
            Some(remote) => self.landed.insert(id, Some(remote)),
            None => self.landed.remove(&id).map(|(_, r)| r),
        };
        self.arrivals.notify_waiters();
    }

    /// Rows whose ends are written down: the table knows them from now on.
    pub(super) fn forget(&self, ids: impl IntoIterator<Item = SendId>) {
        let mut state = self.lock();
        for id in ids {
            self.landed.remove(&id);
            state.unwritten.remove(&id);
        }
    }

    /// Where a row's message is.
    pub(super) fn whereabouts(&self, id: SendId) -> Whereabouts {
        match self.landed.get(&id).map(|r| *r) {
            Some(Some(remote)) => Whereabouts::At(remote),
            Some(None) => Whereabouts::Flying,
            None if self.holds(id) => Whereabouts::Waiting,
            None => Whereabouts::Unknown,
        }
    }

    fn holds(&self, id: SendId) -> bool {
        self.lock().lanes.values().any(|l| l.rows.contains_key(&id))
    }

    /// The messages rows stand at whose ends are not written down yet.
    pub(super) fn landed_at(&self) -> Vec<i64> {
        self.landed.iter().filter_map(|row| *row.value()).collect()
    }

    /// Waits until a row is no longer on its way, or for `patience`.
    pub(super) async fn landed(&self, id: SendId, patience: Duration) {
        let wait = async {
            loop {
                let arrival = self.arrivals.notified();
                tokio::pin!(arrival);
                arrival.as_mut().enable();
                if self.whereabouts(id) != Whereabouts::Flying {
                    return;
                }
                arrival.await;
            }
        };
        // Why: patience is real time, not the desk's: what is waited for is the network.
        let _ = tokio::time::timeout(patience, wait).await;
    }

    /// How much there is, in numbers.
    pub(super) fn load(&self) -> Load {
        let state = self.lock();
        let rows = state.lanes.values().map(|lane| lane.rows.len()).sum();
        Load { waiting: state.waiting.len(), rows, in_flight: state.in_flight }
    }

    /// Every row in hand, on its way, or ended and not written down.
    pub(super) fn held(&self) -> HashSet<SendId> {
        let state = self.lock();
        let rows = state.lanes.values().flat_map(|l| l.rows.keys().chain(&l.coming).copied().chain(l.busy));
        rows.chain(state.unwritten.iter().copied()).collect()
    }

    /// Drops everything in hand: the lease is gone, and the rows are somebody else's. What is on its way may still
    /// end; it is nobody's lane then.
    pub(super) fn clear(&self) {
        let mut state = self.lock();
        let State { chats, group, channels, overall, looks, .. } = std::mem::take(&mut *state);
        *state = State { chats, group, channels, overall, looks, ..State::default() };
        drop(state);
        self.landed.clear();
    }

    /// The rows in hand that nobody has begun to send.
    pub(super) fn untouched(&self) -> Vec<SendId> {
        self.lock()
            .lanes
            .values()
            .flat_map(|l| l.rows.values())
            .filter(|h| h.claimed.is_some())
            .map(|h| h.row.id)
            .collect()
    }

    /// One more call for a row that takes several.
    pub(super) fn count_more(&self, now: DateTime<Utc>) {
        if self.pace.overall_per_second.is_some() {
            self.lock().overall.push_back(now);
        }
    }
}
