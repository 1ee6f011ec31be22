//! Our time in office: the lease, its epoch, and until when it surely holds.
//!
//! Who holds it polls, sends and sweeps. A process that could not renew in time stops by itself, before another can
//! have taken over; every claim carries the epoch besides, so even a late one changes nothing.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokio::sync::Notify;

use super::{Desk, DeskError, lanes::Held};
use crate::store::{self, StoreError};

/// Whether this process holds the lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tenure {
    /// It does, under this epoch.
    Held(i64),
    /// Another one does.
    Elsewhere,
}

#[derive(Default)]
pub(super) struct State(Mutex<Option<(i64, DateTime<Utc>)>>, Notify, AtomicBool);

impl State {
    fn get(&self) -> Option<(i64, DateTime<Utc>)> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn set(&self, to: Option<(i64, DateTime<Utc>)>) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = to;
    }
}

/// A time in office that has not begun whole. Broken off, by an error or because nobody waits for it any more, it never was: the
/// next one begins anew, and takes over all of it.
struct Beginning<'a>(&'a State);

impl Drop for Beginning<'_> {
    fn drop(&mut self) {
        self.0.set(None);
    }
}

impl Desk {
    /// Somebody has reason to doubt that the lease is still ours: it is to be looked at now.
    pub fn doubt(&self) {
        self.tenure.1.notify_one();
    }

    /// Waits until somebody has.
    pub async fn doubted(&self) {
        self.tenure.1.notified().await;
    }

    /// The epoch we may act under at this instant; `None` when the lease is not ours or may have run out.
    pub fn epoch(&self) -> Option<i64> {
        self.tenure.get().filter(|(_, until)| self.real.now() < *until).map(|(epoch, _)| epoch)
    }

    /// How long the lease surely lasts; nothing when it is not ours.
    pub fn tenure_left(&self) -> Option<Duration> {
        let (_, until) = self.tenure.get()?;
        (until - self.real.now()).to_std().ok()
    }

    /// The epoch under which what is said now is in hand at once. Why none while we take over: what was said before is not in
    /// hand yet, and would be overtaken.
    pub(super) fn leases_under(&self) -> Option<i64> {
        self.epoch().filter(|_| self.tenure.2.load(Ordering::Acquire))
    }

    /// Whether what is said as ours still is, before it is committed. A process that was stopped in the middle of a transaction
    /// would write down rows of a time in office that has ended: nobody sends them, and what is said meanwhile goes before them.
    pub(super) fn may_commit(&self, held: &[Held]) -> Result<(), StoreError> {
        let ours = |one: &Held| one.claimed.is_none_or(|epoch| self.epoch() == Some(epoch));
        if held.iter().all(ours) { Ok(()) } else { Err(StoreError::Deposed) }
    }

    /// Whether our lease may have run out, and nobody has told us yet that it is another's: it may still be renewed.
    pub(super) fn is_late(&self) -> bool {
        self.tenure.get().is_some() && self.epoch().is_none()
    }

    /// Whether that time in office has ended for certain, and not only may have.
    pub(super) fn is_over(&self, epoch: i64) -> bool {
        self.tenure.get().is_none_or(|(ours, _)| ours != epoch)
    }

    /// Takes the lease, or renews it. On taking it, whatever a dead process was sending is taken over.
    ///
    /// `holder` names this process; a name that holds the lease already is taken to be our own dead predecessor.
    pub async fn hold(&self, holder: &str) -> Result<Tenure, DeskError> {
        let now = self.real.now();
        let until = now + self.settings.lease;
        let had = self.tenure.get();
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let Some(epoch) = store::lease::hold(&mut db, holder, had.is_none(), now, until).await? else {
            self.tenure.set(None);
            return Ok(Tenure::Elsewhere);
        };
        let anew = had.is_none_or(|(before, _)| before != epoch);
        if anew {
            self.tenure.2.store(false, Ordering::Release);
        }
        self.tenure.set(Some((epoch, until)));
        if anew {
            drop(db);
            let beginning = Beginning(&self.tenure);
            self.take_over(epoch).await?;
            std::mem::forget(beginning);
            self.tenure.2.store(true, Ordering::Release);
        }
        Ok(Tenure::Held(epoch))
    }

    /// Somebody knows that the lease is not ours any more: from this instant on it isn't, whatever our clock says.
    pub fn depose(&self) {
        self.tenure.set(None);
    }

    /// At a clean end: rows in hand that nobody began to send go back into the queue, so that the next process need
    /// not doubt them.
    pub async fn lay_down(&self) -> Result<(), DeskError> {
        let Some(epoch) = self.epoch() else { return Ok(()) };
        let untouched = self.lanes.untouched();
        self.lanes.clear();
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        Ok(store::outbox_care::give_back(&mut db, &untouched, epoch).await?)
    }

    /// Gives the lease back.
    pub async fn release(&self) -> Result<(), DeskError> {
        let Some((epoch, _)) = self.tenure.get() else { return Ok(()) };
        self.tenure.set(None);
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        Ok(store::lease::release(&mut db, epoch, self.real.now()).await?)
    }
}
