//! The connection to Discord's gateway, kept open by the client library on a thread of its own.
//!
//! Invariant: where a stand-in is meant, nothing but a gateway of this machine is let in; the library by itself would fall
//! back to the real one.

use std::{sync::Arc, time::Duration};

use serenity::{
    all::{ClientBuilder, Context, Event, GatewayIntents, RawEventHandler},
    gateway::{ConnectionStage, ShardManager},
    http::Http,
};
use tokio::sync::{mpsc, watch};
use tracing::{error, warn};

use super::{
    gateway::{Heard, Manner},
    shards::matters,
};

/// What has to be heard. The content of messages is a right of its own, to be switched on in Discord's portal.
const INTENTS: GatewayIntents = GatewayIntents::GUILDS
    .union(GatewayIntents::GUILD_MESSAGES)
    .union(GatewayIntents::GUILD_MESSAGE_REACTIONS)
    .union(GatewayIntents::DIRECT_MESSAGES)
    .union(GatewayIntents::DIRECT_MESSAGE_REACTIONS)
    .union(GatewayIntents::MESSAGE_CONTENT);
/// Before a connection that ended is opened again.
const PAUSE: Duration = Duration::from_secs(2);
/// The longest such pause.
const LONGEST_PAUSE: Duration = Duration::from_mins(2);
/// Between two looks at whether the connection stands.
const GLANCE: Duration = Duration::from_secs(2);
/// A connection that lasted this long was a good one.
const LASTED: Duration = Duration::from_mins(1);

/// Why nothing can be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// The gateway is somebody else's than the sandbox's.
    Stray,
    /// Discord does not take the token, or not for what it asks; that is somebody's to mend.
    Fatal,
    /// Discord can't be reached, or ended the connection.
    Outage,
    /// Too much waits to be taken.
    Full,
}

/// Puts every event into the channel before anything else happens to it.
struct Ears(mpsc::UnboundedSender<Event>);

#[serenity::async_trait]
impl RawEventHandler for Ears {
    async fn raw_event(&self, _: Context, event: Event) {
        // Why the result is dropped: nobody listens any more, and what is not taken here is fetched by whoever comes next.
        let _ = self.0.send(event);
    }
}

/// The thread the client library runs on.
pub(super) struct Listening {
    thread: std::thread::JoinHandle<()>,
}

impl Listening {
    pub(super) fn begin(
        http: Arc<Http>,
        tell: mpsc::UnboundedSender<Event>,
        manner: Manner,
        stop: watch::Receiver<bool>,
        heard: Heard,
    ) -> Option<Self> {
        let work = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            match runtime {
                Ok(runtime) => runtime.block_on(listen(http, tell, manner, stop, heard)),
                Err(error) => error!(event = "discord.thread", "Discord can't be listened to: {error}"),
            }
        };
        match std::thread::Builder::new().name("discord".to_owned()).spawn(work) {
            Ok(thread) => Some(Self { thread }),
            Err(error) => {
                error!(event = "discord.thread", "Discord can't be listened to: {error}");
                None
            }
        }
    }

    /// Waits until the connection is closed, which whoever holds the sender of `stop` has asked for.
    pub(super) async fn end(self) {
        // Why the result is dropped: however the thread ended, it is over.
        let _ = tokio::task::spawn_blocking(move || self.thread.join()).await;
    }
}

