//! Many cases as one file: who asked for which, and the cases themselves, a few at a time.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{cell, json, to_json},
    reports::Scope,
};
use crate::domain::{
    export::{Format, Goods, NewExport},
    id::{CaseId, ExportId, PersonId},
    report::Days,
};

/// Notes what somebody asked for.
pub async fn add(db: &mut PgConnection, exports: &[NewExport]) -> Result<(), StoreError> {
    for new in exports {
        sqlx::query!(
            r#"
            INSERT INTO exports (id, person, at, format, first_day, last_day, filter)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            "#,
            new.id.0,
            new.person.0,
            new.at,
            new.format.name(),
            new.days.first,
            new.days.last,
            to_json(&new.filter)
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// What was asked for.
pub async fn get(db: &mut PgConnection, id: ExportId) -> Result<Option<NewExport>, StoreError> {
    let row = sqlx::query!(
        "SELECT person, at, format, first_day, last_day, filter FROM exports WHERE id = $1",
        id.0
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(NewExport {
        id,
        person: PersonId(row.person),
        at: row.at,
        format: cell(Format::from_name(&row.format), "exports", "format", id.0)?,
        days: Days { first: row.first_day, last: row.last_day },
        filter: json(row.filter, "exports", "filter", id.0)?,
    }))
}

/// Notes how many cases stood in the file.
pub async fn made(
    db: &mut PgConnection,
    id: ExportId,
    cases: usize,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let cases = i32::try_from(cases).unwrap_or(i32::MAX);
    sqlx::query!("UPDATE exports SET cases = $2, made_at = $3 WHERE id = $1", id.0, cases, at)
        .execute(db)
        .await?;
    Ok(())
}

/// The cases opened then, the oldest first; `limit` of them at most. Left out is what ended in another case.
pub async fn cases(db: &mut PgConnection, scope: &Scope<'_>, limit: i64) -> Result<Vec<CaseId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"
        SELECT c.id FROM cases c LEFT JOIN case_lines l ON l.case_id = c.id AND l.n = 1
        WHERE c.opened_at >= $1 AND c.opened_at < $2 AND c.state <> 'merged'
          AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3)) AND ($4::text IS NULL OR c.kind = $4)
          AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6)
        ORDER BY c.opened_at, c.id LIMIT $7
        "#,
        scope.from,
        scope.to,
        scope.groups,
        scope.filter.kind.map(crate::domain::case::Kind::name),
        scope.filter.product.as_deref(),
        scope.filter.part.as_deref(),
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// What cases are about, line by line.
pub async fn goods(
    db: &mut PgConnection,
    cases: &[CaseId],
) -> Result<BTreeMap<CaseId, Vec<Goods>>, StoreError> {
    let ids: Vec<i64> = cases.iter().map(|case| case.0).collect();
    let rows = sqlx::query!(
        r#"
        SELECT case_id, n, family, model, sku, lot, carton, ordered, received, inspected, defective, part, severity
        FROM case_lines WHERE case_id = ANY($1) ORDER BY case_id, n
        "#,
        &ids
    )
    .fetch_all(db)
    .await?;
    let mut all: BTreeMap<CaseId, Vec<Goods>> = BTreeMap::new();
    for row in rows {
        all.entry(CaseId(row.case_id)).or_default().push(Goods {
            line: row.n,
            product: row.family,
            model: row.model,
            sku: row.sku,
            lot: row.lot,
            carton: row.carton,
            ordered: row.ordered,
            received: row.received,
            inspected: row.inspected,
            defective: row.defective,
            part: row.part,
            severity: row.severity,
        });
    }
    Ok(all)
}
