//! Discord without a wire: the stand-in's server, whose events are read and whose requests are made in this process.
//!
//! Its people, their gestures and what they see are the stand-in's; everything between it and the desk is written here
//! once more, without a look at the adapter. So two accounts of what a desk does there have to agree. What is shared: the
//! list of commands the server offers, the words they stand for, and how markdown is read, which is the domain's. `hears` reads events, `asked`
//! answers interactions, `brings` carries deliveries. Deliberately not here: connections, their breaks and their pace.

mod asked;
mod brings;
mod hears;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aftercare::clock::Clock;
use aftercare::desk::courier::Opened;
use aftercare::desk::{DeliveryError, Desk, FetchError};
use aftercare::domain::chat::{Account, Address, File, Platform, Room};
use aftercare::domain::text::discord::{Mention, read_naming};
use aftercare::domain::text::{MarkKind, Rich};
use aftercare::frontend::discord::{PANEL, registered};
use aftercare::sandbox::discord::{Unmet, Visitors, kind};
use aftercare::sandbox::world::{Setup, World};
use serde_json::{Value, json};

/// The server; clones share it.
#[derive(Clone)]
pub struct Server {
    pub people: Visitors,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    /// Of the process that runs now.
    session: Option<String>,
    /// What the desk knows of customers' threads: the one that is no case's, and those that are.
    homes: HashMap<i64, (Option<i64>, Vec<i64>)>,
    /// Whose thread is whose, as the desk says.
    owners: HashMap<i64, i64>,
    /// Those that were opened and not told to the desk yet.
    opened: Vec<(i64, i64)>,
    ticks: i64,
}

fn number(id: u64) -> i64 {
    i64::try_from(id).expect("63 bits")
}

fn id_of(value: &Value) -> i64 {
    value.as_str().and_then(|id| id.parse().ok()).expect("an id")
}

/// A text that is seen as it is: no sign of it means anything.
fn literal(text: &str) -> String {
    if text.trim().is_empty() { "\u{200B}".to_owned() } else { escaped(text) }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for sign in text.chars() {
        if sign.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(sign);
    }
    escaped
}

/// Whom a text may call: the people and the roles that are marked in it.
fn allowed(text: &Rich) -> Value {
    let (mut people, mut roles) = (Vec::new(), Vec::new());
    for mark in &text.marks {
        match mark.kind {
            MarkKind::Call(account) => people.push(account.to_string()),
            MarkKind::Role(number) => roles.push(number.to_string()),
            _ => {}
        }
    }
    json!({"parse": [], "users": people, "roles": roles})
}

/// The same of a text in which ways to threads, people and roles are marked.
fn shown(text: &Rich) -> String {
    let is_way = |kind: &MarkKind| matches!(kind, MarkKind::Thread | MarkKind::Call(_) | MarkKind::Role(_));
    let mut ways: Vec<_> = text.marks.iter().filter(|mark| is_way(&mark.kind)).collect();
    if ways.is_empty() {
        return literal(&text.text);
    }
    ways.sort_by_key(|mark| mark.from);
    let (mut shown, mut at) = (String::new(), 0);
    for way in ways {
        shown += &escaped(&text.text[at..way.from]);
        shown.extend(["<", &text.text[way.from..way.to], ">"]);
        at = way.to;
    }
    shown + &escaped(&text.text[at..])
}

/// The name of an account's thread with that title.
fn called(title: &str, account: i64) -> String {
    let title: String = title.chars().take(80).collect();
    format!("{} · {account:x}", title.trim())
}

