//! Poison is not outage: an update that can't be taken stands aside alone, a database that is away is waited for.

use std::time::Duration;

use aftercare::app::demo::rehearsal_of;
use aftercare::app::rehearsal::Theatre;
use aftercare::sandbox::script::{Script, Stage as _};
use aftercare::sandbox::shown::Place;

use crate::harness::{DirectStage, Logs, Setup, TestDatabase};

const PEOPLE: &str = "people: mei \"Mei Li\" en consumer, wei \"Wei Zhao\" en consumer, ida \"Ida Berg\" en consumer, \
                      lin \"Lin\" en staff";

fn chat(handle: &str) -> Place {
    Place::Chat(handle.to_owned())
}

/// Makes the draft of Wei unreadable, as a fault of ours or of the disk would.
async fn spoil(database: &TestDatabase) {
    database
        .execute(
            "update dialogues set draft = '{\"nothing\": \"of ours\"}' \
             where person = (select id from people where name = 'Wei Zhao')",
        )
        .await;
}

#[tokio::test]
async fn one_update_that_can_not_be_taken_stands_aside_alone_and_the_staff_is_told() {
    let database = TestDatabase::new();
    let logs = Logs::capture();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(&format!("{PEOPLE}\nmei: /new\nwei: /new\nida: /new")).await;
    spoil(&database).await;
    let batch = stage.updates_of(
        "mei: one\nida: two\nmei: three\nwei: My secret words\nida: four\nmei: five\nida: six\nlin in staff: /queue",
    );
    stage.bureau().take(&batch).await;
    assert_eq!(database.texts("select why from quarantine").await.len(), 1);
    let raw = database.texts("select raw->>'update_id' from quarantine").await;
    assert_eq!(raw, [batch[3].key.key.to_string()], "the guilty one, as it came");
    let told: Vec<String> = stage.chats().said(&Place::Staff);
    let id = batch[3].key.key.to_string();
    assert_eq!(told.iter().filter(|line| line.contains(&id)).count(), 1, "{told:?}");
    let before = (stage.chats().said(&chat("mei")).len(), stage.chats().said(&chat("ida")).len());
    assert_eq!(before, (4, 4), "an answer to the beginning and one to each of three texts");
    assert!(told.iter().any(|line| line.contains("/mine")), "{told:?}");
    let errors = logs.errors();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].contains("desk.update.quarantined"), "{errors:?}");
    assert_eq!(logs.leaks(["My secret words"]), [""; 0]);

    stage.bureau().take(&batch).await;
    assert_eq!(database.number("select count(*) from quarantine").await, 1);
    assert_eq!(stage.chats().said(&Place::Staff).len(), told.len(), "nobody is told twice");
    assert_eq!(database.number("select count(*) from seen").await, 3 + 8);
    stage.close().await;
}

#[tokio::test]
async fn a_batch_with_nothing_but_poison_is_set_aside_piece_by_piece() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(&format!("{PEOPLE}\nwei: /new")).await;
    spoil(&database).await;
    let batch = stage.updates_of("wei: one\nwei: two\nwei: three");
    stage.bureau().take(&batch).await;
    assert_eq!(database.number("select count(*) from quarantine").await, 3);
    let mended = "delete from dialogues";
    database.execute(mended).await;
    stage.play("wei: /start").await;
    let said = stage.chats().said(&chat("wei"));
    assert!(said.last().is_some_and(|line| line.contains("Hello Wei Zhao")), "{said:?}");
    stage.close().await;
}

#[tokio::test]
async fn a_row_of_the_outbox_that_can_not_be_read_holds_up_no_other_chat() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(PEOPLE).await;
    let batch = stage.updates_of("wei: /start\nmei: /start");
    stage.bureau().desk.receive(&batch).await.expect("taken");
    database
        .execute(
            "update outbox set parcel = '{\"is\": \"of no kind\"}', state = 'queued' \
             where person = (select id from people where name = 'Wei Zhao')",
        )
        .await;
    stage.crash().await;
    stage.bureau().desk.deliver_due(&stage.bureau().couriers).await;
    let said = stage.chats().said(&chat("mei"));
    assert_eq!(said.len(), 1, "Mei is answered: {said:?}");
    stage.close().await;
}

