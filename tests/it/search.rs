//! What cases are found by: filled behind the desk's back, read anew after a change, found by an index at scale.

use aftercare::sandbox::shown::Place;
use sqlx::AssertSqlSafe;

use crate::harness::{DirectStage, Setup, TestDatabase};

/// Cases of the test at scale.
const MANY: u64 = 12_000;

async fn stage(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play("people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff").await;
    stage
}

async fn index(stage: &DirectStage) -> u64 {
    stage.bureau().desk.index().await.expect("indexed")
}

async fn words(database: &TestDatabase) -> Vec<String> {
    database.texts("select array_to_string(tsvector_to_array(words), ' ') from search_docs").await
}

#[tokio::test]
async fn what_was_there_is_filled_in_once_and_what_changes_is_read_anew() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    stage.play("mei: /human\nmei: The puller broke.").await;
    assert_eq!(index(&stage).await, 1, "before the first pass nothing was there");
    assert_eq!(index(&stage).await, 0, "nothing changed");
    assert!(words(&database).await[0].contains("puller"));
    stage.play("mei edits \"puller\" to \"The handle broke.\"").await;
    assert_eq!(index(&stage).await, 1);
    let now = words(&database).await.remove(0);
    assert!(now.contains("handl") && !now.contains("puller"), "{now}");
    stage.play("at +3h\nlin in room: /note 拉链").await;
    assert_eq!(index(&stage).await, 1, "also hours later");
    assert!(words(&database).await[0].contains("拉链"));
    database.execute("delete from search_docs; delete from search_state").await;
    assert_eq!(index(&stage).await, 1, "it can be thrown away at any time");
    stage.close().await;
}

#[tokio::test]
async fn what_is_forgotten_of_people_can_not_be_found() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    stage.play("mei: /human\nmei: The puller broke.").await;
    assert_eq!(index(&stage).await, 1);
    let mei = database.number("select customer from cases").await;
    let mut db = database.connect().await;
    aftercare::store::search::forget(&mut db, &[mei]).await.expect("forgotten");
    assert_eq!(words(&database).await, [""; 0]);
    stage.close().await;
}

/// The plan of a statement: made with its values, or once for all as the desk has most of its statements planned.
async fn plan(database: &TestDatabase, mode: &str, types: &str, sql: &str, values: &str) -> String {
    let mut db = database.connect().await;
    let prepare = format!("set plan_cache_mode = {mode}; prepare it ({types}) as {sql}");
    sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut db).await.expect("prepared");
    let explain = format!("explain execute it({values})");
    let lines: Vec<String> =
        sqlx::query_scalar(AssertSqlSafe(explain)).fetch_all(&mut db).await.expect("explained");
    lines.join("\n")
}

#[tokio::test]
async fn among_many_cases_words_are_found_by_the_index() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    stage.play("mei: /human").await;
    database
        .execute(&format!(
            "insert into cases (id, ref, kind, state, class, urgency, grp, customer, platform, answers, opened_at, rev) \
             select 1000000 + n, (select ref from cases) || n, 'person', 'new', 'general', 'normal', 'after-sales', \
                    customer, 1, 'null', opened_at, 1 \
             from cases, generate_series(1, {MANY}) n; \
             insert into messages (id, case_id, person, side, at, kind, body) \
             select 2000000 + n, 1000000 + n, customer, 'customer', opened_at + n * interval '1 minute', 'text', \
                    'trolley number ' || n \
             from (select * from cases order by id limit 1) c, generate_series(1, {MANY}) n; \
             insert into search_docs (case_id, head, words, print, newest) \
             select case_id, '', array_to_tsvector(string_to_array(body, ' ') || array(select md5(id::text || w) \
                                                                                       from generate_series(1, 30) w)), \
                    '', at \
             from messages; \
             analyze cases, messages, search_docs"
        ))
        .await;
    let find = include_str!("../../src/store/search/find.sql");
    let types = "text, text, text[], timestamptz, text[], bigint, bigint";
    let values = "'''trolley'' & ''77''', null, '{}', null, '{}', 0, 6";
    let found = plan(&database, "force_custom_plan", types, find, values).await;
    assert!(found.contains("Bitmap Index Scan on search_docs_words"), "{found}");
    assert!(!found.contains("Seq Scan"), "{found}");
    let stale = include_str!("../../src/store/search/stale.sql");
    let types = "timestamptz, bigint, timestamptz";
    let values = "'2026-03-02', 100, '2099-01-01'";
    let touched = plan(&database, "force_generic_plan", types, stale, values).await;
    assert!(touched.contains("Bitmap Index Scan on messages_at"), "{touched}");
    stage.close().await;
}

#[tokio::test]
async fn a_page_whose_message_is_gone_is_shown_anew() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    for _ in 0..7 {
        stage.play("mei: /human\nmei: trolley\nlin in room: /close done").await;
    }
    stage.play("lin: /search trolley").await;
    let lin = Place::Chat("lin".to_owned());
    let press = stage.updates_of("lin presses \"Next page\"");
    stage.chats().lock().messages.iter_mut().for_each(|message| message.deleted = true);
    stage.bureau().take(&press).await;
    let said = stage.chats().said(&lin);
    assert!(said.last().is_some_and(|text| text.starts_with("Cases 6 to 7")), "{said:?}");
    stage.close().await;
}
