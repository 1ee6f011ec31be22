//! The end of a case and what comes after: a solution proposed, confirmed or refused, closed, cancelled, opened again.

use chrono::{DateTime, Utc};

use super::{
    answer,
    assign::becomes_assignee,
    customer_of, done, ended, in_its_room, owed, price_holds_up, quotes_fall, refuse,
    reply::{agents_words, by_phone, for_the_room, send_to_customer},
};
use crate::domain::{
    case::{State, state_phrase},
    chat::Incoming,
    clocks::{self, Clock, ClockChange, Effect, affect, next},
    front::{CaseFile, Facts, answer_with, case_key, drafts, status, talk},
    id::Supply,
    phrase::{Phrase, Say},
    plan::{Plan, Send, Side, To},
    sla::Target,
    terms::Terms,
    text::Rich,
};

/// Proposes a solution: its words go to the customer, who is asked whether it is one.
pub(in crate::domain::front) fn solve(
    file: &CaseFile,
    words: Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if let Some(why) = price_holds_up(file) {
        return answer(incoming, facts, why);
    }
    let mut case = file.case.clone();
    if let Err(refusal) = case.become_(State::Solved, facts.now) {
        return refuse(incoming, facts, refusal);
    }
    // Why: the words would reach nobody.
    if let Some(unheard) = by_phone(file).filter(|_| !words.text.is_empty()) {
        return answer(incoming, facts, unheard);
    }
    let mut plan = Plan::default();
    if case.assignee.is_none() {
        let taken = becomes_assignee(file, facts);
        case.assignee = Some(facts.speaker.id);
        case.leaver = None;
        plan.absorb(Plan { cases: Vec::new(), ..taken });
    }
    if !words.text.is_empty()
        && let Some(message) =
            agents_words(file, Some(words), Side::Agent, incoming, facts, supply, &mut plan)
    {
        send_to_customer(file, message, incoming, facts, &mut plan);
        case.human_at = Some(facts.now);
    }
    let question = Phrase::new("customer-solved").with("ref", case.reference.to_string());
    let ask = Say { lines: vec![question], rows: vec![status::solved_keys(file)] };
    plan.sends.push(Send::say(customer_of(&case), ask));
    plan.clocks = affect(&file.clocks, next::rests_on_a_proposal, Effect::Pause, facts.now, facts.terms);
    done(case, "solved", "solve-done", incoming, facts, plan)
}

/// Ends a case. Without a confirmed solution a reason is asked for; it stays in the case as a note.
pub(in crate::domain::front) fn close(
    file: &CaseFile,
    reason: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let mut case = file.case.clone();
    let was_solved = case.state == State::Solved;
    let solved_at = case.solved_at.unwrap_or(facts.now);
    if let Err(refusal) = case.become_(State::Closed, facts.now) {
        return refuse(incoming, facts, refusal);
    }
    if file.is_unsettled() {
        return answer(
            incoming,
            facts,
            Phrase::new("close-unsettled").with("ref", case.reference.to_string()),
        );
    }
    if !was_solved && reason.text.trim().is_empty() {
        let why = Phrase::new("close-why").with("ref", case.reference.to_string());
        return answer(incoming, facts, why);
    }
    let told = Phrase::new("customer-closed")
        .with("ref", case.reference.to_string())
        .with("days", i64::from(facts.terms.lives.reopen_days));
    let key = case_key(Phrase::new("key-reopen"), case.id, "reopen");
    // Why met: whoever ends it says what came of it, on the phone as well as in the chat.
    let looked_into = affect(&file.clocks, |t| t == Target::FollowUp, Effect::Meet, facts.now, facts.terms);
    let clocks = next::after(&file.clocks, &looked_into);
    let mut ended = end_clocks(&clocks, was_solved.then_some(solved_at), facts.now, facts.terms);
    ended.splice(0..0, looked_into);
    let mut plan = Plan {
        clocks: ended,
        sends: vec![Send::say(customer_of(&case), Say { lines: vec![told], rows: vec![vec![key]] })],
        ..Plan::default()
    };
    keep_reason(file, reason, incoming, facts, supply, &mut plan);
    done(case, "closed", "close-done", incoming, facts, plan)
}

/// The words a case was closed with, as a note in it.
fn keep_reason(
    file: &CaseFile,
    reason: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
    plan: &mut Plan,
) {
    if !in_its_room(file, facts) {
        let closed = Phrase::new("room-closed").with("name", facts.speaker.name.as_str());
        plan.sends.push(Send::say(To::Room(file.case.id), Say::line(closed)));
    }
    let note = agents_words(file, Some(reason.clone()), Side::Note, incoming, facts, supply, plan);
    if let Some(note) = note {
        for_the_room(file, &note, facts, plan);
        plan.messages.push(note);
    }
}

/// Ends every clock: a solution that was proposed counts as of its proposal, the rest no longer matters. What an agreed
/// solution costs is owed all the same, where that was left open.
pub(in crate::domain::front) fn end_clocks(
    running: &[Clock],
    proposed: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    terms: &Terms,
) -> Vec<ClockChange> {
    let mut changes = Vec::new();
    if let Some(at) = proposed {
        changes.extend(affect(running, |t| t == Target::Solution, Effect::Meet, at, terms));
    }
    let met = |t| proposed.is_some() && matches!(t, Target::Solution | Target::Settlement);
    changes.extend(affect(running, |t| !met(t), Effect::Cancel, now, terms));
    changes
}

