//! Updates that could not be taken, kept as they came until somebody has looked.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::chat::EventKey;

/// Keeps one update aside, and its key as taken. Whether it is new here.
pub async fn keep(
    db: &mut PgConnection,
    key: EventKey,
    why: &str,
    raw: &serde_json::Value,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"
        WITH taken AS (
            INSERT INTO seen (source, key, sub, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
        )
        INSERT INTO quarantine (source, key, sub, at, why, raw) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO NOTHING
        "#,
        key.source,
        key.key,
        key.sub,
        at,
        why,
        raw
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}
