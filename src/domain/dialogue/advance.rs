//! One step of a dialogue: what a person did, and what comes of it.
//!
//! Every change goes through `settle`, which raises `rev`, notes which question its writer had seen, and asks the
//! next one. Ends go through `filed`.

use std::collections::BTreeMap;

use super::{
    Dialogue, Entry, Evidence, Facts, Flow, Given, Next, Outcome, Question, Turn, Utterance, Value, called,
    edit, evidence, form, known, press,
    render::{ask, show},
    text,
};
use crate::domain::{
    claim::{Buyer, Filing, Line, Warranty, class_of, urgency_of},
    phrase::{Key, Phrase, Say},
    terms::Terms,
};

/// Opens a dialogue with its first question.
pub fn start(flow: Flow, facts: &Facts<'_>) -> Turn {
    let open = meant_for(Dialogue::new(flow), facts);
    let says = vec![show(&open, facts)];
    Turn { next: Next::Open(open), says, outcome: None }
}

/// The draft as somebody fills it in who buys as they do now. Who said once that they buy for a company goes on so.
fn meant_for(open: Dialogue, facts: &Facts<'_>) -> Dialogue {
    let buyer = if open.buyer == Buyer::Wholesale { open.buyer } else { facts.buyer };
    Dialogue { buyer, company: facts.company.map(str::to_owned), ..open }
}

/// What comes of `given` in the dialogue `open`.
pub fn advance(open: &Dialogue, given: &Given<'_>, facts: &Facts<'_>) -> Turn {
    match *given {
        Given::Text { text, message } => text::written(open, text, message, facts),
        Given::Edited { text, message } => edit::edited(open, text, message, facts),
        Given::Pressed { rev, option } if rev == open.rev => press::pressed(open, option, facts),
        Given::Pressed { .. } => again(open, facts, vec![Phrase::new("old-button")]),
        Given::Filled { rev, form, fields } => form::filled(open, rev, form, fields, facts),
        Given::Evidence { media, unique, kind, caption, album, message } => {
            let (caption, album) = (caption.trim().to_owned(), album.map(str::to_owned));
            let unique = Some(unique.to_owned());
            let piece = Evidence { media, unique, kind, caption, album, message, surplus: false };
            evidence::take(open, piece, facts)
        }
        Given::Unreadable { kind, .. } => {
            let kind = Phrase { key: kind.to_owned().into(), args: Vec::new() };
            again(open, facts, vec![Phrase::new("unreadable").with("kind", kind)])
        }
        Given::Back => back(open, facts),
        Given::Cancel if open.cancelling => cancelled(open.flow),
        Given::Cancel => ask_to_cancel(open, facts),
        Given::Save => save(open, facts),
        Given::Resume => resume(open, facts),
        Given::Person => person(open, facts),
    }
}

/// Nothing changes; `says` may still be said.
pub(super) fn unchanged(says: Vec<Utterance>) -> Turn {
    Turn { next: Next::Unchanged, says, outcome: None }
}

/// Nothing changes, and the current question is asked again under `lines`.
pub(super) fn again(open: &Dialogue, facts: &Facts<'_>, lines: Vec<Phrase>) -> Turn {
    unchanged(vec![ask(open, facts, lines)])
}

/// The turn from `open` to `next`: a new revision, and its current question under `lines`.
pub(super) fn settle(open: &Dialogue, mut next: Dialogue, facts: &Facts<'_>, lines: Vec<Phrase>) -> Turn {
    let (was, is) = (open.at(facts.terms), next.at(facts.terms));
    next.rev = open.rev.saturating_add(1);
    if was != is || open.offers() != next.offers() {
        next.misses = 0;
    }
    // Why: whoever writes in time has seen the question that was current; a late writer has not.
    if !facts.late {
        next.before = was;
    }
    if is.is_none() && !next.flow.has_summary() {
        return filed(&next, facts.terms, false);
    }
    let says = vec![ask(&next, facts, lines)];
    Turn { next: Next::Open(next), says, outcome: None }
}

/// Sets the answer to `question` and leaves it. Words that give way become a comment, unless their writer replaces a
/// short value on purpose (`replacing`).
pub(super) fn set(next: &mut Dialogue, question: Question, entry: Entry, replacing: bool) {
    if question == Question::Order {
        known::let_go(next);
    }
    if next.flow == Flow::Call {
        called::let_go(next, question);
    }
    let kept = entry.clone();
    let old = next.answers.0.insert(question, entry);
    let changed = old.as_ref().is_none_or(|old| old.value != kept.value);
    if let Some(old) = old.filter(|old| !replacing || matches!(old.value, Value::Words(_))) {
        next.comments.extend(old.words().into_iter().filter(|piece| !kept.is_from(piece.message)));
    }
    if question == Question::Family && changed {
        forget(next, Question::Model);
    }
    if question == Question::Evidence && kept.value != Value::Cannot {
        forget(next, Question::Why);
    }
    if next.flow == Flow::Call {
        called::follow(next, question);
    }
    next.cursor = None;
    next.cancelling = false;
}

/// Takes an answer out; what was typed for it becomes a comment.
pub(super) fn forget(next: &mut Dialogue, question: Question) {
    let old = next.answers.0.remove(&question);
    next.comments.extend(old.into_iter().flat_map(Entry::words));
}

