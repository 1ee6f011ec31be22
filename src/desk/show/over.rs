//! Files that have to be brought over, as calls whose bytes are still to be had (`desk::bring`).
//!
//! Invariants: how many messages such a call makes does not depend on what can be had, so a delivery that broke off goes
//! on where it was. Its words and the lines in the place of files that can't be had always go into one message.

use super::{
    Step, Voice, What,
    head::body,
    limits::{Sheet, first_for, fits_under},
    relay::below,
};
use crate::{
    desk::{Desk, courier::Act},
    domain::{
        chat::{File, Platform},
        evidence::{Problem, across, called},
        id::{CaseId, MediaId, MessageId},
        phrase::Phrase,
        text::Rich,
    },
    store::messages::{Copy, Shown},
};

/// Characters kept free for the line in the place of a file.
const LINE: usize = 150;
/// The part of a copy that holds words in the place of a file.
pub(in crate::desk) const IN_ITS_PLACE: i16 = -1;

/// Files to be brought over and posted as one message.
#[derive(Debug, Clone)]
pub(in crate::desk) struct Bring {
    /// Which, in order; one at least.
    pub(in crate::desk) files: Vec<Piece>,
    /// Whose they are.
    pub(in crate::desk) head: Rich,
    /// The words that come with them.
    pub(in crate::desk) rest: Rich,
    /// Their author said nothing with them.
    pub(in crate::desk) wordless: bool,
    /// The message they answer.
    pub(in crate::desk) reply_to: Option<i64>,
}

/// A file to be brought over.
#[derive(Debug, Clone)]
pub(in crate::desk) struct Piece {
    /// The message it is of; none where it is shown once more.
    pub(in crate::desk) message: Option<MessageId>,
    /// The case it is in.
    pub(in crate::desk) case: Option<CaseId>,
    /// Its row.
    pub(in crate::desk) media: MediaId,
    /// Where its id means something.
    pub(in crate::desk) from: Platform,
    /// The file.
    pub(in crate::desk) file: File,
}

impl Bring {
    /// The words of that message, with a line for each file its readers can't be shown.
    pub(in crate::desk) fn words(&self, lines: Vec<String>, sheet: Sheet, on: Platform) -> Rich {
        let lines = lines.into_iter().map(Rich::plain);
        let mut parts: Vec<Rich> = Vec::new();
        for part in [self.head.clone()].into_iter().chain(lines).chain([self.rest.clone()]) {
            if !part.text.is_empty() {
                parts.extend((!parts.is_empty()).then(|| Rich::plain("\n")));
                parts.push(part);
            }
        }
        first_for(on, sheet, &Rich::concat(parts))
    }
}

impl Desk {
    /// Messages whose files are brought over, as one message with all of them; words that have no room there follow.
    pub(super) fn show_over(&self, album: &[&Shown], reply_to: Option<i64>, voice: Voice) -> Vec<Step> {
        let Some(first) = album.first() else { return Vec::new() };
        let head = self.header(first, voice);
        let rest = self.captions(album, voice);
        let whole = Rich::concat([head.clone(), Rich::plain("\n"), rest.clone()]);
        let wordless = rest.text.is_empty();
        let fits = fits_under(voice.on, LINE * album.len(), &whole);
        let behind = if fits { Vec::new() } else { below(first, &rest, voice) };
        let rest = if fits { rest } else { Rich::default() };
        let files = album.iter().filter_map(|m| piece(m)).collect();
        let bring = Bring { files, head, rest, wordless, reply_to };
        let copies = album.iter().map(|m| (m.id, 0)).collect();
        let step = Step { what: What::Bring(bring), copies, yields: 1 };
        [step].into_iter().chain(behind).collect()
    }

    /// New words into the message that holds the files of these: of all of them, for they stand in one.
    pub(super) fn revise_over(&self, album: &[Shown], copy: &Copy, voice: Voice) -> Step {
        let album: Vec<&Shown> = album.iter().collect();
        let head = album.first().map(|m| self.header(m, voice)).unwrap_or_default();
        let rest = self.captions(&album, voice);
        let bring = Bring { files: Vec::new(), head, rest, wordless: false, reply_to: None };
        let message = copy.remote.id;
        if copy.part != IN_ITS_PLACE {
            let caption = bring.words(Vec::new(), Sheet::Caption, voice.on);
            return Step::plain(Act::EditCaption { message, caption });
        }
        let line = |m: &&Shown| {
            let what = Phrase::new("relay-still-not-shown").with("what", called(&m.file.as_ref()?.1));
            Some(self.words(&[what], voice))
        };
        let text = bring.words(album.iter().filter_map(line).collect(), Sheet::Text, voice.on);
        if voice.on == Platform::Discord {
            // Why: its buttons stay as they are.
            return Step::plain(Act::EditCaption { message, caption: text });
        }
        Step::plain(Act::Edit { message, text, rows: Vec::new() })
    }

    /// The words of files that stand in one message, each on lines of its own.
    fn captions(&self, album: &[&Shown], voice: Voice) -> Rich {
        let mut parts: Vec<Rich> = Vec::new();
        for message in album.iter().filter(|m| !m.body.text.is_empty()) {
            parts.extend((!parts.is_empty()).then(|| Rich::plain("\n")));
            parts.push(body(message));
        }
        if album.iter().any(|m| m.edited) {
            parts.push(Rich::plain(" ".to_owned() + &self.words(&[Phrase::new("relay-edited")], voice)));
        }
        Rich::concat(parts)
    }

    /// The line in the place of a file its readers can't be shown; `lost` = nor is it kept here.
    pub(in crate::desk) fn in_its_place(
        &self,
        file: &File,
        problem: Problem,
        lost: bool,
        voice: Voice,
    ) -> String {
        let mut lines = vec![across::in_its_place(file, problem, voice.on)];
        lines.extend(lost.then(|| Phrase::new("relay-not-kept")));
        self.words(&lines, voice)
    }
}

/// The file of a message, as one to be brought over.
pub(super) fn piece(message: &Shown) -> Option<Piece> {
    let (from, file) = message.file.clone()?;
    Some(Piece { message: Some(message.id), case: message.case, media: message.media?, from, file })
}
