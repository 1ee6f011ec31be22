//! Entities that the platform finds in plain text by itself: commands, mentions, hashtags, links, mail addresses.
//!
//! Offsets and lengths are UTF-16 code units, as everywhere on the platform. Deliberately not here: phone numbers,
//! cashtags, bank cards, and links without a scheme or `www.`.

use serde_json::{Value, json};

/// The length of a text as the platform counts it.
pub fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The entities of a text typed by a person or sent without formatting, in order.
pub fn entities_of(text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let lead = bare.len() - bare.trim_start_matches(['(', '"', '\'', '（', '，']).len();
        if let Some((kind, length)) = classify(&bare[lead..]) {
            found.push(json!({
                "type": kind,
                "offset": offset + utf16_len(&bare[..lead]),
                "length": utf16_len(&bare[lead..lead + length]),
            }));
        }
        offset += utf16_len(word);
    }
    found
}

/// The kind of entity a word begins with and its length in bytes.
fn classify(word: &str) -> Option<(&'static str, usize)> {
    match word.chars().next()? {
        '/' => command(word).map(|length| ("bot_command", length)),
        '@' => name_length(&word[1..]).filter(|length| (4..=32).contains(length)).map(|n| ("mention", n + 1)),
        '#' => {
            let length = word[1..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(word.len() - 1);
            (length > 0).then_some(("hashtag", length + 1))
        }
        _ => link(word),
    }
}

/// `/name` or `/name@bot`, where the name has 1-32 letters, digits and underscores.
fn command(word: &str) -> Option<usize> {
    let name = name_length(&word[1..]).filter(|length| (1..=32).contains(length))?;
    let rest = &word[1 + name..];
    let bot = rest.strip_prefix('@').and_then(name_length).filter(|length| *length >= 3);
    // Why: a path such as /usr/bin is not a command.
    (!rest.starts_with('/')).then_some(1 + name + bot.map_or(0, |length| length + 1))
}

fn name_length(text: &str) -> Option<usize> {
    let length = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    (length > 0).then_some(length)
}

fn link(word: &str) -> Option<(&'static str, usize)> {
    let bare = word.trim_end_matches(['.', ',', '!', '?', ':', ';', ')', '"', '\'']);
    let lower = bare.to_ascii_lowercase();
    if ["http://", "https://", "www."]
        .iter()
        .any(|start| lower.starts_with(start) && lower.len() > start.len())
    {
        return Some(("url", bare.len()));
    }
    let (local, domain) = bare.split_once('@')?;
    let plausible =
        !local.is_empty() && domain.split('.').count() > 1 && domain.split('.').all(|l| !l.is_empty());
    (plausible && bare.is_ascii()).then_some(("email", bare.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let at = |entity: &Value, key: &str| usize::try_from(entity[key].as_u64().unwrap_or(0)).unwrap_or(0);
        entities_of(text)
            .iter()
            .map(|entity| {
                let start = at(entity, "offset");
                let part = String::from_utf16_lossy(&units[start..start + at(entity, "length")]);
                (entity["type"].as_str().unwrap_or_default().to_owned(), part)
            })
            .collect()
    }

    #[test]
    fn commands_are_found_with_their_bot_and_not_in_paths() {
        assert_eq!(found("/take@desk_bot now"), [("bot_command".into(), "/take@desk_bot".into())]);
        assert_eq!(found("😀 /help"), [("bot_command".into(), "/help".into())]);
        assert_eq!(found("see /usr/bin or a/b"), []);
    }

    #[test]
    fn links_mentions_hashtags_and_addresses() {
        let text = "ask @linwei at https://example.org/a?b=1, or mei@example.org. #zipper";
        let kinds: Vec<String> =
            found(text).into_iter().map(|(kind, part)| format!("{kind} {part}")).collect();
        assert_eq!(
            kinds,
            ["mention @linwei", "url https://example.org/a?b=1", "email mei@example.org", "hashtag #zipper"]
        );
    }
}
