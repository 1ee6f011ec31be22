//! The report of each week, to every group: once, whatever restarts.

use std::sync::atomic::{AtomicI32, Ordering};

use chrono::Datelike as _;
use sqlx::PgConnection;

use super::{Desk, DeskError};
use crate::{
    domain::{
        plan::{Parcel, Plan, Send, To},
        report::{Ask, Days, Filter, Order},
    },
    store::{self, StoreError},
};

/// The last week this process knows to be told, by its first day. The truth is in `notices`.
#[derive(Debug, Default)]
pub(super) struct Digested(AtomicI32);

fn key(week: Days, group: &str) -> String {
    format!("digest:{}:{group}", week.first)
}

impl Desk {
    /// Reports to each group on the week before, if that is due and nobody did. The report itself is made when it is sent.
    pub(super) async fn report_weekly(&self) -> Result<(), DeskError> {
        let Some(week) = self.week_due() else { return Ok(()) };
        if self.digested.0.load(Ordering::Relaxed) == week.first.num_days_from_ce() {
            return Ok(());
        }
        let now = self.clock.now();
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let mut plan = Plan::default();
        for group in &self.terms.groups {
            if store::notices::once(&mut tx, &key(week, &group.id), now).await? {
                let filter = Filter { group: Some(group.id.clone()), ..Filter::default() };
                let ask = Ask { days: week, by: None, filter };
                let home = self.homes().of_group(&group.id, &self.terms);
                let order = Order { ask, reader: None, aside: None };
                plan.sends.push(Send::new(home.map_or(To::Staff, To::Home), Parcel::Report(order)));
            }
        }
        self.finish(tx, plan).await?;
        self.digested.0.store(week.first.num_days_from_ce(), Ordering::Relaxed);
        Ok(())
    }

    /// The week to be reported on now; none without anybody who reads it.
    fn week_due(&self) -> Option<Days> {
        let digest = self.terms.reports.digest.filter(|_| !self.sides().is_empty())?;
        digest.due(self.clock.now(), &self.terms.calendar)
    }

    /// Whether a week is still to be reported on at this instant.
    pub(super) async fn owes_a_report(&self, db: &mut PgConnection) -> Result<bool, StoreError> {
        let Some(week) = self.week_due() else { return Ok(false) };
        for group in &self.terms.groups {
            if !store::notices::is_told(db, &key(week, &group.id)).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
