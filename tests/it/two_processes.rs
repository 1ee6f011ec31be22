//! Two real processes on one database: one is in office, and when it dies, is stopped, loses its database or is asked to end,
//! the other takes its place.

use std::{
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use aftercare::sandbox::{
    faults::{Fault, Trouble},
    world::State,
};
use rustix::process::Signal;
use serde_json::Value;

use crate::harness::site::{Cable, Running, Site, eventually, free_address};

/// What is promised: from the death of a process to the first answer of the other.
const TAKEN_OVER: Duration = Duration::from_secs(20);
/// A process that wakes up has asked for its lease and for updates many times by then.
const AWAKE: Duration = Duration::from_secs(4);

const HELD: &str = "SELECT count(*) FROM leases WHERE until > now()";
const EPOCH: &str = "SELECT coalesce(max(epoch), 0) FROM leases";

/// A folder of settings with a short lease: where a stop has to be waited for and its length is not the point.
struct Hasty(PathBuf);

impl Hasty {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("aftercare-it-{}-{name}", std::process::id()));
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::write(folder.join("default.toml"), "[lease]\nttl_s = 3\nrenew_s = 1\n").expect("settings");
        Self(folder)
    }
}

impl Drop for Hasty {
    fn drop(&mut self) {
        // Why the result is dropped: a folder that stays hurts nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A process with its health endpoint.
struct Desk<'a> {
    site: &'a Site,
    process: Running,
    address: String,
}

impl<'a> Desk<'a> {
    fn start(site: &'a Site, mut command: Command) -> Self {
        let address = free_address();
        command.env("AFTERCARE_HTTP", &address);
        Self { site, process: Running::start(command), address }
    }

    async fn ask(&self, path: &str) -> Option<(u16, Value)> {
        let answer = self.site.client.get(format!("http://{}{path}", self.address)).send().await.ok()?;
        let status = answer.status().as_u16();
        Some((status, answer.json().await.ok()?))
    }

    /// Whether it is well, and what it says of its poller.
    async fn poller(&self) -> Option<(u16, String)> {
        let (status, answer) = self.ask("/healthz").await?;
        Some((status, answer["checks"]["poller"].as_str()?.to_owned()))
    }

    async fn says(&self, poller: &str) {
        let said = (200, poller.to_owned());
        eventually(&format!("the poller is {poller}"), async || self.poller().await == Some(said.clone()))
            .await;
    }

    async fn in_office(&self) -> Option<bool> {
        self.ask("/status").await?.1["in_office"].as_bool()
    }
}

/// The first in office, the second beside it.
async fn both(site: &Site, first: Command, second: Command) -> (Desk<'_>, Desk<'_>) {
    let first = Desk::start(site, first);
    eventually("the first holds the lease", async || site.count(HELD).await == 1).await;
    first.says("ok").await;
    let second = Desk::start(site, second);
    second.says("off").await;
    assert_eq!((first.in_office().await, second.in_office().await), (Some(true), Some(false)));
    site.start();
    site.answered(1).await;
    (first, second)
}

#[tokio::test]
async fn a_second_process_stands_by_and_takes_over_from_a_killed_one_within_twenty_seconds() {
    let site = Site::migrated().await;
    let (first, second) = both(&site, site.command("serve"), site.command("serve")).await;
    let epoch = site.count(EPOCH).await;
    first.process.signal(Signal::KILL);
    let killed = Instant::now();
    site.start();
    site.answered(2).await;
    assert!(killed.elapsed() < TAKEN_OVER, "{:?} without anybody", killed.elapsed());
    assert_eq!(site.count(EPOCH).await, epoch + 1);
    second.says("ok").await;
    assert_eq!(second.in_office().await, Some(true));
}

#[tokio::test]
async fn a_process_that_is_asked_to_end_hands_over_at_once() {
    let site = Site::migrated().await;
    let (first, second) = both(&site, site.command("serve"), site.command("serve")).await;
    first.process.signal(Signal::TERM);
    let asked = Instant::now();
    site.start();
    site.answered(2).await;
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?} without anybody", asked.elapsed());
    second.says("ok").await;
    let (status, said) = first.process.end().await;
    assert_eq!(status.code(), Some(0), "{said}");
    assert_eq!(site.count("SELECT count(*) FROM outbox WHERE doubts > 0").await, 0, "nothing was in doubt");
}

