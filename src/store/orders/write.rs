//! Orders written as they are now, with the line of history that says why; and the cases that name them.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        case::Case,
        company::Name,
        dialogue::Question,
        order::{Number, Order, OrderChange},
    },
    store::{StoreError, codec::cell},
};

/// Writes orders, new ones included. Known ones are locked by the caller.
pub async fn write(
    db: &mut PgConnection,
    changes: &[OrderChange],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    if changes.is_empty() {
        return Ok(());
    }
    // Why: of several states of one order only the last is written; its history has a line for each.
    let mut numbers = Vec::with_capacity(changes.len());
    let mut last: BTreeMap<String, (Number, &Order)> = BTreeMap::new();
    for change in changes {
        let number = cell(change.order.goods.number(), "orders", "number", change.order.id.0)?;
        last.insert(number.key().to_owned(), (number.clone(), &change.order));
        numbers.push(number);
    }
    let last: Vec<(Number, &Order)> = last.into_values().collect();
    let ids = heads(db, &last, at).await?;
    let id_of = |number: &Number| {
        ids.get(number.key()).copied().ok_or(StoreError::Inconsistent {
            table: "orders",
            column: "key",
            key: 0,
        })
    };
    let mut lined = Vec::with_capacity(last.len());
    for (number, order) in &last {
        lined.push((id_of(number)?, *order));
    }
    lines(db, &lined).await?;
    let orders = numbers.iter().map(id_of).collect::<Result<Vec<i64>, _>>()?;
    events(db, &orders, changes, at).await?;
    // Why here: whatever an order is written by, its days are what somebody is asked about.
    super::super::surveys::noted::note_orders(db, &orders, at).await
}

/// The orders themselves; their rows by key.
async fn heads(
    db: &mut PgConnection,
    orders: &[(Number, &Order)],
    at: DateTime<Utc>,
) -> Result<HashMap<String, i64>, StoreError> {
    let keys: Vec<String> = orders.iter().map(|(n, _)| n.key().to_owned()).collect();
    let digits: Vec<String> = orders.iter().map(|(n, _)| n.digits()).collect();
    let numbers: Vec<String> = orders.iter().map(|(_, o)| o.goods.number.clone()).collect();
    let customers: Vec<Option<String>> = orders.iter().map(|(_, o)| o.customer.clone()).collect();
    let companies: Vec<Option<String>> = orders.iter().map(|(_, o)| o.company.clone()).collect();
    let key_of = |(_, o): &(Number, &Order)| Some(Name::read(o.company.as_deref()?)?.key().to_owned());
    let company_keys: Vec<Option<String>> = orders.iter().map(key_of).collect();
    let buyers: Vec<String> = orders.iter().map(|(_, o)| o.buyer.name().to_owned()).collect();
    let statuses: Vec<String> = orders.iter().map(|(_, o)| o.goods.status.name().to_owned()).collect();
    let signed: Vec<Option<NaiveDate>> = orders.iter().map(|(_, o)| o.goods.dates.signed).collect();
    let delivered: Vec<Option<NaiveDate>> = orders.iter().map(|(_, o)| o.goods.dates.delivered).collect();
    let completed: Vec<Option<NaiveDate>> = orders.iter().map(|(_, o)| o.goods.dates.completed).collect();
    let rows = sqlx::query!(
        r#"
        INSERT INTO orders (key, digits, number, customer, company, buyer, status, signed_on, delivered_on,
                            completed_on, company_key, changed_at)
        SELECT o.*, $12 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                                    $7::text[], $8::date[], $9::date[], $10::date[], $11::text[])
            AS o(key, digits, number, customer, company, buyer, status, signed, delivered, completed, company_key)
        ORDER BY o.key
        ON CONFLICT (key) DO UPDATE
        SET number = excluded.number, customer = excluded.customer, company = excluded.company,
            buyer = excluded.buyer, status = excluded.status, signed_on = excluded.signed_on,
            delivered_on = excluded.delivered_on, completed_on = excluded.completed_on,
            company_key = excluded.company_key, changed_at = excluded.changed_at
        RETURNING id, key
        "#,
        &keys,
        &digits,
        &numbers,
        &customers as &[Option<String>],
        &companies as &[Option<String>],
        &buyers,
        &statuses,
        &signed as &[Option<NaiveDate>],
        &delivered as &[Option<NaiveDate>],
        &completed as &[Option<NaiveDate>],
        &company_keys as &[Option<String>],
        at,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, row.id)).collect())
}

