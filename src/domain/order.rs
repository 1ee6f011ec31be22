//! Orders and contracts, as the desk knows them.
//!
//! An order is found by its number, however that is written. What somebody may hear who only knows the number is a type
//! of its own, [`Goods`]: it has no name, no company and no case in it, so that a dialogue can't say more than it may.
//! Service runs from the contract to the receipt of the goods and later on request; an order nobody knows stops
//! nothing. Not here: how a file of orders is read (`import`), and who may ask or change what (`front`).

pub mod import;
mod number;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    claim::Buyer,
    dialogue::said,
    id::{OrderId, PersonId},
    phrase::Phrase,
    terms::Terms,
};

pub use number::Number;

/// How far an order has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The contract is there.
    #[default]
    Ordered,
    /// It is being made.
    Making,
    /// It is on its way.
    Shipped,
    /// The goods were received.
    Delivered,
    /// Nothing is left to do.
    Completed,
    /// It will not come.
    Cancelled,
}

impl Status {
    /// Every status, in the order of an order's life.
    pub const ALL: [Self; 6] =
        [Self::Ordered, Self::Making, Self::Shipped, Self::Delivered, Self::Completed, Self::Cancelled];

    /// Its name in the store, in files and in texts (`order-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ordered => "ordered",
            Self::Making => "making",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }

    /// What is so, from what was said, what was known, and the days there are: goods that were received aren't on
    /// their way any more, whatever an older list says.
    pub fn settled(said: Option<Self>, before: Option<Self>, dates: &Dates) -> Self {
        let by_dates = match (dates.completed, dates.delivered) {
            (Some(_), _) => Self::Completed,
            (None, Some(_)) => Self::Delivered,
            (None, None) => Self::Ordered,
        };
        match said.or(before) {
            Some(Self::Cancelled) => Self::Cancelled,
            Some(status @ (Self::Making | Self::Shipped)) if by_dates == Self::Ordered => status,
            Some(Self::Completed) if said.is_some() => Self::Completed,
            Some(Self::Completed) if by_dates == Self::Delivered => Self::Completed,
            _ => by_dates,
        }
    }
}

/// The days of an order, in the calendar of whoever wrote them down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Dates {
    /// The contract was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<NaiveDate>,
    /// The goods were received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<NaiveDate>,
    /// Nothing was left to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed: Option<NaiveDate>,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its place in the order, from 1.
    pub n: i16,
    /// Id of a family; of the terms, when it was written down.
    pub family: String,
    /// The model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// The colour, in the words of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// Pieces.
    pub quantity: u32,
    /// The lot it was made in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
}

/// An order as far as its number opens it: what it is and when it comes, never whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goods {
    /// The number, as the brand writes it.
    pub number: String,
    /// How far it has come.
    pub status: Status,
    /// Its days.
    #[serde(flatten)]
    pub dates: Dates,
    /// What is in it, never empty.
    pub products: Vec<Product>,
}

/// An order's number, how far it has come, and its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The number, as the brand writes it.
    pub number: String,
    /// How far it has come.
    pub status: Status,
    /// Its days.
    pub dates: Dates,
}

/// An order with all the desk knows of it. For staff alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its row.
    pub id: OrderId,
    /// What its number opens.
    pub goods: Goods,
    /// Who ordered, as the list says.
    pub customer: Option<String>,
    /// For which company.
    pub company: Option<String>,
    /// What kind of buyer.
    pub buyer: Buyer,
}

/// An order as it is from now on, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderChange {
    /// The order; without a row yet where its id is 0.
    pub order: Order,
    /// A key `order-event-…` of the catalogue.
    pub event: &'static str,
    /// Who did it; nobody when a list did.
    pub by: Option<PersonId>,
    /// What was so before, where it matters; never a name.
    pub data: serde_json::Value,
}

impl Product {
    /// What it is, in a few words: family, model, colour.
    pub fn phrase(&self, terms: &Terms) -> Phrase {
        let details = [&self.model, &self.colour].into_iter().flatten();
        details.fold(self.family_phrase(terms), |what, more| {
            Phrase::new("order-detail").with("what", what).with("more", more.as_str())
        })
    }

    /// The family's name; its id where the terms no longer have it.
    pub fn family_phrase(&self, terms: &Terms) -> Phrase {
        terms.family(&self.family).map_or_else(|| said(self.family.as_str()), |f| said(f.name.clone()))
    }
}

impl Goods {
    /// The number and the key it is found by; `None` for a number that is none, which no order has.
    pub fn number(&self) -> Option<Number> {
        Number::read(&self.number)
    }

    /// What can be told apart: lines of the same thing are one, without the lot when they differ in it.
    pub fn kinds(&self) -> Vec<Product> {
        let mut kinds: Vec<Product> = Vec::new();
        for product in &self.products {
            let same = |k: &&mut Product| {
                (&k.family, &k.model, &k.colour) == (&product.family, &product.model, &product.colour)
            };
            match kinds.iter_mut().find(same) {
                Some(kind) => {
                    kind.quantity = kind.quantity.saturating_add(product.quantity);
                    kind.sku = kind.sku.take().filter(|sku| Some(sku) == product.sku.as_ref());
                    kind.lot = kind.lot.take().filter(|lot| Some(lot) == product.lot.as_ref());
                }
                None => kinds.push(product.clone()),
            }
        }
        kinds
    }

    /// Where it stands.
    pub fn standing(&self) -> Phrase {
        standing(self.status, &self.dates)
    }
}

impl Head {
    /// Where it stands.
    pub fn standing(&self) -> Phrase {
        standing(self.status, &self.dates)
    }
}

/// Where an order stands: the day it came, or how far it is.
fn standing(status: Status, dates: &Dates) -> Phrase {
    match (status, dates.delivered, dates.signed) {
        (Status::Cancelled, ..) => Phrase::new("order-is-cancelled"),
        (_, Some(day), _) => Phrase::new("order-is-delivered").with("day", day),
        (Status::Shipped, ..) => Phrase::new("order-is-shipped"),
        (Status::Making, ..) => Phrase::new("order-is-making"),
        (Status::Delivered | Status::Completed, ..) => Phrase::new("order-is-done"),
        (Status::Ordered, None, Some(day)) => Phrase::new("order-is-signed").with("day", day),
        (Status::Ordered, None, None) => Phrase::new("order-is-open"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[test]
    fn days_say_more_than_an_older_word() {
        let none = Dates::default();
        let delivered = Dates { delivered: day("2026-03-03"), ..none };
        let completed = Dates { completed: day("2026-03-09"), ..delivered };
        for (said, before, dates, settled) in [
            (None, None, none, Status::Ordered),
            (None, Some(Status::Shipped), none, Status::Shipped),
            (Some(Status::Making), Some(Status::Shipped), none, Status::Making),
            (Some(Status::Shipped), None, delivered, Status::Delivered),
            (None, Some(Status::Shipped), delivered, Status::Delivered),
            (None, Some(Status::Completed), delivered, Status::Completed),
            (None, Some(Status::Delivered), none, Status::Ordered),
            (None, None, completed, Status::Completed),
            (None, Some(Status::Cancelled), delivered, Status::Cancelled),
            (Some(Status::Ordered), Some(Status::Cancelled), none, Status::Ordered),
        ] {
            assert_eq!(Status::settled(said, before, &dates), settled, "{said:?} {before:?} {dates:?}");
        }
    }
}
