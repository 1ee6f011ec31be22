//! What customers see of their cases: where one stands, what is promised, what they can do.

use chrono::{DateTime, Utc};

use super::{CaseFile, Facts, case_key, drafts, talk};
use crate::domain::{
    case::{State, Waiting, state_phrase},
    clocks::latest,
    dialogue,
    phrase::{Arg, Key, Phrase, Say},
    sla::{ClockState, Target},
};

/// Where a case stands, and what its customer can do.
pub(super) fn status(file: &CaseFile, facts: &Facts<'_>) -> Say {
    let case = &file.case;
    let mut lines = vec![
        Phrase::new("status-head")
            .with("ref", case.reference.to_string())
            .with("state", customer_state(file)),
    ];
    let told = |a| Phrase::new("facts").with("facts", Arg::List(dialogue::summary(a, facts.terms)));
    lines.extend(case.answers.as_ref().map(told));
    let dates = dates(file, facts.now);
    let missed = dates.iter().any(is_missed);
    lines.extend(dates);
    lines.extend(missed.then(|| contact_line(facts)));
    let mut rows = Vec::new();
    if case.state == State::Solved {
        rows.push(solved_keys(file));
    }
    if case.state.is_live() {
        rows.push(vec![
            case_key(Phrase::new("key-add"), case.id, "add"),
            case_key(Phrase::new("key-cancel-case"), case.id, "cancel"),
        ]);
    }
    if case.state == State::Closed && !case.is_past_reopening(facts.now, facts.terms.lives.reopen_days) {
        rows.push(vec![case_key(Phrase::new("key-reopen"), case.id, "reopen")]);
    }
    Say { lines, rows }
}

/// The two buttons under a proposed solution.
pub(super) fn solved_keys(file: &CaseFile) -> Vec<Key> {
    vec![
        case_key(Phrase::new("key-solved"), file.case.id, "solved"),
        case_key(Phrase::new("key-unsolved"), file.case.id, "unsolved"),
    ]
}

fn customer_state(file: &CaseFile) -> Phrase {
    match (&file.assignee, file.case.state) {
        (_, State::New) => Phrase::new("state-received"),
        (Some(name), State::Open) => Phrase::new("state-with").with("name", name.as_str()),
        (_, State::Waiting(Waiting::Customer)) => Phrase::new("state-yours"),
        _ => state_phrase(file.case.state),
    }
}

/// What is promised next. A date that has passed is told as missed, never as if it were still to come.
pub(super) fn dates(file: &CaseFile, now: DateTime<Utc>) -> Vec<Phrase> {
    let running = |target| {
        latest(&file.clocks, target).filter(|c| c.state == ClockState::Running).and_then(|c| c.due_at)
    };
    let promised = |at: Option<DateTime<Utc>>, key, missed| {
        at.map(|at| Phrase::new(if at > now { key } else { missed }).with("at", at))
    };
    let answer = running(Target::FirstResponse).or_else(|| running(Target::EnquiryReply));
    let solution =
        running(Target::Solution).filter(|at| answer.is_none_or(|answer| answer <= now && *at > now));
    promised(answer, "status-answer", "missed-answer")
        .into_iter()
        .chain(promised(solution, "status-solution", "missed-solution"))
        .collect()
}

/// The other ways to reach the brand.
pub(super) fn contact_line(facts: &Facts<'_>) -> Phrase {
    let brand = &facts.terms.brand;
    match &brand.phone {
        Some(phone) => {
            Phrase::new("contact-both").with("email", brand.email.as_str()).with("phone", phone.as_str())
        }
        None => Phrase::new("contact-mail").with("email", brand.email.as_str()),
    }
}

fn is_missed(phrase: &Phrase) -> bool {
    phrase.key.starts_with("missed-")
}

/// The speaker's cases as buttons.
pub(super) fn cases(facts: &Facts<'_>) -> Say {
    if facts.own.is_empty() {
        return drafts::menu_after(Phrase::new("no-cases"), facts);
    }
    let rows = facts.own.iter().rev().take(8).map(|file| vec![case_button(file, "status", facts)]).collect();
    Say { lines: vec![Phrase::new("cases")], rows }
}

/// A button that names a case by its reference and what it is about.
pub(super) fn case_button(file: &CaseFile, verb: &str, facts: &Facts<'_>) -> Key {
    let label = Phrase::new("case-label")
        .with("ref", file.case.reference.to_string())
        .with("what", talk::subject(file, facts))
        .with("state", customer_state(file));
    case_key(label, file.case.id, verb)
}
