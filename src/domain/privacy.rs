//! What is kept of a person, handed out to them, and erased: as decisions know it.
//!
//! Not here: which rows that is (`store::erasure`), and what is said about it (`front::privacy`).

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    chat::Account,
    id::{PersonId, RequestId},
    reference::Reference,
};

/// How long a person may think about an erasure they were shown.
pub const OWN_PATIENCE: TimeDelta = TimeDelta::minutes(15);
/// How long an erasure somebody of the staff asked for waits for the second person.
pub const STAFF_PATIENCE: TimeDelta = TimeDelta::days(1);
/// A platform lets a bot take back what is younger than this.
pub const RECALLABLE: TimeDelta = TimeDelta::hours(48);

/// How much there is of a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Cases, ended ones included.
    pub cases: i64,
    /// Cases that have not ended.
    pub open: i64,
    /// Messages in these cases, both ways, notes included.
    pub messages: i64,
    /// Files they sent.
    pub files: i64,
    /// Unfinished drafts.
    pub drafts: i64,
    /// Surveys they were sent, and what they wrote in them.
    pub surveys: i64,
    /// Copies on the platform that are too old to be taken back.
    pub older: i64,
}

impl Holdings {
    /// A number that is another one when there is more or less; what ages meanwhile does not count.
    pub fn seen(&self) -> i64 {
        let Self { cases, open, messages, files, drafts, surveys, older: _ } = *self;
        // Why FNV: it stands in a button, and only has to change when the counts do.
        let hash = [cases, open, messages, files, drafts, surveys]
            .iter()
            .flat_map(|n| n.to_le_bytes())
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        i64::from(hash)
    }
}

/// Somebody the staff means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The number of their account, while they have one.
    pub account: Option<i64>,
    /// They are on the desk's list.
    pub works_here: bool,
    /// How much there is of them.
    pub holdings: Holdings,
}

/// How the staff names somebody.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Whom {
    /// By the number of their account.
    Account(Account),
    /// As the customer of that case.
    Customer(Reference),
}

/// An erasure that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its row.
    pub id: RequestId,
    /// Who asked.
    pub asked_by: Option<PersonId>,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// What there was then.
    pub seen: i64,
    /// It was done.
    pub done: bool,
    /// Whom it is about.
    pub subject: Subject,
}

/// What a decision may know of all this.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// How much there is of the speaker, when that was asked for.
    pub holdings: Option<&'a Holdings>,
    /// Whom a staff command names.
    pub subject: Option<&'a Subject>,
    /// The request a button confirms.
    pub request: Option<&'a Request>,
    /// Months after which the words of a closed case go by themselves.
    pub case_months: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_of_anything_is_seen_and_what_ages_is_not() {
        let some = Holdings { cases: 1, open: 0, messages: 12, files: 2, drafts: 0, surveys: 0, older: 3 };
        for more in [
            Holdings { cases: 2, ..some },
            Holdings { open: 1, ..some },
            Holdings { messages: 13, ..some },
            Holdings { files: 3, ..some },
            Holdings { drafts: 1, ..some },
            Holdings { surveys: 1, ..some },
        ] {
            assert_ne!(more.seen(), some.seen(), "{more:?}");
        }
        assert_eq!(Holdings { older: 9, ..some }.seen(), some.seen());
    }
}
