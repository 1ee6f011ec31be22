//! Answers as facts: one short phrase each, for the person's summary and the agents' card.

use super::{Answers, Question, Value, answers::joined, flows::OTHER, options::said};
use crate::domain::{phrase::Phrase, terms::Terms};

/// Letters of a long text that a fact shows.
const SHOWN: usize = 90;

/// The facts, in the order of the questions; what was skipped or attached is not among them.
pub fn summary(answers: &Answers, terms: &Terms) -> Vec<Phrase> {
    let fact = |(question, value)| {
        worded(question, value, terms).map(|said| Phrase::keyed("fact", question.id()).with("value", said))
    };
    answers.0.iter().filter_map(|(question, entry)| fact((*question, &entry.value))).collect()
}

/// What an answer says; none for what says nothing by itself.
pub(super) fn worded(question: Question, value: &Value, terms: &Terms) -> Option<Phrase> {
    Some(match value {
        Value::Option(id) => chosen(question, id, terms),
        Value::Short(text) => said(text.as_str()),
        Value::Words(pieces) => said(shortened(&joined(pieces))),
        Value::Number(n) => said(i64::from(*n)),
        Value::Day(day) => said(*day),
        Value::Between(first, last) => between(*first, *last),
        Value::Unknown => Phrase::new("unknown"),
        Value::Cannot => Phrase::new("without"),
        Value::Done | Value::Skipped => return None,
    })
}

fn chosen(question: Question, id: &str, terms: &Terms) -> Phrase {
    match (question, terms.family(id)) {
        (Question::Family, Some(family)) => said(family.name.clone()),
        (Question::Family | Question::Part, _) if id == OTHER => Phrase::new("other"),
        (Question::Family, None) => said(id),
        _ => Phrase::keyed(question.id(), id),
    }
}

fn between(first: chrono::NaiveDate, last: chrono::NaiveDate) -> Phrase {
    // Why: "between 2006 and 2025" says less than "before 2025".
    let open_ended = (last - first).num_days() > 3 * 366;
    if open_ended {
        return Phrase::new("before").with("day", last);
    }
    Phrase::new("between").with("first", first).with("last", last)
}

/// One line, cut at a word's end where the script has such.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line;
    }
    let cut: String = line.chars().take(SHOWN).collect();
    let end = cut.rfind(' ').filter(|at| *at > SHOWN / 2).unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}
