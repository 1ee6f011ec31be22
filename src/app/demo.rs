//! `aftercare demo`: the whole product on one machine, with nothing set up.
//!
//! This process owns Postgres, the stand-in, the page and the clock. The desk is a child of it, so that pulling the
//! plug is a real kill: it is told its clock's offset by lines on its standard input, and ends when those end.

use std::{
    collections::BTreeMap,
    path::Path,
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use sqlx::postgres::PgConnectOptions;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, ChildStdin, Command},
    sync::{Notify, watch},
};
use tracing::warn;

use super::{
    AppError,
    rehearsal::{Rehearsal, TOKEN, Theatre},
    serve::{self, Manner},
};
use crate::{
    clock::Clock,
    config::{Config, Environment, Surroundings},
    sandbox::{
        page::{Hooks, Page},
        postgres::{Durability, Places, PrivatePostgres, create_database, demo_root, drop_database},
        script::{Role, Script, Step},
        telegram::TelegramServer,
        world::{Person, Setup, World, person_id},
    },
    store::pools,
};

/// The demo's database, on whatever server it has.
const DATABASE: &str = "aftercare_demo_page";
/// The database of a scenario that is played.
const PLAYED: &str = "aftercare_demo_play";
/// The agent of the demo, who is its admin.
const LEAD: &str = "lin";
/// Before a desk that ended by itself is started again.
const BREATHER: Duration = Duration::from_secs(1);

/// A server to keep databases on: the one that was named, or one of our own.
enum Server {
    Named(Box<PgConnectOptions>),
    Own(Box<PrivatePostgres>),
}

impl Server {
    async fn open(surroundings: &Surroundings, temporary: bool) -> Result<Self, AppError> {
        if let Some(url) = &surroundings.database_url {
            let options = url.parse().map_err(|_| {
                AppError::Other("DATABASE_URL can't be read; unset it, or correct it".to_owned())
            })?;
            return Ok(Self::Named(Box::new(options)));
        }
        let places = Places::new(surroundings.path.clone(), std::env::temp_dir(), surroundings.cache.clone());
        let start = move || {
            if temporary {
                PrivatePostgres::start_temporary(&places, Durability::Demo)
            } else {
                PrivatePostgres::start(&places, &demo_root(&places), Durability::Demo)
            }
        };
        let own =
            tokio::task::spawn_blocking(start).await.map_err(|error| AppError::doing("Postgres", error))?;
        Ok(Self::Own(Box::new(own.map_err(|error| AppError::Other(error.to_string()))?)))
    }

    fn options(&self, database: &str) -> PgConnectOptions {
        match self {
            Self::Named(options) => options.as_ref().clone().database(database),
            Self::Own(own) => own.options(database),
        }
    }

    /// An address other processes can use.
    fn url(&self, surroundings: &Surroundings, database: &str) -> String {
        match self {
            Self::Own(own) => own.url(database),
            Self::Named(_) => {
                with_database(surroundings.database_url.as_deref().unwrap_or_default(), database)
            }
        }
    }

    /// A fresh database of that name.
    async fn fresh(&self, database: &str) -> Result<PgConnectOptions, AppError> {
        let server = match self {
            Self::Named(options) => options.as_ref().clone(),
            Self::Own(own) => own.options("postgres"),
        };
        let made = async {
            drop_database(&server, database).await?;
            create_database(&server, database, None).await
        };
        made.await.map_err(|error| AppError::doing("making the demo's database", error))?;
        Ok(self.options(database))
    }
}

/// The address of another database on the same server.
fn with_database(url: &str, database: &str) -> String {
    let (address, query) = url.split_once('?').map_or((url, None), |(a, q)| (a, Some(q)));
    let scheme = address.find("://").map_or(0, |at| at + 3);
    let end = address[scheme..].find('/').map_or(address.len(), |at| scheme + at);
    let query = query.map_or_else(String::new, |q| format!("?{q}"));
    format!("{}/{database}{query}", &address[..end])
}

/// Plays a scenario file and returns its transcript.
pub async fn play_file(surroundings: &Surroundings, file: &Path) -> Result<String, AppError> {
    let text = tokio::fs::read_to_string(file)
        .await
        .map_err(|error| AppError::doing(&format!("reading {}", file.display()), error))?;
    let script = Script::parse(&text).map_err(|error| AppError::doing(&file.display().to_string(), error))?;
    let server = Server::open(surroundings, true).await?;
    let database = server.fresh(PLAYED).await?;
    let mut theatre = Theatre::open(rehearsal_of(&script, database)).await?;
    let played = theatre.play(&script).await;
    theatre.close().await;
    played.map_err(|error| AppError::doing(&file.display().to_string(), error))
}

