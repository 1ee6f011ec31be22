//! Edits of messages: each changes the answer, comment or caption its message gave, and nothing else.

use super::{
    Dialogue, Entry, Facts, Piece, Question, Turn, Value,
    advance::{notices, settle, unchanged},
    called, items,
    read::{Reading, read},
    text::{accept, capped, field, keep},
};
use crate::domain::phrase::Phrase;

/// An edited message changes the answer, comment or caption it gave; one that gave nothing changes nothing.
pub(super) fn edited(open: &Dialogue, text: &str, message: i64, facts: &Facts<'_>) -> Turn {
    let (text, _) = capped(text.trim(), facts.terms.caps.answer_chars);
    if text.is_empty() || same(open, text, message) {
        return unchanged(Vec::new());
    }
    if let Some(turn) = items::edited(open, text, message, facts) {
        return turn;
    }
    if let Some(question) = open.answers.answered_by(message) {
        return edited_answer(open, question, text, message, facts);
    }
    let mut next = open.clone();
    if let Some(comment) = next.comments.iter_mut().find(|piece| piece.message == message) {
        text.clone_into(&mut comment.text);
    } else if let Some(piece) = next.evidence.iter_mut().rfind(|piece| piece.message == message) {
        text.clone_into(&mut piece.caption);
    } else {
        return unchanged(Vec::new());
    }
    settle(open, next, facts, vec![Phrase::new("edit-taken")])
}

/// Platforms report edits that change no word, such as a link's preview.
fn same(open: &Dialogue, text: &str, message: i64) -> bool {
    let stands = |piece: &Piece| piece.message == message && piece.text == text;
    let in_answer = |entry: &Entry| entry.clone().words().iter().any(stands);
    open.answers.0.values().any(in_answer)
        || open.comments.iter().any(stands)
        || open.evidence.iter().any(|e| e.message == message && e.caption == text)
}

fn edited_answer(open: &Dialogue, question: Question, text: &str, message: i64, facts: &Facts<'_>) -> Turn {
    let mut next = open.clone();
    if let Some(Entry { value: Value::Words(pieces), .. }) = next.answers.0.get_mut(&question) {
        let pieces = pieces.iter_mut().filter(|piece| piece.message == message);
        pieces.for_each(|piece| text.clone_into(&mut piece.text));
        return settle(open, next, facts, vec![taken_edit(question)]);
    }
    match read(open, question, text, message, facts) {
        Reading::Fits { value, whole } => {
            next.comments.retain(|piece| piece.message != message);
            let (cursor, piece) = (next.cursor, Piece { message, text: text.to_owned() });
            let mut lines = accept(&mut next, question, value, whole, &piece, facts);
            called::offer(&mut next, question, facts);
            next.cursor = cursor;
            lines.insert(0, taken_edit(question));
            lines.extend(notices(&next, question, facts));
            settle(open, next, facts, lines)
        }
        Reading::Misses { hint, .. } => {
            keep(&mut next, message, text);
            let line = Phrase::new("edit-kept").with("field", field(question));
            settle(open, next, facts, vec![line, hint])
        }
    }
}

fn taken_edit(question: Question) -> Phrase {
    Phrase::new("edit-answer").with("field", field(question))
}
