//! After a change of the terms: every open clock under the new ones, a batch at a time, each case whole.
//!
//! Which are to be done is told by the edition each clock was reckoned under, so that a process that dies in between
//! leaves the rest to the next one, and doing it twice changes nothing.

use std::sync::atomic::{AtomicBool, Ordering};

use tracing::info;

use super::{Desk, DeskError};
use crate::{
    domain::{
        clocks::reckon::{reckoned, report},
        plan::Plan,
    },
    store::{self, StoreError},
};

/// Clocks one transaction reckons.
const BATCH: i64 = 1000;

/// Whether everything is reckoned under this process's terms.
#[derive(Debug, Default)]
pub(super) struct Reckoned(AtomicBool);

impl Desk {
    /// Reckons open clocks of earlier editions of the terms anew. How many cases that were.
    pub(super) async fn reckon(&self) -> Result<usize, DeskError> {
        if self.reckoned.0.load(Ordering::Relaxed) {
            return Ok(0);
        }
        let (mut cases, mut seen, mut earlier, mut later) = (0, 0, 0, 0);
        loop {
            let now = self.clock.now();
            let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
            let due = store::clocks::older(&mut tx, self.terms.version, BATCH).await?;
            if due.is_empty() {
                break;
            }
            let wanted = store::cases::Wanted { ids: due, ..store::cases::Wanted::default() };
            let ids = store::cases::lock(&mut tx, &wanted).await?;
            let mut plan = Plan::default();
            for file in store::cases::files(&mut tx, &ids).await? {
                let (changed, moved) = reckoned(&file, now, &self.terms);
                plan.absorb(changed);
                cases += 1;
                seen += moved.len();
                let dated = moved.iter().filter(|m| m.is_dated_anew());
                let (before, after): (Vec<_>, Vec<_>) = dated.partition(|m| m.change.clock.due_at < m.before);
                earlier += before.len();
                later += after.len();
            }
            self.finish(tx, plan).await?;
        }
        self.reckoned.0.store(true, Ordering::Relaxed);
        if cases > 0 {
            let version = self.terms.version;
            info!(
                event = "desk.terms.reckoned",
                version, seen, earlier, later, "{seen} open promises were reckoned under edition {version}"
            );
            let tx = self.pool.begin().await.map_err(StoreError::from)?;
            let plan = Plan::saying(report(version, seen, earlier, later));
            self.finish(tx, plan).await?;
        }
        Ok(cases)
    }
}
