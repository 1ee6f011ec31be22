//! What the world consists of, and the two elementary changes: post a message, queue an update.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::files::FileRecord;
use super::message::{Author, Message};
use super::people::{Person, person_id};
use super::updates::Queue;
use crate::sandbox::discord::{Guild, GuildSetup};
use crate::sandbox::faults::{Fault, Trouble};
use crate::sandbox::shown::Site;

/// The id of the staff group before anything happened.
const GROUP_ID: i64 = -1_002_100_300_400;
/// The id of a group that is not a supergroup yet.
const BASIC_GROUP_ID: i64 = -4_100_200_300;
/// Updates do not begin at 1 on the platform either.
const FIRST_UPDATE: i64 = 700_000_001;

/// What kind of chat the staff group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// A supergroup with topics.
    Forum,
    Supergroup,
    /// An old-style group, which [`World::upgrade_group`](super::World::upgrade_group) turns into a supergroup.
    Basic,
}

/// How the world begins.
#[derive(Clone, Debug)]
pub struct Setup {
    pub token: String,
    pub bot_name: String,
    pub bot_username: String,
    pub group: GroupKind,
    pub group_title: String,
    /// Whether the bot is an administrator who may manage topics, pin and delete.
    pub bot_is_admin: bool,
    /// The handle of the one agent in whose chat with the bot the staff works, instead of the group.
    pub alone: Option<String>,
    /// Where the staff works.
    pub staff_on: Site,
    /// How long a call that stalls is held, in real time.
    pub stall: Duration,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            token: "4200042:SANDBOX-TOKEN".into(),
            bot_name: "After-sales desk".into(),
            bot_username: "aftercare_desk_bot".into(),
            group: GroupKind::Forum,
            group_title: "After-sales staff".into(),
            bot_is_admin: true,
            alone: None,
            staff_on: Site::Telegram,
            stall: Duration::from_secs(5),
        }
    }
}

/// One topic of the staff group; its id is the id of the message that announced it.
#[derive(Clone, Debug)]
pub struct Topic {
    pub id: i64,
    pub name: String,
    pub icon_color: i64,
    pub closed: bool,
    pub deleted: bool,
}

/// A chat and everything in it.
#[derive(Clone, Debug, Default)]
pub struct Chat {
    pub messages: Vec<Message>,
    pub topics: Vec<Topic>,
}

impl Chat {
    /// The message with this id, unless it is deleted.
    pub fn message(&self, id: i64) -> Option<&Message> {
        self.messages.iter().find(|message| message.id == id && !message.deleted)
    }

    pub(crate) fn message_mut(&mut self, id: i64) -> Option<&mut Message> {
        self.messages.iter_mut().find(|message| message.id == id && !message.deleted)
    }

    /// The topic with this id, unless it is deleted.
    pub fn topic(&self, id: i64) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == id && !topic.deleted)
    }

    pub(crate) fn topic_mut(&mut self, id: i64) -> Option<&mut Topic> {
        self.topics.iter_mut().find(|topic| topic.id == id && !topic.deleted)
    }
}

/// A button that was pressed.
#[derive(Clone, Debug)]
pub(crate) struct Press {
    pub seq: u64,
    pub chat: i64,
    pub thread: Option<i64>,
    pub who: String,
    pub label: String,
    pub query: String,
    pub at: DateTime<Utc>,
    pub answered: bool,
}

/// A call that met trouble.
#[derive(Clone, Debug)]
pub(crate) struct Met {
    pub at: DateTime<Utc>,
    pub method: String,
    pub trouble: Trouble,
}

/// A pop-up that answered a press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub who: String,
    pub text: String,
    /// Has to be closed by hand.
    pub alert: bool,
}

/// Where the platform brings its updates.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub url: String,
    /// What its requests show to be let in.
    pub secret: String,
    /// How many requests it makes side by side.
    pub most: usize,
    /// When bringing an update failed last, and why.
    pub failed: Option<(DateTime<Utc>, String)>,
}

/// Everything in the world, behind the lock of [`World`](super::World).
#[derive(Debug)]
pub struct State {
    pub setup: Setup,
    pub people: Vec<Person>,
    /// By chat id; a private chat has the id of its person.
    pub chats: BTreeMap<i64, Chat>,
    pub group: i64,
    /// The bot is a member of the group.
    pub bot_there: bool,
    /// Ids of groups that were upgraded, with their new id.
    pub moved: HashMap<i64, i64>,
    pub queue: Queue,
    pub files: Vec<FileRecord>,
    pub calls: Vec<(String, Value)>,
    pub faults: Vec<Fault>,
    pub notices: Vec<Notice>,
    /// The last list given to `setMyCommands`.
    pub commands: BTreeMap<(String, String), Vec<Value>>,
    pub(crate) presses: Vec<Press>,
    /// Set: updates are brought there, and nobody can ask for them.
    pub(crate) webhook: Option<Webhook>,
    /// What people have reacted with: by chat and message, then by person.
    pub(crate) feelings: HashMap<(i64, i64), BTreeMap<String, String>>,
    /// Calls that are held without an answer now.
    pub(crate) held: usize,
    /// Calls that met an arranged trouble: when, which, and what.
    pub(crate) met: Vec<Met>,
    /// Grows with every poll, so that a waiting one notices that it was replaced.
    pub(crate) poll: u64,
    pub(crate) seq: u64,
    pub(crate) albums: u64,
    last_ids: HashMap<i64, i64>,
    /// The Discord server of the same world.
    pub discord: Guild,
}

