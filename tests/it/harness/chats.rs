//! A platform in memory: people, their chats with the bot, one staff group with topics.
//!
//! Numbers are given out as on Telegram: private chats of one bot share a counter, the group has its own, and topics
//! and pins announce themselves with a message and so take a number too. Built without a look at the sandbox's world, so
//! that two independent accounts of the platform have to agree.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aftercare::clock::Clock;
use aftercare::desk::Button;
use aftercare::domain::chat::{File, Incoming, Quote};
use aftercare::domain::lang::Lang;
use aftercare::domain::menu::EVERYBODY;
use aftercare::domain::text::{MarkKind, Rich};
use aftercare::sandbox::faults::Trouble;
use aftercare::sandbox::script::{Cast, Role, StaffKind};
use aftercare::sandbox::shown::{BOT, Deed, Place, Room, Shown, excerpt};
use aftercare::sandbox::world::person_id;

/// The staff group, with topics or without.
pub const GROUP: i64 = -1_002_100_300_400;
/// An old-style group, and what it becomes.
pub const OLD_GROUP: i64 = -4_100_200_300;
pub const NEW_GROUP: i64 = -1_002_500_600_700;

/// The chat the staff works in at first.
pub fn staff_chat(staff: &StaffKind) -> i64 {
    match staff {
        StaffKind::Topics | StaffKind::Supergroup | StaffKind::Discord => GROUP,
        StaffKind::Plain => OLD_GROUP,
        StaffKind::Person(who) => person_id(who),
    }
}

/// A handle to the chats; clones share them.
#[derive(Clone)]
pub struct Chats {
    state: Arc<Mutex<State>>,
    pub clock: Clock,
}

#[derive(Clone)]
pub struct Member {
    pub handle: String,
    pub id: i64,
    pub name: String,
    pub language: Option<String>,
    pub in_group: bool,
    /// Has written to the bot.
    pub started: bool,
    pub blocked: bool,
}

/// A chat and the topic in it.
pub type Spot = (i64, Option<i64>);

#[derive(Clone, Debug, Default)]
pub struct Message {
    pub id: i64,
    pub seq: u64,
    pub chat: i64,
    pub thread: Option<i64>,
    /// Nobody: the bot.
    pub author: Option<String>,
    pub text: Rich,
    pub buttons: Vec<Vec<Button>>,
    /// What hangs on it, in words.
    pub attachment: Option<String>,
    pub reply_to: Option<i64>,
    pub edited: bool,
    pub reactions: Vec<String>,
    /// What people have on it, by their handle.
    pub reacted: BTreeMap<String, String>,
    pub forwarded_from: Option<String>,
    /// What its file is told by.
    pub unique: Option<String>,
    pub pinned: bool,
    pub deleted: bool,
}

pub struct Topic {
    pub id: i64,
    pub name: String,
    pub deleted: bool,
}

pub struct Press {
    pub seq: u64,
    pub spot: Spot,
    pub who: String,
    pub label: String,
}

/// A fault that waits for calls.
pub struct Waiting {
    pub method: String,
    pub chat: Option<i64>,
    pub times: u32,
    pub trouble: Trouble,
}

/// Whether a platform can be reached at all.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    #[default]
    There,
    Away,
}

#[derive(Default)]
pub struct State {
    pub people: Vec<Member>,
    /// Where the staff works now, and the group there is.
    pub staff: i64,
    pub group: i64,
    pub topics_on: bool,
    pub bot_there: bool,
    pub messages: Vec<Message>,
    pub presses: Vec<Press>,
    pub topics: Vec<Topic>,
    /// Every file ever sent, with the name it is known by.
    pub files: Vec<(File, String)>,
    pub albums: u64,
    /// What the words about to be said quote.
    pub quoted: Option<Quote>,
    pub faults: Vec<Waiting>,
    /// Chats to which calls certainly don't arrive.
    pub cut_off: Vec<i64>,
    /// Whether the platform can be reached.
    pub reach: Reach,
    /// Updates the desk has not taken, oldest first, and those it has.
    pub waiting: VecDeque<Incoming>,
    pub past: Vec<Incoming>,
    pub duplicates: bool,
    pub updates: i64,
    /// Lists of commands by chat and language.
    pub menus: HashMap<(i64, Lang), Vec<(String, String)>>,
    pub seq: u64,
    last: HashMap<i64, i64>,
}

