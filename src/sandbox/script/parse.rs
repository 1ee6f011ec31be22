//! From text to steps. The grammar stands in the documentation of the parent module.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::discord::{choose, fill, menu_entry, upset};
use super::parcels::{forward, parcel, swap};
use super::sides::{homes, staff, turn};
use super::words::Words;
use super::{Act, Cast, Deed, Expectation, FaultOrder, Line, Moment, Role, Script, ScriptError, Step};
use crate::sandbox::faults::{Fault, Trouble};
use crate::sandbox::shown::{BOT, Place, Room, Site};

/// The numbers of rooms end here.
const MOST_ROOMS: usize = 400;
/// Words that begin a line and so can't be anybody's name.
const KEYWORDS: [&str; 21] = [
    "people", "at", "restart", "orders", "fault", "show", "menu", "expect", "no", "staff", "room", "group",
    "topics", "support", "thread", "dm", "homes", "terms", "telegram", "discord", BOT,
];

impl Script {
    /// Reads a whole scenario; the first line that can't be read is the error.
    pub fn parse(text: &str) -> Result<Self, ScriptError> {
        let mut lines: Vec<Line> = Vec::new();
        for (number, line) in text.lines().enumerate().map(|(n, line)| (n + 1, line.trim())) {
            if line.is_empty() {
                continue;
            }
            if let Some(row) = line.strip_prefix('|') {
                match lines.last_mut() {
                    Some(Line { step: Step::Orders(list) | Step::Terms(list), .. }) => {
                        list.push_str(row.trim());
                        list.push('\n');
                        continue;
                    }
                    _ => {
                        let why = "a line of a list stands under \"orders:\" or \"terms:\"".to_owned();
                        return Err(ScriptError { line: number, text: line.to_owned(), why });
                    }
                }
            }
            let step = step(line).map_err(|why| ScriptError { line: number, text: line.to_owned(), why })?;
            lines.push(Line { number, text: line.to_owned(), step });
        }
        Self { lines }.settle()
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
        "staff" => staff(&mut words)?,
        "homes" => homes(&mut words)?,
        "group" | "topics" | BOT => turn(&mut words)?,
        "orders" => {
            head(&mut words)?;
            Step::Orders(String::new())
        }
        "terms" => {
            head(&mut words)?;
            Step::Terms(String::new())
        }
        "fault" => fault(&mut words)?,
        "show" => {
            words.word();
            let place = place(&mut words, None)?;
            words.end()?;
            Step::Show(place)
        }
        "menu" => {
            words.word();
            let who = handle(&mut words)?;
            let place = place_of(&mut words, &who)?;
            words.end()?;
            Step::Menu { who, place }
        }
        "expect" => expect(&mut words)?,
        _ => act(&mut words)?,
    };
    Ok(step)
}

/// What stands above a list: a word and a colon.
fn head(words: &mut Words<'_>) -> Result<(), String> {
    let word = words.word().unwrap_or_default();
    if !words.mark(':') {
        return Err(format!("a colon is missing after {word:?}"));
    }
    words.end()
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
    let called = handle(words)?;
    let (handle, site) =
        called.split_once('@').map_or((&*called, None), |(name, site)| (name, Site::of(site)));
    let (handle, site) = (handle.to_owned(), site.unwrap_or_default());
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
    if site == Site::Discord && id.is_some() {
        return Err(format!("{handle} has an id of Discord's own"));
    }
    Ok(Cast { handle, site, name, language, role, id })
}

