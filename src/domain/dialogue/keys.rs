//! The buttons of a dialogue: choices, what may be said instead, and a quiet last row with the ways out.
//!
//! A button brings back `d:<dialogue>:<revision>:<option>`; options that begin with a dot steer, all others answer.

use chrono::NaiveDate;

use super::{
    Dialogue, Facts, Flow, Question,
    flows::{may_not_know, may_skip},
    form,
    options::{columns, offered, said},
};
use crate::domain::phrase::{Key, Phrase};

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

/// Both readings of a date, as one row of buttons; no row when there is nothing to choose.
pub(super) fn day_keys(id: i64, rev: i32, days: &[NaiveDate]) -> Option<Vec<Key>> {
    let keys = Keys { id, rev };
    let row: Vec<Key> = days.iter().map(|day| keys.key(&day.to_string(), said(*day))).collect();
    (!row.is_empty()).then_some(row)
}

/// Makes the buttons of one message.
pub(super) struct Keys {
    pub(super) id: i64,
    pub(super) rev: i32,
}

impl Keys {
    /// A button that brings back `option`.
    pub(super) fn key(&self, option: &str, label: Phrase) -> Key {
        Key { label, data: format!("d:{}:{}:{option}", self.id, self.rev) }
    }

    /// A button that steers.
    pub(super) fn nav(&self, option: &str, label: &'static str) -> Key {
        self.key(&format!(".{option}"), Phrase::new(label))
    }
}

/// The buttons in rows of at most so many.
pub(super) fn in_rows(keys: Vec<Key>, columns: usize) -> Vec<Vec<Key>> {
    let mut rows: Vec<Vec<Key>> = Vec::new();
    for key in keys {
        match rows.last_mut().filter(|row| row.len() < columns) {
            Some(row) => row.push(key),
            None => rows.push(vec![key]),
        }
    }
    rows
}

/// The choices, what may be said instead of one, and the quiet last row.
pub(super) fn question_rows(
    open: &Dialogue,
    question: Question,
    facts: &Facts<'_>,
    keys: &Keys,
) -> Vec<Vec<Key>> {
    let offered = offered(open, question, facts.terms, facts.today);
    let buttons = offered.into_iter().map(|choice| keys.key(&choice.id, choice.label)).collect();
    let mut rows = in_rows(buttons, columns(question));
    let special = special_keys(open, question, keys);
    if !special.is_empty() {
        rows.push(special);
    }
    rows.extend(form::key(open, question, facts, keys).map(|key| vec![key]));
    rows.push(quiet_row(open, facts, keys));
    rows
}

fn special_keys(open: &Dialogue, question: Question, keys: &Keys) -> Vec<Key> {
    let evidence = question == Question::Evidence;
    let some = !open.evidence.is_empty();
    let unknown = match question {
        Question::Order => "key-no-order",
        Question::Lines => "key-no-lines",
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

/// The way back, a person, and what else there is.
pub(super) fn quiet_row(open: &Dialogue, facts: &Facts<'_>, keys: &Keys) -> Vec<Key> {
    let first = open.applicable(facts.terms).first().copied() == open.at(facts.terms);
    let back = (!first).then(|| keys.nav("back", "key-back"));
    let person = (open.flow != Flow::Call).then(|| keys.nav("person", "key-person"));
    back.into_iter().chain(person).chain([keys.nav("more", "key-more")]).collect()
}

/// What can be done with a summary.
pub(super) fn summary_rows(flow: Flow, keys: &Keys) -> Vec<Vec<Key>> {
    let call = flow == Flow::Call;
    let send = if call { "key-record" } else { "key-send" };
    let mut rows = vec![
        vec![keys.nav("send", send), keys.nav("edit", "key-edit")],
        vec![keys.nav("save", "key-save"), keys.nav("cancel", "key-cancel")],
    ];
    rows.extend((!call).then(|| vec![keys.nav("person", "key-person")]));
    rows
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
