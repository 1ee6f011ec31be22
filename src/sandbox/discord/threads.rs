//! Threads: private ones, public ones, posts of a forum; who is in them; archived, opened again, deleted.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::guild::{Channel, Guild};
use super::refusal::{Form, Refusal};
use super::request::{Answer, Call, Reply};
use super::{flag, intent, kind, permission};

const SPANS: [u64; 4] = [60, 1440, 4320, 10080];

/// What name and span of a thread a body wants.
fn wanted(body: &Value) -> Result<(String, u64), Refusal> {
    let mut form = Form::default();
    let name = body["name"].as_str().unwrap_or_default();
    if body["name"].is_null() {
        form.required("name");
    } else {
        form.length("name", name, 1, 100);
    }
    let span = if body["auto_archive_duration"].is_null() {
        Some(4320)
    } else {
        body["auto_archive_duration"].as_u64()
    };
    let span = span.filter(|span| SPANS.contains(span));
    if span.is_none() {
        form.choices("auto_archive_duration", "60, 1440, 4320, 10080");
    }
    form.judge()?;
    Ok((name.to_owned(), span.unwrap_or(4320)))
}

pub(super) fn create(call: &mut Call<'_>) -> Answer {
    let (name, span) = wanted(call.body())?;
    let (parent, of) = (call.channel()?.id, call.channel()?.kind);
    let body = call.body();
    let private = body["type"].as_u64().is_none_or(|of| of == u64::from(kind::PRIVATE_THREAD));
    match of {
        kind::FORUM => return forum_post(call, parent, &name, span),
        kind::TEXT => {}
        _ => return Err(Refusal::code(50024)),
    }
    let right = if private { permission::CREATE_PRIVATE_THREADS } else { permission::CREATE_PUBLIC_THREADS };
    call.channel_with(right)?;
    let of = if private { kind::PRIVATE_THREAD } else { kind::PUBLIC_THREAD };
    let invitable = body["invitable"].as_bool().unwrap_or(true);
    let id = call.guild.begin(of, parent, &name, None, call.now)?;
    if let Some(thread) = call.guild.channels.get_mut(&id) {
        thread.auto_archive = span;
        thread.invitable = invitable;
    }
    if !private {
        let bot = call.guild.bot;
        let mut notice = call.guild.empty_post(parent, bot, call.now);
        notice.kind = 18;
        notice.content = name;
        call.guild.put(notice, call.now);
    }
    call.guild.tell_thread("THREAD_CREATE", id);
    created(call, id)
}

fn created(call: &Call<'_>, id: u64) -> Answer {
    let thread = call.guild.channel(id).ok_or_else(|| Refusal::code(10003))?;
    let mut json = call.guild.channel_json(thread);
    json["member"] = Guild::thread_member(thread, call.guild.bot);
    Ok(Reply::Created(json))
}

/// A post of a forum: the thread and its first message have one id.
fn forum_post(call: &mut Call<'_>, parent: u64, name: &str, span: u64) -> Answer {
    call.channel_with(permission::SEND_MESSAGES)?;
    let received = call.received;
    let message = &received.body["message"];
    if !message.is_object() {
        let mut form = Form::default();
        form.required("message");
        form.judge()?;
    }
    let first = call.guild.draft(parent, message, &received.files, 0, call.now)?;
    let first_id = first.id;
    let id = call.guild.begin(kind::PUBLIC_THREAD, parent, name, Some(first_id), call.now)?;
    if let Some(thread) = call.guild.channels.get_mut(&id) {
        thread.auto_archive = span;
    }
    call.guild.tell_thread("THREAD_CREATE", id);
    let mut first = first;
    first.channel = id;
    first.uploads.iter().for_each(|upload| {
        if let Some(upload) = call.guild.uploads.get_mut(upload) {
            upload.channel = id;
        }
    });
    call.guild.put(first, call.now);
    let json = call.guild.post_by_id(first_id, call.now);
    match created(call, id)? {
        Reply::Created(mut thread) => {
            thread["message"] = json;
            Ok(Reply::Created(thread))
        }
        other => Ok(other),
    }
}

