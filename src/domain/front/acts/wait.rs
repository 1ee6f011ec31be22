//! Waiting: for the customer's answer, an approval, goods. The solution clock stands still meanwhile; the clock of the
//! first answer never does, that of a later one only while the customer's words are wanted.

use chrono::{DateTime, Utc};

use super::{
    answer, assign::becomes_assignee, customer_of, done, ended, in_its_room, price_holds_up, refuse, reply,
};
use crate::domain::{
    case::{State, Waiting, state_phrase},
    chat::Incoming,
    clocks::{Clock, ClockChange, Effect, affect, latest, next},
    front::{CaseFile, Facts, answer_with, case_key},
    id::Supply,
    phrase::{Phrase, Say},
    plan::{Event, Plan, Send, To},
    sla::{ClockState, Target},
    terms::Terms,
    text::Rich,
};

/// A question to the customer: its words go out, the case waits for the answer, the solution clock stands still.
pub(in crate::domain::front) fn ask(
    file: &CaseFile,
    words: Option<Rich>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if let Some(refusal) = may_wait(file, Waiting::Customer, incoming, facts) {
        return refusal;
    }
    if words.as_ref().is_some_and(|w| w.text.is_empty()) {
        return answer(incoming, facts, Phrase::new("ask-empty"));
    }
    let mut plan = reply::reply(file, words, incoming, facts, supply);
    // Why: where nothing went to the customer, there is nothing to wait for.
    let Some(mut case) = plan.cases.pop() else { return plan };
    let on = Waiting::Customer;
    if case.state != State::Waiting(on)
        && let Err(refusal) = case.become_(State::Waiting(on), facts.now)
    {
        return refuse(incoming, facts, refusal);
    }
    plan.clocks.extend(next::waiting(&file.clocks, on, facts.now, facts.terms));
    plan.absorb(answer(incoming, facts, Phrase::new("ask-done").with("ref", case.reference.to_string())));
    plan.events.push(waiting_event(file, on, facts));
    plan.sends.push(Send::card(case.id));
    plan.cases.push(case);
    plan
}

/// `wait customer|approval|goods`, or `wait over`.
pub(in crate::domain::front) fn wait(
    file: &CaseFile,
    rest: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let word = rest.trim().to_lowercase();
    let on = match word.as_str() {
        "over" | "off" | "结束" => return resume(file, incoming, facts),
        "客户" => Some(Waiting::Customer),
        "审批" => Some(Waiting::Approval),
        "到货" => Some(Waiting::Goods),
        word => Waiting::ALL.into_iter().find(|w| w.name() == word),
    };
    match on {
        Some(on) => wait_for(file, on, incoming, facts),
        None => answer_with(incoming, facts, what_for(file)),
    }
}

/// Asks what is waited for, by buttons.
fn what_for(file: &CaseFile) -> Say {
    let key = |on: Waiting| {
        case_key(Phrase::keyed("key-wait", on.name()), file.case.id, &format!("wait:{}", on.name()))
    };
    let question = Phrase::new("wait-what").with("ref", file.case.reference.to_string());
    Say { lines: vec![question], rows: Waiting::ALL.into_iter().map(|on| vec![key(on)]).collect() }
}

fn wait_for(file: &CaseFile, on: Waiting, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if let Some(refusal) = may_wait(file, on, incoming, facts) {
        return refusal;
    }
    if file.case.state == State::Waiting(on) {
        let already = Phrase::new("wait-already")
            .with("ref", file.case.reference.to_string())
            .with("state", state_phrase(file.case.state));
        return answer(incoming, facts, already);
    }
    let mut plan = Plan::default();
    if file.case.assignee.is_none() && file.case.state == State::New {
        plan.absorb(becomes_assignee(file, facts));
    }
    let mut case = plan.cases.pop().unwrap_or_else(|| file.case.clone());
    if let Err(refusal) = case.become_(State::Waiting(on), facts.now) {
        return refuse(incoming, facts, refusal);
    }
    plan.clocks = next::waiting(&file.clocks, on, facts.now, facts.terms);
    // Why: an enquiry is owed no solution, and a promise that is broken already stands no stiller for it.
    let paused = |clock: &Clock| clock.state == ClockState::Paused && clock.target == Target::Solution;
    let stops = plan.clocks.iter().any(|change| paused(&change.clock));
    let told = if stops || latest(&file.clocks, Target::Solution).is_some_and(paused) {
        Phrase::keyed("customer-wait", on.name())
    } else {
        Phrase::keyed("customer-wait-bare", on.name())
    };
    let told = told.with("ref", case.reference.to_string());
    plan.sends.push(Send::say(customer_of(&case), Say::line(told)));
    let key = if stops { "wait-done" } else { "wait-done-bare" };
    let said = Phrase { key: key.into(), args: Vec::new() }
        .with("ref", case.reference.to_string())
        .with("state", state_phrase(case.state));
    plan.absorb(answer(incoming, facts, said));
    plan.events.push(waiting_event(file, on, facts));
    plan.sends.push(Send::card(case.id));
    plan.cases.push(case);
    plan
}

