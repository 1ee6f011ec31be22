//! A slash command as it is typed: its words become the command, its subcommands and its options.
//!
//! The words go to what is required, in its order, and then to the rest, each to the first that it fits; a text that comes
//! last takes all that is left. `name:` right before a word begins the option of that name and ends where another begins.
//! An option that completes itself and stands behind others is filled by its name alone. What nothing takes is an error, as
//! is a command the bot has not registered there, or does not offer to whoever types.

use serde_json::{Value, json};

use super::acts::{Visitors, place};
use super::draft::list;
use super::guild::Guild;
use crate::sandbox::shown::Deed;
use crate::sandbox::world::content_of;

/// Options by name.
type Given = Vec<(String, Value)>;

impl Visitors {
    /// Asks for what fits what somebody has typed so far behind the slash: the last word, or the option named last. What
    /// came back is shown beside what was typed. Tells the id of the interaction.
    pub fn typing(&self, who: &str, channel: u64, text: &str) -> Result<u64, String> {
        let (path, given, focused) = self.look(|guild| {
            let person = place(guild, who, channel)?;
            let (path, options, rest) = command(guild, person, channel, text)?;
            let (given, focused) = begun(guild, &options, rest).map_err(|why| format!("/{path}: {why}"))?;
            Ok::<_, String>((path, given, focused))
        })?;
        let given: Vec<(&str, Value)> =
            given.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let asked = self.type_into(who, channel, &path, &given, &focused)?;
        self.act(|guild, _| {
            let words = given.iter().filter_map(|(name, value)| Some(format!(" {name}:{}", value.as_str()?)));
            let said = format!("types /{path}{}", words.collect::<String>());
            if let Some(asked) = guild.interactions.get_mut(&asked) {
                asked.said = Some((Deed::Does, said));
            }
        });
        Ok(asked)
    }

    /// Runs what somebody has typed behind the slash; tells the id of the interaction.
    pub fn typed(&self, who: &str, channel: u64, text: &str) -> Result<u64, String> {
        let (path, given) = self.look(|guild| {
            let person = place(guild, who, channel)?;
            let (path, options, rest) = command(guild, person, channel, text)?;
            let given = fill(guild, &options, rest).map_err(|why| format!("/{path}: {why}"))?;
            Ok::<_, String>((path, given))
        })?;
        let given = given.iter().map(|(name, value)| {
            let file =
                value["file"].as_str().map(|file| self.keep(channel, file, content_of(file)).to_string());
            (name.as_str(), file.map_or_else(|| value.clone(), Value::from))
        });
        self.slash(who, channel, &path, &given.collect::<Vec<_>>())
    }
}

/// The path of a command, by spaces, its options, and the words behind it.
fn command<'t>(
    guild: &Guild,
    who: u64,
    channel: u64,
    text: &'t str,
) -> Result<(String, Vec<Value>, &'t str), String> {
    let (first, mut rest) = word(text);
    let offered = guild.offered(who, channel);
    let slash = || offered.iter().filter(|(_, command)| command["type"] == 1).map(|(_, command)| *command);
    let command = slash().find(|command| command["name"] == first).ok_or_else(|| {
        let names: Vec<String> =
            slash().filter_map(|c| c["name"].as_str()).map(|name| format!("/{name}")).collect();
        let there = if names.is_empty() { "no commands at all".to_owned() } else { names.join(" ") };
        format!("the bot has not registered /{first} here; there is {there}")
    })?;
    let (mut path, mut options) = (first.to_owned(), list(&command["options"]));
    while options.iter().any(|option| option["type"].as_u64().is_some_and(|of| of <= 2)) {
        let (next, after) = word(rest);
        let found = options.iter().find(|option| option["name"] == next).cloned();
        let found = found.ok_or_else(|| format!("/{path} needs one of its subcommands, not \"{next}\""))?;
        path = format!("{path} {next}");
        (options, rest) = (list(&found["options"]), after);
    }
    Ok((path, options, rest))
}

/// What is given so far, and the option that is being typed into.
fn begun(guild: &Guild, options: &[Value], rest: &str) -> Result<(Given, String), String> {
    let (plain, mut named) = apart(options, rest);
    if let Some((option, text)) = named.pop() {
        let mut given = filled(guild, options, plain, named)?;
        given.push((name(option).to_owned(), json!(text)));
        return Ok((given, name(option).to_owned()));
    }
    let (before, last) = plain.rsplit_once(' ').unwrap_or(("", plain));
    let mut given = filled(guild, options, before, Vec::new())?;
    let open = |option: &&Value| !given.iter().any(|(taken, _)| taken == name(option));
    let option = options.iter().filter(open).find(|option| option["autocomplete"] == true);
    let option = option.ok_or("nothing completes itself")?;
    let focused = name(option).to_owned();
    given.push((focused.clone(), json!(last)));
    Ok((given, focused))
}

fn fill(guild: &Guild, options: &[Value], rest: &str) -> Result<Given, String> {
    let (rest, named) = apart(options, rest);
    filled(guild, options, rest, named)
}

