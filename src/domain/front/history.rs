//! The history of a case: what was done, what was said and what the clocks did, the newest last, a page at a time.
//!
//! Words are shown in their beginning only; how often they were edited stands behind them. A page button changes the
//! message it stands under.

use chrono::{DateTime, Utc};

use super::{CaseFile, Facts, answer_with, case_key, turn, why};
use crate::domain::{
    case::{State, Waiting, state_phrase},
    chat::Incoming,
    coverage::Liability,
    dialogue::{self, Question, Value},
    money::Money,
    phrase::{Arg, Phrase, Say},
    plan::{Plan, Side},
    terms::Terms,
    text::defuse,
};

/// Lines of one page.
const PAGE: usize = 15;
/// Characters of a message that are shown.
const SHOWN: usize = 80;
/// Characters of a message that are read, so that what is left out is seen to be.
pub const LETTERS: i32 = 200;

/// One stored line of a history.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nobody when the desk itself did it.
    pub by: Option<String>,
    /// What.
    pub what: What,
}

/// What a stored line is about.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Something done to the case.
    Event {
        /// A key `event-…` of the catalogue.
        kind: String,
        /// Its details.
        data: serde_json::Value,
    },
    /// Something said.
    Message {
        /// Whose words.
        side: Side,
        /// `text`, `file`, or `kind-…`.
        kind: String,
        /// How it begins.
        body: String,
        /// How often it was edited.
        edits: i64,
    },
}

/// Shows a page of a case's history; the last one unless another is asked for.
pub(super) fn show(file: &CaseFile, page: Option<usize>, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let say = page_of(file, page, facts);
    match page {
        Some(_) => turn(incoming, facts, say),
        None => answer_with(incoming, facts, say),
    }
}

fn page_of(file: &CaseFile, page: Option<usize>, facts: &Facts<'_>) -> Say {
    let lines = lines(file, facts);
    let pages = lines.len().div_ceil(PAGE).max(1);
    let at = page.unwrap_or(pages - 1).min(pages - 1);
    // Why from the end: the newest page is a full one, and older pages stay what they were.
    let end = lines.len() - (pages - 1 - at) * PAGE;
    let shown = &lines[end.saturating_sub(PAGE)..end];
    let head = Phrase::new("history-head").with("ref", file.case.reference.to_string());
    let mut say = Say { lines: vec![head], rows: Vec::new() };
    say.lines.extend(shown.iter().map(|(_, line)| line.clone()));
    if pages > 1 {
        say.lines.push(
            Phrase::new("list-page")
                .with("page", i64::try_from(at + 1).unwrap_or(i64::MAX))
                .with("of", i64::try_from(pages).unwrap_or(i64::MAX)),
        );
    }
    let turn = |label, page: usize| case_key(Phrase::new(label), file.case.id, &format!("history:{page}"));
    let older = (at > 0).then(|| turn("key-older", at - 1));
    let newer = (at + 1 < pages).then(|| turn("key-newer", at + 1));
    say.rows.push(older.into_iter().chain(newer).collect());
    say.rows.retain(|row| !row.is_empty());
    say
}

/// Every line, the oldest first; of one instant in the order events, words, clocks.
fn lines(file: &CaseFile, facts: &Facts<'_>) -> Vec<(DateTime<Utc>, Phrase)> {
    let entries = facts.moves.histories.and_then(|h| h.get(&file.case.id)).map_or(&[][..], Vec::as_slice);
    let mut lines: Vec<(DateTime<Utc>, Phrase)> =
        entries.iter().map(|entry| (entry.at, line(entry, facts.terms))).collect();
    lines.extend(why::clock_lines(file, facts));
    lines.sort_by_key(|(at, _)| *at);
    lines
}

fn line(entry: &Entry, terms: &Terms) -> Phrase {
    let what = match &entry.what {
        What::Event { kind, data } => event(kind, data, terms),
        What::Message { side, kind, body, edits } => {
            return said(entry, *side, kind, body, *edits);
        }
    };
    match &entry.by {
        Some(name) => {
            Phrase::new("history-by").with("at", entry.at).with("what", what).with("name", name.as_str())
        }
        None => Phrase::new("history-line").with("at", entry.at).with("what", what),
    }
}

fn said(entry: &Entry, side: Side, kind: &str, body: &str, edits: i64) -> Phrase {
    let what = match (kind, body.is_empty()) {
        // Why `thing` too: a place, a contact, a poll are told by what they say.
        ("text" | "call", _) | ("thing", false) => quote(body),
        (kind, _) if kind.starts_with("kind-") => Phrase { key: kind.to_owned().into(), args: Vec::new() },
        (_, true) => Phrase::new("history-file"),
        (_, false) => Phrase::new("history-file-words").with("words", quote(body)),
    };
    let what = match edits {
        0 => what,
        n => Phrase::new("history-edited").with("words", what).with("count", n),
    };
    let key = match side {
        Side::Customer if kind == "call" => "history-call",
        Side::Customer => "history-customer",
        Side::Agent => "history-agent",
        Side::Note => "history-note",
    };
    let name = entry.by.as_deref().unwrap_or_default();
    Phrase { key: key.into(), args: Vec::new() }.with("at", entry.at).with("name", name).with("what", what)
}

