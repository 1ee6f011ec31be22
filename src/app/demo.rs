//! `aftercare demo`: the whole product on one machine, with nothing set up.
//!
//! This process owns Postgres, the stand-in, the page and the clock. The desk is a child of it, so that pulling the
//! plug is a real kill: it is told its clock's offset by lines on its standard input, and ends when those end.

mod backroom;
mod glance;
mod server;

use std::{collections::BTreeMap, path::Path, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use sqlx::postgres::PgConnectOptions;
use tokio::{net::TcpListener, sync::watch};

use super::{
    AppError,
    rehearsal::{Rehearsal, TOKEN, Theatre},
    serve,
};
use crate::{
    clock::Clock,
    config::{Config, Environment, Surroundings},
    sandbox::{
        page::{Hooks, Page},
        script::{Role, Script, Step},
        telegram::TelegramServer,
        world::{Person, Setup, World, person_id},
    },
    store::pools,
};

pub use backroom::desk;

use backroom::Backroom;
use server::Server;

/// The demo's database, on whatever server it has.
const DATABASE: &str = "aftercare_demo_page";
/// The database of a scenario that is played.
const PLAYED: &str = "aftercare_demo_play";
/// The agent of the demo, who is its admin.
const LEAD: &str = "lin";
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

/// Runs the demo until SIGINT or SIGTERM; a second signal ends it at once.
pub async fn demo(surroundings: &Surroundings, port: u16, say: impl Fn(&str)) -> Result<(), AppError> {
    if Server::is_first_start(surroundings) {
        say("Setting up a database server of the demo's own; only the first start takes this long.");
    }
    let server = Server::open(surroundings, false).await?;
    let database = server.fresh(DATABASE).await?;
    pools::migrate(&database).await.map_err(|error| AppError::doing("migrating", error))?;
    let world =
        World::new(Clock::shifted(TimeDelta::zero()), Setup { token: TOKEN.into(), ..Setup::default() });
    people(&world);
    let telegram = TelegramServer::start_anywhere(world.clone())
        .await
        .map_err(|error| AppError::doing("opening the stand-in", error))?;
    let environment = environment(&server, surroundings, &telegram, &world);
    let zone = zone(&environment, &world)?;
    let backroom = Arc::new(Backroom::new(world.clone()));
    let page = Page::start(world.clone(), hooks(&world, &backroom, zone), listen(port).await?)
        .map_err(|error| AppError::doing("opening the page", error))?;
    say(&format!("The desk is open: {}\nCtrl-C closes it.", page.url()));
    run(&backroom, environment, &say).await?;
    page.stop().await;
    telegram.stop().await;
    Ok(())
}

/// Keeps the desk until a signal comes.
async fn run(
    backroom: &Backroom,
    environment: BTreeMap<&'static str, String>,
    say: impl Fn(&str),
) -> Result<(), AppError> {
    let (stop, stops) = watch::channel(false);
    let keeper = backroom.keep(environment, stops);
    tokio::pin!(keeper);
    tokio::select! {
        ended = &mut keeper => return ended,
        signal = serve::signal() => signal?,
    };
    say("Closing.");
    stop.send_replace(true);
    tokio::select! {
        ended = &mut keeper => ended,
        signal = serve::signal() => signal.map(drop),
    }
}

fn people(world: &World) {
    for person in [
        Person::new("mei", "Mei Li", Some("en")),
        Person::new("wang", "王芳", Some("zh-hans")),
        Person::new(LEAD, "Lin", Some("en")).staff(),
        Person::new("gao", "Gao", Some("en")).staff(),
    ] {
        world.join(person);
    }
}

async fn listen(port: u16) -> Result<TcpListener, AppError> {
    match TcpListener::bind(("127.0.0.1", port)).await {
        Ok(listener) => Ok(listener),
        // Why: the usual port is often taken; any other serves as well, and its address is printed.
        Err(_) => TcpListener::bind(("127.0.0.1", 0))
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
        ("AFTERCARE_HTTP", String::new()),
    ])
}

/// The desk's zone, by the configuration the desk will have; what is wrong with that is told before anything opens.
fn zone(environment: &BTreeMap<&'static str, String>, world: &World) -> Result<Tz, AppError> {
    let environment = Environment::from_process().with(environment.clone());
    Config::load(&environment, world.clock().now().date_naive())
        .map(|config| config.terms.calendar.zone())
        .map_err(|problems| AppError::Config(crate::config::report(&problems, None)))
}

fn hooks(world: &World, backroom: &Arc<Backroom>, zone: Tz) -> Hooks {
    let (moved, shown) = (world.clock().clone(), world.clock().clone());
    let (told, seen, pulled) = (Arc::clone(backroom), Arc::clone(backroom), Arc::clone(backroom));
    Hooks {
        advance: Arc::new(move |span| {
            moved.advance(span);
            told.tell_time();
        }),
        facts: Arc::new(move || glance::facts(&seen.seen(), shown.now(), zone)),
        zone: zone.name().to_owned(),
        unplug: Some(Arc::new(move || pulled.unplug())),
    }
}
