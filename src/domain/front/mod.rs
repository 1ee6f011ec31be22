//! The front door: what comes in meets the facts, and a plan comes out.
//!
//! Everything here is pure. `needs` says which rows a decision will want, the desk reads them all in a few statements
//! for a whole batch, and `decide` is called with them. Authority is checked here, at the moment of use, from the
//! rows as they are then.

mod acts;
mod customer;
mod drafts;
mod open;
mod roster;
mod settings;
mod staff;
mod status;
mod talk;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    case::Case,
    chat::{Address, Incoming, Input, Remote, Room},
    clocks::Clock,
    command::{self, Typed, Word},
    dialogue::{self, Dialogue},
    id::{CaseId, MessageId, PersonId, Supply},
    party::Party,
    phrase::{Key, Phrase, Say},
    plan::{DialogueRow, Plan, Send, Side, To},
    reference::Reference,
    terms::Terms,
};

pub use acts::{delivered_first_words, room_unreached, undelivered_notice};
pub use drafts::follow_up;
pub use talk::{file_parked, subject_of};

/// A case with what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseFile {
    /// The case.
    pub case: Case,
    /// Its clocks, all cycles.
    pub clocks: Vec<Clock>,
    /// Whose it is.
    pub customer: Contact,
    /// The name of whoever has it.
    pub assignee: Option<String>,
    /// It has a room on the staff side already.
    pub room: Option<Address>,
}

/// What an agent's view of a customer needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// Who.
    pub id: PersonId,
    /// Their name, cleaned.
    pub name: String,
    /// The language they read.
    pub lang: super::lang::Lang,
    /// Their zone, once told.
    pub zone: Option<Tz>,
    /// They have not blocked us.
    pub reachable: bool,
}

/// A stored message found by where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// Where it was found.
    pub remote: Remote,
    /// Which message.
    pub message: MessageId,
    /// Its case; absent while it is parked.
    pub case: Option<CaseId>,
    /// Whose words.
    pub side: Side,
    /// Who wrote it.
    pub person: PersonId,
    /// It is the author's own copy.
    pub source: bool,
}

/// Somebody on the desk's list.
#[derive(Debug, Clone, PartialEq)]
pub struct Colleague {
    /// Who, and their role.
    pub party: Party,
    /// Their account where the question was asked.
    pub account: Option<i64>,
}

/// What a decision may know.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The brand's terms.
    pub terms: &'a Terms,
    /// The bot's own name on that platform.
    pub me: &'a str,
    /// When it is.
    pub now: DateTime<Utc>,
    /// Who acts.
    pub speaker: &'a Party,
    /// Their drafts on that platform.
    pub drafts: &'a [DialogueRow],
    /// Their words were written before the current question had reached them.
    pub late: bool,
    /// Something of an agent stands below the current question.
    pub overtaken: bool,
    /// The case of the room it was said in.
    pub here: Option<&'a CaseFile>,
    /// The case they name, by reference or button.
    pub named: Option<&'a CaseFile>,
    /// The stored message it answers.
    pub answered: Option<&'a Linked>,
    /// The stored message it edits.
    pub edited: Option<&'a Linked>,
    /// The speaker's own cases, live or recently ended, newest last.
    pub own: Vec<&'a CaseFile>,
    /// What a list command lists.
    pub list: &'a [CaseFile],
    /// The desk's list of agents, and whom an `agent` command is about.
    pub roster: &'a [Colleague],
    /// Their parked messages.
    pub parked: &'a [MessageId],
}

/// A list an agent asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Live cases nobody has.
    Queue,
    /// Live cases the speaker has.
    Mine,
}

/// What has to be read before deciding.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Needs {
    /// A case by what people call it.
    pub reference: Option<Reference>,
    /// A case by a button.
    pub case: Option<CaseId>,
    /// A message by where it stands: the answered or the edited one.
    pub message: Option<Remote>,
    /// A list.
    pub listing: Option<Listing>,
    /// The list of agents.
    pub roster: bool,
    /// The case of the room.
    pub room: bool,
    /// The speaker's own cases.
    pub own: bool,
}

