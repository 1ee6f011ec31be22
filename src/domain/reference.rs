//! The number of a case that people read out, type and search for: `HX-7K3M-Q9TD-4XC`.
//!
//! A prefix of the brand, ten random characters of Crockford's base 32 (fifty bits, so numbers tell nothing about how
//! many cases there are) and one check character. The check notices every single wrong character and every swap of
//! two characters, adjacent or not.
//!
//! Not here: the randomness (an argument) and looking a case up.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::text::half_width;

/// Crockford's base 32: no I, L, O, U.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters that carry the random bits.
const DIGITS: usize = 10;
const BITS: u32 = 50;
/// Characters after the prefix: the digits and the check.
const BODY: usize = DIGITS + 1;
const LONGEST_PREFIX: usize = 4;

/// The letters in front, one to four of A-Z.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Prefix(String);

/// A case reference. Its text form is canonical; reading one is tolerant, see [`FromStr`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference {
    prefix: Prefix,
    bits: u64,
}

/// Why a text is no reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    #[error("a prefix is one to four letters A to Z, not {0:?}")]
    Prefix(String),
    #[error("the letters in front are missing")]
    NoPrefix,
    #[error("these are numbers of {expected}, this one begins with {found}")]
    OtherPrefix { expected: Prefix, found: Prefix },
    #[error("{found} characters after the letters in front instead of 11")]
    Length { found: usize },
    #[error("{0:?} does not occur in these numbers")]
    Character(char),
    #[error("one of the characters is mistyped, or two are swapped")]
    Check,
}

impl Prefix {
    /// Letters in any case.
    pub fn new(text: &str) -> Result<Self, ReferenceError> {
        let fits =
            (1..=LONGEST_PREFIX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        if fits { Ok(Self(text.to_ascii_uppercase())) } else { Err(ReferenceError::Prefix(text.to_owned())) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads what a person typed where only numbers with this prefix are meant: it may be left out.
    pub fn read(&self, text: &str) -> Result<Reference, ReferenceError> {
        let found = if is_bare(text) {
            Reference::from_str(&format!("{}-{}", self.0, plain(text)))?
        } else {
            Reference::from_str(text)?
        };
        if found.prefix == *self {
            Ok(found)
        } else {
            Err(ReferenceError::OtherPrefix { expected: self.clone(), found: found.prefix })
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl Reference {
    /// The lowest fifty of `random` make the number.
    pub fn new(prefix: Prefix, random: u64) -> Self {
        Self { prefix, bits: random & ((1 << BITS) - 1) }
    }

    pub fn prefix(&self) -> &Prefix {
        &self.prefix
    }

    fn digits(&self) -> [u8; DIGITS] {
        let digit = |index: usize| (self.bits >> (5 * (DIGITS - 1 - index))) & 31;
        std::array::from_fn(|index| u8::try_from(digit(index)).unwrap_or_default())
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        to.write_str(&self.prefix.0)?;
        for (index, digit) in digits.iter().copied().chain([check(&digits)]).enumerate() {
            let dash = if index % 4 == 0 { "-" } else { "" };
            write!(to, "{dash}{}", char::from(SYMBOLS[usize::from(digit)]))?;
        }
        Ok(())
    }
}

/// Tolerates lower case, spaces, any or no dashes, full-width characters, O for 0, and I or L for 1.
impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let typed: Vec<char> = plain(text).chars().collect();
        let letters =
            typed.iter().take(LONGEST_PREFIX).take_while(|typed| typed.is_ascii_alphabetic()).count();
        if letters == 0 || is_bare(text) {
            return Err(ReferenceError::NoPrefix);
        }
        // Why: without a dash after it, only the length of the body tells where the prefix ends.
        let cut = separate_prefix(text).unwrap_or(match typed.len().saturating_sub(BODY) {
            0 => letters,
            before => before.min(letters),
        });
        if typed.len() - cut != BODY {
            return Err(ReferenceError::Length { found: typed.len() - cut });
        }
        let (prefix, body) = typed.split_at(cut);
        let prefix = Prefix::new(&prefix.iter().collect::<String>())?;
        let symbols = body.iter().map(|typed| symbol(*typed)).collect::<Result<Vec<u8>, _>>()?;
        let (digits, last) = symbols.split_at(DIGITS);
        if [check(digits)] != *last {
            return Err(ReferenceError::Check);
        }
        let bits = digits.iter().fold(0, |bits, digit| bits << 5 | u64::from(*digit));
        Ok(Self { prefix, bits })
    }
}

impl TryFrom<String> for Prefix {
    type Error = ReferenceError;

    fn try_from(text: String) -> Result<Self, ReferenceError> {
        Self::new(&text)
    }
}

impl From<Prefix> for String {
    fn from(prefix: Prefix) -> Self {
        prefix.0
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceError;

    fn try_from(text: String) -> Result<Self, ReferenceError> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

/// Upper case, in ASCII, without spaces and dashes.
fn plain(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|typed| !is_filler(*typed))
        .map(|typed| typed.to_ascii_uppercase())
        .collect()
}

/// How many letters a space or dash sets apart at the beginning, when they could be a prefix.
fn separate_prefix(text: &str) -> Option<usize> {
    let written = text.trim_matches(|typed| is_filler(half_width(typed)));
    let (first, _) = written.split_once(|typed| is_filler(half_width(typed)))?;
    let letters = first.chars().map(half_width).take_while(char::is_ascii_alphabetic).count();
    Some(letters)
        .filter(|letters| (1..=LONGEST_PREFIX).contains(letters) && *letters == first.chars().count())
}

/// Whether only the eleven characters after the prefix are there. Why: four letters in front may be their first group.
fn is_bare(text: &str) -> bool {
    plain(text).chars().count() == BODY && separate_prefix(text).is_none_or(|letters| letters == 4)
}

fn is_filler(typed: char) -> bool {
    typed.is_whitespace()
        || matches!(typed, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '#')
}

fn symbol(typed: char) -> Result<u8, ReferenceError> {
    let meant = match typed {
        'O' => '0',
        'I' | 'L' => '1',
        _ => typed,
    };
    let index = SYMBOLS.iter().position(|symbol| char::from(*symbol) == meant);
    index.and_then(|index| u8::try_from(index).ok()).ok_or(ReferenceError::Character(typed))
}

/// The weighted sum of the digits in the field of 32 elements, the weights being different powers of a generator:
/// α¹⁰ for the first digit down to α¹ for the last, and α⁰ for the check itself. A wrong character changes one
/// summand, a swap changes the sum by the product of two differences that are not zero.
fn check(digits: &[u8]) -> u8 {
    digits.iter().fold(0, |sum, digit| times_alpha(sum ^ digit))
}

/// Multiplication by α, a root of x⁵ + x² + 1.
fn times_alpha(element: u8) -> u8 {
    let doubled = element << 1;
    if doubled & 0b10_0000 == 0 { doubled } else { doubled ^ 0b10_0101 }
}
