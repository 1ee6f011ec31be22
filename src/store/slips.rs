//! What buttons of agents go on with.

use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{json, to_json},
};
use crate::domain::{
    front::lookup::Stored,
    id::{PersonId, SlipId},
    plan::SlipChange,
};

/// One slip, with the name of whose button it is.
pub async fn get(db: &mut PgConnection, id: SlipId) -> Result<Option<Stored>, StoreError> {
    let row = sqlx::query!(
        "SELECT s.person, p.name, s.what FROM slips s JOIN people p ON p.id = s.person WHERE s.id = $1",
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let slip = json(row.what, "slips", "what", id.0)?;
        Ok(Stored { id, person: PersonId(row.person), name: row.name, slip })
    })
    .transpose()
}

/// Keeps new ones, and drops those that were used up.
pub async fn change(db: &mut PgConnection, changes: Vec<SlipChange>) -> Result<(), StoreError> {
    for change in changes {
        match change {
            SlipChange::Put { id, person, at, slip } => {
                sqlx::query!(
                    "INSERT INTO slips (id, person, at, what) VALUES ($1, $2, $3, $4)",
                    id.0,
                    person.0,
                    at,
                    to_json(&slip)
                )
                .execute(&mut *db)
                .await?;
            }
            SlipChange::Drop(id) => {
                sqlx::query!("DELETE FROM slips WHERE id = $1", id.0).execute(&mut *db).await?;
            }
        }
    }
    Ok(())
}
