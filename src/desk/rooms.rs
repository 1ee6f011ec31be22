//! Rooms of cases: opened by the first delivery that needs one, opened again when somebody deleted them.

use tracing::{error, warn};

use super::{
    Desk, DeskError,
    courier::{Act, Courier, Delivery, DeliveryError, Refusal},
    deliver::{Destination, ending_of},
    marks::Ending,
};
use crate::{
    domain::{chat::Address, front::CaseFile, id::CaseId},
    store::{self, StoreError},
};

impl Desk {
    /// Somebody deleted the room: the next try opens another.
    pub(super) async fn room_is_gone(&self, case: CaseId) -> Ending {
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
            store::rooms::keep_card(&mut db, case, None).await
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
        case: CaseId,
    ) -> Result<Result<Destination, Ending>, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let known = store::rooms::of_case(&mut db, case).await?;
        let voice = self.staff_voice();
        if let Some(store::rooms::Room { place, card: Some(card) }) = known {
            return Ok(Ok(Destination { place, voice, fresh: false, card: Some(card) }));
        }
        let Some(file) = store::cases::files(&mut db, &[case]).await?.into_iter().next() else {
            return Err(StoreError::Inconsistent { table: "outbox", column: "case_id", key: case.0 }.into());
        };
        drop(db);
        let Some(staff) = self.settings.staff else {
            let why = "there is no staff side".to_owned();
            return Ok(Err(Ending::Refused { refusal: Refusal::ChatGone, why }));
        };
        if let Some(until) = self.lanes.chat_wait(staff.chat, self.clock.now()) {
            return Ok(Err(Ending::PutBack(until)));
        }
        let place = match known {
            Some(room) => room.place,
            None => match self.open_room(courier, &file, staff).await? {
                Ok(place) => place,
                Err(error) => return Ok(Err(ending_of(error))),
            },
        };
        match self.post_card(courier, &file, place).await? {
            Ok(card) => Ok(Ok(Destination { place, voice, fresh: true, card: Some(card) })),
            Err(DeliveryError::Refused { refusal: Refusal::RoomGone, .. }) => {
                Ok(Err(self.room_is_gone(case).await))
            }
            Err(error) => Ok(Err(ending_of(error))),
        }
    }

    async fn open_room<T: Courier>(
        &self,
        courier: &T,
        file: &CaseFile,
        staff: Address,
    ) -> Result<Result<Address, DeliveryError>, DeskError> {
        let title = self.room_title(file);
        let delivery =
            Delivery { nonce: format!("room.{}", file.case.id), place: staff, act: Act::OpenRoom { title } };
        let place = match courier.deliver(&delivery).await {
            Ok(receipt) => Address { thread: receipt.thread, ..staff },
            Err(error) => return Ok(Err(error)),
        };
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        store::rooms::keep(&mut db, file.case.id, place, self.clock.now()).await?;
        Ok(Ok(place))
    }

    async fn post_card<T: Courier>(
        &self,
        courier: &T,
        file: &CaseFile,
        place: Address,
    ) -> Result<Result<i64, DeliveryError>, DeskError> {
        let case = file.case.id;
        let (text, rows) = self.card_words(file);
        let post =
            Delivery { nonce: format!("card.{case}"), place, act: Act::Post { text, rows, reply_to: None } };
        let card = match courier.deliver(&post).await {
            Ok(receipt) => receipt.messages.first().copied().unwrap_or_default(),
            Err(error) => return Ok(Err(error)),
        };
        let pin = Delivery { nonce: format!("pin.{case}"), place, act: Act::Pin { message: card } };
        if let Err(error) = courier.deliver(&pin).await {
            // Why: a card that isn't pinned is still the card; `check` tells of the missing right.
            warn!(
                event = "desk.card.unpinned",
                case = case.0,
                "the card of case {case} is not pinned: {error}"
            );
        }
        // Why after the pin: a process that dies between the two posts another card, and pins that one.
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        store::rooms::keep_card(&mut db, case, Some(card)).await?;
        self.lanes.card_edited(case, self.clock.now());
        Ok(Ok(card))
    }
}
