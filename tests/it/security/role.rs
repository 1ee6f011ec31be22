//! The desk as a role that may not change tables, set up by the very statements of `docs/operations.md`.

use std::{fs, path::Path};

use aftercare::{
    app::demo::rehearsal_of,
    sandbox::{
        postgres::{Durability, Places, PrivatePostgres, create_database},
        script::{Player, Script},
    },
    store::pools,
};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, postgres::PgConnectOptions};

use crate::harness::{DirectStage, Logs, Setup};

const ROLE: &str = "aftercare_app";
/// Stories that insert, change and delete in most tables: two people become one, and somebody is erased by two leads.
const STORIES: [&str; 7] =
    ["claim", "merging", "bound", "evidence_kept", "privacy_desk", "quote", "order_desk"];

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file of the package")
}

/// What operators are told to run as the owner: the block that holds those words.
fn statements(with: &str) -> String {
    let text = text("docs/operations.md");
    let mut blocks = text.split("```sql\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.find(|block| block.contains(with)).expect("the statements").to_owned()
}

/// A server with a role made in that way. Why one of its own: a role belongs to all databases of a server.
async fn server() -> PrivatePostgres {
    let places = Places::new(std::env::var_os("PATH"), std::env::temp_dir(), None);
    let starting = tokio::task::spawn_blocking(move || {
        PrivatePostgres::start_temporary(&places, Durability::Test).expect("a server")
    });
    let server = starting.await.expect("a thread");
    create_database(&server.options("postgres"), "house", None).await.expect("a database");
    let mut owner = connect(&server.options("house")).await;
    run(&mut owner, &statements("create role")).await.expect("the role");
    pools::migrate(&server.options("house")).await.expect("the schema");
    run(&mut owner, &statements("on _sqlx_migrations")).await.expect("less of its rights");
    owner.close().await.expect("closed");
    server
}

async fn connect(options: &PgConnectOptions) -> PgConnection {
    options.clone().disable_statement_logging().connect().await.expect("a connection")
}

async fn run(db: &mut PgConnection, sql: &str) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(db).await.map(drop)
}

/// A copy of the house, and how the role gets into it.
async fn copy(server: &PrivatePostgres, name: &str) -> PgConnectOptions {
    create_database(&server.options("postgres"), name, Some("house")).await.expect("a copy");
    server.options(name).username(ROLE)
}

#[tokio::test]
async fn a_role_that_may_not_change_tables_plays_whole_stories() {
    let server = server().await;
    for story in STORIES {
        let script = Script::parse(&text(&format!("tests/scenarios/{story}.txt"))).expect("a scenario");
        let logs = Logs::capture();
        let setup = Setup::of(&rehearsal_of(&script, copy(&server, story).await));
        let mut stage = DirectStage::open(setup).await;
        if let Err(error) = Player::new(&mut stage).run(&script).await {
            panic!("{story}: {error}");
        }
        stage.close().await;
        assert_eq!(logs.of("permission denied"), [""; 0], "{story}");
        let mut owner = connect(&server.options(story)).await;
        let put_aside: i64 = sqlx::query_scalar("SELECT count(*) FROM quarantine")
            .fetch_one(&mut owner)
            .await
            .expect("a count");
        assert_eq!(put_aside, 0, "{story}");
    }
}

#[tokio::test]
async fn it_makes_drops_and_changes_no_table_and_gives_itself_no_right() {
    let server = server().await;
    let mut db = connect(&copy(&server, "alone").await).await;
    for sql in [
        "create table public.mine (a int)",
        "drop table cases",
        "alter table cases add column a int",
        "truncate case_events",
        "alter table case_events disable trigger all",
        "set session_replication_role = replica",
        "drop trigger history_stays on case_events",
        "create or replace function history_stays() returns trigger language plpgsql as 'begin return null; end'",
        "alter role aftercare_app superuser",
        "create role another superuser",
        "copy cases to program 'true'",
        "delete from _sqlx_migrations",
    ] {
        let done = run(&mut db, sql).await;
        let why = done.expect_err(sql).to_string();
        assert!(why.contains("permission denied") || why.contains("must be"), "{sql}: {why}");
    }
}

#[tokio::test]
async fn a_right_that_is_missing_is_waited_for_and_puts_no_update_aside() {
    let server = server().await;
    let mut owner = connect(&server.options("house")).await;
    run(&mut owner, "revoke insert on messages from aftercare_app").await.expect("revoked");
    let setup = Setup::new(&server.options("house").username(ROLE));
    let mut stage = DirectStage::open(setup).await;
    stage.play("people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff\nmei: /human").await;
    let words = stage.updates_of("mei: It broke.");
    assert!(stage.bureau().desk.receive(&words).await.is_err(), "it is tried again, not put aside");
    run(&mut owner, "grant insert on messages to aftercare_app").await.expect("granted");
    stage.bureau().desk.receive(&words).await.expect("taken");
    let count = |sql: &'static str| sqlx::query_scalar::<_, i64>(sql);
    let kept = count("SELECT count(*) FROM messages WHERE body = 'It broke.'").fetch_one(&mut owner).await;
    let put_aside = count("SELECT count(*) FROM quarantine").fetch_one(&mut owner).await;
    assert_eq!((kept.expect("a count"), put_aside.expect("a count")), (1, 0));
    stage.close().await;
}
