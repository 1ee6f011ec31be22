//! What the page asks for in the Discord server. People there are `NAME@discord`, places `discord:CHANNEL`.

use super::acts::Wish;
use crate::sandbox::discord::Visitors;
use crate::sandbox::world::Attachment;

const PLACE: &str = "discord:";

/// Whether a place is on Discord.
pub(super) fn is_there(place: &str) -> bool {
    place.starts_with(PLACE)
}

/// The channel of a place; `discord:direct` are the direct messages of whoever speaks.
fn channel(people: &Visitors, who: &str, place: &str) -> Result<u64, String> {
    match place.strip_prefix(PLACE) {
        Some("direct") => people.dm(who),
        id => id.and_then(|id| id.parse().ok()).ok_or_else(|| format!("there is no {place}")),
    }
}

/// The handle behind a name of the page.
fn handle(who: &str) -> &str {
    who.strip_suffix("@discord").unwrap_or(who)
}

/// Does what is for Discord; gives back what is not.
pub(super) fn carry_out(people: &Visitors, wish: Wish) -> Result<Result<(), String>, Wish> {
    let there = match &wish {
        Wish::Say { place, .. }
        | Wish::Press { place, .. }
        | Wish::Edit { place, .. }
        | Wish::Delete { place, .. }
        | Wish::React { place, .. }
        | Wish::Content { place, .. } => is_there(place),
        Wish::Block { who, .. } => who.ends_with("@discord"),
        Wish::Choose { .. } | Wish::Fill { .. } | Wish::Use { .. } => true,
        Wish::Join { .. }
        | Wish::RemoveTopic { .. }
        | Wish::Clock { .. }
        | Wish::Fault { .. }
        | Wish::Duplicates { .. }
        | Wish::Redeliver { .. }
        | Wish::ClearFaults
        | Wish::Unplug { .. } => false,
    };
    if there { Ok(act(people, wish)) } else { Err(wish) }
}

fn act(people: &Visitors, wish: Wish) -> Result<(), String> {
    let at = |who: &str, place: &str| channel(people, handle(who), place);
    match wish {
        Wish::Say { who, place, text, reply_to } => {
            let (at, who) = (at(&who, &place)?, handle(&who));
            match (text.trim().strip_prefix('/'), reply_to) {
                (Some(typed), _) => people.typed(who, at, typed).map(drop),
                (None, Some(to)) => people.reply(who, at, to.discord()?, text.trim()).map(drop),
                (None, None) => people.write(who, at, text.trim()).map(drop),
            }
        }
        Wish::Press { who, place, message, label } => {
            people.press(handle(&who), at(&who, &place)?, message.discord()?, &label).map(drop)
        }
        Wish::Choose { who, place, message, labels } => {
            let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
            people.choose(handle(&who), at(&who, &place)?, message.discord()?, &labels).map(drop)
        }
        Wish::Fill { who, form, lines } => {
            let lines: Vec<_> = lines.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
            people.submit(handle(&who), form.discord()?, &lines).map(drop)
        }
        Wish::Use { who, place, message, entry } => {
            people.on_message(handle(&who), at(&who, &place)?, message.discord()?, &entry).map(drop)
        }
        Wish::Edit { who, place, message, text } => {
            people.edit(handle(&who), at(&who, &place)?, message.discord()?, text.trim())
        }
        Wish::Delete { who, place, message } => {
            people.delete(handle(&who), at(&who, &place)?, message.discord()?)
        }
        Wish::React { who, place, message, emoji } => {
            people.toggle(handle(&who), at(&who, &place)?, message.discord()?, &emoji)
        }
        Wish::Block { who, blocked } => people.set_open(handle(&who), !blocked),
        other => Err(format!("there is no {other:?} on Discord")),
    }
}

/// Files with a text, as one message.
pub(super) fn upload(
    people: &Visitors,
    (who, place): (&str, &str),
    files: &[Attachment],
    text: &str,
) -> Result<(), String> {
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|file| (file.name.as_str(), file.bytes.clone())).collect();
    people.upload(handle(who), channel(people, handle(who), place)?, &files, text).map(drop)
}
