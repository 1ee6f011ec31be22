//! When claims of one lot are told together, and whom.

use serde::Deserialize;

use super::{grouped, layered::Layered, problem::Problem};
use crate::domain::{lots::Rule, terms::Group};

/// More claims, or days, than anybody means.
const MOST: u32 = 1_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    claims: u32,
    days: u32,
    again: u32,
    group: String,
}

/// Reads `[lots]`. `None` only with an error among the problems.
pub(super) fn read(file: &Layered, groups: &[Group], problems: &mut Vec<Problem>) -> Option<Rule> {
    let mut written: Written = file.section("lots", &[], problems)?;
    let bounds = [("claims", written.claims, 2), ("days", written.days, 1), ("again", written.again, 1)];
    for (key, value, least) in bounds {
        if !(least..=MOST).contains(&value) {
            let mend = format!("write a number from {least} to {MOST}");
            problems.push(file.problem(&format!("lots.{key}"), format!("is {value}"), mend));
        }
    }
    grouped::settle(file, ("lots", "group"), &mut written.group, groups, problems);
    let Written { claims, days, again, group } = written;
    Some(Rule { claims, days, again, group })
}
