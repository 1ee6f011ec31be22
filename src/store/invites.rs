//! One-time links onto the desk's list, by the hash of what stands in them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{cell, role},
};
use crate::domain::{
    front::Invite,
    id::{InviteId, PersonId},
    party::Role,
    plan::NewInvite,
};

/// The links of these hashes that nobody has used and nobody withdrew, with what their makers are now; locked, so that
/// each is used once.
pub async fn waiting(
    db: &mut PgConnection,
    hashes: &[Vec<u8>],
) -> Result<Vec<(Vec<u8>, Invite)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT v.hash, v.id, v.role, v.groups, v.by, p.name, v.until, a.role AS "by_role?"
        FROM invites v JOIN people p ON p.id = v.by
        LEFT JOIN agents a ON a.person = v.by AND a.removed_at IS NULL
        WHERE v.hash = ANY($1) AND v.used_at IS NULL AND v.withdrawn_at IS NULL
        ORDER BY v.id
        FOR UPDATE OF v
        "#,
        hashes
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let invite = Invite {
                id: InviteId(row.id),
                role: cell(Role::from_name(&row.role), "invites", "role", row.id)?,
                groups: row.groups,
                by: PersonId(row.by),
                by_name: row.name,
                by_role: row.by_role.map(|name| role(&name, row.by)).transpose()?,
                until: row.until,
            };
            Ok((row.hash, invite))
        })
        .collect()
}

/// Keeps a new one.
pub async fn add(db: &mut PgConnection, new: &NewInvite, hash: &[u8]) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO invites (id, hash, role, groups, label, by, at, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        "#,
        new.id.0,
        hash,
        new.role.name(),
        &new.groups,
        new.label,
        new.by.0,
        new.at,
        new.until
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Somebody opened it. For whom it was meant is told by who they are from then on.
pub async fn used(
    db: &mut PgConnection,
    id: InviteId,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE invites SET used_by = $2, used_at = $3, label = '' WHERE id = $1 AND used_at IS NULL",
        id.0,
        by.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// All that nobody has used open nothing any more.
pub async fn withdraw(db: &mut PgConnection, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("UPDATE invites SET withdrawn_at = $1 WHERE used_at IS NULL AND withdrawn_at IS NULL", at)
        .execute(db)
        .await?;
    Ok(())
}
