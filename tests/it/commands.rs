//! The commands of the real program, as an operator runs them: against a stand-in of the platform and a database of
//! their own.

mod stopping;

use std::{
    io::Read,
    net::TcpListener,
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
use rustix::process::{Pid, Signal, kill_process};
use sqlx::{ConnectOptions, PgConnection, postgres::PgConnectOptions};

const TOKEN: &str = "7000007:COMMAND-SECRET-SECRET-SECRET-SECRET";
const DATABASE: &str = "commands";
/// More than anything takes here.
const PATIENCE: Duration = Duration::from_secs(30);

/// A platform and a database server, and programs that run against them.
struct Site {
    postgres: Option<PrivatePostgres>,
    options: PgConnectOptions,
    url: String,
    world: World,
    telegram: TelegramServer,
    client: reqwest::Client,
}

impl Site {
    async fn new() -> Self {
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
    fn command(&self, command: &str) -> Command {
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
    fn on_discord(&self, command: &str, discord: &DiscordServer) -> Command {
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

    async fn migrated() -> Self {
        let site = Self::new().await;
        assert!(finish(site.command("migrate")).await.0.success());
        site
    }

    async fn db(&self) -> PgConnection {
        self.options.connect().await.expect("a connection")
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.db().await).await.expect("a count")
    }

    /// Whether Mei reads this many answers.
    async fn answered(&self, times: usize) {
        let chat = Place::Chat("mei".to_owned());
        let read = || {
            let lines = self.world.transcript(&chat).expect("a chat");
            lines.iter().filter(|line| line.author == "bot").count()
        };
        eventually("Mei is answered", async || read() >= times).await;
        assert_eq!(read(), times, "nothing is said twice");
    }

    fn start(&self) {
        self.world.say("mei", &Place::Chat("mei".to_owned()), "/start", None).expect("a message");
    }
}

/// A program that runs beside the test, killed when dropped.
struct Running(Child);

impl Running {
    fn start(mut command: Command) -> Self {
        Self(command.spawn().expect("the program"))
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.0.id().cast_signed()).expect("a process");
        kill_process(pid, signal).expect("a signal");
    }

    /// Waits for its end; how it ended, and all it said.
    async fn end(mut self) -> (ExitStatus, String) {
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
async fn finish(mut command: Command) -> (ExitStatus, String) {
    let Output { status, stdout, stderr } =
        tokio::task::spawn_blocking(move || command.output()).await.expect("a thread").expect("the program");
    (status, String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned())
}

/// Waits for what another process does, with a limit that only a fault reaches.
async fn eventually(what: &str, mut done: impl AsyncFnMut() -> bool) {
    let started = Instant::now();
    while !done().await {
        assert!(started.elapsed() < PATIENCE, "never came true: {what}");
        // Why asked, and in real time: another process does it, and tells nobody.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// An address nothing listens at now.
fn free_address() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address").to_string()
}

#[tokio::test]
async fn check_tells_every_problem_at_once_and_migrate_mends_the_schema() {
    let site = Site::new().await;
    let mut wrong = site.command("check");
    wrong.env("AFTERCARE_ADMINS", "telegram:mei").env("AFTERCARE_HTP", "x").env_remove("TELEGRAM_STAFF_CHAT");
    let (status, said) = finish(wrong).await;
    assert_eq!(status.code(), Some(1), "{said}");
    for part in ["AFTERCARE_ADMINS", "AFTERCARE_HTTP?"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let (status, said) = finish(site.command("check")).await;
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("aftercare migrate"), "{said}");
    let (status, said) = finish(site.command("serve")).await;
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("aftercare migrate"), "{said}");
    for _ in 0..2 {
        let (status, said) = finish(site.command("migrate")).await;
        assert!(status.success() && said.contains("up to date"), "{said}");
    }
    let (status, said) = finish(site.command("check")).await;
    assert!(status.success(), "{said}");
    assert!(!said.contains("SECRET"), "{said}");
}

#[tokio::test]
async fn one_platform_is_enough_whichever_it_is_and_none_is_told() {
    let site = Site::migrated().await;
    let people = site.world.on_discord();
    people.join("lao", "Lao Chen", "en-US", false);
    let discord = DiscordServer::start_anywhere(site.world.clone()).await.expect("a stand-in");
    let (status, said) = finish(site.on_discord("check", &discord)).await;
    assert!(status.success() && said.contains("Telegram is off"), "{said}");
    for command in ["check", "serve"] {
        let mut none = site.on_discord(command, &discord);
        none.env_remove("DISCORD_TOKEN");
        let (status, said) = finish(none).await;
        assert_eq!(status.code(), Some(1), "{said}");
        assert!(said.contains("DISCORD_TOKEN neither") && said.contains("set one of them"), "{said}");
    }
    let mut roomless = site.on_discord("check", &discord);
    roomless.env_remove("DISCORD_STAFF_CHANNEL");
    let (status, said) = finish(roomless).await;
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("DISCORD_STAFF_CHANNEL is not set, so cases have no room"), "{said}");
    let address = free_address();
    let mut command = site.on_discord("serve", &discord);
    command.env("AFTERCARE_HTTP", &address);
    let desk = Running::start(command);
    let chat = people.dm("lao").expect("a chat");
    let health = format!("http://{address}/healthz");
    let well =
        async || site.client.get(&health).send().await.ok().is_some_and(|answer| answer.status() == 200);
    eventually("the desk is well without Telegram", well).await;
    let lines = |channel| people.look(|guild| guild.lines(channel).len());
    let panel = || lines(people.channel("support").expect("a channel"));
    eventually("the panel stands", async || panel() > 0).await;
    people.write("lao", chat, "/start").expect("a message");
    eventually("Lao is answered", async || lines(chat) > 1).await;
    desk.signal(Signal::TERM);
    let (status, said) = desk.end().await;
    assert_eq!(status.code(), Some(0), "{said}");
    assert!(!said.contains("elegram can't be reached"), "{said}");
    discord.stop().await;
}

#[tokio::test]
async fn check_tells_the_numbers_that_are_still_missing_and_takes_nothing_away() {
    let site = Site::migrated().await;
    let bare = || {
        let mut command = site.command("check");
        command.env_remove("TELEGRAM_STAFF_CHAT").env_remove("AFTERCARE_ADMINS");
        command
    };
    let (_, said) = finish(bare()).await;
    assert!(said.contains("Nobody waits at the bot"), "{said}");
    site.start();
    for _ in 0..2 {
        let (_, said) = finish(bare()).await;
        assert!(said.contains("AFTERCARE_ADMINS=telegram:"), "{said}");
    }
    let desk = Running::start(site.command("serve"));
    site.answered(1).await;
    desk.signal(Signal::TERM);
    let (status, said) = desk.end().await;
    assert_eq!(status.code(), Some(0), "{said}");
}

#[tokio::test]
async fn serve_answers_says_how_it_is_and_ends_well_without_a_word_of_its_secrets() {
    let mut site = Site::migrated().await;
    let address = free_address();
    let mut command = site.command("serve");
    command.env("AFTERCARE_HTTP", &address).env("RUST_LOG", "trace");
    let desk = Running::start(command);
    site.start();
    site.answered(1).await;
    let health = format!("http://{address}/healthz");
    let ask = async || site.client.get(&health).send().await.ok().map(|answer| answer.status().as_u16());
    eventually("the desk is well", async || ask().await == Some(200)).await;
    let figures = site.client.get(format!("http://{address}/metrics")).send().await.expect("an answer");
    let figures = figures.text().await.expect("text");
    for line in
        ["aftercare_lease_held 1", "aftercare_updates_total{platform=\"telegram\",outcome=\"taken\"} 1"]
    {
        assert!(figures.lines().any(|told| told == line), "{line} in {figures}");
    }
    assert!(figures.contains("aftercare_intake_lag_seconds{platform=\"telegram\"} "), "{figures}");
    drop(site.postgres.take());
    eventually("the desk is ill without its database", async || ask().await == Some(503)).await;
    desk.signal(Signal::TERM);
    let (status, said) = desk.end().await;
    assert_eq!(status.code(), Some(0), "{said}");
    assert!(said.contains("SIGTERM"), "{said}");
    assert!(!said.contains("SECRET") && !said.contains("/start"), "secrets and words stay out of the log");
}

#[tokio::test]
async fn a_terminated_desk_leaves_nothing_half_sent_and_the_next_says_nothing_twice() {
    let site = Site::migrated().await;
    for round in 1..=2 {
        let desk = Running::start(site.command("serve"));
        site.start();
        site.answered(round).await;
        desk.signal(Signal::TERM);
        let (status, said) = desk.end().await;
        assert_eq!(status.code(), Some(0), "{said}");
        assert_eq!(site.count("SELECT count(*) FROM outbox WHERE state IN ('sending', 'queued')").await, 0);
    }
}

#[tokio::test]
async fn a_second_process_stands_by_and_takes_over_from_a_killed_one() {
    const HELD: &str = "SELECT count(*) FROM leases WHERE until > now()";
    const EPOCH: &str = "SELECT coalesce(max(epoch), 0) FROM leases";
    let site = Site::migrated().await;
    let address = free_address();
    let first = Running::start(site.command("serve"));
    eventually("the first holds the lease", async || site.count(HELD).await == 1).await;
    let epoch = site.count(EPOCH).await;
    let mut command = site.command("serve");
    command.env("AFTERCARE_HTTP", &address);
    let _second = Running::start(command);
    let health = format!("http://{address}/healthz");
    let poller = async || {
        let answer = site.client.get(&health).send().await.ok()?;
        let answer: serde_json::Value = answer.json().await.ok()?;
        Some(answer["checks"]["poller"].as_str()?.to_owned())
    };
    eventually("the second stands by", async || poller().await.as_deref() == Some("off")).await;
    site.start();
    site.answered(1).await;
    assert_eq!(site.count(EPOCH).await, epoch, "the first still holds the lease");
    first.signal(Signal::KILL);
    site.start();
    eventually("the second takes over", async || site.count(EPOCH).await > epoch).await;
    site.answered(2).await;
    assert_eq!(poller().await.as_deref(), Some("ok"));
}
