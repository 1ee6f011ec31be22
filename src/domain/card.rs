//! The case as agents see it: the card at the head of its room, and lists.

use chrono::{DateTime, Utc};

use super::{
    case::{State, state_phrase},
    clocks::{Clock, latest},
    dialogue,
    front::CaseFile,
    phrase::{Arg, Key, Phrase, Say},
    sla::{ClockState, Target},
    terms::Terms,
};

/// Most cases one list shows.
pub const LIST: usize = 10;

/// The card: what it is, what the customer told, what is due, who has it, what can be done.
pub fn card(file: &CaseFile, terms: &Terms, now: DateTime<Utc>) -> Say {
    let case = &file.case;
    let mut lines = vec![
        Phrase::new("card-head")
            .with("ref", case.reference.to_string())
            .with("kind", Phrase::keyed("kind", case.kind.name()))
            .with("group", terms.group_name(&case.group))
            .with("customer", file.customer.name.as_str())
            .with("platform", case.platform.name())
            .with("lang", file.customer.lang.code()),
    ];
    lines.extend(
        case.answers
            .as_ref()
            .map(|a| Phrase::new("facts").with("facts", Arg::List(dialogue::summary(a, terms)))),
    );
    if case.incomplete {
        lines.push(Phrase::new("card-incomplete"));
    }
    if !file.customer.reachable {
        lines.push(Phrase::new("card-blocked"));
    }
    let mut facts = clock_facts(file, now);
    facts.extend([state_phrase(case.state), assignee(file)]);
    lines.push(Phrase::new("card-clocks").with("facts", Arg::List(facts)));
    Say { lines, rows: keys(file) }
}

/// The clocks that matter.
fn clock_facts(file: &CaseFile, now: DateTime<Utc>) -> Vec<Phrase> {
    let targets =
        [(Target::FirstResponse, "first"), (Target::EnquiryReply, "enquiry"), (Target::Solution, "solution")];
    let shown = |(t, name)| latest(&file.clocks, t).and_then(|c| clock(c, name, now));
    targets.into_iter().filter_map(shown).collect()
}

fn assignee(file: &CaseFile) -> Phrase {
    match &file.assignee {
        Some(name) => Phrase::new("card-assignee").with("name", name.as_str()),
        None => Phrase::new("card-nobody"),
    }
}

fn clock(clock: &Clock, name: &str, now: DateTime<Utc>) -> Option<Phrase> {
    let named = |suffix: &str| Phrase::keyed("clock", &format!("{name}-{suffix}"));
    match (clock.state, clock.due_at) {
        (ClockState::Running, Some(due)) if due <= now => Some(named("over").with("due", due)),
        (ClockState::Running, Some(due)) => Some(named("due").with("due", due)),
        (ClockState::Paused, _) => Some(named("paused")),
        (ClockState::Met, _) => clock.ended_at.map(|at| named("met").with("at", at)),
        (ClockState::Missed, _) => Some(named("missed")),
        (ClockState::Idle | ClockState::Running | ClockState::Cancelled, _) => None,
    }
}

fn keys(file: &CaseFile) -> Vec<Vec<Key>> {
    let key =
        |label, verb: &str| Key { label: Phrase::new(label), data: format!("c:{}:{verb}", file.case.id) };
    match (file.case.state, file.case.assignee) {
        (State::New | State::Open | State::Waiting(_), None) => vec![vec![key("key-take", "take")]],
        (State::New | State::Open | State::Waiting(_), Some(_)) => {
            vec![vec![key("key-release", "release"), key("key-solve", "solve")]]
        }
        (State::Solved | State::Closed, _) => vec![vec![key("key-reopen", "reopen")]],
        (State::Cancelled | State::Merged, _) => Vec::new(),
    }
}

/// A list of cases, what is due first on top.
pub fn list(head: Phrase, empty: &'static str, files: &[CaseFile], now: DateTime<Utc>) -> Say {
    if files.is_empty() {
        return Say::line(Phrase::new(empty));
    }
    let line = |file: &CaseFile| {
        let mut facts = clock_facts(file, now);
        facts.extend(
            (!matches!(file.case.state, State::New | State::Open)).then(|| state_phrase(file.case.state)),
        );
        Phrase::new("list-line")
            .with("ref", file.case.reference.to_string())
            .with("kind", Phrase::keyed("kind", file.case.kind.name()))
            .with("customer", file.customer.name.as_str())
            .with("facts", Arg::List(facts))
    };
    let mut lines = vec![head.with("count", i64::try_from(files.len()).unwrap_or(i64::MAX))];
    lines.extend(files.iter().take(LIST).map(line));
    if files.len() > LIST {
        lines.push(Phrase::new("list-more"));
    }
    Say { lines, rows: Vec::new() }
}
