//! The queue of updates with the platform's offset semantics.
//!
//! An update stays until a request names a higher offset, and is given again until then. `echo` is the fault: an
//! update that comes once more although it was confirmed, as happens when a confirmation is lost.

use std::collections::{HashSet, VecDeque};

use serde_json::{Value, json};

/// Confirmed updates kept for redelivery.
const HISTORY: usize = 1000;

/// Kinds that are delivered only when asked for by name.
const ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

#[derive(Clone, Debug)]
struct Queued {
    id: i64,
    json: Value,
    echo: bool,
    given: bool,
}

/// What keeps its order where updates are brought side by side: what is said in one chat, what one person presses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stream {
    kind: &'static str,
    of: i64,
}

impl Stream {
    fn of(update: &Value) -> Self {
        let id = |value: &Value| value["id"].as_i64().unwrap_or_default();
        for kind in ["message", "edited_message"] {
            if update[kind].is_object() {
                return Self { kind: "message", of: id(&update[kind]["chat"]) };
            }
        }
        if update["callback_query"].is_object() {
            return Self { kind: "callback_query", of: id(&update["callback_query"]["from"]) };
        }
        let other = ["message_reaction", "my_chat_member"].into_iter().find(|kind| update[*kind].is_object());
        let kind = other.unwrap_or("other");
        Self { kind, of: id(&update[kind]["chat"]) }
    }
}

/// Updates the bot has not confirmed, oldest first.
#[derive(Debug)]
pub struct Queue {
    waiting: VecDeque<Queued>,
    past: VecDeque<Queued>,
    next_id: i64,
    allowed: Vec<String>,
    duplicate: bool,
    tally: Tally,
}

/// What the queue has done so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Updates that came to be.
    pub made: u64,
    /// How often one was handed over that had been handed over before.
    pub repeated: u64,
}

impl Queue {
    pub(crate) fn starting_at(next_id: i64) -> Self {
        Self {
            waiting: VecDeque::new(),
            past: VecDeque::new(),
            next_id,
            allowed: Vec::new(),
            duplicate: false,
            tally: Tally::default(),
        }
    }

    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Whether every update comes twice now.
    pub fn is_doubled(&self) -> bool {
        self.duplicate
    }

    /// The update bodies that wait, whatever their kind.
    pub fn waiting(&self) -> impl Iterator<Item = &Value> {
        self.waiting.iter().map(|queued| &queued.json)
    }

    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Queues an update unless its kind has not been asked for.
    pub(crate) fn push(&mut self, kind: &str, body: Value) {
        let wanted = if self.allowed.is_empty() {
            !ON_REQUEST.contains(&kind)
        } else {
            self.allowed.iter().any(|name| name == kind)
        };
        if wanted {
            self.force(kind, body);
        }
    }

    /// Queues an update of any kind, asked for or not.
    pub(crate) fn force(&mut self, kind: &str, body: Value) {
        let mut json = json!({"update_id": self.next_id});
        json[kind] = body;
        self.waiting.push_back(Queued { id: self.next_id, json, echo: self.duplicate, given: false });
        self.next_id += 1;
        self.tally.made += 1;
    }

    /// The list replaces the former one for updates to come; an empty list is the default selection.
    pub(crate) fn allow(&mut self, kinds: Vec<String>) {
        self.allowed = kinds;
    }

    /// Forgets what `offset` confirms: everything below it, or for a negative one all but the last `-offset`.
    pub(crate) fn confirm(&mut self, offset: i64) {
        let keep_last = usize::try_from(-offset).unwrap_or(0);
        let from = if offset < 0 {
            self.waiting
                .len()
                .checked_sub(keep_last)
                .map_or(i64::MIN, |skip| self.waiting.get(skip).map_or(self.next_id, |first| first.id))
        } else {
            offset
        };
        for mut queued in std::mem::take(&mut self.waiting) {
            if queued.id >= from {
                self.waiting.push_back(queued);
            } else if queued.echo {
                queued.echo = false;
                self.waiting.push_back(queued);
            } else {
                self.past.push_back(queued);
            }
        }
        let surplus = self.past.len().saturating_sub(HISTORY);
        self.past.drain(..surplus);
    }

    /// Up to `limit` updates from the front.
    pub(crate) fn front(&self, limit: usize) -> Vec<Value> {
        self.waiting.iter().take(limit).map(|queued| queued.json.clone()).collect()
    }

    /// Hands over the first `count`, which [`front`](Self::front) has shown.
    pub(crate) fn give(&mut self, count: usize) {
        for queued in self.waiting.iter_mut().take(count) {
            self.tally.repeated += u64::from(std::mem::replace(&mut queued.given, true));
        }
    }