impl Server {
    pub fn new(clock: Clock) -> Self {
        let people = World::new(clock, Setup::default()).on_discord();
        Self { people, held: Arc::default() }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn channel(&self, name: &str) -> i64 {
        number(self.people.channel(name).expect("a channel"))
    }

    /// The channel the staff works in.
    pub fn staff(&self) -> i64 {
        self.channel("staff")
    }

    /// The role of those who work here.
    pub fn role(&self) -> i64 {
        number(self.people.look(|guild| guild.staff_role))
    }

    /// What somebody typed, as the desk reads it.
    fn read(&self, content: &str) -> Rich {
        read_naming(content, |mention| {
            let Mention::Person(person) = mention else { return None };
            self.people.look(|guild| Some(guild.member(person)?.name.clone()))
        })
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, Unmet> {
        self.people.request(method, path, body, &[])
    }

    /// Another process begins: it has heard nothing and remembers nothing; commands and panel are put as they should be.
    pub fn begin(&self, desk: &Desk) {
        let mut held = self.held();
        held.session = None;
        held.owners.clear();
        // Why: numbers of reactions must not be those of a process before.
        held.ticks += 1_000_000;
        drop(held);
        let (app, guild) = self.people.look(|guild| (guild.application, guild.id));
        let path = format!("/applications/{app}/guilds/{guild}/commands");
        self.ask("PUT", &path, &Value::from(registered(&desk.offers(), &desk.entries()))).expect("commands");
        self.keep_panel(desk.panel());
    }

    fn keep_panel(&self, (text, buttons): (String, Vec<(String, &'static str)>)) {
        let support = self.channel("support");
        let there = self.people.look(|guild| {
            let here = guild.posts.values().find(|post| number(post.channel) == support && !post.deleted);
            here.map(|post| post.id)
        });
        if there.is_some() {
            return;
        }
        let items = buttons.into_iter().map(|(label, words)| {
            json!({"type": 2, "style": 2, "label": label, "custom_id": format!("{PANEL}{words}")})
        });
        let body = json!({"content": literal(&text),
            "components": [{"type": 1, "components": items.collect::<Vec<_>>()}]});
        let panel = self.ask("POST", &format!("/channels/{support}/messages"), &body).expect("a panel");
        let pin = format!("/channels/{support}/messages/pins/{}", id_of(&panel["id"]));
        self.ask("PUT", &pin, &Value::Null).expect("a pin");
    }

    /// Tells the desk whose the threads are that were opened, and asks it what it knows of everybody's.
    async fn learn_homes(&self, desk: &Desk) {
        let opened = std::mem::take(&mut self.held().opened);
        for (thread, id) in opened {
            let account = Account { platform: Platform::Discord, id };
            desk.own_thread(account, thread).await.expect("the database answers");
        }
        for (thread, _) in self.threads() {
            let owner = desk.owner_of(Platform::Discord, thread).await.expect("the database answers");
            if let Some(owner) = owner {
                self.held().owners.insert(thread, owner);
            }
        }
        let people = self.people.look(|guild| guild.members.iter().map(|m| number(m.id)).collect::<Vec<_>>());
        for account in people {
            let home = desk.home_of(Platform::Discord, account).await.expect("the database answers");
            self.held().homes.insert(account, (home.lobby, home.taken));
        }
    }

    /// The threads there are, by number and name.
    fn threads(&self) -> Vec<(i64, String)> {
        self.people.look(|guild| {
            let alive = guild.channels.values().filter(|c| c.is_thread() && !c.deleted);
            alive.map(|c| (number(c.id), c.name.clone())).collect()
        })
    }

    fn is_owner(&self, thread: i64, account: i64) -> bool {
        self.held().owners.get(&thread) == Some(&account)
    }

    /// The thread an account has for what is no case's: known, found or opened.
    fn home(&self, account: i64, name: &str) -> Result<i64, DeliveryError> {
        let (lobby, taken) = self.held().homes.get(&account).cloned().unwrap_or_default();
        let there = self.threads();
        let known = lobby.filter(|lobby| there.iter().any(|(id, _)| id == lobby));
        match known.filter(|thread| self.is_owner(*thread, account)) {
            Some(thread) => {
                self.let_in(thread, account).map_err(|unmet| brings::error(&unmet, false, true))?;
                Ok(thread)
            }
            None => self.open(account, name, &taken).map(Opened::chat),
        }
    }

    /// A thread of that title: found or opened.
    pub fn open(&self, account: i64, title: &str, taken: &[i64]) -> Result<Opened, DeliveryError> {
        let name = called(title, account);
        let same = |(id, there): &(i64, String)| {
            *there == name && self.is_owner(*id, account) && !taken.contains(id)
        };
        let thread = match self.threads().into_iter().find(same) {
            Some((thread, _)) => thread,
            None => self.open_thread(account, &name).map_err(|unmet| brings::error(&unmet, false, true))?,
        };
        self.let_in(thread, account).map_err(|unmet| brings::error(&unmet, false, true))?;
        Ok(Opened::Thread { parent: self.channel("support"), thread })
    }

    fn open_thread(&self, account: i64, name: &str) -> Result<i64, Unmet> {
        let body = json!({"name": name, "type": kind::PRIVATE_THREAD,
            "invitable": false, "auto_archive_duration": 10_080});
        let path = format!("/channels/{}/threads", self.channel("support"));
        let thread = id_of(&self.ask("POST", &path, &body)?["id"]);
        let mut held = self.held();
        held.owners.insert(thread, account);
        held.opened.push((thread, account));
        drop(held);
        Ok(thread)
    }

    fn let_in(&self, thread: i64, account: i64) -> Result<(), Unmet> {
        let add = || self.ask("PUT", &format!("/channels/{thread}/thread-members/{account}"), &Value::Null);
        match add() {
            Err(Unmet::Refused { code: 50_083, .. }) => {
                self.ask("PATCH", &format!("/channels/{thread}"), &json!({"archived": false}))?;
                add().map(drop)
            }
            done => done.map(drop),
        }
    }

    /// The place that a channel is to the desk, for what somebody does there.
    fn place(&self, channel: i64, by: i64) -> Option<(Address, Room)> {
        let (place, owner) = self.whole(channel)?;
        owner.is_none_or(|owner| owner == by).then_some(place)
    }

    /// The same whoever does it, with its owner.
    fn whole(&self, channel: i64) -> Option<((Address, Room), Option<i64>)> {
        let at = |chat, thread| Address { platform: Platform::Discord, chat, thread };
        let found = self.people.look(|guild| guild.channels.get(&u64::try_from(channel).ok()?).cloned())?;
        let staff = self.staff();
        if channel == staff {
            return Some(((at(staff, None), Room::Staff), None));
        }
        if found.is_dm() {
            return Some(((at(channel, None), Room::Private), None));
        }
        if found.parent.map(number) == Some(staff) {
            return Some(((at(staff, Some(channel)), Room::Staff), None));
        }
        let owner = self.held().owners.get(&channel).copied()?;
        Some(((at(self.channel("support"), Some(channel)), Room::Private), Some(owner)))
    }

    /// The bytes of a file somebody sent here; `None` where it is none of this server.
    pub fn bytes(&self, file: &File) -> Option<Result<Vec<u8>, FetchError>> {
        let (message, upload) = file.id.strip_prefix("server/")?.split_once('/')?;
        let (message, upload): (u64, u64) = (message.parse().ok()?, upload.parse().ok()?);
        let found = self.people.look(|guild| {
            guild.posts.get(&message).filter(|post| !post.deleted)?;
            guild.uploads.get(&upload).map(|upload| upload.bytes.clone())
        });
        Some(found.ok_or_else(|| FetchError::Gone("attachment".to_owned())))
    }
}
