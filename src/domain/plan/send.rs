//! What is said, to whom, and before what else.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Expected;
use crate::domain::{
    case::Case,
    chat::{Address, Aside, Platform, Remote},
    form::Reader,
    id::{CaseId, DialogueId, ExportId, MediaId, MessageId, PersonId, RequestId},
    lang::Lang,
    phrase::Say,
    report,
};

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
    /// What an agent's native reply to it will be taken as.
    pub expects: Option<Expected>,
}

/// Whom something is said to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum To {
    /// A person, in their own chat on that platform.
    Person(PersonId, Platform),
    /// A person about that case of theirs: in its own place on that platform where it has one, else in their own chat.
    Customer(PersonId, Platform, CaseId),
    /// The case's room on the staff side.
    Room(CaseId),
    /// The place somebody asked in.
    Place(Address),
    /// The staff side itself, on every platform where there is one.
    Staff,
    /// The staff side itself, on that platform alone.
    Home(Platform),
}

impl To {
    /// The customer of a case, where that case is talked about with them.
    pub const fn customer(case: &Case) -> Self {
        Self::Customer(case.customer, case.platform, case.id)
    }

    /// Whom it is said to and where, when it is somebody by themselves.
    pub const fn person(self) -> Option<(PersonId, Platform)> {
        match self {
            Self::Person(person, platform) | Self::Customer(person, platform, _) => Some((person, platform)),
            Self::Room(_) | Self::Place(_) | Self::Staff | Self::Home(_) => None,
        }
    }
}

/// A thread of a customer's own is their case's from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placing {
    /// Which case's.
    pub case: CaseId,
    /// The channel with the thread in it.
    pub at: Address,
    /// When.
    pub since: DateTime<Utc>,
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
        /// The message of ours it takes the place of, where it is sent: the one whose button was pressed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        edits: Option<i64>,
        /// Only who asked sees it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        aside: Option<Aside>,
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
    /// Files people sent, once more, one after the other.
    Files {
        /// Which, in order.
        media: Vec<MediaId>,
        /// Of which case.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
        /// Only who asked sees them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        aside: Option<Aside>,
    },
    /// The file a stored message holds now, under the copies of the one it held before.
    Swap {
        /// Which message.
        message: MessageId,
    },
    /// The other side's reaction to a stored message, as it is when this is sent.
    React {
        /// Which message.
        message: MessageId,
    },
    /// Everything kept of a person, as a file; its bytes are made when it is sent.
    Export {
        /// Of whom.
        person: PersonId,
        /// The last message that an earlier part holds.
        after: i64,
        /// Which part, from 1.
        part: u32,
    },
    /// A case on paper; it is made when it is sent.
    Form {
        /// Which.
        case: CaseId,
        /// Who reads it.
        reader: Reader,
    },
    /// The access code of a session; it is opened when this is sent.
    Code {
        /// Of which case.
        case: CaseId,
        /// Which of its appointments.
        n: i16,
        /// Only who asked sees it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        aside: Option<Aside>,
    },
    /// Takes messages away from the chat it is sent to, where the platform lets us.
    Unsay {
        /// Which.
        messages: Vec<i64>,
    },
    /// An appointment for a calendar; it is made when it is sent.
    Calendar {
        /// Of which case.
        case: CaseId,
        /// Which of its appointments.
        n: i16,
    },
    /// Figures of the desk; they are reckoned and drawn when it is sent.
    Report(report::Order),
    /// Many cases as one file; it is made when it is sent.
    Cases {
        /// What was asked for.
        export: ExportId,
        /// Only who asked sees it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        aside: Option<Aside>,
    },
    /// Takes messages back, so far as the platform lets us.
    Recall {
        /// The erasure it belongs to.
        act: RequestId,
        /// At most a hundred, of the chat it is sent to.
        messages: Vec<i64>,
    },
    /// Takes a whole topic away.
    DropRoom {
        /// The erasure it belongs to.
        act: RequestId,
    },
    /// The last words to somebody we do not know any more, in the language they read.
    Farewell {
        /// The erasure it belongs to.
        act: RequestId,
        /// Their language.
        lang: Lang,
        /// What it says.
        say: Say,
    },
    /// Takes the name off the thread they were told in, and folds it away.
    Unname {
        /// The erasure it belongs to.
        act: RequestId,
    },
    /// The case's card: posted and pinned once, then edited in place.
    Card,
    /// The name of the case's own place, as the case stands when this is sent.
    Title,
    /// Folds the case's own place away, if the case has ended still.
    Fold,
    /// Shuts a room its case has moved out of: nobody is to go on there.
    Shut,
    /// Where what was asked for here goes on: in the place of that case, or in their own chat.
    Elsewhere {
        /// The case; none for what belongs to no case.
        case: Option<CaseId>,
    },
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

