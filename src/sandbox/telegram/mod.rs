//! The Bot API over HTTP, served from a [`World`]: method names without case, JSON, form and multipart bodies.
//!
//! Invariants: a request is recorded before it is judged; answers, refusals and their wording follow the real server
//! as far as they are known; nothing is accepted from beyond the loopback interface. Stricter than the real server
//! where that costs nobody: an album has 2-10 items, a pressed button is answered once. Deliberately not here:
//! webhooks, rate limits of its own (see `faults`), `Markdown` and `MarkdownV2`, inline mode, payments, stickers sets.

mod answer;
mod body;
mod chats;
mod edit;
mod format;
mod listen;
mod markup;
mod media;
mod methods;
mod poll;
mod send;
mod topics;

use std::io;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use self::answer::Refusal;
use self::body::Params;
use self::listen::{Listener, Wire};
use self::methods::{Call, Handler};
use crate::sandbox::faults::Trouble;
use crate::sandbox::world::World;

/// A bot may upload 50 MB; the rest is the form around it.
const BODY_LIMIT: usize = 52 << 20;

/// A running stand-in of the Bot API. Dropping it stops it.
pub struct TelegramServer {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

#[derive(Clone)]
struct Served {
    world: World,
    stop: watch::Receiver<bool>,
}

impl TelegramServer {
    /// Serves `world` on this listener, which must be bound to the loopback interface.
    pub fn start(world: World, listener: TcpListener) -> io::Result<Self> {
        let address = listener.local_addr()?;
        if !address.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the sandbox listens on the loopback interface only",
            ));
        }
        let (stop, stopped) = watch::channel(false);
        let app = Router::new()
            .route("/file/{bot}/{*path}", get(file))
            .route("/{bot}/{method}", any(method))
            .layer(DefaultBodyLimit::max(BODY_LIMIT))
            .with_state(Served { world, stop: stopped.clone() });
        let service = app.into_make_service_with_connect_info::<Wire>();
        let serve = axum::serve(Listener(listener), service).with_graceful_shutdown(ended(stopped));
        #[expect(
            clippy::disallowed_methods,
            reason = "the sandbox owns this task and ends it in stop and drop"
        )]
        let task = tokio::spawn(async move {
            // Why the result is dropped: serving ends without an error by construction.
            let _ = serve.await;
        });
        Ok(Self { address, stop, task })
    }

    /// As [`start`](Self::start), on a free port.
    pub async fn start_anywhere(world: World) -> io::Result<Self> {
        Self::start(world, TcpListener::bind(("127.0.0.1", 0)).await?)
    }

    /// The base for a client, without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends waiting polls, finishes what runs and closes.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        // Why the result is dropped: the task only ends by itself here.
        let _ = (&mut self.task).await;
    }
}

impl Drop for TelegramServer {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.task.abort();
    }
}

async fn ended(mut stop: watch::Receiver<bool>) {
    // Why the result is dropped: a vanished sender means the same as its word.
    let _ = stop.wait_for(|stop| *stop).await;
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
    let trouble = world.change(|state, _| {
        state.calls.push((name.to_owned(), params.record()));
        state.meet(name, params.raw("chat_id"))
    });
    match trouble {
        Some(Trouble::DropBefore) => wire.cut(),
        Some(Trouble::DropAfter) => {
            carry_out(&served, &params, handler).await;
            wire.cut()
        }
        Some(trouble) => Refusal::from(trouble).into_response(),
        None => carry_out(&served, &params, handler).await,
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
