//! Whether there is a platform at all, a place where the staff works, and one on the platform each group calls its home.

use super::{Config, problem::Problem};
use crate::domain::{chat::Platform, staff_side::Homes};

/// What keeps the desk from being reached or answered.
pub(super) fn missing(config: &Config) -> Vec<Problem> {
    let (telegram, discord) = (config.telegram.as_ref(), config.discord.as_ref());
    if telegram.is_none() && discord.is_none() {
        return vec![Problem::error(
            "TELEGRAM_BOT_TOKEN",
            "is not set, and DISCORD_TOKEN neither, so no platform is on and nobody can reach the desk",
            "set one of them: @BotFather gives the first, Discord's developer portal the second",
        )];
    }
    let (group, channel) = (
        telegram.is_some_and(|telegram| telegram.staff_chat.is_some()),
        discord.is_some_and(|discord| discord.staff.is_some()),
    );
    if group || channel {
        return homeless(config, Homes { telegram: group, discord: channel });
    }
    let no_room = "is not set, so cases have no room to be answered in";
    vec![if telegram.is_some() {
        let mend = "make a group, add the bot as admin, set the group's number; or, where one agent does it all, theirs; \
                    or set DISCORD_STAFF_CHANNEL";
        Problem::error("TELEGRAM_STAFF_CHAT", no_room, mend)
    } else {
        let mend = "make a channel only your people and the bot see, and set its number";
        Problem::error("DISCORD_STAFF_CHANNEL", no_room, mend)
    }]
}

/// The groups whose home is a platform where the staff has no place.
fn homeless(config: &Config, homes: Homes) -> Vec<Problem> {
    let groups = config.terms.groups.iter().enumerate();
    let homeless = groups.filter(|(_, group)| homes.meant(&group.home).is_none());
    homeless
        .map(|(n, group)| {
            let (name, key) = if group.home == Platform::Discord.name() {
                ("Discord", "DISCORD_TOKEN and DISCORD_STAFF_CHANNEL")
            } else {
                ("Telegram", "TELEGRAM_BOT_TOKEN and TELEGRAM_STAFF_CHAT")
            };
            Problem::error(
                format!("terms.toml: groups[{}].home", n + 1),
                format!("puts the rooms of {:?} on {name}, where the staff has no place", group.id),
                format!("set {key}, or write another home: \"auto\" is where there is one"),
            )
        })
        .collect()
}
