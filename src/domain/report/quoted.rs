//! What was charged and agreed: quotes by what became of them, and what they come to in each currency. Nothing is ever added
//! up across currencies.

use super::words::number;
use crate::domain::{
    money::Money,
    phrase::{Arg, Phrase},
    quote::Stage,
};

/// What became of quotes, in the order it is told.
pub const OUTCOMES: [Stage; 4] = [Stage::Accepted, Stage::Declined, Stage::Expired, Stage::Open];

/// Quotes of one currency that came to the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteRow {
    /// What became of them.
    pub stage: Stage,
    /// How many.
    pub quotes: u64,
    /// What was agreed on, where they were accepted; else what was asked for.
    pub sum: Money,
}

/// Quotes of which the same became, for each currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// What became of them.
    pub stage: Stage,
    /// How many, and what they come to; each currency once.
    pub sums: Vec<(u64, Money)>,
}

/// By what became of them; what became of none is left out.
pub(super) fn quoted(rows: &[QuoteRow]) -> Vec<Quoted> {
    let of = |stage: Stage| {
        let mut sums: Vec<(u64, Money)> = Vec::new();
        for row in rows.iter().filter(|row| row.stage == stage && row.quotes > 0) {
            match sums.iter_mut().find(|(_, sum)| sum.currency == row.sum.currency) {
                Some((quotes, sum)) => {
                    *quotes += row.quotes;
                    sum.minor = sum.minor.saturating_add(row.sum.minor);
                }
                None => sums.push((row.quotes, row.sum)),
            }
        }
        sums.sort_by_key(|(_, sum)| sum.currency.code());
        Quoted { stage, sums }
    };
    OUTCOMES.into_iter().map(of).filter(|one| !one.sums.is_empty()).collect()
}

/// Every number of it.
pub(super) fn words(all: &[Quoted]) -> Vec<Phrase> {
    let sum = |(quotes, sum): &(u64, Money)| {
        Phrase::new("report-quote-sum").with("count", number(*quotes)).with("price", *sum)
    };
    let line = |one: &Quoted| {
        let key = match one.stage {
            Stage::Accepted => Phrase::new("report-quotes-accepted"),
            Stage::Declined => Phrase::new("report-quotes-declined"),
            Stage::Expired => Phrase::new("report-quotes-expired"),
            Stage::Open => Phrase::new("report-quotes-open"),
            _ => return None,
        };
        let sums = Arg::List(one.sums.iter().map(sum).collect());
        Some(key.with("sums", sums))
    };
    let lines: Vec<Phrase> = all.iter().filter_map(line).collect();
    if lines.is_empty() {
        return lines;
    }
    std::iter::once(Phrase::new("report-quotes")).chain(lines).collect()
}
