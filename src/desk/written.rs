//! Ends of deliveries that are written down, and those of which nobody knows whether they are.

use std::{collections::HashSet, time::Duration};

use super::{
    Desk, DeskError,
    endings::is_over,
    marks::{Ended, Ending},
};
use crate::{
    domain::id::SendId,
    store::{self, StoreError},
};

/// Between two looks whether a late lease was renewed.
const LATE: Duration = Duration::from_millis(50);

impl Desk {
    /// Writes ends down. `again` = that was tried, and what came of it is not known: those that are written already are not written
    /// a second time, because what follows from them would follow twice.
    pub(super) async fn write(
        &self,
        ended: &mut Vec<Ended>,
        again: bool,
        epoch: i64,
    ) -> Result<(), DeskError> {
        if again {
            let ids: Vec<SendId> = ended.iter().map(|one| one.held.row.id).collect();
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            let open: HashSet<SendId> =
                store::outbox_care::open_among(&mut db, &ids).await?.into_iter().collect();
            drop(db);
            let is_open = |one: &Ended| open.contains(&one.held.row.id);
            let (left, done) = std::mem::take(ended).into_iter().partition(is_open);
            *ended = left;
            self.written(done);
        }
        self.try_settle(ended, epoch).await
    }

    /// The table knows of these ends. Rows that are to be tried again are the first of their lanes again. Why only now: until then
    /// they can't be claimed, and what stands behind them would go first.
    pub(super) fn written(&self, ended: Vec<Ended>) {
        self.tally.ended(&ended);
        self.lanes.forget(ended.iter().filter(|one| is_over(&one.ending)).map(|one| one.held.row.id));
        for Ended { held, ending } in ended {
            if let Ending::Postponed { until, .. } = ending {
                self.lanes.put_back(held.in_question(), until, true);
            }
        }
    }

    /// Returns once our lease is renewed, or another's.
    pub(super) async fn not_late(&self) {
        while self.is_late() {
            // Why real time: the lease runs on it, and whoever renews it tells nobody.
            tokio::time::sleep(LATE).await;
        }
    }
}
