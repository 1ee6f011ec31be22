//! Where each copy of a message stands.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        chat::{Address, Remote},
        front::Linked,
        id::{CaseId, MessageId, PersonId},
        plan::Side,
    },
    store::{
        StoreError,
        codec::{cell, platform},
    },
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

/// Keeps where copies stand; those of messages that were erased meanwhile are nobody's.
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
        SELECT c.* FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::smallint[], $6::boolean[])
            AS c(platform, chat, remote, message, part, source)
        JOIN messages m ON m.id = c.message
        FOR KEY SHARE OF m
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

/// The stored messages that stand at these places; those of a merged case are its target's. Where several stand in one,
/// the first of them comes last.
pub async fn find(db: &mut PgConnection, remotes: &[Remote]) -> Result<Vec<Linked>, StoreError> {
    if remotes.is_empty() {
        return Ok(Vec::new());
    }
    let platforms: Vec<i16> = remotes.iter().map(|r| r.platform.code()).collect();
    let chats: Vec<i64> = remotes.iter().map(|r| r.chat).collect();
    let ids: Vec<i64> = remotes.iter().map(|r| r.id).collect();
    let rows = sqlx::query!(
        r#"
        SELECT l.platform, l.chat, l.remote, l.source, m.id, coalesce(c.merged_into, m.case_id) AS case_id,
               c.merged_into IS NOT NULL AS "moved!", m.side, m.person, f.uniq AS "uniq?",
               m.deleted_at IS NOT NULL AS "deleted!"
        FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS w(platform, chat, remote)
        JOIN links l USING (platform, chat, remote)
        JOIN messages m ON m.id = l.message
        LEFT JOIN cases c ON c.id = m.case_id
        LEFT JOIN media f ON f.id = m.media
        ORDER BY m.id DESC
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
                unique: row.uniq,
                moved: row.moved,
                deleted: row.deleted,
            })
        })
        .collect()
}

/// Every place these messages stand at, in the order of their parts.
pub async fn copies(db: &mut PgConnection, messages: &[MessageId]) -> Result<Vec<Copy>, StoreError> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
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

/// The messages that stand there, in the order they were taken: of files that were sent at once, several.
pub async fn at(db: &mut PgConnection, remote: Remote) -> Result<Vec<MessageId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT message FROM links WHERE platform = $1 AND chat = $2 AND remote = $3 ORDER BY message",
        remote.platform.code(),
        remote.chat,
        remote.id
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(MessageId).collect())
}

/// Forgets the copies of a message in that chat: they are gone.
pub async fn unlink(db: &mut PgConnection, message: MessageId, at: Address) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM links WHERE message = $1 AND platform = $2 AND chat = $3 AND NOT source",
        message.0,
        at.platform.code(),
        at.holder()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A message that was said in a room of its case, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Which.
    pub message: MessageId,
    /// When it was taken.
    pub at: DateTime<Utc>,
}

/// The last messages of a case that stood in a room of it, the one that is there now or one before it, oldest first;
/// without those that are still to be said.
pub async fn said(
    db: &mut PgConnection,
    case: CaseId,
    room: Address,
    coming: &[MessageId],
    limit: i64,
) -> Result<Vec<Said>, StoreError> {
    let coming: Vec<i64> = coming.iter().map(|m| m.0).collect();
    // Why by the sign: groups of Telegram have negative numbers, so a copy that stands in one stood in a room. Discord's
    // have not; there it is what stands elsewhere than in its customer's own places.
    let rows = sqlx::query!(
        r#"
        SELECT m.id, m.at FROM messages m
        WHERE m.case_id = $1 AND m.id <> ALL($4)
          AND EXISTS (
              SELECT FROM links l
              WHERE l.message = m.id
                AND (l.platform = $2 AND l.chat = $3 OR l.chat < 0 OR l.platform = 2 AND NOT EXISTS (
                  SELECT FROM cases c JOIN identities i ON i.person = c.customer
                  WHERE c.id = $1 AND i.platform = 2 AND i.chat = l.chat)
                  AND NOT EXISTS (SELECT FROM places p WHERE p.platform = 2 AND p.thread = l.chat))
          )
          AND NOT EXISTS (
              SELECT FROM outbox o
              WHERE o.case_id = $1 AND o.state IN ('queued', 'sending') AND o.parcel->>'is' = 'relay'
                AND o.parcel->'messages' @> to_jsonb(m.id))
        ORDER BY m.id DESC LIMIT $5
        "#,
        case.0,
        room.platform.code(),
        room.holder(),
        &coming,
        limit
    )
    .fetch_all(db)
    .await?;
    let mut said: Vec<Said> =
        rows.into_iter().map(|row| Said { message: MessageId(row.id), at: row.at }).collect();
    said.reverse();
    Ok(said)
}