    /// The first update of every stream, with its id.
    pub(crate) fn heads(&self) -> Vec<(Stream, i64, Value)> {
        let mut seen = HashSet::new();
        let streams = self.waiting.iter().map(|queued| (Stream::of(&queued.json), queued));
        let first = streams.filter(|(stream, _)| seen.insert(stream.clone()));
        first.map(|(stream, queued)| (stream, queued.id, queued.json.clone())).collect()
    }

    /// One is handed over.
    pub(crate) fn given(&mut self, id: i64) {
        if let Some(queued) = self.waiting.iter_mut().find(|queued| queued.id == id) {
            self.tally.repeated += u64::from(std::mem::replace(&mut queued.given, true));
        }
    }

    /// One was taken where it was brought; it comes once more where all come twice.
    pub(crate) fn take(&mut self, id: i64) {
        let Some(at) = self.waiting.iter().position(|queued| queued.id == id) else { return };
        if let Some(queued) = self.waiting.get_mut(at).filter(|queued| queued.echo) {
            queued.echo = false;
            return;
        }
        self.past.extend(self.waiting.remove(at));
        let surplus = self.past.len().saturating_sub(HISTORY);
        self.past.drain(..surplus);
    }

    /// From now on every update comes twice (or no longer does).
    pub(crate) fn duplicate(&mut self, on: bool) {
        self.duplicate = on;
    }

    /// The last `count` confirmed updates come once more, whatever the offset of the next request.
    pub(crate) fn redeliver(&mut self, count: usize) {
        let keep = self.past.len().saturating_sub(count);
        for mut queued in self.past.drain(keep..).rev() {
            queued.echo = true;
            self.waiting.push_front(queued);
        }
    }

    /// Drops everything that waits, as `drop_pending_updates` does.
    pub(crate) fn drop_pending(&mut self) {
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(queue: &Queue) -> Vec<i64> {
        queue.front(100).iter().filter_map(|update| update["update_id"].as_i64()).collect()
    }

    fn three() -> Queue {
        let mut queue = Queue::starting_at(10);
        for n in 0..3 {
            queue.push("message", json!(n));
        }
        queue
    }

    #[test]
    fn an_offset_forgets_what_is_below_it_and_nothing_else() {
        let mut queue = three();
        queue.confirm(0);
        assert_eq!(ids(&queue), [10, 11, 12]);
        queue.confirm(12);
        assert_eq!(ids(&queue), [12]);
    }

    #[test]
    fn a_negative_offset_keeps_the_last_ones() {
        let mut queue = three();
        queue.confirm(-5);
        assert_eq!(ids(&queue), [10, 11, 12]);
        queue.confirm(-1);
        assert_eq!(ids(&queue), [12]);
    }

    #[test]
    fn duplicates_and_redeliveries_come_below_the_offset_once() {
        let mut queue = Queue::starting_at(10);
        queue.duplicate(true);
        queue.push("message", json!(1));
        queue.confirm(11);
        assert_eq!(ids(&queue), [10]);
        queue.confirm(11);
        assert!(queue.is_empty());
        queue.redeliver(5);
        queue.confirm(11);
        assert_eq!(ids(&queue), [10]);
        queue.confirm(11);
        assert!(queue.is_empty());
    }

    #[test]
    fn of_every_chat_and_person_only_the_first_is_brought_until_it_is_taken() {
        let mut queue = Queue::starting_at(10);
        let said = |chat: i64| json!({"chat": {"id": chat}});
        queue.push("message", said(1));
        queue.push("edited_message", said(1));
        queue.push("message", said(2));
        queue.push("callback_query", json!({"from": {"id": 1}}));
        let heads = |queue: &Queue| queue.heads().iter().map(|(_, id, _)| *id).collect::<Vec<_>>();
        assert_eq!(heads(&queue), [10, 12, 13]);
        queue.take(10);
        assert_eq!(heads(&queue), [11, 12, 13]);
        queue.duplicate(true);
        queue.push("message", said(3));
        queue.take(14);
        assert_eq!(heads(&queue), [11, 12, 13, 14], "it comes twice");
        queue.take(14);
        assert_eq!(heads(&queue), [11, 12, 13]);
    }

    #[test]
    fn reactions_come_only_when_asked_for() {
        let mut queue = three();
        queue.push("message_reaction", json!({}));
        assert_eq!(queue.len(), 3);
        queue.allow(vec!["message_reaction".into()]);
        queue.push("message_reaction", json!({}));
        queue.push("message", json!({}));
        assert_eq!(ids(&queue), [10, 11, 12, 13]);
    }
}
