//! How people run commands: slash commands with their options, and entries of the menus of messages and people.
//!
//! Every use is checked as the client would check it, and begins an interaction; what came back can be looked at.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::acts::{Visitors, known, place, seen};
use super::draft::{list, plain_name};
use super::guild::{Guild, Upload};
use super::interaction::{AUTOCOMPLETE, COMMAND};

impl Visitors {
    /// A file somebody is about to give with a command; tells its id.
    pub fn keep(&self, channel: u64, name: &str, bytes: Vec<u8>) -> u64 {
        self.act(|guild, now| {
            let id = guild.ids.next(now);
            let upload = Upload { id, channel, name: plain_name(name), description: None, bytes };
            guild.uploads.insert(id, upload);
            id
        })
    }

    /// Runs a slash command, groups and subcommands by spaces: `claim order`. Options by name; a
    /// file is named by what [`keep`](Self::keep) has told.
    pub fn slash(
        &self,
        who: &str,
        channel: u64,
        words: &str,
        given: &[(&str, Value)],
    ) -> Result<u64, String> {
        self.command(who, channel, words, given, None)
    }

    /// Types into an option that completes itself.
    pub fn type_into(
        &self,
        who: &str,
        channel: u64,
        words: &str,
        given: &[(&str, Value)],
        focused: &str,
    ) -> Result<u64, String> {
        self.command(who, channel, words, given, Some(focused))
    }

    fn command(
        &self,
        who: &str,
        channel: u64,
        words: &str,
        given: &[(&str, Value)],
        focused: Option<&str>,
    ) -> Result<u64, String> {
        self.act(|guild, now| {
            let person = place(guild, who, channel)?;
            let mut words = words.split(' ');
            let first = words.next().unwrap_or_default();
            let (place, command) = registered(guild, person, channel, first, 1)?;
            let (mut options, mut path) = (list(&command["options"]), Vec::new());
            for word in words {
                let next = options.iter().find(|option| option["name"] == word).cloned();
                let next = next.ok_or_else(|| format!("/{first} has no {word}"))?;
                path.push((word.to_owned(), next["type"].clone()));
                options = list(&next["options"]);
            }
            if options.iter().any(|option| option["type"].as_u64().is_some_and(|of| of <= 2)) {
                return Err(format!("/{first} needs one of its subcommands"));
            }
            let mut filled = fill(guild, &options, given, focused)?;
            for (word, of) in path.into_iter().rev() {
                filled = vec![json!({"name": word, "type": of, "options": filled})];
            }
            let mut data = json!({"id": command["id"], "name": command["name"], "type": 1, "options": filled,
                "resolved": resolved(guild, given, now)});
            if let Some(place) = place {
                data["guild_id"] = json!(place.to_string());
            }
            let kind = if focused.is_some() { AUTOCOMPLETE } else { COMMAND };
            Ok(guild.ask(kind, person, channel, None, &data, now))
        })
    }

    /// Uses an entry of the context menu of a message.
    pub fn on_message(&self, who: &str, channel: u64, message: u64, entry: &str) -> Result<u64, String> {
        self.act(|guild, now| {
            let person = place(guild, who, channel)?;
            let post = seen(guild, person, channel, message)?.clone();
            let (_, command) = registered(guild, person, channel, entry, 3)?;
            let id = message.to_string();
            let data = json!({"id": command["id"], "name": entry, "type": 3, "target_id": id,
                "resolved": {"messages": {(id.as_str()): guild.post_json(&post, now)}}});
            Ok(guild.ask(COMMAND, person, channel, None, &data, now))
        })
    }

    /// Uses an entry of the context menu of somebody.
    pub fn on_person(&self, who: &str, channel: u64, target: &str, entry: &str) -> Result<u64, String> {
        self.act(|guild, now| {
            let person = place(guild, who, channel)?;
            let target = known(guild, target)?.id;
            let (_, command) = registered(guild, person, channel, entry, 2)?;
            let data = json!({"id": command["id"], "name": entry, "type": 2, "target_id": target.to_string(),
                "resolved": people(guild, &[target])});
            Ok(guild.ask(COMMAND, person, channel, None, &data, now))
        })
    }
}

