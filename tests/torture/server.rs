//! The PostgreSQL server of one thread of rounds: real, durable as in production, killed and started again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use aftercare::sandbox::postgres::{Durability, Places, PrivatePostgres, create_database, drop_database};
use aftercare::store::pools;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::plan::Fall;

const TEMPLATE: &str = "aftercare_torture_template";
/// Keeps how long the lease was to last each time it was taken, renewed and given back.
const LEASES: &str = "create table leases_kept (n bigint generated always as identity, epoch bigint, until timestamptz); \
     create function keep_lease() returns trigger language plpgsql as $$ begin \
       insert into leases_kept (epoch, until) values (new.epoch, new.until); return null; end $$; \
     create trigger keep_lease after insert or update on leases for each row execute function keep_lease()";
/// How long processes of a dead server may take to notice.
const LAST_SESSIONS: Duration = Duration::from_secs(10);
/// How long a server may take to be there again.
pub const RECOVERY: Duration = Duration::from_secs(30);

/// A server that falls and rises in one folder.
pub struct Server {
    places: Places,
    folder: PathBuf,
    running: Option<PrivatePostgres>,
    /// Processes of servers that have ended.
    left: BTreeSet<u32>,
}

impl Server {
    /// A new server with a migrated template. Blocks.
    pub fn start(folder: &Path) -> Self {
        let places = Places::new(std::env::var_os("PATH"), std::env::temp_dir(), None);
        let mut server = Self { places, folder: folder.to_owned(), running: None, left: BTreeSet::new() };
        server.raise();
        server
    }

    /// The template databases of rounds are copied from.
    pub async fn make_template(&self) {
        let server = self.options("postgres");
        create_database(&server, TEMPLATE, None).await.expect("a template");
        pools::migrate(&self.options(TEMPLATE)).await.expect("migrated");
    }

    pub async fn make_database(&self, name: &str) {
        create_database(&self.options("postgres"), name, Some(TEMPLATE)).await.expect("a database");
        let mut db = self.options(name).connect().await.expect("a connection");
        sqlx::raw_sql(LEASES).execute(&mut db).await.expect("leases are written down");
        db.close().await.expect("closed");
    }

    pub async fn drop_database(&self, name: &str) {
        drop_database(&self.options("postgres"), name).await.expect("it goes");
    }

    fn server(&self) -> &PrivatePostgres {
        self.running.as_ref().expect("the server runs")
    }

    pub fn options(&self, database: &str) -> PgConnectOptions {
        self.server().options(database)
    }

    /// Where its socket is, now and after every start.
    pub fn socket(&self) -> PathBuf {
        self.server().socket_dir().join(".s.PGSQL.5432")
    }

    /// Ends it this way. Blocks for as long as its supervisor takes to notice.
    pub fn fall(&mut self, fall: Fall) {
        let Some(running) = &self.running else { return };
        let pid = running.pid();
        let sessions = children(pid);
        match fall {
            Fall::Killed => signal(pid, Signal::KILL),
            Fall::Immediate => signal(pid, Signal::QUIT),
            Fall::OneSession => {
                if let Some(session) = sessions.iter().find(|session| is_session(**session)) {
                    signal(*session, Signal::KILL);
                }
                return;
            }
        }
        self.left.extend(sessions.into_iter().chain([pid]));
        // Why the result is dropped: it says that the server was killed.
        let _ = self.running.take().map(PrivatePostgres::stop);
    }

    /// Starts it again if it has ended. Blocks until it answers.
    pub fn raise(&mut self) {
        if self.running.is_some() {
            return;
        }
        let began = Instant::now();
        loop {
            match PrivatePostgres::start(&self.places, &self.folder, Durability::Durable) {
                Ok(server) => {
                    self.running = Some(server);
                    return;
                }
                // Why again: while a session of the dead server still ends, PostgreSQL refuses the folder.
                Err(error) => assert!(began.elapsed() < RECOVERY, "the server does not start again: {error}"),
            }
        }
    }

    /// Processes of servers that ended and whose processes did not.
    pub fn orphans(&mut self) -> Vec<u32> {
        let began = Instant::now();
        while began.elapsed() < LAST_SESSIONS && self.left.iter().any(|pid| is_of_postgres(*pid)) {
            // Why asked, and in real time: they are nobody's children any more, and nothing tells of their end.
            std::thread::sleep(Duration::from_millis(20));
        }
        std::mem::take(&mut self.left).into_iter().filter(|pid| is_of_postgres(*pid)).collect()
    }
}

fn signal(pid: u32, signal: Signal) {
    // Why the result is dropped: who is gone already needs no signal.
    let _ = Pid::from_raw(pid.cast_signed()).map(|pid| kill_process(pid, signal));
}

fn ps(arguments: &[&str]) -> String {
    let said = Command::new("ps").args(arguments).output().expect("ps runs");
    String::from_utf8_lossy(&said.stdout).into_owned()
}

fn children(of: u32) -> BTreeSet<u32> {
    let all = ps(&["-ax", "-o", "pid=,ppid="]);
    let pairs = all.lines().filter_map(|line| {
        let mut words = line.split_whitespace().map(str::parse::<u32>);
        Some((words.next()?.ok()?, words.next()?.ok()?))
    });
    pairs.filter(|(_, parent)| *parent == of).map(|(pid, _)| pid).collect()
}

/// What a process calls itself; nothing once it is gone.
fn title(pid: u32) -> String {
    ps(&["-o", "args=", "-p", &pid.to_string()]).trim().to_owned()
}

fn is_session(pid: u32) -> bool {
    title(pid).contains("aftercare_torture_")
}

/// Whether that number is still a process of PostgreSQL, and not somebody who was given it later.
fn is_of_postgres(pid: u32) -> bool {
    let there = Pid::from_raw(pid.cast_signed()).is_some_and(|pid| test_kill_process(pid).is_ok());
    there && title(pid).contains("postgres")
}
