//! The program of the last release on the newest schema: while one machine after the other is replaced, both run on it.
//!
//! A release leaves its statements, and the tables they were written for, in `releases`. Here the newest schema has to understand
//! every one of them as it was understood then, and must ask nothing of rows that the old program does not give. What this can't see
//! is meaning: a new value in a column that the old program can't read. Whoever adds one adds it a release before it is written.
//!
//! `PIN_RELEASE=0.1.0 cargo test --test it last_release` writes down what the program is now, in the place of the release before;
//! it is a step of making a release.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use aftercare::store::MIGRATOR;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{
    AssertSqlSafe, Column as _, Either, Executor as _, PgConnection, Row as _, SqlSafeStr as _,
    Statement as _,
};
use sqlx::{TypeInfo as _, postgres::PgStatement};

use crate::harness::TestDatabase;

const RELEASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/releases/last.json");
const HISTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/CHANGELOG.md");
const STATEMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/.sqlx");

/// What a release was.
#[derive(Debug, Serialize, Deserialize)]
struct Release {
    /// Its number.
    number: String,
    /// The last step of its schema.
    step: i64,
    /// Constraints that came since and were thought about: the reason why the old program keeps them.
    considered: BTreeMap<String, String>,
    constraints: BTreeSet<String>,
    tables: BTreeMap<String, BTreeMap<String, Cell>>,
    statements: Vec<Said>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Cell {
    kind: String,
    /// It may be empty.
    null: bool,
    /// A row may leave it out.
    free: bool,
}

/// A statement, and how the database understands it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    sql: String,
    takes: Vec<String>,
    gives: Vec<(String, String)>,
}

async fn understood(db: &mut PgConnection, sql: &str) -> Result<Said, String> {
    let prepared: PgStatement =
        db.prepare(AssertSqlSafe(sql.to_owned()).into_sql_str()).await.map_err(|error| error.to_string())?;
    let takes = match prepared.parameters() {
        Some(Either::Left(kinds)) => kinds.iter().map(|kind| kind.name().to_owned()).collect(),
        Some(Either::Right(_)) | None => Vec::new(),
    };
    let gives = prepared.columns().iter();
    let gives = gives.map(|one| (one.name().to_owned(), one.type_info().name().to_owned())).collect();
    Ok(Said { sql: sql.to_owned(), takes, gives })
}

/// The tables and constraints there are.
async fn shape(db: &mut PgConnection) -> (BTreeMap<String, BTreeMap<String, Cell>>, BTreeSet<String>) {
    let columns = "select table_name::text, column_name::text, udt_name::text, is_nullable = 'YES', \
                   column_default is not null or is_identity = 'YES' or is_generated = 'ALWAYS' \
                   from information_schema.columns where table_schema = 'public' and table_name <> '_sqlx_migrations'";
    let mut tables: BTreeMap<String, BTreeMap<String, Cell>> = BTreeMap::new();
    for row in sqlx::query(columns).fetch_all(&mut *db).await.expect("columns") {
        let (null, default): (bool, bool) = (row.get(3), row.get(4));
        let cell = Cell { kind: row.get(2), null, free: null || default };
        tables.entry(row.get(0)).or_default().insert(row.get(1), cell);
    }
    let constraints = "select r.relname || '.' || c.conname from pg_constraint c join pg_class r on r.oid = c.conrelid \
                       where c.connamespace = 'public'::regnamespace and c.contype in ('c', 'u', 'p', 'f', 'x', 't') \
                       union select r.relname || '.' || i.relname from pg_index x join pg_class r on r.oid = x.indrelid \
                       join pg_class i on i.oid = x.indexrelid \
                       where x.indisunique and r.relnamespace = 'public'::regnamespace";
    let constraints = sqlx::query_scalar(constraints).fetch_all(db).await.expect("constraints");
    (tables, constraints.into_iter().collect())
}

fn last() -> Release {
    let text = std::fs::read_to_string(RELEASE).expect("the last release is written down");
    serde_json::from_str(&text).expect("and can be read")
}

/// Everything the program of the last release would stumble over.
async fn obstacles(release: &Release, database: &TestDatabase) -> Vec<String> {
    let mut db = database.connect().await;
    let mut found = Vec::new();
    for said in &release.statements {
        let first = said.sql.split_whitespace().take(12).collect::<Vec<_>>().join(" ");
        match understood(&mut db, &said.sql).await {
            Ok(now) if now == *said => {}
            Ok(now) => found.push(format!("understood otherwise: {first} …: {now:?}")),
            Err(why) => found.push(format!("not understood any more: {first} …: {why}")),
        }
    }
    let (tables, constraints) = shape(&mut db).await;
    for (table, columns) in &release.tables {
        let now = tables.get(table).cloned().unwrap_or_default();
        for (column, cell) in columns {
            match now.get(column) {
                None => found.push(format!("{table}.{column} is gone")),
                Some(is) if is.null != cell.null || is.kind != cell.kind || (cell.free && !is.free) => {
                    found.push(format!("{table}.{column} was {cell:?} and is {is:?}"));
                }
                Some(_) => {}
            }
        }
        let new = now.iter().filter(|(column, cell)| !columns.contains_key(*column) && !cell.free);
        found.extend(
            new.map(|(column, _)| format!("{table}.{column} is new, and the old program leaves it out")),
        );
    }
    let of_old =
        |name: &&String| name.split_once('.').is_some_and(|(table, _)| release.tables.contains_key(table));
    let new = constraints.difference(&release.constraints).filter(of_old);
    let new = new.filter(|name| !release.considered.contains_key(*name));
    found.extend(new.map(|name| {
        format!("{name} is a new rule for the old program: does it keep it? Say so under \"considered\" in {RELEASE}")
    }));
    found
}

