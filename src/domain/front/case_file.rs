//! A case as decisions meet it.

use super::Contact;
use crate::domain::{
    appointment::Appointment, case::Case, chat::Address, claim::Warranty, clocks::Clock, order::Head,
    quote::Quote, reference::Reference, verdict::Verdict,
};

/// A case with what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseFile {
    /// The case.
    pub case: Case,
    /// Its clocks, all cycles.
    pub clocks: Vec<Clock>,
    /// Whose it is.
    pub customer: Contact,
    /// The company it is a matter of.
    pub company: Option<String>,
    /// The name of whoever has it.
    pub assignee: Option<String>,
    /// How many files were sent in it.
    pub files: i64,
    /// It has a room on the staff side already.
    pub room: Option<Address>,
    /// The thread it has for itself on its customer's side.
    pub place: Option<Address>,
    /// The cases it belongs with.
    pub linked: Vec<Reference>,
    /// The case it ended in.
    pub merged_into: Option<Reference>,
    /// The order its customer named, where the desk knows it.
    pub order: Option<Head>,
    /// Its verdicts, all of them.
    pub verdicts: Vec<Verdict>,
    /// Its appointments, all of them.
    pub appointments: Vec<Appointment>,
    /// Its quotes, all of them.
    pub quotes: Vec<Quote>,
    /// The warranty its goods had when they were mended before; nothing where they never were.
    pub inherits: Option<Warranty>,
}

impl CaseFile {
    /// A case that comes to be just now.
    pub fn of(case: Case, clocks: Vec<Clock>, customer: Contact) -> Self {
        Self {
            case,
            clocks,
            customer,
            company: None,
            assignee: None,
            files: 0,
            room: None,
            place: None,
            linked: Vec::new(),
            merged_into: None,
            order: None,
            verdicts: Vec::new(),
            appointments: Vec::new(),
            quotes: Vec::new(),
            inherits: None,
        }
    }
}
