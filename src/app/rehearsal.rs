//! A desk over the sandbox, in this process: what plays scenario files, in the terminal and in the tests.
//!
//! The desk is the real one, with its real client, on a real database; only the platform is a stand-in. Its clock
//! stands still until the scenario moves it, its references come from a seed, and it speaks as fast as it is answered.

use std::{sync::Arc, time::Duration};

use axum::Router;
use chrono::{DateTime, Utc};
use sqlx::postgres::PgConnectOptions;
use tokio::{net::TcpListener, sync::watch, task::JoinSet};

use super::{
    AppError,
    build::{Blueprint, Running, start},
    orders,
};
use crate::{
    clock::Clock,
    config::{Config, DiscordConfig, Shards, TelegramConfig, WebhookConfig, report},
    desk::{Couriers, Entropy},
    domain::{
        catalogue::Catalogue,
        chat::{Account, Platform},
    },
    frontend::telegram::{self, TelegramCourier},
    health,
    sandbox::{
        discord::{DiscordServer, Visitors, account_id},
        script::{PlayError, Script, StaffKind, play},
        shown::Site,
        telegram::TelegramServer,
        wire::{Backstage, WireStage},
        world::{GroupKind, Setup, World, person_id},
    },
    store::pools::{self, PoolSettings},
};

/// A token in the shape of a real one, for the stand-in.
pub const TOKEN: &str = "4200042:SANDBOX-SANDBOX-SANDBOX-SANDBOX-000";

/// Where links to files lead; nothing is there.
pub const FILES: &str = "https://desk.example";

/// What the stand-in shows when it brings updates.
const SECRET: &str = "rehearsal-rehearsal-rehearsal";

/// The seed of a process that draws no references anybody reads.
const OTHER_SEED: u64 = 1 << 32;

/// How long a step may take to come to rest.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a rehearsal is set up with.
pub struct Rehearsal {
    /// A database of its own, empty or migrated.
    pub database: PgConnectOptions,
    /// What the clock shows at first.
    pub begins: DateTime<Utc>,
    /// Handles of people who are admins from the start.
    pub admins: Vec<String>,
    /// The seed of references.
    pub seed: u64,
    /// Where the staff works.
    pub staff: StaffKind,
    /// Groups with a home of their own; with any, the staff works on both sites.
    pub homes: Vec<(String, Site)>,
    /// Changed keys of the terms, as text.
    pub terms: String,
    /// Somebody is on Telegram, or the staff works there: it is on.
    pub telegram: bool,
    /// Somebody is on Discord: it is on.
    pub discord: bool,
    /// Telegram brings its updates, and to a process that is not in office.
    pub webhook: bool,
}

/// A world whose staff works there.
fn world_of(staff: &StaffKind) -> Setup {
    let group = match staff {
        StaffKind::Topics | StaffKind::Person(_) | StaffKind::Discord => GroupKind::Forum,
        StaffKind::Supergroup => GroupKind::Supergroup,
        StaffKind::Plain => GroupKind::Basic,
    };
    let alone = match staff {
        StaffKind::Person(who) => Some(who.clone()),
        StaffKind::Topics | StaffKind::Supergroup | StaffKind::Plain | StaffKind::Discord => None,
    };
    let staff_on = if *staff == StaffKind::Discord { Site::Discord } else { Site::Telegram };
    Setup { token: TOKEN.into(), group, alone, staff_on, ..Setup::default() }
}

/// The stage and everything behind it.
pub struct Theatre {
    stage: WireStage<House>,
    server: TelegramServer,
    discord: Option<DiscordServer>,
}

/// The desk behind the scenes.
pub struct House {
    setup: Rehearsal,
    config: Config,
    clock: Clock,
    url: String,
    staff_chat: i64,
    discord: Option<DiscordConfig>,
    people: Visitors,
    running: Option<Running>,
    /// Where updates are brought, and the process behind it.
    front: Option<Front>,
    starts: u64,
}

/// A process that takes what Telegram brings, and stands by.
struct Front {
    running: Running,
    door: Door,
}

/// Where it is reached.
struct Door {
    shut: watch::Sender<bool>,
    listening: JoinSet<()>,
}

impl Door {
    fn open(listener: TcpListener, router: Router) -> Self {
        let (shut, mut shuts) = watch::channel(false);
        let mut listening = JoinSet::new();
        listening.spawn(async move {
            // Why the results are dropped: it ends with the house, and a sender that is gone means that as well.
            let closed = async move { drop(shuts.wait_for(|shut| *shut).await) };
            let _ = health::serve(listener, router, closed).await;
        });
        Self { shut, listening }
    }