/// Waits for something the desk does on its own, with a limit only a fault reaches.
async fn until(what: &str, done: impl Fn() -> bool) {
    for _ in 0..3_000 {
        if done() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never came true: {what}");
}

#[tokio::test]
async fn a_database_that_is_away_is_waited_for_and_nothing_is_lost() {
    let database = TestDatabase::new();
    let logs = Logs::capture();
    let script = Script::parse(&format!("{PEOPLE}\nmei: /new\nida: /start")).expect("a scenario");
    let rehearsal = rehearsal_of(&script, database.options().clone());
    let mut theatre = Theatre::open(rehearsal).await.expect("the house opens");
    theatre.play(&script).await.expect("it plays");
    database.set_open(false).await;
    database.cut_sessions().await;
    let world = theatre.world().clone();
    for (who, text) in [("mei", "/cancel"), ("ida", "/start"), ("mei", "/cases"), ("ida", "/cases")] {
        world.say(who, &chat(who), text, None).expect("said");
    }
    until("the intake waits", || !logs.of("intake.waiting").is_empty()).await;
    assert!(world.unconfirmed() > 0, "what is not committed is not confirmed");
    database.set_open(true).await;
    theatre.stage().rest().await.expect("it comes to rest");
    let heard = |who: &str| {
        let lines = world.transcript(&chat(who)).expect("a chat");
        lines.into_iter().filter(|line| line.author == "bot").count()
    };
    assert_eq!((heard("mei"), heard("ida")), (3, 3), "an answer to each, and one only");
    assert_eq!(database.number("select count(*) from quarantine").await, 0);
    assert_eq!(logs.errors(), [""; 0]);
    theatre.close().await;
}

/// Makes everybody who writes that rule out of a deadlock lose it, until it is dropped.
const LOSES: &str = "create function loses() returns trigger language plpgsql as $$ \
     begin raise exception 'deadlock detected' using errcode = '40P01'; end $$; \
     create trigger loses before insert on messages for each row execute function loses()";

#[tokio::test]
async fn an_update_that_others_are_in_the_way_of_is_no_poison_however_often_it_loses() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(&format!("{PEOPLE}\nmei: /human")).await;
    database.execute(LOSES).await;
    let batch = stage.updates_of("mei: My words\nida: /start");
    assert!(stage.bureau().desk.receive(&batch).await.is_err(), "it is not taken, and comes again");
    assert_eq!(database.number("select count(*) from quarantine").await, 0);
    database.execute("drop trigger loses on messages").await;
    stage.bureau().take(&batch).await;
    assert_eq!(database.number("select count(*) from messages where body = 'My words'").await, 1);
    assert_eq!(database.number("select count(*) from quarantine").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn ends_with_consequences_that_cant_be_had_are_written_down_and_so_are_those_beside_them() {
    let database = TestDatabase::new();
    let logs = Logs::capture();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    let customers = ["mei", "wei", "ida", "tom"];
    stage.play(&format!("{PEOPLE}, tom \"Tom Brandt\" en consumer")).await;
    let mut replies = Vec::new();
    for (room, who) in (1..).zip(customers) {
        stage.play(&format!("{who}: /human\nlin in room {room}: /take")).await;
        replies.push(format!("lin in room {room}: /reply Hello {who}"));
    }
    let batch = stage.updates_of(&replies.join("\n"));
    stage.bureau().desk.receive(&batch).await.expect("taken");
    // Why two of four: the first end is written down alone, whosever it is, and the other three together.
    database
        .execute(
            "update cases set ref = 'of no form ' || id \
             where customer in (select id from people where name in ('Wei Zhao', 'Ida Berg'))",
        )
        .await;
    let mut other = database.connect().await;
    sqlx::raw_sql("begin; lock table outbox in share mode").execute(&mut other).await.expect("locked");
    let (bureau, chats) = (stage.bureau(), stage.chats());
    let greeted =
        |who: &str| chats.said(&chat(who)).last().is_some_and(|line| line.contains(&format!("Hello {who}")));
    let hold = async {
        while !customers.iter().all(|who| greeted(who)) {
            tokio::task::yield_now().await;
        }
        sqlx::raw_sql("commit").execute(&mut other).await.expect("let go");
    };
    tokio::join!(bureau.desk.deliver_due(&bureau.couriers), hold);
    let open = "select count(*) from outbox where state = 'sending' and parcel->>'is' = 'relay'";
    assert_eq!(database.number(open).await, 0, "or they would be sent again and again");
    let errors = logs.errors();
    assert_eq!(errors.iter().filter(|line| line.contains("desk.marks.poison")).count(), 2, "{errors:?}");
    stage.close().await;
}

#[tokio::test]
async fn words_nobody_placed_go_after_a_while_though_later_ones_answer_them() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(&format!("{PEOPLE}\nmei: Hello there\nmei replies to \"Hello there\": Anybody?")).await;
    database
        .execute(
            "update messages set parked_until = parked_until + interval '9 years' where reply_to is not null",
        )
        .await;
    stage.clock().advance(chrono::TimeDelta::days(400));
    stage.bureau().desk.tidy().await.expect("tidied");
    assert_eq!(database.texts("select body from messages").await, ["Anybody?"]);
    stage.close().await;
}

#[tokio::test]
async fn words_their_writer_places_at_the_last_moment_are_filed_once() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(&format!(
            "{PEOPLE}\nmei: /claim\nmei: /human\nmei: /claim\nmei: /human\nlin in room 2: /take\nmei: Here I am"
        ))
        .await;
    stage.clock().advance(chrono::TimeDelta::minutes(11));
    let mut other = database.connect().await;
    sqlx::raw_sql("begin; select from cases for update").execute(&mut other).await.expect("locked");
    let place = async {
        // Why it is looked for: only a pass that has found the words and waits for their case can file them late.
        let waits = "select count(*) from pg_stat_activity \
                     where datname = current_database() and wait_event_type = 'Lock'";
        while database.number(waits).await == 0 {
            tokio::task::yield_now().await;
        }
        let placed = "update messages set parked_until = null, case_id = (select min(id) from cases) \
                      where body = 'Here I am'; commit";
        sqlx::raw_sql(placed).execute(&mut other).await.expect("placed");
    };
    let (passed, ()) = tokio::join!(stage.bureau().desk.follow_up(), place);
    passed.expect("followed up");
    let elsewhere =
        "select count(*) from messages where body = 'Here I am' and case_id <> (select min(id) from cases)";
    assert_eq!(database.number(elsewhere).await, 0, "what its writer said stays said");
    let shown = "select count(*) from outbox where case_id is not null and parcel->>'is' = 'relay' and state <> 'sent'";
    assert_eq!(database.number(shown).await, 0, "and no room is shown it twice");
    stage.close().await;
}

#[tokio::test]
async fn an_end_whose_consequence_stands_there_already_is_written_down_without_it() {
    let database = TestDatabase::new();
    let logs = Logs::capture();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(&format!("{PEOPLE}\nmei: /human\nlin in room presses \"Take\"")).await;
    // Why the number 2: a clock that has two events writes its next one there.
    database
        .execute(
            "insert into clock_events (clock, n, at, kind, data) \
             select id, 2, started_at, 'resume', '\"resume\"' from clocks",
        )
        .await;
    let batch = stage.updates_of("lin in room: /reply Hello");
    stage.bureau().take(&batch).await;
    assert_eq!(database.number("select count(*) from outbox where state <> 'sent'").await, 0);
    let errors = logs.errors();
    assert_eq!(errors.iter().filter(|line| line.contains("desk.marks.poison")).count(), 1, "{errors:?}");
    stage.close().await;
}
