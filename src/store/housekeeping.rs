//! What is kept for a while only. Small batches, so that nothing waits for them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;

/// Rows one batch deletes at most, per table.
const BATCH: i64 = 1000;

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
    /// Numbers customers had looked up.
    pub lookups: DateTime<Utc>,
}

/// Deletes one batch of what is too old. How many rows went.
pub async fn sweep(db: &mut PgConnection, since: &Since) -> Result<u64, StoreError> {
    let seen = sqlx::query!(
        "DELETE FROM seen WHERE ctid IN (SELECT ctid FROM seen WHERE at < $1 LIMIT $2)",
        since.seen,
        BATCH
    )
    .execute(&mut *db)
    .await?;
    let sent = sqlx::query!(
        r#"
        DELETE FROM outbox WHERE id IN (
            SELECT id FROM outbox WHERE state = 'sent' AND created_at < $1 ORDER BY id LIMIT $2
        )
        "#,
        since.sent,
        BATCH
    )
    .execute(&mut *db)
    .await?;
    let quarantine =
        sqlx::query!("DELETE FROM quarantine WHERE at < $1", since.quarantine).execute(&mut *db).await?;
    let parked = sweep_parked(&mut *db, since.parked).await?;
    let lookups = sqlx::query!(
        "DELETE FROM order_lookups WHERE ctid IN (SELECT ctid FROM order_lookups WHERE at < $1 LIMIT $2)",
        since.lookups,
        BATCH
    )
    .execute(&mut *db)
    .await?;
    let slips = sqlx::query!("DELETE FROM slips WHERE at < $1", since.sent).execute(&mut *db).await?;
    let bars =
        sqlx::query!("DELETE FROM restrictions WHERE until < $1", since.sent).execute(&mut *db).await?;
    let questions = sqlx::query!("DELETE FROM questions WHERE at < $1", since.sent).execute(&mut *db).await?;
    let passes = sqlx::query!("DELETE FROM passes WHERE until < $1", since.lookups).execute(&mut *db).await?;
    let invites = sqlx::query!("DELETE FROM invites WHERE used_at IS NULL AND until < $1", since.sent)
        .execute(&mut *db)
        .await?;
    let found = lookups.rows_affected()
        + invites.rows_affected()
        + passes.rows_affected()
        + slips.rows_affected()
        + bars.rows_affected()
        + questions.rows_affected();
    Ok(found + seen.rows_affected() + sent.rows_affected() + quarantine.rows_affected() + parked)
}

/// Deletes words that were set aside before then, and what hangs on them.
async fn sweep_parked(db: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let gone = sqlx::query!(
        r#"
        WITH gone AS (
            SELECT id FROM messages WHERE case_id IS NULL AND parked_until < $1 ORDER BY parked_until LIMIT $2
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
        before,
        BATCH
    )
    .execute(&mut *db)
    .await?;
    Ok(gone.rows_affected())
}