    /// Nobody is let in any more, and those who are in have left.
    async fn close(mut self) {
        self.shut.send_replace(true);
        while self.listening.join_next().await.is_some() {}
    }
}

impl Theatre {
    /// Opens the house: a world, a stand-in, a desk.
    pub async fn open(setup: Rehearsal) -> Result<Self, AppError> {
        let mut config = Config::with_terms(&setup.terms, setup.begins.date_naive())
            .map_err(|problems| AppError::Config(report(&problems, None)))?;
        for group in &mut Arc::make_mut(&mut config.terms).groups {
            let home = setup.homes.iter().find(|(id, _)| *id == group.id);
            group.home = home.map_or("auto", |(_, site)| site.name()).to_owned();
        }
        pools::migrate(&setup.database).await.map_err(|error| AppError::doing("migrating", error))?;
        let clock = Clock::manual(setup.begins);
        let world = World::new(clock.clone(), world_of(&setup.staff));
        let server = TelegramServer::start_anywhere(world.clone())
            .await
            .map_err(|error| AppError::doing("opening the stand-in", error))?;
        let on_discord = if setup.discord {
            let server = DiscordServer::start_anywhere(world.clone()).await;
            Some(server.map_err(|error| AppError::doing("opening the stand-in of Discord", error))?)
        } else {
            None
        };
        let discord = on_discord.as_ref().map(|server| line_to(&world, server, &setup)).transpose()?;
        let people = world.on_discord();
        if discord.as_ref().is_some_and(|discord| discord.staff.is_some()) {
            let role = i64::try_from(people.look(|guild| guild.staff_role)).ok();
            for group in &mut Arc::make_mut(&mut config.terms).groups {
                group.discord_role = role;
            }
        }
        let mut house = House {
            setup,
            config,
            clock,
            url: server.url(),
            staff_chat: world.staff_chat(),
            discord,
            people,
            running: None,
            front: None,
            starts: 0,
        };
        house.begin().await?;
        Ok(Self { stage: WireStage::new(world, house), server, discord: on_discord })
    }

    /// Plays a script and returns its transcript.
    pub async fn play(&mut self, script: &Script) -> Result<String, PlayError> {
        play(script, &mut self.stage).await
    }

    /// The stage, for what a script can't say.
    pub const fn stage(&mut self) -> &mut WireStage<House> {
        &mut self.stage
    }

    /// The world the people act in.
    pub fn world(&self) -> &World {
        self.stage.world()
    }

    /// Closes the house.
    pub async fn close(self) {
        let house = self.stage.into_backstage();
        if let Some(front) = house.front {
            front.running.stop().await;
            front.door.close().await;
        }
        if let Some(running) = house.running {
            running.stop().await;
        }
        self.server.stop().await;
        if let Some(discord) = self.discord {
            discord.stop().await;
        }
    }
}

impl House {
    /// The running desk; none between a stop and a start.
    pub const fn running(&self) -> Option<&Running> {
        self.running.as_ref()
    }

