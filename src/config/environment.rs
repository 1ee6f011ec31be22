//! The variables a process was started with, as a value that tests can make up.

use std::collections::BTreeMap;

/// Variables this project reads.
pub(super) const KNOWN: [&str; 8] = [
    "DATABASE_URL",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_API_URL",
    "TELEGRAM_STAFF_CHAT",
    "AFTERCARE_ADMINS",
    "AFTERCARE_CONFIG",
    "AFTERCARE_HTTP",
    "RUST_LOG",
];

/// Our own prefix: what bears it and is not known is a slip.
pub(super) const OURS: &str = "AFTERCARE_";

/// The variables that concern us. Has no `Debug`: secrets are among them.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// The variables of this process; others than ours are not even kept. The one place that reads them.
    pub fn from_process() -> Self {
        let text = |word: std::ffi::OsString| word.to_string_lossy().into_owned();
        let all = std::env::vars_os().map(|(key, value)| (text(key), text(value)));
        Self::of(all.filter(|(key, _)| KNOWN.contains(&key.as_str()) || key.starts_with(OURS)))
    }

    /// Made-up variables.
    pub fn of<K: Into<String>, V: Into<String>>(variables: impl IntoIterator<Item = (K, V)>) -> Self {
        Self(variables.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
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
