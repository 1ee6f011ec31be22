//! Intake that is shared: updates are taken by any process, and delivered by the one in office.
//!
//! Whoever is not in office queues what it has to say. So the one in office looks often whether there is something new, lets it
//! go before its own newer rows of the same lane, and holds back what the other could not know was too early. In the other direction,
//! who takes an answer asks the table where the question is. Rows and the look each second are what holds; all here is speed and order.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use tokio::time::Instant;
use tracing::{debug, warn};

use super::{Desk, DeskError, lanes::Whereabouts};
use crate::{
    domain::{
        id::{SendId, Supply},
        plan::{Parcel, To},
    },
    store::{self, StoreError, dialogues::Prompt, outbox::Row, said::NewRow},
};

/// Between two glances whether other processes have written something.
const GLANCE: Duration = Duration::from_millis(25);
/// The same while looking takes long.
const RAREST: Duration = Duration::from_secs(1);

/// What is known of rows that others write.
pub(super) struct News {
    /// The newest row there was.
    newest: i64,
    /// When the next glance is.
    pub(super) next: Instant,
    /// When the staff sides are read again.
    sides: Instant,
}

impl Default for News {
    fn default() -> Self {
        Self { newest: 0, next: Instant::now() + GLANCE, sides: Instant::now() + RAREST }
    }
}

impl Desk {
    /// Whoever decides now numbers what it writes behind everything that was written before. Why: other processes have blocks of ids in
    /// hand as well, and what belongs together is read in the order of its ids. It holds because its locks are taken already.
    pub(super) fn number_anew(&self) {
        if self.settings.shared_intake {
            self.ids.forget();
        }
    }

    /// Ids for one decision of a pass, as [`number_anew`](Self::number_anew) has them.
    pub(super) async fn supply(&self, db: &mut PgConnection, n: i64) -> Result<Supply, StoreError> {
        self.number_anew();
        self.ids.supply(db, n).await
    }

    /// Looks whether there are rows that are not known yet: those that other processes wrote.
    pub(super) async fn glance(&self, news: &mut News) {
        let begun = Instant::now();
        let newest = async {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            store::outbox_care::newest(&mut db).await
        };
        // Why no word of an error: the look each second has one.
        if let Ok(newest) = newest.await
            && std::mem::replace(&mut news.newest, newest) != newest
        {
            self.look().await;
        }
        // Why: that the bot is back in the staff's group may be known to another process alone, and rows wait for it here.
        if news.sides <= Instant::now() {
            news.sides = Instant::now() + RAREST;
            if let Err(error) = self.reread_sides().await {
                debug!(event = "desk.sides.unread", "the staff sides will be read again: {error}");
            }
        }
        // Why not always as soon: looking must not become the work itself while much waits.
        news.next = Instant::now() + (begun.elapsed() * 10).clamp(GLANCE, RAREST);
    }

    /// Rows that a process which is not in office has queued go before new ones of the same lane.
    pub(super) async fn let_pass<A>(
        &self,
        db: &mut PgConnection,
        rows: &mut [(NewRow, A)],
    ) -> Result<(), DeskError> {
        let in_office = self.epoch().is_some() || self.is_late();
        if !self.settings.shared_intake || !in_office {
            return Ok(());
        }
        let lanes: Vec<String> = rows.iter().map(|(row, _)| row.lane.clone()).collect();
        let waiting = store::outbox_care::queued_among(db, &lanes, self.clock.now()).await?;
        for (row, _) in rows.iter_mut().filter(|(row, _)| waiting.contains(&row.lane)) {
            row.leased = false;
        }
        if !waiting.is_empty() {
            self.lanes.fall_behind(waiting);
            self.lanes.queued_unread();
        }
        Ok(())
    }

    /// Cards that were changed by processes which don't know when they were edited last wait as long as ours do.
    pub(super) async fn without_early_cards(&self, rows: Vec<Row>) -> Vec<Row> {
        let now = self.clock.now();
        let free = |row: &Row| match (&row.parcel, row.to) {
            (Parcel::Card, To::Room(case)) => self.lanes.card_after(case, now),
            _ => now,
        };
        let (rows, early): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| free(row) <= now);
        let early: Vec<(SendId, DateTime<Utc>)> = early.iter().map(|row| (row.id, free(row))).collect();
        let deferred = async {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            store::outbox_care::defer(&mut db, &early).await
        };
        if let Err(error) = deferred.await {
            warn!(event = "desk.cards.early", "cards will be looked at again: {error}");
        }
        rows
    }

    /// Whether a question is on its way, from here or from the process in office.
    pub(super) fn is_flying(&self, prompt: SendId, by_the_table: Prompt) -> bool {
        match self.lanes.whereabouts(prompt) {
            Whereabouts::Flying => true,
            Whereabouts::Unknown => self.settings.shared_intake && by_the_table == Prompt::Flying,
            Whereabouts::At(_) | Whereabouts::Waiting => false,
        }
    }
}
