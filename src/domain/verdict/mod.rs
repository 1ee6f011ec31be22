//! The verdict: what becomes of every piece that is claimed, whose fault it is, and so who pays.
//!
//! A verdict is a version of its case. At most one waits for a second person and at most one is in force; a later one
//! takes the place of an earlier one, and nothing is ever changed but what becomes of it: a second person's word, one
//! appeal, references of parcels and credit notes, and what open costs were settled at. What its shares come to is what
//! was claimed, here and by a constraint of the schema.
//!
//! Not here: who pays (`coverage`), buttons and words of people (`front::acts::verdict`), storing.

mod claimed;
mod draft;
mod of_case;
mod read;
mod resolution;
mod words;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    case::Case,
    claim::Warranty,
    coverage::{Cover, Coverage, Liability, Service, coverage},
    dialogue::Question,
    id::{CaseId, MediaId, PersonId, VerdictId},
    money::Money,
};

pub use claimed::{Claimed, adds_up, claimed};
pub use draft::{Draft, Misfit, Step, Worth};
pub use read::{Typed, amount, credit, liability, parcel, pieces, read, shares};
pub use resolution::Resolution;
pub use words::{brief, consequence, customer, labour, share, standing, told};

/// What becomes of some pieces of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Share {
    /// The line of the claim, from 1.
    pub line: u16,
    /// How many pieces.
    pub quantity: u32,
    /// Whose fault it is.
    pub liability: Liability,
    /// What is done.
    pub resolution: Resolution,
}

impl Share {
    /// How help is given with it.
    pub fn service(&self, case: &Case) -> Service {
        let way = case.answers.as_ref().and_then(|answers| answers.option(Question::Way));
        self.resolution.service(way.unwrap_or_default())
    }

    /// Who pays for it.
    pub fn coverage(&self, cover: Cover, case: &Case) -> Coverage {
        coverage(self.liability, cover, self.service(case))
    }

    /// The customer gets less than the brand's own fault would give them.
    pub fn is_against(&self, cover: Cover, case: &Case) -> bool {
        self.resolution == Resolution::Return || self.coverage(cover, case) == Coverage::Charged
    }
}

/// What became of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// It waits for a second person.
    Proposed,
    /// It counts.
    InForce,
    /// A later one counts.
    Replaced,
    /// The second person said no, or it was taken back before they said anything.
    Dropped,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::InForce, Self::Replaced, Self::Dropped];

    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::InForce => "in_force",
            Self::Replaced => "replaced",
            Self::Dropped => "dropped",
        }
    }

    /// The stage of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// A customer's one appeal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appeal {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// When a lead decided, and who: it stands, or another verdict took its place.
    pub decided: Option<(DateTime<Utc>, PersonId)>,
}

/// What an open cost is settled at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// Rises with every offer: an older one can't be agreed to.
    pub n: u16,
    /// How much: nothing needs no yes.
    pub price: Money,
    /// The lead's name.
    pub by: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// What the customer said to it.
    pub answer: Option<(DateTime<Utc>, Answer)>,
}

/// What a customer says to a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is agreed.
    Agreed,
    /// They want to talk about it.
    Talk,
}

/// Something that can be followed up elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Mention {
    /// A parcel to the customer.
    Parcel {
        /// Who brings it.
        carrier: String,
        /// By which number.
        number: String,
        /// When it was said.
        at: DateTime<Utc>,
    },
    /// A credit note, or the payment of a refund.
    Credit {
        /// Its number.
        number: String,
        /// When it was said.
        at: DateTime<Utc>,
    },
}

impl Mention {
    /// It names the same, whenever it was said.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Parcel { carrier, number, .. }, Self::Parcel { carrier: theirs, number: other, .. }) => {
                carrier == theirs && number == other
            }
            (Self::Credit { number, .. }, Self::Credit { number: other, .. }) => number == other,
            (Self::Parcel { .. }, Self::Credit { .. }) | (Self::Credit { .. }, Self::Parcel { .. }) => false,
        }
    }
}

/// A verdict as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Its row.
    pub id: VerdictId,
    /// The case.
    pub case: CaseId,
    /// Which of the case's, from 1.
    pub n: i16,
    /// What became of it.
    pub stage: Stage,
    /// Whose fault it is, on the whole.
    pub liability: Liability,
    /// What becomes of each piece.
    pub shares: Vec<Share>,
    /// Id of a reason of the terms.
    pub reason: String,
    /// The agent's own words to the customer; may be empty.
    pub words: String,
    /// The files it rests on.
    pub evidence: Vec<MediaId>,
    /// What the warranty said.
    pub warranty: Warranty,
    /// What it is worth, where somebody said; otherwise not more than what one person may decide.
    pub worth: Option<Money>,
    /// It needs a second person.
    pub two: bool,
    /// Who decided.
    pub by: PersonId,
    /// Their name.
    pub name: String,
    /// When it was decided; in force since then, or since `second_at`.
    pub at: DateTime<Utc>,
    /// The second person, and when they said yes or no.
    pub second: Option<(PersonId, DateTime<Utc>)>,
    /// Parcels and credit notes.
    pub mentions: Vec<Mention>,
    /// The customer's appeal.
    pub appeal: Option<Appeal>,
    /// What open costs are settled at, the latest.
    pub offer: Option<Offer>,
}

impl Verdict {
    /// What the warranty said.
    pub fn cover(&self) -> Cover {
        self.warranty.into()
    }

    /// Something of it goes against the customer.
    pub fn is_against(&self, case: &Case) -> bool {
        self.shares.iter().any(|share| share.is_against(self.cover(), case))
    }

    /// Something of it is begun before it is known who pays.
    pub fn serves_first(&self, case: &Case) -> bool {
        self.shares.iter().any(|share| share.coverage(self.cover(), case) == Coverage::ServeFirst)
    }

    /// Who pays is still open.
    pub fn is_cost_open(&self, case: &Case) -> bool {
        self.stage == Stage::InForce && self.serves_first(case) && !self.is_settled()
    }

    /// What was open is agreed.
    pub fn is_settled(&self) -> bool {
        let agreed = |offer: &Offer| offer.answer.is_some_and(|(_, answer)| answer == Answer::Agreed);
        self.offer.as_ref().is_some_and(|offer| offer.price.minor == 0 || agreed(offer))
    }

    /// A lead still has to look at it once more.
    pub fn is_appealed(&self) -> bool {
        self.stage == Stage::InForce && self.appeal.as_ref().is_some_and(|appeal| appeal.decided.is_none())
    }
}

/// The last covered day of a warranty that has one.
pub const fn until(warranty: Warranty) -> Option<NaiveDate> {
    match warranty {
        Warranty::In(day) | Warranty::Out(day) => Some(day),
        Warranty::Lifetime | Warranty::Unknown => None,
    }
}
