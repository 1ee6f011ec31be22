//! The desk in detail, for a page on the same machine: every delivery and every clock with its state. No words of
//! people; who may ask is decided where it is asked.

use serde::Serialize;

use super::{Desk, DeskError, Status};
use crate::store::{
    StoreError,
    glance::{self, CaseClock, Delivery},
};

/// The most rows of each kind.
const MOST: i64 = 200;

/// The desk at a glance, with what stands behind the figures.
#[derive(Debug, Clone, Serialize)]
pub struct Detail {
    /// The figures.
    #[serde(flatten)]
    pub status: Status,
    /// Telegram's updates taken whose keys are still kept.
    pub taken: i64,
    /// Rows of the outbox, newest first.
    pub rows: Vec<Delivery>,
    /// Clocks: those that run first, by their due time.
    pub clocks: Vec<CaseClock>,
}

impl Desk {
    /// What is on its way, what is promised, and what became of the rest.
    pub async fn detail(&self) -> Result<Detail, DeskError> {
        let status = self.status().await?;
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        Ok(Detail {
            status,
            taken: glance::taken(&mut db).await?,
            rows: glance::deliveries(&mut db, MOST).await?,
            clocks: glance::clocks(&mut db, MOST).await?,
        })
    }
}
