//! Parcels turned into calls: words in the reader's language, copies of messages with their headers, files grouped.
//!
//! Rendering happens here, at delivery, so a changed language, zone or case shows at once. Nothing a person wrote can
//! act: it travels as text with entities, and names, commands and mentions in it are broken up.

use chrono_tz::Tz;
use sqlx::PgConnection;

use super::{
    Desk, DeskError,
    courier::{Act, Button},
};
use crate::{
    domain::{
        card,
        catalogue::Reader,
        chat::{Address, File, FileKind},
        front::{self, CaseFile},
        id::MessageId,
        lang::Lang,
        phrase::{Arg, Phrase, Say},
        plan::Side,
        text::{Mark, MarkKind, Rich},
    },
    store::{
        self,
        messages::{Copy, Shown},
    },
};

/// Most UTF-16 units of one text; the smallest limit of any platform a text goes to is applied by its courier.
const TEXT: usize = 4096;
/// Most UTF-16 units of a caption.
const CAPTION: usize = 1024;

/// Who reads, and as what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice {
    pub(super) lang: Lang,
    /// Their own zone, once told.
    pub(super) zone: Option<Tz>,
    /// People of the desk, in the desk's zone.
    pub(super) staff: bool,
}

/// One call, and the messages its results are copies of.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) act: Act,
    /// For each message that will come to be: of which message, and which part.
    pub(super) copies: Vec<(MessageId, i16)>,
    /// How many messages will come to be.
    pub(super) yields: usize,
}

impl Step {
    fn plain(act: Act) -> Self {
        let yields = usize::from(matches!(act, Act::Post { .. }));
        Self { act, copies: Vec::new(), yields }
    }
}

impl Desk {
    /// How the staff side reads.
    pub(super) fn staff_voice(&self) -> Voice {
        Voice { lang: self.terms.brand.language, zone: None, staff: true }
    }

    /// Phrases as one text, a line each.
    pub(super) fn words(&self, phrases: &[Phrase], voice: Voice) -> String {
        let reader = Reader {
            lang: voice.lang,
            zone: voice.zone.unwrap_or_else(|| self.terms.calendar.zone()),
            zone_is_own: voice.zone.is_some(),
            now: self.clock.now(),
        };
        if voice.staff {
            return self.catalogue.desk_lines(phrases, &reader);
        }
        self.catalogue.lines(phrases, &reader)
    }

    /// A case's card, as it stands.
    pub(super) fn card_words(&self, file: &CaseFile) -> (Rich, Vec<Vec<Button>>) {
        let voice = self.staff_voice();
        let say = card::card(file, &self.terms, self.clock.now());
        let text = Rich::plain(self.words(&say.lines, voice)).defused();
        (visible_parts(&text, TEXT).into_iter().next().unwrap_or_default(), self.buttons(&say, voice))
    }

    /// The name of a case's room.
    pub(super) fn room_title(&self, file: &CaseFile) -> String {
        let phrase = Phrase::new("room-title")
            .with("ref", file.case.reference.to_string())
            .with("customer", file.customer.name.as_str())
            .with("what", front::subject_of(&file.case, &self.terms));
        self.words(&[phrase], self.staff_voice()).chars().take(128).collect()
    }

    /// The buttons of a message.
    pub(super) fn buttons(&self, say: &Say, voice: Voice) -> Vec<Vec<Button>> {
        let button = |key: &crate::domain::phrase::Key| Button {
            label: self.words(std::slice::from_ref(&key.label), voice),
            data: key.data.clone(),
        };
        say.rows.iter().map(|row| row.iter().map(button).collect()).collect()
    }

    /// Words of the desk as calls: the buttons stand under the last part.
    pub(super) fn show_say(&self, say: &Say, reply_to: Option<i64>, voice: Voice) -> Vec<Step> {
        let text = Rich::plain(self.words(&say.lines, voice));
        let mut parts = visible_parts(&text, TEXT);
        let last = parts.pop().unwrap_or_default();
        let mut steps: Vec<Step> = parts
            .into_iter()
            .map(|text| Step::plain(Act::Post { text, rows: Vec::new(), reply_to: None }))
            .collect();
        steps.push(Step::plain(Act::Post { text: last, rows: self.buttons(say, voice), reply_to }));
        steps
    }

