//! What happened to somebody that they are asked about.
//!
//! It is written down where it is written: with the order, with the case. So a pass has nothing to search for, and
//! nothing that happens while no process runs is missed.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sqlx::PgConnection;

use super::{super::StoreError, turns::wake};
use crate::domain::case::{Case, Kind, State};

/// What is longer ago than this is not even written down. The terms say what is no news any more; never more.
pub const OLDEST_DAYS: u64 = 92;

/// Orders were written: their days are occasions for whoever they are a matter of.
pub async fn note_orders(db: &mut PgConnection, orders: &[i64], at: DateTime<Utc>) -> Result<(), StoreError> {
    let since = at.date_naive() - Days::new(OLDEST_DAYS);
    sqlx::query!(
        r#"
        WITH whose AS (
            SELECT o.id AS "order", c.customer AS person
            FROM orders o JOIN case_orders k ON k.key = o.key JOIN cases c ON c.id = k.case_id
            WHERE o.id = ANY($1) AND c.state NOT IN ('cancelled', 'merged')
            UNION
            SELECT o.id, m.person
            FROM orders o JOIN companies f ON f.key = o.company_key JOIN members m ON m.company = f.id
            WHERE o.id = ANY($1)
        ), woken AS (
            INSERT INTO survey_turns (person, look_at)
            SELECT DISTINCT person, $3::timestamptz FROM whose ORDER BY person
            ON CONFLICT (person) DO UPDATE
            SET look_at = least(coalesce(survey_turns.look_at, excluded.look_at), excluded.look_at)
        )
        INSERT INTO survey_occasions (person, kind, subject, about, day, buyer)
        SELECT w.person, d.kind, o.key, o.number, d.day, o.buyer
        FROM whose w JOIN orders o ON o.id = w."order"
        CROSS JOIN LATERAL (VALUES ('signed', o.signed_on), ('delivered', o.delivered_on), ('completed', o.completed_on))
            AS d(kind, day)
        WHERE d.day >= $2 AND o.status <> 'cancelled'
        ORDER BY 1, 2, 3
        ON CONFLICT (person, kind, subject) DO UPDATE SET day = excluded.day
        WHERE survey_occasions.settled_at IS NULL AND survey_occasions.day <> excluded.day
        "#,
        orders,
        since,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Cases were written: a confirmed solution is an occasion, and whoever has no open case any more can be asked.
pub async fn note_cases(
    db: &mut PgConnection,
    cases: &[Case],
    home: chrono_tz::Tz,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let over: Vec<&Case> = cases.iter().filter(|case| case.state.is_over()).collect();
    if over.is_empty() {
        return Ok(());
    }
    let confirmed = over.iter().filter(|case| {
        case.state == State::Closed && case.solved_at.is_some() && case.kind != Kind::FollowUp
    });
    let day = |case: &Case| case.closed_at.unwrap_or(at).with_timezone(&home).date_naive();
    let (ids, days): (Vec<i64>, Vec<NaiveDate>) = confirmed.map(|case| (case.id.0, day(case))).unzip();
    if !ids.is_empty() {
        sqlx::query!(
            r#"
            WITH ended AS (
                SELECT c.id, c.ref, c.customer, w.day, p.buyer
                FROM unnest($1::bigint[], $3::date[]) AS w(id, day)
                JOIN cases c ON c.id = w.id JOIN people p ON p.id = c.customer
            ), known AS (
                INSERT INTO survey_turns (person, look_at)
                SELECT DISTINCT customer, $2::timestamptz FROM ended ORDER BY customer
                ON CONFLICT (person) DO NOTHING
            )
            INSERT INTO survey_occasions (person, kind, subject, about, day, buyer)
            SELECT customer, 'confirmed', id::text, ref, day, buyer FROM ended ORDER BY id
            ON CONFLICT (person, kind, subject) DO UPDATE SET day = excluded.day
            WHERE survey_occasions.settled_at IS NULL
            "#,
            &ids,
            at,
            &days
        )
        .execute(&mut *db)
        .await?;
    }
    let people: Vec<i64> = over.iter().map(|case| case.customer.0).collect();
    wake(db, &people, at).await
}