/// The house a script is played in: its first staff member is admin, its clock begins on a working morning.
pub fn rehearsal_of(script: &Script, database: PgConnectOptions) -> Rehearsal {
    let staff = script.lines.iter().find_map(|line| match &line.step {
        Step::Join(cast) => cast.iter().find(|c| c.role == Role::Staff).map(|c| c.handle.clone()),
        _ => None,
    });
    Rehearsal { database, begins: morning(), admins: staff.into_iter().collect(), seed: 1 }
}

/// Monday, 2 March 2026, 09:00 in Shanghai.
fn morning() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_413_200, 0).unwrap_or_default()
}

/// Runs the demo until interrupted.
pub async fn demo(surroundings: &Surroundings, port: u16, say: impl Fn(&str)) -> Result<(), AppError> {
    let server = Server::open(surroundings, false).await?;
    let database = server.fresh(DATABASE).await?;
    pools::migrate(&database).await.map_err(|error| AppError::doing("migrating", error))?;
    let clock = Clock::shifted(TimeDelta::zero());
    let world = World::new(clock.clone(), Setup { token: TOKEN.into(), ..Setup::default() });
    for person in [
        Person::new("mei", "Mei L.", Some("en")),
        Person::new("wang", "王芳", Some("zh-hans")),
        Person::new(LEAD, "Lin", Some("en")).staff(),
        Person::new("gao", "Gao", Some("en")).staff(),
    ] {
        world.join(person);
    }
    let telegram = TelegramServer::start_anywhere(world.clone())
        .await
        .map_err(|error| AppError::doing("opening the stand-in", error))?;
    let child = Arc::new(Backroom::new(clock.clone()));
    let listener = listen(port).await?;
    let page = Page::start(world.clone(), hooks(&clock, &child), listener)
        .map_err(|error| AppError::doing("opening the page", error))?;
    say(&format!("The desk is open: {}\nCtrl-C closes it.", page.url()));
    let environment = environment(&server, surroundings, &telegram, &world);
    let (stop, stops) = watch::channel(false);
    let keeper = child.keep(environment, stops);
    tokio::pin!(keeper);
    tokio::select! {
        ended = &mut keeper => ended?,
        _ = tokio::signal::ctrl_c() => {
            say("Closing.");
            stop.send_replace(true);
            keeper.await?;
        }
    }
    page.stop().await;
    telegram.stop().await;
    Ok(())
}

async fn listen(port: u16) -> Result<tokio::net::TcpListener, AppError> {
    match tokio::net::TcpListener::bind(("127.0.0.1", port)).await {
        Ok(listener) => Ok(listener),
        // Why: the usual port is often taken; any other serves as well, and its address is printed.
        Err(_) => tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .map_err(|error| AppError::doing("opening the page", error)),
    }
}

fn environment(
    server: &Server,
    surroundings: &Surroundings,
    telegram: &TelegramServer,
    world: &World,
) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("DATABASE_URL", server.url(surroundings, DATABASE)),
        ("TELEGRAM_BOT_TOKEN", TOKEN.to_owned()),
        ("TELEGRAM_API_URL", telegram.url()),
        ("TELEGRAM_STAFF_CHAT", world.group_id().to_string()),
        ("AFTERCARE_ADMINS", format!("telegram:{}", person_id(LEAD))),
        ("AFTERCARE_HTTP", "127.0.0.1:0".to_owned()),
    ])
}

fn hooks(clock: &Clock, child: &Arc<Backroom>) -> Hooks {
    let (moved, told, seen, pulled) =
        (clock.clone(), Arc::clone(child), Arc::clone(child), Arc::clone(child));
    Hooks {
        advance: Arc::new(move |span| {
            moved.advance(span);
            told.clock_moved.notify_one();
        }),
        status: Arc::new(move || seen.status.lock().unwrap_or_else(PoisonError::into_inner).clone()),
        unplug: Some(Arc::new(move || pulled.plug.notify_one())),
    }
}

/// The child that is the desk, and what the page knows of it.
struct Backroom {
    clock: Clock,
    clock_moved: Notify,
    plug: Notify,
    status: Mutex<Value>,
}