pub(super) fn from_message(call: &mut Call<'_>) -> Answer {
    let (name, span) = wanted(call.body())?;
    call.channel_with(permission::CREATE_PUBLIC_THREADS)?;
    let post = call.post()?;
    let (id, channel) = (post.id, post.channel);
    if call.guild.channels.contains_key(&id) {
        return Err(Refusal::code(160_004));
    }
    if call.channel()?.kind != kind::TEXT {
        return Err(Refusal::code(50024));
    }
    call.guild.begin(kind::PUBLIC_THREAD, channel, &name, Some(id), call.now)?;
    if let Some(thread) = call.guild.channels.get_mut(&id) {
        thread.auto_archive = span;
    }
    if let Some(post) = call.guild.posts.get_mut(&id) {
        post.flags |= flag::HAS_THREAD;
    }
    call.guild.tell_thread("THREAD_CREATE", id);
    created(call, id)
}

pub(super) fn change(call: &mut Call<'_>) -> Answer {
    let channel = call.channel()?;
    let (id, thread) = (channel.id, channel.is_thread());
    let own = channel.owner == call.guild.bot;
    let rights = call.guild.rights(channel);
    let was_archived = channel.archived;
    let body = call.body();
    let mut form = Form::default();
    if let Some(name) = body["name"].as_str() {
        form.length("name", name, 1, 100);
    }
    form.judge()?;
    let need = if thread { permission::MANAGE_THREADS } else { permission::MANAGE_CHANNELS };
    let opens = body["archived"] == false;
    let locks = !body["locked"].is_null();
    if rights & need == 0 && !(thread && (own || opens) && !locks) {
        return Err(Refusal::code(50013));
    }
    if was_archived && !opens && body["archived"].is_null() {
        return Err(Refusal::code(50083));
    }
    let now = call.now;
    if opens && was_archived {
        call.guild.room_for_thread()?;
    }
    let Some(channel) = call.guild.channels.get_mut(&id) else { return Err(Refusal::code(10003)) };
    if let Some(name) = body["name"].as_str() {
        name.clone_into(&mut channel.name);
    }
    if let Some(topic) = body["topic"].as_str() {
        channel.topic = Some(topic.to_owned());
    }
    if let Some(archived) = body["archived"].as_bool().filter(|_| thread) {
        channel.archived = archived;
        channel.archive_changed = now;
    }
    channel.locked = body["locked"].as_bool().unwrap_or(channel.locked);
    channel.invitable = body["invitable"].as_bool().unwrap_or(channel.invitable);
    let span = body["auto_archive_duration"].as_u64().filter(|span| SPANS.contains(span));
    channel.auto_archive = span.unwrap_or(channel.auto_archive);
    call.guild.tell_thread(if thread { "THREAD_UPDATE" } else { "CHANNEL_UPDATE" }, id);
    let channel = call.guild.channel(id).ok_or_else(|| Refusal::code(10003))?;
    Ok(Reply::Json(call.guild.channel_json(channel)))
}

pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let channel = call.channel()?;
    let need = if channel.is_thread() { permission::MANAGE_THREADS } else { permission::MANAGE_CHANNELS };
    if !channel.is_dm() && call.guild.rights(channel) & need == 0 {
        return Err(Refusal::code(50013));
    }
    let json = call.guild.channel_json(channel);
    let id = channel.id;
    call.guild.remove_channel(id);
    Ok(Reply::Json(json))
}

fn thread<'a>(call: &'a Call<'_>) -> Result<&'a Channel, Refusal> {
    let channel = call.channel()?;
    if channel.is_thread() { Ok(channel) } else { Err(Refusal::code(50024)) }
}