/// What a line is about, without its time and its author; words in full.
pub fn done(entry: &Entry, terms: &Terms) -> Phrase {
    match &entry.what {
        What::Event { kind, data } => event(kind, data, terms),
        What::Message { kind, body, .. } => match (kind.as_str(), body.is_empty()) {
            ("call", _) => Phrase::new("paper-spoken").with("text", defuse(body)),
            ("text", _) | ("thing", false) => Phrase::new("said").with("text", defuse(body)),
            (kind, _) if kind.starts_with("kind-") => {
                Phrase { key: kind.to_owned().into(), args: Vec::new() }
            }
            (_, true) => Phrase::new("history-file"),
            (_, false) => Phrase::new("history-file-words").with("words", defuse(body)),
        },
    }
}

fn quote(body: &str) -> Phrase {
    let line = body.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = line.chars().take(SHOWN).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    Phrase::new("history-quote").with("text", defuse(&shown))
}

/// What was done, with its details where there are some.
fn event(kind: &str, data: &serde_json::Value, terms: &Terms) -> Phrase {
    let text = |name: &str| data[name].as_str().unwrap_or_default().to_owned();
    match kind {
        "assigned" => Phrase::new("event-assigned-to").with("to", text("to")),
        "given" => Phrase::new("event-given-to").with("to", text("to")),
        "transferred" => Phrase::new("event-transferred-to")
            .with("from", terms.group_name(&text("from")))
            .with("to", terms.group_name(&text("to"))),
        "waiting" => Phrase::new("event-waiting-for").with("state", waiting(&text("on"))),
        "set" => set(data, terms),
        "called" => called(data),
        "verdict" => match data["fault"].as_str().and_then(Liability::from_name) {
            Some(fault) => Phrase::new("event-verdict-of")
                .with("n", data["n"].as_i64().unwrap_or_default())
                .with("what", Phrase::keyed("fault", fault.name())),
            None => Phrase::new("event-verdict"),
        },
        kind if kind.starts_with("appointment-") => appointment(kind, data, terms),
        kind if kind.starts_with("price-") => quoted(kind, data),
        "company" => match (data["from"].as_str(), data["to"].as_str()) {
            (_, Some(to)) => Phrase::new("event-company-of").with("company", to),
            (Some(from), None) => Phrase::new("event-company-no-more").with("company", from),
            (None, None) => Phrase::new("event-company"),
        },
        "merged" => Phrase::new("event-merged-with").with("ref", text("ref")),
        "absorbed" => Phrase::new("event-absorbed-with").with("ref", text("ref")),
        "linked" => Phrase::new("event-linked-with").with("ref", text("ref")),
        "unlinked" => Phrase::new("event-unlinked-with").with("ref", text("ref")),
        _ => Phrase::keyed("event", kind),
    }
}

/// What became of an appointment: for what, and at which time where there is one.
fn appointment(kind: &str, data: &serde_json::Value, terms: &Terms) -> Phrase {
    let Some(way) = data["way"].as_str() else { return Phrase::keyed("event", kind) };
    let what = Phrase::keyed("event", kind);
    let what = Phrase::new("event-appointment-for").with("what", what).with("label", terms.way_name(way));
    match data["at"].as_str().and_then(|at| at.parse::<DateTime<Utc>>().ok()) {
        Some(at) => Phrase::new("event-appointment-at").with("what", what).with("at", at),
        None => what,
    }
}

/// How a call was left, and until when.
fn called(data: &serde_json::Value) -> Phrase {
    let left = ["solved", "back", "handed"].into_iter().find(|left| data["left"] == **left);
    let Some(left) = left else { return Phrase::new("event-called") };
    let what = Phrase::keyed("brief", left);
    match data["when"].as_str() {
        Some(when) => Phrase::new("event-called-when").with("what", what).with("text", when),
        None => Phrase::new("event-called-so").with("what", what),
    }
}

/// What was done about a price, with the price; without it where the words of the case are gone.
fn quoted(kind: &str, data: &serde_json::Value) -> Phrase {
    let what = Phrase::keyed("event", kind);
    match (data["n"].as_i64(), serde_json::from_value::<Money>(data["price"].clone())) {
        (Some(n), Ok(price)) => {
            Phrase::new("event-of-quote").with("what", what).with("n", n).with("price", price)
        }
        _ => what,
    }
}

fn waiting(on: &str) -> Phrase {
    let state = Waiting::ALL.into_iter().find(|w| w.name() == on).map(State::Waiting);
    state.map_or_else(|| Phrase::new("event-waiting"), state_phrase)
}

fn set(data: &serde_json::Value, terms: &Terms) -> Phrase {
    let Some(field) = data["field"].as_str().and_then(Question::from_id) else {
        return Phrase::new("event-set");
    };
    let value = |name: &str| -> Arg {
        let value: Option<Value> = serde_json::from_value(data[name].clone()).ok();
        let words = value.and_then(|v| dialogue::told(field, &v, terms));
        words.unwrap_or_else(|| Phrase::new("nothing-said")).into()
    };
    Phrase::new("event-set-to")
        .with("field", Phrase::keyed("field", field.id()))
        .with("before", value("before"))
        .with("after", value("after"))
}