/// A message about to be posted.
pub(crate) struct Draft {
    pub chat: i64,
    pub thread: Option<i64>,
    pub author: Author,
    pub body: Map<String, Value>,
    pub reply_to: Option<i64>,
    pub keyboard: Option<Value>,
    pub album: Option<String>,
}

impl Draft {
    pub(crate) fn new(chat: i64, thread: Option<i64>, author: Author, body: Map<String, Value>) -> Self {
        Self { chat, thread, author, body, reply_to: None, keyboard: None, album: None }
    }
}

impl State {
    pub(crate) fn new(setup: Setup, now: DateTime<Utc>) -> Self {
        let group = if setup.group == GroupKind::Basic { BASIC_GROUP_ID } else { GROUP_ID };
        let mut state = Self {
            setup,
            people: Vec::new(),
            chats: BTreeMap::from([(group, Chat::default())]),
            group,
            bot_there: true,
            moved: HashMap::new(),
            queue: Queue::starting_at(FIRST_UPDATE),
            files: Vec::new(),
            calls: Vec::new(),
            faults: Vec::new(),
            notices: Vec::new(),
            commands: BTreeMap::new(),
            presses: Vec::new(),
            webhook: None,
            feelings: HashMap::new(),
            held: 0,
            met: Vec::new(),
            poll: 0,
            seq: 0,
            albums: 0,
            last_ids: HashMap::new(),
            discord: Guild::new(GuildSetup::default(), now),
        };
        let field = if state.setup.group == GroupKind::Basic {
            "group_chat_created"
        } else {
            "supergroup_chat_created"
        };
        let made = Map::from_iter([(field.to_owned(), json!(true))]);
        state.post(now, Draft::new(group, None, Author::Bot, made));
        state
    }

    /// The bot's own id: the number before the colon of its token.
    pub fn bot_id(&self) -> i64 {
        self.setup.token.split(':').next().and_then(|id| id.parse().ok()).unwrap_or(1)
    }

    /// Whether a call is held without an answer.
    pub fn is_holding(&self) -> bool {
        self.held > 0
    }

    pub(crate) fn bot_user(&self) -> Value {
        json!({"id": self.bot_id(), "is_bot": true, "first_name": self.setup.bot_name,
            "username": self.setup.bot_username})
    }

    pub fn person(&self, handle: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.handle == handle)
    }

    pub fn person_by_id(&self, id: i64) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// Whether that is who made the group, whom closed topics don't keep out: the first of its people.
    pub(crate) fn runs_the_group(&self, handle: &str) -> bool {
        self.people.iter().find(|person| person.in_group).is_some_and(|person| person.handle == handle)
    }

    pub(crate) fn person_mut(&mut self, handle: &str) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.handle == handle)
    }

    pub(crate) fn chat_mut(&mut self, id: i64) -> &mut Chat {
        self.chats.entry(id).or_default()
    }

    pub fn message(&self, chat: i64, id: i64) -> Option<&Message> {
        self.chats.get(&chat)?.message(id)
    }

    /// Whether the group has topics now.
    pub fn is_forum(&self) -> bool {
        self.setup.group == GroupKind::Forum
    }

    /// The chat the staff works in.
    pub fn staff_chat(&self) -> i64 {
        let alone = self.setup.alone.as_deref();
        alone.map_or(self.group, |who| self.person(who).map_or_else(|| person_id(who), |person| person.id))
    }

    /// Whether the bot can do nothing in that chat and hears nothing of it.
    pub(crate) fn is_shut_out_of(&self, chat: i64) -> bool {
        chat == self.group && !self.bot_there
    }

    /// Adds a message and returns its id. Private chats share one counter, every group has its own.
    pub(crate) fn post(&mut self, now: DateTime<Utc>, draft: Draft) -> i64 {
        let last = self.last_ids.entry(draft.chat.min(0)).or_insert(0);
        *last += 1;
        let id = *last;
        self.seq += 1;
        let seq = self.seq;
        let chat = self.chats.entry(draft.chat).or_default();
        let answered = draft.reply_to.and_then(|to| chat.message(to));
        let root = answered.map(|message| message.root.unwrap_or(message.id));
        chat.messages.push(Message {
            id,
            seq,
            thread: draft.thread,
            author: draft.author,
            date: now,
            body: draft.body,
            reply_to: answered.map(|message| message.id),
            root: root.filter(|_| draft.chat < 0 && draft.thread.is_none()),
            keyboard: draft.keyboard,
            album: draft.album,
            edited: None,
            reactions: Vec::new(),
            reacted: BTreeMap::new(),
            pinned: false,
            deleted: false,
        });
        id
    }

    /// Queues an update.
    pub(crate) fn tell(&mut self, kind: &str, body: Value) {
        self.queue.push(kind, body);
    }
}
