//! A case changes hands: to an agent, or to a group.

use chrono::{DateTime, Utc};

use super::{answer, answer_with, customer_of, ended, in_its_room, refuse, reply, talk};
use crate::domain::{
    case::{Refusal, State},
    chat::{Incoming, Platform},
    front::{CaseFile, Colleague, Facts, asked, case_key, lists, roster},
    id::{PersonId, Supply},
    party::{Away, Role},
    phrase::{Phrase, Say},
    plan::{Event, Plan, Send, Side, To, Wanted},
    terms::Terms,
    text::Rich,
};

/// Whether the speaker may pass the case on: their own, nobody's, or any as a lead.
pub(super) fn may_pass_on(file: &CaseFile, facts: &Facts<'_>) -> Result<(), Refusal> {
    if !file.case.state.is_live() && file.case.state != State::Solved {
        return Err(ended(file));
    }
    let free = file.case.assignee.is_none_or(|id| id == facts.speaker.id);
    if free || facts.speaker.may(Role::Lead) {
        return Ok(());
    }
    let name = file.assignee.as_deref().unwrap_or_default();
    Err(Refusal(
        Phrase::new("refuse-pass-on").with("ref", file.case.reference.to_string()).with("name", name),
    ))
}

/// Hands the case to an agent: by the number of their account, or by answering a message of theirs.
pub(in crate::domain::front) fn assign(
    file: &CaseFile,
    rest: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    if let Err(refusal) = may_pass_on(file, facts) {
        return refuse(incoming, facts, refusal);
    }
    let mut words: Vec<&str> = rest.text.split_whitespace().collect();
    let Some(who) = roster::whom(&mut words, incoming, facts) else {
        return answer(incoming, facts, Phrase::new("assign-usage"));
    };
    let Some(colleague) = roster::colleague(who, facts) else {
        return answer(incoming, facts, Phrase::new("assign-unknown"));
    };
    match refused_hand(file, colleague, facts) {
        Some(why) => answer(incoming, facts, why),
        None => assigned(file, colleague, incoming, facts),
    }
}

/// Why the case can't become that agent's.
fn refused_hand(file: &CaseFile, colleague: &Colleague, facts: &Facts<'_>) -> Option<Phrase> {
    let (reference, name) = (file.case.reference.to_string(), colleague.party.name.as_str());
    if file.case.assignee == Some(colleague.party.id) {
        return Some(Phrase::new("assign-already").with("ref", reference).with("name", name));
    }
    let away = colleague.party.staff.as_ref().and_then(|s| s.away_at(facts.now))?;
    Some(match away {
        Away { until: Some(until) } => {
            Phrase::new("assign-away-until").with("name", name).with("until", until).with("ref", reference)
        }
        Away { until: None } => Phrase::new("assign-away").with("name", name).with("ref", reference),
    })
}

fn assigned(file: &CaseFile, to: &Colleague, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let name = to.party.name.as_str();
    let done = Phrase::new("assign-done").with("ref", file.case.reference.to_string()).with("name", name);
    let mut plan = answer(incoming, facts, done);
    if !in_its_room(file, facts) {
        let told = Phrase::new("room-assigned").with("name", facts.speaker.name.as_str()).with("to", name);
        plan.sends.push(Send::say(To::Room(file.case.id), Say::line(told)));
    }
    plan.absorb(given_to(file, to.party.id, name, facts));
    plan.events.push(Event {
        case: file.case.id,
        at: facts.now,
        kind: "assigned",
        by: Some(facts.speaker.id),
        data: serde_json::json!({ "to": name, "person": to.party.id }),
    });
    plan
}

/// Somebody has the case from now on; its customer is told who.
fn given_to(file: &CaseFile, person: PersonId, name: &str, facts: &Facts<'_>) -> Plan {
    handed_over(file, person, name, None, facts.terms, facts.now)
}

