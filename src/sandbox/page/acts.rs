//! What the page asks for, carried out in the world.

use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::Value;

use super::{Hooks, Pull, discord};
use crate::sandbox::faults::{Fault, Trouble};
use crate::sandbox::shown::{Place, Room};
use crate::sandbox::world::{Attachment, MediaKind, Person, World};

/// The clock is not moved further at once: calendars are known for some years only.
const FARTHEST: TimeDelta = TimeDelta::days(60);
/// An album has at most so many items.
const ALBUM: usize = 10;

/// One wish of the page.
#[derive(Debug, Deserialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub(super) enum Wish {
    Say {
        who: String,
        place: String,
        text: String,
        reply_to: Option<Mark>,
    },
    Press {
        who: String,
        place: String,
        message: Mark,
        label: String,
    },
    Edit {
        who: String,
        place: String,
        message: Mark,
        text: String,
    },
    Delete {
        who: String,
        place: String,
        message: Mark,
    },
    React {
        who: String,
        place: String,
        message: Mark,
        emoji: String,
    },
    /// On Discord: options of a list, by their words.
    Choose {
        who: String,
        place: String,
        message: Mark,
        labels: Vec<String>,
    },
    /// On Discord: the form that this interaction has opened, as ids and texts.
    Fill {
        who: String,
        form: Mark,
        lines: Vec<(String, String)>,
    },
    /// On Discord: an entry of a message's menu.
    Use {
        who: String,
        place: String,
        message: Mark,
        entry: String,
    },
    Content {
        who: String,
        place: String,
        fields: Value,
    },
    Block {
        who: String,
        blocked: bool,
    },
    Join {
        handle: String,
        name: String,
        language: Option<String>,
        staff: bool,
    },
    RemoveTopic {
        topic: i64,
    },
    Clock {
        seconds: i64,
    },
    Fault {
        method: String,
        chat: Option<i64>,
        trouble: String,
        seconds: Option<u32>,
        times: u32,
    },
    Duplicates {
        on: bool,
    },
    Redeliver {
        count: usize,
    },
    ClearFaults,
    Unplug {
        when: Pull,
    },
}

/// What names a message: a number on Telegram, a larger one in text on Discord.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Mark {
    Number(i64),
    Text(String),
}

impl Mark {
    fn telegram(&self) -> Result<i64, String> {
        match self {
            Self::Number(id) => Ok(*id),
            Self::Text(text) => Err(format!("there is no message {text}")),
        }
    }

    pub(super) fn discord(&self) -> Result<u64, String> {
        match self {
            Self::Number(id) => u64::try_from(*id).map_err(|_| format!("there is no message {id}")),
            Self::Text(text) => text.parse().map_err(|_| format!("there is no message {text}")),
        }
    }
}

/// Where uploaded files go: their bytes follow one another in the body.
#[derive(Debug, Deserialize)]
pub(super) struct Upload {
    who: String,
    place: String,
    /// JSON: a list of [`Piece`]s.
    files: String,
    #[serde(default)]
    caption: String,
}

/// One file of an upload.
#[derive(Debug, Deserialize)]
struct Piece {
    kind: String,
    name: String,
    size: usize,
}

