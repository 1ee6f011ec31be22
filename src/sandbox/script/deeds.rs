//! What people can do in a scenario, once it is read. Deliberately not here: where it can be done; stages know that.

use crate::sandbox::shown::Place;
use crate::sandbox::world::MediaKind;

/// What somebody does somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    pub who: String,
    pub place: Place,
    pub deed: Deed,
}

/// What can be done. Fragments mean the newest message that holds them.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// `quote`: the words picked out of what is answered.
    Say {
        text: String,
        reply_to: Option<String>,
        quote: Option<String>,
    },
    Press {
        label: String,
    },
    /// `reply_to`: a fragment of the message it answers.
    Send {
        parcel: Parcel,
        reply_to: Option<String>,
    },
    /// Chooses in the newest list that offers all of these.
    Choose {
        options: Vec<String>,
    },
    /// Fills in the form that is open: what stands over a line, and what is written there. Lines left out stay as given.
    Fill {
        lines: Vec<(String, String)>,
    },
    /// Uses an entry of a message's own menu.
    Use {
        entry: String,
        part: String,
    },
    /// Deletes the topic with all that is in it.
    RemoveTopic,
    Edit {
        old: String,
        new: String,
    },
    Delete {
        part: String,
    },
    /// Another file into a message of one's own; its words stay.
    Swap {
        old: String,
        kind: MediaKind,
        name: String,
    },
    /// Words somebody else wrote, passed on.
    Forward {
        from: Source,
        name: String,
        text: String,
    },
    /// One reaction in the place of the one before; none takes it back.
    React {
        emoji: Option<String>,
        part: String,
    },
    Block(bool),
}

/// What can be sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Parcel {
    /// One file, or several as an album.
    Files {
        kind: MediaKind,
        names: Vec<String>,
        caption: String,
    },
    Location {
        latitude: f64,
        longitude: f64,
    },
    Venue {
        latitude: f64,
        longitude: f64,
        title: String,
        address: String,
    },
    Contact {
        phone: String,
        name: String,
    },
    Poll {
        question: String,
        options: Vec<String>,
    },
    Checklist {
        title: String,
        tasks: Vec<String>,
    },
    Dice {
        emoji: String,
        value: i64,
    },
    /// A kind that can't be shown, by the field it stands in.
    Hidden(String),
}

/// Who wrote what is forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Person,
    Hidden,
    Group,
    Channel,
}