/// Somebody has the case from now on; its customer is told who, and in whose place where they knew another name.
pub fn handed_over(
    file: &CaseFile,
    person: PersonId,
    name: &str,
    before: Option<&str>,
    terms: &Terms,
    now: DateTime<Utc>,
) -> Plan {
    let mut case = file.case.clone();
    case.belongs_to(person, now);
    let (group, reference) = (terms.group_name(&case.group), case.reference.to_string());
    let told = match before.filter(|before| *before != name) {
        Some(before) => Phrase::new("customer-passed")
            .with("name", name)
            .with("group", group)
            .with("ref", reference)
            .with("owner", before),
        None => Phrase::new("customer-taken").with("name", name).with("group", group).with("ref", reference),
    };
    Plan {
        sends: vec![Send::say(customer_of(&case), Say::line(told)), Send::card(case.id)],
        cases: vec![case],
        ..Plan::default()
    }
}

/// `transfer GROUP note…`: the case is another group's from now on. Without a group they are offered, without a note
/// it is asked for.
pub(in crate::domain::front) fn transfer(
    file: &CaseFile,
    rest: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if let Err(refusal) = may_pass_on(file, facts) {
        return refuse(incoming, facts, refusal);
    }
    let Some(typed) = rest.text.split_whitespace().next() else {
        return answer_with(incoming, facts, which_group(file, facts));
    };
    let Some(group) = lists::group_of(typed, facts.terms) else {
        return answer(incoming, facts, lists::no_group(typed, facts));
    };
    let note = rest.tail(typed.len()).trimmed();
    if note.text.is_empty() {
        return why_there(file, &group.id, incoming, facts);
    }
    transferred(file, &group.id, Some(note), incoming, facts, supply)
}

/// Asks which group, by buttons.
fn which_group(file: &CaseFile, facts: &Facts<'_>) -> Say {
    let others = facts.terms.groups.iter().filter(|g| g.id != file.case.group);
    let keys: Vec<_> = others
        .map(|group| {
            let label = Phrase::new("label").with("label", facts.terms.group_name(&group.id));
            case_key(label, file.case.id, &format!("transfer:{}", group.id))
        })
        .collect();
    let question = Phrase::new("transfer-where")
        .with("ref", file.case.reference.to_string())
        .with("group", facts.terms.group_name(&file.case.group));
    Say { lines: vec![question], rows: keys.chunks(2).map(<[_]>::to_vec).collect() }
}

/// Asks for the note that goes with it.
fn why_there(file: &CaseFile, group: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if group == file.case.group {
        return answer(incoming, facts, there_already(file, facts));
    }
    let question = Phrase::new("transfer-why")
        .with("ref", file.case.reference.to_string())
        .with("group", facts.terms.group_name(group));
    asked::ask(file, Say::line(question), Wanted::Transfer { group: group.to_owned() }, incoming, facts)
}

fn there_already(file: &CaseFile, facts: &Facts<'_>) -> Phrase {
    Phrase::new("transfer-same")
        .with("ref", file.case.reference.to_string())
        .with("group", facts.terms.group_name(&file.case.group))
}

