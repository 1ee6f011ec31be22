//! Words and files in cases, where each of their copies stands, and what they said before they were edited.

mod links;
mod media;
mod reactions;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{cell, json, platform, to_json},
};
use crate::domain::{
    chat::{Along, File, FileKind, Platform},
    id::{CaseId, MediaId, MessageId, PersonId},
    plan::{Deletion, NewMessage, Revision, Side},
    text::{Mark, Rich},
};

pub use links::{Copy, Said, at, copies, find, link, said, unlink};
pub use media::add_media;
pub use reactions::{react, reaction};

/// A stored message with all that showing it takes.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Which.
    pub id: MessageId,
    /// Its case.
    pub case: Option<CaseId>,
    /// Who wrote it.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Whose words.
    pub side: Side,
    /// `text`, `file`, `thing`, or `kind-…` for what can't be shown.
    pub kind: String,
    /// Its words.
    pub body: Rich,
    /// Its file, and the platform its id means something on.
    pub file: Option<(Platform, File)>,
    /// The row of that file.
    pub media: Option<MediaId>,
    /// What it holds besides, where that comes from, what it quotes.
    pub along: Along,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// It was edited.
    pub edited: bool,
    /// Its original was deleted.
    pub deleted: bool,
}

/// Keeps new messages and where their authors wrote them.
pub async fn add(db: &mut PgConnection, messages: &[NewMessage]) -> Result<(), StoreError> {
    if messages.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = messages.iter().map(|m| m.id.0).collect();
    let cases: Vec<Option<i64>> = messages.iter().map(|m| m.case.map(|c| c.0)).collect();
    let people: Vec<i64> = messages.iter().map(|m| m.person.0).collect();
    let sides: Vec<String> = messages.iter().map(|m| m.side.name().to_owned()).collect();
    let at: Vec<DateTime<Utc>> = messages.iter().map(|m| m.at).collect();
    let kinds: Vec<String> = messages.iter().map(|m| m.kind.clone()).collect();
    let bodies: Vec<String> = messages.iter().map(|m| m.body.text.clone()).collect();
    let marks: Vec<Option<serde_json::Value>> = messages.iter().map(|m| marks_of(&m.body)).collect();
    let media: Vec<Option<i64>> = messages.iter().map(|m| m.media.map(|f| f.0)).collect();
    let albums: Vec<Option<String>> = messages.iter().map(|m| m.album.clone()).collect();
    let replies: Vec<Option<i64>> = messages.iter().map(|m| m.reply_to.map(|r| r.0)).collect();
    let parked: Vec<Option<DateTime<Utc>>> = messages.iter().map(|m| m.parked_until).collect();
    let along: Vec<Option<serde_json::Value>> =
        messages.iter().map(|m| (!m.along.is_empty()).then(|| to_json(&m.along))).collect();
    sqlx::query!(
        r#"
        INSERT INTO messages (id, case_id, person, side, at, kind, body, marks, media, album, reply_to, parked_until,
                              along)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[], $6::text[],
                             $7::text[], $8::jsonb[], $9::bigint[], $10::text[], $11::bigint[], $12::timestamptz[],
                             $13::jsonb[])
        "#,
        &ids,
        &cases as &[Option<i64>],
        &people,
        &sides,
        &at,
        &kinds,
        &bodies,
        &marks as &[Option<serde_json::Value>],
        &media as &[Option<i64>],
        &albums as &[Option<String>],
        &replies as &[Option<i64>],
        &parked as &[Option<DateTime<Utc>>],
        &along as &[Option<serde_json::Value>],
    )
    .execute(&mut *db)
    .await?;
    let sources: Vec<Copy> = messages
        .iter()
        .filter_map(|m| m.source.map(|remote| Copy { message: m.id, remote, part: 0, source: true }))
        .collect();
    link(db, &sources).await
}

fn marks_of(body: &Rich) -> Option<serde_json::Value> {
    (!body.marks.is_empty()).then(|| to_json(&body.marks))
}

/// Messages to be shown, in the order asked.
pub async fn shown(db: &mut PgConnection, ids: &[MessageId]) -> Result<Vec<Shown>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"
        SELECT m.id, m.case_id, m.person, p.name, m.side, m.kind, m.marks, m.reply_to, m.along, m.media,
               CASE WHEN m.body = '' THEN coalesce(f.caption, '') ELSE m.body END AS "body!",
               f.platform AS "platform?", f.kind AS "file_kind?", f.file AS "file?", f.uniq AS "uniq?",
               f.name AS file_name, f.mime, f.size, coalesce(f.spoiler, false) AS "spoiler!",
               EXISTS (SELECT FROM message_revisions r WHERE r.message = m.id) AS "edited!",
               m.deleted_at IS NOT NULL AS "deleted!"
        FROM unnest($1::bigint[]) WITH ORDINALITY AS w(id, ord)
        JOIN messages m ON m.id = w.id
        JOIN people p ON p.id = m.person
        LEFT JOIN media f ON f.id = m.media
        ORDER BY w.ord
        "#,
        &ids.iter().map(|m| m.0).collect::<Vec<i64>>()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let file = match (row.platform, row.file_kind, row.file, row.uniq) {
                (Some(code), Some(kind), Some(id), Some(unique)) => Some((
                    platform(code, "media", row.id)?,
                    File {
                        kind: cell(FileKind::from_name(&kind), "media", "kind", row.id)?,
                        id,
                        unique,
                        name: row.file_name,
                        mime: row.mime,
                        size: row.size,
                        spoiler: row.spoiler,
                    },
                )),
                _ => None,
            };
            let marks: Vec<Mark> =
                row.marks.map(|m| json(m, "messages", "marks", row.id)).transpose()?.unwrap_or_default();
            let along: Option<Along> = row.along.map(|a| json(a, "messages", "along", row.id)).transpose()?;
            Ok(Shown {
                id: MessageId(row.id),
                case: row.case_id.map(CaseId),
                person: PersonId(row.person),
                name: row.name,
                side: cell(Side::from_name(&row.side), "messages", "side", row.id)?,
                kind: row.kind,
                body: Rich::new(row.body, marks),
                file,
                media: row.media.map(MediaId),
                along: along.unwrap_or_default(),
                reply_to: row.reply_to.map(MessageId),
                edited: row.edited,
                deleted: row.deleted,
            })
        })
        .collect()
}

