//! The scenario language: plain text that is test, demo and documentation at once.
//!
//! ```text
//! # A comment; it is kept in the transcript.
//! people: mei@telegram "Mei L." en consumer, lin@telegram "Lin" zh staff #1001
//! at 2026-03-02 09:00 Asia/Shanghai
//! mei: /claim
//! mei presses "Travel case"
//! mei sends photo zipper.jpg "the puller"
//! mei sends photos a.jpg b.jpg
//! mei sends location 31.2 121.5
//! mei edits "4471" to "4472"
//! mei replies to "Which part": the zipper
//! mei reacts 👍 to "repaired"
//! mei deletes "never mind"
//! mei blocks the bot
//! lin in staff: /queue
//! lin in room: /take
//! lin in room "HX-7K3M" presses "Take"
//! lin in room 2 replies to "the puller": We send a new one.
//! at +90m
//! restart
//! fault sendMessage mei 429 30
//! fault sendMessage room drop-after x2
//! fault duplicates on
//! fault redeliver 5
//! fault clear
//! show mei
//! expect room "nobody has it"
//! expect no mei "error"
//! expect no staff
//! ```
//!
//! A person's name may carry `@telegram`. `\n` is a line break, `\"` and `\\` are themselves. A script is parsed whole
//! before anything happens; [`play`] then does one step after the other on a [`Stage`] and lets the desk come to rest
//! after each. Deliberately not here: anything a stage does, and loops, variables or conditions.

mod parse;
mod play;
mod words;

use chrono::{DateTime, TimeDelta, Utc};

use crate::sandbox::faults::Fault;
use crate::sandbox::shown::{Place, Shown};
use crate::sandbox::world::MediaKind;

pub use play::{PlayError, Player, play};

/// A scenario, parsed.
#[derive(Clone, Debug)]
pub struct Script {
    pub lines: Vec<Line>,
}

/// One step and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// From 1.
    pub number: usize,
    /// As written, without white space around it.
    pub text: String,
    pub step: Step,
}

/// Why a scenario can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}: {text}")]
pub struct ScriptError {
    pub line: usize,
    pub text: String,
    pub why: String,
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A comment.
    Remark,
    Join(Vec<Cast>),
    Act(Act),
    Move(Moment),
    Restart,
    Fault(FaultOrder),
    Show(Place),
    Expect(Expectation),
}

/// A person of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast {
    pub handle: String,
    pub name: String,
    pub language: Option<String>,
    pub role: Role,
    /// The Telegram id, where the scenario wants a certain one.
    pub id: Option<i64>,
}

/// What a person is to the brand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Consumer,
    Wholesale,
    /// Stands in the staff group. Rights are given by the desk, not by this.
    Staff,
}

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
    Say { text: String, reply_to: Option<String> },
    Press { label: String },
    Send(Parcel),
    Edit { old: String, new: String },
    Delete { part: String },
    React { emoji: String, part: String },
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
    Contact {
        phone: String,
        name: String,
    },
}

/// Where the clock goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    By(TimeDelta),
    To(DateTime<Utc>),
}

/// A fault; call faults may name the place they are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultOrder {
    pub fault: Fault,
    pub place: Option<Place>,
}

/// What the bot must (not) have said in a place since the last act that followed a look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    pub place: Place,
    /// `None`: anything at all.
    pub part: Option<String>,
    pub wanted: bool,
}

/// Where a scenario is played. Errors are sentences; they end the play with the line they belong to.
pub trait Stage: Send {
    fn join(&mut self, cast: &Cast) -> impl Future<Output = Result<(), String>> + Send;
    fn act(&mut self, act: &Act) -> impl Future<Output = Result<(), String>> + Send;
    fn move_clock(&mut self, to: Moment) -> impl Future<Output = Result<(), String>> + Send;
    /// The desk stops and starts again; the platform and the people stay.
    fn restart(&mut self) -> impl Future<Output = Result<(), String>> + Send;
    fn fault(&mut self, order: &FaultOrder) -> impl Future<Output = Result<(), String>> + Send;
    /// Returns when the desk has nothing left to do at the present moment.
    fn rest(&mut self) -> impl Future<Output = Result<(), String>> + Send;
    /// The lines of a place in order; an error says why there is no such place.
    fn transcript(&self, place: &Place) -> Result<Vec<Shown>, String>;
}
