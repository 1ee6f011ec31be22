//! What was said in a case, in short: for a room that had to be opened anew.

use super::{Desk, DeskError, courier::Act, destination::Destination, lanes::Held, show::limits::parts_for};
use crate::{
    domain::{
        id::{CaseId, MessageId},
        phrase::Phrase,
        plan::{Parcel, Side},
        text::{Mark, MarkKind, Rich, defuse},
    },
    store::{
        self, StoreError,
        messages::{Said, Shown},
    },
};

/// Characters of one message that are told again; the message itself stands in the case.
const SHORT: usize = 400;

impl Desk {
    /// The last messages that stood in a room of the case, as one text; nothing where there were none. What `held` is
    /// about to say is not told twice.
    pub(super) async fn recap(
        &self,
        case: CaseId,
        to: &Destination,
        held: &Held,
    ) -> Result<Vec<Act>, DeskError> {
        let coming: &[MessageId] = match &held.row.parcel {
            Parcel::Relay { messages, .. } => messages,
            Parcel::Revise { message } => std::slice::from_ref(message),
            _ => &[],
        };
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let said = store::messages::said(&mut db, case, to.place, coming, self.settings.recap).await?;
        let ids: Vec<MessageId> = said.iter().map(|one| one.message).collect();
        let shown = store::messages::shown(&mut db, &ids).await?;
        drop(db);
        if shown.is_empty() {
            return Ok(Vec::new());
        }
        let mut parts = vec![Rich::plain(self.words(&[Phrase::new("recap-head")], to.voice))];
        for (one, message) in said.iter().zip(&shown) {
            parts.push(Rich::plain("\n"));
            parts.push(self.retold(one, message, to));
        }
        let post = |text| Act::Post { text, rows: Vec::new(), reply_to: None };
        Ok(parts_for(to.voice.on, &Rich::concat(parts)).into_iter().map(post).collect())
    }

    /// One message on a line or two: when, whose, what.
    fn retold(&self, said: &Said, message: &Shown, to: &Destination) -> Rich {
        let key = match message.side {
            Side::Customer => "recap-customer",
            Side::Agent => "recap-agent",
            Side::Note => "recap-note",
        };
        let head = Phrase::new(key).with("at", said.at).with("name", defuse(&message.name));
        let head = self.words(&[head], to.voice);
        let mark = Mark { kind: MarkKind::Bold, from: 0, to: head.len() };
        let mut words: Vec<String> = Vec::new();
        if message.file.is_some() {
            words.push(self.words(&[Phrase::new("recap-file")], to.voice));
        } else if message.kind.starts_with("kind-") {
            let kind = Phrase { key: message.kind.clone().into(), args: Vec::new() };
            words.push(format!("({})", self.words(&[kind], to.voice)));
        }
        if !message.body.text.is_empty() {
            words.push(shortened(&message.body.text));
        }
        Rich::concat([Rich::new(head, vec![mark]), Rich::plain(format!(" {}", words.join(" "))).defused()])
    }
}

/// The beginning of a text.
fn shortened(text: &str) -> String {
    if text.chars().count() <= SHORT {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(SHORT).collect();
    short.push('…');
    short
}
