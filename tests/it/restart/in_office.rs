//! The end and the beginning of times in office: a lease renewed late, a beginning that broke off, an office that comes back, and the
//! order of what was said before and after.

use aftercare::clock::Clock;
use aftercare::desk::{Pace, Tenure};
use aftercare::sandbox::shown::{Place, Room};
use chrono::TimeDelta;
use tokio::sync::watch;

use crate::harness::desk::monday;
use crate::harness::{Bureau, DirectStage, Setup, TestDatabase};

const LEASE: TimeDelta = TimeDelta::seconds(15);
/// A lease that began before may have run out.
const LATER: TimeDelta = TimeDelta::seconds(16);

/// A desk whose lease runs on a clock that is moved, with a case that has an agent.
async fn on_a_clock(database: &TestDatabase) -> (DirectStage, Clock) {
    let real = Clock::manual(monday());
    let setup = Setup { real: real.clone(), lease: LEASE, ..Setup::new(database.options()) };
    (begun(setup).await, real)
}

async fn begun(setup: Setup) -> DirectStage {
    let mut stage = DirectStage::open(setup).await;
    stage.play("people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff").await;
    stage.play("mei: /human\nlin in room presses \"Take\"").await;
    stage
}

/// What stands in the room of these words.
fn words(stage: &DirectStage, known: &[&str]) -> Vec<String> {
    let said = stage.chats().said(&Place::Room(Room::Newest));
    let last = said.iter().filter_map(|text| text.lines().last());
    last.filter(|line| known.contains(line)).map(str::to_owned).collect()
}

async fn takes(bureau: &Bureau, stage: &mut DirectStage, word: &str) {
    let batch = stage.updates_of(&format!("mei: {word}"));
    bureau.desk.receive(&batch).await.expect("taken");
}

async fn receives(stage: &mut DirectStage, word: &str) {
    let batch = stage.updates_of(&format!("mei: {word}"));
    stage.bureau().desk.receive(&batch).await.expect("taken");
}

async fn holds(bureau: &Bureau, holder: &str) {
    let held = bureau.desk.hold(holder).await.expect("the database answers");
    assert!(matches!(held, Tenure::Held(_)), "{holder} is not in office");
}

/// Delivers as a process does, until that is so.
async fn delivers_until(stage: &DirectStage, mut is_done: impl FnMut() -> bool) {
    let (desk, couriers) = (stage.bureau().desk.clone(), stage.bureau().couriers.clone());
    let (stop, stops) = watch::channel(false);
    let watching = async {
        while !is_done() {
            tokio::task::yield_now().await;
        }
        stop.send_replace(true);
    };
    tokio::join!(desk.deliver(&couriers, stops), watching);
}

