//! What each statement of the program would cost PostgreSQL with many cases, beside few: what grows has a reason to.
//!
//! One claim is played, and multiplied; what a claim need not have is filled in besides (`plans/besides.sql`). Every statement of
//! `.sqlx` is planned as production plans it, for parameters it does not know (`plan_cache_mode` of `store::pools`), on both
//! databases. A statement that reads a large table as a whole, and costs more the more cases there are, misses an index or joins
//! the wrong way round, or it is named here with the reason.

#[path = "../../benches/desk/seed.rs"]
mod seed;

/// Whose claim is multiplied.
mod people {
    pub const fn account(n: i64) -> i64 {
        1_000_000 + n
    }

    pub fn name(n: i64) -> String {
        format!("Customer {n}")
    }
}

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use crate::harness::{DirectStage, Setup, TestDatabase};

/// A claim, taken, answered and solved.
const STORY: &str = "people: mei@telegram \"Customer 1\" en consumer #1000001, lin@telegram \"Lin\" en staff\n\
    at 2026-03-02 10:00 Asia/Shanghai\n\
    mei: /claim\nmei presses \"It broke or doesn't work\"\nmei presses \"Travel case\"\nmei: A-4471\n\
    mei: 3 September 2025\nmei presses \"Zipper\"\nmei: The puller came off.\nmei presses \"Normal use\"\n\
    mei sends photo zipper.jpg \"the puller\"\nmei presses \"Done\"\nmei presses \"No, not at all\"\n\
    mei presses \"Within two weeks\"\nmei presses \"Repair\"\nmei presses \"Here in the chat\"\nmei presses \"Send\"";

/// Cases of the small database, and of the large one.
const FEW: i64 = 2_000;
const MANY: i64 = 12_000;
/// What grows by less than this, or costs less, does not grow with the cases.
const GROWTH: f64 = 1.5;
const CHEAP: f64 = 100.0;

/// Tables that grow with the cases.
const LARGE: [&str; 43] = [
    "alerts",
    "appointments",
    "blob_chunks",
    "blobs",
    "case_events",
    "case_lines",
    "case_links",
    "case_orders",
    "cases",
    "clock_events",
    "clocks",
    "dialogues",
    "identities",
    "left_rooms",
    "letter_people",
    "letters",
    "links",
    "lot_looks",
    "media",
    "members",
    "message_revisions",
    "messages",
    "order_events",
    "order_lines",
    "orders",
    "outbox",
    "people",
    "places",
    "quote_lines",
    "quote_offers",
    "quotes",
    "reactions",
    "room_posts",
    "rooms",
    "search_docs",
    "seen",
    "survey_answers",
    "survey_occasions",
    "survey_turns",
    "surveys",
    "threads",
    "verdict_shares",
    "verdicts",
];

