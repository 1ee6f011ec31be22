//! The places on a platform where something may have been said that nobody heard.

use chrono::TimeDelta;

use super::{Desk, DeskError};
use crate::{
    domain::chat::Platform,
    store::{self, StoreError, chats::Alive},
};

/// Places looked at after a gap.
const MOST: i64 = 2_000;
/// Nothing older is fetched, nor what is older than keys of updates are remembered: none is taken twice.
const OLDEST: TimeDelta = TimeDelta::days(7);
/// The beginning of Discord's time, in milliseconds.
const EPOCH_MS: i64 = 1_420_070_400_000;
/// An id of Discord's begins with its time, above so many bits.
const BELOW_TIME: u32 = 22;

impl Desk {
    /// Where cases and drafts are alive on that platform, or cases ended so lately that something may still be said in them, and after which message of each nothing is known.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn alive_on(&self, platform: Platform) -> Result<Vec<Alive>, DeskError> {
        // Why a day less: the key of what is fetched at that moment must still be known when it is taken.
        let back = OLDEST.min(self.settings.keep.seen - TimeDelta::days(1));
        let since = self.clock.now() - back;
        let floor = (since.timestamp_millis() - EPOCH_MS).max(0) << BELOW_TIME;
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let mut all = store::chats::alive(&mut db, platform, since, MOST).await?;
        for one in &mut all {
            one.newest = Some(one.newest.unwrap_or_default().max(floor));
        }
        Ok(all)
    }
}
