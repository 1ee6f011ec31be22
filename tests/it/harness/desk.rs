//! The real desk over a test's database: the same parts as in production, with a clock that stands still.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use aftercare::app::rehearsal::{FILES, Rehearsal, TOKEN};
use aftercare::clock::Clock;
use aftercare::config::{Config, Technical};
use aftercare::desk::{Couriers, Desk, Entropy, Keep, Pace, Parts, Seal, Settings, Tenure};
use aftercare::domain::catalogue::Catalogue;
use aftercare::domain::chat::{Account, Address, Incoming, Platform};
use aftercare::domain::terms::Terms;
use aftercare::sandbox::discord::{GuildSetup, account_id};
use aftercare::sandbox::script::StaffKind;
use aftercare::sandbox::shown::Site;
use aftercare::sandbox::world::person_id;
use aftercare::store::pools::{self, PoolSettings, Pools};
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::postgres::PgConnectOptions;

use super::board;
use super::chats::staff_chat;
use super::courier::Recorder;

/// The bot's name.
pub const BOT_NAME: &str = "aftercare_desk_bot";

/// How a desk is set up.
#[derive(Clone)]
pub struct Setup {
    pub database: PgConnectOptions,
    pub clock: Clock,
    /// The machine's clock, which the lease runs on, and how long it lasts.
    pub real: Clock,
    pub lease: TimeDelta,
    /// Handles of people who are admins by configuration.
    pub admins: Vec<String>,
    pub seed: u64,
    pub pace: Pace,
    /// The name the lease is held under.
    pub holder: String,
    /// Where the staff works.
    pub staff: StaffKind,
    /// On which platform.
    pub staff_on: Platform,
    /// The staff channel of the stand-in's server, where somebody is there.
    pub server: Option<i64>,
    /// The role of those who work on that server; escalations call it where the staff works there.
    pub role: Option<i64>,
    /// Somebody is on Discord.
    pub discord: bool,
    /// Somebody is on Telegram, or the staff works there.
    pub telegram: bool,
    /// Groups with a home of their own; with any, the staff works on both platforms.
    pub homes: Vec<(String, Site)>,
    /// What the terms say otherwise.
    pub edition: Option<fn(&mut Terms)>,
    /// Changed keys of the terms, as text.
    pub terms: String,
    /// Where links to files lead, if any are made.
    pub public_url: Option<String>,
    /// Updates are taken by processes that are not in office, too.
    pub shared_intake: bool,
}

impl Setup {
    /// A desk as scenarios know it: no pace, one admin called `lin`.
    pub fn new(database: &PgConnectOptions) -> Self {
        Self {
            database: database.clone(),
            clock: Clock::manual(monday()),
            real: Clock::system(),
            // Why so long: leases run on real time, and few tests renew their own.
            lease: TimeDelta::days(365),
            admins: vec!["lin".to_owned()],
            seed: 1,
            pace: Pace::default(),
            holder: "rehearsal".to_owned(),
            staff: StaffKind::Topics,
            staff_on: Platform::Telegram,
            server: None,
            role: None,
            discord: false,
            telegram: true,
            homes: Vec::new(),
            edition: None,
            terms: String::new(),
            public_url: None,
            shared_intake: false,
        }
    }

    /// The same house a rehearsal would open.
    pub fn of(rehearsal: &Rehearsal) -> Self {
        Self {
            clock: Clock::manual(rehearsal.begins),
            admins: rehearsal.admins.clone(),
            seed: rehearsal.seed,
            staff: rehearsal.staff.clone(),
            staff_on: if rehearsal.staff == StaffKind::Discord {
                Platform::Discord
            } else {
                Platform::Telegram
            },
            discord: rehearsal.discord,
            telegram: rehearsal.telegram,
            homes: rehearsal.homes.clone(),
            terms: rehearsal.terms.clone(),
            public_url: Some(FILES.to_owned()),
            ..Self::new(&rehearsal.database)
        }
    }

    /// The platforms the staff works on.
    fn staff_sides(&self) -> Vec<Platform> {
        if self.homes.is_empty() { vec![self.staff_on] } else { vec![Platform::Telegram, Platform::Discord] }
    }
}

/// Monday, 2 March 2026, 10:00 in Shanghai.
pub fn monday() -> DateTime<Utc> {
    "2026-03-02T02:00:00Z".parse().expect("a fixed moment")
}

/// A desk with its courier.
pub struct Bureau {
    pub desk: Arc<Desk>,
    pub couriers: Arc<Couriers<Recorder>>,
    pools: Pools,
}