/// Keeps a connection open until told to stop.
async fn listen(
    http: Arc<Http>,
    tell: mpsc::UnboundedSender<Event>,
    manner: Manner,
    mut stop: watch::Receiver<bool>,
    heard: Heard,
) {
    let mut pause = PAUSE;
    while !*stop.borrow() {
        let begun = tokio::time::Instant::now();
        let ended = once(&http, &tell, manner, &mut stop, &heard).await;
        // Why it grows: Discord counts identifications by the day, and takes the token from who makes too many.
        pause = match &ended {
            Err(Trouble::Fatal) => LONGEST_PAUSE,
            _ if begun.elapsed() > LASTED => PAUSE,
            _ => (pause * 2).min(LONGEST_PAUSE),
        };
        if let Err(trouble) = ended {
            match trouble {
                Trouble::Stray => error!(
                    event = "discord.gateway.stray",
                    "DISCORD_API_URL is set, and its gateway is not on this machine: not connecting"
                ),
                Trouble::Fatal => error!(
                    event = "discord.gateway.refused",
                    "Discord refuses the bot: look at DISCORD_TOKEN, and whether Message Content Intent is switched on"
                ),
                Trouble::Outage => {
                    warn!(event = "discord.unreachable", "Discord's gateway can't be reached, or ended");
                }
                Trouble::Full => {
                    warn!(
                        event = "discord.full",
                        "too much of Discord's waits: not listening until it is taken"
                    );
                    tokio::select! {
                        _ = stop.wait_for(|stop| *stop) => return,
                        () = all_is_taken(&heard) => {}
                    }
                }
            }
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            // Why real time: what is waited for is Discord, or the way to it.
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn once(
    http: &Arc<Http>,
    tell: &mpsc::UnboundedSender<Event>,
    manner: Manner,
    stop: &mut watch::Receiver<bool>,
    heard: &Heard,
) -> Result<(), Trouble> {
    // Why asked first: the library falls back to the real gateway when it can't get an address.
    let gateway = http.get_bot_gateway().await.map_err(|error| refused_or_outage(&error))?;
    if manner.sandbox && !is_of_this_machine(&gateway.url) {
        return Err(Trouble::Stray);
    }
    let (first, last, of) = manner.shards.settled(gateway.shards);
    let builder = ClientBuilder::new_with_http(another(http), INTENTS).raw_event_handler(Ears(tell.clone()));
    let mut client = builder.await.map_err(|_| Trouble::Outage)?;
    let shards = Arc::clone(&client.shard_manager);
    tokio::select! {
        // Why a range that looks one short: the library counts its end in.
        ended = client.start_shard_range(first..last, of) => ended.map_err(|error| trouble_of(&error)),
        _ = stop.wait_for(|stop| *stop) => {
            shards.shutdown_all().await;
            Ok(())
        }
        () = watch_over(&shards, heard, manner.most_waiting, |shard| matters(shard, of, manner.guild)) => {
            shards.shutdown_all().await;
            Err(Trouble::Full)
        }
    }
}

/// Waits until nothing waits.
async fn all_is_taken(heard: &Heard) {
    while !heard.is_idle() {
        // Why real time: what is waited for is the database.
        tokio::time::sleep(GLANCE).await;
    }
}

/// Notes again and again that the connection stands, for as long as it does, until too much waits to be taken.
async fn watch_over(shards: &ShardManager, heard: &Heard, most: u64, matters: impl Fn(u32) -> bool) {
    while heard.waiting() < most {
        let runners = shards.runners.lock().await;
        let mut heeded = runners.iter().filter(|(shard, _)| matters(shard.0)).peekable();
        let stands =
            heeded.peek().is_some() && heeded.all(|(_, runner)| runner.stage == ConnectionStage::Connected);
        drop(runners);
        if stands {
            heard.note_lively();
        }
        // Why real time: what is looked at is a connection.
        tokio::time::sleep(GLANCE).await;
    }
}

/// The same client once more: the library wants one of its own.
fn another(http: &Http) -> Http {
    let mut builder = serenity::http::HttpBuilder::new(http.token());
    if let Some(proxy) = &http.proxy {
        builder = builder.proxy(proxy).ratelimiter_disabled(true);
        // Why: a server of one's own is not beyond a proxy.
        if let Ok(client) = reqwest::Client::builder().no_proxy().build() {
            builder = builder.client(client);
        }
    }
    builder.build()
}

/// Why Discord did not tell the way to its gateway.
fn refused_or_outage(error: &serenity::Error) -> Trouble {
    match error {
        serenity::Error::Http(http) if http.status_code().is_some_and(|status| status.as_u16() == 401) => {
            Trouble::Fatal
        }
        _ => Trouble::Outage,
    }
}

/// What a failure of the gateway means; its text may hold anything.
const fn trouble_of(error: &serenity::Error) -> Trouble {
    use serenity::gateway::GatewayError;
    match error {
        serenity::Error::Gateway(
            GatewayError::InvalidAuthentication | GatewayError::DisallowedGatewayIntents,
        ) => Trouble::Fatal,
        _ => Trouble::Outage,
    }
}

fn is_of_this_machine(url: &str) -> bool {
    ["ws://127.0.0.1:", "ws://[::1]:", "ws://localhost:"].iter().any(|begin| url.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_gateway_of_this_machine_is_let_in_where_a_stand_in_is_meant() {
        assert!(is_of_this_machine("ws://127.0.0.1:4711/gateway/"));
        for stray in
            ["wss://gateway.discord.gg", "ws://127.0.0.1.example.com:80", "ws://localhost.example.com:1", ""]
        {
            assert!(!is_of_this_machine(stray), "{stray}");
        }
    }
}
