//! Content of files, in chunks. One content is one blob; how many files point at it is counted by their rows.

use chrono::{DateTime, Utc};
use sqlx::{Connection as _, PgConnection};

use crate::{
    domain::{
        evidence::{Problem, Type},
        id::MediaId,
    },
    store::{Fault, StoreError, codec::cell},
};

/// Blobs one sweep takes: each may have many chunks.
const BATCH: i64 = 20;

/// The row of a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobId(pub i64);

/// Begins a content; until `finish` nothing points at it.
pub async fn begin(db: &mut PgConnection, blob: BlobId, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("INSERT INTO blobs (id, begun_at) VALUES ($1, $2)", blob.0, at).execute(db).await?;
    Ok(())
}

/// The next chunk of a content.
pub async fn add_chunk(db: &mut PgConnection, blob: BlobId, n: i32, bytes: &[u8]) -> Result<(), StoreError> {
    sqlx::query!("INSERT INTO blob_chunks (blob, n, bytes) VALUES ($1, $2, $3)", blob.0, n, bytes)
        .execute(db)
        .await?;
    Ok(())
}

/// The content is whole: the file points at it, or at the one that was there already. False when the file has gone, or
/// is kept by now.
pub async fn finish(
    db: &mut PgConnection,
    media: MediaId,
    blob: BlobId,
    (sha256, size, kind): (&[u8], i64, &str),
) -> Result<bool, StoreError> {
    match try_finish(db, media, blob, (sha256, size, kind)).await {
        // Why: somebody else finished the same content in between; now it is there.
        Err(error) if error.fault() == Fault::Race => try_finish(db, media, blob, (sha256, size, kind)).await,
        done => done,
    }
}

async fn try_finish(
    db: &mut PgConnection,
    media: MediaId,
    blob: BlobId,
    (sha256, size, kind): (&[u8], i64, &str),
) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let waits =
        sqlx::query_scalar!("SELECT id FROM media WHERE id = $1 AND keeping = 'waiting' FOR UPDATE", media.0)
            .fetch_optional(&mut *tx)
            .await?;
    if waits.is_none() {
        return Ok(false);
    }
    let same = sqlx::query_scalar!("SELECT id FROM blobs WHERE sha256 = $1 FOR KEY SHARE", sha256)
        .fetch_optional(&mut *tx)
        .await?;
    match same {
        Some(_) => {
            sqlx::query!("DELETE FROM blobs WHERE id = $1 AND sha256 IS NULL", blob.0)
                .execute(&mut *tx)
                .await?
        }
        None => {
            sqlx::query!(
                "UPDATE blobs SET sha256 = $2, size = $3, kind = $4 WHERE id = $1",
                blob.0,
                sha256,
                size,
                kind
            )
            .execute(&mut *tx)
            .await?
        }
    };
    sqlx::query!(
        "UPDATE media SET keeping = 'kept', blob = $2, problem = NULL, tell = true WHERE id = $1",
        media.0,
        same.unwrap_or(blob.0)
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(true)
}

/// Forgets a content that did not become whole.
pub async fn drop_half(db: &mut PgConnection, blob: BlobId) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM blobs WHERE id = $1 AND sha256 IS NULL", blob.0).execute(db).await?;
    Ok(())
}

/// The bytes of one of these files, the one with that id on its platform, and what they are; `None` when they are not
/// ours.
pub async fn bytes_of(
    db: &mut PgConnection,
    media: &[MediaId],
    file: &str,
) -> Result<Option<(Vec<u8>, String)>, StoreError> {
    let ids: Vec<i64> = media.iter().map(|m| m.0).collect();
    let blob = sqlx::query!(
        r#"
        SELECT b.id, b.size AS "size!", b.kind AS "kind!" FROM media f JOIN blobs b ON b.id = f.blob
        WHERE f.id = ANY($1) AND f.file = $2 LIMIT 1
        "#,
        &ids,
        file
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(blob) = blob else { return Ok(None) };
    Ok(Some((whole(db, blob.id, blob.size).await?, blob.kind)))
}

/// What there is of a file here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// All of it, and what it is.
    Kept(Vec<u8>, Type),
    /// All of it, and more than was asked for.
    Larger,
    /// Nothing: why, where that is known already.
    Not(Option<Problem>),
    /// Nothing, and the file itself is not known any more.
    Forgotten,
}