/// Whom a path means: somebody by id, or the bot.
fn whom(call: &Call<'_>) -> Result<u64, Refusal> {
    if call.part("user_id").is_empty() { Ok(call.guild.bot) } else { call.id("user_id") }
}

pub(super) fn join(call: &mut Call<'_>) -> Answer {
    let who = whom(call)?;
    let thread = thread(call)?;
    if thread.archived {
        return Err(Refusal::code(50083));
    }
    let id = thread.id;
    let known = call.guild.member(who).ok_or_else(|| Refusal::code(10013))?;
    let parent = thread.parent.and_then(|parent| call.guild.channel(parent));
    if !known.bot && parent.is_some_and(|parent| !call.guild.sees(known, parent)) {
        return Err(Refusal::code(50001));
    }
    call.guild.set_thread_member(id, who, true);
    Ok(Reply::Nothing)
}

pub(super) fn leave(call: &mut Call<'_>) -> Answer {
    let who = whom(call)?;
    let thread = thread(call)?;
    if thread.archived {
        return Err(Refusal::code(50083));
    }
    let own = who == call.guild.bot || thread.owner == call.guild.bot;
    if !own && call.guild.rights(thread) & permission::MANAGE_THREADS == 0 {
        return Err(Refusal::code(50013));
    }
    let id = thread.id;
    call.guild.set_thread_member(id, who, false);
    Ok(Reply::Nothing)
}

pub(super) fn members(call: &mut Call<'_>) -> Answer {
    let thread = thread(call)?;
    Ok(Reply::Json(thread.members.iter().map(|who| Guild::thread_member(thread, *who)).collect()))
}

pub(super) fn member(call: &mut Call<'_>) -> Answer {
    let who = whom(call)?;
    let thread = thread(call)?;
    if !thread.members.contains(&who) {
        return Err(Refusal::code(10007));
    }
    Ok(Reply::Json(Guild::thread_member(thread, who)))
}

fn page(guild: &Guild, threads: &[&Channel]) -> Value {
    let mine = threads.iter().filter(|thread| thread.members.contains(&guild.bot));
    json!({"threads": threads.iter().map(|thread| guild.channel_json(thread)).collect::<Vec<_>>(),
        "members": mine.map(|thread| Guild::thread_member(thread, guild.bot)).collect::<Vec<_>>()})
}

pub(super) fn active(call: &mut Call<'_>) -> Answer {
    if call.id("guild_id")? != call.guild.id {
        return Err(Refusal::code(10004));
    }
    let guild = &call.guild;
    let mut open: Vec<_> =
        guild.channels.values().filter(|c| c.is_thread() && !c.deleted && !c.archived).collect();
    open.retain(|thread| guild.rights(thread) & permission::VIEW_CHANNEL != 0);
    open.reverse();
    Ok(Reply::Json(page(guild, &open)))
}

pub(super) fn archived_public(call: &mut Call<'_>) -> Answer {
    archived(call, kind::PUBLIC_THREAD)
}

pub(super) fn archived_private(call: &mut Call<'_>) -> Answer {
    call.channel_with(permission::MANAGE_THREADS)?;
    archived(call, kind::PRIVATE_THREAD)
}

/// Those archived last come first.
fn archived(call: &Call<'_>, of: u8) -> Answer {
    let parent = call.channel_with(permission::READ_MESSAGE_HISTORY)?.id;
    let limit = call.limit("limit", 50, 100)?;
    let before = call.query("before").and_then(|text| text.parse::<DateTime<Utc>>().ok());
    let guild = &call.guild;
    let mut closed: Vec<_> = guild
        .channels
        .values()
        .filter(|c| c.kind == of && c.archived && !c.deleted && c.parent == Some(parent))
        .filter(|c| before.is_none_or(|before| c.archive_changed < before))
        .collect();
    closed.sort_by_key(|thread| std::cmp::Reverse((thread.archive_changed, thread.id)));
    let more = closed.len() > limit;
    closed.truncate(limit);
    let mut json = page(guild, &closed);
    json["has_more"] = json!(more);
    Ok(Reply::Json(json))
}

