//! Exports and erasures: what is asked for, how much there is of somebody, and how an erasure went on.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{lang, platform},
};
use crate::domain::{
    chat::Address,
    id::{PersonId, RequestId},
    lang::Lang,
    plan::{Ask, NewRequest},
    privacy::{Holdings, RECALLABLE, Request, Subject, Whom},
};

/// Notes that somebody's data was asked for. An export is done with that.
pub async fn add(db: &mut PgConnection, requests: &[NewRequest]) -> Result<(), StoreError> {
    for request in requests {
        let done = (request.what == Ask::Export).then_some(request.at);
        sqlx::query!(
            r#"
            INSERT INTO privacy_acts (id, what, person, asked_by, asked_at, seen, done_at, closed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
            "#,
            request.id.0,
            request.what.name(),
            request.person.0,
            request.asked_by.map(|p| p.0),
            request.at,
            request.seen,
            done
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// How much there is of a person.
pub async fn holdings(
    db: &mut PgConnection,
    person: PersonId,
    at: DateTime<Utc>,
) -> Result<Holdings, StoreError> {
    let row = sqlx::query!(
        r#"
        WITH theirs AS (SELECT id, state FROM cases WHERE customer = $1),
             said AS (SELECT id, at FROM messages WHERE case_id IN (SELECT id FROM theirs)
                      UNION SELECT id, at FROM messages WHERE person = $1 AND side = 'customer')
        SELECT (SELECT count(*) FROM theirs) AS "cases!",
               (SELECT count(*) FROM theirs WHERE state IN ('new', 'open', 'waiting', 'solved')) AS "open!",
               (SELECT count(*) FROM said) AS "messages!",
               (SELECT count(*) FROM media WHERE person = $1) AS "files!",
               (SELECT count(*) FROM dialogues WHERE person = $1) AS "drafts!",
               (SELECT count(*) + count(comment) FROM surveys WHERE person = $1) AS "surveys!",
               (SELECT count(*) FROM links JOIN said ON said.id = links.message WHERE said.at < $2) AS "older!"
        "#,
        person.0,
        at - RECALLABLE
    )
    .fetch_one(db)
    .await?;
    Ok(Holdings {
        cases: row.cases,
        open: row.open,
        messages: row.messages,
        files: row.files,
        drafts: row.drafts,
        surveys: row.surveys,
        older: row.older,
    })
}

/// The person the staff names, if there is one.
pub async fn subject(
    db: &mut PgConnection,
    whom: &Whom,
    at: DateTime<Utc>,
) -> Result<Option<Subject>, StoreError> {
    let person = match whom {
        Whom::Account(account) => {
            sqlx::query_scalar!(
                "SELECT person FROM identities WHERE platform = $1 AND account = $2",
                account.platform.code(),
                account.id
            )
            .fetch_optional(&mut *db)
            .await?
        }
        Whom::Customer(reference) => {
            sqlx::query_scalar!("SELECT customer FROM cases WHERE ref = $1", reference.to_string())
                .fetch_optional(&mut *db)
                .await?
        }
    };
    match person {
        Some(person) => about(db, PersonId(person), at).await,
        None => Ok(None),
    }
}

async fn about(
    db: &mut PgConnection,
    person: PersonId,
    at: DateTime<Utc>,
) -> Result<Option<Subject>, StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT p.name, (SELECT min(i.account) FROM identities i WHERE i.person = p.id) AS account,
               EXISTS (SELECT FROM agents a WHERE a.person = p.id AND a.removed_at IS NULL) AS "works_here!"
        FROM people p WHERE p.id = $1
        "#,
        person.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let holdings = holdings(db, person, at).await?;
    Ok(Some(Subject { person, name: row.name, account: row.account, works_here: row.works_here, holdings }))
}

/// A request with whom it is about; locked, so that it is granted once.
pub async fn request(
    db: &mut PgConnection,
    id: RequestId,
    at: DateTime<Utc>,
) -> Result<Option<Request>, StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT person, asked_by, asked_at, seen, done_at IS NOT NULL AS "done!"
        FROM privacy_acts WHERE id = $1 AND what = 'erase' FOR UPDATE
        "#,
        id.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let Some(subject) = about(db, PersonId(row.person), at).await? else { return Ok(None) };
    let asked_by = row.asked_by.map(PersonId);
    Ok(Some(Request { id, asked_by, asked_at: row.asked_at, seen: row.seen, done: row.done, subject }))
}

/// Notes what a platform said to taking copies back; `by_hand` is where a person has to.
pub async fn recalled(
    db: &mut PgConnection,
    act: RequestId,
    (recalled, stuck): (usize, usize),
    by_hand: &[String],
) -> Result<(), StoreError> {
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    sqlx::query!(
        r#"
        UPDATE privacy_acts SET recalled = recalled + $2, stuck = stuck + $3, by_hand = by_hand || $4
        WHERE id = $1
        "#,
        act.0,
        count(recalled),
        count(stuck),
        by_hand
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An erasure all of whose calls have ended.
#[derive(Debug)]
pub struct Settled {
    /// Which.
    pub id: RequestId,
    /// Their cases.
    pub cases: i64,
    /// The messages in them.
    pub messages: i64,
    /// Their files.
    pub files: i64,
    /// Copies that were taken back.
    pub recalled: i64,
    /// Copies that were not: refused, or too old.
    pub left: i64,
    /// Where a person has to delete by hand.
    pub by_hand: Vec<String>,
    /// Whom to tell, and in what language; absent once told.
    pub tell: Option<(Address, Lang)>,
}

/// Erasures that wait for nothing any more.
pub async fn settled(db: &mut PgConnection) -> Result<Vec<Settled>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT id, cases, messages, files, recalled, stuck + older AS "left!", by_hand, platform, chat, lang
        FROM privacy_acts a
        WHERE done_at IS NOT NULL AND closed_at IS NULL
          AND NOT EXISTS (SELECT FROM outbox o WHERE o.state IN ('queued', 'sending') AND (o.parcel->>'act')::bigint = a.id)
        ORDER BY id FOR UPDATE
        "#
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let tell = match (row.platform, row.chat, row.lang) {
                (Some(code), Some(chat), Some(tag)) => {
                    let platform = platform(code, "privacy_acts", row.id)?;
                    Some((Address { platform, chat, thread: None }, lang(&tag, row.id)?))
                }
                _ => None,
            };
            Ok(Settled {
                id: RequestId(row.id),
                cases: row.cases.into(),
                messages: row.messages.into(),
                files: row.files.into(),
                recalled: row.recalled.into(),
                left: row.left.into(),
                by_hand: row.by_hand,
                tell,
            })
        })
        .collect()
}

/// Whether an erasure waits for nothing any more.
pub async fn is_any_settled(db: &mut PgConnection) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT EXISTS (
            SELECT FROM privacy_acts a
            WHERE done_at IS NOT NULL AND closed_at IS NULL
              AND NOT EXISTS (
                  SELECT FROM outbox o WHERE o.state IN ('queued', 'sending') AND (o.parcel->>'act')::bigint = a.id)
        ) AS "any!"
        "#
    )
    .fetch_one(db)
    .await?)
}

/// They are being told: their language is not needed any more.
pub async fn told(db: &mut PgConnection, act: RequestId) -> Result<(), StoreError> {
    sqlx::query!("UPDATE privacy_acts SET lang = NULL, by_hand = '{}' WHERE id = $1", act.0)
        .execute(db)
        .await?;
    Ok(())
}

/// They were told: nothing that leads to their chat is kept.
pub async fn close(db: &mut PgConnection, act: RequestId, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        DELETE FROM outbox o USING privacy_acts a
        WHERE a.id = $1 AND o.platform = a.platform AND o.chat = a.chat
          AND o.parcel->>'is' IN ('recall', 'farewell', 'unname')
        "#,
        act.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        UPDATE privacy_acts SET platform = NULL, chat = NULL, lang = NULL, by_hand = '{}', closed_at = $2
        WHERE id = $1
        "#,
        act.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}
