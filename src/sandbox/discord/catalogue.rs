//! Registered commands: slash commands with their options and languages, and entries of context menus.

use serde_json::{Value, json};

use super::draft::list;
use super::refusal::{Form, Refusal};
use super::request::{Answer, Call, Reply};

/// Per place: slash commands, and entries of each context menu.
const MOST: [usize; 3] = [100, 15, 15];
const LOCALES: [&str; 34] = [
    "id", "ar", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no",
    "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "he", "hi", "th", "zh-CN",
    "ja", "zh-TW", "ko",
];

/// Which list a path means: of the application, or of this server.
fn place(call: &Call<'_>) -> Result<Option<u64>, Refusal> {
    if call.id("application_id")? != call.guild.application {
        return Err(Refusal::code(10002));
    }
    if call.part("guild_id").is_empty() {
        return Ok(None);
    }
    let guild = call.id("guild_id")?;
    if guild == call.guild.id { Ok(Some(guild)) } else { Err(Refusal::code(50001)) }
}

pub(super) fn list_all(call: &mut Call<'_>) -> Answer {
    let place = place(call)?;
    let mut commands = call.guild.commands.get(&place).cloned().unwrap_or_default();
    if call.query("with_localizations") != Some("true") {
        for command in commands.iter_mut().filter_map(Value::as_object_mut) {
            command.remove("name_localizations");
            command.remove("description_localizations");
        }
    }
    Ok(Reply::Json(json!(commands)))
}

