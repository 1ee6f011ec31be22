//! Rooms and what hangs on messages: threads opened and deleted, messages taken away, pins, signs and reactions.

use std::fmt::Write as _;

use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};
use serenity::model::id::{ChannelId, GuildId, MessageId};

use super::{
    body,
    failure::{Answer, Trouble},
    outbound::{DiscordCourier, channel, holder, id_of, kind, message},
    threads,
};
use crate::{
    desk::courier::{Receipt, Refusal},
    domain::{chat::Address, plan::Sign, text::Rich},
};

/// Longer names of threads are cut.
const LONGEST_TITLE: usize = 100;
/// A thread sleeps after so many minutes without a word: three days.
const SLEEPS_AFTER: u32 = 4320;
/// Everybody who sees the channel sees such a thread: the staff channel itself is what keeps others out.
const PUBLIC_THREAD: u32 = 11;
/// Says that an emoji is meant as a picture. Discord wants it, Telegram leaves it out.
const AS_PICTURE: char = '\u{FE0F}';

impl DiscordCourier {
    /// Opens a thread, or a post where the channel is a forum. A thread of that name that is open is the one asked for
    /// before: Discord can't be told which repeats are one.
    pub(super) async fn open_room(&self, place: Address, title: &str) -> Answer<Receipt> {
        let title = body::cut(title, LONGEST_TITLE);
        let parent = channel(place.chat)?;
        let told = self.ask(LightMethod::Get, Route::Channel { channel_id: parent }, None).await?;
        let opened = |id| Ok(Receipt { messages: Vec::new(), thread: Some(id) });
        if let Some(thread) = self.opened_before(&told, parent, &title).await? {
            return opened(thread);
        }
        let forum = matches!(told["type"].as_u64(), Some(kind::FORUM | kind::MEDIA));
        let mut wanted = json!({"name": title, "auto_archive_duration": SLEEPS_AFTER});
        if forum {
            wanted["message"] = body::first_message(&Rich::plain(title));
        } else {
            wanted["type"] = json!(PUBLIC_THREAD);
        }
        let route = Route::ChannelThreads { channel_id: parent };
        let thread = self.ask(LightMethod::Post, route, Some(&wanted)).await?;
        opened(id_of(&thread["id"])?)
    }

    async fn opened_before(&self, told: &Value, parent: ChannelId, title: &str) -> Answer<Option<i64>> {
        let guild = told["guild_id"].as_str().and_then(|id| id.parse().ok()).filter(|id| *id > 0);
        let Some(guild_id) = guild.map(GuildId::new) else { return Ok(None) };
        let open = self.ask(LightMethod::Get, Route::GuildThreadsActive { guild_id }, None).await?;
        let parent = parent.get().to_string();
        let same = |thread: &&Value| thread["parent_id"] == parent.as_str() && thread["name"] == title;
        let threads = open["threads"].as_array().map_or(&[][..], Vec::as_slice);
        threads.iter().find(same).map(|thread| id_of(&thread["id"])).transpose()
    }

    /// Names a thread; `owned` = its name goes on saying whose it is.
    pub(super) async fn rename(&self, place: Address, title: &str, owned: bool) -> Answer<Receipt> {
        let route = Route::Channel { channel_id: holder(place)? };
        let name = if owned {
            let told = self.ask(LightMethod::Get, route, None).await?;
            let old = told["name"].as_str().unwrap_or_default();
            let Some(name) = threads::renamed(old, title) else { return Ok(Receipt::default()) };
            if name == old {
                return Ok(Receipt::default());
            }
            name
        } else {
            title.to_owned()
        };
        self.ask(LightMethod::Patch, route, Some(&json!({"name": name}))).await.map(|_| Receipt::default())
    }

    /// Why not locked as well: its owner may go on in it.
    pub(super) async fn fold(&self, place: Address) -> Answer<Receipt> {
        let route = Route::Channel { channel_id: holder(place)? };
        self.ask(LightMethod::Patch, route, Some(&json!({"archived": true})))
            .await
            .map(|_| Receipt::default())
    }

    /// Locked and folded away: only who may manage threads opens it again.
    pub(super) async fn shut(&self, place: Address) -> Answer<Receipt> {
        let Some(thread) = place.thread else { return Ok(Receipt::default()) };
        let route = Route::Channel { channel_id: channel(thread)? };
        let shut = json!({"archived": true, "locked": true});
        done_if(self.ask(LightMethod::Patch, route, Some(&shut)).await, Trouble::is_channel_gone)
    }

    pub(super) async fn drop_room(&self, place: Address) -> Answer<Receipt> {
        let Some(thread) = place.thread else {
            return Err(Trouble::refused(Refusal::RoomGone, "a room without a thread can't be deleted"));
        };
        let route = Route::Channel { channel_id: channel(thread)? };
        done_if(self.ask(LightMethod::Delete, route, None).await, Trouble::is_channel_gone)
    }

