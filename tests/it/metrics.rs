//! The desk in figures: read strictly, compared with what was played, and with nothing of anybody in it.

mod documents;
mod reader;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use aftercare::{
    desk::Desk,
    domain::chat::{Address, Platform, Room},
    frontend::{discord, telegram},
    health::{self, Heard, Hearing, Silence, Vitals},
    store::figures::MOST,
};
use chrono::{DateTime, TimeDelta};
use serde_json::json;
use sqlx::{AssertSqlSafe, Row as _};
use tokio::{net::TcpListener, sync::oneshot};

use self::reader::{Family, read, value};
use crate::harness::{DirectStage, Setup, TestDatabase, desk::monday};

/// Somebody waits for an answer, and is given one; another message of the agent can't be delivered.
const STORY: &str = "people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff\nmei: /human\nmei: The zip of my Breeze is torn\n\
                     lin in room presses \"Take\"\nlin in room: /reply A new puller is on its way\n\
                     fault * mei blocked\nlin in room: /reply And a small tool";

/// Asks the endpoint once; what it says of its kind, and its text.
async fn ask(desk: &Arc<Desk>, vitals: Vitals, patience: Duration) -> (String, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let router = health::metrics(Arc::clone(desk), Arc::new(vitals), monday(), patience);
    let serving = health::serve(listener, router, async move { drop(stopped.await) });
    let asking = async {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let answer = client.get(format!("http://{address}/metrics")).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        let kind = answer.headers()["content-type"].to_str().expect("text").to_owned();
        let text = answer.text().await.expect("a body");
        drop((client, stop));
        (kind, text)
    };
    let (served, answer) = tokio::join!(serving, asking);
    served.expect("it ends when it is told to");
    answer
}

async fn figures(stage: &DirectStage) -> Vec<Family> {
    let (_, text) = ask(&stage.bureau().desk, Vitals::new(true, None), Duration::from_secs(5)).await;
    read(&text).unwrap_or_else(|why| panic!("{why}\n{text}"))
}

/// The value of a series that is there.
fn amount(families: &[Family], name: &str, labels: &[(&str, &str)]) -> f64 {
    value(families, name, labels).unwrap_or_else(|| panic!("there is no {name} {labels:?}"))
}

/// The same as it is written.
fn of(families: &[Family], name: &str, labels: &[(&str, &str)]) -> String {
    amount(families, name, labels).to_string()
}

async fn counted(database: &TestDatabase, sql: &str) -> String {
    database.number(sql).await.to_string()
}

#[tokio::test]
async fn figures_are_those_of_the_story_that_was_played() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    let families = figures(&stage).await;
    let on = [("platform", "telegram")];
    let with = |label, value| [on[0], (label, value)];
    let seen = counted(&database, "select count(*) from seen").await;
    assert_ne!(seen, "0");
    assert_eq!(of(&families, "aftercare_updates_total", &with("outcome", "taken")), seen);
    assert_eq!(of(&families, "aftercare_updates_total", &with("outcome", "repeated")), "0");
    assert_eq!(of(&families, "aftercare_batch_updates_sum", &on), seen);
    assert_eq!(
        of(&families, "aftercare_batch_seconds_count", &on),
        of(&families, "aftercare_batch_updates_count", &on)
    );
    for state in ["sent", "undelivered"] {
        let rows = counted(&database, &format!("select count(*) from outbox where state = '{state}'")).await;
        assert_ne!(rows, "0", "{state}");
        assert_eq!(of(&families, "aftercare_deliveries_total", &with("outcome", state)), rows, "{state}");
    }
    assert_eq!(of(&families, "aftercare_outbox_rows", &[("state", "undelivered")]), "1");
    assert_eq!(of(&families, "aftercare_outbox_rows", &[("state", "queued")]), "0");
    assert_eq!(of(&families, "aftercare_outbox_oldest_due_seconds", &[]), "0");
    let running = counted(&database, "select count(*) from clocks where state = 'running'").await;
    assert_eq!(of(&families, "aftercare_promises", &[("state", "running")]), running);
    assert_eq!(of(&families, "aftercare_cases", &[("state", "open")]), "1");
    assert_eq!(of(&families, "aftercare_lease_held", &[]), "1");
    assert_eq!(
        of(&families, "aftercare_lease_epoch", &[]),
        counted(&database, "select max(epoch) from leases").await
    );
    assert_eq!(of(&families, "aftercare_database_up", &[]), "1");
    assert_eq!(of(&families, "aftercare_staff_lost", &on), "0");
    let at = stage.clock().now().timestamp().to_string();
    assert_eq!(of(&families, "aftercare_last_batch_timestamp_seconds", &on), at);
    stage.close().await;
}

