//! The table of `docs/relay.md`: every kind of message in every direction, sent by somebody, and what its readers get.

use std::collections::BTreeMap;

use aftercare::desk::Act;
use aftercare::domain::chat::{Address, FileKind, Input, Platform, Thing};
use aftercare::sandbox::world::person_id;

use crate::across::House;

const DOCS: &str = include_str!("../../docs/relay.md");
/// What stands above the table.
const HEAD: &str =
    "| Sent | Telegram to Telegram | Telegram to Discord | Discord to Telegram | Discord to Discord |";

/// What somebody sends.
#[derive(Clone)]
enum Sample {
    Words,
    File(FileKind, &'static str),
    Thing(Thing),
    Other(&'static str),
}

/// Each row of the table, and what is sent for it on Telegram and on Discord; `None` = there is no such thing there.
fn samples() -> Vec<(&'static str, Option<Sample>, Option<Sample>)> {
    use FileKind::{Animation, Audio, Document, Photo, Sticker, Video, VideoNote, Voice};
    let file = |kind, name| Some(Sample::File(kind, name));
    let thing = |thing| Some(Sample::Thing(thing));
    let both = |sample: Option<Sample>| (sample.clone(), sample);
    let rows = [
        ("words", both(Some(Sample::Words))),
        ("photo", both(file(Photo, "a.jpg"))),
        ("video", both(file(Video, "a.mp4"))),
        ("video of another kind (MOV, WebM)", both(file(Video, "a.mov"))),
        ("animation", both(file(Animation, "a.mp4"))),
        ("GIF file", (None, file(Animation, "a.gif"))),
        ("music", both(file(Audio, "a.mp3"))),
        ("voice message", both(file(Voice, "a.ogg"))),
        ("video message", (file(VideoNote, "a.mp4"), None)),
        ("sticker that stands still", (file(Sticker, "a.webp"), None)),
        ("sticker that moves", (file(Sticker, "a.tgs"), Some(Sample::Other("kind-sticker")))),
        ("PDF, table or picture as a file", both(file(Document, "a.pdf"))),
        ("file of any other kind", both(file(Document, "a.exe"))),
        ("file larger than 10 MB", both(file(Video, "a-11mb.mp4"))),
        ("place", (thing(Thing::Location { latitude: 31.2, longitude: 121.5 }), None)),
        ("contact", (thing(Thing::Contact { phone: "+86 20".into(), name: "Anna".into() }), None)),
        ("story, game, gift and the like", both(Some(Sample::Other("kind-other")))),
    ];
    rows.into_iter().map(|(row, (telegram, discord))| (row, telegram, discord)).collect()
}

fn name(platform: Platform) -> &'static str {
    match platform {
        Platform::Telegram => "Telegram",
        Platform::Discord => "Discord",
    }
}

/// What a call gives its readers, in the words of the table.
fn gives(act: &Act, on: Platform) -> Option<&'static str> {
    let kind = |kind: FileKind| match kind {
        FileKind::Photo => "photo",
        FileKind::Video => "video",
        FileKind::Animation => "animation",
        FileKind::Audio => "music",
        FileKind::Voice => "voice message",
        FileKind::VideoNote => "video message",
        FileKind::Sticker => "sticker",
        FileKind::Document => "document",
    };
    match act {
        Act::Post { text, .. } if text.text.contains("can't be shown") => Some("line"),
        Act::Post { text, .. } if text.text.contains("can't show here") => Some("line"),
        Act::Post { .. } => Some("words"),
        Act::File { file, .. } => Some(kind(file.kind)),
        Act::Upload { .. } | Act::UploadAlbum { .. } if on == Platform::Discord => Some("file"),
        Act::Upload { file, .. } => Some(kind(file.kind)),
        Act::Place { .. } => Some("place"),
        _ => None,
    }
}

impl House {
    async fn of(from: Platform, staff: Platform) -> Self {
        let mut house = match (from, staff) {
            (Platform::Telegram, Platform::Telegram) => Self::telegram_alone().await,
            (Platform::Telegram, Platform::Discord) => Self::staff_on_discord().await,
            (Platform::Discord, Platform::Telegram) => Self::staff_on_telegram().await,
            (Platform::Discord, Platform::Discord) => Self::discord_alone().await,
        };
        house.stage.courier().take_calls();
        house.stage.play("at +1m").await;
        house
    }

