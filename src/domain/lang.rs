//! The languages the desk speaks. Which texts exist in them is `catalogue`'s matter.

use serde::{Deserialize, Serialize};

/// A language every text of the catalogue exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Lang {
    /// English.
    #[default]
    #[serde(rename = "en")]
    En,
    /// Simplified Chinese.
    #[serde(rename = "zh-Hans")]
    ZhHans,
}

impl Lang {
    /// Every language, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::ZhHans];

    /// The BCP 47 tag, as stored and as the catalogue's files are named.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhHans => "zh-Hans",
        }
    }

    /// The language that serves a client's setting best (`zh-CN`, `en-GB`, …); `None` when none of ours fits.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "zh" => Some(Self::ZhHans),
            _ => None,
        }
    }
}
