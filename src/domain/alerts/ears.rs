//! Whom a step of the chain means, and where they hear of it.

use chrono::{DateTime, Utc};

use crate::domain::{
    front::{CaseFile, Colleague},
    party::Role,
    phrase::Phrase,
    terms::Terms,
};

/// Where an alert is told, and who is called by it.
#[derive(Debug, Clone, PartialEq)]
pub enum Ears {
    /// Whoever has the case, in its room.
    Room {
        /// Their name.
        name: String,
    },
    /// People of the staff side, at its place for everybody.
    Staff {
        /// Their names; nobody by name where everybody is meant.
        names: Vec<String>,
    },
}

/// Who is meant from place `from` of the chain on: the first that is somebody, and its place. Never nobody: where the
/// chain runs out, everybody on the staff side is meant.
pub fn ears(
    from: usize,
    file: &CaseFile,
    roster: &[Colleague],
    terms: &Terms,
    now: DateTime<Utc>,
) -> (usize, Ears) {
    let mut chain = terms.escalation.iter().enumerate().skip(from);
    let last = terms.escalation.len().saturating_sub(1).max(from);
    chain
        .find_map(|(place, step)| Some((place, of_step(step, file, roster, now)?)))
        .unwrap_or((last, Ears::Staff { names: Vec::new() }))
}

fn of_step(step: &str, file: &CaseFile, roster: &[Colleague], now: DateTime<Utc>) -> Option<Ears> {
    let here = || roster.iter().filter(|one| is_there(one, now));
    let named = |names: Vec<String>| (!names.is_empty()).then_some(Ears::Staff { names });
    let holding =
        |role: Role| here().filter(move |one| one.party.staff.as_ref().is_some_and(|s| s.role == role));
    match step {
        "assignee" => {
            let whose = here().find(|one| Some(one.party.id) == file.case.assignee)?;
            Some(Ears::Room { name: whose.party.name.clone() })
        }
        "lead" => named(names(holding(Role::Lead))),
        "admin" => named(names(holding(Role::Admin))),
        group => {
            let group = if group == "group" { file.case.group.as_str() } else { group };
            let member = |one: &&Colleague| {
                one.party.staff.as_ref().is_some_and(|s| s.groups.iter().any(|g| g == group))
            };
            named(names(here().filter(member)))
        }
    }
}

/// Their names; somebody with two accounts is there once.
fn names<'a>(some: impl Iterator<Item = &'a Colleague>) -> Vec<String> {
    let mut seen = Vec::new();
    let once = some.filter(|one| {
        let new = !seen.contains(&one.party.id);
        seen.push(one.party.id);
        new
    });
    once.map(|one| one.party.name.clone()).collect()
}

/// Whether somebody is at work. Who never wrote to the desk is known by a number alone, and reads nothing.
fn is_there(one: &Colleague, now: DateTime<Utc>) -> bool {
    let met = one.party.name.chars().any(|c| !c.is_ascii_digit());
    met && one.party.staff.as_ref().is_some_and(|staff| staff.away_at(now).is_none())
}

/// The names of those who are called.
pub fn called(names: &[String]) -> Phrase {
    match names {
        [] => Phrase::new("alert-everybody"),
        some => Phrase::new("alert-for").with("names", some.join(", ")),
    }
}
