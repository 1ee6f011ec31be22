//! Clocks and their events.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{cell, json, to_json},
};
use crate::domain::{
    clocks::{Clock, ClockChange, reckon::GroupMoved},
    id::{CaseId, ClockId, PersonId},
    sla::{ClockEvent, ClockEventKind},
};

#[derive(Deserialize)]
struct StoredEvent {
    at: DateTime<Utc>,
    data: ClockEventKind,
}

/// The clocks of cases with all their events, in the order they were started.
pub async fn of_cases(db: &mut PgConnection, cases: &[i64]) -> Result<Vec<Clock>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT k.id, k.case_id, k.target, k.cycle, k.span, k.state, k.started_at, k.due_at, k.ended_at, k.terms_version,
               CASE WHEN k.look_at < 'epoch' THEN 'epoch' ELSE k.look_at END AS look_at,
               k.amends,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('at', e.at, 'data', e.data) ORDER BY e.n), '[]')
                FROM clock_events e WHERE e.clock = k.id) AS "events!"
        FROM clocks k WHERE k.case_id = ANY($1)
        ORDER BY k.id
        "#,
        cases
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let events: Vec<StoredEvent> = json(row.events, "clock_events", "data", row.id)?;
            Ok(Clock {
                id: ClockId(row.id),
                case: CaseId(row.case_id),
                target: named(&row.target, "target", row.id)?,
                cycle: row.cycle,
                span: json(row.span, "clocks", "span", row.id)?,
                events: events.into_iter().map(|e| ClockEvent { at: e.at, kind: e.data }).collect(),
                state: named(&row.state, "state", row.id)?,
                started_at: row.started_at,
                due_at: row.due_at,
                ended_at: row.ended_at,
                terms_version: row.terms_version,
                look_at: row.look_at,
                amends: row.amends.map(ClockId),
            })
        })
        .collect()
}

/// A unit variant out of its stored name.
fn named<T: serde::de::DeserializeOwned>(
    name: &str,
    column: &'static str,
    key: i64,
) -> Result<T, StoreError> {
    cell(serde_json::from_value(serde_json::Value::from(name)).ok(), "clocks", column, key)
}

fn name<T: serde::Serialize>(value: &T) -> String {
    to_json(value).as_str().unwrap_or_default().to_owned()
}

/// Writes clocks as they are now, and their new events. Of several changes of one clock the last holds.
pub async fn put(db: &mut PgConnection, changes: &[ClockChange]) -> Result<(), StoreError> {
    if changes.is_empty() {
        return Ok(());
    }
    let last: std::collections::BTreeMap<ClockId, &Clock> =
        changes.iter().map(|c| (c.clock.id, &c.clock)).collect();
    let clocks: Vec<&Clock> = last.into_values().collect();
    let events: Vec<(ClockId, usize, &ClockEvent)> = changes
        .iter()
        .flat_map(|c| {
            let stored = c.clock.events.len() - c.fresh;
            c.clock.events[stored..].iter().enumerate().map(move |(i, e)| (c.clock.id, stored + i, e))
        })
        .collect();
    write(db, &clocks, &events).await
}

