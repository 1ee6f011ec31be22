//! Who pays: the one policy over whose fault it is, what the warranty says, and how help is given.
//!
//! Pure, total, and written out line by line for those who answer for it in `tests/it/coverage.csv`. Charged never means
//! more than what inspection and maintenance cost: labour is waived for life, and `Bill` shows it as what it is. Talking
//! with the desk is labour and nothing else, so on the phone, in the chat and by e-mail nothing can be charged. Not here:
//! amounts, and who says whose fault it is (`verdict`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::claim::Warranty;

/// Whose fault it is, as an agent says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Liability {
    /// The way it is made to be.
    Design,
    /// What it is made of.
    Material,
    /// The way it was made.
    Craftsmanship,
    /// It was damaged on its way.
    Transport,
    /// What somebody did to it.
    Human,
    /// It was used for what it is not made for.
    Misuse,
    /// The place it was used in: wet, hot, chemicals.
    Environment,
    /// It can't be told.
    Unclear,
    /// There is no fault.
    NoneFound,
}

impl Liability {
    /// Every one, in the order they are offered.
    pub const ALL: [Self; 9] = [
        Self::Design,
        Self::Material,
        Self::Craftsmanship,
        Self::Transport,
        Self::Human,
        Self::Misuse,
        Self::Environment,
        Self::Unclear,
        Self::NoneFound,
    ];

    /// Its name in the store, in commands and in texts (`fault-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Design => "design",
            Self::Material => "material",
            Self::Craftsmanship => "craftsmanship",
            Self::Transport => "transport",
            Self::Human => "human",
            Self::Misuse => "misuse",
            Self::Environment => "environment",
            Self::Unclear => "unclear",
            Self::NoneFound => "none-found",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// It is the brand's.
    pub const fn is_defect(self) -> bool {
        matches!(self, Self::Design | Self::Material | Self::Craftsmanship)
    }
}

/// What the warranty says of the day the case was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cover {
    /// For as long as the product lives.
    Life,
    /// It holds.
    In,
    /// It is over.
    Out,
    /// The day, or the product, is not known.
    Unknown,
}

impl Cover {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Life, Self::In, Self::Out, Self::Unknown];

    /// Its name in the store and in texts (`cover-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Life => "life",
            Self::In => "in",
            Self::Out => "out",
            Self::Unknown => "unknown",
        }
    }
}

impl From<Warranty> for Cover {
    fn from(warranty: Warranty) -> Self {
        match warranty {
            Warranty::Lifetime => Self::Life,
            Warranty::In(_) => Self::In,
            Warranty::Out(_) => Self::Out,
            Warranty::Unknown => Self::Unknown,
        }
    }
}

/// How help is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// Words on the phone.
    Phone,
    /// Words in the chat.
    Chat,
    /// Words by e-mail.
    Email,
    /// A look through a camera or a screen.
    Remote,
    /// At the customer's place.
    OnSite,
    /// The goods themselves: mended, replaced, paid back, sent back.
    Goods,
}

impl Service {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::Phone, Self::Chat, Self::Email, Self::Remote, Self::OnSite, Self::Goods];

    /// Words alone: labour, and nothing that costs anything else.
    pub const fn is_talk(self) -> bool {
        matches!(self, Self::Phone | Self::Chat | Self::Email)
    }

    /// What a way of help of the terms is.
    pub fn of_way(way: &str) -> Self {
        match way {
            "phone" => Self::Phone,
            "email" => Self::Email,
            "video" => Self::Remote,
            "on-site" => Self::OnSite,
            _ => Self::Chat,
        }
    }
}

/// Who pays for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coverage {
    /// The brand.
    Free,
    /// The customer, what inspection and maintenance cost.
    Charged,
    /// The work starts; who pays is agreed afterwards.
    ServeFirst,
}

impl Coverage {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Free, Self::Charged, Self::ServeFirst];

    /// Its name in the store and in texts (`cost-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Charged => "charged",
            Self::ServeFirst => "serve-first",
        }
    }
}

/// The policy.
pub const fn coverage(liability: Liability, cover: Cover, service: Service) -> Coverage {
    if service.is_talk() {
        return Coverage::Free;
    }
    match (liability, cover) {
        // The brand's own fault, and no fault at all, go by the warranty. Where that is not known, neither is who pays.
        (
            Liability::Design | Liability::Material | Liability::Craftsmanship | Liability::NoneFound,
            Cover::Life | Cover::In,
        ) => Coverage::Free,
        (
            Liability::Design | Liability::Material | Liability::Craftsmanship | Liability::NoneFound,
            Cover::Out,
        ) => Coverage::Charged,
        (
            Liability::Design | Liability::Material | Liability::Craftsmanship | Liability::NoneFound,
            Cover::Unknown,
        )
        | (Liability::Unclear, _) => Coverage::ServeFirst,
        // No warranty covers these, so not knowing it changes nothing.
        (Liability::Transport | Liability::Human | Liability::Misuse | Liability::Environment, _) => {
            Coverage::Charged
        }
    }
}

/// What can stand on a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Price {
    /// Nothing, for life.
    Waived,
    /// Nothing.
    Nothing,
    /// What it costs the brand.
    AtCost,
    /// To be agreed.
    Open,
}

/// The three things that can cost something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bill {
    /// Always waived.
    pub labour: Price,
    /// Finding out what it is.
    pub inspection: Price,
    /// Parts and what else mending takes.
    pub maintenance: Price,
}

impl Coverage {
    /// What it means for a bill.
    pub const fn bill(self) -> Bill {
        let price = match self {
            Self::Free => Price::Nothing,
            Self::Charged => Price::AtCost,
            Self::ServeFirst => Price::Open,
        };
        Bill { labour: Price::Waived, inspection: price, maintenance: price }
    }
}

/// The warranty of goods that were mended or replaced before: what is left of the first term, whatever day somebody tells
/// for the receipt of the replacement. `told` = by what is said now; `first` = what held when they were mended.
pub fn inherited(told: Warranty, first: Option<Warranty>, today: NaiveDate) -> Warranty {
    match first {
        None | Some(Warranty::Unknown) => told,
        Some(Warranty::Lifetime) => Warranty::Lifetime,
        Some(Warranty::In(until) | Warranty::Out(until)) if today <= until => Warranty::In(until),
        Some(Warranty::In(until) | Warranty::Out(until)) => Warranty::Out(until),
    }
}
