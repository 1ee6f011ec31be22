//! Access codes for remote sessions. A code is shown by nothing but the message that brings it to who needs it.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::{id::AppointmentId, text::half_width};

/// Characters of a code at most: a number and a password.
const LONGEST: usize = 80;
/// Digits of one at least: words without are no code.
const DIGITS: usize = 4;
/// How long the words of somebody who was asked for a code may be one.
pub const ASKED: TimeDelta = TimeDelta::minutes(30);

/// A code, as it was told. Shows itself to nobody who prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(hidden)")
    }
}

impl Code {
    /// The code in what somebody wrote who was asked for one; nothing when it is none: a question, a refusal.
    pub fn read(text: &str) -> Option<Self> {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = Self::is_in(text)
            && line.chars().count() <= LONGEST
            && !line.contains('?')
            && !line.contains('？');
        fits.then_some(Self(line))
    }

    /// Whether there may be one among these words, whatever else they say.
    pub fn is_in(text: &str) -> bool {
        text.chars().map(half_width).filter(char::is_ascii_digit).count() >= DIGITS
    }

    /// Its letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What becomes of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeChange {
    /// It was given.
    Given {
        /// For which appointment.
        of: AppointmentId,
        /// The number its key is made with.
        salt: u64,
        /// What it is.
        code: Code,
        /// Until when it is kept, shown or not.
        until: DateTime<Utc>,
    },
    /// Nobody is to see it any more.
    Gone(AppointmentId),
}

/// Whether that button asks for a code: where forms are known it opens one.
pub fn asks_for_code(data: &str) -> bool {
    let mut parts = data.split(':');
    parts.next() == Some("c") && parts.nth(1) == Some("code")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_from_words() {
        for text in [
            "864 201 773",
            "864201773 k9Qz",
            "ID 864 201 773\npassword k9Qz",
            "识别码８６４２０１７７３ 密码 abc",
        ] {
            assert!(Code::read(text).is_some(), "{text}");
        }
        for text in ["", "one moment", "Is it the 9 digits above?", "12", "不好意思，稍等", &"1".repeat(81)]
        {
            assert!(Code::read(text).is_none(), "{text}");
        }
        let code = Code::read("864 201 773").expect("a code");
        assert_eq!(format!("{code:?}"), "Code(hidden)");
    }
}
