//! Who did what, and has what.

use sqlx::PgConnection;

use super::{Scope, count};
use crate::{domain::report::LoadRow, store::StoreError};

/// What everybody who works here, or did, has now and has done then. Accounts that became one count as one.
pub async fn load(db: &mut PgConnection, scope: &Scope<'_>) -> Result<Vec<LoadRow>, StoreError> {
    let rows = sqlx::query!(
        r#"
        WITH had AS (
            SELECT c.assignee AS person, count(*) AS open, 0 AS taken, 0 AS answers, 0 AS solved
            FROM cases c LEFT JOIN case_lines l ON l.case_id = c.id AND l.n = 1
            WHERE c.state IN ('new', 'open', 'waiting') AND c.assignee IS NOT NULL
              AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3)) AND ($4::text IS NULL OR c.kind = $4)
              AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6)
            GROUP BY 1
            UNION ALL
            SELECT CASE WHEN e.kind IN ('given', 'assigned') THEN (e.data->>'person')::bigint ELSE e.by END, 0,
                   count(DISTINCT e.case_id) FILTER (WHERE e.kind <> 'solved'), 0,
                   count(DISTINCT e.case_id) FILTER (WHERE e.kind = 'solved')
            FROM case_events e JOIN cases c ON c.id = e.case_id
            LEFT JOIN case_lines l ON l.case_id = c.id AND l.n = 1
            WHERE e.at >= $1 AND e.at < $2 AND e.kind IN ('taken', 'given', 'assigned', 'solved')
              AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3)) AND ($4::text IS NULL OR c.kind = $4)
              AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6)
            GROUP BY 1
            UNION ALL
            SELECT m.person, 0, 0, count(*), 0
            FROM messages m JOIN cases c ON c.id = m.case_id
            LEFT JOIN case_lines l ON l.case_id = c.id AND l.n = 1
            WHERE m.at >= $1 AND m.at < $2 AND m.side = 'agent'
              AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3)) AND ($4::text IS NULL OR c.kind = $4)
              AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6)
            GROUP BY 1
        )
        SELECT n.name, sum(h.open)::bigint AS "open!", sum(h.taken)::bigint AS "taken!",
               sum(h.answers)::bigint AS "answers!", sum(h.solved)::bigint AS "solved!"
        FROM had h JOIN people p ON p.id = h.person JOIN people n ON n.id = coalesce(p.became, p.id)
        GROUP BY n.id, n.name
        "#,
        scope.from,
        scope.to,
        scope.groups,
        scope.kind(),
        scope.product(),
        scope.part()
    )
    .fetch_all(db)
    .await?;
    let one = rows.into_iter().map(|row| LoadRow {
        name: row.name,
        open: count(row.open),
        taken: count(row.taken),
        answers: count(row.answers),
        solved: count(row.solved),
    });
    Ok(one.collect())
}