#[tokio::test]
async fn a_promise_that_comes_due_is_seen_coming_and_then_as_broken() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play("people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff\nmei: /human").await;
    let promises = async |stage: &DirectStage, state| {
        of(&figures(stage).await, "aftercare_promises", &[("state", state)])
    };
    assert_eq!(promises(&stage, "missed").await, "0");
    let due = "select extract(epoch from min(due_at))::bigint from clocks where state = 'running'";
    let due = DateTime::from_timestamp(database.number(due).await, 0).expect("an instant");
    stage.clock().set(due - TimeDelta::minutes(59));
    assert_eq!(promises(&stage, "due_within_hour").await, "1");
    assert_eq!(promises(&stage, "over").await, "0");
    stage.clock().set(due + TimeDelta::minutes(1));
    let before = figures(&stage).await;
    assert_eq!(of(&before, "aftercare_promises", &[("state", "over")]), "1");
    assert!(amount(&before, "aftercare_promises_oldest_look_seconds", &[]) >= 60.0);
    let told = amount(&before, "aftercare_steps_told_total", &[]);
    stage.play("at +1m").await;
    let after = figures(&stage).await;
    assert_eq!(of(&after, "aftercare_promises", &[("state", "over")]), "0");
    assert_eq!(of(&after, "aftercare_promises", &[("state", "missed")]), "1");
    assert_eq!(of(&after, "aftercare_promises_oldest_look_seconds", &[]), "0");
    assert!(amount(&after, "aftercare_steps_told_total", &[]) > told);
    stage.close().await;
}

#[tokio::test]
async fn a_destination_that_waits_and_updates_that_come_again_are_seen() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play("people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff\nmei: /start").await;
    stage.play("fault redeliver 1\nfault sendMessage mei 429 30\nmei: /help").await;
    let families = figures(&stage).await;
    let on = [("platform", "telegram")];
    assert_eq!(of(&families, "aftercare_updates_total", &[on[0], ("outcome", "repeated")]), "1");
    assert_eq!(of(&families, "aftercare_deliveries_total", &[on[0], ("outcome", "postponed")]), "1");
    assert_eq!(of(&families, "aftercare_lanes_waiting", &[]), "1");
    assert_eq!(of(&families, "aftercare_outbox_rows", &[("state", "queued")]), "1");
    stage.close().await;
}

#[tokio::test]
async fn nothing_of_anybody_is_in_the_figures_and_labels_are_words_of_ours() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    let (kind, text) = ask(&stage.bureau().desk, Vitals::new(true, None), Duration::from_secs(5)).await;
    assert_eq!(kind, "text/plain; version=0.0.4; charset=utf-8");
    let mei = aftercare::sandbox::world::person_id("mei").to_string();
    let case = database.texts("select ref from cases").await;
    for word in ["Mei", "Lin", "puller", "tool", "Breeze", "HX-", &mei, &case[0], "SANDBOX"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    let families = read(&text).expect("the format");
    let labels: BTreeSet<&str> = families
        .iter()
        .flat_map(|f| &f.samples)
        .flat_map(|(_, labels, _)| labels.keys())
        .map(String::as_str)
        .collect();
    assert_eq!(
        labels,
        ["le", "of", "outcome", "pass", "platform", "pool", "state", "version", "with"].into()
    );
    let series: usize = families.iter().map(|family| family.samples.len()).sum();
    assert!(series < 150, "{series} series");
    assert!(!text.contains("discord"), "a platform that is off is not told of");
    stage.close().await;
}

#[tokio::test]
async fn without_its_database_a_desk_still_says_how_it_is() {
    let database = TestDatabase::new();
    let stage = DirectStage::open(Setup::new(database.options())).await;
    database.set_open(false).await;
    database.cut_sessions().await;
    let silence: Silence = Arc::new(|| Some(Duration::from_secs(7)));
    let heard: Hearing = Arc::new(|| Heard { sessions: 3, unread: 1 });
    let vitals = Vitals::new(true, Some(silence)).hearing(Some(heard));
    vitals.polling_begins(stage.clock().now() - TimeDelta::seconds(40));
    vitals.met_a_rival();
    vitals.was_led_elsewhere();
    vitals.was_led_elsewhere();
    let (_, text) = ask(&stage.bureau().desk, vitals, Duration::from_millis(300)).await;
    let families = read(&text).unwrap_or_else(|why| panic!("{why}\n{text}"));
    assert_eq!(of(&families, "aftercare_database_up", &[]), "0");
    assert_eq!(
        value(&families, "aftercare_outbox_oldest_due_seconds", &[]),
        None,
        "what nobody knows is not told"
    );
    assert_eq!(of(&families, "aftercare_silence_seconds", &[("platform", "telegram")]), "40");
    assert_eq!(of(&families, "aftercare_silence_seconds", &[("platform", "discord")]), "7");
    assert_eq!(of(&families, "aftercare_listening", &[("platform", "discord")]), "1");
    assert_eq!(of(&families, "aftercare_poll_conflicts_total", &[("with", "rival")]), "1");
    assert_eq!(of(&families, "aftercare_poll_conflicts_total", &[("with", "elsewhere")]), "2");
    assert_eq!(of(&families, "aftercare_gateway_sessions_total", &[]), "3");
    database.set_open(true).await;
    stage.close().await;
}

