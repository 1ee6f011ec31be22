//! Forms: short questions that stand together, filled in at once where the platform has forms.
//!
//! A form is known by its button alone: which fields it has and what they are called depends on nothing else. Each field is
//! read by its own question, as if it had been typed to it. What does not fit is asked for again with the reason, and the
//! rest is kept. A form that was opened before the draft went on answers what is still open; nothing in it is lost.

use super::{
    Dialogue, Facts, Flow, Next, Question as Q, Turn,
    advance::{again, settle},
    items,
    keys::Keys,
    render::show,
    text::{capped, keep, to_question},
};
use crate::domain::phrase::{Key, Phrase};

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// What its button and its texts are named by.
    pub id: &'static str,
    /// What is filled in, in the order it is read.
    pub fields: &'static [Field],
}

/// One field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The answer to a question.
    Answer(Q),
    /// A part of one line of goods: its name in the catalogue, and how a line names it.
    Goods(&'static str, &'static str),
}

impl Field {
    /// What it is stored and named by.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Answer(question) => question.id(),
            Self::Goods(id, _) => id,
        }
    }

    /// Whether it takes several lines.
    pub const fn is_long(self) -> bool {
        matches!(self, Self::Answer(Q::Details | Q::Address | Q::Story))
    }
}

/// Every form. A platform shows at most five fields.
pub const FORMS: [Form; 6] = [
    Form { id: "company", fields: &[Field::Answer(Q::Company), Field::Answer(Q::Order)] },
    Form {
        id: "goods",
        fields: &[
            Field::Goods("sku", ""),
            Field::Goods("lot", "lot"),
            Field::Goods("ordered", "ordered"),
            Field::Goods("received", "received"),
            Field::Goods("pieces", "defective"),
        ],
    },
    Form {
        id: "wanted",
        fields: &[Field::Answer(Q::Quantity), Field::Answer(Q::Details), Field::Answer(Q::Target)],
    },
    Form { id: "call", fields: &[Field::Answer(Q::Phone), Field::Answer(Q::Window)] },
    Form { id: "phoned", fields: &[Field::Answer(Q::Caller), Field::Answer(Q::Story)] },
    Form { id: "visit", fields: &[Field::Answer(Q::Window), Field::Answer(Q::Address)] },
];

/// What the option of a form's button begins with.
const OPTION: &str = ".f-";

impl Form {
    /// The form a button's option opens, and the code of the language it is to be read in, where that was added.
    pub fn of_option(option: &str) -> Option<(&'static Self, Option<&str>)> {
        let (id, lang) = match option.strip_prefix(OPTION)?.split_once('.') {
            Some((id, lang)) => (id, Some(lang)),
            None => (option.strip_prefix(OPTION)?, None),
        };
        Some((FORMS.iter().find(|form| form.id == id)?, lang))
    }

