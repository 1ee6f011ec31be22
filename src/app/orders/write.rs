//! Orders into the database, batch by batch: each is one transaction, so that what is told to be in is in.

use std::{collections::HashMap, time::Duration};

use sqlx::Acquire as _;

use super::Desk;
use crate::{
    domain::{
        chat::Platform,
        id::CaseId,
        order::{
            Order, OrderChange,
            import::{Entry, Outcome, merge},
        },
        plan::{Parcel, Rank, To},
    },
    store::{self, Fault, StoreError, said::NewRow},
};

/// Lines of a list that one transaction takes.
const BATCH: usize = 1000;
/// How often a batch that lost a race is run again at once.
const RACES: u32 = 5;
/// Waits before a batch is tried again when the database is away; then it is given up.
const AWAY: [Duration; 2] = [Duration::ZERO, Duration::from_secs(1)];

/// What became of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// Orders the desk did not know.
    pub new: u64,
    /// Orders that are different now.
    pub changed: u64,
    /// Orders that are as they were.
    pub same: u64,
    /// Orders of committed batches.
    pub written: u64,
    /// The last line of the list that is in.
    pub up_to: u64,
    /// Why it ended before its end.
    pub stopped: Option<String>,
}

/// Writes orders, batch by batch, until the list or the database ends.
pub(super) async fn write(
    desk: Desk<'_>,
    orders: impl Iterator<Item = Entry> + Send,
    dry_run: bool,
) -> Count {
    let mut count = Count::default();
    let mut orders = orders.peekable();
    while orders.peek().is_some() {
        let mut batch = Vec::new();
        let mut lines = 0;
        while let Some(entry) = orders.next_if(|e| lines == 0 || lines + e.products.len() <= BATCH) {
            lines += entry.products.len();
            batch.push(entry);
        }
        match patiently(desk, &batch, dry_run).await {
            Ok([new, changed, same]) => {
                (count.new, count.changed, count.same) =
                    (count.new + new, count.changed + changed, count.same + same);
                count.written += batch.len() as u64;
                count.up_to = batch.last().map_or(count.up_to, |e| e.lines.1);
            }
            Err(error) => {
                count.stopped = Some(match error.fault() {
                    Fault::Outage => format!("the database went away ({error})"),
                    Fault::Race | Fault::Poison | Fault::Deposed => format!("the database refused ({error})"),
                });
                return count;
            }
        }
    }
    count
}

async fn patiently(desk: Desk<'_>, batch: &[Entry], dry_run: bool) -> Result<[u64; 3], StoreError> {
    let (mut races, mut away) = (0, AWAY.into_iter());
    loop {
        // Why again: whether a lost commit was one or not, the same orders come to the same.
        match write_batch(desk, batch, dry_run).await {
            Err(error) if error.fault() == Fault::Race && races < RACES => races += 1,
            Err(error) if error.fault() == Fault::Outage => match away.next() {
                // Why real time: what is waited for is the database, and nothing says when it is back.
                Some(pause) => tokio::time::sleep(pause).await,
                None => return Err(error),
            },
            done => return done,
        }
    }
}

/// One batch in one transaction: how many are new, changed, as they were.
async fn write_batch(desk: Desk<'_>, batch: &[Entry], dry_run: bool) -> Result<[u64; 3], StoreError> {
    let mut db = desk.pool.acquire().await?;
    let mut tx = db.begin().await?;
    let keys: Vec<String> = batch.iter().map(|e| e.number.key().to_owned()).collect();
    let known = store::orders::by_keys(&mut tx, &keys).await?;
    let known: HashMap<String, Order> =
        known.into_iter().filter_map(|o| Some((o.goods.number()?.key().to_owned(), o))).collect();
    let (mut count, mut changes, mut moved) = ([0, 0, 0], Vec::new(), Vec::new());
    for entry in batch {
        let key = entry.number.key().to_owned();
        let before = known.get(&key);
        match merge(entry.clone(), before) {
            Outcome::New(change) => {
                count[0] += 1;
                moved.push(key);
                changes.push(change);
            }
            Outcome::Changed(change) => {
                count[1] += 1;
                moved.extend(before.is_some_and(|b| shows_differently(b, &change)).then_some(key));
                changes.push(change);
            }
            Outcome::Same => count[2] += 1,
        }
    }
    if dry_run {
        tx.rollback().await?;
        return Ok(count);
    }
    store::orders::write(&mut tx, &changes, desk.now).await?;
    if let Some(platform) = desk.cards {
        let cases = store::orders::live_cases_about(&mut tx, &moved).await?;
        let cards: Vec<NewRow> = cases.into_iter().map(|case| card(case, platform, desk)).collect();
        store::said::put(&mut tx, &cards, &[], 0, desk.now).await?;
    }
    tx.commit().await?;
    Ok(count)
}

/// Whether cards of cases about it look different.
fn shows_differently(before: &Order, change: &OrderChange) -> bool {
    let head = |o: &Order| (o.goods.number.clone(), o.goods.status, o.goods.dates);
    head(before) != head(&change.order)
}

/// The card of a case, to be brought up to date by whoever is in office.
fn card(case: CaseId, platform: Platform, desk: Desk<'_>) -> NewRow {
    NewRow {
        lane: format!("r:{case}"),
        platform,
        to: To::Room(case),
        urgency: Rank::Later,
        by_hand: false,
        parcel: Parcel::Card,
        leased: false,
        not_before: desk.now,
        fold: Some("card".to_owned()),
        replaces: None,
    }
}
