//! What the environment says of Discord.

use super::{is_placeholder, kept};
use crate::config::{DiscordConfig, Shards, environment::Environment, problem::Problem};

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
    let shards =
        environment.get("DISCORD_SHARDS").and_then(|text| kept(shards(text), problems)).unwrap_or_default();
    heard(shards, guild?, problems);
    Some(DiscordConfig { token: token.into(), api_url, guild: guild?, support, staff, shards })
}

fn shards(text: &str) -> Result<Shards, Problem> {
    let range = || {
        let (range, of) = text.split_once('/')?;
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        Some((first.parse().ok()?, last.parse().ok()?, of.parse().ok()?))
    };
    let whole = text.parse().ok().filter(|of| *of > 0).map(|of: u32| (0, of - 1, of));
    match whole.or_else(range) {
        _ if text == "auto" => Ok(Shards::Auto),
        Some((first, last, of)) if first <= last && last < of && of <= MOST_SHARDS => {
            Ok(Shards::Range { first, last, of })
        }
        _ => Err(Problem::error(
            "DISCORD_SHARDS",
            "names no connections",
            "write auto, a number of shards such as 4, or which of them as in 0-1/4; leave it out for one connection",
        )),
    }
}

/// Whether the desk hears its server, and private messages, by these.
fn heard(shards: Shards, guild: u64, problems: &mut Vec<Problem>) {
    let Shards::Range { first, last, of } = shards else { return };
    let own = (guild >> 22) % u64::from(of);
    if !(u64::from(first)..=u64::from(last)).contains(&own) {
        problems.push(Problem::error(
            "DISCORD_SHARDS",
            format!("leaves out the shard {own}, by which everything from the server DISCORD_GUILD comes"),
            format!("name a range with {own} in it"),
        ));
    }
    if first > 0 {
        problems.push(Problem::warning(
            "DISCORD_SHARDS",
            "leaves out the shard 0, so private messages are not heard",
            "begin at 0, unless nobody is to write to the bot itself",
        ));
    }
}

/// Discord has no bot with more.
const MOST_SHARDS: u32 = 10_000;

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
    fn shards_are_read_and_must_let_the_server_be_heard() {
        // Its shard of 4 is 1.
        let guild = ((1_u64 << 22) + 7).to_string();
        let of = |shards: &str| {
            let token = "not-a-real-one-but-long-enough";
            let all = [("DISCORD_TOKEN", token), ("DISCORD_GUILD", &guild), ("DISCORD_SHARDS", shards)];
            let (found, problems) = read_of(&all);
            (found.map(|found| found.shards), problems.len())
        };
        let range = |first, last, of| Some(Shards::Range { first, last, of });
        assert_eq!(of(""), (Some(Shards::One), 0));
        assert_eq!(of("auto"), (Some(Shards::Auto), 0));
        assert_eq!(of("4"), (range(0, 3, 4), 0));
        assert_eq!(of("0-1/4"), (range(0, 1, 4), 0));
        assert_eq!(of("1/4"), (range(1, 1, 4), 1), "private messages are missed");
        assert_eq!(of("0/4").1, 1, "the server is not heard");
        assert_eq!(of("2-3/4").1, 2);
        for wrong in ["0", "-1", "many", "4-2/8", "0-4/4", "0-1", "1/0", "99999"] {
            assert_eq!(of(wrong), (Some(Shards::One), 1), "{wrong}");
        }
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
