//! The last fence before a platform: whoever began to send under an epoch does nothing more there once it has ended.
//!
//! A process may be stopped between any two instructions and wake up minutes later, when another has taken over and perhaps
//! handed back again. So it is not enough to be in office: it has to be the same time in office. Looked at right before every
//! call that changes something; what is asked only is let through.

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;

use super::{
    Desk,
    courier::{Courier, Delivery, DeliveryError, FetchError, Opened, Receipt},
    lanes::Held,
};
use crate::domain::{
    chat::{Address, File},
    staff_side::Shape,
};

/// A courier that goes out for one time in office.
pub(super) struct Fenced<'a, T> {
    pub(super) desk: &'a Desk,
    pub(super) epoch: i64,
    pub(super) courier: &'a T,
}

impl Desk {
    /// Whether a row is claimed under the epoch that we hold at this instant.
    pub(super) fn is_ours(&self, held: &Held) -> bool {
        held.claimed.is_some() && held.claimed == self.epoch()
    }
}

impl<T: Courier> Fenced<'_, T> {
    fn stands(&self) -> Result<(), DeliveryError> {
        if self.desk.epoch() == Some(self.epoch) {
            return Ok(());
        }
        Err(DeliveryError::NotSent { retry_after: None, why: "the lease is gone".to_owned() })
    }
}

impl<T: Courier> Courier for Fenced<'_, T> {
    async fn deliver(&self, delivery: &Delivery) -> Result<Receipt, DeliveryError> {
        self.stands()?;
        let answer = self.courier.deliver(delivery).await;
        // Why: what follows from the answer would be written over what the next holder has done meanwhile. Why not where it is only
        // late: it may still be renewed, and what was accepted is worth keeping.
        if self.desk.is_over(self.epoch) {
            return Err(DeliveryError::Uncertain { why: "the lease ended meanwhile".to_owned() });
        }
        answer
    }

    async fn look(&self, place: Address) -> Result<Option<Shape>, DeliveryError> {
        self.courier.look(place).await
    }

    async fn open(&self, account: i64, title: &str, taken: &[i64]) -> Result<Opened, DeliveryError> {
        self.stands()?;
        self.courier.open(account, title, taken).await
    }

    async fn find(
        &self,
        delivery: &Delivery,
        since: DateTime<Utc>,
        known: &[i64],
    ) -> Result<Option<i64>, DeliveryError> {
        self.courier.find(delivery, since, known).await
    }

    fn forget(&self, chat: i64) {
        self.courier.forget(chat);
    }

    async fn fetch(&self, file: &File, most: u64, into: mpsc::Sender<Vec<u8>>) -> Result<u64, FetchError> {
        self.courier.fetch(file, most, into).await
    }
}
