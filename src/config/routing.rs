//! Which group gets which case: every rule names what exists, every case finds a rule, every rule can be reached.

use super::{
    layered::Layered,
    problem::{Problem, Severity, nearest},
};
use crate::domain::terms::{Group, Route};

const KINDS: [&str; 5] = ["claim", "care", "enquiry", "order", "person"];
const TOPICS: [&str; 3] = ["custom", "wholesale", "suggestion"];
const URGENCIES: [&str; 3] = ["low", "normal", "high"];

/// A case as far as routing sees it: only enquiries have a topic.
#[derive(Clone, Copy)]
struct Seen {
    kind: &'static str,
    topic: Option<&'static str>,
    urgency: &'static str,
}

/// Reports what is wrong with `[[routing]]`.
pub(super) fn check(file: &Layered, routes: &[Route], groups: &[Group], problems: &mut Vec<Problem>) {
    for (index, route) in routes.iter().enumerate() {
        check_names(file, index, route, groups, problems);
    }
    let deciding: Vec<Option<usize>> =
        every_case().map(|case| routes.iter().position(|route| fits(route, case))).collect();
    for kind in KINDS {
        let unrouted = every_case().zip(&deciding).any(|(case, by)| case.kind == kind && by.is_none());
        if unrouted {
            problems.push(file.problem(
                "routing",
                format!("leaves some cases of kind {kind} without a group"),
                "end with a rule that has only a group",
            ));
        }
    }
    for (index, route) in routes.iter().enumerate() {
        let known = every_case().any(|case| fits(route, case));
        if known && !deciding.contains(&Some(index)) {
            let problem = file.problem(
                &format!("routing[{}]", index + 1),
                "is never reached: earlier rules take all its cases",
                "move it up, or remove it",
            );
            problems.push(Problem { severity: Severity::Warning, ..problem });
        }
    }
}

fn check_names(file: &Layered, index: usize, route: &Route, groups: &[Group], problems: &mut Vec<Problem>) {
    let group_ids: Vec<&str> = groups.iter().map(|group| group.id.as_str()).collect();
    for (key, value, known) in [
        ("kind", route.kind.as_deref(), KINDS.as_slice()),
        ("topic", route.topic.as_deref(), TOPICS.as_slice()),
        ("urgency", route.urgency.as_deref(), URGENCIES.as_slice()),
        ("group", Some(route.group.as_str()), group_ids.as_slice()),
    ] {
        let Some(value) = value.filter(|value| !known.contains(value)) else { continue };
        let mend = match nearest(value, known.iter().copied()) {
            Some(meant) => format!("did you mean {meant}?"),
            None => format!("use one of {}", known.join(", ")),
        };
        let place = format!("routing[{}].{key}", index + 1);
        problems.push(file.problem(&place, format!("is {value:?}, which does not exist"), mend));
    }
    let kind = route.kind.as_deref();
    if route.topic.is_some() && kind.is_some_and(|kind| kind != "enquiry") {
        let place = format!("routing[{}].topic", index + 1);
        problems.push(file.problem(&place, "fits no case: only an enquiry has a topic", "remove it"));
    }
}

fn every_case() -> impl Iterator<Item = Seen> {
    KINDS.into_iter().flat_map(|kind| {
        let topics: Vec<Option<&'static str>> =
            if kind == "enquiry" { TOPICS.into_iter().map(Some).chain([None]).collect() } else { vec![None] };
        topics
            .into_iter()
            .flat_map(move |topic| URGENCIES.into_iter().map(move |urgency| Seen { kind, topic, urgency }))
    })
}

fn fits(route: &Route, case: Seen) -> bool {
    route.kind.as_deref().is_none_or(|kind| kind == case.kind)
        && route.topic.as_deref().is_none_or(|topic| Some(topic) == case.topic)
        && route.urgency.as_deref().is_none_or(|urgency| urgency == case.urgency)
}
