//! Kept files: which are still to be fetched, what became of each, and what a case has.
//!
//! A file is read without its cover: the desk looks at what was sent. It belongs to the case of a message that holds it, else to the draft that names it. `blobs` is the bytes.

mod blobs;
mod told;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{cell, platform},
};
use crate::domain::{
    chat::{File, FileKind, Platform},
    evidence::{Keeping, Piece, Problem, Used},
    id::{CaseId, MediaId},
};

pub use blobs::{
    BlobId, Content, add_chunk, begin, bytes_of, chunk, content, drop_half, drop_orphans, finish, sweep,
};
pub use told::{News, Untold, mark_told, reuses, untold};

/// A file to be fetched.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Its row.
    pub media: MediaId,
    /// Where its id means something.
    pub platform: Platform,
    /// The file.
    pub file: File,
    /// The pictures it was sent with.
    pub album: Option<String>,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// How often it was tried.
    pub tries: i16,
    /// Who sent it.
    pub person: i64,
    /// The case it belongs to; none while it belongs to a draft.
    pub case: Option<CaseId>,
    /// Nothing asks for it.
    pub homeless: bool,
    /// Its customer buys wholesale.
    pub wholesale: bool,
    /// Somebody of the desk sent it.
    pub by_desk: bool,
}

/// Files whose time it is, the longest waiting first.
pub async fn due(db: &mut PgConnection, at: DateTime<Utc>, limit: i64) -> Result<Vec<Wanted>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT f.id, f.platform, f.kind, f.file, f.uniq, f.name, f.mime, f.size, f.album, f.at, f.tries, f.person,
               c.id AS "case?", c.customer AS "customer?",
               c.id IS NULL AND NOT EXISTS (
                   SELECT FROM dialogues d
                   WHERE d.person = f.person AND d.draft->'evidence' @> jsonb_build_array(jsonb_build_object('media', f.id))
               ) AS "homeless!",
               p.buyer = 'wholesale' AS "wholesale!"
        FROM media f
        JOIN people p ON p.id = f.person
        LEFT JOIN LATERAL (
            SELECT c.id, c.customer FROM messages m JOIN cases c ON c.id = m.case_id
            WHERE m.media = f.id ORDER BY m.id LIMIT 1
        ) c ON true
        WHERE f.keeping = 'waiting' AND f.try_at <= $1
        ORDER BY f.try_at, f.id LIMIT $2
        "#,
        at,
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Wanted {
                media: MediaId(row.id),
                platform: platform(row.platform, "media", row.id)?,
                file: File {
                    kind: cell(FileKind::from_name(&row.kind), "media", "kind", row.id)?,
                    id: row.file,
                    unique: row.uniq,
                    name: row.name,
                    mime: row.mime,
                    size: row.size,
                    spoiler: false,
                },
                album: row.album,
                at: row.at,
                tries: row.tries,
                person: row.person,
                case: row.case.map(CaseId),
                homeless: row.homeless,
                wholesale: row.wholesale,
                by_desk: row.customer.is_some_and(|customer| customer != row.person),
            })
        })
        .collect()
}