/// Statements that may grow, by words that stand in them alone, and why.
const MAY_GROW: &[(&str, &str)] = &[
    // What is open is what people work on, not what there ever was; it ends with a page.
    ("count(*) OVER () AS \"total!\"", "lists of open cases in their order of due dates"),
    (
        "c.assignee IS NOT DISTINCT FROM $1 AS \"own!\"",
        "what fits while an agent types a case: open cases alone",
    ),
    ("AS \"staff!\", (SELECT max(l.remote)", "after a gap of Discord's gateway: places of open cases"),
    ("WITH gone AS (DELETE FROM rooms", "a group that became another one: its rooms, once"),
    // Read from the end that is due, so many at once; how few those are is what the planner doesn't know.
    ("WHERE m.parked_until <= $1 ORDER BY", "words that wait for a case, from the earliest"),
    ("AS \"homeless!\"", "files to be fetched, from the earliest"),
    ("-- What is waiting, at one moment ($1)", "figures for whoever watches: 5,000 of each at most"),
    // Once an hour, in parts.
    ("WHERE p.seen_at < $1 AND (p.phone", "people nobody needs to know any more"),
    ("DELETE FROM media WHERE id IN (", "files of no message and no draft"),
    (
        "SELECT b.id FROM blobs b WHERE b.sha256 IS NOT NULL",
        "contents no file points at; after an erasure as well",
    ),
    ("UPDATE surveys SET about = NULL", "words of old surveys: one row a survey"),
    ("DELETE FROM survey_occasions WHERE settled_at", "what surveys were about: one row a survey"),
    ("WITH touched AS (", "cases whose search words are behind: what was said in a span of time"),
    // When it is told of many: once.
    ("NOT EXISTS (SELECT FROM search_docs", "a desk whose first pass for searches is still to come"),
    ("WITH whose AS ( SELECT o.id AS \"order\"", "a list of orders was taken: who may be asked about them"),
    ("DELETE FROM left_rooms WHERE platform", "a group that became another one: its rooms, once"),
    // Reports and lists read a span of time; docs/performance.md says what a report costs.
    ("WITH had AS (", "a report: who did what"),
    ("count(DISTINCT e.case_id) AS \"cases!\"", "a report: solved"),
    ("sum(coalesce(q.agreed, q.total))", "a report: quotes"),
    ("sum(s.quantity) AS \"pieces!\"", "a report: who pays"),
    ("WITH sent AS (", "a report: surveys"),
    ("FROM surveys WHERE stage = 'unanswered'", "surveys nobody answered, until somebody was there"),
    ("WHERE s.stage = 'unanswered' AND s.visited_at IS NULL", "the same as a list, page by page"),
    ("END AS key, count(*) AS \"cases!\"", "a report"),
    ("WHERE e.clock = k.id) AS \"events!\"", "a report: promises"),
    ("SELECT l.family, l.part, count(*) AS \"claims!\"", "a report: causes"),
    ("width_bucket(extract(epoch FROM $1::timestamptz - c.opened_at)", "a report: how old what is open is"),
    (
        "AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6) ORDER BY c.opened_at",
        "an export",
    ),
    ("ORDER BY id DESC OFFSET $4 LIMIT $5", "the list of cases, page by page"),
    ("kind = 'dated' AND data->>'version'", "after another edition of the terms: what moved"),
    // Somebody's rows of what is kept for `retention.outbox_days`: an erasure, or two accounts that are one person's.
    ("DELETE FROM outbox WHERE case_id = ANY($1)", "an erasure"),
    ("DELETE FROM outbox WHERE person = ANY($1)", "an erasure"),
    ("DELETE FROM outbox o USING privacy_acts", "an erasure"),
    ("DELETE FROM outbox o USING called", "an erasure"),
    ("DELETE FROM reactions WHERE person", "an erasure"),
    ("DELETE FROM letter_people WHERE person", "an erasure"),
    ("UPDATE outbox SET person = $1", "two accounts that are one person's"),
    ("UPDATE case_events SET \"by\" = $1", "two accounts that are one person's"),
    ("SET \"by\" = $1 WHERE \"by\" = $2", "two accounts that are one person's"),
    ("UPDATE surveys SET visited_by = $1", "two accounts that are one person's"),
    ("UPDATE quotes SET ended_by = $1", "two accounts that are one person's"),
    ("SET second_by = $1", "two accounts that are one person's"),
    ("UPDATE verdicts SET appeal_by = $1", "two accounts that are one person's"),
    ("UPDATE alerts SET acked_by = $1", "two accounts that are one person's"),
    ("UPDATE letter_people r SET person", "two accounts that are one person's"),
    ("UPDATE reactions r SET person", "two accounts that are one person's"),
    ("UPDATE appointments g SET agent", "two accounts that are one person's"),
    ("UPDATE people SET became = $2", "two accounts that are one person's"),
    ("UPDATE cases SET assignee = $1 WHERE assignee = $2", "two accounts that are one person's"),
    ("UPDATE cases SET assignee = NULL, leaver", "an agent who leaves"),
    ("WITH meant AS (", "who may be calling: an agent asks by a number, an order or a name"),
    // Somebody looks at the private page, or at the demo's.
    ("SELECT state, count(*) AS \"count!\" FROM outbox", "/status"),
    ("FROM media GROUP BY keeping", "/status"),
    ("FROM seen WHERE source = 1", "the demo's page"),
    ("(SELECT k.id AS \"id!\", c.ref AS \"case!\"", "the demo's page"),
    ("ELSE 'staff' END AS \"lane!\"", "the demo's page"),
];

/// The statements of the program, by the hash they are filed under.
pub fn statements() -> BTreeMap<String, (String, usize)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/.sqlx");
    let files = std::fs::read_dir(folder).expect("the statements");
    let of = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("a statement");
        let filed: Value = serde_json::from_str(&text).expect("as it was written");
        let takes = filed["describe"]["parameters"]["Left"].as_array().map_or(0, Vec::len);
        let hash = filed["hash"].as_str().expect("a hash").to_owned();
        (hash, (filed["query"].as_str().expect("a query").to_owned(), takes))
    };
    files.map(|file| of(file.expect("a file").path())).collect()
}

