//! What was told of promises, and which cases are to be looked at.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::{
    alerts::{Ack, NewAlert, Told},
    id::{CaseId, ClockId},
};

/// Cases with a promise to be looked at, the one that waits longest first.
pub async fn due(db: &mut PgConnection, now: DateTime<Utc>, limit: i64) -> Result<Vec<CaseId>, StoreError> {
    let mut ids = sqlx::query_scalar!(
        "SELECT case_id FROM clocks WHERE look_at <= $1 ORDER BY look_at LIMIT $2",
        now,
        limit
    )
    .fetch_all(db)
    .await?;
    ids.sort_unstable();
    ids.dedup();
    Ok(ids.into_iter().map(CaseId).collect())
}

/// Locks those of the cases that nobody else has locked: what is at work there is looked at the next time.
pub async fn lock_free(db: &mut PgConnection, cases: &[CaseId]) -> Result<Vec<CaseId>, StoreError> {
    let ids: Vec<i64> = cases.iter().map(|case| case.0).collect();
    let free = sqlx::query_scalar!(
        "SELECT id FROM cases WHERE id = ANY($1) ORDER BY id FOR UPDATE SKIP LOCKED",
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(free.into_iter().map(CaseId).collect())
}

/// What was told of those clocks.
pub async fn told(db: &mut PgConnection, clocks: &[ClockId]) -> Result<Vec<Told>, StoreError> {
    let ids: Vec<i64> = clocks.iter().map(|clock| clock.0).collect();
    let rows = sqlx::query!(
        r#"
        SELECT clock, step, told_at, acked_at IS NOT NULL AS "acked!" FROM alerts WHERE clock = ANY($1)
        ORDER BY clock, step
        "#,
        &ids
    )
    .fetch_all(db)
    .await?;
    let told = rows.into_iter().map(|row| Told {
        clock: ClockId(row.clock),
        step: row.step,
        at: row.told_at,
        acked: row.acked,
    });
    Ok(told.collect())
}

/// Writes down what is told now. A step that was told before stays as it was.
pub async fn add(db: &mut PgConnection, alerts: &[NewAlert]) -> Result<(), StoreError> {
    if alerts.is_empty() {
        return Ok(());
    }
    let clocks: Vec<i64> = alerts.iter().map(|a| a.clock.0).collect();
    let steps: Vec<i16> = alerts.iter().map(|a| a.step).collect();
    let due: Vec<DateTime<Utc>> = alerts.iter().map(|a| a.due_at).collect();
    let told: Vec<DateTime<Utc>> = alerts.iter().map(|a| a.told_at).collect();
    sqlx::query!(
        r#"
        INSERT INTO alerts (clock, step, due_at, told_at)
        SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::timestamptz[], $4::timestamptz[])
        ON CONFLICT DO NOTHING
        "#,
        &clocks,
        &steps,
        &due,
        &told
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Somebody took notice of everything told of a case's promises so far.
pub async fn ack(db: &mut PgConnection, acks: &[Ack]) -> Result<(), StoreError> {
    for ack in acks {
        sqlx::query!(
            r#"
            UPDATE alerts a SET acked_by = $2, acked_at = $3 FROM clocks k
            WHERE k.case_id = $1 AND a.clock = k.id AND a.acked_at IS NULL
            "#,
            ack.case.0,
            ack.by.0,
            ack.at
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}