impl Guild {
    fn room_for_thread(&self) -> Result<(), Refusal> {
        let open = self.channels.values().filter(|c| c.is_thread() && !c.archived && !c.deleted).count();
        if open < self.setup.most_threads { Ok(()) } else { Err(Refusal::code(160_006)) }
    }

    /// A new thread with the bot in it; one that hangs on a message has that one's id.
    fn begin(
        &mut self,
        of: u8,
        parent: u64,
        name: &str,
        id: Option<u64>,
        now: DateTime<Utc>,
    ) -> Result<u64, Refusal> {
        self.room_for_thread()?;
        let blank = self.blank(of, name, Some(parent), self.bot, now);
        let id = id.unwrap_or(blank.id);
        let thread = Channel { id, members: [self.bot].into(), ..blank };
        self.channels.insert(id, thread);
        Ok(id)
    }

    /// Tells of a channel or thread as it is now.
    pub(crate) fn tell_thread(&mut self, what: &str, id: u64) {
        let Some(channel) = self.channel(id) else { return };
        let mut json = self.channel_json(channel);
        if what == "THREAD_CREATE" {
            json["newly_created"] = json!(true);
        }
        self.tell(what, intent::GUILDS, &json);
    }

    /// Opens an archived thread.
    pub(crate) fn wake(&mut self, id: u64, now: DateTime<Utc>) {
        let Some(channel) = self.channels.get_mut(&id).filter(|channel| channel.archived) else { return };
        channel.archived = false;
        channel.archive_changed = now;
        self.tell_thread("THREAD_UPDATE", id);
    }

    pub(crate) fn set_thread_member(&mut self, id: u64, who: u64, on: bool) {
        let Some(thread) = self.channels.get_mut(&id) else { return };
        let changed = if on { thread.members.insert(who) } else { thread.members.remove(&who) };
        if !changed {
            return;
        }
        let count = thread.members.len();
        let thread = thread.clone();
        let mut body = json!({"id": id.to_string(), "guild_id": self.id.to_string(), "member_count": count});
        if on {
            let mut joined = Self::thread_member(&thread, who);
            joined["member"] = self.member(who).map_or(Value::Null, |member| self.member_json(member));
            joined["presence"] = Value::Null;
            body["added_members"] = json!([joined]);
        } else {
            body["removed_member_ids"] = json!([who.to_string()]);
        }
        let all = if who == self.bot { intent::GUILDS } else { intent::GUILD_MEMBERS };
        self.tell("THREAD_MEMBERS_UPDATE", all, &body);
    }

    /// Deletes a channel with what hangs under it, and tells of it.
    pub(crate) fn remove_channel(&mut self, id: u64) {
        let Some(channel) = self.channels.get_mut(&id).filter(|channel| !channel.deleted) else { return };
        channel.deleted = true;
        let channel = channel.clone();
        for thread in self.channels.values_mut().filter(|thread| thread.parent == Some(id)) {
            thread.deleted = true;
        }
        if channel.is_thread() {
            let body = json!({"id": id.to_string(), "guild_id": self.id.to_string(), "type": channel.kind,
                "parent_id": channel.parent.map(|parent| parent.to_string())});
            self.tell("THREAD_DELETE", intent::GUILDS, &body);
        } else if !channel.is_dm() {
            let json = self.channel_json(&channel);
            self.tell("CHANNEL_DELETE", intent::GUILDS, &json);
        }
    }

    /// The thread whose name contains this, the newest of several.
    pub fn thread_named(&self, part: &str) -> Option<&Channel> {
        self.channels.values().rfind(|c| c.is_thread() && !c.deleted && c.name.contains(part))
    }
}
