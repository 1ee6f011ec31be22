//! Appointments on a whole desk: nobody is booked twice, whoever presses at once, and each thing is told once.

use std::sync::Arc;

use aftercare::domain::chat::Incoming;
use sqlx::{AssertSqlSafe, Connection as _};
use tokio::task::JoinSet;

use super::{at, there};
use crate::harness::{DirectStage, Logs, Setup, TestDatabase};

/// Two customers with a case each, which Lin has; both are offered the same hour.
async fn two_offered(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei@telegram \"Mei\" en consumer, tom@telegram \"Tom\" en consumer, lin@telegram \"Lin\" en staff\n\
             at 2026-03-02 10:00 Asia/Shanghai\n\
             mei: /human\n\
             tom: /human\n\
             lin in room 1: /take\n\
             lin in room 2: /take\n\
             lin in room 1: /appoint phone tomorrow 10:00\n\
             lin in room 2: /appoint video tomorrow 10:15\n",
        )
        .await;
    stage
}

const AGREED: &str = "select count(*) from appointments where stage = 'open' and starts is not null";

fn presses(stage: &mut DirectStage) -> [Vec<Incoming>; 2] {
    let mei = stage.updates_of("mei presses \"tomorrow 10:00 (Shanghai time)\"");
    let tom = stage.updates_of("tom presses \"tomorrow 10:15 (Shanghai time)\"");
    [mei, tom]
}

#[tokio::test]
async fn two_customers_who_choose_the_same_hour_at_once_do_not_both_get_it() {
    let logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = two_offered(&database).await;
    let mut both = JoinSet::new();
    for batch in presses(&mut stage) {
        let desk = Arc::clone(&stage.bureau().desk);
        both.spawn(async move { desk.receive(&batch).await });
    }
    while let Some(done) = both.join_next().await {
        done.expect("no panic").expect("taken");
    }
    stage.bureau().settle().await;
    assert_eq!(database.number(AGREED).await, 1);
    let anew = "select count(*) from appointments where starts is null and cardinality(offers) > 1";
    assert_eq!(database.number(anew).await, 1, "the other one is offered other times at once");
    assert_eq!(database.number("select count(*) from quarantine").await, 0);
    assert!(logs.of("desk.update.quarantined").is_empty());
    stage.close().await;
}

#[tokio::test]
async fn two_of_one_batch_do_not_both_get_it_either() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = two_offered(&database).await;
    let batch: Vec<Incoming> = presses(&mut stage).concat();
    stage.bureau().take(&batch).await;
    assert_eq!(database.number(AGREED).await, 1);
    assert_eq!(database.number("select count(*) from quarantine").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn fifty_presses_of_one_time_agree_to_it_once() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = two_offered(&database).await;
    let [press, _] = presses(&mut stage);
    let mut all = JoinSet::new();
    for n in 0..50 {
        let (desk, mut batch) = (Arc::clone(&stage.bureau().desk), press.clone());
        batch[0].key.key += n;
        all.spawn(async move { desk.receive(&batch).await });
    }
    while let Some(done) = all.join_next().await {
        done.expect("no panic").expect("taken");
    }
    stage.bureau().settle().await;
    let (agreed, events) = (
        "select sequence::text from appointments where starts is not null",
        "select count(*) from case_events where kind = 'appointment-agreed'",
    );
    assert_eq!(database.texts(agreed).await, ["0"]);
    assert_eq!(database.number(events).await, 1);
    stage.close().await;
}

#[tokio::test]
async fn the_schema_itself_lets_nobody_be_booked_twice() {
    let database = TestDatabase::new();
    database
        .execute(
            "insert into people (id, name, lang, seen_at) values (1, 'Mei', 'en', now()), (2, 'Lin', 'en', now()), (3, 'Bo', 'en', now());
             insert into cases (id, ref, kind, state, class, urgency, grp, customer, platform, answers, opened_at, rev) values
                 (10, 'HX-1', 'person', 'open', 'general', 'normal', 'after-sales', 1, 1, 'null', now(), 1),
                 (11, 'HX-2', 'person', 'open', 'general', 'normal', 'after-sales', 1, 1, 'null', now(), 1);",
        )
        .await;
    let row = |id: i64, case: i64, n: i64, way: &str, agent: i64, stage: &str, starts: &str| {
        let look = if stage == "open" { format!("'{starts}'") } else { "null".to_owned() };
        format!(
            "insert into appointments (id, case_id, n, way, kind, minutes, stage, agent, starts, rev, look_at, made_at, changed_at) \
             values ({id}, {case}, {n}, '{way}', 'phone', 30, '{stage}', {agent}, '{starts}', 1, {look}, now(), now());"
        )
    };
    let first = row(1, 10, 1, "phone", 2, "open", "2026-03-03 02:00:00+00");
    assert_eq!(broken(&database, &first).await, None);
    let twice = Some("appointments_not_twice".to_owned());
    for starts in ["2026-03-03 02:00:00+00", "2026-03-03 01:31:00+00", "2026-03-03 02:29:00+00"] {
        assert_eq!(broken(&database, &row(2, 11, 1, "phone", 2, "open", starts)).await, twice, "{starts}");
    }
    for (why, sql) in [
        ("right before", row(2, 11, 1, "phone", 2, "open", "2026-03-03 01:30:00+00")),
        ("right after", row(3, 11, 2, "video", 2, "open", "2026-03-03 02:30:00+00")),
        ("somebody else", row(4, 11, 3, "todesk", 3, "open", "2026-03-03 02:00:00+00")),
        ("what is over takes no time", row(5, 11, 4, "phone", 2, "done", "2026-03-03 02:00:00+00")),
    ] {
        assert_eq!(broken(&database, &sql).await, None, "{why}");
    }
    let swapped = "update appointments set starts = '2026-03-03 02:30:00+00', look_at = null where id = 1; \
                   update appointments set starts = '2026-03-03 02:00:00+00' where id = 3;";
    assert_eq!(broken(&database, swapped).await, None, "two may change places");
    let again = row(6, 10, 2, "phone", 3, "open", "2026-03-04 02:00:00+00");
    assert_eq!(
        broken(&database, &again).await,
        Some("appointments_open".to_owned()),
        "one open of a way in a case"
    );
}

