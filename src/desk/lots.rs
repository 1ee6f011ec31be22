//! Lots are watched: lines that were written are marked by their lot, and each lot something was written about is looked at
//! once, in a transaction of its own.
//!
//! Takes no input: `lot_looks` says what is due. Two passes at once look at different lots, and a step is told once, because
//! it has one row.

use chrono::TimeDelta;
use sqlx::PgConnection;
use tracing::{info, warn};

use super::{Desk, DeskError};
use crate::{
    domain::{
        chat::Platform,
        lots::{Cluster, clusters, found},
        plan::{Event, LinkChange, Plan, Send, To},
    },
    store::{self, Fault, StoreError},
};

/// Lines one transaction marks.
const LINES: i64 = 500;
/// Lots of one pass: the others of the pass wait meanwhile.
const LOTS: usize = 100;

impl Desk {
    /// Looks at every lot that something was written about, and writes to those who are to hear of one. How many those were.
    pub(super) async fn see_to_lots(&self) -> Result<usize, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let due = store::lots::to_do(&mut db).await?;
        drop(db);
        let mut count = 0;
        // Why no error ends it: what else is due in this pass is none of theirs.
        if due.looks {
            count += self.watch_lots().await.unwrap_or_else(|error| stuck(&error));
        }
        if due.people || due.running {
            count += self.send_letters().await.unwrap_or_else(|error| stuck(&error));
        }
        Ok(count)
    }

    async fn watch_lots(&self) -> Result<usize, DeskError> {
        self.mark_lots().await?;
        let mut looked = 0;
        while looked < LOTS {
            let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
            let Some(lot) = store::lots::next(&mut tx).await? else { break };
            let done = async {
                let plan = self.look_at_lot(&mut tx, &lot).await?;
                self.finish(tx, plan).await
            };
            match done.await {
                Ok(()) => {}
                // Why it is taken off the list: it fails again however often it is looked at, and the others wait behind it.
                Err(error) if error.fault() == Fault::Poison => {
                    let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
                    store::lots::leave(&mut db, &lot).await?;
                    stuck(&error);
                }
                Err(error) => return Err(error),
            }
            looked += 1;
        }
        Ok(looked)
    }

    /// Whether a lot is still to be looked at, or somebody to be written to, or told how far that is.
    pub(super) async fn misses_lots(&self, db: &mut PgConnection) -> Result<bool, StoreError> {
        let due = store::lots::to_do(db).await?;
        if due.looks || due.people || !due.running {
            return Ok(due.looks || due.people);
        }
        let running = store::letters::running(db).await?;
        Ok(running.iter().any(store::letters::Running::is_news))
    }

    async fn mark_lots(&self) -> Result<(), DeskError> {
        loop {
            let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
            let more = store::lots::mark(&mut tx, self.clock.now(), LINES).await?;
            tx.commit().await.map_err(StoreError::from)?;
            if !more {
                return Ok(());
            }
        }
    }

    /// What follows from the claims of a lot: a cluster that was found or has grown is told, and its cases are linked.
    async fn look_at_lot(&self, db: &mut PgConnection, lot: &str) -> Result<Plan, DeskError> {
        let mut plan = Plan::default();
        let claims = store::lots::claims(db, lot).await?;
        // Why only what is new: lots of the years before this was looked at would all be told at once.
        let since = self.clock.now() - TimeDelta::days(i64::from(self.terms.lots.days));
        for cluster in clusters(&claims, &self.terms.lots).into_iter().filter(|one| one.last >= since) {
            if !store::lots::tell(db, lot, &cluster.defect, cluster.step, self.clock.now()).await? {
                continue;
            }
            let claims = cluster.cases.len();
            info!(
                event = "desk.lot.cluster",
                claims,
                step = cluster.step,
                "a lot has {claims} claims of one kind"
            );
            // Why of any platform: names are all that is wanted of them.
            let on = self.sides().first().map_or(Platform::Telegram, |side| side.platform);
            let roster = store::agents::roster(db, on).await?;
            let home = self.homes().of_group(&self.terms.lots.group, &self.terms);
            let written = store::lots::spelled(db, lot).await?;
            let named = (lot, written.as_deref().unwrap_or(lot));
            plan.sends.push(found(named, &cluster, &roster, home.map_or(To::Staff, To::Home), &self.terms));
            plan.absorb(self.linked(db, &cluster).await?);
        }
        Ok(plan)
    }

    /// Every case of a cluster belongs with its oldest.
    async fn linked(&self, db: &mut PgConnection, cluster: &Cluster) -> Result<Plan, DeskError> {
        let at = self.clock.now();
        let files = store::cases::files(db, &cluster.cases).await?;
        let mut plan = Plan::default();
        let Some((first, others)) = files.split_first() else { return Ok(plan) };
        for other in others.iter().filter(|file| !file.linked.contains(&first.case.reference)) {
            let (a, b) = (first.case.id, other.case.id);
            plan.links.push(LinkChange { a, b, on: true, by: None, at });
            for (one, with) in [(first, other), (other, first)] {
                let data = serde_json::json!({ "ref": with.case.reference.to_string() });
                plan.events.push(Event { case: one.case.id, at, kind: "linked", by: None, data });
                plan.sends.push(Send::card(one.case.id));
            }
        }
        Ok(plan)
    }
}

/// Something about lots could not be done: the rest of the pass goes on.
fn stuck(error: &DeskError) -> usize {
    warn!(
        event = "desk.lot.stuck",
        "claims of a lot, or a message to all, could not be followed up: {error}"
    );
    0
}
