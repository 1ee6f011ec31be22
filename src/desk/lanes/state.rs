//! The lanes themselves: which is served next, which waits.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

use super::{DEEP, Held};
use crate::{
    desk::{Burst, Pace},
    domain::{id::SendId, plan::Rank},
};

#[derive(Default)]
pub(super) struct Lane {
    pub(super) rows: BTreeMap<SendId, Held>,
    pub(super) busy: Option<SendId>,
    pub(super) waits_until: Option<DateTime<Utc>>,
    /// The table knows of that wait: rows behind the one that waits are not due before.
    pub(super) wait_is_kept: bool,
    pub(super) queued: bool,
    /// Rows of it are in the table that are not in hand: how many looks at the table had begun when that became known.
    pub(super) behind: Option<u64>,
    /// Rows of it that are being committed.
    pub(super) coming: BTreeSet<SendId>,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) lanes: HashMap<String, Lane>,
    pub(super) ready: [VecDeque<String>; 3],
    pub(super) waiting: BTreeSet<(DateTime<Utc>, String)>,
    pub(super) chats: HashMap<i64, DateTime<Utc>>,
    pub(super) group: VecDeque<DateTime<Utc>>,
    /// What was said lately in each channel of Discord.
    pub(super) channels: HashMap<i64, VecDeque<DateTime<Utc>>>,
    pub(super) overall: VecDeque<DateTime<Utc>>,
    pub(super) in_flight: usize,
    /// Rows that ended; how is not written down yet.
    pub(super) unwritten: HashSet<SendId>,
    pub(super) unread: bool,
    /// Looks at the table that have begun.
    pub(super) looks: u64,
}

impl Lane {
    /// It neither waits nor has rows in the table that later ones must queue behind.
    pub(super) fn is_free(&self, now: DateTime<Utc>) -> bool {
        let is_behind = self.behind.is_some() || self.rows.len() >= DEEP;
        !is_behind && self.waits_until.is_none_or(|until| until <= now)
    }

    /// Something that was said before its first row is not in hand yet.
    pub(super) fn is_overtaken(&self) -> bool {
        self.rows.keys().next().is_some_and(|first| self.coming.first().is_some_and(|coming| coming < first))
    }

    /// Nothing is in it, and nothing is waited for.
    pub(super) fn is_idle(&self) -> bool {
        let empty = self.rows.is_empty() && self.busy.is_none() && self.coming.is_empty();
        empty && self.waits_until.is_none() && !self.queued && self.behind.is_none()
    }
}

impl State {
    /// Puts a lane where its first row is served, or where its wait ends.
    pub(super) fn line_up(&mut self, key: &str) {
        let Some(lane) = self.lanes.get_mut(key) else { return };
        if lane.busy.is_some() || lane.queued || lane.is_overtaken() {
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

    /// Takes rows in hand, but for those not claimed yet of lanes that are `full`; false when there were such. One that is
    /// in hand already stays as it is.
    pub(super) fn take_in_hand(&mut self, held: Vec<Held>, full: impl Fn(&Lane) -> bool) -> bool {
        let (mut all, looks) = (true, self.looks);
        for one in held {
            let key = one.row.lane.clone();
            let lane = self.lanes.entry(key.clone()).or_default();
            if lane.busy == Some(one.row.id) || self.unwritten.contains(&one.row.id) {
                continue;
            }
            // Why not what may be ours already: the table gives it to nobody.
            if one.claimed.is_none() && !one.asked && full(lane) {
                lane.behind = Some(looks);
                all = false;
                continue;
            }
            lane.rows.entry(one.row.id).or_insert(one);
            self.line_up(&key);
        }
        all
    }

    /// The first row of the first lane whose turn it is; the lane is busy with it.
    pub(super) fn take_first(&mut self) -> Option<(SendId, Held)> {
        loop {
            let key = self.ready.iter_mut().find_map(VecDeque::pop_front)?;
            let Some(lane) = self.lanes.get_mut(&key) else { continue };
            lane.queued = false;
            if lane.is_overtaken() {
                continue;
            }
            if let Some((id, held)) = lane.rows.pop_first() {
                lane.busy = Some(id);
                return Some((id, held));
            }
        }
    }

    /// Lanes whose wait is over line up again.
    pub(super) fn wake_waiting(&mut self, now: DateTime<Utc>) {
        while let Some((at, key)) = self.waiting.first() {
            if *at > now {
                return;
            }
            let (at, key) = (*at, key.clone());
            self.waiting.remove(&(at, key.clone()));
            if let Some(lane) = self.lanes.get_mut(&key) {
                (lane.waits_until, lane.wait_is_kept) = (None, false);
                lane.queued = false;
                if lane.is_idle() {
                    self.lanes.remove(&key);
                    continue;
                }
            }
            self.line_up(&key);
        }
    }

    /// These lanes wait no longer.
    pub(super) fn wake_all(&mut self, which: impl Fn(&str) -> bool) {
        let keys: Vec<String> = self.lanes.keys().filter(|key| which(key)).cloned().collect();
        for key in keys {
            let Some(lane) = self.lanes.get_mut(&key) else { continue };
            let Some(until) = lane.waits_until.take() else { continue };
            lane.wait_is_kept = false;
            if self.waiting.remove(&(until, key.clone())) {
                lane.queued = false;
            }
            self.line_up(&key);
        }
    }

    /// How long a chat of Telegram waits: each for itself, and groups, whose numbers are negative, by the minute.
    pub(super) fn wait_of_chat(
        &mut self,
        chat: i64,
        pace: Pace,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let is_group = chat < 0;
        if is_group && let Some(limit) = pace.group_per_minute {
            while self.group.front().is_some_and(|at| *at <= now - TimeDelta::minutes(1)) {
                self.group.pop_front();
            }
            if self.group.len() >= limit as usize {
                return self.group.front().map(|at| *at + TimeDelta::minutes(1));
            }
        }
        if let Some(gap) = pace.per_chat {
            if let Some(free) = self.chats.get(&chat).filter(|free| **free > now) {
                return Some(*free);
            }
            self.chats.retain(|_, free| *free > now);
            self.chats.insert(chat, now + gap);
        }
        if is_group && pace.group_per_minute.is_some() {
            self.group.push_back(now);
        }
        None
    }

    /// How long a channel of Discord waits; a thread is a channel of its own, and a server has no pace of its own.
    pub(super) fn wait_of_channel(
        &mut self,
        channel: i64,
        pace: Pace,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let Burst { messages, within } = pace.per_channel?;
        let said = self.channels.entry(channel).or_default();
        while said.front().is_some_and(|at| *at <= now - within) {
            said.pop_front();
        }
        if said.len() >= messages as usize {
            return said.front().map(|at| *at + within);
        }
        said.push_back(now);
        self.channels.retain(|_, said| said.back().is_some_and(|at| *at > now - within));
        None
    }

    pub(super) fn may_send_any(&mut self, now: DateTime<Utc>, pace: Pace) -> bool {
        let Some(limit) = pace.overall_per_second else { return true };
        while self.overall.front().is_some_and(|at| *at <= now - TimeDelta::seconds(1)) {
            self.overall.pop_front();
        }
        self.overall.len() < limit as usize
    }
}
