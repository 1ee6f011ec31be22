//! Ways of help: what a customer can choose and an agent can make an appointment for, as the terms name them.

use serde::{Deserialize, Serialize};

use super::phrase::Label;

/// What kind of help it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WayKind {
    /// Words in the chat.
    Chat,
    /// A call: never refused and never charged.
    Phone,
    /// A look through a camera or at a screen.
    Remote,
    /// Words by e-mail.
    Email,
    /// At the customer's place.
    OnSite,
}

impl WayKind {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Chat, Self::Phone, Self::Remote, Self::Email, Self::OnSite];

    /// Its name in the store, in the terms and in texts (`appoint-how-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Phone => "phone",
            Self::Remote => "remote",
            Self::Email => "email",
            Self::OnSite => "on-site",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A way of help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Short id, `[a-z0-9-]`, at most 20 bytes: stands in buttons and is typed.
    pub id: String,
    /// What kind of help it is.
    pub kind: WayKind,
    /// What an appointment for it is called: `Phone call`, `ToDesk`.
    pub name: Label,
    /// How many minutes an appointment for it takes; absent = none are made, it is written down afterwards.
    pub minutes: Option<u32>,
    /// The agent needs an access code for it, which is asked of the customer when it is time.
    pub code: bool,
    /// Whether customers are offered it when they are asked how they want to be helped.
    pub offered: bool,
}

/// The way that `text` begins with, by its id or a name in whatever language, and what stands behind it. Of several the
/// longest.
pub fn named<'a, 'b>(ways: &'a [Way], text: &'b str) -> Option<(&'a Way, &'b str)> {
    let all = ways.iter().flat_map(|way| {
        let names = way.name.0.values().map(String::as_str);
        names.chain([way.id.as_str()]).map(move |name| (way, name))
    });
    all.filter_map(|(way, name)| Some((way, behind(text, name)?, name.len())))
        .max_by_key(|(_, _, length)| *length)
        .map(|(way, rest, _)| (way, rest))
}

/// What stands behind `name` in `text`, when it begins with that name and goes on with something else.
fn behind<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for letter in name.chars() {
        let same = |typed: char| typed.to_lowercase().eq(letter.to_lowercase());
        rest.next().filter(|typed| same(*typed))?;
    }
    let rest = rest.as_str();
    // Why: Chinese writes no space behind a name.
    let ends =
        |next: char| !name.is_ascii() || next.is_whitespace() || matches!(next, ',' | ':' | '，' | '：');
    (!name.is_empty() && rest.chars().next().is_none_or(ends))
        .then(|| rest.trim_start_matches([',', ':', '，', '：']).trim())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::lang::Lang;

    fn way(id: &str, en: &str, zh: &str) -> Way {
        let name = Label(BTreeMap::from([(Lang::En, en.to_owned()), (Lang::ZhHans, zh.to_owned())]));
        Way { id: id.to_owned(), kind: WayKind::Remote, name, minutes: Some(30), code: false, offered: false }
    }

    #[test]
    fn a_way_is_found_by_its_id_or_a_name_and_the_longest_counts() {
        let ways = [
            way("video", "Video", "视频"),
            way("video-call", "Video call", "视频通话"),
            way("todesk", "ToDesk", "ToDesk"),
        ];
        for (text, id, rest) in [
            ("video", "video", ""),
            ("Video call tomorrow 10:00", "video-call", "tomorrow 10:00"),
            ("视频通话明天10点", "video-call", "明天10点"),
            ("视频 明天10点", "video", "明天10点"),
            ("TODESK", "todesk", ""),
            ("todesk: Friday 9:00", "todesk", "Friday 9:00"),
        ] {
            let found = named(&ways, text).map(|(way, rest)| (way.id.as_str(), rest));
            assert_eq!(found, Some((id, rest)), "{text}");
        }
        for text in ["", "videos", "desk", "todesktop"] {
            assert_eq!(named(&ways, text).map(|(way, _)| way.id.as_str()), None, "{text}");
        }
    }
}
