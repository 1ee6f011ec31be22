//! What stands on record stays, whoever asks the database: even the owner of its tables changes no line of a history.

use sqlx::AssertSqlSafe;

use crate::harness::{DirectStage, Setup, TestDatabase};

/// Histories, and what proves that data was handed out or erased.
const RECORDS: [&str; 5] = ["case_events", "clock_events", "order_events", "privacy_acts", "exports"];

/// A case that was taken, an order that was delivered, and data that was handed out.
async fn house(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff\n\
             orders:\n| order,family,colour,delivered\n| A-4471,travel-case,black,\n\
             mei: /human\nlin in room presses \"Take\"\nlin in room: /reply Which side?\n\
             lin in staff: /order deliver A-4471 2026-02-20\nmei: /privacy export\nlin in staff: /export csv 2026-03",
        )
        .await;
    stage
}

async fn lines(database: &TestDatabase) -> Vec<String> {
    let mut lines = Vec::new();
    for table in RECORDS {
        let rows = database.texts(&format!("select '{table} ' || t::text from {table} t order by 1")).await;
        assert!(!rows.is_empty(), "nothing stands in {table}");
        lines.extend(rows);
    }
    lines
}

#[tokio::test]
async fn no_line_of_a_history_is_changed_or_taken_away_even_by_the_owner_of_the_tables() {
    let database = TestDatabase::new();
    let stage = house(&database).await;
    let before = lines(&database).await;
    let mut tries: Vec<String> = RECORDS.iter().map(|table| format!("delete from {table}")).collect();
    for history in &RECORDS[..3] {
        for change in ["at = at + interval '1 second'", "kind = 'read'", "data = '{\"a\": 1}'"] {
            tries.push(format!("update {history} set {change}"));
        }
    }
    // What somebody did is nobody else's doing, and a case whose words are kept keeps what its history says.
    tries.push("update case_events set \"by\" = (select id from people where name = 'Mei Li')".to_owned());
    tries.push("update case_events set data = '{}'".to_owned());
    tries.push("update order_events set data = '{}'".to_owned());
    let mut db = database.connect().await;
    for sql in tries {
        let done = sqlx::raw_sql(AssertSqlSafe(sql.clone())).execute(&mut db).await;
        let why = done.expect_err(&sql).to_string();
        assert!(why.contains("stays as it is"), "{sql}: {why}");
    }
    assert_eq!(lines(&database).await, before);
    stage.close().await;
}

#[tokio::test]
async fn a_history_forgets_its_words_with_its_case_and_nothing_else() {
    let database = TestDatabase::new();
    let stage = house(&database).await;
    let dates = "select string_agg(format('%s %s %s', case_id, at, kind), ', ' order by id) from case_events";
    let before = database.texts(dates).await;
    database.execute("update cases set worn_at = '2026-03-02'; update case_events set data = '{}'").await;
    assert_eq!(database.texts(dates).await, before);
    stage.close().await;
}
