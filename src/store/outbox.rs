//! The outbox: one row for everything said, until it is delivered or somebody has been told that it was not.
//!
//! `queued → sending → sent | uncertain | undelivered`. A row may be inserted as `sending` under our epoch and sent
//! right after the commit; found so under a dead epoch, nobody knows. Rows are marked by primary key and epoch alone:
//! a partial index over states would lead the planner astray while it is empty.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{cell, json, platform, to_json},
};
use crate::domain::{
    chat::{Address, Platform},
    id::{CaseId, PersonId, SendId},
    plan::{Parcel, Rank, To},
};

/// A row to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which.
    pub id: SendId,
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
    /// How often it was not sent.
    pub tries: i16,
    /// How often nobody knew.
    pub doubts: i16,
    /// The parts that were accepted already.
    pub remotes: Vec<i64>,
    /// When the first try began whose end nobody knows, or this one.
    pub since: DateTime<Utc>,
}

/// How a delivery ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Which row.
    pub id: SendId,
    /// Its state from now on.
    pub state: &'static str,
    /// The messages that came to be.
    pub remotes: Vec<i64>,
    /// Why it did not work, for operators.
    pub problem: Option<String>,
    /// The same for agents: a key of the catalogue.
    pub why: Option<String>,
}

/// Delivered.
pub const SENT: &str = "sent";
/// Nobody knows, and a person decides.
pub const UNCERTAIN: &str = "uncertain";
/// It won't be.
pub const UNDELIVERED: &str = "undelivered";

struct Stored {
    id: i64,
    lane: String,
    platform: i16,
    person: Option<i64>,
    case_id: Option<i64>,
    chat: Option<i64>,
    thread: Option<i64>,
    urgency: i16,
    by_hand: bool,
    parcel: serde_json::Value,
    tries: i16,
    doubts: i16,
    remotes: Vec<i64>,
    since: DateTime<Utc>,
}

impl Stored {
    fn read(self) -> Result<Row, StoreError> {
        let platform = platform(self.platform, "outbox", self.id)?;
        let to = match (self.person, self.case_id, self.chat) {
            (Some(person), Some(case), _) => To::Customer(PersonId(person), platform, CaseId(case)),
            (Some(person), None, _) => To::Person(PersonId(person), platform),
            (_, Some(case), _) => To::Room(CaseId(case)),
            (_, _, Some(chat)) => To::Place(Address { platform, chat, thread: self.thread }),
            (None, None, None) => To::Home(platform),
        };
        Ok(Row {
            id: SendId(self.id),
            lane: self.lane,
            platform,
            to,
            urgency: cell(Rank::from_code(self.urgency), "outbox", "urgency", self.id)?,
            by_hand: self.by_hand,
            parcel: json(self.parcel, "outbox", "parcel", self.id)?,
            tries: self.tries,
            doubts: self.doubts,
            remotes: self.remotes,
            since: self.since,
        })
    }
}

/// Rows to be sent now.
#[derive(Debug, Default)]
pub struct Due {
    /// Those that can be.
    pub rows: Vec<Row>,
    /// Those that can't be read, and why.
    pub spoiled: Vec<(SendId, StoreError)>,
}

/// Queued rows whose time has come, the oldest of each lane first: a deep lane does not hide the others.
pub async fn due(db: &mut PgConnection, at: DateTime<Utc>, limit: i64) -> Result<Due, StoreError> {
    let rows = sqlx::query_as!(
        Stored,
        r#"
        SELECT id, lane, platform, person, case_id, chat, thread, urgency, by_hand, parcel, tries, doubts, remotes,
               coalesce(claimed_at, created_at) AS "since!"
        FROM (
            SELECT *, row_number() OVER (PARTITION BY lane ORDER BY id) AS place
            FROM outbox WHERE state = 'queued' AND not_before <= $1
        ) q
        WHERE place <= 32
        ORDER BY place > 1, id LIMIT $2
        "#,
        at,
        limit
    )
    .fetch_all(db)
    .await?;
    let mut due = Due::default();
    for row in rows {
        let id = SendId(row.id);
        match row.read() {
            Ok(row) => due.rows.push(row),
            Err(error) => due.spoiled.push((id, error)),
        }
    }
    Ok(due)
}

/// A row to be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Which.
    pub id: SendId,
    /// Under which time in office.
    pub epoch: i64,
    /// It was claimed before and nobody knows whether that was done: then it may be ours already.
    pub asked: bool,
}

