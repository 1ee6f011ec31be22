//! What Postgres keeps: SQL as free functions over slices of rows.
//!
//! Every function takes a connection (a transaction's, where several belong together) and the time as an argument;
//! none decides anything. A batch of any size is one statement per table: rows travel as arrays. Rows that do not
//! parse are `StoreError::Inconsistent`, never a panic and never a default.

pub mod agents;
pub mod alerts;
pub mod appointments;
pub mod bars;
pub mod bind;
pub mod callers;
pub mod cases;
pub mod chats;
pub mod clocks;
mod codec;
pub mod codes;
pub mod companies;
pub mod dialogues;
pub mod erasure;
pub mod evidence;
pub mod export;
pub mod exports;
pub mod figures;
pub mod glance;
pub mod housekeeping;
pub mod ids;
pub mod intake;
pub mod invites;
pub mod lease;
pub mod letters;
pub mod lots;
pub mod macros;
pub mod menus;
pub mod messages;
pub mod moves;
pub mod notices;
pub mod orders;
pub mod outbox;
pub mod outbox_care;
pub mod passes;
pub mod people;
pub mod places;
pub mod pools;
pub mod privacy;
pub mod quarantine;
pub mod quotes;
mod ready;
pub mod reports;
pub mod rooms;
pub mod said;
pub mod search;
pub mod slips;
pub mod staff_side;
pub mod surveys;
pub mod threads;
pub mod turns;
pub mod undelivered;
pub mod verdicts;

use sqlx::error::DatabaseError;

/// The schema, in order. One copy, so that every user of it means the same.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Postgres, or the way to it.
    // Why: `{}` of a database error is its message; `{:?}` would print the row's values.
    #[error("{0}")]
    Database(#[source] sqlx::Error),
    /// A stored cell does not hold what it must.
    #[error("inconsistent row: {table}.{column} of {key}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key.
        key: i64,
    },
    /// Another process holds the lease by now.
    #[error("the lease was lost")]
    Deposed,
    /// Somebody became one with somebody else while it was waited for them.
    #[error("a person became another's account meanwhile")]
    Joined,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// What to do about a failed transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The data is at fault: it fails again however often it is tried.
    Poison,
    /// The database is away, busy or full: the same work will succeed later.
    Outage,
    /// Somebody else was faster: the same work succeeds at once.
    Race,
    /// This process may no longer write.
    Deposed,
}

impl StoreError {
    /// Which of these it is, by SQLSTATE class.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Inconsistent { .. }
            | Self::Database(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)) => Fault::Poison,
            Self::Deposed => Fault::Deposed,
            Self::Joined => Fault::Race,
            Self::Database(sqlx::Error::Database(error)) => by_code(error.as_ref()),
            Self::Database(_) => Fault::Outage,
        }
    }

    /// Whether the database gave no answer at all.
    pub fn is_away(&self) -> bool {
        self.fault() == Fault::Outage && self.code().is_empty()
    }

    /// The SQLSTATE, where Postgres gave one; safe to log.
    pub fn code(&self) -> String {
        match self {
            Self::Database(sqlx::Error::Database(error)) => error.code().unwrap_or_default().into_owned(),
            _ => String::new(),
        }
    }
}

fn by_code(error: &dyn DatabaseError) -> Fault {
    let code = error.code().unwrap_or_default().into_owned();
    match code.get(..2).unwrap_or_default() {
        // Why: a unique key two batches raced for is there on the second try; any other broken rule stays broken.
        "23" if code == "23505" => Fault::Race,
        // Why 21 with them: one statement met two rows where one can be, and those are of this batch; it is split, and waiting
        // would help nothing.
        "22" | "23" | "21" => Fault::Poison,
        // Why: more than an index or a row can hold is more however long it is waited.
        "54" if code == "54000" => Fault::Poison,
        "40" => Fault::Race,
        // Why 42 too: a table, a column or a right that is not there is missing to every update alike, and all of them are
        // taken as soon as the operator has put it back.
        _ => Fault::Outage,
    }
}
