//! A desk over the sandbox, in this process: what plays scenario files, in the terminal and in the tests.
//!
//! The desk is the real one, with its real client, on a real database; only the platform is a stand-in. Its clock
//! stands still until the scenario moves it, its references come from a seed, and it speaks as fast as it is answered.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use sqlx::postgres::PgConnectOptions;

use super::{
    AppError,
    build::{Blueprint, Running, start},
};
use crate::{
    clock::Clock,
    config::{Config, Environment, report},
    desk::Entropy,
    domain::{
        catalogue::Catalogue,
        chat::{Account, Platform},
    },
    sandbox::{
        script::{PlayError, Script, play},
        telegram::TelegramServer,
        wire::{Backstage, WireStage},
        world::{Setup, World, person_id},
    },
    store::pools::{self, PoolSettings},
};

/// A token in the shape of a real one, for the stand-in.
pub const TOKEN: &str = "4200042:SANDBOX-SANDBOX-SANDBOX-SANDBOX-000";

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
}

/// The stage and everything behind it.
pub struct Theatre {
    stage: WireStage<House>,
    server: TelegramServer,
}

/// The desk behind the scenes.
pub struct House {
    setup: Rehearsal,
    config: Config,
    clock: Clock,
    url: String,
    staff_chat: i64,
    running: Option<Running>,
    starts: u64,
}

impl Theatre {
    /// Opens the house: a world, a stand-in, a desk.
    pub async fn open(setup: Rehearsal) -> Result<Self, AppError> {
        let config = Config::load(&Environment::of::<&str, &str>([]), setup.begins.date_naive())
            .map_err(|problems| AppError::Config(report(&problems, None)))?;
        pools::migrate(&setup.database).await.map_err(|error| AppError::doing("migrating", error))?;
        let clock = Clock::manual(setup.begins);
        let world = World::new(clock.clone(), Setup { token: TOKEN.into(), ..Setup::default() });
        let server = TelegramServer::start_anywhere(world.clone())
            .await
            .map_err(|error| AppError::doing("opening the stand-in", error))?;
        let mut house = House {
            setup,
            config,
            clock,
            url: server.url(),
            staff_chat: world.group_id(),
            running: None,
            starts: 0,
        };
        house.begin().await?;
        Ok(Self { stage: WireStage::new(world, house), server })
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
        if let Some(running) = self.stage.into_backstage().running {
            running.stop().await;
        }
        self.server.stop().await;
    }
}

impl House {
    /// The running desk; none between a stop and a start.
    pub const fn running(&self) -> Option<&Running> {
        self.running.as_ref()
    }

    async fn begin(&mut self) -> Result<(), AppError> {
        self.starts += 1;
        let settings = PoolSettings {
            size: 8,
            acquire: Duration::from_secs(5),
            idle: Duration::from_mins(1),
            statement: Duration::from_secs(30),
        };
        let account = |handle: &String| Account { platform: Platform::Telegram, id: person_id(handle) };
        let running = start(Blueprint {
            terms: Arc::clone(&self.config.terms),
            catalogue: Arc::new(Catalogue::embedded().map_err(|error| AppError::doing("the texts", error))?),
            technical: self.config.technical.clone(),
            pools: pools::open(self.setup.database.clone(), settings),
            clock: self.clock.clone(),
            entropy: Entropy::Seeded(self.setup.seed.wrapping_add(self.starts)),
            token: TOKEN.to_owned().into(),
            api_url: Some(self.url.clone()),
            staff_chat: Some(self.staff_chat),
            admins: self.setup.admins.iter().map(account).collect(),
            holder: "rehearsal".to_owned(),
            unpaced: true,
        })
        .await?;
        self.running = Some(running);
        Ok(())
    }
}

impl Backstage for House {
    async fn at_rest(&mut self) -> Result<(), String> {
        let Some(running) = &self.running else { return Err("the desk is not running".to_owned()) };
        let rest = async {
            loop {
                match running.desk().is_at_rest().await {
                    Ok(true) => return,
                    Ok(false) | Err(_) => tokio::time::sleep(Duration::from_millis(2)).await,
                }
            }
        };
        tokio::time::timeout(PATIENCE, rest).await.map_err(|_| "the desk does not come to rest".to_owned())
    }

    async fn restart(&mut self) -> Result<(), String> {
        if let Some(running) = self.running.take() {
            running.kill().await;
        }
        self.begin().await.map_err(|error| error.to_string())
    }
}