/// Claims queued rows for sending, those that are still queued while the lease is still ours: the rows as they are now, in
/// the order of the claims.
pub async fn claim(
    db: &mut PgConnection,
    claims: &[Claim],
    at: DateTime<Utc>,
) -> Result<Vec<Option<Row>>, StoreError> {
    let ids: Vec<i64> = claims.iter().map(|c| c.id.0).collect();
    let epochs: Vec<i64> = claims.iter().map(|c| c.epoch).collect();
    let asked: Vec<bool> = claims.iter().map(|c| c.asked).collect();
    let rows = sqlx::query_as!(
        Stored,
        r#"
        UPDATE outbox o
        SET state = 'sending', epoch = c.epoch, claimed_at = CASE WHEN doubts = 0 THEN $4 ELSE claimed_at END
        FROM unnest($1::bigint[], $2::bigint[], $3::boolean[]) AS c(id, epoch, asked)
        WHERE o.id = c.id AND (o.state = 'queued' OR c.asked AND o.state = 'sending' AND o.epoch = c.epoch)
          AND EXISTS (SELECT FROM leases l WHERE l.name = 'desk' AND l.epoch = c.epoch)
        RETURNING o.id, lane, platform, person, case_id, chat, thread, urgency, by_hand, parcel, tries, doubts, remotes,
                  coalesce(claimed_at, created_at) AS "since!"
        "#,
        &ids,
        &epochs,
        &asked,
        at
    )
    .fetch_all(db)
    .await?;
    let mut rows: HashMap<i64, Stored> = rows.into_iter().map(|row| (row.id, row)).collect();
    claims.iter().map(|claim| rows.remove(&claim.id.0).map(Stored::read).transpose()).collect()
}

/// Writes down how deliveries ended, those that are still ours. Of what was delivered only its kind is kept: the words
/// are in the chat, nobody needs them here any more, and a small row is cheap to write a second time.
pub async fn mark(
    db: &mut PgConnection,
    marks: &[Mark],
    epoch: i64,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    if marks.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = marks.iter().map(|m| m.id.0).collect();
    let states: Vec<String> = marks.iter().map(|m| m.state.to_owned()).collect();
    let remotes: Vec<serde_json::Value> = marks.iter().map(|m| to_json(&m.remotes)).collect();
    let problems: Vec<Option<String>> = marks.iter().map(|m| m.problem.clone()).collect();
    let whys: Vec<Option<String>> = marks.iter().map(|m| m.why.clone()).collect();
    sqlx::query!(
        r#"
        UPDATE outbox o
        SET state = m.state, problem = m.problem, why = m.why, done_at = $6,
            parcel = CASE WHEN m.state = 'sent' THEN jsonb_build_object('is', o.parcel->'is') ELSE o.parcel END,
            remotes = ARRAY(SELECT jsonb_array_elements_text(m.remotes)::bigint)
        FROM unnest($1::bigint[], $2::text[], $3::jsonb[], $4::text[], $7::text[]) AS m(id, state, remotes, problem, why)
        WHERE o.id = m.id AND o.epoch = $5
        "#,
        &ids,
        &states,
        &remotes,
        &problems as &[Option<String>],
        epoch,
        at,
        &whys as &[Option<String>],
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A row to be tried again later; what stands behind it in its lane waits as well.
pub async fn postpone(
    db: &mut PgConnection,
    row: &Row,
    epoch: i64,
    until: DateTime<Utc>,
    problem: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE outbox
        SET state = 'queued', not_before = $3, tries = $4, doubts = $5, problem = $6, remotes = $7, fold = NULL,
            platform = $8
        WHERE id = $1 AND epoch = $2
        "#,
        row.id.0,
        epoch,
        until,
        row.tries,
        row.doubts,
        problem,
        &row.remotes,
        // Why: its case may have moved to the other platform since it was said.
        row.platform.code()
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "UPDATE outbox SET not_before = greatest(not_before, $2) WHERE lane = $1 AND state = 'queued'",
        row.lane,
        until
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sends shown rows once more, as new rows at the end of their lanes. The rows that were not resent before.
pub async fn resend(
    db: &mut PgConnection,
    ids: &[SendId],
    at: DateTime<Utc>,
) -> Result<Vec<SendId>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = ids.iter().map(|i| i.0).collect();
    let new = sqlx::query_scalar!(
        r#"
        INSERT INTO outbox (lane, platform, person, case_id, chat, thread, urgency, by_hand, parcel, state, not_before,
                            replaces, created_at)
        SELECT lane, platform, person, case_id, chat, thread, urgency, by_hand, parcel, 'queued', $2, id, $2
        FROM outbox old
        WHERE id = ANY($1) AND state IN ('undelivered', 'uncertain')
          AND NOT EXISTS (SELECT FROM outbox again WHERE again.replaces = old.id)
        ORDER BY id
        RETURNING id
        "#,
        &ids,
        at
    )
    .fetch_all(db)
    .await?;
    Ok(new.into_iter().map(SendId).collect())
}

/// One row.
pub async fn get(db: &mut PgConnection, id: SendId) -> Result<Option<Row>, StoreError> {
    let row = sqlx::query_as!(
        Stored,
        r#"
        SELECT id, lane, platform, person, case_id, chat, thread, urgency, by_hand, parcel, tries, doubts, remotes,
               coalesce(claimed_at, created_at) AS "since!"
        FROM outbox WHERE id = $1
        "#,
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(Stored::read).transpose()
}