    /// Copies of messages as calls.
    pub(super) async fn show_relay(
        &self,
        db: &mut PgConnection,
        messages: &[MessageId],
        place: Address,
        voice: Voice,
    ) -> Result<Vec<Step>, DeskError> {
        let shown = store::messages::shown(db, messages).await?;
        let answered: Vec<MessageId> = shown.iter().filter_map(|m| m.reply_to).collect();
        let stands = store::messages::copies(db, &answered).await?;
        let reply_of = |m: &Shown| {
            let at = |c: &&Copy| Some(c.message) == m.reply_to && is_at(c, place);
            stands.iter().find(at).map(|c| c.remote.id)
        };
        let mut steps = Vec::new();
        for group in groups(&shown) {
            let reply_to = group.first().and_then(|m| reply_of(m));
            match group.as_slice() {
                [one] => steps.extend(self.show_one(one, reply_to, place, voice)),
                album => steps.push(self.show_album(album, reply_to, voice)),
            }
        }
        Ok(steps)
    }

    fn show_one(&self, message: &Shown, reply_to: Option<i64>, place: Address, voice: Voice) -> Vec<Step> {
        let file = message.file.as_ref().filter(|(platform, _)| *platform == place.platform).map(|(_, f)| f);
        let whole = self.with_header(message, voice);
        let Some(file) = file else {
            return show_text(message, &whole, reply_to);
        };
        let fits = whole.utf16_len() <= CAPTION;
        let caption = if fits { whole.clone() } else { self.header(message, voice) };
        let mut steps = vec![Step {
            act: Act::File { file: file.clone(), caption, reply_to },
            copies: vec![(message.id, 0)],
            yields: 1,
        }];
        if !fits {
            let rest = show_text(message, &message.body.clone().defused(), None);
            steps.extend(rest.into_iter().enumerate().map(|(i, step)| Step {
                copies: vec![(message.id, i16::try_from(i + 1).unwrap_or(i16::MAX))],
                ..step
            }));
        }
        steps
    }

    fn show_album(&self, album: &[&Shown], reply_to: Option<i64>, voice: Voice) -> Step {
        let files = album
            .iter()
            .enumerate()
            .filter_map(|(i, m)| {
                let (_, file) = m.file.as_ref()?;
                let words = if i == 0 { self.with_header(m, voice) } else { m.body.clone().defused() };
                let caption = visible_parts(&words, CAPTION).into_iter().next().unwrap_or_default();
                Some((file.clone(), caption))
            })
            .collect();
        Step {
            act: Act::Album { files, reply_to },
            copies: album.iter().map(|m| (m.id, 0)).collect(),
            yields: album.len(),
        }
    }

    /// Whose words these are, in bold, on a line of its own.
    fn header(&self, message: &Shown, voice: Voice) -> Rich {
        let key = match (message.side, voice.staff) {
            (Side::Customer, _) => "relay-from-customer",
            (Side::Agent, true) => "relay-answer",
            (Side::Agent, false) => "relay-from-agent",
            (Side::Note, _) => "relay-note",
        };
        let phrase = Phrase::new(key).with("name", crate::domain::text::defuse(&message.name));
        let text = self.words(&[phrase], voice);
        let mark = Mark { kind: MarkKind::Bold, from: 0, to: text.len() };
        Rich::new(text, vec![mark])
    }

