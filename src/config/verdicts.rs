//! What decides on claims: how much one person may decide, until when open costs are agreed, and the reasons.

use serde::Deserialize;

use super::{
    layered::Layered,
    problem::Problem,
    promises::{self, Written},
    terms::LONGEST_ID,
};
use crate::domain::{
    coverage::Liability,
    money::{Currency, Money},
    terms::{Reason, Verdicts},
};

const REASON: [&str; 3] = ["id", "of", "text"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenVerdicts {
    currency: String,
    alone: String,
    settle: Written,
}

/// Reads `[verdicts]` and `[[reasons]]`. `None` only with an error among the problems.
pub(super) fn read(file: &Layered, problems: &mut Vec<Problem>) -> Option<Verdicts> {
    let written: Option<WrittenVerdicts> = file.section("verdicts", &[], problems);
    let reasons: Option<Vec<Reason>> = file.list("reasons", &REASON, problems);
    if let Some(reasons) = &reasons {
        check(file, reasons, problems);
    }
    let written = written?;
    let settle = promises::span_of(written.settle, file, "verdicts.settle", problems);
    let currency = Currency::from_code(&written.currency);
    if currency.is_none() {
        let known = Currency::ALL.map(Currency::code).join(", ");
        problems.push(file.problem(
            "verdicts.currency",
            format!("is {:?}", written.currency),
            format!("write one of {known}"),
        ));
    }
    let alone = currency.and_then(|currency| Money::read(&written.alone, currency));
    if currency.is_some() && alone.is_none() {
        problems.push(file.problem(
            "verdicts.alone",
            format!("is {:?}, which is no amount", written.alone),
            "write it with its decimals in quotes, for example \"500.00\"",
        ));
    }
    Some(Verdicts { alone: alone?, settle: settle?, reasons: reasons? })
}

/// Each reason is named once, says something, and there is one for every fault.
fn check(file: &Layered, reasons: &[Reason], problems: &mut Vec<Problem>) {
    for (index, reason) in reasons.iter().enumerate() {
        let place = |key: &str| format!("reasons[{}].{key}", index + 1);
        let plain = reason.id.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if !plain || reason.id.is_empty() || reason.id.len() > LONGEST_ID {
            problems.push(file.problem(
                &place("id"),
                format!("is {:?}", reason.id),
                "use at most 20 of the characters a-z, 0-9 and -",
            ));
        }
        if reasons[..index].iter().any(|other| other.id == reason.id) {
            problems.push(file.problem(
                &place("id"),
                format!("has {:?} twice", reason.id),
                "rename one of them",
            ));
        }
        if reason.text.0.values().all(|text| text.trim().is_empty()) {
            problems.push(file.problem(&place("text"), "is empty", "write { en = \"…\", zh-Hans = \"…\" }"));
        }
    }
    for liability in Liability::ALL {
        if !reasons.iter().any(|reason| reason.of.contains(&liability)) {
            problems.push(file.problem(
                "reasons",
                format!("have none for {:?}", liability.name()),
                "add one, or name it in the `of` of another",
            ));
        }
    }
}