/// Which rows deciding on `incoming` takes. `draft` = the speaker's active one.
pub fn needs(incoming: &Incoming, me: &str, draft: Option<&Dialogue>) -> Needs {
    let mut needs = Needs { room: incoming.room == Room::Staff, ..Needs::default() };
    let private = incoming.room == Room::Private;
    match &incoming.input {
        Input::Text(text) => match command::parse(text, me) {
            Some(typed) => {
                needs.own = private;
                needs.reference = typed.case;
                needs.listing = match typed.word {
                    Some(Word::Queue) => Some(Listing::Queue),
                    Some(Word::Mine) => Some(Listing::Mine),
                    _ => None,
                };
                needs.roster = typed.word == Some(Word::Agent);
                needs.message = incoming.answered();
            }
            None => {
                needs.own = private && draft.is_none_or(|d| dialogue::may_file(d, &text.text));
                needs.message = incoming.answered();
            }
        },
        Input::File { .. } | Input::Other(_) => {
            needs.own = private && draft.is_none();
            needs.message = incoming.answered();
        }
        Input::Edited(_) => needs.message = incoming.remote(),
        Input::Press { data } => {
            needs.case = case_of_press(data);
            needs.own = private && (!data.starts_with("d:") || press_may_file(data));
        }
        Input::Blocked | Input::Unblocked => needs.own = true,
        Input::Nothing => {}
    }
    needs
}

/// Whether a draft's button can make a case of it: then words that wait for their case are wanted.
fn press_may_file(data: &str) -> bool {
    [":.send", ":.person", ":.unknown"].iter().any(|end| data.ends_with(end))
}

/// The case a button is about: `c:<case>:…`, or `f:<message>:<case>`.
fn case_of_press(data: &str) -> Option<CaseId> {
    let mut parts = data.split(':');
    let id = match parts.next()? {
        "c" => parts.next()?,
        "f" => parts.nth(1)?,
        _ => return None,
    };
    id.parse().ok().map(CaseId)
}

/// Decides on one thing that came in.
pub fn decide(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    match incoming.room {
        Room::Private => customer::decide(incoming, facts, supply),
        Room::Staff => staff::decide(incoming, facts, supply),
        Room::Elsewhere => Plan::default(),
    }
}

/// How many ids one decision can use at most: a claim with its clocks and its evidence.
pub fn appetite(terms: &Terms) -> i64 {
    64 + 12 * i64::from(terms.caps.evidence)
}

/// Where an answer to `incoming` goes.
fn back_to(incoming: &Incoming, facts: &Facts<'_>) -> To {
    match (incoming.room, facts.here) {
        (Room::Staff, Some(here)) => To::Room(here.case.id),
        (Room::Private, _) => To::Person(facts.speaker.id, incoming.place.platform),
        _ => To::Place(incoming.place),
    }
}

/// Says one thing back where it was asked.
fn answer(incoming: &Incoming, facts: &Facts<'_>, phrase: Phrase) -> Plan {
    answer_with(incoming, facts, Say::line(phrase))
}

/// Says something back where it was asked; in a group as a reply, so it is clear to whom.
fn answer_with(incoming: &Incoming, facts: &Facts<'_>, say: Say) -> Plan {
    let reply_to = incoming.message.filter(|_| {
        incoming.room == Room::Staff && matches!(incoming.input, Input::Text(_) | Input::File { .. })
    });
    Plan::saying(Send::answer(back_to(incoming, facts), say, reply_to))
}

/// The command in it, if there is one.
fn typed(incoming: &Incoming, facts: &Facts<'_>) -> Option<Typed> {
    match &incoming.input {
        Input::Text(text) => command::parse(text, facts.me),
        _ => None,
    }
}

/// A button about a case.
fn case_key(label: Phrase, case: CaseId, verb: &str) -> Key {
    Key { label, data: format!("c:{case}:{verb}") }
}