pub(super) fn carry_out(world: &World, hooks: &Hooks, wish: Wish) -> Result<(), String> {
    let wish = match discord::carry_out(&world.on_discord(), wish) {
        Ok(done) => return done,
        Err(wish) => wish,
    };
    match wish {
        Wish::Say { who, place, text, reply_to: None } => {
            world.say(&who, &spot(&place)?, &text, None).map(drop)
        }
        Wish::Say { who, place, text, reply_to: Some(id) } => {
            world.reply(&who, &spot(&place)?, id.telegram()?, &text).map(drop)
        }
        Wish::Press { who, place, message, label } => {
            world.press_on(&who, &spot(&place)?, message.telegram()?, &label)
        }
        Wish::Edit { who, place, message, text } => {
            world.edit_message(&who, &spot(&place)?, message.telegram()?, &text)
        }
        Wish::Delete { who, place, message } => {
            world.delete_message(&who, &spot(&place)?, message.telegram()?)
        }
        Wish::React { who, place, message, emoji } => {
            world.toggle_reaction(&who, &spot(&place)?, message.telegram()?, &emoji)
        }
        Wish::Content { who, place, fields } => world.content(&who, &spot(&place)?, fields, None).map(drop),
        Wish::Block { who, blocked } => world.set_blocked(&who, blocked),
        Wish::Join { handle, name, language, staff } => {
            join(world, &handle, &name, language.as_deref(), staff)
        }
        Wish::RemoveTopic { topic } => {
            world.remove_topic(topic);
            Ok(())
        }
        Wish::Clock { seconds } => {
            let span = TimeDelta::try_seconds(seconds).filter(|span| span.abs() <= FARTHEST);
            (hooks.advance)(span.ok_or("the clock is moved by 60 days at most")?);
            world.touch();
            Ok(())
        }
        Wish::Unplug { when } => {
            hooks.unplug.as_ref().ok_or("the desk can't be unplugged here")?(when);
            Ok(())
        }
        other => {
            world.fault(trouble(other)?);
            Ok(())
        }
    }
}

fn trouble(wish: Wish) -> Result<Fault, String> {
    Ok(match wish {
        Wish::Fault { method, chat, trouble, seconds, times } => {
            let trouble =
                Trouble::parse(&trouble, seconds).ok_or_else(|| format!("\"{trouble}\" is no trouble"))?;
            Fault::Calls { method, chat, times, trouble }
        }
        Wish::Duplicates { on } => Fault::Duplicates(on),
        Wish::Redeliver { count } => Fault::Redeliver(count),
        Wish::ClearFaults => Fault::Clear,
        other => return Err(format!("{other:?} is no trouble")),
    })
}

pub(super) fn send(world: &World, parcel: &Upload, bytes: &[u8]) -> Result<(), String> {
    let pieces: Vec<Piece> =
        serde_json::from_str(&parcel.files).map_err(|error| format!("the list of files: {error}"))?;
    let mut rest = bytes;
    let mut files = Vec::new();
    for piece in pieces {
        let kind = MediaKind::of(&piece.kind).ok_or_else(|| format!("\"{}\" can't be sent", piece.kind))?;
        let (own, others) = rest.split_at_checked(piece.size).ok_or("some bytes are missing")?;
        files.push(Attachment { kind, name: piece.name, bytes: own.to_vec() });
        rest = others;
    }
    let place = || spot(&parcel.place);
    match files.len() {
        0 => Err("there is no file".to_owned()),
        n if n > ALBUM => Err(format!("{ALBUM} files at once at most")),
        _ if discord::is_there(&parcel.place) => {
            discord::upload(&world.on_discord(), (&parcel.who, &parcel.place), &files, &parcel.caption)
        }
        1 => files
            .into_iter()
            .try_for_each(|file| world.send(&parcel.who, &place()?, file, &parcel.caption).map(drop)),
        _ => world.album(&parcel.who, &place()?, files, &parcel.caption).map(drop),
    }
}

fn join(world: &World, handle: &str, name: &str, language: Option<&str>, staff: bool) -> Result<(), String> {
    let plain = !handle.is_empty()
        && handle.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !plain || name.trim().is_empty() {
        return Err("a handle of small letters and a name are needed".to_owned());
    }
    let person = Person::new(handle, name.trim(), language);
    world.join(if staff { person.staff() } else { person });
    Ok(())
}

/// `staff`, `room:N`, or `chat:HANDLE`.
fn spot(place: &str) -> Result<Place, String> {
    match place.split_once(':') {
        None if place == "staff" => Ok(Place::Staff),
        Some(("chat", handle)) => Ok(Place::Chat(handle.to_owned())),
        Some(("room", n)) => {
            n.parse().map(|n| Place::Room(Room::Nth(n))).map_err(|_| format!("there is no {place}"))
        }
        _ => Err(format!("there is no {place}")),
    }
}
