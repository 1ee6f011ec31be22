//! Whose surveys are: their words as they were last put, one person's when two accounts are joined, and told to them with all else.

use aftercare::desk::Act;
use serde_json::Value;

use crate::harness::{DirectStage, Setup, TestDatabase};

/// One name on both platforms: each part of a story says so.
const PEOPLE: &str = "people: mei@telegram \"Mei Li\" en consumer, mei@discord \"Mei L.\" en consumer, lin@telegram \"Lin\" en staff\n";

/// Asked on both platforms, as two people; answered on one.
const ASKED: &str = "at 2026-03-02 10:00 Asia/Shanghai\n\
    mei@telegram: /human\nlin in room 1: /take\nlin in room 1: /solve It is on its way.\nmei@telegram presses \"Yes, solved\"\n\
    mei@discord in support presses \"Talk to a person\"\nlin in room 2: /take\nlin in room 2: /solve Here you are.\n\
    mei@discord presses \"Yes, solved\"\n\
    at +1d\nmei@telegram presses \"4\"\nmei@telegram: squirrels everywhere\n";

/// Their account on Discord, as the desk is told it.
const THERE: &str = "discord:879748723343622144";

const COMMENT: &str = "select comment from surveys where comment is not null";

async fn asked(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup { discord: true, ..Setup::new(database.options()) }).await;
    stage.play(&format!("{PEOPLE}{ASKED}")).await;
    assert_eq!(database.number("select count(*) from surveys").await, 2);
    assert_eq!(database.texts(COMMENT).await, ["squirrels everywhere"]);
    stage
}

#[tokio::test]
async fn a_comment_that_is_edited_is_kept_as_it_was_put_last() {
    let database = TestDatabase::new();
    let mut stage = asked(&database).await;
    stage.play(&format!("{PEOPLE}mei@telegram edits \"squirrels\" to \"squirrels and bats\"")).await;
    assert_eq!(database.texts(COMMENT).await, ["squirrels and bats"]);
    stage.play(&format!("{PEOPLE}restart\nmei@telegram edits \"squirrels\" to \"bats alone\"")).await;
    assert_eq!(database.texts(COMMENT).await, ["bats alone"]);
    let others = "select count(*) from cases";
    assert_eq!(database.number(others).await, 2, "and it opens no case");
    // When answers are final, so are words.
    stage.play(&format!("{PEOPLE}at +9d\nmei@telegram edits \"bats\" to \"nothing at all\"")).await;
    assert_eq!(database.texts(COMMENT).await, ["bats alone"]);
    stage.close().await;
}

#[tokio::test]
async fn surveys_of_two_accounts_are_one_persons_when_they_are_joined() {
    let database = TestDatabase::new();
    let mut stage = asked(&database).await;
    let join = format!(
        "{PEOPLE}mei@telegram: /human\nlin in room 3: /bind {THERE}\nlin in room 3 presses \"Join them\""
    );
    stage.play(&join).await;
    for (table, rows) in [("surveys", 2), ("survey_occasions", 2), ("survey_turns", 1)] {
        let whose = format!(
            "select count(*) from {table} s join people p on p.id = s.person where p.became is null \
             and p.id = (select customer from cases limit 1)"
        );
        assert_eq!(database.number(&whose).await, rows, "{table}");
        assert_eq!(database.number(&format!("select count(*) from {table}")).await, rows, "{table}");
    }
    stage.courier().take_calls();
    stage.play(&format!("{PEOPLE}mei@telegram: /privacy export")).await;
    let surveys = exported(&stage);
    assert_eq!(surveys.len(), 2, "{surveys:?}");
    let hers = surveys.iter().find(|one| !one["comment"].is_null()).expect("the one with words");
    assert_eq!((&hers["form"], &hers["scores"]["product"]), (&Value::from("service"), &Value::from(4)));
    assert_eq!(hers["comment"], "squirrels everywhere");
    stage.close().await;
}

/// The surveys in the data somebody was sent.
fn exported(stage: &DirectStage) -> Vec<Value> {
    let documents = stage.courier().take_calls().into_iter().filter_map(|call| match call.delivery.act {
        Act::Upload { file, .. } => serde_json::from_slice::<Value>(&file.bytes.0).ok(),
        _ => None,
    });
    documents.flat_map(|document| document["surveys"].as_array().cloned().unwrap_or_default()).collect()
}
