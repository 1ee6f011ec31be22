//! Who has a case: taking it, and giving it back.

use super::{
    answer,
    assign::{becomes_assignee, set_free},
    away, ended, refuse, talk,
};
use crate::domain::{
    case::{Refusal, State},
    chat::Incoming,
    front::{CaseFile, Facts},
    party::Role,
    phrase::Phrase,
    plan::{Plan, Send},
};

/// Takes the case: one wins, the others are told who.
pub(in crate::domain::front) fn take(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let reference = || file.case.reference.to_string();
    if !file.case.state.is_live() && file.case.state != State::Solved {
        return refuse(incoming, facts, ended(file));
    }
    if let Some(away) = facts.speaker.staff.as_ref().and_then(|s| s.away_at(facts.now)) {
        return answer(incoming, facts, away::not_while_away(away));
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

/// Gives the case back to the queue.
pub(in crate::domain::front) fn release(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if !file.case.state.is_live() && file.case.state != State::Solved {
        return refuse(incoming, facts, ended(file));
    }
    let theirs = file.case.assignee == Some(facts.speaker.id);
    if file.case.assignee.is_none() || !theirs && !facts.speaker.may(Role::Lead) {
        return refuse(incoming, facts, not_yours(file));
    }
    let mut case = file.case.clone();
    case.rev += 1;
    set_free(&mut case, facts.now);
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
