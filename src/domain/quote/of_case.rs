//! What the quotes of a case come to.

use super::{Quote, Stage};
use crate::domain::{
    coverage::Coverage,
    front::CaseFile,
    verdict::{Resolution, Share, Verdict},
};

impl CaseFile {
    /// The quote its customer may accept.
    pub fn open_quote(&self) -> Option<&Quote> {
        self.quotes.iter().find(|one| one.stage == Stage::Open)
    }

    /// The quote that has not gone out: it is put together, or waits for a second person.
    pub fn unsent_quote(&self) -> Option<&Quote> {
        self.quotes.iter().find(|one| matches!(one.stage, Stage::Draft | Stage::Proposed))
    }

    /// The quote that was sent last.
    pub fn last_quote(&self) -> Option<&Quote> {
        self.quotes.iter().filter(|one| one.sent.is_some()).max_by_key(|one| one.n)
    }

    /// The quote of that number.
    pub fn quote_no(&self, n: i16) -> Option<&Quote> {
        self.quotes.iter().find(|one| one.n == n)
    }

    /// The number of the next one.
    pub fn next_quote(&self) -> i16 {
        self.quotes.iter().map(|one| one.n).max().unwrap_or(0).saturating_add(1)
    }

    /// Who pays by the verdict that counts: what is charged counts before what is open, and both before what is free.
    pub fn who_pays(&self) -> Option<Coverage> {
        let verdict = self.verdict()?;
        let shares = verdict.shares.iter();
        let all: Vec<Coverage> = shares.map(|share| share.coverage(verdict.cover(), &self.case)).collect();
        let any = |one| all.contains(&one).then_some(one);
        any(Coverage::Charged).or_else(|| any(Coverage::ServeFirst)).or(Some(Coverage::Free))
    }

    /// Something is to be done that its customer pays for, and nobody has told them how much.
    pub fn wants_quote(&self) -> bool {
        let Some(verdict) = self.verdict() else { return false };
        let pays = |share: &Share| {
            share.resolution != Resolution::Return
                && share.coverage(verdict.cover(), &self.case) == Coverage::Charged
        };
        let told = |one: &Quote| matches!(one.stage, Stage::Open | Stage::Accepted);
        self.case.state.is_live() && verdict.shares.iter().any(pays) && !self.quotes.iter().any(told)
    }

    /// Nothing more is done before its customer says yes to that price: not where the work came first.
    pub fn is_held_up_by(&self, quote: &Quote) -> bool {
        quote.settles.is_none() || self.who_pays() != Some(Coverage::ServeFirst)
    }

    /// The verdict whose open cost a quote agrees.
    pub fn settled_by(&self, quote: &Quote) -> Option<&Verdict> {
        self.verdict().filter(|one| quote.settles == Some(one.n) && one.is_cost_open(&self.case))
    }
}
