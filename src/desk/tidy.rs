//! What was kept long enough goes: once an hour, table by table, a small batch at a time.
//!
//! One table that can't be tidied holds up none of the others: the round goes on with the next and fails at its end.
//! How each table is asked from its old end is `store::housekeeping`'s.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Months, TimeDelta, Utc};

use super::{Desk, DeskError, round::Round};
use crate::store::{
    self, StoreError,
    housekeeping::{Kept, Since},
};

/// Cases whose words, or people, one transaction takes away.
const WORN_AT_ONCE: i64 = 50;

/// Between two walks over the outbox from its beginning.
const WHOLE_WALK: TimeDelta = TimeDelta::days(1);

/// How far the outbox was walked: what was delivered of the rows up to there is gone, what wasn't stays for ever.
///
/// Why it is kept, and why only for a day: undelivered rows of years are not walked over again every hour; one of them may be
/// sent after all.
#[derive(Debug, Default)]
pub(super) struct Walked(Mutex<Option<Walk>>);

/// One walk, begun at the beginning.
#[derive(Debug, Clone, Copy)]
struct Walk {
    begun: DateTime<Utc>,
    to: i64,
}

impl Walked {
    fn at(&self, now: DateTime<Utc>) -> Walk {
        let walk = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        walk.filter(|walk| walk.begun <= now && now - walk.begun < WHOLE_WALK)
            .unwrap_or(Walk { begun: now, to: 0 })
    }

    fn reached(&self, walk: Walk) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(walk);
    }
}

impl Desk {
    /// Deletes what has been kept long enough; small batches until nothing is left.
    ///
    /// # Errors
    /// The first of the tables that could not be tidied; the others were.
    pub async fn tidy(&self) -> Result<u64, DeskError> {
        let now = self.clock.now();
        let keep = self.settings.keep;
        self.paces.forget(now);
        let since = Since {
            seen: now - keep.seen,
            sent: now - keep.sent,
            quarantine: now - keep.quarantine,
            parked: now - keep.sent,
            // Why: the longest stretch they are counted over.
            lookups: now - TimeDelta::days(1),
        };
        let mut round = Round::default();
        if let Some(before) = now.checked_sub_months(Months::new(keep.case_months)) {
            round.came("surveys", self.wear_surveys(before).await)?;
            // Why before the files: the contents of a case's files have nobody then, and go in the same round.
            round.came("cases", self.wear_out(before, now).await)?;
        }
        round.came("files", self.sweep_files().await)?;
        round.came("outbox", self.sweep_sent(now, since.sent).await)?;
        for kept in Kept::ALL {
            round.came(kept.table(), self.sweep_kept(kept, &since).await)?;
        }
        round.end()
    }

    async fn sweep_kept(&self, kept: Kept, since: &Since) -> Result<u64, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let mut gone = 0;
        loop {
            let batch = store::housekeeping::sweep(&mut db, kept, since).await?;
            gone += batch.gone;
            if !batch.more {
                return Ok(gone);
            }
        }
    }

    async fn sweep_sent(&self, now: DateTime<Utc>, before: DateTime<Utc>) -> Result<u64, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let mut walk = self.walked.at(now);
        let (mut from, mut gone, mut all_old) = (walk.to, 0, true);
        loop {
            let step = store::housekeeping::sweep_sent(&mut db, before, from).await?;
            gone += step.gone;
            if all_old {
                walk.to = step.old_to;
                self.walked.reached(walk);
            }
            let Some(next) = step.next else { return Ok(gone) };
            all_old &= step.old_to == next;
            from = next;
        }
    }

    async fn wear_surveys(&self, before: DateTime<Utc>) -> Result<u64, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        Ok(store::surveys::desk::wear(&mut db, before).await?)
    }

    /// Takes the words and files out of cases that ended long ago, and then forgets whose they were, a small batch at a time.
    async fn wear_out(&self, before: DateTime<Utc>, now: DateTime<Utc>) -> Result<u64, DeskError> {
        let mut worn = 0;
        loop {
            let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
            let mut some = store::erasure::wear_out(&mut tx, before, now, WORN_AT_ONCE).await?;
            if some == 0 {
                // Why after all cases: who they belonged to is kept as long as words of theirs are.
                some = store::erasure::forget_old(&mut tx, before, now, WORN_AT_ONCE).await?;
            }
            tx.commit().await.map_err(StoreError::from)?;
            worn += some;
            if some == 0 {
                return Ok(worn);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_goes_on_where_it_was_for_a_day_and_begins_anew_then() {
        let walked = Walked::default();
        let now = DateTime::UNIX_EPOCH;
        let walk = walked.at(now);
        assert_eq!(walk.to, 0);
        walked.reached(Walk { to: 7, ..walk });
        assert_eq!(walked.at(now + TimeDelta::hours(23)).to, 7);
        assert_eq!(walked.at(now + TimeDelta::hours(24)).to, 0);
        assert_eq!(walked.at(now - TimeDelta::hours(1)).to, 0, "nothing is known of a day that was put back");
    }
}
