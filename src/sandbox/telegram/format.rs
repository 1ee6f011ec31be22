//! Formatted text: `parse_mode=HTML`, explicit entities, and what the server cleans up and finds by itself.
//!
//! The result is what the message will hold: trimmed text and entities in UTF-16 units.

use serde_json::{Value, json};

use super::answer::Refusal;
use crate::sandbox::world::{entities_of, utf16_len};

/// The text without markup and its entities.
pub(super) fn formatted(
    text: &str,
    mode: Option<&str>,
    given: Option<&Value>,
) -> Result<(String, Vec<Value>), Refusal> {
    let (text, mut entities) = match mode.map(str::to_ascii_lowercase).as_deref() {
        None => (text.to_owned(), explicit(given)?),
        Some("html") => html(text)?,
        Some(_) => return Err(Refusal::bad("unsupported parse_mode")),
    };
    let found =
        entities_of(&text).into_iter().filter(|found| entities.iter().all(|known| !overlap(found, known)));
    entities.extend(found.collect::<Vec<_>>());
    entities.sort_by_key(|entity| (span(entity).0, std::cmp::Reverse(span(entity).1)));
    Ok(trimmed(&text, entities))
}

fn explicit(given: Option<&Value>) -> Result<Vec<Value>, Refusal> {
    let Some(given) = given else { return Ok(Vec::new()) };
    let list = given.as_array().ok_or_else(|| Refusal::bad("can't parse entities: expected an Array"))?;
    if list.iter().any(|entity| entity["type"].as_str().is_none() || span(entity).1 == 0) {
        return Err(Refusal::bad("can't parse entities: wrong entity specified"));
    }
    let nobody = |entity: &Value| entity["type"] == "text_mention" && !entity["user"]["id"].is_i64();
    if list.iter().any(nobody) {
        return Err(Refusal::bad("can't parse entities: wrong user specified"));
    }
    Ok(list.clone())
}

/// Offset and length.
fn span(entity: &Value) -> (usize, usize) {
    let unit = |name: &str| entity[name].as_u64().and_then(|units| usize::try_from(units).ok()).unwrap_or(0);
    (unit("offset"), unit("length"))
}

fn overlap(a: &Value, b: &Value) -> bool {
    let ((a, a_len), (b, b_len)) = (span(a), span(b));
    a < b + b_len && b < a + a_len
}

/// Cuts white space at both ends and what entities reach beyond.
fn trimmed(text: &str, entities: Vec<Value>) -> (String, Vec<Value>) {
    let body = text.trim();
    let lead = utf16_len(&text[..text.len() - text.trim_start().len()]);
    let end = utf16_len(body);
    let kept = entities.into_iter().filter_map(|mut entity| {
        let (offset, length) = span(&entity);
        let from = offset.saturating_sub(lead).min(end);
        let to = (offset + length).saturating_sub(lead).min(end);
        entity["offset"] = json!(from);
        entity["length"] = json!(to - from);
        (to > from).then_some(entity)
    });
    (body.to_owned(), kept.collect())
}

/// A tag that is open.
struct Open {
    name: String,
    entity: Value,
    offset: usize,
}

/// Text and entities of the server's HTML dialect.
fn html(source: &str) -> Result<(String, Vec<Value>), Refusal> {
    let mut text = String::new();
    let mut entities = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        let position = source.len() - rest.len() + at;
        rest = &rest[at..];
        if rest.starts_with('&') {
            let (c, length) = entity_char(rest);
            text.push(c);
            rest = &rest[length..];
            continue;
        }
        let end = rest.find('>').ok_or_else(|| broken("Unclosed start tag", position))?;
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            close(name.trim(), position, &mut open, &text, &mut entities)?;
        } else {
            let entity = opening(tag, position)?;
            let name = tag.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
            open.push(Open { name, entity, offset: utf16_len(&text) });
        }
    }
    text.push_str(rest);
    match open.last() {
        Some(tag) => {
            let name = &tag.name;
            let wording =
                format!("can't parse entities: Can't find end tag corresponding to start tag \"{name}\"");
            Err(Refusal::bad(wording))
        }
        None => Ok((text, entities)),
    }
}

fn close(
    name: &str,
    position: usize,
    open: &mut Vec<Open>,
    text: &str,
    entities: &mut Vec<Value>,
) -> Result<(), Refusal> {
    let tag = open.pop().ok_or_else(|| broken("Unexpected end tag", position))?;
    if !name.is_empty() && !name.eq_ignore_ascii_case(&tag.name) {
        let wording = format!(
            "can't parse entities: Unmatched end tag at byte offset {position}, expected \"</{}>\", found \"</{name}>\"",
            tag.name
        );
        return Err(Refusal::bad(wording));
    }
    let mut entity = tag.entity;
    entity["offset"] = json!(tag.offset);
    entity["length"] = json!(utf16_len(text) - tag.offset);
    // Why: an empty entity vanishes without a word.
    entities.extend(Some(entity).filter(|entity| span(entity).1 > 0));
    Ok(())
}

/// The entity an opening tag begins.
fn opening(tag: &str, position: usize) -> Result<Value, Refusal> {
    let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    Ok(match name.to_ascii_lowercase().as_str() {
        "b" | "strong" => json!({"type": "bold"}),
        "i" | "em" => json!({"type": "italic"}),
        "u" | "ins" => json!({"type": "underline"}),
        "s" | "strike" | "del" => json!({"type": "strikethrough"}),
        "tg-spoiler" => json!({"type": "spoiler"}),
        "code" => json!({"type": "code"}),
        "pre" => json!({"type": "pre"}),
        "blockquote" if attributes.contains("expandable") => json!({"type": "expandable_blockquote"}),
        "blockquote" => json!({"type": "blockquote"}),
        "a" => json!({"type": "text_link", "url": attribute(attributes, "href")}),
        other => return Err(broken(&format!("Unsupported start tag \"{other}\""), position)),
    })
}

fn attribute(attributes: &str, name: &str) -> String {
    let value = attributes.split_once(&format!("{name}=")).map_or("", |(_, value)| value);
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => value[1..].split(quote).next(),
        None => value.split_whitespace().next(),
    };
    let mut decoded = String::new();
    let mut rest = value.unwrap_or_default();
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        let (c, length) = entity_char(&rest[at..]);
        decoded.push(c);
        rest = &rest[at + length..];
    }
    decoded + rest
}

/// The character an `&…;` stands for and its length in the source; a bare `&` is itself.
fn entity_char(rest: &str) -> (char, usize) {
    for (name, c) in [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"')] {
        if rest.starts_with(name) {
            return (c, name.len());
        }
    }
    let number = rest.strip_prefix("&#").and_then(|rest| rest.split_once(';')).map(|(number, _)| number);
    let code = number.and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    match (number, code.and_then(char::from_u32)) {
        (Some(number), Some(c)) => (c, number.len() + 3),
        _ => ('&', 1),
    }
}

fn broken(what: &str, position: usize) -> Refusal {
    Refusal::bad(format!("can't parse entities: {what} at byte offset {position}"))
}
