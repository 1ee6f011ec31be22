//! The process dies, or loses its database, between any two statements of taking an update: COMMIT included, whose
//! outcome nobody can know then. Taken again, the update has had its one effect.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;

use aftercare::desk::DeskError;
use aftercare::domain::chat::Incoming;
use aftercare::store::Fault;

use crate::harness::{Bureau, DirectStage, Setup, TestDatabase};

/// More polls than taking one update ever needs.
const MOST_POLLS: usize = 2_000;

/// Polls a future so often, and no more; `None` when it has not ended by then. Before each further poll the database
/// has done and answered all it was asked for, so whoever broke off knows exactly what it did not hear.
async fn polled<F: Future>(
    mut work: Pin<&mut F>,
    times: usize,
    database: &TestDatabase,
) -> Option<F::Output> {
    let mut db = database.connect().await;
    for _ in 0..times {
        let mut asked = false;
        let once = poll_fn(|context| {
            if std::mem::replace(&mut asked, true) {
                return Poll::Ready(None);
            }
            work.as_mut().poll(context).map(Some)
        });
        if let Some(done) = once.await {
            return Some(done);
        }
        let busy = "select count(*) from pg_stat_activity \
                    where datname = current_database() and pid <> pg_backend_pid() and state = 'active'";
        while sqlx::query_scalar::<_, i64>(busy).fetch_one(&mut db).await.expect("a number") > 0 {}
    }
    None
}

/// Makes every COMMIT of an intake wait while somebody holds the lock 1, so that others can go away meanwhile.
async fn slow_commit(database: &TestDatabase) {
    database
        .execute(
            "create function slowly() returns trigger language plpgsql as \
                 $$ begin perform pg_advisory_xact_lock_shared(1); return null; end $$; \
             create constraint trigger slow_commit after insert on seen deferrable initially deferred \
                 for each row execute function slowly()",
        )
        .await;
}

/// A stranger who opens a case with their first word: people, case, clocks, history, outbox in one transaction.
fn stranger(stage: &mut DirectStage, number: usize) -> Vec<Incoming> {
    stage.updates_of(&format!("people: guest{number} \"Guest {number}\" en consumer\nguest{number}: /human"))
}

async fn cases(database: &TestDatabase, number: usize) -> i64 {
    let sql = format!(
        "select count(*) from cases join people on people.id = customer where name = 'Guest {number}'"
    );
    database.number(&sql).await
}

/// Everything of one stranger, counted: a case, its clocks, its history, what was said, the update itself.
async fn effect(database: &TestDatabase, number: usize) -> Vec<String> {
    let sql = format!(
        "select format('%s cases, %s events, %s clocks, %s rows', count(distinct c.id), count(distinct e.id), \
                       count(distinct k.id), count(distinct o.id)) \
         from people p left join cases c on c.customer = p.id left join case_events e on e.case_id = c.id \
         left join clocks k on k.case_id = c.id left join outbox o on o.person = p.id or o.case_id = c.id \
         where p.name = 'Guest {number}'"
    );
    database.texts(&sql).await
}

#[tokio::test]
async fn an_update_whose_taking_was_broken_off_anywhere_has_one_effect_when_it_comes_again() {
    let database = TestDatabase::new();
    let setup = Setup::new(database.options());
    let mut stage = DirectStage::open(setup.clone()).await;
    let whole = stranger(&mut stage, 0);
    stage.bureau().take(&whole).await;
    let wanted = effect(&database, 0).await;
    let mut broken_off = 0;
    let courier = stage.courier().clone();
    // Why counted: a process that starts draws other references than the ones before it.
    let mut starts = 2..;
    let mut open = async || {
        let start = starts.next().expect("endless");
        Bureau::open(&setup, courier.clone(), start).await
    };
    let mut times = 0;
    for number in 1..MOST_POLLS {
        times += 1;
        let batch = stranger(&mut stage, number);
        // Why a desk for each: the one that dies takes its connections along.
        let dying = open().await;
        let ended = {
            let taking = pin!(dying.desk.receive(&batch));
            polled(taking, times, &database).await
        };
        dying.close().await;
        if let Some(result) = ended {
            result.expect("taken");
            assert_eq!(effect(&database, number).await, wanted);
            if broken_off > 2 {
                return;
            }
            // Why from the beginning: on a machine that others use, answers may be there before they are waited for, and a
            // poll goes further than one statement.
            times = 0;
            continue;
        }
        broken_off += 1;
        let next = open().await;
        next.desk.receive(&batch).await.expect("taken again");
        next.desk.receive(&batch).await.expect("taken once more");
        next.close().await;
        assert_eq!(effect(&database, number).await, wanted, "broken off after {times} polls");
    }
    panic!("taking an update never ends");
}

