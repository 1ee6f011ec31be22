//! A plain web page over the world: the customers' chats and the staff group side by side, the clock, the faults.
//!
//! One document with its style and its script, no outside resources, one long-polled view, one door for acts.
//! Invariants: loopback only, and only for requests that name a loopback host and carry a header no foreign site can
//! send; everything people write reaches the document as text, never as markup. Deliberately not here: anything about
//! the desk; what its host wants to show or move comes in as [`Hooks`].

mod acts;
mod view;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::TimeDelta;
use serde::Serialize;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::sandbox::world::World;

const DOCUMENT: &str = include_str!("index.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// How long a view may wait for a change.
const LONG_POLL: Duration = Duration::from_secs(20);
/// The largest file the page sends.
const UPLOAD_LIMIT: usize = 21 << 20;
/// The header that shows a request comes from the page itself.
const OWN_HEADER: &str = "x-sandbox";
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                      img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Something about the desk in a few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is about.
    pub label: String,
    /// How that is now.
    pub text: String,
    /// Somebody should look at it.
    pub bad: bool,
}

/// What the host of the desk lets the page do.
#[derive(Clone)]
pub struct Hooks {
    /// Moves the clock of the world and of the desk.
    pub advance: Arc<dyn Fn(TimeDelta) + Send + Sync>,
    /// Anything worth showing about the desk. Whoever changes it calls [`World::touch`].
    pub facts: Arc<dyn Fn() -> Vec<Fact> + Send + Sync>,
    /// The zone in which times are shown, by its IANA name.
    pub zone: String,
    /// Kills the desk and starts it again, where that is possible.
    pub unplug: Option<Arc<dyn Fn() + Send + Sync>>,
}

impl Hooks {
    /// Only the world's clock moves; there is nothing to show and nothing to unplug.
    pub fn of(world: &World) -> Self {
        let clock = world.clock().clone();
        Self {
            advance: Arc::new(move |span| clock.advance(span)),
            facts: Arc::new(Vec::new),
            zone: "UTC".to_owned(),
            unplug: None,
        }
    }
}

#[derive(Clone)]
struct Served {
    world: World,
    hooks: Hooks,
    stop: watch::Receiver<bool>,
}

/// A running page. Dropping it stops it.
pub struct Page {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Page {
    /// Serves the page on this listener, which must be bound to the loopback interface.
    pub fn start(world: World, hooks: Hooks, listener: TcpListener) -> io::Result<Self> {
        let address = listener.local_addr()?;
        if !address.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the sandbox listens on the loopback interface only",
            ));
        }
        let (stop, mut stopped) = watch::channel(false);
        let app = router(Served { world, hooks, stop: stopped.clone() });
        let serve = axum::serve(listener, app).with_graceful_shutdown(async move {
            // Why the result is dropped: a vanished sender means the same as its word.
            let _ = stopped.wait_for(|stop| *stop).await;
        });
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

    /// Where to point a browser.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Ends waiting views and closes.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        // Why the result is dropped: the task only ends by itself here.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.task.abort();
    }
}

fn router(served: Served) -> Router {
    Router::new()
        .route("/", get(async || Html(DOCUMENT)))
        .route("/page.css", get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)))
        .route("/page.js", get(async || ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT)))
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
    answer(acts::send(&served.world, parcel, bytes.to_vec()))
}

fn answer(done: Result<(), String>) -> Response {
    match done {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(why) => (StatusCode::UNPROCESSABLE_ENTITY, why).into_response(),
    }
}

async fn file(State(served): State<Served>, Path(id): Path<String>) -> Response {
    let Some((name, bytes)) =
        served.world.look(|state| state.file(&id).map(|file| (file.name.clone(), file.bytes.clone())))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // Why: only these are shown in the page; whatever else somebody uploads is never opened as a document.
    let kind = match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "gif" => "image/gif",
        _ => return ([(header::CONTENT_DISPOSITION, "attachment")], bytes).into_response(),
    };
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}
