//! Two cases of one customer become one: this case ends in that one. First a preview with a button that is good for the
//! cases as they are; then what was said and promised goes on in the target.
//!
//! Rows stay where they are: the merged case keeps its history, and whoever writes to it is led to its target.

use super::{answer, answer_with, customer_of, ended, folded, in_its_room, link, refuse};
use crate::domain::{
    case::{Refusal, State},
    chat::Incoming,
    clocks::{self, ClockChange, Host},
    command::Typed,
    front::{CaseFile, Facts, case_key, status, talk},
    id::Supply,
    party::Role,
    phrase::{Key, Phrase, Say},
    plan::{Event, Parcel, Plan, Send, To},
};

/// `merge HX-…`: shows what would happen.
pub(in crate::domain::front) fn merge(command: &Typed, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let checked = link::pair(command, facts)
        .and_then(|(source, target)| may_merge(source, target, facts).map(|()| (source, target)));
    match checked {
        Ok((source, target)) => answer_with(incoming, facts, preview(source, target, facts)),
        Err(refusal) => refuse(incoming, facts, refusal),
    }
}

fn may_merge(source: &CaseFile, target: &CaseFile, facts: &Facts<'_>) -> Result<(), Refusal> {
    let named = |key: &'static str| Phrase::new(key).with("ref", source.case.reference.to_string());
    if source.case.id == target.case.id {
        return Err(Refusal(named("one-case")));
    }
    for file in [source, target] {
        if file.case.state == State::Solved {
            return Err(Refusal(Phrase::new("merge-solved").with("ref", file.case.reference.to_string())));
        }
        if !file.case.state.is_live() {
            return Err(ended(file));
        }
    }
    if !source.appointed().is_empty() {
        return Err(Refusal(named("merge-appointed")));
    }
    if source.is_unsettled() {
        return Err(Refusal(named("merge-unsettled")));
    }
    if source.case.customer != target.case.customer {
        let other = target.case.reference.to_string();
        return Err(Refusal(named("merge-strangers").with("other", other)));
    }
    if source.case.assignee != Some(facts.speaker.id) && !facts.speaker.may(Role::Lead) {
        return Err(Refusal(named("merge-not-yours")));
    }
    Ok(())
}

/// What would happen, and the button that makes it happen to the cases as they are.
fn preview(source: &CaseFile, target: &CaseFile, facts: &Facts<'_>) -> Say {
    let about = |file: &CaseFile| {
        Phrase::new("merge-case")
            .with("ref", file.case.reference.to_string())
            .with("what", talk::subject(file, facts))
    };
    let lines = vec![
        Phrase::new("merge-ask")
            .with("ref", source.case.reference.to_string())
            .with("other", target.case.reference.to_string()),
        about(source),
        about(target),
        Phrase::new("merge-means")
            .with("customer", source.customer.name.as_str())
            .with("other", target.case.reference.to_string()),
    ];
    let yes = Key {
        label: Phrase::new("key-merge-yes"),
        data: format!("c:{}:merge:{}:{}", source.case.id, stamp(source, target), target.case.id),
    };
    let no = case_key(Phrase::new("key-merge-no"), source.case.id, "card");
    Say { lines, rows: vec![vec![yes, no]] }
}

/// Names the two cases as they are. Why a sum: each revision only rises, so the sum stays only when both do.
fn stamp(source: &CaseFile, target: &CaseFile) -> i64 {
    i64::from(source.case.rev) + i64::from(target.case.rev)
}

/// The button under the preview: `merge:<stamp>:<target>`.
pub(in crate::domain::front) fn merge_confirmed(
    source: &CaseFile,
    rest: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let (shown, target) = rest.split_once(':').unwrap_or_default();
    let target = target.parse().ok().and_then(|id| facts.file(crate::domain::id::CaseId(id)));
    let Some(target) = target else {
        return answer(incoming, facts, Phrase::new("old-staff-button"));
    };
    if let Err(refusal) = may_merge(source, target, facts) {
        return refuse(incoming, facts, refusal);
    }
    if shown.parse() != Ok(stamp(source, target)) {
        let mut say = preview(source, target, facts);
        say.lines.insert(0, Phrase::new("case-changed"));
        return answer_with(incoming, facts, say);
    }
    merged(source, target, incoming, facts, supply)
}

fn merged(
    source: &CaseFile,
    target: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let (mut old, mut new) = (source.case.clone(), target.case.clone());
    if let Err(refusal) = old.become_(State::Merged, facts.now) {
        return refuse(incoming, facts, refusal);
    }
    old.merged_into = Some(new.id);
    new.rev += 1;
    new.human_at = new.human_at.max(old.human_at);
    if new.assignee.is_none() && old.assignee.is_some() {
        new.assignee = old.assignee;
        new.leaver = None;
        if new.state == State::New {
            // Why: the table allows new → open, so this can't be refused.
            let _ = new.become_(State::Open, facts.now);
        }
    }
    let host = Host { case: target.case.id, clocks: &target.clocks, waits: new.state.waits() };
    let changes = clocks::merged(&source.clocks, &host, facts.now, facts.terms, supply);
    let named = |key| {
        Phrase { key, args: Vec::new() }
            .with("ref", old.reference.to_string())
            .with("other", new.reference.to_string())
    };
    let mut plan = answer(incoming, facts, named("merge-done".into()));
    for (file, key) in [(source, "room-merged"), (target, "room-absorbed")] {
        if !in_its_room(file, facts) {
            plan.sends.push(Send::say(To::Room(file.case.id), Say::line(named(key.into()))));
        }
        plan.sends.push(Send::card(file.case.id));
    }
    plan.sends.push(told_customer(target, named("customer-merged".into()), &changes, facts));
    plan.sends.extend(led_on(source, target, named("customer-merged-from".into())));
    plan.sends.extend(folded(&old, facts));
    plan.events.push(event(source, target, facts));
    plan.events.push(Event { kind: "absorbed", ..event(target, source, facts) });
    plan.links.push(link::change(source, target, true, facts));
    plan.clocks = changes;
    plan.cases.extend([old, new]);
    plan
}

fn event(file: &CaseFile, with: &CaseFile, facts: &Facts<'_>) -> Event {
    let data = serde_json::json!({ "ref": with.case.reference.to_string() });
    Event { case: file.case.id, at: facts.now, kind: "merged", by: Some(facts.speaker.id), data }
}

/// A case that had a place of its own says there where it goes on: what is written there later goes to the target, too.
fn led_on(source: &CaseFile, target: &CaseFile, told: Phrase) -> Vec<Send> {
    if source.place.is_none() {
        return Vec::new();
    }
    let there = customer_of(&source.case);
    let on = Parcel::Elsewhere { case: Some(target.case.id) };
    vec![Send::say(there, Say::line(told)), Send::new(there, on)]
}

/// The customer hears it once, with what is promised from now on.
fn told_customer(target: &CaseFile, first: Phrase, changes: &[ClockChange], facts: &Facts<'_>) -> Send {
    let mut now = target.clone();
    for change in changes.iter().filter(|c| c.clock.case == target.case.id) {
        now.clocks.retain(|c| c.id != change.clock.id);
        now.clocks.push(change.clock.clone());
    }
    let mut lines = vec![first];
    lines.extend(status::dates(&now, facts.now));
    Send::say(customer_of(&target.case), Say { lines, rows: Vec::new() })
}