impl Backroom {
    fn new(clock: Clock) -> Self {
        Self { clock, clock_moved: Notify::new(), plug: Notify::new(), status: Mutex::new(Value::Null) }
    }

    /// Keeps a desk running: starts it again whenever it ends, kills it when the plug is pulled.
    async fn keep(
        &self,
        environment: BTreeMap<&'static str, String>,
        mut stop: watch::Receiver<bool>,
    ) -> Result<(), AppError> {
        loop {
            let mut child = spawn(&environment)?;
            let mut tell = child.stdin.take();
            let mut news = child.stdout.take().map(|out| BufReader::new(out).lines());
            self.tell_offset(&mut tell).await;
            loop {
                tokio::select! {
                    _ = stop.wait_for(|stop| *stop) => {
                        drop(tell.take());
                        let _ = tokio::time::timeout(Duration::from_secs(10), child.wait()).await;
                        return Ok(());
                    }
                    () = self.clock_moved.notified() => self.tell_offset(&mut tell).await,
                    () = self.plug.notified() => {
                        let _ = child.kill().await;
                    }
                    line = next_line(&mut news) => self.hear(line),
                    _ = child.wait() => break,
                }
            }
            self.hear(None);
            tokio::time::sleep(BREATHER).await;
        }
    }

    /// Tells the child how far the clock was moved.
    async fn tell_offset(&self, tell: &mut Option<ChildStdin>) {
        let Some(stdin) = tell else { return };
        let line = format!("offset {}\n", self.clock.offset().num_milliseconds());
        if stdin.write_all(line.as_bytes()).await.is_err() {
            *tell = None;
        }
    }

    /// The child's news: a line of JSON about itself; none when it ended.
    fn hear(&self, line: Option<String>) {
        let status = line.map_or_else(
            || serde_json::json!({ "desk": "off" }),
            |line| serde_json::from_str(&line).unwrap_or(Value::Null),
        );
        *self.status.lock().unwrap_or_else(PoisonError::into_inner) = status;
    }
}

async fn next_line<R: tokio::io::AsyncBufRead + Unpin>(
    news: &mut Option<tokio::io::Lines<R>>,
) -> Option<String> {
    match news {
        Some(lines) => match lines.next_line().await {
            Ok(Some(line)) => Some(line),
            // Why: an ended child closes its output; its exit is waited for beside this.
            Ok(None) | Err(_) => std::future::pending().await,
        },
        None => std::future::pending().await,
    }
}

fn spawn(environment: &BTreeMap<&'static str, String>) -> Result<Child, AppError> {
    let program = std::env::current_exe().map_err(|error| AppError::doing("finding this program", error))?;
    let mut command = Command::new(program);
    command
        .arg("demo-desk")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .kill_on_drop(true);
    command.envs(environment);
    command.spawn().map_err(|error| AppError::doing("starting the desk", error))
}

/// The child: a desk whose clock is moved by its parent, which ends when its standard input does.
pub async fn desk(say: impl Fn(&str)) -> Result<(), AppError> {
    let clock = Clock::shifted(TimeDelta::zero());
    let config = Config::load(&Environment::from_process(), clock.now().date_naive())
        .map_err(|problems| AppError::Config(crate::config::report(&problems, None)))?;
    let manner = Manner { clock: clock.clone(), holder: "demo".to_owned(), unpaced: false };
    let (running, _http) = serve::open(&config, manner).await?;
    let mut orders = BufReader::new(tokio::io::stdin()).lines();
    let mut glance = tokio::time::interval(Duration::from_millis(500));
    loop {
        tokio::select! {
            order = orders.next_line() => match order {
                Ok(Some(order)) => obey(&order, &clock),
                Ok(None) | Err(_) => break,
            },
            _ = glance.tick() => match running.desk().status().await {
                Ok(status) => say(&serde_json::to_string(&status).unwrap_or_default()),
                Err(error) => warn!(name: "demo.status", "no status: {error}"),
            },
        }
    }
    running.stop().await;
    Ok(())
}

fn obey(order: &str, clock: &Clock) {
    match order.strip_prefix("offset ").and_then(|ms| ms.parse().ok()).and_then(TimeDelta::try_milliseconds) {
        Some(offset) => clock.set_offset(offset),
        None => warn!(name: "demo.order", "an order nobody understands"),
    }
}
