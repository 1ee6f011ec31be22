//! The languages the desk speaks.

use serde::{Deserialize, Serialize};

/// A language there is a catalogue for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lang {
    #[default]
    #[serde(rename = "en")]
    En,
    #[serde(rename = "zh-Hans")]
    ZhHans,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::En, Self::ZhHans];

    /// The language to speak to a person whose client says `code` (IETF tag, any case, `_` for `-`). Every kind of
    /// Chinese is answered in the simplified script, everything else and nothing in English.
    pub fn from_code(code: Option<&str>) -> Self {
        let primary = code.and_then(|code| code.split(['-', '_']).next()).unwrap_or_default();
        if ["zh", "cmn", "yue", "wuu"].iter().any(|chinese| primary.eq_ignore_ascii_case(chinese)) {
            Self::ZhHans
        } else {
            Self::En
        }
    }

    /// The tag under which the catalogue and stored rows know it.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhHans => "zh-Hans",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_clients_find_a_language() {
        for (code, lang) in [
            (None, Lang::En),
            (Some(""), Lang::En),
            (Some("en-GB"), Lang::En),
            (Some("de"), Lang::En),
            (Some("zha"), Lang::En),
            (Some("zh-CN"), Lang::ZhHans),
            (Some("zh-hans"), Lang::ZhHans),
            (Some("ZH_TW"), Lang::ZhHans),
        ] {
            assert_eq!(Lang::from_code(code), lang, "{code:?}");
        }
    }

    #[test]
    fn stored_codes_come_back() {
        for lang in Lang::ALL {
            assert_eq!(Lang::from_code(Some(lang.code())), lang);
            assert_eq!(serde_json::to_value(lang).ok(), Some(lang.code().into()));
        }
    }
}
