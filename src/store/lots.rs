//! Lots of goods: which cases name one, what is to be looked at, and what was told of it.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{cell, lang},
};
use crate::domain::{
    case::State,
    id::{CaseId, PersonId},
    lots::{Claim, Listed, Lot, Row},
};

/// Cases of one lot that are looked at in one go.
const LISTED: usize = 1000;

/// Marks lines by their lots where that is not done yet, and those lots as to be looked at. Whether there are more.
pub async fn mark(db: &mut PgConnection, at: DateTime<Utc>, limit: i64) -> Result<bool, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT case_id, n, lot AS "lot!" FROM case_lines WHERE lot IS NOT NULL AND lot_key IS NULL
        ORDER BY case_id, n LIMIT $1 FOR UPDATE SKIP LOCKED
        "#,
        limit
    )
    .fetch_all(&mut *db)
    .await?;
    if rows.is_empty() {
        return Ok(false);
    }
    let more = i64::try_from(rows.len()).unwrap_or(i64::MAX) == limit;
    let cases: Vec<i64> = rows.iter().map(|row| row.case_id).collect();
    let lines: Vec<i16> = rows.iter().map(|row| row.n).collect();
    let key = |lot: &str| Lot::read(lot).map_or_else(String::new, |lot| lot.key().to_owned());
    // Why a key for what is no lot as well: it is not read again.
    let keys: Vec<String> = rows.iter().map(|row| key(&row.lot)).collect();
    sqlx::query!(
        r#"
        UPDATE case_lines l SET lot_key = w.key
        FROM unnest($1::bigint[], $2::smallint[], $3::text[]) AS w(case_id, n, key)
        WHERE l.case_id = w.case_id AND l.n = w.n
        "#,
        &cases,
        &lines,
        &keys
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        INSERT INTO lot_looks (lot, at)
        SELECT DISTINCT w.key, $2::timestamptz FROM unnest($1::text[]) AS w(key) WHERE w.key <> ''
        ON CONFLICT (lot) DO NOTHING
        "#,
        &keys,
        at
    )
    .execute(db)
    .await?;
    Ok(more)
}

/// What there is to do, asked in one statement: most passes find nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToDo {
    /// A line is still to be marked, or a lot to be looked at.
    pub looks: bool,
    /// Somebody is still to be written to.
    pub people: bool,
    /// A message to all is not over.
    pub running: bool,
}

/// What there is to do about lots, and messages to all who have goods of one.
pub async fn to_do(db: &mut PgConnection) -> Result<ToDo, StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT EXISTS (SELECT FROM lot_looks)
            OR EXISTS (SELECT FROM case_lines WHERE lot IS NOT NULL AND lot_key IS NULL) AS "looks!",
               EXISTS (SELECT FROM letter_people WHERE done_at IS NULL) AS "people!",
               EXISTS (SELECT FROM letters WHERE over_at IS NULL) AS "running!"
        "#
    )
    .fetch_one(db)
    .await?;
    Ok(ToDo { looks: row.looks, people: row.people, running: row.running })
}

/// A lot that is to be looked at, locked and taken off the list; those somebody is at are left to them.
pub async fn next(db: &mut PgConnection) -> Result<Option<String>, StoreError> {
    let lot = sqlx::query_scalar!(
        r#"
        DELETE FROM lot_looks
        WHERE lot = (SELECT lot FROM lot_looks ORDER BY at, lot LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING lot
        "#
    )
    .fetch_optional(db)
    .await?;
    Ok(lot)
}

/// A lot is not looked at after all.
pub async fn leave(db: &mut PgConnection, lot: &str) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM lot_looks WHERE lot = $1", lot).execute(db).await?;
    Ok(())
}

/// The claims of a lot that count: their cases did not end in another, were not taken back, and hold their words still.
pub async fn claims(db: &mut PgConnection, lot: &str) -> Result<Vec<Claim>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT DISTINCT c.id, c.opened_at,
               coalesce(l.part, c.answers #>> '{about,value,option}', 'other') AS "defect!"
        FROM case_lines l JOIN cases c ON c.id = l.case_id
        WHERE l.lot_key = $1 AND c.kind = 'claim' AND c.state NOT IN ('merged', 'cancelled') AND c.worn_at IS NULL
        ORDER BY c.id
        "#,
        lot
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Claim { case: CaseId(row.id), at: row.opened_at, defect: row.defect })
        .collect())
}

/// The lot as the newest case writes it.
pub async fn spelled(db: &mut PgConnection, lot: &str) -> Result<Option<String>, StoreError> {
    let written = sqlx::query_scalar!(
        r#"SELECT lot AS "lot!" FROM case_lines WHERE lot_key = $1 AND lot IS NOT NULL ORDER BY case_id DESC, n LIMIT 1"#,
        lot
    )
    .fetch_optional(db)
    .await?;
    Ok(written)
}

/// Notes that a cluster was told up to that step; false when it was told as far before.
pub async fn tell(
    db: &mut PgConnection,
    lot: &str,
    defect: &str,
    step: u32,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let told = sqlx::query!(
        r#"
        INSERT INTO lot_alerts (lot, defect, step, told_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (lot, defect) DO UPDATE SET step = excluded.step, told_at = excluded.told_at
        WHERE lot_alerts.step < excluded.step
        "#,
        lot,
        defect,
        i32::try_from(step).unwrap_or(i32::MAX),
        at
    )
    .execute(db)
    .await?;
    Ok(told.rows_affected() == 1)
}

/// The cases that name a lot, of those groups; empty = any. The newest first.
pub async fn listed(db: &mut PgConnection, lot: &Lot, groups: &[String]) -> Result<Listed, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT c.id, c.ref AS reference, c.state, c.waiting, c.grp, p.id AS person, p.name, p.lang,
               NOT EXISTS (SELECT FROM identities i WHERE i.person = p.id) AS "by_phone!", min(l.lot) AS "lot!",
               coalesce(min(l.part), c.answers #>> '{about,value,option}', 'other') AS "defect!",
               sum(l.received)::bigint AS received, sum(l.defective)::bigint AS defective,
               EXISTS (SELECT FROM verdicts v
                       WHERE v.case_id = c.id AND v.stage IN ('proposed', 'in_force')) AS "decided!"
        FROM case_lines l JOIN cases c ON c.id = l.case_id JOIN people p ON p.id = c.customer
        WHERE l.lot_key = $1 AND c.worn_at IS NULL AND (cardinality($2::text[]) = 0 OR c.grp = ANY($2))
        GROUP BY c.id, p.id
        ORDER BY c.id DESC LIMIT $3
        "#,
        lot.key(),
        groups,
        i64::try_from(LISTED).unwrap_or(i64::MAX).saturating_add(1)
    )
    .fetch_all(db)
    .await?;
    let beyond = rows.len() > LISTED;
    let rows = rows
        .into_iter()
        .take(LISTED)
        .map(|row| {
            Ok(Row {
                case: CaseId(row.id),
                reference: cell(row.reference.parse().ok(), "cases", "ref", row.id)?,
                state: cell(State::from_names(&row.state, row.waiting.as_deref()), "cases", "state", row.id)?,
                group: row.grp,
                customer: row.name,
                person: PersonId(row.person),
                lang: lang(&row.lang, row.person)?,
                by_phone: row.by_phone,
                lot: row.lot,
                defect: row.defect,
                received: row.received,
                defective: row.defective,
                decided: row.decided,
            })
        })
        .collect::<Result<_, StoreError>>()?;
    Ok(Listed { lot: lot.clone(), rows, beyond })
}
