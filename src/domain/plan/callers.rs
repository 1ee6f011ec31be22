//! People who are known by phone.

use chrono::{DateTime, Utc};

use crate::domain::{id::PersonId, lang::Lang, phone::Phone};

/// Somebody who called, or told a number. Who is known already keeps name and language; the number told last holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCaller {
    /// Who.
    pub person: PersonId,
    /// Their name, cleaned.
    pub name: String,
    /// The language they are taken to read until they show one.
    pub lang: Lang,
    /// The number they are called back by.
    pub phone: Option<Phone>,
    /// When they called.
    pub at: DateTime<Utc>,
}
