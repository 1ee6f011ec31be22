//! What people do in the Discord server: write, answer, change, delete, react, upload; leave and come back; and what
//! moderators and administrators do to it. Every act is checked as the client would: nobody writes where they see nothing.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::draft::plain_name;
use super::guild::{Channel, Guild, Member, Post, Upload};
use super::{GuildSetup, Pings, Recorded, RestFault, intent, kind};
use crate::sandbox::world::World;

/// The people of the Discord server, and what can be arranged around them.
#[derive(Clone)]
pub struct Visitors {
    pub(super) world: World,
}

impl World {
    /// The Discord side of this world.
    pub fn on_discord(&self) -> Visitors {
        Visitors { world: self.clone() }
    }
}

impl Visitors {
    /// Begins anew with this setup: nobody there, nothing said, nobody connected. To be done before a client comes.
    pub fn found(&self, setup: GuildSetup) {
        self.world.change(|state, now| {
            let base = std::mem::take(&mut state.discord.base);
            state.discord = Guild::new(setup, now);
            state.discord.base = base;
        });
    }

    /// Whoever asks for the gateway or opens a file is led there: to `http://HOST:PORT` of something in between that passes
    /// it on. To be said once the stand-in serves.
    pub fn reached_at(&self, base: &str) {
        self.world.change(|state, _| base.clone_into(&mut state.discord.base));
    }

    /// Reads the server. Keep it short: everybody else waits.
    pub fn look<R>(&self, read: impl FnOnce(&Guild) -> R) -> R {
        self.world.look(|state| read(&state.discord))
    }

    pub(super) fn act<R>(&self, act: impl FnOnce(&mut Guild, DateTime<Utc>) -> R) -> R {
        self.world.change(|state, now| act(&mut state.discord, now))
    }

    /// Somebody joins, with the language of their client; tells their id, which follows from the handle.
    pub fn join(&self, handle: &str, name: &str, locale: &str, staff: bool) -> u64 {
        self.act(|guild, now| {
            let id = account_id(handle);
            let member = Member {
                id,
                handle: handle.to_owned(),
                name: name.to_owned(),
                locale: locale.to_owned(),
                staff,
                here: true,
                open: true,
                bot: false,
                joined: now,
            };
            let mut json = guild.member_json(&member);
            json["guild_id"] = json!(guild.id.to_string());
            guild.members.push(member);
            guild.tell("GUILD_MEMBER_ADD", intent::GUILD_MEMBERS, &json);
            id
        })
    }

    /// Somebody leaves the server, and with it every thread.
    pub fn leave(&self, who: &str) -> Result<(), String> {
        self.act(|guild, _| {
            let id = known(guild, who)?.id;
            guild.members.iter_mut().filter(|member| member.id == id).for_each(|member| member.here = false);
            for thread in guild.channels.values_mut().filter(|channel| channel.is_thread()) {
                thread.members.remove(&id);
            }
            let body = json!({"guild_id": guild.id.to_string(), "user": guild.user_json(id)});
            guild.tell("GUILD_MEMBER_REMOVE", intent::GUILD_MEMBERS, &body);
            Ok(())
        })
    }

    /// Gives or takes the role *Staff*.
    pub fn set_staff(&self, who: &str, staff: bool) -> Result<(), String> {
        self.act(|guild, _| {
            let id = known(guild, who)?.id;
            guild.members.iter_mut().filter(|member| member.id == id).for_each(|member| member.staff = staff);
            let mut json = guild.member_json(known(guild, who)?);
            json["guild_id"] = json!(guild.id.to_string());
            guild.tell("GUILD_MEMBER_UPDATE", intent::GUILD_MEMBERS, &json);
            Ok(())
        })
    }

    /// Somebody opens or closes their private messages to the bot.
    pub fn set_open(&self, who: &str, open: bool) -> Result<(), String> {
        self.act(|guild, _| {
            let id = known(guild, who)?.id;
            guild.members.iter_mut().filter(|member| member.id == id).for_each(|member| member.open = open);
            Ok(())
        })
    }

    /// The private conversation of somebody with the bot.
    pub fn dm(&self, who: &str) -> Result<u64, String> {
        self.act(|guild, now| {
            let id = known(guild, who)?.id;
            Ok(guild.dm_with(id, now))
        })
    }

