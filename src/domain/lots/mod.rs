//! Lots: claims that name the same one and the same defect are told together, before anybody has counted them.
//!
//! A lot is what is printed on a carton, typed by many hands: capitals, spaces and dashes tell nothing (`Lot`). A cluster
//! is at least so many claims of one lot with one defect, opened within so many days of each other; it is told when it is
//! found, and again each time it has grown by a step. What is counted are rows as they are now, so a case that left counts
//! no more; what was told stays told. Not here: the rows (`store::lots`), and the words (`words`).

mod letter;
mod words;

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::{id::CaseId, text::half_width};

pub use letter::{Letter, Progress, Round, Why, left as left_lines, preview, round, words_of};
pub use words::{Listed, Row, found, page};

/// Bytes a lot has at most: a button that names one carries it.
const LONGEST: usize = 48;

/// A lot as it is found: its letters and digits alone, in capitals. `l2026-02`, `L 2026 02` and `Ｌ２０２６－０２` are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lot(String);

impl Lot {
    /// Reads it; it has two letters or digits at least, and 48 of them at most, or 16 Chinese characters. The key of a key is
    /// itself.
    pub fn read(text: &str) -> Option<Self> {
        let narrow = text.chars().map(half_width);
        let key: String = narrow.flat_map(char::to_uppercase).filter(|c| c.is_alphanumeric()).collect();
        (key.chars().nth(1).is_some() && key.len() <= LONGEST).then_some(Self(key))
    }

    /// What it is found by.
    pub fn key(&self) -> &str {
        &self.0
    }
}

/// When claims are a cluster, and whom it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// So many claims make one.
    pub claims: u32,
    /// Opened within so many days of each other.
    pub days: u32,
    /// Told again each time so many more have come.
    pub again: u32,
    /// The group whose leads hear of it.
    pub group: String,
}

/// A claim that names a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its case.
    pub case: CaseId,
    /// When it was opened.
    pub at: DateTime<Utc>,
    /// Where on the product, else what went wrong.
    pub defect: String,
}

/// Claims of one lot with one defect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// The defect.
    pub defect: String,
    /// The cases, the oldest first.
    pub cases: Vec<CaseId>,
    /// When the last of them was opened.
    pub last: DateTime<Utc>,
    /// How far it has grown: 1 when it is found, one more with each step.
    pub step: u32,
}

/// The clusters among the claims of one lot, by their defects. Of each the span with the most claims, and of spans alike
/// the newest.
pub fn clusters(claims: &[Claim], rule: &Rule) -> Vec<Cluster> {
    let defects: BTreeSet<&str> = claims.iter().map(|claim| claim.defect.as_str()).collect();
    defects.into_iter().filter_map(|defect| cluster(defect, claims, rule)).collect()
}

fn cluster(defect: &str, claims: &[Claim], rule: &Rule) -> Option<Cluster> {
    let mut of_it: Vec<&Claim> = claims.iter().filter(|claim| claim.defect == defect).collect();
    // Why by case as well: a case with several lines of a lot is one claim.
    of_it.sort_by_key(|claim| (claim.at, claim.case));
    let mut seen = BTreeSet::new();
    of_it.retain(|claim| seen.insert(claim.case));
    let span = TimeDelta::days(i64::from(rule.days));
    let mut best: &[&Claim] = &[];
    let mut from = 0;
    for end in 0..of_it.len() {
        while of_it[end].at - of_it[from].at > span {
            from += 1;
        }
        let within = &of_it[from..=end];
        if within.len() >= best.len() {
            best = within;
        }
    }
    let step = step(best.len(), rule)?;
    let last = best.last()?.at;
    let cases = best.iter().map(|claim| claim.case).collect();
    Some(Cluster { defect: defect.to_owned(), cases, last, step })
}

/// How far so many claims have come; nothing where they are none.
pub fn step(claims: usize, rule: &Rule) -> Option<u32> {
    let beyond = u32::try_from(claims).unwrap_or(u32::MAX).checked_sub(rule.claims.max(1))?;
    Some(1 + beyond / rule.again.max(1))
}
