//! Reading a typed text as the answer to a question.
//!
//! A text fits, or it does not and we know what would fit. Nothing is guessed from a text that asks something back,
//! and what a fitting text says beyond its value stays with the answer.

use chrono::{Months, NaiveDate};

use super::{
    Dialogue, Facts, Flow, Question as Q,
    answers::{Piece, Value},
    called,
    flows::{may_not_know, may_skip},
    items,
    options::{Choice, MAX_YEARS, offered},
    words::{Aside, aside, contains, mentions, names, plain},
};
use crate::domain::{
    day::{Typed, parse_day, parse_day_ahead},
    lang::Lang,
    phone::Phone,
    phrase::{Arg, Label, Phrase},
    text::half_width,
    wholesale,
};

/// What a text is to a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// An answer. `whole`: the value says all the text said.
    Fits { value: Value, whole: bool },
    /// No answer; the phrase says what would be. The days are offered as buttons when a date can be read two ways.
    Misses { hint: Phrase, days: Vec<NaiveDate> },
}

fn fits(value: Value) -> Reading {
    Reading::Fits { value, whole: true }
}

fn misses(hint: Phrase) -> Reading {
    Reading::Misses { hint, days: Vec::new() }
}

/// Reads `text`, sent as `message`, as the answer to `question`.
pub fn read(open: &Dialogue, question: Q, text: &str, message: i64, facts: &Facts<'_>) -> Reading {
    if let Some(value) = said_aside(open, question, text) {
        return fits(value);
    }
    match question {
        Q::Story | Q::Details | Q::Address => words(question, text, message),
        Q::Order => order(text, &facts.terms.brand.order_example),
        Q::Received => past(open, text, facts),
        Q::Needed | Q::Target => future(open, question, text, facts),
        Q::Quantity => quantity(text),
        Q::Lines => lines(open, text),
        Q::Company | Q::Name => short(question, text),
        Q::Caller => caller(text),
        Q::Phone => phone(text),
        Q::Email => email(text),
        Q::Evidence => misses(Phrase::new("fits-evidence")),
        Q::Model => one_of(open, question, text, facts).unwrap_or_else(|| short(question, text)),
        // Why words: an agent notes a day and an hour, and a part of the day is only a piece of that.
        Q::Window if open.flow == Flow::Call => match one_of(open, question, text, facts) {
            Some(Reading::Fits { value, whole: true }) => fits(value),
            _ => short(question, text),
        },
        Q::Why | Q::Window => one_of(open, question, text, facts).unwrap_or_else(|| short(question, text)),
        _ => one_of(open, question, text, facts).unwrap_or_else(|| misses(Phrase::new("fits-choice"))),
    }
}

/// Not knowing, skipping and having finished, where they are answers.
fn said_aside(open: &Dialogue, question: Q, text: &str) -> Option<Value> {
    match aside(text)? {
        Aside::Unknown if may_not_know(question) || open.misses >= 1 => Some(Value::Unknown),
        Aside::Unknown | Aside::Skip | Aside::No if may_skip(open.flow, question) => Some(Value::Skipped),
        // Why: "are the goods set aside?"
        Aside::Yes if question == Q::Quarantine => Some(Value::Option("aside".to_owned())),
        Aside::No if question == Q::Quarantine => Some(Value::Option("open".to_owned())),
        // Why: "can you still use it?"
        Aside::No if question == Q::Urgency => Some(Value::Option("high".to_owned())),
        Aside::Done if question == Q::Evidence && !open.evidence.is_empty() => Some(Value::Done),
        _ => None,
    }
}

/// The choice a short text names: word for word, or alone among the choices in a few words that ask nothing.
fn one_of(open: &Dialogue, question: Q, text: &str, facts: &Facts<'_>) -> Option<Reading> {
    let offered = offered(open, question, facts.terms, facts.today);
    let asks = text.contains(['?', '？']);
    let text = plain(text);
    if let Some(choice) = offered.iter().find(|choice| is_named(choice, &text)) {
        return Some(fits(choice.value.clone()));
    }
    if asks || weight(&text) > 40 {
        return None;
    }
    let mut found = offered.iter().filter(|choice| is_mentioned(choice, &text));
    match (found.next(), found.next()) {
        (Some(choice), None) => Some(Reading::Fits { value: choice.value.clone(), whole: false }),
        _ => None,
    }
}

