//! What doesn't fit, in words for whoever keeps the list.

use std::fmt;

/// Characters of a cell that a report shows.
const SHOWN: usize = 40;

/// A place of the list that doesn't fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line of the file, from 1.
    pub line: u64,
    /// The column as it is called; absent when the whole line is meant.
    pub column: Option<String>,
    /// What stands there.
    pub found: String,
    /// What would fit, with an example.
    pub fits: String,
}

impl Fault {
    /// About a cell.
    pub fn at(line: u64, column: &str, found: &str, fits: impl Into<String>) -> Self {
        Self { line, column: Some(column.to_owned()), found: found.to_owned(), fits: fits.into() }
    }

    /// About a whole line.
    pub fn of_line(line: u64, found: &str, fits: impl Into<String>) -> Self {
        Self { line, column: None, found: found.to_owned(), fits: fits.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        match shown(&self.found).as_str() {
            "" => write!(f, ": empty; {}", self.fits),
            found => write!(f, ": {found:?}; {}", self.fits),
        }
    }
}

/// The beginning, where it is long. Control characters are escaped by whoever quotes it.
fn shown(found: &str) -> String {
    let found = found.trim();
    match found.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &found[..at]),
        None => found.to_owned(),
    }
}
