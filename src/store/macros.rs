//! Canned replies of the desk's own.

use sqlx::PgConnection;

use super::{StoreError, codec::lang};
use crate::domain::{canned::Kept, plan::MacroChange};

/// All of them.
pub async fn all(db: &mut PgConnection) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query!("SELECT name, lang, body FROM macros ORDER BY name, lang").fetch_all(db).await?;
    rows.into_iter()
        .map(|row| Ok(Kept { name: row.name, lang: lang(&row.lang, 0)?, body: row.body }))
        .collect()
}

/// Keeps texts, or takes them away.
pub async fn put(db: &mut PgConnection, changes: &[MacroChange]) -> Result<(), StoreError> {
    for change in changes {
        sqlx::query!(
            r#"
            INSERT INTO macros (name, lang, body, by, at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (name, lang) DO UPDATE SET body = excluded.body, by = excluded.by, at = excluded.at
            "#,
            change.kept.name,
            change.kept.lang.code(),
            change.kept.body,
            change.by.0,
            change.at
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}
