//! What is kept for a while only. Small batches, so that nothing waits for them.
//!
//! Each table is asked from its old end, so a batch costs the same however much there is and however little of it is due.
//! Why numbers and not parameters: plans are made once for all values, and how few rows a batch is decides them
//! (`docs/adr/0046-what-is-old-is-found-from-its-old-end.md`).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;

/// Rows one batch deletes at most; the statements below say the same number.
const BATCH: u64 = 1000;

/// Since when rows of each table are kept.
#[derive(Debug, Clone, Copy)]
pub struct Since {
    /// Dedupe keys.
    pub seen: DateTime<Utc>,
    /// Delivered rows of the outbox.
    pub sent: DateTime<Utc>,
    /// Quarantined updates.
    pub quarantine: DateTime<Utc>,
    /// Parked words whose person never opened a case.
    pub parked: DateTime<Utc>,
    /// Numbers customers had looked up, and links to files.
    pub lookups: DateTime<Utc>,
}

/// What is kept for a while, but for the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Keys of updates.
    Keys,
    /// Updates nobody could take.
    Quarantine,
    /// Words whose person never opened a case.
    Parked,
    /// Who had order numbers looked up.
    Lookups,
    /// What buttons of agents go on with.
    Slips,
    /// Restrictions that ran out.
    Restrictions,
    /// Questions to agents nobody answered.
    Questions,
    /// Links to files.
    Passes,
    /// One-time links nobody used.
    Invites,
}

impl Kept {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Keys,
        Self::Quarantine,
        Self::Parked,
        Self::Lookups,
        Self::Slips,
        Self::Restrictions,
        Self::Questions,
        Self::Passes,
        Self::Invites,
    ];

    /// The table.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Keys => "seen",
            Self::Quarantine => "quarantine",
            Self::Parked => "messages",
            Self::Lookups => "order_lookups",
            Self::Slips => "slips",
            Self::Restrictions => "restrictions",
            Self::Questions => "questions",
            Self::Passes => "passes",
            Self::Invites => "invites",
        }
    }
}

/// What became of one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch {
    /// Rows that went.
    pub gone: u64,
    /// There may be more.
    pub more: bool,
}

/// Deletes one batch of what is too old.
pub async fn sweep(db: &mut PgConnection, kept: Kept, since: &Since) -> Result<Batch, StoreError> {
    let gone = match kept {
        Kept::Keys => sweep_keys(db, since.seen).await?,
        Kept::Quarantine => sweep_quarantine(db, since.quarantine).await?,
        Kept::Parked => sweep_parked(db, since.parked).await?,
        Kept::Lookups => sweep_lookups(db, since.lookups).await?,
        Kept::Slips => sweep_slips(db, since.sent).await?,
        Kept::Restrictions => sweep_restrictions(db, since.sent).await?,
        Kept::Questions => sweep_questions(db, since.sent).await?,
        Kept::Passes => sweep_passes(db, since.lookups).await?,
        Kept::Invites => sweep_invites(db, since.sent).await?,
    };
    Ok(Batch { gone, more: gone == BATCH })
}

/// What one step over the outbox found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Rows that went.
    pub gone: u64,
    /// Where the next step begins; absent = the rest is younger.
    pub next: Option<i64>,
    /// Up to here everything was old: what was delivered of it is gone.
    pub old_to: i64,
}

/// One step over the outbox, past the rows up to `from`: of the next thousand those go that were delivered and are too old.
///
/// Why by ids: they are given in the order of time, so no index has to be kept for it. Why all rows count and not the
/// delivered ones: what was not delivered stays for ever, and a step ends after a thousand of these, too.
pub async fn sweep_sent(db: &mut PgConnection, before: DateTime<Utc>, from: i64) -> Result<Step, StoreError> {
    let found = sqlx::query!(
        r#"
        WITH oldest AS (
            SELECT id, state, created_at < $2 AS old FROM outbox WHERE id > $1 ORDER BY id LIMIT 1000
        ), gone AS (
            DELETE FROM outbox WHERE id IN (SELECT id FROM oldest WHERE old AND state = 'sent') AND state = 'sent'
            RETURNING id
        )
        SELECT (SELECT count(*) FROM gone) AS "gone!", max(id) AS last, min(id) FILTER (WHERE NOT old) AS young,
               count(*) = 1000 AND bool_or(old) AS "more!"
        FROM oldest
        "#,
        from,
        before
    )
    .fetch_one(&mut *db)
    .await?;
    let last = found.last.unwrap_or(from);
    Ok(Step {
        gone: found.gone.unsigned_abs(),
        next: found.more.then_some(last),
        old_to: found.young.map_or(last, |young| young - 1),
    })
}

