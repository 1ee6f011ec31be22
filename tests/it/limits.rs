//! What is much or often: data that fills several files, numbers asked for all day, and more files than a day keeps.

use std::fmt::Write as _;

use aftercare::desk::Act;
use serde_json::Value;

use crate::config::{Folder, errors};
use crate::harness::{DirectStage, Setup, TestDatabase};

/// The files Mei was sent, by name.
fn files(stage: &DirectStage) -> Vec<(String, Value, usize)> {
    let calls = stage.courier().take_calls();
    let uploads = calls.into_iter().filter_map(|call| match call.delivery.act {
        Act::Upload { file, .. } => Some((file.name, file.bytes)),
        _ => None,
    });
    uploads
        .map(|(name, bytes)| {
            let document = serde_json::from_slice(&bytes.0).expect("each part is a document of its own");
            (name, document, bytes.0.len())
        })
        .collect()
}

#[tokio::test]
async fn data_too_large_for_one_file_comes_in_several_each_message_in_one_of_them_and_in_order() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    let mut story = "people: mei \"Mei\" en consumer, lin \"Lin\" en staff\nmei: /human\n".to_owned();
    for n in 1..=7 {
        writeln!(story, "mei: Line {n} of seven.").expect("a line");
    }
    story.push_str("lin in room: A note of the staff.");
    stage.play(&story).await;
    // Why grown in its table: it takes thousands of messages of the longest kind to come to this.
    database
        .execute("update messages set body = body || repeat('.', 3 * 1024 * 1024) where side = 'customer'")
        .await;
    stage.courier().take_calls();
    stage.play("mei: /privacy export").await;
    let sent = files(&stage);
    let names: Vec<&str> = sent.iter().map(|(name, ..)| name.as_str()).collect();
    let expected = ["my-data-2026-03-02.json", "my-data-2026-03-02-2.json", "my-data-2026-03-02-3.json"];
    assert_eq!(names, expected);
    let heads: Vec<bool> = sent.iter().map(|(_, document, _)| !document["person"].is_null()).collect();
    assert_eq!(heads, [true, false, false], "who they are stands in the first");
    let said = |document: &Value| {
        let messages = document["messages"].as_array().cloned().unwrap_or_default();
        messages
            .iter()
            .map(|m| m["text"].as_str().unwrap_or_default().trim_end_matches('.').to_owned())
            .collect::<Vec<_>>()
    };
    let all: Vec<String> = sent.iter().flat_map(|(_, document, _)| said(document)).collect();
    let lines: Vec<String> = (1..=7).map(|n| format!("Line {n} of seven")).collect();
    assert_eq!(all, lines, "nothing twice, nothing lost, and no note of the staff");
    assert!(sent.iter().all(|(.., size)| *size < 50 << 20), "what Telegram takes");
    stage.close().await;
}

#[tokio::test]
async fn twenty_numbers_a_day_are_looked_up_and_the_next_is_taken_as_it_is_told() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    let known = "orders:\n| order,family,colour,delivered\n| A-4471,travel-case,black,2026-02-20\n";
    let begun = "rex: /claim\nrex presses \"It broke or doesn't work\"\nrex presses \"Travel case\"\n";
    let mut guesses = String::new();
    // Why a number every 20 seconds: the limit of a minute is another one, and is not to be met.
    for n in 0..19 {
        writeln!(guesses, "rex: {}\nrex: /back\nat +20s", 5000 + n).expect("a line");
    }
    let asked = "rex: A-4471\nexpect rex \"Is that the one?\"\nrex presses \"No, another\"\n";
    let not_asked =
        "rex: A-4471\nexpect rex \"When did you get it?\"\nexpect no rex \"Is that the one?\"\nrex: /back\n";
    let people = "people: rex \"Rex\" en consumer, lin \"Lin\" en staff\n";
    let day = format!("{people}{known}{begun}{guesses}{asked}at +2m\n{not_asked}at +23h\n{not_asked}");
    stage.play(&day).await;
    assert_eq!(
        database.number("select count(*) from order_lookups").await,
        20,
        "what is refused is not counted"
    );
    // The first of them are a day old now.
    stage.play(&format!("at +1h\n{asked}")).await;
    stage.close().await;
}