    /// Somebody sends a sample, in answer to the other's words when it is an agent.
    async fn send(&mut self, agent: bool, on: Platform, sample: &Sample) {
        let (who, part) = if agent { ("lin", Some("It broke.")) } else { ("mei", None) };
        let input = match sample {
            Sample::Thing(thing) => Some(Input::Thing(thing.clone())),
            Sample::Other(kind) => Some(Input::Other(kind)),
            Sample::Words | Sample::File(..) => None,
        };
        let board = self.board();
        let incoming = match on {
            Platform::Discord => {
                let room = agent.then(|| board.room());
                let to = part.map(|part| board.find(room.unwrap_or_else(|| person_id(who)), part).id);
                match (sample, input) {
                    (_, Some(input)) => board.gives(who, room, to, input),
                    (Sample::File(kind, name), _) => board.sends_to(who, room, (*kind, name), "", to),
                    (_, None) => board.says(who, room, "so it is", to),
                }
            }
            Platform::Telegram => self.stage.chats().gives(who, agent, part, |state| match sample {
                Sample::Words => Input::Text(aftercare::domain::text::Rich::plain("so it is")),
                Sample::File(kind, name) => Input::File {
                    file: state.keep_file(*kind, name),
                    caption: aftercare::domain::text::Rich::default(),
                    album: None,
                },
                Sample::Thing(_) | Sample::Other(_) => input.expect("an input"),
            }),
        };
        self.take(incoming).await;
    }

    /// What the other side got since the last look; words beside something else are its header, or news of it.
    fn got(&self, agent: bool, on: Platform) -> Option<&'static str> {
        let there =
            |place: &Address| place.platform == on && (place.thread.is_some() || place.chat < 0) != agent;
        let calls = self.stage.courier().take_calls();
        let given: Vec<&'static str> = calls
            .iter()
            .filter(|call| there(&call.delivery.place))
            .filter_map(|call| gives(&call.delivery.act, on))
            .collect();
        given.iter().find(|given| **given != "words").or(given.first()).copied()
    }
}

/// The table as it was walked through, by row and direction.
async fn walked() -> BTreeMap<(&'static str, String), &'static str> {
    let mut table = BTreeMap::new();
    let both = [Platform::Telegram, Platform::Discord];
    for customer in both {
        for staff in both {
            let mut house = House::of(customer, staff).await;
            for (row, telegram, discord) in samples() {
                for (agent, from, to) in [(false, customer, staff), (true, staff, customer)] {
                    let sample = if from == Platform::Telegram { &telegram } else { &discord };
                    let Some(sample) = sample else { continue };
                    house.send(agent, from, sample).await;
                    let got = house.got(agent, to).unwrap_or_else(|| panic!("{row}: nothing came"));
                    let direction = format!("{} to {}", name(from), name(to));
                    let before = table.insert((row, direction.clone()), got);
                    assert!(
                        before.is_none_or(|before| before == got),
                        "{row}, {direction}: {before:?} and {got}"
                    );
                }
            }
            house.stage.close().await;
        }
    }
    table
}

#[tokio::test]
async fn the_table_says_what_readers_get_of_every_kind_in_every_direction() {
    let table = walked().await;
    let rows = DOCS.lines().skip_while(|line| *line != HEAD).skip(2).take_while(|line| line.starts_with('|'));
    let mut seen = 0;
    for line in rows {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [row, cells @ ..] = cells.as_slice() else { panic!("no row: {line}") };
        let directions = HEAD.trim_matches('|').split('|').map(str::trim).skip(1);
        for (direction, cell) in directions.zip(cells) {
            let got = table.iter().find(|((r, d), _)| r == row && d == direction).map(|(_, got)| *got);
            assert_eq!(got.unwrap_or("-"), *cell, "{row}, {direction}");
        }
        seen += 1;
    }
    assert_eq!(seen, samples().len(), "the table of docs/relay.md has another number of rows");
}
