//! Cases nobody has, looked at once in a while: some are given out in turn, and customers hear of names that are true no
//! more.
//!
//! Takes no input: the rows say who has room and what waits. Whoever comes back, gets room or is new is seen by the next
//! look. A case that can't be read holds up no other.

use sqlx::PgConnection;
use tracing::warn;

use super::{Desk, DeskError, follow_up::undone, sheet::in_order};
use crate::{
    domain::{
        front::CaseFile,
        id::CaseId,
        turns::{Free, Given, Hand, give_out, with_room},
    },
    store::{self, StoreError, turns::Loose},
};

/// Cases one look takes up.
const BATCH: i64 = 100;

impl Desk {
    /// Gives out what there is to give, and tells of what nobody has. How many cases that were.
    pub(super) async fn give_out(&self) -> Result<usize, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let (_, loose) = self.loose(&mut db).await?;
        drop(db);
        if loose.is_empty() {
            return Ok(0);
        }
        let error = match self.give(&loose).await {
            Err(error) if error.may_be_of_one() => error,
            given => return given,
        };
        warn!(event = "desk.turns.apart", "cases will be given out one at a time: {error}");
        let mut count = 0;
        for one in loose {
            let case = one.case;
            match self.give(&[one]).await {
                Ok(given) => count += given,
                Err(error) if error.may_be_of_one() => warn!(
                    event = "desk.turns.stuck",
                    case = case.0,
                    "case {case} can't be given to anybody: {error}"
                ),
                Err(error) => return Err(error),
            }
        }
        Ok(count)
    }

    /// Gives out some cases in one transaction, as far as nobody else is at them.
    async fn give(&self, loose: &[Loose]) -> Result<usize, DeskError> {
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let groups = self.terms.in_turn();
        // Why first: what they have by then is what counts.
        store::turns::lock(&mut tx, &groups).await?;
        let hands = self.hands(&mut tx).await?;
        let ids: Vec<CaseId> = loose.iter().map(|one| one.case).collect();
        let ids = store::alerts::lock_free(&mut tx, &ids).await?;
        let given = match self.given(&mut tx, loose, &ids, &hands).await {
            Ok(given) => given,
            Err(error) => return Err(undone(tx, error).await),
        };
        let count = given.plan.cases.len();
        store::turns::put(&mut tx, &given.turns).await?;
        self.finish(tx, given.plan).await?;
        Ok(count)
    }

    /// Whether there is something to give out or to tell, as the rows stand.
    pub(super) async fn is_to_give(&self) -> Result<bool, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let (hands, loose) = self.loose(&mut db).await?;
        let ids: Vec<CaseId> = loose.iter().map(|one| one.case).collect();
        let given = self.given(&mut db, &loose, &ids, &hands).await?;
        Ok(!given.plan.cases.is_empty())
    }

    async fn hands(&self, db: &mut PgConnection) -> Result<Vec<Hand>, StoreError> {
        let groups = self.terms.in_turn();
        if groups.is_empty() { Ok(Vec::new()) } else { store::turns::hands(db, &groups).await }
    }

    /// Who may be given a case, and what waits for somebody: nothing outside the hours, and nothing that is new where nobody
    /// has room.
    async fn loose(&self, db: &mut PgConnection) -> Result<(Vec<Hand>, Vec<Loose>), DeskError> {
        let now = self.clock.now();
        if !self.terms.calendar.is_open(now) || !store::turns::is_any(db, &self.terms.in_turn()).await? {
            return Ok((Vec::new(), Vec::new()));
        }
        let hands = self.hands(db).await?;
        let able = with_room(&hands, &self.terms, now);
        Ok((hands, store::turns::loose(db, &able, BATCH).await?))
    }

    async fn given(
        &self,
        db: &mut PgConnection,
        loose: &[Loose],
        ids: &[CaseId],
        hands: &[Hand],
    ) -> Result<Given, DeskError> {
        let order: Vec<CaseId> = loose.iter().map(|one| one.case).collect();
        let files = in_order(&order, store::cases::files(db, ids).await?);
        let free: Vec<Free> = files.into_iter().filter_map(|file| freed(file, loose)).collect();
        Ok(give_out(&free, hands, self.homes(), &self.terms, self.clock.now()))
    }
}

/// A case with who had it. Why the name only where the case still says so: it was read again since.
fn freed(file: CaseFile, loose: &[Loose]) -> Option<Free> {
    let found = loose.iter().find(|one| one.case == file.case.id)?;
    let leaver = found.leaver.clone().filter(|_| file.case.leaver.is_some());
    Some(Free { gave_back: found.gave_back, leaver, file })
}