/// Their lines, as they are now.
async fn lines(db: &mut PgConnection, orders: &[(i64, &Order)]) -> Result<(), StoreError> {
    let ids: Vec<i64> = orders.iter().map(|(id, _)| *id).collect();
    sqlx::query!("DELETE FROM order_lines WHERE order_id = ANY($1)", &ids).execute(&mut *db).await?;
    let all: Vec<_> = orders.iter().flat_map(|(id, o)| o.goods.products.iter().map(|p| (*id, p))).collect();
    let ids: Vec<i64> = all.iter().map(|(id, _)| *id).collect();
    let places: Vec<i16> = all.iter().map(|(_, p)| p.n).collect();
    let families: Vec<String> = all.iter().map(|(_, p)| p.family.clone()).collect();
    let models: Vec<Option<String>> = all.iter().map(|(_, p)| p.model.clone()).collect();
    let skus: Vec<Option<String>> = all.iter().map(|(_, p)| p.sku.clone()).collect();
    let colours: Vec<Option<String>> = all.iter().map(|(_, p)| p.colour.clone()).collect();
    let quantities: Vec<i32> =
        all.iter().map(|(_, p)| i32::try_from(p.quantity).unwrap_or(i32::MAX)).collect();
    let lots: Vec<Option<String>> = all.iter().map(|(_, p)| p.lot.clone()).collect();
    sqlx::query!(
        r#"
        INSERT INTO order_lines (order_id, n, family, model, sku, colour, quantity, lot)
        SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::text[],
                             $7::integer[], $8::text[])
        "#,
        &ids,
        &places,
        &families,
        &models as &[Option<String>],
        &skus as &[Option<String>],
        &colours as &[Option<String>],
        &quantities,
        &lots as &[Option<String>],
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn events(
    db: &mut PgConnection,
    orders: &[i64],
    changes: &[OrderChange],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let kinds: Vec<String> = changes.iter().map(|c| c.event.to_owned()).collect();
    let by: Vec<Option<i64>> = changes.iter().map(|c| c.by.map(|p| p.0)).collect();
    let data: Vec<serde_json::Value> = changes.iter().map(|c| c.data.clone()).collect();
    sqlx::query!(
        r#"
        INSERT INTO order_events (order_id, at, kind, by, data)
        SELECT order_id, $5, kind, by, data
        FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::jsonb[]) WITH ORDINALITY AS e(order_id, kind, by, data, ord)
        ORDER BY ord
        "#,
        orders,
        &kinds,
        &by as &[Option<i64>],
        &data,
        at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes which order each of those cases names, if it names one. The known orders among those that are named anew.
pub async fn link(db: &mut PgConnection, cases: &[Case]) -> Result<Vec<i64>, StoreError> {
    let told = |case: &Case| case.answers.as_ref().and_then(|a| a.text(Question::Order));
    let named = |case: &Case| Some((case.id.0, Number::read(&told(case)?)?.key().to_owned()));
    let (ids, keys): (Vec<i64>, Vec<String>) = cases.iter().filter_map(named).unzip();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let named = sqlx::query_scalar!(
        r#"
        WITH named AS (
            INSERT INTO case_orders (case_id, key) SELECT * FROM unnest($1::bigint[], $2::text[])
            ON CONFLICT (case_id) DO UPDATE SET key = excluded.key WHERE case_orders.key <> excluded.key
            RETURNING key
        )
        SELECT o.id FROM orders o WHERE o.key IN (SELECT key FROM named) ORDER BY o.id
        "#,
        &ids,
        &keys
    );
    Ok(named.fetch_all(db).await?)
}
