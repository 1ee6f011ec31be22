//! The front door: what comes in meets the facts, and a plan comes out.
//!
//! Everything here is pure. `needs` says which rows a decision will want, the desk reads them all in a few statements
//! for a whole batch, and `decide` is called with them. Authority is checked here, at the moment of use, from the
//! rows as they are then.

mod acts;
mod aside;
mod asked;
mod bars;
pub mod binding;
mod calls;
mod canned;
mod case_file;
mod company;
mod customer;
mod deleted;
mod drafts;
mod elsewhere;
pub mod find;
mod hasty;
mod history;
pub mod invites;
mod keys;
mod lists;
pub mod lookup;
mod lots;
mod moves;
mod needs;
mod open;
mod own;
mod privacy;
mod privacy_desk;
mod reach;
mod react;
mod report;
mod roster;
mod settings;
mod side;
mod staff;
mod status;
mod survey;
pub mod survey_desk;
mod talk;
pub mod undelivered;
mod unseen;
mod why;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    appointment::Booked,
    bar::Bar,
    chat::{Account, Address, Disguise, Incoming, Input, Remote, Room},
    command::{self, Typed, Word},
    evidence::Piece,
    haste::Haste,
    id::{CaseId, MessageId, OrderId, PersonId, SendId, Supply},
    order::{Goods, Number, Order},
    party::Party,
    phrase::{Key, Phrase, Say},
    plan::{DialogueRow, Plan, Send, Side, To},
    privacy::Known,
    staff_side::Homes,
    survey::Survey,
    terms::Terms,
    text::Rich,
};

pub use acts::{
    appointment_ends, appointment_keys, code_key, customer_lost, delivered_first_words, handed_over,
    look_at_quote, order_warranty as warranty, room_unreached, set_free, silence_is_over, silent, told_in,
    undelivered_notice, written_meanwhile,
};
pub use aside::is_for_presser;
pub use case_file::CaseFile;
pub use deleted::{Gone, deleted};
pub use drafts::follow_up;
pub use history::{Entry, LETTERS, What, done};
pub use invites::Invite;
pub use lists::{Listing, Page, Sought, group_of};
pub use lookup::{Looked, Lookup};
pub use moves::{Besides, Moves, number_told};
pub use needs::{Needs, SurveyNeed, needs};
pub use privacy::counted;
pub use roster::let_go;
pub use side::{lost as side_lost, moved as side_moved, regained as side_regained, room_left};
pub use status::goes_on;
pub use talk::{overdue, subject_of};
pub use unseen::{Unseen, not_shown};
pub use why::counted_in;

/// An order with what belongs to it, as the agent who asks may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderFile {
    /// The order.
    pub order: Order,
    /// The newest cases that name it, of those the agent may see.
    pub cases: Vec<CaseFile>,
    /// Every live case that names it: their cards show its days.
    pub live: Vec<CaseId>,
    /// The last of its history, newest first.
    pub history: Vec<OrderEvent>,
}

/// A line of an order's history.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What: a key `order-event-…` of the catalogue.
    pub kind: String,
    /// Who; nobody when a list did.
    pub by: Option<String>,
}

/// Which order staff ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderNeed {
    /// The one of that number.
    Number(Number),
    /// By a button.
    Row(OrderId),
    /// The one of the case it is said about.
    OfCase,
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
    /// They have no account anywhere: what there is to say is said on the phone.
    pub by_phone: bool,
    /// The number they are called back by.
    pub phone: Option<String>,
    /// How they are not heard, if so; it may have run out.
    pub bar: Option<Bar>,
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
    /// What its file is told by, when it holds one.
    pub unique: Option<String>,
    /// It was said in a case that ended in this one.
    pub moved: bool,
    /// Its original was deleted.
    pub deleted: bool,
}

/// Somebody on the desk's list.
#[derive(Debug, Clone, PartialEq)]
pub struct Colleague {
    /// Who, and their role.
    pub party: Party,
    /// Their account where the question was asked, else one elsewhere.
    pub account: Option<Account>,
}

