//! How the Discord server begins: the bot, its rights and switches, and three channels.

use super::permission;

/// The switches and rights the bot starts with.
#[derive(Clone, Debug)]
pub struct GuildSetup {
    /// Without the word `Bot`.
    pub token: String,
    pub bot_name: String,
    pub guild_name: String,
    /// The bot's rights in every channel, as bits; see [`permission`].
    pub permissions: u64,
    /// Which privileged intents are switched on for the application, as bits.
    pub granted_intents: u64,
    /// How many active threads the server bears.
    pub most_threads: usize,
    /// How many channels, threads aside.
    pub most_channels: usize,
    /// Bytes per uploaded file.
    pub most_bytes: usize,
    /// How often the gateway wants to hear of its clients.
    pub heartbeat_millis: u64,
}

impl Default for GuildSetup {
    fn default() -> Self {
        Self {
            // Why no real form: nothing that looks like a token stands in a repository.
            token: "SANDBOX-DISCORD-TOKEN".into(),
            bot_name: "aftercare-desk".into(),
            guild_name: "Wholesale".into(),
            permissions: permission::DESK,
            granted_intents: super::intent::MESSAGE_CONTENT | super::intent::GUILD_MEMBERS,
            most_threads: 1000,
            most_channels: 500,
            most_bytes: 10 << 20,
            heartbeat_millis: 41_250,
        }
    }
}
