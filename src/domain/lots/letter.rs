//! One message to everybody with goods of a lot, in the language each of them reads.
//!
//! Who gets it is decided twice by the same function: when it is shown, and under lock when it is begun. Each person gets it
//! once, in the newest of their cases.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Row, words::listed_as};
use crate::domain::{
    id::{CaseId, PersonId},
    lang::Lang,
    phrase::{Key, Phrase, Say},
    reference::Reference,
};

/// A message as it was shown before it is begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The lot, by its key.
    pub lot: String,
    /// The words, by the code of their language.
    pub words: BTreeMap<String, String>,
    /// The cases of those it was shown to be for.
    pub cases: Vec<CaseId>,
}

/// Why a case gets no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It ended.
    Over,
    /// Its customer is known by phone alone.
    ByPhone,
    /// There are no words in the language they read.
    Wordless,
    /// Its customer gets it in a newer case.
    Twice,
}

/// Who gets it, and which cases don't, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Round {
    /// Each with the language they read.
    pub to: Vec<(CaseId, PersonId, Lang)>,
    /// The others.
    pub left: Vec<(Reference, Why)>,
}

/// The words by language: `en:` or `zh:` at the beginning of a line, or of a word, begins those of that language; what stands
/// before is in the language of who writes it.
pub fn words_of(text: &str, own: Lang) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut lang = own;
    for line in text.lines().flat_map(pieces) {
        let begun = line.split_once([':', '：']).and_then(|(label, rest)| Some((labelled(label)?, rest)));
        let rest = match begun {
            Some((named, rest)) => {
                lang = named;
                rest
            }
            None => line,
        };
        all.entry(lang.code().to_owned()).or_default().push(rest.trim());
    }
    let joined = all.into_iter().map(|(lang, lines)| (lang, lines.join("\n").trim().to_owned()));
    joined.filter(|(_, words)| !words.is_empty()).collect()
}

/// A line, parted where a language begins within it: where a command is typed there may be one line alone.
fn pieces(line: &str) -> Vec<&str> {
    let mut starts = vec![0];
    for (at, _) in line.char_indices().filter(|(_, c)| c.is_whitespace()) {
        let rest = line[at..].trim_start();
        let named = rest.split_once([':', '：']).and_then(|(label, _)| labelled(label));
        if named.is_some() && !rest.starts_with(char::is_whitespace) {
            starts.push(line.len() - rest.len());
        }
    }
    starts.dedup();
    starts.push(line.len());
    starts.windows(2).map(|two| &line[two[0]..two[1]]).collect()
}

fn labelled(label: &str) -> Option<Lang> {
    match label.trim().to_lowercase().as_str() {
        "en" | "英文" => Some(Lang::En),
        "zh" | "zh-hans" | "中文" => Some(Lang::ZhHans),
        _ => None,
    }
}

/// Who gets these words, of the cases of a lot, the newest first.
pub fn round(rows: &[Row], words: &BTreeMap<String, String>) -> Round {
    let mut round = Round::default();
    let (mut people, mut cases) = (BTreeSet::new(), BTreeSet::new());
    for row in rows.iter().filter(|row| cases.insert(row.case)) {
        let why = if !row.goes_on() {
            Some(Why::Over)
        } else if row.by_phone {
            Some(Why::ByPhone)
        } else if !words.contains_key(row.lang.code()) {
            Some(Why::Wordless)
        } else if !people.insert(row.person) {
            Some(Why::Twice)
        } else {
            None
        };
        match why {
            Some(why) => round.left.push((row.reference.clone(), why)),
            None => round.to.push((row.case, row.person, row.lang)),
        }
    }
    round
}

impl Why {
    /// The word its text is named by.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::ByPhone => "phone",
            Self::Wordless => "words",
            Self::Twice => "twice",
        }
    }
}

/// What it will be, before it is begun.
pub fn preview(lot: &str, words: &BTreeMap<String, String>, round: &Round, keys: Vec<Key>) -> Say {
    let count = |lang: &str| round.to.iter().filter(|(_, _, reads)| reads.code() == lang).count();
    let mut lines = vec![listed_as("lot-letter", lot, round.to.len())];
    for (lang, text) in words {
        let head = Phrase::new("lot-letter-lang")
            .with("language", Phrase::keyed("language-name", lang))
            .with("count", super::words::number(count(lang)));
        lines.push(head);
        lines.push(Phrase::new("said").with("text", text.as_str()));
    }
    lines.extend(left(round));
    let rows = if round.to.is_empty() { Vec::new() } else { vec![keys] };
    Say { lines, rows }
}

/// The cases that get none, with the reason.
pub fn left(round: &Round) -> Vec<Phrase> {
    let line = |(reference, why): &(Reference, Why)| {
        Phrase::new("lot-left")
            .with("ref", reference.to_string())
            .with("why", Phrase::keyed("lot-why", why.id()))
    };
    round.left.iter().take(super::words::SHOWN).map(line).collect()
}

/// How far a message to all has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Everybody it is for.
    pub of: i64,
    /// Those it was delivered to.
    pub delivered: i64,
    /// Those it was not delivered to, or nobody knows.
    pub failed: i64,
    /// Those it was not sent to after all.
    pub left: i64,
}

impl Progress {
    /// Nothing more comes of it.
    pub const fn is_over(self) -> bool {
        self.delivered + self.failed + self.left >= self.of
    }

    /// It in words.
    pub fn say(self, lot: &str) -> Say {
        let mut lines = vec![
            Phrase::new("lot-progress").with("lot", lot).with("count", self.delivered).with("of", self.of),
        ];
        lines
            .extend((self.failed > 0).then(|| Phrase::new("lot-progress-failed").with("count", self.failed)));
        lines.extend((self.left > 0).then(|| Phrase::new("lot-progress-left").with("count", self.left)));
        Say { lines, rows: Vec::new() }
    }
}
