//! What agents type of a quote, in words of both languages: `part 2 x 4.50 Puller, brass`.
//!
//! A line begins with what it is for; then come how many and what one costs, and all that is left is words for the
//! customer. One number alone is the price of one.

use super::{Kind, Line};
use crate::domain::{
    money::{Currency, Money},
    text::half_width,
};

/// Most pieces of one line.
const MOST: u32 = 1_000_000;
/// Most characters of a line's words.
const LONG: usize = 120;
/// Most hours a quote can hold: a year.
const MOST_HOURS: u32 = 24 * 366;

const KINDS: &[(&str, Kind)] = &[
    ("part", Kind::SparePart),
    ("parts", Kind::SparePart),
    ("spare", Kind::SparePart),
    ("repair", Kind::Maintenance),
    ("shipping", Kind::Freight),
    ("carriage", Kind::Freight),
    ("配件", Kind::SparePart),
    ("材料", Kind::Material),
    ("检测", Kind::Inspection),
    ("维修", Kind::Maintenance),
    ("检测维修", Kind::Maintenance),
    ("运费", Kind::Freight),
    ("其他", Kind::Other),
];
const LABOUR: &[&str] = &["labour", "labor", "work", "人工", "人工费", "工时"];
const TIMES: [char; 8] = ['x', 'X', '×', '*', '@', 'à', '件', '个'];

/// What somebody typed for a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A line.
    Line(Line),
    /// Labour, which is never charged.
    Labour,
    /// Something else.
    Nothing,
}

/// How long a quote is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Valid {
    /// As the terms say.
    Usual,
    /// So many hours.
    Hours(u32),
}

fn kind(word: &str) -> Option<Kind> {
    let word = word.to_lowercase();
    let alias = || KINDS.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind);
    Kind::from_name(&word).or_else(alias)
}

/// Cuts the first word off.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | ':' | '：'));
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (&text[..end], &text[end..])
}

/// A whole number in front: `2`, `２`, `2x`, `2 件`, `1,200 x`. What follows it is a sign or a space.
fn count(text: &str) -> Option<(u32, &str)> {
    let text = text.trim_start();
    let stays = |c: &char| half_width(*c).is_ascii_digit() || *c == ',';
    let digits: usize = text.chars().take_while(stays).map(char::len_utf8).sum();
    let plain: String = text[..digits].chars().map(half_width).collect();
    let groups: Vec<&str> = plain.split(',').collect();
    if groups[1..].iter().any(|group| group.len() != 3) {
        return None;
    }
    let number = groups.concat().parse().ok().filter(|n| (1..=MOST).contains(n))?;
    let behind = &text[digits..];
    match behind.trim_start().strip_prefix(TIMES) {
        Some(rest) => Some((number, rest)),
        None => behind.starts_with(char::is_whitespace).then_some((number, behind)),
    }
}

/// An amount in front; the currency may stand before it or behind it, in a word of its own.
fn price(text: &str, currency: Currency) -> Option<(i64, &str)> {
    let (first, rest) = word(text);
    let (second, behind) = word(rest);
    let two = Money::read(&format!("{first} {second}"), currency).filter(|_| !second.is_empty());
    match two {
        Some(read) => Some((read.minor, behind)),
        None => Money::read(first, currency).map(|read| (read.minor, rest)),
    }
}

/// Reads a line: `KIND [N [x]] PRICE [words]`.
pub fn line(text: &str, currency: Currency) -> Typed {
    let (first, rest) = word(text);
    let first = first.trim_end_matches([':', '：', ',', '，']);
    if LABOUR.contains(&first.to_lowercase().as_str()) {
        return Typed::Labour;
    }
    let Some(kind) = kind(first) else { return Typed::Nothing };
    let several = count(rest).and_then(|(quantity, behind)| Some((quantity, price(behind, currency)?)));
    let read = several.or_else(|| Some((1, price(rest, currency)?)));
    let Some((quantity, (unit, words))) = read else { return Typed::Nothing };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = Line { kind, words: words.chars().take(LONG).collect(), quantity, unit };
    if line.amount() > Money::MOST { Typed::Nothing } else { Typed::Line(line) }
}

/// The number of a line in front of what it is to be.
pub fn line_at(text: &str) -> Option<(usize, &str)> {
    let (first, rest) = word(text);
    Some((number(first)?, rest))
}

/// The number of a line.
pub fn number(text: &str) -> Option<usize> {
    let plain: String = text.trim().chars().map(half_width).collect();
    plain.parse().ok().filter(|n| *n > 0)
}

/// How long it is to hold: `14`, `14 days`, `48h`, `10天`; nothing means as usual.
pub fn valid_for(text: &str) -> Option<Valid> {
    let plain: String = text.trim().to_lowercase().chars().map(half_width).collect();
    let plain = plain.strip_prefix("for ").unwrap_or(&plain).trim();
    if plain.is_empty() {
        return Some(Valid::Usual);
    }
    let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
    let number: u32 = plain[..digits].parse().ok()?;
    let hours = match plain[digits..].trim() {
        "" | "d" | "day" | "days" | "天" | "日" => number.checked_mul(24)?,
        "h" | "hour" | "hours" | "小时" => number,
        _ => return None,
    };
    (1..=MOST_HOURS).contains(&hours).then_some(Valid::Hours(hours))
}
