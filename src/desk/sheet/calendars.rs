//! The calendars of agents a batch may book times in: those who ask for one, and those its cases have appointments with.

use std::collections::BTreeSet;

use sqlx::PgConnection;

use super::Sheet;
use crate::{
    domain::{chat::Incoming, front::Needs},
    store::{self, StoreError},
};

impl Sheet {
    /// Locks those calendars and reads which times are taken. Why last: nothing else is waited for after it.
    pub(super) async fn read_calendars(
        &mut self,
        db: &mut PgConnection,
        batch: &[&Incoming],
        needs: &[Needs],
    ) -> Result<(), StoreError> {
        let asks = batch.iter().zip(needs).filter(|(_, need)| need.calendar);
        let asking = asks.filter_map(|(incoming, _)| self.accounts.get(&incoming.by.account));
        let appointed = self.files.values().flat_map(|file| file.appointed()).map(|one| &one.agent);
        let agents: BTreeSet<i64> = asking.chain(appointed).map(|agent| agent.0).collect();
        if agents.is_empty() {
            return Ok(());
        }
        let agents: Vec<i64> = agents.into_iter().collect();
        store::appointments::lock_calendars(db, &agents).await?;
        self.booked = store::appointments::booked(db, &agents).await?;
        Ok(())
    }
}
