//! The server as a page draws it: people, channels with their lines, open forms, what can be typed.
//!
//! Ids are text, because they are larger than numbers of a browser are exact; `seq` is made of them and is not. What one
//! person sees carries whose it is, and the page shows it to nobody else.

use serde_json::{Value, json};

use super::draft::list;
use super::faces::created;
use super::guild::{Channel, Guild, Member, Post, Upload};
use super::interaction::Interaction;
use super::lines::{inputs, label, rows, sort_of};
use super::scene::wanted;
use super::{flag, kind, permission};
use crate::sandbox::shown::{BOT, Deed, Site};

/// How a page calls somebody of this server, so that no name of the other side is meant.
fn key(member: &Member) -> String {
    format!("{}@{}", member.handle, Site::Discord.name())
}

fn person(member: &Member) -> Value {
    json!({"handle": key(member), "name": member.name, "language": member.locale.to_lowercase(), "site": Site::Discord.name(),
        "blocked": !member.open, "staff": member.staff, "id": member.id.to_string(), "lines": []})
}

/// An id as a number that grows with it and is exact in a browser.
fn seq(id: u64) -> u64 {
    ((id >> 22) << 12) | (id & 0xfff)
}

impl Guild {
    /// All of it; nothing while nobody is there.
    pub(crate) fn picture(&self) -> Value {
        let people: Vec<&Member> = self.members.iter().filter(|member| !member.bot).collect();
        if people.is_empty() {
            return Value::Null;
        }
        let channels = self.channels.values().filter(|c| !c.deleted && c.kind != kind::FORUM);
        json!({"name": self.setup.guild_name, "bot": self.setup.bot_name,
            "people": people.iter().map(|member| person(member)).collect::<Vec<_>>(),
            "channels": channels.map(|channel| self.drawn(channel, &people)).collect::<Vec<_>>()})
    }

    fn drawn(&self, channel: &Channel, people: &[&Member]) -> Value {
        let seen = people.iter().filter(|member| self.sees(member, channel)).map(|member| key(member));
        let parent = channel.parent.and_then(|id| self.channel(id));
        let of = match (channel.kind, parent) {
            (kind::DM, _) => "direct",
            (_, Some(parent)) if parent.staff_only => "room",
            (_, Some(_)) => "thread",
            (_, None) if channel.staff_only => "staff",
            (_, None) => "support",
        };
        // Why only members: the staff sees every thread, and has them in its list when it was brought in.
        let inside = people.iter().filter(|m| channel.members.contains(&m.id)).map(|member| key(member));
        json!({"place": format!("discord:{}", channel.id), "kind": of, "name": channel.name, "id": channel.id.to_string(),
            "parent": channel.parent.map(|id| id.to_string()), "closed": channel.archived,
            "seen_by": seen.collect::<Vec<_>>(), "inside": inside.collect::<Vec<_>>(), "lines": self.drawn_lines(channel.id),
            "forms": self.forms(channel.id, people), "commands": self.commands_in(channel.id)})
    }

    fn drawn_lines(&self, channel: u64) -> Vec<Value> {
        let mut lines: Vec<(u64, Value)> =
            self.said_in(channel).map(|post| (post.id, self.drawn_post(post))).collect();
        let asked = self.interactions.values().filter(|asked| asked.channel == channel);
        lines.extend(asked.filter_map(|asked| Some((asked.id, self.drawn_deed(asked)?))));
        lines.sort_by_key(|(id, _)| *id);
        lines.into_iter().map(|(_, line)| line).collect()
    }

    fn author_key(&self, id: u64) -> String {
        if id == self.bot { BOT.to_owned() } else { self.member(id).map_or_else(String::new, key) }
    }

    fn drawn_deed(&self, asked: &Interaction) -> Option<Value> {
        let (deed, said) = asked.said.clone()?;
        let failed = asked.answered.is_none();
        let said = if deed == Deed::Presses { said } else { said.replacen("fills in ", "", 1) };
        Some(json!({"seq": seq(asked.id), "author": self.author_key(asked.who), "press": true, "text": said,
            "at": asked.at.to_rfc3339(), "failed": failed, "attachments": [], "buttons": [], "reactions": []}))
    }

    fn drawn_post(&self, post: &Post) -> Value {
        let shown = self.shown(post);
        let seen = self.seen(&post.content);
        let hands =
            post.reactions.iter().flat_map(|(emoji, who)| who.iter().map(move |id| (*id, emoji.clone())));
        let hands =
            hands.filter(|(id, _)| *id != self.bot).map(|(id, emoji)| json!([self.author_key(id), emoji]));
        let bots = post.reactions.iter().filter(|(_, who)| who.contains(&self.bot)).map(|(emoji, _)| emoji);
        let uploads = post.uploads.iter().filter_map(|id| self.uploads.get(id));
        json!({"seq": seq(post.id), "id": post.id.to_string(), "author": self.author_key(post.author), "press": false,
            "text": seen.text, "entities": seen.entities, "raw": post.content, "embeds": self.embeds(post),
            "attachments": shown.attachments, "files": uploads.map(file).collect::<Vec<_>>(),
            "reply_to": shown.reply_to_excerpt, "reply_id": post.reply_to.map(|id| id.to_string()), "edited": shown.edited,
            "reactions": bots.collect::<Vec<_>>(), "hands": hands.collect::<Vec<_>>(), "pinned": shown.pinned,
            "only": post.only_for.map(|id| self.author_key(id)), "thinking": post.flags & flag::LOADING != 0,
            "buttons": rows(post).map(|row| buttons(&row)).filter(|row| !row.is_empty()).collect::<Vec<_>>(),
            "selects": rows(post).flatten().filter(|item| item["type"] == 3).map(|item| select(&item)).collect::<Vec<_>>(),
            "at": created(post.id).to_rfc3339(), "kind": "text", "taken": true, "site": Site::Discord.name()})
    }

