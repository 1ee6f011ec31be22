//! Threads that are one case's on its customer's side.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::{
    chat::Platform,
    id::{CaseId, MessageId, PersonId},
    plan::Placing,
};

/// What somebody has of threads on a platform.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Home {
    /// Where they are talked to about what is no case's.
    pub lobby: Option<i64>,
    /// The threads their cases have or had.
    pub taken: Vec<i64>,
}

/// Where a case stands with its customer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stand {
    /// Its thread.
    pub thread: Option<i64>,
    /// It had one, which is gone.
    pub lost: bool,
}

/// These threads are their cases' from now on, and nobody's chat any more. Of two threads of one case the first stays.
pub async fn put(db: &mut PgConnection, placings: &[Placing]) -> Result<(), StoreError> {
    for Placing { case, at, since } in placings {
        let Some(thread) = at.thread else { continue };
        let code = at.platform.code();
        sqlx::query!(
            r#"
            INSERT INTO places (platform, thread, parent, case_id, opened_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            "#,
            code,
            thread,
            at.chat,
            case.0,
            since
        )
        .execute(&mut *db)
        .await?;
        sqlx::query!("UPDATE identities SET chat = NULL WHERE platform = $1 AND chat = $2", code, thread)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

/// The cases whose those threads are, or were before they were found gone.
pub async fn of_threads(
    db: &mut PgConnection,
    on: Platform,
    threads: &[i64],
) -> Result<Vec<(i64, CaseId)>, StoreError> {
    if threads.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        "SELECT thread, case_id FROM places WHERE platform = $1 AND thread = ANY($2)",
        on.code(),
        threads
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.thread, CaseId(row.case_id))).collect())
}

/// Where that case stands on that platform.
pub async fn of_case(db: &mut PgConnection, case: CaseId, on: Platform) -> Result<Stand, StoreError> {
    let rows = sqlx::query!(
        "SELECT thread, gone_at FROM places WHERE case_id = $1 AND platform = $2",
        case.0,
        on.code()
    )
    .fetch_all(db)
    .await?;
    let thread = rows.iter().find(|row| row.gone_at.is_none()).map(|row| row.thread);
    Ok(Stand { thread, lost: thread.is_none() && !rows.is_empty() })
}

/// That thread is gone.
pub async fn lose(
    db: &mut PgConnection,
    on: Platform,
    thread: i64,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE places SET gone_at = $3 WHERE platform = $1 AND thread = $2 AND gone_at IS NULL",
        on.code(),
        thread,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What that account has of threads; nothing where nobody has it.
pub async fn home(db: &mut PgConnection, on: Platform, account: i64) -> Result<Home, StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT i.chat, ARRAY(SELECT p.thread FROM places p JOIN cases c ON c.id = p.case_id
                             WHERE c.customer = i.person AND p.platform = i.platform) AS "taken!"
        FROM identities i WHERE i.platform = $1 AND i.account = $2
        "#,
        on.code(),
        account
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map_or_else(Home::default, |row| Home { lobby: row.chat, taken: row.taken }))
}

/// Where somebody sees a message, in a chat of theirs or a thread of one of their cases: `first` if it stands there, too.
pub async fn seen_in(
    db: &mut PgConnection,
    person: PersonId,
    message: MessageId,
    on: Platform,
    first: i64,
) -> Result<Option<i64>, StoreError> {
    let chat = sqlx::query_scalar!(
        r#"
        SELECT l.chat FROM links l
        WHERE l.message = $1 AND l.platform = $2
          AND (EXISTS (SELECT FROM identities i WHERE i.person = $3 AND i.platform = $2 AND i.chat = l.chat)
               OR EXISTS (SELECT FROM places p JOIN cases c ON c.id = p.case_id
                          WHERE c.customer = $3 AND p.platform = $2 AND p.thread = l.chat AND p.gone_at IS NULL))
        ORDER BY l.chat <> $4, l.part LIMIT 1
        "#,
        message.0,
        on.code(),
        person.0,
        first
    )
    .fetch_optional(db)
    .await?;
    Ok(chat)
}