#[test]
fn when_something_happened_is_told_by_its_platform_or_by_nobody() {
    let from = json!({ "id": 5, "is_bot": false, "first_name": "M" });
    let chat = json!({ "id": 5, "type": "private", "first_name": "M" });
    let said = |update| {
        telegram::said_at(&telegram::read_json(update, &telegram::Context::default()).expect("an update"))
    };
    let message = json!({ "message_id": 1, "date": 1_772_416_800, "chat": chat, "from": from, "text": "x" });
    assert_eq!(said(json!({ "update_id": 1, "message": message })), Some(monday()));
    let mut edited = message.clone();
    edited["edit_date"] = json!(1_772_416_860);
    let later = monday() + TimeDelta::minutes(1);
    assert_eq!(said(json!({ "update_id": 2, "edited_message": edited })), Some(later));
    let press = json!({ "id": "1", "from": from, "chat_instance": "1", "data": "x", "message": message });
    assert_eq!(
        said(json!({ "update_id": 3, "callback_query": press })),
        None,
        "when its button was made says nothing"
    );

    let address = Address { platform: Platform::Discord, chat: 7, thread: None };
    let place = discord::Place { address, room: Room::Private };
    let id = (later.timestamp_millis() - 1_420_070_400_000) << 22;
    let author = json!({ "id": "5", "username": "m" });
    let message = json!({ "id": id.to_string(), "type": 0, "author": author, "content": "x" });
    let written = discord::written(&message, place);
    assert_eq!(written.first().and_then(discord::said_at), Some(later));
    let mut edited = message;
    edited["edited_timestamp"] = json!("2026-03-02T03:00:00Z");
    let edited = discord::edited(&edited, place).expect("an edit");
    assert_eq!(discord::said_at(&edited), None, "its id is as old as its message");
}

/// Rows of a desk that has been at it for a while: most of them are over.
const YEARS: &str = "
    insert into people (id, name, lang, seen_at) values (1, 'x', 'en', 'epoch');
    insert into cases (id, ref, kind, state, class, urgency, grp, customer, platform, answers, opened_at, closed_at, rev)
    select n, n::text, 'claim', case when n % 10 = 0 then 'open' else 'closed' end, 'general', 'normal', 'a', 1, 1, '{}',
           'epoch', case when n % 10 = 0 then null else 'epoch'::timestamptz end, 1 from generate_series(1, 100000) n;
    insert into clocks (id, case_id, target, cycle, span, state, started_at, due_at, look_at, ended_at, terms_version)
    select n, n, 'solution', 1, '{}', case when n % 10 = 0 then 'running' else 'met' end, 'epoch', '2100-01-01',
           case when n % 10 = 0 then '2100-01-01'::timestamptz end, case when n % 10 = 0 then null else 'epoch'::timestamptz end, 1
    from generate_series(1, 100000) n;
    insert into outbox (lane, platform, urgency, parcel, state, not_before, created_at)
    select 'p:1:1', 1, 0, '{\"is\": \"say\"}',
           case n % 20 when 0 then 'undelivered' when 1 then 'queued' else 'sent' end, 'epoch', 'epoch'
    from generate_series(1, 200000) n;
    insert into media (id, person, platform, kind, file, uniq, at, keeping)
    select n, 1, 1, 'photo', '', n::text, 'epoch', case when n % 10 = 0 then 'waiting' else 'lost' end from generate_series(1, 50000) n;
    analyze";

/// Rows each scan of a table looked at, by table; a scan of a whole table is told as such.
fn scans(node: &serde_json::Value, found: &mut Vec<(String, f64)>) {
    let number = |key: &str| node[key].as_f64().unwrap_or_default();
    if let Some(table) = node["Relation Name"].as_str() {
        let kind = node["Node Type"].as_str().unwrap_or_default();
        let rows = number("Actual Rows") * number("Actual Loops") + number("Rows Removed by Filter");
        found.push((format!("{kind} of {table}"), rows));
    }
    node["Plans"].as_array().into_iter().flatten().for_each(|inner| scans(inner, found));
}

#[tokio::test]
async fn asking_the_rows_reads_a_bounded_part_of_indexes_however_many_there_are() {
    let database = TestDatabase::new();
    database.execute(YEARS).await;
    let mut db = database.connect().await;
    let statement = include_str!("../../src/store/figures.sql");
    let prepare =
        format!("set plan_cache_mode = force_generic_plan; prepare figures (timestamptz) as {statement}");
    sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut db).await.expect("it is prepared");
    let explain = "explain (analyze, timing off, format json) execute figures ('2026-03-02')";
    let row = sqlx::raw_sql(explain).fetch_one(&mut db).await.expect("a plan");
    let plan: serde_json::Value = row.get(0);
    let mut found = Vec::new();
    scans(&plan[0]["Plan"], &mut found);
    assert!(found.len() > 6, "the scans were not found: {plan}");
    let most = f64::from(i32::try_from(MOST).expect("few"));
    for (scan, rows) in found {
        // Why quarantine may: no index says less, and the limit ends it. A table without rows is read as a whole.
        let may = scan.ends_with("quarantine") || rows < 1.0;
        assert!(!scan.starts_with("Seq Scan") || may, "{scan}: {plan}");
        assert!(rows <= most + 1.0, "{scan} looks at {rows} rows: {plan}");
    }
}
