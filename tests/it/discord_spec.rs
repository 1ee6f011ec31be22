//! Holds recorded requests to Discord against Discord's own description: unknown routes, unknown or missing fields, wrong
//! types, lengths and numbers. `specs/README.md` says where the description comes from and where it is corrected.
//!
//! Of a union the alternative that is nearest is told. Deliberately not here: rules the description has no words for;
//! the sandbox refuses those.

use aftercare::sandbox::discord::Recorded;
use serde_json::{Map, Value};

const DESCRIPTION: &str = include_str!("specs/discord.json");

/// All that is wrong with these requests, one sentence each.
pub fn check_calls(calls: &[Recorded]) -> Result<(), Vec<String>> {
    let description: Value = serde_json::from_str(DESCRIPTION).expect("the description is JSON");
    let schemas = Schemas(&description["schemas"]);
    let mut wrong = Vec::new();
    for call in calls {
        let route = &description["routes"][&call.route];
        if !route.is_object() {
            wrong.push(format!("{}: no such route", call.route));
            continue;
        }
        wrong
            .extend(of_call(&schemas, route, call).into_iter().map(|what| format!("{}: {what}", call.route)));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn of_call(schemas: &Schemas<'_>, route: &Value, call: &Recorded) -> Vec<String> {
    let mut wrong = Vec::new();
    for (place, given) in [("path", &call.path), ("query", &call.query)] {
        for (name, text) in given {
            match route[place].get(name) {
                Some(schema) => wrong.extend(schemas.text(&format!("{place} {name}"), schema, text)),
                None => wrong.push(format!("{place} {name} is unknown")),
            }
        }
    }
    let body = route.get("body");
    match (body, &call.body) {
        (Some(_), Value::Null) if route["required"] == true => wrong.push("the body is missing".to_owned()),
        (_, Value::Null) => {}
        (Some(schema), body) => wrong.extend(schemas.misfits("body", schema, body)),
        (None, Value::Object(empty)) if empty.is_empty() => {}
        (None, _) => wrong.push("there is no body".to_owned()),
    }
    if !call.files.is_empty() && route["files"] != true {
        wrong.push("there are no files".to_owned());
    }
    wrong
}

struct Schemas<'a>(&'a Value);

impl Schemas<'_> {
    /// What is wrong with a part of a path or query, which is text whatever it means.
    fn text(&self, place: &str, schema: &Value, text: &str) -> Vec<String> {
        let read = serde_json::from_str::<Value>(text).ok();
        let as_text = self.misfits(place, schema, &Value::String(text.to_owned()));
        match read {
            Some(value) if !as_text.is_empty() => self.misfits(place, schema, &value),
            _ => as_text,
        }
    }

    fn misfits(&self, place: &str, schema: &Value, value: &Value) -> Vec<String> {
        if let Some(name) = schema["$ref"].as_str() {
            if name == "SnowflakeType" && value.is_u64() {
                return Vec::new();
            }
            return self.misfits(place, &self.0[name], value);
        }
        for union in ["oneOf", "anyOf"] {
            if let Some(kinds) = schema[union].as_array() {
                return self.nearest(place, kinds, value);
            }
        }
        let mut wrong = Vec::new();
        for part in schema["allOf"].as_array().into_iter().flatten() {
            wrong.extend(self.misfits(place, part, value));
        }
        if !is_of_type(schema, value) {
            wrong.push(format!("{place}: {value} is no {}", schema["type"]));
            return wrong;
        }
        wrong.extend(fixed(place, schema, value));
        match value {
            Value::Object(given) => wrong.extend(self.fields(place, schema, given)),
            Value::Array(items) => {
                wrong.extend(bounds(place, schema, "Items", items.len()));
                for (n, item) in items.iter().enumerate().filter(|_| schema["items"].is_object()) {
                    wrong.extend(self.misfits(&format!("{place}.{n}"), &schema["items"], item));
                }
            }
            Value::String(text) => wrong.extend(length(place, schema, text)),
            Value::Number(number) => wrong.extend(range(place, schema, number.as_f64().unwrap_or_default())),
            _ => {}
        }
        wrong
    }

    /// What is wrong by the alternative that fits best: with the same `type` if one has it, else with the fewest faults.
    fn nearest(&self, place: &str, kinds: &[Value], value: &Value) -> Vec<String> {
        let faults = kinds.iter().map(|kind| (self.typed(kind, value), self.misfits(place, kind, value)));
        let misread = |faults: &[String]| faults.first().is_some_and(|fault| fault.contains(" is no "));
        let best =
            faults.min_by_key(|(typed, faults)| (!faults.is_empty(), !typed, misread(faults), faults.len()));
        best.map(|(_, faults)| faults).unwrap_or_default()
    }

    /// Whether an alternative is marked by the `type` of this object.
    fn typed(&self, kind: &Value, value: &Value) -> bool {
        let kind = kind["$ref"].as_str().map_or(kind, |name| &self.0[name]);
        let known = &kind["properties"]["type"]["enum"];
        known.as_array().is_some_and(|known| known.contains(&value["type"]))
    }

    fn fields(&self, place: &str, schema: &Value, given: &Map<String, Value>) -> Vec<String> {
        let mut wrong = Vec::new();
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !given.contains_key(name) {
                wrong.push(format!("{place}.{name} is missing"));
            }
        }
        let other = &schema["additionalProperties"];
        for (name, value) in given {
            let place = format!("{place}.{name}");
            let of_command = name == "nsfw" && !schema["properties"]["name_localizations"].is_null();
            let of_option = !schema["properties"]["description_localizations"].is_null();
            match schema["properties"].get(name) {
                Some(schema) => wrong.extend(self.misfits(&place, schema, value)),
                None if other.is_object() => wrong.extend(self.misfits(&place, other, value)),
                None if of_command && value.is_boolean() => {}
                None if of_option && (value.is_null() || *value == Value::Array(Vec::new())) => {}
                None => wrong.push(format!("{place} is unknown")),
            }
            let over = value.as_str().is_some_and(|text| text.chars().count() > 2000);
            if place.ends_with(".content") && over {
                wrong.push(format!("{place}: longer than 2000"));
            }
        }
        wrong
    }
}