#[expect(clippy::disallowed_methods, reason = "a release is pinned by whoever makes it")]
fn to_be_pinned() -> Option<String> {
    std::env::var("PIN_RELEASE").ok().filter(|name| !name.is_empty())
}

#[tokio::test]
async fn the_program_of_the_last_release_runs_on_the_newest_schema() {
    let database = TestDatabase::new();
    if let Some(name) = to_be_pinned() {
        pin(name, &database).await;
    }
    let release = last();
    assert!(release.statements.len() > 100 && release.tables.len() > 20, "it is written down whole");
    let found = obstacles(&release, &database).await;
    assert!(found.is_empty(), "release {}:\n{}", release.number, found.join("\n"));
}

#[tokio::test]
async fn what_would_stop_the_old_program_is_seen_and_what_would_not_is_let_through() {
    let release = last();
    for (change, stops) in [
        ("alter table cases rename column state to standing", true),
        ("alter table people drop column quiet", true),
        ("alter table people add column shoe integer not null", true),
        ("alter table people alter column name drop not null", true),
        ("alter table outbox alter column tries type integer", true),
        ("alter table cases add constraint odd check (rev < 5)", true),
        ("create unique index one_name on people (name)", true),
        ("drop table slips cascade", true),
        ("alter table people add column shoe integer", false),
        ("alter table people add column shoe integer not null default 42", false),
        ("create table shoes (size integer not null)", false),
        ("create index by_name on people (name)", false),
    ] {
        let database = TestDatabase::new();
        let before = obstacles(&release, &database).await.len();
        database.execute(change).await;
        let found = obstacles(&release, &database).await;
        assert_eq!(found.len() > before, stops, "{change}: {found:?}");
    }
}

#[test]
fn what_is_written_down_is_the_newest_release_or_the_first_to_come() {
    let history = std::fs::read_to_string(HISTORY).expect("the changelog");
    let mut headings = history.lines().filter_map(|line| line.strip_prefix("## [")?.split(']').next());
    let newest = headings.find(|name| *name != "Unreleased").unwrap_or(env!("CARGO_PKG_VERSION"));
    let Release { number, step, .. } = last();
    assert_eq!(number, newest, "a release was made, and not written down: see tests/it/releases/README.md");
    let steps: Vec<i64> = MIGRATOR.iter().map(|step| step.version).collect();
    assert!(steps.contains(&step), "its schema is one of ours");
}

/// Writes down what the program is now.
async fn pin(number: String, database: &TestDatabase) {
    let mut db = database.connect().await;
    let mut statements = Vec::new();
    for file in std::fs::read_dir(STATEMENTS).expect("the folder of statements") {
        let text = std::fs::read_to_string(file.expect("a file").path()).expect("text");
        let query: Value = serde_json::from_str(&text).expect("JSON");
        let sql = query["query"].as_str().expect("a statement");
        statements.push(understood(&mut db, sql).await.expect("it is understood now"));
    }
    statements.sort_by(|a, b| a.sql.cmp(&b.sql));
    let (tables, constraints) = shape(&mut db).await;
    let step = MIGRATOR.iter().map(|step| step.version).max().unwrap_or_default();
    let considered = BTreeMap::new();
    let whole = Release { number, step, considered, constraints, tables, statements };
    std::fs::create_dir_all(Path::new(RELEASE).parent().expect("a folder")).expect("the folder");
    std::fs::write(RELEASE, by_lines(&whole)).expect("written");
}

/// A line for each table and statement, so that a change shows as a line.
fn by_lines(release: &Release) -> String {
    let mut text = String::new();
    // Why the results are dropped: a string takes everything.
    let _ = writeln!(text, "{{\n\"number\": {},\n\"step\": {},", json(&release.number), release.step);
    let _ = writeln!(text, "\"considered\": {},", json(&release.considered));
    let _ = writeln!(text, "\"constraints\": [");
    lines(&mut text, release.constraints.iter().map(json));
    let _ = writeln!(text, "],\n\"tables\": {{");
    lines(
        &mut text,
        release.tables.iter().map(|(name, columns)| format!("{}: {}", json(name), json(columns))),
    );
    let _ = writeln!(text, "}},\n\"statements\": [");
    lines(&mut text, release.statements.iter().map(json));
    let _ = writeln!(text, "]\n}}");
    text
}

fn lines(text: &mut String, all: impl Iterator<Item = String>) {
    *text += &all.collect::<Vec<_>>().join(",\n");
    text.push('\n');
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}
