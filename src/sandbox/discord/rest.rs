//! The way of a request: recorded before it is judged, judged by token and faults, then carried out at once.
//!
//! Every answer of a route carries the headers of a rate limit. The limit itself is never reached by asking: a clock that
//! stands still would never open it again. 429s come as faults.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::time::Duration;

use axum::Json;
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Served;
use super::faults::RestTrouble;
use super::record::Recorded;
use super::refusal::Refusal;
use super::request::{Answer, Call, Received, Reply};
use super::routes::{self, Met};
use crate::sandbox::listen::Wire;
use crate::sandbox::serving::ended;
use crate::sandbox::world::World;

/// How long a call that stalls is held.
const STALL: Duration = Duration::from_secs(5);
/// What the headers claim of every bucket.
const BUCKET: (u32, u32) = (50, 1);

pub(super) async fn any(
    State(served): State<Served>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    Path(path): Path<String>,
    request: Request,
) -> Response {
    let method = request.method().to_string();
    // Why the raw path: an emoji is escaped in it, and a slash within it must stay one.
    let raw = request.uri().path().strip_prefix("/api/v10").map_or(path, str::to_owned);
    let token = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let authorized = served.world.look(|state| {
        let guild = &state.discord;
        !guild.revoked && token.is_some_and(|token| token == format!("Bot {}", guild.setup.token))
    });
    let met = routes::find(&method, &raw);
    let received = match Received::read(request).await {
        Ok(received) => received,
        Err(refusal) => return refusal.into_response(),
    };
    let number = note(&served.world, &format!("{method} {raw}"), met.as_ref(), &received);
    let response = respond(&served, met, &received, authorized).await;
    served.world.change(|state, _| {
        if let Some(call) = state.discord.calls.get_mut(number) {
            call.status = response.as_ref().map(|response| response.status().as_u16());
        }
    });
    response.unwrap_or_else(|| wire.cut())
}

/// Writes a request down and tells its number.
pub(super) fn note(world: &World, raw: &str, met: Option<&Met>, received: &Received) -> usize {
    let files = received.files.iter().map(|part| (part.field.clone(), part.name.clone(), part.bytes.len()));
    let call = Recorded {
        route: met.map_or_else(|| raw.to_owned(), |met| met.route.clone()),
        path: met.map(|met| met.path.clone()).unwrap_or_default(),
        query: received.query.clone(),
        body: received.body.clone(),
        files: files.collect(),
        status: None,
    };
    world.change(|state, _| {
        state.discord.calls.push(call);
        state.discord.calls.len() - 1
    })
}

/// The answer, or nothing when the connection is to break.
async fn respond(
    served: &Served,
    met: Option<Met>,
    received: &Received,
    authorized: bool,
) -> Option<Response> {
    let Some(met) = met else { return Some(Refusal::plain(404, "404: Not Found").into_response()) };
    if !authorized && !met.open {
        return Some(Refusal::code(0).into_response());
    }
    let trouble = served.world.change(|state, _| state.discord.meet(&met.route, channel_of(&met)));
    match trouble {
        None => Some(limited(served, &met, carry_out(&served.world, &met, received))),
        Some(RestTrouble::DropBefore) => None,
        Some(RestTrouble::DropAfter) => {
            drop(carry_out(&served.world, &met, received));
            None
        }
        Some(RestTrouble::Stall) => {
            tokio::select! {
                // Why real time: a call that hangs is a trouble of the wire; what a client makes of it runs on real time, too.
                () = tokio::time::sleep(STALL) => {}
                () = ended(served.stop.clone()) => {}
            }
            None
        }
        Some(RestTrouble::BadGateway { after }) => {
            if after {
                drop(carry_out(&served.world, &met, received));
            }
            Some((StatusCode::BAD_GATEWAY, "<html><body>502 Bad Gateway</body></html>").into_response())
        }
        Some(RestTrouble::Refused(code)) => Some(limited(served, &met, Err(Refusal::code(code)))),
        Some(RestTrouble::TooManyRequests { millis, global }) => {
            let seconds = f64::from(millis) / 1000.0;
            let mut response = Refusal::too_many(seconds, global).into_response();
            let scope = if global { "global" } else { "user" };
            let headers = response.headers_mut();
            if !global {
                bucket(headers, &met, "0");
            }
            set(headers, "x-ratelimit-scope", scope);
            set(headers, "retry-after", &millis.div_ceil(1000).to_string());
            set(headers, "x-ratelimit-reset-after", &format!("{seconds:.3}"));
            if global {
                set(headers, "x-ratelimit-global", "true");
            }
            Some(response)
        }
    }
}

/// The channel a request is about, where its path names one.
pub(super) fn channel_of(met: &Met) -> Option<u64> {
    met.path.iter().find(|(name, _)| name == "channel_id").and_then(|(_, id)| id.parse().ok())
}

pub(super) fn carry_out(world: &World, met: &Met, received: &Received) -> Answer {
    world.change(|state, now| {
        let guild = &mut state.discord;
        (met.handler)(&mut Call { guild, path: &met.path, received, now })
    })
}

/// An answer with the headers of its bucket.
fn limited(served: &Served, met: &Met, answer: Answer) -> Response {
    let mut response = match answer {
        Ok(Reply::Json(value)) => Json(value).into_response(),
        Ok(Reply::Created(value)) => (StatusCode::CREATED, Json(value)).into_response(),
        Ok(Reply::Nothing) => StatusCode::NO_CONTENT.into_response(),
        Err(refusal) => refusal.into_response(),
    };
    // Why: interactions stand outside of the buckets.
    if !met.route.contains(" /interactions/") {
        let headers = response.headers_mut();
        bucket(headers, met, &(BUCKET.0 - 1).to_string());
        let reset = served.world.clock().now().timestamp() + i64::from(BUCKET.1);
        set(headers, "x-ratelimit-reset", &format!("{reset}.000"));
    }
    response
}

fn bucket(headers: &mut axum::http::HeaderMap, met: &Met, remaining: &str) {
    let mut hasher = DefaultHasher::new();
    met.route.hash(&mut hasher);
    set(headers, "x-ratelimit-bucket", &format!("{:016x}", hasher.finish()));
    set(headers, "x-ratelimit-limit", &BUCKET.0.to_string());
    set(headers, "x-ratelimit-remaining", remaining);
    set(headers, "x-ratelimit-reset-after", &format!("{}.000", BUCKET.1));
}

fn set(headers: &mut axum::http::HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}
