//! How Discord writes what is here as JSON: people, channels, the server, messages.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::bits::{kind, permission};
use super::guild::{Channel, Guild, Member, Post, Upload};

/// How long a link to a file holds.
const LINK_LIFE: TimeDelta = TimeDelta::hours(24);

/// A moment as Discord writes it.
pub(crate) fn stamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Micros, false)
}

pub(crate) fn user(member: &Member) -> Value {
    json!({"id": member.id.to_string(), "username": member.handle, "discriminator": "0",
        "global_name": if member.bot { Value::Null } else { json!(member.name) },
        "avatar": null, "bot": member.bot, "public_flags": 0})
}

impl Guild {
    pub(crate) fn user_json(&self, id: u64) -> Value {
        self.member(id).map_or(Value::Null, user)
    }

    /// A member without the user, as events carry it beside one.
    pub(crate) fn bare_member(&self, member: &Member) -> Map<String, Value> {
        let role = if member.id == self.bot { Some(self.application) } else { None };
        let role = role.or(member.staff.then_some(self.staff_role)).map(|id| id.to_string());
        let roles: Vec<String> = role.into_iter().collect();
        let json = json!({"nick": null, "avatar": null, "banner": null, "roles": roles,
            "joined_at": stamp(member.joined), "premium_since": null, "deaf": false, "mute": false, "flags": 0,
            "pending": false, "communication_disabled_until": null});
        json.as_object().cloned().unwrap_or_default()
    }

    /// What somebody may do wherever no channel says otherwise.
    pub(crate) fn rights_of(&self, member: &Member) -> u64 {
        permission::EVERYBODY | if member.staff { self.staff_rights } else { 0 }
    }

    pub(crate) fn member_json(&self, member: &Member) -> Value {
        let mut json = self.bare_member(member);
        json.insert("user".into(), user(member));
        Value::Object(json)
    }

    pub(crate) fn roles_json(&self) -> Value {
        let role = |id: u64, name: &str, position: u8, permissions: u64| {
            json!({"id": id.to_string(), "name": name, "color": 0,
                "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
                "hoist": false, "icon": null, "unicode_emoji": null, "position": position,
                "permissions": permissions.to_string(), "managed": false, "mentionable": false, "flags": 0})
        };
        let staff = permission::EVERYBODY | self.staff_rights;
        let mut ours = role(self.application, "Desk", 2, self.setup.permissions);
        ours["managed"] = true.into();
        json!([
            role(self.id, "@everyone", 0, permission::EVERYBODY),
            role(self.staff_role, "Staff", 1, staff),
            // The role that came with the application, and has what it was invited with.
            ours
        ])
    }

    pub(crate) fn channel_json(&self, channel: &Channel) -> Value {
        let last = self.posts_in(channel.id).rfind(|post| post.only_for.is_none());
        let last = last.map(|post| post.id.to_string());
        let mut json = json!({"id": channel.id.to_string(), "type": channel.kind, "last_message_id": last});
        if channel.is_dm() {
            let recipients = channel.members.iter().filter(|id| **id != self.bot);
            json["recipients"] = recipients.map(|id| self.user_json(*id)).collect();
            return json;
        }
        json["guild_id"] = json!(self.id.to_string());
        json["name"] = json!(channel.name);
        json["rate_limit_per_user"] = json!(0);
        json["flags"] = json!(0);
        json["parent_id"] = json!(channel.parent.map(|id| id.to_string()));
        if channel.is_thread() {
            json["owner_id"] = json!(channel.owner.to_string());
            json["message_count"] = json!(self.posts_in(channel.id).count());
            json["total_message_sent"] = json["message_count"].clone();
            json["member_count"] = json!(channel.members.len());
            json["thread_metadata"] = json!({"archived": channel.archived, "locked": channel.locked,
                "auto_archive_duration": channel.auto_archive, "archive_timestamp": stamp(channel.archive_changed),
                "create_timestamp": stamp(created(channel.id))});
            if channel.kind == kind::PRIVATE_THREAD {
                json["thread_metadata"]["invitable"] = json!(channel.invitable);
            }
            return json;
        }
        json["position"] = json!(self.channels.keys().position(|id| *id == channel.id).unwrap_or_default());
        json["topic"] = json!(channel.topic);
        json["nsfw"] = json!(false);
        json["permission_overwrites"] = self.overwrites(channel);
        if channel.kind == kind::FORUM {
            json["available_tags"] = json!([]);
        }
        json
    }

