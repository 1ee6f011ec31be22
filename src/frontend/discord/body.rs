//! Messages as Discord's API takes them: words, buttons, the message they answer, and nobody called but those the desk
//! marked as called.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation as _;

use super::failure::{Answer, Trouble};
use crate::{
    desk::courier::{Button, Refusal},
    domain::text::{MarkKind, Rich, discord::render},
};

/// No previews of links.
pub(super) const SUPPRESS_EMBEDS: u64 = 1 << 2;
/// What a custom id or the value of an option holds.
const LONGEST_DATA: usize = 100;
const LONGEST_LABEL: usize = 80;
const MOST_ROWS: usize = 5;
const MOST_BUTTONS: usize = 5;
const MOST_OPTIONS: usize = 25;
const LONGEST_NONCE: usize = 25;
/// More are refused.
const MOST_CALLED: usize = 100;
/// Where there is nothing to see, Discord wants a character all the same; this one takes no room.
const NOTHING: &str = "\u{200B}";
/// A list to choose from has an id of its own; what is chosen from it is a button's data.
pub const LIST: &str = "list:";

/// Which message a new one answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answered {
    /// This one; when it is gone the words are still worth sending.
    IfThere(u64),
    /// This one or none: without it nothing is sent.
    OrNot(u64),
}

/// Words as content that is not empty.
pub(super) fn content(text: &Rich) -> String {
    let content = render(text);
    if content.trim().is_empty() { NOTHING.to_owned() } else { content }
}

/// Words that stand with files: none where there is nothing to see.
pub(super) fn under_files(text: &Rich) -> String {
    if text.text.trim().is_empty() { String::new() } else { render(text) }
}

/// A new message.
pub(super) fn new_message(
    text: &Rich,
    rows: &[Vec<Button>],
    to: Option<Answered>,
    nonce: &str,
) -> Answer<Value> {
    let mut body = first_message(text);
    body["allowed_mentions"] = called(text);
    body["nonce"] = json!(nonce);
    body["enforce_nonce"] = json!(true);
    let components = components(rows)?;
    if !components.is_empty() {
        body["components"] = json!(components);
    }
    if let Some(to) = to {
        let (Answered::IfThere(id) | Answered::OrNot(id)) = to;
        let must = matches!(to, Answered::OrNot(_));
        body["message_reference"] = json!({"message_id": id.to_string(), "fail_if_not_exists": must});
    }
    Ok(body)
}

/// Whom a message may call: those it marks as called and nobody else, whatever stands in its words.
fn called(text: &Rich) -> Value {
    let named = |of: fn(&MarkKind) -> Option<i64>| {
        let ids: BTreeSet<i64> = text.marks.iter().filter_map(|mark| of(&mark.kind)).collect();
        ids.into_iter().take(MOST_CALLED).map(|id| id.to_string()).collect::<Vec<_>>()
    };
    let people = named(|kind| if let MarkKind::Call(account) = kind { Some(*account) } else { None });
    let roles = named(|kind| if let MarkKind::Role(number) = kind { Some(*number) } else { None });
    let mut allowed = json!({"parse": []});
    for (field, ids) in [("users", people), ("roles", roles)] {
        if !ids.is_empty() {
            allowed[field] = json!(ids);
        }
    }
    allowed
}

/// A message with words only, without a name for repeats.
pub(super) fn first_message(text: &Rich) -> Value {
    json!({"content": content(text), "allowed_mentions": {"parse": []}, "flags": SUPPRESS_EMBEDS})
}

/// New words and buttons of a message; of a file's without buttons, the words alone.
pub(super) fn changed(text: &Rich, rows: Option<&[Vec<Button>]>) -> Answer<Value> {
    let words = if rows.is_some() { content(text) } else { render(text) };
    let mut body = json!({"content": words, "allowed_mentions": {"parse": []}, "flags": SUPPRESS_EMBEDS});
    if let Some(rows) = rows {
        body["components"] = json!(components(rows)?);
    }
    Ok(body)
}

/// The name of a call for Discord, which tells repeats apart by it for some minutes.
pub(super) fn nonce(name: &str) -> String {
    let over = name.chars().count().saturating_sub(LONGEST_NONCE);
    name.chars().skip(over).collect()
}

