//! An erased person is nowhere: every column of every table is searched, and every column has its place in the list of
//! what becomes of it.

use std::collections::{BTreeMap, BTreeSet};

use aftercare::sandbox::world::person_id;
use aftercare::store::erasure::{Held, tables};
use chrono::TimeDelta;

use crate::harness::{DirectStage, Setup, TestDatabase};

/// Everything text-like of every table, cell by cell, with where it stands.
async fn cells(database: &TestDatabase) -> Vec<String> {
    let columns = database
        .texts(
            "select table_name || '.' || column_name from information_schema.columns \
             where table_schema = 'public' and table_name <> '_sqlx_migrations' order by 1",
        )
        .await;
    let mut cells = Vec::new();
    for column in columns {
        let (table, name) = column.split_once('.').expect("a table and a column");
        let sql = format!(
            "select '{column}: ' || coalesce(case when pg_typeof(\"{name}\") = 'bytea'::regtype \
             then encode(\"{name}\"::text::bytea, 'escape') else \"{name}\"::text end, '') from {table}"
        );
        cells.extend(database.texts(&sql).await);
    }
    cells
}

fn holding<'a>(cells: &'a [String], words: &[&str]) -> Vec<&'a String> {
    cells.iter().filter(|cell| words.iter().any(|word| cell.contains(word))).collect()
}

/// Mei tells her story every way there is: answers, captions, an edit, a comment, a second draft, words without a case,
/// an update that could not be read; and staff speaks of her.
const STORY: &str = "people: mei \"Meixiang Lindqvist\" en consumer, tom \"Tom Brandt\" en consumer, lin \"Lin\" en staff\n\
    mei: /claim\n\
    mei presses \"It broke or doesn't work\"\n\
    mei presses \"Travel case\"\n\
    mei: ZX-90817\n\
    mei: 3 September 2025\n\
    mei presses \"Zipper\"\n\
    mei: The squirrel ate the puller.\n\
    mei presses \"Normal use\"\n\
    mei sends photo squirrel.jpg \"The squirrel itself\"\n\
    mei presses \"Done\"\n\
    mei presses \"No, not at all\"\n\
    mei presses \"No fixed date\"\n\
    mei presses \"Repair\"\n\
    mei presses \"Here in the chat\"\n\
    mei presses \"Send\"\n\
    mei: Is the squirrel covered?\n\
    mei edits \"Is the squirrel covered?\" to \"Are squirrels covered?\"\n\
    lin in room: /take\n\
    lin in room: She keeps a squirrel.\n\
    lin in room: /reply Dear Meixiang, squirrels are covered.\n\
    mei sends photo acorn.jpg \"Its acorn\"\n\
    lin in staff: /mine\n\
    lin: /mine\n\
    lin in room: /verdict craftsmanship replacement known-batch value 9 Squirrels love this puller.\n\
    lin in room presses \"Decide so, and tell the customer\"\n\
    lin in room: /verdict sent Acorn-Express AC-0RN1\n\
    lin in room: /resume\n\
    lin in room: /solve A new puller comes.\n\
    mei presses \"Yes, solved\"\n\
    mei: /new\n\
    mei presses \"It arrived damaged\"\n\
    tom: /human\n\
    tom: My bag has a scratch.";

const HERS: [&str; 6] = ["Meixiang", "Lindqvist", "quirrel", "corn", "ZX-90817", "puller"];

