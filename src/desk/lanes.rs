//! Lanes: what this process is about to send, in order per destination, and where its last messages stand.
//!
//! Memory only. Everything here is a row as well, and can be thrown away: after a crash the rows say what to do. A
//! destination that waits holds up nobody but itself.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use dashmap::DashMap;
use tokio::sync::Notify;

use super::{Pace, carry_out::Known};
use crate::{
    domain::{
        id::{CaseId, SendId},
        plan::Rank,
    },
    store::outbox::Row,
};

/// Rows a lane holds at most; more stay in the table until it has caught up.
const DEEP: usize = 64;

/// A row in hand.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) row: Row,
    /// It is ours already; otherwise it is claimed before it is sent.
    pub(super) claimed: bool,
    /// Its reader, where the decision knew them.
    pub(super) known: Option<Known>,
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

#[derive(Default)]
struct Lane {
    rows: BTreeMap<SendId, Held>,
    busy: Option<SendId>,
    waits_until: Option<DateTime<Utc>>,
    queued: bool,
    behind: bool,
}

#[derive(Default)]
struct State {
    lanes: HashMap<String, Lane>,
    ready: [VecDeque<String>; 3],
    waiting: BTreeSet<(DateTime<Utc>, String)>,
    chats: HashMap<i64, DateTime<Utc>>,
    group: VecDeque<DateTime<Utc>>,
    overall: VecDeque<DateTime<Utc>>,
    in_flight: usize,
    unread: bool,
}

/// All lanes of this process.
pub(super) struct Lanes {
    state: Mutex<State>,
    pace: Pace,
    /// Where messages stand whose marks are not written down yet.
    landed: DashMap<SendId, Option<i64>>,
    arrivals: Notify,
    cards: DashMap<CaseId, DateTime<Utc>>,
}

