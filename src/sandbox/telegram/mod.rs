//! The Bot API over HTTP, served from a [`World`]: method names without case, JSON, form and multipart bodies.
//!
//! Invariants: a request is recorded before it is judged; answers, refusals and their wording follow the real server
//! as far as they are known; nothing is accepted from beyond the loopback interface. Stricter than the real server
//! where that costs nobody: an album has 2-10 items, a pressed button is answered once. Updates are asked for, or brought where a
//! webhook is set (`webhook`). Deliberately not here: rate limits of its own (see `faults`), `Markdown` and `MarkdownV2`, inline mode, payments, stickers sets.

mod answer;
mod body;
mod chats;
mod edit;
mod format;
mod markup;
mod media;
mod methods;
mod poll;
mod send;
mod topics;
mod webhook;

use std::io;

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use self::answer::Refusal;
use self::body::Params;
use self::methods::{Call, Handler};
use crate::sandbox::faults::Trouble;
use crate::sandbox::listen::Wire;
use crate::sandbox::serving::{Serving, ended};
use crate::sandbox::world::{Met, World};

/// A bot may upload 50 MB; the rest is the form around it.
const BODY_LIMIT: usize = 52 << 20;

/// A running stand-in of the Bot API. Dropping it stops it.
pub struct TelegramServer {
    serving: Serving,
    /// Brings updates where a webhook is set.
    _bringing: JoinSet<()>,
}

#[derive(Clone)]
struct Served {
    world: World,
    stop: watch::Receiver<bool>,
}

impl TelegramServer {
    /// Serves `world` on this listener, which must be bound to the loopback interface.
    pub fn start(world: World, listener: TcpListener) -> io::Result<Self> {
        let (bringing_world, mut bringing) = (world.clone(), JoinSet::new());
        let app = |_, stop: watch::Receiver<bool>| {
            bringing.spawn(webhook::bring(bringing_world, stop.clone()));
            Router::new()
                .route("/file/{bot}/{*path}", get(file))
                .route("/{bot}/{method}", any(method))
                .layer(DefaultBodyLimit::max(BODY_LIMIT))
                .with_state(Served { world, stop })
        };
        Ok(Self { serving: Serving::start(listener, app)?, _bringing: bringing })
    }

    /// As [`start`](Self::start), on a free port.
    pub async fn start_anywhere(world: World) -> io::Result<Self> {
        Self::start(world, TcpListener::bind(("127.0.0.1", 0)).await?)
    }

    /// The base for a client, without a trailing slash.
    pub fn url(&self) -> String {
        self.serving.url()
    }

    /// Ends waiting polls, finishes what runs and closes.
    pub async fn stop(self) {
        self.serving.stop().await;
    }
}

async fn method(
    State(served): State<Served>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    Path((bot, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    let world = &served.world;
    if bot != format!("bot{}", world.token()) {
        return Refusal::unauthorized().into_response();
    }
    let params = match Params::read(request).await {
        Ok(params) => params,
        Err(refusal) => return refusal.into_response(),
    };
    let Some((name, handler)) = methods::find(&name) else { return Refusal::no_method().into_response() };
    let trouble = world.change(|state, now| {
        state.calls.push((name.to_owned(), params.record()));
        let met = state.meet(name, params.raw("chat_id"));
        state.met.extend(met.clone().map(|trouble| Met { at: now, method: name.to_owned(), trouble }));
        met
    });
    match trouble {
        Some(Trouble::DropBefore) => wire.cut(),
        Some(Trouble::Stall) => {
            hold(&served).await;
            wire.cut()
        }
        Some(Trouble::DropAfter) => {
            carry_out(&served, &params, handler).await;
            wire.cut()
        }
        Some(trouble) => Refusal::from(trouble).into_response(),
        None => carry_out(&served, &params, handler).await,
    }
}

/// Holds a call for as long as a network takes to give up.
async fn hold(served: &Served) {
    // Why: when the caller dies, its request is dropped where it waits.
    struct Held<'a>(&'a World);
    impl Drop for Held<'_> {
        fn drop(&mut self) {
            self.0.change(|state, _| state.held = state.held.saturating_sub(1));
        }
    }
    let stall = served.world.change(|state, _| {
        state.held += 1;
        state.setup.stall
    });
    let _held = Held(&served.world);
    tokio::select! {
        // Why real time: a call that hangs is a trouble of the wire; what the desk makes of it runs on real time, too.
        () = tokio::time::sleep(stall) => {}
        () = ended(served.stop.clone()) => {}
    }
}

async fn carry_out(served: &Served, params: &Params, handler: Handler) -> Response {
    let answered = match handler {
        Handler::Poll => poll::updates(&served.world, params, ended(served.stop.clone())).await,
        Handler::Now(act) => served.world.change(|state, now| act(&mut Call { state, params, now })),
    };
    answered.map_or_else(IntoResponse::into_response, |result| answer::ok(&result))
}

async fn file(State(served): State<Served>, Path((bot, path)): Path<(String, String)>) -> Response {
    if bot != format!("bot{}", served.world.token()) {
        return Refusal::unauthorized().into_response();
    }
    let bytes = served
        .world
        .look(|state| state.files.iter().find(|file| file.path == path).map(|file| file.bytes.clone()));
    bytes.map_or_else(|| Refusal::new(404, "Not Found").into_response(), IntoResponse::into_response)
}