#[tokio::test]
async fn after_an_erasure_nothing_of_a_person_is_in_any_table_and_its_proof_is() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    let account = person_id("mei").to_string();
    database
        .execute(&format!(
            "insert into quarantine (source, key, sub, at, why, raw) values (1, 7, 0, now(), 'x', \
             '{{\"message\": {{\"from\": {{\"id\": {account}}}, \"text\": \"squirrel\"}}}}')"
        ))
        .await;
    database
        .execute(
            "insert into orders (key, digits, number, customer, buyer, status, changed_at) values \
             ('ZX90817', '90817', 'ZX90817', 'meixiang Lindqvist', 'consumer', 'ordered', now())",
        )
        .await;
    let files = database.texts("select file || '|' || uniq from media").await;
    let files: Vec<&str> = files.iter().flat_map(|both| both.split('|')).collect();
    let reference = database.texts("select ref from cases where kind = 'claim'").await.remove(0);
    let hers: Vec<&str> =
        HERS.iter().copied().chain(files).chain([account.as_str(), reference.as_str()]).collect();
    let before = cells(&database).await;
    for word in &hers {
        assert!(!holding(&before, &[word]).is_empty(), "{word} is looked for where it never was");
    }
    stage.play("mei: /privacy erase\nmei presses \"Yes, erase everything\"").await;
    let after = cells(&database).await;
    assert_eq!(holding(&after, &hers), [&""; 0], "something of her is left");
    let proof = "select format('%s %s %s %s', what, cases, messages > 3, files) from privacy_acts \
                 where done_at is not null and closed_at is not null";
    assert_eq!(database.texts(proof).await, ["erase 1 t 2"]);
    let kept = "select format('%s %s %s', kind, state, (select count(*) from clocks k where k.case_id = c.id)) \
                from cases c where worn_at is not null";
    assert_eq!(database.texts(kept).await, ["claim closed 2"]);
    let lines = "select format('%s %s', family, part) from case_lines";
    assert_eq!(database.texts(lines).await, ["travel-case zipper"], "product and fault stay");
    assert!(!holding(&after, &["scratch"]).is_empty(), "nobody else loses a word");
    stage.close().await;
}

#[tokio::test]
async fn every_column_of_the_schema_has_its_place_in_the_list() {
    let database = TestDatabase::new();
    let columns = database
        .texts(
            "select table_name || '.' || column_name from information_schema.columns \
             where table_schema = 'public' and table_name <> '_sqlx_migrations'",
        )
        .await;
    let mut schema: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for column in &columns {
        let (table, name) = column.split_once('.').expect("a table and a column");
        schema.entry(table).or_default().insert(name);
    }
    let mut wrong = Vec::new();
    for (table, columns) in &schema {
        let Some((_, held, listed)) = tables().find(|(name, ..)| name == table) else {
            wrong.push(format!("{table}: say in src/store/erasure/tables.rs what becomes of it"));
            continue;
        };
        let listed: BTreeSet<&str> = listed.iter().map(|(name, _)| *name).collect();
        if *held != Held::Deleted && listed != *columns {
            let odd: Vec<_> = listed.symmetric_difference(columns).collect();
            wrong.push(format!(
                "{table}: {odd:?} is in the schema or in src/store/erasure/tables.rs, not in both"
            ));
        }
    }
    let gone = tables().map(|(name, ..)| *name).filter(|name| !schema.contains_key(name));
    wrong.extend(gone.map(|table| format!("{table}: there is no such table any more")));
    assert_eq!(wrong, [""; 0]);
}

#[tokio::test]
async fn words_of_cases_that_ended_long_ago_go_by_themselves_and_the_others_stay() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    // The case that ends had another home once.
    database
        .execute(
            "insert into left_rooms (case_id, platform, chat, thread, card, left_at) \
             select id, 2, 77, 78, 79, opened_at from cases where kind = 'claim'",
        )
        .await;
    let left = "select count(*) from left_rooms";
    assert_eq!(database.number(left).await, 1);
    let tidy = async |stage: &DirectStage| stage.bureau().desk.tidy().await.expect("tidied");
    stage.clock().advance(TimeDelta::days(729));
    tidy(&stage).await;
    assert!(!holding(&cells(&database).await, &["quirrel"]).is_empty(), "not a day too early");
    stage.clock().advance(TimeDelta::days(3));
    tidy(&stage).await;
    let after = cells(&database).await;
    assert_eq!(holding(&after, &["quirrel", "corn", "ZX-90817"]), [&""; 0]);
    assert_eq!(database.number(left).await, 0, "where it stood before is forgotten, too");
    assert!(!holding(&after, &["Lindqvist"]).is_empty(), "she has a draft, and is known still");
    assert!(!holding(&after, &["scratch"]).is_empty(), "an open case keeps its words");
    assert_eq!(tidy(&stage).await, 0, "and there is nothing left to do");
    stage.close().await;
}

