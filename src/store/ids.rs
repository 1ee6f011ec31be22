//! Blocks of ids: new rows are numbered by the desk, so that a decision can name them before they exist.

use sqlx::PgConnection;

use super::StoreError;

/// Ids in one block; the increment of the sequence `id_blocks`.
pub const BLOCK: i64 = 1000;

/// Takes the next block: ids from the returned one up to (not including) `BLOCK` more.
pub async fn take_block(db: &mut PgConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(r#"SELECT nextval('id_blocks') AS "first!""#).fetch_one(db).await?)
}
