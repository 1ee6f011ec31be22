//! How prices are agreed: how long a quote holds, when it is brought to mind, who pays the freight.

use serde::Deserialize;

use super::{
    layered::Layered,
    problem::Problem,
    promises::{self, Written},
};
use crate::domain::{
    calendar::Span,
    money::{Currency, Money},
    quote::Payer,
    terms::{Freight, Quotes},
};

/// Most reminders of one quote: more is pressing.
const REMINDERS: usize = 5;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenQuotes {
    alone: String,
    valid: Written,
    reminders: Vec<Written>,
    freight: WrittenFreight,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFreight {
    free: Payer,
    charged: Payer,
    serve_first: Payer,
}

/// Reads `[quotes]`; its amounts are in the currency of the verdicts. `None` only with an error among the problems.
pub(super) fn read(
    file: &Layered,
    currency: Option<Currency>,
    problems: &mut Vec<Problem>,
) -> Option<Quotes> {
    let written: WrittenQuotes = file.section("quotes", &[], problems)?;
    let valid = promises::span_of(written.valid, file, "quotes.valid", problems);
    let alone = currency.and_then(|currency| Money::read(&written.alone, currency));
    if currency.is_some() && alone.is_none() {
        problems.push(file.problem(
            "quotes.alone",
            format!("is {:?}, which is no amount", written.alone),
            "write it with its decimals in quotes, for example \"500.00\"",
        ));
    }
    if written.reminders.len() > REMINDERS {
        problems.push(file.problem(
            "quotes.reminders",
            format!("are {}", written.reminders.len()),
            format!("write at most {REMINDERS}"),
        ));
    }
    let mut reminders: Vec<Span> = Vec::new();
    for (index, one) in written.reminders.into_iter().enumerate() {
        let place = format!("quotes.reminders[{}]", index + 1);
        let Some(span) = promises::span_of(one, file, &place, problems) else { continue };
        let rises = reminders
            .last()
            .is_none_or(|before| !before.counts_like(span) || before.amount() < span.amount());
        if !rises {
            problems.push(file.problem(&place, "is not later than the one before", "let them rise"));
        }
        if valid.is_some_and(|valid| valid.counts_like(span) && valid.amount() <= span.amount()) {
            problems.push(file.problem(
                &place,
                "is not before the end of the quote",
                "write fewer hours than quotes.valid has",
            ));
        }
        reminders.push(span);
    }
    let WrittenFreight { free, charged, serve_first } = written.freight;
    Some(Quotes { alone: alone?, valid: valid?, reminders, freight: Freight { free, charged, serve_first } })
}