    /// The words under their header; what can't be shown says so.
    pub(super) fn with_header(&self, message: &Shown, voice: Voice) -> Rich {
        let mut parts = vec![self.header(message, voice)];
        if message.kind.starts_with("kind-") {
            let kind = Arg::Phrase(Box::new(Phrase { key: message.kind.clone().into(), args: Vec::new() }));
            parts.push(Rich::plain(
                "\n".to_owned() + &self.words(&[Phrase::new("relay-kind").with("kind", kind)], voice),
            ));
        }
        if !message.body.text.is_empty() {
            parts.push(Rich::plain("\n"));
            parts.push(message.body.clone().defused());
        }
        if message.edited {
            parts.push(Rich::plain(" ".to_owned() + &self.words(&[Phrase::new("relay-edited")], voice)));
        }
        Rich::concat(parts)
    }

    /// New words into the copies at `place`: edits, and more parts where the words have grown.
    pub(super) async fn show_revision(
        &self,
        db: &mut PgConnection,
        message: MessageId,
        place: Address,
        voice: Voice,
    ) -> Result<Vec<Step>, DeskError> {
        let shown = store::messages::shown(db, &[message]).await?;
        let copies = store::messages::copies(db, &[message]).await?;
        let Some(shown) = shown.into_iter().next() else { return Ok(Vec::new()) };
        let here: Vec<&Copy> = copies.iter().filter(|c| !c.source && is_at(c, place)).collect();
        if here.is_empty() {
            return Ok(Vec::new());
        }
        let whole = self.with_header(&shown, voice);
        if shown.file.is_some() {
            let caption = visible_parts(&whole, CAPTION).into_iter().next().unwrap_or_default();
            return Ok(vec![Step::plain(Act::EditCaption { message: here[0].remote.id, caption })]);
        }
        let parts = visible_parts(&whole, TEXT);
        let later = self.words(&[Phrase::new("relay-later-part")], voice);
        let edits = here.iter().enumerate().map(|(i, copy)| {
            let text = parts.get(i).cloned().unwrap_or_else(|| Rich::plain(later.clone()));
            Step::plain(Act::Edit { message: copy.remote.id, text, rows: Vec::new() })
        });
        let more = parts.iter().enumerate().skip(here.len()).map(|(i, text)| Step {
            act: Act::Post { text: text.clone(), rows: Vec::new(), reply_to: None },
            copies: vec![(message, i16::try_from(i).unwrap_or(i16::MAX))],
            yields: 1,
        });
        Ok(edits.chain(more).collect())
    }
}

/// A message's words as posts, part by part.
fn show_text(message: &Shown, whole: &Rich, reply_to: Option<i64>) -> Vec<Step> {
    let part = |(i, text): (usize, Rich)| Step {
        act: Act::Post { text, rows: Vec::new(), reply_to: reply_to.filter(|_| i == 0) },
        copies: vec![(message.id, i16::try_from(i).unwrap_or(i16::MAX))],
        yields: 1,
    };
    visible_parts(whole, TEXT).into_iter().enumerate().map(part).collect()
}

/// A copy that stands in that chat.
fn is_at(copy: &Copy, place: Address) -> bool {
    copy.remote.platform == place.platform && copy.remote.chat == place.chat
}

/// The parts of a text that show anything; a part of white space alone is no message.
fn visible_parts(text: &Rich, limit: usize) -> Vec<Rich> {
    text.split(limit).into_iter().filter(|part| !part.text.trim().is_empty()).collect()
}

/// Messages in runs that can be one album: pictures and videos, or documents, at most ten.
fn groups(messages: &[Shown]) -> Vec<Vec<&Shown>> {
    let mut groups: Vec<Vec<&Shown>> = Vec::new();
    for message in messages {
        let kind = album_kind(message.file.as_ref().map(|(_, f)| f));
        match groups.last_mut() {
            Some(group)
                if kind.is_some()
                    && group.len() < 10
                    && album_kind(group[0].file.as_ref().map(|(_, f)| f)) == kind =>
            {
                group.push(message);
            }
            _ => groups.push(vec![message]),
        }
    }
    groups
}

/// What may share an album with what.
fn album_kind(file: Option<&File>) -> Option<bool> {
    file.map(|f| matches!(f.kind, FileKind::Document))
}
