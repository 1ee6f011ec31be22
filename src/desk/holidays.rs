//! Asks for next year's holidays while they are missing: once a year, whatever restarts.

use std::sync::atomic::{AtomicI32, Ordering};

use sqlx::PgConnection;
use tracing::warn;

use super::{Desk, DeskError};
use crate::{
    domain::{
        alerts::{ask_for_holidays, missing_year},
        chat::Platform,
        plan::Plan,
    },
    store::{self, StoreError},
};

/// The year this process knows to be asked for already. The truth is in `notices`.
#[derive(Debug, Default)]
pub(super) struct Asked(AtomicI32);

fn key(year: i32) -> String {
    format!("holidays:{year}")
}

impl Desk {
    /// Asks for the holidays of a year that is near, if nobody was asked yet.
    pub(super) async fn ask_for_holidays(&self) -> Result<(), DeskError> {
        let now = self.clock.now();
        let Some(year) = missing_year(now, &self.terms) else { return Ok(()) };
        // Why: without anybody who reads it, it is not told yet.
        if self.sides().is_empty() || self.asked.0.load(Ordering::Relaxed) == year {
            return Ok(());
        }
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let mut plan = Plan::default();
        if store::notices::once(&mut tx, &key(year), now).await? {
            warn!(event = "desk.holidays.missing", year, "the holidays of {year} are not known yet");
            // Why of any platform: names are all that is wanted of them.
            let on = self.sides().first().map_or(Platform::Telegram, |side| side.platform);
            let roster = store::agents::roster(&mut tx, on).await?;
            plan.sends.push(ask_for_holidays(year, &roster, now, &self.terms));
        }
        self.finish(tx, plan).await?;
        self.asked.0.store(year, Ordering::Relaxed);
        Ok(())
    }

    /// Whether somebody is still to be asked at this instant.
    pub(super) async fn misses_holidays(&self, db: &mut PgConnection) -> Result<bool, StoreError> {
        match missing_year(self.clock.now(), &self.terms) {
            Some(_) if self.sides().is_empty() => Ok(false),
            Some(year) => Ok(!store::notices::is_told(db, &key(year)).await?),
            None => Ok(false),
        }
    }
}
