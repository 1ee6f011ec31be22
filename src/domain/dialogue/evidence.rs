//! Photos, videos and files: taken at any question, counted, and ticked off a checklist.
//!
//! An album counts once against the cap. What is beyond the cap stays with the dialogue as a note, and the person is
//! told. A voice or video message where words are asked for is their answer as well. The checklist goes by number and kind; what a picture shows is for people to judge.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Dialogue, Entry, Facts, Question, Turn, Value,
    advance::{forget, set, settle, unchanged},
};
use crate::domain::{claim::Buyer, phrase::Phrase};

/// What a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A picture.
    Photo,
    /// A moving picture.
    Video,
    /// A file.
    Document,
    /// A recording.
    Audio,
    /// Words spoken into the microphone.
    Voice,
    /// Words spoken into the camera.
    VideoNote,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The id of its media.
    pub media: i64,
    /// What the file is told by; pieces taken by older versions have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unique: Option<String>,
    /// What it is.
    pub kind: EvidenceKind,
    /// What was written under it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption: String,
    /// The album it came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub album: Option<String>,
    /// The message that brought it.
    pub message: i64,
    /// Whether it is beyond the cap: a note, not evidence.
    #[serde(default)]
    pub surplus: bool,
}

/// Takes a piece in. The same media twice is taken once.
pub(super) fn take(open: &Dialogue, piece: Evidence, facts: &Facts<'_>) -> Turn {
    if open.evidence.iter().any(|known| known.media == piece.media) {
        return unchanged(Vec::new());
    }
    let mut next = open.clone();
    let (album, message) = (piece.album.clone(), piece.message);
    let speaks = matches!(piece.kind, EvidenceKind::Voice | EvidenceKind::VideoNote);
    let surplus = beyond_cap(open, &piece, facts);
    next.evidence.push(Evidence { surplus, ..piece });
    if next.answers.get(Question::Evidence) == Some(&Value::Cannot) {
        next.answers.0.entry(Question::Evidence).and_modify(|entry| entry.value = Value::Done);
        forget(&mut next, Question::Why);
    }
    next.cancelling = false;
    let mut lines = acknowledgement(open, surplus, facts);
    if let Some(question) = asks_for_words(open, facts).filter(|_| speaks && !surplus) {
        let entry = Entry { value: Value::Spoken, message: Some(message), typed: None };
        set(&mut next, question, entry, false);
        lines = vec![Phrase::new("took-spoken")];
    }
    let mut turn = settle(open, next, facts, lines);
    turn.says.iter_mut().for_each(|said| said.coalesce.clone_from(&album));
    turn
}

/// The current question, when what somebody says can answer it: it asks what happened, and they had read it.
fn asks_for_words(open: &Dialogue, facts: &Facts<'_>) -> Option<Question> {
    let current = open.at(facts.terms).filter(|_| !facts.late && !open.cancelling);
    current.filter(|q| matches!(q, Question::Story | Question::Details))
}

fn beyond_cap(open: &Dialogue, piece: &Evidence, facts: &Facts<'_>) -> bool {
    let mate = open.evidence.iter().find(|e| e.album.is_some() && e.album == piece.album);
    mate.map_or_else(|| units(open) >= facts.terms.caps.evidence as usize, |mate| mate.surplus)
}

/// How many pieces count: an album is one.
fn units(open: &Dialogue) -> usize {
    let within = || open.evidence.iter().filter(|e| !e.surplus);
    let albums: BTreeSet<_> = within().filter_map(|e| e.album.as_deref()).collect();
    albums.len() + within().filter(|e| e.album.is_none()).count()
}

fn acknowledgement(open: &Dialogue, surplus: bool, facts: &Facts<'_>) -> Vec<Phrase> {
    if surplus {
        return vec![Phrase::new("evidence-full").with("cap", i64::from(facts.terms.caps.evidence))];
    }
    vec![Phrase::new("evidence-kept").with("count", count(open) + 1)]
}

/// Pieces within the cap.
pub(super) fn count(open: &Dialogue) -> i64 {
    let within = open.evidence.iter().filter(|e| !e.surplus).count();
    i64::try_from(within).unwrap_or(i64::MAX)
}

/// The claim's checklist: what helps, and whether it may have come.
pub(super) fn checklist(open: &Dialogue) -> Vec<Phrase> {
    let number = |kind| open.evidence.iter().filter(|e| e.kind == kind).count();
    let (photos, videos) =
        (number(EvidenceKind::Photo), number(EvidenceKind::Video) + number(EvidenceKind::VideoNote));
    let documents = number(EvidenceKind::Document);
    if open.buyer == Buyer::Wholesale {
        let items = [
            ("check-whole", photos + videos >= 1),
            ("check-close", photos + videos >= 2),
            ("check-carton", photos >= 3),
            ("check-report", documents >= 1),
        ];
        return items.into_iter().map(check).collect();
    }
    let third = match open.answers.option(Question::About) {
        Some("damage") => "check-box",
        _ => "check-receipt",
    };
    let items = [
        ("check-whole", photos + videos >= 1),
        ("check-close", photos + videos >= 2),
        (third, photos >= 3 || documents >= 1),
    ];
    items.into_iter().map(check).collect()
}

fn check((key, has): (&'static str, bool)) -> Phrase {
    Phrase::new(if has { "check-here" } else { "check-open" }).with("item", Phrase::new(key))
}

/// "2 photos or files", when there are any.
pub fn evidence_fact(count: usize) -> Option<Phrase> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    (count > 0).then(|| Phrase::new("fact-attached").with("count", count))
}