fn is_named(choice: &Choice, text: &str) -> bool {
    names(&choice.id, text) || labels(choice).any(|label| plain(label) == text)
}

fn is_mentioned(choice: &Choice, text: &str) -> bool {
    mentions(&choice.id, text) || labels(choice).any(|label| contains(text, &plain(label)))
}

/// The names a brand gives its choice, in every language.
fn labels(choice: &Choice) -> impl Iterator<Item = &str> {
    choice.label.args.iter().flat_map(|(_, arg)| -> Vec<&str> {
        match arg {
            Arg::Label(Label(names)) => names.values().map(String::as_str).collect(),
            Arg::Text(name) => vec![name],
            _ => Vec::new(),
        }
    })
}

/// How much a text says, in letters: a character of a script without spaces says as much as three.
pub fn weight(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).map(|c| if c >= '\u{2E80}' { 3 } else { 1 }).sum()
}

fn words(question: Q, text: &str, message: i64) -> Reading {
    if weight(text) < 10 {
        return misses(Phrase::keyed("fits", question.id()));
    }
    fits(Value::Words(vec![Piece { message, text: text.to_owned() }]))
}

/// A few words on one line that ask nothing.
fn short(question: Q, text: &str) -> Reading {
    let asks = text.contains(['?', '？', '\n']);
    if asks || weight(text) < 2 || weight(text) > 120 {
        return misses(Phrase::keyed("fits", question.id()));
    }
    fits(Value::Short(text.trim().to_owned()))
}

/// An order number: one word with a digit, or such a word among a few that speak of an order.
pub(super) fn order(text: &str, example: &str) -> Reading {
    let text: &str = &text.chars().map(half_width).collect::<String>();
    if let Some(number) = in_two_words(text) {
        return fits(Value::Short(number));
    }
    let clean = |word: &str| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_uppercase();
    let is_number =
        |word: &String| (3..=40).contains(&word.len()) && word.chars().any(|c| c.is_ascii_digit());
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c > '\u{2E80}' || ":#".contains(c)).collect();
    let numbers: Vec<String> = words.iter().map(|w| clean(w)).filter(is_number).collect();
    let others = words.iter().map(|w| plain(w)).filter(|w| !w.is_empty() && !is_number(&clean(w)));
    let chinese: String = text.chars().filter(|c| ('\u{2E80}'..'\u{FF00}').contains(c)).collect();
    let only_it = others.clone().all(|w| ABOUT_ORDERS.contains(&w.as_str())) && is_about_orders(&chinese);
    let speaks_of_it = others.clone().any(|w| ABOUT_ORDERS[..4].contains(&w.as_str()))
        || chinese.contains("单")
        || text.contains('#');
    match numbers.as_slice() {
        [number] if only_it => fits(Value::Short(number.clone())),
        [number] if speaks_of_it => Reading::Fits { value: Value::Short(number.clone()), whole: false },
        _ => misses(Phrase::new("fits-order").with("example", example)),
    }
}

/// A number whose letters stand apart: `A 4471`, `PO-2026 118`.
fn in_two_words(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [letters, digits] = words[..] else { return None };
    let capitals = letters.len() <= 4 && letters.bytes().all(|b| b.is_ascii_uppercase() || b == b'-');
    let apart = capitals || letters.len() == 1 && letters.bytes().all(|b| b.is_ascii_alphabetic());
    let rest = digits.len() >= 3 && digits.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let speaks = ABOUT_ORDERS.contains(&plain(letters).as_str());
    (apart && rest && !speaks).then(|| format!("{} {digits}", letters.to_uppercase()))
}

/// Words around an order number that say nothing more; the first four name it.
const ABOUT_ORDERS: [&str; 12] =
    ["order", "po", "receipt", "number", "no", "nr", "my", "the", "is", "it", "it's", "its"];

fn is_about_orders(chinese: &str) -> bool {
    chinese.chars().all(|c| "我的订单编号码是单，。：".contains(c))
}

/// Which of two numbers is the month depends on the reader; where it is not certain both are offered as buttons.
const NEUTRAL: Lang = Lang::En;

