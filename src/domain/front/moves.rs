//! What the commands that move a case want to know besides: other cases, histories, answered questions of the desk.
//!
//! Here is what they need read, and how a case that was merged is followed to where it went. What they do stands in
//! `acts`.

use std::collections::BTreeMap;

use super::{CaseFile, Entry, Facts, Needs, Page, acts, lists};
use crate::domain::{
    chat::{Incoming, Input, Room},
    command::{self, Typed, Word},
    dialogue::{self, Dialogue},
    id::CaseId,
    order::Number,
    plan::Expected,
    reference::Reference,
    terms::Terms,
};

/// Facts of those commands.
#[derive(Debug, Clone, Default)]
pub struct Moves<'a> {
    /// The cases read for this batch. Why so many: each is looked up by who may see it, never listed.
    pub files: Option<&'a BTreeMap<CaseId, CaseFile>>,
    /// The histories that were asked for.
    pub histories: Option<&'a BTreeMap<CaseId, Vec<Entry>>>,
    /// The question of the desk that the message answers, if it was put to this speaker.
    pub question: Option<&'a Expected>,
    /// Which part of a list was read.
    pub page: Page,
}

/// What has to be read for one command alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Besides {
    /// The history of the cases that may be meant.
    History,
    /// The live cases the speaker has.
    Held,
}

/// What a command wants read.
pub(super) fn needs_of_command(typed: &Typed, needs: &mut Needs) {
    let Some(word) = typed.word else { return };
    needs.pieces = matches!(word, Word::Files | Word::Verdict);
    needs.calendar = word == Word::Appoint;
    needs.listing = lists::of_command(word, &typed.rest.text);
    needs.roster = matches!(word, Word::Agent | Word::Assign | Word::Transfer | Word::Escalate);
    needs.besides = match word {
        Word::History => Some(Besides::History),
        Word::Away => Some(Besides::Held),
        _ => None,
    };
    if matches!(word, Word::Link | Word::Merge) {
        needs.other_reference = second_reference(typed);
    }
}

/// The second case a command names.
pub(super) fn second_reference(typed: &Typed) -> Option<Reference> {
    typed.rest.text.split_whitespace().find_map(|word| word.parse().ok())
}

/// What a button wants read.
pub(super) fn needs_of_press(data: &str, needs: &mut Needs) {
    if let Some(sought) = lists::of_press(data) {
        needs.listing = Some(sought);
    }
    needs.pieces = acts::asks_for_files(data);
    let parts: Vec<&str> = data.split(':').collect();
    match parts.as_slice() {
        ["c", _, "history", ..] => needs.besides = Some(Besides::History),
        ["c", _, "transfer", ..] => needs.roster = true,
        ["c", _, "appoint" | "fix" | "offer", ..] => needs.calendar = true,
        ["c", _, "merge", _, other] => needs.other_case = other.parse().ok().map(CaseId),
        _ => {}
    }
}

/// The case a button is about: `c:<case>:…`, `k:<case>:…`, `w:<case>:…`, or `f:<message>:<case>`.
pub(super) fn case_of_press(data: &str) -> Option<CaseId> {
    let mut parts = data.split(':');
    let id = match parts.next()? {
        "c" | "k" | "w" => parts.next()?,
        "f" => parts.nth(1)?,
        _ => return None,
    };
    id.parse().ok().map(CaseId)
}

/// The order number their words tell, where the current question of their draft asks for one. It is looked up among the
/// orders then, and at no other time.
pub fn number_told(incoming: &Incoming, me: &str, draft: Option<&Dialogue>, terms: &Terms) -> Option<Number> {
    match &incoming.input {
        Input::Text(text) if incoming.room == Room::Private && command::parse(text, me).is_none() => {
            dialogue::number_told(draft?, &text.text, terms)
        }
        Input::Filled { fields, .. } if incoming.room == Room::Private => {
            dialogue::number_filled(fields, terms)
        }
        _ => None,
    }
}

/// Whether a draft's button can make a case of it: then words that wait for their case are wanted.
pub(super) fn press_may_file(data: &str) -> bool {
    [":.send", ":.person", ":.unknown", ":.keep"].iter().any(|end| data.ends_with(end))
}

impl<'a> Facts<'a> {
    /// The case of that row, if it was read.
    pub(super) fn file(&self, case: CaseId) -> Option<&'a CaseFile> {
        self.moves.files?.get(&case)
    }

    /// The case people call so, if it was read.
    pub(super) fn called(&self, reference: &Reference) -> Option<&'a CaseFile> {
        self.moves.files?.values().find(|file| file.case.reference == *reference)
    }

    /// Where a case is worked on: itself, or the one it was merged into.
    pub(super) fn followed(&self, file: &'a CaseFile) -> &'a CaseFile {
        file.case.merged_into.and_then(|target| self.file(target)).unwrap_or(file)
    }

    /// The live cases the speaker has.
    pub(super) fn held(&self) -> impl Iterator<Item = &'a CaseFile> + use<'a> {
        let speaker = self.speaker.id;
        let files = self.moves.files.map(BTreeMap::values).into_iter().flatten();
        files.filter(move |f| f.case.assignee == Some(speaker) && f.case.state.is_live())
    }
}
