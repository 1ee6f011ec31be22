//! Cases, their lines and their history.

mod files;
mod find;
mod history;
mod open;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{platform, to_json},
};
use crate::domain::{
    case::Case,
    chat::Platform,
    claim::Line,
    id::{CaseId, PersonId},
    plan::Event,
    wholesale::Count,
};

pub use files::files;
pub use find::{Wanted, groups, listed, lock, silent_since};
pub use history::histories;
pub use open::open;

/// Writes cases as they are now. The known orders that one of them names anew.
#[expect(clippy::too_many_lines, reason = "one statement and its columns")]
pub async fn put(db: &mut PgConnection, cases: &[Case]) -> Result<Vec<i64>, StoreError> {
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = cases.iter().map(|c| c.id.0).collect();
    let refs: Vec<String> = cases.iter().map(|c| c.reference.to_string()).collect();
    let kinds: Vec<String> = cases.iter().map(|c| c.kind.name().to_owned()).collect();
    let states: Vec<String> = cases.iter().map(|c| c.state.name().to_owned()).collect();
    let waiting: Vec<Option<String>> =
        cases.iter().map(|c| c.state.waits().map(|w| w.name().to_owned())).collect();
    let classes: Vec<String> = cases.iter().map(|c| c.class.name().to_owned()).collect();
    let urgencies: Vec<String> = cases.iter().map(|c| c.urgency.id().to_owned()).collect();
    let topics: Vec<Option<String>> = cases.iter().map(|c| c.topic.clone()).collect();
    let groups: Vec<String> = cases.iter().map(|c| c.group.clone()).collect();
    let customers: Vec<i64> = cases.iter().map(|c| c.customer.0).collect();
    let platforms: Vec<i16> = cases.iter().map(|c| c.platform.code()).collect();
    let assignees: Vec<Option<i64>> = cases.iter().map(|c| c.assignee.map(|a| a.0)).collect();
    let answers: Vec<serde_json::Value> = cases.iter().map(|c| to_json(&c.answers)).collect();
    let incomplete: Vec<bool> = cases.iter().map(|c| c.incomplete).collect();
    let opened: Vec<DateTime<Utc>> = cases.iter().map(|c| c.opened_at).collect();
    let solved: Vec<Option<DateTime<Utc>>> = cases.iter().map(|c| c.solved_at).collect();
    let closed: Vec<Option<DateTime<Utc>>> = cases.iter().map(|c| c.closed_at).collect();
    let human: Vec<Option<DateTime<Utc>>> = cases.iter().map(|c| c.human_at).collect();
    let merged: Vec<Option<i64>> = cases.iter().map(|c| c.merged_into.map(|m| m.0)).collect();
    let leavers: Vec<Option<i64>> = cases.iter().map(|c| c.leaver.map(|l| l.0)).collect();
    let companies: Vec<Option<i64>> = cases.iter().map(|c| c.company.map(|company| company.0)).collect();
    let revs: Vec<i32> = cases.iter().map(|c| c.rev).collect();
    sqlx::query!(
        r#"
        INSERT INTO cases (id, ref, kind, state, waiting, class, urgency, topic, grp, customer, platform, assignee,
                           answers, incomplete, opened_at, solved_at, closed_at, human_at, merged_into, rev,
                           company, leaver)
        SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                             $8::text[], $9::text[], $10::bigint[], $11::smallint[], $12::bigint[], $13::jsonb[],
                             $14::boolean[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[],
                             $18::timestamptz[], $19::bigint[], $20::integer[], $21::bigint[], $22::bigint[])
        ON CONFLICT (id) DO UPDATE
        SET state = excluded.state, waiting = excluded.waiting, class = excluded.class, urgency = excluded.urgency,
            grp = excluded.grp, platform = excluded.platform, assignee = excluded.assignee, answers = excluded.answers,
            incomplete = excluded.incomplete, solved_at = excluded.solved_at, closed_at = excluded.closed_at,
            human_at = excluded.human_at, merged_into = excluded.merged_into, rev = excluded.rev,
            leaver = excluded.leaver
        "#,
        &ids,
        &refs,
        &kinds,
        &states,
        &waiting as &[Option<String>],
        &classes,
        &urgencies,
        &topics as &[Option<String>],
        &groups,
        &customers,
        &platforms,
        &assignees as &[Option<i64>],
        &answers,
        &incomplete,
        &opened,
        &solved as &[Option<DateTime<Utc>>],
        &closed as &[Option<DateTime<Utc>>],
        &human as &[Option<DateTime<Utc>>],
        &merged as &[Option<i64>],
        &revs,
        &companies as &[Option<i64>],
        &leavers as &[Option<i64>],
    )
    .execute(&mut *db)
    .await?;
    lead_on(db, cases).await?;
    super::orders::link(db, cases).await
}

