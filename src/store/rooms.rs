//! Rooms of cases on the staff side.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{StoreError, codec::platform};
use crate::domain::{
    chat::{Address, Remote},
    id::CaseId,
    plan::Post,
};

/// A case's room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Where it is.
    pub place: Address,
    /// Its card, once posted.
    pub card: Option<i64>,
    /// The last messages of the case were told in it, or need not be.
    pub retold: bool,
}

/// The room of a case, if it was opened.
pub async fn of_case(db: &mut PgConnection, case: CaseId) -> Result<Option<Room>, StoreError> {
    let row =
        sqlx::query!("SELECT platform, chat, thread, card, retold FROM rooms WHERE case_id = $1", case.0)
            .fetch_optional(db)
            .await?;
    row.map(|row| {
        let place = Address {
            platform: platform(row.platform, "rooms", case.0)?,
            chat: row.chat,
            thread: row.thread,
        };
        Ok(Room { place, card: row.card, retold: row.retold })
    })
    .transpose()
}

/// Keeps a room that was just opened, in the place of one that stood elsewhere. Its card is still to come.
pub async fn keep(
    db: &mut PgConnection,
    case: CaseId,
    place: Address,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO rooms (case_id, platform, chat, thread, opened_at, retold) VALUES ($1, $2, $3, $4, $5, false)
        ON CONFLICT (case_id) DO UPDATE
        SET platform = $2, chat = $3, thread = $4, card = NULL, opened_at = $5, retold = false
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

/// The case moves out: where its room was is remembered. `keep` puts the next one in its place.
pub async fn leave(db: &mut PgConnection, case: CaseId, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO left_rooms (case_id, platform, chat, thread, card, left_at)
        SELECT case_id, platform, chat, thread, card, $2 FROM rooms WHERE case_id = $1
        "#,
        case.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The cases that moved out of rooms at these places.
pub async fn left(db: &mut PgConnection, places: &[Address]) -> Result<Vec<(Address, CaseId)>, StoreError> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let platforms: Vec<i16> = places.iter().map(|p| p.platform.code()).collect();
    let chats: Vec<i64> = places.iter().map(|p| p.chat).collect();
    let threads: Vec<Option<i64>> = places.iter().map(|p| p.thread).collect();
    let rows = sqlx::query!(
        r#"
        SELECT DISTINCT l.platform, l.chat, l.thread, l.case_id
        FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS w(platform, chat, thread)
        JOIN left_rooms l ON l.platform = w.platform AND l.chat = w.chat AND l.thread = w.thread
        "#,
        &platforms,
        &chats,
        &threads as &[Option<i64>]
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let platform = platform(row.platform, "left_rooms", row.case_id)?;
            Ok((Address { platform, chat: row.chat, thread: row.thread }, CaseId(row.case_id)))
        })
        .collect()
}

/// Keeps which message is the room's card, in that place.
pub async fn keep_card(
    db: &mut PgConnection,
    case: CaseId,
    place: Address,
    card: i64,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE rooms SET card = $2, thread = $3, retold = true WHERE case_id = $1",
        case.0,
        card,
        place.thread
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The card is gone; the room stays.
pub async fn forget_card(db: &mut PgConnection, case: CaseId) -> Result<(), StoreError> {
    sqlx::query!("UPDATE rooms SET card = NULL WHERE case_id = $1", case.0).execute(db).await?;
    Ok(())
}

/// Forgets a room that is gone, so that the next delivery opens another.
pub async fn forget(db: &mut PgConnection, case: CaseId) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM rooms WHERE case_id = $1", case.0).execute(db).await?;
    Ok(())
}

/// Keeps which messages belong to which case's room although they are no stored messages.
pub async fn add_posts(db: &mut PgConnection, posts: &[Post]) -> Result<(), StoreError> {
    if posts.is_empty() {
        return Ok(());
    }
    let platforms: Vec<i16> = posts.iter().map(|p| p.at.platform.code()).collect();
    let chats: Vec<i64> = posts.iter().map(|p| p.at.chat).collect();
    let remotes: Vec<i64> = posts.iter().map(|p| p.at.id).collect();
    let cases: Vec<i64> = posts.iter().map(|p| p.case.0).collect();
    sqlx::query!(
        r#"
        INSERT INTO room_posts (platform, chat, remote, case_id)
        SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[])
        ON CONFLICT DO NOTHING
        "#,
        &platforms,
        &chats,
        &remotes,
        &cases,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The cases whose rooms these messages belong to: cards, words of the desk, and copies and originals of messages.
pub async fn of_messages(
    db: &mut PgConnection,
    remotes: &[Remote],
) -> Result<Vec<(Remote, CaseId)>, StoreError> {
    if remotes.is_empty() {
        return Ok(Vec::new());
    }
    let platforms: Vec<i16> = remotes.iter().map(|r| r.platform.code()).collect();
    let chats: Vec<i64> = remotes.iter().map(|r| r.chat).collect();
    let ids: Vec<i64> = remotes.iter().map(|r| r.id).collect();
    let rows = sqlx::query!(
        r#"
        SELECT w.ord AS "ord!", coalesce(r.case_id, p.case_id, m.case_id) AS "case!"
        FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS w(platform, chat, remote, ord)
        LEFT JOIN rooms r ON r.platform = w.platform AND r.chat = w.chat AND r.card = w.remote
        LEFT JOIN room_posts p ON p.platform = w.platform AND p.chat = w.chat AND p.remote = w.remote
        LEFT JOIN links l ON l.platform = w.platform AND l.chat = w.chat AND l.remote = w.remote
        LEFT JOIN messages m ON m.id = l.message
        WHERE coalesce(r.case_id, p.case_id, m.case_id) IS NOT NULL
        "#,
        &platforms,
        &chats,
        &ids
    )
    .fetch_all(db)
    .await?;
    let nth = |ord: i64| usize::try_from(ord - 1).ok().and_then(|n| remotes.get(n)).copied();
    Ok(rows.into_iter().filter_map(|row| Some((nth(row.ord)?, CaseId(row.case)))).collect())
}
