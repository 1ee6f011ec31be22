//! Rooms of cases on the staff side.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{StoreError, codec::platform};
use crate::domain::{chat::Address, id::CaseId};

/// A case's room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Where it is.
    pub place: Address,
    /// Its card, once posted.
    pub card: Option<i64>,
}

/// The room of a case, if it was opened.
pub async fn of_case(db: &mut PgConnection, case: CaseId) -> Result<Option<Room>, StoreError> {
    let row = sqlx::query!("SELECT platform, chat, thread, card FROM rooms WHERE case_id = $1", case.0)
        .fetch_optional(db)
        .await?;
    row.map(|row| {
        let place = Address {
            platform: platform(row.platform, "rooms", case.0)?,
            chat: row.chat,
            thread: row.thread,
        };
        Ok(Room { place, card: row.card })
    })
    .transpose()
}

/// Keeps a room that was just opened; a room that is there already stays.
pub async fn keep(
    db: &mut PgConnection,
    case: CaseId,
    place: Address,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO rooms (case_id, platform, chat, thread, opened_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (case_id) DO NOTHING
        "#,
        case.0,
        place.platform.code(),
        place.chat,
        place.thread,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps which message is the room's card.
pub async fn keep_card(db: &mut PgConnection, case: CaseId, card: Option<i64>) -> Result<(), StoreError> {
    sqlx::query!("UPDATE rooms SET card = $2 WHERE case_id = $1", case.0, card).execute(db).await?;
    Ok(())
}

/// Forgets a room that is gone, so that the next delivery opens another.
pub async fn forget(db: &mut PgConnection, case: CaseId) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM rooms WHERE case_id = $1", case.0).execute(db).await?;
    Ok(())
}
