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
use tracing::warn;

use super::{
    AppError, orders,
    rehearsal::{Rehearsal, TOKEN, Theatre},
    serve,
};
use crate::{
    clock::Clock,
    config::{Config, Environment, Surroundings},
    domain::{
        catalogue::{Catalogue, Reader},
        command::{Audience, Word},
        lang::Lang,
        phrase::Phrase,
        terms::Terms,
    },
    sandbox::{
        discord::DiscordServer,
        page::{Hooks, Page, Suggestion},
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
/// The agents of the demo, who are its admins.
const LEADS: [&str; 2] = ["lin", "gao"];
/// The orders of the demo.
const ORDERS: &str = include_str!("../../config/orders.example.csv");
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
    Rehearsal {
        database,
        begins: morning(),
        admins: staff.into_iter().collect(),
        seed: 1,
        staff: script.staff(),
        homes: script.homes(),
        terms: script.terms(),
        telegram: script.is_on_telegram(),
        discord: script.is_on_discord(),
        webhook: false,
    }
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
    let discord = DiscordServer::start_anywhere(world.clone())
        .await
        .map_err(|error| AppError::doing("opening the stand-in of Discord", error))?;
    let mut environment = environment(&server, surroundings, &telegram, &world);
    environment.extend(on_discord(&discord, &world)?);
    let config = configuration(&environment, &world)?;
    seed(&database, &config.terms, &world).await;
    let backroom = Arc::new(Backroom::new(world.clone()));
    let page = Page::start(world.clone(), hooks(&world, &backroom, &config)?, listen(port).await?)
        .map_err(|error| AppError::doing("opening the page", error))?;
    say(&format!("The desk is open: {}\nCtrl-C closes it.", page.url()));
    run(&backroom, environment, &say).await?;
    page.stop().await;
    telegram.stop().await;
    discord.stop().await;
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
        Person::new("tom", "Tom Berg", Some("en")),
        Person::new(LEADS[0], "Lin", Some("en")).staff(),
        Person::new(LEADS[1], "Gao", Some("zh-hans")).staff(),
        // Why: somebody who stands in the group without being an agent, to see what the desk makes of that.
        Person::new("kim", "Kim", Some("en")).staff(),
    ] {
        world.join(person);
    }
    let buyers = world.on_discord();
    buyers.join("lao", "Lao Chen", "zh-CN", false);
    buyers.join("ada", "Ada Novak", "en-US", false);
}

/// Orders the demo's people can name.
async fn seed(database: &PgConnectOptions, terms: &Terms, world: &World) {
    // Why no error: terms of one's own may have other families, and an unknown order stops nothing.
    if let Err(why) = orders::import_text(database, terms, world.clock().now(), ORDERS).await {
        warn!(event = "demo.orders", "the demo knows no orders: {why}");
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
        ("AFTERCARE_ADMINS", LEADS.map(|lead| format!("telegram:{}", person_id(lead))).join(",")),
        ("AFTERCARE_HTTP", String::new()),
    ])
}

/// How the desk gets to the stand-in of Discord.
fn on_discord(server: &DiscordServer, world: &World) -> Result<BTreeMap<&'static str, String>, AppError> {
    let people = world.on_discord();
    let channel = |name: &str| people.channel(name).map_err(|error| AppError::doing("the channels", error));
    let (token, guild) = people.look(|guild| (guild.setup.token.clone(), guild.id));
    Ok(BTreeMap::from([
        ("DISCORD_TOKEN", token),
        ("DISCORD_API_URL", server.url()),
        ("DISCORD_GUILD", guild.to_string()),
        ("DISCORD_SUPPORT_CHANNEL", channel("support")?.to_string()),
        ("DISCORD_STAFF_CHANNEL", String::new()),
    ]))
}

/// The configuration the desk will have; what is wrong with it is told before anything opens.
fn configuration(environment: &BTreeMap<&'static str, String>, world: &World) -> Result<Config, AppError> {
    let environment = Environment::from_process().with(environment.clone());
    Config::load(&environment, world.clock().now().date_naive())
        .map_err(|problems| AppError::Config(crate::config::report(&problems, None)))
}

fn hooks(world: &World, backroom: &Arc<Backroom>, config: &Config) -> Result<Hooks, AppError> {
    let (moved, shown) = (world.clock().clone(), world.clock().clone());
    let (told, seen, pulled) = (Arc::clone(backroom), Arc::clone(backroom), Arc::clone(backroom));
    let terms = Arc::clone(&config.terms);
    let zone = terms.calendar.zone();
    Ok(Hooks {
        advance: Arc::new(move |span| {
            moved.advance(span);
            told.tell_time();
        }),
        board: Arc::new(move || seen.seen().board(shown.now(), &terms.calendar)),
        zone: zone.name().to_owned(),
        unplug: Some(Arc::new(move |when| pulled.unplug(when))),
        commands: suggestions(&serve::catalogue(config)?, zone, world.clock().now()).into(),
    })
}

/// Every command with what help says about it.
fn suggestions(catalogue: &Catalogue, zone: Tz, now: DateTime<Utc>) -> Vec<Suggestion> {
    let what = |word: Word, lang| {
        let reader = Reader { lang, zone, zone_is_own: false, now };
        catalogue.words(&Phrase::keyed("help", word.name()), &reader)
    };
    let words = Word::ALL.iter().copied();
    words
        .map(|word| Suggestion {
            name: word.name().to_owned(),
            what: (what(word, Lang::En), what(word, Lang::ZhHans)),
            staff: matches!(word.audience(), Audience::Staff(_)),
            private: word.audience() == Audience::Customers,
        })
        .collect()
}
