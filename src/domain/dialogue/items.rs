//! The lines of a company's claim: typed or pasted, echoed as a list, put right one by one, and counted once they were
//! agreed to.
//!
//! The sheet is the working copy and stays with the draft; the answer is what was agreed to. Whatever changes the sheet
//! takes the answer back, so nothing counts that its person has not seen. A line that can't be read is named, and the
//! message it came in goes along with the claim.

use serde::{Deserialize, Serialize};

use super::{
    Dialogue, Entry, Facts, Question, Turn, Value,
    advance::{again, set, settle},
    answers::Answers,
    form,
    keys::{Keys, in_rows, quiet_row},
    options::said,
    text::{keep, miss},
    words::{Aside, aside},
};
use crate::domain::{
    phrase::{Arg, Key, Phrase},
    wholesale::{Count, Item, MOST, Pasted, Total, Unread, Why, read},
};

/// Lines with a button of their own; the others are sent again with their number.
const BUTTONS: usize = 10;
/// Unread lines that are named one by one.
const NAMED: usize = 5;
/// Letters of an unread line that are shown.
const SHOWN: usize = 60;

/// The lines so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// Each with the message it came in.
    pub rows: Vec<Row>,
    /// The one that is being put right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<usize>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The message it came in.
    pub message: i64,
    /// What it says.
    pub item: Item,
}

/// What the pieces of a claim are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matter {
    Defective,
    Missing,
    Wrong,
}

impl Matter {
    fn of(answers: &Answers) -> Self {
        match answers.option(Question::About) {
            Some("missing") => Self::Missing,
            Some("wrong") => Self::Wrong,
            _ => Self::Defective,
        }
    }

    const fn id(self) -> &'static str {
        match self {
            Self::Defective => "defective",
            Self::Missing => "missing",
            Self::Wrong => "wrong",
        }
    }
}

/// Whether the goods of a claim never came: then only what was ordered bounds their number.
pub(super) fn is_missing(answers: &Answers) -> bool {
    Matter::of(answers) == Matter::Missing
}

impl Dialogue {
    /// The sheet as it stands; of a draft without one, what was agreed to.
    fn lines(&self) -> Sheet {
        if let Some(sheet) = &self.sheet {
            return (**sheet).clone();
        }
        let items = self.answers.items().iter().cloned();
        Sheet { rows: items.map(|item| Row { message: 0, item }).collect(), at: None }
    }

    /// Whether lines are shown to be agreed to.
    pub(super) fn echoes(&self) -> bool {
        !self.cancelling && !self.lines().rows.is_empty()
    }
}

/// A text while lines are asked for; `None` where it is read like any other answer.
pub(super) fn written(open: &Dialogue, text: &str, message: i64, facts: &Facts<'_>) -> Option<Turn> {
    let sheet = open.lines();
    match aside(text) {
        Some(Aside::Yes | Aside::Done | Aside::Send) if !sheet.rows.is_empty() && sheet.at.is_none() => {
            return Some(agreed(open, facts));
        }
        Some(Aside::No | Aside::Skip) if sheet.at.is_some() => return Some(at(open, None, facts)),
        Some(Aside::Unknown) if sheet.rows.is_empty() => return None,
        _ => {}
    }
    let meant = numbered(text, sheet.rows.len());
    let place = sheet.at.or(meant.map(|(place, _)| place));
    let room = MOST.saturating_sub(sheet.rows.len()) + usize::from(place.is_some());
    let line = meant.map_or(text, |(_, line)| line);
    let pasted = read(line, room, is_missing(&open.answers));
    if pasted.items.is_empty() {
        let hint = pasted.unread.first().filter(|unread| unread.why != Why::Shape);
        let hint = hint.map_or_else(|| fits(&open.answers), |unread| named(unread, &open.answers));
        return Some(miss(open, text, message, hint, &[], facts));
    }
    let mut next = open.clone();
    let rows = pasted.items.iter().map(|item| Row { message, item: item.clone() });
    let mut sheet = Sheet { at: None, ..sheet };
    match place {
        Some(place) => sheet.rows.splice(place..=place, rows).for_each(drop),
        None => sheet.rows.extend(rows),
    }
    changed(&mut next, sheet);
    let lines = left_out(&mut next, &pasted, text, message);
    Some(settle(open, next, facts, lines))
}

/// The line a text means that begins with its number, as the list shows it, and what stands behind the number. Only alone: a pasted list has numbers, too.
fn numbered(text: &str, rows: usize) -> Option<(usize, &str)> {
    let (number, rest) = text.trim().split_once(['.', ')', '、'])?;
    let place = number.parse::<usize>().ok()?.checked_sub(1)?;
    (place < rows && !rest.contains('\n') && !rest.starts_with(|c: char| c.is_ascii_digit()))
        .then_some((place, rest))
}

