//! From text to steps. The grammar stands in the documentation of the parent module.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::words::Words;
use super::{
    Act, Cast, Deed, Expectation, FaultOrder, Line, Moment, Parcel, Role, Script, ScriptError, Step,
};
use crate::sandbox::faults::{Fault, Trouble};
use crate::sandbox::shown::{BOT, Place, Room};
use crate::sandbox::world::MediaKind;

/// Words that begin a line and so can't be anybody's name.
const KEYWORDS: [&str; 10] =
    ["people", "at", "restart", "fault", "show", "expect", "no", "staff", "room", BOT];

impl Script {
    /// Reads a whole scenario; the first line that can't be read is the error.
    pub fn parse(text: &str) -> Result<Self, ScriptError> {
        let mut lines = Vec::new();
        for (number, line) in text.lines().enumerate().map(|(n, line)| (n + 1, line.trim())) {
            if line.is_empty() {
                continue;
            }
            let step = step(line).map_err(|why| ScriptError { line: number, text: line.to_owned(), why })?;
            lines.push(Line { number, text: line.to_owned(), step });
        }
        Ok(Self { lines })
    }
}

fn step(line: &str) -> Result<Step, String> {
    if line.starts_with('#') {
        return Ok(Step::Remark);
    }
    let mut words = Words::of(line);
    let step = match words.peek() {
        "people" => people(&mut words)?,
        "at" => at(line)?,
        "restart" => {
            words.word();
            words.end()?;
            Step::Restart
        }
        "fault" => fault(&mut words)?,
        "show" => {
            words.word();
            let place = place(&mut words)?;
            words.end()?;
            Step::Show(place)
        }
        "expect" => expect(&mut words)?,
        _ => act(&mut words)?,
    };
    Ok(step)
}

/// `people: mei@telegram "Mei L." en consumer, …`
fn people(words: &mut Words<'_>) -> Result<Step, String> {
    words.word();
    if !words.mark(':') {
        return Err("a colon is missing after \"people\"".to_owned());
    }
    let mut cast = vec![one_person(words)?];
    while words.mark(',') {
        cast.push(one_person(words)?);
    }
    words.end()?;
    Ok(Step::Join(cast))
}

fn one_person(words: &mut Words<'_>) -> Result<Cast, String> {
    let handle = handle(words)?;
    let name = words.quoted()?;
    let (mut language, mut role, mut id) = (None, None, None);
    while let Some(word) = words.word() {
        match word {
            "consumer" => role = Some(Role::Consumer),
            "wholesale" => role = Some(Role::Wholesale),
            "staff" => role = Some(Role::Staff),
            _ if word.starts_with('#') => {
                id = Some(word[1..].parse().map_err(|_| format!("{word} is no id"))?);
            }
            _ if language.is_none() && looks_like_language(word) => language = Some(word.to_owned()),
            _ => return Err(format!("\"{word}\" is neither a language nor a role nor an id")),
        }
    }
    let role = role.ok_or_else(|| format!("{handle} needs a role: consumer, wholesale or staff"))?;
    Ok(Cast { handle, name, language, role, id })
}

fn looks_like_language(word: &str) -> bool {
    let main = word.split('-').next().unwrap_or_default();
    (2..=3).contains(&main.len()) && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// A name, whose platform is cut off.
fn handle(words: &mut Words<'_>) -> Result<String, String> {
    let word = words.word().ok_or("a name is missing")?;
    let (name, platform) = word.split_once('@').unwrap_or((word, "telegram"));
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if name.is_empty() || !plain || KEYWORDS.contains(&name) {
        return Err(format!("\"{name}\" is not a name (small letters, digits, underscores)"));
    }
    if platform != "telegram" {
        return Err(format!("there is no platform \"{platform}\" here"));
    }
    Ok(name.to_owned())
}

/// `staff`, `room`, `room "…"`, `room N`, or a name for the private chat.
fn place(words: &mut Words<'_>) -> Result<Place, String> {
    if words.take("staff") {
        return Ok(Place::Staff);
    }
    if !words.take("room") {
        return handle(words).map(Place::Chat);
    }
    if let Ok(n) = words.peek().parse() {
        words.word();
        return Ok(Place::Room(Room::Nth(n)));
    }
    Ok(Place::Room(words.maybe_quoted()?.map_or(Room::Newest, Room::Named)))
}

/// `at +90m`, `at -1h`, `at 2026-03-02 09:00 Asia/Shanghai`
fn at(line: &str) -> Result<Step, String> {
    let given = line.strip_prefix("at").unwrap_or_default().trim();
    let moment = match given.chars().next() {
        Some('+') => Moment::By(span(&given[1..])?),
        Some('-') => Moment::By(-span(&given[1..])?),
        _ => Moment::To(date(given)?),
    };
    Ok(Step::Move(moment))
}

fn span(text: &str) -> Result<TimeDelta, String> {
    let wrong = || format!("\"{text}\" is no span such as 90m, 2h or 1d12h");
    let mut total = TimeDelta::zero();
    let mut number = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let count: i64 = number.parse().map_err(|_| wrong())?;
        number.clear();
        let part = match c {
            'd' => TimeDelta::try_days(count),
            'h' => TimeDelta::try_hours(count),
            'm' => TimeDelta::try_minutes(count),
            's' => TimeDelta::try_seconds(count),
            _ => None,
        };
        total += part.ok_or_else(wrong)?;
    }
    if number.is_empty() && !text.is_empty() { Ok(total) } else { Err(wrong()) }
}

