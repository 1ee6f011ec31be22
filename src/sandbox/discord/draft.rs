//! A message from a request body: the same for channels, threads, callbacks and follow-ups, new or changed.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::guild::{Channel, Guild, Post, Upload};
use super::refusal::{Form, Refusal};
use super::request::Part;
use super::{flag, limits, permission};

/// What a bot may set on a new message.
pub(crate) const SETTABLE: u64 =
    flag::SUPPRESS_EMBEDS | flag::SUPPRESS_NOTIFICATIONS | flag::IS_COMPONENTS_V2;
/// Files per message.
const MOST_FILES: usize = 10;

pub(crate) fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// An id in a JSON body, where it is a string or a number.
pub(crate) fn id_of(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

impl Guild {
    /// A message with a new id and nothing in it.
    pub(crate) fn empty_post(&mut self, channel: u64, author: u64, now: DateTime<Utc>) -> Post {
        Post {
            id: self.ids.next(now),
            channel,
            author,
            kind: 0,
            content: String::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            uploads: Vec::new(),
            reply_to: None,
            nonce: None,
            flags: 0,
            at: now,
            edited: None,
            reworded: false,
            reactions: Vec::new(),
            pinned: None,
            only_for: None,
            interaction: None,
            pings: super::Pings::default(),
            deleted: false,
        }
    }

    /// The bot's new message, not yet standing anywhere.
    pub(crate) fn draft(
        &mut self,
        channel: u64,
        body: &Value,
        files: &[Part],
        flags: u64,
        now: DateTime<Utc>,
    ) -> Result<Post, Refusal> {
        self.check(body, files, SETTABLE | flags)?;
        let holds = |field: &str| body[field].as_array().is_some_and(|list| !list.is_empty());
        let empty = text_of(&body["content"]).trim().is_empty() && files.is_empty();
        if empty && !["embeds", "components", "sticker_ids"].into_iter().any(holds) && body["poll"].is_null()
        {
            return Err(Refusal::code(50006));
        }
        let reply_to = self.answered(channel, &body["message_reference"])?;
        let mut post = self.empty_post(channel, self.bot, now);
        post.kind = if reply_to.is_some() { 19 } else { 0 };
        post.reply_to = reply_to;
        post.content = text_of(&body["content"]);
        post.embeds = rich(&body["embeds"]);
        post.components = list(&body["components"]);
        post.flags = body["flags"].as_u64().unwrap_or_default();
        post.nonce = Some(body["nonce"].clone()).filter(|nonce| !nonce.is_null());
        post.uploads = self.store(channel, &body["attachments"], files, now);
        self.call(&mut post, &body["allowed_mentions"]);
        Ok(post)
    }

    /// Changes a message as a PATCH says; what is absent stays.
    pub(crate) fn redraft(
        &mut self,
        id: u64,
        body: &Value,
        files: &[Part],
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        self.check(body, files, SETTABLE | flag::EPHEMERAL)?;
        let Some(mut post) = self.posts.get(&id).cloned() else { return Err(Refusal::code(10008)) };
        let given = |field: &str| body.get(field);
        if let Some(content) = given("content") {
            post.content = text_of(content);
        }
        if let Some(embeds) = given("embeds") {
            post.embeds = rich(embeds);
        }
        if let Some(components) = given("components") {
            post.components = list(components);
        }
        if let Some(flags) = given("flags").and_then(Value::as_u64) {
            post.flags = (post.flags & !flag::SUPPRESS_EMBEDS) | (flags & flag::SUPPRESS_EMBEDS);
        }
        if let Some(kept) = given("attachments") {
            let kept: Vec<u64> = list(kept).iter().filter_map(|item| id_of(&item["id"])).collect();
            post.uploads.retain(|id| kept.contains(id));
        }
        let bare = post.content.trim().is_empty() && post.embeds.is_empty() && post.components.is_empty();
        if bare && post.uploads.is_empty() && files.is_empty() {
            return Err(Refusal::code(50006));
        }
        let added = self.store(post.channel, &body["attachments"], files, now);
        post.uploads.extend(added);
        let waited = post.flags & flag::LOADING != 0;
        post.reworded |= !waited
            && self
                .posts
                .get(&id)
                .is_some_and(|old| old.content != post.content || old.embeds != post.embeds);
        post.flags &= !flag::LOADING;
        self.call(&mut post, &body["allowed_mentions"]);
        post.edited = Some(now);
        self.posts.insert(id, post);
        Ok(())
    }

    fn check(&self, body: &Value, files: &[Part], flags: u64) -> Result<(), Refusal> {
        let mut form = Form::default();
        limits::message(&mut form, body, flags);
        if files.len() > MOST_FILES {
            form.count("attachments", files.len(), 0, MOST_FILES);
        }
        form.judge()?;
        let too_large = files.iter().any(|part| part.bytes.len() > self.setup.most_bytes);
        if too_large { Err(Refusal::code(40005)) } else { Ok(()) }
    }

    fn answered(&self, channel: u64, reference: &Value) -> Result<Option<u64>, Refusal> {
        if reference.is_null() {
            return Ok(None);
        }
        let found = id_of(&reference["message_id"]).and_then(|id| self.post(channel, id));
        if found.is_none() && reference["fail_if_not_exists"] != false {
            let mut form = Form::default();
            form.wrong("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
            form.judge()?;
        }
        Ok(found.map(|post| post.id))
    }

    /// Keeps the files of a form; `attachments` of the body may describe them by their number.
    fn store(&mut self, channel: u64, described: &Value, files: &[Part], now: DateTime<Utc>) -> Vec<u64> {
        let described = list(described);
        let mut ids = Vec::new();
        for part in files {
            let number = part.field.strip_prefix("files[").and_then(|rest| rest.strip_suffix(']'));
            let number = number.and_then(|number| number.parse::<u64>().ok());
            let about = described.iter().find(|item| number.is_some() && id_of(&item["id"]) == number);
            let said = |field: &str| about.and_then(|item| item[field].as_str()).map(str::to_owned);
            let upload = Upload {
                id: self.ids.next(now),
                channel,
                name: plain_name(&said("filename").unwrap_or_else(|| part.name.clone())),
                description: said("description"),
                bytes: part.bytes.clone(),
            };
            ids.push(upload.id);
            self.uploads.insert(upload.id, upload);
        }
        ids
    }

    /// Works out whom a message of the bot calls.
    fn call(&self, post: &mut Post, allowed: &Value) {
        let all = self.channel(post.channel).is_some_and(|channel| {
            self.rights(channel) & permission::MENTION_EVERYONE != 0 && !channel.is_dm()
        });
        let answered = post.reply_to.and_then(|id| self.posts.get(&id)).map(|post| post.author);
        post.pings = self.pings(&post.content, allowed, answered.filter(|id| *id != self.bot), all);
    }

    /// Whether the bot may write into this channel what the body holds.
    pub(crate) fn may_write(&self, channel: &Channel, body: &Value, files: &[Part]) -> Result<(), Refusal> {
        if channel.kind == super::kind::FORUM {
            return Err(Refusal::code(50008));
        }
        if channel.is_dm() {
            let person = channel.members.iter().find(|id| **id != self.bot).and_then(|id| self.member(*id));
            let open = person.is_some_and(|person| person.open && person.here);
            return if open { Ok(()) } else { Err(Refusal::code(50007)) };
        }
        let mut wanted = if channel.is_thread() {
            permission::SEND_MESSAGES_IN_THREADS
        } else {
            permission::SEND_MESSAGES
        };
        if !files.is_empty() {
            wanted |= permission::ATTACH_FILES;
        }
        if body["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty()) {
            wanted |= permission::EMBED_LINKS;
        }
        if !body["message_reference"].is_null() {
            wanted |= permission::READ_MESSAGE_HISTORY;
        }
        if self.rights(channel) & wanted == wanted { Ok(()) } else { Err(Refusal::code(50013)) }
    }
}

/// Embeds of a request as they come back: each of the kind `rich`.
fn rich(embeds: &Value) -> Vec<Value> {
    let mut embeds = list(embeds);
    for embed in &mut embeds {
        embed["type"] = "rich".into();
    }
    embeds
}

/// A file name as the platform keeps it: no spaces, no slashes.
pub(crate) fn plain_name(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' }).collect()
}
