//! The outbox seen from outside: what is due, how much there is; and what was left behind by a process that ended.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{StoreError, outbox};
use crate::domain::{
    chat::Platform,
    id::{PersonId, SendId},
};

/// What a dead process was sending.
#[derive(Debug, Default)]
pub struct Recovered {
    /// Conversation: repeated once, because nobody knows.
    pub repeated: u64,
    /// Money, decisions, surveys: a person decides.
    pub by_hand: Vec<SendId>,
}

/// Takes over rows a dead epoch was sending. Rows that waited behind one in the same lane keep waiting for it.
pub async fn recover(db: &mut PgConnection, epoch: i64, at: DateTime<Utc>) -> Result<Recovered, StoreError> {
    let by_hand = sqlx::query_scalar!(
        r#"
        UPDATE outbox SET state = 'uncertain', done_at = $2, problem = 'interrupted'
        WHERE state = 'sending' AND epoch < $1 AND (by_hand OR doubts > 0)
        RETURNING id
        "#,
        epoch,
        at
    )
    .fetch_all(&mut *db)
    .await?;
    let repeated = sqlx::query!(
        r#"
        UPDATE outbox o
        SET state = 'queued', doubts = doubts + 1, problem = 'interrupted', fold = NULL,
            not_before = greatest($2, (
                SELECT max(w.not_before) FROM outbox w
                WHERE w.lane = o.lane AND w.state = 'queued' AND w.tries + w.doubts > 0 AND w.id < o.id
            ))
        WHERE state = 'sending' AND epoch < $1
        "#,
        epoch,
        at
    )
    .execute(db)
    .await?;
    Ok(Recovered { repeated: repeated.rows_affected(), by_hand: by_hand.into_iter().map(SendId).collect() })
}

/// Lanes that wait for a further try of their first row, and until when.
pub async fn postponed(
    db: &mut PgConnection,
    at: DateTime<Utc>,
) -> Result<Vec<(String, DateTime<Utc>)>, StoreError> {
    let lanes = sqlx::query!(
        r#"
        SELECT lane, max(not_before) AS "until!" FROM outbox
        WHERE state = 'queued' AND not_before > $1 AND (tries + doubts > 0 OR problem IS NOT NULL)
        GROUP BY lane
        "#,
        at
    )
    .fetch_all(db)
    .await?;
    Ok(lanes.into_iter().map(|row| (row.lane, row.until)).collect())
}

/// Rows behind one that waits for a further try come no sooner than it does: whoever queued them may not have known that it waits.
pub async fn keep_behind(db: &mut PgConnection, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE outbox o SET not_before = w.until
        FROM (
            SELECT lane, min(id) AS first, max(not_before) AS until FROM outbox
            WHERE state = 'queued' AND not_before > $1 AND (tries + doubts > 0 OR problem IS NOT NULL)
            GROUP BY lane
        ) w
        WHERE o.lane = w.lane AND o.id > w.first AND o.state = 'queued' AND o.not_before < w.until
        "#,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Lanes with rows that wait in the table.
pub async fn queued_lanes(db: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    let lanes =
        sqlx::query_scalar!("SELECT DISTINCT lane FROM outbox WHERE state = 'queued'").fetch_all(db).await?;
    Ok(lanes)
}

/// Which of these lanes have rows in the table that are due.
pub async fn queued_among(
    db: &mut PgConnection,
    lanes: &[String],
    at: DateTime<Utc>,
) -> Result<Vec<String>, StoreError> {
    if lanes.is_empty() {
        return Ok(Vec::new());
    }
    let waiting = sqlx::query_scalar!(
        "SELECT DISTINCT lane FROM outbox WHERE state = 'queued' AND lane = ANY($1) AND not_before <= $2",
        lanes,
        at
    )
    .fetch_all(db)
    .await?;
    Ok(waiting)
}

/// The number of the newest row: another one means that there is something new, the same one means nothing.
pub async fn newest(db: &mut PgConnection) -> Result<i64, StoreError> {
    let newest = sqlx::query_scalar!(r#"SELECT coalesce(max(id), 0) AS "newest!" FROM outbox"#);
    Ok(newest.fetch_one(db).await?)
}

/// Queued rows that are not to be sent before then.
pub async fn defer(db: &mut PgConnection, rows: &[(SendId, DateTime<Utc>)]) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = rows.iter().map(|(id, _)| id.0).collect();
    let until: Vec<DateTime<Utc>> = rows.iter().map(|(_, until)| *until).collect();
    sqlx::query!(
        r#"
        UPDATE outbox o SET not_before = d.until
        FROM unnest($1::bigint[], $2::timestamptz[]) AS d(id, until)
        WHERE o.id = d.id AND o.state = 'queued'
        "#,
        &ids,
        &until
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets rows aside that can't be read, so that they hold up nothing.
pub async fn set_aside(db: &mut PgConnection, ids: &[SendId], at: DateTime<Utc>) -> Result<(), StoreError> {
    let ids: Vec<i64> = ids.iter().map(|i| i.0).collect();
    sqlx::query!(
        "UPDATE outbox SET state = 'undelivered', problem = 'unreadable', done_at = $2 \
         WHERE id = ANY($1) AND state = 'queued'",
        &ids,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The messages rows of that lane on Discord are known to stand at, of those made since then.
pub async fn stand_at(
    db: &mut PgConnection,
    lane: &str,
    since: DateTime<Utc>,
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT unnest(remotes) AS "remote!" FROM outbox WHERE state = 'sent' AND platform = 2 AND lane = $1 AND done_at >= $2
        UNION ALL
        SELECT unnest(remotes) FROM outbox WHERE state IN ('queued', 'sending') AND lane = $1
        UNION ALL
        SELECT unnest(remotes) FROM outbox WHERE state IN ('uncertain', 'undelivered') AND lane = $1 AND done_at >= $2
        "#,
        lane,
        since
    )
    .fetch_all(db)
    .await?)
}

/// Rows of ours that are `sending` since before `since`, by id: those nobody holds any more were forgotten.
pub async fn sending_since(
    db: &mut PgConnection,
    epoch: i64,
    since: DateTime<Utc>,
) -> Result<Vec<SendId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM outbox WHERE state = 'sending' AND epoch = $1 AND created_at < $2 ORDER BY id LIMIT 1000",
        epoch,
        since
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(SendId).collect())
}

/// What a person was not given and nobody sent again, oldest first.
pub async fn undelivered_to(
    db: &mut PgConnection,
    person: PersonId,
    platform: Platform,
) -> Result<Vec<SendId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"
        SELECT id FROM outbox o
        WHERE state = 'undelivered' AND person = $1 AND platform = $2 AND parcel->>'is' <> 'react'
          AND NOT EXISTS (SELECT FROM outbox again WHERE again.replaces = o.id)
        ORDER BY id
        "#,
        person.0,
        platform.code()
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(SendId).collect())
}

