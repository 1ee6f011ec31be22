//! What becomes of copies that stand already: new words, another file, a reaction.

use sqlx::PgConnection;

use super::{
    Step, Voice, What,
    limits::{Sheet, first_for, parts_for},
    over::{Bring, piece},
    relay::{answered_by, file_at, is_at, is_over, one},
};
use crate::{
    desk::{Desk, DeskError, courier::Act},
    domain::{
        chat::Address,
        emoji,
        id::MessageId,
        phrase::Phrase,
        plan::{Side, Sign},
        text::Rich,
    },
    store::{
        self,
        messages::{Copy, Shown},
    },
};

/// Parts from this number on are files that took the place of the first.
const SWAPPED: i16 = 1000;

impl Desk {
    /// New words into the copies at `place`: edits, and more parts where the words have grown.
    pub(in crate::desk) async fn show_revision(
        &self,
        db: &mut PgConnection,
        message: MessageId,
        place: Address,
        voice: Voice,
    ) -> Result<Vec<Step>, DeskError> {
        let Some((shown, here)) = standing(db, message, place).await? else {
            // Why: whoever works there sees the new words even where the copy of the old ones is gone.
            let copies = store::messages::copies(db, &[message]).await?;
            let anew = voice.staff && !copies.iter().any(|c| is_at(c, place));
            if !anew {
                return Ok(Vec::new());
            }
            let shown = store::messages::shown(db, &[message]).await?;
            let stands = store::messages::copies(db, &answered_by(&shown)).await?;
            return Ok(self.show_relay(&shown, &stands, place, voice));
        };
        if is_over(&shown, voice.on) {
            let Some(copy) = newest_file(&here) else { return Ok(Vec::new()) };
            let together = store::messages::at(db, copy.remote).await?;
            let album = store::messages::shown(db, &together).await?;
            return Ok(vec![self.revise_over(&album, copy, voice)]);
        }
        let whole = self.with_header(&shown, voice);
        if shown.file.is_some() {
            let caption = first_for(voice.on, Sheet::Caption, &whole);
            let message = newest_file(&here).map_or(0, |copy| copy.remote.id);
            return Ok(vec![Step::plain(Act::EditCaption { message, caption })]);
        }
        let parts = parts_for(voice.on, &whole);
        let later = self.words(&[Phrase::new("relay-later-part")], voice);
        let edits = here.iter().enumerate().map(|(i, copy)| {
            let text = parts.get(i).cloned().unwrap_or_else(|| Rich::plain(later.clone()));
            Step::plain(Act::Edit { message: copy.remote.id, text, rows: Vec::new() })
        });
        let more = parts.iter().enumerate().skip(here.len()).map(|(i, text)| {
            let act = Act::Post { text: text.clone(), rows: Vec::new(), reply_to: None };
            one(&shown, i16::try_from(i).unwrap_or(i16::MAX), act)
        });
        Ok(edits.chain(more).collect())
    }

    /// The file a message holds now, under the copy of the one it held before.
    pub(in crate::desk) async fn show_swap(
        &self,
        db: &mut PgConnection,
        message: MessageId,
        place: Address,
        voice: Voice,
    ) -> Result<Vec<Step>, DeskError> {
        let Some((shown, here)) = standing(db, message, place).await? else { return Ok(Vec::new()) };
        let Some(file) = piece(&shown) else { return Ok(Vec::new()) };
        let swapped = self.words(&[Phrase::new("relay-swapped")], voice);
        let head = Rich::concat([self.header(&shown, voice), Rich::plain("\n".to_owned() + &swapped)]);
        let last = here.last().map_or(0, |copy| copy.part);
        let part = last.max(SWAPPED - 1).saturating_add(1);
        let reply_to = newest_file(&here).map(|copy| copy.remote.id);
        let rest = super::head::body(&shown);
        let by_id = file_at(&shown, voice.on).is_some();
        let wordless = rest.text.is_empty();
        let bring = Bring { files: vec![file], head, rest, wordless, reply_to };
        if !by_id {
            let copies = vec![(message, part)];
            return Ok(vec![Step { what: What::Bring(bring), copies, yields: 1 }]);
        }
        let caption = bring.words(Vec::new(), Sheet::Caption, voice.on);
        let file = bring.files.into_iter().next().map(|piece| piece.file);
        let act = file.map(|file| Act::File { file, caption, reply_to });
        Ok(act.map(|act| one(&shown, part, act)).into_iter().collect())
    }

    /// The other side's reaction on a message as it stands at `place`. Where an agent wrote it, the sign of its delivery
    /// comes back when the reaction has gone: who could react to it has got it.
    pub(in crate::desk) async fn show_reaction(
        &self,
        db: &mut PgConnection,
        message: MessageId,
        place: Address,
        voice: Voice,
    ) -> Result<Vec<Step>, DeskError> {
        let others = if voice.staff { Side::Customer } else { Side::Agent };
        let emoji = store::messages::reaction(db, message, others).await?;
        let shown = store::messages::shown(db, &[message]).await?;
        let copies = store::messages::copies(db, &[message]).await?;
        let Some(copy) = copies.into_iter().find(|c| is_at(c, place)) else { return Ok(Vec::new()) };
        let signed = copy.source && voice.staff && shown.iter().any(|m| m.side == Side::Agent);
        let message = copy.remote.id;
        Ok(vec![Step::plain(match emoji {
            None if signed => Act::Sign { message, sign: Sign::Delivered },
            emoji => Act::React { message, emoji: emoji.and_then(|emoji| emoji::reaction(&emoji, voice.on)) },
        })])
    }
}

/// The message and its copies at that place, in the order of their parts; `None` when there are none.
async fn standing(
    db: &mut PgConnection,
    message: MessageId,
    place: Address,
) -> Result<Option<(Shown, Vec<Copy>)>, DeskError> {
    let shown = store::messages::shown(db, &[message]).await?;
    let copies = store::messages::copies(db, &[message]).await?;
    let here: Vec<Copy> = copies.into_iter().filter(|c| !c.source && is_at(c, place)).collect();
    Ok(shown.into_iter().next().filter(|_| !here.is_empty()).map(|shown| (shown, here)))
}

/// Where the file stands that a message holds now.
fn newest_file(here: &[Copy]) -> Option<&Copy> {
    here.iter().rfind(|copy| copy.part >= SWAPPED).or(here.first())
}
