//! Where people are reached on platforms on which an account is no chat yet.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::{
    chat::{Address, Platform},
    id::PersonId,
};

/// People on that platform write to us in these chats now: accounts and chats.
pub async fn set(db: &mut PgConnection, on: Platform, chats: &[(i64, i64)]) -> Result<(), StoreError> {
    if chats.is_empty() {
        return Ok(());
    }
    let (accounts, chats): (Vec<i64>, Vec<i64>) = chats.iter().copied().unzip();
    sqlx::query!(
        r#"
        UPDATE identities i SET chat = c.chat
        FROM unnest($2::bigint[], $3::bigint[]) AS c(account, chat)
        WHERE i.platform = $1 AND i.account = c.account AND i.chat IS DISTINCT FROM c.chat
        "#,
        on.code(),
        &accounts,
        &chats,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A person's account on that platform, and the name they show.
pub async fn account(
    db: &mut PgConnection,
    person: PersonId,
    on: Platform,
) -> Result<Option<(i64, String)>, StoreError> {
    let row = sqlx::query!(
        "SELECT i.account, p.name FROM identities i JOIN people p ON p.id = i.person WHERE i.person = $1 AND i.platform = $2",
        person.0,
        on.code()
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.account, row.name)))
}

/// That chat is gone: the next word for its person opens another.
pub async fn forget(db: &mut PgConnection, on: Platform, chat: i64) -> Result<(), StoreError> {
    sqlx::query!("UPDATE identities SET chat = NULL WHERE platform = $1 AND chat = $2", on.code(), chat)
        .execute(db)
        .await?;
    Ok(())
}

/// A place something may have been said in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alive {
    /// Where.
    pub place: Address,
    /// It is a room of the staff side.
    pub staff: bool,
    /// The newest message of people's that we have of it: ours may be newer than one nobody heard.
    pub newest: Option<i64>,
}

/// The places on that platform where cases or drafts are alive, or cases ended after `since`: their people's chats, the threads they
/// have for themselves, and their rooms.
pub async fn alive(
    db: &mut PgConnection,
    on: Platform,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Alive>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT w.chat AS "chat!", w.thread, w.staff AS "staff!",
               (SELECT max(l.remote) FROM links l
                WHERE l.platform = $1 AND l.chat = coalesce(w.thread, w.chat) AND l.source) AS newest
        FROM (
            SELECT i.chat, NULL::bigint AS thread, false AS staff, NULL::timestamptz AS ended
            FROM identities i
            WHERE i.platform = $1 AND i.chat IS NOT NULL
              AND (EXISTS (SELECT FROM cases c WHERE c.customer = i.person
                           AND (c.state IN ('new', 'open', 'waiting', 'solved') OR c.closed_at > $3))
                   OR EXISTS (SELECT FROM dialogues d WHERE d.person = i.person))
            UNION ALL
            SELECT p.thread, NULL, false, c.closed_at
            FROM places p JOIN cases c ON c.id = p.case_id
            WHERE p.platform = $1 AND p.gone_at IS NULL
              AND (c.state IN ('new', 'open', 'waiting', 'solved') OR c.closed_at > $3)
            UNION ALL
            SELECT r.chat, r.thread, true, c.closed_at
            FROM rooms r JOIN cases c ON c.id = r.case_id
            WHERE r.platform = $1 AND (c.state IN ('new', 'open', 'waiting', 'solved') OR c.closed_at > $3)
        ) w
        ORDER BY w.ended DESC NULLS FIRST
        LIMIT $2
        "#,
        on.code(),
        limit,
        since
    )
    .fetch_all(db)
    .await?;
    let alive = rows.into_iter().map(|row| Alive {
        place: Address { platform: on, chat: row.chat, thread: row.thread },
        staff: row.staff,
        newest: row.newest,
    });
    Ok(alive.collect())
}