/// Why the case can't wait for that: it ended, or a solution is proposed.
fn may_wait(file: &CaseFile, on: Waiting, incoming: &Incoming, facts: &Facts<'_>) -> Option<Plan> {
    if let Some(why) = price_holds_up(file) {
        return Some(answer(incoming, facts, why));
    }
    match file.case.state {
        State::New | State::Open | State::Waiting(_) => None,
        State::Solved => {
            let refusal = Phrase::new("refuse-move")
                .with("ref", file.case.reference.to_string())
                .with("state", state_phrase(file.case.state))
                .with("to", state_phrase(State::Waiting(on)));
            Some(answer(incoming, facts, refusal))
        }
        State::Closed | State::Cancelled | State::Merged => Some(refuse(incoming, facts, ended(file))),
    }
}

fn waiting_event(file: &CaseFile, on: Waiting, facts: &Facts<'_>) -> Event {
    Event {
        case: file.case.id,
        at: facts.now,
        kind: "waiting",
        by: Some(facts.speaker.id),
        data: serde_json::json!({ "on": on.name() }),
    }
}

/// What was waited for is there: the case and its clock go on.
pub(in crate::domain::front) fn resume(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut case = file.case.clone();
    if let Some(why) = price_holds_up(file) {
        return answer(incoming, facts, why);
    }
    if !matches!(case.state, State::Waiting(_)) {
        let not = Phrase::new("resume-not")
            .with("ref", case.reference.to_string())
            .with("state", state_phrase(case.state));
        return answer(incoming, facts, not);
    }
    if let Err(refusal) = case.go_on(facts.now) {
        return refuse(incoming, facts, refusal);
    }
    let mut plan = Plan { clocks: go_on(file, facts.now, facts.terms), ..Plan::default() };
    let told = told_of_going_on(file, &plan.clocks);
    plan.sends.push(Send::say(customer_of(&case), Say::line(told)));
    if !in_its_room(file, facts) {
        let by = Phrase::new("room-resumed").with("name", facts.speaker.name.as_str());
        plan.sends.push(Send::say(To::Room(case.id), Say::line(by)));
    }
    done(case, "resumed", "resume-done", incoming, facts, plan)
}

/// The clocks of a case that no longer waits.
fn go_on(file: &CaseFile, now: DateTime<Utc>, terms: &Terms) -> Vec<ClockChange> {
    // Why not that one: a price waits for its customer whatever the case waits for.
    affect(&file.clocks, |t| t != Target::Settlement, Effect::Resume, now, terms)
}

fn told_of_going_on(file: &CaseFile, clocks: &[ClockChange]) -> Phrase {
    let reference = file.case.reference.to_string();
    match clocks.iter().find(|c| c.clock.target == Target::Solution).and_then(|c| c.clock.due_at) {
        Some(due) => Phrase::new("customer-resumed-by").with("ref", reference).with("at", due),
        None => Phrase::new("customer-resumed").with("ref", reference),
    }
}

/// The customer wrote: a case that waited for that goes on, and its room is told.
pub(in crate::domain::front) fn customer_answered(
    file: &CaseFile,
    now: DateTime<Utc>,
    terms: &Terms,
) -> Plan {
    let mut case = file.case.clone();
    if case.state != State::Waiting(Waiting::Customer) || case.go_on(now).is_err() {
        return Plan::default();
    }
    let clocks = go_on(file, now, terms);
    let due = clocks.iter().find(|c| c.clock.target == Target::Solution).and_then(|c| c.clock.due_at);
    let told = match due {
        Some(due) => Phrase::new("room-customer-answered-by").with("at", due),
        None => Phrase::new("room-customer-answered"),
    };
    Plan {
        clocks,
        events: vec![Event {
            case: case.id,
            at: now,
            kind: "resumed",
            by: Some(case.customer),
            data: serde_json::json!({}),
        }],
        sends: vec![Send::say(To::Room(case.id), Say::line(told)), Send::card(case.id)],
        cases: vec![case],
        ..Plan::default()
    }
}
