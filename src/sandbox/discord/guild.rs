//! What the Discord server consists of. It lives in the same world as the Telegram side, under the same lock and clock.
//!
//! Invariants: ids are snowflakes, in order of the world's clock and never given twice; the same acts at the same moments
//! give the same ids; nothing is forgotten, what was deleted is marked so. Deliberately not here: HTTP (`rest`), the
//! gateway's connections, and any judgement about what the bot should say.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::bits::{kind, permission};
use super::faults::RestFault;
use super::interaction::Interaction;
use super::record::Recorded;
use super::sessions::Sessions;
use super::setup::GuildSetup;
use super::snowflake::Snowflakes;

/// Somebody with an account.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, as the platform has it")]
#[derive(Clone, Debug)]
pub struct Member {
    pub id: u64,
    /// How scenarios call them; also the user name.
    pub handle: String,
    pub name: String,
    /// As Discord writes it: `en-US`, `zh-CN`.
    pub locale: String,
    /// Has the role *Staff*, which sees the staff channels.
    pub staff: bool,
    /// In the server; who left still has an account.
    pub here: bool,
    /// Takes direct messages of the bot.
    pub open: bool,
    pub bot: bool,
    pub joined: DateTime<Utc>,
}

/// A channel, a thread or a private conversation.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, as the platform has it")]
#[derive(Clone, Debug)]
pub struct Channel {
    pub id: u64,
    pub kind: u8,
    pub name: String,
    pub parent: Option<u64>,
    pub owner: u64,
    /// Only *Staff* and the bot see it.
    pub staff_only: bool,
    /// Of a thread: who is in it. Of a private conversation: the person and the bot.
    pub members: BTreeSet<u64>,
    pub archived: bool,
    pub archive_changed: DateTime<Utc>,
    pub locked: bool,
    pub invitable: bool,
    /// Minutes.
    pub auto_archive: u64,
    pub deleted: bool,
    /// Rights taken from the bot here.
    pub denied: u64,
    pub topic: Option<String>,
}

impl Channel {
    pub fn is_thread(&self) -> bool {
        matches!(self.kind, kind::PUBLIC_THREAD | kind::PRIVATE_THREAD)
    }

    pub fn is_dm(&self) -> bool {
        self.kind == kind::DM
    }
}

/// An uploaded file.
#[derive(Clone, Debug)]
pub struct Upload {
    pub id: u64,
    pub channel: u64,
    pub name: String,
    pub description: Option<String>,
    pub bytes: Vec<u8>,
}

/// One message as it stands now.
#[derive(Clone, Debug)]
pub struct Post {
    pub id: u64,
    pub channel: u64,
    pub author: u64,
    pub kind: u8,
    pub content: String,
    pub embeds: Vec<Value>,
    pub components: Vec<Value>,
    pub uploads: Vec<u64>,
    pub reply_to: Option<u64>,
    pub nonce: Option<Value>,
    pub flags: u64,
    pub at: DateTime<Utc>,
    pub edited: Option<DateTime<Utc>>,
    /// Its words have changed, not only what hangs on it.
    pub reworded: bool,
    /// Emoji, and who set it.
    pub reactions: Vec<(String, BTreeSet<u64>)>,
    pub pinned: Option<DateTime<Utc>>,
    /// Only this person sees it.
    pub only_for: Option<u64>,
    /// The interaction it answers.
    pub interaction: Option<u64>,
    /// Whom it calls: people, and everyone.
    pub pings: Pings,
    pub deleted: bool,
}

/// Whom a message calls to the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pings {
    pub people: BTreeSet<u64>,
    pub roles: BTreeSet<u64>,
    pub everyone: bool,
}

/// Everything of the Discord side.
#[derive(Debug)]
pub struct Guild {
    pub setup: GuildSetup,
    pub id: u64,
    pub application: u64,
    pub bot: u64,
    pub staff_role: u64,
    /// What the role *Staff* adds to what everybody may.
    pub staff_rights: u64,
    pub members: Vec<Member>,
    pub channels: BTreeMap<u64, Channel>,
    pub posts: BTreeMap<u64, Post>,
    pub uploads: BTreeMap<u64, Upload>,
    /// Registered commands: of the application (`None`) or of this server.
    pub commands: BTreeMap<Option<u64>, Vec<Value>>,
    pub interactions: BTreeMap<u64, Interaction>,
    pub calls: Vec<Recorded>,
    /// The token was revoked.
    pub revoked: bool,
    pub(crate) faults: Vec<RestFault>,
    pub(crate) sessions: Sessions,
    /// Where the stand-in is reached, `http://127.0.0.1:PORT`; empty until it serves.
    pub(crate) base: String,
    pub(crate) ids: Snowflakes,
}