/// Which of these rows have come to no end yet. Waits for a transaction that is just giving them one.
pub async fn open_among(db: &mut PgConnection, ids: &[SendId]) -> Result<Vec<SendId>, StoreError> {
    let ids: Vec<i64> = ids.iter().map(|i| i.0).collect();
    let open = sqlx::query_scalar!(
        "SELECT id FROM outbox WHERE id = ANY($1) AND state IN ('queued', 'sending') ORDER BY id FOR UPDATE",
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(open.into_iter().map(SendId).collect())
}

/// Puts forgotten rows of ours back into the queue, as in doubt. Those for which a person decides now.
pub async fn requeue(
    db: &mut PgConnection,
    ids: &[SendId],
    epoch: i64,
    at: DateTime<Utc>,
) -> Result<Vec<SendId>, StoreError> {
    let ids: Vec<i64> = ids.iter().map(|i| i.0).collect();
    let rows = sqlx::query!(
        r#"
        UPDATE outbox SET state = CASE WHEN by_hand OR doubts > 0 THEN 'uncertain' ELSE 'queued' END,
               done_at = CASE WHEN by_hand OR doubts > 0 THEN $2::timestamptz END,
               doubts = doubts + 1, not_before = $2, problem = 'forgotten', fold = NULL
        WHERE id = ANY($1) AND state = 'sending' AND epoch = $3
        RETURNING id, state
        "#,
        &ids,
        at,
        epoch
    )
    .fetch_all(db)
    .await?;
    let by_hand = rows.into_iter().filter(|row| row.state == outbox::UNCERTAIN);
    Ok(by_hand.map(|row| SendId(row.id)).collect())
}

/// How long the oldest due row has been waiting: its time. `None` when nothing is due.
pub async fn oldest_due(
    db: &mut PgConnection,
    at: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let oldest = sqlx::query_scalar!(
        "SELECT min(not_before) FROM outbox WHERE state IN ('queued', 'sending') AND not_before <= $1",
        at
    )
    .fetch_one(db)
    .await?;
    Ok(oldest)
}

/// Whether anything is being sent, or due at `at` and not behind a row whose next try is still to come.
pub async fn is_busy(db: &mut PgConnection, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let busy = sqlx::query_scalar!(
        r#"
        SELECT EXISTS (
            SELECT FROM outbox o
            WHERE state = 'sending'
               OR (state = 'queued' AND not_before <= $1
                   AND NOT EXISTS (
                       SELECT FROM outbox first
                       WHERE first.lane = o.lane AND first.state = 'queued' AND first.id < o.id
                         AND first.not_before > $1 AND (first.tries > 0 OR first.doubts > 0 OR first.problem IS NOT NULL)
                   ))
        ) AS "busy!"
        "#,
        at
    )
    .fetch_one(db)
    .await?;
    Ok(busy)
}

/// Rows by their state.
pub async fn counts(db: &mut PgConnection) -> Result<BTreeMap<String, i64>, StoreError> {
    let rows = sqlx::query!(r#"SELECT state, count(*) AS "count!" FROM outbox GROUP BY state"#)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|r| (r.state, r.count)).collect())
}

/// Puts rows of ours that were never begun back into the queue.
pub async fn give_back(db: &mut PgConnection, ids: &[SendId], epoch: i64) -> Result<(), StoreError> {
    let ids: Vec<i64> = ids.iter().map(|i| i.0).collect();
    sqlx::query!(
        "UPDATE outbox SET state = 'queued' WHERE id = ANY($1) AND state = 'sending' AND epoch = $2",
        &ids,
        epoch
    )
    .execute(db)
    .await?;
    Ok(())
}
