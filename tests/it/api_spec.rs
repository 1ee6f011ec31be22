//! Holds recorded requests against the platform's own API description: unknown methods and parameters, missing ones,
//! wrong types. `specs/README.md` says where the description comes from.
//!
//! Form values are strings; a string that reads as the wanted type fits. Deliberately not here: lengths and ranges,
//! which the sandbox itself refuses.

use serde_json::{Map, Value};

const DESCRIPTION: &str = include_str!("specs/telegram.json");

/// All that is wrong with these calls, one sentence each. Keys that begin with `#` are the recorder's own.
pub fn check_calls(calls: &[(String, Value)]) -> Result<(), Vec<String>> {
    let description: Value = serde_json::from_str(DESCRIPTION).expect("the description is JSON");
    let mut wrong = Vec::new();
    for (method, params) in calls {
        let Some(known) = description["methods"][method].as_object() else {
            wrong.push(format!("{method}: no such method"));
            continue;
        };
        let empty = Map::new();
        let given = params.as_object().unwrap_or(&empty);
        wrong.extend(fields(&description, known, given).into_iter().map(|what| format!("{method}: {what}")));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// What is wrong with an object whose fields are described by `known`.
fn fields(description: &Value, known: &Map<String, Value>, given: &Map<String, Value>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, field) in known {
        if field["required"] == Value::Bool(true) && !given.contains_key(name) {
            wrong.push(format!("{name} is missing"));
        }
    }
    for (name, value) in given.iter().filter(|(name, _)| !name.starts_with('#')) {
        let Some(field) = known.get(name) else {
            wrong.push(format!("{name} is unknown"));
            continue;
        };
        if field["is"].is_string() && field["is"] != *value {
            wrong.push(format!("{name}: {value} is not {}", field["is"]));
        }
        let types: Vec<&str> =
            field["types"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        wrong.extend(misfit_of_all(description, &types, value).map(|why| format!("{name}: {why}")));
    }
    wrong
}

/// Why a value is of none of these types. A list that may hold several kinds may hold them side by side.
fn misfit_of_all(description: &Value, types: &[&str], value: &Value) -> Option<String> {
    let items: Vec<&str> = types.iter().filter_map(|kind| kind.strip_prefix("Array of ")).collect();
    if items.len() == types.len() && items.len() > 1 {
        let parsed = value.as_str().and_then(|text| serde_json::from_str(text).ok());
        let Some(list) = parsed.as_ref().unwrap_or(value).as_array() else {
            return Some(format!("{value} is no array"));
        };
        return list.iter().find_map(|item| misfit_of_all(description, &items, item));
    }
    let reasons: Option<Vec<String>> = types.iter().map(|kind| misfit(description, kind, value)).collect();
    reasons.map(|reasons| reasons.join("; "))
}

/// Why a value is not of this type.
fn misfit(description: &Value, kind: &str, value: &Value) -> Option<String> {
    let text = value.as_str();
    let fits = match kind {
        "Integer" => value.is_i64() || text.is_some_and(|text| text.parse::<i64>().is_ok()),
        "Float" => value.is_number() || text.is_some_and(|text| text.parse::<f64>().is_ok()),
        "Boolean" | "True" => value.is_boolean() || matches!(text, Some("true" | "false")),
        "String" | "InputFile" => text.is_some(),
        _ => return misfit_inside(description, kind, value),
    };
    (!fits).then(|| format!("{value} is no {kind}"))
}

/// The same for arrays and objects, which forms carry as JSON in a string.
fn misfit_inside(description: &Value, kind: &str, value: &Value) -> Option<String> {
    let parsed = value.as_str().and_then(|text| serde_json::from_str(text).ok());
    let value = parsed.as_ref().unwrap_or(value);
    if let Some(item) = kind.strip_prefix("Array of ") {
        let Some(items) = value.as_array() else { return Some(format!("{value} is no array")) };
        return items.iter().find_map(|value| misfit(description, item, value));
    }
    let described = &description["types"][kind];
    if let Some(kinds) = described["any"].as_array() {
        let mut reasons = kinds.iter().filter_map(Value::as_str).map(|kind| misfit(description, kind, value));
        return if reasons.any(|reason| reason.is_none()) {
            None
        } else {
            Some(format!("{value} is no {kind}"))
        };
    }
    let Some(given) = value.as_object() else { return Some(format!("{value} is no {kind}")) };
    let known = described["fields"].as_object()?;
    let wrong = fields(description, known, given);
    (!wrong.is_empty()).then(|| format!("{kind}: {}", wrong.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::check_calls;
    use serde_json::{Value, json};

    fn wrong(method: &str, params: Value) -> Vec<String> {
        check_calls(&[(method.to_owned(), params)]).err().unwrap_or_default()
    }

    #[test]
    fn good_calls_pass_as_json_and_as_form() {
        let keyboard = json!({"inline_keyboard": [[{"text": "ok", "callback_data": "1"}]]});
        let direct = json!({"chat_id": 5, "text": "x", "reply_markup": keyboard, "protect_content": true});
        let form = json!({"chat_id": "5", "photo": "attach://a", "reply_markup": keyboard.to_string(), "#files": []});
        assert_eq!(wrong("sendMessage", direct), [""; 0]);
        assert_eq!(wrong("sendPhoto", form), [""; 0]);
    }

    #[test]
    fn every_kind_of_mistake_is_named() {
        assert_eq!(wrong("sendCoffee", json!({})), ["sendCoffee: no such method"]);
        assert_eq!(wrong("sendMessage", json!({"chat_id": 5})), ["sendMessage: text is missing"]);
        let unknown = json!({"chat_id": 5, "text": "x", "colour": 1});
        assert_eq!(wrong("sendMessage", unknown), ["sendMessage: colour is unknown"]);
        let mistyped = json!({"chat_id": 5, "text": "x", "message_thread_id": "abc"});
        assert_eq!(wrong("sendMessage", mistyped), ["sendMessage: message_thread_id: \"abc\" is no Integer"]);
        let mixed = json!([{"type": "photo", "media": "a"}, {"type": "video", "media": "b"}]);
        assert_eq!(wrong("sendMediaGroup", json!({"chat_id": 5, "media": mixed})), [""; 0]);
        let unfit = json!([{"type": "photo", "media": "a"}, {"type": "sticker", "media": "b"}]);
        assert_eq!(wrong("sendMediaGroup", json!({"chat_id": 5, "media": unfit})).len(), 1);
        let inside = json!({"chat_id": 5, "message_id": 1, "reaction": [{"type": "emoji"}]});
        assert_eq!(wrong("setMessageReaction", inside).len(), 1);
        let nested = json!({"chat_id": 5, "text": "x", "reply_parameters": {"message": 1}});
        let expected =
            "sendMessage: reply_parameters: ReplyParameters: message_id is missing, message is unknown";
        assert_eq!(wrong("sendMessage", nested), [expected]);
    }
}
