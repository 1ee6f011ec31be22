//! Times as people type them, in both languages whatever the reader's is: `tomorrow 10:00, Friday 2:30 pm`, `周四下午3点半`.
//!
//! Read strictly: every piece is a day and a time of day, or a time of day on the day named before it, else on the next day it
//! is still ahead. A day that could be meant in two ways, and a time the clock skips or shows twice, is none.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::domain::{
    day::{Typed, parse_day, parse_day_ahead},
    lang::Lang,
    text::half_width,
};

/// Why a text names no times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misread {
    /// A piece of it is something else.
    NoTime,
    /// A day that can be meant in two ways.
    Ambiguous(NaiveDate, NaiveDate),
    /// The clock skips that time on that day, or shows it twice.
    Skipped(NaiveDate),
}

/// Most times one text can name.
const MOST: usize = 8;
/// Words between a day and a time that say nothing.
const FILLERS: [&str; 8] = ["at", "on", "um", "the", "o'clock", "uhr", "的", "在"];

/// The times a text names, rising, each once. `zone` is that of its writer's clock.
pub fn read(text: &str, now: DateTime<Utc>, zone: Tz, lang: Lang) -> Result<Vec<DateTime<Utc>>, Misread> {
    let text: String = text.chars().map(half_width).flat_map(char::to_lowercase).collect();
    let text = text.replace(" or ", ",").replace("或者", ",").replace('或', ",");
    let pieces = text.split([',', ';', '、', '\n', '/']).map(str::trim).filter(|piece| !piece.is_empty());
    let today = now.with_timezone(&zone).date_naive();
    let (mut day, mut times) = (None, Vec::new());
    for piece in joined(pieces.collect()) {
        let (time, rest) = time_in(&piece).ok_or(Misread::NoTime)?;
        let rest = without_fillers(rest.trim_matches(['/', ' ']));
        if !rest.is_empty() {
            day = Some(match parse_day_ahead(&rest, today, lang) {
                Some(Typed::Day(day)) => day,
                Some(Typed::Ambiguous(one, other)) => return Err(Misread::Ambiguous(one, other)),
                None => return Err(Misread::NoTime),
            });
        }
        times.push(match day {
            Some(day) => on(day, time, zone)?,
            None => next(today, time, now, zone)?,
        });
    }
    times.sort_unstable();
    times.dedup();
    if times.is_empty() || times.len() > MOST { Err(Misread::NoTime) } else { Ok(times) }
}

/// A day whose parts were torn apart at the sign that parts times, `3/4 10:00` or `march 3, 2026 10:00`, in one piece again.
fn joined(pieces: Vec<&str>) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    let mut open = String::new();
    for piece in pieces {
        if !open.is_empty() {
            open.push('/');
        }
        open.push_str(piece);
        if time_in(piece).is_some() {
            whole.push(std::mem::take(&mut open));
        }
    }
    whole.extend(Some(open).filter(|open| !open.is_empty()));
    whole
}

fn without_fillers(rest: &str) -> String {
    let words = rest.split_whitespace().filter(|word| !FILLERS.contains(word));
    let words: Vec<&str> = words.map(|word| word.trim_end_matches(['的', '在'])).collect();
    words.join(" ")
}

/// That time on that day, where the clock shows it once.
fn on(day: NaiveDate, time: NaiveTime, zone: Tz) -> Result<DateTime<Utc>, Misread> {
    let at = day.and_time(time).and_local_timezone(zone).single();
    at.map(|at| at.with_timezone(&Utc)).ok_or(Misread::Skipped(day))
}

/// That time today while it is ahead, else tomorrow.
fn next(today: NaiveDate, time: NaiveTime, now: DateTime<Utc>, zone: Tz) -> Result<DateTime<Utc>, Misread> {
    let at = on(today, time, zone)?;
    if at > now {
        return Ok(at);
    }
    on(today.succ_opt().ok_or(Misread::NoTime)?, time, zone)
}

/// The time of day in a piece, and what stands around it.
fn time_in(piece: &str) -> Option<(NaiveTime, String)> {
    let runs = digit_runs(piece);
    let (from, time, to) = runs.iter().find_map(|(from, to)| {
        let (hour, minute, mut to, plain) = clock_at(piece, *from, *to)?;
        let (half, begins) = half_before(&piece[..*from]);
        let (hour, behind) = match half {
            Some(half) => (half.hour(hour)?, 0),
            None => halved(&piece[to..], hour)?,
        };
        // Why: a number alone is a day or a house number; an hour has its sign, or a half of the day.
        (half.is_some() || behind > 0 || !plain).then_some(())?;
        to += behind;
        Some((begins, NaiveTime::from_hms_opt(hour, minute, 0)?, to))
    })?;
    Some((time, format!("{} {}", &piece[..from], &piece[to..]).trim().to_owned()))
}

