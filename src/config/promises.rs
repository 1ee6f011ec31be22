//! The promised spans, as the business writes them: an amount of hours and what runs down meanwhile.

use chrono::TimeDelta;
use serde::Deserialize;

use super::{layered::Layered, problem::Problem};
use crate::domain::{calendar::Span, terms::Promises};

/// A second: spans are whole ones.
const LEAST_HOURS: f64 = 1.0 / 3600.0;
/// A promise of more than a year is a slip.
const MOST_HOURS: f64 = 24.0 * 366.0;

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    hours: f64,
    count: Count,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Count {
    ServiceHours,
    ServiceDays,
    Wall,
}

/// Reads `[promises.*]`. `None` only with an error among the problems.
pub(super) fn read(file: &Layered, problems: &mut Vec<Problem>) -> Option<Promises> {
    check_names(file, problems);
    let first_response = span(file, "promises.first_response", problems);
    let solution = span(file, "promises.solution", problems);
    let solution_complex = span(file, "promises.solution_complex", problems);
    let enquiry_reply = span(file, "promises.enquiry_reply", problems);
    let promises = Promises {
        first_response: first_response?,
        solution: solution?,
        solution_complex: solution_complex?,
        enquiry_reply: enquiry_reply?,
    };
    if promises.solution_complex.counts_like(promises.solution)
        && promises.solution_complex.amount() < promises.solution.amount()
    {
        problems.push(file.problem(
            "promises.solution_complex.hours",
            "is less than a general case has",
            "give a complex case at least the hours of promises.solution",
        ));
    }
    Some(promises)
}

/// Unknown promises; each promise's own keys are looked at by itself.
fn check_names(file: &Layered, problems: &mut Vec<Problem>) {
    let _checked: Option<toml::Table> = file.section("promises", &[], problems);
}

fn span(file: &Layered, path: &str, problems: &mut Vec<Problem>) -> Option<Span> {
    let written: Written = file.section(path, &[], problems)?;
    if !(LEAST_HOURS..=MOST_HOURS).contains(&written.hours) {
        problems.push(file.problem(
            &format!("{path}.hours"),
            format!("is {}, which is no time anybody can keep", written.hours),
            "write the hours there are, for example 2 or 0.5",
        ));
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above: at most a year of seconds")]
    let amount = TimeDelta::seconds((written.hours * 3600.0).round() as i64);
    Some(match written.count {
        Count::ServiceHours => Span::ServiceHours(amount),
        Count::ServiceDays => Span::ServiceDays(amount),
        Count::Wall => Span::Wall(amount),
    })
}
