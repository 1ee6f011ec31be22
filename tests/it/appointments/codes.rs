//! An access code is shown once to who needs it, and is nowhere else: not in a table, not in a log, not on a page.

use aftercare::{
    domain::id::{AppointmentId, SendId},
    store::codes::{self, Sealed},
};
use sqlx::Connection as _;

use super::there;
use crate::harness::{DirectStage, Logs, Setup, TestDatabase};

const CODE: &str = "864 201 773 k9Qz";

/// Everything that stands in any column of any table.
async fn dump(database: &TestDatabase) -> String {
    let columns = database
        .texts(
            "select table_name || '.' || column_name from information_schema.columns \
             where table_schema = 'public' and table_name <> '_sqlx_migrations' order by 1",
        )
        .await;
    let mut all = String::new();
    for column in columns {
        let (table, name) = column.split_once('.').expect("a table and a column");
        let sql = format!(
            "select coalesce(case when pg_typeof(\"{name}\") = 'bytea'::regtype \
             then encode(\"{name}\"::text::bytea, 'escape') else \"{name}\"::text end, '') from {table}"
        );
        all.extend(database.texts(&sql).await.into_iter().flat_map(|cell| [cell, "\n".to_owned()]));
    }
    all
}

/// A session that begins in a quarter of an hour, on Telegram; the customer was reminded and asked for the code.
async fn begins(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei@telegram \"Mei\" en consumer, lin@telegram \"Lin\" en staff, bo@telegram \"Bo\" en staff\n\
             at 2026-03-02 10:00 Asia/Shanghai\n\
             bo in staff: hello everybody\n\
             lin in staff replies to \"hello everybody\": /agent add agent\n\
             lin: /start\n\
             mei: /human\n\
             lin in room: /reply I look at it.\n\
             lin in room: /appoint todesk today 11:00\n\
             mei presses \"11:00 today (Shanghai time)\"\n\
             at 2026-03-02 10:45 Asia/Shanghai\n",
        )
        .await;
    stage
}

fn holds(text: &str) -> bool {
    ["864 201 773", "864201773", "k9Qz"].iter().any(|part| text.contains(part))
}

#[tokio::test]
async fn a_code_stands_in_no_table_and_no_log_and_is_shown_once() {
    let logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = begins(&database).await;
    stage.play(&format!("mei presses \"Give the access code\"\nmei: {CODE}\n")).await;
    assert_eq!(database.number("select count(*) from access_codes").await, 1);
    assert!(!holds(&dump(&database).await), "sealed");
    let seen = stage.play("show mei\nshow room\n").await;
    assert!(!seen.contains("k9Qz"), "taken out of the customer's chat, and not in the room: {seen}");
    stage.play("lin in room presses \"Show it once\"\n").await;
    let own = stage.play("show lin\n").await;
    assert_eq!(own.matches(CODE).count(), 1, "{own}");
    assert_eq!(database.number("select count(*) from access_codes").await, 0);
    stage.play("lin in room presses \"Show it once\"\n").await;
    let again = stage.play("show lin\n").await;
    assert!(again.contains("no access code any more"), "{again}");
    assert_eq!(again.matches(CODE).count(), 1, "{again}");
    assert!(!holds(&dump(&database).await));
    stage.clock().set(there("2026-03-02 11:00"));
    stage.bureau().settle().await;
    let later = stage.play("show lin\n").await;
    assert!(!later.contains(CODE), "gone from the agent's chat after a while: {later}");
    assert!(!holds(&logs.lines().join("\n")), "no log holds it");
    stage.close().await;
}

#[tokio::test]
async fn nobody_else_is_shown_a_code_and_it_runs_out_by_itself() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = begins(&database).await;
    stage.play(&format!("mei presses \"Give the access code\"\nmei: one moment\nmei: {CODE}\n")).await;
    assert_eq!(database.number("select count(*) from messages where body = 'one moment'").await, 1);
    assert_eq!(database.number("select count(*) from access_codes").await, 1, "words are words");
    stage.play("bo in room presses \"Show it once\"\n").await;
    assert_eq!(database.number("select count(*) from access_codes").await, 1);
    stage.clock().set(there("2026-03-02 11:46"));
    stage.bureau().settle().await;
    assert_eq!(database.number("select count(*) from access_codes").await, 0, "after an hour at the latest");
    stage.close().await;
}

#[tokio::test]
async fn a_session_that_is_called_off_takes_its_code_with_it() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = begins(&database).await;
    stage.play(&format!("mei presses \"Give the access code\"\nmei: {CODE}\n")).await;
    stage.play("lin in room: /appoint cancel The line is down.\n").await;
    assert_eq!(database.number("select count(*) from access_codes").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn a_code_is_no_answer_of_a_draft_and_no_words_of_a_case() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = begins(&database).await;
    stage.play("mei: /new\nmei presses \"It broke or doesn't work\"\n").await;
    stage
        .play(&format!("mei presses \"Give the access code\"\nmei: ID {CODE}, can you connect now?\n"))
        .await;
    assert_eq!(database.number("select count(*) from access_codes").await, 0, "it asks something");
    assert!(!holds(&dump(&database).await), "and stands nowhere all the same");
    let seen = stage.play("show mei\n").await;
    assert!(!seen.contains("can you connect"), "taken out of the chat: {seen}");
    stage.play(&format!("mei: {CODE}\n")).await;
    assert_eq!(database.number("select count(*) from access_codes").await, 1);
    assert!(!holds(&dump(&database).await));
    assert_eq!(
        database.number("select count(*) from dialogues").await,
        1,
        "the draft waits to be gone on with"
    );
    stage.close().await;
}

#[tokio::test]
async fn one_row_shows_a_code_as_often_as_it_is_tried_and_takes_no_newer_one_with_it() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = begins(&database).await;
    stage.play(&format!("mei presses \"Give the access code\"\nmei: {CODE}\n")).await;
    let of = AppointmentId(database.number("select appointment from access_codes").await);
    let mut db = sqlx::PgConnection::connect_with(database.options()).await.expect("a connection");
    let now = stage.clock().now();
    for (row, shown) in [(1, true), (2, false), (1, true)] {
        let taken = codes::take(&mut db, of, SendId(row), now).await.expect("read");
        assert_eq!(taken.is_some(), shown, "row {row}");
    }
    codes::shown(&mut db, of, SendId(2)).await.expect("dropped");
    assert_eq!(database.number("select count(*) from access_codes").await, 1, "it showed none");
    let newer = Sealed { salt: 7, bytes: vec![1, 2, 3] };
    codes::keep(&mut db, of, &newer, now + chrono::TimeDelta::hours(1)).await.expect("kept");
    codes::shown(&mut db, of, SendId(1)).await.expect("dropped");
    assert_eq!(database.number("select count(*) from access_codes").await, 1, "another one than it showed");
    stage.close().await;
}