    fn embeds(&self, post: &Post) -> Vec<Value> {
        let words = |value: &Value| {
            let seen = self.seen(value.as_str()?);
            Some(json!({"text": seen.text, "entities": seen.entities}))
        };
        let one = |embed: &Value| {
            let fields = list(&embed["fields"]);
            let fields = fields.iter().map(
                |f| json!({"name": words(&f["name"]), "value": words(&f["value"]), "inline": f["inline"]}),
            );
            json!({"title": words(&embed["title"]), "text": words(&embed["description"]), "color": embed["color"],
                "fields": fields.collect::<Vec<_>>(), "footer": words(&embed["footer"]["text"])})
        };
        post.embeds.iter().map(one).collect()
    }

    /// The forms that are open in a channel, each for somebody.
    fn forms(&self, channel: u64, people: &[&Member]) -> Vec<Value> {
        let open = people.iter().filter_map(|member| {
            let (asked, form) = self.open_form(member.id, channel)?;
            let lines = inputs(&form).into_iter().map(|input| {
                json!({"id": input["custom_id"], "label": input["label"], "value": input["value"],
                    "hint": input["placeholder"], "long": input["style"] == 2, "required": input["required"] != false,
                    "most": input["max_length"].as_u64().unwrap_or(4000), "least": input["min_length"]})
            });
            Some(json!({"id": asked.to_string(), "who": key(member), "title": form["title"],
                "lines": lines.collect::<Vec<_>>()}))
        });
        open.collect()
    }

    /// What can be typed there, and the entries of a message's menu.
    fn commands_in(&self, channel: u64) -> Value {
        let (mut typed, mut entries) = (Vec::new(), Vec::new());
        for (_, command) in self.offered_at(channel) {
            let staff = wanted(command) & !permission::EVERYBODY != 0;
            match command["type"].as_u64() {
                Some(3) => entries.push(json!({"name": command["name"], "staff": staff})),
                Some(1) => spread(command, "", staff, &mut typed),
                _ => {}
            }
        }
        json!({"typed": typed, "entries": entries})
    }

    /// The file with this id, if it was uploaded here.
    pub(crate) fn upload(&self, id: &str) -> Option<&Upload> {
        self.uploads.get(&id.strip_prefix("upload-")?.parse().ok()?)
    }
}

/// A command with each of its subcommands on a line of its own.
fn spread(command: &Value, before: &str, staff: bool, into: &mut Vec<Value>) {
    let word = |field: &str, locale: &str| {
        let own = command[format!("{field}_localizations")][locale].as_str();
        own.or(command[field].as_str()).unwrap_or_default().to_owned()
    };
    let name = format!("{before}{}", command["name"].as_str().unwrap_or_default());
    let options = list(&command["options"]);
    let below: Vec<&Value> =
        options.iter().filter(|o| o["type"].as_u64().is_some_and(|of| of <= 2)).collect();
    if below.is_empty() {
        let names = options.iter().map(option);
        into.push(json!({"name": name, "staff": staff, "what": [word("description", "en-US"), word("description", "zh-CN")],
            "options": names.collect::<Vec<_>>()}));
    }
    for one in below {
        spread(one, &format!("{name} "), staff, into);
    }
}

/// An option as the page names it, with the words that can be chosen for it.
fn option(option: &Value) -> Value {
    let choices = list(&option["choices"]).into_iter().map(|choice| choice["value"].clone());
    json!({"name": option["name"], "required": option["required"] == true, "choices": choices.collect::<Vec<_>>()})
}

fn file(upload: &Upload) -> Value {
    json!({"file": format!("upload-{}", upload.id), "kind": sort_of(&upload.name), "name": upload.name, "size": upload.bytes.len()})
}

fn buttons(row: &[Value]) -> Vec<Value> {
    let buttons = row.iter().filter(|item| item["type"] == 2);
    buttons
        .map(|item| {
            json!({"text": label(item), "url": item["url"], "style": item["style"], "off": item["disabled"] == true})
        })
        .collect()
}

fn select(item: &Value) -> Value {
    let options = list(&item["options"]);
    let options = options
        .iter()
        .map(|o| json!({"label": label(o), "about": o["description"], "chosen": o["default"] == true}));
    json!({"hint": item["placeholder"], "least": item["min_values"].as_u64().unwrap_or(1),
        "most": item["max_values"].as_u64().unwrap_or(1), "off": item["disabled"] == true,
        "options": options.collect::<Vec<_>>()})
}
