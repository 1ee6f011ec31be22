//! Orders found: for a list that is read in, for staff, and for somebody who knows a number.

use sqlx::PgConnection;

use super::{Row, orders};
use crate::{
    domain::{
        id::OrderId,
        order::{Goods, Number, Order},
    },
    store::StoreError,
};

/// The orders of those keys, locked, in the order of their keys.
pub async fn by_keys(db: &mut PgConnection, keys: &[String]) -> Result<Vec<Order>, StoreError> {
    sqlx::query!("SELECT id FROM orders WHERE key = ANY($1) ORDER BY key FOR UPDATE", keys)
        .fetch_all(&mut *db)
        .await?;
    let rows = sqlx::query_as!(
        Row,
        r#"
        SELECT o.id, o.number, o.customer, o.company, o.buyer, o.status, o.signed_on, o.delivered_on, o.completed_on,
               l.n, l.family, l.model, l.sku, l.colour, l.quantity, l.lot
        FROM orders o JOIN order_lines l ON l.order_id = o.id
        WHERE o.key = ANY($1)
        ORDER BY o.key, l.n
        "#,
        keys
    )
    .fetch_all(db)
    .await?;
    orders(rows)
}

/// The order of that row, locked.
pub async fn by_row(db: &mut PgConnection, id: OrderId) -> Result<Option<Order>, StoreError> {
    let key =
        sqlx::query_scalar!("SELECT key FROM orders WHERE id = $1", id.0).fetch_optional(&mut *db).await?;
    let Some(key) = key else { return Ok(None) };
    Ok(by_keys(db, &[key]).await?.pop())
}

/// The orders those numbers mean, locked: the same key; else, for a number without letters, the only order with these
/// digits. In the order asked.
pub async fn of_numbers(db: &mut PgConnection, numbers: &[Number]) -> Result<Vec<Option<Order>>, StoreError> {
    let keys = meant(db, numbers).await?;
    let wanted: Vec<String> = keys.iter().flatten().cloned().collect();
    if wanted.is_empty() {
        return Ok(vec![None; numbers.len()]);
    }
    let found = by_keys(db, &wanted).await?;
    let of = |key: &String| found.iter().find(|o| o.goods.number().is_some_and(|n| n.key() == key)).cloned();
    Ok(keys.iter().map(|key| key.as_ref().and_then(of)).collect())
}

/// What those numbers open: the goods, without whose they are. In the order asked.
pub async fn goods(db: &mut PgConnection, numbers: &[Number]) -> Result<Vec<Option<Goods>>, StoreError> {
    let keys = meant(db, numbers).await?;
    let wanted: Vec<String> = keys.iter().flatten().cloned().collect();
    if wanted.is_empty() {
        return Ok(vec![None; numbers.len()]);
    }
    let rows = sqlx::query_as!(
        Row,
        r#"
        SELECT o.id, o.number, NULL::text AS customer, NULL::text AS company, o.buyer, o.status, o.signed_on,
               o.delivered_on, o.completed_on, l.n, l.family, l.model, l.sku, l.colour, l.quantity, l.lot
        FROM orders o JOIN order_lines l ON l.order_id = o.id
        WHERE o.key = ANY($1)
        ORDER BY o.key, l.n
        "#,
        &wanted
    )
    .fetch_all(db)
    .await?;
    let found = orders(rows)?;
    let of =
        |key: &String| found.iter().map(|o| &o.goods).find(|g| g.number().is_some_and(|n| n.key() == key));
    Ok(keys.iter().map(|key| key.as_ref().and_then(of).cloned()).collect())
}

/// The keys of the orders those numbers mean.
async fn meant(db: &mut PgConnection, numbers: &[Number]) -> Result<Vec<Option<String>>, StoreError> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<String> = numbers.iter().map(|n| n.key().to_owned()).collect();
    let bare: Vec<bool> = numbers.iter().map(Number::is_bare).collect();
    let rows = sqlx::query!(
        r#"
        SELECT coalesce(
            (SELECT o.key FROM orders o WHERE o.key = w.key),
            (SELECT CASE WHEN count(*) = 1 THEN min(o.key) END
             FROM (SELECT key FROM orders WHERE w.bare AND digits = w.key LIMIT 2) o)
        ) AS key
        FROM unnest($1::text[], $2::boolean[]) WITH ORDINALITY AS w(key, bare, ord)
        ORDER BY w.ord
        "#,
        &keys,
        &bare
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| row.key).collect())
}