async fn sweep_keys(db: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let gone = sqlx::query!(
        "DELETE FROM seen WHERE ctid IN (SELECT ctid FROM seen WHERE at < $1 ORDER BY at LIMIT 1000)",
        before
    );
    Ok(gone.execute(&mut *db).await?.rows_affected())
}

/// Its numbers are given in the order of time, and nothing of it stays.
async fn sweep_quarantine(db: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let gone = sqlx::query!(
        r#"
        WITH oldest AS (SELECT id, at FROM quarantine ORDER BY id LIMIT 1000)
        DELETE FROM quarantine WHERE id IN (SELECT id FROM oldest WHERE at < $1)
        "#,
        before
    );
    Ok(gone.execute(&mut *db).await?.rows_affected())
}

/// Deletes words that were set aside before then, and what hangs on them.
async fn sweep_parked(db: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let gone = sqlx::query!(
        r#"
        WITH gone AS (
            SELECT id FROM messages WHERE case_id IS NULL AND parked_until < $1 ORDER BY parked_until LIMIT 1000
        ), unlinked AS (
            DELETE FROM links WHERE message IN (SELECT id FROM gone)
        ), unrevised AS (
            DELETE FROM message_revisions WHERE message IN (SELECT id FROM gone)
        ), unanswered AS (
            UPDATE messages SET reply_to = NULL
            WHERE reply_to IN (SELECT id FROM gone) AND id NOT IN (SELECT id FROM gone)
        )
        DELETE FROM messages WHERE id IN (SELECT id FROM gone)
        "#,
        before
    );
    Ok(gone.execute(&mut *db).await?.rows_affected())
}

/// A day of them is little: they are read as a whole.
async fn sweep_lookups(db: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let gone = sqlx::query!(
        "DELETE FROM order_lookups WHERE ctid IN (SELECT ctid FROM order_lookups WHERE at < $1 LIMIT 1000)",
        before
    );
    Ok(gone.execute(&mut *db).await?.rows_affected())
}

async fn sweep_slips(db: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let gone = sqlx::query!(
        "DELETE FROM slips WHERE id IN (SELECT id FROM slips WHERE at < $1 ORDER BY at LIMIT 1000)",
        before
    );
    Ok(gone.execute(&mut *db).await?.rows_affected())
}

/// Why it is asked twice, here and for invites: who took the row first may have changed it.
async fn sweep_restrictions(db: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let gone = sqlx::query!(
        r#"
        DELETE FROM restrictions
        WHERE person IN (SELECT person FROM restrictions WHERE until < $1 ORDER BY until LIMIT 1000) AND until < $1
        "#,
        before
    );
    Ok(gone.execute(&mut *db).await?.rows_affected())
}

async fn sweep_questions(db: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let gone = sqlx::query!(
        "DELETE FROM questions WHERE prompt IN (SELECT prompt FROM questions WHERE at < $1 ORDER BY at LIMIT 1000)",
        before
    );
    Ok(gone.execute(&mut *db).await?.rows_affected())
}

async fn sweep_passes(db: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let gone = sqlx::query!(
        "DELETE FROM passes WHERE id IN (SELECT id FROM passes WHERE until < $1 ORDER BY until LIMIT 1000)",
        before
    );
    Ok(gone.execute(&mut *db).await?.rows_affected())
}

async fn sweep_invites(db: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let gone = sqlx::query!(
        r#"
        DELETE FROM invites
        WHERE id IN (SELECT id FROM invites WHERE used_at IS NULL AND until < $1 ORDER BY until LIMIT 1000)
          AND used_at IS NULL
        "#,
        before
    );
    Ok(gone.execute(&mut *db).await?.rows_affected())
}
