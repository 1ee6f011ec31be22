//! Who has a case: taking it, and giving it back.

use super::{answer, customer_of, ended, refuse, talk};
use crate::domain::{
    case::{Refusal, State},
    chat::Incoming,
    front::{CaseFile, Facts},
    party::Role,
    phrase::{Phrase, Say},
    plan::{Plan, Send},
};

/// Takes the case: one wins, the others are told who.
pub(in crate::domain::front) fn take(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let reference = || file.case.reference.to_string();
    if !file.case.state.is_live() && file.case.state != State::Solved {
        return refuse(incoming, facts, ended(&file.case));
    }
    match (&file.assignee, file.case.assignee) {
        (_, Some(id)) if id == facts.speaker.id => {
            answer(incoming, facts, Phrase::new("take-yours").with("ref", reference()))
        }
        (Some(name), Some(_)) => answer(
            incoming,
            facts,
            Phrase::new("take-gone").with("ref", reference()).with("name", name.as_str()),
        ),
        _ => {
            let mut plan = answer(
                incoming,
                facts,
                Phrase::new("take-done").with("ref", reference()).with("name", facts.speaker.name.as_str()),
            );
            plan.absorb(becomes_assignee(file, facts));
            plan
        }
    }
}

/// The speaker has the case from now on; its customer is told who.
pub(super) fn becomes_assignee(file: &CaseFile, facts: &Facts<'_>) -> Plan {
    let mut case = file.case.clone();
    case.assignee = Some(facts.speaker.id);
    case.rev += 1;
    if case.state == State::New {
        // Why: the table allows new → open, so this can't be refused.
        let _ = case.become_(State::Open, facts.now);
    }
    let told = Phrase::new("customer-taken")
        .with("name", facts.speaker.name.as_str())
        .with("group", facts.terms.group_name(&case.group))
        .with("ref", case.reference.to_string());
    Plan {
        events: vec![talk::event(case.id, "taken", Some(facts.speaker.id), facts)],
        sends: vec![Send::say(customer_of(&case), Say::line(told)), Send::card(case.id)],
        cases: vec![case],
        ..Plan::default()
    }
}

/// Gives the case back to the queue.
pub(in crate::domain::front) fn release(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if !file.case.state.is_live() && file.case.state != State::Solved {
        return refuse(incoming, facts, ended(&file.case));
    }
    let theirs = file.case.assignee == Some(facts.speaker.id);
    if file.case.assignee.is_none() || !theirs && !facts.speaker.may(Role::Lead) {
        return refuse(incoming, facts, not_yours(file));
    }
    let mut case = file.case.clone();
    case.assignee = None;
    case.rev += 1;
    if case.state == State::Open {
        // Why: the table allows open → new, so this can't be refused.
        let _ = case.become_(State::New, facts.now);
    }
    let mut plan =
        answer(incoming, facts, Phrase::new("release-done").with("ref", case.reference.to_string()));
    plan.events.push(talk::event(case.id, "released", Some(facts.speaker.id), facts));
    plan.sends.push(Send::card(case.id));
    plan.cases.push(case);
    plan
}

fn not_yours(file: &CaseFile) -> Refusal {
    let reference = file.case.reference.to_string();
    Refusal(match &file.assignee {
        Some(name) => Phrase::new("refuse-others").with("ref", reference).with("name", name.as_str()),
        None => Phrase::new("refuse-nobodys").with("ref", reference),
    })
}