/// A registered command of this name and type that somebody is offered, and the place it is registered for; the server's
/// own goes first.
fn registered(
    guild: &Guild,
    who: u64,
    channel: u64,
    name: &str,
    of: u64,
) -> Result<(Option<u64>, Value), String> {
    let mut offered = guild.offered(who, channel).into_iter();
    let found = offered.find(|(_, command)| command["name"] == name && command["type"] == of);
    let found = found.map(|(place, command)| (place, command.clone()));
    found.ok_or_else(|| format!("no command is called {name} here"))
}

/// The options as the client sends them, each of its type.
fn fill(
    guild: &Guild,
    options: &[Value],
    given: &[(&str, Value)],
    focused: Option<&str>,
) -> Result<Vec<Value>, String> {
    for (name, _) in given {
        if !options.iter().any(|option| option["name"] == *name) {
            return Err(format!("there is no option {name}"));
        }
    }
    let mut filled = Vec::new();
    for option in options {
        let name = option["name"].as_str().unwrap_or_default();
        let here = focused == Some(name);
        if here && option["autocomplete"] != true {
            return Err(format!("{name} does not complete itself"));
        }
        let Some((_, value)) = given.iter().find(|(known, _)| *known == name) else {
            if option["required"] == true && focused.is_none() {
                return Err(format!("{name} is required"));
            }
            continue;
        };
        if !here && !of_type(guild, option, value) {
            return Err(format!("{value} is nothing for {name}"));
        }
        let mut item = json!({"name": name, "type": option["type"], "value": value});
        if here {
            item["focused"] = json!(true);
        }
        filled.push(item);
    }
    Ok(filled)
}

/// Whether a value is of the type of its option, within its bounds and among its choices.
fn of_type(guild: &Guild, option: &Value, value: &Value) -> bool {
    let choices = list(&option["choices"]);
    if !choices.is_empty() && !choices.iter().any(|choice| choice["value"] == *value) {
        return false;
    }
    let id = || value.as_str().and_then(|text| text.parse::<u64>().ok());
    let bounded = |number: f64| {
        option["min_value"].as_f64().is_none_or(|least| number >= least)
            && option["max_value"].as_f64().is_none_or(|most| number <= most)
    };
    match option["type"].as_u64() {
        Some(3) => value.as_str().is_some_and(|text| {
            let length = text.chars().count() as u64;
            length >= option["min_length"].as_u64().unwrap_or(1)
                && length <= option["max_length"].as_u64().unwrap_or(6000)
        }),
        Some(4) => value.is_i64() && value.as_f64().is_some_and(bounded),
        Some(5) => value.is_boolean(),
        Some(6) => id().is_some_and(|id| guild.member(id).is_some()),
        Some(7) => id().is_some_and(|id| guild.channel(id).is_some()),
        Some(9) => id().is_some_and(|id| guild.member(id).is_some() || id == guild.staff_role),
        Some(11) => id().is_some_and(|id| guild.uploads.contains_key(&id)),
        Some(10) => value.as_f64().is_some_and(bounded),
        _ => false,
    }
}

/// The people and files that options name, as the client sends them along.
fn resolved(guild: &Guild, given: &[(&str, Value)], now: DateTime<Utc>) -> Value {
    let ids = given.iter().filter_map(|(_, value)| value.as_str()?.parse::<u64>().ok());
    let ids: Vec<u64> = ids.collect();
    let known: Vec<u64> = ids.iter().copied().filter(|id| guild.member(*id).is_some()).collect();
    let mut json = people(guild, &known);
    for upload in ids.iter().filter_map(|id| guild.uploads.get(id)) {
        json["attachments"][upload.id.to_string()] = guild.upload_json(upload, now);
    }
    json
}

fn people(guild: &Guild, ids: &[u64]) -> Value {
    let mut json = json!({"users": {}, "members": {}});
    for member in ids.iter().filter_map(|id| guild.member(*id)) {
        let id = member.id.to_string();
        json["users"][&id] = super::faces::user(member);
        let mut bare = guild.bare_member(member);
        bare.insert("permissions".into(), json!(guild.rights_of(member).to_string()));
        json["members"][&id] = Value::Object(bare);
    }
    json
}
