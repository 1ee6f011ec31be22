//! Reading a Fluent file as text: which messages it holds and which variables each uses. Its syntax is checked by the
//! parser; this only lists.

use std::collections::{BTreeMap, BTreeSet};

/// What a message needs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// The names after `$`.
    pub variables: BTreeSet<String>,
    /// Whether it says nothing.
    pub is_empty: bool,
}

/// The messages of a file by key.
pub fn messages(source: &str) -> BTreeMap<String, Message> {
    let mut all: BTreeMap<String, Message> = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in source.lines() {
        let text = match head(line) {
            Some((key, text)) => {
                all.insert(key.to_owned(), Message { is_empty: true, ..Message::default() });
                current = Some(key.to_owned());
                text
            }
            None if line.starts_with(' ') => line,
            None => {
                current = None;
                continue;
            }
        };
        if let Some(message) = current.as_ref().and_then(|key| all.get_mut(key)) {
            message.variables.extend(variables(text));
            message.is_empty &= text.trim().is_empty();
        }
    }
    all
}

/// The key and the first line of a message that begins here.
fn head(line: &str) -> Option<(&str, &str)> {
    let (key, text) = line.split_once('=')?;
    let key = key.trim_end();
    let named = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    named.then_some((key, text))
}

fn variables(text: &str) -> impl Iterator<Item = String> {
    let named = |part: &str| part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    text.split('$').skip(1).map(named)
}