    /// The id of a channel of the server.
    pub fn channel(&self, name: &str) -> Result<u64, String> {
        self.look(|guild| guild.channel_named(name).map(|channel| channel.id))
            .ok_or_else(|| format!("no channel is called {name}"))
    }

    /// Somebody writes; tells the id of the message.
    pub fn write(&self, who: &str, channel: u64, text: &str) -> Result<u64, String> {
        self.send(who, channel, text, &[], None)
    }

    /// Somebody answers a message.
    pub fn reply(&self, who: &str, channel: u64, to: u64, text: &str) -> Result<u64, String> {
        self.send(who, channel, text, &[], Some(to))
    }

    /// Somebody uploads files (name and bytes) with a text.
    pub fn upload(
        &self,
        who: &str,
        channel: u64,
        files: &[(&str, Vec<u8>)],
        text: &str,
    ) -> Result<u64, String> {
        self.send(who, channel, text, files, None)
    }

    /// Somebody writes, uploads (name and bytes) and answers, as far as each is given.
    pub(super) fn send(
        &self,
        who: &str,
        channel: u64,
        text: &str,
        files: &[(&str, Vec<u8>)],
        to: Option<u64>,
    ) -> Result<u64, String> {
        self.act(|guild, now| {
            let author = place(guild, who, channel)?;
            let at = guild.channel(channel).ok_or("the channel is gone")?;
            if at.kind == kind::FORUM || (at.archived && at.locked) {
                return Err("nobody can write there".to_owned());
            }
            if text.chars().count() > 2000 || (text.trim().is_empty() && files.is_empty()) {
                return Err("a message has 1 to 2000 characters, or a file".to_owned());
            }
            let answered = to.map(|to| guild.post(channel, to).ok_or("the answered message is gone"));
            let answered = answered.transpose()?.map(|post| (post.id, post.author));
            let pings = Pings { people: mentioned(guild, text, answered), ..Pings::default() };
            guild.wake(channel, now);
            let mut post = guild.empty_post(channel, author, now);
            text.clone_into(&mut post.content);
            post.kind = if answered.is_some() { 19 } else { 0 };
            post.reply_to = answered.map(|(id, _)| id);
            post.pings = pings;
            for (name, bytes) in files {
                let upload = Upload {
                    id: guild.ids.next(now),
                    channel,
                    name: plain_name(name),
                    description: None,
                    bytes: bytes.clone(),
                };
                post.uploads.push(upload.id);
                guild.uploads.insert(upload.id, upload);
            }
            let id = post.id;
            if guild.channel(channel).is_some_and(Channel::is_thread) {
                guild.set_thread_member(channel, author, true);
            }
            guild.put(post, now);
            Ok(id)
        })
    }

    /// Somebody changes a message of their own.
    pub fn edit(&self, who: &str, channel: u64, id: u64, text: &str) -> Result<(), String> {
        self.act(|guild, now| {
            let post = own(guild, who, channel, id)?;
            let pings = Pings { people: mentioned(guild, text, None), ..Pings::default() };
            let changed = Post { content: text.to_owned(), edited: Some(now), reworded: true, pings, ..post };
            guild.posts.insert(id, changed);
            guild.tell_post("MESSAGE_UPDATE", id, now);
            Ok(())
        })
    }

    /// Somebody deletes a message of their own.
    pub fn delete(&self, who: &str, channel: u64, id: u64) -> Result<(), String> {
        self.act(|guild, _| {
            let post = own(guild, who, channel, id)?;
            guild.strike(post.id);
            Ok(())
        })
    }

    /// A moderator deletes several messages at once.
    pub fn purge(&self, channel: u64, ids: &[u64]) {
        self.act(|guild, _| guild.strike_many(channel, ids));
    }

    /// Somebody sets an emoji, or takes it back.
    pub fn react(&self, who: &str, channel: u64, id: u64, emoji: &str, on: bool) -> Result<(), String> {
        self.act(|guild, _| {
            let person = place(guild, who, channel)?;
            seen(guild, person, channel, id)?;
            guild.set_reaction(id, emoji, person, on);
            Ok(())
        })
    }