#[tokio::test]
async fn a_commit_nobody_heard_back_from_is_found_done_when_the_update_comes_again() {
    let database = TestDatabase::new();
    slow_commit(&database).await;
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    let batch = stranger(&mut stage, 0);
    let mut db = database.connect().await;
    // Why held: the COMMIT ends when it is told to, however slow the machine is.
    sqlx::query("select pg_advisory_lock(1)").execute(&mut db).await.expect("held");
    let committing = "select count(*) from pg_stat_activity \
                      where datname = current_database() and state = 'active' and query = 'COMMIT'";
    {
        let mut taking = pin!(stage.bureau().desk.receive(&batch));
        while sqlx::query_scalar::<_, i64>(committing).fetch_one(&mut db).await.expect("a number") == 0 {
            let once = poll_fn(|context| Poll::Ready(taking.as_mut().poll(context).is_ready()));
            assert!(!once.await, "the COMMIT went by unseen");
        }
    }
    stage.crash().await;
    sqlx::query("select pg_advisory_unlock(1)").execute(&mut db).await.expect("let go");
    while cases(&database, 0).await == 0 {}
    // The rows came to be after the next process had looked for what was left behind: it looks again.
    assert_eq!(stage.bureau().desk.find_forgotten().await.expect("looked"), 2);
    let once = effect(&database, 0).await;
    stage.bureau().take(&batch).await;
    assert_eq!((effect(&database, 0).await, cases(&database, 0).await), (once, 1));
    assert_eq!(stage.chats().said(&aftercare::sandbox::shown::Place::Chat("guest0".to_owned())).len(), 1);
    stage.close().await;
}

#[tokio::test]
async fn a_database_that_goes_away_anywhere_is_waited_for_and_the_update_has_one_effect() {
    let database = TestDatabase::new();
    let setup = Setup::new(database.options());
    let mut stage = DirectStage::open(setup).await;
    let whole = stranger(&mut stage, 0);
    stage.bureau().take(&whole).await;
    let wanted = effect(&database, 0).await;
    let mut outages = 0;
    for times in 1..MOST_POLLS {
        let batch = stranger(&mut stage, times);
        let desk = &stage.bureau().desk;
        let mut taking = pin!(desk.receive(&batch));
        let result = match polled(taking.as_mut(), times, &database).await {
            Some(_) => {
                assert!(outages > 0, "no cut was ever noticed");
                return;
            }
            None => {
                database.cut_sessions().await;
                taking.await
            }
        };
        if let Err(error) = result {
            outages += 1;
            assert_eq!(error.fault(), Fault::Outage, "{error}");
            patiently(&stage, &batch).await;
        }
        assert_eq!(effect(&database, times).await, wanted, "cut after {times} polls");
    }
    panic!("taking an update never ends");
}

/// As the intake does it: again and again, while the database is away. Every connection of the pool may be a dead one.
async fn patiently(stage: &DirectStage, batch: &[Incoming]) {
    for _ in 0..20 {
        match stage.bureau().desk.receive(batch).await {
            Ok(()) => return,
            Err(error) => assert_eq!(DeskError::fault(&error), Fault::Outage, "{error}"),
        }
    }
    panic!("the database is back, and the desk does not notice");
}
