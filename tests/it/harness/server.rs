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
use aftercare::desk::{DeliveryError, Desk, FetchError};
use aftercare::domain::chat::{Address, File, Platform, Room};
use aftercare::domain::text::Rich;
use aftercare::domain::text::discord::{Mention, read_naming};
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
    /// Customers' places as the process knows them: which one an account is reached in.
    reached: HashMap<i64, i64>,
    /// Whose thread is whose; this is never forgotten, as the names of threads aren't.
    owners: HashMap<i64, i64>,
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
    let mut literal = String::new();
    for sign in text.chars() {
        if sign.is_ascii_punctuation() {
            literal.push('\\');
        }
        literal.push(sign);
    }
    if text.trim().is_empty() { "\u{200B}".to_owned() } else { literal }
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
        (held.session, held.reached) = (None, HashMap::new());
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

    /// The chat an account is reached in: known, found or opened.
    pub fn open(&self, account: i64, name: &str) -> Result<i64, DeliveryError> {
        if let Some(known) = self.held().reached.get(&account) {
            return Ok(*known);
        }
        let there = self.people.look(|guild| {
            let alive = guild.channels.values().filter(|c| c.is_thread() && !c.deleted);
            alive.map(|c| number(c.id)).collect::<Vec<i64>>()
        });
        let own = |thread: &i64| self.held().owners.get(thread) == Some(&account);
        let thread = match there.into_iter().rfind(own) {
            Some(thread) => thread,
            None => self.open_thread(account, name).map_err(|unmet| brings::error(&unmet, false, true))?,
        };
        self.let_in(thread, account).map_err(|unmet| brings::error(&unmet, false, true))?;
        self.held().reached.insert(account, thread);
        Ok(thread)
    }

    fn open_thread(&self, account: i64, name: &str) -> Result<i64, Unmet> {
        let name: String = name.chars().take(60).collect();
        let body = json!({"name": format!("{name} · {account:x}"), "type": kind::PRIVATE_THREAD,
            "invitable": false, "auto_archive_duration": 10_080});
        let path = format!("/channels/{}/threads", self.channel("support"));
        let thread = id_of(&self.ask("POST", &path, &body)?["id"]);
        self.held().owners.insert(thread, account);
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

    /// That place is gone.
    pub fn forget(&self, chat: i64) {
        self.held().reached.retain(|_, known| *known != chat);
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
        Some(((at(channel, None), Room::Private), Some(owner)))
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
