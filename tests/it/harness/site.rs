//! Programs as an operator runs them: real processes with a database server, a stand-in of the platform and an environment of
//! their own; and the cable between one of them and its database, which can be pulled.

use std::{
    io::Read,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

use aftercare::{
    clock::Clock,
    sandbox::{
        discord::DiscordServer,
        postgres::{Durability, Places, PrivatePostgres, create_database},
        shown::Place,
        telegram::TelegramServer,
        world::{Person, Setup, World},
    },
};
use chrono::TimeDelta;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use sqlx::{ConnectOptions, PgConnection, postgres::PgConnectOptions};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::UnixStream,
    sync::watch,
    task::JoinSet,
};

pub const TOKEN: &str = "7000007:COMMAND-SECRET-SECRET-SECRET-SECRET";
const DATABASE: &str = "commands";
/// More than anything takes here.
const PATIENCE: Duration = Duration::from_secs(30);

/// A platform and a database server, and programs that run against them.
pub struct Site {
    pub postgres: Option<PrivatePostgres>,
    pub options: PgConnectOptions,
    pub url: String,
    pub world: World,
    pub telegram: TelegramServer,
    pub client: reqwest::Client,
}

impl Site {
    pub async fn new() -> Self {
        let places = Places::new(std::env::var_os("PATH"), std::env::temp_dir(), None);
        let postgres = tokio::task::spawn_blocking(move || {
            PrivatePostgres::start_temporary(&places, Durability::Test).expect("a server")
        });
        let postgres = postgres.await.expect("a thread");
        create_database(&postgres.options("postgres"), DATABASE, None).await.expect("a database");
        // Why so long: a call that hangs outlives every patience here.
        let setup = Setup { token: TOKEN.into(), stall: Duration::from_mins(2), ..Setup::default() };
        let world = World::new(Clock::shifted(TimeDelta::zero()), setup);
        world.join(Person::new("mei", "Mei Li", Some("en")));
        let telegram = TelegramServer::start_anywhere(world.clone()).await.expect("a stand-in");
        let (options, url) = (postgres.options(DATABASE), postgres.url(DATABASE));
        Self { postgres: Some(postgres), options, url, world, telegram, client: reqwest::Client::new() }
    }

    /// A program with nothing of this process's environment but what is given here.
    pub fn command(&self, command: &str) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_aftercare"));
        program
            .arg(command)
            .env_clear()
            .env("DATABASE_URL", &self.url)
            .env("TELEGRAM_BOT_TOKEN", TOKEN)
            .env("TELEGRAM_API_URL", self.telegram.url())
            .env("TELEGRAM_STAFF_CHAT", self.world.group_id().to_string())
            .env("AFTERCARE_ADMINS", "telegram:1002")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        program
    }

    /// The same on Discord, with nothing of Telegram.
    pub fn on_discord(&self, command: &str, discord: &DiscordServer) -> Command {
        let people = self.world.on_discord();
        let channel = |name: &str| people.channel(name).expect("a channel").to_string();
        let (token, guild) = people.look(|guild| (guild.setup.token.clone(), guild.id));
        let mut program = self.command(command);
        for telegrams in ["TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "TELEGRAM_STAFF_CHAT"] {
            program.env_remove(telegrams);
        }
        program
            .env("DISCORD_TOKEN", token)
            .env("DISCORD_API_URL", discord.url())
            .env("DISCORD_GUILD", guild.to_string())
            .env("DISCORD_SUPPORT_CHANNEL", channel("support"))
            .env("DISCORD_STAFF_CHANNEL", channel("staff"))
            .env("AFTERCARE_ADMINS", "discord:1002");
        program
    }

    pub async fn migrated() -> Self {
        let site = Self::new().await;
        assert!(finish(site.command("migrate")).await.0.success());
        site
    }

    pub async fn db(&self) -> PgConnection {
        self.options.connect().await.expect("a connection")
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.db().await).await.expect("a count")
    }

    /// Whether Mei reads this many answers.
    pub async fn answered(&self, times: usize) {
        let chat = Place::Chat("mei".to_owned());
        let read = || {
            let lines = self.world.transcript(&chat).expect("a chat");
            lines.iter().filter(|line| line.author == "bot").count()
        };
        eventually("Mei is answered", async || read() >= times).await;
        assert_eq!(read(), times, "nothing is said twice");
    }

    pub fn start(&self) {
        self.world.say("mei", &Place::Chat("mei".to_owned()), "/start", None).expect("a message");
    }
}

