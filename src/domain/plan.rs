//! What a decision wants done. `desk::carry_out` takes a plan apart exhaustively, so nothing in it can be forgotten.
//!
//! Plans speak of people and rooms, never of addresses: where somebody is reached is looked up when it is sent.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    case::Case,
    chat::{Address, File, Platform, Remote},
    claim::Line,
    clocks::ClockChange,
    dialogue::Dialogue,
    id::{CaseId, DialogueId, MediaId, MessageId, PersonId, SendId},
    party::{Party, Role},
    phrase::Say,
    text::Rich,
};

/// Everything one decision changes and says. Empty = nothing happens.
#[derive(Debug, Clone, Default, PartialEq)]
#[must_use]
pub struct Plan {
    /// People as they are from now on.
    pub people: Vec<Party>,
    /// Dialogues as they are from now on.
    pub dialogues: Vec<DialogueChange>,
    /// Cases as they are from now on, new ones included.
    pub cases: Vec<Case>,
    /// Lines of new cases.
    pub lines: Vec<(CaseId, Line)>,
    /// What is written into the history of cases.
    pub events: Vec<Event>,
    /// Clocks started or changed.
    pub clocks: Vec<ClockChange>,
    /// Words and files that belong to a case.
    pub messages: Vec<NewMessage>,
    /// Parked messages that found their case.
    pub filed: Vec<(MessageId, CaseId)>,
    /// New words for stored messages.
    pub revisions: Vec<Revision>,
    /// Files somebody sent.
    pub media: Vec<NewMedia>,
    /// Agents as they are from now on.
    pub agents: Vec<AgentChange>,
    /// Undelivered rows to be sent once more.
    pub resends: Vec<SendId>,
    /// What is said.
    pub sends: Vec<Send>,
}

/// A change of a draft.
#[derive(Debug, Clone, PartialEq)]
pub enum DialogueChange {
    /// It is like this now.
    Put(DialogueRow),
    /// It ended.
    Drop(DialogueId),
}

/// A draft as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct DialogueRow {
    /// Its row; stands in its buttons.
    pub id: DialogueId,
    /// Who fills it in.
    pub person: PersonId,
    /// Where.
    pub platform: Platform,
    /// The answers and the place in the questions.
    pub dialogue: Dialogue,
    /// It is the one their words answer; otherwise it is put away.
    pub active: bool,
    /// The outbox row that asks the current question, once there is one.
    pub prompt: Option<SendId>,
    /// How many reminders were sent since it was last touched.
    pub reminders: u16,
    /// When its person last touched it.
    pub touched_at: DateTime<Utc>,
    /// When the next reminder, or its end, is due.
    pub next_at: DateTime<Utc>,
}

/// One line of a case's history.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The case.
    pub case: CaseId,
    /// When.
    pub at: DateTime<Utc>,
    /// What: a key `event-…` of the catalogue.
    pub kind: &'static str,
    /// Who; nobody when the desk itself did it.
    pub by: Option<PersonId>,
    /// Details; never words of people.
    pub data: serde_json::Value,
}

/// Whose words a message holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The customer's.
    Customer,
    /// An agent's, for the customer.
    Agent,
    /// An agent's, for the desk alone.
    Note,
}

impl Side {
    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
            Self::Note => "note",
        }
    }

    /// The side of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Customer, Self::Agent, Self::Note].into_iter().find(|s| s.name() == name)
    }
}

/// A message to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMessage {
    /// Its row.
    pub id: MessageId,
    /// Its case; absent while it is being asked.
    pub case: Option<CaseId>,
    /// Who wrote it.
    pub person: PersonId,
    /// For whom.
    pub side: Side,
    /// When it was taken.
    pub at: DateTime<Utc>,
    /// `text`, a kind of file, or `kind-…` for what can't be shown.
    pub kind: String,
    /// Its words; the caption of a file.
    pub body: Rich,
    /// Its file.
    pub media: Option<MediaId>,
    /// The platform's group of pictures sent as one.
    pub album: Option<String>,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// When it goes to a case by itself, if nobody says which.
    pub parked_until: Option<DateTime<Utc>>,
    /// Where its author wrote it.
    pub source: Option<Remote>,
}

/// New words for a stored message.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Which.
    pub message: MessageId,
    /// When they were taken.
    pub at: DateTime<Utc>,
    /// How it reads now.
    pub body: Rich,
}

/// A file to be kept in mind.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMedia {
    /// Its row.
    pub id: MediaId,
    /// Who sent it.
    pub person: PersonId,
    /// Where its id means something.
    pub platform: Platform,
    /// The file.
    pub file: File,
    /// The words it came with.
    pub caption: String,
    /// The platform's group of pictures sent as one.
    pub album: Option<String>,
    /// The message it came in.
    pub remote: Option<i64>,
    /// When it was taken.
    pub at: DateTime<Utc>,
}

