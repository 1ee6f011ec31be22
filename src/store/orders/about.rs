//! What belongs to an order: the cases that name it, and its history.

use sqlx::PgConnection;

use crate::{
    domain::{
        front::OrderEvent,
        id::{CaseId, OrderId},
    },
    store::StoreError,
};

/// The newest cases that name that order, of those groups or of that person; of all groups when there are none.
pub async fn cases_about(
    db: &mut PgConnection,
    key: &str,
    groups: &[String],
    person: i64,
    limit: i64,
) -> Result<Vec<CaseId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"
        SELECT c.id FROM case_orders k JOIN cases c ON c.id = k.case_id
        WHERE k.key = $1 AND (cardinality($2::text[]) = 0 OR c.grp = ANY($2) OR c.assignee = $3)
        ORDER BY c.id DESC
        LIMIT $4
        "#,
        key,
        groups,
        person,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// The live cases that name one of those orders.
pub async fn live_cases_about(db: &mut PgConnection, keys: &[String]) -> Result<Vec<CaseId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"
        SELECT c.id FROM case_orders k JOIN cases c ON c.id = k.case_id
        WHERE k.key = ANY($1) AND c.state IN ('new', 'open', 'waiting', 'solved')
        ORDER BY c.id
        "#,
        keys
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// The last of an order's history, newest first.
pub async fn history(
    db: &mut PgConnection,
    order: OrderId,
    limit: i64,
) -> Result<Vec<OrderEvent>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT e.at, e.kind, p.name AS "by?"
        FROM order_events e LEFT JOIN people p ON p.id = e.by
        WHERE e.order_id = $1 ORDER BY e.id DESC LIMIT $2
        "#,
        order.0,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| OrderEvent { at: r.at, kind: r.kind, by: r.by }).collect())
}