/// The case goes to `group` with a note; words left out are the message's own.
pub(in crate::domain::front) fn transferred(
    file: &CaseFile,
    group: &str,
    note: Option<Rich>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if let Err(refusal) = may_pass_on(file, facts) {
        return refuse(incoming, facts, refusal);
    }
    if group == file.case.group {
        return answer(incoming, facts, there_already(file, facts));
    }
    let mut plan = Plan::default();
    let note = reply::agents_words(file, note, Side::Note, incoming, facts, supply, &mut plan);
    let Some(note) = note else { return why_there(file, group, incoming, facts) };
    let stays = file.case.assignee.is_some_and(|id| works_in(id, group, facts));
    let mut case = file.case.clone();
    group.clone_into(&mut case.group);
    case.rev += 1;
    if !stays {
        set_free(&mut case, facts.now);
        // Why: the customer hears below who has it now.
        case.leaver = None;
    }
    let named = |key| {
        Phrase { key, args: Vec::new() }
            .with("ref", case.reference.to_string())
            .with("group", facts.terms.group_name(group))
    };
    let moves = homes_of(file, group, facts);
    match moves {
        None => plan.absorb(answer(incoming, facts, named("transfer-done".into()))),
        // Why to the place itself: what is said to the room is said in the new one from now on.
        Some(home) => {
            let done =
                named("transfer-done-elsewhere".into()).with("where", Phrase::keyed("platform", home.name()));
            plan.sends.push(Send::answer(To::Place(incoming.place), Say::line(done), incoming.message));
        }
    }
    let elsewhere = moves.is_some() || !in_its_room(file, facts);
    if elsewhere {
        let by = named("room-transferred".into()).with("name", facts.speaker.name.as_str());
        plan.sends.push(Send::say(To::Room(case.id), Say::line(by)));
    }
    if elsewhere {
        plan.sends.push(reply::copy_for_the_room(file, &note));
    }
    plan.messages.push(note);
    let told = match file.assignee.as_deref().filter(|_| stays) {
        Some(name) => named("customer-transferred-with".into()).with("name", name),
        None => named("customer-transferred".into()),
    };
    plan.sends.push(Send::say(customer_of(&case), Say::line(told)));
    plan.sends.push(Send::card(case.id));
    plan.events.push(passed(file, group, facts));
    plan.cases.push(case);
    plan
}

/// The case is that group's from now on, without a note and without a word to whoever passes it on.
pub(in crate::domain::front) fn passed_to(
    file: &CaseFile,
    group: &str,
    facts: &Facts<'_>,
) -> Result<Plan, Refusal> {
    may_pass_on(file, facts)?;
    let mut case = file.case.clone();
    group.clone_into(&mut case.group);
    case.rev += 1;
    set_free(&mut case, facts.now);
    case.leaver = None;
    let told = Phrase::new("customer-transferred")
        .with("ref", case.reference.to_string())
        .with("group", facts.terms.group_name(group));
    Ok(Plan {
        sends: vec![Send::say(customer_of(&case), Say::line(told))],
        events: vec![passed(file, group, facts)],
        cases: vec![case],
        ..Plan::default()
    })
}

/// That a case went from one group to another.
fn passed(file: &CaseFile, group: &str, facts: &Facts<'_>) -> Event {
    Event {
        case: file.case.id,
        at: facts.now,
        kind: "transferred",
        by: Some(facts.speaker.id),
        data: serde_json::json!({ "from": file.case.group, "to": group }),
    }
}

/// The platform the case moves to with that group; `None` where it stays.
fn homes_of(file: &CaseFile, group: &str, facts: &Facts<'_>) -> Option<Platform> {
    let home = |group: &str| facts.homes.of_group(group, facts.terms);
    home(group).filter(|to| Some(*to) != home(&file.case.group))
}

/// Whether somebody on the list works in that group; no groups are all groups.
fn works_in(person: PersonId, group: &str, facts: &Facts<'_>) -> bool {
    let colleague = facts.roster.iter().find(|c| c.party.id == person);
    let groups = colleague.and_then(|c| c.party.staff.as_ref()).map(|s| &s.groups);
    groups.is_some_and(|groups| groups.is_empty() || groups.iter().any(|g| g == group))
}

/// Nobody has it any more: back in the queue. Its customer knows another name until they are told.
pub fn set_free(case: &mut crate::domain::case::Case, at: DateTime<Utc>) {
    case.leaver = case.assignee.take().or(case.leaver);
    if case.state == State::Open {
        // Why: the table allows open → new, so this can't be refused.
        let _ = case.become_(State::New, at);
    }
}

/// Taken by the speaker themselves.
pub(super) fn becomes_assignee(file: &CaseFile, facts: &Facts<'_>) -> Plan {
    let (case, speaker) = (&file.case, facts.speaker);
    let mut plan = given_to(file, speaker.id, &speaker.name, facts);
    plan.events.push(talk::event(case.id, "taken", Some(speaker.id), facts));
    plan
}
