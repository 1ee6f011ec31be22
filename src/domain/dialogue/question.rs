//! The questions there are, by name only: `flows` says when one is asked, `options` what it offers, `read` what fits.

use serde::{Deserialize, Serialize};

/// A question of any flow, in the order facts are told. Texts: `ask-…`, `field-…`, `fits-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Who called: a number, an order, a name.
    Caller,
    /// Whom of those found it was.
    Customer,
    /// What somebody is called whom the desk does not know.
    Name,
    /// Which case a call belongs to.
    Matter,
    /// What kind of case a call begins.
    Type,
    /// Of an enquiry: custom, wholesale, suggestion.
    Topic,
    /// Of care: advice, repair, spare part.
    Need,
    /// The product family.
    Family,
    /// The model, or a few words for another product.
    Model,
    /// Order or receipt number.
    Order,
    /// The goods of a company's claim, line by line.
    Lines,
    /// When it was received.
    Received,
    /// What went wrong: fault, damage on arrival, missing, wrong.
    About,
    /// Where on the product.
    Part,
    /// How bad it is, after the classes of inspection.
    Severity,
    /// What happened, in the person's words.
    Story,
    /// What it went through.
    Circumstances,
    /// Whether the goods are set aside.
    Quarantine,
    /// How many pieces.
    Quantity,
    /// Material, logo, size; or the suggestion itself.
    Details,
    /// By when an enquiry's goods are wished for.
    Target,
    /// Photos, video, documents.
    Evidence,
    /// Why there is no evidence.
    Why,
    /// How much it holds the person up.
    Urgency,
    /// The day it is needed by.
    Needed,
    /// What the person wishes for.
    Wish,
    /// How they want to be helped.
    Way,
    /// The company somebody buys for, by their own word.
    Company,
    /// The number to call.
    Phone,
    /// When to call or come.
    Window,
    /// The address to write to.
    Email,
    /// The place to come to.
    Address,
    /// How a call was left.
    Outcome,
    /// The group a call is handed to.
    Unit,
}

impl Question {
    /// Every question.
    pub const ALL: [Self; 34] = [
        Self::Caller,
        Self::Customer,
        Self::Name,
        Self::Matter,
        Self::Type,
        Self::Topic,
        Self::Need,
        Self::Family,
        Self::Model,
        Self::Order,
        Self::Lines,
        Self::Received,
        Self::About,
        Self::Part,
        Self::Severity,
        Self::Story,
        Self::Circumstances,
        Self::Quarantine,
        Self::Quantity,
        Self::Details,
        Self::Target,
        Self::Evidence,
        Self::Why,
        Self::Urgency,
        Self::Needed,
        Self::Wish,
        Self::Way,
        Self::Company,
        Self::Phone,
        Self::Window,
        Self::Email,
        Self::Address,
        Self::Outcome,
        Self::Unit,
    ];

    /// The word it is stored under and its texts are named by.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::Customer => "customer",
            Self::Name => "name",
            Self::Matter => "matter",
            Self::Type => "type",
            Self::Outcome => "outcome",
            Self::Unit => "unit",
            Self::Topic => "topic",
            Self::Need => "need",
            Self::Family => "family",
            Self::Model => "model",
            Self::Order => "order",
            Self::Lines => "lines",
            Self::Received => "received",
            Self::About => "about",
            Self::Part => "part",
            Self::Severity => "severity",
            Self::Story => "story",
            Self::Circumstances => "circumstances",
            Self::Quarantine => "quarantine",
            Self::Quantity => "quantity",
            Self::Details => "details",
            Self::Target => "target",
            Self::Evidence => "evidence",
            Self::Why => "why",
            Self::Urgency => "urgency",
            Self::Needed => "needed",
            Self::Wish => "wish",
            Self::Way => "way",
            Self::Company => "company",
            Self::Phone => "phone",
            Self::Window => "window",
            Self::Email => "email",
            Self::Address => "address",
        }
    }

    /// Whether somebody's contact answers it with its number.
    pub const fn takes_a_number(self) -> bool {
        matches!(self, Self::Phone | Self::Caller)
    }

    /// The question of that word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|q| q.id() == id)
    }
}
