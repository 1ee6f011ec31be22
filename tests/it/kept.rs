//! What is kept for a while only: each kind goes when the table of the README says so and not before, one that can't go holds up
//! no other, and looking for what is due costs the same however much there is.

use std::{sync::Arc, time::Duration};

use aftercare::{desk::Pass, worker};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};
use tokio::{sync::watch, task::JoinSet};

use crate::{
    harness::{DirectStage, Logs, Setup, TestDatabase},
    plans::statements,
};

const STORY: &str =
    "people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff\nmei: /human\nmei: The zip is torn";

/// What is kept, for how many days, and a row of it that began at `{at}`.
const KEPT: &[(&str, i64, &str)] = &[
    ("seen", 8, "insert into seen values (7, {n}, 0, '{at}')"),
    (
        "outbox",
        30,
        "insert into outbox (lane, platform, urgency, parcel, state, not_before, created_at) \
         values ('p:1:1', 1, 0, '{\"is\": \"say\"}', 'sent', '{at}', '{at}')",
    ),
    (
        "quarantine",
        30,
        "insert into quarantine (source, key, sub, at, why, raw) values (7, {n}, 0, '{at}', 'x', '{}')",
    ),
    (
        "messages",
        30,
        "insert into messages (id, person, side, at, kind, body, parked_until) \
         select {n}, min(id), 'customer', '{at}', 'text', 'x', '{at}' from people",
    ),
    ("order_lookups", 1, "insert into order_lookups select min(id), '{at}' from people"),
    ("slips", 30, "insert into slips select {n}, min(id), '{at}', '{}' from people"),
    (
        "questions",
        30,
        "insert into questions select {n}, customer, 1, id, '{}', '{at}' from cases order by id limit 1",
    ),
    (
        "restrictions",
        30,
        "insert into people (id, name, lang, seen_at) values ({n}, 'x', 'en', now()); \
         insert into restrictions (person, kind, why, until, by, at) values ({n}, 'muted', 'x', '{at}', {n}, '{at}')",
    ),
    (
        "passes",
        1,
        "insert into media (id, person, platform, kind, file, uniq, at, keeping) \
         select {n}, min(id), 1, 'photo', 'f', 'u', now() + interval '9 years', 'lost' from people; \
         insert into passes select {n}, sha256('{n}'), {n}, min(id), '{at}', '{at}' from people",
    ),
    (
        "invites",
        30,
        "insert into invites (id, hash, role, groups, label, by, at, until) \
         select {n}, sha256('{n}'), 'agent', '{}', 'Tom', min(id), timestamptz '{at}' - interval '1 day', '{at}' from people",
    ),
];

/// Old rows that stay all the same, and how they are counted.
const STAYS: &[(&str, &str, &str)] = &[
    (
        "what was not delivered",
        "insert into outbox (lane, platform, urgency, parcel, state, not_before, created_at) \
         select 'p:1:1', 1, 0, '{\"is\": \"say\"}', s, '{at}', '{at}' \
         from unnest('{undelivered,uncertain,queued,sending}'::text[]) s",
        "select count(*) - 3 from outbox where created_at < '2020-01-01' and state <> 'sent'",
    ),
    (
        "a restriction without an end",
        "insert into people (id, name, lang, seen_at) values ({n}, 'x', 'en', now()); \
         insert into restrictions (person, kind, why, by, at) values ({n}, 'blocked', 'x', {n}, '{at}')",
        "select count(*) from restrictions where until is null",
    ),
    (
        "a one-time link somebody used",
        "insert into invites (id, hash, role, groups, label, by, at, until, used_by, used_at) \
         select {n}, sha256('{n}'), 'agent', '{}', 'Tom', min(id), '{at}', timestamptz '{at}' + interval '1 day', min(id), '{at}' \
         from people",
        "select count(*) from invites where used_at is not null",
    ),
];

fn insert(sql: &str, n: usize, at: DateTime<Utc>) -> String {
    sql.replace("{n}", &(900_000 + n).to_string()).replace("{at}", &at.to_rfc3339())
}