fn is_of_type(schema: &Value, value: &Value) -> bool {
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return true,
    };
    let rights =
        value.as_str().is_some_and(|text| text.len() > 3 && text.bytes().all(|b| b.is_ascii_digit()));
    kinds.into_iter().any(|kind| match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64() || rights,
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the description has a type {other}"),
    })
}

fn fixed(place: &str, schema: &Value, value: &Value) -> Option<String> {
    let listed = schema["enum"].as_array().is_none_or(|known| known.contains(value));
    let same = schema.get("const").is_none_or(|known| known == value);
    (!listed || !same).then(|| format!("{place}: {value} is not among the known values"))
}

fn bounds(place: &str, schema: &Value, of: &str, count: usize) -> Option<String> {
    let bound = |which: &str| schema[format!("{which}{of}")].as_u64();
    let few = bound("min").is_some_and(|least| (count as u64) < least);
    let many = bound("max").is_some_and(|most| count as u64 > most);
    (few || many).then(|| format!("{place}: {count} is too {}", if few { "few" } else { "many" }))
}

fn length(place: &str, schema: &Value, text: &str) -> Vec<String> {
    let mut wrong: Vec<String> = bounds(place, schema, "Length", text.chars().count()).into_iter().collect();
    // Why this one alone: the other patterns stand on fields that are read by nobody here.
    if schema["pattern"] == "^(0|[1-9][0-9]*)$" && text.parse::<u64>().is_err() {
        wrong.push(format!("{place}: {text:?} is no id"));
    }
    wrong
}

fn range(place: &str, schema: &Value, number: f64) -> Option<String> {
    let low = schema["minimum"].as_f64().is_some_and(|least| number < least);
    let high = schema["maximum"].as_f64().is_some_and(|most| number > most);
    (low || high).then(|| format!("{place}: {number} is out of range"))
}

mod tests {
    use super::check_calls;
    use aftercare::sandbox::discord::Recorded;
    use serde_json::{Value, json};

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn wrong(route: &str, path: &[(&str, &str)], query: &[(&str, &str)], body: Value) -> Vec<String> {
        let call = Recorded {
            route: route.to_owned(),
            path: pairs(path),
            query: pairs(query),
            body,
            files: Vec::new(),
            status: None,
        };
        let told = check_calls(&[call]).err().unwrap_or_default();
        told.iter().map(|told| told.trim_start_matches(route).trim_start_matches(": ").to_owned()).collect()
    }

