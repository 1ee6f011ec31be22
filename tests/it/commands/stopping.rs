//! A stop takes ten seconds at most and loses nothing, whatever hangs meanwhile. That number is a promise of the program, which
//! is why it is measured here.

use std::{
    io::{BufRead as _, BufReader},
    process::ExitStatus,
    time::{Duration, Instant},
};

use aftercare::sandbox::{
    faults::{Fault, Trouble},
    shown::Place,
    world::{Person, State, person_id},
};
use rustix::process::Signal;
use sqlx::Connection as _;

use crate::harness::site::{Running, Site, eventually};

/// What a stop may take.
const PROMISE: Duration = Duration::from_secs(10);

/// Asks the program to end, and waits; it kept its promise.
async fn stopped(desk: Running, by: Signal) -> (ExitStatus, String) {
    desk.signal(by);
    let asked = Instant::now();
    let (status, said) = desk.end().await;
    assert!(asked.elapsed() <= PROMISE, "it took {:?}: {said}", asked.elapsed());
    (status, said)
}

/// The next message to Mei hangs for longer than anybody waits.
async fn hang(site: &Site) {
    let call = Fault::Calls {
        method: "sendMessage".to_owned(),
        chat: Some(person_id("mei")),
        times: 1,
        trouble: Trouble::Stall,
    };
    site.world.fault(call);
    site.start();
    eventually("the call hangs", async || site.world.look(State::is_holding)).await;
}

#[tokio::test]
async fn a_delivery_that_hangs_holds_up_no_stop_and_is_all_that_is_in_doubt() {
    let site = Site::migrated().await;
    site.world.join(Person::new("tom", "Tom", Some("en")));
    let desk = Running::start(site.command("serve"));
    site.start();
    site.answered(1).await;
    hang(&site).await;
    let tom = Place::Chat("tom".to_owned());
    site.world.say("tom", &tom, "/start", None).expect("a message");
    let heard =
        || site.world.transcript(&tom).expect("a chat").iter().filter(|line| line.author == "bot").count();
    eventually("Tom is answered meanwhile", async || heard() == 1).await;
    let (status, said) = stopped(desk, Signal::TERM).await;
    assert_eq!(status.code(), Some(0), "{said}");
    assert_eq!(site.count("SELECT count(*) FROM seen").await, 3, "what was taken is committed");
    // Why theirs alone: in the hours of the real day the staff may be told of holidays that are missing.
    assert_eq!(site.count("SELECT count(*) FROM outbox WHERE state = 'sent' AND lane LIKE 'p:%'").await, 2);
    let left =
        "SELECT count(*) FROM outbox WHERE state = 'sending' AND epoch = (SELECT max(epoch) FROM leases)";
    assert_eq!(site.count(left).await, 1, "the message that hangs is in doubt, and nothing else is left");
    assert_eq!(site.count("SELECT count(*) FROM outbox WHERE state = 'queued'").await, 0);
    assert_eq!(site.count("SELECT count(*) FROM leases WHERE until > now()").await, 0, "the lease is free");
    let next = Running::start(site.command("serve"));
    site.answered(2).await;
    assert_eq!(heard(), 1, "nothing is said twice to Tom");
    eventually("all is sent", async || {
        site.count("SELECT count(*) FROM outbox WHERE state = 'sent' AND doubts <= 1 AND lane LIKE 'p:%'")
            .await
            == 3
    })
    .await;
    let (status, said) = stopped(next, Signal::INT).await;
    assert_eq!(status.code(), Some(0), "{said}");
}

#[tokio::test]
async fn a_database_that_hangs_holds_up_no_stop() {
    let site = Site::migrated().await;
    let desk = Running::start(site.command("serve"));
    site.start();
    site.answered(1).await;
    let mut db = site.db().await;
    let mut held = db.begin().await.expect("a transaction");
    sqlx::raw_sql("LOCK TABLE leases, outbox, seen IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *held)
        .await
        .expect("locks");
    site.start();
    let waits =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%seen%'";
    eventually("the intake waits", async || site.count(waits).await > 0).await;
    let (status, said) = stopped(desk, Signal::TERM).await;
    assert_eq!(status.code(), Some(0), "{said}");
    held.rollback().await.expect("the locks go");
    assert_eq!(site.count("SELECT count(*) FROM seen").await, 1, "the batch was not taken");
    let next = Running::start(site.command("serve"));
    site.answered(2).await;
    assert_eq!(site.count("SELECT count(*) FROM seen").await, 2, "and came again to the next process");
    drop(next);
}

#[tokio::test]
async fn a_start_that_waits_for_its_database_ends_when_it_is_told_to() {
    let mut site = Site::migrated().await;
    drop(site.postgres.take());
    let mut desk = Running::start(site.command("serve"));
    let lines = BufReader::new(desk.0.stdout.take().expect("its output"));
    let waiting = tokio::task::spawn_blocking(move || {
        let mut lines = lines.lines().map_while(Result::ok);
        lines.find(|line| line.contains("start.database.waiting")).map(|_| lines)
    });
    let _rest = waiting.await.expect("a thread").expect("it waits for its database");
    desk.signal(Signal::TERM);
    let mut status = None;
    eventually("the program ends", async || {
        status = desk.0.try_wait().expect("a status");
        status.is_some()
    })
    .await;
    assert_eq!(status.and_then(|status| status.code()), Some(0));
}
