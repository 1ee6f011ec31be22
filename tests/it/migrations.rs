//! Every step of the schema, applied to tables that hold something.
//!
//! `migrations/NNNN.sql` beside this file fills the tables as they are after step NNNN, before the next step is applied.
//! A new step comes with a file of its own, or this test fails.

use std::collections::BTreeMap;
use std::path::Path;

use aftercare::store::MIGRATOR;
use aftercare::store::pools::{self, Schema, schema};
use sqlx::Connection as _;

use crate::harness::{DirectStage, Logs, Setup, TestDatabase};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/migrations");

/// The steps there are, in order.
fn steps() -> Vec<i64> {
    MIGRATOR.iter().map(|step| step.version).collect()
}

/// How many rows each table holds.
async fn rows(database: &TestDatabase) -> BTreeMap<String, i64> {
    let tables = "select table_name::text from information_schema.tables \
                  where table_schema = 'public' and table_name <> '_sqlx_migrations'";
    let mut rows = BTreeMap::new();
    for table in database.texts(tables).await {
        let count = database.number(&format!("select count(*) from {table}")).await;
        rows.insert(table, count);
    }
    rows
}

/// A database that went through every step with data in it.
async fn filled() -> TestDatabase {
    let database = TestDatabase::empty();
    let mut before = BTreeMap::new();
    for step in steps() {
        let mut db = database.connect().await;
        MIGRATOR.run_to(step, &mut db).await.expect("the step applies to what is there");
        db.close().await.expect("closed");
        let after = rows(&database).await;
        for (table, count) in &before {
            assert_eq!(after.get(table), Some(count), "step {step} lost or made rows of {table}");
        }
        let file = Path::new(DATA).join(format!("{step:04}.sql"));
        let data = std::fs::read_to_string(&file);
        database.execute(&data.unwrap_or_else(|_| panic!("{} is missing", file.display()))).await;
        before = rows(&database).await;
        let empty: Vec<&String> = before.iter().filter(|(_, count)| **count == 0).map(|(t, _)| t).collect();
        assert!(empty.is_empty(), "{} leaves tables empty: {empty:?}", file.display());
    }
    database
}

#[tokio::test]
async fn every_step_applies_to_filled_tables_and_the_desk_reads_what_is_in_them() {
    let database = filled().await;
    let logs = Logs::capture();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei \"Mei Li\" en consumer, wei \"Wei Zhao\" en consumer, lin \"Lin\" en staff\n\
             mei: /cases\nwei: The date was the third.\nlin in staff: /queue\nlin in staff: /mine\n\
             lin in staff: /agent list",
        )
        .await;
    assert_eq!(database.number("select count(*) from quarantine").await, 1, "nothing new is set aside");
    assert_eq!(logs.errors(), [""; 0]);
    stage.close().await;
}

#[tokio::test]
async fn a_program_knows_whether_the_schema_is_its_own() {
    let database = TestDatabase::empty();
    let steps = steps();
    let newest = *steps.last().expect("a step");
    let before = steps.iter().rev().nth(1).copied().unwrap_or_default();
    let mut db = database.connect().await;
    assert_eq!(schema(&mut db).await.expect("told"), Schema::Older { has: 0, needs: newest });
    pools::migrate(database.options()).await.expect("migrated");
    assert_eq!(schema(&mut db).await.expect("told"), Schema::Fits);
    let one_more = |version: i64| {
        format!(
            "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
             values ({version}, 'to come', true, '', 0)"
        )
    };
    database.execute(&one_more(newest + 1)).await;
    assert_eq!(schema(&mut db).await.expect("told"), Schema::Fits, "one step ahead is fine");
    database.execute(&one_more(newest + 2)).await;
    assert_eq!(schema(&mut db).await.expect("told"), Schema::Newer { has: newest + 2 });
    database.execute(&format!("delete from _sqlx_migrations where version >= {newest}")).await;
    assert_eq!(schema(&mut db).await.expect("told"), Schema::Older { has: before, needs: newest });
}

#[tokio::test]
async fn several_may_migrate_at_once() {
    let database = TestDatabase::empty();
    let options = database.options();
    let (a, b, c) = tokio::join!(pools::migrate(options), pools::migrate(options), pools::migrate(options));
    for done in [a, b, c] {
        done.expect("migrated");
    }
    assert_eq!(
        database.number("select count(*) from _sqlx_migrations").await,
        i64::try_from(steps().len()).expect("few")
    );
}