/// An edit of a message lines came in: they give way to what it says now.
pub(super) fn edited(open: &Dialogue, text: &str, message: i64, facts: &Facts<'_>) -> Option<Turn> {
    let sheet = open.lines();
    let first = sheet.rows.iter().position(|row| row.message == message)?;
    let others = sheet.rows.iter().filter(|row| row.message != message).cloned().collect::<Vec<_>>();
    let pasted = read(text, MOST.saturating_sub(others.len()), is_missing(&open.answers));
    let mut next = open.clone();
    if pasted.items.is_empty() {
        keep(&mut next, message, text);
        let line = Phrase::new("edit-kept").with("field", Phrase::keyed("field", Question::Lines.id()));
        return Some(settle(open, next, facts, vec![line, fits(&open.answers)]));
    }
    next.comments.retain(|piece| piece.message != message);
    let mut rows = others;
    let place = first.min(rows.len());
    rows.splice(place..place, pasted.items.iter().map(|item| Row { message, item: item.clone() }))
        .for_each(drop);
    changed(&mut next, Sheet { rows, at: None });
    let mut lines =
        vec![Phrase::new("edit-answer").with("field", Phrase::keyed("field", Question::Lines.id()))];
    lines.extend(left_out(&mut next, &pasted, text, message));
    Some(settle(open, next, facts, lines))
}

/// Another sheet: what was agreed to before is open again.
fn changed(next: &mut Dialogue, sheet: Sheet) {
    next.answers.0.remove(&Question::Lines);
    next.sheet = Some(Box::new(sheet));
    next.misses = 0;
}

/// What of a text is not in the list; all of it goes along then.
fn left_out(next: &mut Dialogue, pasted: &Pasted, text: &str, message: i64) -> Vec<Phrase> {
    if pasted.is_whole() {
        return Vec::new();
    }
    keep(next, message, text);
    let mut lines: Vec<Phrase> =
        pasted.unread.iter().take(NAMED).map(|unread| named(unread, &next.answers)).collect();
    let more = pasted.unread.len().saturating_sub(NAMED);
    lines.extend((more > 0).then(|| Phrase::new("line-more-unread").with("count", number(more))));
    let strange: Vec<Phrase> = pasted.strange.iter().map(|column| said(shortened(column))).collect();
    lines
        .extend((!strange.is_empty()).then(|| Phrase::new("line-columns").with("facts", Arg::List(strange))));
    lines.push(Phrase::new("line-kept"));
    lines
}

