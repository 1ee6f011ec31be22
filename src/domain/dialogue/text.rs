//! Texts: answers, late ones, and digressions.
//!
//! A text written before its writer had seen the current question belongs to the one before. It corrects that answer,
//! adds to it, or is kept as a comment; it never answers what its writer had not read.

use chrono::NaiveDate;

use super::{
    Dialogue, Entry, Facts, Flow, Piece, Question, Turn, Value,
    advance::{again, ask_to_cancel, back, cancelled, carry_on, filed, notices, person, set, settle},
    called, items,
    keys::day_keys,
    known,
    options::said,
    read::{Reading, read, weight},
    summary::worded,
    words::{Aside, aside},
};
use crate::domain::phrase::Phrase;

/// Misses after which a person is offered.
const PATIENCE: u32 = 2;
/// A text that says at least this much is told to be kept; a slip of the keyboard is kept silently.
const WORTH_TELLING: usize = 20;

/// What comes of a written text.
pub(super) fn written(open: &Dialogue, text: &str, message: i64, facts: &Facts<'_>) -> Turn {
    let (text, cut) = capped(text.trim(), facts.terms.caps.answer_chars);
    if text.is_empty() {
        return again(open, facts, Vec::new());
    }
    let mut turn = taken(open, text, message, facts);
    if let Some(first) = turn.says.first_mut().filter(|_| cut) {
        let limit = i64::try_from(facts.terms.caps.answer_chars).unwrap_or(i64::MAX);
        first.say.lines.insert(0, Phrase::new("cut").with("limit", limit));
    }
    turn
}

/// Whether that text may end the dialogue with something to be filed.
pub fn may_file(open: &Dialogue, text: &str) -> bool {
    !open.flow.has_summary() || matches!(aside(text), Some(Aside::Send | Aside::Person))
}

/// Whether the whole text says that a person is wanted.
pub fn asks_for_a_person(text: &str) -> bool {
    aside(text) == Some(Aside::Person)
}

/// The text up to the cap, and whether anything was cut.
pub(super) fn capped(text: &str, chars: usize) -> (&str, bool) {
    match text.char_indices().nth(chars) {
        Some((at, _)) => (text[..at].trim_end(), true),
        None => (text, false),
    }
}

fn taken(open: &Dialogue, text: &str, message: i64, facts: &Facts<'_>) -> Turn {
    let at = open.at(facts.terms);
    match aside(text) {
        Some(Aside::Person) => return person(open, facts),
        Some(Aside::Back) if !facts.late => return back(open, facts),
        Some(Aside::Cancel) if !facts.late && !open.cancelling => return ask_to_cancel(open, facts),
        _ => {}
    }
    if open.cancelling {
        return match aside(text) {
            Some(Aside::Yes | Aside::Cancel) if !facts.late => cancelled(open.flow),
            Some(Aside::No) if !facts.late => carry_on(open, facts),
            _ => noted(open, text, message, facts),
        };
    }
    match at {
        _ if facts.late && open.before != at => late(open, text, message, facts),
        Some(question) => to_question(open, question, text, message, facts),
        None if aside(text) == Some(Aside::Send) && !facts.late => filed(open, facts.terms, false),
        None => noted(open, text, message, facts),
    }
}

/// A text to that question, which is the current one.
pub(super) fn to_question(
    open: &Dialogue,
    question: Question,
    text: &str,
    message: i64,
    facts: &Facts<'_>,
) -> Turn {
    let offered = (question == Question::Order).then(|| known::written(open, text, message, facts)).flatten();
    let listed = (question == Question::Lines).then(|| items::written(open, text, message, facts)).flatten();
    if let Some(turn) = offered.or(listed) {
        return turn;
    }
    match read(open, question, text, message, facts) {
        Reading::Fits { value, whole } => {
            let mut next = open.clone();
            let mut lines =
                accept(&mut next, question, value, whole, &Piece { message, text: text.to_owned() }, facts);
            known::offer(&mut next, question, facts);
            called::offer(&mut next, question, facts);
            lines.extend(notices(&next, question, facts));
            settle(open, next, facts, lines)
        }
        Reading::Misses { hint, days } => miss(open, text, message, hint, &days, facts),
    }
}

