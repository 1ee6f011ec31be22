//! Which lane a send stands in.

use crate::domain::{
    chat::Platform,
    plan::{Parcel, To},
    staff_side::StaffSide,
};

/// The destination whose order a send keeps; `side` is the staff side on that platform. Without topics it is one chat, and
/// so one lane.
pub(in crate::desk) fn lane_of(to: To, parcel: &Parcel, on: Platform, side: Option<&StaffSide>) -> String {
    if let Some(aside) = parcel.aside() {
        // Why a lane of its own: it stands in nobody's talk, and who asked waits for it.
        return format!("i:{}", aside.interaction);
    }
    let chain = side.filter(|side| !side.has_topics());
    let staff = match on {
        Platform::Telegram => "s",
        Platform::Discord => "s:2",
    };
    match to {
        To::Room(_) if chain.is_some() => staff.to_owned(),
        To::Place(place) if chain.is_some_and(|side| side.chat == place.chat) => staff.to_owned(),
        To::Person(person, platform) | To::Customer(person, platform, _) => {
            format!("p:{person}:{}", platform.code())
        }
        To::Room(case) => format!("r:{case}"),
        To::Place(place) => match place.thread {
            Some(thread) => format!("a:{}:{}:{thread}", place.platform.code(), place.chat),
            None => format!("a:{}:{}", place.platform.code(), place.chat),
        },
        To::Staff | To::Home(_) => staff.to_owned(),
    }
}
