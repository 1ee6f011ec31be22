//! What gateway sessions have been told: each its own numbered list, kept for whoever resumes it.
//!
//! Invariants: a session hears only what its intents cover, from its beginning to its end, connected or not; a number
//! names one payload for good. Deliberately not here: connections (`gateway`).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::guild::{Guild, Post};
use super::intent;
use super::orders::Cut;

/// Events by which somebody, or the bot itself, did something a desk takes in: messages, interactions, reactions.
const WORK: [&str; 3] = ["MESSAGE_CREATE", "MESSAGE_UPDATE", "INTERACTION_CREATE"];

/// Whether an event is one of those; the others begin alike.
fn is_work(kind: &str) -> bool {
    WORK.contains(&kind) || kind.starts_with("MESSAGE_DELETE") || kind.starts_with("MESSAGE_REACTION_")
}

/// The shard a server belongs to.
pub(crate) fn shard_of(guild: u64, of: u64) -> u64 {
    (guild >> 22) % of.max(1)
}

/// What one session has been told.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub intents: u64,
    /// Which shard it is, and of how many.
    pub shard: (u64, u64),
    /// The connection that carries it.
    pub carrier: u64,
    /// Payloads as sent, the first has the number 1.
    pub told: Vec<Value>,
    /// How many of them say that somebody did something; see [`WORK`].
    pub work: u64,
    /// How many of them the connection has carried, or need not carry.
    pub carried: usize,
    /// Held back until the next one has gone ahead of it.
    pub held: Option<(String, Value)>,
}

/// All sessions that can be resumed, and what happens to events on their way.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    pub open: BTreeMap<String, Session>,
    pub begun: u64,
    pub resumed: u64,
    pub beats: u64,
    pub connected: u64,
    /// No connection is taken.
    pub down: bool,
    /// By open connection: what is to happen to it.
    pub orders: BTreeMap<u64, Vec<Cut>>,
    /// Every event comes twice.
    pub doubled: bool,
    /// Events to come that change places with their successor.
    pub swaps: u32,
}

impl Session {
    /// Whether an event comes by its shard: that of the server it happened on, or the first.
    fn is_told_of(&self, body: &Value) -> bool {
        let (shard, of) = self.shard;
        let guild = body["guild_id"].as_str().and_then(|id| id.parse::<u64>().ok());
        shard == guild.map_or(0, |guild| shard_of(guild, of))
    }

    fn push(&mut self, kind: &str, body: &Value) {
        self.work += u64::from(is_work(kind));
        let number = self.told.len() + 1;
        self.told.push(json!({"op": 0, "s": number, "t": kind, "d": body}));
    }
}

impl Sessions {
    fn tell(&mut self, kind: &str, needs: u64, body: &Value, stripped: Option<&Value>) {
        let swap = self.swaps > 0;
        let mut swapped = false;
        for session in self.open.values_mut() {
            if needs & session.intents != needs || !session.is_told_of(body) {
                continue;
            }
            let bare = session.intents & intent::MESSAGE_CONTENT == 0;
            let body = stripped.filter(|_| bare).unwrap_or(body).clone();
            if swap && session.held.is_none() {
                session.held = Some((kind.to_owned(), body));
                continue;
            }
            for _ in 0..=u8::from(self.doubled) {
                session.push(kind, &body);
            }
            if let Some((kind, body)) = session.held.take() {
                session.push(&kind, &body);
                swapped = true;
            }
        }
        if swapped {
            self.swaps = self.swaps.saturating_sub(1);
        }
    }

    /// What the session with this number is called.
    pub(crate) fn name(number: u64) -> String {
        format!("{number:032x}")
    }

    /// A new session; its first payload is `READY`.
    pub(crate) fn begin(&mut self, intents: u64, carrier: u64, shard: (u64, u64)) -> String {
        self.begun += 1;
        let id = Self::name(self.begun);
        self.open.insert(
            id.clone(),
            Session { intents, shard, carrier, told: Vec::new(), work: 0, carried: 0, held: None },
        );
        id
    }

