//! How much goes into one message of each platform, and how a text is cut for it.
//!
//! Telegram counts the UTF-16 units of the text without its looks; Discord counts the characters of the text as it is
//! written down, looks and escapes included. Words of buttons are cut by the couriers.

use crate::domain::{
    chat::Platform,
    text::{Rich, discord},
};

/// Most UTF-16 units of a text on Telegram.
const TELEGRAM_TEXT: usize = 4096;
/// Most UTF-16 units under a file on Telegram.
const TELEGRAM_CAPTION: usize = 1024;
/// Most characters of a message on Discord, with files or without.
const DISCORD_TEXT: usize = 2000;

/// What a text stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::desk) enum Sheet {
    /// A message of its own.
    Text,
    /// The words under a file.
    Caption,
}

/// The parts of a text that show anything, each a message of its own; a part of white space alone is none.
pub(in crate::desk) fn parts_for(on: Platform, text: &Rich) -> Vec<Rich> {
    visible(split(on, Sheet::Text, 0, text)).collect()
}

/// As much of a text as goes into one message.
pub(in crate::desk) fn first_for(on: Platform, sheet: Sheet, text: &Rich) -> Rich {
    visible(split(on, sheet, 0, text)).next().unwrap_or_default()
}

/// Whether all of a text goes under one file, with room for so many characters more.
pub(in crate::desk) fn fits_under(on: Platform, spare: usize, text: &Rich) -> bool {
    split(on, Sheet::Caption, spare, text).len() <= 1
}

/// Most characters of a room's name.
pub(in crate::desk) const fn title(on: Platform) -> usize {
    match on {
        Platform::Telegram => 128,
        Platform::Discord => 100,
    }
}

fn split(on: Platform, sheet: Sheet, spare: usize, text: &Rich) -> Vec<Rich> {
    match (on, sheet) {
        (Platform::Telegram, Sheet::Text) => text.split(TELEGRAM_TEXT - spare),
        (Platform::Telegram, Sheet::Caption) => text.split(TELEGRAM_CAPTION - spare),
        (Platform::Discord, Sheet::Text | Sheet::Caption) => discord::split(text, DISCORD_TEXT - spare),
    }
}

fn visible(parts: Vec<Rich>) -> impl Iterator<Item = Rich> {
    parts.into_iter().filter(|part| !part.text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_platform_has_its_own_measure() {
        let long = Rich::plain("word ".repeat(700).trim_end());
        assert_eq!(parts_for(Platform::Telegram, &long).len(), 1);
        assert_eq!(parts_for(Platform::Discord, &long).len(), 2);
        let caption = Rich::plain("word ".repeat(300).trim_end());
        assert!(!fits_under(Platform::Telegram, 0, &caption));
        assert!(fits_under(Platform::Discord, 0, &caption));
        assert!(!fits_under(Platform::Discord, 600, &caption));
    }

    #[test]
    fn what_has_to_be_escaped_takes_more_room_on_discord() {
        let stars = Rich::plain("*".repeat(1500));
        let parts = parts_for(Platform::Discord, &stars);
        assert_eq!(parts.iter().map(|part| part.text.len()).sum::<usize>(), 1500);
        assert!(parts.len() > 1, "every one of them is two characters there");
    }

    #[test]
    fn a_text_that_shows_nothing_is_no_message() {
        for on in [Platform::Telegram, Platform::Discord] {
            assert_eq!(parts_for(on, &Rich::plain(" \n ")), []);
            assert_eq!(first_for(on, Sheet::Caption, &Rich::default()), Rich::default());
        }
    }
}
