//! What a batch says, and the drafts it asks about: rows of the outbox and of `dialogues` in one statement.
//!
//! A draft names the row that asks its question, and that row has no number before it is written. In one statement it
//! costs no round trip of its own, which is one in five of a batch.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{StoreError, codec::to_json};
use crate::domain::{
    chat::Platform,
    id::SendId,
    plan::{DialogueRow, Parcel, Rank, To},
};

/// A row to be inserted.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRow {
    /// The destination whose order it keeps.
    pub lane: String,
    /// Where it goes.
    pub platform: Platform,
    /// To whom.
    pub to: To,
    /// What goes first.
    pub urgency: Rank,
    /// An uncertain one waits for a person.
    pub by_hand: bool,
    /// What.
    pub parcel: Parcel,
    /// Sent by this process right after the commit; otherwise claimed first.
    pub leased: bool,
    /// Not sooner than this.
    pub not_before: DateTime<Utc>,
    /// A later row with the same fold replaces it while it is queued.
    pub fold: Option<String>,
    /// The row it sends once more.
    pub replaces: Option<SendId>,
}

/// A draft as it is now.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// Itself.
    pub row: &'a DialogueRow,
    /// Which of the rows of the same call asks its question now, if one does.
    pub asked_by: Option<usize>,
}

fn address_of(to: To) -> (Option<i64>, Option<i64>, Option<i64>, Option<i64>) {
    match to {
        To::Person(person, _) => (Some(person.0), None, None, None),
        To::Customer(person, _, case) => (Some(person.0), Some(case.0), None, None),
        To::Room(case) => (None, Some(case.0), None, None),
        To::Place(place) => (None, None, Some(place.chat), place.thread),
        To::Staff | To::Home(_) => (None, None, None, None),
    }
}

