//! Who is away, which cases belong together, and what the desk asked agents.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{json, to_json},
};
use crate::domain::{
    chat::Platform,
    id::{CaseId, PersonId, SendId},
    plan::{AbsenceChange, Expected, LinkChange},
};

/// Writes who goes away and who comes back. Of several changes of one person the last holds.
pub async fn put_absences(db: &mut PgConnection, changes: &[AbsenceChange]) -> Result<(), StoreError> {
    if changes.is_empty() {
        return Ok(());
    }
    let last: std::collections::BTreeMap<PersonId, &AbsenceChange> =
        changes.iter().map(|c| (c.person, c)).collect();
    let all: Vec<i64> = last.keys().map(|p| p.0).collect();
    sqlx::query!("DELETE FROM absences WHERE person = ANY($1)", &all).execute(&mut *db).await?;
    let gone = || last.values().filter_map(|c| Some((c, c.away?)));
    let people: Vec<i64> = gone().map(|(c, _)| c.person.0).collect();
    let since: Vec<DateTime<Utc>> = gone().map(|(c, _)| c.at).collect();
    let until: Vec<Option<DateTime<Utc>>> = gone().map(|(_, away)| away.until).collect();
    sqlx::query!(
        r#"
        INSERT INTO absences (person, since, until)
        SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[])
        "#,
        &people,
        &since,
        &until as &[Option<DateTime<Utc>>],
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes which cases belong together, and which no longer do.
pub async fn put_links(db: &mut PgConnection, changes: &[LinkChange]) -> Result<(), StoreError> {
    if changes.is_empty() {
        return Ok(());
    }
    let (a, b): (Vec<i64>, Vec<i64>) = changes.iter().map(|c| (c.a.0, c.b.0)).unzip();
    let on: Vec<bool> = changes.iter().map(|c| c.on).collect();
    let by: Vec<Option<i64>> = changes.iter().map(|c| c.by.map(|person| person.0)).collect();
    let at: Vec<DateTime<Utc>> = changes.iter().map(|c| c.at).collect();
    sqlx::query!(
        r#"
        DELETE FROM case_links l USING unnest($1::bigint[], $2::bigint[]) AS w(a, b)
        WHERE l.a = w.a AND l.b = w.b
        "#,
        &a,
        &b
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        INSERT INTO case_links (a, b, by, at)
        SELECT DISTINCT ON (a, b) a, b, by, at
        FROM unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::bigint[], $5::timestamptz[])
            AS w(a, b, is_on, by, at)
        WHERE is_on
        "#,
        &a,
        &b,
        &on,
        &by as &[Option<i64>],
        &at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps what questions are waited on for, by the rows of the outbox that ask them.
pub async fn put_questions(
    db: &mut PgConnection,
    asked: &[(Expected, SendId)],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    if asked.is_empty() {
        return Ok(());
    }
    let prompts: Vec<i64> = asked.iter().map(|(_, row)| row.0).collect();
    let people: Vec<i64> = asked.iter().map(|(e, _)| e.person.0).collect();
    let chats: Vec<i64> = asked.iter().map(|(e, _)| e.chat).collect();
    let cases: Vec<i64> = asked.iter().map(|(e, _)| e.case.0).collect();
    let what: Vec<serde_json::Value> = asked.iter().map(|(e, _)| to_json(&e.wanted)).collect();
    sqlx::query!(
        r#"
        INSERT INTO questions (prompt, person, chat, case_id, what, at)
        SELECT prompt, person, chat, case_id, what, $6
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::jsonb[])
            AS q(prompt, person, chat, case_id, what)
        "#,
        &prompts,
        &people,
        &chats,
        &cases,
        &what,
        at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A message that may answer a question of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reply {
    /// Who wrote it.
    pub person: PersonId,
    /// On which platform.
    pub platform: Platform,
    /// In which chat.
    pub chat: i64,
    /// The message it answers.
    pub to: i64,
}

/// The questions that these messages answer, by their place in the list.
pub async fn questions(
    db: &mut PgConnection,
    replies: &[Reply],
) -> Result<Vec<(usize, Expected)>, StoreError> {
    if replies.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<i64> = replies.iter().map(|r| r.person.0).collect();
    let platforms: Vec<i16> = replies.iter().map(|r| r.platform.code()).collect();
    let chats: Vec<i64> = replies.iter().map(|r| r.chat).collect();
    let to: Vec<i64> = replies.iter().map(|r| r.to).collect();
    let rows = sqlx::query!(
        r#"
        SELECT w.ord AS "ord!", q.prompt, q.person, q.chat, q.case_id, q.what
        FROM unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[])
            WITH ORDINALITY AS w(person, platform, chat, remote, ord)
        JOIN questions q ON q.person = w.person AND q.chat = w.chat
        JOIN outbox o ON o.id = q.prompt AND o.platform = w.platform AND w.remote = ANY(o.remotes)
        "#,
        &people,
        &platforms,
        &chats,
        &to,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let expected = Expected {
                person: PersonId(row.person),
                chat: row.chat,
                case: CaseId(row.case_id),
                wanted: json(row.what, "questions", "what", row.prompt)?,
            };
            Ok((usize::try_from(row.ord - 1).unwrap_or_default(), expected))
        })
        .collect()
}
