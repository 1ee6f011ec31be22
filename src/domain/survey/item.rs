//! The questions there are, what each is answered with, and why somebody is asked them.

/// A question of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// The goods.
    Product,
    /// How they were helped.
    Service,
    /// How the goods came.
    Delivery,
    /// How they were kept up to date.
    Communication,
    /// Whether the goods are as the sample was.
    Sample,
    /// How they were packed.
    Packing,
    /// Whether it is solved.
    Resolved,
    /// Whether they would buy again.
    Again,
    /// Anything else, in words.
    Comment,
}

/// What a question is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// 1 to 5.
    Five,
    /// No or yes: 0 or 1.
    YesNo,
    /// 0 to 10.
    Ten,
}

impl Item {
    /// Every question.
    pub const ALL: [Self; 9] = [
        Self::Product,
        Self::Service,
        Self::Delivery,
        Self::Communication,
        Self::Sample,
        Self::Packing,
        Self::Resolved,
        Self::Again,
        Self::Comment,
    ];

    /// Its name in the store, in the terms, in buttons and in texts (`survey-ask-…`, `survey-item-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Service => "service",
            Self::Delivery => "delivery",
            Self::Communication => "communication",
            Self::Sample => "sample",
            Self::Packing => "packing",
            Self::Resolved => "resolved",
            Self::Again => "again",
            Self::Comment => "comment",
        }
    }

    /// The question of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.name() == name)
    }

    /// What it is answered with; nothing for words.
    pub const fn scale(self) -> Option<Scale> {
        match self {
            Self::Product
            | Self::Service
            | Self::Delivery
            | Self::Communication
            | Self::Sample
            | Self::Packing => Some(Scale::Five),
            Self::Resolved => Some(Scale::YesNo),
            Self::Again => Some(Scale::Ten),
            Self::Comment => None,
        }
    }

    /// Whether it can be answered then: before goods came nobody knows them, and only where something was to be solved it
    /// can be.
    pub const fn fits(self, after: After) -> bool {
        match self {
            Self::Product | Self::Delivery | Self::Sample | Self::Packing => !matches!(after, After::Signed),
            Self::Resolved => matches!(after, After::Confirmed | After::Agent),
            Self::Service | Self::Communication | Self::Again | Self::Comment => true,
        }
    }
}

impl Scale {
    /// The least and the most.
    pub const fn ends(self) -> (i16, i16) {
        match self {
            Self::Five => (1, 5),
            Self::YesNo => (0, 1),
            Self::Ten => (0, 10),
        }
    }

    /// Whether that is one of its answers.
    pub const fn holds(self, score: i16) -> bool {
        let (least, most) = self.ends();
        least <= score && score <= most
    }

    /// Whether somebody has to look at that answer: a score of at most `poor`, or a no.
    pub const fn is_poor(self, score: i16, poor: i16) -> bool {
        match self {
            Self::Five | Self::Ten => score <= poor,
            Self::YesNo => score == 0,
        }
    }
}

/// Why somebody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum After {
    /// A contract was signed.
    Signed,
    /// Goods were received.
    Delivered,
    /// An order was completed.
    Completed,
    /// A solution was confirmed, or met with silence for long enough.
    Confirmed,
    /// It was time again.
    Interval,
    /// An agent wished it.
    Agent,
}

impl After {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::Signed, Self::Delivered, Self::Completed, Self::Confirmed, Self::Interval, Self::Agent];

    /// Its name in the store, in the terms and in texts (`survey-after-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Delivered => "delivered",
            Self::Completed => "completed",
            Self::Confirmed => "confirmed",
            Self::Interval => "interval",
            Self::Agent => "agent",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// Whether it is a day of an order.
    pub const fn is_of_an_order(self) -> bool {
        matches!(self, Self::Signed | Self::Delivered | Self::Completed)
    }
}
