//! A file on its way to a place where its id means nothing: as what it goes there, under which name, and what is said
//! where it can't.
//!
//! What decides is the content, never a name or a claim. Ids of one platform mean nothing on another, and an id of
//! Discord can't be sent again anywhere.

use super::{Problem, Type, tell::called};
use crate::domain::{
    chat::{File, FileKind, Platform},
    phrase::Phrase,
    text::clean_name,
};

/// Most bytes of one file each platform takes from a bot.
const TELEGRAM_FILE: u64 = 50_000_000;
const DISCORD_FILE: u64 = 10 * 1024 * 1024;
/// Larger pictures are no photos to Telegram.
const TELEGRAM_PHOTO: u64 = 10_000_000;
/// Most bytes of all files of one message: they are whole in memory at once.
const TOGETHER: u64 = 24 * 1024 * 1024;
/// Most files of one message.
const AT_ONCE: usize = 10;
/// Covers a file on Discord.
const COVER: &str = "SPOILER_";

/// Whether a file of `from` can be sent on `to` by its id.
pub fn by_id(from: Platform, to: Platform) -> bool {
    from == to && to == Platform::Telegram
}

/// Most bytes of one file that platform takes.
pub const fn most(on: Platform) -> u64 {
    match on {
        Platform::Telegram => TELEGRAM_FILE,
        Platform::Discord => DISCORD_FILE,
    }
}

/// How many of these files, the first ones, go into one message there; one at least, and one that is too large alone.
pub fn together<'a>(files: impl IntoIterator<Item = &'a File>, on: Platform) -> usize {
    if on == Platform::Telegram {
        return 1;
    }
    let mut bytes = 0_u64;
    let size = |file: &File| file.size.and_then(|size| u64::try_from(size).ok());
    let mut files = files.into_iter().peekable();
    if files.peek().is_some_and(|file| size(file).is_some_and(|size| size > most(on))) {
        return 1;
    }
    let fits = |file: &&File| {
        // Why: of what size is unknown the largest is supposed; what is too large stands alone, with its button.
        let size = size(file).unwrap_or(most(on));
        bytes += size;
        size <= most(on) && bytes <= TOGETHER
    };
    files.take(AT_ONCE).take_while(fits).count().max(1)
}

/// As what a file goes there: the nearest kind its content can be.
pub fn nearest(kind: FileKind, found: Type, bytes: u64, on: Platform) -> FileKind {
    use FileKind::{Animation, Audio, Document, Photo, Video, Voice};
    if on == Platform::Discord || kind == Document {
        return kind;
    }
    match found {
        Type::Jpeg | Type::Png | Type::Webp if bytes <= TELEGRAM_PHOTO => Photo,
        Type::Mp4 if kind == Animation => Animation,
        Type::Mp4 => Video,
        Type::Ogg | Type::Mp3 | Type::M4a if kind == Voice => Voice,
        Type::Mp3 | Type::M4a => Audio,
        Type::Jpeg
        | Type::Png
        | Type::Webp
        | Type::Heic
        | Type::Mov
        | Type::Webm
        | Type::Pdf
        | Type::Ogg
        | Type::Csv
        | Type::Xlsx => Document,
    }
}

/// The name it goes under: the one it had, made harmless, with the ending its content has.
pub fn name(file: &File, found: Type, on: Platform) -> String {
    let last = file.name.as_deref().and_then(|name| name.rsplit(['/', '\\']).next()).unwrap_or_default();
    let clean = clean_name(last, file.kind.name());
    let ending = clean.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let fits = ending.is_some_and(|ending| ending == found.name() || found == Type::Jpeg && ending == "jpg");
    let name = if fits { clean } else { format!("{clean}.{}", found.name()) };
    let covered = file.spoiler && on == Platform::Discord;
    if covered { COVER.to_owned() + &name } else { name }
}

/// The name it is saved under by whoever gets it from us.
pub fn saved_as(file: &File, found: Type) -> String {
    name(file, found, Platform::Telegram)
}

/// The line in the place of a file its readers can't be shown.
pub fn in_its_place(file: &File, problem: Problem, on: Platform) -> Phrase {
    Phrase::new("relay-not-shown").with("what", called(file)).with("reason", why(problem, on))
}

/// The line for the desk: the customer was not shown a file of theirs.
pub fn told_to_desk(file: &File, problem: Problem, on: Platform) -> Phrase {
    Phrase::new("not-shown-to-customer").with("what", called(file)).with("reason", why(problem, on))
}

/// The line for the customer: the desk was not shown a file of theirs.
pub fn told_to_customer(file: &File, problem: Problem, on: Platform) -> Phrase {
    Phrase::new("not-shown-to-desk").with("what", called(file)).with("reason", why(problem, on))
}