async fn write(
    db: &mut PgConnection,
    clocks: &[&Clock],
    events: &[(ClockId, usize, &ClockEvent)],
) -> Result<(), StoreError> {
    let ids: Vec<i64> = clocks.iter().map(|c| c.id.0).collect();
    let cases: Vec<i64> = clocks.iter().map(|c| c.case.0).collect();
    let targets: Vec<String> = clocks.iter().map(|c| name(&c.target)).collect();
    let cycles: Vec<i16> = clocks.iter().map(|c| c.cycle).collect();
    let spans: Vec<serde_json::Value> = clocks.iter().map(|c| to_json(&c.span)).collect();
    let states: Vec<String> = clocks.iter().map(|c| name(&c.state)).collect();
    let started: Vec<DateTime<Utc>> = clocks.iter().map(|c| c.started_at).collect();
    let due: Vec<Option<DateTime<Utc>>> = clocks.iter().map(|c| c.due_at).collect();
    let ended: Vec<Option<DateTime<Utc>>> = clocks.iter().map(|c| c.ended_at).collect();
    let versions: Vec<i32> = clocks.iter().map(|c| c.terms_version).collect();
    let looks: Vec<Option<DateTime<Utc>>> = clocks.iter().map(|c| c.look_at).collect();
    let amends: Vec<Option<i64>> = clocks.iter().map(|c| c.amends.map(|broken| broken.0)).collect();
    let of: Vec<i64> = events.iter().map(|(c, _, _)| c.0).collect();
    let ns: Vec<i16> = events.iter().map(|(_, n, _)| i16::try_from(*n).unwrap_or(i16::MAX)).collect();
    let at: Vec<DateTime<Utc>> = events.iter().map(|(_, _, e)| e.at).collect();
    let data: Vec<serde_json::Value> = events.iter().map(|(_, _, e)| to_json(&e.kind)).collect();
    let kinds: Vec<String> = data.iter().map(kind_of).collect();
    sqlx::query!(
        r#"
        WITH kept AS (
            INSERT INTO clocks (id, case_id, target, cycle, span, state, started_at, due_at, ended_at, terms_version, look_at,
                                amends)
            SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::smallint[], $5::jsonb[], $6::text[],
                                 $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::integer[],
                                 $11::timestamptz[], $12::bigint[])
            ON CONFLICT (id) DO UPDATE
            SET span = excluded.span, state = excluded.state, due_at = excluded.due_at, ended_at = excluded.ended_at,
                terms_version = excluded.terms_version, look_at = excluded.look_at
        )
        INSERT INTO clock_events (clock, n, at, kind, data)
        SELECT * FROM unnest($13::bigint[], $14::smallint[], $15::timestamptz[], $16::text[], $17::jsonb[])
        "#,
        &ids,
        &cases,
        &targets,
        &cycles,
        &spans,
        &states,
        &started,
        &due as &[Option<DateTime<Utc>>],
        &ended as &[Option<DateTime<Utc>>],
        &versions,
        &looks as &[Option<DateTime<Utc>>],
        &amends as &[Option<i64>],
        &of,
        &ns,
        &at,
        &kinds,
        &data,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The event's name alone, for people who read the table.
fn kind_of(data: &serde_json::Value) -> String {
    match data {
        serde_json::Value::String(name) => name.clone(),
        serde_json::Value::Object(map) => map.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

/// Everything that is owed to a person, in whichever of their cases.
pub async fn owed_to(db: &mut PgConnection, person: PersonId) -> Result<Vec<Clock>, StoreError> {
    let cases = sqlx::query_scalar!(
        r#"
        SELECT DISTINCT k.case_id FROM clocks k JOIN cases c ON c.id = k.case_id
        WHERE c.customer = $1 AND (k.state IN ('running', 'paused') OR k.state = 'missed' AND k.ended_at IS NULL)
        "#,
        person.0
    )
    .fetch_all(&mut *db)
    .await?;
    of_cases(db, &cases).await
}

/// Cases with open clocks that were reckoned under an edition of the terms before that one.
pub async fn older(db: &mut PgConnection, version: i32, limit: i64) -> Result<Vec<i64>, StoreError> {
    let mut cases = sqlx::query_scalar!(
        r#"
        SELECT case_id FROM clocks WHERE state IN ('running', 'paused') AND terms_version < $1
        ORDER BY terms_version LIMIT $2
        "#,
        version,
        limit
    )
    .fetch_all(db)
    .await?;
    cases.sort_unstable();
    cases.dedup();
    Ok(cases)
}

/// How promises have moved under that edition of the terms, by the group that has the case now.
pub async fn moved(db: &mut PgConnection, version: i32) -> Result<Vec<GroupMoved>, StoreError> {
    let rows = sqlx::query!(
        r#"
        WITH dated AS (
            SELECT case_id, (data->>'before')::timestamptz AS before, (data->>'after')::timestamptz AS after
            FROM case_events WHERE kind = 'dated' AND data->>'version' = $1::int::text
        )
        SELECT c.grp, count(DISTINCT c.id) AS "cases!", count(*) FILTER (WHERE d.after < d.before) AS "earlier!",
               count(*) FILTER (WHERE d.after > d.before) AS "later!"
        FROM dated d JOIN cases c ON c.id = d.case_id
        GROUP BY c.grp ORDER BY c.grp
        "#,
        version
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter();
    let moved = rows.map(|row| GroupMoved {
        group: row.grp,
        cases: row.cases,
        earlier: row.earlier,
        later: row.later,
    });
    Ok(moved.collect())
}

/// When the next running clock's time is up.
pub async fn next_due(
    db: &mut PgConnection,
    after: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let due =
        sqlx::query_scalar!("SELECT min(due_at) FROM clocks WHERE state = 'running' AND due_at > $1", after)
            .fetch_one(db)
            .await?;
    Ok(due)
}
