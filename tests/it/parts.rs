//! A batch of many people is taken in parts at the same time: everything of it once, each in their order, and a part that
//! can't be taken holds up no other.

use std::fmt::Write as _;

use aftercare::sandbox::shown::Place;

use crate::harness::{DirectStage, Setup, TestDatabase};

const NAMES: [&str; 16] = [
    "mei", "wei", "ida", "tom", "ana", "bo", "cem", "dag", "eva", "fei", "gus", "hua", "ira", "jan", "kai",
    "leo",
];

fn chat(handle: &str) -> Place {
    Place::Chat(handle.to_owned())
}

async fn stage(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    let people = NAMES.map(|name| format!("{name} \"{name}\" en consumer")).join(", ");
    stage.play(&format!("people: lin \"Lin\" en staff, {people}")).await;
    stage
}

/// What everybody says, round by round, with the staff in between.
fn lines() -> String {
    let mut lines = String::new();
    for words in ["/human", "first", "second", "third"] {
        for name in NAMES {
            let _ = writeln!(lines, "{name}: {words}");
        }
        let _ = writeln!(lines, "lin in staff: /queue");
    }
    lines
}

#[tokio::test]
async fn many_people_are_heard_at_once_and_each_in_their_order() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    let batch = stage.updates_of(&lines());
    stage.bureau().take(&batch).await;
    assert_eq!(database.number("select count(*) from seen").await, 68);
    let parts = database.number("select count(distinct xmin::text) from seen").await;
    assert_eq!(parts, 2, "in two transactions");
    assert_eq!(database.number("select count(*) from cases").await, 16);
    let said = database
        .texts(
            "select string_agg(m.body, ' ' order by m.id) from messages m \
             where m.side = 'customer' group by m.person",
        )
        .await;
    assert_eq!(said.len(), 16);
    assert!(said.iter().all(|words| words == "first second third"), "{said:?}");
    let before: Vec<usize> = NAMES.iter().map(|name| stage.chats().said(&chat(name)).len()).collect();
    stage.bureau().take(&batch).await;
    let after: Vec<usize> = NAMES.iter().map(|name| stage.chats().said(&chat(name)).len()).collect();
    assert_eq!(before, after, "nobody is answered twice");
    stage.close().await;
}

#[tokio::test]
async fn who_can_not_be_heard_keeps_nobody_of_another_part_waiting() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    stage.play(&NAMES.map(|name| format!("{name}: /new")).join("\n")).await;
    database
        .execute(
            "update dialogues set draft = '{\"nothing\": \"of ours\"}' \
             where person = (select id from people where name = 'tom')",
        )
        .await;
    let batch = stage.updates_of(&NAMES.map(|name| format!("{name}: one")).join("\n"));
    stage.bureau().take(&batch).await;
    assert_eq!(database.number("select count(*) from quarantine").await, 1);
    for name in NAMES.into_iter().filter(|name| *name != "tom") {
        assert_eq!(stage.chats().said(&chat(name)).len(), 2, "{name}");
    }
    stage.close().await;
}
