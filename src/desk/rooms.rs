//! Rooms of cases: opened by the first delivery that needs one, opened again when somebody deleted them.
//!
//! A room is a topic where the staff side has topics, and the chain of replies under the card where it has none. A room
//! that was opened in one way stays so for as long as it can be reached; new ones are opened the new way.

use tracing::{error, warn};

use super::{
    Desk, DeskError,
    courier::{Act, Courier, Delivery, DeliveryError, Refusal},
    destination::Destination,
    lanes::Held,
    marks::Ending,
    obstacles::ending_of,
};
use crate::{
    domain::{
        chat::{Address, Platform},
        front::{self, CaseFile},
        id::CaseId,
        plan::Post,
        staff_side::{Shape, StaffSide},
    },
    store::{self, StoreError, rooms::Room},
};

type Tried<T> = Result<Result<T, Ending>, DeskError>;

impl Desk {
    /// Somebody deleted the room: the next try opens another. A group that has no topics any more keeps its rooms: what
    /// stood in a topic stands in the group now.
    pub(super) async fn room_is_gone<T: Courier>(&self, courier: &T, case: CaseId, on: Platform) -> Ending {
        if self.ask_side(courier, on).await && self.staff_on(on).is_some_and(|side| !side.has_topics()) {
            return Ending::Again(self.clock.now());
        }
        warn!(event = "desk.room.gone", case = case.0, "the room of case {case} is gone; opening another");
        let forgotten = async {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            store::rooms::forget(&mut db, case).await
        };
        if let Err(error) = forgotten.await {
            error!(
                event = "desk.room.stuck",
                case = case.0,
                code = error.code(),
                "can't forget a room: {error}"
            );
        }
        Ending::Again(self.clock.now())
    }

    /// Somebody deleted the card: the next try posts another.
    pub(super) async fn card_is_gone(&self, case: CaseId) -> Ending {
        let forgotten = async {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            store::rooms::forget_card(&mut db, case).await
        };
        if let Err(error) = forgotten.await {
            error!(
                event = "desk.card.stuck",
                case = case.0,
                code = error.code(),
                "can't forget a card: {error}"
            );
        }
        Ending::Again(self.clock.now())
    }

    /// The case's room, opened with its card if it is not there yet.
    pub(super) async fn room<T: Courier>(
        &self,
        courier: &T,
        held: &Held,
        case: CaseId,
    ) -> Tried<Destination> {
        let on = held.row.platform;
        let Some(side) = self.staff_on(on) else {
            let why = "there is no staff side".to_owned();
            return Ok(Err(Ending::Refused { refusal: Refusal::ChatGone, why }));
        };
        let known = self.room_of(case).await?;
        // Why only here: a room in another chat is one the case has moved out of, or belongs to a staff side that is no more.
        let (known, left): (Option<Room>, Option<Room>) = match known {
            Some(room) if room.place.platform == on && room.place.chat == side.chat => (Some(room), None),
            other => {
                (None, other.filter(|room| self.staff_chat(room.place.platform) == Some(room.place.chat)))
            }
        };
        if let Some(Room { place, card: Some(card), .. }) = known {
            return Ok(Ok(self.in_room(place, card, false, &side)));
        }
        let Some(file) = self.file_of(case).await? else {
            return Err(StoreError::Inconsistent { table: "outbox", column: "case_id", key: case.0 }.into());
        };
        if let Some(until) = self.lanes.chat_wait(side.place(), self.clock.now()) {
            return Ok(Err(Ending::PutBack(until)));
        }
        let (place, retold) = match known {
            Some(room) => (room.place, room.retold),
            None => match self.open_room(courier, &file, on, left).await? {
                Ok(place) => (place, false),
                Err(ending) => return Ok(Err(ending)),
            },
        };
        let Some(side) = self.staff_on(on) else { return Ok(Err(Ending::Again(self.clock.now()))) };
        let place = if side.has_topics() { place } else { side.place() };
        if side.platform == Platform::Discord {
            // Why counted and not waited for: the card stands in a channel of its own, and is the first thing there.
            let _ = self.lanes.chat_wait(place, self.clock.now());
        }
        let card = match self.post_card(courier, &file, place, &side).await? {
            Ok(card) => card,
            Err(ending) => return Ok(Err(ending)),
        };
        let to = self.in_room(place, card, true, &side);
        let recap = if retold { Vec::new() } else { self.recap(case, &to, held).await? };
        if let Err(ending) = self.tell_again(courier, case, &to, recap).await? {
            return Ok(Err(ending));
        }
        // Why last: a process that dies on the way posts another card, and pins and tells under that one.
        self.keep_card(case, place, card).await?;
        self.lanes.card_edited(case, self.clock.now());
        Ok(Ok(to))
    }

