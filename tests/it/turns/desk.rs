//! Giving out on a database: at once, again, and while somebody else gives out.

use aftercare::domain::chat::Incoming;
use sqlx::{Connection as _, Executor as _};

use crate::harness::{DirectStage, Logs, Setup, TestDatabase};

const GROUPS: &str = "[[groups]]\nid = \"after-sales\"\nname = { en = \"After-sales\" }\nassign = \"turns\"\ncapacity = 1\n\
    [[groups]]\nid = \"technical\"\nname = { en = \"Technical\" }\n\
    [[groups]]\nid = \"marketing\"\nname = { en = \"Marketing\" }\n";

/// A desk that gives each of its people one case at most; Gao and Ana are there.
async fn house(database: &TestDatabase) -> DirectStage {
    let setup = Setup { terms: GROUPS.to_owned(), ..Setup::new(database.options()) };
    let mut stage = DirectStage::open(setup).await;
    stage
        .play(
            "people: lin@telegram \"Lin\" en staff, gao@telegram \"Gao\" en staff #1002, ana@telegram \"Ana\" en staff #1003\n\
             people: mei@telegram \"Mei\" en consumer, wei@telegram \"Wei\" en consumer, bo@telegram \"Bo\" en consumer\n\
             at 2026-03-02 10:00 Asia/Shanghai\n\
             gao in staff: hello\nana in staff: hello\n\
             lin in staff: /agent add 1002 agent after-sales\nlin in staff: /agent add 1003 agent after-sales\n",
        )
        .await;
    stage
}

/// Who has how many cases; nobody has the rest.
async fn owners(database: &TestDatabase) -> Vec<String> {
    let sql = "select coalesce(p.name, 'nobody') || ' ' || count(*) from cases c left join people p on p.id = c.assignee \
               group by p.name order by 1";
    database.texts(sql).await
}

fn asked_by(stage: &mut DirectStage, who: &str) -> Vec<Incoming> {
    stage.updates_of(&format!("{who}: /human"))
}

#[tokio::test]
async fn cases_that_come_at_once_overfill_nobody() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    let [one, two, three] = ["mei", "wei", "bo"].map(|who| asked_by(&mut stage, who));
    let desk = &stage.bureau().desk;
    let (a, b, c) = tokio::join!(desk.receive(&one), desk.receive(&two), desk.receive(&three));
    for taken in [a, b, c] {
        taken.expect("taken");
    }
    let (a, b, c) = tokio::join!(desk.follow_up(), desk.follow_up(), desk.follow_up());
    for passed in [a, b, c] {
        passed.expect("a pass");
    }
    assert_eq!(owners(&database).await, ["Ana 1", "Gao 1", "nobody 1"]);
    let told = "select count(*) from outbox where parcel::text like '%customer-taken%'";
    assert_eq!(database.number(told).await, 2, "each customer once");
    stage.close().await;
}

#[tokio::test]
async fn who_gives_out_waits_for_who_gives_out_already() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("ana in staff: /away").await;
    for who in ["mei", "wei"] {
        let batch = asked_by(&mut stage, who);
        stage.bureau().desk.receive(&batch).await.expect("taken");
    }
    // Another process is in the middle of giving Gao the first of the two.
    let mut other = sqlx::PgConnection::connect_with(database.options()).await.expect("a connection");
    let mut tx = other.begin().await.expect("a transaction");
    tx.execute("select p.id from people p where p.name = 'Gao' for no key update").await.expect("locked");
    let gives = "update cases set state = 'open', rev = rev + 1, assignee = (select id from people where name = 'Gao') \
                 where id = (select min(id) from cases)";
    tx.execute(gives).await.expect("given");
    let desk = &stage.bureau().desk;
    let (passed, ()) = tokio::join!(desk.follow_up(), commits_once_waited_for(tx, &database));
    passed.expect("a pass");
    assert_eq!(owners(&database).await, ["Gao 1", "nobody 1"]);
    stage.close().await;
}

