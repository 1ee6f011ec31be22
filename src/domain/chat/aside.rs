//! Answers that only who asked sees, where a platform has them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How somebody is answered without anybody else seeing it: by what they pressed or commanded, for as long as the platform
/// takes that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// The number of what they did.
    pub interaction: i64,
    /// The application it was done with.
    pub application: i64,
    /// What the platform knows it by.
    pub token: Token,
    /// What they are called, for when it is too late.
    pub name: String,
    /// They see that an answer is on its way: the first one takes that place.
    pub announced: bool,
}

/// A secret for some minutes. Shows nothing of itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(pub String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a token")
    }
}