impl Lanes {
    pub(super) fn new(pace: Pace) -> Self {
        Self {
            state: Mutex::default(),
            pace,
            landed: DashMap::new(),
            arrivals: Notify::new(),
            cards: DashMap::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Why: nothing panics while the lock is held; and what it guards can be rebuilt from the rows.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes rows in hand; one that is in hand already stays as it is. False when there may be due rows in the table
    /// that are not in hand.
    pub(super) fn accept(&self, held: Vec<Held>) -> bool {
        let mut state = self.lock();
        let mut all = !std::mem::take(&mut state.unread);
        for one in held {
            let key = one.row.lane.clone();
            let lane = state.lanes.entry(key.clone()).or_default();
            if lane.busy == Some(one.row.id) {
                continue;
            }
            if !one.claimed && lane.rows.len() >= DEEP {
                lane.behind = true;
                all = false;
                continue;
            }
            lane.rows.entry(one.row.id).or_insert(one);
            state.line_up(&key);
        }
        all
    }

    /// Rows were queued that nobody is handed: the table has to be read after the commit.
    pub(super) fn queued_unread(&self) {
        self.lock().unread = true;
    }

    /// Until when a lane waits, if it does: a new row of it has no business before.
    pub(super) fn waits_until(&self, lane: &str) -> Option<DateTime<Utc>> {
        self.lock().lanes.get(lane).and_then(|l| l.waits_until)
    }

    /// Whether rows of that lane are still in the table; later ones must queue behind them.
    pub(super) fn is_behind(&self, lane: &str) -> bool {
        self.lock().lanes.get(lane).is_some_and(|l| l.behind || l.rows.len() >= DEEP)
    }

    /// A pass is about to read the table: lanes that have caught up need not be behind any more.
    pub(super) fn look_again(&self) {
        let mut state = self.lock();
        for lane in state.lanes.values_mut() {
            if lane.rows.len() < DEEP / 2 {
                lane.behind = false;
            }
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

    /// A row could not be sent yet, and nothing was tried: it is the first of its lane again.
    pub(super) fn put_back(&self, held: Held, until: DateTime<Utc>) {
        let key = held.row.lane.clone();
        self.landed.remove(&held.row.id);
        {
            let mut state = self.lock();
            // Why: a row that was not tried does not count against the pace.
            state.overall.pop_back();
            state.lanes.entry(key.clone()).or_default().rows.insert(held.row.id, held);
        }
        self.finish(&key, Some(until));
        self.arrivals.notify_waiters();
    }

    /// A lane is left alone until then, as it was before this process took over.
    pub(super) fn wait(&self, key: &str, until: DateTime<Utc>) {
        let mut state = self.lock();
        state.lanes.entry(key.to_owned()).or_default().waits_until = Some(until);
        state.line_up(key);
    }

    /// A row left its lane, for good or until `again`.
    pub(super) fn finish(&self, key: &str, again: Option<DateTime<Utc>>) {
        let mut state = self.lock();
        state.in_flight = state.in_flight.saturating_sub(1);
        let Some(lane) = state.lanes.get_mut(key) else { return };
        lane.busy = None;
        if let Some(until) = again {
            lane.waits_until = Some(until);
        }
        if lane.rows.is_empty() && lane.waits_until.is_none() && !lane.behind {
            state.lanes.remove(key);
        } else {
            state.line_up(key);
        }
    }

    /// When something may be sent that can't be now: a lane's wait or the pace ends.
    pub(super) fn next_time(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let state = self.lock();
        let lane = state.waiting.first().map(|(at, _)| *at);
        let pace = state.overall.front().filter(|_| state.ready.iter().any(|r| !r.is_empty()));
        [lane, pace.map(|at| *at + TimeDelta::seconds(1))].into_iter().flatten().min().map(|at| at.max(now))
    }

    /// How long that chat must be left alone before the next message; the message is counted when it need not.
    pub(super) fn chat_wait(&self, chat: i64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut state = self.lock();
        let is_group = chat < 0;
        if is_group && let Some(limit) = self.pace.group_per_minute {
            while state.group.front().is_some_and(|at| *at <= now - TimeDelta::minutes(1)) {
                state.group.pop_front();
            }
            if state.group.len() >= limit as usize {
                return state.group.front().map(|at| *at + TimeDelta::minutes(1));
            }
        }
        if let Some(gap) = self.pace.per_chat {
            if let Some(free) = state.chats.get(&chat).filter(|free| **free > now) {
                return Some(*free);
            }
            state.chats.retain(|_, free| *free > now);
            state.chats.insert(chat, now + gap);
        }
        if is_group && self.pace.group_per_minute.is_some() {
            state.group.push_back(now);
        }
        None
    }

    /// When that case's card may be edited next.
    pub(super) fn card_after(&self, case: CaseId, now: DateTime<Utc>) -> DateTime<Utc> {
        let Some(gap) = self.pace.per_card else { return now };
        self.cards.retain(|_, at| *at + gap > now);
        self.cards.get(&case).map_or(now, |at| (*at + gap).max(now))
    }

    /// That case's card was just edited.
    pub(super) fn card_edited(&self, case: CaseId, now: DateTime<Utc>) {
        if self.pace.per_card.is_some() {
            self.cards.insert(case, now);
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
        for id in ids {
            self.landed.remove(&id);
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

    /// Every row in hand or on its way.
    pub(super) fn held(&self) -> HashSet<SendId> {
        let state = self.lock();
        let rows = state.lanes.values().flat_map(|l| l.rows.keys().copied().chain(l.busy));
        rows.collect()
    }

    /// Drops everything in hand: the lease is gone, and the rows are somebody else's. What is on its way may still
    /// end; it is nobody's lane then.
    pub(super) fn clear(&self) {
        let mut state = self.lock();
        let (chats, group, overall) = (
            std::mem::take(&mut state.chats),
            std::mem::take(&mut state.group),
            std::mem::take(&mut state.overall),
        );
        *state = State { chats, group, overall, ..State::default() };
        drop(state);
        self.landed.clear();
    }

    /// The rows in hand that nobody has begun to send.
    pub(super) fn untouched(&self) -> Vec<SendId> {
        self.lock()
            .lanes
            .values()
            .flat_map(|l| l.rows.values())
            .filter(|h| h.claimed)
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

impl State {
    /// Puts a lane where its first row is served, or where its wait ends.
    fn line_up(&mut self, key: &str) {
        let Some(lane) = self.lanes.get_mut(key) else { return };
        if lane.busy.is_some() || lane.queued {
            return;
        }
        if let Some(until) = lane.waits_until {
            self.waiting.insert((until, key.to_owned()));
            lane.queued = true;
            return;
        }
        let Some(first) = lane.rows.values().next() else { return };
        lane.queued = true;
        let place = match first.row.urgency {
            Rank::Customer => 0,
            Rank::Staff => 1,
            Rank::Later => 2,
        };
        self.ready[place].push_back(key.to_owned());
    }

    /// The first row of the first lane whose turn it is; the lane is busy with it.
    fn take_first(&mut self) -> Option<(SendId, Held)> {
        loop {
            let key = self.ready.iter_mut().find_map(VecDeque::pop_front)?;
            let Some(lane) = self.lanes.get_mut(&key) else { continue };
            lane.queued = false;
            if let Some((id, held)) = lane.rows.pop_first() {
                lane.busy = Some(id);
                return Some((id, held));
            }
        }
    }

    /// Lanes whose wait is over line up again.
    fn wake_waiting(&mut self, now: DateTime<Utc>) {
        while let Some((at, key)) = self.waiting.first() {
            if *at > now {
                return;
            }
            let (at, key) = (*at, key.clone());
            self.waiting.remove(&(at, key.clone()));
            if let Some(lane) = self.lanes.get_mut(&key) {
                lane.waits_until = None;
                lane.queued = false;
                if lane.rows.is_empty() && lane.busy.is_none() && !lane.behind {
                    self.lanes.remove(&key);
                    continue;
                }
            }
            self.line_up(&key);
        }
    }

    fn may_send_any(&mut self, now: DateTime<Utc>, pace: Pace) -> bool {
        let Some(limit) = pace.overall_per_second else { return true };
        while self.overall.front().is_some_and(|at| *at <= now - TimeDelta::seconds(1)) {
            self.overall.pop_front();
        }
        self.overall.len() < limit as usize
    }
}
