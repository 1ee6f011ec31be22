//! What a question looks like: acknowledgements first, then the question, help, choices, and a quiet last row.
//!
//! A button of a dialogue brings back `d:<dialogue>:<revision>:<option>`; options that begin with a dot steer, all
//! others answer.

use chrono::NaiveDate;

use super::{
    Dialogue, Facts, Flow, OTHER, Question, Utterance, choices,
    evidence::{checklist, count, evidence_fact},
    flows::{may_not_know, may_skip},
    options::{columns, said},
    summary::{summary, worded},
};
use crate::domain::phrase::{Arg, Key, Phrase, Say};

/// A parsed press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press<'a> {
    /// The dialogue's id.
    pub id: i64,
    /// The revision its button was made for.
    pub rev: i32,
    /// What it chooses.
    pub option: &'a str,
}

/// Reads a button's data; `None` when it is not a dialogue's.
pub fn parse_press(data: &str) -> Option<Press<'_>> {
    let mut parts = data.strip_prefix("d:")?.splitn(3, ':');
    let (id, rev, option) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Press { id: id.parse().ok()?, rev: rev.parse().ok()?, option })
}

/// The current question, as it stands.
pub fn show(open: &Dialogue, facts: &Facts<'_>) -> Utterance {
    ask(open, facts, Vec::new())
}

/// The current question under `lines`.
pub(super) fn ask(open: &Dialogue, facts: &Facts<'_>, mut lines: Vec<Phrase>) -> Utterance {
    let keys = Keys { id: facts.id, rev: open.rev };
    let rows = match open.at(facts.terms) {
        _ if open.cancelling => {
            lines.push(Phrase::new("cancel-sure"));
            vec![
                vec![keys.nav("yes", "key-cancel-yes"), keys.nav("no", "key-carry-on")],
                vec![keys.nav("save", "key-save"), keys.nav("person", "key-person")],
            ]
        }
        Some(question) => {
            lines.extend(question_lines(open, question, facts));
            question_rows(open, question, facts, &keys)
        }
        None => {
            lines.extend(summary_lines(open, facts));
            summary_rows(&keys)
        }
    };
    Utterance { say: Say { lines, rows }, question: true, coalesce: None }
}

/// The current question with the ways out of it.
pub(super) fn more(open: &Dialogue, facts: &Facts<'_>) -> Utterance {
    let keys = Keys { id: facts.id, rev: open.rev };
    let mut shown = show(open, facts);
    shown.say.rows.push(vec![keys.nav("save", "key-save"), keys.nav("cancel", "key-cancel")]);
    shown
}

/// The summary with a button for every answer.
pub(super) fn corrections(open: &Dialogue, facts: &Facts<'_>) -> Utterance {
    let keys = Keys { id: facts.id, rev: open.rev };
    let mut shown = show(open, facts);
    let edit = |q: &Question| keys.key(&format!(".e-{}", q.id()), Phrase::keyed("field", q.id()));
    let fields: Vec<Key> = open.applicable(facts.terms).iter().map(edit).collect();
    let mut rows = in_rows(fields, 2);
    rows.append(&mut shown.say.rows);
    shown.say.rows = rows;
    shown
}

/// Both readings of a date, as one row of buttons; no row when there is nothing to choose.
pub(super) fn day_keys(id: i64, rev: i32, days: &[NaiveDate]) -> Option<Vec<Key>> {
    let keys = Keys { id, rev };
    let row: Vec<Key> = days.iter().map(|day| keys.key(&day.to_string(), said(*day))).collect();
    (!row.is_empty()).then_some(row)
}

struct Keys {
    id: i64,
    rev: i32,
}

impl Keys {
    fn key(&self, option: &str, label: Phrase) -> Key {
        Key { label, data: format!("d:{}:{}:{option}", self.id, self.rev) }
    }

    fn nav(&self, option: &str, label: &'static str) -> Key {
        self.key(&format!(".{option}"), Phrase::new(label))
    }
}

fn in_rows(keys: Vec<Key>, columns: usize) -> Vec<Vec<Key>> {
    let mut rows: Vec<Vec<Key>> = Vec::new();
    for key in keys {
        match rows.last_mut().filter(|row| row.len() < columns) {
            Some(row) => row.push(key),
            None => rows.push(vec![key]),
        }
    }
    rows
}

fn question_lines(open: &Dialogue, question: Question, facts: &Facts<'_>) -> Vec<Phrase> {
    let mut lines = vec![counted(open, question, facts)];
    let answered = open.answers.get(question).and_then(|value| worded(question, value, facts.terms));
    lines.extend(answered.map(|value| Phrase::new("so-far").with("value", value)));
    // Why: after a miss the hint above says what fits; two explanations would be one too many.
    lines.extend(help(open, question, facts).filter(|_| open.misses == 0));
    if question == Question::Evidence && open.flow == Flow::Claim {
        lines.extend(checklist(open));
    }
    lines
}

/// The question with its place: "4 of 11". Without one when it is asked out of turn or stands alone.
fn counted(open: &Dialogue, question: Question, facts: &Facts<'_>) -> Phrase {
    let asked = wording(open, question);
    let applicable = open.applicable(facts.terms);
    let place = applicable.iter().position(|q| *q == question).unwrap_or_default();
    let finished = applicable.iter().all(|q| open.answers.has(*q));
    if finished || applicable.len() < 2 {
        return asked;
    }
    let number = |n: usize| Arg::Number(i64::try_from(n).unwrap_or(i64::MAX));
    Phrase::new("asked")
        .with("question", asked)
        .with("n", number(place + 1))
        .with("of", number(applicable.len()))
}

