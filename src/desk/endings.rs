//! What an end of a delivery comes to: how its row is marked, what stands where, and in which words its room hears of it.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    codes,
    courier::Refusal,
    erase,
    marks::{Ended, Ending},
};
use crate::{
    domain::{
        phrase::Phrase,
        plan::{Parcel, Post},
    },
    store::{
        StoreError,
        messages::{self, Copy},
        outbox::{self, Mark},
        rooms,
    },
};

/// Whether a row's lane is done with it.
pub(super) const fn is_over(ending: &Ending) -> bool {
    matches!(ending, Ending::Sent { .. } | Ending::Refused { .. } | Ending::InDoubt { .. })
}

/// Where an end leaves copies of messages, and what it leaves in a room.
pub(super) fn places_in(one: &Ended) -> (&[Copy], &[Post]) {
    match &one.ending {
        Ending::Sent { copies, posts, .. } => (copies, posts),
        _ => (&[], &[]),
    }
}

pub(super) fn leaves_places(one: &Ended) -> bool {
    places_in(one) != (&[], &[])
}

/// Whether an end is its own row's alone, but for where things stand.
pub(super) fn is_plain(one: &Ended) -> bool {
    let row = &one.held.row;
    matches!(one.ending, Ending::Sent { .. })
        && one.held.missing.is_empty()
        && !matches!(row.parcel, Parcel::Relay { answers: true, .. } | Parcel::Export { .. })
        && !erase::is_recall(&row.parcel)
        && !codes::is_code(&row.parcel)
}

pub(super) fn mark_of(one: &Ended) -> Option<Mark> {
    let row = &one.held.row;
    let (state, problem, why) = match &one.ending {
        Ending::Sent { .. } => (outbox::SENT, None, None),
        Ending::Refused { refusal, why } => {
            (outbox::UNDELIVERED, Some(why.clone()), Some(reason(*refusal, row.tries)))
        }
        Ending::InDoubt { why } => (outbox::UNCERTAIN, Some(why.clone()), Some(Phrase::new("why-uncertain"))),
        _ => return None,
    };
    let why = why.map(|phrase| phrase.key.into_owned());
    Some(Mark { id: row.id, state, remotes: row.remotes.clone(), problem, why })
}

/// A refusal in words for the room.
pub(super) fn reason(refusal: Refusal, tries: i16) -> Phrase {
    Phrase::new(match refusal {
        Refusal::Blocked => "why-blocked",
        Refusal::ChatGone
        | Refusal::RoomGone
        | Refusal::MessageGone
        | Refusal::AnchorGone
        | Refusal::AsideGone
        | Refusal::Moved(_) => "why-chat-gone",
        Refusal::Forbidden | Refusal::Token => "why-forbidden",
        Refusal::Content if tries > 0 => "why-given-up",
        Refusal::Content => "why-content",
    })
}

/// Writes down how rows ended, and where what was sent stands now: copies of messages, and what belongs to rooms.
pub(super) async fn mark_and_place(
    db: &mut PgConnection,
    ended: &[Ended],
    marks: &[Mark],
    epoch: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    outbox::mark(db, marks, epoch, now).await?;
    let (copies, posts): (Vec<&[Copy]>, Vec<&[Post]>) = ended.iter().map(places_in).unzip();
    messages::link(db, &copies.concat()).await?;
    rooms::add_posts(db, &posts.concat()).await
}