/// Puts parked messages into their cases.
pub async fn file(db: &mut PgConnection, filed: &[(MessageId, CaseId)]) -> Result<(), StoreError> {
    if filed.is_empty() {
        return Ok(());
    }
    let messages: Vec<i64> = filed.iter().map(|(m, _)| m.0).collect();
    let cases: Vec<i64> = filed.iter().map(|(_, c)| c.0).collect();
    sqlx::query!(
        r#"
        UPDATE messages m SET case_id = w.case_id, parked_until = NULL
        FROM unnest($1::bigint[], $2::bigint[]) AS w(message, case_id)
        WHERE m.id = w.message
        "#,
        &messages,
        &cases
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What customers wrote first after that time, case by case.
pub async fn first_since(
    db: &mut PgConnection,
    since: &BTreeMap<CaseId, DateTime<Utc>>,
) -> Result<BTreeMap<CaseId, DateTime<Utc>>, StoreError> {
    let (cases, times): (Vec<i64>, Vec<DateTime<Utc>>) = since.iter().map(|(case, at)| (case.0, *at)).unzip();
    let rows = sqlx::query!(
        r#"
        SELECT w.case_id AS "case_id!", m.at AS "at!"
        FROM unnest($1::bigint[], $2::timestamptz[]) AS w(case_id, since)
        CROSS JOIN LATERAL (
            SELECT min(m.at) AS at FROM messages m
            WHERE m.case_id = w.case_id AND m.side = 'customer' AND m.at > w.since
        ) m
        WHERE m.at IS NOT NULL
        "#,
        &cases,
        &times
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (CaseId(row.case_id), row.at)).collect())
}

/// The parked messages of people, oldest first.
pub async fn parked(db: &mut PgConnection, people: &[i64]) -> Result<Vec<(PersonId, MessageId)>, StoreError> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"
        SELECT person, id FROM messages
        WHERE parked_until IS NOT NULL AND person = ANY($1)
        ORDER BY at, id
        "#,
        people
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (PersonId(r.person), MessageId(r.id))).collect())
}

/// A parked message whose time is up, and the case of its person that a human last wrote in.
pub async fn overdue(
    db: &mut PgConnection,
    at: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(MessageId, CaseId)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT m.id, c.id AS "case!"
        FROM messages m
        CROSS JOIN LATERAL (
            SELECT id FROM cases c
            WHERE c.customer = m.person AND c.state IN ('new', 'open', 'waiting', 'solved')
            ORDER BY c.human_at DESC NULLS LAST, c.id DESC LIMIT 1
        ) c
        WHERE m.parked_until <= $1
        ORDER BY m.parked_until, m.id LIMIT $2
        "#,
        at,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (MessageId(r.id), CaseId(r.case))).collect())
}

/// Whether nobody has said yet which case a message belongs to.
pub async fn is_parked(db: &mut PgConnection, message: MessageId) -> Result<bool, StoreError> {
    let parked = sqlx::query_scalar!(
        "SELECT id FROM messages WHERE id = $1 AND parked_until IS NOT NULL FOR UPDATE",
        message.0
    );
    Ok(parked.fetch_optional(db).await?.is_some())
}

/// The messages of what was sent at once with this one, itself among them, in the order they were taken.
pub async fn sent_with(db: &mut PgConnection, message: MessageId) -> Result<Vec<MessageId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"
        SELECT m.id AS "id!" FROM messages m WHERE m.id = $1
        UNION
        SELECT other.id FROM messages m
        JOIN messages other ON other.case_id = m.case_id AND other.album = m.album AND other.person = m.person
        WHERE m.id = $1
        ORDER BY 1
        "#,
        message.0
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(MessageId).collect())
}

/// Notes that originals are gone.
pub async fn delete(db: &mut PgConnection, deletions: &[Deletion]) -> Result<(), StoreError> {
    if deletions.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = deletions.iter().map(|d| d.message.0).collect();
    let at: Vec<DateTime<Utc>> = deletions.iter().map(|d| d.at).collect();
    sqlx::query!(
        r#"
        UPDATE messages m SET deleted_at = w.at
        FROM unnest($1::bigint[], $2::timestamptz[]) AS w(id, at)
        WHERE m.id = w.id AND m.deleted_at IS NULL
        "#,
        &ids,
        &at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives messages new words and keeps the old ones.
pub async fn revise(db: &mut PgConnection, revisions: &[Revision]) -> Result<(), StoreError> {
    for revision in revisions {
        sqlx::query!(
            r#"
            INSERT INTO message_revisions (message, at, body, marks, media)
            SELECT id, $2, body, marks, CASE WHEN $3 THEN media END FROM messages WHERE id = $1
            ON CONFLICT DO NOTHING
            "#,
            revision.message.0,
            revision.at,
            revision.media.is_some()
        )
        .execute(&mut *db)
        .await?;
        sqlx::query!(
            "UPDATE messages SET body = $2, marks = $3, media = coalesce($4, media) WHERE id = $1",
            revision.message.0,
            revision.body.text,
            marks_of(&revision.body),
            revision.media.map(|m| m.0)
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}
