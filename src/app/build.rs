//! From configuration to a running desk.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use secrecy::ExposeSecret;
use tokio::{sync::watch, task::JoinSet};
use tracing::warn;

use super::{
    AppError,
    line::Line,
    office::{Brought, Office},
};
use crate::{
    clock::Clock,
    config::{DiscordConfig, Technical, TelegramConfig, WebhookConfig},
    desk::{Burst, Desk, Entropy, Keep, Pace, Parts, Seal, Settings},
    domain::{
        catalogue::Catalogue,
        chat::{Account, Address, Platform},
        terms::Terms,
    },
    frontend::{discord::Heard, telegram},
    health::{self, Hearing, Silence, Vitals},
    store::pools::Pools,
};

/// How long the database may take over closing connections nobody uses any more.
const LEAVE: Duration = Duration::from_millis(500);

/// Everything a desk is built from.
pub struct Blueprint {
    /// The brand's terms.
    pub terms: Arc<Terms>,
    /// The texts.
    pub catalogue: Arc<Catalogue>,
    /// The technical settings.
    pub technical: Technical,
    /// Connections.
    pub pools: Pools,
    /// The desk's time.
    pub clock: Clock,
    /// Where random bits come from.
    pub entropy: Entropy,
    /// The Telegram side, when it is on.
    pub telegram: Option<TelegramConfig>,
    /// The Discord side, when it is on.
    pub discord: Option<DiscordConfig>,
    /// Admins by configuration.
    pub admins: Vec<Account>,
    /// The name this process holds the lease under; one that is used again takes over at once.
    pub holder: String,
    /// Speak as fast as the platform answers.
    pub unpaced: bool,
    /// Where links to files lead; absent = none are made.
    pub public_url: Option<String>,
}

/// A desk at work.
pub struct Running {
    desk: Arc<Desk>,
    vitals: Arc<Vitals>,
    heard: Option<Heard>,
    webhook: Option<(WebhookConfig, telegram::Hatch)>,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
    pools: Pools,
}

impl Running {
    /// The desk.
    pub const fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    /// What the health endpoint looks at.
    pub const fn vitals(&self) -> &Arc<Vitals> {
        &self.vitals
    }

    /// What was heard on Discord, when it is on.
    pub const fn heard_on_discord(&self) -> Option<&Heard> {
        self.heard.as_ref()
    }

    /// Where Telegram brings its updates, when it does.
    pub fn webhook(&self) -> Option<axum::Router> {
        let (hook, hatch) = self.webhook.as_ref()?;
        Some(telegram::webhook(hook.path(), hook.secret.expose_secret(), hatch.clone()))
    }

    /// Stops: intake first, then deliveries, then the lease, last the connections.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
        let close = async { tokio::join!(self.pools.durable.close(), self.pools.lax.close()) };
        // Why bounded: a server that does not answer does not take leave either.
        let _ = tokio::time::timeout(LEAVE, close).await;
    }

    /// Ends at once, as a crash would: nothing is finished, nothing given back.
    pub async fn kill(mut self) {
        self.tasks.shutdown().await;
    }
}

/// Builds a desk and sets it to work. Waits for its platforms and the database as long as it takes.
pub async fn start(blueprint: Blueprint) -> Result<Running, AppError> {
    let (bot, name) = match &blueprint.telegram {
        Some(telegram) => {
            let bot = telegram::connect(telegram.token.expose_secret(), telegram.api_url.as_deref())
                .map_err(|error| AppError::doing("TELEGRAM_API_URL", error))?;
            let name = bot_name(&bot).await?;
            (Some(bot), Some(name))
        }
        None => (None, None),
    };
    let line = match &blueprint.discord {
        Some(discord) => Some(Line::open(discord).await?),
        None => None,
    };
    let desk = Arc::new(Desk::new(parts(&blueprint, name, line.as_ref().map(|line| line.name.clone()))));
    patiently("naming the admins", || desk.set_floor(&blueprint.admins)).await;
    let silence = |line: &Line| -> Silence {
        let heard = line.heard.clone();
        Arc::new(move || heard.silence())
    };
    let hearing = |line: &Line| -> Hearing {
        let heard = line.heard.clone();
        Arc::new(move || health::Heard { sessions: heard.sessions(), unread: heard.unread() })
    };
    let webhook = blueprint.telegram.as_ref().and_then(|telegram| telegram.webhook.clone());
    let vitals = Vitals::new(bot.is_some(), line.as_ref().map(silence))
        .hearing(line.as_ref().map(hearing))
        .by_webhook(webhook.is_some());
    let vitals = Arc::new(vitals);
    let technical = &blueprint.technical;
    let mut office = Office {
        desk: Arc::clone(&desk),
        bot,
        discord: line,
        hook: webhook.as_ref().map(|hook| telegram::Hook {
            url: hook.url.clone(),
            secret: hook.secret.expose_secret().to_owned(),
            connections: technical.telegram.webhook_connections,
        }),
        poll: telegram::Settings {
            timeout_s: u16::try_from(technical.telegram.poll_timeout_s).unwrap_or(u16::MAX),
            limit: technical.telegram.poll_limit,
        },
        patience: Duration::from_secs(technical.telegram.request_timeout_s.into()),
        holder: blueprint.holder,
        renew: Duration::from_secs(technical.lease.renew_s.into()),
        vitals: Arc::clone(&vitals),
        clock: blueprint.clock,
        brought: Brought::default(),
    };
    let heard = office.discord.as_ref().map(|line| line.heard.clone());
    let (stop, stops) = watch::channel(false);
    let webhook = webhook.zip(office.bot.clone()).map(|(hook, bot)| (hook, office.brought.open(bot, &desk)));
    let mut tasks = JoinSet::new();
    tasks.spawn(office.run(stops));
    Ok(Running { desk, vitals, heard, webhook, stop, tasks, pools: blueprint.pools })
}