fn wording(open: &Dialogue, question: Question) -> Phrase {
    let is = |q, id| open.answers.option(q) == Some(id);
    match (open.flow, question) {
        (Flow::Order, Question::Order) => Phrase::new("ask-order-where"),
        (_, Question::Model) if is(Question::Family, OTHER) => Phrase::new("ask-model-other"),
        (Flow::Care, Question::Story) => Phrase::new("ask-story-care"),
        (Flow::Enquiry, Question::Details) if is(Question::Topic, "suggestion") => {
            Phrase::new("ask-suggestion")
        }
        (Flow::Care | Flow::Enquiry, Question::Evidence) => Phrase::new("ask-evidence-optional"),
        _ => Phrase::keyed("ask", question.id()),
    }
}

/// One line of help, where the question alone leaves open what to do.
fn help(open: &Dialogue, question: Question, facts: &Facts<'_>) -> Option<Phrase> {
    let is = |q, id| open.answers.option(q) == Some(id);
    Some(Phrase::new(match question {
        Question::Order => {
            let example = facts.terms.brand.order_example.as_str();
            return Some(Phrase::new("help-order").with("example", example));
        }
        Question::Model if !is(Question::Family, OTHER) => "help-model",
        Question::Received | Question::Needed | Question::Target => "help-date",
        Question::Details if !is(Question::Topic, "suggestion") => "help-details",
        Question::Story | Question::Details => "help-words",
        Question::Why => "help-choose",
        Question::Wish => "help-wish",
        Question::Phone => "help-phone",
        Question::Window => "help-window",
        Question::Address => "help-address",
        _ => return None,
    }))
}

fn question_rows(open: &Dialogue, question: Question, facts: &Facts<'_>, keys: &Keys) -> Vec<Vec<Key>> {
    let offered = choices(question, &open.answers, facts.terms, facts.today);
    let buttons = offered.into_iter().map(|choice| keys.key(&choice.id, choice.label)).collect();
    let mut rows = in_rows(buttons, columns(question));
    let special = special_keys(open, question, keys);
    if !special.is_empty() {
        rows.push(special);
    }
    rows.push(quiet_row(open, facts, keys));
    rows
}

fn special_keys(open: &Dialogue, question: Question, keys: &Keys) -> Vec<Key> {
    let evidence = question == Question::Evidence;
    let some = !open.evidence.is_empty();
    let unknown = match question {
        Question::Order => "key-no-order",
        _ => "key-unknown",
    };
    let offers = [
        (evidence && some, "done", "key-done"),
        (evidence && !some && open.flow == Flow::Claim, "cannot", "key-cannot"),
        (may_skip(open.flow, question) && !(evidence && some), "skip", skip_label(question)),
        (may_not_know(question) || open.misses >= 2, "unknown", unknown),
        (open.cursor == Some(question) && open.answers.has(question), "keep", "key-keep"),
    ];
    offers.into_iter().filter(|(offered, ..)| *offered).map(|(_, nav, label)| keys.nav(nav, label)).collect()
}

const fn skip_label(question: Question) -> &'static str {
    match question {
        Question::Needed | Question::Target => "key-no-date",
        _ => "key-skip",
    }
}

fn quiet_row(open: &Dialogue, facts: &Facts<'_>, keys: &Keys) -> Vec<Key> {
    let first = open.applicable(facts.terms).first().copied() == open.at(facts.terms);
    let back = (!first).then(|| keys.nav("back", "key-back"));
    back.into_iter().chain([keys.nav("person", "key-person"), keys.nav("more", "key-more")]).collect()
}

fn summary_lines(open: &Dialogue, facts: &Facts<'_>) -> Vec<Phrase> {
    let told = open.told(facts.terms);
    let pieces = usize::try_from(count(open)).unwrap_or_default();
    let facts_said: Vec<Phrase> =
        summary(&told, facts.terms).into_iter().chain(evidence_fact(pieces)).collect();
    let notes = i64::try_from(open.comments.len()).unwrap_or(i64::MAX);
    let mut list = Phrase::new("facts");
    list.args.push(("facts".into(), Arg::List(facts_said)));
    let mut lines = vec![Phrase::keyed("summary", open.flow.id()), list];
    lines.extend((notes > 0).then(|| Phrase::new("summary-notes").with("count", notes)));
    lines
}

fn summary_rows(keys: &Keys) -> Vec<Vec<Key>> {
    vec![
        vec![keys.nav("send", "key-send"), keys.nav("edit", "key-edit")],
        vec![keys.nav("save", "key-save"), keys.nav("cancel", "key-cancel")],
        vec![keys.nav("person", "key-person")],
    ]
}

#[cfg(test)]
mod tests {
    use super::{Press, parse_press};

    #[test]
    fn a_press_is_read_and_nothing_else_is() {
        assert_eq!(parse_press("d:7:3:.back"), Some(Press { id: 7, rev: 3, option: ".back" }));
        assert_eq!(parse_press("d:7:3:a:b"), Some(Press { id: 7, rev: 3, option: "a:b" }));
        for other in ["", "d:", "d:7", "d:7:3", "d:x:3:a", "c:7:3:a", "d:7:99999999999:a"] {
            assert_eq!(parse_press(other), None, "{other}");
        }
    }
}
