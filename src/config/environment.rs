//! The variables a process was started with, as a value that tests can make up. `config` itself reads the real ones.

use std::collections::BTreeMap;

/// Variables this project reads.
pub(super) const KNOWN: [&str; 18] = [
    "DATABASE_URL",
    "MIGRATE_DATABASE_URL",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_API_URL",
    "TELEGRAM_STAFF_CHAT",
    "TELEGRAM_WEBHOOK_URL",
    "TELEGRAM_WEBHOOK_SECRET",
    "DISCORD_TOKEN",
    "DISCORD_API_URL",
    "DISCORD_GUILD",
    "DISCORD_SUPPORT_CHANNEL",
    "DISCORD_STAFF_CHANNEL",
    "DISCORD_SHARDS",
    "AFTERCARE_ADMINS",
    "AFTERCARE_CONFIG",
    "AFTERCARE_HTTP",
    "AFTERCARE_PUBLIC_URL",
    "RUST_LOG",
];

/// Our own prefix: what bears it and is not known is a slip.
pub(super) const OURS: &str = "AFTERCARE_";

/// The variables that concern us. Has no `Debug`: secrets are among them.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// Made-up variables.
    pub fn of<K: Into<String>, V: Into<String>>(variables: impl IntoIterator<Item = (K, V)>) -> Self {
        Self(variables.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }

    /// The same, with these instead of what they are called now.
    #[must_use]
    pub fn with<K: Into<String>, V: Into<String>>(
        mut self,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        self.0.extend(variables.into_iter().map(|(key, value)| (key.into(), value.into())));
        self
    }

    /// Whether a variable concerns us.
    pub(super) fn is_ours(key: &str) -> bool {
        KNOWN.contains(&key) || key.starts_with(OURS)
    }

    /// A variable without the space around it; an empty one counts as absent.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The names of all variables.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_file_names_every_variable_and_no_other() {
        let named = include_str!("../../.env.example")
            .lines()
            .filter_map(|line| line.trim_start_matches(['#', ' ']).split_once('='))
            .map(|(key, _)| key)
            .filter(|key| key.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'));
        assert_eq!(named.collect::<std::collections::BTreeSet<_>>(), KNOWN.into_iter().collect());
    }
}