async fn count(database: &TestDatabase, table: &str) -> i64 {
    database.number(&format!("select count(*) from {table}")).await
}

#[tokio::test]
async fn each_kind_goes_when_it_is_too_old_and_not_before() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    let now = stage.clock().now();
    let mut before = Vec::new();
    for (place, (table, days, sql)) in KEPT.iter().enumerate() {
        before.push(count(&database, table).await);
        let limit = now - TimeDelta::days(*days);
        database.execute(&insert(sql, 2 * place, limit - TimeDelta::minutes(1))).await;
        database.execute(&insert(sql, 2 * place + 1, limit + TimeDelta::minutes(1))).await;
    }
    stage.bureau().desk.tidy().await.expect("tidied");
    for ((table, ..), before) in KEPT.iter().zip(&before) {
        assert_eq!(count(&database, table).await, before + 1, "{table}: the younger one stays, and it alone");
    }
    stage.clock().advance(TimeDelta::minutes(2));
    stage.bureau().desk.tidy().await.expect("tidied");
    for ((table, ..), before) in KEPT.iter().zip(&before) {
        assert_eq!(count(&database, table).await, *before, "{table}: two minutes later it goes, too");
    }
    stage.close().await;
}

#[tokio::test]
async fn old_rows_that_are_not_over_stay_and_go_once_they_are() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    let old = "2019-03-02T02:00:00Z".parse().expect("an instant");
    for (n, (_, sql, _)) in STAYS.iter().enumerate() {
        database.execute(&insert(sql, n, old)).await;
    }
    // Why in between: the walk over the outbox ends no sooner for rows that stay.
    let sent = KEPT[1].2;
    database.execute(&insert(sent, 1, old)).await;
    let desk = &stage.bureau().desk;
    desk.tidy().await.expect("tidied");
    for (what, _, counted) in STAYS {
        assert_eq!(database.number(counted).await, 1, "{what}");
    }
    let delivered = "select count(*) from outbox where created_at < '2020-01-01' and state = 'sent'";
    assert_eq!(database.number(delivered).await, 0);
    // One of them is sent after all: the walk of the next day finds it.
    database.execute("update outbox set state = 'sent' where state = 'undelivered'").await;
    stage.clock().advance(TimeDelta::hours(25));
    desk.tidy().await.expect("tidied");
    assert_eq!(database.number(delivered).await, 0);
    stage.close().await;
}

#[tokio::test]
async fn more_than_a_batch_goes_in_one_round_past_rows_that_stay() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    let (sent, keys) = (count(&database, "outbox").await, count(&database, "seen").await);
    let fill = "insert into outbox (lane, platform, urgency, parcel, state, not_before, created_at) \
                select 'p:1:1', 1, 0, '{\"is\": \"say\"}', \
                       case when n between 1000 and 3500 then 'undelivered' else 'sent' end, 'epoch', 'epoch' \
                from generate_series(1, 6000) n; \
                insert into seen select 7, n, 0, 'epoch' from generate_series(1, 2500) n";
    database.execute(fill).await;
    stage.bureau().desk.tidy().await.expect("tidied");
    let stay = "select count(*) from outbox where state = 'undelivered'";
    assert_eq!(database.number(stay).await, 2_501);
    assert_eq!(
        count(&database, "outbox").await,
        sent + 2_501,
        "what was delivered is gone, before and behind"
    );
    assert_eq!(count(&database, "seen").await, keys);
    stage.close().await;
}

