//! Whether there is a platform at all, and a place on one of them where the staff works.

use super::{Config, problem::Problem};

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
        return Vec::new();
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
