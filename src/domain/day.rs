//! Dates as people type them, in both languages whatever the reader's is.
//!
//! A date that could be meant in two ways is never guessed: both are given back to be asked about.
//!
//! Not here: the question itself, and whether a date makes sense for it.

mod weekday;

use chrono::{Datelike as _, Days, NaiveDate};

use super::lang::Lang;
use super::moment::MONTHS;
use super::text::half_width;

/// What a typed date means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    Day(NaiveDate),
    /// Day and month may be either way round: first with the day before the month, then the other.
    Ambiguous(NaiveDate, NaiveDate),
}

/// Where to look for a date typed without its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lean {
    Past,
    Future,
}

/// A date in the past, such as a purchase: without a year it is the latest such date up to today. `today` is the
/// person's own date. `None` when the text is no date, or one there is no such day for.
pub fn parse_day(text: &str, today: NaiveDate, lang: Lang) -> Option<Typed> {
    parse(text, today, lang, Lean::Past)
}

/// A date to come, such as one something is needed by: without a year it is the next such date from today on.
pub fn parse_day_ahead(text: &str, today: NaiveDate, lang: Lang) -> Option<Typed> {
    parse(text, today, lang, Lean::Future)
}

fn parse(text: &str, today: NaiveDate, lang: Lang, lean: Lean) -> Option<Typed> {
    let typed: String = text.trim().chars().map(plain_sign).collect::<String>().to_lowercase();
    let typed = typed.trim_end_matches('.');
    let year_of = |day, month| with_nearest_year(day, month, today, lean);
    relative(typed, today)
        .or_else(|| chinese(typed, today, year_of))
        .or_else(|| named_month(typed, year_of))
        .map(Typed::Day)
        .or_else(|| weekday::read(typed, today, lean))
        .or_else(|| numeric(typed, lang, year_of))
}

fn relative(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let back = |days| today.checked_sub_days(Days::new(days));
    let ahead = |days| today.checked_add_days(Days::new(days));
    match typed {
        "today" | "今天" | "今日" => Some(today),
        "yesterday" | "昨天" | "昨日" => back(1),
        "the day before yesterday" | "day before yesterday" | "前天" => back(2),
        "tomorrow" | "明天" | "明日" => ahead(1),
        "the day after tomorrow" | "day after tomorrow" | "后天" => ahead(2),
        _ => None,
    }
}

/// `2026年3月3日`, `3月3日`, `去年3月3号`.
fn chinese(
    typed: &str,
    today: NaiveDate,
    year_of: impl Fn(u32, u32) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    let compact: String = typed.split_whitespace().collect();
    let (before, day) = compact.strip_suffix(['日', '号'])?.split_once('月')?;
    let day = number(day)?;
    for (name, back) in [("今年", 0), ("去年", 1), ("前年", 2)] {
        if let Some(month) = before.strip_prefix(name) {
            return NaiveDate::from_ymd_opt(today.year() - back, number(month)?, day);
        }
    }
    match before.split_once('年') {
        Some((year, month)) => NaiveDate::from_ymd_opt(full_year(year)?, number(month)?, day),
        None => year_of(day, number(before)?),
    }
}

/// `3 March`, `3rd of Mar 2026`, `March 3, 2026`.
fn named_month(typed: &str, year_of: impl Fn(u32, u32) -> Option<NaiveDate>) -> Option<NaiveDate> {
    let words: Vec<&str> = typed
        .split(|end: char| end.is_whitespace() || matches!(end, ',' | '.' | '-' | '/'))
        .filter(|word| !matches!(*word, "" | "of" | "the"))
        .collect();
    let (month, day) = match (month_named(words.first()?), month_named(words.get(1)?)) {
        (Some(month), None) => (month, ordinal(words[1])?),
        (None, Some(month)) => (month, ordinal(words[0])?),
        _ => return None,
    };
    match words[2..] {
        [] => year_of(day, month),
        [year] => NaiveDate::from_ymd_opt(full_year(year)?, month, day),
        _ => None,
    }
}

/// `2026-03-03` with any separator, `3.3.2026` (the day comes first where dots are written), `3/3/2026` and `3-3-2026`
/// (either may come first), and the same without a year.
fn numeric(typed: &str, lang: Lang, year_of: impl Fn(u32, u32) -> Option<NaiveDate>) -> Option<Typed> {
    let separator = typed.chars().find(|sign| matches!(sign, '-' | '/' | '.'))?;
    let parts: Vec<&str> = typed.split(separator).map(str::trim).collect();
    let dated = |year: i32| move |day, month| NaiveDate::from_ymd_opt(year, month, day);
    match parts[..] {
        [year, month, day] if year.len() == 4 => {
            dated(full_year(year)?)(number(day)?, number(month)?).map(Typed::Day)
        }
        [first, second, year] => {
            either_way(number(first)?, number(second)?, separator, dated(full_year(year)?))
        }
        // Why: without a year Chinese readers put the month first, whatever the separator.
        [month, day] if lang == Lang::ZhHans => year_of(number(day)?, number(month)?).map(Typed::Day),
        [first, second] => either_way(number(first)?, number(second)?, separator, year_of),
        _ => None,
    }
}

fn either_way(
    first: u32,
    second: u32,
    separator: char,
    dated: impl Fn(u32, u32) -> Option<NaiveDate>,
) -> Option<Typed> {
    match (dated(first, second), dated(second, first)) {
        (Some(day_first), Some(month_first)) if day_first != month_first && separator != '.' => {
            Some(Typed::Ambiguous(day_first, month_first))
        }
        (day_first, month_first) => day_first.or(month_first).map(Typed::Day),
    }
}

/// Years in which to look for a day without a year; the 29th of February may be eight years away.
const YEARS_AROUND: i32 = 8;

fn with_nearest_year(day: u32, month: u32, today: NaiveDate, lean: Lean) -> Option<NaiveDate> {
    let away = match lean {
        Lean::Past => -1,
        Lean::Future => 1,
    };
    (0..=YEARS_AROUND)
        .filter_map(|years| NaiveDate::from_ymd_opt(today.year() + years * away, month, day))
        .find(|date| if lean == Lean::Past { *date <= today } else { *date >= today })
}

/// One or two digits.
fn number(text: &str) -> Option<u32> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

/// Four digits, or the last two of a year of this century.
fn full_year(text: &str) -> Option<i32> {
    let year: i32 = text.parse().ok().filter(|_| text.bytes().all(|digit| digit.is_ascii_digit()))?;
    match text.len() {
        4 => Some(year),
        2 => Some(2000 + year),
        _ => None,
    }
}

/// `3`, `3rd`.
fn ordinal(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    number(digits)
}

/// An English month, in full or its first three letters or more; `word` is in lower case.
fn month_named(word: &str) -> Option<u32> {
    let begins = |name: &&str| word.len() >= 3 && name.to_lowercase().starts_with(word);
    (1..).zip(MONTHS).find(|(_, name)| begins(name)).map(|(month, _)| month)
}

/// The signs of Chinese keyboards and of typesetting as the plain ones.
fn plain_sign(typed: char) -> char {
    match half_width(typed) {
        '。' => '.',
        '–' | '—' | '−' => '-',
        plain => plain,
    }
}
