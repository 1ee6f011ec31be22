//! Emoji as reactions: how each platform writes one, and whether it takes it.
//!
//! The same emoji is written with or without the sign that says "as a picture". Telegram takes a short list, written
//! without; Discord takes every emoji, written in full.

use super::chat::Platform;

/// Says that the character before it is a picture.
const PICTURE: char = '\u{FE0F}';
/// Colours of skin.
const SKIN: std::ops::RangeInclusive<char> = '\u{1F3FB}'..='\u{1F3FF}';
/// What Telegram lets a bot set.
const TELEGRAM: &str = "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u{200D}🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 \
                        🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u{200D}💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 \
                        😘 💊 🙊 😎 👾 🤷\u{200D}♂ 🤷 🤷\u{200D}♀ 😡";
/// Characters that are no pictures by themselves.
const PLAIN: [char; 6] = ['❤', '✍', '☃', '🕊', '♂', '♀'];

/// The emoji as that platform writes it; `None` where it takes no such reaction from a bot.
pub fn reaction(emoji: &str, on: Platform) -> Option<String> {
    match on {
        Platform::Telegram => {
            let plain: String = emoji.chars().filter(|c| *c != PICTURE && !SKIN.contains(c)).collect();
            TELEGRAM.split(' ').any(|taken| taken == plain).then_some(plain)
        }
        Platform::Discord => {
            let mut full = String::with_capacity(emoji.len());
            let mut rest = emoji.chars().peekable();
            while let Some(character) = rest.next() {
                full.push(character);
                if PLAIN.contains(&character) && rest.peek() != Some(&PICTURE) {
                    full.push(PICTURE);
                }
            }
            Some(full)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_platform_writes_it_in_its_way() {
        for (emoji, telegram, discord) in [
            ("👍", Some("👍"), "👍"),
            ("👍🏽", Some("👍"), "👍🏽"),
            ("❤", Some("❤"), "❤\u{FE0F}"),
            ("❤\u{FE0F}", Some("❤"), "❤\u{FE0F}"),
            ("🤷\u{200D}♀\u{FE0F}", Some("🤷\u{200D}♀"), "🤷\u{200D}♀\u{FE0F}"),
            ("🧵", None, "🧵"),
            ("", None, ""),
        ] {
            assert_eq!(reaction(emoji, Platform::Telegram).as_deref(), telegram, "{emoji} on Telegram");
            assert_eq!(reaction(emoji, Platform::Discord).as_deref(), Some(discord), "{emoji} on Discord");
        }
    }
}
