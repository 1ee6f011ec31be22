//! Appointments, and the times of agents that are taken. That nobody is booked twice is held by the schema, at the commit.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::{StoreError, codec::cell};
use crate::domain::{
    appointment::{Appointment, Booked, Stage},
    id::{AppointmentId, CaseId, PersonId},
    way::WayKind,
};

/// Writes appointments as they are now, in their order. Why one by one: one of a way is open in a case, so the one that ends
/// comes first.
pub async fn put(db: &mut PgConnection, appointments: &[Appointment]) -> Result<(), StoreError> {
    for one in appointments {
        sqlx::query!(
            r#"
            INSERT INTO appointments (id, case_id, n, way, kind, minutes, stage, agent, offers, wish, asked_at, starts, rev,
                                      sequence, reminded, look_at, reason, outcome, made_at, changed_at,
                                      code_asked_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
            ON CONFLICT (id) DO UPDATE
            SET stage = excluded.stage, agent = excluded.agent, offers = excluded.offers, wish = excluded.wish,
                asked_at = excluded.asked_at, starts = excluded.starts, rev = excluded.rev, sequence = excluded.sequence,
                reminded = excluded.reminded, look_at = excluded.look_at, reason = excluded.reason,
                outcome = excluded.outcome, changed_at = excluded.changed_at, minutes = excluded.minutes,
                code_asked_at = excluded.code_asked_at
            "#,
            one.id.0,
            one.case.0,
            one.n,
            one.way,
            one.kind.name(),
            i32::try_from(one.minutes).unwrap_or(i32::MAX),
            one.stage.name(),
            one.agent.0,
            &one.offers,
            one.wish,
            one.asked,
            one.starts,
            one.rev,
            one.sequence,
            one.reminded,
            one.look_at,
            one.reason,
            one.outcome,
            one.made_at,
            one.changed_at,
            one.code_asked
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// The appointments of cases, by case, the oldest first.
pub async fn of_cases(
    db: &mut PgConnection,
    cases: &[i64],
) -> Result<BTreeMap<i64, Vec<Appointment>>, StoreError> {
    if cases.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = sqlx::query!(
        r#"
        SELECT a.id, a.case_id, a.n, a.way, a.kind, a.minutes, a.stage, a.agent, p.name, a.offers, a.wish, a.asked_at,
               a.starts, a.rev, a.sequence, a.reminded, a.look_at, a.reason, a.outcome, a.made_at, a.changed_at,
               a.code_asked_at
        FROM appointments a JOIN people p ON p.id = a.agent
        WHERE a.case_id = ANY($1)
        ORDER BY a.case_id, a.n
        "#,
        cases
    )
    .fetch_all(db)
    .await?;
    let mut all: BTreeMap<i64, Vec<Appointment>> = BTreeMap::new();
    for row in rows {
        let key = row.id;
        all.entry(row.case_id).or_default().push(Appointment {
            id: AppointmentId(key),
            case: CaseId(row.case_id),
            n: row.n,
            way: row.way,
            kind: cell(WayKind::from_name(&row.kind), "appointments", "kind", key)?,
            minutes: cell(u32::try_from(row.minutes).ok(), "appointments", "minutes", key)?,
            stage: cell(Stage::from_name(&row.stage), "appointments", "stage", key)?,
            agent: PersonId(row.agent),
            name: row.name,
            offers: row.offers,
            wish: row.wish,
            asked: row.asked_at,
            starts: row.starts,
            rev: row.rev,
            sequence: row.sequence,
            reminded: row.reminded,
            look_at: row.look_at,
            reason: row.reason,
            outcome: row.outcome,
            made_at: row.made_at,
            changed_at: row.changed_at,
            code_asked: row.code_asked_at,
        });
    }
    Ok(all)
}

/// Locks the calendars of agents until the end of the transaction, in one order: who looks at a time as free and books it does
/// so alone. The last lock a transaction takes before it decides.
pub async fn lock_calendars(db: &mut PgConnection, agents: &[i64]) -> Result<(), StoreError> {
    for agent in agents {
        sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended('calendar', $1))", *agent)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

/// When those agents have appointments.
pub async fn booked(db: &mut PgConnection, agents: &[i64]) -> Result<Vec<Booked>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT id, agent, starts AS "starts!", minutes FROM appointments
        WHERE agent = ANY($1) AND stage = 'open' AND starts IS NOT NULL
        ORDER BY starts
        "#,
        agents
    )
    .fetch_all(db)
    .await?;
    let one = |row: (i64, i64, DateTime<Utc>, i32)| Booked {
        appointment: AppointmentId(row.0),
        agent: PersonId(row.1),
        from: row.2,
        to: row.2 + TimeDelta::minutes(row.3.into()),
    };
    Ok(rows.into_iter().map(|row| one((row.id, row.agent, row.starts, row.minutes))).collect())
}

/// Cases with an appointment of which something is to be told, the one that waits longest first.
pub async fn due(db: &mut PgConnection, now: DateTime<Utc>, limit: i64) -> Result<Vec<CaseId>, StoreError> {
    let mut ids = sqlx::query_scalar!(
        "SELECT case_id FROM appointments WHERE look_at <= $1 ORDER BY look_at LIMIT $2",
        now,
        limit
    )
    .fetch_all(db)
    .await?;
    ids.sort_unstable();
    ids.dedup();
    Ok(ids.into_iter().map(CaseId).collect())
}