    async fn begin(&mut self) -> Result<(), AppError> {
        self.starts += 1;
        let listener = if self.setup.webhook {
            let listener = TcpListener::bind(("127.0.0.1", 0)).await;
            Some(listener.map_err(|error| AppError::doing("opening a door for the webhook", error))?)
        } else {
            None
        };
        let address = listener.as_ref().and_then(|listener| listener.local_addr().ok());
        let webhook = address.map(|address| WebhookConfig {
            url: format!("http://{address}/telegram"),
            secret: SECRET.to_owned().into(),
        });
        // Why another seed: references are drawn by whoever takes what was written, and those are agreed on.
        let seed = if webhook.is_some() { OTHER_SEED } else { 0 };
        let running = start(self.blueprint("rehearsal", seed, webhook.clone())?).await?;
        // Why waited for: whoever stands by must not be the first to find the lease free.
        while webhook.is_some() && running.desk().epoch().is_none() {
            // Why real time: the lease runs on it.
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        self.running = Some(running);
        let Some(listener) = listener else { return Ok(()) };
        let running = start(self.blueprint("standing by", 0, webhook)?).await?;
        let door = Door::open(listener, running.webhook().unwrap_or_default());
        self.front = Some(Front { running, door });
        Ok(())
    }

    /// What one process is built from.
    fn blueprint(
        &self,
        holder: &str,
        seed: u64,
        webhook: Option<WebhookConfig>,
    ) -> Result<Blueprint, AppError> {
        let settings = PoolSettings {
            size: 8,
            acquire: Duration::from_secs(5),
            idle: Duration::from_mins(1),
            statement: Duration::from_secs(30),
            ready: false,
        };
        let (setup, both) = (&self.setup, !self.setup.homes.is_empty());
        let (telegram, discord) =
            (both || setup.staff != StaffKind::Discord, both || setup.staff == StaffKind::Discord);
        let accounts = |handle: &String| {
            let there = i64::try_from(account_id(handle)).unwrap_or_default();
            let on_discord = Account { platform: Platform::Discord, id: there };
            let on_telegram = Account { platform: Platform::Telegram, id: person_id(handle) };
            [(telegram, on_telegram), (discord, on_discord)]
                .into_iter()
                .filter(|(on, _)| *on)
                .map(|(_, at)| at)
        };
        Ok(Blueprint {
            terms: Arc::clone(&self.config.terms),
            catalogue: Arc::new(Catalogue::embedded().map_err(|error| AppError::doing("the texts", error))?),
            technical: self.config.technical.clone(),
            pools: pools::open(self.setup.database.clone(), settings),
            clock: self.clock.clone(),
            entropy: Entropy::Seeded(self.setup.seed.wrapping_add(self.starts).wrapping_add(seed)),
            discord: self.discord.clone(),
            telegram: self.setup.telegram.then(|| TelegramConfig {
                token: TOKEN.to_owned().into(),
                api_url: Some(self.url.clone()),
                staff_chat: telegram.then_some(self.staff_chat),
                webhook,
            }),
            admins: setup.admins.iter().flat_map(accounts).collect(),
            holder: holder.to_owned(),
            unpaced: true,
            public_url: Some(FILES.to_owned()),
        })
    }
}

/// How the desk gets to that stand-in.
fn line_to(world: &World, server: &DiscordServer, setup: &Rehearsal) -> Result<DiscordConfig, AppError> {
    let people = world.on_discord();
    let channel = |name: &str| people.channel(name).map_err(|error| AppError::doing("the channels", error));
    let (token, guild) = people.look(|guild| (guild.setup.token.clone(), guild.id));
    Ok(DiscordConfig {
        token: token.into(),
        api_url: Some(server.url()),
        guild,
        support: Some(channel("support")?),
        staff: (setup.staff == StaffKind::Discord || !setup.homes.is_empty())
            .then(|| channel("staff"))
            .transpose()?,
        shards: Shards::One,
    })
}

impl House {
    /// Whether the server is furnished, and all that Discord told was taken; where it is off there is nothing to wait for.
    fn has_heard(&self, running: &Running) -> bool {
        let Some(heard) = running.heard_on_discord() else { return true };
        let (session, told) = (self.people.session(), self.people.dispatched());
        // Why idle first: what comes in afterwards belongs to a session that is not the one below, or is counted.
        heard.is_furnished()
            && heard.is_idle()
            && (session.is_none() || heard.session() == session)
            && heard.taken() >= told
    }
}

impl Backstage for House {
    async fn at_rest(&mut self) -> Result<(), String> {
        let Some(running) = &self.running else { return Err("the desk is not running".to_owned()) };
        let rest = async {
            // Why asked, and in real time: that a desk has nothing left to do is the sum of rows, lanes and calls in the air;
            // no one place knows it, and the desk has no signal that only a rehearsal would hear. The story's clock stands still.
            loop {
                // Why real time: a real desk comes to rest. Why heard first: what is taken while the desk is asked for its rest would not be done yet.
                let heard = self.has_heard(running);
                match running.desk().is_at_rest().await {
                    Ok(true) if heard => return,
                    Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(2)).await,
                }
            }
        };
        tokio::time::timeout(PATIENCE, rest).await.map_err(|_| "the desk does not come to rest".to_owned())
    }

    async fn restart(&mut self) -> Result<(), String> {
        if let Some(front) = self.front.take() {
            front.running.kill().await;
        }
        if let Some(running) = self.running.take() {
            running.kill().await;
        }
        self.begin().await.map_err(|error| error.to_string())
    }

    async fn menus(&mut self) -> Result<(), String> {
        let Some(running) = &self.running else { return Err("the desk is not running".to_owned()) };
        let bot = telegram::connect(TOKEN, Some(&self.url)).map_err(|error| error.to_string())?;
        let couriers = Couriers { telegram: Some(TelegramCourier::new(bot, PATIENCE)), discord: None };
        running.desk().keep_menus(&couriers).await.map_err(|error| error.to_string())
    }

    async fn orders(&mut self, list: &str) -> Result<(), String> {
        orders::import_text(&self.setup.database, &self.config.terms, self.clock.now(), list).await
    }
}
