//! What the environment says of Discord.

use super::{is_placeholder, kept};
use crate::config::{DiscordConfig, environment::Environment, problem::Problem};

/// Nothing without a token; a token without a server is a problem.
pub(super) fn read(environment: &Environment, problems: &mut Vec<Problem>) -> Option<DiscordConfig> {
    let token = environment.get("DISCORD_TOKEN")?;
    if is_placeholder(token) || token.len() < 20 || token.chars().any(char::is_whitespace) {
        problems.push(Problem::error(
            "DISCORD_TOKEN",
            "has not the shape of a token",
            "set what the page Bot of Discord's developer portal gave you, without the word Bot",
        ));
    }
    let mut number = |key: &'static str| environment.get(key).and_then(|text| kept(id(key, text), problems));
    let (guild, support, staff) =
        (number("DISCORD_GUILD"), number("DISCORD_SUPPORT_CHANNEL"), number("DISCORD_STAFF_CHANNEL"));
    if environment.get("DISCORD_GUILD").is_none() {
        problems.push(Problem::error(
            "DISCORD_GUILD",
            "is not set, and DISCORD_TOKEN is",
            "set the server's number: right-click the server with developer mode on, Copy ID",
        ));
    }
    let api_url = environment.get("DISCORD_API_URL").and_then(|url| kept(api_url(url), problems));
    Some(DiscordConfig { token: token.into(), api_url, guild: guild?, support, staff })
}

fn id(key: &'static str, text: &str) -> Result<u64, Problem> {
    let number = text.parse::<u64>().ok().filter(|id| *id > 0 && i64::try_from(*id).is_ok());
    number.ok_or_else(|| {
        Problem::error(key, "is no number of Discord's", "right-click it with developer mode on, Copy ID")
    })
}

/// Why only this machine: with another address the library's limiter is off, and Discord itself would block the bot.
fn api_url(text: &str) -> Result<String, Problem> {
    let local = text.parse::<axum::http::Uri>().is_ok_and(|uri| {
        uri.scheme_str() == Some("http")
            && uri.query().is_none()
            && matches!(uri.host(), Some("127.0.0.1" | "localhost" | "[::1]"))
    });
    if local {
        return Ok(text.trim_end_matches('/').to_owned());
    }
    let mend = "write http://127.0.0.1:PORT of a stand-in, or unset it for Discord itself";
    Err(Problem::error("DISCORD_API_URL", "is not the address of a stand-in on this machine", mend))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_of(variables: &[(&str, &str)]) -> (Option<DiscordConfig>, Vec<String>) {
        let mut problems = Vec::new();
        let found = read(&Environment::of(variables.iter().copied()), &mut problems);
        (found, problems.into_iter().map(|problem| problem.key).collect())
    }

    #[test]
    fn a_token_switches_discord_on_and_wants_a_server() {
        let token = "not-a-real-one-but-long-enough";
        assert!(read_of(&[("DISCORD_GUILD", "7")]).0.is_none());
        assert_eq!(read_of(&[("DISCORD_TOKEN", token)]).1, ["DISCORD_GUILD"]);
        let (found, problems) =
            read_of(&[("DISCORD_TOKEN", token), ("DISCORD_GUILD", "7"), ("DISCORD_STAFF_CHANNEL", "9")]);
        assert_eq!(
            (found.map(|d| (d.guild, d.support, d.staff)), problems.len()),
            (Some((7, None, Some(9))), 0)
        );
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let token = "not-a-real-one-but-long-enough";
        let wrong = [
            ("DISCORD_TOKEN", "changeme"),
            ("DISCORD_SUPPORT_CHANNEL", "support"),
            ("DISCORD_API_URL", "https://discord.com"),
        ];
        for (key, value) in wrong {
            let all = [("DISCORD_TOKEN", token), ("DISCORD_GUILD", "7"), (key, value)];
            assert_eq!(read_of(&all).1, [key]);
        }
    }
}
