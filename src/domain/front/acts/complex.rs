//! General or complex: which span is promised for the solution. The time used stays used, and the customer is told the
//! new date.

use chrono::{DateTime, Utc};

use super::{answer, customer_of, done, ended, refuse, reply};
use crate::domain::{
    case::Kind,
    chat::Incoming,
    claim::Class,
    clocks::{ClockChange, retarget},
    front::{CaseFile, Facts, asked},
    id::Supply,
    phrase::{Phrase, Say},
    plan::{Plan, Send, Side, Wanted},
    sla::ClockState,
    text::Rich,
};

/// `complex [reason]`, `complex off reason`.
pub(in crate::domain::front) fn complex(
    file: &CaseFile,
    rest: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let word = rest.text.split_whitespace().next().unwrap_or_default();
    match word.to_lowercase().as_str() {
        "off" => general_because(file, &rest.tail(word.len()).trimmed(), incoming, facts, supply),
        _ => becomes(Class::Complex, file, rest, incoming, facts, supply),
    }
}

/// The case is general again; why is asked for, because the customer hears of an earlier date.
pub(in crate::domain::front) fn general_because(
    file: &CaseFile,
    reason: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let may = file.case.class == Class::Complex && file.case.state.is_live();
    if may && reason.text.trim().is_empty() {
        let why = Phrase::new("general-why").with("ref", file.case.reference.to_string());
        return asked::ask(file, Say::line(why), Wanted::General, incoming, facts);
    }
    becomes(Class::General, file, reason, incoming, facts, supply)
}

fn becomes(
    class: Class,
    file: &CaseFile,
    reason: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let named = |key| Phrase { key, args: Vec::new() }.with("ref", file.case.reference.to_string());
    if !file.case.state.is_live() {
        return refuse(incoming, facts, ended(file));
    }
    if file.case.kind == Kind::Enquiry {
        return answer(incoming, facts, named("complex-enquiry".into()));
    }
    if file.case.class == class {
        let already = match class {
            Class::Complex => "class-already-complex",
            Class::General => "class-already-general",
        };
        return answer(incoming, facts, named(already.into()));
    }
    let mut case = file.case.clone();
    case.class = class;
    case.rev += 1;
    let mut plan = Plan::default();
    let reason = Some(reason.clone()).filter(|r| !r.text.trim().is_empty());
    if reason.is_some() {
        let note = reply::agents_words(file, reason, Side::Note, incoming, facts, supply, &mut plan);
        if let Some(note) = note {
            reply::for_the_room(file, &note, facts, &mut plan);
            plan.messages.push(note);
        }
    }
    plan.clocks = retarget(&case, &file.clocks, facts.now, facts.terms);
    let told = told(class, file, &plan.clocks);
    plan.sends.push(Send::say(customer_of(&case), Say::line(told)));
    let dated = due(&plan.clocks).is_some();
    match class {
        Class::Complex => {
            let said = if dated { "complex-done" } else { "complex-done-still" };
            done(case, "complex", said, incoming, facts, plan)
        }
        Class::General => {
            let said = if dated { "general-done" } else { "general-done-still" };
            done(case, "general", said, incoming, facts, plan)
        }
    }
}

/// What the customer hears: the new date, or how it is while the clock stands still.
fn told(class: Class, file: &CaseFile, clocks: &[ClockChange]) -> Phrase {
    let reference = file.case.reference.to_string();
    match (class, due(clocks)) {
        (Class::Complex, Some(due)) => {
            Phrase::new("customer-complex-by").with("ref", reference).with("at", due)
        }
        (Class::Complex, None) => Phrase::new("customer-complex").with("ref", reference),
        (Class::General, Some(due)) => {
            Phrase::new("customer-general-by").with("ref", reference).with("at", due)
        }
        (Class::General, None) => Phrase::new("customer-general").with("ref", reference),
    }
}

/// The new date, where the clock runs.
fn due(clocks: &[ClockChange]) -> Option<DateTime<Utc>> {
    clocks.iter().find(|c| c.clock.state == ClockState::Running).and_then(|c| c.clock.due_at)
}
