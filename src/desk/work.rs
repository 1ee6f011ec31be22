//! What a delivery loop has going on: sends in flight, and the writing down of how they ended.

use std::{collections::HashMap, sync::Arc};

use chrono::TimeDelta;
use tokio::task::{self, JoinSet};
use tracing::error;

use super::{Desk, courier::Courier, deliver::Couriers, marks::Ended};
use crate::domain::id::SendId;

/// What a delivery loop has going on.
#[derive(Default)]
pub(super) struct Work {
    sends: JoinSet<Ended>,
    /// Which lane each send serves, and with which row.
    lanes: HashMap<task::Id, (String, SendId)>,
    marks: JoinSet<()>,
    ended: Vec<Ended>,
}

impl Work {
    pub(super) fn is_busy(&self) -> bool {
        !self.sends.is_empty() || !self.marks.is_empty() || !self.ended.is_empty()
    }

    /// Starts every send whose turn it is, and the writing down of what has ended.
    pub(super) fn start_all<T: Courier + 'static>(&mut self, desk: &Arc<Desk>, couriers: &Arc<Couriers<T>>) {
        while let Some(held) = desk.lanes.next(desk.clock.now(), desk.settings.at_once) {
            let (desk, couriers) = (Arc::clone(desk), Arc::clone(couriers));
            let lane = (held.row.lane.clone(), held.row.id);
            let task = self.sends.spawn(async move { desk.send(&couriers, held).await });
            self.lanes.insert(task.id(), lane);
        }
        self.write_down(desk);
    }

    fn write_down(&mut self, desk: &Arc<Desk>) {
        if self.marks.is_empty() && !self.ended.is_empty() {
            let (desk, ended) = (Arc::clone(desk), std::mem::take(&mut self.ended));
            self.marks.spawn(async move { desk.settle(ended).await });
        }
    }

    /// Waits for the next thing to end, and takes along what else has ended by then.
    pub(super) async fn progress(&mut self, desk: &Arc<Desk>) {
        tokio::select! {
            Some(done) = self.sends.join_next_with_id() => self.take(desk, done),
            Some(_) = self.marks.join_next() => {}
            else => {}
        }
        while let Some(done) = self.sends.try_join_next_with_id() {
            self.take(desk, done);
        }
        self.write_down(desk);
    }

    fn take(&mut self, desk: &Arc<Desk>, done: Result<(task::Id, Ended), task::JoinError>) {
        match done {
            Ok((id, ended)) => {
                self.lanes.remove(&id);
                self.ended.extend(desk.leave_lane(ended));
            }
            Err(error) => {
                // Why: the row is still marked as being sent; `find_forgotten` takes it up again.
                error!(event = "desk.delivery.panicked", "a delivery fell over");
                if let Some((lane, row)) = self.lanes.remove(&error.id()) {
                    desk.lanes.finish(&lane, row, Some(desk.clock.now() + TimeDelta::minutes(2)));
                }
            }
        }
    }
}