#[tokio::test]
async fn a_table_that_cannot_be_tidied_holds_up_no_other_and_is_counted() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    let old = stage.clock().now() - TimeDelta::days(400);
    let mut before = Vec::new();
    for (n, (table, _, sql)) in KEPT.iter().enumerate() {
        before.push(count(&database, table).await);
        database.execute(&insert(sql, n, old)).await;
    }
    for away in ["outbox", "seen", "slips"] {
        database.execute(&format!("alter table {away} rename to {away}_away")).await;
    }
    let logs = Logs::capture();
    let desk = Arc::clone(&stage.bureau().desk);
    let failed =
        || desk.counted().broken.into_iter().find(|(pass, _)| *pass == Pass::Tidy).map(|(_, times)| times);
    assert_eq!(failed(), Some(0));
    let (stop, stopped) = watch::channel(false);
    let mut tidying = JoinSet::new();
    tidying.spawn(worker::tidy(Arc::clone(&desk), stopped));
    while failed() == Some(0) {
        // Why real time: the other task tidies.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    stop.send_replace(true);
    tidying.join_next().await.expect("it ran").expect("it ends when it is told to");
    assert_eq!(failed(), Some(1));
    let others = desk.counted().broken.iter().map(|(_, times)| times).sum::<u64>();
    assert_eq!(others, 1, "no other pass is said to have failed");
    for away in ["outbox", "seen", "slips"] {
        let said = format!(r#""what":"{away}""#);
        let lines = logs.of("desk.pass.stuck");
        assert_eq!(lines.iter().filter(|line| line.contains(&said)).count(), 1, "{away}: {lines:?}");
        database.execute(&format!("alter table {away}_away rename to {away}")).await;
    }
    for ((table, ..), before) in KEPT.iter().zip(&before) {
        let left = if ["outbox", "seen", "slips"].contains(table) { before + 1 } else { *before };
        assert_eq!(count(&database, table).await, left, "{table}");
    }
    desk.tidy().await.expect("tidied");
    assert_eq!(count(&database, "seen").await, before[0]);
    stage.close().await;
}

/// A day of messages: their keys, and what was said, delivered.
const DAY: &str = "
    insert into seen select 7, {day} * 1000 + n, 0, timestamptz '{at}' + n * interval '1 minute' from generate_series(1, 400) n;
    insert into outbox (lane, platform, person, urgency, parcel, state, not_before, created_at, done_at)
    select 'p:' || n || ':1', 1, n, 0, jsonb_build_object('is', 'say', 'words', repeat('x', 300)), 'sent',
           '{at}', timestamptz '{at}' + n * interval '1 minute', '{at}' from generate_series(1, 400) n;";

#[tokio::test]
async fn a_desk_that_has_been_at_it_for_a_while_takes_no_more_room() {
    let database = TestDatabase::new();
    let stage = DirectStage::open(Setup::new(database.options())).await;
    let (first, mut sizes) = (stage.clock().now(), Vec::new());
    for day in 0..75_u32 {
        let at = first + TimeDelta::days(i64::from(day));
        database.execute(&DAY.replace("{day}", &day.to_string()).replace("{at}", &at.to_rfc3339())).await;
        stage.clock().set(at + TimeDelta::days(1));
        stage.bureau().desk.tidy().await.expect("tidied");
        database.execute("vacuum seen").await;
        database.execute("vacuum outbox").await;
        let size =
            async |table: &str| database.number(&format!("select pg_total_relation_size('{table}')")).await;
        sizes.push((size("seen").await, size("outbox").await));
    }
    assert_eq!((count(&database, "seen").await, count(&database, "outbox").await), (400 * 8, 400 * 30));
    let (settled, last) = (sizes[44], sizes[74]);
    for (table, settled, last) in [("seen", settled.0, last.0), ("outbox", settled.1, last.1)] {
        // Why a quarter: pages of an index are used again once no transaction of the server can need them.
        assert!(settled > 0 && last * 4 <= settled * 5, "{table} grows from {settled} to {last}: {sizes:?}");
    }
    stage.close().await;
}

/// The statement that has these words in it, prepared as `due` for parameters nobody knows, as production plans it.
async fn prepare(db: &mut PgConnection, words: &str) {
    let found: Vec<String> =
        statements().into_values().map(|(query, _)| query).filter(|query| query.contains(words)).collect();
    assert_eq!(found.len(), 1, "{words}: {found:?}");
    let sql =
        format!("deallocate all; set plan_cache_mode = force_generic_plan; prepare due as {}", found[0]);
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(db).await.expect("it is prepared");
}

/// What running it looked at: rows of the table, and buffers in all.
async fn looked_at(db: &mut PgConnection, table: &str, values: &str) -> (f64, f64) {
    let explain = format!("explain (analyze, buffers, timing off, format json) execute due ({values})");
    let row = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_one(db).await.expect("a plan");
    let plan: Value = row.get(0);
    let top = &plan[0]["Plan"];
    let number = |node: &Value, key: &str| node[key].as_f64().unwrap_or_default();
    let buffers = number(top, "Shared Hit Blocks") + number(top, "Shared Read Blocks");
    let (mut rows, mut nodes) = (0.0, vec![top]);
    while let Some(node) = nodes.pop() {
        if node["Relation Name"] == table {
            let each = number(node, "Actual Rows")
                + number(node, "Rows Removed by Filter")
                + number(node, "Rows Removed by Index Recheck");
            rows += each * number(node, "Actual Loops");
        }
        nodes.extend(node["Plans"].as_array().into_iter().flatten());
    }
    (rows, buffers)
}

#[tokio::test]
async fn looking_for_old_rows_of_the_outbox_reads_a_thousand_at_most() {
    let database = TestDatabase::new();
    let fill = "
        insert into outbox (lane, platform, urgency, parcel, state, not_before, created_at, done_at)
        select 'p:1:1', 1, 0, '{\"is\": \"say\"}', case when n <= 20000 then 'undelivered' else 'sent' end, 'epoch',
               timestamptz '2026-03-01' + n * interval '1 second', 'epoch' from generate_series(1, 120000) n;
        vacuum analyze outbox";
    for sql in fill.split(';') {
        database.execute(sql).await;
    }
    let mut db = database.connect().await;
    prepare(&mut db, "AS old FROM outbox").await;
    let first = database.number("select min(id) from outbox").await;
    let at = |second: u32| format!("timestamptz '2026-03-01' + {second} * interval '1 second'");
    // Nothing is due; all that is due stays; the last of it goes, from where the walk has come to.
    for (from, second, gone) in
        [(0, 1, 0), (0, 20_000, 0), (first + 19_999, 20_006, 5), (first + 20_004, 20_006, 0)]
    {
        let before = count(&database, "outbox").await;
        let (rows, buffers) = looked_at(&mut db, "outbox", &format!("{from}, {}", at(second))).await;
        assert!(rows <= 1_010.0 && rows > 0.0, "{rows} rows were looked at from {from}");
        assert!(buffers < 200.0, "{buffers} buffers were read from {from}");
        assert_eq!(before - count(&database, "outbox").await, gone);
    }
}

#[tokio::test]
async fn looking_for_old_keys_reads_those_that_are_due_and_no_others() {
    let database = TestDatabase::new();
    let mut db = database.connect().await;
    prepare(&mut db, "DELETE FROM seen").await;
    // As after months: pages of keys that are gone are used again, so old and new ones lie side by side.
    for day in 1..=24 {
        let sql = format!(
            "insert into seen select 7, {day} * 10000 + n, 0, timestamptz '2026-03-01' + {day} * interval '1 day' + n * interval '10 seconds'
             from generate_series(1, 6000) n;
             delete from seen where at < timestamptz '2026-03-01' + {} * interval '1 day'",
            day - 7
        );
        database.execute(&sql).await;
        database.execute("vacuum seen").await;
    }
    database.execute("analyze seen").await;
    assert_eq!(count(&database, "seen").await, 48_000);
    for (seconds, due) in [(0, 0), (51, 5), (51, 0)] {
        let before = "timestamptz '2026-03-18'";
        let values = format!("{before} + {seconds} * interval '1 second'");
        let left = count(&database, "seen").await;
        let (rows, buffers) = looked_at(&mut db, "seen", &values).await;
        assert!(rows <= f64::from(2 * due), "{rows} rows were looked at for {due}");
        assert!(buffers <= 40.0, "{buffers} buffers were read for {due}");
        assert_eq!(left - count(&database, "seen").await, i64::from(due));
    }
}
