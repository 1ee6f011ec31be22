//! Updates that come more than once: again, in another order, side by side. One effect each.

use std::sync::Arc;

use aftercare::domain::chat::Incoming;
use tokio::task::JoinSet;

use super::{changed, memory};
use crate::harness::{DirectStage, Setup, TestDatabase};

/// How many carry the same update at once.
const TWINS: usize = 100;

const WORDS: &str =
    "mei: /human\nmei: The zipper broke.\nmei sends photo a.jpg \"here\"\nmei: Hello?\nmei: /cases";

async fn stage(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play("people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff").await;
    stage
}

#[tokio::test]
async fn what_was_taken_has_no_effect_again_in_whatever_order_it_comes() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    let batch = stage.updates_of(WORDS);
    stage.bureau().take(&batch).await;
    let once = memory(&database).await;
    let mut again: Vec<Incoming> = batch.iter().rev().cloned().collect();
    again.extend(batch.clone());
    for part in again.chunks(3) {
        stage.bureau().take(part).await;
    }
    stage.crash().await;
    stage.bureau().take(&again).await;
    assert_eq!(changed(&once, &memory(&database).await), [""; 0]);
    stage.close().await;
}

#[tokio::test]
async fn updates_that_come_in_another_order_are_each_taken_once() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    let batch = stage.updates_of(WORDS);
    for incoming in batch.iter().rev() {
        stage.bureau().take(std::slice::from_ref(incoming)).await;
    }
    assert_eq!(database.number("select count(*) from seen").await, 5);
    assert_eq!(database.number("select count(*) from cases").await, 1);
    assert_eq!(database.number("select count(*) from messages where side = 'customer'").await, 3);
    stage.close().await;
}

#[tokio::test]
async fn a_hundred_twins_of_one_update_open_one_case() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    let batch = stage.updates_of("mei: /human");
    let mut twins = JoinSet::new();
    for _ in 0..TWINS {
        let (desk, batch) = (Arc::clone(&stage.bureau().desk), batch.clone());
        twins.spawn(async move { desk.receive(&batch).await });
    }
    while let Some(done) = twins.join_next().await {
        done.expect("no panic").expect("taken");
    }
    stage.bureau().settle().await;
    assert_eq!(database.number("select count(*) from cases").await, 1);
    assert_eq!(database.number("select count(*) from case_events where kind = 'opened'").await, 1);
    assert_eq!(database.number("select count(*) from people where name = 'Mei Li'").await, 1);
    stage.close().await;
}