async fn filled(cases: i64) -> TestDatabase {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    stage.close().await;
    assert_eq!(database.number("select count(*) from cases where kind = 'claim'").await, 1);
    let mut db = database.connect().await;
    seed::multiply(&mut db, cases, 5).await.expect("it is filled");
    // Why on the same connection: there no rule is checked again, as the bench has it.
    sqlx::raw_sql(include_str!("plans/besides.sql")).execute(&mut db).await.expect("so is the rest");
    // Why: words that came since wait in a list of their own, which every search would have to read.
    database.execute("vacuum").await;
    // Why every row: what is guessed from some of them differs from time to time.
    database.execute("set default_statistics_target = 10000; analyze").await;
    database
}

/// What PostgreSQL thinks a statement costs, for parameters it does not know, and which tables it would read as a whole.
struct Plan {
    cost: f64,
    whole: BTreeSet<String>,
}

/// None for what is not planned.
async fn plan(db: &mut PgConnection, query: &str, takes: usize) -> Option<Plan> {
    // Why never from an index alone: what that costs depends on when the table was vacuumed.
    let prepare = format!(
        "SET plan_cache_mode = force_generic_plan; SET enable_indexonlyscan = off; PREPARE one AS {query}"
    );
    sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut *db).await.ok()?;
    let nothing = vec!["NULL"; takes].join(", ");
    let with = if takes == 0 { String::new() } else { format!("({nothing})") };
    let explain = format!("EXPLAIN (FORMAT JSON) EXECUTE one{with}");
    let told: Value = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_one(&mut *db).await.expect(query).get(0);
    sqlx::raw_sql("DEALLOCATE one").execute(db).await.expect("it was prepared");
    let mut whole = BTreeSet::new();
    read_whole(&told[0]["Plan"], &mut whole);
    Some(Plan { cost: told[0]["Plan"]["Total Cost"].as_f64()?, whole })
}

/// Tables whose every row is looked at, in the table or in an index without a condition.
fn read_whole(node: &Value, found: &mut BTreeSet<String>) {
    let kind = node["Node Type"].as_str().unwrap_or_default();
    let by_index = kind.contains("Index") && node["Index Cond"].is_null();
    let large = node["Relation Name"].as_str().filter(|table| LARGE.contains(table));
    if let Some(table) = large.filter(|_| kind == "Seq Scan" || by_index) {
        found.insert(format!("{kind} of {table} {}", node["Index Name"].as_str().unwrap_or_default()));
    }
    node["Plans"].as_array().into_iter().flatten().for_each(|inner| read_whole(inner, found));
}

async fn plans(database: &TestDatabase) -> BTreeMap<String, Plan> {
    let mut db = database.connect().await;
    let mut found = BTreeMap::new();
    for (hash, (query, takes)) in statements() {
        if let Some(plan) = plan(&mut db, &query, takes).await {
            found.insert(hash, plan);
        }
    }
    found
}

#[tokio::test]
async fn what_a_statement_costs_does_not_grow_with_the_cases_without_a_reason() {
    let (few, many) = (plans(&filled(FEW).await).await, plans(&filled(MANY).await).await);
    let statements = statements();
    let unplanned: Vec<&String> = statements.keys().filter(|hash| !many.contains_key(*hash)).collect();
    assert!(unplanned.is_empty(), "could not be planned: {unplanned:?}");
    let mut grown = Vec::new();
    for (hash, plan) in &many {
        let before = few[hash].cost;
        if !plan.whole.is_empty() && plan.cost > CHEAP && plan.cost > before * GROWTH {
            grown.push((plan.cost / before, plan, statements[hash].0.as_str()));
        }
    }
    let may = |query: &str| {
        let flat = query.split_whitespace().collect::<Vec<_>>().join(" ");
        MAY_GROW.iter().any(|(words, _)| flat.contains(words))
    };
    let mut wrong: Vec<String> = grown
        .iter()
        .filter(|(_, _, query)| !may(query))
        .map(|(times, plan, query)| format!("{times:.1} times, {:.0}, {:?}: {query}", plan.cost, plan.whole))
        .collect();
    for (words, _) in MAY_GROW {
        let flat = |query: &str| query.split_whitespace().collect::<Vec<_>>().join(" ");
        if !statements.values().any(|(query, _)| flat(query).contains(words)) {
            wrong.push(format!("no statement has {words:?}: strike it off"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), many.len(), wrong.join("\n---\n"));
}
