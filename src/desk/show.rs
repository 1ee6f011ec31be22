//! Parcels turned into calls: words in the reader's language, copies of messages with their headers, files grouped.
//!
//! Here are words of the desk; `relay` has copies of people's messages, `head` what stands above them, `later` what
//! becomes of copies that stand already.
//! Rendering happens here, at delivery, so a changed language, zone or case shows at once. Nothing a person wrote can
//! act: it travels as text with entities, and names, commands and mentions in it are broken up.

mod calls;
mod head;
mod later;
pub(super) mod limits;
pub(super) mod over;
mod relay;

use chrono_tz::Tz;

pub(super) use self::relay::answered_by;
use self::{
    limits::{Sheet, first_for, parts_for},
    over::Bring,
};
use super::{
    Desk,
    courier::{Act, Button},
    forms,
};
use crate::domain::{
    card,
    catalogue::Reader,
    chat::Platform,
    front::{self, CaseFile},
    id::MessageId,
    lang::Lang,
    phrase::{Arg, Phrase, Say},
    text::{Mark, MarkKind, Rich, discord},
};

/// Who reads, where, and as what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice {
    /// What they read it on.
    pub(super) on: Platform,
    pub(super) lang: Lang,
    /// Their own zone, once told.
    pub(super) zone: Option<Tz>,
    /// People of the desk, in the desk's zone.
    pub(super) staff: bool,
}

/// One call, and the messages its results are copies of.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) what: What,
    /// For each message that will come to be: of which message, and which part.
    pub(super) copies: Vec<(MessageId, i16)>,
    /// How many messages will come to be.
    pub(super) yields: usize,
}

/// What a call does.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// This.
    Act(Act),
    /// It posts files whose bytes are still to be had.
    Bring(Bring),
}

impl Step {
    pub(super) fn plain(act: Act) -> Self {
        let yields = usize::from(matches!(act, Act::Post { .. }));
        Self { what: What::Act(act), copies: Vec::new(), yields }
    }
}

impl Desk {
    /// How the staff reads there.
    pub(super) fn staff_voice(&self, on: Platform) -> Voice {
        Voice { on, lang: self.terms.brand.language, zone: None, staff: true }
    }

    /// Phrases as one text, a line each.
    pub(super) fn words(&self, phrases: &[Phrase], voice: Voice) -> String {
        let reader = Reader {
            lang: voice.lang,
            zone: voice.zone.unwrap_or_else(|| self.terms.calendar.zone()),
            zone_is_own: voice.zone.is_some(),
            now: self.clock.now(),
        };
        let linked = self.with_links(phrases);
        let phrases = linked.as_deref().unwrap_or(phrases);
        if voice.staff {
            return self.catalogue.desk_lines(phrases, &reader);
        }
        self.catalogue.lines(phrases, &reader)
    }

    /// Phrases as one text, in which ways to threads are marked as such.
    fn text(&self, phrases: &[Phrase], voice: Voice) -> Rich {
        let words = self.words(phrases, voice);
        let mut marks = Vec::new();
        for (_, arg) in phrases.iter().flat_map(|phrase| &phrase.args) {
            let Arg::Thread(number) = arg else { continue };
            let way = discord::thread(*number);
            let mark = |(from, _)| Mark { kind: MarkKind::Thread, from, to: from + way.len() };
            marks.extend(words.match_indices(&way).map(mark));
        }
        Rich::new(words, marks)
    }

    /// A case's card, as it stands.
    pub(super) fn card_words(&self, file: &CaseFile, on: Platform) -> (Rich, Vec<Vec<Button>>) {
        let voice = self.staff_voice(on);
        let say = card::card(file, &self.terms, self.clock.now());
        let text = Rich::plain(self.words(&say.lines, voice)).defused();
        (first_for(voice.on, Sheet::Text, &text), self.buttons(&say, voice))
    }

    /// The name of a case's room.
    pub(super) fn room_title(&self, file: &CaseFile, on: Platform) -> String {
        let phrase = Phrase::new("room-title")
            .with("ref", file.case.reference.to_string())
            .with("customer", file.customer.name.as_str())
            .with("what", front::subject_of(&file.case, &self.terms));
        let voice = self.staff_voice(on);
        self.words(&[phrase], voice).chars().take(limits::title(voice.on)).collect()
    }

    /// The name of a case's own place on its customer's side, in their language.
    pub(super) fn place_title(&self, file: &CaseFile) -> String {
        let phrase = Phrase::new("thread-title")
            .with("ref", file.case.reference.to_string())
            .with("what", front::subject_of(&file.case, &self.terms));
        let lang = file.customer.lang;
        let voice = Voice { on: file.case.platform, lang, zone: file.customer.zone, staff: false };
        self.words(&[phrase], voice).lines().next().unwrap_or_default().to_owned()
    }

    /// The buttons of a message.
    pub(super) fn buttons(&self, say: &Say, voice: Voice) -> Vec<Vec<Button>> {
        let button = |key: &crate::domain::phrase::Key| {
            let data = forms::data_on(voice.on, &key.data, voice.lang)?;
            Some(Button { label: self.words(std::slice::from_ref(&key.label), voice), data })
        };
        let rows = say.rows.iter().map(|row| row.iter().filter_map(button).collect());
        rows.filter(|row: &Vec<Button>| !row.is_empty()).collect()
    }

    /// Words of the desk as calls: the buttons stand under the last part.
    pub(super) fn show_say(&self, say: &Say, reply_to: Option<i64>, voice: Voice) -> Vec<Step> {
        self.show_text(&self.text(&say.lines, voice), say, reply_to, voice)
    }

    /// The same, where the words are there already.
    fn show_text(&self, text: &Rich, say: &Say, reply_to: Option<i64>, voice: Voice) -> Vec<Step> {
        let mut parts = parts_for(voice.on, text);
        let last = parts.pop().unwrap_or_default();
        let mut steps: Vec<Step> = parts
            .into_iter()
            .map(|text| Step::plain(Act::Post { text, rows: Vec::new(), reply_to: None }))
            .collect();
        steps.push(Step::plain(Act::Post { text: last, rows: self.buttons(say, voice), reply_to }));
        steps
    }

    /// Words of the desk in the place of earlier ones.
    pub(super) fn show_in_place(&self, say: &Say, message: i64, voice: Voice) -> Vec<Step> {
        let text = first_for(voice.on, Sheet::Text, &self.text(&say.lines, voice));
        vec![Step::plain(Act::Edit { message, text, rows: self.buttons(say, voice) })]
    }
}
