//! Words and files in cases, where each of their copies stands, and what they said before they were edited.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{cell, json, platform, to_json},
};
use crate::domain::{
    chat::{File, FileKind, Platform, Remote},
    front::Linked,
    id::{CaseId, MessageId, PersonId},
    plan::{NewMedia, NewMessage, Revision, Side},
    text::{Mark, Rich},
};

/// Where one copy of a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copy {
    /// Of which message.
    pub message: MessageId,
    /// Where.
    pub remote: Remote,
    /// Which part of it, from 0.
    pub part: i16,
    /// Its author wrote it there.
    pub source: bool,
}

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
    /// `text`, `file`, or `kind-…` for what can't be shown.
    pub kind: String,
    /// Its words.
    pub body: Rich,
    /// Its file, and the platform its id means something on.
    pub file: Option<(Platform, File)>,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// It was edited.
    pub edited: bool,
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
    sqlx::query!(
        r#"
        INSERT INTO messages (id, case_id, person, side, at, kind, body, marks, media, album, reply_to, parked_until)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[], $6::text[],
                             $7::text[], $8::jsonb[], $9::bigint[], $10::text[], $11::bigint[], $12::timestamptz[])
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

/// Keeps where copies stand.
pub async fn link(db: &mut PgConnection, copies: &[Copy]) -> Result<(), StoreError> {
    if copies.is_empty() {
        return Ok(());
    }
    let platforms: Vec<i16> = copies.iter().map(|c| c.remote.platform.code()).collect();
    let chats: Vec<i64> = copies.iter().map(|c| c.remote.chat).collect();
    let remotes: Vec<i64> = copies.iter().map(|c| c.remote.id).collect();
    let messages: Vec<i64> = copies.iter().map(|c| c.message.0).collect();
    let parts: Vec<i16> = copies.iter().map(|c| c.part).collect();
    let sources: Vec<bool> = copies.iter().map(|c| c.source).collect();
    sqlx::query!(
        r#"
        INSERT INTO links (platform, chat, remote, message, part, source)
        SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::smallint[], $6::boolean[])
        ON CONFLICT DO NOTHING
        "#,
        &platforms,
        &chats,
        &remotes,
        &messages,
        &parts,
        &sources,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The stored messages that stand at these places.
pub async fn find(db: &mut PgConnection, remotes: &[Remote]) -> Result<Vec<Linked>, StoreError> {
    if remotes.is_empty() {
        return Ok(Vec::new());
    }
    let platforms: Vec<i16> = remotes.iter().map(|r| r.platform.code()).collect();
    let chats: Vec<i64> = remotes.iter().map(|r| r.chat).collect();
    let ids: Vec<i64> = remotes.iter().map(|r| r.id).collect();
    let rows = sqlx::query!(
        r#"
        SELECT l.platform, l.chat, l.remote, l.source, m.id, m.case_id, m.side, m.person
        FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS w(platform, chat, remote)
        JOIN links l USING (platform, chat, remote)
        JOIN messages m ON m.id = l.message
        "#,
        &platforms,
        &chats,
        &ids
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Linked {
                remote: Remote {
                    platform: platform(row.platform, "links", row.id)?,
                    chat: row.chat,
                    id: row.remote,
                },
                message: MessageId(row.id),
                case: row.case_id.map(CaseId),
                side: cell(Side::from_name(&row.side), "messages", "side", row.id)?,
                person: PersonId(row.person),
                source: row.source,
            })
        })
        .collect()
}

/// Messages to be shown, in the order asked.
pub async fn shown(db: &mut PgConnection, ids: &[MessageId]) -> Result<Vec<Shown>, StoreError> {
    let raw: Vec<i64> = ids.iter().map(|m| m.0).collect();
    let rows = sqlx::query!(
        r#"
        SELECT m.id, m.case_id, m.person, p.name, m.side, m.kind, m.marks, m.reply_to,
               CASE WHEN m.body = '' THEN coalesce(f.caption, '') ELSE m.body END AS "body!",
               f.platform AS "platform?", f.kind AS "file_kind?", f.file AS "file?", f.uniq AS "uniq?",
               f.name AS file_name, f.mime, f.size,
               EXISTS (SELECT FROM message_revisions r WHERE r.message = m.id) AS "edited!"
        FROM unnest($1::bigint[]) WITH ORDINALITY AS w(id, ord)
        JOIN messages m ON m.id = w.id
        JOIN people p ON p.id = m.person
        LEFT JOIN media f ON f.id = m.media
        ORDER BY w.ord
        "#,
        &raw
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
                    },
                )),
                _ => None,
            };
            let marks: Vec<Mark> =
                row.marks.map(|m| json(m, "messages", "marks", row.id)).transpose()?.unwrap_or_default();
            Ok(Shown {
                id: MessageId(row.id),
                case: row.case_id.map(CaseId),
                person: PersonId(row.person),
                name: row.name,
                side: cell(Side::from_name(&row.side), "messages", "side", row.id)?,
                kind: row.kind,
                body: Rich::new(row.body, marks),
                file,
                reply_to: row.reply_to.map(MessageId),
                edited: row.edited,
            })
        })
        .collect()
}

