//! Whose threads are whose, on platforms where somebody can have several.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::chat::Account;

/// The account that thread was opened for.
pub async fn owner(db: &mut PgConnection, on: i16, thread: i64) -> Result<Option<i64>, StoreError> {
    let row =
        sqlx::query_scalar!("SELECT account FROM threads WHERE platform = $1 AND thread = $2", on, thread);
    Ok(row.fetch_optional(db).await?)
}

/// That thread was opened for that account, if it is nobody's yet. The account whose it is.
pub async fn own(
    db: &mut PgConnection,
    account: Account,
    thread: i64,
    at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let code = account.platform.code();
    sqlx::query!(
        r#"
        INSERT INTO threads (platform, thread, account, opened_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING
        "#,
        code,
        thread,
        account.id,
        at
    )
    .execute(&mut *db)
    .await?;
    // Why asked again: somebody else may have been first.
    Ok(owner(db, code, thread).await?.unwrap_or(account.id))
}