/// Rows of at most five buttons, at most five of them; more buttons become lists of 25 to choose from. Two buttons that
/// bring back the same are one.
fn components(rows: &[Vec<Button>]) -> Answer<Vec<Value>> {
    let mut seen = Vec::new();
    let mut kept: Vec<Vec<&Button>> = Vec::new();
    for row in rows {
        let new = row.iter().filter(|button| {
            let new = !seen.contains(&button.data.as_str());
            seen.push(button.data.as_str());
            new
        });
        kept.push(new.collect());
    }
    let fits = |data: &&&str| (1..=LONGEST_DATA).contains(&data.chars().count());
    if seen.iter().filter(fits).count() < seen.len() {
        return Err(Trouble::refused(Refusal::Content, "a button brings back too much or nothing"));
    }
    let all: Vec<&Button> = kept.iter().flatten().copied().collect();
    if all.len() > MOST_ROWS * MOST_BUTTONS {
        let lists = all.chunks(MOST_OPTIONS).take(MOST_ROWS).enumerate();
        return Ok(lists.map(|(number, options)| list(number, options)).collect());
    }
    let split: Vec<&[&Button]> = kept.iter().flat_map(|row| row.chunks(MOST_BUTTONS)).collect();
    let rows = if split.len() > MOST_ROWS { all.chunks(MOST_BUTTONS).collect() } else { split };
    Ok(rows
        .into_iter()
        .map(|row| json!({"type": 1, "components": row.iter().map(|b| button(b)).collect::<Vec<_>>()}))
        .collect())
}

fn button(button: &Button) -> Value {
    json!({"type": 2, "style": 2, "label": label(&button.label), "custom_id": button.data})
}

fn list(number: usize, options: &[&Button]) -> Value {
    let option = |button: &&Button| json!({"label": label(&button.label), "value": button.data});
    let ends = [options.first(), options.last()].into_iter().flatten();
    let ends: Vec<String> = ends.map(|button| cut(&button.label, LONGEST_LABEL / 2)).collect();
    let select = json!({"type": 3, "custom_id": format!("{LIST}{number}"), "placeholder": ends.join(" … "),
        "options": options.iter().map(option).collect::<Vec<_>>()});
    json!({"type": 1, "components": [select]})
}

/// A label that can be seen and is not too long.
fn label(words: &str) -> String {
    let words = words.trim();
    if words.is_empty() { "…".to_owned() } else { cut(words, LONGEST_LABEL) }
}

/// Whole characters as they are seen, at most so many code points with the sign that there were more.
pub(super) fn cut(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let mut room = most - 1;
    let fits = |grapheme: &&str| {
        let length = grapheme.chars().count();
        let fits = length <= room;
        room = if fits { room - length } else { 0 };
        fits
    };
    let kept: String = words.graphemes(true).take_while(fits).collect();
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(sizes: &[usize]) -> Vec<Vec<Button>> {
        let mut next = 0..;
        let mut button = || {
            let number: u32 = next.next().unwrap_or_default();
            Button { label: format!("No {number}"), data: format!("d:{number}") }
        };
        sizes.iter().map(|size| (0..*size).map(|_| button()).collect()).collect()
    }

    fn shape(sizes: &[usize]) -> Vec<usize> {
        let built = components(&rows(sizes)).expect("they fit");
        let inside = |row: &Value| {
            let items = row["components"].as_array().map_or(0, Vec::len);
            row["components"][0]["options"].as_array().map_or(items, |options| 100 + options.len())
        };
        built.iter().map(inside).collect()
    }

    #[test]
    fn buttons_are_put_where_there_is_room() {
        assert_eq!(shape(&[]), Vec::<usize>::new());
        assert_eq!(shape(&[2, 1]), [2, 1]);
        assert_eq!(shape(&[7]), [5, 2]);
        assert_eq!(shape(&[1, 1, 1, 1, 1, 1]), [5, 1]);
        assert_eq!(shape(&[25]), [5, 5, 5, 5, 5]);
        assert_eq!(shape(&[10, 16]), [125, 101], "26 are lists");
        assert_eq!(shape(&[200]), [125; 5]);
    }

    #[test]
    fn what_a_button_holds_fits() {
        let press = |label: &str, data: &str| Button { label: label.into(), data: data.into() };
        let built = components(&[vec![press(" ", "a"), press(&"长".repeat(90), "b"), press("again", "a")]]);
        let row = &built.expect("they fit")[0]["components"];
        assert_eq!(row.as_array().map(Vec::len), Some(2), "one of two that do the same");
        assert_eq!(row[0]["label"], "…");
        assert_eq!(row[1]["label"].as_str().map(|label| label.chars().count()), Some(80));
        assert!(components(&[vec![press("x", "")]]).is_err());
        assert!(components(&[vec![press("x", &"d".repeat(101))]]).is_err());
    }

    #[test]
    fn names_of_calls_keep_their_end() {
        assert_eq!(nonce("12.0"), "12.0");
        assert_eq!(nonce("9223372036854775807.123456789"), "372036854775807.123456789");
    }
}