/// A change in who works here.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentChange {
    /// Whom it is about; a person the desk has not met is made by their account.
    pub who: Who,
    /// The role from now on; `None` = works here no more.
    pub role: Option<Role>,
    /// The groups from now on.
    pub groups: Vec<String>,
    /// Granted by the configuration.
    pub floor: bool,
    /// Who did it; nobody when the configuration did.
    pub by: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Somebody, known or only named by their account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// A person with a row.
    Person(PersonId),
    /// An account that may not have written yet.
    Account(super::chat::Account),
}

/// Something to be said.
#[derive(Debug, Clone, PartialEq)]
pub struct Send {
    /// To whom.
    pub to: To,
    /// What.
    pub parcel: Parcel,
    /// Before what else.
    pub urgency: Rank,
    /// An uncertain one waits for a person: money, decisions, surveys.
    pub by_hand: bool,
    /// Not sooner than this.
    pub not_before: Option<DateTime<Utc>>,
    /// A later one with the same fold replaces this one while it is queued.
    pub fold: Option<String>,
    /// The dialogue whose current question this asks.
    pub asks: Option<DialogueId>,
}

/// Whom something is said to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum To {
    /// A person, in their own chat on that platform.
    Person(PersonId, Platform),
    /// The case's room on the staff side.
    Room(CaseId),
    /// The place somebody asked in.
    Place(Address),
    /// The staff side itself.
    Staff,
}

/// What goes first when there is not room for all. Order inside a lane never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// A customer waits for it.
    Customer,
    /// Agents wait for it.
    Staff,
    /// Good to have: cards, marks.
    Later,
}

impl Rank {
    /// Every rank, the first first.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Staff, Self::Later];

    /// The number it is stored as.
    pub const fn code(self) -> i16 {
        match self {
            Self::Customer => 0,
            Self::Staff => 1,
            Self::Later => 2,
        }
    }

    /// The rank stored as `code`.
    pub fn from_code(code: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// What one outbox row sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Parcel {
    /// Words of the desk.
    Say {
        /// What it says.
        #[serde(flatten)]
        say: Say,
        /// The message it answers, where it is sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<i64>,
    },
    /// Copies of stored messages: one, or an album.
    Relay {
        /// Which, in order.
        messages: Vec<MessageId>,
        /// A delivered copy answers the customer: it meets the first response.
        #[serde(default)]
        answers: bool,
    },
    /// New words into the copies of a stored message.
    Revise {
        /// Which.
        message: MessageId,
    },
    /// The case's card: posted and pinned once, then edited in place.
    Card,
    /// A sign on somebody's message: what became of it.
    Mark {
        /// On which message.
        on: Remote,
        /// Which sign.
        sign: Sign,
    },
}

/// What became of an agent's message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// It is on its way.
    Taken,
    /// The platform accepted it.
    Delivered,
    /// It could not be delivered.
    Failed,
}

impl Send {
    /// Words of the desk to `to`.
    pub fn say(to: To, say: Say) -> Self {
        Self::new(to, Parcel::Say { say, reply_to: None })
    }

    /// Words of the desk that answer the message `reply_to` there.
    pub fn answer(to: To, say: Say, reply_to: Option<i64>) -> Self {
        Self::new(to, Parcel::Say { say, reply_to })
    }

    /// The room's card as the case stands when it is sent; many changes become one edit.
    pub fn card(case: CaseId) -> Self {
        Self { fold: Some("card".into()), ..Self::new(To::Room(case), Parcel::Card) }
    }

    /// Any parcel, with the rank that goes with it.
    pub fn new(to: To, parcel: Parcel) -> Self {
        let urgency = match (&to, &parcel) {
            (_, Parcel::Card | Parcel::Mark { .. }) => Rank::Later,
            (To::Person(..), _) => Rank::Customer,
            (To::Room(_) | To::Place(_) | To::Staff, _) => Rank::Staff,
        };
        Self { to, parcel, urgency, by_hand: false, not_before: None, fold: None, asks: None }
    }
}

impl Plan {
    /// Does also what `other` wants, after one's own.
    pub fn absorb(&mut self, other: Self) {
        let Self {
            people,
            dialogues,
            cases,
            lines,
            events,
            clocks,
            messages,
            filed,
            revisions,
            media,
            agents,
            resends,
            sends,
        } = other;
        self.people.extend(people);
        self.dialogues.extend(dialogues);
        self.cases.extend(cases);
        self.lines.extend(lines);
        self.events.extend(events);
        self.clocks.extend(clocks);
        self.messages.extend(messages);
        self.filed.extend(filed);
        self.revisions.extend(revisions);
        self.media.extend(media);
        self.agents.extend(agents);
        self.resends.extend(resends);
        self.sends.extend(sends);
    }

    /// A plan that only says something.
    pub fn saying(send: Send) -> Self {
        Self { sends: vec![send], ..Self::default() }
    }
}
