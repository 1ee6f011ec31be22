//! Links to files, by the hash of what stands in them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{StoreError, codec::cell, evidence::BlobId};
use crate::domain::{chat::FileKind, evidence::Type, plan::NewPass};

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The content.
    pub blob: BlobId,
    /// Its bytes.
    pub size: i64,
    /// What it is by its first bytes.
    pub found: Type,
    /// As what it was sent.
    pub kind: FileKind,
    /// The name it came with.
    pub name: Option<String>,
}

/// Keeps a new one.
pub async fn add(db: &mut PgConnection, new: &NewPass, hash: &[u8]) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO passes (id, hash, media, person, at, until) VALUES ($1, $2, $3, $4, $5, $6)",
        new.id.0,
        hash,
        new.media.0,
        new.person.0,
        new.at,
        new.until
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What the link of that hash leads to at `at`: nothing when there is none, it has run out, or the file is gone.
pub async fn open(
    db: &mut PgConnection,
    hash: &[u8],
    at: DateTime<Utc>,
) -> Result<Option<Handed>, StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT b.id, b.size AS "size!", b.kind AS "found!", f.kind, f.name
        FROM passes p JOIN media f ON f.id = p.media JOIN blobs b ON b.id = f.blob
        WHERE p.hash = $1 AND p.until > $2
        "#,
        hash,
        at
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Handed {
            blob: BlobId(row.id),
            size: row.size,
            found: cell(Type::from_name(&row.found), "blobs", "kind", row.id)?,
            kind: cell(FileKind::from_name(&row.kind), "media", "kind", row.id)?,
            name: row.name,
        })
    })
    .transpose()
}
