//! Discord: a server in the sandbox's world, and its REST interface and gateway as Discord serves them.
//!
//! [`Guild`] is the server with its people, channels, threads and messages; [`DiscordServer`] serves it under `/api/v10`
//! with Discord's limits, codes and words, and its files by links that end; [`Visitors`] are its people. Invariants: a
//! request is recorded before it is judged; ids are in order of the world's clock; nothing is accepted from beyond the
//! loopback interface. Deliberately not here: voice, webhooks other than those of interactions, components of the
//! second version (taken as they are), stickers, polls, invitations, moderation.

mod acts;
mod bits;
mod callbacks;
mod catalogue;
mod commands;
mod draft;
mod faces;
mod faults;
mod files;
mod followups;
mod gateway;
mod guild;
mod interaction;
mod limits;
mod lines;
mod lists;
mod markdown;
mod marks;
mod orders;
mod picture;
mod pings;
mod places;
mod posting;
mod record;
mod refusal;
mod request;
mod rest;
mod routes;
mod run;
mod scene;
mod sessions;
mod setup;
mod snowflake;
mod threads;
mod typed;
mod unwired;
mod upset;
mod zlib;

use std::io;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::sandbox::serving::Serving;
use crate::sandbox::world::World;

pub use acts::{Visitors, account_id};
pub use bits::{flag, intent, kind, permission};
pub use faults::{RestFault, RestTrouble};
pub use guild::{Channel, Guild, Member, Pings, Post, Upload};
pub use interaction::{Answered, Interaction};
pub use orders::Cut;
pub use record::Recorded;
pub use setup::GuildSetup;
pub use unwired::Unmet;
pub use upset::Upset;

/// Ten files of 10 MiB, and the form around them.
const BODY_LIMIT: usize = 101 << 20;

/// A running stand-in of Discord. Dropping it stops it.
pub struct DiscordServer(Serving);

#[derive(Clone)]
struct Served {
    world: World,
    stop: watch::Receiver<bool>,
}

impl DiscordServer {
    /// Serves `world` on this listener, which must be bound to the loopback interface.
    pub fn start(world: World, listener: TcpListener) -> io::Result<Self> {
        let app = |address, stop| {
            world.change(|state, _| state.discord.base = format!("http://{address}"));
            Router::new()
                .route("/api/v10/{*path}", any(rest::any))
                .route("/gateway/", get(gateway::open))
                .route("/attachments/{channel}/{upload}/{name}", get(files::attachment))
                .layer(DefaultBodyLimit::max(BODY_LIMIT))
                .with_state(Served { world, stop })
        };
        Serving::start(listener, app).map(Self)
    }

    /// As [`start`](Self::start), on a free port.
    pub async fn start_anywhere(world: World) -> io::Result<Self> {
        Self::start(world, TcpListener::bind(("127.0.0.1", 0)).await?)
    }

    /// The base for a client, without a trailing slash and without `/api`.
    pub fn url(&self) -> String {
        self.0.url()
    }

    /// Ends what waits, finishes what runs and closes.
    pub async fn stop(self) {
        self.0.stop().await;
    }
}
