//! What is due without anybody asking: reminders of drafts, their end, words nobody said the case of, and promises.
//!
//! Takes no input: the rows say what is due. Each person's work is a transaction of its own.

use tracing::warn;

use super::{Desk, DeskError, round::Round};
use crate::{
    domain::{
        front,
        id::{CaseId, DialogueId, MessageId, PersonId},
        plan::Plan,
    },
    store::{self, Fault, StoreError},
};

/// People one pass works through.
const BATCH: i64 = 100;

fn counted(part: Result<usize, DeskError>) -> Result<u64, DeskError> {
    part.map(|some| u64::try_from(some).unwrap_or(u64::MAX))
}

/// Takes back what failed. Why waited for: what it held stays locked until then, and would be passed over as somebody else's.
pub(super) async fn undone(tx: sqlx::PgTransaction<'_>, error: DeskError) -> DeskError {
    match tx.rollback().await {
        Ok(()) => error,
        Err(gone) => StoreError::from(gone).into(),
    }
}

impl DeskError {
    /// Whether it may be one case's alone, of those that were looked at together: what its rows hold, or that it has rows where
    /// something of the schema is missing. Why both: whichever it is, the case stays due, and the others need not wait for it.
    pub(super) fn may_be_of_one(&self) -> bool {
        self.fault() == Fault::Poison || matches!(self, Self::Store(error) if error.code().starts_with("42"))
    }
}

impl Desk {
    /// Does everything that is due now, one batch of it. How much there was.
    pub async fn follow_up(&self) -> Result<usize, DeskError> {
        let begun = std::time::Instant::now();
        let done = self.pass().await?;
        self.tally.passes.took(begun.elapsed());
        Ok(done)
    }

    async fn pass(&self) -> Result<usize, DeskError> {
        let now = self.clock.now();
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let drafts = store::dialogues::due(&mut db, now, BATCH).await?;
        let parked = store::messages::overdue(&mut db, now, BATCH).await?;
        drop(db);
        let count = drafts.len() + parked.len();
        for (draft, person) in drafts {
            if let Err(error) = self.follow_draft(draft, person).await {
                warn!(
                    event = "desk.draft.stuck",
                    draft = draft.0,
                    "draft {draft} could not be followed up: {error}"
                );
            }
        }
        for (message, case) in parked {
            if let Err(error) = self.file_overdue(message, case).await {
                warn!(
                    event = "desk.words.stuck",
                    message = message.0,
                    "message {message} could not be put into a case: {error}"
                );
            }
        }
        // Why first, and why nothing goes on without it: what is due is told by the terms of today.
        self.reckon().await?;
        let mut round = Round::default();
        round.came("promises", counted(self.sweep().await))?;
        round.came("appointments", counted(self.remind().await))?;
        round.came("holidays", self.ask_for_holidays().await.map(|()| 0))?;
        round.came("lots", counted(self.see_to_lots().await))?;
        round.came("reports", self.report_weekly().await.map(|()| 0))?;
        round.came("turns", counted(self.give_out().await))?;
        round.came("quotes", counted(self.look_at_quotes().await))?;
        round.came("silence", self.count_silence().await.map(|()| 0))?;
        // Why last: what ended in this pass lets somebody be asked.
        round.came("surveys", counted(self.survey().await))?;
        round.came("erasures", counted(self.close_erasures().await))?;
        Ok(count + usize::try_from(round.end()?).unwrap_or(usize::MAX))
    }

    async fn follow_draft(&self, draft: DialogueId, person: PersonId) -> Result<(), DeskError> {
        let now = self.clock.now();
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let Some(party) = store::people::lock(&mut tx, person).await? else { return Ok(()) };
        let Some(row) = store::dialogues::get_due(&mut tx, draft, now).await? else { return Ok(()) };
        let mut plan = front::follow_up(&row, &party, &self.terms, now);
        if store::people::is_gone(&mut tx, person, row.platform, now).await? {
            plan.sends.clear();
        }
        self.finish(tx, plan).await
    }

    async fn file_overdue(&self, message: MessageId, case: CaseId) -> Result<(), DeskError> {
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let wanted = store::cases::Wanted { ids: vec![case.0], ..store::cases::Wanted::default() };
        let ids = store::cases::lock(&mut tx, &wanted).await?;
        let Some(file) = store::cases::files(&mut tx, &ids).await?.into_iter().next() else { return Ok(()) };
        // Why again: its writer may have said which case, since it was found; the case's lock keeps it so from here on.
        if !store::messages::is_parked(&mut tx, message).await? {
            return Ok(());
        }
        let mut supply = self.supply(&mut tx, 1).await?;
        let plan = front::overdue(message, &file, self.clock.now(), &self.terms, &mut supply);
        self.ids.give_back(&supply);
        self.finish(tx, plan).await
    }

    /// Proposed solutions nobody said anything to for long enough count.
    async fn count_silence(&self) -> Result<(), DeskError> {
        let now = self.clock.now();
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let quiet = self.silent(&mut db, now).await?;
        if quiet.is_empty() {
            return Ok(());
        }
        drop(db);
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let ids = store::alerts::lock_free(&mut tx, &quiet).await?;
        let files = store::cases::files(&mut tx, &ids).await?;
        let mut plan = Plan::default();
        for over in files.iter().filter_map(|file| front::silent(file, now, &self.terms)) {
            plan.absorb(over);
        }
        self.finish(tx, plan).await
    }

    /// Cases whose proposals have been met with silence for long enough.
    async fn silent(
        &self,
        db: &mut sqlx::PgConnection,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<Vec<CaseId>, DeskError> {
        // Why days of the calendar: service days are never fewer.
        let days = chrono::TimeDelta::days(i64::from(self.terms.lives.silent_days));
        let quiet = store::cases::silent_since(db, now - days, BATCH).await?;
        let over = quiet.into_iter().filter(|(_, since)| front::silence_is_over(*since, now, &self.terms));
        Ok(over.map(|(case, _)| case).collect())
    }

    pub(super) async fn finish(&self, mut tx: sqlx::PgTransaction<'_>, plan: Plan) -> Result<(), DeskError> {
        match self.carry_out(&mut tx, plan, None).await {
            Ok(held) => Ok(self.commit(tx, held).await?),
            Err(error) => Err(undone(tx, error).await),
        }
    }

    /// Whether nothing is on its way and nothing is due: the desk rests until something comes in or the clock moves.
    pub async fn is_at_rest(&self) -> Result<bool, DeskError> {
        let now = self.clock.now();
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        // Why the outbox last: what is due becomes rows of it, and must be seen as the one or the other.
        Ok(!self.fetching.is_busy()
            && !store::evidence::is_due(&mut db, now).await?
            && store::dialogues::due(&mut db, now, 1).await?.is_empty()
            && store::messages::overdue(&mut db, now, 1).await?.is_empty()
            && store::alerts::due(&mut db, now, 1).await?.is_empty()
            && self.silent(&mut db, now).await?.is_empty()
            && self.has_reminded(&mut db).await?
            && store::quotes::due(&mut db, now, 1).await?.is_empty()
            && !self.is_to_give().await?
            && !self.is_to_survey(&mut db, now).await?
            && !store::privacy::is_any_settled(&mut db).await?
            && !self.misses_holidays(&mut db).await?
            && !self.misses_lots(&mut db).await?
            && !self.owes_a_report(&mut db).await?
            && !store::outbox_care::is_busy(&mut db, now).await?)
    }
}
