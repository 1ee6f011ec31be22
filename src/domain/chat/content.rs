//! What a message can hold besides words: files, things such as a place or a contact, and what goes along with them.
//!
//! A file crosses as what it is, by its id. A thing is kept as its parts, because no id of it can be sent again. Where
//! content comes from and what it quotes is kept beside it, cleaned for display.

use serde::{Deserialize, Serialize};

/// A file as its platform names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// What it is.
    pub kind: FileKind,
    /// The id it can be sent again by.
    pub id: String,
    /// The id that is the same for everybody; tells re-use.
    pub unique: String,
    /// The file's name, where it has one.
    pub name: Option<String>,
    /// Its type as the sender's client claims.
    pub mime: Option<String>,
    /// Bytes, where known.
    pub size: Option<i64>,
    /// Its sender wants it covered until it is tapped.
    #[serde(default)]
    pub spoiler: bool,
}

/// Kinds of files that cross as what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A picture the platform compresses.
    Photo,
    /// A moving picture with sound.
    Video,
    /// A moving picture without sound that repeats itself.
    Animation,
    /// Music, or another recording with a title.
    Audio,
    /// Something said into the microphone.
    Voice,
    /// Something said into the camera, shown round.
    VideoNote,
    /// A sticker: still, animated or a video.
    Sticker,
    /// Anything sent as a file.
    Document,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Photo,
        Self::Video,
        Self::Animation,
        Self::Audio,
        Self::Voice,
        Self::VideoNote,
        Self::Sticker,
        Self::Document,
    ];

    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Video => "video",
            Self::Animation => "animation",
            Self::Audio => "audio",
            Self::Voice => "voice",
            Self::VideoNote => "video_note",
            Self::Sticker => "sticker",
            Self::Document => "document",
        }
    }

    /// What it is called in the catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Photo => "kind-photo",
            Self::Video => "kind-video",
            Self::Animation => "kind-animation",
            Self::Audio => "kind-audio",
            Self::Voice => "kind-voice",
            Self::VideoNote => "kind-video-note",
            Self::Sticker => "kind-sticker",
            Self::Document => "kind-document",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }

    /// Whether words can stand under it.
    pub const fn has_caption(self) -> bool {
        !matches!(self, Self::VideoNote | Self::Sticker)
    }

    /// Whether somebody speaks in it, so that it can be an answer.
    pub const fn speaks(self) -> bool {
        matches!(self, Self::Voice | Self::VideoNote)
    }

    /// Files of one family may share an album; others stand alone.
    pub const fn album(self) -> Option<u8> {
        match self {
            Self::Photo | Self::Video => Some(0),
            Self::Document => Some(1),
            Self::Audio => Some(2),
            Self::Animation | Self::Voice | Self::VideoNote | Self::Sticker => None,
        }
    }
}

/// Content that is neither words nor a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// A place on the map; of a live one where it was when it was sent.
    Location { latitude: f64, longitude: f64 },
    /// A place with a name.
    Venue { latitude: f64, longitude: f64, title: String, address: String },
    /// Somebody's number.
    Contact { phone: String, name: String },
    /// A question with options.
    Poll { question: String, options: Vec<String> },
    /// A list of tasks.
    Checklist { title: String, tasks: Vec<String> },
    /// A roll of dice and its relatives.
    Dice { emoji: String, value: i64 },
}

impl Thing {
    /// What it is called in the catalogue.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Location { .. } => "kind-location",
            Self::Venue { .. } => "kind-venue",
            Self::Contact { .. } => "kind-contact",
            Self::Poll { .. } => "kind-poll",
            Self::Checklist { .. } => "kind-checklist",
            Self::Dice { .. } => "kind-dice",
        }
    }

    /// Whether it says something a question may ask for.
    pub const fn may_answer(&self) -> bool {
        matches!(self, Self::Location { .. } | Self::Venue { .. } | Self::Contact { .. })
    }

    /// What it says, in words of no language but its sender's.
    pub fn words(&self) -> String {
        let list = |head: &str, items: &[String]| {
            items.iter().fold(head.to_owned(), |all, item| all + "\n· " + item)
        };
        match self {
            Self::Location { latitude, longitude } => format!("{latitude}, {longitude}"),
            Self::Venue { latitude, longitude, title, address } => {
                format!("{title}\n{address}\n{latitude}, {longitude}")
            }
            Self::Contact { phone, name } => format!("{name} {phone}"),
            Self::Poll { question, options } => list(question, options),
            Self::Checklist { title, tasks } => list(title, tasks),
            Self::Dice { emoji, value } => format!("{emoji} {value}"),
        }
    }
}

/// Where forwarded content comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// What kind of author that is.
    pub kind: OriginKind,
    /// Their name, cleaned; empty when the platform does not tell it.
    pub name: String,
}

/// Who wrote what was forwarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OriginKind {
    /// A person or a bot with a visible account.
    Person,
    /// Somebody whose account is hidden; only a name is told, which proves nothing.
    Hidden,
    /// A group, in its own name.
    Group,
    /// A channel.
    Channel,
    /// Whoever forwarded it wrote it too.
    Themself,
}

/// What an answer quotes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quote {
    /// The words; empty when a message elsewhere is answered as a whole.
    pub text: String,
    /// Whose words they are, when they stand in another chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Origin>,
}

/// What is kept of a message beside its words and its file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Along {
    /// What it holds that is neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thing: Option<Thing>,
    /// Where it was forwarded from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// What it quotes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
    /// Its file took the place of another one.
    #[serde(default)]
    pub swapped: bool,
}

impl Along {
    /// Nothing is kept.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_file_is_found_by_its_name() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(FileKind::from_name("hologram"), None);
    }

    #[test]
    fn things_are_words_too() {
        let poll = Thing::Poll { question: "Which?".into(), options: vec!["left".into(), "right".into()] };
        assert_eq!(poll.words(), "Which?\n· left\n· right");
        assert_eq!(Thing::Location { latitude: 31.2, longitude: 121.5 }.words(), "31.2, 121.5");
        let contact = Thing::Contact { phone: "+86 20".into(), name: "Mei".into() };
        assert_eq!((contact.words().as_str(), contact.may_answer()), ("Mei +86 20", true));
    }
}
