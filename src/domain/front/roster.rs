//! Who works here: `whoami`, and the `agent` command of admins.
//!
//! A person is named by the number of their account or by answering a message of theirs: names prove nothing. Roles
//! of the configuration's admins stand above commands.

use chrono::{DateTime, Utc};

use super::{Colleague, Facts, answer, answer_with, invites};
use crate::domain::{
    chat::{Account, Incoming, Platform, Room},
    id::{CaseId, PersonId, Supply},
    party::{Away, Role},
    phrase::{Arg, Phrase, Say},
    plan::{AgentChange, Event, Plan, Send, To, Who},
    text::Rich,
};

/// Who the speaker is to the desk, with the number an admin needs to add them.
pub(super) fn whoami(incoming: &Incoming, facts: &Facts<'_>) -> Say {
    let (speaker, account) = (facts.speaker, incoming.by.account.id.to_string());
    let me = Phrase::new("who").with("name", speaker.name.as_str()).with("account", account.as_str());
    let mut lines = vec![match (&speaker.staff, incoming.room) {
        (Some(staff), _) => Phrase::new("whoami-staff")
            .with("who", me)
            .with("role", Phrase::keyed("role", staff.role.name()))
            .with("groups", groups(&staff.groups, facts)),
        (None, Room::Staff) => Phrase::new("whoami-stranger").with("who", me).with("account", account),
        (None, _) => Phrase::new("whoami-customer").with("who", me),
    }];
    lines.extend(speaker.staff.as_ref().and_then(|s| s.away_at(facts.now)).map(away));
    Say { lines, rows: Vec::new() }
}

/// Since they are away: until when.
fn away(away: Away) -> Phrase {
    match away.until {
        Some(until) => Phrase::new("staff-away-until").with("until", until),
        None => Phrase::new("staff-away"),
    }
}

pub(super) fn groups(ids: &[String], facts: &Facts<'_>) -> Phrase {
    if ids.is_empty() {
        return Phrase::new("groups-all");
    }
    let name = |id: &String| Phrase::new("label").with("label", facts.terms.group_name(id));
    Phrase::new("facts").with("facts", Arg::List(ids.iter().map(name).collect()))
}

/// `agent list | add WHO [ROLE] [GROUP…] | add ROLE [GROUP…] [NAME] | role WHO ROLE | remove WHO | revoke`.
pub(super) fn commanded(rest: &Rich, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let mut words = rest.text.split_whitespace();
    match words.next().unwrap_or("list") {
        "list" => answer_with(incoming, facts, list(incoming.place.platform, facts)),
        "add" if invites::is_wanted(words.clone().next(), incoming, facts) => {
            invites::make(words.collect(), incoming, facts, supply)
        }
        "revoke" => invites::withdraw(incoming, facts),
        "add" | "role" => set(words.collect(), incoming, facts),
        "remove" => remove(words.collect(), incoming, facts),
        _ => answer(incoming, facts, Phrase::new("agent-usage")),
    }
}

fn list(on: Platform, facts: &Facts<'_>) -> Say {
    let line = |c: &Colleague| {
        let staff = c.party.staff.as_ref();
        let line = Phrase::new("agent-line")
            .with("who", named(c, on))
            .with("role", Phrase::keyed("role", staff.map_or("agent", |s| s.role.name())))
            .with("groups", groups(staff.map_or(&[], |s| &s.groups), facts));
        match staff.and_then(|s| s.away_at(facts.now)) {
            Some(gone) => Phrase::new("facts").with("facts", Arg::List(vec![line, away(gone)])),
            None => line,
        }
    };
    let mut lines = vec![Phrase::new("agent-list")];
    lines.extend(facts.roster.iter().map(line));
    Say { lines, rows: Vec::new() }
}

/// A colleague by name, with the account that commands name them by.
fn named(colleague: &Colleague, on: Platform) -> Phrase {
    let name = colleague.party.name.as_str();
    match colleague.account {
        Some(account) => Phrase::new("who").with("name", name).with("account", account.named_on(on)),
        None => Phrase::new("said").with("text", name),
    }
}

