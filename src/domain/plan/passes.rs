//! Links to files.

use chrono::{DateTime, Utc};

use crate::domain::id::{MediaId, PassId, PersonId};

/// A link to a file, before it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPass {
    /// Its row.
    pub id: PassId,
    /// The number it is made from.
    pub salt: u64,
    /// To which file.
    pub media: MediaId,
    /// Who asked for it.
    pub person: PersonId,
    /// When.
    pub at: DateTime<Utc>,
    /// Until when it can be opened.
    pub until: DateTime<Utc>,
}