impl Chats {
    pub fn new(clock: Clock, staff: &StaffKind) -> Self {
        let group = if *staff == StaffKind::Plain { OLD_GROUP } else { GROUP };
        let mut state = State {
            staff: staff_chat(staff),
            group,
            topics_on: matches!(staff, StaffKind::Topics | StaffKind::Person(_)),
            bot_there: true,
            ..State::default()
        };
        // Why: the group was made once, and that was its first message.
        state.announce((group, None));
        Self { state: Arc::new(Mutex::new(state)), clock }
    }

    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings somebody in; a second time changes their name, language and place in the group.
    pub fn join(&self, cast: &Cast) {
        let mut state = self.lock();
        let old = state.people.iter().position(|p| p.handle == cast.handle);
        let old = old.map(|at| state.people.remove(at));
        state.people.push(Member {
            handle: cast.handle.clone(),
            id: cast.id.unwrap_or_else(|| person_id(&cast.handle)),
            name: cast.name.clone(),
            language: cast.language.clone(),
            in_group: cast.role == Role::Staff,
            started: old.as_ref().is_some_and(|p| p.started),
            blocked: old.is_some_and(|p| p.blocked),
        });
    }

    /// The lines of a place, in order.
    pub fn transcript(&self, place: &Place) -> Result<Vec<Shown>, String> {
        let state = self.lock();
        let spot = state.resolve(place)?;
        let messages = state.visible(spot).map(|m| state.shown(m));
        let presses = state.presses.iter().filter(|p| p.spot == spot).map(|p| Shown {
            seq: p.seq,
            author: p.who.clone(),
            deed: Deed::Presses,
            text: p.label.clone(),
            ..Shown::default()
        });
        let mut lines: Vec<Shown> = messages.chain(presses).collect();
        lines.sort_by_key(|line| line.seq);
        Ok(lines)
    }

    /// What the bot has said in a place, as texts.
    pub fn said(&self, place: &Place) -> Vec<String> {
        let lines = self.transcript(place).unwrap_or_default();
        lines.into_iter().filter(|line| line.author == BOT).map(|line| line.text).collect()
    }

    /// The updates that wait, which from now on count as taken.
    pub fn take_updates(&self) -> Vec<Incoming> {
        let mut state = self.lock();
        let batch: Vec<Incoming> = state.waiting.drain(..).collect();
        state.past.extend(batch.clone());
        if state.duplicates { batch.iter().flat_map(|i| [i.clone(), i.clone()]).collect() } else { batch }
    }

    /// The list of commands a person is offered in a place.
    pub fn menu(&self, who: &str, place: &Place) -> Result<Vec<(String, String)>, String> {
        let state = self.lock();
        let (chat, _) = state.resolve(place)?;
        let zh = state.person(who)?.language.as_deref().is_some_and(|tag| tag.starts_with("zh"));
        let langs = if zh { vec![Lang::ZhHans, Lang::En] } else { vec![Lang::En] };
        let wide = Some(EVERYBODY).filter(|_| chat > 0);
        let mut keys =
            [chat].into_iter().chain(wide).flat_map(|chat| langs.iter().map(move |lang| (chat, *lang)));
        Ok(keys.find_map(|key| state.menus.get(&key)).cloned().unwrap_or_default())
    }

    pub fn has_updates(&self) -> bool {
        !self.lock().waiting.is_empty()
    }
}

impl State {
    pub fn person(&self, handle: &str) -> Result<&Member, String> {
        self.people.iter().find(|p| p.handle == handle).ok_or_else(|| format!("nobody is called {handle}"))
    }

    pub fn person_mut(&mut self, handle: &str) -> Result<&mut Member, String> {
        let found = self.people.iter_mut().find(|p| p.handle == handle);
        found.ok_or_else(|| format!("nobody is called {handle}"))
    }

