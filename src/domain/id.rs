//! Ids of our own rows: one type each, so that no two can be mixed up.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A person, with all their accounts.
    PersonId,
    /// A case.
    CaseId,
    /// A dialogue: one draft being filled in.
    DialogueId,
    /// A message in a case.
    MessageId,
    /// A file a person sent.
    MediaId,
    /// A clock of a case.
    ClockId,
    /// A row of the outbox.
    SendId,
    /// An export or an erasure somebody asked for.
    RequestId,
    /// What an agent's button goes on with.
    SlipId,
    /// An order.
    OrderId,
    /// A one-time link onto the desk's list.
    InviteId,
    /// A link to a file.
    PassId,
    /// A company that buys wholesale.
    CompanyId,
    /// A verdict on a case.
    VerdictId,
    /// A message to everybody with goods of a lot.
    LetterId,
    /// An appointment.
    AppointmentId,
    /// Many cases as one file, asked for once.
    ExportId,
    /// A satisfaction survey.
    SurveyId,
    /// A quote in a case.
    QuoteId,
}

/// Ids and randomness handed to a decision, so that deciding needs neither a database nor chance.
#[derive(Debug, Clone)]
pub struct Supply {
    next: i64,
    end: i64,
    random: u64,
}

impl Supply {
    /// Ids from `next` up to (not including) `end`, and the random bits for references.
    pub const fn new(next: i64, end: i64, random: u64) -> Self {
        Self { next, end, random }
    }

    /// The next free id.
    ///
    /// # Panics
    /// When the supply was cut too small for one decision, which is a mistake of its maker (`desk::ids`).
    pub fn id(&mut self) -> i64 {
        assert!(self.next < self.end, "the supply of ids for one decision is used up");
        self.next += 1;
        self.next - 1
    }

    /// Fresh random bits; each call gives others.
    pub const fn random(&mut self) -> u64 {
        // Why: SplitMix64. One call of the machine's randomness per update seeds as many references as it needs.
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// The first id not taken; the maker may go on from here.
    pub const fn next(&self) -> i64 {
        self.next
    }

    /// Where the supply ends.
    pub const fn end(&self) -> i64 {
        self.end
    }
}
