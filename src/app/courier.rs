//! The couriers of both platforms as one type.

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;

use crate::{
    desk::courier::{Courier, Delivery, DeliveryError, FetchError, Opened, Receipt},
    domain::{
        chat::{Address, File},
        staff_side::Shape,
    },
    frontend::{
        discord::{DiscordCourier, Threads},
        telegram::TelegramCourier,
    },
};

/// The courier of one of the platforms.
#[derive(Clone)]
pub(super) enum AnyCourier {
    /// Telegram's.
    Telegram(TelegramCourier),
    /// Discord's, and how people's places are found there.
    Discord(DiscordCourier, Threads),
}

impl Courier for AnyCourier {
    async fn deliver(&self, delivery: &Delivery) -> Result<Receipt, DeliveryError> {
        match self {
            Self::Telegram(courier) => courier.deliver(delivery).await,
            Self::Discord(courier, _) => courier.deliver(delivery).await,
        }
    }

    async fn look(&self, place: Address) -> Result<Option<Shape>, DeliveryError> {
        match self {
            Self::Telegram(courier) => courier.look(place).await,
            Self::Discord(courier, _) => courier.look(place).await,
        }
    }

    async fn open(&self, account: i64, title: &str, taken: &[i64]) -> Result<Opened, DeliveryError> {
        match self {
            Self::Telegram(courier) => courier.open(account, title, taken).await,
            Self::Discord(_, threads) => threads.open(account, title, taken).await,
        }
    }

    async fn find(
        &self,
        delivery: &Delivery,
        since: DateTime<Utc>,
        known: &[i64],
    ) -> Result<Option<i64>, DeliveryError> {
        match self {
            Self::Telegram(courier) => courier.find(delivery, since, known).await,
            Self::Discord(courier, threads) => courier.find_again(threads.me(), delivery, since, known).await,
        }
    }

    fn forget(&self, chat: i64) {
        match self {
            Self::Telegram(courier) => courier.forget(chat),
            Self::Discord(_, threads) => threads.forget(chat),
        }
    }

    async fn fetch(&self, file: &File, most: u64, into: mpsc::Sender<Vec<u8>>) -> Result<u64, FetchError> {
        match self {
            Self::Telegram(courier) => courier.fetch(file, most, into).await,
            Self::Discord(courier, _) => courier.fetch(file, most, into).await,
        }
    }
}