#[tokio::test]
async fn a_stopped_process_that_wakes_up_says_nothing_more_and_leaves_the_updates_to_the_other() {
    let (site, hasty) = (Site::migrated().await, Hasty::new("stopped"));
    let serve = || {
        let mut command = site.command("serve");
        command.env("AFTERCARE_CONFIG", &hasty.0);
        command
    };
    let (first, second) = both(&site, serve(), serve()).await;
    // Why a call that hangs: the first has something on its way and more in hand when it is stopped.
    site.world.fault(Fault::Calls {
        method: "sendMessage".to_owned(),
        chat: None,
        times: 1,
        trouble: Trouble::Stall,
    });
    site.start();
    eventually("an answer hangs", async || site.world.look(State::is_holding)).await;
    site.start();
    first.process.stop();
    site.answered(3).await;
    second.says("ok").await;
    let effects = || site.world.calls().iter().filter(|(method, _)| method != "getUpdates").count();
    let before = effects();
    first.process.signal(Signal::CONT);
    first.says("off").await;
    // Why real time: that nothing happens is seen by waiting.
    tokio::time::sleep(AWAKE).await;
    assert_eq!(effects(), before, "the first says nothing more");
    assert_eq!(second.poller().await, Some((200, "ok".to_owned())));
    site.start();
    site.answered(4).await;
    second.process.signal(Signal::TERM);
    let (_, said) = second.process.end().await;
    assert!(!said.contains("telegram.conflict"), "nobody took the updates from the second: {said}");
    first.says("ok").await;
    site.start();
    site.answered(5).await;
}

#[tokio::test]
async fn a_process_cut_off_from_its_database_gives_the_updates_up_and_stands_by_when_it_is_back() {
    let (site, hasty) = (Site::migrated().await, Hasty::new("cut-off"));
    let cable = Cable::to(&site).await;
    let mut first = site.command("serve");
    first.env("AFTERCARE_CONFIG", &hasty.0).env("DATABASE_URL", cable.url(&site));
    let mut second = site.command("serve");
    second.env("AFTERCARE_CONFIG", &hasty.0);
    let (first, second) = both(&site, first, second).await;
    cable.plug(false);
    site.start();
    site.answered(2).await;
    second.says("ok").await;
    let poller = async || first.poller().await.map(|(_, poller)| poller);
    eventually("the first has given up polling", async || poller().await.as_deref() == Some("off")).await;
    // Why real time: as above.
    tokio::time::sleep(AWAKE).await;
    cable.plug(true);
    first.says("off").await;
    site.start();
    site.answered(3).await;
    assert_eq!((first.in_office().await, second.in_office().await), (Some(false), Some(true)));
}

/// What is broken off begins anew: a take-over that was given no more time than a renewal would never come to its end.
#[tokio::test]
async fn a_take_over_may_take_longer_than_a_lease_is_left_alone() {
    let (site, hasty) = (Site::migrated().await, Hasty::new("beginning"));
    let serve = || {
        let mut command = site.command("serve");
        command.env("AFTERCARE_CONFIG", &hasty.0);
        Running::start(command)
    };
    let first = serve();
    site.start();
    site.answered(1).await;
    let (method, trouble) = ("sendMessage".to_owned(), Trouble::Stall);
    site.world.fault(Fault::Calls { method, chat: None, times: 1, trouble });
    site.start();
    eventually("an answer hangs", async || site.world.look(State::is_holding)).await;
    first.signal(Signal::KILL);
    let slowly = "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(2); RETURN new; END'; \
                  CREATE TRIGGER slowly BEFORE UPDATE ON outbox FOR EACH ROW WHEN (new.problem = 'interrupted') \
                  EXECUTE FUNCTION slowly()";
    sqlx::raw_sql(slowly).execute(&mut site.db().await).await.expect("a trigger");
    let _second = serve();
    let open = "SELECT count(*) FROM outbox WHERE state <> 'sent'";
    eventually("it is taken over and sent", async || site.count(open).await == 0).await;
    site.answered(2).await;
}