    /// The chat and topic a place means now.
    pub fn resolve(&self, place: &Place) -> Result<Spot, String> {
        let alive = |topic: &&Topic| !topic.deleted;
        let topic = match place {
            Place::Chat(handle) => return Ok((self.person(handle)?.id, None)),
            Place::Staff => return Ok((self.staff, None)),
            Place::Direct(_) | Place::Thread(..) | Place::Support | Place::On(..) => {
                return Err(format!("there is no {place} here"));
            }
            Place::Room(Room::Newest) => self.topics.iter().rfind(alive),
            Place::Room(Room::Named(part)) => {
                self.topics.iter().rev().filter(alive).find(|t| t.name.contains(part.as_str()))
            }
            Place::Room(Room::Nth(n)) => n.checked_sub(1).and_then(|n| self.topics.get(n)).filter(alive),
        };
        topic.map(|topic| (self.group, Some(topic.id))).ok_or_else(|| format!("there is no {place}"))
    }

    pub fn message(&self, chat: i64, id: i64) -> Option<&Message> {
        self.messages.iter().find(|m| m.chat == chat && m.id == id && !m.deleted)
    }

    pub fn message_mut(&mut self, chat: i64, id: i64) -> Option<&mut Message> {
        self.messages.iter_mut().find(|m| m.chat == chat && m.id == id && !m.deleted)
    }

    /// The messages of a spot that can be seen, oldest first.
    pub fn visible(&self, spot: Spot) -> impl DoubleEndedIterator<Item = &Message> {
        let flat = spot.0 == self.group && !self.topics_on;
        self.messages.iter().filter(move |m| m.chat == spot.0 && (m.thread == spot.1 || flat) && !m.deleted)
    }

    /// The newest message there that holds `part`, by `who` if somebody is named.
    pub fn find(&self, spot: Spot, part: &str, who: Option<&str>) -> Result<i64, String> {
        let by = |m: &&Message| who.is_none() || m.author.as_deref() == who;
        let found = self.visible(spot).rev().filter(by).find(|m| gist(m).contains(part));
        found.map(|m| m.id).ok_or_else(|| format!("no message there holds \"{part}\""))
    }

    /// Adds a message; the number and the place in the order are given here.
    pub fn post(&mut self, message: Message) -> i64 {
        let (id, seq) = self.announce((message.chat, message.thread));
        let reply_to = message.reply_to.filter(|to| self.message(message.chat, *to).is_some());
        self.messages.push(Message { id, seq, reply_to, ..message });
        id
    }

    /// Something took a number without being a line of the conversation.
    pub fn announce(&mut self, (chat, _): Spot) -> (i64, u64) {
        let last = self.last.entry(chat.min(0)).or_default();
        *last += 1;
        self.seq += 1;
        (*last, self.seq)
    }

    /// Whom a text calls, by handle.
    fn called(&self, text: &Rich) -> Vec<String> {
        let who = text.marks.iter().filter_map(|mark| match mark.kind {
            MarkKind::Call(account) => Some(account),
            _ => None,
        });
        who.filter_map(|id| Some(self.people.iter().find(|p| p.id == id)?.handle.clone())).collect()
    }

    fn shown(&self, message: &Message) -> Shown {
        let answered = message.reply_to.and_then(|id| self.message(message.chat, id));
        Shown {
            seq: message.seq,
            author: message.author.clone().unwrap_or_else(|| BOT.to_owned()),
            deed: Deed::Says,
            text: message.text.text.clone(),
            buttons: message.buttons.iter().map(|r| r.iter().map(|b| b.label.clone()).collect()).collect(),
            attachments: message.attachment.iter().cloned().collect(),
            reply_to_excerpt: answered.map(|m| excerpt(&gist(m))),
            edited: message.edited,
            forwarded_from: message.forwarded_from.clone(),
            reactions: message
                .reactions
                .iter()
                .cloned()
                .chain(message.reacted.iter().map(|(who, emoji)| format!("{who}:{emoji}")))
                .collect(),
            pinned: message.pinned,
            calls: if message.author.is_none() { self.called(&message.text) } else { Vec::new() },
            ..Shown::default()
        }
    }
}

/// The text, or what hangs on a message that has none.
fn gist(message: &Message) -> String {
    if message.text.text.is_empty() {
        message.attachment.clone().unwrap_or_default()
    } else {
        message.text.text.clone()
    }
}
