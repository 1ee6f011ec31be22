//! Rooms of cases on the staff side.

use std::collections::HashMap;

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

/// The rooms of cases, those that were opened.
pub async fn of_cases(db: &mut PgConnection, cases: &[CaseId]) -> Result<HashMap<CaseId, Room>, StoreError> {
    let cases: Vec<i64> = cases.iter().map(|case| case.0).collect();
    let rows = sqlx::query!(
        "SELECT case_id, platform, chat, thread, card, retold FROM rooms WHERE case_id = ANY($1)",
        &cases
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let place = Address {
                platform: platform(row.platform, "rooms", row.case_id)?,
                chat: row.chat,
                thread: row.thread,
            };
            Ok((CaseId(row.case_id), Room { place, card: row.card, retold: row.retold }))
        })
        .collect()
}

/// Keeps rooms that were just opened, in the place of ones that stood elsewhere. Their cards are still to come.
pub async fn keep(
    db: &mut PgConnection,
    rooms: &[(CaseId, Address)],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let cases: Vec<i64> = rooms.iter().map(|(case, _)| case.0).collect();
    let platforms: Vec<i16> = rooms.iter().map(|(_, place)| place.platform.code()).collect();
    let chats: Vec<i64> = rooms.iter().map(|(_, place)| place.chat).collect();
    let threads: Vec<Option<i64>> = rooms.iter().map(|(_, place)| place.thread).collect();
    sqlx::query!(
        r#"
        INSERT INTO rooms (case_id, platform, chat, thread, opened_at, retold)
        SELECT r.*, $5, false
        FROM unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[]) AS r(case_id, platform, chat, thread)
        ON CONFLICT (case_id) DO UPDATE
        SET platform = excluded.platform, chat = excluded.chat, thread = excluded.thread, card = NULL,
            opened_at = excluded.opened_at, retold = false
        "#,
        &cases,
        &platforms,
        &chats,
        &threads as &[Option<i64>],
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

/// Keeps which messages are the cards of rooms, in those places. They belong to their cases like whatever else is posted there.
pub async fn keep_cards(db: &mut PgConnection, cards: &[(CaseId, Address, i64)]) -> Result<(), StoreError> {
    let cases: Vec<i64> = cards.iter().map(|(case, ..)| case.0).collect();
    let platforms: Vec<i16> = cards.iter().map(|(_, place, _)| place.platform.code()).collect();
    let holders: Vec<i64> = cards.iter().map(|(_, place, _)| place.holder()).collect();
    let threads: Vec<Option<i64>> = cards.iter().map(|(_, place, _)| place.thread).collect();
    let messages: Vec<i64> = cards.iter().map(|(.., card)| *card).collect();
    sqlx::query!(
        r#"
        WITH c AS (
            SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[], $5::bigint[])
                AS c(case_id, platform, holder, thread, card)
        ), posted AS (
            INSERT INTO room_posts (platform, chat, remote, case_id)
            SELECT platform, holder, card, case_id FROM c
            ON CONFLICT DO NOTHING
        )
        UPDATE rooms r SET card = c.card, thread = c.thread, retold = true
        FROM c WHERE r.case_id = c.case_id
        "#,
        &cases,
        &platforms,
        &holders,
        &threads as &[Option<i64>],
        &messages
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
