//! Reactions both ways: a customer's is shown to the desk, an agent's to the customer.
//!
//! A reaction is state, not an event: what counts is which one somebody has on a message now. An agent's message carries
//! the sign of its delivery; a customer's reaction takes the place of that sign, because it says more, and the sign comes
//! back with the reaction taken back. The emoji that are signs themselves would lie there, so the room is told them in a
//! line instead; so is what the room's platform takes from no bot. Who may react for which side is checked here: customers in their own chat, agents by the desk's list.

use super::{CaseFile, Facts, Linked};
use crate::domain::{
    chat::{Incoming, Platform, Room},
    emoji,
    phrase::{Phrase, Say},
    plan::{Plan, Reaction, Send, Side, Sign, To},
};

/// What comes of somebody's reactions to a message: `was` before, `now` from now on.
pub(super) fn decide(was: &[String], now: &[String], incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let (Some(linked), Some(file)) = (facts.edited, facts.named) else { return Plan::default() };
    if incoming.by.disguise.is_some() || linked.case != Some(file.case.id) {
        return Plan::default();
    }
    let customer = file.case.customer == facts.speaker.id && incoming.room == Room::Private;
    if customer && linked.side != Side::Note {
        return of_customer(was, now, linked, file, facts);
    }
    // Why only copies of the customer's words: what agents think of each other's is theirs.
    let copy_of_customers = linked.side == Side::Customer && !linked.source;
    if facts.speaker.staff.is_some() && copy_of_customers {
        return of_agent(now.first(), linked, file, facts);
    }
    Plan::default()
}

fn of_agent(now: Option<&String>, linked: &Linked, file: &CaseFile, facts: &Facts<'_>) -> Plan {
    let on = file.case.platform;
    let shown = now.filter(|emoji| emoji::reaction(emoji, on).is_some());
    let to = To::customer(&file.case);
    let mut plan = kept(shown.cloned(), Side::Agent, to, linked, facts);
    let unshown = now.filter(|_| shown.is_none());
    let told = |emoji: &String| Phrase::new("reaction-not-there").with("emoji", emoji.as_str());
    plan.sends.extend(unshown.map(|emoji| Send::say(To::Room(file.case.id), Say::line(told(emoji)))));
    plan
}

fn of_customer(was: &[String], now: &[String], linked: &Linked, file: &CaseFile, facts: &Facts<'_>) -> Plan {
    let room = To::Room(file.case.id);
    let (was, now) = (was.first(), now.first());
    let signs = linked.side == Side::Agent;
    let on = file.room.map_or(Platform::Telegram, |room| room.platform);
    let is_sign = |emoji: &str| Sign::ALL.iter().any(|sign| sign.on(on) == emoji);
    let taken = |emoji: &str| emoji::reaction(emoji, on).is_some();
    let shown = now.filter(|emoji| taken(emoji) && !(signs && is_sign(emoji)));
    let mut plan = kept(shown.cloned(), Side::Customer, room, linked, facts);
    let told = |key, emoji: &String| {
        Phrase::new(key).with("name", file.customer.name.as_str()).with("emoji", emoji.as_str())
    };
    let in_words = |emoji: &&String| !taken(emoji) || signs && is_sign(emoji);
    let line = match (was.filter(in_words), now.filter(in_words)) {
        (_, Some(emoji)) if !taken(emoji) => Some(told("reaction-in-words", emoji)),
        (_, Some(emoji)) => Some(told("reaction-told", emoji)),
        (Some(emoji), None) => Some(told("reaction-taken-back", emoji)),
        (None, None) => None,
    };
    plan.sends.extend(line.map(|line| Send::say(room, Say::line(line))));
    plan
}

/// The reaction as it is from now on, and its showing on the other side.
fn kept(emoji: Option<String>, side: Side, to: To, linked: &Linked, facts: &Facts<'_>) -> Plan {
    let message = linked.message;
    Plan {
        reactions: vec![Reaction { message, person: facts.speaker.id, side, emoji, at: facts.now }],
        sends: vec![Send::reaction(to, message)],
        ..Plan::default()
    }
}
