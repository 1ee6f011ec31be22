//! Fetches files from the Bot API's server.
//!
//! Invariants: the only address ever asked is the server's own, with the path it gave for that file; a path that could
//! lead elsewhere is not followed, and neither is a redirection. Nothing larger than asked for is read, whatever the
//! server announces. The address holds the token: it is built here, used here, and stands in no error and no log.

use reqwest::Url;
use teloxide::Bot;
use tokio::{sync::mpsc, time::timeout};

use super::{
    bare::{GetFile, ask},
    failure,
};
use crate::{
    desk::courier::{DeliveryError, FetchError},
    frontend::download::{Downloads, SILENCE, not_now},
};

/// Streams the file `id` into the channel; how many bytes it has.
pub(super) async fn fetch(
    bot: &Bot,
    downloads: &Downloads,
    id: &str,
    most: u64,
    into: &mpsc::Sender<Vec<u8>>,
) -> Result<u64, FetchError> {
    let asked = timeout(SILENCE, ask(bot, GetFile { file_id: id.to_owned() })).await;
    let told = asked.map_err(|_| not_now("getFile: no answer"))?.map_err(|error| no_path(&error))?;
    let path = told["file_path"].as_str().ok_or_else(|| FetchError::Gone("no path was given".to_owned()))?;
    let api = bot.api_url();
    let url = address(&api, bot.token(), path)
        .ok_or_else(|| FetchError::Gone("a path that leads away".to_owned()))?;
    let own_server = api.host_str() != Some("api.telegram.org");
    downloads.pass_on(url, own_server, (told["file_size"].as_u64(), most), into).await
}

/// The address of a file; `None` for a path that is not plainly one below the server's own.
fn address(api: &Url, token: &str, path: &str) -> Option<Url> {
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    if !path.split('/').all(plain) {
        return None;
    }
    let mut url = api.clone();
    url.path_segments_mut()
        .ok()?
        .pop_if_empty()
        .push("file")
        .push(&format!("bot{token}"))
        .extend(path.split('/'));
    Some(url)
}

fn no_path(error: &teloxide::RequestError) -> FetchError {
    if failure::wording(error).is_some_and(|said| said.to_lowercase().contains("too big")) {
        return FetchError::TooBig;
    }
    match failure::classify("getFile", error) {
        DeliveryError::Refused { refusal: crate::desk::Refusal::Content, why } => FetchError::Gone(why),
        DeliveryError::NotSent { retry_after, why } => FetchError::NotNow { retry_after, why },
        DeliveryError::Refused { why, .. }
        | DeliveryError::Unreached { why }
        | DeliveryError::Uncertain { why } => not_now(&why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_path_below_the_servers_own_is_asked_for() {
        let api: Url = "https://bots.example/base/".parse().unwrap();
        let of = |path: &str| address(&api, "1:T", path).map(String::from);
        assert_eq!(
            of("photos/file_1.jpg").unwrap(),
            "https://bots.example/base/file/bot1:T/photos/file_1.jpg"
        );
        for path in [
            "",
            "/",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a//b",
            "//evil.example/x",
            "https://evil.example/x",
            "a:b",
            "a\\b",
            "a?b",
            "a#b",
            "a%2e%2e/b",
            "a b",
            ".env",
        ] {
            assert_eq!(of(path), None, "{path}");
        }
    }
}
