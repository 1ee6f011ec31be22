//! Texts with marks, in a form no platform owns, and what has to be done to a text before it is shown to others.
//!
//! Invariants of a [`Rich`] made here: marks lie within the text, begin and end between characters, and are not
//! empty. Offsets are bytes of the UTF-8 text; UTF-16, which Telegram counts in, is converted at the edge.
//!
//! Not here: how a platform writes marks down, and wording.

pub mod discord;
mod links;
mod safe;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation as _;

pub use safe::{clean_name, defuse, is_invisible};

/// A cut at a line's or word's end is taken when the part is at least one of so many parts full.
const FULL_ENOUGH: usize = 2;
/// A character takes up to this many UTF-16 units, so no smaller limit can be kept.
const SMALLEST_LIMIT: usize = 2;

/// A text and how stretches of it look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rich {
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// The look of the bytes `from..to` of a text. Marks may overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub kind: MarkKind,
    pub from: usize,
    pub to: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    Bold,
    Italic,
    Underline,
    Strike,
    Spoiler,
    Code,
    /// A block of code and the language it names.
    Pre(Option<String>),
    Quote,
    Link(String),
    /// The number of a thread of Discord, which shows its name there. Nothing people write bears it.
    Thread,
    /// Somebody of that account, who is called by it. Nothing people write bears it.
    Call(i64),
    /// Those of that role of Discord, who are called by it. Nothing people write bears it.
    Role(i64),
}

impl Rich {
    /// Marks reaching past the text or into a character are brought to the nearest place that covers no more; those
    /// left empty fall away.
    pub fn new(text: impl Into<String>, marks: Vec<Mark>) -> Self {
        let text = text.into();
        let inside = |mark: Mark| Mark {
            from: text.ceil_char_boundary(mark.from.min(text.len())),
            to: text.floor_char_boundary(mark.to.min(text.len())),
            kind: mark.kind,
        };
        let marks = marks.into_iter().map(inside).filter(|mark| mark.from < mark.to).collect();
        Self { text, marks }
    }

    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), marks: Vec::new() }
    }

    /// `marks` as kind, offset and length in UTF-16 units, the way Telegram gives them.
    pub fn from_utf16(
        text: impl Into<String>,
        marks: impl IntoIterator<Item = (MarkKind, usize, usize)>,
    ) -> Self {
        let text = text.into();
        let mark = |(kind, offset, length): (MarkKind, usize, usize)| Mark {
            kind,
            from: byte_at(&text, offset),
            to: byte_at(&text, offset.saturating_add(length)),
        };
        let marks = marks.into_iter().map(mark).collect();
        Self::new(text, marks)
    }

    /// The text from byte `from` on, with the marks that reach into it.
    pub fn tail(&self, from: usize) -> Self {
        self.part(self.text.ceil_char_boundary(from.min(self.text.len())), self.text.len())
    }

    /// The text without the white space around it.
    pub fn trimmed(&self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        self.part(start, start + self.text.trim().len())
    }

    /// The marks as kind, offset and length in UTF-16 units.
    pub fn utf16_marks(&self) -> Vec<(MarkKind, usize, usize)> {
        let units = |mark: &Mark| {
            let (before, inside) = (self.text.get(..mark.from)?, self.text.get(mark.from..mark.to)?);
            Some((mark.kind.clone(), utf16_len(before), utf16_len(inside)))
        };
        self.marks.iter().filter_map(units).collect()
    }

    /// The text's length in UTF-16 units.
    pub fn utf16_len(&self) -> usize {
        utf16_len(&self.text)
    }

    /// Parts of at most `limit` UTF-16 units (no less than two) that put together are this text; marks are cut and
    /// continued. Parts end with a line or a word where that leaves them at least half full, else with a whole
    /// grapheme; only a grapheme longer than the limit is cut between its characters. An empty text has no parts; a
    /// part may be nothing but white space.
    pub fn split(&self, limit: usize) -> Vec<Self> {
        let limit = limit.max(SMALLEST_LIMIT);
        let mut parts = Vec::new();
        let mut from = 0;
        while from < self.text.len() {
            let to = from + cut(&self.text[from..], limit);
            parts.push(self.part(from, to));
            from = to;
        }
        parts
    }

    /// All parts in a row. A mark that ends where a part ends goes on as the same mark where the next begins.
    pub fn concat(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut whole = Self::default();
        for part in parts {
            whole.append(part);
        }
        whole
    }

    /// This text behind a header, which keeps its own marks.
    pub fn prefix(self, header: Self) -> Self {
        let by = header.text.len();
        let moved =
            self.marks.into_iter().map(|mark| Mark { from: mark.from + by, to: mark.to + by, ..mark });
        Self { text: header.text + &self.text, marks: header.marks.into_iter().chain(moved).collect() }
    }

    /// See [`defuse`]; the marks stay on what they were on. Links that lead into an application instead of to a web
    /// page, a mail or a phone number lose their link, and nobody is called.
    pub fn defused(self) -> Self {
        let places = safe::fuses(&self.text);
        let moved = |at: usize| at + places.partition_point(|place| *place < at) * safe::JOINER.len_utf8();
        let marks = self.marks.into_iter().filter(|mark| {
            !leads_into_an_application(&mark.kind)
                && !matches!(mark.kind, MarkKind::Call(_) | MarkKind::Role(_))
        });
        let marks = marks.map(|mark| Mark { from: moved(mark.from), to: moved(mark.to), ..mark }).collect();
        Self { text: defuse(&self.text), marks }
    }

    /// The bytes `from..to`, both between characters, with their marks.
    fn part(&self, from: usize, to: usize) -> Self {
        let cut = |mark: &Mark| Mark {
            kind: mark.kind.clone(),
            from: mark.from.clamp(from, to) - from,
            to: mark.to.clamp(from, to) - from,
        };
        let marks = self.marks.iter().map(cut).filter(|mark| mark.from < mark.to).collect();
        Self { text: self.text[from..to].to_owned(), marks }
    }

    fn append(&mut self, part: Self) {
        let seam = self.text.len();
        self.text.push_str(&part.text);
        for mark in part.marks {
            let (from, to) = (mark.from + seam, mark.to + seam);
            let continued = |open: &&mut Mark| open.to == seam && from == seam && open.kind == mark.kind;
            match self.marks.iter_mut().find(continued) {
                Some(open) => open.to = to,
                None => self.marks.push(Mark { from, to, kind: mark.kind }),
            }
        }
    }
}

