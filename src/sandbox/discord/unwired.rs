//! The server without a wire, for a stage that wants no sockets: requests are carried out where they are made, and events
//! are taken from the list of a session that no connection carries.
//!
//! Invariant: a request meets the same routes, limits and faults as one that came over HTTP, and is recorded as well.
//! Deliberately not here: anything about the bot; who calls words its requests and reads its events.

use serde_json::Value;

use super::acts::Visitors;
use super::faults::RestTrouble;
use super::request::{Part, Received, Reply};
use super::{intent, rest, routes};

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// A refusal: its status and Discord's code. `replies` says that it was the answered message that is gone.
    Refused { status: u16, code: u32, replies: bool },
    /// Too many requests.
    Wait { millis: u32 },
    /// A server in front of Discord failed, or the connection broke. Whether anything happened is not told.
    Lost,
}

impl Visitors {
    /// Makes a request of the bot, with its files by name, and tells the answer's JSON.
    ///
    /// # Errors
    /// What went wrong with it, as far as a client would know.
    pub fn request(
        &self,
        method: &str,
        path: &str,
        body: &Value,
        files: &[(String, Vec<u8>)],
    ) -> Result<Value, Unmet> {
        let parts = files.iter().enumerate().map(|(n, (name, bytes))| Part {
            field: format!("files[{n}]"),
            name: name.clone(),
            bytes: bytes.clone(),
        });
        let received = Received { query: Vec::new(), body: body.clone(), files: parts.collect() };
        let met = routes::find(method, path);
        let number = rest::note(&self.world, &format!("{method} {path}"), met.as_ref(), &received);
        let answer = self.met(met, &received);
        let status = match &answer {
            Ok(_) => Some(200),
            Err(Unmet::Refused { status, .. }) => Some(*status),
            Err(Unmet::Wait { .. }) => Some(429),
            Err(Unmet::Lost) => None,
        };
        self.act(|guild, _| guild.calls.get_mut(number).into_iter().for_each(|call| call.status = status));
        answer
    }

    fn met(&self, met: Option<routes::Met>, received: &Received) -> Result<Value, Unmet> {
        let refused = |status, code| Unmet::Refused { status, code, replies: false };
        let met = met.ok_or_else(|| refused(404, 0))?;
        if !met.open && self.look(|guild| guild.revoked) {
            return Err(refused(401, 0));
        }
        let carry_out = || match rest::carry_out(&self.world, &met, received) {
            Ok(Reply::Json(value) | Reply::Created(value)) => Ok(value),
            Ok(Reply::Nothing) => Ok(Value::Null),
            Err(refusal) => Err(Unmet::Refused {
                status: refusal.status,
                code: refusal.code,
                replies: refusal.body().to_string().contains("REPLIES_UNKNOWN_MESSAGE"),
            }),
        };
        match self.act(|guild, _| guild.meet(&met.route, rest::channel_of(&met))) {
            None => carry_out(),
            Some(RestTrouble::DropAfter | RestTrouble::BadGateway { after: true }) => {
                drop(carry_out());
                Err(Unmet::Lost)
            }
            Some(RestTrouble::DropBefore | RestTrouble::Stall | RestTrouble::BadGateway { after: false }) => {
                Err(Unmet::Lost)
            }
            Some(RestTrouble::Refused(code)) => {
                Err(refused(super::refusal::Refusal::code(code).status, code))
            }
            Some(RestTrouble::TooManyRequests { millis, .. }) => Err(Unmet::Wait { millis }),
        }
    }

    /// Begins a session that hears everything; tells its name, or nothing while the gateway is down.
    pub fn listen(&self) -> Option<String> {
        // Why the number 0: connections count from 1, and none carries this one.
        self.act(|guild, _| (!guild.sessions.down).then(|| guild.sessions.begin(intent::ALL, 0, (0, 1))))
    }

    /// What a session was told since it was heard last, kind and body of each: nothing while the gateway is down, `None`
    /// once the session is lost.
    pub fn hear(&self, session: &str) -> Option<Vec<(String, Value)>> {
        self.act(|guild, _| {
            let down = guild.sessions.down;
            let session = guild.sessions.open.get_mut(session)?;
            if down {
                return Some(Vec::new());
            }
            let news = session.told.get(session.carried..).unwrap_or_default();
            let kind = |event: &Value| event["t"].as_str().unwrap_or_default().to_owned();
            let news = news.iter().map(|event| (kind(event), event["d"].clone())).collect();
            session.carried = session.told.len();
            Some(news)
        })
    }

    /// What stands in a channel after that message, as events tell it, oldest first.
    pub fn said_after(&self, channel: u64, after: u64) -> Vec<Value> {
        self.act(|guild, now| {
            let later = guild.posts_in(channel).filter(|post| post.id > after);
            later.map(|post| guild.post_event(post, now)).collect()
        })
    }
}