fn looks_like_language(word: &str) -> bool {
    let main = word.split('-').next().unwrap_or_default();
    (2..=3).contains(&main.len()) && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// A name as it stands there, with the site behind it if there is one.
pub(super) fn handle(words: &mut Words<'_>) -> Result<String, String> {
    let word = words.word().ok_or("a name is missing")?;
    let (name, site) = word.split_once('@').unwrap_or((word, "telegram"));
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if name.is_empty() || !plain || KEYWORDS.contains(&name) {
        return Err(format!("\"{name}\" is not a name (small letters, digits, underscores)"));
    }
    Site::of(site).ok_or_else(|| format!("there is no platform \"{site}\" here"))?;
    Ok(word.to_owned())
}

/// `staff`, `support`, `room`, `room "…"`, `room N`, `NAME` for the private chat, `NAME dm`, `NAME thread N`. What is
/// somebody's own may stand there without the name where it is known whose.
pub(super) fn place(words: &mut Words<'_>, whose: Option<&str>) -> Result<Place, String> {
    if let Some(site) = Site::of(words.peek()) {
        words.word();
        let place = place(words, whose)?;
        return match place {
            Place::Staff | Place::Room(_) => Ok(Place::On(site, Box::new(place))),
            _ => Err("there is a staff and there are rooms on both sites".to_owned()),
        };
    }
    if words.take("staff") {
        return Ok(Place::Staff);
    }
    if words.take("support") {
        return Ok(Place::Support);
    }
    if words.take("room") {
        return which(words).map(Place::Room);
    }
    let own = matches!(words.peek(), "dm" | "thread");
    let who = match whose.filter(|_| own) {
        Some(who) => who.to_owned(),
        None => handle(words)?,
    };
    if words.take("dm") {
        return Ok(Place::Direct(who));
    }
    if words.take("thread") {
        return Ok(Place::Thread(who, which(words)?));
    }
    Ok(Place::Chat(who))
}

/// Nothing, a number, or a part of the name in quotes.
fn which(words: &mut Words<'_>) -> Result<Room, String> {
    // Why a limit: `429` and `50013` behind a place are what goes wrong there.
    if let Some(n) = words.peek().parse().ok().filter(|n| *n < MOST_ROOMS) {
        words.word();
        return Ok(Room::Nth(n));
    }
    Ok(words.maybe_quoted()?.map_or(Room::Newest, Room::Named))
}

/// `in PLACE`, or the person's own chat.
fn place_of(words: &mut Words<'_>, who: &str) -> Result<Place, String> {
    if words.take("in") { place(words, Some(who)) } else { Ok(Place::Chat(who.to_owned())) }
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

/// `fault METHOD [PLACE] TROUBLE [SECONDS] [xTIMES]`, `fault duplicates on|off`, `fault redeliver N`, `fault clear`,
/// `fault discord …`
fn fault(words: &mut Words<'_>) -> Result<Step, String> {
    words.word();
    let name = words.word().ok_or("the fault is missing")?;
    let mut place_named = None;
    let fault = match name {
        "discord" => return upset(words),
        "clear" => Fault::Clear,
        "duplicates" if words.take("on") => Fault::Duplicates(true),
        "duplicates" if words.take("off") => Fault::Duplicates(false),
        "redeliver" => Fault::Redeliver(number(words)?),
        method => {
            if Trouble::parse(words.peek(), None).is_none() {
                place_named = Some(place(words, None)?);
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

pub(super) fn number<N: std::str::FromStr>(words: &mut Words<'_>) -> Result<N, String> {
    words.word().and_then(|word| word.parse().ok()).ok_or_else(|| "a number is missing".to_owned())
}

/// `expect [no] PLACE ["fragment"]`
fn expect(words: &mut Words<'_>) -> Result<Step, String> {
    words.word();
    let wanted = !words.take("no");
    let mut place = place(words, None)?;
    let mut part = words.maybe_quoted()?;
    // Why: in `expect room "x"` the quotes hold the fragment; a certain room is `room 2` or has both its quotes.
    if part.is_none()
        && let Place::Room(room) | Place::Thread(_, room) = &mut place
        && let Room::Named(name) = room
    {
        part = Some(std::mem::take(name));
        *room = Room::Newest;
    }
    words.end()?;
    Ok(Step::Expect(Expectation { place, part, wanted }))
}

/// `NAME [in PLACE]: text`, `NAME [in PLACE] VERB …` or `NAME opens the link in PLACE`
fn act(words: &mut Words<'_>) -> Result<Step, String> {
    let who = handle(words)?;
    if words.take("opens") {
        for word in ["the", "link", "in"] {
            expected(words, word)?;
        }
        let place = place(words, None)?;
        words.end()?;
        return Ok(Step::Open { who, place });
    }
    let place = place_of(words, &who)?;
    let deed = match words.word() {
        None => Deed::Say { text: words.after_colon()?, reply_to: None, quote: None },
        Some("presses") => Deed::Press { label: words.quoted()? },
        Some("sends") => Deed::Send { parcel: parcel(words)?, reply_to: None },
        Some("edits") => {
            let old = words.quoted()?;
            expected(words, "to")?;
            Deed::Edit { old, new: words.quoted()? }
        }
        Some("replies") => {
            expected(words, "to")?;
            let reply_to = Some(words.quoted()?);
            if words.take("sends") || words.take("with") {
                let deed = Deed::Send { parcel: parcel(words)?, reply_to };
                words.end()?;
                return Ok(Step::Act(Act { who, place, deed }));
            }
            let quote = if words.take("quoting") { Some(words.quoted()?) } else { None };
            Deed::Say { text: words.after_colon()?, reply_to, quote }
        }
        Some("deletes") if words.take("the") => {
            expected(words, "topic")?;
            Deed::RemoveTopic
        }
        Some("chooses") => choose(words)?,
        Some("fills") => fill(words)?,
        Some("uses") => menu_entry(words)?,
        Some("swaps") => swap(words)?,
        Some("forwards") => forward(words)?,
        Some("deletes") => Deed::Delete { part: words.quoted()? },
        Some("reacts") => {
            let emoji = words.word().ok_or("the emoji is missing")?.to_owned();
            expected(words, "to")?;
            let emoji = Some(emoji).filter(|emoji| emoji != "nothing");
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

pub(super) fn expected(words: &mut Words<'_>, word: &str) -> Result<(), String> {
    if words.take(word) { Ok(()) } else { Err(format!("\"{word}\" is missing")) }
}
