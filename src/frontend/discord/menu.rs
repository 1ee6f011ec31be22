//! The entries of a message's menu: to answer the customer with it, to note it, to put it into a case.
//!
//! On the staff side alone. The case is that of the thread; what is to be put into a case from elsewhere is asked about
//! first, for the asker's eyes only. What is put into a case goes there as a note of whoever put it, its files included,
//! with the name of who wrote it.

use serde_json::{Value, json};
use serenity::{
    all::{ChannelId, MessageId},
    http::{Http, LightMethod, Request, Route},
};

use super::{
    complete,
    gateway::Intake,
    inbound::{self, INTERACTIONS, Place, commanded, id, presser},
    interactions::{ONLY_FOR_THEM, PATIENCE, SHOWN_LATER, UPDATED_LATER, answer, forget, say_later},
    options::{LONGEST, cut},
    places::Places,
};
use crate::domain::{
    chat::{EventKey, Incoming, Input, Origin, OriginKind, Room},
    command::{Lookable, Word},
    suggest::MOST,
    text::{Rich, clean_name, discord},
};

/// What an entry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The message's words are those of a command.
    Says(Word),
    /// The message goes into a case.
    Adds,
}

/// The entries, by the names they are registered under.
pub const ENTRIES: [(&str, Entry); 3] = [
    ("Reply to customer", Entry::Says(Word::Reply)),
    ("Note", Entry::Says(Word::Note)),
    ("Add to case", Entry::Adds),
];
/// The list that asks which case a message goes into; the message's id follows.
pub(super) const INTO: &str = "into:";
/// Discord's number of a list of texts.
const LIST: u8 = 3;

/// Reads the use of an entry.
pub(super) async fn read<H: Intake>(
    http: &Http,
    places: &Places,
    intake: &H,
    interaction: &Value,
    channel: i64,
) -> Option<Vec<Incoming>> {
    let data = &interaction["data"];
    answer(http, interaction, json!({"type": SHOWN_LATER, "data": {"flags": ONLY_FOR_THEM}})).await;
    let name = data["name"].as_str()?;
    let (_, entry) = ENTRIES.into_iter().find(|(known, _)| *known == name)?;
    let place = places.of(channel, presser(interaction).map(|by| by.account.id)).await;
    let place = place.filter(|place| place.room == Room::Staff);
    let target = data["target_id"].as_str()?;
    let message = &data["resolved"]["messages"][target];
    match (entry, place) {
        (Entry::Says(word), Some(place)) => {
            forget(http, interaction).await;
            let said = inbound::written(message, place).into_iter().next().map(|one| one.input);
            let words = match said {
                Some(Input::Text(text)) => text.text,
                _ => message["content"].as_str().unwrap_or_default().to_owned(),
            };
            let one = commanded(interaction, place, &format!("/{} {words}", word.name()), id(&message["id"]));
            Some(one.into_iter().collect())
        }
        (Entry::Adds, Some(place)) if place.address.thread.is_some() => {
            forget(http, interaction).await;
            Some(added(interaction, message, place, None))
        }
        (Entry::Adds, _) | (Entry::Says(_), None) => {
            ask(http, places, intake, interaction, target).await;
            None
        }
    }
}

/// Asks which case is meant, or says why none can be.
async fn ask<H: Intake>(http: &Http, places: &Places, intake: &H, interaction: &Value, target: &str) {
    let Some(found) = complete::asked(places, intake, interaction, Lookable::Case, "").await else { return };
    let option = |(shown, value): &(String, String)| json!({"label": cut(shown, LONGEST), "value": value});
    let options: Vec<Value> = found.fits.iter().take(MOST).map(option).collect();
    let mut body = json!({"content": found.words, "allowed_mentions": {"parse": []}});
    if !options.is_empty() {
        let list = json!({"type": LIST, "custom_id": format!("{INTO}{target}"), "options": options});
        body["components"] = json!([{"type": 1, "components": [list]}]);
    }
    say_later(http, interaction, &body).await;
}

/// A case was picked for the message that is named behind [`INTO`]. The message is read anew: it may have changed.
pub(super) async fn picked(
    http: &Http,
    places: &Places,
    interaction: &Value,
    channel: i64,
    target: &str,
) -> Option<Vec<Incoming>> {
    answer(http, interaction, json!({"type": UPDATED_LATER})).await;
    let case = interaction["data"]["values"][0].as_str()?;
    let place = places.of(channel, presser(interaction).map(|by| by.account.id)).await;
    let place = place.filter(|place| place.room == Room::Staff)?;
    let (chat, target) = (u64::try_from(channel).ok()?, target.parse().ok().filter(|id| *id > 0)?);
    let route =
        Route::ChannelMessage { channel_id: ChannelId::new(chat), message_id: MessageId::new(target) };
    let call = http.fire::<Value>(Request::new(route, LightMethod::Get));
    let Some(message) = tokio::time::timeout(PATIENCE, call).await.ok().and_then(Result::ok) else {
        let body = json!({"content": "⚠️", "components": [], "allowed_mentions": {"parse": []}});
        say_later(http, interaction, &body).await;
        return None;
    };
    forget(http, interaction).await;
    Some(added(interaction, &message, place, Some(case)))
}

/// A message as notes of whoever put it into the case: its words, and each of its files.
fn added(interaction: &Value, message: &Value, place: Place, case: Option<&str>) -> Vec<Incoming> {
    let Some(note) = commanded(interaction, place, "", None) else { return Vec::new() };
    let command = |words: &Rich| {
        let case = case.map_or_else(String::new, |case| format!("{case} "));
        Rich::concat([Rich::plain(format!("/{} {case}", Word::Note.name())), words.clone()])
    };
    let written = inbound::written(message, place);
    let author = written.first().map(|one| one.by.clone()).filter(|author| author.account != note.by.account);
    let origin = author.map(|author| Origin { kind: OriginKind::Person, name: author.name });
    let input = |input: Input| match input {
        Input::Text(text) => Input::Text(command(&text)),
        Input::File { file, caption, .. } => Input::File { file, caption: command(&caption), album: None },
        _ => Input::Text(command(&discord::read(message["content"].as_str().unwrap_or_default()))),
    };
    let mut all: Vec<(Option<i64>, Input)> =
        written.into_iter().map(|one| (one.message, input(one.input))).collect();
    let mut origin = origin;
    if all.is_empty() {
        // Why: what a program has written is nobody's words, and can be put into a case all the same.
        let name = message["author"]["username"].as_str().unwrap_or_default();
        origin = Some(Origin { kind: OriginKind::Person, name: clean_name(name, "") });
        let words = discord::read(message["content"].as_str().unwrap_or_default());
        all.push((id(&message["id"]), Input::Text(command(&words))));
    }
    let each = all.into_iter().zip(0..).map(|((remote, input), n)| Incoming {
        key: EventKey { source: INTERACTIONS, key: note.key.key, sub: n },
        message: remote,
        origin: origin.clone(),
        input,
        ..note.clone()
    });
    each.collect()
}
