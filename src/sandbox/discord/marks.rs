//! Reactions and pins.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::guild::Guild;
use super::refusal::Refusal;
use super::request::{Answer, Call, Reply};
use super::{intent, permission};

/// Pins a channel bears.
const MOST_PINS: usize = 250;
/// Different emoji a message bears.
const MOST_EMOJI: usize = 20;

pub(super) fn react(call: &mut Call<'_>) -> Answer {
    let emoji = emoji(call)?;
    let post = call.post()?;
    let known = post.reactions.iter().any(|(known, _)| *known == emoji);
    let (id, full) = (post.id, post.reactions.len() >= MOST_EMOJI);
    let channel = call.channel_with(permission::READ_MESSAGE_HISTORY)?;
    if channel.archived {
        return Err(Refusal::code(50083));
    }
    if !known && call.guild.rights(channel) & permission::ADD_REACTIONS == 0 {
        return Err(Refusal::code(50013));
    }
    if !known && full {
        return Err(Refusal {
            status: 403,
            ..Refusal::plain(403, "Maximum number of reactions reached (20)")
        });
    }
    let bot = call.guild.bot;
    call.guild.set_reaction(id, &emoji, bot, true);
    Ok(Reply::Nothing)
}

pub(super) fn unreact(call: &mut Call<'_>) -> Answer {
    let emoji = emoji(call)?;
    let id = call.post()?.id;
    let bot = call.guild.bot;
    let who = if call.part("user_id").is_empty() { bot } else { call.id("user_id")? };
    if who != bot {
        call.channel_with(permission::MANAGE_MESSAGES)?;
    }
    call.guild.set_reaction(id, &emoji, who, false);
    Ok(Reply::Nothing)
}

pub(super) fn clear(call: &mut Call<'_>) -> Answer {
    call.channel_with(permission::MANAGE_MESSAGES)?;
    let (id, channel) = (call.post()?.id, call.channel()?.id);
    if let Some(post) = call.guild.posts.get_mut(&id) {
        post.reactions.clear();
    }
    let guild = call.guild.guild_of(channel);
    let body = json!({"channel_id": channel.to_string(), "message_id": id.to_string(), "guild_id": guild});
    let intent = call.guild.reaction_intent(channel);
    call.guild.tell("MESSAGE_REACTION_REMOVE_ALL", intent, &body);
    Ok(Reply::Nothing)
}

pub(super) fn who(call: &mut Call<'_>) -> Answer {
    let emoji = emoji(call)?;
    let post = call.post()?;
    let set = post.reactions.iter().find(|(known, _)| *known == emoji);
    let people = set.into_iter().flat_map(|(_, who)| who).map(|id| call.guild.user_json(*id));
    Ok(Reply::Json(people.collect()))
}

/// The emoji of the path; words are not one.
fn emoji(call: &Call<'_>) -> Result<String, Refusal> {
    let emoji = call.part("emoji_name");
    let plausible = !emoji.is_empty() && !emoji.chars().any(|c| c.is_ascii_alphabetic() || c == ' ');
    if plausible { Ok(emoji.to_owned()) } else { Err(Refusal::code(10014)) }
}

pub(super) fn pin(call: &mut Call<'_>) -> Answer {
    let channel = call.channel_with(permission::PIN_MESSAGES)?;
    let channel = channel.id;
    let id = call.post()?.id;
    let pinned = call.guild.posts_in(channel).filter(|post| post.pinned.is_some()).count();
    if pinned >= MOST_PINS {
        return Err(Refusal::code(30003));
    }
    call.guild.set_pin(id, true, call.now);
    Ok(Reply::Nothing)
}

pub(super) fn unpin(call: &mut Call<'_>) -> Answer {
    call.channel_with(permission::PIN_MESSAGES)?;
    let id = call.post()?.id;
    call.guild.set_pin(id, false, call.now);
    Ok(Reply::Nothing)
}

impl Guild {
    pub(crate) fn reaction_intent(&self, channel: u64) -> u64 {
        if self.guild_of(channel).is_some() {
            intent::GUILD_MESSAGE_REACTIONS
        } else {
            intent::DIRECT_MESSAGE_REACTIONS
        }
    }

    /// Sets or takes back a reaction and tells of it; what is so already is not told.
    pub(crate) fn set_reaction(&mut self, id: u64, emoji: &str, who: u64, on: bool) {
        let Some(post) = self.posts.get_mut(&id) else { return };
        let at = post.reactions.iter().position(|(known, _)| known == emoji);
        let changed = match (at, on) {
            (Some(at), true) => post.reactions.get_mut(at).is_some_and(|(_, set)| set.insert(who)),
            (Some(at), false) => post.reactions.get_mut(at).is_some_and(|(_, set)| set.remove(&who)),
            (None, true) => {
                post.reactions.push((emoji.to_owned(), [who].into()));
                true
            }
            (None, false) => false,
        };
        post.reactions.retain(|(_, set)| !set.is_empty());
        let (channel, author) = (post.channel, post.author);
        if !changed {
            return;
        }
        let mut body = json!({"user_id": who.to_string(), "channel_id": channel.to_string(),
            "message_id": id.to_string(), "emoji": {"id": null, "name": emoji}, "burst": false, "type": 0});
        if let Some(guild) = self.guild_of(channel) {
            body["guild_id"] = json!(guild);
            if let Some(member) = self.member(who).filter(|_| on) {
                body["member"] = self.member_json(member);
            }
        }
        if on {
            body["message_author_id"] = json!(author.to_string());
        }
        let kind = if on { "MESSAGE_REACTION_ADD" } else { "MESSAGE_REACTION_REMOVE" };
        self.tell(kind, self.reaction_intent(channel), &body);
    }

    fn set_pin(&mut self, id: u64, on: bool, now: DateTime<Utc>) {
        let Some(post) = self.posts.get_mut(&id) else { return };
        if post.pinned.is_some() == on {
            return;
        }
        post.pinned = on.then_some(now);
        let channel = post.channel;
        let body = json!({"channel_id": channel.to_string(), "guild_id": self.guild_of(channel),
            "last_pin_timestamp": on.then(|| super::faces::stamp(now))});
        self.tell(
            "CHANNEL_PINS_UPDATE",
            if self.guild_of(channel).is_some() { intent::GUILDS } else { intent::DIRECT_MESSAGES },
            &body,
        );
        self.tell_post("MESSAGE_UPDATE", id, now);
        if on {
            let mut notice = self.empty_post(channel, self.bot, now);
            notice.kind = 6;
            notice.reply_to = Some(id);
            self.put(notice, now);
        }
    }
}
