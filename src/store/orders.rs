//! Orders, their lines and their history; which cases name one; and who looked numbers up.
//!
//! What a customer's number opens is read without names (`goods`): the statement itself does not ask for them.

mod about;
mod find;
mod lookups;
mod write;

use chrono::NaiveDate;

use super::{StoreError, codec::cell};
use crate::domain::{
    claim::Buyer,
    id::OrderId,
    order::{Dates, Goods, Order, Product, Status},
};

pub use about::{cases_about, history, live_cases_about};
pub use find::{by_keys, by_row, goods, of_numbers};
pub use lookups::{Asked, allowed};
pub use write::{link, write};

/// One line of an order as it is joined to its order.
struct Row {
    id: i64,
    number: String,
    customer: Option<String>,
    company: Option<String>,
    buyer: String,
    status: String,
    signed_on: Option<NaiveDate>,
    delivered_on: Option<NaiveDate>,
    completed_on: Option<NaiveDate>,
    n: i16,
    family: String,
    model: Option<String>,
    sku: Option<String>,
    colour: Option<String>,
    quantity: i32,
    lot: Option<String>,
}

/// Orders out of their lines, which come order by order.
fn orders(rows: Vec<Row>) -> Result<Vec<Order>, StoreError> {
    let mut orders: Vec<Order> = Vec::new();
    for row in rows {
        let (key, product) = (row.id, product(&row)?);
        match orders.last_mut().filter(|o| o.id.0 == key) {
            Some(order) => order.goods.products.push(product),
            None => orders.push(Order {
                id: OrderId(key),
                goods: Goods {
                    number: row.number,
                    status: cell(Status::from_name(&row.status), "orders", "status", key)?,
                    dates: Dates {
                        signed: row.signed_on,
                        delivered: row.delivered_on,
                        completed: row.completed_on,
                    },
                    products: vec![product],
                },
                customer: row.customer,
                company: row.company,
                buyer: cell(Buyer::from_name(&row.buyer), "orders", "buyer", key)?,
            }),
        }
    }
    Ok(orders)
}

fn product(row: &Row) -> Result<Product, StoreError> {
    Ok(Product {
        n: row.n,
        family: row.family.clone(),
        model: row.model.clone(),
        sku: row.sku.clone(),
        colour: row.colour.clone(),
        quantity: cell(u32::try_from(row.quantity).ok(), "order_lines", "quantity", row.id)?,
        lot: row.lot.clone(),
    })
}
