//! What the store brings for a report: promises one by one, everything else counted already.

use chrono::{DateTime, Utc};

use super::{quoted::QuoteRow, satisfied::SurveyRow};
use crate::domain::{
    calendar::Span,
    coverage::{Cover, Liability},
    money::Money,
    sla::{ClockEvent, ClockState, Target},
    verdict::Resolution,
};

/// A clock that ended, or whose time ran out, within the days.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockRow {
    /// What was promised.
    pub target: Target,
    /// How much time it was given when it started.
    pub span: Span,
    /// What happened to it.
    pub events: Vec<ClockEvent>,
    /// Where it stands.
    pub state: ClockState,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// When its time was or is up.
    pub due_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// What it is told apart by.
    pub key: Option<String>,
}

/// What became of a promise within the days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What was promised.
    pub target: Target,
    /// The span that held at last.
    pub span: Span,
    /// Whether it was kept, if that was decided then.
    pub kept: Option<bool>,
    /// How many seconds it took, as the promise counts and by the clock on the wall, if it was answered then.
    pub took: Option<(i64, i64)>,
    /// What it is told apart by.
    pub key: Option<String>,
}

/// Live cases of one group and age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRow {
    /// The group.
    pub group: String,
    /// Which of [`super::AGES`], from 0; the last is beyond all of them.
    pub age: usize,
    /// How many.
    pub cases: u64,
    /// Nobody has so many of them.
    pub free: u64,
    /// So many wait for the customer, an approval or goods.
    pub waiting: u64,
}

/// Claims about one place on one family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseRow {
    /// The family, as it was told.
    pub product: Option<String>,
    /// The place, as it was told.
    pub part: Option<String>,
    /// How many claims.
    pub claims: u64,
}

/// Goods of companies, by article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoodsRow {
    /// The article.
    pub sku: Option<String>,
    /// Pieces that arrived.
    pub received: u64,
    /// Pieces that were looked at.
    pub inspected: u64,
    /// Pieces that are the matter.
    pub defective: u64,
}

/// Pieces that were decided on in the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostRow {
    /// Whose fault it is.
    pub liability: Liability,
    /// What the warranty says.
    pub cover: Cover,
    /// What is done.
    pub resolution: Resolution,
    /// The way of help that was chosen.
    pub way: Option<String>,
    /// How many pieces.
    pub pieces: u64,
}

/// What somebody who works here did, and has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadRow {
    /// Their name.
    pub name: String,
    /// Live cases they have now.
    pub open: u64,
    /// Cases they took or were given.
    pub taken: u64,
    /// Messages they sent to customers.
    pub answers: u64,
    /// Cases they proposed a solution for.
    pub solved: u64,
}

/// Everything a report is reckoned from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// Cases opened, by what they are told apart by.
    pub opened: Vec<(Option<String>, u64)>,
    /// Cases for which a solution was proposed.
    pub solved: u64,
    /// What became of promises.
    pub promises: Vec<Outcome>,
    /// What is open now.
    pub open: Vec<OpenRow>,
    /// What was wrong.
    pub causes: Vec<CauseRow>,
    /// Goods of companies.
    pub goods: Vec<GoodsRow>,
    /// Who pays.
    pub costs: Vec<CostRow>,
    /// What customers agreed to pay, for each currency.
    pub agreed: Vec<Money>,
    /// What became of quotes, for each currency.
    pub quotes: Vec<QuoteRow>,
    /// What customers think, by form.
    pub surveys: Vec<SurveyRow>,
    /// Who did what.
    pub load: Vec<LoadRow>,
}