/// Cases that ended in one that is merged itself now lead to where that one went, so that one step always does.
async fn lead_on(db: &mut PgConnection, cases: &[Case]) -> Result<(), StoreError> {
    let (from, to): (Vec<i64>, Vec<i64>) =
        cases.iter().filter_map(|c| Some((c.id.0, c.merged_into?.0))).unzip();
    if from.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        r#"
        UPDATE cases c SET merged_into = w.target FROM unnest($1::bigint[], $2::bigint[]) AS w(source, target)
        WHERE c.merged_into = w.source
        "#,
        &from,
        &to
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes the lines of cases as they are told now, all of a case together. `is_new` = a case that had none before.
#[expect(clippy::too_many_lines, reason = "two statements and their columns")]
pub async fn put_lines(
    db: &mut PgConnection,
    told: &[(CaseId, Vec<Line>)],
    is_new: impl Fn(CaseId) -> bool,
) -> Result<(), StoreError> {
    // Why the last: a case can be told about more than once in a batch.
    let last: BTreeMap<CaseId, &[Line]> =
        told.iter().map(|(case, lines)| (*case, lines.as_slice())).collect();
    let lines: Vec<(CaseId, &Line)> =
        last.iter().flat_map(|(case, lines)| lines.iter().map(|line| (*case, line))).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let cases: Vec<i64> = lines.iter().map(|(c, _)| c.0).collect();
    let families: Vec<Option<String>> = lines.iter().map(|(_, l)| l.family.clone()).collect();
    let models: Vec<Option<String>> = lines.iter().map(|(_, l)| l.model.clone()).collect();
    let parts: Vec<Option<String>> = lines.iter().map(|(_, l)| l.part.clone()).collect();
    let skus: Vec<Option<String>> = lines.iter().map(|(_, l)| l.sku.clone()).collect();
    let lots: Vec<Option<String>> = lines.iter().map(|(_, l)| l.lot.clone()).collect();
    let cartons: Vec<Option<String>> = lines.iter().map(|(_, l)| l.carton.clone()).collect();
    let severities: Vec<Option<String>> =
        lines.iter().map(|(_, l)| l.severity.map(|s| s.id().to_owned())).collect();
    let count = |count: Count| -> Vec<Option<i32>> {
        lines.iter().map(|(_, l)| l.counts.get(count).and_then(|n| i32::try_from(n).ok())).collect()
    };
    sqlx::query!(
        r#"
        INSERT INTO case_lines (case_id, n, family, model, part, sku, lot, carton, severity, ordered, received, inspected,
                                defective)
        SELECT case_id, row_number() OVER (PARTITION BY case_id ORDER BY ord)::smallint, family, model, part, sku, lot,
               carton, severity, ordered, received, inspected, defective
        FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                    $9::integer[], $10::integer[], $11::integer[], $12::integer[])
            WITH ORDINALITY AS l(case_id, family, model, part, sku, lot, carton, severity, ordered, received, inspected,
                                 defective, ord)
        ON CONFLICT (case_id, n) DO UPDATE
        SET family = excluded.family, model = excluded.model, part = excluded.part, severity = excluded.severity,
            ordered = excluded.ordered, received = excluded.received, inspected = excluded.inspected,
            defective = excluded.defective,
            -- What a known order said stays where nothing was told.
            sku = coalesce(excluded.sku, case_lines.sku),
            lot = CASE WHEN excluded.sku IS NULL THEN case_lines.lot ELSE excluded.lot END,
            -- Another lot, or another part of it, is looked at anew.
            lot_key = CASE WHEN excluded.part IS NOT DISTINCT FROM case_lines.part
                            AND (excluded.sku IS NULL OR excluded.lot IS NOT DISTINCT FROM case_lines.lot)
                           THEN case_lines.lot_key END,
            carton = CASE WHEN excluded.sku IS NULL THEN case_lines.carton ELSE excluded.carton END
        "#,
        &cases,
        &families as &[Option<String>],
        &models as &[Option<String>],
        &parts as &[Option<String>],
        &skus as &[Option<String>],
        &lots as &[Option<String>],
        &cartons as &[Option<String>],
        &severities as &[Option<String>],
        &count(Count::Ordered) as &[Option<i32>],
        &count(Count::Received) as &[Option<i32>],
        &count(Count::Inspected) as &[Option<i32>],
        &count(Count::Defective) as &[Option<i32>],
    )
    .execute(&mut *db)
    .await?;
    let before: Vec<i64> = cases.into_iter().filter(|case| !is_new(CaseId(*case))).collect();
    if before.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        r#"
        DELETE FROM case_lines l
        USING (SELECT case_id, count(*) AS n FROM unnest($1::bigint[]) AS told(case_id) GROUP BY case_id) t
        WHERE l.case_id = t.case_id AND l.n > t.n
        "#,
        &before
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Adds to the history of cases.
pub async fn add_events(db: &mut PgConnection, events: &[Event]) -> Result<(), StoreError> {
    if events.is_empty() {
        return Ok(());
    }
    let cases: Vec<i64> = events.iter().map(|e| e.case.0).collect();
    let at: Vec<DateTime<Utc>> = events.iter().map(|e| e.at).collect();
    let kinds: Vec<String> = events.iter().map(|e| e.kind.to_owned()).collect();
    let by: Vec<Option<i64>> = events.iter().map(|e| e.by.map(|p| p.0)).collect();
    let data: Vec<serde_json::Value> = events.iter().map(|e| e.data.clone()).collect();
    sqlx::query!(
        r#"
        INSERT INTO case_events (case_id, at, kind, by, data)
        SELECT case_id, at, kind, by, data
        FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::bigint[], $5::jsonb[]) WITH ORDINALITY
            AS e(case_id, at, kind, by, data, ord)
        ORDER BY ord
        "#,
        &cases,
        &at,
        &kinds,
        &by as &[Option<i64>],
        &data,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Where a customer of that case is answered.
pub async fn customer_of(
    db: &mut PgConnection,
    case: CaseId,
) -> Result<Option<(PersonId, Platform)>, StoreError> {
    let row =
        sqlx::query!("SELECT customer, platform FROM cases WHERE id = $1", case.0).fetch_optional(db).await?;
    row.map(|r| Ok((PersonId(r.customer), platform(r.platform, "cases", case.0)?))).transpose()
}

/// All cases of a person that are not over.
pub async fn all_live_of(db: &mut PgConnection, person: PersonId) -> Result<Vec<CaseId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"
        SELECT id FROM cases
        WHERE customer = $1 AND state IN ('new', 'open', 'waiting', 'solved') ORDER BY id
        "#,
        person.0
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// A person's newest case that is not over.
pub async fn live_of(db: &mut PgConnection, person: PersonId) -> Result<Option<CaseId>, StoreError> {
    let id = sqlx::query_scalar!(
        r#"
        SELECT id FROM cases
        WHERE customer = $1 AND state IN ('new', 'open', 'waiting', 'solved') ORDER BY id DESC LIMIT 1
        "#,
        person.0
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(CaseId))
}
