//! A verdict while an agent puts it together: what was said so far, and what is asked next.
//!
//! The next question is the first one that applies and has no answer, whether the rest was pressed or typed.

use serde::{Deserialize, Serialize};

use super::{Claimed, Resolution, Share, Verdict, adds_up};
use crate::domain::{
    case::Case,
    coverage::{Cover, Coverage, Liability},
    id::{CaseId, MediaId},
    money::Money,
    terms::Terms,
};

/// What was said so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The case.
    pub case: CaseId,
    /// Its revision when this was begun: what is confirmed counts for that one alone.
    pub rev: i32,
    /// Whose fault it is.
    pub liability: Option<Liability>,
    /// What becomes of the pieces; nothing = not said.
    #[serde(default)]
    pub shares: Vec<Share>,
    /// Id of a reason of the terms.
    pub reason: Option<String>,
    /// Words to the customer; empty = none are wanted.
    pub words: Option<String>,
    /// The files it rests on.
    #[serde(default)]
    pub evidence: Vec<MediaId>,
    /// Those are all.
    #[serde(default)]
    pub rests: bool,
    /// What it is worth.
    pub worth: Option<Worth>,
}

/// What a verdict is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Worth {
    /// Not more than what one person may decide.
    Within,
    /// That much.
    Amount(Money),
}

/// What is asked next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Whose fault it is.
    Liability,
    /// What becomes of the pieces.
    Shares,
    /// Why, from the list.
    Reason,
    /// Why, in words.
    Words,
    /// What it rests on.
    Evidence,
    /// What it is worth.
    Worth,
    /// Nothing: it is shown.
    Preview,
}

/// Why what was said can't be a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// The pieces are not all those that are claimed: of a line so many, and so many are said.
    Sum(Claimed, u64),
    /// There is no such line.
    Line(u16),
    /// Money comes back only where the customer owes nothing.
    PaysBack(Resolution, Liability),
}

impl Draft {
    /// One in which nothing is said yet.
    pub const fn new(case: &Case) -> Self {
        Self {
            case: case.id,
            rev: case.rev,
            liability: None,
            shares: Vec::new(),
            reason: None,
            words: None,
            evidence: Vec::new(),
            rests: false,
            worth: None,
        }
    }

    /// What is asked next.
    pub fn step(&self, cover: Cover, case: &Case, terms: &Terms) -> Step {
        if self.liability.is_none() {
            return Step::Liability;
        }
        if self.shares.is_empty() {
            return Step::Shares;
        }
        if self.reason.as_ref().is_none_or(|id| terms.verdicts.reason(id).is_none()) {
            return Step::Reason;
        }
        let against = self.is_against(cover, case);
        if self.words.as_ref().is_none_or(|words| against && words.trim().is_empty()) {
            return Step::Words;
        }
        if against && (self.evidence.is_empty() || !self.rests) {
            return Step::Evidence;
        }
        if self.worth.is_none() { Step::Worth } else { Step::Preview }
    }

    /// Something of it goes against the customer.
    pub fn is_against(&self, cover: Cover, case: &Case) -> bool {
        self.shares.iter().any(|share| share.is_against(cover, case))
    }

    /// Every piece that is claimed, done with in one way.
    pub fn all_by(&mut self, resolution: Resolution, claimed: &[Claimed]) {
        let liability = self.liability.unwrap_or(Liability::Unclear);
        let share = |one: &Claimed| Share { line: one.line, quantity: one.pieces, liability, resolution };
        self.shares = claimed.iter().map(share).collect();
    }

    /// Why the shares can't be so.
    pub fn misfit(&self, cover: Cover, case: &Case, claimed: &[Claimed]) -> Option<Misfit> {
        let unknown = |share: &&Share| !claimed.iter().any(|one| one.line == share.line);
        if let Some(share) = self.shares.iter().find(unknown) {
            return Some(Misfit::Line(share.line));
        }
        let sum = |one: &Claimed| -> u64 {
            let of_line = self.shares.iter().filter(|share| share.line == one.line);
            of_line.map(|share| u64::from(share.quantity)).sum()
        };
        if let Some(one) = claimed.iter().find(|one| sum(one) != u64::from(one.pieces)) {
            return Some(Misfit::Sum(one.clone(), sum(one)));
        }
        let paid =
            |share: &&Share| share.resolution.pays_back() && share.coverage(cover, case) != Coverage::Free;
        let paid = self.shares.iter().find(paid);
        paid.map(|share| Misfit::PaysBack(share.resolution, share.liability))
    }

    /// It can count: everything is said, and it comes to what is claimed.
    pub fn is_whole(&self, cover: Cover, case: &Case, claimed: &[Claimed], terms: &Terms) -> bool {
        self.step(cover, case, terms) == Step::Preview
            && adds_up(&self.shares, claimed)
            && self.misfit(cover, case, claimed).is_none()
    }

    /// It needs a second person.
    pub fn needs_two(&self, terms: &Terms) -> bool {
        match self.worth {
            Some(Worth::Amount(money)) => money.minor > terms.verdicts.alone.minor,
            Some(Worth::Within) => false,
            None => true,
        }
    }

    /// What it is worth, where somebody said.
    pub const fn amount(&self) -> Option<Money> {
        match self.worth {
            Some(Worth::Amount(money)) => Some(money),
            Some(Worth::Within) | None => None,
        }
    }

    /// Another one to begin with what an earlier verdict said.
    pub fn like(verdict: &Verdict, case: &Case) -> Self {
        Self { liability: Some(verdict.liability), shares: verdict.shares.clone(), ..Self::new(case) }
    }
}
