//! What a finished dialogue hands over, and what the warranty says about it.
//!
//! Nothing here asks questions (`dialogue` does) and nothing decides who pays: liability is an agent's verdict.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    dialogue::{Answers, Flow, Question, Value, evidence_fact, summary},
    order::Product,
    phrase::Phrase,
    terms::{Family, Terms},
    wholesale::{Counts, Item, Severity, Total},
};

/// Who buys: a person for themselves, or a company that sells on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Buyer {
    /// A person with one product.
    #[default]
    Consumer,
    /// A company with pieces, cartons and lots.
    Wholesale,
}

impl Buyer {
    /// Its name in the store and in lists.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Consumer => "consumer",
            Self::Wholesale => "wholesale",
        }
    }

    /// The buyer of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Consumer, Self::Wholesale].into_iter().find(|b| b.name() == name)
    }
}

/// Which of the two promised spans of a solution holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The shorter span.
    General,
    /// The longer one.
    Complex,
}

/// How much the person is held up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// It can wait.
    Low,
    /// It can be used, with limits; also when nobody asked.
    Normal,
    /// It cannot be used at all.
    High,
}

impl Class {
    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Complex => "complex",
        }
    }

    /// The class of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::General, Self::Complex].into_iter().find(|c| c.name() == name)
    }
}

impl Urgency {
    /// The urgency of that word.
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Low, Self::Normal, Self::High].into_iter().find(|u| u.id() == id)
    }

    /// The word routing rules and texts (`urgency-…`) use.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }
}

/// The thing a case is about. Every field is what the person said, none is verified.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Line {
    /// Id of a family of the terms, or `other`.
    pub family: Option<String>,
    /// The model as chosen or typed.
    pub model: Option<String>,
    /// Order or receipt number, upper case.
    pub order: Option<String>,
    /// First and last day on which it can have been received; equal when the day is known.
    pub received: Option<(NaiveDate, NaiveDate)>,
    /// Id of the place on the product.
    pub part: Option<String>,
    /// Pieces: of a consumer one, unless told otherwise, and that one is the matter.
    pub counts: Counts,
    /// Article number and lot, where they were told or a known order says them.
    pub sku: Option<String>,
    /// See `sku`.
    pub lot: Option<String>,
    /// The carton, where it was told.
    pub carton: Option<String>,
    /// How bad it is, where that was asked.
    pub severity: Option<Severity>,
}

/// What becomes a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filing {
    /// Which dialogue it comes from.
    pub flow: Flow,
    /// The answers whose questions applied.
    pub answers: Answers,
    /// Who asks.
    pub buyer: Buyer,
    /// Which promise of a solution holds.
    pub class: Class,
    /// How much the person is held up.
    pub urgency: Urgency,
    /// Of an enquiry: `custom`, `wholesale` or `suggestion`.
    pub topic: Option<String>,
    /// The products: one when one was named, of a company each of its lines.
    pub lines: Vec<Line>,
    /// Ids of the evidence, in the order it came.
    pub evidence: Vec<i64>,
    /// Evidence beyond the cap: kept as a note, not as evidence.
    pub surplus: Vec<i64>,
    /// What was written under pieces of either, by their ids.
    pub captions: BTreeMap<i64, String>,
    /// What was written beside the questions, in order.
    pub comments: Vec<String>,
    /// A person was asked for before every question was answered.
    pub incomplete: bool,
}

impl Filing {
    /// The facts, one phrase each, for cards.
    pub fn facts(&self, terms: &Terms) -> Vec<Phrase> {
        summary(&self.answers, terms).into_iter().chain(evidence_fact(self.evidence.len())).collect()
    }
}

/// What the warranty says on a day, by what the person told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warranty {
    /// For as long as the product lives.
    Lifetime,
    /// Covered up to and including that day.
    In(NaiveDate),
    /// That was the last day.
    Out(NaiveDate),
    /// The day, or the product, is not known well enough.
    Unknown,
}

impl Warranty {
    /// Reads the answers; `today` is the person's calendar day.
    pub fn of(answers: &Answers, terms: &Terms, today: NaiveDate) -> Self {
        let Some(family) = answers.option(Question::Family).and_then(|id| terms.family(id)) else {
            return Self::Unknown;
        };
        Self::since(Some(family), answers.received(), today)
    }

    /// What holds of a family that was received between two days.
    pub fn since(
        family: Option<&Family>,
        received: Option<(NaiveDate, NaiveDate)>,
        today: NaiveDate,
    ) -> Self {
        let Some(family) = family else { return Self::Unknown };
        let Some(months) = family.warranty_months else { return Self::Lifetime };
        let Some((first, last)) = received else { return Self::Unknown };
        match (last_day(first, months), last_day(last, months)) {
            (Some(soonest), _) if today <= soonest => Self::In(soonest),
            (_, Some(latest)) if today > latest => Self::Out(latest),
            _ => Self::Unknown,
        }
    }
}

/// The last covered day; a month that is too short ends it on its own last day.
fn last_day(received: NaiveDate, months: u32) -> Option<NaiveDate> {
    received.checked_add_months(Months::new(months))
}

impl Line {
    /// What the answers are about: each line that was told, else the product of the answers and of the known order it was
    /// agreed to be in; nothing when none of its questions was answered.
    pub fn all(answers: &Answers, known: Option<&Product>) -> Vec<Self> {
        // Why none where lines were asked for: who has not counted yet has told no numbers, not one of each.
        let counts = if answers.has(Question::Lines) {
            Counts::default()
        } else {
            Counts::all(answers.number(Question::Quantity).unwrap_or(1))
        };
        let line = Self {
            family: answers.option(Question::Family).map(str::to_owned),
            model: answers.text(Question::Model),
            order: answers.text(Question::Order),
            received: answers.received(),
            part: answers.option(Question::Part).map(str::to_owned),
            counts,
            sku: known.and_then(|p| p.sku.clone()),
            lot: known.and_then(|p| p.lot.clone()),
            carton: None,
            severity: answers.option(Question::Severity).and_then(Severity::from_id),
        };
        if answers.items().is_empty() {
            let nothing = Self { counts, ..Self::default() };
            return if line == nothing { Vec::new() } else { vec![line] };
        }
        let told = |item: &Item| Self {
            sku: Some(item.sku.clone()),
            lot: item.lot.clone(),
            carton: item.carton.clone(),
            counts: item.counts.coherent(),
            ..line.clone()
        };
        answers.items().iter().map(told).collect()
    }
}

/// Pieces from which a wholesale claim needs the longer span.
const MANY_PIECES: u64 = 50;

/// The class of a case: a consumer's is general until an agent says otherwise.
pub fn class_of(buyer: Buyer, answers: &Answers) -> Class {
    let pieces = Total::of(answers.items()).defective;
    let critical = answers.option(Question::Severity) == Some(Severity::Critical.id());
    if buyer == Buyer::Wholesale && (pieces > MANY_PIECES || critical) {
        return Class::Complex;
    }
    Class::General
}

/// The urgency that was chosen; normal when nobody asked or the person did not know. What is unsafe is urgent whatever was
/// chosen.
pub fn urgency_of(answers: &Answers) -> Urgency {
    if answers.option(Question::Severity) == Some(Severity::Critical.id()) {
        return Urgency::High;
    }
    match answers.get(Question::Urgency) {
        Some(Value::Option(id)) if id == Urgency::High.id() => Urgency::High,
        Some(Value::Option(id)) if id == Urgency::Low.id() => Urgency::Low,
        _ => Urgency::Normal,
    }
}
