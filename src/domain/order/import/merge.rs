//! What a list changes in what the desk knows.

use super::Entry;
use crate::domain::{
    claim::Buyer,
    id::OrderId,
    order::{Dates, Goods, Order, OrderChange, Status},
};

/// What becomes of an order of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The desk did not know it.
    New(OrderChange),
    /// Something is different now.
    Changed(OrderChange),
    /// It is as it was.
    Same,
}

/// Compares an order of a list with the one the desk knows. Cells that say nothing change nothing; lines are taken as
/// they stand in the list.
pub fn merge(entry: Entry, known: Option<&Order>) -> Outcome {
    let before = known.map(|k| k.goods.dates).unwrap_or_default();
    let dates = Dates {
        signed: entry.signed.over(before.signed),
        delivered: entry.delivered.over(before.delivered),
        completed: entry.completed.over(before.completed),
    };
    let status = Status::settled(entry.status.value().copied(), known.map(|k| k.goods.status), &dates);
    let order = Order {
        id: known.map_or(OrderId(0), |k| k.id),
        goods: Goods { number: entry.number.written().to_owned(), status, dates, products: entry.products },
        customer: entry.customer.over(known.and_then(|k| k.customer.clone())),
        company: entry.company.over(known.and_then(|k| k.company.clone())),
        buyer: entry.buyer.over(known.map(|k| k.buyer)).unwrap_or(Buyer::Consumer),
    };
    let change = |event, data| OrderChange { order: order.clone(), event, by: None, data };
    match known {
        None => Outcome::New(change("imported", serde_json::json!({}))),
        Some(known) if *known == order => Outcome::Same,
        Some(known) => Outcome::Changed(change("changed", differences(known, &order))),
    }
}

/// Which fields differ, and the days as they were; names stay out of the history.
fn differences(old: &Order, new: &Order) -> serde_json::Value {
    let fields = [
        ("number", old.goods.number != new.goods.number),
        ("status", old.goods.status != new.goods.status),
        ("dates", old.goods.dates != new.goods.dates),
        ("products", old.goods.products != new.goods.products),
        ("customer", old.customer != new.customer),
        ("company", old.company != new.company),
        ("buyer", old.buyer != new.buyer),
    ];
    let fields: Vec<&str> =
        fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
    serde_json::json!({ "fields": fields, "dates": old.goods.dates, "status": old.goods.status })
}