fn why(problem: Problem, on: Platform) -> Phrase {
    let megabytes = match on {
        Platform::Telegram => TELEGRAM_FILE / 1_000_000,
        Platform::Discord => DISCORD_FILE / (1024 * 1024),
    };
    match problem {
        Problem::Large | Problem::Count | Problem::Bytes => {
            Phrase::new("why-file-large").with("cap", i64::try_from(megabytes).unwrap_or(i64::MAX))
        }
        Problem::Kind => Phrase::new("why-file-kind"),
        Problem::Gone => Phrase::new("why-file-gone"),
        Problem::Unreachable => Phrase::new("why-file-unreachable"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(kind: FileKind, name: Option<&str>) -> File {
        let name = name.map(str::to_owned);
        File { kind, id: "1".into(), unique: "1".into(), name, mime: None, size: None, spoiler: false }
    }

    #[test]
    fn only_telegram_sends_again_by_id() {
        use Platform::{Discord, Telegram};
        assert!(by_id(Telegram, Telegram));
        for (from, to) in [(Telegram, Discord), (Discord, Telegram), (Discord, Discord)] {
            assert!(!by_id(from, to), "{from:?} to {to:?}");
        }
    }

    #[test]
    fn what_a_file_is_on_telegram_is_said_by_its_content() {
        use FileKind::{Animation, Audio, Document, Photo, Sticker, Video, VideoNote, Voice};
        for (kind, found, bytes, there) in [
            (Photo, Type::Jpeg, 9, Photo),
            (Photo, Type::Png, 10_000_001, Document),
            (Photo, Type::Heic, 9, Document),
            (Document, Type::Jpeg, 9, Document),
            (Sticker, Type::Png, 9, Photo),
            (Video, Type::Mp4, 9, Video),
            (VideoNote, Type::Mp4, 9, Video),
            (Animation, Type::Mp4, 9, Animation),
            (Video, Type::Mov, 9, Document),
            (Video, Type::Webm, 9, Document),
            (Voice, Type::Ogg, 9, Voice),
            (Audio, Type::Ogg, 9, Document),
            (Audio, Type::Mp3, 9, Audio),
            (Voice, Type::M4a, 9, Voice),
            (Document, Type::Pdf, 9, Document),
            (Photo, Type::Csv, 9, Document),
        ] {
            assert_eq!(nearest(kind, found, bytes, Platform::Telegram), there, "{kind:?} of {found:?}");
        }
        for kind in FileKind::ALL {
            assert_eq!(nearest(kind, Type::Mp4, 9, Platform::Discord), kind, "Discord has files alone");
        }
    }

    #[test]
    fn a_name_ends_as_its_content_does() {
        let named = |name, found| super::name(&file(FileKind::Document, name), found, Platform::Telegram);
        assert_eq!(named(Some("Seam.JPG"), Type::Jpeg), "Seam.JPG");
        assert_eq!(named(Some("bill.pdf.exe"), Type::Pdf), "bill.pdf.exe.pdf");
        assert_eq!(named(Some("../../etc/passwd"), Type::Csv), "passwd.csv");
        assert_eq!(named(Some("a\u{202e}gpj.pdf"), Type::Pdf), "agpj.pdf");
        assert_eq!(named(Some("bags\\"), Type::Png), "document.png");
        assert_eq!(named(None, Type::Ogg), "document.ogg");
        let covered = File { spoiler: true, ..file(FileKind::Photo, None) };
        assert_eq!(super::name(&covered, Type::Jpeg, Platform::Discord), "SPOILER_photo.jpeg");
        assert_eq!(super::name(&covered, Type::Jpeg, Platform::Telegram), "photo.jpeg");
    }

    #[test]
    fn files_of_one_message_are_ten_and_few_bytes() {
        let of = |size: Option<i64>| File { size, ..file(FileKind::Photo, None) };
        let count =
            |sizes: &[Option<i64>], on| together(&sizes.iter().map(|s| of(*s)).collect::<Vec<_>>(), on);
        let mega = 1024 * 1024;
        assert_eq!(count(&[Some(9); 12], Platform::Discord), 10);
        assert_eq!(count(&[Some(9); 12], Platform::Telegram), 1);
        assert_eq!(count(&[Some(9 * mega); 4], Platform::Discord), 2);
        assert_eq!(count(&[None; 4], Platform::Discord), 2);
        assert_eq!(count(&[Some(400 * mega); 4], Platform::Discord), 1, "too large: it stands alone");
        assert_eq!(count(&[Some(9), Some(9), Some(400 * mega)], Platform::Discord), 2);
    }
}
