//! What came of a round, as plain values: what people wrote, what the desk remembers, what both platforms show, and who
//! called whom when. The checks know nothing else, so a history can be made up by hand.

use aftercare::domain::clocks::Clock;
use chrono::{DateTime, Utc};

/// One direction of one conversation.
#[derive(Clone, Debug, Default)]
pub struct Talk {
    /// Whose words, to whom: for messages.
    pub name: String,
    /// What was written, in the order of writing.
    pub wrote: Vec<String>,
    /// What stands in the case, in the order the desk remembers.
    pub stored: Vec<String>,
    /// What was taken for something else than words to the other side: for a note of the staff.
    pub aside: Vec<String>,
    /// How often its author was told that nothing was sent.
    pub told: usize,
    /// What the other side is shown, in the order it stands there.
    pub shown: Vec<String>,
    /// The lane its copies go by.
    pub lane: String,
    /// The platform tells repeats apart, so none may be seen.
    pub knows_repeats: bool,
    /// Pairs of neighbours the platform itself may have swapped on their way in.
    pub swaps: usize,
}

/// A row of the outbox at the end.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub id: i64,
    pub lane: String,
    pub what: String,
    pub state: String,
    pub epoch: i64,
    pub doubts: i64,
    /// When it was said, was due and ended, and what went wrong, for whoever looks for a reason.
    pub story: String,
    /// It was due in the round, or is being sent.
    pub due: bool,
}

impl Row {
    /// How often nobody knew whether it arrived. The doubt that ends it is not counted in the table: a person is asked instead.
    pub fn times_in_doubt(&self) -> usize {
        usize::try_from(self.doubts).unwrap_or_default() + usize::from(self.state == "uncertain")
    }
}

/// The messages of the bot in one place.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub lane: String,
    /// Those that stand there.
    pub stand: Vec<i64>,
    /// Those the outbox knows to be accepted.
    pub noted: Vec<i64>,
    /// Texts of the bot, to see whether somebody was told of what was not delivered.
    pub texts: Vec<String>,
}

/// A change of hands: who took the office, and when; and until when the lease was renewed at last, or given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reign {
    pub at: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
    pub epoch: i64,
    pub seat: usize,
}

/// A request that changes something at a platform.
#[derive(Clone, Debug)]
pub struct Call {
    pub at: DateTime<Utc>,
    pub seat: usize,
    pub line: String,
}

/// Everything that is known at the end of a round.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub talks: Vec<Talk>,
    pub rows: Vec<Row>,
    pub places: Vec<Place>,
    /// The epoch that holds at the end.
    pub epoch: i64,
    pub clocks: Vec<Clock>,
    /// Updates Telegram made, and keys of its updates the desk remembers.
    pub updates: (u64, i64),
    /// Updates that could not be taken.
    pub quarantined: i64,
    /// For each customer, how many cases they have.
    pub cases: Vec<(String, i64)>,
    pub reigns: Vec<Reign>,
    pub calls: Vec<Call>,
    /// Processes of dead database servers that did not end.
    pub orphans: usize,
    /// Processes of the desk that ended although nobody asked, and panics they told of.
    pub failures: usize,
    /// Something was done to the desk that excuses a repeat.
    pub blows: usize,
}