#[tokio::test]
async fn while_a_lease_is_late_nothing_is_said_and_once_it_is_renewed_everything_in_its_turn() {
    let database = TestDatabase::new();
    let (mut stage, real) = on_a_clock(&database).await;
    receives(&mut stage, "One").await;
    stage.courier().take_calls();
    real.advance(LATER);
    stage.bureau().desk.deliver_due(&stage.bureau().couriers).await;
    receives(&mut stage, "Two").await;
    assert_eq!(stage.courier().take_calls().len(), 0, "another may be in office");
    holds(stage.bureau(), "rehearsal").await;
    receives(&mut stage, "Three").await;
    stage.clock().advance(TimeDelta::seconds(1));
    stage.bureau().settle().await;
    assert_eq!(words(&stage, &["One", "Two", "Three"]), ["One", "Two", "Three"]);
    assert_eq!(database.number("select count(*) from outbox where doubts > 0 or state = 'sending'").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn what_is_taken_while_the_lease_is_late_is_not_overtaken_once_it_is_renewed() {
    let database = TestDatabase::new();
    let (mut stage, real) = on_a_clock(&database).await;
    real.advance(LATER);
    receives(&mut stage, "One").await;
    holds(stage.bureau(), "rehearsal").await;
    receives(&mut stage, "Two").await;
    // Why by the loop: it sends what is in hand before it reads the table.
    delivers_until(&stage, || words(&stage, &["One", "Two"]).len() == 2).await;
    assert_eq!(words(&stage, &["One", "Two"]), ["One", "Two"]);
    stage.close().await;
}

#[tokio::test]
async fn an_end_that_came_while_the_lease_was_late_is_written_down_once_it_is_renewed() {
    let database = TestDatabase::new();
    let (mut stage, real) = on_a_clock(&database).await;
    receives(&mut stage, "One").await;
    let desk = stage.bureau().desk.clone();
    let renewed = async {
        while words(&stage, &["One"]).is_empty() {
            tokio::task::yield_now().await;
        }
        real.advance(LATER);
        // Why so often: whoever writes the end down has found by then that it may not.
        for _ in 0..1_000 {
            tokio::task::yield_now().await;
        }
        holds(stage.bureau(), "rehearsal").await;
    };
    tokio::join!(desk.deliver_due(&stage.bureau().couriers), renewed);
    assert_eq!(database.number("select count(*) from outbox where state = 'sending'").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn a_time_in_office_that_broke_off_as_it_began_begins_anew_and_takes_all_over() {
    let database = TestDatabase::new();
    let mut stage = begun(Setup::new(database.options())).await;
    receives(&mut stage, "One").await;
    let next = Bureau::standing_by(&Setup::new(database.options()), stage.courier().clone(), 2);
    let refuse = "create function refuse() returns trigger language plpgsql as \
                      $$ begin raise exception 'away' using errcode = '57P03'; end $$; \
                  create trigger refuse before update on outbox for each row execute function refuse()";
    database.execute(refuse).await;
    next.desk.hold("rehearsal").await.expect_err("the database went away in the middle of it");
    assert_eq!(next.desk.epoch(), None, "nobody is in office by halves");
    database.execute("drop trigger refuse on outbox; drop function refuse()").await;
    holds(&next, "rehearsal").await;
    next.desk.look_at_staff(&next.couriers).await;
    next.settle().await;
    assert_eq!(words(&stage, &["One"]), ["One"]);
    next.close().await;
    stage.close().await;
}

#[tokio::test]
async fn who_was_deposed_and_is_in_office_again_knows_of_nothing_from_before() {
    let database = TestDatabase::new();
    let mut stage = begun(Setup::new(database.options())).await;
    let epoch = stage.bureau().desk.epoch().expect("in office");
    receives(&mut stage, "One").await;
    stage.bureau().desk.depose();
    assert_eq!(stage.bureau().desk.epoch(), None);
    stage.bureau().desk.deliver_due(&stage.bureau().couriers).await;
    assert!(words(&stage, &["One"]).is_empty());
    holds(stage.bureau(), "rehearsal").await;
    assert_eq!(stage.bureau().desk.epoch(), Some(epoch + 1), "another time in office");
    stage.bureau().settle().await;
    assert_eq!(words(&stage, &["One"]), ["One"]);
    stage.close().await;
}

#[tokio::test]
async fn messages_are_numbered_in_their_order_whoever_takes_them_in_turn() {
    let database = TestDatabase::new();
    let mut stage = begun(Setup::new(database.options())).await;
    let other = Bureau::standing_by(&Setup::new(database.options()), stage.courier().clone(), 2);
    receives(&mut stage, "One").await;
    stage.bureau().desk.release().await.expect("given back");
    holds(&other, "other").await;
    takes(&other, &mut stage, "Two").await;
    other.desk.release().await.expect("given back");
    holds(stage.bureau(), "rehearsal").await;
    receives(&mut stage, "Three").await;
    let stored = database.texts("select body from messages where side = 'customer' order by id").await;
    assert_eq!(stored, ["One", "Two", "Three"]);
    other.close().await;
    stage.close().await;
}

#[tokio::test]
async fn what_waited_for_the_pace_is_not_overtaken_after_a_take_over() {
    let database = TestDatabase::new();
    let pace = Pace { group_per_minute: Some(20), ..Pace::default() };
    let mut stage = begun(Setup { pace, ..Setup::new(database.options()) }).await;
    let words_said: Vec<String> = (0..20).map(|n| format!("Word {n}")).collect();
    for word in &words_said {
        receives(&mut stage, word).await;
        stage.bureau().desk.deliver_due(&stage.bureau().couriers).await;
    }
    let known: Vec<&str> = words_said.iter().map(String::as_str).chain(["After"]).collect();
    let before = words(&stage, &known).len();
    assert!(before < words_said.len(), "the group takes no more this minute");
    // Why another process: it knows nothing of the pace, and sends at once what is due.
    stage.crash().await;
    receives(&mut stage, "After").await;
    stage.bureau().desk.deliver_due(&stage.bureau().couriers).await;
    stage.clock().advance(TimeDelta::minutes(1));
    stage.bureau().settle().await;
    assert_eq!(words(&stage, &known), known, "{before} were there before");
    stage.close().await;
}

#[tokio::test]
async fn what_stands_behind_a_row_in_doubt_is_not_sent_before_it_after_a_take_over() {
    let database = TestDatabase::new();
    let mut stage = begun(Setup::new(database.options())).await;
    stage.play("fault sendMessage room drop-before").await;
    receives(&mut stage, "One").await;
    receives(&mut stage, "Two").await;
    stage.bureau().desk.deliver_due(&stage.bureau().couriers).await;
    stage.crash().await;
    let mut looks = 0;
    let done = || {
        looks += 1;
        // Why not at once: the table is read first, and then not again before the wait has ended.
        if looks == 1_000 {
            stage.clock().advance(TimeDelta::seconds(5));
        }
        words(&stage, &["One", "Two"]).len() == 2
    };
    delivers_until(&stage, done).await;
    assert_eq!(words(&stage, &["One", "Two"]), ["One", "Two"]);
    stage.close().await;
}

/// Nobody would send those rows, and what the next one in office says would go before them.
#[tokio::test]
async fn a_transaction_that_outlives_its_time_in_office_is_not_committed() {
    let database = TestDatabase::new();
    let (mut stage, real) = on_a_clock(&database).await;
    database
        .execute(
            "create function slowly() returns trigger language plpgsql as 'begin perform pg_sleep(0.6); return new; end'; \
             create trigger slowly before insert on outbox for each row execute function slowly()",
        )
        .await;
    let batch = stage.updates_of("mei: Late");
    let desk = stage.bureau().desk.clone();
    let (taken, ()) = tokio::join!(desk.receive(&batch), async {
        // Why real time: the database is in the middle of the transaction.
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        real.advance(LATER);
    });
    assert!(taken.is_err(), "its lease has run out meanwhile");
    assert_eq!(database.number("select count(*) from messages where body = 'Late'").await, 0);
    database.execute("drop trigger slowly on outbox").await;
    holds(stage.bureau(), "rehearsal").await;
    desk.receive(&batch).await.expect("it is taken when it comes again");
    assert_eq!(database.number("select count(*) from messages where body = 'Late'").await, 1);
    stage.close().await;
}