    fn posted(body: Value) -> Vec<String> {
        wrong("POST /channels/{channel_id}/messages", &[("channel_id", "5")], &[], body)
    }

    fn row(item: &Value) -> Value {
        json!({"components": [{"type": 1, "components": [item]}]})
    }

    #[test]
    fn good_requests_pass() {
        let button = json!({"type": 2, "style": 1, "custom_id": "a", "label": "A"});
        let body = json!({"content": "x", "nonce": "1a", "enforce_nonce": true, "components": row(&button)["components"],
            "allowed_mentions": {"parse": []}, "message_reference": {"message_id": 7}});
        assert_eq!(posted(body), [""; 0]);
        let list = "GET /channels/{channel_id}/messages";
        assert_eq!(
            wrong(list, &[("channel_id", "5")], &[("limit", "50"), ("after", "7")], Value::Null),
            [""; 0]
        );
        let command = json!([{"name": "claim", "description": "d", "type": 1, "nsfw": false,
            "name_localizations": {"zh-CN": "申请"}, "default_member_permissions": "2048",
            "options": [{"type": 3, "name": "sku", "description": "d", "autocomplete": true}]}]);
        let commands = "PUT /applications/{application_id}/commands";
        assert_eq!(wrong(commands, &[("application_id", "5")], &[], command), [""; 0]);
    }

    #[test]
    fn every_kind_of_mistake_is_named() {
        assert_eq!(wrong("POST /coffee", &[], &[], Value::Null), ["no such route"]);
        assert_eq!(posted(Value::Null), ["the body is missing"]);
        assert_eq!(posted(json!({"colour": 1})), ["body.colour is unknown"]);
        assert_eq!(posted(json!({"tts": "yes"})), [r#"body.tts: "yes" is no ["boolean","null"]"#]);
        assert_eq!(posted(json!({"content": "x".repeat(2001)})), ["body.content: longer than 2000"]);
        assert_eq!(posted(json!({"nonce": "n".repeat(26)})), ["body.nonce: 26 is too many"]);
        assert_eq!(
            posted(json!({"message_reference": {}})),
            ["body.message_reference.message_id is missing"]
        );
        assert_eq!(posted(json!({"message_reference": {"message_id": "x"}})).len(), 1);
        let parse = json!({"allowed_mentions": {"parse": ["all"]}});
        assert_eq!(posted(parse).len(), 1);
        let list = "GET /channels/{channel_id}/messages";
        let far = wrong(list, &[("channel_id", "5")], &[("limit", "500")], Value::Null);
        assert_eq!(far, ["query limit: 500 is out of range"]);
        assert_eq!(wrong(list, &[("channel_id", "a")], &[("page", "2")], Value::Null).len(), 2);
        assert_eq!(wrong(list, &[("channel_id", "5")], &[], json!({"a": 1})), ["there is no body"]);
    }

    #[test]
    fn mistakes_inside_of_components_are_named_where_they_are() {
        let at = "body.components.0.components.0";
        let long = posted(row(&json!({"type": 2, "style": 1, "custom_id": "a".repeat(101)})));
        assert_eq!(long, [format!("{at}.custom_id: 101 is too many")]);
        let styled = posted(row(&json!({"type": 2, "style": 77, "custom_id": "a"})));
        assert_eq!(styled.len(), 1, "{styled:?}");
        let empty = posted(row(&json!({"type": 3, "custom_id": "a", "options": []})));
        assert_eq!(empty, [format!("{at}.options: 0 is too few")]);
        let modal = json!({"type": 9, "data": {"custom_id": "m", "title": "t".repeat(46), "components": []}});
        let callback = "POST /interactions/{interaction_id}/{interaction_token}/callback";
        let told = wrong(callback, &[("interaction_id", "5"), ("interaction_token", "t")], &[], modal);
        assert!(told.contains(&"body.data.title: 46 is too many".to_owned()), "{told:?}");
    }
}