fn past(open: &Dialogue, text: &str, facts: &Facts<'_>) -> Reading {
    if let Some(Reading::Fits { value, whole: true }) = one_of(open, Q::Received, text, facts) {
        return fits(value);
    }
    let oldest = facts.today.checked_sub_months(Months::new(12 * MAX_YEARS)).unwrap_or(NaiveDate::MIN);
    match parse_day(text, facts.today, NEUTRAL) {
        Some(Typed::Day(day)) if day > facts.today => misses(Phrase::new("fits-received-past")),
        Some(Typed::Day(day)) if day < oldest => misses(hint_day("fits-received", facts)),
        Some(Typed::Day(day)) => fits(Value::Day(day)),
        Some(Typed::Ambiguous(a, b)) => {
            let days: Vec<_> = [a, b].into_iter().filter(|d| (oldest..=facts.today).contains(d)).collect();
            either(&days, hint_day("fits-received", facts))
        }
        None => misses(hint_day("fits-received", facts)),
    }
}

fn future(open: &Dialogue, question: Q, text: &str, facts: &Facts<'_>) -> Reading {
    if let Some(Reading::Fits { value, whole: true }) = one_of(open, question, text, facts) {
        return fits(value);
    }
    let hint = hint_day("fits-needed", facts);
    match parse_day_ahead(text, facts.today, NEUTRAL) {
        Some(Typed::Day(day)) if day >= facts.today => fits(Value::Day(day)),
        Some(Typed::Ambiguous(a, b)) => {
            let days: Vec<_> = [a, b].into_iter().filter(|d| *d >= facts.today).collect();
            either(&days, hint)
        }
        _ => misses(hint),
    }
}

fn hint_day(key: &'static str, facts: &Facts<'_>) -> Phrase {
    Phrase::new(key).with("example", facts.today)
}

/// A date with two readings: the only possible one, or both as buttons.
fn either(days: &[NaiveDate], hint: Phrase) -> Reading {
    match days {
        [day] => fits(Value::Day(*day)),
        [] => misses(hint),
        _ => Reading::Misses { hint: Phrase::new("which-day"), days: days.to_vec() },
    }
}

/// Lines that are all lines; in a dialogue they are echoed first.
fn lines(open: &Dialogue, text: &str) -> Reading {
    let pasted = wholesale::read(text, wholesale::MOST, items::is_missing(&open.answers));
    if pasted.items.is_empty() || !pasted.is_whole() {
        return misses(items::fits(&open.answers));
    }
    fits(Value::Items(pasted.items))
}

/// The first number; groups of digits may be parted by commas or spaces.
fn quantity(text: &str) -> Reading {
    let joined: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '，')).collect();
    let from = joined.find(|c: char| c.is_ascii_digit()).unwrap_or(joined.len());
    let rest = joined[from..].trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &joined[from..joined.len() - rest.len()];
    let unit = joined[..from].is_empty() && ["", "件", "个", "只", "pcs", "pieces", "piece"].contains(&rest);
    match number.parse::<u32>() {
        Ok(n) if (1..=10_000_000).contains(&n) && !rest.starts_with('.') => {
            Reading::Fits { value: Value::Number(n), whole: unit }
        }
        _ => misses(Phrase::new("fits-quantity")),
    }
}

/// A telephone number; spaces, dashes and brackets are taken out.
fn phone(text: &str) -> Reading {
    match Phone::read(text) {
        Some(phone) => fits(Value::Short(phone.as_str().to_owned())),
        None => misses(Phrase::new("fits-phone")),
    }
}

/// Who called: a number, an order or a name, on one line.
fn caller(text: &str) -> Reading {
    if text.contains('\n') || weight(text) > 120 || !called::is_somebody(text) {
        return misses(Phrase::new("fits-caller"));
    }
    let phone = Phone::read(text).map(|phone| phone.as_str().to_owned());
    fits(Value::Short(phone.unwrap_or_else(|| text.trim().to_owned())))
}

fn email(text: &str) -> Reading {
    let text = text.trim();
    let good = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    if !good || text.len() > 254 || text.contains(char::is_whitespace) || text.matches('@').count() != 1 {
        return misses(Phrase::new("fits-email"));
    }
    fits(Value::Short(text.to_owned()))
}