    /// The form that is offered under that question.
    fn under(open: &Dialogue, question: Q, facts: &Facts<'_>) -> Option<&'static Self> {
        let applicable = open.applicable(facts.terms);
        let asked = |field: &Field| match field {
            Field::Answer(q) => applicable.contains(q) && (*q == question || !open.answers.has(*q)),
            Field::Goods(..) => question == Q::Lines,
        };
        let begins = |form: &&Self| match form.fields.first() {
            Some(Field::Answer(q)) => *q == question && (*q != Q::Company || open.flow == Flow::Claim),
            Some(Field::Goods(..)) => question == Q::Lines,
            None => false,
        };
        // Why: what a customer fills in about a call is no form of who takes one down.
        let own = |form: &&Self| (form.id == "phoned") == (open.flow == Flow::Call);
        FORMS
            .iter()
            .filter(own)
            .filter(begins)
            .find(|form| form.fields.iter().filter(|field| asked(field)).count() > 1)
    }
}

/// The button of the form under that question, where there are forms.
pub(super) fn key(open: &Dialogue, question: Q, facts: &Facts<'_>, keys: &Keys) -> Option<Key> {
    let form = Form::under(open, question, facts).filter(|_| facts.forms)?;
    let label = if question == Q::Lines { "key-form-line" } else { "key-form" };
    Some(keys.key(&format!("{OPTION}{}", form.id), Phrase::new(label)))
}

/// What comes of a form that was filled in: ids of fields with what stands in them.
pub(super) fn filled(
    open: &Dialogue,
    rev: i32,
    form: &str,
    fields: &[(String, String)],
    facts: &Facts<'_>,
) -> Turn {
    let Some(form) = FORMS.iter().find(|one| one.id == form) else { return again(open, facts, Vec::new()) };
    let told = told(form, fields);
    if told.is_empty() {
        return again(open, facts, vec![Phrase::new("form-empty")]);
    }
    // Why: whoever fills a form in has read what it asks, whatever was asked meanwhile.
    let facts = &Facts { late: false, order: facts.order, ..*facts };
    let mut now = Dialogue { cancelling: false, ..open.clone() };
    let (mut lines, mut last, mut missed, mut left) = (Vec::new(), None, None, false);
    for (question, text) in &told {
        let (text, _) = capped(text, facts.terms.caps.answer_chars);
        let is_open = now.applicable(facts.terms).contains(question);
        let is_settled = rev != open.rev && now.answers.has(*question) && *question != Q::Lines;
        if !is_open || is_settled {
            keep(&mut now, 0, text);
            left = true;
            continue;
        }
        let turn = put(&now, *question, text, facts);
        match &turn.next {
            Next::Open(then) if fits(&now, then, *question) => {
                lines.extend(said_above(&turn, then, facts));
                now = then.clone();
                last = Some(turn);
            }
            Next::Open(_) if missed.is_none() => missed = Some((*question, text)),
            Next::Open(_) => keep(&mut now, 0, text),
            _ => return turn,
        }
    }
    lines.extend(left.then(|| Phrase::new("form-kept")));
    if let Some((question, text)) = missed {
        let mut turn = put(&now, question, text, facts);
        above(&mut turn, lines);
        return turn;
    }
    match last {
        Some(_) => settle(&now, Dialogue { rev: now.rev, ..now.clone() }, facts, lines),
        None => settle(open, now, facts, lines),
    }
}

/// The questions a form answers, each with its text; empty fields say nothing.
fn told(form: &Form, fields: &[(String, String)]) -> Vec<(Q, String)> {
    let value = |field: &Field| {
        let found = fields.iter().find(|(id, _)| id == field.id());
        found.map(|(_, text)| text.trim()).filter(|text| !text.is_empty())
    };
    let mut line: Vec<String> = Vec::new();
    let mut answers = Vec::new();
    for field in form.fields {
        let Some(text) = value(field) else { continue };
        match field {
            Field::Answer(question) => answers.push((*question, text.to_owned())),
            Field::Goods(_, name) => line.push(format!("{name} {}", one_field(text)).trim().to_owned()),
        }
    }
    if !line.is_empty() {
        answers.push((Q::Lines, line.join(", ")));
    }
    answers
}

/// A part of a line, without what would part it in two.
fn one_field(text: &str) -> String {
    let digits = text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '，'));
    let parts = text.split(|c: char| c.is_control() || matches!(c, ',' | ';' | '|' | '·' | '，' | '；'));
    parts.map(str::trim).collect::<Vec<_>>().join(if digits { "" } else { " " })
}

/// That text to that question.
fn put(now: &Dialogue, question: Q, text: &str, facts: &Facts<'_>) -> Turn {
    let sheet = now.sheet.clone().map(|sheet| Box::new(items::Sheet { at: None, ..*sheet }));
    let asked = Dialogue { cursor: Some(question), misses: 0, sheet, ..now.clone() };
    to_question(&asked, question, text, 0, facts)
}

/// Whether the draft has taken the answer.
fn fits(now: &Dialogue, then: &Dialogue, question: Q) -> bool {
    if question == Q::Lines {
        return then.sheet.as_ref().map(|sheet| &sheet.rows) != now.sheet.as_ref().map(|sheet| &sheet.rows);
    }
    then.answers.has(question) && then.misses == 0
}

/// What a turn says above the question it ends with.
fn said_above(turn: &Turn, then: &Dialogue, facts: &Facts<'_>) -> Vec<Phrase> {
    let asked = show(then, facts).say.lines.len();
    let said = turn.says.first().map_or(&[][..], |said| &said.say.lines);
    said[..said.len().saturating_sub(asked)].to_vec()
}

fn above(turn: &mut Turn, lines: Vec<Phrase>) {
    if let Some(first) = turn.says.first_mut() {
        first.say.lines.splice(0..0, lines);
    }
}
