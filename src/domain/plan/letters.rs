//! Messages to many.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::{
    chat::Address,
    id::{CaseId, LetterId, PersonId},
};

/// One message to everybody with goods of a lot.
#[derive(Debug, Clone, PartialEq)]
pub struct NewLetter {
    /// Its row.
    pub id: LetterId,
    /// The lot, as it is written.
    pub lot: String,
    /// Who writes it.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
    /// The words, by the code of their language.
    pub words: BTreeMap<String, String>,
    /// Where its progress is told.
    pub place: Address,
    /// Everybody it is for, each in one case.
    pub to: Vec<(CaseId, PersonId)>,
}