/// Opens an ended case again: new clocks, the old outcome stays. A solution that was only proposed is taken back.
pub(in crate::domain::front) fn reopen(
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if file.case.is_past_reopening(facts.now, facts.terms.lives.reopen_days) {
        return too_late(file, incoming, facts);
    }
    match (file.case.state, is_customer(file, facts)) {
        (State::Cancelled | State::Merged, _) => refuse(incoming, facts, ended(file)),
        (State::New | State::Open | State::Waiting(_), _) => {
            let (reference, state) = (file.case.reference.to_string(), state_phrase(file.case.state));
            answer(incoming, facts, Phrase::new("refuse-live").with("ref", reference).with("state", state))
        }
        (State::Solved, true) => not_solved(file, incoming, facts, supply),
        (State::Solved, false) => taken_back(file, incoming, facts),
        (State::Closed, _) => opened_again(file, incoming, facts, supply),
    }
}

fn is_customer(file: &CaseFile, facts: &Facts<'_>) -> bool {
    facts.speaker.id == file.case.customer
}

/// Ended so long ago that a new case is the way on.
fn too_late(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let (reference, days) = (file.case.reference.to_string(), i64::from(facts.terms.lives.reopen_days));
    if is_customer(file, facts) {
        let told = Phrase::new("reopen-late").with("ref", reference).with("days", days);
        return answer_with(incoming, facts, drafts::menu_after(told, facts));
    }
    answer(incoming, facts, Phrase::new("reopen-late-staff").with("ref", reference).with("days", days))
}

fn opened_again(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let mut case = file.case.clone();
    if let Err(refusal) = case.go_on(facts.now) {
        return refuse(incoming, facts, refusal);
    }
    // Why without them: there is one for every answer, and the rounds of a case are its openings.
    let rounds = file.clocks.iter().filter(|c| c.target != Target::NextReply);
    let cycle = rounds.map(|c| c.cycle).max().unwrap_or(0) + 1;
    let clocks = clocks::start(&case, cycle, facts.now, facts.terms, supply);
    let mut plan = Plan { clocks, ..Plan::default() };
    if is_customer(file, facts) {
        plan.sends.push(Send::say(To::Room(case.id), Say::line(Phrase::new("room-reopened"))));
        talk::file_all(facts.parked, case.id, &mut plan);
    } else {
        plan.sends.push(told_reopened(file));
    }
    done(case, "reopened", "reopen-done", incoming, facts, plan)
}

fn told_reopened(file: &CaseFile) -> Send {
    let told = Phrase::new("customer-reopened").with("ref", file.case.reference.to_string());
    Send::say(customer_of(&file.case), Say::line(told))
}

/// The customer confirms the proposed solution.
pub(in crate::domain::front) fn customer_confirms(
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let mut case = file.case.clone();
    let Some(proposed) = case.solved_at.filter(|_| case.state == State::Solved) else {
        return old_question(file, incoming, facts);
    };
    if let Err(refusal) = case.become_(State::Closed, facts.now) {
        return refuse(incoming, facts, refusal);
    }
    let plan = Plan {
        clocks: end_clocks(&file.clocks, Some(proposed), facts.now, facts.terms),
        sends: vec![Send::say(To::Room(case.id), Say::line(Phrase::new("room-confirmed")))],
        ..Plan::default()
    };
    done(case, "confirmed", "confirm-done", incoming, facts, plan)
}

/// The customer says it is not solved: the case and its clock go on.
pub(in crate::domain::front) fn customer_refuses(
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if file.case.state != State::Solved {
        return old_question(file, incoming, facts);
    }
    not_solved(file, incoming, facts, supply)
}

fn not_solved(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let told = Send::say(To::Room(file.case.id), Say::line(Phrase::new("room-not-solved")));
    let mut plan = goes_on(file, told, ("not-solved", "unsolved-done"), incoming, facts);
    // Why: saying so wants an answer as words do.
    owed::from_now_on(file, &mut plan, facts.now, facts.terms, supply);
    plan
}

/// The agent takes the proposal back.
fn taken_back(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    goes_on(file, told_reopened(file), ("reopened", "reopen-done"), incoming, facts)
}

/// A proposed solution was none: the case is open again, and the solution's clock runs on.
fn goes_on(
    file: &CaseFile,
    told: Send,
    (event, said): (&'static str, &'static str),
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let mut case = file.case.clone();
    if let Err(refusal) = case.go_on(facts.now) {
        return refuse(incoming, facts, refusal);
    }
    let plan = Plan {
        clocks: affect(&file.clocks, next::rests_on_a_proposal, Effect::Resume, facts.now, facts.terms),
        sends: vec![told],
        ..Plan::default()
    };
    done(case, event, said, incoming, facts, plan)
}

/// The customer no longer wants it.
pub(in crate::domain::front) fn customer_cancels(
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let mut case = file.case.clone();
    if case.become_(State::Cancelled, facts.now).is_err() {
        return old_question(file, incoming, facts);
    }
    let plan = Plan {
        clocks: end_clocks(&file.clocks, None, facts.now, facts.terms),
        quotes: quotes_fall(file, facts.speaker.id, facts.now, facts.terms).quotes,
        sends: vec![Send::say(To::Room(case.id), Say::line(Phrase::new("room-cancelled")))],
        ..Plan::default()
    };
    done(case, "cancelled", "cancel-done", incoming, facts, plan)
}

/// A button whose question was answered since.
fn old_question(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let state = state_phrase(file.case.state);
    answer(
        incoming,
        facts,
        Phrase::new("old-case-button").with("ref", file.case.reference.to_string()).with("state", state),
    )
}
