//! Rows a decision writes, as decisions know them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    bar::Bar,
    canned::Kept,
    chat::{Account, Along, File, Platform, Remote},
    company::Company,
    dialogue::Dialogue,
    id::{CaseId, DialogueId, InviteId, MediaId, MessageId, PersonId, RequestId, SendId, SlipId},
    party::{Away, Role},
    search::Slip,
    text::Rich,
};

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
    /// Details: what was set, from what and to what; never what somebody wrote in a message.
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
    /// `text`, `file`, `thing`, or `kind-…` for what can't be shown.
    pub kind: String,
    /// Its words; the caption of a file.
    pub body: Rich,
    /// Its file.
    pub media: Option<MediaId>,
    /// The platform's group of pictures sent as one.
    pub album: Option<String>,
    /// What it holds besides, where that comes from, what it quotes.
    pub along: Along,
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
    /// The file it holds from now on, when an edit put another in its place.
    pub media: Option<MediaId>,
}

/// A message whose original is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deletion {
    /// Which.
    pub message: MessageId,
    /// When that was heard.
    pub at: DateTime<Utc>,
}

/// What somebody's reaction to a message is from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// To which message.
    pub message: MessageId,
    /// Whose.
    pub person: PersonId,
    /// On which side they stand: a customer's reaction is shown to agents and the other way round.
    pub side: Side,
    /// Which; `None` = it is gone.
    pub emoji: Option<String>,
    /// When it was taken.
    pub at: DateTime<Utc>,
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

/// What becomes of a one-time link.
#[derive(Debug, Clone, PartialEq)]
pub enum InviteChange {
    /// It was made.
    New(NewInvite),
    /// Somebody opened it and has the role now.
    Used {
        /// Which.
        id: InviteId,
        /// By whom.
        by: PersonId,
        /// When.
        at: DateTime<Utc>,
    },
    /// All that nobody has used open nothing any more.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
    },
}

/// A one-time link, before it is made.
#[derive(Debug, Clone, PartialEq)]
pub struct NewInvite {
    /// Its row.
    pub id: InviteId,
    /// The number it is made from.
    pub salt: u64,
    /// The role whoever opens it has from then on.
    pub role: Role,
    /// Their groups.
    pub groups: Vec<String>,
    /// For whom it is meant, in its maker's words; may be empty.
    pub label: String,
    /// Its maker.
    pub by: PersonId,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Until when it can be opened.
    pub until: DateTime<Utc>,
}

/// Somebody goes away, or comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AbsenceChange {
    /// Who.
    pub person: PersonId,
    /// Away from now on; `None` = back.
    pub away: Option<Away>,
    /// When they said so.
    pub at: DateTime<Utc>,
}

/// Two cases belong together, or no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkChange {
    /// The one.
    pub a: CaseId,
    /// The other.
    pub b: CaseId,
    /// They belong together from now on.
    pub on: bool,
    /// Who says so; nobody when the desk does.
    pub by: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A change of a canned reply in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct MacroChange {
    /// As it is from now on.
    pub kept: Kept,
    /// Who did it.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A change in who is not heard.
#[derive(Debug, Clone, PartialEq)]
pub enum BarChange {
    /// It is like this now.
    Set(Who, Bar),
    /// What they were told and what was kept of them, as far as that one still stands.
    Note(PersonId, Bar),
    /// They are heard again.
    Lift(PersonId),
}

/// Somebody buys for a company from now on, or for none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyChange {
    /// Who.
    pub who: Who,
    /// For which; one whose row is not there yet is made.
    pub company: Option<Company>,
    /// A case that is the company's matter from now on, or nobody's.
    pub case: Option<CaseId>,
    /// Who says so.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Two people are one from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// Who they are.
    pub kept: PersonId,
    /// Who is that one now.
    pub gone: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A change of what an agent's button goes on with.
#[derive(Debug, Clone, PartialEq)]
pub enum SlipChange {
    /// A new one.
    Put {
        /// Its row.
        id: SlipId,
        /// Whose button it is.
        person: PersonId,
        /// When it was made.
        at: DateTime<Utc>,
        /// What it goes on with.
        slip: Slip,
    },
    /// It was used up.
    Drop(SlipId),
}

/// Somebody, known or only named by their account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// A person with a row.
    Person(PersonId),
    /// An account that may not have written yet.
    Account(Account),
}

/// What is asked for about somebody's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// All of it, as a file.
    Export,
    /// That it goes.
    Erase,
}

impl Ask {
    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Export => "export",
            Self::Erase => "erase",
        }
    }
}

/// That somebody's data was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest {
    /// Its row.
    pub id: RequestId,
    /// What is wanted.
    pub what: Ask,
    /// Whose data.
    pub person: PersonId,
    /// Who of the staff asked; nobody when they did themselves.
    pub asked_by: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
    /// What there was, as a number.
    pub seen: i64,
}

/// Everything of a person goes, after everything else of the batch is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The request, which becomes its proof.
    pub id: RequestId,
    /// Who.
    pub person: PersonId,
    /// The second of two who decided it; nobody when they did themselves.
    pub granted_by: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A message on the staff side that belongs to a case's room without being a stored message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    /// Whose room.
    pub case: CaseId,
    /// Where it stands.
    pub at: Remote,
}