#[test]
fn a_day_that_keeps_fewer_files_than_a_claim_may_hold_is_refused() {
    let load = |day: u32, wholesale: u32| {
        let terms = format!(
            "[caps]\nevidence = 12\nday = {{ files = {day}, megabytes = 50 }}\n\
             wholesale_day = {{ files = {wholesale}, megabytes = 50 }}"
        );
        Folder::of(&format!("caps-{day}-{wholesale}"), &[("terms.toml", &terms)]).load()
    };
    assert!(load(12, 12).is_ok(), "as many are enough");
    let found = errors(load(11, 12));
    assert_eq!(
        found,
        [("terms.toml: caps.day.files".to_owned(), "write 12 or more, or lower caps.evidence".to_owned())]
    );
    let found = errors(load(0, 5));
    let keys: Vec<&str> = found.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["terms.toml: caps.day", "terms.toml: caps.wholesale_day.files"]);
    let delivered = crate::config::load(&[]).expect("in order");
    let delivered = &delivered.terms.caps;
    assert!(
        delivered.evidence >= 12 && delivered.day.files > delivered.evidence,
        "and a photo more later that day"
    );
}

#[tokio::test]
async fn a_flood_is_told_once_kept_whole_and_holds_up_nobody() {
    let database = TestDatabase::new();
    let terms = "[caps]\ninputs = { per_minute = 30, per_hour = 300 }\n".to_owned();
    let mut stage = DirectStage::open(Setup { terms, ..Setup::new(database.options()) }).await;
    stage
        .play(
            "people: mei@telegram \"Mei\" en consumer, wei@telegram \"Wei\" en consumer, lin@telegram \"Lin\" en staff\n\
             mei: /human\nlin in room: /take\nat +2m\n",
        )
        .await;
    let before = database.number("select count(*) from outbox").await;
    let flood: Vec<String> = (0..500).map(|n| format!("mei: word {n}")).collect();
    let mut batch = stage.updates_of(&flood.join("\n"));
    batch.extend(stage.updates_of("wei: /human"));
    for part in batch.chunks(100) {
        stage.bureau().desk.receive(part).await.expect("taken");
        // What comes again counts as little as it is taken again.
        stage.bureau().desk.receive(part).await.expect("taken");
    }
    let words = "select count(*) from messages where body like 'word %' and case_id is not null";
    assert_eq!(database.number(words).await, 500, "every word is kept");
    let told = "select count(*) from outbox where parcel::text like '%too-fast%'";
    assert_eq!(database.number(told).await, 1, "she is told once");
    let said = database.number("select count(*) from outbox").await - before;
    assert!(said < 60, "{said} messages came of 500");
    assert_eq!(database.number("select count(*) from cases").await, 2, "and Wei has his case");
    stage.close().await;
}

#[tokio::test]
async fn a_customer_has_so_many_cases_going_on_and_no_more_whichever_way_they_begin_one() {
    let database = TestDatabase::new();
    let terms = "[caps]\nopen_cases = 1\n".to_owned();
    let mut stage = DirectStage::open(Setup { terms, ..Setup::new(database.options()) }).await;
    let full = "expect mei \"as many as there can be\"";
    stage
        .play(&format!(
            "people: mei@telegram \"Mei\" en consumer, lin@telegram \"Lin\" en staff\n\
             mei: /start\nmei: /human\nmei: /new\n{full}\nmei presses \"A custom or wholesale order\"\n{full}\nmei: It broke.\n"
        ))
        .await;
    let drafts = "select count(*) from dialogues";
    let cases = "select count(*) from cases";
    assert_eq!((database.number(drafts).await, database.number(cases).await), (0, 1));
    let words = "select count(*) from messages where body = 'It broke.' and case_id is not null";
    assert_eq!(database.number(words).await, 1, "what they say goes into the case they have");
    stage.play("lin in room: /close it was dust\nmei: /new").await;
    assert_eq!(database.number(drafts).await, 1, "and when that has ended there is room for another");
    stage.close().await;
}
