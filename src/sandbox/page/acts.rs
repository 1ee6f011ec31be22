//! What the page asks for, carried out in the world.

use chrono::TimeDelta;
use serde::Deserialize;

use super::Hooks;
use crate::sandbox::faults::{Fault, Trouble};
use crate::sandbox::shown::{Place, Room};
use crate::sandbox::world::{Attachment, MediaKind, Person, World};

/// One wish of the page.
#[derive(Debug, Deserialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub(super) enum Wish {
    Say { who: String, place: String, text: String, reply_to: Option<i64> },
    Press { who: String, place: String, message: i64, label: String },
    Edit { who: String, place: String, old: String, new: String },
    Block { who: String, blocked: bool },
    Join { handle: String, name: String, language: Option<String>, staff: bool },
    Clock { minutes: i64 },
    Fault { method: String, trouble: String, seconds: Option<u32>, times: u32 },
    Duplicates { on: bool },
    Redeliver { count: usize },
    Unplug,
}

/// Where an uploaded file goes.
#[derive(Debug, Deserialize)]
pub(super) struct Upload {
    who: String,
    place: String,
    kind: String,
    name: String,
    #[serde(default)]
    caption: String,
}

pub(super) fn carry_out(world: &World, hooks: &Hooks, wish: Wish) -> Result<(), String> {
    match wish {
        Wish::Say { who, place, text, reply_to: None } => {
            world.say(&who, &spot(&place)?, &text, None).map(drop)
        }
        Wish::Say { who, place, text, reply_to: Some(id) } => {
            world.reply(&who, &spot(&place)?, id, &text).map(drop)
        }
        Wish::Press { who, place, message, label } => world.press_on(&who, &spot(&place)?, message, &label),
        Wish::Edit { who, place, old, new } => world.edit(&who, &spot(&place)?, &old, &new),
        Wish::Block { who, blocked } => world.set_blocked(&who, blocked),
        Wish::Join { handle, name, language, staff } => {
            join(world, &handle, &name, language.as_deref(), staff)
        }
        Wish::Clock { minutes } => {
            let span = TimeDelta::try_minutes(minutes).ok_or("that is too far away")?;
            (hooks.advance)(span);
            Ok(())
        }
        Wish::Fault { method, trouble, seconds, times } => {
            let trouble =
                Trouble::parse(&trouble, seconds).ok_or_else(|| format!("\"{trouble}\" is no trouble"))?;
            world.fault(Fault::Calls { method, chat: None, times, trouble });
            Ok(())
        }
        Wish::Duplicates { on } => {
            world.fault(Fault::Duplicates(on));
            Ok(())
        }
        Wish::Redeliver { count } => {
            world.fault(Fault::Redeliver(count));
            Ok(())
        }
        Wish::Unplug => {
            hooks.unplug.as_ref().ok_or("the desk can't be unplugged here")?();
            Ok(())
        }
    }
}

pub(super) fn send(world: &World, parcel: Upload, bytes: Vec<u8>) -> Result<(), String> {
    let kind = MediaKind::of(&parcel.kind).ok_or_else(|| format!("\"{}\" can't be sent", parcel.kind))?;
    let file = Attachment { kind, name: parcel.name, bytes };
    world.send(&parcel.who, &spot(&parcel.place)?, file, &parcel.caption).map(drop)
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
