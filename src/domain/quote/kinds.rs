//! The names of what a quote consists of, and of what can become of one.

use serde::{Deserialize, Serialize};

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A part of the product.
    SparePart,
    /// What is used up.
    Material,
    /// Finding out what it is.
    Inspection,
    /// Inspection and maintenance in one sum.
    Maintenance,
    /// Carrying the goods.
    Freight,
    /// Anything else.
    Other,
}

impl Kind {
    /// Every kind, in the order they are offered. Labour is none: it costs nothing, for life.
    pub const ALL: [Self; 6] =
        [Self::SparePart, Self::Material, Self::Inspection, Self::Maintenance, Self::Freight, Self::Other];

    /// Its name in the store, in commands and in texts (`charge-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::SparePart => "spare-part",
            Self::Material => "material",
            Self::Inspection => "inspection",
            Self::Maintenance => "maintenance",
            Self::Freight => "freight",
            Self::Other => "other",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What became of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// It is put together.
    Draft,
    /// It waits for a second person.
    Proposed,
    /// Its customer may accept it.
    Open,
    /// Agreed on.
    Accepted,
    /// Its customer doesn't want it.
    Declined,
    /// Nobody said anything in time.
    Expired,
    /// The desk took it back.
    Withdrawn,
    /// A later one took its place.
    Replaced,
    /// It never went out.
    Dropped,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Proposed,
        Self::Open,
        Self::Accepted,
        Self::Declined,
        Self::Expired,
        Self::Withdrawn,
        Self::Replaced,
        Self::Dropped,
    ];

    /// Its name in the store and in texts (`quote-is-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Proposed => "proposed",
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Replaced => "replaced",
            Self::Dropped => "dropped",
        }
    }

    /// The stage of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// Nothing comes after it.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Draft | Self::Proposed | Self::Open)
    }
}

/// Who pays for carrying the goods, where no line says what it costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Payer {
    /// The brand.
    Brand,
    /// Whoever the goods belong to.
    Customer,
}

impl Payer {
    /// Its name in the store and in texts (`freight-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brand => "brand",
            Self::Customer => "customer",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Brand, Self::Customer].into_iter().find(|payer| payer.name() == name)
    }
}
