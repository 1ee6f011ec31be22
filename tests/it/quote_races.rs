//! A price on a database, with several at it at once: customer, agent and clock in transactions side by side. Whoever comes
//! second finds what the first one did.

use std::sync::Arc;

use aftercare::domain::chat::Incoming;
use chrono::TimeDelta;
use tokio::task::JoinSet;

use crate::harness::{DirectStage, Logs, Setup, TestDatabase};

/// How often each race is run.
const ROUNDS: usize = 6;
/// How many carry the same press at once.
const TWINS: usize = 5;

/// A case of Mei's with a price of 30 that is open for three days, and a version of 25 that is shown and not sent.
async fn house(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei@telegram \"Mei\" en consumer, lin@telegram \"Lin\" en staff\n\
             at 2026-03-02 10:00 Asia/Shanghai\n\
             mei: /human\nlin in room: /take\n\
             lin in room: /quote add maintenance 30\nlin in room: /quote send 72h\n\
             lin in room presses \"Send it to the customer\"\n\
             lin in room: /quote revise\nlin in room: /quote change 1 maintenance 25\nlin in room: /quote send\n",
        )
        .await;
    stage
}

/// Lets all of them be taken at once, each as often as twins of it come.
async fn at_once(stage: &mut DirectStage, presses: &[&str]) {
    let batches: Vec<Vec<Incoming>> = presses.iter().map(|press| stage.updates_of(press)).collect();
    let mut racing = JoinSet::new();
    for _ in 0..TWINS {
        for batch in &batches {
            let (desk, batch) = (Arc::clone(&stage.bureau().desk), batch.clone());
            racing.spawn(async move { desk.receive(&batch).await });
        }
        let desk = Arc::clone(&stage.bureau().desk);
        racing.spawn(async move { desk.follow_up().await.map(drop) });
    }
    while let Some(done) = racing.join_next().await {
        done.expect("no panic").expect("taken");
    }
    stage.bureau().settle().await;
}

async fn stages(database: &TestDatabase) -> String {
    database.texts("select stage from quotes order by n").await.join(" ")
}

async fn events(database: &TestDatabase, kind: &str) -> i64 {
    database.number(&format!("select count(*) from case_events where kind = 'price-{kind}'")).await
}

const ACCEPTS: &str = "mei presses \"Accept USD 30.00\"";
const SENDS: &str = "lin in room presses \"Send it to the customer\"";

#[tokio::test]
async fn of_an_acceptance_and_a_new_version_at_once_one_counts() {
    for _ in 0..ROUNDS {
        let _logs = Logs::capture();
        let database = TestDatabase::new();
        let mut stage = house(&database).await;
        at_once(&mut stage, &[ACCEPTS, SENDS]).await;
        let stages = stages(&database).await;
        assert!(["accepted dropped", "replaced open"].contains(&stages.as_str()), "{stages}");
        assert_eq!(events(&database, "accepted").await + events(&database, "sent").await, 2);
        assert_eq!(database.number("select count(*) from quarantine").await, 0);
        stage.close().await;
    }
}

#[tokio::test]
async fn of_an_acceptance_a_refusal_and_taking_it_back_at_once_one_counts() {
    for _ in 0..ROUNDS {
        let _logs = Logs::capture();
        let database = TestDatabase::new();
        let mut stage = house(&database).await;
        at_once(&mut stage, &[ACCEPTS, "mei presses \"Decline\"", "lin in room: /quote withdraw"]).await;
        let mut ends = 0;
        for kind in ["accepted", "declined", "withdrawn"] {
            ends += events(&database, kind).await;
        }
        assert_eq!(ends, 1, "{}", stages(&database).await);
        assert_eq!(database.number("select count(*) from cases where state = 'open'").await, 1);
        let resumed = "select count(*) from clock_events where kind = 'resume'";
        assert_eq!(database.number(resumed).await, 1, "its clock goes on once");
        stage.close().await;
    }
}

#[tokio::test]
async fn a_price_that_runs_out_while_it_is_accepted_runs_out_once() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.clock().advance(TimeDelta::hours(72));
    at_once(&mut stage, &[ACCEPTS]).await;
    assert_eq!(stages(&database).await, "expired draft");
    assert_eq!(events(&database, "expired").await, 1);
    let told = "select count(*) from outbox where by_hand and person is not null";
    assert_eq!(database.number(told).await, 2, "its customer heard of it, and once that it ran out");
    stage.crash().await;
    stage.bureau().desk.follow_up().await.expect("looked");
    assert_eq!(events(&database, "expired").await, 1, "whatever restarts");
    stage.close().await;
}

#[tokio::test]
async fn a_reminder_comes_once_though_many_look() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.clock().advance(TimeDelta::hours(49));
    at_once(&mut stage, &[]).await;
    assert_eq!(events(&database, "reminded").await, 1);
    stage.crash().await;
    at_once(&mut stage, &[]).await;
    assert_eq!(events(&database, "reminded").await, 1, "whatever restarts");
    let due = "select count(*) from quotes where look_at = valid_until and reminded = 1";
    assert_eq!(database.number(due).await, 1, "the next thing is its end");
    stage.close().await;
}

#[tokio::test]
async fn who_is_erased_leaves_no_price_to_look_at() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("mei presses \"Another price\"\nmei: Half of what a squirrel pays.\n").await;
    assert_eq!(database.number("select count(*) from quote_offers where words like '%squirrel%'").await, 1);
    stage
        .play(
            "mei: /privacy erase\nmei presses \"Cancel and erase\"\nmei presses \"Yes, erase everything\"\n",
        )
        .await;
    assert_eq!(stages(&database).await, "withdrawn dropped");
    assert_eq!(database.number("select count(*) from quotes where look_at is not null").await, 0);
    assert_eq!(database.number("select count(*) from quote_offers where words <> ''").await, 0);
    assert_eq!(database.number("select count(*) from quote_lines where words <> ''").await, 0);
    stage.close().await;
}
