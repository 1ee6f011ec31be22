//! What the desk itself has told its staff: each thing once for ever.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;

/// Notes that it is told now; false when it was told before.
pub async fn once(db: &mut PgConnection, key: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let noted =
        sqlx::query!("INSERT INTO notices (key, told_at) VALUES ($1, $2) ON CONFLICT DO NOTHING", key, at)
            .execute(db)
            .await?;
    Ok(noted.rows_affected() == 1)
}

/// Whether it was told.
pub async fn is_told(db: &mut PgConnection, key: &str) -> Result<bool, StoreError> {
    let told = sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM notices WHERE key = $1) AS "told!""#, key)
        .fetch_one(db)
        .await?;
    Ok(told)
}
