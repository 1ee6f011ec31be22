//! What is waiting, in numbers, for whoever watches the desk.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;

/// The most that is counted of anything, as in the statement; what reaches it may be more.
pub const MOST: i64 = 5_000;

/// What is waiting at one moment. Every count ends at [`MOST`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    /// Messages that wait to be sent, those whose time has not come included.
    pub queued: i64,
    /// Messages on their way.
    pub sending: i64,
    /// When the longest waiting message was due; absent when none waits.
    pub oldest_due: Option<DateTime<Utc>>,
    /// Messages of which nobody knows whether they arrived, and nobody has decided.
    pub uncertain: i64,
    /// Messages that did not arrive and were not sent again; as in `/undelivered`.
    pub undelivered: i64,
    /// Promises whose time runs.
    pub running: i64,
    /// Those of them that are due within the hour.
    pub soon: i64,
    /// Those of them whose time is over and that nobody has looked at yet.
    pub over: i64,
    /// The oldest look at a promise that should have been taken by now; absent when none is owed.
    pub oldest_look: Option<DateTime<Utc>>,
    /// The same of an appointment.
    pub oldest_appointment: Option<DateTime<Utc>>,
    /// The same of a quote.
    pub oldest_quote: Option<DateTime<Utc>>,
    /// The same of a survey, or of somebody who may be asked.
    pub oldest_survey: Option<DateTime<Utc>>,
    /// Cases nobody has taken.
    pub fresh: i64,
    /// Cases somebody works on.
    pub open: i64,
    /// Cases that wait for something.
    pub waiting: i64,
    /// Of all these, those with a promise that was broken and is still owed.
    pub missed: i64,
    /// Updates nobody could take.
    pub quarantined: i64,
    /// Files that are still to be fetched.
    pub files: i64,
}

/// What is waiting at `at`.
pub async fn backlog(db: &mut PgConnection, at: DateTime<Utc>) -> Result<Backlog, StoreError> {
    Ok(sqlx::query_file_as!(Backlog, "src/store/figures.sql", at).fetch_one(db).await?)
}