    /// Deletes all at once where that can be done, else one after the other.
    pub(super) async fn delete(&self, place: Address, messages: &[i64]) -> Answer<Receipt> {
        let channel_id = holder(place)?;
        let ids = messages.iter().map(|id| message(*id)).collect::<Answer<Vec<MessageId>>>()?;
        if ids.len() > 1 {
            let body = json!({"messages": ids.iter().map(|id| id.get().to_string()).collect::<Vec<_>>()});
            let route = Route::ChannelMessagesBulkDelete { channel_id };
            match self.ask(LightMethod::Post, route, Some(&body)).await {
                Err(trouble) if trouble.is_against_bulk() => {}
                Err(trouble) if trouble.is_channel_gone() => return Ok(Receipt::default()),
                answer => return answer.map(|_| Receipt::default()),
            }
        }
        for message_id in ids {
            let route = Route::ChannelMessage { channel_id, message_id };
            let gone = |trouble: &Trouble| trouble.is_message_gone() || trouble.is_channel_gone();
            done_if(self.ask(LightMethod::Delete, route, None).await, gone)?;
        }
        Ok(Receipt::default())
    }

    /// Why directly: the client library knows only the route that is going away.
    pub(super) async fn pin(&self, place: Address, id: i64) -> Answer<Receipt> {
        let path = format!("/channels/{}/messages/pins/{}", holder(place)?, message(id)?);
        self.ask_directly(reqwest::Method::PUT, &path).await.map(|_| Receipt::default())
    }

    /// Puts a sign on a message, in the place of an earlier one.
    pub(super) async fn sign(&self, place: Address, id: i64, sign: Sign) -> Answer<Receipt> {
        let own = self.own_reactions(place, id).await?;
        let new = emoji_of(sign);
        self.add(place, id, &own, new).await?;
        for old in own.iter().filter(|old| is_sign(old) && !same(old, new)) {
            self.take_away(place, id, old).await?;
        }
        Ok(Receipt::default())
    }

    /// Puts a reaction on a message in the place of an earlier one; signs stay.
    pub(super) async fn react(&self, place: Address, id: i64, emoji: Option<&str>) -> Answer<Receipt> {
        let own = self.own_reactions(place, id).await?;
        if let Some(emoji) = emoji {
            self.add(place, id, &own, emoji).await?;
        }
        let stays = |old: &str| is_sign(old) || emoji.is_some_and(|emoji| same(emoji, old));
        for old in own.iter().filter(|old| !stays(old)) {
            self.take_away(place, id, old).await?;
        }
        Ok(Receipt::default())
    }

    /// The emoji of ours on a message.
    async fn own_reactions(&self, place: Address, id: i64) -> Answer<Vec<String>> {
        let route = Route::ChannelMessage { channel_id: holder(place)?, message_id: message(id)? };
        let told = self.ask(LightMethod::Get, route, None).await?;
        let reactions = told["reactions"].as_array().map_or(&[][..], Vec::as_slice);
        let own = reactions.iter().filter(|reaction| reaction["me"] == true);
        Ok(own.filter_map(|reaction| reaction["emoji"]["name"].as_str().map(str::to_owned)).collect())
    }

    async fn add(&self, place: Address, id: i64, own: &[String], emoji: &str) -> Answer<()> {
        if own.iter().any(|old| same(old, emoji)) {
            return Ok(());
        }
        let other = match emoji.strip_suffix(AS_PICTURE) {
            Some(bare) => bare.to_owned(),
            None => format!("{emoji}{AS_PICTURE}"),
        };
        match self.reaction(LightMethod::Put, place, id, emoji).await {
            Err(trouble) if trouble.is_unknown_emoji() => {
                self.reaction(LightMethod::Put, place, id, &other).await.map(|_| ())
            }
            answer => answer.map(|_| ()),
        }
    }

    async fn take_away(&self, place: Address, id: i64, emoji: &str) -> Answer<Receipt> {
        let gone = |trouble: &Trouble| trouble.is_unknown_emoji() || trouble.is_message_gone();
        done_if(self.reaction(LightMethod::Delete, place, id, emoji).await, gone)
    }

    async fn reaction(&self, method: LightMethod, place: Address, id: i64, emoji: &str) -> Answer<Value> {
        let reaction = in_path(emoji);
        let (channel_id, message_id) = (holder(place)?, message(id)?);
        let route = Route::ChannelMessageReactionMe { channel_id, message_id, reaction: &reaction };
        self.ask(method, route, None).await
    }
}

fn done_if(answer: Answer<Value>, is_done: impl Fn(&Trouble) -> bool) -> Answer<Receipt> {
    match answer {
        Err(trouble) if !is_done(&trouble) => Err(trouble),
        _ => Ok(Receipt::default()),
    }
}

/// How a sign looks here.
const fn emoji_of(sign: Sign) -> &'static str {
    match sign {
        Sign::Taken => "⏳",
        Sign::Delivered => "✅",
        Sign::Failed => "❌",
    }
}

fn is_sign(emoji: &str) -> bool {
    Sign::ALL.into_iter().any(|sign| same(emoji_of(sign), emoji))
}

/// Whether two emoji are one, written with or without the word that they are pictures.
fn same(one: &str, other: &str) -> bool {
    one.trim_end_matches(AS_PICTURE) == other.trim_end_matches(AS_PICTURE)
}

fn in_path(emoji: &str) -> String {
    emoji.bytes().fold(String::new(), |mut path, byte| {
        // Why the answer does not matter: a string takes everything.
        let _ = write!(path, "%{byte:02X}");
        path
    })
}