    /// Somebody sets an emoji, or takes it back where it is theirs already.
    pub fn toggle(&self, who: &str, channel: u64, id: u64, emoji: &str) -> Result<(), String> {
        self.act(|guild, _| {
            let person = place(guild, who, channel)?;
            let post = seen(guild, person, channel, id)?;
            let set = post.reactions.iter().any(|(known, who)| known == emoji && who.contains(&person));
            guild.set_reaction(id, emoji, person, !set);
            Ok(())
        })
    }

    /// A link preview appears under a message: an update without an edit.
    pub fn preview(&self, channel: u64, id: u64) {
        self.act(|guild, now| {
            if let Some(post) = guild.posts.get_mut(&id).filter(|post| post.channel == channel) {
                post.embeds.push(json!({"type": "link", "url": "https://example.com", "title": "Example"}));
            }
            guild.tell_post("MESSAGE_UPDATE", id, now);
        });
    }

    /// A moderator archives or opens a thread.
    pub fn set_archived(&self, thread: u64, archived: bool, locked: bool) {
        self.act(|guild, now| {
            if let Some(thread) = guild.channels.get_mut(&thread) {
                thread.archived = archived;
                thread.locked = locked;
                thread.archive_changed = now;
            }
            guild.tell_thread("THREAD_UPDATE", thread);
        });
    }

    /// A moderator gives a thread another name.
    pub fn rename(&self, thread: u64, name: &str) {
        self.act(|guild, _| {
            if let Some(thread) = guild.channels.get_mut(&thread) {
                name.clone_into(&mut thread.name);
            }
            guild.tell_thread("THREAD_UPDATE", thread);
        });
    }

    /// A moderator deletes a channel or thread.
    pub fn delete_channel(&self, id: u64) {
        self.act(|guild, _| guild.remove_channel(id));
    }

    /// An administrator takes these rights from the bot in a channel (0 gives all back).
    pub fn deny(&self, channel: u64, rights: u64) {
        self.act(|guild, _| {
            if let Some(channel) = guild.channels.get_mut(&channel) {
                channel.denied = rights;
            }
            guild.tell_thread("CHANNEL_UPDATE", channel);
        });
    }

    /// The bot's token becomes worthless.
    pub fn revoke_token(&self) {
        self.act(|guild, _| guild.revoked = true);
    }

    /// Breaks coming requests.
    pub fn fault(&self, fault: RestFault) {
        self.act(|guild, _| guild.faults.push(fault));
    }

    /// Takes back what waits.
    pub fn clear_faults(&self) {
        self.act(|guild, _| guild.faults.clear());
    }

    /// Every request since the start, in order.
    pub fn calls(&self) -> Vec<Recorded> {
        self.look(|guild| guild.calls.clone())
    }
}

/// The id of somebody's account: the same for the same handle, and of a time before any server of the sandbox.
pub fn account_id(handle: &str) -> u64 {
    let hash = handle.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    // Why: 2020 to 2024, in milliseconds since Discord's first second.
    (157_766_400_000 + hash % 126_230_400_000) << 22
}

pub(super) fn known<'a>(guild: &'a Guild, who: &str) -> Result<&'a Member, String> {
    guild.named(who).ok_or_else(|| format!("nobody is called {who}"))
}

/// Somebody's id, if they see this channel.
pub(super) fn place(guild: &Guild, who: &str, channel: u64) -> Result<u64, String> {
    let member = known(guild, who)?;
    let channel = guild.channel(channel).ok_or("the channel is gone")?;
    if guild.sees(member, channel) { Ok(member.id) } else { Err(format!("{who} does not see this channel")) }
}

/// A message that somebody sees.
pub(super) fn seen(guild: &Guild, who: u64, channel: u64, id: u64) -> Result<&Post, String> {
    let post = guild.post(channel, id).filter(|post| post.only_for.is_none_or(|only| only == who));
    post.ok_or_else(|| "the message is gone".to_owned())
}

fn own(guild: &Guild, who: &str, channel: u64, id: u64) -> Result<Post, String> {
    let person = place(guild, who, channel)?;
    let post = seen(guild, person, channel, id)?;
    if post.author == person { Ok(post.clone()) } else { Err("that is somebody else's message".to_owned()) }
}

/// Whom a person's text calls: who is named in it, and the author of what it answers.
fn mentioned(guild: &Guild, text: &str, answered: Option<(u64, u64)>) -> std::collections::BTreeSet<u64> {
    guild.pings(text, &serde_json::Value::Null, answered.map(|(_, author)| author), false).people
}