/// These are looked at again at `then`; `try_counts` = and it counts as a try of each.
pub async fn put_off(
    db: &mut PgConnection,
    media: &[MediaId],
    then: DateTime<Utc>,
    try_counts: bool,
) -> Result<(), StoreError> {
    let ids: Vec<i64> = media.iter().map(|m| m.0).collect();
    sqlx::query!(
        "UPDATE media SET try_at = $2, tries = tries + $3::smallint WHERE id = ANY($1) AND keeping = 'waiting'",
        &ids,
        then,
        i16::from(try_counts)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// It is not kept, and its case is told why.
pub async fn give_up(db: &mut PgConnection, media: MediaId, why: Problem) -> Result<(), StoreError> {
    let keeping = if why.is_loss() { "lost" } else { "refused" };
    sqlx::query!(
        "UPDATE media SET keeping = $2, problem = $3, tell = true WHERE id = $1 AND keeping = 'waiting'",
        media.0,
        keeping,
        why.name()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What the file's case, or its person's drafts, keep of the customer's files since then.
pub async fn used(db: &mut PgConnection, wanted: &Wanted, since: DateTime<Utc>) -> Result<Used, StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT count(DISTINCT coalesce(f.album, f.id::text)) AS "pieces!", coalesce(sum(b.size), 0)::bigint AS "bytes!",
               coalesce(bool_or(f.album = $4), false) AS "album!"
        FROM media f
        JOIN blobs b ON b.id = f.blob
        WHERE f.person = $1 AND f.at >= $2
          AND (SELECT m.case_id FROM messages m WHERE m.media = f.id ORDER BY m.id LIMIT 1) IS NOT DISTINCT FROM $3
        "#,
        wanted.person,
        since,
        wanted.case.map(|c| c.0),
        wanted.album.as_deref()
    )
    .fetch_one(db)
    .await?;
    Ok(Used {
        pieces: u32::try_from(row.pieces).unwrap_or(u32::MAX),
        bytes: u64::try_from(row.bytes).unwrap_or_default(),
        album: row.album,
    })
}

/// The files of cases, oldest first, each with its case.
pub async fn of_cases(db: &mut PgConnection, cases: &[CaseId]) -> Result<Vec<(CaseId, Piece)>, StoreError> {
    let ids: Vec<i64> = cases.iter().map(|c| c.0).collect();
    let rows = sqlx::query!(
        r#"
        SELECT m.case_id AS "case!", f.id, f.kind, f.file, f.uniq, f.name, f.mime, f.size, f.at, f.keeping, f.problem,
               p.name AS by, m.side = 'note' AS "note!", b.kind AS "found?", b.size AS "kept_size?"
        FROM messages m
        -- Why one at a time: as a plain join it can be merged, reading every message that has a file.
        CROSS JOIN LATERAL (SELECT * FROM media x WHERE x.id = m.media LIMIT 1) f
        JOIN people p ON p.id = f.person
        LEFT JOIN LATERAL (SELECT kind, size FROM blobs y WHERE y.id = f.blob LIMIT 1) b ON true
        WHERE m.case_id = ANY($1)
        ORDER BY f.at, f.id
        "#,
        &ids
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let keeping = match row.keeping.as_str() {
                "kept" => Keeping::Kept,
                "waiting" => Keeping::Waiting,
                _ => Keeping::Not(problem(row.problem.as_deref(), row.id)?),
            };
            let file = File {
                kind: cell(FileKind::from_name(&row.kind), "media", "kind", row.id)?,
                id: row.file,
                unique: row.uniq,
                name: row.name,
                mime: row.mime,
                size: row.kept_size.or(row.size),
                spoiler: false,
            };
            let piece = Piece {
                media: MediaId(row.id),
                file,
                by: row.by,
                at: row.at,
                note: row.note,
                keeping,
                found: row.found,
            };
            Ok((CaseId(row.case), piece))
        })
        .collect()
}

fn problem(name: Option<&str>, key: i64) -> Result<Problem, StoreError> {
    cell(name.and_then(Problem::from_name), "media", "problem", key)
}

/// Files by their rows, in the order asked, each with who sent it and when.
pub async fn pieces(db: &mut PgConnection, media: &[MediaId]) -> Result<Vec<(Platform, Piece)>, StoreError> {
    let ids: Vec<i64> = media.iter().map(|m| m.0).collect();
    let rows = sqlx::query!(
        r#"
        SELECT f.id, f.platform, f.kind, f.file, f.uniq, f.name, f.mime, f.size, f.at, p.name AS by
        FROM unnest($1::bigint[]) WITH ORDINALITY AS w(id, ord)
        JOIN media f ON f.id = w.id
        JOIN people p ON p.id = f.person
        ORDER BY w.ord
        "#,
        &ids
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let file = File {
                kind: cell(FileKind::from_name(&row.kind), "media", "kind", row.id)?,
                id: row.file,
                unique: row.uniq,
                name: row.name,
                mime: row.mime,
                size: row.size,
                spoiler: false,
            };
            let (media, keeping) = (MediaId(row.id), Keeping::Waiting);
            let piece = Piece { media, file, by: row.by, at: row.at, note: false, keeping, found: None };
            Ok((platform(row.platform, "media", row.id)?, piece))
        })
        .collect()
}

/// How many files there are of each keeping.
pub async fn counts(db: &mut PgConnection) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = sqlx::query!(r#"SELECT keeping, count(*) AS "count!" FROM media GROUP BY keeping"#)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.keeping, row.count)).collect())
}

/// Whether a file or news of one is due.
pub async fn is_due(db: &mut PgConnection, at: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM media WHERE keeping = 'waiting' AND try_at <= $1) AS "due!""#,
        at
    )
    .fetch_one(&mut *db)
    .await?
        || !told::untold(db, 1).await?.is_empty())
}
