//! After a change of the terms: every open clock under the new ones, a batch at a time, each case whole.
//!
//! Which are to be done is told by the edition each clock was reckoned under, so that a process that dies in between
//! leaves the rest to the next one, and doing it twice changes nothing.

use std::sync::atomic::{AtomicBool, Ordering};

use tracing::{info, warn};

use super::{Desk, DeskError};
use crate::{
    domain::{
        clocks::reckon::{Moved, reckoned, report},
        plan::Plan,
    },
    store::{self, StoreError},
};

/// Clocks one transaction reckons.
const BATCH: i64 = 1000;

/// Whether everything is reckoned under this process's terms.
#[derive(Debug, Default)]
pub(super) struct Reckoned(AtomicBool);

/// What became of open promises under other terms.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    cases: usize,
    seen: usize,
    earlier: usize,
    later: usize,
}

impl Tally {
    fn count(&mut self, moved: &[Moved]) {
        self.cases += 1;
        self.seen += moved.len();
        for one in moved.iter().filter(|one| one.is_dated_anew()) {
            let sooner = one.change.clock.due_at < one.before;
            *(if sooner { &mut self.earlier } else { &mut self.later }) += 1;
        }
    }

    fn add(&mut self, other: Self) {
        self.cases += other.cases;
        self.seen += other.seen;
        self.earlier += other.earlier;
        self.later += other.later;
    }
}

impl Desk {
    /// Reckons open clocks of earlier editions of the terms anew. A case that can't be read is left as it is and holds up
    /// no other.
    pub(super) async fn reckon(&self) -> Result<(), DeskError> {
        if self.reckoned.0.load(Ordering::Relaxed) {
            return Ok(());
        }
        let version = self.terms.version;
        let mut all = Tally::default();
        loop {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            let due = store::clocks::older(&mut db, version, BATCH).await?;
            drop(db);
            let some = self.reckon_or_apart(&due).await?;
            if some.cases == 0 {
                break;
            }
            all.add(some);
        }
        if all.cases > 0 {
            let Tally { seen, earlier, later, .. } = all;
            info!(
                event = "desk.terms.reckoned",
                version, seen, earlier, later, "{seen} open promises were reckoned under edition {version}"
            );
        }
        self.report_moved().await?;
        self.reckoned.0.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Tells each group whose cases have other dates under this edition how many, once for ever: what a process that died
    /// in between has moved is in it as well.
    async fn report_moved(&self) -> Result<(), DeskError> {
        let version = self.terms.version;
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let mut plan = Plan::default();
        if store::notices::once(&mut tx, &format!("terms:{version}"), self.clock.now()).await? {
            for moved in store::clocks::moved(&mut tx, version).await? {
                let home = self.homes().of_group(&moved.group, &self.terms);
                plan.sends.push(report(&moved, home, &self.terms));
            }
        }
        self.finish(tx, plan).await
    }

    async fn reckon_or_apart(&self, due: &[i64]) -> Result<Tally, DeskError> {
        let error = match self.reckon_some(due).await {
            Err(error) if error.may_be_of_one() => error,
            reckoned => return reckoned,
        };
        warn!(event = "desk.terms.apart", "promises will be reckoned one case at a time: {error}");
        let mut all = Tally::default();
        for case in due {
            match self.reckon_some(&[*case]).await {
                Ok(one) => all.add(one),
                Err(error) if error.may_be_of_one() => {
                    warn!(
                        event = "desk.terms.stuck",
                        case, "the promises of case {case} can't be reckoned: {error}"
                    );
                }
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }

    async fn reckon_some(&self, due: &[i64]) -> Result<Tally, DeskError> {
        let mut tally = Tally::default();
        if due.is_empty() {
            return Ok(tally);
        }
        let now = self.clock.now();
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let wanted = store::cases::Wanted { ids: due.to_vec(), ..store::cases::Wanted::default() };
        let ids = store::cases::lock(&mut tx, &wanted).await?;
        let files = match store::cases::files(&mut tx, &ids).await {
            Ok(files) => files,
            Err(error) => {
                // Why waited for: the cases stay locked until then.
                tx.rollback().await.map_err(StoreError::from)?;
                return Err(error.into());
            }
        };
        let mut plan = Plan::default();
        for file in &files {
            let (changed, moved) = reckoned(file, now, &self.terms);
            if moved.is_empty() {
                continue;
            }
            plan.absorb(changed);
            tally.count(&moved);
        }
        self.finish(tx, plan).await?;
        Ok(tally)
    }
}
