//! The next answer on a database: what is written down late, and who is muted.

use aftercare::sandbox::world::person_id;
use chrono::{DateTime, TimeDelta, Utc};

use crate::harness::{DirectStage, Logs, Setup, TestDatabase};

const PROMISED: &str = "[promises.next_reply]\nhours = 4\n";

/// A case of Mei's that Lin has.
async fn house(database: &TestDatabase) -> DirectStage {
    let setup = Setup { terms: PROMISED.to_owned(), ..Setup::new(database.options()) };
    let mut stage = DirectStage::open(setup).await;
    stage
        .play(
            "people: mei@telegram \"Mei\" en consumer, lin@telegram \"Lin\" en staff\n\
             at 2026-03-02 10:00 Asia/Shanghai\n\
             mei: /human\nlin in room: /take\n",
        )
        .await;
    stage
}

/// Since when answers are owed.
async fn owed(database: &TestDatabase) -> Vec<DateTime<Utc>> {
    let sql = "select to_char(started_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from clocks \
               where target = 'next_reply' and state = 'running'";
    database.texts(sql).await.iter().map(|text| text.parse().expect("an instant")).collect()
}

#[tokio::test]
async fn words_that_cross_an_answer_are_owed_one() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let answer = stage.updates_of("lin in room: /reply Could you send us a photo?");
    let desk = stage.bureau().desk.clone();
    desk.receive(&answer).await.expect("taken");
    // She writes a second after the answer has reached her, and before anybody has written that down.
    let reached = stage.clock().now();
    stage.clock().advance(TimeDelta::seconds(1));
    let words = stage.updates_of("mei: By the way, the lining is torn, too.");
    desk.receive(&words).await.expect("taken");
    assert!(owed(&database).await.is_empty(), "the first answer is still to come, as far as is known");
    stage.clock().set(reached);
    stage.bureau().settle().await;
    assert_eq!(owed(&database).await, [reached + TimeDelta::seconds(1)]);
    stage.close().await;
}

#[tokio::test]
async fn words_of_the_muted_are_owed_nothing_until_they_are_heard_again() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("lin in room: /reply Could you send us a photo?\nlin in room: /mute writes a lot\n").await;
    stage.play("mei: Hello?\n").await;
    assert!(owed(&database).await.is_empty());
    stage.play(&format!("lin in staff: /unmute {}\nmei: Hello again.\n", person_id("mei"))).await;
    assert_eq!(owed(&database).await.len(), 1);
    stage.close().await;
}

#[tokio::test]
async fn an_answer_in_several_parts_meets_it_once_and_words_after_it_are_new() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage
        .play("lin in room: /reply Hello.\nat +1m\nmei: It is the zipper.\nmei: And the lining.\nat +1m\n")
        .await;
    assert_eq!(owed(&database).await.len(), 1);
    stage.play("lin in room: /reply I see.\nlin in room: /reply A moment.\n").await;
    assert!(owed(&database).await.is_empty());
    let events = "select count(*) from clock_events e join clocks k on k.id = e.clock \
                  where k.target = 'next_reply' and e.kind = 'meet'";
    assert_eq!(database.number(events).await, 1);
    stage.play("at +1m\nmei: Thank you.\n").await;
    assert_eq!(owed(&database).await, [stage.clock().now()]);
    stage.close().await;
}
