//! Many cases as one file: the *Customer Information Processing Forms* of some days, as a table or as data.
//!
//! The table (CSV) has a row for each line of a case, and one row for a case without lines; the data (JSON) has an object for each
//! case with its lines inside. Names of columns, ids and instants are the same in every language: a file is read by programs.
//! What stands in each is described in docs/reports.md.
//!
//! Not here: which cases, who may have them, and where the file goes.

mod csv;
mod record;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    id::{ExportId, PersonId},
    report::{Days, Filter},
};

pub use csv::Table;
pub use record::{Record, record};

/// The most cases one file has.
pub const MOST: usize = 5_000;
/// The most bytes one file has: less than every platform takes.
pub const MOST_BYTES: usize = 9 << 20;

/// As what cases are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A table for a spreadsheet.
    Csv,
    /// Data for a program.
    Json,
}

impl Format {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Json];

    /// Its name in the store and in commands, and the end of the file's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name().eq_ignore_ascii_case(name))
    }
}

/// What somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewExport {
    /// Its row.
    pub id: ExportId,
    /// Who asked.
    pub person: PersonId,
    /// When.
    pub at: DateTime<Utc>,
    /// As what.
    pub format: Format,
    /// The cases opened on which days.
    pub days: Days,
    /// Which of them.
    pub filter: Filter,
}

/// A line of a case, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Goods {
    /// Its number within the case, from 1.
    pub line: i16,
    /// The family's id.
    pub product: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// The article.
    pub sku: Option<String>,
    /// The lot.
    pub lot: Option<String>,
    /// The carton.
    pub carton: Option<String>,
    /// Pieces ordered.
    pub ordered: Option<i32>,
    /// Pieces that arrived.
    pub received: Option<i32>,
    /// Pieces that were looked at.
    pub inspected: Option<i32>,
    /// Pieces that are the matter.
    pub defective: Option<i32>,
    /// The place on the product, by its id.
    pub part: Option<String>,
    /// How bad it is.
    pub severity: Option<String>,
}