#[tokio::test]
async fn what_names_somebody_to_others_and_was_not_sent_yet_goes_with_them() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    let (mei, tom) = (person_id("mei"), person_id("tom"));
    stage
        .play(&format!(
            "people: mei \"Meixiang Lindqvist\" en consumer, tom \"Tom Brandt\" en consumer, lin \"Lin\" en staff\n\
             mei: /start\n\
             tom: /start\n\
             fault sendMessage staff 429 3600\n\
             lin in staff: /mute {mei}\n\
             lin in staff: /mute {tom}\n"
        ))
        .await;
    let waits = "select count(*) from outbox where state <> 'sent' and person is null and parcel::text like ";
    assert_eq!(database.number(&format!("{waits} '%Meixiang%'")).await, 1, "the staff is to be told of her");
    stage.play("mei: /privacy erase\nmei presses \"Yes, erase everything\"").await;
    assert_eq!(database.number(&format!("{waits} '%Meixiang%'")).await, 0);
    assert_eq!(database.number(&format!("{waits} '%Tom Brandt%'")).await, 1, "who is still there is told of");
    stage.close().await;
}

#[tokio::test]
async fn two_presses_at_once_are_one_erasure() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play("people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff\nmei: /start\nmei: /privacy erase")
        .await;
    let press = "mei presses \"Yes, erase everything\"";
    let batch = stage.updates_of(&format!("{press}\n{press}"));
    stage.bureau().take(&batch).await;
    assert_eq!(database.number("select count(*) from privacy_acts").await, 1);
    assert_eq!(database.number("select count(*) from privacy_acts where done_at is null").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn who_had_no_case_for_as_long_as_words_are_kept_is_forgotten_and_comes_back_as_a_stranger() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei \"Meixiang Lindqvist\" en consumer, ada \"Ada Quist\" en consumer, tom \"Tom Brandt\" en consumer, \
             rex \"Rex Oduya\" en consumer, lin \"Lin\" en staff\n\
             mei: /human\nlin in room: /solve Done.\nmei presses \"Yes, solved\"\n\
             ada: /start\ntom: /human\ntom: My bag has a scratch.\nrex: /human\nlin in room: /block for ever",
        )
        .await;
    let (mei, ada) = (person_id("mei").to_string(), person_id("ada").to_string());
    let hers = ["Lindqvist", mei.as_str(), "Quist", ada.as_str()];
    let tidy = async |stage: &DirectStage| stage.bureau().desk.tidy().await.expect("tidied");
    stage.clock().advance(TimeDelta::days(729));
    tidy(&stage).await;
    let before = cells(&database).await;
    for word in hers {
        assert!(!holding(&before, &[word]).is_empty(), "{word} goes a day too early");
    }
    stage.clock().advance(TimeDelta::days(3));
    tidy(&stage).await;
    let after = cells(&database).await;
    assert_eq!(holding(&after, &hers), [&""; 0], "something of them is left");
    assert_eq!(database.number("select count(*) from cases").await, 3, "the cases stay as numbers");
    for (word, why) in
        [("Brandt", "his case is open"), ("Oduya", "he is not heard"), ("Lin", "she works here")]
    {
        assert!(holding(&after, &["people.name: "]).iter().any(|cell| cell.contains(word)), "{word}: {why}");
    }
    assert_eq!(tidy(&stage).await, 0, "and there is nothing left to do");
    stage.play("mei: /cases\nlin in staff: /agent list\nexpect staff \"Lin\"").await;
    assert_eq!(database.number("select count(*) from people where name = 'Meixiang Lindqvist'").await, 1);
    stage.close().await;
}

/// A cost was left open in a case that is over, and its customer asked by mail to be forgotten.
#[tokio::test]
async fn nothing_is_owed_any_more_to_whom_staff_erased() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    let mei = person_id("mei");
    stage
        .play(
            "people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff, ann \"Ann\" en staff #4242003\n\
             mei: /human\n\
             mei: The lining is torn.\n\
             ann in staff: Morning\n\
             lin in staff: /agent add 4242003 lead\n\
             lin in room: /take\n\
             lin in room: /verdict unclear repair not-clear value 10 We begin and see.\n\
             lin in room presses \"Decide so, and tell the customer\"\n\
             lin in room: /solve It is sewn.\n\
             mei presses \"Yes, solved\"\n",
        )
        .await;
    let owed = "select count(*) from clocks where state in ('running', 'paused')";
    assert_eq!(database.number(owed).await, 1, "the cost is open still");
    stage
        .play(&format!("lin in staff: /privacy erase {mei}\nann in staff presses \"Erase for good\"\n"))
        .await;
    assert_eq!(database.number("select count(*) from identities").await, 2, "she is gone");
    assert_eq!(database.number(owed).await, 0);
    let cancelled = "select count(*) from clock_events where data::text like '%cancel%'";
    assert_eq!(database.number(cancelled).await, 1, "and the clock says why it ended");
    stage.close().await;
}
