//! Takes what Telegram brings by itself: one request for each update, answered only when the update is committed.
//!
//! Requests that come side by side are taken in one transaction: while one batch is being written the next one gathers. Invariants:
//! nobody is heard who does not know the secret, and of their request nothing is read; whatever is not answered with 200 comes again, so
//! 200 is said after the commit and never before; no request waits for longer than Telegram does. Deliberately not here:
//! telling repeats apart and the order of a chat: the first is the store's, the second Telegram's, which brings the next update of a
//! chat when the one before is answered.

use std::{future::Future, time::Duration};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequest, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::Value;
use subtle::ConstantTimeEq as _;
use teloxide::Bot;
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinSet,
    time::timeout,
};

use super::{
    inbound::{Context, read_json},
    poll::{acknowledge_presses, stopped},
};
use crate::domain::chat::Incoming;

/// What Telegram puts the secret into.
const SECRET: &str = "x-telegram-bot-api-secret-token";
/// No update is larger.
const MOST_BYTES: usize = 1 << 20;
/// Most updates taken in one transaction, as many as a poll brings.
const MOST: usize = 100;
/// Requests that may wait; Telegram opens a hundred connections at most.
const WAITING: usize = 256;
/// How long the rest of a request may take to come in.
const BODY: Duration = Duration::from_secs(10);
/// How long a request may wait for its update to be taken. Telegram gives up after a minute.
const PATIENCE: Duration = Duration::from_secs(30);

/// Takes what was brought.
pub trait Reception: Send + Sync + 'static {
    /// What has to be known about the desk to read updates now; nothing while that can't be had.
    fn context(&self) -> impl Future<Output = Option<Context>> + Send;

    /// Whether every update of the batch is committed or put aside for good. Takes no longer than Telegram waits.
    fn take(&self, batch: Vec<Incoming>) -> impl Future<Output = bool> + Send;
}

/// An update, and who waits to hear that it is taken.
struct Brought {
    update: Value,
    taken: oneshot::Sender<bool>,
}

/// Where requests hand in what they brought. Cheap to clone.
#[derive(Clone)]
pub struct Hatch(mpsc::Sender<Brought>);

/// What is behind the hatch.
pub struct Basket(mpsc::Receiver<Brought>);

/// A hatch, and what is behind it.
pub fn hatch() -> (Hatch, Basket) {
    let (hatch, basket) = mpsc::channel(WAITING);
    (Hatch(hatch), Basket(basket))
}

#[derive(Clone)]
struct Gate {
    hatch: Hatch,
    secret: std::sync::Arc<[u8]>,
}

/// The path Telegram brings updates to; every other method than POST is refused there.
pub fn router(path: &str, secret: &str, hatch: Hatch) -> Router {
    let gate = Gate { hatch, secret: secret.as_bytes().into() };
    Router::new().route(path, post(hand_in)).layer(DefaultBodyLimit::max(MOST_BYTES)).with_state(gate)
}

async fn hand_in(State(gate): State<Gate>, request: Request) -> Response {
    if !gate.knows(request.headers()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if !is_json(request.headers()) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    // Why real time: whoever sends a byte a minute must not hold a place for hours.
    let body = match timeout(BODY, Bytes::from_request(request, &())).await {
        Ok(Ok(body)) => body,
        Ok(Err(refused)) => return refused.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let Ok(update) = serde_json::from_slice(&body) else { return StatusCode::BAD_REQUEST.into_response() };
    if gate.hatch.bring(update).await { StatusCode::OK.into_response() } else { later() }
}

/// Not now: Telegram brings it again.
fn later() -> Response {
    let mut response = StatusCode::SERVICE_UNAVAILABLE.into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

impl Hatch {
    /// Whether the update was taken.
    async fn bring(&self, update: Value) -> bool {
        let (taken, answer) = oneshot::channel();
        // Why not waited for: with so many before it, it is better brought to another process.
        if self.0.try_send(Brought { update, taken }).is_err() {
            return false;
        }
        // Why real time: Telegram waits by its own clock.
        matches!(timeout(PATIENCE, answer).await, Ok(Ok(true)))
    }
}

impl Gate {
    /// Whether a request knows the secret. How long that takes to find out does not depend on how much of it is right.
    fn knows(&self, headers: &HeaderMap) -> bool {
        let mut given = headers.get_all(SECRET).iter();
        match (given.next(), given.next()) {
            (Some(one), None) => one.as_bytes().ct_eq(&self.secret).into(),
            _ => false,
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// Takes what is brought until `stop` holds true or its sender is gone; what was handed in before is taken first.
pub async fn receive<R: Reception>(
    bot: Bot,
    Basket(mut basket): Basket,
    reception: R,
    mut stop: watch::Receiver<bool>,
) {
    let mut acknowledgements = JoinSet::new();
    loop {
        let first = tokio::select! {
            biased;
            () = stopped(&mut stop), if !basket.is_closed() => {
                // Why: who comes now is told to come again, perhaps to another process.
                basket.close();
                continue;
            }
            first = basket.recv() => first,
        };
        let Some(first) = first else { return };
        let mut brought = vec![first];
        while brought.len() < MOST
            && let Ok(next) = basket.try_recv()
        {
            brought.push(next);
        }
        // Why sorted: they came by many connections; of what came together the order is Telegram's.
        brought.sort_by_key(|one| one.update["update_id"].as_i64());
        let updates: Vec<Value> = brought.iter().map(|one| one.update.clone()).collect();
        acknowledge_presses(&bot, &updates, &mut acknowledgements);
        let taken = take(updates, &reception).await;
        for one in brought {
            // Why the result is dropped: whoever does not wait any more is brought it again.
            let _ = one.taken.send(taken);
        }
    }
}

async fn take<R: Reception>(updates: Vec<Value>, reception: &R) -> bool {
    let Some(mut ctx) = reception.context().await else { return false };
    let all = updates.len();
    let mut batch: Vec<Incoming> = Vec::with_capacity(all);
    for update in updates {
        if let Some(incoming) = read_json(update, &ctx) {
            ctx = ctx.after(&incoming);
            batch.push(incoming);
        }
    }
    if batch.len() < all {
        // Why they count as taken: they would be brought for ever, and what is no update means nothing.
        tracing::warn!(
            event = "telegram.webhook.strange",
            count = all - batch.len(),
            "what was brought is no update"
        );
    }
    batch.is_empty() || reception.take(batch).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_known_whole_and_once_or_not_at_all() {
        let gate = Gate { hatch: hatch().0, secret: b"a-secret".as_slice().into() };
        let knows = |given: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in given {
                headers.append(SECRET, HeaderValue::from_static(value));
            }
            gate.knows(&headers)
        };
        assert!(knows(&["a-secret"]));
        for wrong in [&[][..], &[""], &["a-secre"], &["a-secret "], &["A-SECRET"], &["a-secret", "a-secret"]]
        {
            assert!(!knows(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn only_json_is_read() {
        let is = |kind: &'static str| {
            is_json(&HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))]))
        };
        assert!(is("application/json") && is("Application/JSON; charset=utf-8"));
        assert!(!is("text/plain") && !is("application/jsonp") && !is("") && !is_json(&HeaderMap::new()));
    }
}