#[tokio::test]
async fn whoever_is_removed_while_cases_are_given_out_is_given_none() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("ana in staff: /away").await;
    let batch = asked_by(&mut stage, "mei");
    stage.bureau().desk.receive(&batch).await.expect("taken");
    // Another process is in the middle of removing Gao, who alone has room.
    let mut other = sqlx::PgConnection::connect_with(database.options()).await.expect("a connection");
    let mut tx = other.begin().await.expect("a transaction");
    tx.execute(
        "update agents set removed_at = now() where person = (select id from people where name = 'Gao')",
    )
    .await
    .expect("removed");
    let desk = &stage.bureau().desk;
    let (passed, ()) = tokio::join!(desk.follow_up(), commits_once_waited_for(tx, &database));
    passed.expect("a pass");
    assert_eq!(owners(&database).await, ["nobody 1"]);
    stage.close().await;
}

/// Ends the other process's work when somebody waits for it. Why asked for: that a pass waits is seen in the list of locks
/// alone.
async fn commits_once_waited_for(tx: sqlx::PgTransaction<'_>, database: &TestDatabase) {
    let waits = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    for _ in 0..500 {
        if database.number(waits).await > 0 {
            break;
        }
        tokio::task::yield_now().await;
    }
    tx.commit().await.expect("committed");
}

#[tokio::test]
async fn what_waited_is_given_out_when_somebody_comes_back_or_gets_room_what_is_due_first() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("ana in staff: /away\nmei: /human\nat +5m\nwei: /human\nat +5m\nbo: /human\n").await;
    assert_eq!(owners(&database).await, ["Gao 1", "nobody 2"]);
    stage.play("ana in staff: /back\n").await;
    let of = |name: &str| {
        format!(
            "select w.name from cases c join people p on p.id = c.assignee join people w on w.id = c.customer \
             where p.name = '{name}' and c.state = 'open'"
        )
    };
    assert_eq!(database.texts(&of("Ana")).await, ["Wei"], "it is due before the last");
    stage.play("gao in room 1: /reply A moment please.\ngao in room 1: /close It was dust.\n").await;
    assert_eq!(database.texts(&of("Gao")).await, ["Bo"], "there is room again");
    stage.close().await;
}

#[tokio::test]
async fn what_waits_for_something_takes_no_room() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("ana in staff: /away\nmei: /human\nwei: /human\n").await;
    assert_eq!(owners(&database).await, ["Gao 1", "nobody 1"]);
    stage.play("gao in room 1: /ask Which colour is it?\n").await;
    assert_eq!(owners(&database).await, ["Gao 2"], "the customer's answer is waited for");
    stage.play("mei: Black.\nbo: /human\n").await;
    assert_eq!(owners(&database).await, ["Gao 2", "nobody 1"], "and comes back to whoever asked");
    stage.close().await;
}

#[tokio::test]
async fn a_turn_outlives_its_process() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("mei: /human\nrestart\nwei: /human\n").await;
    assert_eq!(owners(&database).await, ["Ana 1", "Gao 1"]);
    stage.close().await;
}

#[tokio::test]
async fn at_night_nothing_is_given_and_in_the_morning_all_of_it() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("at 2026-03-02 22:00 Asia/Shanghai\nmei: /human\n").await;
    assert_eq!(owners(&database).await, ["nobody 1"]);
    stage.play("at 2026-03-03 08:00 Asia/Shanghai\n").await;
    assert_eq!(owners(&database).await.len(), 1);
    assert_ne!(owners(&database).await, ["nobody 1"]);
    stage.close().await;
}

#[tokio::test]
async fn a_case_that_cant_be_read_holds_up_no_other() {
    let logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    for who in ["mei", "wei"] {
        let batch = asked_by(&mut stage, who);
        stage.bureau().desk.receive(&batch).await.expect("taken");
    }
    let spoiled =
        "update clocks set span = '{\"count\": \"moons\"}' where case_id = (select min(id) from cases)";
    database.execute(spoiled).await;
    stage.bureau().desk.follow_up().await.expect("a pass");
    assert_eq!(owners(&database).await.len(), 2, "the other one was given to somebody");
    assert!(!logs.of("desk.turns.stuck").is_empty(), "and the first is named in the log");
}
