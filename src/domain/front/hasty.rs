//! Somebody who says more than their allowance: what belongs to a case is kept in it and told to its room in one line a
//! little later; anything else is not taken, and they are told so, once a minute. Nobody else waits for it.

use chrono::TimeDelta;

use super::{Facts, customer, drafts, own_place, talk, typed};
use crate::domain::{
    bar::{Bar, BarKind},
    chat::{Incoming, Input},
    id::Supply,
    phrase::{Phrase, Say},
    plan::{BarChange, Plan, Send, To, Who},
};

/// How long the words of somebody who was too fast are told to their room in one piece.
const HUSH: TimeDelta = TimeDelta::minutes(2);

/// What comes of something said too fast.
pub(super) fn decide(tell: bool, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let (mut plan, key) = if is_for_a_case(incoming, facts) {
        (kept(incoming, facts, supply), "too-fast-kept")
    } else {
        (Plan::default(), "too-fast")
    };
    if tell {
        plan.sends.push(Send::say(own_place(incoming, facts), Say::line(Phrase::new(key))));
    }
    plan
}

/// Whether it is words or a file for a case, and neither a command nor an answer to a question of ours.
fn is_for_a_case(incoming: &Incoming, facts: &Facts<'_>) -> bool {
    let content =
        matches!(incoming.input, Input::Text(_) | Input::File { .. } | Input::Thing(_) | Input::Other(_));
    let asked =
        facts.moves.question.is_some() || drafts::active(facts).is_some() && !talk::is_for_a_case(facts);
    content && !asked && typed(incoming, facts).is_none()
}

/// Their words, kept without a sound: the room hears how many there were.
fn kept(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let until = facts.now + HUSH;
    let hush = Bar {
        kind: BarKind::Muted,
        why: String::new(),
        until: Some(until),
        by: facts.speaker.id,
        at: facts.now,
        told: true,
        kept: 0,
        digest_at: None,
    };
    let held = facts.bar.filter(|bar| bar.holds(facts.now));
    let bar = held.cloned().unwrap_or(hush);
    // Why not asked which case: each word would be asked about, and told to a room by itself afterwards.
    let newest = || customer::current(facts).max_by_key(|file| (file.case.human_at, file.case.id));
    let ours = facts.ours.or_else(|| if talk::is_for_a_case(facts) { None } else { newest() });
    let mut plan = talk::hear(incoming, &Facts { bar: Some(&bar), ours, ..facts.clone() }, supply);
    if held.is_none() {
        plan.bars = plan.bars.into_iter().map(begun).collect();
    }
    // Why: each of these would be an answer to each of their words.
    plan.sends.retain(|send| !matches!(send.to, To::Person(..) | To::Customer(..)));
    plan
}

/// What is noted of a hush that is just made up is all there is of it.
fn begun(change: BarChange) -> BarChange {
    match change {
        BarChange::Note(person, bar) => BarChange::Set(Who::Person(person), bar),
        change => change,
    }
}