/// Every place these messages stand at, in the order of their parts.
pub async fn copies(db: &mut PgConnection, messages: &[MessageId]) -> Result<Vec<Copy>, StoreError> {
    let raw: Vec<i64> = messages.iter().map(|m| m.0).collect();
    let rows = sqlx::query!(
        r#"
        SELECT message, platform, chat, remote, part, source FROM links
        WHERE message = ANY($1) ORDER BY message, part
        "#,
        &raw
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let platform = platform(row.platform, "links", row.message)?;
            Ok(Copy {
                message: MessageId(row.message),
                remote: Remote { platform, chat: row.chat, id: row.remote },
                part: row.part,
                source: row.source,
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

/// The parked messages of people, oldest first.
pub async fn parked(db: &mut PgConnection, people: &[i64]) -> Result<Vec<(PersonId, MessageId)>, StoreError> {
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

/// Gives messages new words and keeps the old ones.
pub async fn revise(db: &mut PgConnection, revisions: &[Revision]) -> Result<(), StoreError> {
    for revision in revisions {
        sqlx::query!(
            r#"
            INSERT INTO message_revisions (message, at, body, marks)
            SELECT id, $2, body, marks FROM messages WHERE id = $1
            ON CONFLICT DO NOTHING
            "#,
            revision.message.0,
            revision.at
        )
        .execute(&mut *db)
        .await?;
        sqlx::query!(
            "UPDATE messages SET body = $2, marks = $3 WHERE id = $1",
            revision.message.0,
            revision.body.text,
            marks_of(&revision.body)
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Keeps files in mind.
pub async fn add_media(db: &mut PgConnection, media: &[NewMedia]) -> Result<(), StoreError> {
    if media.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = media.iter().map(|m| m.id.0).collect();
    let people: Vec<i64> = media.iter().map(|m| m.person.0).collect();
    let platforms: Vec<i16> = media.iter().map(|m| m.platform.code()).collect();
    let kinds: Vec<String> = media.iter().map(|m| m.file.kind.name().to_owned()).collect();
    let files: Vec<String> = media.iter().map(|m| m.file.id.clone()).collect();
    let uniques: Vec<String> = media.iter().map(|m| m.file.unique.clone()).collect();
    let names: Vec<Option<String>> = media.iter().map(|m| m.file.name.clone()).collect();
    let mimes: Vec<Option<String>> = media.iter().map(|m| m.file.mime.clone()).collect();
    let sizes: Vec<Option<i64>> = media.iter().map(|m| m.file.size).collect();
    let captions: Vec<String> = media.iter().map(|m| m.caption.clone()).collect();
    let albums: Vec<Option<String>> = media.iter().map(|m| m.album.clone()).collect();
    let remotes: Vec<Option<i64>> = media.iter().map(|m| m.remote).collect();
    let at: Vec<DateTime<Utc>> = media.iter().map(|m| m.at).collect();
    sqlx::query!(
        r#"
        INSERT INTO media (id, person, platform, kind, file, uniq, name, mime, size, caption, album, remote, at)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::text[],
                             $8::text[], $9::bigint[], $10::text[], $11::text[], $12::bigint[], $13::timestamptz[])
        "#,
        &ids,
        &people,
        &platforms,
        &kinds,
        &files,
        &uniques,
        &names as &[Option<String>],
        &mimes as &[Option<String>],
        &sizes as &[Option<i64>],
        &captions,
        &albums as &[Option<String>],
        &remotes as &[Option<i64>],
        &at,
    )
    .execute(db)
    .await?;
    Ok(())
}
