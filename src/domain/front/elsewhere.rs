//! Answers that stand elsewhere than where they were asked for: the asker is shown where.
//!
//! A case of Discord has a thread of its own, and so has what belongs to no case. Whoever presses a button in the one and is
//! answered in the other would see nothing happen.

use super::{Facts, own_place};
use crate::domain::{
    chat::{Incoming, Platform, Room},
    plan::{Parcel, Plan, Send, To},
};

/// The plan, with a pointer where it was asked, if all that it says to the speaker stands elsewhere.
pub(super) fn led(mut plan: Plan, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if incoming.room != Room::Private || incoming.place.platform != Platform::Discord {
        return plan;
    }
    let here = own_place(incoming, facts);
    let words = |send: &&Send| {
        use Parcel::{Calendar, Cases, Export, Form, Report, Say};
        matches!(
            send.parcel,
            Say { .. } | Export { .. } | Form { .. } | Calendar { .. } | Report(_) | Cases { .. }
        )
    };
    let said = plan.sends.iter().filter(words).map(|send| send.to);
    let said: Vec<To> = said.filter(|to| to.person() == here.person()).collect();
    let Some(first) = said.first().filter(|_| !said.contains(&here)) else { return plan };
    let on = match first {
        // Why not of a new one: the thread it was filed in is its own from now on.
        To::Customer(_, _, case) if facts.file(*case).is_some_and(|file| file.place.is_some()) => Some(*case),
        To::Person(..) | To::Customer(..) if facts.ours.is_some() => None,
        _ => return plan,
    };
    plan.sends.push(Send::new(here, Parcel::Elsewhere { case: on }));
    plan
}
