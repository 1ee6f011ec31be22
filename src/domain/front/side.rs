//! The staff side as a place: who is told when the bot is thrown out of it, comes back, or finds it under another number;
//! and how rooms without topics are explained to the one agent who works in their own chat with the bot.

use chrono::TimeDelta;

use super::{CaseFile, Facts, answer};
use crate::domain::{
    case::Case,
    chat::{Address, Incoming, Input, Platform, Room},
    id::{CaseId, PersonId},
    phrase::{Phrase, Say},
    plan::{Parcel, Plan, Post, Send, To},
    terms::Terms,
};

/// Between two explanations that nobody asked for.
const HINT: TimeDelta = TimeDelta::hours(1);

/// The bot can't write on the staff side; what is said there waits.
pub fn lost(admins: &[PersonId], on: Platform) -> Plan {
    tell(admins, on, &Phrase::new("side-lost"))
}

/// The bot can write there again; what waited is delivered.
pub fn regained(admins: &[PersonId], on: Platform) -> Plan {
    tell(admins, on, &Phrase::new("side-back"))
}

/// The staff group has another number; its live cases get their cards there.
pub fn moved(admins: &[PersonId], on: Platform, to: i64, live: &[CaseId]) -> Plan {
    let mut plan = tell(admins, on, &Phrase::new("side-moved").with("to", to.to_string()));
    plan.sends.extend(live.iter().map(|case| Send::card(*case)));
    plan
}

fn tell(admins: &[PersonId], on: Platform, what: &Phrase) -> Plan {
    let send = |admin: &PersonId| Send::say(To::Person(*admin, on), Say::line(what.clone()));
    Plan { sends: admins.iter().map(send).collect(), ..Plan::default() }
}

/// The case has moved out of that room: it is told, in the old one, where it goes on and how it is reached from there, and
/// the old one is shut.
pub fn room_left(case: &Case, old: Address, card: Option<i64>, home: Platform, terms: &Terms) -> Plan {
    let told = Phrase::new("room-left")
        .with("ref", case.reference.to_string())
        .with("group", terms.group_name(&case.group))
        .with("where", platform(home));
    let chain = old.thread.is_none();
    let mut plan = Plan::saying(Send::answer(To::Place(old), Say::line(told), card.filter(|_| chain)));
    plan.sends.extend((!chain).then(|| Send::new(To::Place(old), Parcel::Shut)));
    plan
}

/// A platform by its name.
fn platform(on: Platform) -> Phrase {
    Phrase::keyed("platform", on.name())
}

/// Nothing is done with words in a room that was left: nobody would see them where the case is.
pub(super) fn was_left(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Phrase {
    let home = facts.homes.of_group(&file.case.group, facts.terms);
    Phrase::new("refuse-left")
        .with("ref", file.case.reference.to_string())
        .with("where", platform(home.unwrap_or(incoming.place.platform)))
}

/// Whether the staff side is the speaker's own chat with the bot.
pub(super) fn is_alone(incoming: &Incoming) -> bool {
    incoming.room == Room::Staff && incoming.place.chat == incoming.by.account.id
}

/// Words of an agent that answer nothing, or something of which no case is known. In a group that is talk among people;
/// in an agent's own chat they would be lost without a word, so how it works is told, once in a while.
pub(super) fn unplaced(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if let Some(file) = facts.left {
        return answer(incoming, facts, was_left(file, incoming, facts));
    }
    let answers_the_desk = incoming.reply_to.is_some() && incoming.answered_author.is_none();
    if answers_the_desk && incoming.place.thread.is_none() {
        return answer(incoming, facts, Phrase::new("side-unknown"));
    }
    let again = facts.hinted_at.is_none_or(|at| facts.now - at >= HINT);
    if !is_alone(incoming) || !again {
        return Plan::default();
    }
    Plan { hinted: true, ..answer(incoming, facts, Phrase::new("side-hint")) }
}

/// In a room without a topic whatever is said is one more message of the chain.
pub(super) fn joins_the_chain(incoming: &Incoming, facts: &Facts<'_>) -> Option<Post> {
    let speaks = matches!(incoming.input, Input::Text(_) | Input::File { .. } | Input::Other(_));
    let (here, at) = (facts.here?, incoming.remote()?);
    (speaks && incoming.place.thread.is_none()).then_some(Post { case: here.case.id, at })
}
