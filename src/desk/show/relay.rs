//! Copies of people's messages as calls.
//!
//! A file crosses as what it is, its header in the caption; what can have no caption stands under a header of its own, so
//! that nobody has to guess whose sticker that is. Albums stay albums. A file whose id means nothing where it goes is
//! brought over (`over`).

use super::{
    Step, Voice,
    head::body,
    limits::{Sheet, first_for, fits_under, parts_for},
};
use crate::{
    desk::{Desk, courier::Act},
    domain::{
        chat::{Address, File, Platform, Thing},
        evidence::across,
        id::MessageId,
        text::Rich,
    },
    store::messages::{Copy, Shown},
};

impl Desk {
    /// Copies of messages as calls. `stands` = where what they answer stands.
    pub(in crate::desk) fn show_relay(
        &self,
        shown: &[Shown],
        stands: &[Copy],
        place: Address,
        voice: Voice,
    ) -> Vec<Step> {
        let reply_of = |m: &Shown| {
            let at = |c: &&Copy| Some(c.message) == m.reply_to && is_at(c, place);
            stands.iter().find(at).map(|c| c.remote.id)
        };
        let mut steps = Vec::new();
        for group in groups(shown, voice.on) {
            let reply_to = group.first().and_then(|m| reply_of(m));
            match group.as_slice() {
                [one] => steps.extend(self.show_one(one, reply_to, voice)),
                album if is_over(album[0], voice.on) => steps.extend(self.show_over(album, reply_to, voice)),
                album => steps.push(self.show_album(album, reply_to, voice)),
            }
        }
        steps
    }

    fn show_one(&self, message: &Shown, reply_to: Option<i64>, voice: Voice) -> Vec<Step> {
        if is_over(message, voice.on) {
            return self.show_over(&[message], reply_to, voice);
        }
        match (file_at(message, voice.on), &message.along.thing) {
            (Some(file), _) if file.kind.has_caption() => self.show_file(message, file, reply_to, voice),
            (Some(file), _) => {
                let act = Act::File { file: file.clone(), caption: Rich::default(), reply_to: None };
                self.under_header(message, act, reply_to, voice)
            }
            // Why not there: Discord has no map, and its words say where that is.
            (None, Some(Thing::Location { .. } | Thing::Venue { .. })) if voice.on == Platform::Discord => {
                show_text(message, &self.with_header(message, voice), reply_to, voice)
            }
            (None, Some(Thing::Location { latitude, longitude })) => {
                let act = Act::Place { latitude: *latitude, longitude: *longitude, name: None };
                self.under_header(message, act, reply_to, voice)
            }
            (None, Some(Thing::Venue { latitude, longitude, title, address })) => {
                let name = Some((title.clone(), address.clone()));
                let act = Act::Place { latitude: *latitude, longitude: *longitude, name };
                self.under_header(message, act, reply_to, voice)
            }
            (None, _) => show_text(message, &self.with_header(message, voice), reply_to, voice),
        }
    }

    fn show_file(&self, message: &Shown, file: &File, reply_to: Option<i64>, voice: Voice) -> Vec<Step> {
        let whole = self.with_header(message, voice);
        let fits = fits_under(voice.on, 0, &whole);
        let caption = if fits { whole } else { self.header(message, voice) };
        let mut steps = vec![one(message, 0, Act::File { file: file.clone(), caption, reply_to })];
        if !fits {
            steps.extend(below(message, &body(message), voice));
        }
        steps
    }

    /// What can have no words of its own, under a message that says whose it is. Why before and not behind: whoever reads
    /// from above knows at once, and the platform shows both as one.
    fn under_header(&self, message: &Shown, act: Act, reply_to: Option<i64>, voice: Voice) -> Vec<Step> {
        let header = Act::Post { text: self.header(message, voice), rows: Vec::new(), reply_to };
        vec![one(message, 0, header), one(message, 1, act)]
    }

    fn show_album(&self, album: &[&Shown], reply_to: Option<i64>, voice: Voice) -> Step {
        let files = album
            .iter()
            .enumerate()
            .filter_map(|(i, m)| {
                let (_, file) = m.file.as_ref()?;
                let words = if i == 0 { self.with_header(m, voice) } else { body(m) };
                Some((file.clone(), first_for(voice.on, Sheet::Caption, &words)))
            })
            .collect();
        Step {
            copies: album.iter().map(|m| (m.id, 0)).collect(),
            yields: album.len(),
            ..Step::plain(Act::Album { files, reply_to })
        }
    }
}

/// What these messages answer.
pub(in crate::desk) fn answered_by(shown: &[Shown]) -> Vec<MessageId> {
    shown.iter().filter_map(|message| message.reply_to).collect()
}

/// A call that makes that part of a message.
pub(super) fn one(message: &Shown, part: i16, act: Act) -> Step {
    Step { copies: vec![(message.id, part)], yields: 1, ..Step::plain(act) }
}

/// A message's words as posts, part by part.
fn show_text(message: &Shown, whole: &Rich, reply_to: Option<i64>, voice: Voice) -> Vec<Step> {
    let part = |(i, text): (usize, Rich)| {
        let act = Act::Post { text, rows: Vec::new(), reply_to: reply_to.filter(|_| i == 0) };
        one(message, i16::try_from(i).unwrap_or(i16::MAX), act)
    };
    parts_for(voice.on, whole).into_iter().enumerate().map(part).collect()
}

/// Words that had no room under their file, as the parts behind it.
pub(super) fn below(message: &Shown, words: &Rich, voice: Voice) -> Vec<Step> {
    let behind = |(i, step): (usize, Step)| Step {
        copies: vec![(message.id, i16::try_from(i + 1).unwrap_or(i16::MAX))],
        ..step
    };
    show_text(message, words, None, voice).into_iter().enumerate().map(behind).collect()
}

/// The message's file, where its id means something.
pub(super) fn file_at(message: &Shown, on: Platform) -> Option<&File> {
    message.file.as_ref().filter(|(from, _)| across::by_id(*from, on)).map(|(_, file)| file)
}

/// Whether the message holds a file that has to be brought over.
pub(super) fn is_over(message: &Shown, on: Platform) -> bool {
    message.file.is_some() && file_at(message, on).is_none()
}

/// A copy that stands in that chat.
pub(super) fn is_at(copy: &Copy, place: Address) -> bool {
    copy.remote.platform == place.platform && copy.remote.chat == place.holder()
}

/// Messages in runs that can be one album: files of one family, at most ten; of those to be brought over as many as
/// go into one message.
fn groups(messages: &[Shown], on: Platform) -> Vec<Vec<&Shown>> {
    let family = |m: &Shown| file_at(m, on).and_then(|f| f.kind.album());
    let mut groups: Vec<Vec<&Shown>> = Vec::new();
    for message in messages {
        let joins = |group: &Vec<&Shown>| {
            if is_over(message, on) && is_over(group[0], on) {
                let files = group.iter().chain([&message]).filter_map(|m| m.file.as_ref().map(|(_, f)| f));
                return across::together(files, on) > group.len();
            }
            let kind = family(message);
            kind.is_some() && group.len() < 10 && family(group[0]) == kind
        };
        match groups.last_mut() {
            Some(group) if joins(group) => group.push(message),
            _ => groups.push(vec![message]),
        }
    }
    groups
}