/// What is said at once about an answer: the warranty, as soon as the day or the product is known.
pub(super) fn notices(next: &Dialogue, question: Question, facts: &Facts<'_>) -> Vec<Phrase> {
    let dated = next.flow == Flow::Claim && next.answers.has(Question::Received);
    let asked = next.applicable(facts.terms).contains(&Question::Part);
    if !dated || !asked || !matches!(question, Question::Received | Question::Family) {
        return Vec::new();
    }
    vec![match Warranty::of(&next.answers, facts.terms, facts.today) {
        Warranty::Lifetime => Phrase::new("warranty-life"),
        Warranty::In(until) => Phrase::new("warranty-in").with("until", until),
        Warranty::Out(until) => Phrase::new("warranty-out").with("until", until),
        Warranty::Unknown => Phrase::new("warranty-unknown"),
    }]
}

/// The question before the current one, asked once more.
pub(super) fn back(open: &Dialogue, facts: &Facts<'_>) -> Turn {
    if open.cancelling {
        return carry_on(open, facts);
    }
    let applicable = open.applicable(facts.terms);
    let place = open.at(facts.terms).and_then(|at| applicable.iter().position(|q| *q == at));
    let before = place.unwrap_or(applicable.len()).checked_sub(1).and_then(|at| applicable.get(at));
    match before {
        Some(question) => go_to(open, *question, facts),
        None => again(open, facts, vec![Phrase::new("first-question")]),
    }
}

/// Asks `question` out of turn.
pub(super) fn go_to(open: &Dialogue, question: Question, facts: &Facts<'_>) -> Turn {
    let next = Dialogue { cursor: Some(question), ..open.clone() };
    settle(open, next, facts, Vec::new())
}

/// Asks once whether it really is to be given up.
pub(super) fn ask_to_cancel(open: &Dialogue, facts: &Facts<'_>) -> Turn {
    settle_here(open, Dialogue { cancelling: true, ..open.clone() }, facts)
}

/// Takes the question back whether to give up.
pub(super) fn carry_on(open: &Dialogue, facts: &Facts<'_>) -> Turn {
    settle_here(open, Dialogue { cancelling: false, ..open.clone() }, facts)
}

fn settle_here(open: &Dialogue, next: Dialogue, facts: &Facts<'_>) -> Turn {
    settle(open, next, facts, Vec::new())
}

/// Gives up.
pub(super) fn cancelled(flow: Flow) -> Turn {
    let key = Key { label: Phrase::new("key-again"), data: format!("m:{}", flow.id()) };
    let line = if flow == Flow::Call { "cancelled-call" } else { "cancelled" };
    let say = Say { lines: vec![Phrase { key: line.into(), args: Vec::new() }], rows: vec![vec![key]] };
    Turn { next: Next::Ended, says: vec![plain(say)], outcome: Some(Outcome::Cancelled) }
}

/// Puts it aside.
pub(super) fn save(open: &Dialogue, facts: &Facts<'_>) -> Turn {
    let saved = Dialogue { cancelling: false, rev: open.rev.saturating_add(1), before: None, ..open.clone() };
    let key = Key { label: Phrase::new("key-continue"), data: format!("m:resume:{}", open.flow.id()) };
    let say = Say {
        lines: vec![Phrase::new("saved").with("days", i64::from(facts.terms.lives.draft_days))],
        rows: vec![vec![key]],
    };
    Turn { next: Next::Saved(saved), says: vec![plain(say)], outcome: None }
}

fn plain(say: Say) -> Utterance {
    Utterance { say, question: false, coalesce: None }
}

fn resume(open: &Dialogue, facts: &Facts<'_>) -> Turn {
    let facts = Facts { late: true, ..*facts };
    let next = Dialogue { cancelling: false, before: None, misses: 0, ..meant_for(open.clone(), &facts) };
    settle(open, next, &facts, vec![Phrase::new("resumed")])
}

/// Hands what there is to a person.
pub(super) fn person(open: &Dialogue, facts: &Facts<'_>) -> Turn {
    // Why: who takes a call down is the person.
    if open.flow == Flow::Call {
        return again(open, facts, Vec::new());
    }
    filed(open, facts.terms, true)
}

/// Ends the dialogue with what is to become a case. The desk answers with its receipt, so nothing is said here.
pub(super) fn filed(open: &Dialogue, terms: &Terms, for_person: bool) -> Turn {
    let filing = filing(open, terms);
    let outcome = if for_person { Outcome::Person(filing) } else { Outcome::Submitted(filing) };
    Turn { next: Next::Ended, says: Vec::new(), outcome: Some(outcome) }
}

fn filing(open: &Dialogue, terms: &Terms) -> Filing {
    let answers = open.told(terms);
    let media = |surplus| open.evidence.iter().filter(move |e| e.surplus == surplus).map(|e| e.media);
    Filing {
        flow: open.flow,
        buyer: open.buyer,
        class: class_of(open.buyer, &answers),
        urgency: urgency_of(&answers),
        topic: answers.option(Question::Topic).map(str::to_owned),
        lines: Line::all(&answers, open.product()),
        evidence: media(false).collect(),
        surplus: media(true).collect(),
        captions: captions(open),
        comments: remarks(open, terms),
        incomplete: open.at(terms).is_some(),
        answers,
    }
}

/// What was written under the evidence, by its ids.
fn captions(open: &Dialogue) -> BTreeMap<i64, String> {
    let written = open.evidence.iter().filter(|e| !e.caption.is_empty());
    written.map(|e| (e.media, e.caption.clone())).collect()
}

/// Everything written that is no answer: comments, and what was typed to questions that no longer apply.
fn remarks(open: &Dialogue, terms: &Terms) -> Vec<String> {
    let applicable = open.applicable(terms);
    let unasked = open.answers.0.iter().filter(|(q, _)| !applicable.contains(q));
    let typed = unasked.flat_map(|(_, entry)| entry.clone().words());
    open.comments.iter().cloned().chain(typed).map(|piece| piece.text).collect()
}
