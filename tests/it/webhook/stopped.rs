//! A process that is stopped in the middle of taking what was brought: the other one takes it, once, and whoever wakes up adds
//! nothing.

use std::time::Duration;

use aftercare::sandbox::world::person_id;
use rustix::process::Signal;
use serde_json::json;
use sqlx::Connection as _;

use super::processes::{command, webhook_is};
use crate::harness::site::{Running, Site, eventually, free_address};

const HEADER: &str = "x-telegram-bot-api-secret-token";
/// A process that wakes up has found by then whatever there is to be found.
const AWAKE: Duration = Duration::from_secs(3);

/// Telegram as far as these tests are it: brings one update of Mei's to a process, and hears what that says.
async fn brings(site: &Site, address: &str) -> Option<u16> {
    let mei = person_id("mei");
    let update = json!({"update_id": 900_000_001, "message": {
        "message_id": 900, "date": 1, "text": "/start",
        "chat": {"id": mei, "type": "private", "first_name": "Mei Li"},
        "from": {"id": mei, "is_bot": false, "first_name": "Mei Li"}}});
    let request =
        site.client.post(format!("http://{address}/telegram")).header(HEADER, super::SECRET).json(&update);
    Some(request.send().await.ok()?.status().as_u16())
}

/// Stops one of two, in the middle of its transaction; `n` = which.
async fn stopped_in_the_middle(n: usize) {
    let site = Site::migrated().await;
    let addresses = [free_address(), free_address()];
    let start =
        |address: &String| Running::start(command(&site, address, &format!("http://{address}/telegram")));
    let first = start(&addresses[0]);
    webhook_is(&site, &addresses[0], "ok").await;
    let second = start(&addresses[1]);
    webhook_is(&site, &addresses[1], "off").await;
    // Why first: a bot is heard by nobody who has not written to it.
    site.start();
    site.answered(1).await;
    let (stopped, other) = if n == 0 { (&first, &addresses[1]) } else { (&second, &addresses[0]) };
    let mut db = site.db().await;
    let mut held = db.begin().await.expect("a transaction");
    sqlx::raw_sql("LOCK TABLE seen IN ACCESS EXCLUSIVE MODE").execute(&mut *held).await.expect("a lock");
    let begun = brings(&site, &addresses[n]);
    let rest = async {
        let waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INTO seen%'";
        eventually("it takes what was brought", async || site.count(waits).await > 0).await;
        stopped.stop();
        held.rollback().await.expect("the lock goes");
        let amid = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' AND query LIKE '%INTO seen%'";
        eventually("its transaction is open", async || site.count(amid).await > 0).await;
        eventually("the other one takes it", async || brings(&site, other).await == Some(200)).await;
        assert_eq!(site.count("SELECT count(*) FROM seen").await, 2);
        site.answered(2).await;
        stopped.signal(Signal::CONT);
    };
    let (said, ()) = tokio::join!(begun, rest);
    assert!(matches!(said, Some(200 | 503)), "it is taken, or to be brought again: {said:?}");
    for address in &addresses {
        eventually("each knows it", async || brings(&site, address).await == Some(200)).await;
    }
    // Why real time: that nothing happens is seen by waiting.
    tokio::time::sleep(AWAKE).await;
    assert_eq!(site.count("SELECT count(*) FROM seen").await, 2, "taken once");
    site.answered(2).await;
    assert_eq!(site.count("SELECT count(*) FROM outbox WHERE state <> 'sent'").await, 0);
    assert_eq!(site.count("SELECT count(*) FROM quarantine").await, 0);
}

#[tokio::test]
async fn who_is_in_office_and_stopped_while_it_takes_an_update_adds_nothing_to_what_the_other_took() {
    stopped_in_the_middle(0).await;
}

#[tokio::test]
async fn who_stands_by_and_is_stopped_while_it_takes_an_update_adds_nothing_to_what_the_other_took() {
    stopped_in_the_middle(1).await;
}
