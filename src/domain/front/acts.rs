//! What people do to a case: take, answer, solve, end, reopen. Each is one function from a case's file to a plan.

use super::{CaseFile, Facts, answer, answer_with, customer, talk};
use crate::domain::{
    case::{Case, Refusal, State},
    chat::{Incoming, Remote},
    clocks::{self, Clock, ClockChange, Effect, affect, is_first_words},
    id::{CaseId, Supply},
    party::Role,
    phrase::{Key, Phrase, Say},
    plan::{Event, NewMessage, Parcel, Plan, Send, Side, Sign, To},
    sla::Target,
    terms::Terms,
    text::Rich,
};

/// Takes the case: one wins, the others are told who.
pub(super) fn take(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
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
fn becomes_assignee(file: &CaseFile, facts: &Facts<'_>) -> Plan {
    let mut case = file.case.clone();
    case.assignee = Some(facts.speaker.id);
    case.rev += 1;
    if case.state == State::New {
        // Why: the table allows new → open, so this can't be refused.
        let _ = case.become_(State::Open, facts.now);
    }
    let told = Phrase::new("customer-taken")
        .with("name", facts.speaker.name.as_str())
        .with("group", group(&case, facts.terms));
    Plan {
        events: vec![talk::event(case.id, "taken", Some(facts.speaker.id), facts)],
        sends: vec![Send::say(customer_of(&case), Say::line(told)), Send::card(case.id)],
        cases: vec![case],
        ..Plan::default()
    }
}

fn group(case: &Case, terms: &Terms) -> crate::domain::phrase::Arg {
    terms.group(&case.group).map_or_else(|| case.group.as_str().into(), |g| g.name.clone().into())
}

fn customer_of(case: &Case) -> To {
    To::Person(case.customer, case.platform)
}

/// Gives the case back to the queue.
pub(super) fn release(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if file.case.assignee != Some(facts.speaker.id) && !facts.speaker.may(Role::Lead) {
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

fn ended(case: &Case) -> Refusal {
    let state = crate::domain::case::state_phrase(case.state);
    Refusal(Phrase::new("refuse-ended").with("ref", case.reference.to_string()).with("state", state))
}

/// A refusal, in words, where it was asked.
pub(super) fn refuse(incoming: &Incoming, facts: &Facts<'_>, refusal: Refusal) -> Plan {
    answer(incoming, facts, refusal.0)
}

/// Words or a file for the customer. Who answers a case nobody has, has it.
pub(super) fn reply(
    file: &CaseFile,
    words: Option<Rich>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if !file.case.state.is_live() && file.case.state != State::Solved {
        return refuse(incoming, facts, ended(&file.case));
    }
    let mut plan = Plan::default();
    if file.case.assignee.is_none() {
        plan.absorb(becomes_assignee(file, facts));
    }
    let Some(message) = agents_words(file, words, Side::Agent, incoming, facts, supply, &mut plan) else {
        return answer(incoming, facts, Phrase::new("reply-empty"));
    };
    send_to_customer(&file.case, message, incoming, facts, &mut plan);
    let mut case = plan.cases.pop().unwrap_or_else(|| file.case.clone());
    case.human_at = Some(facts.now);
    plan.cases.push(case);
    plan
}

/// The agent's message leaves for the customer, and carries a sign of it.
fn send_to_customer(
    case: &Case,
    message: NewMessage,
    incoming: &Incoming,
    facts: &Facts<'_>,
    plan: &mut Plan,
) {
    let mut relay = Send::new(customer_of(case), Parcel::Relay { messages: vec![message.id], answers: true });
    talk::gather_album(&message, &mut relay, facts);
    plan.sends.push(relay);
    if let Some(on) = incoming.remote() {
        plan.sends.push(Send::new(super::back_to(incoming, facts), Parcel::Mark { on, sign: Sign::Taken }));
    }
    plan.messages.push(message);
}

fn agents_words(
    file: &CaseFile,
    words: Option<Rich>,
    side: Side,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
    plan: &mut Plan,
) -> Option<NewMessage> {
    let mut message = talk::message(incoming, facts, supply, plan)?;
    if let Some(words) = words {
        message.body = words;
    }
    if message.body.text.is_empty() && message.media.is_none() {
        return None;
    }
    message.case = Some(file.case.id);
    message.side = side;
    Some(message)
}

/// A note for the desk: kept in the case, shown to nobody else.
pub(super) fn note(
    file: &CaseFile,
    words: Option<Rich>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let mut plan = Plan::default();
    let explicit = words.is_some();
    let Some(message) = agents_words(file, words, Side::Note, incoming, facts, supply, &mut plan) else {
        return if explicit { answer(incoming, facts, Phrase::new("note-empty")) } else { plan };
    };
    plan.messages.push(message);
    if explicit && facts.here.is_none_or(|here| here.case.id != file.case.id) {
        plan.absorb(answer(
            incoming,
            facts,
            Phrase::new("note-done").with("ref", file.case.reference.to_string()),
        ));
    }
    plan
}

/// Proposes a solution: its words go to the customer, who is asked whether it is one.
pub(super) fn solve(
    file: &CaseFile,
    words: Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let mut case = file.case.clone();
    if let Err(refusal) = case.become_(State::Solved, facts.now) {
        return refuse(incoming, facts, refusal);
    }
    let mut plan = Plan::default();
    if case.assignee.is_none() {
        let taken = becomes_assignee(file, facts);
        case.assignee = Some(facts.speaker.id);
        plan.absorb(Plan { cases: Vec::new(), ..taken });
    }
    if !words.text.is_empty()
        && let Some(message) =
            agents_words(file, Some(words), Side::Agent, incoming, facts, supply, &mut plan)
    {
        send_to_customer(&case, message, incoming, facts, &mut plan);
        case.human_at = Some(facts.now);
    }
    let ask = Say { lines: vec![Phrase::new("customer-solved")], rows: vec![customer::solved_keys(file)] };
    plan.sends.push(Send::say(customer_of(&case), ask));
    plan.clocks = affect(&file.clocks, |t| t == Target::Solution, Effect::Pause, facts.now, facts.terms);
    done(case, "solved", "solve-done", incoming, facts, plan)
}

/// Ends a case. Without a confirmed solution a reason is asked for.
pub(super) fn close(file: &CaseFile, reason: &Rich, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if file.case.state != State::Solved && reason.text.trim().is_empty() {
        return answer(
            incoming,
            facts,
            Phrase::new("close-why").with("ref", file.case.reference.to_string()),
        );
    }
    let mut case = file.case.clone();
    let was_solved = case.state == State::Solved;
    let solved_at = case.solved_at.unwrap_or(facts.now);
    if let Err(refusal) = case.become_(State::Closed, facts.now) {
        return refuse(incoming, facts, refusal);
    }
    let told = Phrase::new("customer-closed")
        .with("ref", case.reference.to_string())
        .with("days", i64::from(facts.terms.lives.reopen_days));
    let key = super::case_key(Phrase::new("key-reopen"), case.id, "reopen");
    let plan = Plan {
        clocks: end_clocks(&file.clocks, was_solved.then_some(solved_at), facts),
        sends: vec![Send::say(customer_of(&case), Say { lines: vec![told], rows: vec![vec![key]] })],
        ..Plan::default()
    };
    done(case, "closed", "close-done", incoming, facts, plan)
}

/// Ends every clock: a solution that was proposed counts as of its proposal, the rest no longer matters.
fn end_clocks(
    running: &[Clock],
    proposed: Option<chrono::DateTime<chrono::Utc>>,
    facts: &Facts<'_>,
) -> Vec<ClockChange> {
    let mut changes = Vec::new();
    if let Some(at) = proposed {
        changes.extend(affect(running, |t| t == Target::Solution, Effect::Meet, at, facts.terms));
    }
    let met = |t| proposed.is_some() && t == Target::Solution;
    changes.extend(affect(running, |t| !met(t), Effect::Cancel, facts.now, facts.terms));
    changes
}

/// Opens an ended case again: new clocks, the old outcome stays.
pub(super) fn reopen(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let mut case = file.case.clone();
    if case.is_past_reopening(facts.now, facts.terms.lives.reopen_days) {
        let days = i64::from(facts.terms.lives.reopen_days);
        return answer_with(
            incoming,
            facts,
            Say::line(Phrase::new("reopen-late").with("ref", case.reference.to_string()).with("days", days)),
        );
    }
    if case.state == State::Solved {
        return not_solved(file, incoming, facts);
    }
    let to = if case.assignee.is_some() { State::Open } else { State::New };
    // Why: an ended case goes on through `open`; without an assignee it is the queue's again.
    let moved = case.become_(State::Open, facts.now);
    if let Err(refusal) =
        moved.and_then(|()| if to == State::New { case.become_(to, facts.now) } else { Ok(()) })
    {
        return refuse(incoming, facts, refusal);
    }
    let cycle = file.clocks.iter().map(|c| c.cycle).max().unwrap_or(0) + 1;
    let clocks = clocks::start(&case, cycle, facts.now, facts.terms, supply);
    let mut plan = Plan { clocks, ..Plan::default() };
    let by_customer = facts.speaker.id == case.customer;
    if by_customer {
        plan.sends.push(Send::say(To::Room(case.id), Say::line(Phrase::new("room-reopened"))));
    } else {
        let told = Phrase::new("customer-reopened").with("ref", case.reference.to_string());
        plan.sends.push(Send::say(customer_of(&case), Say::line(told)));
    }
    done(case, "reopened", "reopen-done", incoming, facts, plan)
}

/// The customer confirms the proposed solution.
pub(super) fn customer_confirms(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut case = file.case.clone();
    let Some(proposed) = case.solved_at.filter(|_| case.state == State::Solved) else {
        return old_question(file, incoming, facts);
    };
    if let Err(refusal) = case.become_(State::Closed, facts.now) {
        return refuse(incoming, facts, refusal);
    }
    let plan = Plan {
        clocks: end_clocks(&file.clocks, Some(proposed), facts),
        sends: vec![Send::say(To::Room(case.id), Say::line(Phrase::new("room-confirmed")))],
        ..Plan::default()
    };
    done(case, "confirmed", "confirm-done", incoming, facts, plan)
}

/// The customer says it is not solved: the case and its clock go on.
pub(super) fn customer_refuses(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if file.case.state != State::Solved {
        return old_question(file, incoming, facts);
    }
    not_solved(file, incoming, facts)
}

fn not_solved(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut case = file.case.clone();
    if let Err(refusal) = case.become_(State::Open, facts.now) {
        return refuse(incoming, facts, refusal);
    }
    let plan = Plan {
        clocks: affect(&file.clocks, |t| t == Target::Solution, Effect::Resume, facts.now, facts.terms),
        sends: vec![Send::say(To::Room(case.id), Say::line(Phrase::new("room-not-solved")))],
        ..Plan::default()
    };
    done(case, "not-solved", "unsolved-done", incoming, facts, plan)
}

/// The customer no longer wants it.
pub(super) fn customer_cancels(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut case = file.case.clone();
    if let Err(refusal) = case.become_(State::Cancelled, facts.now) {
        return refuse(incoming, facts, refusal);
    }
    let plan = Plan {
        clocks: end_clocks(&file.clocks, None, facts),
        sends: vec![Send::say(To::Room(case.id), Say::line(Phrase::new("room-cancelled")))],
        ..Plan::default()
    };
    done(case, "cancelled", "cancel-done", incoming, facts, plan)
}

/// A button whose question was answered since.
fn old_question(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let state = crate::domain::case::state_phrase(file.case.state);
    answer(
        incoming,
        facts,
        Phrase::new("old-case-button").with("ref", file.case.reference.to_string()).with("state", state),
    )
}

/// Closes a plan about a moved case: history, card, and a word to whoever did it.
fn done(
    case: Case,
    event: &'static str,
    said: &'static str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    mut plan: Plan,
) -> Plan {
    let told = Phrase::new(said).with("ref", case.reference.to_string());
    plan.absorb(answer(incoming, facts, told));
    plan.events.push(talk::event(case.id, event, Some(facts.speaker.id), facts));
    plan.sends.push(Send::card(case.id));
    plan.cases.push(case);
    plan
}

/// An agent's words reached the customer at `at`: the first ones meet the promise of an answer.
pub fn delivered_first_words(
    case: CaseId,
    clocks: &[Clock],
    at: chrono::DateTime<chrono::Utc>,
    terms: &Terms,
) -> Plan {
    let changes = affect(clocks, is_first_words, Effect::Meet, at, terms);
    if changes.is_empty() {
        return Plan::default();
    }
    let event = Event { case, at, kind: "answered", by: None, data: serde_json::json!({}) };
    Plan { clocks: changes, events: vec![event], sends: vec![Send::card(case)], ..Plan::default() }
}

/// A message could not be delivered, or nobody knows: its case's room is told why and can send it again.
pub fn undelivered_notice(
    case: CaseId,
    row: crate::domain::id::SendId,
    source: Option<Remote>,
    why: Phrase,
) -> Plan {
    let key = Key { label: Phrase::new("key-resend"), data: format!("o:{row}:resend") };
    let mut plan = Plan::saying(Send::say(To::Room(case), Say { lines: vec![why], rows: vec![vec![key]] }));
    if let Some(on) = source {
        plan.sends.push(Send::new(To::Room(case), Parcel::Mark { on, sign: Sign::Failed }));
    }
    plan
}
