//! Inline keyboards: what the server accepts.

use serde_json::Value;

use super::answer::Refusal;
use super::body::Params;

/// Buttons one message may carry.
const MOST_BUTTONS: usize = 100;

/// The inline keyboard of a request, checked. Other reply markups are accepted and have no effect here; an empty
/// inline keyboard is none.
pub(super) fn keyboard(params: &Params) -> Result<Option<Value>, Refusal> {
    let Some(markup) = params.json("reply_markup")? else { return Ok(None) };
    let Some(fields) = markup.as_object() else {
        return Err(Refusal::bad("object expected as reply markup"));
    };
    let Some(rows) = fields.get("inline_keyboard") else { return Ok(None) };
    let rows =
        rows.as_array().ok_or_else(|| Refusal::bad("field \"inline_keyboard\" must be of type Array"))?;
    let mut count = 0;
    for row in rows {
        let row = row.as_array().ok_or_else(|| Refusal::bad("inline keyboard row must be an array"))?;
        row.iter().try_for_each(check)?;
        count += row.len();
    }
    if count > MOST_BUTTONS {
        return Err(Refusal::bad("reply markup is too long"));
    }
    Ok((count > 0).then_some(markup))
}

fn check(button: &Value) -> Result<(), Refusal> {
    let text = button["text"].as_str();
    let text = text.ok_or_else(|| {
        Refusal::bad("can't parse inline keyboard button: field \"text\" must be of type String")
    })?;
    if text.trim().is_empty() {
        return Err(Refusal::bad("BUTTON_TEXT_INVALID"));
    }
    if let Some(data) = button.get("callback_data") {
        let length = data.as_str().map_or(0, str::len);
        return if (1..=64).contains(&length) { Ok(()) } else { Err(Refusal::bad("BUTTON_DATA_INVALID")) };
    }
    if let Some(url) = button.get("url") {
        return check_url(url.as_str().unwrap_or_default());
    }
    let others = [
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "copy_text",
        "pay",
    ];
    if others.iter().any(|field| button.get(*field).is_some()) {
        return Ok(());
    }
    Err(Refusal::bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"))
}

fn check_url(url: &str) -> Result<(), Refusal> {
    let known = ["http://", "https://", "tg://"].iter().any(|scheme| url.starts_with(scheme));
    if known && !url.contains(char::is_whitespace) {
        return Ok(());
    }
    Err(Refusal::bad(format!("inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")))
}
