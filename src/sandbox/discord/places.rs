//! The bot itself, the server, its channels, its people, private conversations.

#![expect(clippy::unnecessary_wraps, reason = "what is always answered stands in the same table as the rest")]

use serde_json::{Value, json};

use super::draft::id_of;
use super::guild::{Channel, Guild};
use super::refusal::{Form, Refusal};
use super::request::{Answer, Call, Reply};
use super::{intent, kind, permission};

pub(super) fn gateway(call: &mut Call<'_>) -> Answer {
    Ok(Reply::Json(json!({"url": call.guild.gateway_url()})))
}

pub(super) fn gateway_bot(call: &mut Call<'_>) -> Answer {
    Ok(Reply::Json(json!({"url": call.guild.gateway_url(), "shards": 1, "session_start_limit":
        {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}})))
}

pub(super) fn me(call: &mut Call<'_>) -> Answer {
    let mut json = call.guild.user_json(call.guild.bot);
    let more = json!({"verified": true, "mfa_enabled": false, "locale": "en-US", "flags": 0, "email": null});
    more.as_object().into_iter().flatten().for_each(|(name, value)| json[name] = value.clone());
    Ok(Reply::Json(json))
}

pub(super) fn user(call: &mut Call<'_>) -> Answer {
    let id = call.id("user_id")?;
    let found = call.guild.member(id).ok_or_else(|| Refusal::code(10013))?;
    Ok(Reply::Json(super::faces::user(found)))
}

pub(super) fn application(call: &mut Call<'_>) -> Answer {
    let guild = &call.guild;
    let granted = guild.setup.granted_intents;
    // Why these bits: the "limited" form of each switch, for an application in few servers.
    let flags = [(intent::GUILD_PRESENCES, 13), (intent::GUILD_MEMBERS, 15), (intent::MESSAGE_CONTENT, 19)];
    let flags: u64 = flags.into_iter().filter(|(bit, _)| granted & bit != 0).map(|(_, bit)| 1 << bit).sum();
    Ok(Reply::Json(json!({"id": guild.application.to_string(), "name": guild.setup.bot_name, "icon": null,
        "description": "", "summary": "", "bot_public": false, "bot_require_code_grant": false,
        "verify_key": "00", "flags": flags, "team": null, "hook": true, "rpc_origins": [],
        "owner": guild.user_json(guild.bot), "bot": guild.user_json(guild.bot)})))
}

fn known_guild(call: &Call<'_>) -> Result<(), Refusal> {
    if call.id("guild_id")? == call.guild.id { Ok(()) } else { Err(Refusal::code(10004)) }
}

pub(super) fn guild(call: &mut Call<'_>) -> Answer {
    known_guild(call)?;
    Ok(Reply::Json(call.guild.guild_json()))
}

pub(super) fn roles(call: &mut Call<'_>) -> Answer {
    known_guild(call)?;
    Ok(Reply::Json(call.guild.roles_json()))
}

pub(super) fn channels(call: &mut Call<'_>) -> Answer {
    known_guild(call)?;
    let guild = &call.guild;
    let listed = guild.channels.values().filter(|c| !c.deleted && !c.is_thread() && !c.is_dm());
    Ok(Reply::Json(listed.map(|channel| guild.channel_json(channel)).collect()))
}

pub(super) fn create_channel(call: &mut Call<'_>) -> Answer {
    known_guild(call)?;
    if call.guild.setup.permissions & permission::MANAGE_CHANNELS == 0 {
        return Err(Refusal::code(50013));
    }
    let body = call.body();
    let mut form = Form::default();
    let name = body["name"].as_str().unwrap_or_default().to_owned();
    form.length("name", &name, 1, 100);
    let of = body["type"].as_u64().unwrap_or_default();
    let of = u8::try_from(of).ok().filter(|of| matches!(*of, kind::TEXT | kind::FORUM));
    if of.is_none() {
        form.choices("type", "0, 15");
    }
    form.judge()?;
    let there = call.guild.channels.values().filter(|c| !c.deleted && !c.is_thread() && !c.is_dm()).count();
    if there >= call.guild.setup.most_channels {
        return Err(Refusal::code(30013));
    }
    let topic = body["topic"].as_str().map(str::to_owned);
    let bot = call.guild.bot;
    let blank = call.guild.blank(of.unwrap_or(kind::TEXT), &name, None, bot, call.now);
    let channel = Channel { topic, ..blank };
    let json = call.guild.channel_json(&channel);
    call.guild.channels.insert(channel.id, channel);
    call.guild.tell("CHANNEL_CREATE", intent::GUILDS, &json);
    Ok(Reply::Created(json))
}

pub(super) fn member(call: &mut Call<'_>) -> Answer {
    known_guild(call)?;
    let id = call.id("user_id")?;
    let found = call.guild.member(id).ok_or_else(|| Refusal::code(10013))?;
    if !found.here {
        return Err(Refusal::code(10007));
    }
    Ok(Reply::Json(call.guild.member_json(found)))
}

pub(super) fn members(call: &mut Call<'_>) -> Answer {
    known_guild(call)?;
    if call.guild.setup.granted_intents & intent::GUILD_MEMBERS == 0 {
        return Err(Refusal::code(50001));
    }
    let limit = call.limit("limit", 1, 1000)?;
    let after = super::lists::mark(call, "after")?.unwrap_or_default();
    let mut found: Vec<_> = call.guild.members.iter().filter(|m| m.here && m.id > after).collect();
    found.sort_by_key(|member| member.id);
    let page: Vec<Value> =
        found.into_iter().take(limit).map(|member| call.guild.member_json(member)).collect();
    Ok(Reply::Json(json!(page)))
}

pub(super) fn channel(call: &mut Call<'_>) -> Answer {
    let channel = call.channel()?;
    Ok(Reply::Json(call.guild.channel_json(channel)))
}

pub(super) fn typing(call: &mut Call<'_>) -> Answer {
    let channel = call.channel()?;
    call.guild.may_write(channel, &Value::Null, &[])?;
    Ok(Reply::Nothing)
}

pub(super) fn open_dm(call: &mut Call<'_>) -> Answer {
    let mut form = Form::default();
    let who = id_of(&call.body()["recipient_id"]);
    if who.is_none() {
        form.required("recipient_id");
    }
    form.judge()?;
    let person = who.and_then(|id| call.guild.member(id)).filter(|person| !person.bot);
    let person = person.ok_or_else(|| Refusal::code(10013))?.id;
    let id = call.guild.dm_with(person, call.now);
    let channel = call.guild.channel(id).ok_or_else(|| Refusal::code(10003))?;
    Ok(Reply::Json(call.guild.channel_json(channel)))
}

impl Guild {
    pub(crate) fn gateway_url(&self) -> String {
        format!("{}/gateway/", self.base.replacen("http", "ws", 1))
    }

    /// The private conversation of somebody with the bot, opened when there is none.
    pub(crate) fn dm_with(&mut self, person: u64, now: chrono::DateTime<chrono::Utc>) -> u64 {
        let known = self.channels.values().find(|c| c.is_dm() && c.members.contains(&person));
        if let Some(known) = known {
            return known.id;
        }
        let blank = self.blank(kind::DM, "", None, person, now);
        let channel = Channel { members: [person, self.bot].into(), ..blank };
        let id = channel.id;
        self.channels.insert(id, channel);
        id
    }
}
