//! The scenario language: plain text that is test, demo and documentation at once.
//!
//! ```text
//! # A comment; it is kept in the transcript.
//! people: mei@telegram "Mei L." en consumer, lin@telegram "Lin" zh staff #1001, lao@discord "Lao Chen" en wholesale
//! staff: plain
//! homes: technical on discord
//! terms:
//! | [caps]
//! | open_cases = 2
//! at 2026-03-02 09:00 Asia/Shanghai
//! orders:
//! | order,family,colour,delivered
//! | A-4471,travel-case,black,2026-02-20
//! mei: /claim
//! mei presses "Travel case"
//! mei sends photo zipper.jpg "the puller"
//! mei sends photos a.jpg b.jpg
//! mei sends voice hello.ogg "how it sounds"
//! mei sends sticker 🙂
//! mei sends location 31.2 121.5
//! mei sends venue 31.2 121.5 "HX Leather" "88 Fuxing Road"
//! mei sends contact "+86 20 8888 1234" "Mei"
//! mei sends poll "Which one?" "the left" "the right"
//! mei sends checklist "To do" "take a photo" "send it"
//! mei sends dice 🎲 4
//! mei sends story
//! lin in room replies to "the puller" sends voice answer.ogg
//! mei forwards from channel "Bag News": All zippers recalled.
//! mei replies to "Which part" quoting "part": the zipper
//! mei swaps "the puller" for photo better.jpg
//! mei reacts nothing to "repaired"
//! mei edits "4471" to "4472"
//! mei replies to "Which part": the zipper
//! mei reacts 👍 to "repaired"
//! mei deletes "never mind"
//! mei blocks the bot
//! mei opens the link in lin
//! lin in staff: /queue
//! lin in room: /take
//! lin in room "HX-7K3M" presses "Take"
//! lin in room 2 replies to "the puller": We send a new one.
//! lin in staff replies to "the puller" with photo new.jpg "like this"
//! lin in room deletes the topic
//! at +90m
//! restart
//! topics off
//! group migrates
//! bot removed
//! bot returns
//! fault sendMessage mei 429 30
//! fault sendMessage room drop-after x2
//! fault duplicates on
//! fault redeliver 5
//! fault clear
//! lao in support presses "Report a problem"
//! lao: /claim order A-4471 pieces:12
//! lao chooses "Travel case" "Vanity case"
//! lao fills "Company" with "Acme"; "PO" with "7001"
//! lao in dm: hello
//! lao in thread 1: the second one
//! lin in room uses "Reply to customer" on "the puller"
//! fault discord send lao 429 30
//! fault discord gateway drop
//! show support
//! show lao dm
//! show mei
//! menu mei
//! menu lin in staff
//! expect room "nobody has it"
//! expect no mei "error"
//! expect no staff
//! ```
//!
//! `staff:` says where the staff works, before anything else happens: `topics` (a group with topics, as without the
//! line), `supergroup` (one without), `plain` (an old-style group, which alone can migrate), or somebody's name (their
//! chat with the bot), or `discord` (the staff channel of the Discord server). There are rooms with topics and on Discord
//! only; elsewhere all is said `in staff`, and a case is what hangs under its card.
//!
//! `homes: technical on discord` gives the staff a place on both sites, the one on Telegram as `staff:` says, and puts the
//! rooms of a group on one of them. `in discord room`, `show telegram staff` say which is meant; without the site it is the
//! one `staff:` speaks of.
//!
//! Somebody is on Telegram unless `@discord` stands behind the name under `people:`. Elsewhere that may be left out, unless
//! the same name stands there on both: `lin@telegram` and `lin@discord` are two accounts. On Discord, somebody's place is
//! their newest thread in the support channel, or the direct messages while there is none; `in dm`, `in thread N`, `in
//! thread "…"` and `in support` say otherwise. What begins with a slash is a command there, as far as the bot has
//! registered it: its subcommands, then what is required in its order, then the rest; `name:` before a word fills the
//! option of that name up to the next such word, and `…` at the end asks what fits so far. `chooses`, `fills` and `uses` are for Discord only.
//!
//! `fault discord` is followed by what the bot does (`send`, `edit`, `delete`, `react`, `thread`, `answer`, or a route in
//! quotes, or `*`), a place or none, and `429 SECONDS`, `502`, `502-after`, `drop-before`, `drop-after`, `stall` or a code of
//! Discord's (`401`, `50013`, …); or by `gateway` with `drop`, `reconnect`, `new` (the session is lost), `down`, `up`,
//! `doubles on`, `doubles off`, `swaps N`; or by `archive`, `lock`, `deny`, `allow` with a place; or by `clear`.
//!
//! Files are `photo`, `video`, `animation`, `audio`, `voice`, `video_note`, `sticker` and `document`; `photos`, `videos`,
//! `audios` and `documents` make an album. `forwards from` is followed by `channel`, `group`, `hidden` or nothing (a person),
//! and a name. What a bot can't show is a bare word: `story`, `game`, `gift`, and `hologram`, which no bot knows yet.
//!
//! What stands behind `|` under `terms:` are changed keys of the desk's terms, from the beginning of the play on.
//! What stands behind `|` under `orders:` is a list of orders, given to the desk as it is. A person's name may carry
//! `@telegram`. `\n` is a line break, `\"` and `\\` are themselves. A script is parsed whole
//! before anything happens; [`play()`] then does one step after the other on a [`Stage`] and lets the desk come to rest
//! after each. Deliberately not here: anything a stage does, and loops, variables or conditions.

