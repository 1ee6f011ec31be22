//! Reports that come by themselves.

use serde::Deserialize;

use super::{layered::Layered, problem::Problem};
use crate::domain::{report::Digest, terms::Reports};

/// What is written where none is to come.
const OFF: &str = "off";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    digest: String,
}

/// Reads `[reports]`. `None` only with an error among the problems.
pub(super) fn read(file: &Layered, problems: &mut Vec<Problem>) -> Option<Reports> {
    let written: Written = file.section("reports", &[], problems)?;
    if written.digest == OFF {
        return Some(Reports { digest: None });
    }
    let digest = Digest::read(&written.digest);
    if digest.is_none() {
        problems.push(file.problem(
            "reports.digest",
            format!("is {:?}", written.digest),
            "write a day and a time, for example \"mon 09:00\", or \"off\"",
        ));
    }
    Some(Reports { digest: Some(digest?) })
}
