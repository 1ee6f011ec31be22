//! What the environment says of the way Telegram's updates come: asked for, or brought to an address.

use super::{is_placeholder, kept};
use crate::config::{WebhookConfig, environment::Environment, problem::Problem};

/// Paths of the desk's own that nothing else may take.
const TAKEN: [&str; 4] = ["/file", "/healthz", "/status", "/metrics"];
/// Ports Telegram goes to.
const PORTS: [u16; 4] = [443, 80, 88, 8443];
/// A secret no one guesses has so many signs.
const SHORTEST: usize = 24;
/// Telegram takes no longer one.
const LONGEST: usize = 256;

/// Nothing without an address; an address without a secret is a problem. `own_server` = the server of the Bot API is another
/// than Telegram's own, and may be near.
pub(super) fn read(
    environment: &Environment,
    own_server: bool,
    problems: &mut Vec<Problem>,
) -> Option<WebhookConfig> {
    let secret = environment.get("TELEGRAM_WEBHOOK_SECRET");
    let Some(url) = environment.get("TELEGRAM_WEBHOOK_URL") else {
        if secret.is_some() {
            problems.push(Problem::warning(
                "TELEGRAM_WEBHOOK_SECRET",
                "is set, and there is no webhook",
                "set TELEGRAM_WEBHOOK_URL as well, or remove it: without one the desk asks Telegram for its updates",
            ));
        }
        return None;
    };
    let url = kept(address(url, own_server), problems);
    let secret = kept(secret_of(secret.unwrap_or_default()), problems);
    Some(WebhookConfig { url: url?, secret: secret?.into() })
}

fn address(text: &str, own_server: bool) -> Result<String, Problem> {
    let refused = |what: &str| {
        let mend = "write https://HOST/PATH, which your proxy passes on to AFTERCARE_HTTP, without user, query or a slash at its end";
        Err(Problem::error("TELEGRAM_WEBHOOK_URL", what, mend))
    };
    if is_placeholder(text) {
        return refused("is a placeholder");
    }
    let Ok(uri) = text.parse::<axum::http::Uri>() else { return refused("is no address") };
    let (Some(authority), None) = (uri.authority(), uri.query()) else {
        return refused("is not the plain address of a path");
    };
    let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '/' | '-' | '_' | '.' | '~');
    let path = uri.path();
    if authority.as_str().contains('@') || !path.chars().all(plain) || path.contains("//") {
        return refused("is not the plain address of a path");
    }
    if path.len() < 2 || path.ends_with('/') {
        return refused("has no path, or a slash at its end");
    }
    if TAKEN
        .iter()
        .any(|taken| path.strip_prefix(taken).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    {
        return refused("has a path that is the desk's own");
    }
    match uri.scheme_str() {
        Some("https") if uri.port_u16().is_none_or(|port| PORTS.contains(&port)) => {}
        Some("https") => {
            return refused("has a port Telegram does not go to: 443, 80, 88 and 8443 are those");
        }
        Some("http") if own_server => {}
        Some("http") => return refused("is not encrypted, and Telegram goes to no such address"),
        _ => return refused("is not the address of a web server"),
    }
    Ok(text.to_owned())
}

fn secret_of(text: &str) -> Result<String, Problem> {
    let refused = |what: &str| {
        let mend =
            "set 24 to 256 random letters, digits, _ or -, for example the output of: openssl rand -hex 32";
        Err(Problem::error("TELEGRAM_WEBHOOK_SECRET", what, mend))
    };
    if text.is_empty() {
        return refused("is not set, and TELEGRAM_WEBHOOK_URL is: anybody could pass for Telegram");
    }
    if is_placeholder(text) {
        return refused("is a placeholder");
    }
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
        return refused("has signs Telegram does not take");
    }
    if !(SHORTEST..=LONGEST).contains(&text.len()) {
        return refused("is too short to be safe, or too long for Telegram");
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn read_of(url: &str, secret: &str, own_server: bool) -> (Option<String>, Vec<String>) {
        let mut problems = Vec::new();
        let variables = [("TELEGRAM_WEBHOOK_URL", url), ("TELEGRAM_WEBHOOK_SECRET", secret)];
        let found = read(&Environment::of(variables), own_server, &mut problems);
        assert!(problems.iter().all(|problem| !format!("{problem}").contains("hush")), "no secret is told");
        (found.map(|hook| hook.path().to_owned()), problems.into_iter().map(|problem| problem.key).collect())
    }

    #[test]
    fn an_address_and_a_secret_make_a_webhook_and_neither_makes_none() {
        assert_eq!(
            read_of("https://desk.example/telegram", SECRET, false),
            (Some("/telegram".into()), vec![])
        );
        assert_eq!(read_of("https://desk.example:8443/a/b", SECRET, false), (Some("/a/b".into()), vec![]));
        assert_eq!(read_of("http://127.0.0.1:9/t", SECRET, true), (Some("/t".into()), vec![]));
        assert_eq!(read_of("", "", false), (None, vec![]));
        assert_eq!(read_of("", SECRET, false), (None, vec!["TELEGRAM_WEBHOOK_SECRET".into()]));
    }

    #[test]
    fn what_telegram_would_not_take_or_others_could_guess_is_named() {
        for url in [
            "desk.example/telegram",
            "http://desk.example/telegram",
            "ftp://desk.example/telegram",
            "https://desk.example",
            "https://desk.example/",
            "https://desk.example/telegram/",
            "https://desk.example/file/x",
            "https://desk.example/healthz",
            "https://desk.example/a?b=c",
            "https://desk.example/{path}",
            "https://mei@desk.example/telegram",
            "https://desk.example:8080/telegram",
            "changeme",
        ] {
            assert_eq!(read_of(url, SECRET, false), (None, vec!["TELEGRAM_WEBHOOK_URL".into()]), "{url}");
        }
        for secret in ["", "hush", "changeme", "hush hush hush hush hush hush", &"h".repeat(257)] {
            let (found, keys) = read_of("https://desk.example/telegram", secret, false);
            assert_eq!((found, keys), (None, vec!["TELEGRAM_WEBHOOK_SECRET".into()]), "{secret}");
        }
    }
}
