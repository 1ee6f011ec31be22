//! Messages of the bot in channels, threads and private conversations: written, changed, deleted.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::draft::{id_of, list};
use super::guild::{Guild, Post};
use super::refusal::{Form, Refusal};
use super::request::{Answer, Call, Part, Reply};
use super::{flag, permission, snowflake};

/// How long a nonce names the same message.
const NONCE_LIFE: TimeDelta = TimeDelta::minutes(3);
const BULK_AGE: TimeDelta = TimeDelta::days(14);

pub(super) fn create(call: &mut Call<'_>) -> Answer {
    let channel = call.channel()?.id;
    let received = call.received;
    let post = write(call.guild, channel, &received.body, &received.files, call.now)?;
    Ok(Reply::Json(call.guild.post_by_id(post, call.now)))
}

/// Writes the bot's message into a channel and tells its id: that of an older one when its nonce names it.
pub(super) fn write(
    guild: &mut Guild,
    channel: u64,
    body: &Value,
    files: &[Part],
    now: DateTime<Utc>,
) -> Result<u64, Refusal> {
    let at = guild.channel(channel).ok_or_else(|| Refusal::code(10003))?;
    guild.may_write(at, body, files)?;
    if at.archived && at.locked {
        return Err(Refusal::code(50083));
    }
    if let Some(old) = enforced(guild, channel, body, now)? {
        return Ok(old);
    }
    let post = guild.draft(channel, body, files, 0, now)?;
    // Why: writing into an archived thread opens it, as long as nobody has locked it.
    guild.wake(channel, now);
    let id = post.id;
    guild.put(post, now);
    Ok(id)
}

fn enforced(guild: &Guild, channel: u64, body: &Value, now: DateTime<Utc>) -> Result<Option<u64>, Refusal> {
    if body["enforce_nonce"] != true {
        return Ok(None);
    }
    if !matches!(body["nonce"], Value::String(_) | Value::Number(_)) {
        let mut form = Form::default();
        form.required("nonce");
        form.judge()?;
    }
    let recent = guild.posts.range(snowflake::first_at(now - NONCE_LIFE)..).rev();
    let same = |post: &&Post| post.author == guild.bot && post.nonce.as_ref() == Some(&body["nonce"]);
    match recent.map(|(_, post)| post).find(same) {
        Some(post) if post.deleted => Err(Refusal::code(10008)),
        Some(post) if post.channel == channel => Ok(Some(post.id)),
        _ => Ok(None),
    }
}

pub(super) fn edit(call: &mut Call<'_>) -> Answer {
    let post = call.post()?;
    if post.author != call.guild.bot {
        return Err(Refusal::code(50005));
    }
    let id = post.id;
    if call.channel()?.archived {
        return Err(Refusal::code(50083));
    }
    let received = call.received;
    call.guild.redraft(id, &received.body, &received.files, call.now)?;
    call.guild.tell_post("MESSAGE_UPDATE", id, call.now);
    Ok(Reply::Json(call.guild.post_by_id(id, call.now)))
}

pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let post = call.post()?;
    let (id, own) = (post.id, post.author == call.guild.bot);
    let channel = call.channel()?;
    if channel.archived {
        return Err(Refusal::code(50083));
    }
    if !own && (channel.is_dm() || call.guild.rights(channel) & permission::MANAGE_MESSAGES == 0) {
        return Err(Refusal::code(50013));
    }
    call.guild.strike(id);
    Ok(Reply::Nothing)
}

pub(super) fn delete_many(call: &mut Call<'_>) -> Answer {
    let channel = call.channel_with(permission::MANAGE_MESSAGES)?;
    if channel.is_dm() {
        return Err(Refusal::code(50024));
    }
    let channel = channel.id;
    let ids: Vec<u64> = list(&call.body()["messages"]).iter().filter_map(id_of).collect();
    let mut form = Form::default();
    form.count("messages", ids.len(), 2, 100);
    form.judge()?;
    let oldest = snowflake::first_at(call.now - BULK_AGE);
    if ids.iter().any(|id| *id < oldest) {
        return Err(Refusal::code(50034));
    }
    call.guild.strike_many(channel, &ids);
    Ok(Reply::Nothing)
}

impl Guild {
    /// The JSON of a message that is there.
    pub(crate) fn post_by_id(&self, id: u64, now: DateTime<Utc>) -> Value {
        self.posts.get(&id).map_or(Value::Null, |post| self.post_json(post, now))
    }

    /// Lets a message stand, and tells of it.
    pub(crate) fn put(&mut self, post: Post, now: DateTime<Utc>) {
        let id = post.id;
        self.posts.insert(id, post);
        self.tell_post("MESSAGE_CREATE", id, now);
    }

    /// Takes messages away together, as a moderator does, and tells of them in one event.
    pub(crate) fn strike_many(&mut self, channel: u64, ids: &[u64]) {
        let mut gone = Vec::new();
        for id in ids {
            let found = self.posts.get_mut(id).filter(|post| post.channel == channel && !post.deleted);
            if let Some(post) = found {
                post.deleted = true;
                gone.push(id.to_string());
            }
        }
        let guild = self.guild_of(channel);
        let body = json!({"ids": gone, "channel_id": channel.to_string(), "guild_id": guild});
        self.tell("MESSAGE_DELETE_BULK", super::intent::GUILD_MESSAGES, &body);
    }

    /// Takes a message away and tells of it.
    pub(crate) fn strike(&mut self, id: u64) {
        let Some(post) = self.posts.get_mut(&id) else { return };
        post.deleted = true;
        let (channel, unseen) = (post.channel, post.only_for.is_some());
        if unseen {
            return;
        }
        let mut body = json!({"id": id.to_string(), "channel_id": channel.to_string()});
        if let Some(guild) = self.guild_of(channel) {
            body["guild_id"] = json!(guild);
        }
        self.tell("MESSAGE_DELETE", self.message_intent(channel), &body);
    }

    /// Whether everybody in its channel sees this message.
    pub(crate) fn is_public(post: &Post) -> bool {
        post.only_for.is_none() && post.flags & flag::EPHEMERAL == 0
    }
}
