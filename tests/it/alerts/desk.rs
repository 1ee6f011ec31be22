//! The sweep of a whole desk on a database.

use super::at;
use crate::harness::{DirectStage, Logs, Setup, TestDatabase};

/// A desk with one open case whose first answer is due at 12:00.
async fn opened(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei@telegram \"Mei\" en consumer, lin@telegram \"Lin\" en staff\n\
             at 2026-03-02 10:00 Asia/Shanghai\n\
             mei: /human\n",
        )
        .await;
    stage
}

async fn alerts_of(database: &TestDatabase) -> Vec<String> {
    database.texts("select step::text from alerts order by clock, step").await
}

#[tokio::test]
async fn a_clock_that_is_put_back_and_forth_tells_nothing_twice() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = opened(&database).await;
    stage.play("at 2026-03-02 11:10 Asia/Shanghai\nat 2026-03-02 12:10 Asia/Shanghai\n").await;
    let told = alerts_of(&database).await;
    assert!(told.contains(&"100".to_owned()), "{told:?}");
    stage.clock().set(at("2026-03-02T03:00:00Z"));
    stage.bureau().desk.follow_up().await.expect("a pass");
    stage.clock().set(at("2026-03-02T04:10:00Z"));
    stage.bureau().desk.follow_up().await.expect("a pass");
    assert_eq!(alerts_of(&database).await, told);
    stage.close().await;
}

#[tokio::test]
async fn two_sweeps_at_once_tell_it_once() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let stage = opened(&database).await;
    stage.clock().set(at("2026-03-02T04:10:00Z"));
    let desk = &stage.bureau().desk;
    let (one, other) = tokio::join!(desk.follow_up(), desk.follow_up());
    one.expect("a pass");
    other.expect("a pass");
    let said = "select count(*) from outbox where parcel::text like '%alert-broken%'";
    assert_eq!(database.number(said).await, 1);
    stage.close().await;
}

#[tokio::test]
async fn a_proposal_counts_after_silence_and_not_while_its_customer_has_said_something() {
    let _logs = Logs::capture();
    for (words, ends) in [("", 1), ("mei: Not quite, the strap is short.\n", 0)] {
        let database = TestDatabase::new();
        let mut stage = opened(&database).await;
        stage
            .play(&format!(
                "lin in room: /solve A new strap is on its way.\nat +10m\n{words}at +3d\nat +6d\nat +3h\n"
            ))
            .await;
        let closed = database.number("select count(*) from cases where state = 'closed'").await;
        assert_eq!(closed, ends, "{words:?}");
        stage.close().await;
    }
}

#[tokio::test]
async fn a_case_that_cant_be_read_holds_up_no_other() {
    let logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = opened(&database).await;
    stage.play("people: wei@telegram \"Wei\" en consumer\nwei: /human\n").await;
    let spoiled =
        "update clocks set span = '{\"count\": \"moons\"}' where case_id = (select min(id) from cases)";
    database.execute(spoiled).await;
    stage.clock().set(at("2026-03-02T04:10:00Z"));
    stage.bureau().desk.follow_up().await.expect("a pass");
    let told =
        "select count(distinct k.case_id) from alerts a join clocks k on k.id = a.clock where a.step = 100";
    assert_eq!(database.number(told).await, 1, "the other one");
    assert!(!logs.of("desk.promises.stuck").is_empty(), "and the first is named in the log");
}
