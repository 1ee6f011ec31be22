//! What stood in the way of a delivery, and what is done about it before it is tried again.

use chrono::TimeDelta;
use tracing::warn;

use super::{
    Desk,
    courier::{Act, Courier, DeliveryError, Refusal},
    lanes::Held,
    marks::{Ended, Ending},
};
use crate::{
    domain::{
        chat::{Address, Platform},
        plan::{Parcel, To},
    },
    store::{self, StoreError},
};

/// How often a row is tried again at once because its room or card was gone.
const AT_ONCE_AGAIN: i16 = 4;

/// Between two tries while the platform does not accept our token.
const TOKEN_PAUSE: TimeDelta = TimeDelta::minutes(1);

impl Desk {
    /// A delivery did not go well. `act` is the call that failed, `at` where; none when its room could not be had.
    pub(super) async fn failed<T: Courier>(
        &self,
        courier: &T,
        held: Held,
        ending: Ending,
        act: Option<&Act>,
        at: Option<Address>,
    ) -> Ended {
        let Ending::Refused { refusal, why } = ending else { return not_for_ever(held, ending) };
        if refusal != Refusal::Token && is_about_a_thread(&held.row.parcel) {
            // Why: what a thread is called, or whether it is folded, is nothing anybody waits for.
            warn!(event = "desk.thread.stuck", row = held.row.id.0, "a thread is not as it should be: {why}");
            let ending = Ending::Sent { copies: Vec::new(), posts: Vec::new(), at: self.clock.now() };
            return not_for_ever(held, ending);
        }
        if refusal != Refusal::Token && held.row.parcel.aside().is_some() {
            // Why: it says nothing of the place it was asked in.
            return not_for_ever(held, Ending::Refused { refusal, why });
        }
        let sign = matches!(held.row.parcel, Parcel::Mark { .. });
        let staffs = held.row.to.person().is_none() && !sign;
        let on = held.row.platform;
        let ending = match (refusal, held.row.to) {
            // Why: a token that no longer counts is the operator's to mend; nothing is lost over it meanwhile.
            (Refusal::Token, _) => {
                self.lanes.shut(on, self.clock.now() + TOKEN_PAUSE);
                Ending::NotSent { retry_after: TOKEN_PAUSE.to_std().ok(), why }
            }
            (Refusal::RoomGone, To::Room(case)) => self.room_is_gone(courier, case, on).await,
            (Refusal::AnchorGone, To::Room(case)) => self.card_is_gone(case).await,
            (Refusal::MessageGone, To::Room(case)) if held.row.parcel == Parcel::Card => {
                self.card_is_gone(case).await
            }
            (Refusal::MessageGone, To::Room(_)) if matches!(held.row.parcel, Parcel::Revise { .. }) => {
                self.copy_is_gone(&held).await
            }
            (Refusal::Moved(to), _) if staffs => {
                let (held, ending) = self.found_moved(held, to).await;
                return not_for_ever(held, ending);
            }
            // Why: whose message it was on, can't see it there any more.
            (Refusal::Moved(_), _) if sign => {
                Ending::Sent { copies: Vec::new(), posts: Vec::new(), at: self.clock.now() }
            }
            (
                Refusal::ChatGone | Refusal::RoomGone,
                To::Person(_, Platform::Discord) | To::Customer(_, Platform::Discord, _),
            ) if !sign => {
                let ending = self.chat_is_gone(courier, at).await;
                return not_for_ever(Held { known: None, ..held }, ending);
            }
            (Refusal::ChatGone | Refusal::Blocked, _) if staffs => self.found_lost(on, &why).await,
            (Refusal::Forbidden, _) if staffs && is_for_words(act) => self.found_lost(on, &why).await,
            _ => Ending::Refused { refusal, why },
        };
        not_for_ever(held, ending)
    }
}

impl Desk {
    /// Somebody's own thread was deleted: the next try opens another.
    async fn chat_is_gone<T: Courier>(&self, courier: &T, at: Option<Address>) -> Ending {
        let Some(chat) = at.map(|at| at.holder()) else { return Ending::Again(self.clock.now()) };
        let forgotten = async {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            courier.forget(chat);
            store::places::lose(&mut db, Platform::Discord, chat, self.clock.now()).await?;
            store::chats::forget(&mut db, Platform::Discord, chat).await
        };
        if let Err(error) = forgotten.await {
            warn!(event = "desk.chat.stuck", chat, code = error.code(), "can't forget a chat: {error}");
        }
        Ending::Again(self.clock.now())
    }

    /// The copy that was to be edited is gone: the next try shows the message anew.
    async fn copy_is_gone(&self, held: &Held) -> Ending {
        let Parcel::Revise { message } = &held.row.parcel else { return Ending::Again(self.clock.now()) };
        let forgotten = async {
            let Some(side) = self.staff_on(held.row.platform) else { return Ok(()) };
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            store::messages::unlink(&mut db, *message, side.place()).await
        };
        if let Err(error) = forgotten.await {
            warn!(event = "desk.copy.stuck", code = error.code(), "can't forget a copy: {error}");
        }
        Ending::Again(self.clock.now())
    }
}

/// Whether all it does is name or fold a thread.
const fn is_about_a_thread(parcel: &Parcel) -> bool {
    matches!(parcel, Parcel::Title | Parcel::Fold | Parcel::Shut | Parcel::Unname { .. })
}

/// Whether who may not do that may not say anything: a group can forbid photos alone.
const fn is_for_words(act: Option<&Act>) -> bool {
    matches!(act, None | Some(Act::Post { .. } | Act::OpenRoom { .. }))
}

/// What was in the way was removed, and is in the way again: after some tries the wait is a real one.
fn not_for_ever(mut held: Held, ending: Ending) -> Ended {
    if !matches!(ending, Ending::Again(_)) {
        return Ended { held, ending };
    }
    held.row.tries += 1;
    if held.row.tries < AT_ONCE_AGAIN {
        return Ended { held, ending };
    }
    let why = "the room can't be opened again".to_owned();
    Ended { held, ending: Ending::NotSent { retry_after: None, why } }
}

pub(super) fn ending_of(error: DeliveryError) -> Ending {
    match error {
        DeliveryError::NotSent { retry_after, why } => Ending::NotSent { retry_after, why },
        DeliveryError::Unreached { why } => Ending::Unreached { why },
        DeliveryError::Refused { refusal, why } => Ending::Refused { refusal, why },
        DeliveryError::Uncertain { why } => Ending::Uncertain { why },
    }
}
