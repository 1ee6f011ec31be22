//! The sweep: promises that are to be looked at, a batch of cases at a time.
//!
//! Cases are found by the index of what is due and locked one by one, those that somebody is at are left for the next
//! round; what is due is read again under the lock. A case that can't be read holds up no other. Two sweeps at once tell nothing twice: a step has one row.

use sqlx::PgConnection;
use tracing::warn;

use super::{Desk, DeskError, follow_up::undone, lanes::Held};
use crate::{
    domain::{
        alerts::{Watch, look, speak},
        chat::Platform,
        id::{CaseId, Supply},
        plan::Plan,
    },
    store::{self, StoreError},
};

/// Clocks one transaction looks at.
const BATCH: i64 = 500;
/// Batches of one pass: the others of the pass wait meanwhile.
const ROUNDS: usize = 40;

/// What came of one look.
struct Looked {
    held: Vec<Held>,
    /// Cases that were free to be looked at.
    cases: usize,
    /// Steps that somebody was told of.
    told: usize,
}

impl Desk {
    /// Looks at every promise that is due for it. How many cases that were.
    pub(super) async fn sweep(&self) -> Result<usize, DeskError> {
        let mut swept = 0;
        for _ in 0..ROUNDS {
            let some = self.sweep_batch().await?;
            swept += some;
            if some == 0 {
                break;
            }
        }
        Ok(swept)
    }

    async fn sweep_batch(&self) -> Result<usize, DeskError> {
        let now = self.clock.now();
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let due = store::alerts::due(&mut db, now, BATCH).await?;
        drop(db);
        if due.is_empty() {
            return Ok(0);
        }
        let error = match self.look_at(&due).await {
            Err(error) if error.may_be_of_one() => error,
            swept => return swept,
        };
        warn!(event = "desk.promises.apart", "promises will be looked at one case at a time: {error}");
        let mut swept = 0;
        for case in due {
            match self.look_at(&[case]).await {
                Ok(one) => swept += one,
                Err(error) if error.may_be_of_one() => warn!(
                    event = "desk.promises.stuck",
                    case = case.0,
                    "the promises of case {case} can't be looked at: {error}"
                ),
                Err(error) => return Err(error),
            }
        }
        Ok(swept)
    }

    /// One look at the promises of those cases, in one transaction. How many of them were free to be looked at.
    async fn look_at(&self, due: &[CaseId]) -> Result<usize, DeskError> {
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        match self.look_in(&mut tx, due).await {
            Ok(Looked { held, cases, told }) => {
                self.commit(tx, held).await?;
                self.tally.told.add(told);
                Ok(cases)
            }
            Err(error) => Err(undone(tx, error).await),
        }
    }

    async fn look_in(&self, db: &mut PgConnection, due: &[CaseId]) -> Result<Looked, DeskError> {
        let now = self.clock.now();
        let cases = store::alerts::lock_free(db, due).await?;
        let files = store::cases::files(db, &cases).await?;
        let clocks: Vec<_> = files.iter().flat_map(|file| &file.clocks).map(|clock| clock.id).collect();
        let told = store::alerts::told(db, &clocks).await?;
        // Why of any platform: names are all that is wanted of them.
        let on = self.sides().first().map_or(Platform::Telegram, |side| side.platform);
        let roster = store::agents::roster(db, on).await?;
        let over =
            files.iter().flat_map(|file| &file.clocks).filter(|c| c.due_at.is_some_and(|due| due <= now));
        let most = i64::try_from(over.count()).unwrap_or(i64::MAX);
        // Why not always: only a promise given anew is a new row.
        let mut supply = if most > 0 { self.supply(db, most).await? } else { Supply::new(0, 0, 0) };
        let (mut plan, mut spoken) = (Plan::default(), Vec::new());
        for file in &files {
            let home = self.homes().of_group(&file.case.group, &self.terms);
            let watch = Watch { file, told: &told, roster: &roster, home, terms: &self.terms, now };
            let (wanted, said) = look(&watch, &mut supply);
            plan.absorb(wanted);
            spoken.extend(said);
        }
        if most > 0 {
            self.ids.give_back(&supply);
        }
        plan.sends.extend(speak(&spoken, &self.terms));
        let held = self.carry_out(db, plan, None).await?;
        Ok(Looked { held, cases: files.len(), told: spoken.len() })
    }
}