/// Inserts rows and returns their ids in the same order; the order of ids is the order of lanes. A row whose fold is
/// queued already replaces that one, albums growing by its messages: such a row can't ask anything here. No fold may
/// occur twice in one call.
///
/// Drafts are written as they are now. One may be active at a time: none that was put away may be written here with one
/// that was taken up.
#[expect(clippy::too_many_lines, reason = "one statement and its columns")]
pub async fn put(
    db: &mut PgConnection,
    rows: &[NewRow],
    drafts: &[Draft<'_>],
    epoch: i64,
    at: DateTime<Utc>,
) -> Result<Vec<SendId>, StoreError> {
    if rows.is_empty() && drafts.is_empty() {
        return Ok(Vec::new());
    }
    let lanes: Vec<String> = rows.iter().map(|r| r.lane.clone()).collect();
    let platforms: Vec<i16> = rows.iter().map(|r| r.platform.code()).collect();
    let people: Vec<Option<i64>> = rows.iter().map(|r| address_of(r.to).0).collect();
    let cases: Vec<Option<i64>> = rows.iter().map(|r| address_of(r.to).1).collect();
    let chats: Vec<Option<i64>> = rows.iter().map(|r| address_of(r.to).2).collect();
    let threads: Vec<Option<i64>> = rows.iter().map(|r| address_of(r.to).3).collect();
    let urgencies: Vec<i16> = rows.iter().map(|r| r.urgency.code()).collect();
    let by_hand: Vec<bool> = rows.iter().map(|r| r.by_hand).collect();
    let parcels: Vec<serde_json::Value> = rows.iter().map(|r| to_json(&r.parcel)).collect();
    let leased: Vec<bool> = rows.iter().map(|r| r.leased).collect();
    let not_before: Vec<DateTime<Utc>> = rows.iter().map(|r| r.not_before).collect();
    let folds: Vec<Option<String>> = rows.iter().map(|r| r.fold.clone()).collect();
    let replaces: Vec<Option<i64>> = rows.iter().map(|r| r.replaces.map(|s| s.0)).collect();
    let ids: Vec<i64> = drafts.iter().map(|d| d.row.id.0).collect();
    let whose: Vec<i64> = drafts.iter().map(|d| d.row.person.0).collect();
    let on: Vec<i16> = drafts.iter().map(|d| d.row.platform.code()).collect();
    let flows: Vec<String> = drafts.iter().map(|d| d.row.dialogue.flow.id().to_owned()).collect();
    let active: Vec<bool> = drafts.iter().map(|d| d.row.active).collect();
    let contents: Vec<serde_json::Value> = drafts.iter().map(|d| to_json(&d.row.dialogue)).collect();
    let revs: Vec<i32> = drafts.iter().map(|d| d.row.dialogue.rev).collect();
    let prompts: Vec<Option<i64>> = drafts.iter().map(|d| d.row.prompt.map(|p| p.0)).collect();
    let asked_by: Vec<Option<i64>> =
        drafts.iter().map(|d| d.asked_by.and_then(|n| i64::try_from(n + 1).ok())).collect();
    let reminders: Vec<i16> =
        drafts.iter().map(|d| i16::try_from(d.row.reminders).unwrap_or(i16::MAX)).collect();
    let touched: Vec<DateTime<Utc>> = drafts.iter().map(|d| d.row.touched_at).collect();
    let next: Vec<DateTime<Utc>> = drafts.iter().map(|d| d.row.next_at).collect();
    let ids = sqlx::query_scalar!(
        r#"
        WITH said AS MATERIALIZED (
            SELECT nextval('outbox_id_seq') AS id, n.*
            FROM unnest($1::text[], $2::smallint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
                        $7::smallint[], $8::boolean[], $9::jsonb[], $10::boolean[], $11::timestamptz[], $12::text[],
                        $13::bigint[])
                 WITH ORDINALITY AS n(lane, platform, person, case_id, chat, thread, urgency, by_hand, parcel, leased,
                                      not_before, fold, replaces, ord)
        ), kept AS (
            INSERT INTO dialogues (id, person, platform, flow, active, draft, rev, prompt, reminders, touched_at, next_at)
            SELECT d.id, d.person, d.platform, d.flow, d.active, d.draft, d.rev,
                   coalesce((SELECT s.id FROM said s WHERE s.ord = d.asked_by), d.prompt),
                   d.reminders, d.touched_at, d.next_at
            FROM unnest($16::bigint[], $17::bigint[], $18::smallint[], $19::text[], $20::boolean[], $21::jsonb[],
                        $22::integer[], $23::bigint[], $24::bigint[], $25::smallint[], $26::timestamptz[],
                        $27::timestamptz[])
                 AS d(id, person, platform, flow, active, draft, rev, prompt, asked_by, reminders, touched_at, next_at)
            ON CONFLICT (id) DO UPDATE
            SET active = excluded.active, draft = excluded.draft, rev = excluded.rev, prompt = excluded.prompt,
                reminders = excluded.reminders, touched_at = excluded.touched_at, next_at = excluded.next_at
        )
        INSERT INTO outbox AS o (id, lane, platform, person, case_id, chat, thread, urgency, by_hand, parcel, state,
                                 epoch, not_before, fold, replaces, created_at)
        OVERRIDING SYSTEM VALUE
        SELECT id, lane, platform, person, case_id, chat, thread, urgency, by_hand, parcel,
               CASE WHEN leased THEN 'sending' ELSE 'queued' END, CASE WHEN leased THEN $14::bigint ELSE 0 END,
               not_before, fold, replaces, $15
        FROM said
        ORDER BY ord
        ON CONFLICT (lane, fold) WHERE state = 'queued' AND fold IS NOT NULL DO UPDATE
        SET not_before = CASE WHEN o.parcel->>'is' = 'card' THEN o.not_before ELSE excluded.not_before END,
            parcel = CASE WHEN o.parcel->>'is' = 'relay' AND excluded.parcel->>'is' = 'relay'
                THEN jsonb_set(o.parcel, '{messages}', (o.parcel->'messages') || (excluded.parcel->'messages'))
                ELSE excluded.parcel END
        RETURNING o.id
        "#,
        &lanes,
        &platforms,
        &people as &[Option<i64>],
        &cases as &[Option<i64>],
        &chats as &[Option<i64>],
        &threads as &[Option<i64>],
        &urgencies,
        &by_hand,
        &parcels,
        &leased,
        &not_before,
        &folds as &[Option<String>],
        &replaces as &[Option<i64>],
        epoch,
        at,
        &ids,
        &whose,
        &on,
        &flows,
        &active,
        &contents,
        &revs,
        &prompts as &[Option<i64>],
        &asked_by as &[Option<i64>],
        &reminders,
        &touched,
        &next,
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(SendId).collect())
}