impl Guild {
    pub fn new(setup: GuildSetup, now: DateTime<Utc>) -> Self {
        let mut ids = Snowflakes::default();
        let (id, bot, staff_role) = (ids.next(now), ids.next(now), ids.next(now));
        let mut guild = Self {
            id,
            // Why the same: the id of an application and of its bot user are one since 2017.
            application: bot,
            bot,
            staff_role,
            staff_rights: permission::STAFF,
            members: Vec::new(),
            channels: BTreeMap::new(),
            posts: BTreeMap::new(),
            uploads: BTreeMap::new(),
            commands: BTreeMap::new(),
            interactions: BTreeMap::new(),
            calls: Vec::new(),
            revoked: false,
            faults: Vec::new(),
            sessions: Sessions::default(),
            base: String::new(),
            ids,
            setup,
        };
        let name = guild.setup.bot_name.clone();
        guild.members.push(Member {
            id: bot,
            handle: name.clone(),
            name,
            locale: "en-US".into(),
            staff: false,
            here: true,
            open: true,
            bot: true,
            joined: now,
        });
        guild.open_channel("support", kind::TEXT, false, now);
        guild.open_channel("staff", kind::TEXT, true, now);
        guild.open_channel("cases", kind::FORUM, true, now);
        guild
    }

    fn open_channel(&mut self, name: &str, kind: u8, staff_only: bool, now: DateTime<Utc>) -> u64 {
        let channel = Channel { staff_only, ..self.blank(kind, name, None, self.bot, now) };
        let id = channel.id;
        self.channels.insert(id, channel);
        id
    }

    /// A channel with a new id and nothing special.
    pub(crate) fn blank(
        &mut self,
        kind: u8,
        name: &str,
        parent: Option<u64>,
        owner: u64,
        now: DateTime<Utc>,
    ) -> Channel {
        Channel {
            id: self.ids.next(now),
            kind,
            name: name.to_owned(),
            parent,
            owner,
            staff_only: false,
            members: BTreeSet::new(),
            archived: false,
            archive_changed: now,
            locked: false,
            invitable: true,
            auto_archive: 4320,
            deleted: false,
            denied: 0,
            topic: None,
        }
    }

    pub fn member(&self, id: u64) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    pub fn named(&self, handle: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.handle == handle)
    }

    /// The channel with this id, unless it is deleted.
    pub fn channel(&self, id: u64) -> Option<&Channel> {
        self.channels.get(&id).filter(|channel| !channel.deleted)
    }

    /// The channel of the server with this name, threads aside.
    pub fn channel_named(&self, name: &str) -> Option<&Channel> {
        self.channels.values().find(|c| !c.deleted && !c.is_thread() && !c.is_dm() && c.name == name)
    }

    /// The message with this id in this channel, unless it is deleted.
    pub fn post(&self, channel: u64, id: u64) -> Option<&Post> {
        self.posts.get(&id).filter(|post| post.channel == channel && !post.deleted)
    }

    /// What stands in a channel, oldest first; what only one person sees included.
    pub fn posts_in(&self, channel: u64) -> impl DoubleEndedIterator<Item = &Post> {
        self.posts.values().filter(move |post| post.channel == channel && !post.deleted)
    }

    /// Whether somebody sees a channel.
    pub fn sees(&self, who: &Member, channel: &Channel) -> bool {
        match channel.kind {
            kind::DM => channel.members.contains(&who.id),
            _ if !who.here => false,
            kind::PRIVATE_THREAD => channel.members.contains(&who.id) || who.staff,
            kind::PUBLIC_THREAD => {
                let parent = channel.parent.and_then(|parent| self.channel(parent));
                parent.is_none_or(|parent| self.sees(who, parent))
            }
            _ => !channel.staff_only || who.staff,
        }
    }

    /// The bot's rights in a channel; a thread has those of its parent.
    pub fn rights(&self, channel: &Channel) -> u64 {
        if channel.is_dm() {
            return permission::DESK;
        }
        let parent = channel.parent.and_then(|parent| self.channel(parent));
        self.setup.permissions & !channel.denied & !parent.map_or(0, |parent| parent.denied)
    }
}
