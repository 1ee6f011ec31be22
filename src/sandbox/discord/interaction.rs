//! One interaction: what somebody pressed, ran or submitted, and what became of it.
//!
//! It has to be answered within three seconds and once; its token holds for fifteen minutes.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::draft::list;
use super::guild::Guild;
use super::lines::{label, rows};
use super::refusal::Refusal;
use crate::sandbox::shown::{Deed, excerpt};

pub(crate) const FIRST_ANSWER: TimeDelta = TimeDelta::seconds(3);
pub(crate) const TOKEN_LIFE: TimeDelta = TimeDelta::minutes(15);

/// Kinds of interactions, as Discord numbers them.
pub(crate) const COMMAND: u8 = 2;
pub(crate) const COMPONENT: u8 = 3;
pub(crate) const AUTOCOMPLETE: u8 = 4;
pub(crate) const MODAL: u8 = 5;

/// How an interaction was first answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Answered {
    /// With a message, or with one to come.
    Message,
    /// With a changed message, or one to be changed.
    Update,
    /// With choices.
    Choices(Vec<Value>),
    /// With a form to fill in.
    Modal(Value),
}

/// An interaction.
#[derive(Clone, Debug)]
pub struct Interaction {
    pub id: u64,
    pub token: String,
    pub kind: u8,
    pub who: u64,
    pub channel: u64,
    /// The message whose component was used.
    pub on: Option<u64>,
    /// Of a form: the interaction that opened it.
    pub from: Option<u64>,
    pub at: DateTime<Utc>,
    pub answered: Option<Answered>,
    /// The message that `@original` means.
    pub original: Option<u64>,
    /// The number of the form it has opened, which stands in the order of everything else.
    pub form: Option<u64>,
    /// What was done, in words; nothing while somebody only types.
    pub said: Option<(Deed, String)>,
}

impl Guild {
    /// Begins an interaction and tells the bot of it; `data` is its `data`.
    pub(crate) fn ask(
        &mut self,
        kind: u8,
        who: u64,
        channel: u64,
        on: Option<u64>,
        data: &Value,
        now: DateTime<Utc>,
    ) -> u64 {
        let id = self.ids.next(now);
        let token = format!("sandbox-interaction-{id}");
        let asked = Interaction {
            id,
            token: token.clone(),
            kind,
            who,
            channel,
            on,
            from: None,
            at: now,
            answered: None,
            original: None,
            form: None,
            said: self.words_for(kind, on, data),
        };
        self.interactions.insert(id, asked);
        let locale = self.member(who).map_or_else(String::new, |member| member.locale.clone());
        let mut body = json!({"id": id.to_string(), "application_id": self.application.to_string(), "type": kind,
            "data": data, "channel_id": channel.to_string(), "token": token, "version": 1, "locale": locale,
            "entitlements": [], "attachment_size_limit": self.setup.most_bytes,
            "authorizing_integration_owners": {"0": self.id.to_string()}});
        if let Some(place) = self.channel(channel) {
            body["channel"] = self.channel_json(place);
            body["app_permissions"] = json!(self.rights(place).to_string());
            body["context"] = json!(u8::from(place.is_dm()));
        }
        let member = self.member(who).cloned();
        match (self.guild_of(channel), member) {
            (Some(guild), Some(member)) => {
                body["guild_id"] = json!(guild);
                body["guild_locale"] = json!("en-US");
                body["guild"] = json!({"id": guild, "locale": "en-US", "features": []});
                let mut json = self.member_json(&member);
                let rights = self.rights_of(&member).to_string();
                json["permissions"] = json!(rights);
                body["member"] = json;
                body["channel"]["permissions"] = json!(rights);
            }
            (_, member) => body["user"] = member.as_ref().map_or(Value::Null, super::faces::user),
        }
        if let Some(post) = on.and_then(|id| self.posts.get(&id)) {
            body["message"] = self.post_json(post, now);
        }
        // Why no intent: every session hears of interactions.
        self.tell("INTERACTION_CREATE", 0, &body);
        id
    }

    /// What somebody does, in words. A form is worded by who fills it in.
    fn words_for(&self, kind: u8, on: Option<u64>, data: &Value) -> Option<(Deed, String)> {
        match kind {
            COMPONENT => {
                let post = on.and_then(|id| self.posts.get(&id))?;
                let item = rows(post).flatten().find(|item| item["custom_id"] == data["custom_id"])?;
                if data["component_type"] == 2 {
                    return Some((Deed::Presses, label(&item)));
                }
                let options = list(&item["options"]);
                let chosen = list(&data["values"]);
                let chosen = chosen.iter().filter_map(|value| options.iter().find(|o| o["value"] == *value));
                let chosen: Vec<_> = chosen.map(|option| format!("\"{}\"", label(option))).collect();
                Some((Deed::Does, format!("chooses {}", chosen.join(" "))))
            }
            COMMAND if data["type"] == 1 => {
                let mut words = format!("/{}", data["name"].as_str().unwrap_or_default());
                self.spell(&list(&data["options"]), &mut words);
                Some((Deed::Does, words))
            }
            COMMAND => {
                let target = data["target_id"].as_str().and_then(|id| id.parse::<u64>().ok());
                let what = target.map_or_else(String::new, |id| match self.posts.get(&id) {
                    Some(post) => excerpt(&self.gist(post)),
                    None => self.author(id),
                });
                let entry = data["name"].as_str().unwrap_or_default();
                Some((Deed::Does, format!("uses \"{entry}\" on \"{what}\"")))
            }
            _ => None,
        }
    }

    /// The options of a command as the client shows them.
    fn spell(&self, options: &[Value], words: &mut String) {
        for option in options {
            let name = option["name"].as_str().unwrap_or_default();
            let of = option["type"].as_u64().unwrap_or_default();
            if of <= 2 {
                words.extend([" ", name]);
                self.spell(&list(&option["options"]), words);
                continue;
            }
            let id = option["value"].as_str().and_then(|id| id.parse::<u64>().ok());
            let value = match (of, id) {
                (6 | 9, Some(id)) => format!("@{}", self.author(id)),
                (7, Some(id)) => format!("#{}", self.channel(id).map_or("", |channel| &channel.name)),
                (11, Some(id)) => {
                    self.uploads.get(&id).map_or_else(String::new, |upload| upload.name.clone())
                }
                _ => option["value"].as_str().map_or_else(|| option["value"].to_string(), str::to_owned),
            };
            words.extend([" ", name, ":", &value]);
        }
    }

    /// What a message that answers an interaction tells of it.
    pub(crate) fn metadata(&self, asked: &Interaction) -> Value {
        let mut json = json!({"id": asked.id.to_string(), "type": asked.kind, "user": self.user_json(asked.who),
            "authorizing_integration_owners": {"0": self.id.to_string()}});
        if asked.kind == COMPONENT {
            json["interacted_message_id"] = json!(asked.on.map(|on| on.to_string()));
        }
        if let Some(from) = asked.from.and_then(|from| self.interactions.get(&from)) {
            json["triggering_interaction_metadata"] = self.metadata(from);
        }
        json
    }

    /// The interaction of a token that still holds.
    pub(crate) fn by_token(&self, token: &str, now: DateTime<Utc>) -> Result<&Interaction, Refusal> {
        let found = self.interactions.values().find(|asked| asked.token == token);
        let asked = found.ok_or_else(|| Refusal::code(10015))?;
        if now - asked.at > TOKEN_LIFE {
            return Err(Refusal::code(50027));
        }
        // Why: until it is answered the token names nothing.
        if asked.answered.is_none() { Err(Refusal::code(10015)) } else { Ok(asked) }
    }
}
