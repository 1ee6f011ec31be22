//! What is wrong with a configuration, said so that its reader can mend it.

use std::fmt;

/// Whether a problem stops the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing starts until it is mended.
    Error,
    /// Said once, and on it goes.
    Warning,
}

/// One thing that is wrong. Never holds the value of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: a variable, or the file and the key in it, like `terms.toml: brand.email`.
    pub key: String,
    /// What is wrong there.
    pub what: String,
    /// What to do about it.
    pub mend: String,
    /// Whether it stops the program.
    pub severity: Severity,
}

impl Problem {
    /// One that stops the program.
    pub fn error(key: impl Into<String>, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { key: key.into(), what: what.into(), mend: mend.into(), severity: Severity::Error }
    }

    /// One that is only said.
    pub fn warning(key: impl Into<String>, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(key, what, mend) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(to, "{word}: {} {}\n    {}", self.key, self.what, self.mend)
    }
}

/// The one of `known` that `written` was most probably meant to be: at most a third of its letters differ.
pub(super) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|key| (distance(written, key), key))
        .filter(|(distance, key)| *distance * 3 <= key.chars().count().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, key)| key)
}

/// Letters to insert, remove, replace or swap with their neighbour, so that one becomes the other.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut steps = vec![vec![0; to.len() + 1]; from.len() + 1];
    for line in 0..=from.len() {
        for column in 0..=to.len() {
            steps[line][column] = if line == 0 || column == 0 {
                line + column
            } else {
                let replaced = steps[line - 1][column - 1] + usize::from(from[line - 1] != to[column - 1]);
                let swapped = line > 1
                    && column > 1
                    && from[line - 1] == to[column - 2]
                    && from[line - 2] == to[column - 1];
                let swapped = if swapped { steps[line - 2][column - 2] + 1 } else { usize::MAX };
                (steps[line - 1][column] + 1).min(steps[line][column - 1] + 1).min(replaced).min(swapped)
            };
        }
    }
    steps[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_key_and_another_word_none() {
        let known = ["warranty_months", "name", "id", "models"];
        assert_eq!(nearest("waranty_month", known), Some("warranty_months"));
        assert_eq!(nearest("nmae", known), Some("name"));
        assert_eq!(nearest("nam", known), Some("name"));
        assert_eq!(nearest("telephone", known), None);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }
}
