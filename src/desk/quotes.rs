//! Prices nobody says anything to: they are brought to mind, and end when their time is up.
//!
//! Takes no input: the rows say what is due. A case somebody is at is left for the next round, and what is due is read again
//! under its lock, so that each thing is done once. A case that can't be read holds up no other.

use sqlx::PgConnection;
use tracing::warn;

use super::{Desk, DeskError, follow_up::undone};
use crate::{
    domain::{front, id::CaseId, plan::Plan},
    store::{self, StoreError},
};

/// Quotes one look takes up.
const BATCH: i64 = 100;

impl Desk {
    /// Looks at every quote that is due for it, one batch. How many that were.
    pub(super) async fn look_at_quotes(&self) -> Result<usize, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let due = store::quotes::due(&mut db, self.clock.now(), BATCH).await?;
        drop(db);
        if due.is_empty() {
            return Ok(0);
        }
        let error = match self.look_at_some(&due).await {
            Err(error) if error.may_be_of_one() => error,
            looked => return looked,
        };
        warn!(event = "desk.quotes.apart", "quotes will be looked at one at a time: {error}");
        let mut looked = 0;
        for one in due {
            match self.look_at_some(&[one]).await {
                Ok(count) => looked += count,
                Err(error) if error.may_be_of_one() => warn!(
                    event = "desk.quotes.stuck",
                    case = one.0.0,
                    "the quote of case {} can't be looked at: {error}",
                    one.0
                ),
                Err(error) => return Err(error),
            }
        }
        Ok(looked)
    }

    /// One look at the quotes of those cases, in one transaction.
    async fn look_at_some(&self, due: &[(CaseId, bool)]) -> Result<usize, DeskError> {
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        match self.looked(&mut tx, due).await {
            Ok((plan, count)) => {
                self.finish(tx, plan).await?;
                Ok(count)
            }
            Err(error) => Err(undone(tx, error).await),
        }
    }

    async fn looked(
        &self,
        db: &mut PgConnection,
        due: &[(CaseId, bool)],
    ) -> Result<(Plan, usize), DeskError> {
        let now = self.clock.now();
        let ids: Vec<CaseId> = due.iter().map(|(case, _)| *case).collect();
        let free = store::alerts::lock_free(db, &ids).await?;
        let (mut plan, mut count) = (Plan::default(), 0);
        for file in store::cases::files(db, &free).await? {
            let quiet = due.iter().any(|(case, quiet)| *case == file.case.id && *quiet);
            let Some(wanted) = front::look_at_quote(&file, quiet, now, &self.terms) else { continue };
            plan.absorb(wanted);
            count += 1;
        }
        Ok((plan, count))
    }
}
