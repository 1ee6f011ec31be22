//! Messages that are deleted where they were written: nothing of them is destroyed here, and whoever has a copy sees that
//! the original is gone.
//!
//! A platform tells that a message is gone and not who did it, so nobody's rights are asked: it is a fact about the
//! message. A message is deleted once. What only a draft holds is no message yet, and its answer stays.

use chrono::{DateTime, Utc};

use super::{CaseFile, Linked};
use crate::domain::{
    id::MessageId,
    phrase::{Phrase, Say},
    plan::{Deletion, Event, Parcel, Plan, Send, Side, To},
    text::defuse,
};

/// Characters of deleted words that are told again.
const SHOWN: usize = 80;

/// What was deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The messages that stood there: of files sent at once several.
    pub messages: Vec<MessageId>,
    /// The words of the first.
    pub words: String,
}

/// What comes of it. `file` = the case it was said in.
pub fn deleted(linked: &Linked, gone: &Gone, file: Option<&CaseFile>, now: DateTime<Utc>) -> Plan {
    // Why the source alone: a copy of ours that somebody takes away is still the message to everybody else.
    if linked.deleted || !linked.source {
        return Plan::default();
    }
    let deletions = gone.messages.iter().map(|message| Deletion { message: *message, at: now }).collect();
    let mut plan = Plan { deletions, ..Plan::default() };
    let Some(file) = file.filter(|file| linked.case == Some(file.case.id)) else { return plan };
    let case = file.case.id;
    let data = serde_json::json!({});
    plan.events.push(Event { case, at: now, kind: "deleted", by: Some(linked.person), data });
    let customer = To::customer(&file.case);
    let readers = [(linked.side == Side::Agent).then_some(customer), Some(To::Room(case))];
    for to in readers.into_iter().flatten() {
        let copies = gone.messages.iter().map(|message| Parcel::Revise { message: *message });
        plan.sends.extend(copies.map(|parcel| Send::new(to, parcel)));
    }
    if linked.side == Side::Agent {
        let told = Phrase::new("deleted-answer")
            .with("customer", defuse(&file.customer.name))
            .with("words", shortened(&gone.words));
        plan.sends.push(Send::say(To::Room(case), Say::line(told)));
    }
    plan
}

/// The beginning of what was said; a file without words has none.
fn shortened(words: &str) -> Phrase {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return Phrase::new("history-file");
    }
    let mut shown: String = line.chars().take(SHOWN).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    Phrase::new("history-quote").with("text", defuse(&shown))
}
