//! The line to Discord: its client, the places it knows, and what it keeps as it should be there.

use std::{sync::Arc, time::Duration};

use secrecy::ExposeSecret;
use tokio::sync::watch;
use tracing::warn;

use super::{AppError, courier::AnyCourier, intake::DeskIntake};
use crate::{
    config::{self, DiscordConfig},
    desk::Desk,
    domain::chat::Platform,
    frontend::discord::{self, DiscordCourier, Heard, Manner, Panel, Places, Shards, Threads},
};

/// Between two tries to put commands and panel as they should be.
const AGAIN: Duration = Duration::from_mins(1);

/// A line to Discord. Cheap to clone.
#[derive(Clone)]
pub(super) struct Line {
    /// The bot's name there.
    pub(super) name: String,
    pub(super) heard: Heard,
    http: Arc<discord::Http>,
    threads: Threads,
    guild: u64,
    support: Option<u64>,
    sandbox: bool,
    shards: Shards,
}

impl Line {
    /// Waits for Discord as long as it takes; a token it does not know ends the start.
    pub(super) async fn open(config: &DiscordConfig) -> Result<Self, AppError> {
        let http = discord::connect(config.token.expose_secret(), config.api_url.as_deref())
            .map_err(|error| AppError::doing("DISCORD_TOKEN", error))?;
        let (me, name) = who_am_i(&http).await?;
        let threads = Threads::new(Arc::clone(&http), me, Some(config.guild), config.support);
        Ok(Self {
            name,
            heard: Heard::default(),
            http,
            threads,
            guild: config.guild,
            support: config.support,
            sandbox: config.api_url.is_some(),
            shards: match config.shards {
                config::Shards::One => Shards::One,
                config::Shards::Auto => Shards::Auto,
                config::Shards::Range { first, last, of } => Shards::Range { first, last, of },
            },
        })
    }

    /// What brings deliveries there.
    pub(super) fn courier(&self, patience: Duration) -> AnyCourier {
        AnyCourier::Discord(DiscordCourier::new(Arc::clone(&self.http), patience), self.threads.clone())
    }

    /// Hears what happens until told to stop.
    pub(super) async fn hear(self, desk: Arc<Desk>, stop: watch::Receiver<bool>) {
        let number = |id: Option<u64>| id.and_then(|id| i64::try_from(id).ok());
        let intake = DeskIntake(desk.clone());
        let places = Places {
            threads: self.threads.clone(),
            staff: desk.staff_chat(Platform::Discord),
            support: number(self.support),
            register: Arc::new(intake.clone()),
        };
        // Why at random: numbers of reactions must not be those of a process before.
        let first_tick =
            getrandom::u64().ok().and_then(|bits| i64::try_from(bits >> 2).ok()).unwrap_or_default();
        let manner = Manner {
            sandbox: self.sandbox,
            shards: self.shards,
            guild: self.guild,
            first_tick,
            most_waiting: discord::MOST_WAITING,
        };
        discord::run(Arc::clone(&self.http), places, manner, intake, self.heard.clone(), stop).await;
    }

    /// Puts the commands of the server and the panel as they should be.
    pub(super) async fn furnish(self, desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
        let (offers, entries) = (desk.offers(), desk.entries());
        let (text, buttons) = desk.panel();
        let panel = Panel { text, buttons };
        while desk.epoch().is_some() {
            let mut done = discord::offer(&self.http, self.guild, &offers, &entries).await;
            if let (Ok(()), Some(support)) = (&done, self.support) {
                done = discord::keep_panel(&self.http, support, &panel).await;
            }
            self.heard.note_furnished();
            let Err(why) = done else { return };
            warn!(event = "discord.unfurnished", "commands and panel are not as they should be: {why}");
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                // Why real time: what is waited for is Discord, or a right somebody has to give.
                () = tokio::time::sleep(AGAIN) => {}
            }
        }
    }
}

async fn who_am_i(http: &discord::Http) -> Result<(i64, String), AppError> {
    let mut pause = Duration::from_millis(200);
    loop {
        match discord::who_am_i(http).await {
            Ok(me) => return Ok(me),
            Err(error @ discord::NameError::Refused) => return Err(AppError::doing("DISCORD_TOKEN", error)),
            Err(discord::NameError::Unreachable) => {
                warn!(event = "discord.unreachable", "Discord can't be reached yet");
                // Why real time: what is waited for is Discord, or the way to it.
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(10));
            }
        }
    }
}
