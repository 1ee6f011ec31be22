//! What is done with a piece.

use serde::{Deserialize, Serialize};

use crate::domain::coverage::Service;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    /// It is mended here.
    Repair,
    /// It is mended where it is.
    Rework,
    /// Another one takes its place.
    Replacement,
    /// A part, or a kit to fit it with.
    SparePart,
    /// The money comes back.
    Refund,
    /// It counts towards another order.
    CreditNote,
    /// Words that help.
    Advice,
    /// It goes back as it is: not accepted.
    Return,
}

impl Resolution {
    /// Every one, in the order they are offered.
    pub const ALL: [Self; 8] = [
        Self::Repair,
        Self::Rework,
        Self::Replacement,
        Self::SparePart,
        Self::Refund,
        Self::CreditNote,
        Self::Advice,
        Self::Return,
    ];

    /// Its name in the store, in commands and in texts (`done-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Repair => "repair",
            Self::Rework => "rework",
            Self::Replacement => "replacement",
            Self::SparePart => "spare-part",
            Self::Refund => "refund",
            Self::CreditNote => "credit-note",
            Self::Advice => "advice",
            Self::Return => "return",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// How help is given with it; `way` = what the customer chose, for words alone.
    pub fn service(self, way: &str) -> Service {
        match self {
            Self::Rework => Service::OnSite,
            Self::Advice => Service::of_way(way),
            Self::Repair
            | Self::Replacement
            | Self::SparePart
            | Self::Refund
            | Self::CreditNote
            | Self::Return => Service::Goods,
        }
    }

    /// It gives money back, in one way or the other: only what costs the customer nothing can.
    pub const fn pays_back(self) -> bool {
        matches!(self, Self::Refund | Self::CreditNote)
    }

    /// The goods live on with what is left of their warranty.
    pub const fn goes_on(self) -> bool {
        matches!(self, Self::Repair | Self::Rework | Self::Replacement | Self::SparePart)
    }
}
