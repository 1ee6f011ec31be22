//! Where the staff works: one row a platform, kept beside the number in the environment because the number changes
//! while the desk runs.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{StoreError, codec::cell};
use crate::domain::{
    chat::Platform,
    id::CaseId,
    staff_side::{Shape, StaffSide},
};

/// The staff side the environment's number stands for now. A number never seen before begins anew; one that names the
/// place the old one became is the same staff side.
pub async fn settle(
    db: &mut PgConnection,
    platform: Platform,
    configured: i64,
) -> Result<StaffSide, StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO staff_side AS s (platform, configured, chat) VALUES ($1, $2, $2)
        ON CONFLICT (platform) DO UPDATE
        SET configured = $2,
            chat = CASE WHEN s.configured = $2 THEN s.chat ELSE $2 END,
            shape = CASE WHEN $2 IN (s.configured, s.chat) THEN s.shape END,
            lost_at = CASE WHEN $2 IN (s.configured, s.chat) THEN s.lost_at END,
            lost_why = CASE WHEN $2 IN (s.configured, s.chat) THEN s.lost_why END,
            hinted_at = CASE WHEN $2 IN (s.configured, s.chat) THEN s.hinted_at END
        "#,
        platform.code(),
        configured
    )
    .execute(&mut *db)
    .await?;
    let found = get(db, platform).await?;
    found.ok_or(StoreError::Inconsistent { table: "staff_side", column: "platform", key: configured })
}

/// The staff side on that platform.
pub async fn get(db: &mut PgConnection, platform: Platform) -> Result<Option<StaffSide>, StoreError> {
    let row = sqlx::query!(
        "SELECT chat, shape, lost_at, hinted_at FROM staff_side WHERE platform = $1",
        platform.code()
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let shape = row
            .shape
            .map(|name| cell(Shape::from_name(&name), "staff_side", "shape", row.chat))
            .transpose()?;
        Ok(StaffSide { platform, chat: row.chat, shape, lost_at: row.lost_at, hinted_at: row.hinted_at })
    })
    .transpose()
}

/// What kind of chat it is by the platform's word.
pub async fn set_shape(db: &mut PgConnection, platform: Platform, shape: Shape) -> Result<(), StoreError> {
    sqlx::query!("UPDATE staff_side SET shape = $2 WHERE platform = $1", platform.code(), shape.name())
        .execute(db)
        .await?;
    Ok(())
}

/// The bot can't write there since `at`; true when that is news.
pub async fn lose(
    db: &mut PgConnection,
    platform: Platform,
    at: DateTime<Utc>,
    why: &str,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE staff_side SET lost_at = $2, lost_why = $3 WHERE platform = $1 AND lost_at IS NULL",
        platform.code(),
        at,
        why
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The bot can write there again; true when that is news. What waited there may leave now.
pub async fn regain(
    db: &mut PgConnection,
    platform: Platform,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE staff_side SET lost_at = NULL, lost_why = NULL WHERE platform = $1 AND lost_at IS NOT NULL",
        platform.code()
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    // Why not albums: they gather, and that has nothing to do with the staff side.
    sqlx::query!(
        r#"
        UPDATE outbox SET not_before = $2
        WHERE state = 'queued' AND platform = $1 AND person IS NULL AND not_before > $2
          AND (fold IS NULL OR fold NOT LIKE 'album:%')
        "#,
        platform.code(),
        at
    )
    .execute(db)
    .await?;
    Ok(true)
}

/// The agent who is the whole staff side was told how rooms work there.
pub async fn hinted(db: &mut PgConnection, platform: Platform, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("UPDATE staff_side SET hinted_at = $2 WHERE platform = $1", platform.code(), at)
        .execute(db)
        .await?;
    Ok(())
}

/// The group has another number now: the live cases that had a room there; `None` when it was followed already. Rooms of the old number are forgotten,
/// because numbers of messages don't survive the move: each case's next message opens another, under the new number.
/// What waits for the old number waits for the new one, and answers nothing there.
pub async fn follow(
    db: &mut PgConnection,
    platform: Platform,
    from: i64,
    to: i64,
) -> Result<Option<Vec<CaseId>>, StoreError> {
    let moved = sqlx::query!(
        "UPDATE staff_side SET chat = $3, shape = NULL WHERE platform = $1 AND chat = $2",
        platform.code(),
        from,
        to
    )
    .execute(&mut *db)
    .await?;
    if moved.rows_affected() == 0 {
        return Ok(None);
    }
    let live = sqlx::query_scalar!(
        r#"
        WITH gone AS (DELETE FROM rooms WHERE platform = $1 AND chat = $2 RETURNING case_id)
        SELECT c.id FROM cases c JOIN gone ON gone.case_id = c.id
        WHERE c.state IN ('new', 'open', 'waiting', 'solved') ORDER BY c.id
        "#,
        platform.code(),
        from
    )
    .fetch_all(&mut *db)
    .await?;
    sqlx::query!("DELETE FROM left_rooms WHERE platform = $1 AND chat = $2", platform.code(), from)
        .execute(&mut *db)
        .await?;
    sqlx::query!(
        r#"
        UPDATE outbox
        SET chat = CASE chat WHEN $2 THEN $3 ELSE chat END,
            lane = CASE chat WHEN $2 THEN replace(lane, $2::bigint::text, $3::bigint::text) ELSE lane END,
            parcel = parcel - 'reply_to'
        WHERE state IN ('queued', 'sending') AND platform = $1 AND person IS NULL
        "#,
        platform.code(),
        from,
        to
    )
    .execute(&mut *db)
    .await?;
    // Why: a sign belongs to a message of the old number, which nobody can touch any more.
    sqlx::query!(
        r#"
        UPDATE outbox SET state = 'sent', problem = 'the group has another number'
        WHERE state = 'queued' AND platform = $1 AND parcel->>'is' = 'mark' AND parcel->'on'->'chat' = to_jsonb($2::bigint)
        "#,
        platform.code(),
        from
    )
    .execute(db)
    .await?;
    Ok(Some(live.into_iter().map(CaseId).collect()))
}