/// Whom the words name: a number, with its platform before it where that is another one, or else whoever wrote the answered message. Takes the number off the words.
pub(super) fn whom(words: &mut Vec<&str>, incoming: &Incoming, facts: &Facts<'_>) -> Option<Who> {
    if let Some(account) = words.first().and_then(|word| Account::of(word, incoming.place.platform)) {
        words.remove(0);
        return Some(Who::Account(account));
    }
    incoming
        .answered_author
        .filter(|a| a.id != 0)
        .map(Who::Account)
        .or(facts.answered.map(|l| Who::Person(l.person)))
}

fn set(mut words: Vec<&str>, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let Some(who) = whom(&mut words, incoming, facts) else {
        return answer(incoming, facts, Phrase::new("agent-usage"));
    };
    let role = match words.first().map(|w| Role::from_name(w)) {
        Some(Some(role)) => {
            words.remove(0);
            role
        }
        _ => Role::Agent,
    };
    if let Some(unknown) = words.iter().find(|id| facts.terms.group(id).is_none()) {
        let known: Vec<&str> = facts.terms.groups.iter().map(|g| g.id.as_str()).collect();
        let refusal = Phrase::new("agent-no-group").with("group", *unknown).with("known", known.join(", "));
        return answer(incoming, facts, refusal);
    }
    if is_floor(who, facts) {
        return answer(incoming, facts, Phrase::new("agent-floor"));
    }
    let groups: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
    let said = Phrase::new("agent-set")
        .with("who", name_of(who, facts))
        .with("role", Phrase::keyed("role", role.name()))
        .with("groups", self::groups(&groups, facts));
    change(who, Some(role), groups, said, incoming, facts)
}

fn remove(mut words: Vec<&str>, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let Some(who) = whom(&mut words, incoming, facts) else {
        return answer(incoming, facts, Phrase::new("agent-usage"));
    };
    if is_floor(who, facts) {
        return answer(incoming, facts, Phrase::new("agent-floor"));
    }
    let Some(colleague) = colleague(who, facts) else {
        return answer(incoming, facts, Phrase::new("agent-unknown"));
    };
    let said = Phrase::new("agent-removed").with("who", colleague.party.name.as_str());
    change(who, None, Vec::new(), said, incoming, facts)
}

fn change(
    who: Who,
    role: Option<Role>,
    groups: Vec<String>,
    said: Phrase,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let mut plan = answer(incoming, facts, said);
    plan.agents.push(AgentChange {
        who,
        role,
        groups,
        floor: false,
        by: Some(facts.speaker.id),
        at: facts.now,
    });
    plan
}

/// Somebody works here no more: their cases are nobody's, and rooms, cards and histories say so.
pub fn let_go(cases: &[CaseId], by: Option<PersonId>, at: DateTime<Utc>) -> Plan {
    let event = |case: &CaseId| Event { case: *case, at, kind: "left", by, data: serde_json::json!({}) };
    let told = |case: &CaseId| {
        [Send::say(To::Room(*case), Say::line(Phrase::new("room-owner-left"))), Send::card(*case)]
    };
    Plan {
        events: cases.iter().map(event).collect(),
        sends: cases.iter().flat_map(told).collect(),
        ..Plan::default()
    }
}

pub(super) fn colleague<'a>(who: Who, facts: &'a Facts<'_>) -> Option<&'a Colleague> {
    facts.roster.iter().find(|c| match who {
        Who::Person(id) => c.party.id == id,
        Who::Account(account) => c.account == Some(account),
    })
}

fn is_floor(who: Who, facts: &Facts<'_>) -> bool {
    colleague(who, facts).and_then(|c| c.party.staff.as_ref()).is_some_and(|s| s.floor)
}

fn name_of(who: Who, facts: &Facts<'_>) -> String {
    match (colleague(who, facts), who) {
        (Some(c), _) => c.party.name.clone(),
        (None, Who::Account(account)) => account.id.to_string(),
        (None, Who::Person(id)) => id.to_string(),
    }
}
