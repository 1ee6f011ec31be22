//! Rows that are about to be committed: nothing said after them is sent before they are in hand.
//!
//! What two transactions say to one person is numbered in the order they had their lock on them, but who committed first need
//! not come back first. So a lane knows what is coming before the commit is asked for, and waits for it.

use super::{Held, Lanes, State};
use crate::domain::id::SendId;

/// What is coming, until it came. Dropped before, nobody knows whether it was committed: the table is read.
#[must_use]
pub(in crate::desk) struct Coming<'a> {
    lanes: &'a Lanes,
    rows: Vec<(String, SendId)>,
}

impl Lanes {
    /// These rows are in their tables, and the commit is asked for now.
    pub(in crate::desk) fn expect(&self, held: &[Held]) -> Coming<'_> {
        let rows: Vec<_> = held.iter().map(|one| (one.row.lane.clone(), one.row.id)).collect();
        let mut state = self.lock();
        for (key, id) in &rows {
            state.lanes.entry(key.clone()).or_default().coming.insert(*id);
        }
        drop(state);
        Coming { lanes: self, rows }
    }
}

impl State {
    /// They came, whatever became of them.
    pub(super) fn came(&mut self, held: &[Held]) {
        for one in held {
            if let Some(lane) = self.lanes.get_mut(&one.row.lane) {
                lane.coming.remove(&one.row.id);
            }
            self.line_up(&one.row.lane);
        }
    }
}

impl Drop for Coming<'_> {
    fn drop(&mut self) {
        let mut state = self.lanes.lock();
        let looks = state.looks;
        for (key, id) in &self.rows {
            let Some(lane) = state.lanes.get_mut(key).filter(|lane| lane.coming.contains(id)) else {
                continue;
            };
            lane.coming.remove(id);
            lane.behind = Some(looks);
            state.unread = true;
            state.line_up(key);
        }
    }
}