    fn overwrites(&self, channel: &Channel) -> Value {
        let mut list = Vec::new();
        let overwrite = |id: u64, kind: u8, allow: u64, deny: u64| json!({"id": id.to_string(), "type": kind, "allow": allow.to_string(), "deny": deny.to_string()});
        if channel.staff_only {
            list.push(overwrite(self.id, 0, 0, permission::VIEW_CHANNEL));
            list.push(overwrite(self.staff_role, 0, permission::VIEW_CHANNEL, 0));
            list.push(overwrite(self.application, 0, permission::VIEW_CHANNEL, 0));
        }
        if channel.denied != 0 {
            list.push(overwrite(self.bot, 1, 0, channel.denied));
        }
        Value::Array(list)
    }

    /// Somebody in a thread.
    pub(crate) fn thread_member(channel: &Channel, who: u64) -> Value {
        json!({"id": channel.id.to_string(), "user_id": who.to_string(),
            "join_timestamp": stamp(created(channel.id)), "flags": 1})
    }

    pub(crate) fn guild_json(&self) -> Value {
        json!({"id": self.id.to_string(), "name": self.setup.guild_name, "icon": null, "description": null,
            "splash": null, "discovery_splash": null, "banner": null, "owner_id": self.bot.to_string(),
            "application_id": null, "region": "deprecated", "afk_channel_id": null, "afk_timeout": 300,
            "system_channel_id": null, "system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": null,
            "verification_level": 0, "roles": self.roles_json(), "default_message_notifications": 1, "mfa_level": 0,
            "explicit_content_filter": 0, "max_presences": null, "max_members": 500_000, "max_video_channel_users": 25,
            "vanity_url_code": null, "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": "en-US",
            "rules_channel_id": null, "safety_alerts_channel_id": null, "public_updates_channel_id": null,
            "premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0, "emojis": [], "stickers": [],
            "features": [], "incidents_data": null})
    }

    /// The server as `GUILD_CREATE` tells it.
    pub(crate) fn guild_event(&self, now: DateTime<Utc>) -> Value {
        let mut json = self.guild_json();
        let seen = |channel: &&Channel| {
            !channel.deleted && !channel.is_dm() && self.rights(channel) & permission::VIEW_CHANNEL != 0
        };
        let channels = self.channels.values().filter(seen);
        let (threads, channels): (Vec<_>, Vec<_>) = channels.partition(|channel| channel.is_thread());
        let threads = threads.into_iter().filter(|thread| !thread.archived);
        let here: Vec<_> = self.members.iter().filter(|member| member.here).collect();
        let more = json!({"joined_at": stamp(created(self.id).min(now)), "large": false, "unavailable": false,
            "member_count": here.len(), "voice_states": [], "presences": [], "stage_instances": [],
            "guild_scheduled_events": [], "soundboard_sounds": [],
            "members": here.iter().map(|member| self.member_json(member)).collect::<Vec<_>>(),
            "channels": channels.iter().map(|channel| self.channel_json(channel)).collect::<Vec<_>>(),
            "threads": threads.map(|thread| self.channel_json(thread)).collect::<Vec<_>>()});
        if let (Some(json), Some(more)) = (json.as_object_mut(), more.as_object()) {
            json.extend(more.clone());
        }
        json
    }

    /// A message as requests see it.
    pub(crate) fn post_json(&self, post: &Post, now: DateTime<Utc>) -> Value {
        let mut json = self.post_alone(post, now);
        if let Some(to) = post.reply_to {
            let answered = self.post(post.channel, to);
            json["referenced_message"] =
                answered.map_or(Value::Null, |answered| self.post_alone(answered, now));
        }
        if let Some(thread) = self.channel(post.id).filter(|channel| channel.is_thread()) {
            json["thread"] = self.channel_json(thread);
        }
        json
    }

