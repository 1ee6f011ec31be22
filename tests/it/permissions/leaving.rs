//! Whoever is taken off the desk's list: from that moment they do nothing, and what was theirs is in the queue.

use aftercare::domain::{chat::Input, text::Rich};
use aftercare::sandbox::world::person_id;

use super::{answers, rows};
use crate::harness::{DirectStage, Setup, TestDatabase};

/// Mei has a case; Gao is an agent.
async fn house(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play("people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff, gao \"Gao\" en staff\nmei: /human\ngao in staff: hello")
        .await;
    stage.play(&format!("lin in staff: /agent add {} agent", person_id("gao"))).await;
    stage
}

fn remove() -> String {
    format!("lin in staff: /agent remove {}", person_id("gao"))
}

async fn cases(database: &TestDatabase) -> Vec<String> {
    database.texts("select state || ' ' || coalesce(assignee::text, 'nobody') from cases").await
}

#[tokio::test]
async fn who_was_taken_off_the_list_cant_change_what_they_said() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let reference = database.texts("select ref from cases").await.pop().expect("a case");
    let reply = stage.updates_of(&format!("gao: /reply {reference} The repair is free.")).remove(0);
    answers(&stage, &database, &reply).await;
    stage.bureau().desk.deliver_due(&stage.bureau().couriers).await;
    let mut edit = reply.clone();
    edit.key.key += 500_000;
    edit.input = Input::Edited { words: Rich::plain("/reply x You pay."), file: None };
    let mut later = edit.clone();
    later.key.key += 1;
    assert_ne!(
        answers(&stage, &database, &edit).await.len(),
        0,
        "while she works here it reaches the customer"
    );
    stage.play(&remove()).await;
    let before = rows(&database).await;
    assert_eq!(answers(&stage, &database, &later).await.len(), 0);
    assert_eq!(rows(&database).await, before);
    stage.close().await;
}

#[tokio::test]
async fn who_is_taken_off_the_list_does_nothing_more_in_the_same_batch() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("gao in room: /take").await;
    let batch = stage.updates_of(&format!("{}\ngao in room: /reply I still have the tab open.", remove()));
    stage.bureau().desk.receive(&batch).await.expect("taken");
    assert_eq!(database.number("select count(*) from messages where side = 'agent'").await, 0);
    assert_eq!(cases(&database).await, ["new nobody"]);
    stage.close().await;
}

#[tokio::test]
async fn a_case_taken_right_before_goes_back_as_well() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let batch = stage.updates_of(&format!("gao in room: /take\n{}\nmei: Hello?", remove()));
    stage.bureau().desk.receive(&batch).await.expect("taken");
    assert_eq!(cases(&database).await, ["new nobody"]);
    stage.close().await;
}

#[tokio::test]
async fn what_they_had_ended_is_the_queues_when_it_is_opened_again() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("gao in room: /take\ngao in room: /close It was dust.").await;
    stage.play(&remove()).await;
    stage.play("mei presses \"Open it again\"").await;
    assert_eq!(cases(&database).await, ["new nobody"], "or nobody would find it");
    stage.close().await;
}

#[tokio::test]
async fn an_admin_the_configuration_names_no_more_leaves_no_case_behind() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("lin in room: /take").await;
    stage.bureau().desk.set_floor(&[]).await.expect("named");
    assert_eq!(cases(&database).await, ["new nobody"]);
    stage.close().await;
}