/// What one transaction comes to: nothing when it is committed, else the name of the rule it broke.
async fn broken(database: &TestDatabase, sql: &str) -> Option<String> {
    let mut db = database.connect().await;
    let mut tx = db.begin().await.expect("a transaction");
    let done = match sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await {
        Ok(_) => tx.commit().await,
        Err(error) => Err(error),
    };
    let error = done.err()?;
    let error = error.as_database_error().expect("an error of the database");
    Some(error.constraint().unwrap_or_default().to_owned())
}

/// One agreed call of Mei's, tomorrow at 15:00 in Shanghai.
async fn agreed(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei@telegram \"Mei\" en consumer, lin@telegram \"Lin\" en staff\n\
             at 2026-03-02 10:00 Asia/Shanghai\n\
             mei: /human\n\
             lin in room: /take\n\
             lin in room: /appoint phone Wednesday 15:00\n\
             mei presses \"Wednesday 15:00 (Shanghai time)\"\n",
        )
        .await;
    stage
}

/// How many reminders both sides have read so far, when everything that is due was done.
async fn reminders(stage: &mut DirectStage) -> usize {
    stage.bureau().settle().await;
    let read = stage.play("show mei\nshow room\n").await;
    read.matches("Reminder: Phone call").count() + read.matches("⏳ Lin: Phone call").count()
}

#[tokio::test]
async fn two_passes_at_once_and_a_new_process_remind_once() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = agreed(&database).await;
    stage.clock().set(there("2026-03-03 15:00"));
    let desk = &stage.bureau().desk;
    let (one, other) = tokio::join!(desk.follow_up(), desk.follow_up());
    one.expect("a pass");
    other.expect("a pass");
    assert_eq!(reminders(&mut stage).await, 2, "one for each side");
    stage.crash().await;
    stage.clock().set(there("2026-03-03 14:00"));
    stage.bureau().settle().await;
    stage.clock().set(there("2026-03-03 16:00"));
    stage.bureau().settle().await;
    assert_eq!(reminders(&mut stage).await, 2, "nor when the clock is put back and forth");
    stage.clock().set(there("2026-03-04 14:45"));
    assert_eq!(reminders(&mut stage).await, 4);
    stage.close().await;
}

#[tokio::test]
async fn a_case_that_ends_takes_its_appointments_with_it() {
    let _logs = Logs::capture();
    for end in [
        "lin in room: /close Not needed any more.\n",
        "mei: /status\nmei presses \"Cancel this case\"\nmei presses \"Yes, cancel it\"\n",
    ] {
        let database = TestDatabase::new();
        let mut stage = agreed(&database).await;
        let read = stage.play(&format!("{end}show mei\n")).await;
        assert_eq!(read.matches("is called off, because the case has ended").count(), 1, "{read}");
        assert_eq!(
            database.texts("select stage || ' ' || sequence from appointments").await,
            ["cancelled 1"],
            "{end}"
        );
        stage.clock().set(there("2026-03-03 15:00"));
        assert_eq!(reminders(&mut stage).await, 0);
        stage.close().await;
    }
}

#[tokio::test]
async fn who_is_erased_is_reminded_of_nothing_and_leaves_no_words() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let mut stage = agreed(&database).await;
    stage.play("lin in room: /appoint note email: She wrote about squirrels.\n").await;
    stage
        .play(
            "mei: /privacy erase\nmei presses \"Cancel and erase\"\nmei presses \"Yes, erase everything\"\n",
        )
        .await;
    let rows =
        "select stage || coalesce(outcome, '') || coalesce(look_at::text, '') from appointments order by n";
    assert_eq!(database.texts(rows).await, ["cancelled", "done"]);
    stage.clock().set(at("2026-03-03T07:00:00Z"));
    stage.bureau().settle().await;
    let read = stage.play("show mei\n").await;
    assert!(!read.contains("Reminder"), "{read}");
    stage.close().await;
}

#[tokio::test]
async fn an_agent_with_two_accounts_keeps_the_appointments_of_both() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    let stage = agreed(&database).await;
    database
        .execute(
            "insert into people (id, name, lang, seen_at) values (900001, 'Lin too', 'en', now());
             update appointments set agent = 900001;",
        )
        .await;
    let mut db = database.connect().await;
    let lin = database.number("select person from agents limit 1").await;
    let id = aftercare::domain::id::PersonId;
    aftercare::store::bind::join(&mut db, id(lin), id(900_001), at("2026-03-02T03:00:00Z"))
        .await
        .expect("joined");
    assert_eq!(database.number("select agent from appointments").await, lin);
    stage.close().await;
}