    /// The session that began last, while it can be resumed.
    pub(crate) fn newest(&self) -> Option<&Session> {
        self.open.get(&Self::name(self.begun))
    }

    /// Whether a client is connected and has been sent all there is.
    pub(crate) fn is_settled(&self) -> bool {
        let carried = |session: &Session| {
            let orders = self.orders.get(&session.carrier);
            orders.is_some_and(Vec::is_empty) && session.carried == session.told.len()
        };
        self.down || self.newest().is_some_and(carried)
    }

    pub(crate) fn tell_one(&mut self, id: &str, kind: &str, body: &Value) {
        if let Some(session) = self.open.get_mut(id) {
            session.push(kind, body);
        }
    }
}

impl Guild {
    /// Whether everything there is to say has gone out to the client that is meant to listen; where nothing is served, there is
    /// none.
    pub(crate) fn is_settled(&self) -> bool {
        self.base.is_empty() || self.revoked || self.sessions.is_settled()
    }

    /// Tells every session whose intents cover `needs`; 0 is for all.
    pub(crate) fn tell(&mut self, kind: &str, needs: u64, body: &Value) {
        self.sessions.tell(kind, needs, body, None);
    }

    pub(crate) fn message_intent(&self, channel: u64) -> u64 {
        if self.guild_of(channel).is_some() { intent::GUILD_MESSAGES } else { intent::DIRECT_MESSAGES }
    }

    /// Tells of a message as it is now. What only one person sees is not told, and what the bot does not see neither.
    pub(crate) fn tell_post(&mut self, kind: &str, id: u64, now: DateTime<Utc>) {
        let Some(post) = self.posts.get(&id).filter(|post| Self::is_public(post)) else { return };
        let Some(channel) = self.channel(post.channel) else { return };
        if self.rights(channel) & super::permission::VIEW_CHANNEL == 0 {
            return;
        }
        let body = self.post_event(post, now);
        let stripped = self.hides(post).then(|| strip(body.clone()));
        let needs = self.message_intent(post.channel);
        self.sessions.tell(kind, needs, &body, stripped.as_ref());
    }

    /// Whether a session without the content intent sees this message empty: not its own, not one to it, not a private
    /// one.
    fn hides(&self, post: &Post) -> bool {
        let to_bot = post.pings.people.contains(&self.bot);
        post.author != self.bot && !to_bot && self.guild_of(post.channel).is_some()
    }
}

fn strip(mut body: Value) -> Value {
    body["content"] = json!("");
    for field in ["embeds", "attachments", "components"] {
        body[field] = json!([]);
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_said_once_the_newest_session_is_carried_to_its_end() {
        let mut sessions = Sessions::default();
        assert!(!sessions.is_settled(), "nobody listens yet");
        let connection = sessions.connect();
        let id = sessions.begin(0, connection, (0, 1));
        assert!(sessions.is_settled());
        sessions.tell("INTERACTION_CREATE", 0, &json!({}), None);
        assert!(!sessions.is_settled(), "an event is on its way");
        sessions.open.get_mut(&id).into_iter().for_each(|session| session.carried = 1);
        assert!(sessions.is_settled());
        sessions.order(Cut::Drop);
        assert!(!sessions.is_settled(), "the connection is about to break");
        sessions.orders.remove(&connection);
        assert!(!sessions.is_settled(), "there is no connection");
        sessions.down = true;
        assert!(sessions.is_settled(), "there can be none");
    }

    #[test]
    fn work_is_what_a_desk_takes_in() {
        let mut sessions = Sessions::default();
        let connection = sessions.connect();
        sessions.begin(0, connection, (0, 1));
        for kind in
            ["MESSAGE_CREATE", "MESSAGE_DELETE_BULK", "MESSAGE_REACTION_ADD", "THREAD_CREATE", "TYPING_START"]
        {
            sessions.tell(kind, 0, &json!({}), None);
        }
        assert_eq!(sessions.newest().map(|session| session.work), Some(3));
    }
}
