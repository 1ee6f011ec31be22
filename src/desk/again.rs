//! What nobody knows the end of is looked for before it is repeated, where the platform can be asked: by the time it is
//! tried again, the platform may have forgotten the name by which it tells repeats apart.

use chrono::TimeDelta;

use super::{
    Desk, DeskError,
    courier::{Act, Courier, Delivery, DeliveryError, Receipt},
    lanes::Held,
};
use crate::{
    domain::chat::Platform,
    store::{self, StoreError},
};

/// Clocks of two machines differ by less.
const SKEW: TimeDelta = TimeDelta::minutes(1);

impl Desk {
    /// The receipt of a call that was made before and whose answer nobody heard; nothing where it has to be made.
    pub(super) async fn made_before<T: Courier>(
        &self,
        courier: &T,
        held: &Held,
        delivery: &Delivery,
    ) -> Result<Option<Result<Receipt, DeliveryError>>, DeskError> {
        // Why not on Telegram: a bot is never told what stands in a chat.
        let can_be_asked = delivery.place.platform == Platform::Discord;
        if held.row.doubts == 0 || !can_be_asked || !makes_a_message(&delivery.act) {
            return Ok(None);
        }
        let since = held.row.since - SKEW;
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let mut known = store::outbox_care::stand_at(&mut db, &held.row.lane, since).await?;
        drop(db);
        known.extend(self.lanes.landed_at());
        Ok(match courier.find(delivery, since, &known).await {
            Ok(Some(found)) => Some(Ok(Receipt { messages: vec![found], thread: None })),
            Ok(None) => None,
            Err(error) => Some(Err(error)),
        })
    }
}

const fn makes_a_message(act: &Act) -> bool {
    matches!(act, Act::Post { .. } | Act::Place { .. } | Act::Upload { .. } | Act::UploadAlbum { .. })
}
