//! After a crash, or whatever else left rows marked as being sent: they are repeated, or shown to a person.

use chrono::TimeDelta;
use sqlx::{PgConnection, PgTransaction};
use tracing::{info, warn};

use super::{
    Desk, DeskError,
    lanes::Held,
    marks::{Ended, Ending},
};
use crate::{
    domain::{id::SendId, phrase::Phrase, plan::Plan},
    store::{
        StoreError, outbox,
        outbox_care::{self, Recovered},
    },
};

/// A row that was said longer ago than this is in hand, or nobody's.
const IN_HAND: TimeDelta = TimeDelta::seconds(10);

impl Desk {
    /// A new epoch begins: what a dead process was sending is in doubt.
    pub(super) async fn take_over(&self, epoch: i64) -> Result<(), DeskError> {
        self.lanes.clear();
        self.ids.forget();
        self.settle_sides().await?;
        let recovered = self.recover(epoch).await?;
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        if self.settings.shared_intake {
            outbox_care::keep_behind(&mut db, self.clock.now()).await?;
        }
        for (lane, until) in outbox_care::postponed(&mut db, self.clock.now()).await? {
            self.lanes.wait(&lane, until);
        }
        // Why: what comes in now must not overtake what the table still holds.
        self.lanes.fall_behind(outbox_care::queued_lanes(&mut db).await?);
        info!(
            event = "desk.lease.taken",
            epoch,
            repeated = recovered.repeated,
            by_hand = recovered.by_hand.len(),
            "holding the lease under epoch {epoch}; {} interrupted deliveries are repeated",
            recovered.repeated
        );
        Ok(())
    }

    /// What dead epochs were sending is repeated, or shown to a person.
    async fn recover(&self, epoch: i64) -> Result<Recovered, DeskError> {
        let now = self.clock.now();
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let recovered = outbox_care::recover(&mut tx, epoch, now).await?;
        self.tell_of_doubts(tx, &recovered.by_hand).await?;
        Ok(recovered)
    }

    /// Rooms are told of rows that wait for a person; what was changed is committed with that.
    async fn tell_of_doubts(&self, mut tx: PgTransaction<'_>, rows: &[SendId]) -> Result<(), DeskError> {
        let mut plan = Plan::default();
        for id in rows {
            plan.absorb(self.in_doubt(&mut tx, *id).await?);
        }
        let held = self.carry_out(&mut tx, plan, None).await?;
        self.lanes.queued_unread();
        Ok(self.commit(tx, held).await?)
    }

    /// The notice about a row that waits for a person.
    async fn in_doubt(&self, db: &mut PgConnection, id: SendId) -> Result<Plan, DeskError> {
        let Some(row) = outbox::get(db, id).await? else { return Ok(Plan::default()) };
        let one = Ended { held: Held::read(row), ending: Ending::InDoubt { why: "interrupted".to_owned() } };
        self.not_delivered(db, &one, Phrase::new("why-uncertain"), "interrupted", None).await
    }

    /// Rows that are marked as being sent although nothing sends them go back into the queue.
    pub async fn find_forgotten(&self) -> Result<usize, DeskError> {
        let Some(epoch) = self.epoch() else { return Ok(0) };
        let now = self.clock.now();
        // Why again: a dead process' last transaction may have been committed after we took over.
        let late = self.recover(epoch).await?;
        let late = late.by_hand.len() + usize::try_from(late.repeated).unwrap_or_default();
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let rows = outbox_care::sending_since(&mut tx, epoch, now - IN_HAND).await?;
        let held = self.lanes.held();
        let forgotten: Vec<SendId> = rows.into_iter().filter(|id| !held.contains(id)).collect();
        if !forgotten.is_empty() {
            let by_hand = outbox_care::requeue(&mut tx, &forgotten, epoch, now).await?;
            self.tell_of_doubts(tx, &by_hand).await?;
            warn!(
                event = "desk.outbox.forgotten",
                count = forgotten.len(),
                "rows nobody was sending are queued again"
            );
        }
        Ok(late + forgotten.len())
    }
}
