//! Uploaded files by their links: signed, and good until they end.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::Served;
use super::faces::seal;

/// What a link carries: its end and its beginning in hexadecimal seconds, and its signature.
#[derive(Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    ex: String,
    #[serde(default, rename = "is")]
    issued: String,
    #[serde(default)]
    hm: String,
}

pub(super) async fn attachment(
    State(served): State<Served>,
    Path((channel, upload, _name)): Path<(u64, u64, String)>,
    Query(link): Query<Link>,
) -> Response {
    let now = served.world.clock().now().timestamp();
    let ends = i64::from_str_radix(&link.ex, 16).unwrap_or_default();
    if ends < now || link.hm != seal(upload, &link.ex, &link.issued) {
        return (StatusCode::NOT_FOUND, "This content is no longer available.").into_response();
    }
    let found = served.world.look(|state| {
        let upload = state.discord.uploads.get(&upload)?;
        (upload.channel == channel).then(|| upload.bytes.clone())
    });
    found.map_or_else(|| StatusCode::NOT_FOUND.into_response(), IntoResponse::into_response)
}
