//! Answers that only who asked sees, on the staff side of a platform that has them.
//!
//! What was asked so is answered so: `answer_with` and `turn` look here. What a plan tells a room, a group or a customer
//! besides is told them as ever.

use super::{Facts, answer_with, own_place};
use crate::domain::{
    chat::{Aside, Incoming, Room},
    phrase::Say,
    plan::{Parcel, Plan, Send, To},
};

/// How it is answered without anybody else seeing that.
pub(super) fn of(incoming: &Incoming) -> Option<&Aside> {
    incoming.aside.as_ref().filter(|_| incoming.room == Room::Staff)
}

/// What is only for who pressed: shown to nobody else where the platform can do that, in a room or in a chat of their own.
pub(super) fn to_presser(incoming: &Incoming, facts: &Facts<'_>, say: Say) -> Plan {
    let Some(aside) = incoming.aside.clone() else { return answer_with(incoming, facts, say) };
    let to = match incoming.room {
        Room::Private => own_place(incoming, facts),
        Room::Staff | Room::Elsewhere => To::Place(incoming.place),
    };
    Plan::saying(Send::new(to, Parcel::Say { say, reply_to: None, edits: None, aside: Some(aside) }))
}

/// Whether what that button brings is for who presses it alone, whoever else sees the button.
pub fn is_for_presser(data: &str) -> bool {
    data.starts_with("c:")
        && data.split(':').nth(2).is_some_and(|verb| verb.starts_with("link.") || verb == "code-show")
}

/// The same input with everybody there for an audience: what has to be answered by a reply can't be for one alone.
pub(super) fn aloud(incoming: &Incoming) -> Incoming {
    Incoming { aside: None, ..incoming.clone() }
}

/// Of several answers the first takes the place of the one that was announced; the others stand below it.
pub(super) fn in_turn(mut plan: Plan) -> Plan {
    for aside in plan.sends.iter_mut().filter_map(|send| send.parcel.aside_mut()).skip(1) {
        aside.announced = false;
    }
    plan
}
