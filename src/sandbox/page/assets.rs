//! The page's own files, built into the program. There are no others: nothing is fetched from anywhere else.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The document.
pub(super) const DOCUMENT: &str = include_str!("index.html");

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// Name and content, styles and scripts.
        const FILES: &[(&str, &str)] = &[$(($name, include_str!($name))),+];
    };
}

files!(
    "css/base.css",
    "css/frame.css",
    "css/chat.css",
    "css/message.css",
    "css/discord.css",
    "css/desk.css",
    "js/main.js",
    "js/dom.js",
    "js/net.js",
    "js/model.js",
    "js/words.js",
    "js/text.js",
    "js/message.js",
    "js/media.js",
    "js/post.js",
    "js/form.js",
    "js/log.js",
    "js/menu.js",
    "js/composer.js",
    "js/attach.js",
    "js/window.js",
    "js/customers.js",
    "js/staff.js",
    "js/clocks.js",
    "js/deliveries.js",
    "js/faults.js",
    "js/proof.js",
    "js/head.js",
    "js/tour.js",
    "js/views.js",
);

/// One of the files.
pub(super) fn serve(name: &str) -> Response {
    let Some((_, text)) = FILES.iter().find(|(known, _)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = if name.starts_with("css/") { "text/css" } else { "text/javascript" };
    ([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], *text).into_response()
}

/// How a file somebody uploaded is shown in the page, by its name; whatever else it is, it is never opened as a
/// document.
pub(super) fn shown_as(name: &str) -> Option<&'static str> {
    Some(match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "ogg" | "oga" => "audio/ogg",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "wav" => "audio/wav",
        _ => return None,
    })
}