pub(super) fn overwrite(call: &mut Call<'_>) -> Answer {
    let place = place(call)?;
    let wanted = list(call.body());
    let mut form = Form::default();
    for kind in 1..=3_u64 {
        let count = wanted.iter().filter(|command| kind_of(command) == kind).count();
        let most = MOST.get(usize::try_from(kind).unwrap_or(1) - 1).copied().unwrap_or(15);
        if count > most {
            form.wrong(
                "",
                "APPLICATION_COMMAND_TOO_MANY",
                &format!("Maximum number of commands reached ({most})"),
            );
        }
    }
    for (n, command) in wanted.iter().enumerate() {
        check(&mut form, &n.to_string(), command);
        let same = |other: &Value| other["name"] == command["name"] && kind_of(other) == kind_of(command);
        if wanted.iter().take(n).any(same) {
            let message = "Application command names must be unique";
            form.wrong(&format!("{n}.name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
        }
    }
    form.judge()?;
    let old = call.guild.commands.remove(&place).unwrap_or_default();
    let mut kept = Vec::new();
    for command in &wanted {
        let known = old.iter().find(|o| o["name"] == command["name"] && o["type"] == kind_of(command));
        let id = known.map_or_else(|| json!(call.guild.ids.next(call.now).to_string()), |o| o["id"].clone());
        let version = call.guild.ids.next(call.now).to_string();
        let mut full = json!({"id": id, "application_id": call.guild.application.to_string(), "version": version,
            "type": kind_of(command), "description": "", "name_localizations": null,
            "description_localizations": null, "default_member_permissions": null, "dm_permission": true,
            "nsfw": false, "contexts": null, "integration_types": [0], "options": []});
        for (field, value) in command.as_object().into_iter().flatten() {
            // Why: rights are taken as a number or as a text, and are told as a text.
            let rights = field == "default_member_permissions";
            let as_text = value.as_u64().filter(|_| rights).map(|bits| json!(bits.to_string()));
            full[field] = as_text.unwrap_or_else(|| value.clone());
        }
        if let Some(place) = place {
            full["guild_id"] = json!(place.to_string());
        }
        kept.push(full);
    }
    call.guild.commands.insert(place, kept.clone());
    Ok(Reply::Json(json!(kept)))
}

/// 1: slash command, 2: context menu of people, 3: context menu of messages.
fn kind_of(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

fn check(form: &mut Form, at: &str, command: &Value) {
    let place = format!("{at}.name");
    let Some(name) = command["name"].as_str() else { return form.required(&place) };
    if kind_of(command) == 1 {
        slash_name(form, &place, name);
        described(form, at, command);
        options(form, &format!("{at}.options"), &list(&command["options"]), 0);
    } else {
        form.length(&place, name, 1, 32);
        if command["description"].as_str().is_some_and(|text| !text.is_empty()) {
            let message = "Context menu commands cannot have description";
            form.wrong(&format!("{at}.description"), "APPLICATION_COMMAND_INVALID_DESCRIPTION", message);
        }
    }
    languages(form, at, command, kind_of(command) == 1);
    let rights = &command["default_member_permissions"];
    let bits = || rights.as_str().map_or(rights.as_u64(), |bits| bits.parse().ok());
    if !rights.is_null() && bits().is_none() {
        form.wrong(
            &format!("{at}.default_member_permissions"),
            "PERMISSION_INVALID",
            "Permission value is no number.",
        );
    }
}

fn slash_name(form: &mut Form, place: &str, name: &str) {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'');
    let lower = name.to_lowercase() == name;
    if !(1..=32).contains(&name.chars().count()) || !name.chars().all(fits) || !lower {
        let message = "Command name is invalid";
        form.wrong(place, "APPLICATION_COMMAND_INVALID_NAME", message);
    }
}

fn described(form: &mut Form, at: &str, what: &Value) {
    match what["description"].as_str() {
        Some(text) => form.length(&format!("{at}.description"), text, 1, 100),
        None => form.required(&format!("{at}.description")),
    }
}

fn languages(form: &mut Form, at: &str, what: &Value, slash: bool) {
    for (field, most) in [("name_localizations", 32), ("description_localizations", 100)] {
        for (locale, text) in what[field].as_object().into_iter().flatten() {
            let place = format!("{at}.{field}.{locale}");
            if !LOCALES.contains(&locale.as_str()) {
                form.choices(&format!("{at}.{field}"), "'en-US', 'zh-CN', …");
            }
            let text = text.as_str().unwrap_or_default();
            form.length(&place, text, 1, most);
            if slash && field == "name_localizations" {
                slash_name(form, &place, text);
            }
        }
    }
}

/// `depth` is how many groups stand above.
fn options(form: &mut Form, at: &str, options: &[Value], depth: usize) {
    if options.len() > 25 {
        form.count(at, options.len(), 0, 25);
    }
    let mut seen_optional = false;
    for (n, option) in options.iter().enumerate() {
        let at = format!("{at}.{n}");
        let of = option["type"].as_u64().unwrap_or_default();
        if !(1..=11).contains(&of) || (depth > 0 && of == 2) || (depth > 1 && of == 1) {
            form.choices(&format!("{at}.type"), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11");
        }
        match option["name"].as_str() {
            Some(name) => slash_name(form, &format!("{at}.name"), name),
            None => form.required(&format!("{at}.name")),
        }
        described(form, &at, option);
        languages(form, &at, option, true);
        let required = option["required"] == true;
        if required && seen_optional {
            let message = "Required options must be placed before non-required options";
            form.wrong(&at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        seen_optional |= !required && of > 2;
        let choices = list(&option["choices"]);
        if choices.len() > 25 {
            form.count(&format!("{at}.choices"), choices.len(), 0, 25);
        }
        if !choices.is_empty() && option["autocomplete"] == true {
            let message = "Autocomplete options cannot have choices";
            form.wrong(&at, "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", message);
        }
        offered_words(form, &at, option, &choices);
        if of <= 2 {
            self::options(form, &format!("{at}.options"), &list(&option["options"]), depth + 1);
        }
    }
}

/// Choices are for texts and numbers, each named and told apart; only these complete themselves.
fn offered_words(form: &mut Form, at: &str, option: &Value, choices: &[Value]) {
    let of = option["type"].as_u64().unwrap_or_default();
    let takes = matches!(of, 3 | 4 | 10);
    if !takes && (!choices.is_empty() || option["autocomplete"] == true) {
        let message = "Choices and autocomplete are for strings and numbers only";
        form.wrong(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
    }
    for (n, choice) in choices.iter().enumerate() {
        let place = format!("{at}.choices.{n}");
        match choice["name"].as_str() {
            Some(name) => form.length(&format!("{place}.name"), name, 1, 100),
            None => form.required(&format!("{place}.name")),
        }
        for (locale, text) in choice["name_localizations"].as_object().into_iter().flatten() {
            let text = text.as_str().unwrap_or_default();
            form.length(&format!("{place}.name_localizations.{locale}"), text, 1, 100);
        }
        let value = &choice["value"];
        match value.as_str() {
            Some(text) if of == 3 => form.length(&format!("{place}.value"), text, 1, 100),
            None if of != 3 && value.is_number() => {}
            _ => form.required(&format!("{place}.value")),
        }
        let same = |other: &Value| other["value"] == *value || other["name"] == choice["name"];
        if choices.iter().take(n).any(same) {
            let message = "Choices must have different names and values";
            form.wrong(&place, "APPLICATION_COMMAND_OPTIONS_CHOICES_DUPLICATE", message);
        }
    }
}
