//! What is said to somebody who can't be written to: their agents read it, and say it on the phone.
//!
//! Every word of the desk to a customer goes through here, whoever wanted it said: a decision, a pass, the end of a
//! delivery. Nothing is dropped without a line: what has words stands in the case's room, under the number to call.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgConnection;
use tracing::info;

use super::sheet::Sheet;
use crate::{
    domain::{
        id::PersonId,
        phrase::{Phrase, Say},
        plan::{Parcel, Send, To},
    },
    store::{self, StoreError},
};

/// How somebody is called who is known by phone alone: their name, and their number where it is known.
type Line = (String, Option<String>);

/// What is sent, with what nobody can read turned to those who can say it.
pub(super) async fn spoken(
    db: &mut PgConnection,
    sends: Vec<Send>,
    sheet: Option<&Sheet>,
) -> Result<Vec<Send>, StoreError> {
    // Why not those the batch met: who wrote just now can be written to.
    let met = |person: &PersonId| sheet.is_some_and(|sheet| sheet.people.contains_key(person));
    let people: BTreeSet<PersonId> = sends
        .iter()
        .filter(|send| matches!(send.to, To::Customer(..)))
        .filter_map(|send| send.to.person().map(|(person, _)| person))
        .filter(|person| !met(person))
        .collect();
    if people.is_empty() {
        return Ok(sends);
    }
    let people: Vec<PersonId> = people.into_iter().collect();
    let alone = store::callers::by_phone_alone(db, &people).await?;
    if alone.is_empty() {
        return Ok(sends);
    }
    let alone: BTreeMap<PersonId, Line> =
        alone.into_iter().map(|(person, name, phone)| (person, (name, phone))).collect();
    Ok(sends.into_iter().filter_map(|send| by_phone(send, &alone)).collect())
}

/// The send as it can be done; nothing is left of what has no words.
fn by_phone(send: Send, alone: &BTreeMap<PersonId, Line>) -> Option<Send> {
    let To::Customer(person, _, case) = send.to else { return Some(send) };
    let Some((name, phone)) = alone.get(&person) else { return Some(send) };
    let Parcel::Say { say, .. } = send.parcel else {
        info!(event = "desk.spoken.wordless", case = case.0, "nothing of that can be said on the phone");
        return None;
    };
    let head = match phone {
        Some(phone) => Phrase::new("tell-by-phone").with("name", name.as_str()).with("phone", phone.as_str()),
        None => Phrase::new("tell-by-phone-bare").with("name", name.as_str()),
    };
    let lines = std::iter::once(head).chain(say.lines).collect();
    Some(Send::say(To::Room(case), Say { lines, rows: Vec::new() }))
}
