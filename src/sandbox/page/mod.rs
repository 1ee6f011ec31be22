//! A plain web page over the world: the customers' chats and the staff group side by side, the clock, the faults.
//!
//! One document with its styles and scripts (`assets`), no outside resources, one long-polled view, one door for acts.
//! Invariants: loopback only, and only for requests that name a loopback host and carry a header no foreign site can
//! send; everything people write reaches the document as text, never as markup. Deliberately not here: anything about
//! the desk; what its host wants to show or move comes in as [`Hooks`] (`board`).

mod acts;
mod assets;
mod board;
mod discord;
mod view;

pub use board::{After, Balance, Board, Hooks, Outage, Pull, Suggestion, Work};
pub use view::twice;

use std::io;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::sandbox::serving::Serving;
use crate::sandbox::world::World;

/// How long a view may wait for a change.
const LONG_POLL: Duration = Duration::from_secs(20);
/// The most the page sends at once.
const UPLOAD_LIMIT: usize = 64 << 20;
/// The header that shows a request comes from the page itself.
const OWN_HEADER: &str = "x-sandbox";
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                      img-src 'self' blob:; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[derive(Clone)]
struct Served {
    world: World,
    hooks: Hooks,
    stop: watch::Receiver<bool>,
}

/// A running page. Dropping it stops it.
pub struct Page(Serving);

impl Page {
    /// Serves the page on this listener, which must be bound to the loopback interface.
    pub fn start(world: World, hooks: Hooks, listener: TcpListener) -> io::Result<Self> {
        Serving::start(listener, |_, stop| router(Served { world, hooks, stop })).map(Self)
    }

    /// Where to point a browser.
    pub fn url(&self) -> String {
        format!("{}/", self.0.url())
    }

    /// Ends waiting views and closes.
    pub async fn stop(self) {
        self.0.stop().await;
    }
}

fn router(served: Served) -> Router {
    Router::new()
        .route("/", get(async || Html(assets::DOCUMENT)))
        .route("/css/{name}", get(async |Path(name): Path<String>| assets::serve(&format!("css/{name}"))))
        .route("/js/{name}", get(async |Path(name): Path<String>| assets::serve(&format!("js/{name}"))))
        .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
        .route("/api/state", get(state))
        .route("/api/act", post(act))
        .route("/api/file", post(upload))
        .route("/file/{id}", get(file))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
        .layer(from_fn(guard))
        .with_state(served)
}

/// Refuses what does not come from a page of this machine, and keeps the page to itself.
async fn guard(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let writes = request.method() != axum::http::Method::GET;
    // Why: a foreign site can make a browser post here, but not with a header of its own; and a foreign name that
    // resolves to this machine is not one of these.
    if !matches!(name, "127.0.0.1" | "localhost" | "[::1]")
        || (writes && !request.headers().contains_key(OWN_HEADER))
    {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[derive(serde::Deserialize)]
struct Since {
    /// The version that is known already; without it the view comes at once.
    since: Option<u64>,
}

async fn state(State(served): State<Served>, Query(Since { since }): Query<Since>) -> Json<Value> {
    let mut changes = served.world.changes();
    let mut stop = served.stop.clone();
    tokio::select! {
        // Why the results are dropped: whichever ends first, the view is as good as it is now.
        _ = changes.wait_for(|version| since.is_none_or(|since| *version > since)) => {}
        _ = stop.wait_for(|stop| *stop) => {}
        // Why real time: browsers and what stands before them close a request that brings nothing for long.
        () = tokio::time::sleep(LONG_POLL) => {}
    }
    Json(view::all(&served.world, &served.hooks))
}

async fn act(State(served): State<Served>, Json(wish): Json<acts::Wish>) -> Response {
    answer(acts::carry_out(&served.world, &served.hooks, wish))
}

async fn upload(
    State(served): State<Served>,
    Query(parcel): Query<acts::Upload>,
    bytes: axum::body::Bytes,
) -> Response {
    answer(acts::send(&served.world, &parcel, &bytes))
}

fn answer(done: Result<(), String>) -> Response {
    match done {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(why) => (StatusCode::UNPROCESSABLE_ENTITY, why).into_response(),
    }
}

async fn file(State(served): State<Served>, Path(id): Path<String>) -> Response {
    let found = served.world.look(|state| {
        let sent = state.file(&id).map(|file| (file.name.clone(), file.bytes.clone()));
        sent.or_else(|| state.discord.upload(&id).map(|file| (file.name.clone(), file.bytes.clone())))
    });
    let Some((name, bytes)) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match assets::shown_as(&name) {
        Some(kind) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        None => ([(header::CONTENT_DISPOSITION, "attachment")], bytes).into_response(),
    }
}