/// Takes the answer; what the text says beyond it stays as a comment, and the person sees how it was read.
pub(super) fn accept(
    next: &mut Dialogue,
    question: Question,
    value: Value,
    whole: bool,
    piece: &Piece,
    facts: &Facts<'_>,
) -> Vec<Phrase> {
    let read_as = worded(question, &value, facts.terms);
    let entry = Entry::typed(value, piece.message, &piece.text);
    if whole {
        set(next, question, entry, true);
        return Vec::new();
    }
    set(next, question, Entry { typed: None, ..entry }, true);
    keep(next, piece.message, &piece.text);
    read_as.map(|value| Phrase::new("took").with("value", value)).into_iter().collect()
}

/// Keeps a text as a comment, in the place of an earlier one of the same message.
pub(super) fn keep(next: &mut Dialogue, message: i64, text: &str) {
    let piece = Piece { message, text: text.to_owned() };
    match next.comments.iter_mut().find(|known| known.message == message && message != 0) {
        Some(known) => *known = piece,
        None => next.comments.push(piece),
    }
}

/// What is no answer: kept, with what would be one.
pub(super) fn miss(
    open: &Dialogue,
    text: &str,
    message: i64,
    hint: Phrase,
    days: &[NaiveDate],
    facts: &Facts<'_>,
) -> Turn {
    let mut next = open.clone();
    next.misses = open.misses.saturating_add(1);
    keep(&mut next, message, text);
    let told = (weight(text) >= WORTH_TELLING && days.is_empty()).then(|| Phrase::new("noted"));
    let offer = (next.misses >= PATIENCE && open.flow != Flow::Call).then(|| Phrase::new("offer-person"));
    let lines = told.into_iter().chain([hint]).chain(offer).collect();
    let mut turn = settle(open, next.clone(), facts, lines);
    let rev = open.rev.saturating_add(1);
    turn.says
        .iter_mut()
        .for_each(|said| said.say.rows.splice(0..0, day_keys(facts.id, rev, days)).for_each(drop));
    turn
}

fn noted(open: &Dialogue, text: &str, message: i64, facts: &Facts<'_>) -> Turn {
    let mut next = Dialogue { cancelling: false, ..open.clone() };
    keep(&mut next, message, text);
    settle(open, next, facts, vec![Phrase::new("noted")])
}

/// A text that belongs to the question before.
fn late(open: &Dialogue, text: &str, message: i64, facts: &Facts<'_>) -> Turn {
    let asked = open.before.filter(|q| open.applicable(facts.terms).contains(q));
    // Why not lines: they are shown before they count.
    let Some(question) = asked.filter(|q| *q != Question::Lines) else {
        return noted(open, text, message, facts);
    };
    let piece = Piece { message, text: text.to_owned() };
    let mut next = open.clone();
    if let Some(Entry { value: Value::Words(pieces), .. }) = next.answers.0.get_mut(&question) {
        pieces.push(piece);
        return settle(open, next, facts, vec![Phrase::new("added").with("field", field(question))]);
    }
    match read(open, question, text, message, facts) {
        Reading::Fits { value, whole: true } if says_something(&value) => {
            let cursor = next.cursor;
            let read_as = worded(question, &value, facts.terms);
            set(&mut next, question, Entry::typed(value, message, text), false);
            called::offer(&mut next, question, facts);
            next.cursor = cursor;
            let value = read_as.unwrap_or_else(|| said(text));
            let line = Phrase::new("corrected").with("field", field(question)).with("value", value);
            settle(open, next, facts, vec![line])
        }
        _ => noted(open, text, message, facts),
    }
}

/// Not knowing never overwrites an answer unasked.
const fn says_something(value: &Value) -> bool {
    !matches!(value, Value::Unknown | Value::Skipped | Value::Done | Value::Cannot)
}

/// What a question is called, inside a sentence.
pub(super) fn field(question: Question) -> Phrase {
    Phrase::keyed("field", question.id())
}