fn date(text: &str) -> Result<DateTime<Utc>, String> {
    let wrong = || format!("\"{text}\" is no moment such as +90m or 2026-03-02 09:00 Asia/Shanghai");
    let (local, zone) = text.rsplit_once(' ').ok_or_else(wrong)?;
    let local = NaiveDateTime::parse_from_str(local.trim(), "%Y-%m-%d %H:%M").map_err(|_| wrong())?;
    let zone: Tz = zone.parse().map_err(|_| format!("\"{zone}\" is no time zone"))?;
    let moment = local.and_local_timezone(zone).earliest();
    moment.map(|moment| moment.to_utc()).ok_or_else(|| format!("{local} does not exist in {zone}"))
}

/// `fault METHOD [PLACE] TROUBLE [SECONDS] [xTIMES]`, `fault duplicates on|off`, `fault redeliver N`, `fault clear`
fn fault(words: &mut Words<'_>) -> Result<Step, String> {
    words.word();
    let name = words.word().ok_or("the fault is missing")?;
    let mut place_named = None;
    let fault = match name {
        "clear" => Fault::Clear,
        "duplicates" if words.take("on") => Fault::Duplicates(true),
        "duplicates" if words.take("off") => Fault::Duplicates(false),
        "redeliver" => Fault::Redeliver(number(words)?),
        method => {
            if Trouble::parse(words.peek(), None).is_none() {
                place_named = Some(place(words)?);
            }
            let trouble = words.word().ok_or("the trouble is missing: 429, 502, drop-before, …")?;
            let seconds = words.peek().parse().ok();
            if seconds.is_some() {
                words.word();
            }
            let trouble =
                Trouble::parse(trouble, seconds).ok_or_else(|| format!("\"{trouble}\" is no trouble"))?;
            let times = if words.mark('x') { number(words)? } else { 1 };
            Fault::Calls { method: method.to_owned(), chat: None, times, trouble }
        }
    };
    words.end()?;
    Ok(Step::Fault(FaultOrder { fault, place: place_named }))
}

fn number<N: std::str::FromStr>(words: &mut Words<'_>) -> Result<N, String> {
    words.word().and_then(|word| word.parse().ok()).ok_or_else(|| "a number is missing".to_owned())
}

/// `expect [no] PLACE ["fragment"]`
fn expect(words: &mut Words<'_>) -> Result<Step, String> {
    words.word();
    let wanted = !words.take("no");
    // Why: in `expect room "x"` the quotes hold the fragment; a certain room is `room 2` or has both its quotes.
    let mut ahead = words.clone();
    let quotes = if ahead.take("room") {
        ahead.maybe_quoted()?.is_some() && ahead.maybe_quoted()?.is_none()
    } else {
        false
    };
    let place = if quotes {
        words.word();
        Place::Room(Room::Newest)
    } else {
        place(words)?
    };
    let part = words.maybe_quoted()?;
    words.end()?;
    Ok(Step::Expect(Expectation { place, part, wanted }))
}

/// `NAME [in PLACE]: text` or `NAME [in PLACE] VERB …`
fn act(words: &mut Words<'_>) -> Result<Step, String> {
    let who = handle(words)?;
    let place = if words.take("in") { place(words)? } else { Place::Chat(who.clone()) };
    let deed = match words.word() {
        None => Deed::Say { text: words.after_colon()?, reply_to: None },
        Some("presses") => Deed::Press { label: words.quoted()? },
        Some("sends") => Deed::Send(parcel(words)?),
        Some("edits") => {
            let old = words.quoted()?;
            expected(words, "to")?;
            Deed::Edit { old, new: words.quoted()? }
        }
        Some("replies") => {
            expected(words, "to")?;
            let reply_to = Some(words.quoted()?);
            Deed::Say { text: words.after_colon()?, reply_to }
        }
        Some("deletes") => Deed::Delete { part: words.quoted()? },
        Some("reacts") => {
            let emoji = words.word().ok_or("the emoji is missing")?.to_owned();
            expected(words, "to")?;
            Deed::React { emoji, part: words.quoted()? }
        }
        Some(verb @ ("blocks" | "unblocks")) => {
            expected(words, "the")?;
            expected(words, BOT)?;
            Deed::Block(verb == "blocks")
        }
        Some(verb) => return Err(format!("\"{verb}\" is no verb")),
    };
    words.end()?;
    Ok(Step::Act(Act { who, place, deed }))
}

fn expected(words: &mut Words<'_>, word: &str) -> Result<(), String> {
    if words.take(word) { Ok(()) } else { Err(format!("\"{word}\" is missing")) }
}

/// What follows `sends`.
fn parcel(words: &mut Words<'_>) -> Result<Parcel, String> {
    let what = words.word().ok_or("what is sent is missing")?;
    match what {
        "location" => Ok(Parcel::Location { latitude: number(words)?, longitude: number(words)? }),
        "contact" => Ok(Parcel::Contact { phone: words.quoted()?, name: words.quoted()? }),
        _ => {
            let (kind, several) = file_kind(what).ok_or_else(|| format!("\"{what}\" can't be sent"))?;
            let mut names = Vec::new();
            while let Some(name) = words.word() {
                names.push(name.to_owned());
            }
            let fits = if several { (2..=10).contains(&names.len()) } else { names.len() == 1 };
            if !fits {
                return Err(format!("{what} needs {} name(s)", if several { "2-10" } else { "one" }));
            }
            Ok(Parcel::Files { kind, names, caption: words.maybe_quoted()?.unwrap_or_default() })
        }
    }
}

/// The kind, and whether several make an album.
fn file_kind(word: &str) -> Option<(MediaKind, bool)> {
    let album = word.strip_suffix('s').and_then(MediaKind::of);
    let album =
        album.filter(|kind| matches!(kind, MediaKind::Photo | MediaKind::Video | MediaKind::Document));
    MediaKind::of(word).map(|kind| (kind, false)).or(album.map(|kind| (kind, true)))
}
