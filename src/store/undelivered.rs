//! What of the outbox did not arrive, with the case it belongs to.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{StoreError, codec::cell};
use crate::domain::{
    front::lookup::Failed,
    id::{CaseId, SendId},
};

/// Which rows: all of these that are given have to fit.
#[derive(Debug, Clone, Default)]
pub struct Which<'a> {
    /// That row, whatever became of it; otherwise those that stand open.
    pub row: Option<SendId>,
    /// Of that case.
    pub case: Option<CaseId>,
    /// Of cases of these groups; empty = of all groups, and those of no case.
    pub groups: &'a [String],
}

struct Row {
    id: i64,
    case_id: Option<i64>,
    reference: Option<String>,
    grp: Option<String>,
    customer: Option<String>,
    words: Option<String>,
    at: DateTime<Utc>,
    state: String,
    why: Option<String>,
    again: bool,
}

/// Undelivered and uncertain rows, the newest first. Cards, marks and reactions don't
/// count: the next one makes up for them; nor does what an erasure takes back, which has an account of its own.
pub async fn rows(
    db: &mut PgConnection,
    which: &Which<'_>,
    offset: i64,
    limit: i64,
) -> Result<Vec<Failed>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"
        SELECT o.id, c.id AS "case_id?", c.ref AS "reference?", c.grp AS "grp?", p.name AS "customer?",
               left(w.body, 60) AS words, o.created_at AS at, o.state, o.why,
               EXISTS (SELECT FROM outbox n WHERE n.replaces = o.id) AS "again!"
        FROM outbox o
        LEFT JOIN messages w
            ON w.id = coalesce(o.parcel->'messages'->>0, o.parcel->>'message')::bigint
        LEFT JOIN cases c ON c.id = coalesce(o.case_id, w.case_id, (
            SELECT l.id FROM cases l
            WHERE l.customer = o.person AND l.state IN ('new', 'open', 'waiting', 'solved') ORDER BY l.id DESC LIMIT 1
        ))
        LEFT JOIN people p ON p.id = o.person
        WHERE (($1::bigint IS NULL AND o.state IN ('undelivered', 'uncertain')
                AND NOT EXISTS (SELECT FROM outbox n WHERE n.replaces = o.id))
               OR o.id = $1)
          AND o.parcel->>'is' NOT IN ('card', 'mark', 'react', 'recall', 'drop_room', 'farewell')
          AND ($2::bigint IS NULL OR c.id = $2)
          AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3))
        ORDER BY o.id DESC
        OFFSET $4 LIMIT $5
        "#,
        which.row.map(|r| r.0),
        which.case.map(|c| c.0),
        which.groups,
        offset,
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(failed).collect()
}

fn failed(row: Row) -> Result<Failed, StoreError> {
    let case = match (row.case_id, row.reference, row.grp) {
        (Some(id), Some(reference), Some(group)) => {
            Some((CaseId(id), cell(reference.parse().ok(), "cases", "ref", id)?, group))
        }
        _ => None,
    };
    let unsaid = if row.state == super::outbox::UNCERTAIN { "why-uncertain" } else { "why-unknown" };
    Ok(Failed {
        row: SendId(row.id),
        case,
        customer: row.customer,
        words: row.words.filter(|words| !words.trim().is_empty()),
        at: row.at,
        why: row.why.unwrap_or_else(|| unsaid.to_owned()),
        open: matches!(row.state.as_str(), super::outbox::UNDELIVERED | super::outbox::UNCERTAIN),
        again: row.again,
    })
}
