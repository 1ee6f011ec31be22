//! What a message may hold: lengths, rows, buttons, options, embeds, flags. Broken limits are told at their places.

use serde_json::Value;

use super::flag;
use super::refusal::Form;

const CONTENT: usize = 2000;
const ROWS: usize = 5;
const BUTTONS: usize = 5;
const OPTIONS: usize = 25;
const CUSTOM_ID: usize = 100;
const EMBEDS: usize = 10;
const EMBEDS_TOTAL: usize = 6000;

/// Checks content, embeds, components and flags of a message body.
pub(crate) fn message(form: &mut Form, body: &Value, allowed_flags: u64) {
    if let Some(content) = body["content"].as_str() {
        form.length("content", content, 0, CONTENT);
    } else if !matches!(body["content"], Value::Null | Value::Number(_)) {
        form.wrong("content", "BASE_TYPE_BAD_TYPE", "Could not interpret value as string.");
    }
    embeds(form, list(&body["embeds"]));
    let flags = body["flags"].as_u64().unwrap_or_default();
    if flags & !allowed_flags != 0 {
        form.wrong("flags", "MESSAGE_FLAGS_INVALID", "Invalid flags were sent with this message.");
    }
    if flags & flag::IS_COMPONENTS_V2 == 0 {
        rows(form, "components", list(&body["components"]));
    }
    if let Some(nonce) = body["nonce"].as_str() {
        form.length("nonce", nonce, 0, 25);
    }
    mentions(form, &body["allowed_mentions"]);
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn mentions(form: &mut Form, allowed: &Value) {
    for kind in list(&allowed["parse"]) {
        if !matches!(kind.as_str(), Some("users" | "roles" | "everyone")) {
            form.choices("allowed_mentions.parse", "'users', 'roles', 'everyone'");
        }
    }
    for field in ["users", "roles"] {
        let parsed = list(&allowed["parse"]).iter().any(|kind| kind == field);
        if parsed && !list(&allowed[field]).is_empty() {
            let message = format!("parse:[\"{field}\"] and {field}: [ids...] are mutually exclusive.");
            form.wrong("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", &message);
        }
    }
}

fn embeds(form: &mut Form, embeds: &[Value]) {
    if embeds.len() > EMBEDS {
        form.count("embeds", embeds.len(), 0, EMBEDS);
    }
    let mut total = 0;
    for (n, embed) in embeds.iter().enumerate() {
        let mut text = |place: &str, value: &Value, most: usize| {
            let Some(text) = value.as_str() else { return };
            total += text.chars().count();
            form.length(&format!("embeds.{n}.{place}"), text, 0, most);
        };
        text("title", &embed["title"], 256);
        text("description", &embed["description"], 4096);
        text("footer.text", &embed["footer"]["text"], 2048);
        text("author.name", &embed["author"]["name"], 256);
        for (f, field) in list(&embed["fields"]).iter().enumerate() {
            text(&format!("fields.{f}.name"), &field["name"], 256);
            text(&format!("fields.{f}.value"), &field["value"], 1024);
        }
        let fields = list(&embed["fields"]);
        if fields.len() > 25 {
            form.count(&format!("embeds.{n}.fields"), fields.len(), 0, 25);
        }
        for (f, field) in fields.iter().enumerate() {
            for part in ["name", "value"] {
                if field[part].as_str().is_none_or(str::is_empty) {
                    form.required(&format!("embeds.{n}.fields.{f}.{part}"));
                }
            }
        }
    }
    if total > EMBEDS_TOTAL {
        let message = format!("Embed size exceeds maximum size of {EMBEDS_TOTAL}");
        form.wrong("embeds", "MAX_EMBED_SIZE_EXCEEDED", &message);
    }
}

/// Checks the rows of a message; `place` is where they stand.
pub(crate) fn rows(form: &mut Form, place: &str, rows: &[Value]) {
    if rows.len() > ROWS {
        form.count(place, rows.len(), 1, ROWS);
    }
    let mut seen: Vec<String> = Vec::new();
    for (r, row) in rows.iter().enumerate() {
        if row["type"] != 1 {
            form.choices(&format!("{place}.{r}.type"), "1");
            continue;
        }
        let items = list(&row["components"]);
        let inside = format!("{place}.{r}.components");
        let select = items.iter().any(|item| matches!(item["type"].as_u64(), Some(3 | 5..=8)));
        form.count(&inside, items.len(), 1, if select { 1 } else { BUTTONS });
        for (n, item) in items.iter().enumerate() {
            let at = format!("{inside}.{n}");
            match item["type"].as_u64() {
                Some(2) => button(form, &at, item),
                Some(3 | 5..=8) => self::select(form, &at, item),
                _ => form.choices(&format!("{at}.type"), "2, 3, 5, 6, 7, 8"),
            }
            if let Some(id) = item["custom_id"].as_str() {
                if seen.iter().any(|seen| seen == id) {
                    let message = "Component custom id cannot be duplicated";
                    form.wrong(&format!("{at}.custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", message);
                }
                seen.push(id.to_owned());
            }
        }
    }
}

fn custom_id(form: &mut Form, at: &str, item: &Value) {
    let place = format!("{at}.custom_id");
    match item["custom_id"].as_str() {
        Some(id) => form.length(&place, id, 1, CUSTOM_ID),
        None => form.required(&place),
    }
}

fn button(form: &mut Form, at: &str, item: &Value) {
    match item["style"].as_u64() {
        Some(1..=4) => {
            custom_id(form, at, item);
            if !item["url"].is_null() {
                let message = "A url cannot be specified on this button";
                form.wrong(&format!("{at}.url"), "BUTTON_COMPONENT_INVALID_URL", message);
            }
        }
        Some(5) => {
            if item["url"].as_str().is_none_or(|url| !url.starts_with("http")) {
                form.required(&format!("{at}.url"));
            }
        }
        _ => form.choices(&format!("{at}.style"), "1, 2, 3, 4, 5, 6"),
    }
    let label = item["label"].as_str().unwrap_or_default();
    if label.is_empty() && item["emoji"].is_null() {
        form.required(&format!("{at}.label"));
    }
    form.length(&format!("{at}.label"), label, 0, 80);
}

fn select(form: &mut Form, at: &str, item: &Value) {
    custom_id(form, at, item);
    let placeholder = item["placeholder"].as_str().unwrap_or_default();
    form.length(&format!("{at}.placeholder"), placeholder, 0, 150);
    if item["type"] != 3 {
        return;
    }
    let options = list(&item["options"]);
    form.count(&format!("{at}.options"), options.len(), 1, OPTIONS);
    let mut seen: Vec<&str> = Vec::new();
    for (n, option) in options.iter().enumerate() {
        for (field, most) in [("label", 100), ("value", 100)] {
            match option[field].as_str() {
                Some(text) => form.length(&format!("{at}.options.{n}.{field}"), text, 1, most),
                None => form.required(&format!("{at}.options.{n}.{field}")),
            }
        }
        let described = option["description"].as_str().unwrap_or_default();
        form.length(&format!("{at}.options.{n}.description"), described, 0, 100);
        let value = option["value"].as_str().unwrap_or_default();
        if seen.contains(&value) {
            let message = "The specified option value is already used";
            form.wrong(
                &format!("{at}.options.{n}.value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                message,
            );
        }
        seen.push(value);
    }
}

/// Checks a modal: title, custom id, and one to five text inputs in rows of their own.
pub(crate) fn modal(form: &mut Form, data: &Value) {
    match data["title"].as_str() {
        Some(title) => form.length("data.title", title, 1, 45),
        None => form.required("data.title"),
    }
    custom_id(form, "data", data);
    let rows = list(&data["components"]);
    form.count("data.components", rows.len(), 1, ROWS);
    for (r, row) in rows.iter().enumerate() {
        let at = format!("data.components.{r}");
        // Why 18: a label holds its one component by itself, without a row.
        let inputs = if row["type"] == 18 {
            std::slice::from_ref(&row["component"])
        } else {
            list(&row["components"])
        };
        form.count(&format!("{at}.components"), inputs.len(), 1, 1);
        for input in inputs {
            let at = format!("{at}.components.0");
            if input["type"] != 4 {
                form.choices(&format!("{at}.type"), "4");
                continue;
            }
            custom_id(form, &at, input);
            if row["type"] == 1 {
                match input["label"].as_str() {
                    Some(label) => form.length(&format!("{at}.label"), label, 1, 45),
                    None => form.required(&format!("{at}.label")),
                }
            }
            if !matches!(input["style"].as_u64(), Some(1 | 2)) {
                form.choices(&format!("{at}.style"), "1, 2");
            }
            form.length(
                &format!("{at}.placeholder"),
                input["placeholder"].as_str().unwrap_or_default(),
                0,
                100,
            );
            form.length(&format!("{at}.value"), input["value"].as_str().unwrap_or_default(), 0, 4000);
        }
    }
}