/// The bot's user name; a token Telegram does not know ends the start, anything else is waited out.
async fn bot_name(bot: &telegram::Bot) -> Result<String, AppError> {
    let mut pause = Duration::from_millis(200);
    loop {
        match telegram::bot_name(bot).await {
            Ok(name) => return Ok(name),
            Err(error @ telegram::NameError::Refused(_)) => {
                return Err(AppError::doing("TELEGRAM_BOT_TOKEN", error));
            }
            Err(telegram::NameError::Unreachable) => {
                warn!(event = "telegram.unreachable", "Telegram can't be reached yet");
                // Why real time: what is waited for is Telegram, or the way to it.
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(10));
            }
        }
    }
}

/// Does something the database is needed for, until it is there.
async fn patiently<F>(what: &str, work: impl Fn() -> F)
where
    F: Future<Output = Result<(), crate::desk::DeskError>>,
{
    while let Err(error) = work().await {
        warn!(event = "start.waiting", what, "{what} waits for the database: {error}");
        // Why real time: what is waited for is the database, and nothing says when it is there.
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

fn parts(blueprint: &Blueprint, name: Option<String>, on_discord: Option<String>) -> Parts {
    let Blueprint { terms, catalogue, technical, pools, clock, entropy, unpaced, .. } = blueprint;
    let seconds = |s: u32| TimeDelta::seconds(s.into());
    let days = |d: u32| TimeDelta::days(d.into());
    let pace = Pace {
        per_chat: gap(technical.telegram.per_chat_per_second),
        group_per_minute: Some(technical.telegram.group_per_minute),
        per_channel: Some(Burst::OF_DISCORD),
        overall_per_second: Some(technical.telegram.overall_per_second),
        per_card: Some(seconds(technical.telegram.card_edit_s)),
    };
    Parts {
        pool: pools.durable.clone(),
        lax: pools.lax.clone(),
        clock: clock.clone(),
        real: Clock::system(),
        terms: Arc::clone(terms),
        catalogue: Arc::clone(catalogue),
        entropy: *entropy,
        settings: Settings {
            names: [(Platform::Telegram, name), (Platform::Discord, on_discord)]
                .into_iter()
                .filter_map(|(platform, name)| Some((platform, name?)))
                .collect(),
            recap: technical.telegram.recap_messages.into(),
            staff: staff_places(blueprint.telegram.as_ref(), blueprint.discord.as_ref()),
            pace: if *unpaced { Pace::default() } else { pace },
            backoff: technical.delivery.backoff_s.iter().map(|s| Duration::from_secs((*s).into())).collect(),
            attempts: i16::try_from(technical.delivery.attempts).unwrap_or(i16::MAX),
            at_once: 64,
            batch: technical.delivery.batch.into(),
            lease: seconds(technical.lease.ttl_s),
            keep: Keep {
                seen: days(technical.retention.dedupe_days),
                sent: days(technical.retention.outbox_days),
                quarantine: days(technical.retention.quarantine_days),
                case_months: technical.retention.case_months,
            },
            seal: Seal::of(secret(blueprint)),
            public_url: blueprint.public_url.clone(),
            shared_intake: blueprint.telegram.as_ref().is_some_and(|telegram| telegram.webhook.is_some()),
        },
    }
}

/// What one-time links are made with: a token, Telegram's where there is one, so that Discord can come and go beside it.
fn secret(blueprint: &Blueprint) -> &str {
    let telegram = blueprint.telegram.as_ref().map(|telegram| &telegram.token);
    let token = telegram.or(blueprint.discord.as_ref().map(|discord| &discord.token));
    token.map_or("", ExposeSecret::expose_secret)
}

/// Where the staff works: on each platform where a place is set.
fn staff_places(telegram: Option<&TelegramConfig>, discord: Option<&DiscordConfig>) -> Vec<Address> {
    let place = |platform, chat| Address { platform, chat, thread: None };
    let on_discord = discord.and_then(|discord| i64::try_from(discord.staff?).ok());
    let on_telegram =
        telegram.and_then(|telegram| telegram.staff_chat).map(|chat| place(Platform::Telegram, chat));
    on_telegram.into_iter().chain(on_discord.map(|chat| place(Platform::Discord, chat))).collect()
}

/// The time between two messages at that rate.
fn gap(per_second: f64) -> Option<TimeDelta> {
    (per_second > 0.0)
        .then(|| Duration::try_from_secs_f64(1.0 / per_second).ok())
        .flatten()
        .and_then(|gap| TimeDelta::from_std(gap).ok())
}