fn filled(
    guild: &Guild,
    options: &[Value],
    mut rest: &str,
    named: Vec<(&Value, &str)>,
) -> Result<Given, String> {
    let mut given = Given::new();
    for (option, text) in named {
        let value = whole(guild, option, text).ok_or_else(|| unfit(option, text))?;
        given.push((name(option).to_owned(), value));
    }
    let by_name = options.len().checked_sub(1).filter(|last| *last > 0);
    let by_name = by_name.and_then(|last| options.get(last)).filter(|last| last["autocomplete"] == true);
    let open = |required: bool| {
        let taken: Vec<&str> = given.iter().map(|(name, _)| name.as_str()).chain(by_name.map(name)).collect();
        let left = options.iter().filter(move |o| (o["required"] == true) == required);
        left.filter(|option| !taken.contains(&name(option))).cloned().collect::<Vec<_>>()
    };
    for (required, queue) in [(true, open(true)), (false, open(false))] {
        let last = queue.len().saturating_sub(1);
        for (n, option) in queue.iter().enumerate() {
            if rest.is_empty() {
                break;
            }
            match take(guild, option, rest, n == last) {
                Some((value, after)) => {
                    given.push((name(option).to_owned(), value));
                    rest = after;
                }
                None if required => return Err(unfit(option, rest)),
                None => {}
            }
        }
    }
    if rest.is_empty() { Ok(given) } else { Err(format!("nothing takes \"{rest}\"")) }
}

fn unfit(option: &Value, text: &str) -> String {
    let choices: Vec<String> =
        list(&option["choices"]).iter().filter_map(|c| Some(c["name"].as_str()?.to_owned())).collect();
    let fits = if choices.is_empty() { String::new() } else { format!("; it takes {}", choices.join(", ")) };
    format!("\"{text}\" is nothing for {}{fits}", name(option))
}

fn name(option: &Value) -> &str {
    option["name"].as_str().unwrap_or_default()
}

/// What stands before the first `name:`, and what stands behind each.
fn apart<'o, 't>(options: &'o [Value], text: &'t str) -> (&'t str, Vec<(&'o Value, &'t str)>) {
    let mut marks: Vec<(usize, usize, &Value)> = Vec::new();
    for option in options {
        let mark = format!("{}:", name(option));
        for (at, _) in text.match_indices(&mark) {
            let begins = at == 0 || text[..at].ends_with(' ');
            if begins && text[at + mark.len()..].starts_with(|c: char| !c.is_whitespace()) {
                marks.push((at, at + mark.len(), option));
            }
        }
    }
    marks.sort_by_key(|(at, _, _)| *at);
    let ends = marks.iter().skip(1).map(|(at, _, _)| *at).chain([text.len()]);
    let named =
        marks.iter().zip(ends).map(|((_, from, option), to)| (*option, text[*from..to].trim())).collect();
    (text[..marks.first().map_or(text.len(), |(at, _, _)| *at)].trim(), named)
}

/// The value of an option from all of a text.
fn whole(guild: &Guild, option: &Value, text: &str) -> Option<Value> {
    let plain = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let choices = list(&option["choices"]);
    if !choices.is_empty() {
        let found = choices.iter().find(|choice| words(choice).any(|word| word == plain));
        return found.map(|choice| choice["value"].clone());
    }
    match option["type"].as_u64()? {
        3 => Some(json!(plain)).filter(|_| !plain.is_empty()),
        4 => plain.parse::<i64>().ok().map(Value::from),
        5 => plain.parse::<bool>().ok().map(Value::from),
        6 | 9 => {
            let by_number = || plain.parse().ok().and_then(|id| guild.member(id));
            let found = guild.named(plain.trim_start_matches('@')).or_else(by_number);
            found.map(|member| json!(member.id.to_string()))
        }
        7 => guild.channel_named(plain.trim_start_matches('#')).map(|channel| json!(channel.id.to_string())),
        10 => plain.parse::<f64>().ok().map(Value::from),
        11 => Some(json!({"file": plain})).filter(|_| plain.contains('.')),
        _ => None,
    }
}

/// The value of an option from the beginning of a text, and what is left of it.
fn take<'t>(guild: &Guild, option: &Value, text: &'t str, last: bool) -> Option<(Value, &'t str)> {
    let choices = list(&option["choices"]);
    if !choices.is_empty() {
        let names = choices.iter().flat_map(|choice| words(choice).map(|word| (word, &choice["value"])));
        let fitting = names
            .filter(|(name, _)| text.strip_prefix(*name).is_some_and(|r| r.is_empty() || r.starts_with(' ')));
        if let Some((name, value)) = fitting.max_by_key(|(name, _)| name.len()) {
            return Some((value.clone(), text[name.len()..].trim_start()));
        }
    } else if option["type"] == 3 && last && !text.starts_with('"') {
        return whole(guild, option, text).map(|value| (value, ""));
    }
    let (first, after) = quoted(text).unwrap_or_else(|| word(text));
    whole(guild, option, first).map(|value| (value, after))
}

/// What a choice can be typed as: its name in each language, or the word behind it.
fn words(choice: &Value) -> impl Iterator<Item = &str> {
    let other = choice["name_localizations"].as_object().into_iter().flat_map(|all| all.values());
    [&choice["name"], &choice["value"]].into_iter().chain(other).filter_map(Value::as_str)
}

fn quoted(text: &str) -> Option<(&str, &str)> {
    let (inside, after) = text.strip_prefix('"')?.split_once('"')?;
    Some((inside, after.trim_start()))
}

fn word(text: &str) -> (&str, &str) {
    let (first, after) = text.split_once(' ').unwrap_or((text, ""));
    (first, after.trim_start())
}
