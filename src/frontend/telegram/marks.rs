//! Looks of texts: Telegram's entities and the marks of a [`Rich`], both ways.
//!
//! Entities Telegram finds by itself (names, commands, plain links) are no marks: it finds them again.

use serde_json::Value;
use teloxide::types::{MessageEntity, MessageEntityKind, User, UserId};

use crate::domain::text::{MarkKind, Rich};

/// A text with its entities.
pub(super) fn rich(text: &str, entities: &[MessageEntity]) -> Rich {
    let marks =
        entities.iter().filter_map(|entity| Some((mark(&entity.kind)?, entity.offset, entity.length)));
    Rich::from_utf16(text, marks)
}

fn mark(kind: &MessageEntityKind) -> Option<MarkKind> {
    use MessageEntityKind as Kind;
    Some(match kind {
        Kind::Bold => MarkKind::Bold,
        Kind::Italic => MarkKind::Italic,
        Kind::Underline => MarkKind::Underline,
        Kind::Strikethrough => MarkKind::Strike,
        Kind::Spoiler => MarkKind::Spoiler,
        Kind::Code => MarkKind::Code,
        Kind::Pre { language } => MarkKind::Pre(language.clone()),
        Kind::Blockquote | Kind::ExpandableBlockquote => MarkKind::Quote,
        Kind::TextLink { url } => MarkKind::Link(url.to_string()),
        Kind::Mention
        | Kind::Hashtag
        | Kind::Cashtag
        | Kind::BotCommand
        | Kind::Url
        | Kind::Email
        | Kind::PhoneNumber
        | Kind::TextMention { .. }
        | Kind::CustomEmoji { .. } => return None,
    })
}

/// The same from JSON; entities of kinds unknown here fall away.
pub(super) fn rich_from_json(text: &str, entities: &Value) -> Rich {
    let unit = |entity: &Value, name: &str| usize::try_from(entity[name].as_u64()?).ok();
    let marks = entities.as_array().into_iter().flatten().filter_map(|entity| {
        Some((mark_from_json(entity)?, unit(entity, "offset")?, unit(entity, "length")?))
    });
    Rich::from_utf16(text, marks)
}

fn mark_from_json(entity: &Value) -> Option<MarkKind> {
    Some(match entity["type"].as_str()? {
        "bold" => MarkKind::Bold,
        "italic" => MarkKind::Italic,
        "underline" => MarkKind::Underline,
        "strikethrough" => MarkKind::Strike,
        "spoiler" => MarkKind::Spoiler,
        "code" => MarkKind::Code,
        "pre" => MarkKind::Pre(entity["language"].as_str().map(str::to_owned)),
        "blockquote" | "expandable_blockquote" => MarkKind::Quote,
        "text_link" => MarkKind::Link(entity["url"].as_str()?.to_owned()),
        _ => return None,
    })
}

/// The marks of a text as entities. A link that is no URL stays plain text.
pub(super) fn entities(rich: &Rich) -> Vec<MessageEntity> {
    let marks = rich.utf16_marks().into_iter();
    marks.filter_map(|(kind, from, length)| Some(MessageEntity::new(entity(kind)?, from, length))).collect()
}

/// Whoever has that account, as Telegram wants them named: only the number counts.
fn somebody(account: i64) -> Option<User> {
    Some(User {
        id: UserId(u64::try_from(account).ok()?),
        is_bot: false,
        first_name: String::new(),
        last_name: None,
        username: None,
        language_code: None,
        is_premium: false,
        added_to_attachment_menu: false,
    })
}

fn entity(kind: MarkKind) -> Option<MessageEntityKind> {
    Some(match kind {
        MarkKind::Bold => MessageEntityKind::Bold,
        MarkKind::Italic => MessageEntityKind::Italic,
        MarkKind::Underline => MessageEntityKind::Underline,
        MarkKind::Strike => MessageEntityKind::Strikethrough,
        MarkKind::Spoiler => MessageEntityKind::Spoiler,
        MarkKind::Code => MessageEntityKind::Code,
        MarkKind::Pre(language) => MessageEntityKind::Pre { language },
        MarkKind::Quote => MessageEntityKind::Blockquote,
        MarkKind::Link(url) => MessageEntityKind::TextLink { url: url.parse().ok()? },
        MarkKind::Call(account) => MessageEntityKind::TextMention { user: somebody(account)? },
        MarkKind::Thread | MarkKind::Role(_) => return None,
    })
}
