//! Hands files out to who has a link: `GET /file/<what stands in the link>`, and nothing else.
//!
//! A link is made for who pressed a button and holds for some minutes (`front::acts::pass`). Bytes come from the database,
//! a chunk at a time, and are always something to be saved: no browser shows or runs them as a page of ours. Whatever
//! opens nothing is answered alike. What is seen to come from outside reaches nothing but this path; the proxy is to pass on no other.

use std::{fmt::Write as _, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use futures_util::stream;
use tracing::warn;

use crate::{
    desk::{Desk, DeskError, Handed, PASSES},
    domain::{chat::File, evidence::across},
};

/// Names of this machine.
const OWN: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
/// Headers that a proxy adds to what it passes on.
const PASSED_ON: [&str; 4] = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host"];
/// Nothing that is handed out is kept, framed, guessed at or run anywhere.
const CAREFUL: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "private, no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("x-robots-tag"), "noindex"),
];

/// The path files are handed out on.
pub fn router(desk: Arc<Desk>) -> Router {
    Router::new().route(&format!("{PASSES}{{code}}"), get(file)).with_state(desk)
}

/// What is open to the outside.
#[derive(Clone, Default)]
struct Open {
    /// The names the desk goes by there.
    hosts: Vec<String>,
    /// Files are handed out.
    files: bool,
    /// Where Telegram brings its updates.
    webhook: Option<String>,
}

impl Open {
    fn has(&self, path: &str) -> bool {
        (self.files && path.starts_with(PASSES)) || self.webhook.as_deref() == Some(path)
    }
}

/// The same endpoint for those outside: of everything `router` answers they reach files, where `public_url` says that there are any, and
/// where Telegram brings its updates: `webhook` is that address and its path.
pub fn guarded(router: Router, public_url: Option<&str>, webhook: Option<(&str, &str)>) -> Router {
    let urls = public_url.into_iter().chain(webhook.map(|(url, _)| url));
    let open = Open {
        // Why without those of this machine: whoever names it is here.
        hosts: urls.map(host_of).filter(|host| !OWN.contains(&bare(host).as_str())).collect(),
        files: public_url.is_some(),
        webhook: webhook.map(|(_, path)| path.to_owned()),
    };
    router.layer(middleware::from_fn_with_state(Arc::new(open), only_what_is_open))
}

fn host_of(url: &str) -> String {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    host.split('/').next().unwrap_or_default().to_ascii_lowercase()
}

/// A host without its port.
fn bare(host: &str) -> String {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name.to_ascii_lowercase(),
        _ => host.to_ascii_lowercase(),
    }
}

async fn only_what_is_open(State(open): State<Arc<Open>>, request: Request, next: Next) -> Response {
    if is_from_outside(request.headers(), &open.hosts) && !open.has(request.uri().path()) {
        return nothing();
    }
    next.run(request).await
}

fn is_from_outside(headers: &HeaderMap, hosts: &[String]) -> bool {
    let named = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    named.is_some_and(|named| hosts.iter().any(|host| bare(host) == bare(named)))
        || PASSED_ON.iter().any(|name| headers.contains_key(*name))
}

async fn file(State(desk): State<Arc<Desk>>, Path(code): Path<String>) -> Response {
    match desk.handed_out(&code).await {
        Ok(Some(handed)) => hand_out(desk, &handed),
        Ok(None) => nothing(),
        Err(error) => {
            warn!(event = "handout.away", "a file can't be handed out now: {error}");
            careful(StatusCode::SERVICE_UNAVAILABLE.into_response())
        }
    }
}

/// One answer for what there is not, is not any more, or never was.
fn nothing() -> Response {
    careful((StatusCode::NOT_FOUND, "There is nothing here.\n").into_response())
}

fn careful(mut response: Response) -> Response {
    for (name, value) in CAREFUL {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn hand_out(desk: Arc<Desk>, handed: &Handed) -> Response {
    let blob = handed.blob;
    let chunks = stream::unfold((desk, 0_i32), move |(desk, n)| async move {
        let chunk = match desk.bytes_of(blob, n).await {
            Ok(chunk) => Ok(chunk?),
            // Why as an error: what breaks off must not pass for the whole.
            Err(error) => {
                warn!(event = "handout.broken", "a file broke off: {error}");
                Err::<_, DeskError>(error)
            }
        };
        Some((chunk, (desk, n.saturating_add(1))))
    });
    let mut response = careful(Body::from_stream(chunks).into_response());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(handed.found.media_type()));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(handed.size));
    let saved = format!("attachment; filename*=UTF-8''{}", in_header(&name(handed)));
    let plain = HeaderValue::from_static("attachment");
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&saved).unwrap_or(plain));
    response
}

/// The name it is saved under: harmless, and with the ending of its content.
fn name(handed: &Handed) -> String {
    let file = File {
        kind: handed.kind,
        id: String::new(),
        unique: String::new(),
        name: handed.name.clone(),
        mime: None,
        size: None,
        spoiler: false,
    };
    across::saved_as(&file, handed.found)
}

/// As a header writes names of any script.
fn in_header(name: &str) -> String {
    name.bytes().fold(String::new(), |mut all, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            all.push(char::from(byte));
        } else {
            // Why the answer does not matter: a string takes everything.
            let _ = write!(all, "%{byte:02X}");
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_script_is_one_word_in_a_header() {
        assert_eq!(in_header("seam 1.jpg"), "seam%201.jpg");
        assert_eq!(in_header("缝.mp4"), "%E7%BC%9D.mp4");
        assert_eq!(in_header("a\"; x=\r\n"), "a%22%3B%20x%3D%0D%0A");
    }

    #[test]
    fn who_comes_through_a_proxy_or_by_the_public_name_is_from_outside() {
        let headers = |name: &'static str, value: &'static str| {
            HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static(value))])
        };
        let hosts = ["files.example.com".to_owned(), "desk.example:8443".to_owned()];
        for outside in ["Files.example.com", "files.example.com:443", "desk.example"] {
            assert!(is_from_outside(&headers("host", outside), &hosts), "{outside}");
        }
        assert!(is_from_outside(&headers("x-forwarded-for", "203.0.113.9"), &[]));
        for own in ["127.0.0.1:8080", "[::1]:8080", "localhost"] {
            assert!(!is_from_outside(&headers("host", own), &hosts), "{own}");
        }
    }

    #[test]
    fn what_is_not_set_up_is_not_open() {
        let open = |files, webhook: Option<&str>| Open {
            files,
            webhook: webhook.map(str::to_owned),
            ..Open::default()
        };
        assert!(open(true, None).has("/file/x") && !open(false, None).has("/file/x"));
        assert!(open(false, Some("/hook")).has("/hook"));
        for shut in ["/hook/", "/hook/x", "/hookx", "/status", "/healthz", "/"] {
            assert!(!open(true, Some("/hook")).has(shut), "{shut}");
        }
    }
}
