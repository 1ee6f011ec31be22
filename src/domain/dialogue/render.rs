//! What a question looks like: acknowledgements first, then the question, its help, its buttons.

use super::{
    Dialogue, Facts, Flow, OTHER, Question, Utterance, called,
    evidence::{checklist, count, evidence_fact},
    items,
    keys::{Keys, in_rows, question_rows, summary_rows},
    known,
    summary::{summary, worded},
};
use crate::domain::{
    claim::Buyer,
    phrase::{Arg, Key, Phrase, Say},
};

/// Lines of a company's claim that a summary shows.
const LINES: usize = 12;

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
        Some(Question::Order) if open.offers().is_some() => {
            let offered = open
                .offers()
                .map(|goods| (known::lines(open, goods, facts), known::rows(open, goods, facts, &keys)));
            let (said, rows) = offered.unwrap_or_default();
            lines.extend(said);
            rows
        }
        Some(Question::Lines) if open.echoes() => {
            lines.extend(items::echo(
                open,
                counted_as(open, Question::Lines, Phrase::new("ask-lines-right"), facts),
            ));
            items::rows(open, facts, &keys)
        }
        Some(question) => {
            lines.extend(question_lines(open, question, facts));
            question_rows(open, question, facts, &keys)
        }
        None => {
            lines.extend(summary_lines(open, facts));
            summary_rows(open.flow, &keys)
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

fn question_lines(open: &Dialogue, question: Question, facts: &Facts<'_>) -> Vec<Phrase> {
    let mut lines: Vec<Phrase> = called::found_so_far(open, question).into_iter().collect();
    lines.push(counted(open, question, facts));
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
    counted_as(open, question, wording(open, question), facts)
}

fn counted_as(open: &Dialogue, question: Question, asked: Phrase, facts: &Facts<'_>) -> Phrase {
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
    let company = open.flow == Flow::Claim && open.buyer == Buyer::Wholesale;
    match (open.flow, question) {
        (_, Question::Order) if company => Phrase::new("ask-order-company"),
        (_, Question::Urgency) if company => Phrase::new("ask-urgency-company"),
        (Flow::Order, Question::Order) => Phrase::new("ask-order-where"),
        (Flow::Call, Question::Phone) => Phrase::new("ask-phone-call"),
        (Flow::Call, Question::Topic) => Phrase::new("ask-topic-call"),
        (Flow::Call, Question::Urgency) => Phrase::new("ask-urgency-call"),
        (Flow::Call, Question::Story) => Phrase::new("ask-story-call"),
        (Flow::Call, Question::Window) => Phrase::new("ask-window-call"),
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
    if open.flow == Flow::Call {
        return (question == Question::Caller).then(|| Phrase::new("help-caller"));
    }
    Some(Phrase::new(match question {
        Question::Order => {
            let example = facts.terms.brand.order_example.as_str();
            let company = open.flow == Flow::Claim && open.buyer == Buyer::Wholesale;
            let key = if company { "help-order-company" } else { "help-order-number" };
            return Some(Phrase::new(key).with("example", example));
        }
        Question::Lines => return Some(items::help(&open.answers)),

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

fn summary_lines(open: &Dialogue, facts: &Facts<'_>) -> Vec<Phrase> {
    let mut told = open.told(facts.terms);
    let left = called::left(&mut told, open.flow, facts.terms);
    let pieces = usize::try_from(count(open)).unwrap_or_default();
    let facts_said: Vec<Phrase> =
        summary(&told, facts.terms).into_iter().chain(left).chain(evidence_fact(pieces)).collect();
    let notes = i64::try_from(open.comments.len()).unwrap_or(i64::MAX);
    let mut list = Phrase::new("facts");
    list.args.push(("facts".into(), Arg::List(facts_said)));
    let mut lines = vec![Phrase::keyed("summary", open.flow.id())];
    if open.flow == Flow::Call {
        let who = Phrase::new("facts").with("facts", Arg::List(called::told(open)));
        lines.push(who);
    }
    lines.push(list);
    lines.extend(items::table(&told, LINES));
    lines.extend((notes > 0).then(|| Phrase::new("summary-notes").with("count", notes)));
    lines
}
