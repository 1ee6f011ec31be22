//! A PostgreSQL server of our own, for `aftercare demo`, the tests and the benchmarks.
//!
//! Invariants:
//! - It listens on a unix socket in a folder only its own user may enter; nothing listens on TCP.
//! - It ends with the program that started it, however that program ends (see `supervisor`).
//! - One program per folder: the folder's lock is held as long as the server runs.
//! - Root never runs it: it drops to `postgres`, else `nobody`.
//!
//! Deliberately not here: migrations, pools, and any server named by `DATABASE_URL`, which is never touched.

mod binaries;
mod cluster;
mod databases;
mod error;
mod fetch;
mod folder;
mod owner;
mod places;
mod supervisor;

use std::ffi::OsString;
use std::path::Path;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

pub use binaries::OLDEST_MAJOR;
pub use databases::{create_database, drop_database};
pub use error::PostgresError;
pub use places::{Places, demo_root};

use binaries::Binaries;
use folder::{Root, SocketFolder};
use owner::Owner;
use supervisor::Supervised;

/// The one role of a private server; it is its superuser.
const ROLE: &str = "aftercare";
/// Part of the socket's file name only: no TCP port is opened.
const PORT: u16 = 5432;

/// How much a server may lose when the machine, or only the server, dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Fast: a crash of the server may lose everything. For tests.
    Test,
    /// A committed row survives `kill -9` of any process, not the loss of the machine. For the demo.
    Demo,
    /// What production promises: a committed row is on the disk. For benchmarks and crash tests.
    Durable,
}

impl Durability {
    const fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Test => &["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
            Self::Demo => &["fsync=off", "synchronous_commit=on", "full_page_writes=off"],
            Self::Durable => &["fsync=on", "synchronous_commit=on", "full_page_writes=on"],
        }
    }

    /// Seconds for a fast stop, which writes out what is in memory, before it is cut short.
    const fn closing_seconds(self) -> &'static str {
        match self {
            Self::Test => "3",
            Self::Demo | Self::Durable => "15",
        }
    }
}

/// A running server. Dropping it stops the server (fast: open sessions are ended, nothing committed is lost) and
/// waits until it is gone.
#[derive(Debug)]
pub struct PrivatePostgres {
    // Why: fields drop in this order: first the server, then its socket folder, last the lock.
    server: Supervised,
    socket: SocketFolder,
    root: Root,
}

impl PrivatePostgres {
    /// Starts a server whose data lives in `root` and stays there; a first start creates it.
    ///
    /// Blocks until connections are accepted (well under a second, some seconds the first time, longer when the
    /// server has to be fetched): call it from a blocking thread when inside async code. A server that a killed
    /// program left closing in `root` is waited for.
    pub fn start(places: &Places, root: &Path, durability: Durability) -> Result<Self, PostgresError> {
        Self::run(places, Root::keep(root, Owner::of_server()?)?, durability)
    }

    /// Starts a server in a new folder under `places.tmp`, which goes away with it, even when this program is
    /// killed. Blocks like [`PrivatePostgres::start`].
    pub fn start_temporary(places: &Places, durability: Durability) -> Result<Self, PostgresError> {
        Self::run(places, Root::temporary(&places.tmp, Owner::of_server()?)?, durability)
    }

    fn run(places: &Places, root: Root, durability: Durability) -> Result<Self, PostgresError> {
        let binaries = Binaries::find_or_fetch(places)?;
        let data = cluster::prepare(&binaries, &root, durability)?;
        let socket = SocketFolder::create(&root, &places.tmp)?;
        let mut command = vec![binaries.postgres().into_os_string()];
        command.extend([OsString::from("-D"), data.clone().into(), "-k".into(), socket.path().into()]);
        let shared = ["listen_addresses=", "unix_socket_permissions=0700", "max_connections=200", "jit=off"];
        for setting in shared.iter().chain(durability.settings()) {
            command.extend([OsString::from("-c"), setting.into()]);
        }
        let mut server = Supervised::spawn(&root, &socket, durability, &command)?;
        server.wait_until_ready(&data)?;
        tracing::debug!(postgres.major = binaries.major, postgres.pid = server.pid(), "postgres.ready");
        Ok(Self { server, socket, root })
    }

    /// How to reach `database` from this program.
    pub fn options(&self, database: &str) -> PgConnectOptions {
        // Why: every setting that `PG…` variables of the caller's shell could bend is given explicitly.
        PgConnectOptions::new_without_pgpass()
            .socket(self.socket.path())
            .port(PORT)
            .username(ROLE)
            .database(database)
            .ssl_mode(PgSslMode::Disable)
    }

    /// How other tools (`psql`, anything that reads `DATABASE_URL`) reach `database`.
    pub fn url(&self, database: &str) -> String {
        let folder = percent_encoded(self.socket.path());
        format!("postgres://{ROLE}@localhost/{database}?host={folder}&port={PORT}&sslmode=disable")
    }

    /// The folder of the socket, closed to everyone but the server's user (and root).
    pub fn socket_dir(&self) -> &Path {
        self.socket.path()
    }

    /// The folder that holds the data.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// The process id of the server itself.
    pub fn pid(&self) -> u32 {
        self.server.pid()
    }

    /// Stops the server and waits. An error says that it had to be killed or ended badly on its own.
    pub fn stop(mut self) -> Result<(), PostgresError> {
        self.server.stop()
    }
}

fn percent_encoded(path: &Path) -> String {
    let byte_as_text = |&byte: &u8| {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    path.as_os_str().as_encoded_bytes().iter().map(byte_as_text).collect()
}

/// What is in the last lines of a log, for an error message.
fn tail_of(log: &Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(8)..].join("\n")
}