/// What a decision may know.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
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
    /// The case that has moved out of there, to the room of a group with its home on the other platform.
    pub left: Option<&'a CaseFile>,
    /// The platforms groups can have their home on.
    pub homes: Homes,
    /// The speaker's own case whose own place it was said in.
    pub ours: Option<&'a CaseFile>,
    /// The thread of the speaker's own it was said in, while it is no case's: what they file there gets it.
    pub lobby: Option<Address>,
    /// The case they name, by reference or button.
    pub named: Option<&'a CaseFile>,
    /// The stored message it answers.
    pub answered: Option<&'a Linked>,
    /// It answers something in a topic that no person wrote, and that is neither a known copy nor anything else of the desk's.
    pub unknown: bool,
    /// The stored message it edits or reacts to.
    pub edited: Option<&'a Linked>,
    /// The speaker's own cases, live or recently ended, newest last.
    pub own: Vec<&'a CaseFile>,
    /// Files of cases, where they were asked for.
    pub pieces: &'a [(CaseId, Piece)],
    /// What a list command lists.
    pub list: &'a [CaseFile],
    /// The desk's list of agents, and whom an `agent` command is about.
    pub roster: &'a [Colleague],
    /// Their parked messages.
    pub parked: &'a [MessageId],
    /// What is kept of people, where that was asked for.
    pub privacy: Known<'a>,
    /// What the commands that move cases want to know besides.
    pub moves: Moves<'a>,
    /// What a customer was not given and nobody sent again, oldest first: the speaker, or whose case the button names.
    pub unsent: &'a [SendId],
    /// The platforms where the bot can't write to the staff at present.
    pub staff_lost: Homes,
    /// When the agent who is the whole staff side was last told how rooms work there.
    pub hinted_at: Option<DateTime<Utc>>,
    /// What was looked up for this input.
    pub looked: &'a Looked,
    /// How the speaker is not heard, if so; it may have run out.
    pub bar: Option<&'a Bar>,
    /// Whether it comes within what one person may say in a minute and an hour.
    pub haste: Haste,
    /// What the number opens that their words just told; nothing where they have asked too often.
    pub goods: Option<&'a Goods>,
    /// The order an agent's command is about.
    pub order: Option<&'a OrderFile>,
    /// The newest cases of others who buy for the same company, where they were asked for.
    pub shared: &'a [CaseFile],
    /// Surveys of the speaker that the button names or words may be meant for.
    pub surveys: &'a [Survey],
    /// Telegram is on: nowhere else a one-time link can be opened.
    pub links: bool,
    /// Earlier cases that name the order of the draft that may be sent now: the speaker's, or their company's.
    pub kin: &'a [CaseFile],
    /// Files can be handed out by links.
    pub hands_out: bool,
    /// What is decided on came from under an answer that only the speaker sees.
    pub aside: bool,
    /// When agents who matter here have appointments.
    pub booked: &'a [Booked],
    /// The one-time link the speaker opened, while nobody has used it and it was not withdrawn.
    pub invite: Option<&'a Invite>,
}

/// Decides on one thing that came in.
pub fn decide(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    match incoming.room {
        Room::Private => acts::called_off(customer::decide(incoming, facts, supply), facts),
        Room::Staff => acts::called_off(aside::in_turn(staff::decide(incoming, facts, supply)), facts),
        Room::Elsewhere => Plan::default(),
    }
}

/// How many ids one decision can use at most: a claim with its clocks and its evidence, or a verdict for many cases.
pub fn appetite(terms: &Terms) -> i64 {
    (64 + 12 * i64::from(terms.caps.evidence)).max(304)
}

/// Where an answer to `incoming` goes.
fn back_to(incoming: &Incoming, facts: &Facts<'_>) -> To {
    match (incoming.room, facts.here) {
        (Room::Staff, Some(here)) => To::Room(here.case.id),
        (Room::Private, _) => own_place(incoming, facts),
        _ => To::Place(incoming.place),
    }
}

/// The speaker's own chat; said in the own place of a case of theirs, that one.
fn own_place(incoming: &Incoming, facts: &Facts<'_>) -> To {
    let platform = incoming.place.platform;
    match facts.ours {
        Some(file) => To::Customer(facts.speaker.id, platform, file.case.id),
        None => To::Person(facts.speaker.id, platform),
    }
}

/// Says one thing back where it was asked.
fn answer(incoming: &Incoming, facts: &Facts<'_>, phrase: Phrase) -> Plan {
    answer_with(incoming, facts, Say::line(phrase))
}

/// Says something back where it was asked; in a group as a reply, so it is clear to whom. To nobody but who asked, where
/// they asked so that nobody else sees it.
fn answer_with(incoming: &Incoming, facts: &Facts<'_>, say: Say) -> Plan {
    if let Some(aside) = aside::of(incoming) {
        return Plan::saying(Send::aside(incoming.place, say, None, aside));
    }
    let reply_to = incoming.message.filter(|_| {
        incoming.room == Room::Staff
            && matches!(incoming.input, Input::Text(_) | Input::File { .. } | Input::Thing(_))
    });
    Plan::saying(Send::answer(back_to(incoming, facts), say, reply_to))
}

/// Turns the page: what a button brings takes the place of the message it stands under.
pub fn turn(incoming: &Incoming, facts: &Facts<'_>, say: Say) -> Plan {
    match (&incoming.input, incoming.message, aside::of(incoming)) {
        (Input::Press { .. }, edits @ Some(_), Some(aside)) => {
            Plan::saying(Send::aside(incoming.place, say, edits, aside))
        }
        (Input::Press { .. }, Some(edits), None) => {
            Plan::saying(Send::in_place(back_to(incoming, facts), say, edits))
        }
        _ => answer_with(incoming, facts, say),
    }
}

/// The command in it, if there is one: typed, or on a button that offers it. What a customer forwards is words, whatever
/// it begins with: somebody else gave that command.
fn typed(incoming: &Incoming, facts: &Facts<'_>) -> Option<Typed> {
    let forwarded = incoming.by.disguise == Some(Disguise::Forwarded) && incoming.room == Room::Private;
    match &incoming.input {
        Input::Text(_) if forwarded && facts.speaker.staff.is_none() => None,
        Input::Text(text) => command::parse(text, facts.me),
        Input::Press { data } => offered(data),
        _ => None,
    }
}

/// The command on a button: `w:<name>`.
fn offered(data: &str) -> Option<Typed> {
    let word = Word::from_name(data.strip_prefix("w:")?)?;
    Some(Typed { name: word.name().to_owned(), word: Some(word), case: None, rest: Rich::default() })
}

/// A button about a case.
fn case_key(label: Phrase, case: CaseId, verb: &str) -> Key {
    Key { label, data: format!("c:{case}:{verb}") }
}