impl Sign {
    /// Every sign.
    pub const ALL: [Self; 3] = [Self::Taken, Self::Delivered, Self::Failed];

    /// How it looks on Telegram, which knows few reactions.
    pub const fn emoji(self) -> &'static str {
        match self {
            Self::Taken => "👀",
            Self::Delivered => "👌",
            Self::Failed => "👎",
        }
    }

    /// How it looks there.
    pub const fn on(self, platform: Platform) -> &'static str {
        match (platform, self) {
            (Platform::Telegram, sign) => sign.emoji(),
            (Platform::Discord, Self::Taken) => "⏳",
            (Platform::Discord, Self::Delivered) => "✅",
            (Platform::Discord, Self::Failed) => "❌",
        }
    }
}

impl Parcel {
    /// By what only who asked sees it, where nobody else is to.
    pub const fn aside(&self) -> Option<&Aside> {
        match self {
            Self::Say { aside, .. }
            | Self::Files { aside, .. }
            | Self::Cases { aside, .. }
            | Self::Code { aside, .. } => aside.as_ref(),
            Self::Report(order) => order.aside.as_ref(),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub const fn aside_mut(&mut self) -> Option<&mut Aside> {
        match self {
            Self::Say { aside, .. }
            | Self::Files { aside, .. }
            | Self::Cases { aside, .. }
            | Self::Code { aside, .. } => aside.as_mut(),
            Self::Report(order) => order.aside.as_mut(),
            _ => None,
        }
    }
}

impl Send {
    /// Words of the desk to `to`.
    pub fn say(to: To, say: Say) -> Self {
        Self::answer(to, say, None)
    }

    /// Words of the desk that answer the message `reply_to` there.
    pub fn answer(to: To, say: Say, reply_to: Option<i64>) -> Self {
        Self::new(to, Parcel::Say { say, reply_to, edits: None, aside: None })
    }

    /// Words of the desk in the place of its message `edits` there; a new message where that one is gone.
    pub fn in_place(to: To, say: Say, edits: i64) -> Self {
        Self::new(to, Parcel::Say { say, reply_to: None, edits: Some(edits), aside: None })
    }

    /// Words of the desk that only who asked there sees; in the place of its message `edits` where that is told.
    pub fn aside(at: Address, say: Say, edits: Option<i64>, aside: &Aside) -> Self {
        let aside = Some(aside.clone());
        Self::new(To::Place(at), Parcel::Say { say, reply_to: None, edits, aside })
    }

    /// The room's card as the case stands when it is sent; many changes become one edit.
    pub fn card(case: CaseId) -> Self {
        Self { fold: Some(format!("card:{case}")), ..Self::new(To::Room(case), Parcel::Card) }
    }

    /// The other side's reaction to a message, as it stands when it is sent; many changes become one.
    pub fn reaction(to: To, message: MessageId) -> Self {
        Self { fold: Some(format!("react:{message}")), ..Self::new(to, Parcel::React { message }) }
    }

    /// Any parcel, with the rank that goes with it.
    pub fn new(to: To, parcel: Parcel) -> Self {
        let urgency = match (&to, &parcel) {
            (
                _,
                Parcel::Card
                | Parcel::Mark { .. }
                | Parcel::React { .. }
                | Parcel::Title
                | Parcel::Fold
                | Parcel::Unsay { .. }
                | Parcel::Shut,
            ) => Rank::Later,
            (To::Person(..) | To::Customer(..), _) => Rank::Customer,
            (To::Room(_) | To::Place(_) | To::Staff | To::Home(_), _) => Rank::Staff,
        };
        Self { to, parcel, urgency, by_hand: false, not_before: None, fold: None, asks: None, expects: None }
    }
}
