//! The promised spans, as the business writes them: an amount of hours and what runs down meanwhile.

use chrono::TimeDelta;
use serde::Deserialize;

use super::{layered::Layered, problem::Problem};
use crate::domain::{
    calendar::Span,
    terms::{Alerts, Promises},
};

/// A second: spans are whole ones.
const LEAST_HOURS: f64 = 1.0 / 3600.0;
/// A promise of more than a year is a slip.
const MOST_HOURS: f64 = 24.0 * 366.0;

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
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

/// What is promised for every answer after the first; nothing where that is 0 hours.
pub(super) fn next_reply(file: &Layered, problems: &mut Vec<Problem>) -> Option<Span> {
    const PLACE: &str = "promises.next_reply";
    file.section(PLACE, &[], problems).and_then(|written| next_reply_of(written, file, PLACE, problems))
}

/// The same as somebody wrote it there.
pub(super) fn next_reply_of(
    written: Written,
    file: &Layered,
    path: &str,
    problems: &mut Vec<Problem>,
) -> Option<Span> {
    if written.hours.abs() < f64::EPSILON { None } else { span_of(written, file, path, problems) }
}

fn span(file: &Layered, path: &str, problems: &mut Vec<Problem>) -> Option<Span> {
    let written: Written = file.section(path, &[], problems)?;
    span_of(written, file, path, problems)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAlerts {
    warn: Vec<u8>,
    climb: Written,
    digest: usize,
    new_date: Written,
    new_dates: u8,
}

/// Reads `[alerts]`. `None` only with an error among the problems.
pub(super) fn read_alerts(file: &Layered, problems: &mut Vec<Problem>) -> Option<Alerts> {
    let written: WrittenAlerts = file.section("alerts", &[], problems)?;
    let rises = written.warn.windows(2).all(|two| two[0] < two[1]);
    let within = written.warn.iter().all(|percent| (1..100).contains(percent));
    if !rises || !within {
        problems.push(file.problem(
            "alerts.warn",
            "must be percents from 1 to 99 that rise",
            "for example [50, 75, 90]",
        ));
    }
    if written.digest == 0 {
        problems.push(file.problem("alerts.digest", "is 0", "write how many alerts may come one by one"));
    }
    let climb = span_of(written.climb, file, "alerts.climb", problems);
    let new_date = span_of(written.new_date, file, "alerts.new_date", problems);
    Some(Alerts {
        warn: written.warn,
        climb: climb?,
        digest: written.digest,
        new_date: new_date?,
        new_dates: written.new_dates,
    })
}

/// A span as it is written at `path`.
pub(super) fn span_of(
    written: Written,
    file: &Layered,
    path: &str,
    problems: &mut Vec<Problem>,
) -> Option<Span> {
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
