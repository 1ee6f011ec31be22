//! Answers as facts: one short phrase each, for the person's summary and the agents' card.

use super::{Answers, Question, Value, answers::joined, flows::OTHER, items, options::said};
use crate::domain::{
    phrase::Phrase,
    terms::Terms,
    wholesale::{Item, Total},
};

/// Letters of a long text that a fact shows.
const SHOWN: usize = 90;

/// The facts, in the order of the questions; what was skipped or attached is not among them.
pub fn summary(answers: &Answers, terms: &Terms) -> Vec<Phrase> {
    answers
        .0
        .iter()
        .filter(|(question, _)| !is_of_a_call(**question))
        .filter_map(|(question, entry)| fact(*question, &entry.value, answers, terms))
        .collect()
}

/// Who called and what it belongs to is told apart, by the names of those who were found.
const fn is_of_a_call(question: Question) -> bool {
    matches!(question, Question::Caller | Question::Customer | Question::Name | Question::Matter)
}

/// One fact. A model stands with its family, and what happened with the part it happened to.
fn fact(question: Question, value: &Value, answers: &Answers, terms: &Terms) -> Option<Phrase> {
    if *value == Value::Unknown {
        return Some(Phrase::new("fact-unknown").with("field", Phrase::keyed("field", question.id())));
    }
    if question == Question::Lines {
        return items::total(answers);
    }
    let said = brief(question, value).or_else(|| worded(question, value, terms))?;
    let alone = Phrase::keyed("fact", question.id());
    let named = |q| answers.option(q).is_some_and(|id| id != OTHER);
    let text = |q| answers.text(q).map(|text| self::said(shortened(&text)));
    match (question, text(Question::Model), text(Question::Story)) {
        (Question::Family, Some(model), _) if named(question) => {
            Some(Phrase::new("fact-product").with("family", said).with("model", model))
        }
        (Question::Part, _, Some(story)) if named(question) => {
            Some(Phrase::new("fact-fault").with("part", said).with("story", story))
        }
        (Question::Family, Some(_), _) | (Question::Part, _, Some(_)) => None,
        (Question::Model, Some(_), _) if named(Question::Family) => None,
        (Question::Story, _, Some(_)) if named(Question::Part) => None,
        _ => Some(alone.with("value", said)),
    }
}

/// How a choice of ours is told, where that is shorter than its button.
fn brief(question: Question, value: &Value) -> Option<Phrase> {
    let Value::Option(id) = value else { return None };
    matches!(
        question,
        Question::About
            | Question::Severity
            | Question::Circumstances
            | Question::Quarantine
            | Question::Urgency
            | Question::Window
            | Question::Outcome
    )
    .then(|| Phrase::keyed("brief", id))
}

/// What an answer says, as agents are told it.
pub fn told(question: Question, value: &Value, terms: &Terms) -> Option<Phrase> {
    brief(question, value).or_else(|| worded(question, value, terms))
}

/// What an answer says; none for what says nothing by itself.
pub(super) fn worded(question: Question, value: &Value, terms: &Terms) -> Option<Phrase> {
    Some(match value {
        Value::Option(_) if matches!(question, Question::Customer | Question::Matter) => return None,
        Value::Option(id) => chosen(question, id, terms),
        Value::Short(text) => said(text.as_str()),
        Value::Words(pieces) => said(shortened(&joined(pieces))),
        Value::Number(n) => said(i64::from(*n)),
        Value::Day(day) => said(*day),
        Value::Between(first, last) => between(*first, *last),
        Value::Items(items) => lines(items),
        Value::Spoken => Phrase::new("spoken"),
        Value::Unknown => Phrase::new("unknown"),
        Value::Cannot => Phrase::new("without"),
        Value::Done | Value::Skipped => return None,
    })
}

/// Lines as one value; what they come to is told by the whole record (`items`).
fn lines(items: &[Item]) -> Phrase {
    let pieces = i64::try_from(Total::of(items).defective).unwrap_or(i64::MAX);
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    Phrase::new("lines-sum").with("count", count).with("pieces", pieces)
}

fn chosen(question: Question, id: &str, terms: &Terms) -> Phrase {
    match (question, terms.family(id)) {
        (Question::Family, Some(family)) => said(family.name.clone()),
        (Question::Family | Question::Part, _) if id == OTHER => Phrase::new("other"),
        (Question::Family, None) => said(id),
        (Question::Unit, _) => said(terms.group_name(id)),
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
