//! Order numbers: written in many ways, found by one key.

use crate::domain::text::{clean_name, half_width, is_invisible};

/// Letters and digits a key has at least and at most.
const SHORTEST: usize = 2;
const LONGEST: usize = 40;

/// A number as it is written, and the key it is found by: letters and digits alone, in capitals. `A-4471`, `a 4471`
/// and `Ａ－４４７１` are one number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number {
    written: String,
    key: String,
}

impl Number {
    /// Reads a number; it has a digit, and 2 to 40 letters and digits. The key of a key is itself.
    pub fn read(text: &str) -> Option<Self> {
        let narrow: String = text.chars().map(half_width).collect();
        let written = clean_name(&narrow, "");
        let key = key_of(&narrow);
        let length = key.chars().count();
        if !(SHORTEST..=LONGEST).contains(&length) || !key.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        // What is shown is shortened, and signs that show nothing are left out: a number that would be another one
        // by that is none.
        (key_of(&written) == key).then_some(Self { written, key })
    }

    /// As it is written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// What it is found by.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Its digits alone: people leave out the letters.
    pub fn digits(&self) -> String {
        self.key.chars().filter(char::is_ascii_digit).collect()
    }

    /// Whether it was written without letters, so that it may stand for a number that has some.
    pub fn is_bare(&self) -> bool {
        self.key.chars().all(|c| c.is_ascii_digit())
    }

    /// Whether `typed` means this number: the same key, or its digits alone.
    pub fn is_meant_by(&self, typed: &Self) -> bool {
        self.key == typed.key || typed.is_bare() && self.digits() == typed.key
    }
}

fn key_of(narrow: &str) -> String {
    let counts = |c: &char| c.is_alphanumeric() && !is_invisible(*c);
    narrow.chars().flat_map(char::to_uppercase).filter(counts).collect()
}