    fn post_alone(&self, post: &Post, now: DateTime<Utc>) -> Value {
        let uploads = post.uploads.iter().filter_map(|id| self.uploads.get(id));
        let mut json = json!({"id": post.id.to_string(), "channel_id": post.channel.to_string(), "type": post.kind,
            "author": self.user_json(post.author), "content": post.content, "timestamp": stamp(post.at),
            "edited_timestamp": post.edited.map(stamp), "tts": false, "mention_everyone": post.pings.everyone,
            "mentions": post.pings.people.iter().map(|id| self.user_json(*id)).collect::<Vec<_>>(),
            "mention_roles": post.pings.roles.iter().map(u64::to_string).collect::<Vec<_>>(),
            "attachments": uploads.map(|upload| self.upload_json(upload, now)).collect::<Vec<_>>(),
            "embeds": post.embeds, "components": post.components, "pinned": post.pinned.is_some(),
            "flags": post.flags});
        if let Some(to) = post.reply_to {
            json["message_reference"] = json!({"type": 0, "message_id": to.to_string(),
                "channel_id": post.channel.to_string(), "guild_id": self.guild_of(post.channel)});
        }
        if let Some(nonce) = &post.nonce {
            json["nonce"] = nonce.clone();
        }
        if !post.reactions.is_empty() {
            let reactions = post.reactions.iter().map(|(emoji, who)| {
                json!({"emoji": {"id": null, "name": emoji}, "count": who.len(), "me": who.contains(&self.bot),
                    "me_burst": false, "burst_colors": [],
                    "count_details": {"burst": 0, "normal": who.len()}})
            });
            json["reactions"] = reactions.collect();
        }
        if let Some(asked) = post.interaction.and_then(|id| self.interactions.get(&id)) {
            json["application_id"] = json!(self.application.to_string());
            json["webhook_id"] = json!(self.application.to_string());
            json["interaction_metadata"] = self.metadata(asked);
        }
        json
    }

    /// The server's id for what belongs to it; nothing for a private conversation.
    pub(crate) fn guild_of(&self, channel: u64) -> Option<String> {
        let dm = self.channels.get(&channel).is_some_and(Channel::is_dm);
        (!dm).then(|| self.id.to_string())
    }

    /// A message as events tell it.
    pub(crate) fn post_event(&self, post: &Post, now: DateTime<Utc>) -> Value {
        let mut json = self.post_json(post, now);
        if let Some(guild) = self.guild_of(post.channel) {
            json["guild_id"] = json!(guild);
            if let Some(member) = self.member(post.author).filter(|member| member.here) {
                json["member"] = Value::Object(self.bare_member(member));
            }
        }
        json["channel_type"] = json!(self.channels.get(&post.channel).map(|channel| channel.kind));
        json
    }

    pub(crate) fn upload_json(&self, upload: &Upload, now: DateTime<Utc>) -> Value {
        let url = self.link(upload, now + LINK_LIFE);
        let mime = mime_of(&upload.name);
        let mut json = json!({"id": upload.id.to_string(), "filename": upload.name, "size": upload.bytes.len(),
            "url": url, "proxy_url": url, "content_type": mime});
        if mime.starts_with("image/") || mime.starts_with("video/") {
            json["width"] = json!(1280);
            json["height"] = json!(960);
        }
        if let Some(description) = &upload.description {
            json["description"] = json!(description);
        }
        json
    }

    /// A link that ends at this moment.
    fn link(&self, upload: &Upload, ends: DateTime<Utc>) -> String {
        let (channel, id) = (upload.channel, upload.id);
        let ex = format!("{:x}", ends.timestamp());
        let is = format!("{:x}", (ends - LINK_LIFE).timestamp());
        let hm = seal(id, &ex, &is);
        format!("{}/attachments/{channel}/{id}/{}?ex={ex}&is={is}&hm={hm}&", self.base, upload.name)
    }
}

/// The signature of a link.
pub(crate) fn seal(upload: u64, ex: &str, is: &str) -> String {
    let digest = Sha256::digest(format!("sandbox:{upload}:{ex}:{is}"));
    digest.iter().take(16).fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// When an id came to be.
pub(crate) fn created(id: u64) -> DateTime<Utc> {
    let millis = i64::try_from(id >> 22).unwrap_or_default() + 1_420_070_400_000;
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// What a file is, by its name.
pub(crate) fn mime_of(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "mov" => "video/quicktime",
        "ogg" => "audio/ogg",
        "mp3" => "audio/mpeg",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
