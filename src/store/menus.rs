//! Which lists of commands a platform was given.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{StoreError, codec::role};
use crate::domain::{chat::Platform, lang::Lang, party::Role};

/// A list as it was set.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// A hash of what was set; 0 when the platform did not take it.
    pub list: i64,
    /// Not tried again sooner.
    pub again_at: DateTime<Utc>,
}

/// The own chats of agents with their role, and of those who were one and have a list still.
pub async fn agents(db: &mut PgConnection, on: Platform) -> Result<Vec<(i64, Option<Role>)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT a.person, i.chat AS "chat!", CASE WHEN a.removed_at IS NULL THEN a.role END AS role
        FROM agents a JOIN identities i ON i.person = a.person AND i.platform = $1
        WHERE i.chat IS NOT NULL AND i.reachable
          AND (a.removed_at IS NULL OR EXISTS (SELECT FROM menus m WHERE m.platform = $1 AND m.chat = i.chat))
        ORDER BY i.chat
        "#,
        on.code()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.chat, row.role.map(|name| role(&name, row.person)).transpose()?)))
        .collect()
}

/// What was set, by chat and language.
pub async fn known(
    db: &mut PgConnection,
    on: Platform,
) -> Result<std::collections::HashMap<(i64, String), Known>, StoreError> {
    let rows = sqlx::query!("SELECT chat, lang, list, again_at FROM menus WHERE platform = $1", on.code())
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|r| ((r.chat, r.lang), Known { list: r.list, again_at: r.again_at })).collect())
}

/// Notes what was set, or that it was not.
pub async fn put(
    db: &mut PgConnection,
    on: Platform,
    (chat, lang): (i64, Lang),
    known: Known,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO menus (platform, chat, lang, list, again_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (platform, chat, lang) DO UPDATE SET list = excluded.list, again_at = excluded.again_at
        "#,
        on.code(),
        chat,
        lang.code(),
        known.list,
        known.again_at
    )
    .execute(db)
    .await?;
    Ok(())
}