mod deeds;
mod discord;
mod names;
mod parcels;
mod parse;
mod play;
mod sides;
mod words;

use chrono::{DateTime, TimeDelta, Utc};

use crate::sandbox::faults::Fault;
use crate::sandbox::shown::{Place, Shown, Site};

pub use deeds::{Act, Deed, Parcel, Source};
pub use play::{PlayError, Player, play};

/// A scenario, parsed.
#[derive(Clone, Debug)]
pub struct Script {
    pub lines: Vec<Line>,
}

impl Script {
    /// Where the staff works in it.
    pub fn staff(&self) -> StaffKind {
        let mut kinds = self.lines.iter().filter_map(|line| match &line.step {
            Step::Staff(kind) => Some(kind.clone()),
            _ => None,
        });
        kinds.next_back().unwrap_or_default()
    }

    /// The groups whose home it names. Where it names any, the staff works on both sites.
    pub fn homes(&self) -> Vec<(String, Site)> {
        let homes = self.lines.iter().filter_map(|line| match &line.step {
            Step::Homes(homes) => Some(homes.clone()),
            _ => None,
        });
        homes.flatten().collect()
    }

    /// The terms it changes, as text.
    pub fn terms(&self) -> String {
        let changes = self.lines.iter().filter_map(|line| match &line.step {
            Step::Terms(text) => Some(text.as_str()),
            _ => None,
        });
        changes.collect()
    }

    /// Whether somebody of it is on Telegram, or the staff works there.
    pub fn is_on_telegram(&self) -> bool {
        self.staff() != StaffKind::Discord || !self.homes().is_empty() || self.is_anybody_on(Site::Telegram)
    }

    /// Whether somebody of it is on Discord, or the staff works there.
    pub fn is_on_discord(&self) -> bool {
        self.staff() == StaffKind::Discord || !self.homes().is_empty() || self.is_anybody_on(Site::Discord)
    }

    fn is_anybody_on(&self, site: Site) -> bool {
        let casts = self.lines.iter().filter_map(|line| match &line.step {
            Step::Join(cast) => Some(cast),
            _ => None,
        });
        casts.flatten().any(|person| person.site == site)
    }
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

impl Line {
    /// The line with what stands under it.
    fn written(&self) -> String {
        match &self.step {
            Step::Terms(changes) => format!("{}\n{}", self.text, changes.trim_end()),
            _ => self.text.clone(),
        }
    }
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
    /// Somebody opens the newest deep link to the bot that stands in a place.
    Open {
        who: String,
        place: Place,
    },
    Move(Moment),
    Restart,
    /// Where the staff works; done before the play begins.
    Staff(StaffKind),
    /// Which groups have their home on which site, with a staff side on both; done before the play begins.
    Homes(Vec<(String, Site)>),
    /// Changed keys of the desk's terms, as text; done before the play begins.
    Terms(String),
    Turn(Turn),
    /// A list of orders for the desk, as text.
    Orders(String),
    Fault(FaultOrder),
    Show(Place),
    /// Prints the list of commands somebody is offered in a place.
    Menu {
        who: String,
        place: Place,
    },
    Expect(Expectation),
}

/// A person of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast {
    pub handle: String,
    /// Where the account is. Somebody with two accounts stands there twice.
    pub site: Site,
    pub name: String,
    pub language: Option<String>,
    pub role: Role,
    /// The Telegram id, where the scenario wants a certain one.
    pub id: Option<i64>,
}

/// Where the staff works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum StaffKind {
    /// A supergroup with topics.
    #[default]
    Topics,
    /// A supergroup without.
    Supergroup,
    /// An old-style group.
    Plain,
    /// This person's chat with the bot.
    Person(String),
    /// The staff channel of the Discord server, with a thread for each case.
    Discord,
}

/// What happens to the staff group as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It becomes a supergroup, under another number.
    Migrates,
    /// The bot is thrown out, or let in again as it was.
    BotThere(bool),
    /// Topics are switched on or off.
    Topics(bool),
}

/// What a person is to the brand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Consumer,
    Wholesale,
    /// Stands in the staff group, and has the role *Staff* on Discord. Rights are given by the desk, not by this.
    Staff,
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
    /// The list of commands that person is offered there: names, and what they do.
    fn menu(
        &mut self,
        who: &str,
        place: &Place,
    ) -> impl Future<Output = Result<Vec<(String, String)>, String>> + Send;
    /// Something happens to the staff group as a whole.
    fn turn(&mut self, turn: Turn) -> impl Future<Output = Result<(), String>> + Send;
    /// The desk is told of orders; an error says what is wrong with the list.
    fn orders(&mut self, list: &str) -> impl Future<Output = Result<(), String>> + Send;
    fn fault(&mut self, order: &FaultOrder) -> impl Future<Output = Result<(), String>> + Send;
    /// Returns when the desk has nothing left to do at the present moment.
    fn rest(&mut self) -> impl Future<Output = Result<(), String>> + Send;
    /// The lines of a place in order; an error says why there is no such place.
    fn transcript(&self, place: &Place) -> Result<Vec<Shown>, String>;
}