/// A program that runs beside the test, killed when dropped.
pub struct Running(pub Child);

impl Running {
    pub fn start(mut command: Command) -> Self {
        Self(command.spawn().expect("the program"))
    }

    pub fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.0.id().cast_signed()).expect("a process");
        kill_process(pid, signal).expect("a signal");
    }

    /// Stops it as if it were given no time any more; when this returns, none of its threads runs.
    pub fn stop(&self) {
        self.signal(Signal::STOP);
        let pid = Pid::from_raw(self.0.id().cast_signed()).expect("a process");
        // Why waited for: on busy processors other threads go on until one of them has seen the signal.
        let (_, status) = waitpid(Some(pid), WaitOptions::UNTRACED).expect("a child").expect("its state");
        assert!(status.stopped(), "{status:?}");
    }

    /// Waits for its end; how it ended, and all it said.
    pub async fn end(mut self) -> (ExitStatus, String) {
        let mut said = String::new();
        let mut status = None;
        let (out, err) = (self.0.stdout.take(), self.0.stderr.take());
        let read = tokio::task::spawn_blocking(move || {
            let mut said = String::new();
            out.expect("its output").read_to_string(&mut said).expect("text");
            err.expect("its errors").read_to_string(&mut said).expect("text");
            said
        });
        eventually("the program ends", async || {
            status = self.0.try_wait().expect("a status");
            status.is_some()
        })
        .await;
        said.push_str(&read.await.expect("a thread"));
        (status.expect("a status"), said)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs to the end; how it ended, and all it said.
pub async fn finish(mut command: Command) -> (ExitStatus, String) {
    let Output { status, stdout, stderr } =
        tokio::task::spawn_blocking(move || command.output()).await.expect("a thread").expect("the program");
    (status, String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned())
}

/// Waits for what another process does, with a limit that only a fault reaches.
pub async fn eventually(what: &str, mut done: impl AsyncFnMut() -> bool) {
    let started = Instant::now();
    while !done().await {
        assert!(started.elapsed() < PATIENCE, "never came true: {what}");
        // Why asked, and in real time: another process does it, and tells nobody.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// An address nothing listens at now.
pub fn free_address() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address").to_string()
}

/// The cable between a program and its database. While it is pulled nothing comes through and nobody is told: a connection
/// that hangs, as when a machine on the way has died.
pub struct Cable {
    address: String,
    plugged: watch::Sender<bool>,
    _accepting: JoinSet<()>,
}

impl Cable {
    pub async fn to(site: &Site) -> Self {
        let postgres = site.postgres.as_ref().expect("a server");
        let socket = postgres.socket_dir().join(".s.PGSQL.5432");
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let plugged = watch::Sender::new(true);
        let mut accepting = JoinSet::new();
        accepting.spawn(accept(listener, socket, plugged.subscribe()));
        Self { address, plugged, _accepting: accepting }
    }

    /// The database as it is reached through the cable.
    pub fn url(&self, site: &Site) -> String {
        let user = site.url.split_once("://").and_then(|(_, rest)| rest.split_once('@')).expect("a user").0;
        format!("postgres://{user}@{}/{DATABASE}?sslmode=disable", self.address)
    }

    pub fn plug(&self, on: bool) {
        self.plugged.send_replace(on);
    }
}

async fn accept(listener: tokio::net::TcpListener, socket: PathBuf, plugged: watch::Receiver<bool>) {
    let mut lines = JoinSet::new();
    while let Ok((near, _)) = listener.accept().await {
        let Ok(far) = UnixStream::connect(&socket).await else { continue };
        let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
        lines.spawn(carry(near_in, far_out, plugged.clone()));
        lines.spawn(carry(far_in, near_out, plugged.clone()));
    }
}

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut plugged: watch::Receiver<bool>,
) {
    let mut piece = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut piece).await {
        // Why the result is not looked at: a test that has ended needs nothing any more.
        let _ = plugged.wait_for(|on| *on).await;
        if to.write_all(&piece[..length]).await.is_err() {
            return;
        }
    }
}
