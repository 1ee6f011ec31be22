//! What a delivery loop has going on: sends in flight, and the writing down of how they ended.

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::TimeDelta;
use tokio::{
    task::{self, JoinSet},
    time::Instant,
};
use tracing::error;

use super::{Desk, courier::Courier, deliver::Couriers, marks::Ended};
use crate::domain::id::SendId;

/// How long an end waits for others to be written down with it, while more are on their way. A process that dies meanwhile has
/// its messages sent once more, so it is no longer than a few answers of a platform take.
const TOGETHER: Duration = Duration::from_millis(4);
/// So many are written down at once.
const MANY: usize = 64;

/// What a delivery loop has going on.
#[derive(Default)]
pub(super) struct Work {
    sends: JoinSet<Ended>,
    /// Which lane each send serves, and with which row.
    lanes: HashMap<task::Id, (String, SendId)>,
    marks: JoinSet<()>,
    ended: Vec<Ended>,
    /// Since when the first of these waits.
    since: Option<Instant>,
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

    /// Until when ends wait for others, if they do.
    fn together_until(&self) -> Option<Instant> {
        if self.marks.is_empty() {
            together_until(self.since?, self.ended.len(), self.sends.len())
        } else {
            None
        }
    }

    fn write_down(&mut self, desk: &Arc<Desk>) {
        let waits = self.together_until().is_some_and(|until| Instant::now() < until);
        if self.marks.is_empty() && !self.ended.is_empty() && !waits {
            self.since = None;
            let (desk, ended) = (Arc::clone(desk), std::mem::take(&mut self.ended));
            self.marks.spawn(async move { desk.settle(ended).await });
        }
    }

    /// Waits for the next thing to end, and takes along what else has ended by then.
    pub(super) async fn progress(&mut self, desk: &Arc<Desk>) {
        let until = self.together_until();
        tokio::select! {
            Some(done) = self.sends.join_next_with_id() => self.take(desk, done),
            Some(_) = self.marks.join_next() => {}
            // Why real time: it is the platforms' answers that are waited for.
            () = tokio::time::sleep_until(until.unwrap_or_else(Instant::now)), if until.is_some() => {}
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
                if !self.ended.is_empty() {
                    self.since.get_or_insert_with(Instant::now);
                }
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

/// Until when so many ends wait for those that are still on their way, if they do.
fn together_until(since: Instant, ended: usize, on_their_way: usize) -> Option<Instant> {
    (ended < MANY && on_their_way > 0).then(|| since + TOGETHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_wait_a_moment_for_what_is_on_its_way_and_one_alone_does_not() {
        let now = Instant::now();
        assert_eq!(together_until(now, 1, 0), None, "nothing else is to come");
        assert_eq!(together_until(now, 1, 1), Some(now + TOGETHER));
        assert_eq!(together_until(now, MANY - 1, 60), Some(now + TOGETHER));
        assert_eq!(together_until(now, MANY, 60), None, "enough of them");
    }
}