/// A line that was not taken, and why.
fn named(unread: &Unread, answers: &Answers) -> Phrase {
    let line = |key| Phrase::new(key).with("n", number(unread.n)).with("text", shortened(&unread.text));
    match unread.why {
        Why::Shape => line("line-unread"),
        Why::Full => line("line-full").with("most", number(MOST)),
        Why::Misfit(misfit) => {
            let matter = Matter::of(answers);
            let told = |(count, pieces): (Count, u32)| count_phrase(count, pieces, matter);
            line("line-misfit").with("more", told(misfit.more)).with("than", told(misfit.than))
        }
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// What would be a line.
pub(super) fn fits(answers: &Answers) -> Phrase {
    match Matter::of(answers) {
        Matter::Defective => Phrase::new("fits-lines"),
        Matter::Missing | Matter::Wrong => Phrase::new("fits-lines-pieces"),
    }
}

/// One line of help under the question.
pub(super) fn help(answers: &Answers) -> Phrase {
    Phrase::keyed("help-lines", Matter::of(answers).id())
}

fn agreed(open: &Dialogue, facts: &Facts<'_>) -> Turn {
    let sheet = open.lines();
    let mut next = open.clone();
    let items = sheet.rows.iter().map(|row| row.item.clone()).collect();
    set(&mut next, Question::Lines, Entry::pressed(Value::Items(items)), true);
    next.sheet = Some(Box::new(Sheet { at: None, ..sheet }));
    settle(open, next, facts, Vec::new())
}

/// Goes to one line, or back to all of them.
fn at(open: &Dialogue, place: Option<usize>, facts: &Facts<'_>) -> Turn {
    let sheet = Sheet { at: place, ..open.lines() };
    settle(open, Dialogue { sheet: Some(Box::new(sheet)), ..open.clone() }, facts, Vec::new())
}

/// A press on the list: `l-…`.
pub(super) fn pressed(open: &Dialogue, option: &str, facts: &Facts<'_>) -> Turn {
    let sheet = open.lines();
    match (option, sheet.at) {
        ("ok", None) if !sheet.rows.is_empty() => agreed(open, facts),
        ("clear", None) if !sheet.rows.is_empty() => {
            let mut next = open.clone();
            changed(&mut next, Sheet::default());
            settle(open, next, facts, Vec::new())
        }
        ("leave", Some(_)) => at(open, None, facts),
        ("drop", Some(place)) if place < sheet.rows.len() => {
            let mut next = open.clone();
            let mut rows = sheet.rows;
            rows.remove(place);
            changed(&mut next, Sheet { rows, at: None });
            settle(open, next, facts, Vec::new())
        }
        (place, None) => match place.parse::<usize>().ok().filter(|place| *place < sheet.rows.len()) {
            Some(place) => at(open, Some(place), facts),
            None => again(open, facts, Vec::new()),
        },
        _ => again(open, facts, Vec::new()),
    }
}

/// The list, or the line that is being put right, under its question.
pub(super) fn echo(open: &Dialogue, asked: Phrase) -> Vec<Phrase> {
    let sheet = open.lines();
    let matter = Matter::of(&open.answers);
    let line = |(n, row): (usize, &Row)| item_line(n + 1, &row.item, matter);
    if let Some((place, row)) = sheet.at.and_then(|place| Some((place, sheet.rows.get(place)?))) {
        return vec![Phrase::new("line-change"), line((place, row))];
    }
    let mut lines = vec![asked];
    lines.extend(sheet.rows.iter().enumerate().map(line));
    let items: Vec<Item> = sheet.rows.iter().map(|row| row.item.clone()).collect();
    lines.extend((items.len() > 1).then(|| sum(&items, matter)));
    lines.extend((items.len() > BUTTONS).then(|| Phrase::new("line-by-number")));
    lines
}

/// The buttons under it.
pub(super) fn rows(open: &Dialogue, facts: &Facts<'_>, keys: &Keys) -> Vec<Vec<Key>> {
    let sheet = open.lines();
    if sheet.at.is_some() {
        let change = vec![keys.nav("l-drop", "key-line-drop"), keys.nav("l-leave", "key-line-leave")];
        return vec![change, quiet_row(open, facts, keys)];
    }
    let change = |n: usize| {
        let label = Phrase::new("key-line").with("n", number(n + 1));
        keys.key(&format!(".l-{n}"), label)
    };
    // Why: agreed to already, it stays as it is.
    let right = if open.answers.has(Question::Lines) { "keep" } else { "l-ok" };
    let mut rows = vec![vec![keys.nav(right, "key-lines-right"), keys.nav("l-clear", "key-lines-clear")]];
    rows.extend(in_rows((0..sheet.rows.len().min(BUTTONS)).map(change).collect(), 5));
    rows.extend(form::key(open, Question::Lines, facts, keys).map(|key| vec![key]));
    rows.push(quiet_row(open, facts, keys));
    rows
}

/// The lines that were agreed to, as many as `most`, and how many more there are.
pub fn table(answers: &Answers, most: usize) -> Vec<Phrase> {
    let (items, matter) = (answers.items(), Matter::of(answers));
    let shown = items.iter().take(most).enumerate();
    let mut lines: Vec<Phrase> = shown.map(|(n, item)| item_line(n + 1, item, matter)).collect();
    let more = items.len().saturating_sub(most);
    lines.extend((more > 0).then(|| Phrase::new("line-more").with("count", number(more))));
    lines
}

/// What the lines come to, as one fact.
pub(super) fn total(answers: &Answers) -> Option<Phrase> {
    let items = answers.items();
    (!items.is_empty()).then(|| sum(items, Matter::of(answers)))
}

fn sum(items: &[Item], matter: Matter) -> Phrase {
    let total = Total::of(items);
    let pieces = i64::try_from(total.defective).unwrap_or(i64::MAX);
    let count = number(items.len());
    match total.rate.filter(|_| matter == Matter::Defective) {
        Some(rate) => Phrase::new("lines-sum-rate")
            .with("count", count)
            .with("pieces", pieces)
            .with("rate", rate.percent())
            .with("of", Phrase::keyed("rate-of", rate.of.id())),
        None => Phrase::keyed("lines-sum", matter.id()).with("count", count).with("pieces", pieces),
    }
}

/// One line in words; what it says can be sent back as it stands.
fn item_line(n: usize, item: &Item, matter: Matter) -> Phrase {
    let mut facts = vec![said(item.sku.as_str())];
    facts.extend(item.lot.as_deref().map(|lot| Phrase::new("item-lot").with("lot", lot)));
    facts.extend(item.carton.as_deref().map(|carton| Phrase::new("item-carton").with("carton", carton)));
    let counts = Count::ALL.iter().filter_map(|count| Some((*count, item.counts.get(*count)?)));
    facts.extend(counts.map(|(count, pieces)| {
        let told = count_phrase(count, pieces, matter);
        match item.counts.rate().filter(|_| count == Count::Defective && matter == Matter::Defective) {
            Some(rate) => Phrase::new("item-rate").with("what", told).with("rate", rate.percent()),
            None => told,
        }
    }));
    // Why text: a number in groups of three would be read as two.
    Phrase::new("item-line").with("n", n.to_string()).with("facts", Arg::List(facts))
}

fn count_phrase(count: Count, pieces: u32, matter: Matter) -> Phrase {
    let id = if count == Count::Defective { matter.id() } else { count.id() };
    Phrase::keyed("item", id).with("pieces", pieces.to_string())
}

fn number(n: usize) -> Arg {
    Arg::Number(i64::try_from(n).unwrap_or(i64::MAX))
}