impl Bureau {
    /// Opens a desk and takes the lease, as a process does at its start. `start` counts the starts from 1.
    pub async fn open(setup: &Setup, courier: Recorder, start: u64) -> Self {
        let bureau = Self::standing_by(setup, courier, start);
        let account = |handle: &String, platform| match (platform, setup.server) {
            (Platform::Discord, Some(_)) => {
                Account { platform, id: i64::try_from(account_id(handle)).expect("63 bits") }
            }
            _ => Account { platform, id: person_id(handle) },
        };
        let sides = setup.staff_sides();
        let accounts = |handle| sides.iter().map(move |platform| account(handle, *platform));
        let admins: Vec<Account> = setup.admins.iter().flat_map(accounts).collect();
        bureau.desk.set_floor(&admins).await.expect("admins");
        let held = bureau.desk.hold(&setup.holder).await.expect("the lease");
        assert!(matches!(held, Tenure::Held(_)), "somebody else holds the lease");
        bureau.desk.look_at_staff(&bureau.couriers).await;
        bureau
    }

    /// A desk that does not hold the lease.
    pub fn standing_by(setup: &Setup, courier: Recorder, start: u64) -> Self {
        let (mut terms, technical) = configured(&setup.terms, setup.clock.now());
        for (group, home) in &setup.homes {
            let groups = &mut Arc::make_mut(&mut terms).groups;
            let group = groups.iter_mut().find(|one| one.id == *group);
            home.name().clone_into(&mut group.expect("a group of the terms").home);
        }
        if setup.staff_sides().contains(&Platform::Discord) {
            for group in &mut Arc::make_mut(&mut terms).groups {
                group.discord_role = setup.role;
            }
        }
        if let Some(edit) = setup.edition {
            edit(Arc::make_mut(&mut terms));
        }
        let pool_settings = PoolSettings {
            size: 8,
            acquire: Duration::from_secs(5),
            idle: Duration::from_mins(1),
            statement: Duration::from_secs(30),
            ready: false,
        };
        let pools = pools::open(setup.database.clone(), pool_settings);
        let desk = Desk::new(Parts {
            pool: pools.durable.clone(),
            lax: pools.lax.clone(),
            clock: setup.clock.clone(),
            real: setup.real.clone(),
            terms,
            catalogue: Arc::new(Catalogue::embedded().expect("the texts")),
            settings: settings(&technical, setup),
            entropy: Entropy::Seeded(setup.seed.wrapping_add(start)),
        });
        Self {
            desk: Arc::new(desk),
            couriers: Arc::new(Couriers {
                telegram: Some(courier.clone().on(Platform::Telegram)),
                discord: Some(courier.on(Platform::Discord)),
            }),
            pools,
        }
    }

    /// Takes a batch and delivers until nothing is left to do now.
    pub async fn take(&self, batch: &[Incoming]) {
        self.desk.receive(batch).await.expect("a batch is taken");
        self.settle().await;
    }

    /// Does everything that is due now.
    pub async fn settle(&self) {
        for _ in 0..100 {
            self.desk.deliver_due(&self.couriers).await;
            self.desk.follow_up().await.expect("the pass works");
            self.desk.keep_files(&self.couriers).await.expect("the pass works");
            if self.desk.is_at_rest().await.expect("the database answers") {
                return;
            }
        }
        panic!("the desk does not come to rest");
    }

    /// Closes the connections. Nothing is finished and nothing given back: all a desk knows is in the database.
    pub async fn close(self) {
        self.pools.durable.close().await;
        self.pools.lax.close().await;
    }
}

/// The terms and technical settings that come with the program.
pub fn configuration(now: DateTime<Utc>) -> (Arc<Terms>, Technical) {
    configured("", now)
}

/// The same with changes of the terms.
pub fn configured(changes: &str, now: DateTime<Utc>) -> (Arc<Terms>, Technical) {
    let config = Config::with_terms(changes, now.date_naive());
    let config = config.unwrap_or_else(|problems| panic!("the terms are not in order: {problems:?}"));
    (config.terms, config.technical)
}

fn settings(technical: &Technical, setup: &Setup) -> Settings {
    let days = |d: u32| TimeDelta::days(d.into());
    let place = |platform| {
        let chat = match platform {
            Platform::Telegram => staff_chat(&setup.staff),
            Platform::Discord => setup.server.unwrap_or(board::STAFF),
        };
        Address { platform, chat, thread: None }
    };
    let staff = setup.staff_sides().into_iter().map(place).collect();
    let mut names = HashMap::new();
    names.extend(setup.telegram.then(|| (Platform::Telegram, BOT_NAME.to_owned())));
    names.extend(setup.server.map(|_| (Platform::Discord, GuildSetup::default().bot_name)));
    Settings {
        names,
        staff,
        recap: technical.telegram.recap_messages.into(),
        pace: setup.pace,
        backoff: technical.delivery.backoff_s.iter().map(|s| Duration::from_secs((*s).into())).collect(),
        attempts: i16::try_from(technical.delivery.attempts).expect("few"),
        at_once: 64,
        batch: technical.delivery.batch.into(),
        lease: setup.lease,
        keep: Keep {
            seen: days(technical.retention.dedupe_days),
            sent: days(technical.retention.outbox_days),
            quarantine: days(technical.retention.quarantine_days),
            case_months: technical.retention.case_months,
        },
        seal: Seal::of(TOKEN),
        public_url: setup.public_url.clone(),
        shared_intake: setup.shared_intake,
    }
}
