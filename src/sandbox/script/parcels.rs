//! What people send, swap and forward, from words to deeds.

use super::parse::{expected, number};
use super::words::Words;
use super::{Deed, Parcel, Source};
use crate::sandbox::world::MediaKind;

/// Kinds that can't be shown; the last is of no platform there is.
const HIDDEN: [&str; 4] = ["story", "game", "gift", "hologram"];

/// What follows `sends`.
pub(super) fn parcel(words: &mut Words<'_>) -> Result<Parcel, String> {
    let what = words.word().ok_or("what is sent is missing")?;
    match what {
        "location" => Ok(Parcel::Location { latitude: number(words)?, longitude: number(words)? }),
        "venue" => Ok(Parcel::Venue {
            latitude: number(words)?,
            longitude: number(words)?,
            title: words.quoted()?,
            address: words.quoted()?,
        }),
        "contact" => Ok(Parcel::Contact { phone: words.quoted()?, name: words.quoted()? }),
        "poll" => Ok(Parcel::Poll { question: words.quoted()?, options: texts(words)? }),
        "checklist" => Ok(Parcel::Checklist { title: words.quoted()?, tasks: texts(words)? }),
        "dice" => {
            let emoji = words.word().ok_or("the emoji is missing")?.to_owned();
            Ok(Parcel::Dice { emoji, value: number(words)? })
        }
        _ if HIDDEN.contains(&what) => Ok(Parcel::Hidden(what.to_owned())),
        _ => files(what, words),
    }
}

fn texts(words: &mut Words<'_>) -> Result<Vec<String>, String> {
    let mut texts = vec![words.quoted()?];
    while let Some(text) = words.maybe_quoted()? {
        texts.push(text);
    }
    Ok(texts)
}

fn files(what: &str, words: &mut Words<'_>) -> Result<Parcel, String> {
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

/// The kind, and whether several make an album.
fn file_kind(word: &str) -> Option<(MediaKind, bool)> {
    use MediaKind::{Audio, Document, Photo, Video};
    let album = word.strip_suffix('s').and_then(MediaKind::of);
    let album = album.filter(|kind| matches!(kind, Photo | Video | Document | Audio));
    MediaKind::of(word).map(|kind| (kind, false)).or(album.map(|kind| (kind, true)))
}

/// `swaps "…" for KIND NAME`
pub(super) fn swap(words: &mut Words<'_>) -> Result<Deed, String> {
    let old = words.quoted()?;
    expected(words, "for")?;
    let word = words.word().ok_or("the kind of file is missing")?;
    let kind = MediaKind::of(word).ok_or_else(|| format!("\"{word}\" is no kind of file"))?;
    let name = words.word().ok_or("the name of the file is missing")?.to_owned();
    Ok(Deed::Swap { old, kind, name })
}

/// `forwards from [channel|group|hidden] "…": text`
pub(super) fn forward(words: &mut Words<'_>) -> Result<Deed, String> {
    expected(words, "from")?;
    let from = match words.word() {
        None => Source::Person,
        Some("channel") => Source::Channel,
        Some("group") => Source::Group,
        Some("hidden") => Source::Hidden,
        Some(word) => return Err(format!("\"{word}\" is neither a channel nor a group nor hidden")),
    };
    Ok(Deed::Forward { from, name: words.quoted()?, text: words.after_colon()? })
}