/// Where the numbers of a text stand.
fn digit_runs(text: &str) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match runs.last_mut().filter(|run| run.1 == at) {
            Some(run) => run.1 = at + 1,
            None => runs.push((at, at + 1)),
        }
    }
    runs
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|_| (1..=2).contains(&text.len()))
}

/// Hour, minute and where it ends, of a clock time that begins with the number there; whether it is a bare number.
fn clock_at(text: &str, from: usize, to: usize) -> Option<(u32, u32, usize, bool)> {
    let hour = number(&text[from..to])?;
    let rest = &text[to..];
    if let Some(behind) = rest.strip_prefix(':') {
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let minute = number(behind.get(..digits).filter(|_| digits == 2)?)?;
        // Why: seconds are nobody's appointment.
        return (!behind[digits..].starts_with(':')).then_some((hour, minute, to + 1 + digits, false));
    }
    if let Some(behind) = rest.strip_prefix(['点', '时']) {
        let sign = rest.len() - behind.len();
        if behind.starts_with('半') {
            return Some((hour, 30, to + sign + '半'.len_utf8(), false));
        }
        if let Some(full) = behind.strip_prefix("整").or_else(|| behind.strip_prefix('钟')) {
            return Some((hour, 0, text.len() - full.len(), false));
        }
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let Some(minute) = number(&behind[..digits]) else { return Some((hour, 0, to + sign, false)) };
        let after = behind[digits..].strip_prefix('分').unwrap_or(&behind[digits..]);
        return Some((hour, minute, text.len() - after.len(), false));
    }
    Some((hour, 0, to, true))
}

/// A half of the day as Chinese says it.
#[derive(Clone, Copy)]
enum Half {
    Night,
    Morning,
    Noon,
    Afternoon,
    Evening,
}

impl Half {
    fn hour(self, hour: u32) -> Option<u32> {
        let late = match (self, hour) {
            (Self::Night, 0..=5)
            | (Self::Morning, 5..=12)
            | (Self::Noon, 11..=13)
            | (Self::Afternoon, 12..=18)
            | (Self::Evening, 17..=23) => false,
            (Self::Noon, 1..=2) | (Self::Afternoon, 1..=11) | (Self::Evening, 5..=11) => true,
            _ => return None,
        };
        Some(if late { hour + 12 } else { hour })
    }
}

/// The half of the day right before a time, and where it begins.
fn half_before(text: &str) -> (Option<Half>, usize) {
    let trimmed = text.trim_end();
    let names = [
        ("凌晨", Half::Night),
        ("早上", Half::Morning),
        ("上午", Half::Morning),
        ("中午", Half::Noon),
        ("下午", Half::Afternoon),
        ("傍晚", Half::Evening),
        ("晚上", Half::Evening),
    ];
    let found = names.into_iter().find_map(|(name, half)| Some((half, trimmed.strip_suffix(name)?.len())));
    found.map_or((None, text.len()), |(half, begins)| (Some(half), begins))
}

/// The hour by what stands behind it, `am` or `pm`, and how long that is.
fn halved(behind: &str, hour: u32) -> Option<(u32, usize)> {
    let trimmed = behind.trim_start();
    let gap = behind.len() - trimmed.len();
    let word: String = trimmed.chars().take_while(|c| c.is_ascii_alphabetic() || *c == '.').collect();
    let late = match word.trim_end_matches('.').replace('.', "").as_str() {
        "am" => false,
        "pm" => true,
        _ => return Some((hour, 0)),
    };
    let hour = match (late, hour) {
        (false, 12) => 0,
        (true, 12) => 12,
        (false, 1..=11) => hour,
        (true, 1..=11) => hour + 12,
        _ => return None,
    };
    Some((hour, gap + word.len()))
}

/// A time that has been, as somebody writes it down afterwards: on a day in the past, else the last one of that time of day.
pub fn read_past(text: &str, now: DateTime<Utc>, zone: Tz, lang: Lang) -> Option<DateTime<Utc>> {
    let text: String = text.chars().map(half_width).flat_map(char::to_lowercase).collect();
    let (time, rest) = time_in(text.trim())?;
    let rest = without_fillers(&rest);
    let today = now.with_timezone(&zone).date_naive();
    let days = match rest.as_str() {
        "" => vec![today, today.pred_opt()?],
        day => match parse_day(day, today, lang)? {
            Typed::Day(day) => vec![day],
            Typed::Ambiguous(..) => return None,
        },
    };
    days.into_iter().filter_map(|day| on(day, time, zone).ok()).find(|at| *at <= now)
}
