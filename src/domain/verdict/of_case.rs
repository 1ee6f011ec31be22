//! What the verdicts of a case come to, and what its warranty says.

use super::{Stage, Verdict};
use crate::domain::{
    claim::Warranty, coverage::inherited, dialogue::Question, front::CaseFile, quote, terms::Terms,
};

impl CaseFile {
    /// The verdict that counts.
    pub fn verdict(&self) -> Option<&Verdict> {
        self.verdicts.iter().find(|one| one.stage == Stage::InForce)
    }

    /// The verdict that waits for a second person.
    pub fn proposed(&self) -> Option<&Verdict> {
        self.verdicts.iter().find(|one| one.stage == Stage::Proposed)
    }

    /// The verdict of that number.
    pub fn verdict_no(&self, n: i16) -> Option<&Verdict> {
        self.verdicts.iter().find(|one| one.n == n)
    }

    /// The customer has used their one appeal.
    pub fn was_appealed(&self) -> bool {
        self.verdicts.iter().any(|one| one.appeal.is_some())
    }

    /// Something about its verdict or its price has still to be decided by somebody.
    pub fn is_unsettled(&self) -> bool {
        let open = |one: &Verdict| one.is_appealed() || one.is_cost_open(&self.case);
        let waits = self.unsent_quote().is_some_and(|one| one.stage == quote::Stage::Proposed);
        self.open_quote().is_some() || waits || self.proposed().is_some() || self.verdict().is_some_and(open)
    }

    /// What the warranty says of it: as of the day it was opened, by the day a known order was delivered, else by what was
    /// told; of goods that were mended before, what is left of the first term.
    pub fn warranty(&self, terms: &Terms) -> Warranty {
        let today = self.case.opened_at.with_timezone(&terms.calendar.zone()).date_naive();
        let Some(answers) = &self.case.answers else { return Warranty::Unknown };
        let delivered = self.order.as_ref().and_then(|order| order.dates.delivered);
        let family = answers.option(Question::Family).and_then(|id| terms.family(id));
        let told = match delivered {
            Some(day) => Warranty::since(family, Some((day, day)), today),
            None => Warranty::since(family, answers.received(), today),
        };
        inherited(told, self.inherits, today)
    }
}
