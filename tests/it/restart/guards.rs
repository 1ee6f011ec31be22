//! Guards of the change from one time in office to the next, each where nothing else would show that it is there.

use std::time::Duration;

use aftercare::domain::chat::Input;
use aftercare::domain::id::SendId;
use aftercare::sandbox::shown::{Place, Room};
use aftercare::store::{Fault, outbox_care};
use sqlx::PgConnection;

use crate::harness::{Bureau, DirectStage, Setup, TestDatabase};

/// What waits for a lock in this database.
const WAITING: &str = "select count(*) from pg_stat_activity \
                       where datname = current_database() and wait_event_type = 'Lock'";

async fn begun(setup: Setup) -> DirectStage {
    let mut stage = DirectStage::open(setup).await;
    stage.play("people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff\nlin: /start").await;
    stage.play("mei: /human\nlin in room presses \"Take\"").await;
    stage
}

async fn runs(db: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(db).await.expect("it runs");
}

async fn wait_for_locks(database: &TestDatabase, count: i64) {
    // Why so often: a limit only a fault reaches.
    for _ in 0..3_000 {
        if database.number(WAITING).await >= count {
            return;
        }
        // Why real time: the database is asked what waits in it, and tells nobody by itself.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nothing waits");
}

/// What stands in the room of these words.
fn words(stage: &DirectStage, known: &[&str]) -> Vec<String> {
    let said = stage.chats().said(&Place::Room(Room::Newest));
    let last = said.iter().filter_map(|text| text.lines().last());
    last.filter(|line| known.contains(line)).map(str::to_owned).collect()
}

/// Where updates are brought, a process takes them before it has taken the office over whole.
#[tokio::test]
async fn what_is_said_while_the_office_is_taken_over_is_queued_behind_what_was_said_before() {
    let database = TestDatabase::new();
    let setup = Setup { shared_intake: true, ..Setup::new(database.options()) };
    let mut stage = begun(setup.clone()).await;
    let one = stage.updates_of("mei: One");
    stage.bureau().desk.receive(&one).await.expect("taken");
    let two = stage.updates_of("mei: Two");
    let next = Bureau::standing_by(&setup, stage.courier().clone(), 2);
    let mut other = database.connect().await;
    runs(&mut other, "begin; select from outbox where state = 'sending' for update").await;
    let ours = "select count(*) from outbox where state = 'sending' and epoch = (select epoch from leases)";
    let meanwhile = async {
        wait_for_locks(&database, 1).await;
        assert!(next.desk.epoch().is_some(), "the lease is ours already");
        next.desk.receive(&two).await.expect("taken");
        assert_eq!(database.number(ours).await, 0, "nothing is in hand before all is taken over");
        runs(&mut other, "commit").await;
    };
    let (held, ()) = tokio::join!(next.desk.hold("rehearsal"), meanwhile);
    held.expect("the database answers");
    next.desk.look_at_staff(&next.couriers).await;
    next.settle().await;
    assert_eq!(words(&stage, &["One", "Two"]), ["One", "Two"]);
    next.close().await;
    stage.close().await;
}

#[tokio::test]
async fn a_batch_that_waited_for_somebody_since_an_earlier_time_in_office_deposes_nobody() {
    let database = TestDatabase::new();
    let mut stage = begun(Setup::new(database.options())).await;
    let desk = stage.bureau().desk.clone();
    let before = desk.epoch().expect("in office");
    let batch = stage.updates_of("mei: Late");
    let mut other = database.connect().await;
    runs(&mut other, "begin; select from people for update").await;
    let meanwhile = async {
        wait_for_locks(&database, 1).await;
        desk.depose();
        desk.hold("rehearsal").await.expect("the database answers");
        runs(&mut other, "commit").await;
    };
    let (taken, ()) = tokio::join!(desk.receive(&batch), meanwhile);
    taken.expect("its admission is older than this time in office, and no worse for it");
    assert_eq!(desk.epoch(), Some(before + 1));
    assert_eq!(database.number("select count(*) from messages where body = 'Late'").await, 1);
    stage.close().await;
}

#[tokio::test]
async fn rows_of_another_time_in_office_are_not_taken_for_forgotten() {
    let database = TestDatabase::new();
    let mut stage = begun(Setup::new(database.options())).await;
    let one = stage.updates_of("mei: One");
    let desk = stage.bureau().desk.clone();
    desk.receive(&one).await.expect("taken");
    let found = database.number("select min(id) from outbox where state = 'sending'").await;
    let (epoch, now) = (desk.epoch().expect("in office"), stage.clock().now());
    let mut db = database.connect().await;
    let state = format!("select state from outbox where id = {found}");
    for another in [epoch - 1, epoch + 1] {
        outbox_care::requeue(&mut db, &[SendId(found)], another, now).await.expect("it is tried");
        assert_eq!(database.texts(&state).await, ["sending"], "whoever has it sends it");
    }
    outbox_care::requeue(&mut db, &[SendId(found)], epoch, now).await.expect("it is tried");
    assert_eq!(database.texts(&state).await, ["queued"], "it was ours");
    stage.close().await;
}

/// What was said is marked as ours by the commit: held back, nobody would send it.
#[tokio::test]
async fn what_a_lost_side_makes_us_say_leaves_though_the_side_cant_be_read_and_the_repeat_looks_again() {
    let database = TestDatabase::new();
    let mut stage = begun(Setup::new(database.options())).await;
    let mut removed = stage.updates_of("lin in staff: hello");
    removed[0].input = Input::Removed;
    let (desk, couriers) = (stage.bureau().desk.clone(), stage.bureau().couriers.clone());
    let told = || stage.chats().said(&Place::Chat("lin".to_owned())).len();
    let before = told();
    let (mut talk, mut side) = (database.connect().await, database.connect().await);
    runs(&mut talk, "begin; lock table outbox in share mode").await;
    // Why in this order: the batch has changed the side by then, and whoever wants the table has it as soon as it commits.
    let lock = async {
        wait_for_locks(&database, 1).await;
        let locked = async { runs(&mut side, "begin; lock table staff_side in access exclusive mode").await };
        let go_on = async {
            wait_for_locks(&database, 2).await;
            runs(&mut talk, "commit").await;
        };
        tokio::join!(locked, go_on);
    };
    let (taken, ()) = tokio::join!(desk.receive(&removed), lock);
    assert_eq!(taken.expect_err("the side can't be read").fault(), Fault::Outage);
    assert!(!desk.is_staff_lost(), "it is not known yet");
    desk.deliver_due(&couriers).await;
    assert_eq!(told(), before + 1, "the admin is told all the same");
    runs(&mut side, "commit").await;
    desk.receive(&removed).await.expect("taken before");
    assert!(desk.is_staff_lost(), "and now it is known");
    assert_eq!(told(), before + 1, "nobody is told twice");
    stage.close().await;
}
