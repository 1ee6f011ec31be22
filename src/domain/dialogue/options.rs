//! The choices of a question: what the buttons say and what a press means.
//!
//! Ids come from the terms where the brand decides (families, models, parts, wishes, ways) and stand here where the
//! dialogue does. A press is looked up among the choices that would be offered now, so a press can never say more.

use chrono::{Days, Months, NaiveDate};

use super::{
    Dialogue, Question as Q,
    answers::{Answers, Value},
    called,
    flows::{OTHER, models},
};
use crate::domain::{
    phrase::{Arg, Phrase},
    terms::Terms,
};

/// One choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Stands in the button's data.
    pub id: String,
    /// Stands on the button.
    pub label: Phrase,
    /// What it answers.
    pub value: Value,
}

/// A model's name stands in the button itself up to this many bytes; a longer one, or one that looks
/// like a steering option, is named by its place.
const MODEL_BYTES: usize = 28;

/// The choices of `question` in that draft, in the order they are offered; none where words are wanted.
pub(super) fn offered(open: &Dialogue, question: Q, terms: &Terms, today: NaiveDate) -> Vec<Choice> {
    called::choices(open, question).unwrap_or_else(|| choices(question, &open.answers, terms, today))
}

/// The choices of `question` by the answers alone, in the order they are offered; none where words are wanted.
pub fn choices(question: Q, answers: &Answers, terms: &Terms, today: NaiveDate) -> Vec<Choice> {
    match question {
        Q::Family => families(terms),
        Q::Model => model_choices(answers, terms),
        Q::Part => parts(answers, terms),
        Q::Wish => keyed("wish", &terms.wishes),
        Q::Way => ways(terms),
        Q::Received => received(today),
        Q::Needed | Q::Target => wanted(today),
        Q::Unit => groups(terms),
        _ => keyed(question.id(), fixed(question)),
    }
}

/// How many buttons stand in one row.
pub const fn columns(question: Q) -> usize {
    match question {
        Q::About
        | Q::Severity
        | Q::Circumstances
        | Q::Quarantine
        | Q::Urgency
        | Q::Why
        | Q::Customer
        | Q::Matter
        | Q::Type
        | Q::Outcome
        | Q::Topic
        | Q::Need => 1,
        _ => 2,
    }
}

const fn fixed(question: Q) -> &'static [&'static str] {
    match question {
        Q::Topic => &["custom", "wholesale", "suggestion"],
        Q::Need => &["advice", "repair", "part"],
        Q::About => &["defect", "damage", "missing", "wrong"],
        Q::Circumstances => &["normal-use", "box", "dropped", "wet", "opened"],
        Q::Severity => &["critical", "major", "minor"],
        Q::Quarantine => &["aside", "partly", "open"],
        Q::Why => &["away", "camera", "private"],
        Q::Type => &["claim", "care", "enquiry", "order", "person"],
        Q::Outcome => &["solved", "back", "handed"],
        Q::Urgency => &["high", "normal", "low"],
        Q::Window => &["any", "morning", "afternoon", "evening"],
        _ => &[],
    }
}

fn keyed<S: AsRef<str>>(group: &str, ids: &[S]) -> Vec<Choice> {
    ids.iter().map(AsRef::as_ref).map(|id| choice(id, Phrase::keyed(group, id))).collect()
}

fn ways(terms: &Terms) -> Vec<Choice> {
    let ids: Vec<&str> = terms.ways.iter().filter(|way| way.offered).map(|way| way.id.as_str()).collect();
    keyed("way", &ids)
}

fn choice(id: &str, label: Phrase) -> Choice {
    Choice { id: id.to_owned(), label, value: Value::Option(id.to_owned()) }
}

fn groups(terms: &Terms) -> Vec<Choice> {
    terms.groups.iter().map(|group| choice(&group.id, said(terms.group_name(&group.id)))).collect()
}

fn families(terms: &Terms) -> Vec<Choice> {
    let named = terms.families.iter().map(|f| choice(&f.id, said(f.name.clone())));
    let other = terms.family(OTHER).is_none().then(|| choice(OTHER, Phrase::new("other")));
    named.chain(other).collect()
}

fn parts(answers: &Answers, terms: &Terms) -> Vec<Choice> {
    let own = answers.option(Q::Family).and_then(|id| terms.family(id)).map(|family| &family.parts);
    let ids = own.filter(|parts| !parts.is_empty()).unwrap_or(&terms.parts);
    let other = (!ids.iter().any(|id| id == OTHER)).then(|| choice(OTHER, Phrase::new("other")));
    let named = ids.iter().filter(|id| *id != OTHER).map(|id| choice(id, Phrase::keyed("part", id)));
    let last = ids.iter().any(|id| id == OTHER).then(|| choice(OTHER, Phrase::new("other")));
    named.chain(other).chain(last).collect()
}

fn model_choices(answers: &Answers, terms: &Terms) -> Vec<Choice> {
    let offered = models(answers, terms).iter().enumerate();
    offered
        .map(|(place, name)| Choice {
            id: if name.len() <= MODEL_BYTES && !name.starts_with('.') {
                name.clone()
            } else {
                format!("#{place}")
            },
            label: said(name.as_str()),
            value: Value::Short(name.clone()),
        })
        .collect()
}

/// A phrase that is a name as it stands.
pub fn said(name: impl Into<Arg>) -> Phrase {
    Phrase::new("said").with("text", name)
}

fn received(today: NaiveDate) -> Vec<Choice> {
    let day = |back| today.checked_sub_days(Days::new(back)).unwrap_or(today);
    let months = |back| today.checked_sub_months(Months::new(back)).unwrap_or(today);
    let span = |id: &str, first, last| Choice {
        id: id.to_owned(),
        label: Phrase::keyed("received", id),
        value: Value::Between(first, last),
    };
    let on = |id: &str, at| Choice { value: Value::Day(at), ..span(id, at, at) };
    vec![
        on("today", today),
        on("yesterday", day(1)),
        span("week", day(7), today),
        span("month", months(1), today),
        span("half", months(6), months(1)),
        span("year", months(12), months(6)),
        span("older", months(12 * MAX_YEARS), months(12)),
    ]
}

/// Nobody claims for goods older than this.
pub const MAX_YEARS: u32 = 20;

fn wanted(today: NaiveDate) -> Vec<Choice> {
    let weeks = |n: u64| today.checked_add_days(Days::new(7 * n)).unwrap_or(today);
    [("week", weeks(1)), ("fortnight", weeks(2)), ("weeks", weeks(4))]
        .into_iter()
        .map(|(id, day)| Choice {
            id: id.to_owned(),
            label: Phrase::keyed("wanted", id),
            value: Value::Day(day),
        })
        .collect()
}