/// What there is of that file, of at most so many bytes.
pub async fn content(db: &mut PgConnection, media: MediaId, most: u64) -> Result<Content, StoreError> {
    let file = sqlx::query!(
        r#"
        SELECT f.problem, b.id AS "blob?", b.size AS "size?", b.kind AS "kind?"
        FROM media f LEFT JOIN blobs b ON b.id = f.blob WHERE f.id = $1
        "#,
        media.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(file) = file else { return Ok(Content::Forgotten) };
    let (Some(blob), Some(size), Some(kind)) = (file.blob, file.size, file.kind) else {
        let problem = file.problem.map(|name| cell(Problem::from_name(&name), "media", "problem", media.0));
        return Ok(Content::Not(problem.transpose()?));
    };
    if u64::try_from(size).is_ok_and(|size| size > most) {
        return Ok(Content::Larger);
    }
    let kind = cell(Type::from_name(&kind), "blobs", "kind", blob)?;
    Ok(Content::Kept(whole(db, blob, size).await?, kind))
}

async fn whole(db: &mut PgConnection, blob: i64, size: i64) -> Result<Vec<u8>, StoreError> {
    let chunks = sqlx::query_scalar!("SELECT bytes FROM blob_chunks WHERE blob = $1 ORDER BY n", blob)
        .fetch_all(db)
        .await?;
    let mut all = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    for chunk in chunks {
        all.extend(chunk);
    }
    Ok(all)
}

/// One chunk of a content, by its number from 0.
pub async fn chunk(db: &mut PgConnection, blob: BlobId, n: i32) -> Result<Option<Vec<u8>>, StoreError> {
    let row = sqlx::query_scalar!("SELECT bytes FROM blob_chunks WHERE blob = $1 AND n = $2", blob.0, n);
    Ok(row.fetch_optional(db).await?)
}

/// Forgets contents no file points at, at most so many; after an erasure nothing may wait for the next sweep. How many
/// there were.
pub async fn drop_orphans(db: &mut PgConnection, most: i64) -> Result<u64, StoreError> {
    // Why two statements: what was locked by the first can't be pointed at any more, and the second sees what was
    // pointed at before.
    let found = sqlx::query_scalar!(
        r#"
        SELECT b.id FROM blobs b
        WHERE b.sha256 IS NOT NULL AND NOT EXISTS (SELECT FROM media f WHERE f.blob = b.id)
        LIMIT $1 FOR UPDATE SKIP LOCKED
        "#,
        most
    )
    .fetch_all(&mut *db)
    .await?;
    let gone = sqlx::query!(
        "DELETE FROM blobs b WHERE b.id = ANY($1) AND NOT EXISTS (SELECT FROM media f WHERE f.blob = b.id)",
        &found
    )
    .execute(db)
    .await?;
    Ok(gone.rows_affected())
}

/// Forgets one batch of what nobody needs: half fetched contents begun before `halves`, files of drafts that were
/// dropped, sent before `dropped`, and contents no file points at. How many rows went.
pub async fn sweep(
    db: &mut PgConnection,
    halves: DateTime<Utc>,
    dropped: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let half = sqlx::query!(
        "DELETE FROM blobs WHERE id IN (SELECT id FROM blobs WHERE sha256 IS NULL AND begun_at < $1 LIMIT $2)",
        halves,
        BATCH
    )
    .execute(&mut *db)
    .await?;
    let media = sqlx::query!(
        r#"
        DELETE FROM media WHERE id IN (
            SELECT f.id FROM media f
            WHERE f.at < $1
              AND NOT EXISTS (SELECT FROM messages m WHERE m.media = f.id)
              AND NOT EXISTS (
                  SELECT FROM dialogues d
                  WHERE d.person = f.person
                    AND d.draft->'evidence' @> jsonb_build_array(jsonb_build_object('media', f.id))
              )
            ORDER BY f.id LIMIT $2
        )
        "#,
        dropped,
        BATCH
    )
    .execute(&mut *db)
    .await?;
    let mut tx = db.begin().await?;
    let orphans = drop_orphans(&mut tx, BATCH).await?;
    tx.commit().await?;
    Ok(half.rows_affected() + media.rows_affected() + orphans)
}
