//! What stands above people's words: whose they are, where they were forwarded from, what they quote, what they hold.

use crate::{
    desk::{Desk, show::Voice},
    domain::{
        chat::{Origin, OriginKind},
        phrase::{Arg, Phrase},
        plan::Side,
        text::{Mark, MarkKind, Rich, defuse},
    },
    store::messages::Shown,
};

/// Letters of a quote that are shown.
const QUOTED: usize = 120;

impl Desk {
    /// The words under their header; what can't be shown says so.
    pub(super) fn with_header(&self, message: &Shown, voice: Voice) -> Rich {
        let mut parts = vec![self.header(message, voice)];
        if let Some(line) = self.kind_line(message, voice) {
            parts.push(Rich::plain("\n".to_owned() + &line));
        }
        if !message.body.text.is_empty() {
            parts.push(Rich::plain("\n"));
            parts.push(body(message));
        }
        if message.edited {
            parts.push(Rich::plain(" ".to_owned() + &self.words(&[Phrase::new("relay-edited")], voice)));
        }
        Rich::concat(parts)
    }

    /// Whose words these are, in bold, on a line of its own; under it where they come from and what they quote.
    pub(super) fn header(&self, message: &Shown, voice: Voice) -> Rich {
        let key = match (message.side, voice.staff) {
            (Side::Customer, _) if message.kind == "call" => "relay-from-call",
            (Side::Customer, _) => "relay-from-customer",
            (Side::Agent, true) => "relay-answer",
            (Side::Agent, false) => "relay-from-agent",
            (Side::Note, _) => "relay-note",
        };
        let mut parts = vec![self.bold(&Phrase::new(key).with("name", defuse(&message.name)), voice)];
        if message.deleted {
            let line = self.words(&[Phrase::new("relay-deleted")], voice);
            parts.push(Rich::plain("\n".to_owned() + &line));
        }
        if let Some(origin) = &message.along.origin {
            let key = match origin.kind {
                OriginKind::Themself => "relay-forwarded-own",
                _ => "relay-forwarded",
            };
            let line = Phrase::new(key).with("name", defuse(&message.name)).with("origin", named(origin));
            parts.push(Rich::plain("\n".to_owned() + &self.words(&[line], voice)));
        }
        if let Some(quote) = &message.along.quote {
            if let Some(from) = &quote.from {
                let line = Phrase::new("relay-quote-from").with("origin", named(from));
                parts.push(Rich::plain("\n".to_owned() + &self.words(&[line], voice)));
            }
            if !quote.text.is_empty() {
                let text = defuse(&shortened(&quote.text));
                let mark = Mark { kind: MarkKind::Quote, from: 0, to: text.len() };
                parts.push(Rich::plain("\n"));
                parts.push(Rich::new(text, vec![mark]));
            }
        }
        Rich::concat(parts)
    }

    fn bold(&self, phrase: &Phrase, voice: Voice) -> Rich {
        let text = self.words(std::slice::from_ref(phrase), voice);
        let mark = Mark { kind: MarkKind::Bold, from: 0, to: text.len() };
        Rich::new(text, vec![mark])
    }

    /// What the message holds, where its words alone don't tell.
    fn kind_line(&self, message: &Shown, voice: Voice) -> Option<String> {
        let kind = |key: &str| Arg::Phrase(Box::new(Phrase { key: key.to_owned().into(), args: Vec::new() }));
        let line = if message.kind.starts_with("kind-") {
            Phrase::new("relay-kind").with("kind", kind(&message.kind))
        } else {
            Phrase::new("relay-thing").with("kind", kind(message.along.thing.as_ref()?.key()))
        };
        Some(self.words(&[line], voice))
    }
}

/// A message's words as others see them. Where a customer, or somebody unknown, hides an address behind words, the
/// address is shown.
pub(super) fn body(message: &Shown) -> Rich {
    let body = message.body.clone();
    let foreign = message.side == Side::Customer || message.along.origin.is_some();
    if foreign { body.links_shown().defused() } else { body.defused() }
}

fn named(origin: &Origin) -> Phrase {
    let key = match origin.kind {
        OriginKind::Person | OriginKind::Themself => "origin-person",
        OriginKind::Hidden if origin.name.is_empty() => "origin-nobody",
        OriginKind::Hidden => "origin-hidden",
        OriginKind::Group => "origin-group",
        OriginKind::Channel => "origin-channel",
    };
    Phrase::new(key).with("name", defuse(&origin.name))
}

/// The beginning of a quote on one line.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}