    /// How a room is written to: in its topic while the group has topics, else under its card.
    fn in_room(&self, place: Address, card: i64, fresh: bool, side: &StaffSide) -> Destination {
        let place = if side.has_topics() { place } else { side.place() };
        let under = place.thread.is_none().then_some(card);
        Destination { place, voice: self.staff_voice(side.platform), fresh, card: Some(card), under }
    }

    /// Opens a room in the way the staff side has them now. The one the case moved out of is told where it goes on.
    async fn open_room<T: Courier>(
        &self,
        courier: &T,
        file: &CaseFile,
        on: Platform,
        left: Option<Room>,
    ) -> Tried<Address> {
        let before = self.staff_chat(on);
        self.ask_side(courier, on).await;
        let Some(side) = self.staff_on(on).filter(|side| before == Some(side.chat)) else {
            return Ok(Err(Ending::Again(self.clock.now())));
        };
        let place = if side.has_topics() {
            let act = Act::OpenRoom { title: self.room_title(file, on) };
            let nonce = format!("room.{}", file.case.id);
            let delivery = Delivery { nonce, place: side.place(), under: None, act };
            match courier.deliver(&delivery).await {
                Ok(receipt) => Address { thread: receipt.thread, ..side.place() },
                Err(error) => return Ok(Err(ending_of(error))),
            }
        } else {
            side.place()
        };
        let case = file.case.id;
        let Some(Room { place: old, card, .. }) = left else {
            self.keep_room(case, place).await?;
            return Ok(Ok(place));
        };
        // Why in one transaction: the old room is told once, whenever and however often the new one is tried.
        let now = self.clock.now();
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        store::rooms::leave(&mut tx, case, now).await?;
        let plan = front::room_left(&file.case, old, card, on, &self.terms);
        let told = self.carry_out(&mut tx, plan, None).await?;
        store::rooms::keep(&mut tx, &[(case, place)], now).await?;
        self.commit(tx, told).await?;
        Ok(Ok(place))
    }

    async fn post_card<T: Courier>(
        &self,
        courier: &T,
        file: &CaseFile,
        place: Address,
        side: &StaffSide,
    ) -> Tried<i64> {
        let case = file.case.id;
        let (text, rows) = self.card_words(file, side.platform);
        let act = Act::Post { text, rows, reply_to: None };
        let post = Delivery { nonce: format!("card.{case}"), place, under: None, act };
        let card = match courier.deliver(&post).await {
            Ok(receipt) => receipt.messages.first().copied().unwrap_or_default(),
            Err(error) => return Ok(Err(ending_of(error))),
        };
        // Why not in an agent's own chat: a pin is for the others, and there a notice of each would stand between cases.
        if side.shape() == Shape::Private {
            return Ok(Ok(card));
        }
        let act = Act::Pin { message: card };
        let pin = Delivery { nonce: format!("pin.{case}"), place, under: None, act };
        if let Err(error) = courier.deliver(&pin).await {
            // Why: a card that isn't pinned is still the card; `check` tells of the missing right.
            warn!(
                event = "desk.card.unpinned",
                case = case.0,
                "the card of case {case} is not pinned: {error}"
            );
        }
        Ok(Ok(card))
    }

    /// In a room that was opened anew: what was said in the one before, in short, so that whoever opens it finds the
    /// talk.
    async fn tell_again<T: Courier>(
        &self,
        courier: &T,
        case: CaseId,
        to: &Destination,
        acts: Vec<Act>,
    ) -> Tried<()> {
        if !acts.is_empty() {
            // Why first: the telling may break off, and the next try posts another card. This one is the case's all the same.
            self.keep_posts(case, to, to.card.as_slice()).await?;
        }
        for (n, act) in acts.into_iter().enumerate() {
            let nonce = format!("recap.{case}.{n}");
            let delivery = Delivery { nonce, place: to.place, under: to.under, act };
            self.lanes.count_more(self.clock.now());
            match courier.deliver(&delivery).await {
                Ok(receipt) => self.keep_posts(case, to, &receipt.messages).await?,
                Err(error @ (DeliveryError::NotSent { .. } | DeliveryError::Unreached { .. })) => {
                    return Ok(Err(ending_of(error)));
                }
                Err(error) => {
                    // Why: the room is there, and what it was opened for matters more than what was said before.
                    warn!(
                        event = "desk.room.untold",
                        case = case.0,
                        "case {case} was not told again: {error}"
                    );
                }
            }
        }
        Ok(Ok(()))
    }

    async fn keep_posts(&self, case: CaseId, to: &Destination, messages: &[i64]) -> Result<(), StoreError> {
        let at = |id: &i64| to.place.remote(*id);
        let posts: Vec<Post> = messages.iter().map(at).map(|at| Post { case, at }).collect();
        let mut db = self.pool.acquire().await?;
        store::rooms::add_posts(&mut db, &posts).await
    }
}
