//! What the desk asks agents for, and what their answers are.

use serde::{Deserialize, Serialize};

use crate::domain::{
    dialogue::Question,
    id::{CaseId, PersonId},
    verdict::Draft,
};

/// A question of the desk to an agent, answered by a native reply.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// Whose answer counts.
    pub person: PersonId,
    /// The chat it is asked in.
    pub chat: i64,
    /// About which case.
    pub case: CaseId,
    /// What the answer is.
    pub wanted: Wanted,
}

/// What an agent's answer is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Wanted {
    /// Words for the customer, whose answer is then waited for.
    Ask,
    /// The note that goes with a case to that group.
    Transfer {
        /// The group's id.
        group: String,
    },
    /// Why the case ends.
    Close,
    /// Why the case is general again.
    General,
    /// The value of a field.
    Set {
        /// Which.
        field: Question,
    },
    /// What a verdict still lacks.
    Verdict {
        /// What was said so far.
        draft: Box<Draft>,
    },
    /// A line of a quote.
    Charge,
    /// Who brings a parcel, and by which number.
    Sent,
    /// The number of a credit note.
    Credit,
    /// What that costs whose cost was left open.
    Settle,
    /// Why a verdict stands, for its customer.
    Stands,
    /// What came of an appointment, or why it is called off.
    Appointment {
        /// Which of its case.
        n: i16,
        /// What becomes of it.
        end: End,
    },
}

/// How an appointment ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It took place.
    Done,
    /// One side was not there.
    Missed,
    /// It is called off.
    Off,
}