/// Chinese keyboards type letters, digits and signs in full width; this is the plain character.
pub fn half_width(typed: char) -> char {
    match typed {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(typed) - 0xFEE0).unwrap_or(typed),
        '\u{3000}' => ' ',
        _ => typed,
    }
}

fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The byte at which the UTF-16 unit `offset` begins; within a pair of surrogates the byte their character begins at,
/// past the end the text's length.
fn byte_at(text: &str, offset: usize) -> usize {
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        units += character.len_utf16();
        if units > offset {
            return byte;
        }
    }
    text.len()
}

/// Where the first part of `text` ends, in bytes: more than zero unless the text is empty.
fn cut(text: &str, limit: usize) -> usize {
    let (mut units, mut line, mut word, mut end) = (0, 0, 0, 0);
    for (byte, grapheme) in text.grapheme_indices(true) {
        units += utf16_len(grapheme);
        if units > limit {
            let ends = [line, word, end];
            return ends.into_iter().find(|end| *end > 0).unwrap_or_else(|| cut_grapheme(grapheme, limit));
        }
        end = byte + grapheme.len();
        if units * FULL_ENOUGH >= limit {
            line = if grapheme.ends_with('\n') { end } else { line };
            word = if ends_word(grapheme) { end } else { word };
        }
    }
    text.len()
}

fn ends_word(grapheme: &str) -> bool {
    grapheme.chars().all(|end| end.is_whitespace() || matches!(end, '。' | '！' | '？' | '；' | '，' | '、'))
}

fn cut_grapheme(grapheme: &str, limit: usize) -> usize {
    let mut units = 0;
    let within = |character: &char| {
        units += character.len_utf16();
        units <= limit
    };
    grapheme.chars().take_while(within).map(char::len_utf8).sum()
}

fn leads_into_an_application(kind: &MarkKind) -> bool {
    let MarkKind::Link(url) = kind else { return false };
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
    !["http", "https", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}
