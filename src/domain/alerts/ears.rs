//! Whom a step of the chain means, and where they hear of it.

use chrono::{DateTime, Utc};

use crate::domain::{
    front::{CaseFile, Colleague},
    party::Role,
    phrase::{Arg, Callee, Phrase},
    terms::{Group, Terms},
};

/// Where an alert is told, and who is called by it.
#[derive(Debug, Clone, PartialEq)]
pub enum Ears {
    /// Whoever has the case, in its room.
    Room {
        /// They.
        who: Callee,
    },
    /// People of the staff side, at its place for everybody.
    Staff {
        /// They; nobody by name where everybody is meant.
        who: Vec<Callee>,
        /// The group they are called for: theirs, or that of the case where those who lead are called.
        group: Option<String>,
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
        .unwrap_or((last, Ears::Staff { who: Vec::new(), group: Some(file.case.group.clone()) }))
}

fn of_step(step: &str, file: &CaseFile, roster: &[Colleague], now: DateTime<Utc>) -> Option<Ears> {
    let here = || roster.iter().filter(|one| is_there(one, now));
    let of_case = file.case.group.as_str();
    let called = |who: Vec<Callee>, group: Option<&str>| {
        (!who.is_empty()).then(|| Ears::Staff { who, group: group.map(str::to_owned) })
    };
    match step {
        "assignee" => {
            let whose = here().find(|one| Some(one.party.id) == file.case.assignee)?;
            Some(Ears::Room { who: callee(whose) })
        }
        "lead" => called(holding(Role::Lead, roster, now), Some(of_case)),
        "admin" => called(holding(Role::Admin, roster, now), None),
        group => {
            let group = if group == "group" { of_case } else { group };
            let member = |one: &&Colleague| {
                one.party.staff.as_ref().is_some_and(|s| s.groups.iter().any(|g| g == group))
            };
            called(each(here().filter(member)), Some(group))
        }
    }
}

/// Those of that role who are at work.
pub fn holding(role: Role, roster: &[Colleague], now: DateTime<Utc>) -> Vec<Callee> {
    let holds = |one: &&Colleague| one.party.staff.as_ref().is_some_and(|staff| staff.role == role);
    each(roster.iter().filter(|one| is_there(one, now)).filter(holds))
}

/// Each of them; somebody with two accounts is there once.
fn each<'a>(some: impl Iterator<Item = &'a Colleague>) -> Vec<Callee> {
    let mut seen = Vec::new();
    let once = some.filter(|one| {
        let new = !seen.contains(&one.party.id);
        seen.push(one.party.id);
        new
    });
    once.map(callee).collect()
}

fn callee(one: &Colleague) -> Callee {
    Callee { person: one.party.id, name: one.party.name.clone() }
}

/// Whether somebody is at work. Who never wrote to the desk is known by a number alone, and reads nothing.
fn is_there(one: &Colleague, now: DateTime<Utc>) -> bool {
    let met = one.party.name.chars().any(|c| !c.is_ascii_digit());
    met && one.party.staff.as_ref().is_some_and(|staff| staff.away_at(now).is_none())
}

/// Those who are called, by name; a group that has a role on Discord is called by it as well.
pub fn called(who: &[Callee], group: Option<&str>, terms: &Terms) -> Phrase {
    let team = group.and_then(|id| terms.group(id)).filter(|group| group.discord_role.is_some());
    let people = Arg::Calls(who.to_vec());
    match (who, team) {
        ([], None) => Phrase::new("alert-everybody"),
        ([], Some(team)) => Phrase::new("alert-everybody-of").with("team", team_of(team)),
        (_, None) => Phrase::new("alert-for").with("names", people),
        (_, Some(team)) => Phrase::new("alert-for-of").with("names", people).with("team", team_of(team)),
    }
}

/// Those it concerns, by name alone: nobody is called.
pub fn named(who: &[Callee]) -> Phrase {
    match who {
        [] => Phrase::new("alert-everybody"),
        some => {
            let names: Vec<&str> = some.iter().map(|one| one.name.as_str()).collect();
            Phrase::new("alert-for").with("names", names.join(", "))
        }
    }
}

fn team_of(group: &Group) -> Arg {
    Arg::Team { id: group.id.clone(), name: group.name.clone() }
}
