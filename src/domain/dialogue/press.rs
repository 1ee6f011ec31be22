//! Presses of a dialogue's buttons. The revision has been checked; what a press may say is checked here.

use chrono::NaiveDate;

use super::{
    Dialogue, Entry, Facts, Question, Turn, Value,
    advance::{
        again, ask_to_cancel, back, cancelled, carry_on, filed, go_to, notices, person, save, set, settle,
        unchanged,
    },
    flows::{may_not_know, may_skip},
    items, known,
    options::{MAX_YEARS, offered},
    render::{corrections, more, show},
};

/// What comes of pressing `option` on the current question.
pub(super) fn pressed(open: &Dialogue, option: &str, facts: &Facts<'_>) -> Turn {
    match option.strip_prefix('.') {
        Some(nav) => navigated(open, nav, facts),
        None => match open.at(facts.terms) {
            Some(question) if !open.cancelling => chosen(open, question, option, facts),
            _ => again(open, facts, Vec::new()),
        },
    }
}

fn chosen(open: &Dialogue, question: Question, option: &str, facts: &Facts<'_>) -> Turn {
    let offered = offered(open, question, facts.terms, facts.today);
    let found = offered.into_iter().find(|choice| choice.id == option).map(|choice| choice.value);
    match found.or_else(|| named_day(question, option, facts)) {
        Some(value) => answered(open, question, value, facts),
        None => again(open, facts, Vec::new()),
    }
}

/// A day that was offered because a typed date could be read two ways.
fn named_day(question: Question, option: &str, facts: &Facts<'_>) -> Option<Value> {
    let day = NaiveDate::parse_from_str(option, "%Y-%m-%d").ok()?;
    let near = (day - facts.today).num_days().abs() <= 366 * i64::from(MAX_YEARS);
    let fits = match question {
        Question::Received => near && day <= facts.today,
        Question::Needed | Question::Target => near && day >= facts.today,
        _ => false,
    };
    fits.then_some(Value::Day(day))
}

fn answered(open: &Dialogue, question: Question, value: Value, facts: &Facts<'_>) -> Turn {
    let mut next = open.clone();
    set(&mut next, question, Entry::pressed(value), true);
    let lines = notices(&next, question, facts);
    settle(open, next, facts, lines)
}

fn navigated(open: &Dialogue, nav: &str, facts: &Facts<'_>) -> Turn {
    match (nav, open.at(facts.terms)) {
        ("back", _) => back(open, facts),
        ("person", _) => person(open, facts),
        ("save", _) => save(open, facts),
        ("cancel", _) => ask_to_cancel(open, facts),
        ("yes", _) if open.cancelling => cancelled(open.flow),
        ("no", _) if open.cancelling => carry_on(open, facts),
        ("more", _) => unchanged(vec![more(open, facts)]),
        ("send", None) if !open.cancelling => filed(open, facts.terms, false),
        ("edit", None) => unchanged(vec![corrections(open, facts)]),
        (nav, None) => edit(open, nav, facts),
        (nav, Some(Question::Order)) if nav.starts_with("o-") => known::pressed(open, &nav[2..], facts),
        (nav, Some(Question::Lines)) if nav.starts_with("l-") => items::pressed(open, &nav[2..], facts),
        (nav, Some(question)) => settled_question(open, nav, question, facts),
    }
}

fn edit(open: &Dialogue, nav: &str, facts: &Facts<'_>) -> Turn {
    let named = nav.strip_prefix("e-").and_then(Question::from_id);
    match named.filter(|q| open.applicable(facts.terms).contains(q)) {
        Some(question) => go_to(open, question, facts),
        None => unchanged(vec![show(open, facts)]),
    }
}

fn settled_question(open: &Dialogue, nav: &str, question: Question, facts: &Facts<'_>) -> Turn {
    let unknown = may_not_know(question) || open.misses >= 2;
    let evidence = question == Question::Evidence;
    let value = match nav {
        "keep" if open.answers.has(question) => {
            return settle(open, Dialogue { cursor: None, ..open.clone() }, facts, Vec::new());
        }
        "unknown" if unknown && !(question == Question::Lines && open.echoes()) => Value::Unknown,
        "skip" if may_skip(open.flow, question) => Value::Skipped,
        "done" if evidence && !open.evidence.is_empty() => Value::Done,
        "cannot" if evidence && open.evidence.is_empty() => Value::Cannot,
        _ => return again(open, facts, Vec::new()),
    };
    answered(open, question, value, facts)
}
