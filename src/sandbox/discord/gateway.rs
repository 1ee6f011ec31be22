//! The gateway: one connection after another, each with a session that outlives it.
//!
//! Invariants: what a session has been told stands in [`sessions`](super::sessions), and a connection only carries it, in
//! its order and from where the client says it stopped; a session that is resumed elsewhere leaves this connection.
//! Deliberately not here: streams compressed as a whole, other encodings than JSON, presences.

use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::guild::Guild;
use super::orders::Cut;
use super::sessions::shard_of;
use super::zlib::wrapped;
use super::{Served, intent};
use crate::sandbox::serving::ended;

/// Close codes of the gateway.
const UNKNOWN_OPCODE: u16 = 4001;
const DECODE_ERROR: u16 = 4002;
const NOT_AUTHENTICATED: u16 = 4003;
const AUTHENTICATION_FAILED: u16 = 4004;
const ALREADY_AUTHENTICATED: u16 = 4005;
const INVALID_SEQUENCE: u16 = 4007;
const SESSION_TIMED_OUT: u16 = 4009;
const INVALID_SHARD: u16 = 4010;
const INVALID_INTENTS: u16 = 4013;
const DISALLOWED_INTENTS: u16 = 4014;

pub(super) async fn open(State(served): State<Served>, upgrade: WebSocketUpgrade) -> Response {
    if served.world.look(|state| state.discord.sessions.down) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    upgrade.on_upgrade(move |socket| async move {
        let number = served.world.change(|state, _| state.discord.sessions.connect());
        let mut connection = Connection { served, socket, number, session: None, compress: false };
        // Why the result is dropped: however it ends, the connection is over.
        let _ = connection.run().await;
        connection.served.world.change(|state, _| state.discord.sessions.orders.remove(&number));
    })
}

/// The connection is over.
struct Over;

struct Connection {
    served: Served,
    socket: WebSocket,
    number: u64,
    /// The session and how many of its payloads this connection has carried or need not carry.
    session: Option<(String, usize)>,
    compress: bool,
}

impl Connection {
    async fn run(&mut self) -> Result<(), Over> {
        let interval = self.served.world.look(|state| state.discord.setup.heartbeat_millis);
        self.send(&json!({"op": 10, "d": {"heartbeat_interval": interval}, "s": null, "t": null})).await?;
        let patience = Duration::from_millis(interval.saturating_mul(2));
        let mut changes = self.served.world.changes();
        let mut silent_at = Instant::now() + patience;
        loop {
            changes.mark_unchanged();
            self.obey().await?;
            self.flush().await?;
            tokio::select! {
                _ = changes.changed() => {}
                // Why real time: heartbeats are agreed between two programs, not part of the story.
                () = tokio::time::sleep_until(silent_at) => return self.close(SESSION_TIMED_OUT, "Session timed out.").await,
                () = ended(self.served.stop.clone()) => return self.close(1001, "").await,
                came = self.socket.recv() => {
                    let Some(Ok(came)) = came else { return Err(Over) };
                    if self.hear(came).await? {
                        silent_at = Instant::now() + patience;
                    }
                }
            }
        }
    }

    /// Does what was arranged for this connection.
    async fn obey(&mut self) -> Result<(), Over> {
        let number = self.number;
        let orders = self.served.world.look(|state| state.discord.sessions.has_orders(number));
        if !orders {
            return Ok(());
        }
        let orders = self.served.world.change(|state, _| state.discord.sessions.take_orders(number));
        for order in orders {
            match order {
                Cut::Drop => return Err(Over),
                Cut::Close(code) => return self.close(code, "").await,
                Cut::Reconnect => self.send(&json!({"op": 7, "d": null, "s": null, "t": null})).await?,
                Cut::Invalid { resumable } => {
                    self.session = None;
                    self.send(&json!({"op": 9, "d": resumable, "s": null, "t": null})).await?;
                }
                Cut::AskBeat => self.send(&json!({"op": 1, "d": null, "s": null, "t": null})).await?,
            }
        }
        Ok(())
    }

    /// Carries what the session has been told since.
    async fn flush(&mut self) -> Result<(), Over> {
        let Some((id, carried)) = self.session.clone() else { return Ok(()) };
        let number = self.number;
        let news = self.served.world.look(|state| {
            let session = state.discord.sessions.open.get(&id)?;
            (session.carrier == number).then(|| session.told.get(carried..).unwrap_or_default().to_vec())
        });
        let Some(news) = news.filter(|news| !news.is_empty()) else { return Ok(()) };
        let carried = carried + news.len();
        for payload in news {
            self.send(&payload).await?;
        }
        self.session = Some((id.clone(), carried));
        self.served.world.change(|state, _| {
            if let Some(session) = state.discord.sessions.open.get_mut(&id) {
                session.carried = carried;
            }
        });
        Ok(())
    }

    /// Takes what the client says; true when it was a heartbeat.
    async fn hear(&mut self, came: Message) -> Result<bool, Over> {
        let text = match &came {
            Message::Text(text) => text.as_bytes(),
            Message::Binary(bytes) => bytes,
            Message::Ping(_) | Message::Pong(_) => return Ok(false),
            Message::Close(_) => {
                // Why: a client that says goodbye ends its session, one that is cut off does not.
                if let (Message::Close(Some(frame)), Some((id, _))) = (&came, self.session.take())
                    && matches!(frame.code, 1000 | 1001)
                {
                    self.served.world.change(|state, _| state.discord.sessions.open.remove(&id));
                }
                // Why asked once more: that lets the answer to the goodbye go out. Whatever comes, the connection is over.
                let _ = self.socket.recv().await;
                return Err(Over);
            }
        };
        let Ok(said) = serde_json::from_slice::<Value>(text) else {
            return self.close(DECODE_ERROR, "Error while decoding payload.").await.map(|()| false);
        };
        match said["op"].as_u64() {
            Some(1) => {
                self.served.world.change(|state, _| state.discord.sessions.beats += 1);
                self.send(&json!({"op": 11, "d": null, "s": null, "t": null})).await?;
                return Ok(true);
            }
            Some(2) => self.identify(&said["d"]).await?,
            Some(6) => self.resume(&said["d"]).await?,
            Some(3 | 4 | 8) if self.session.is_some() => {}
            Some(3 | 4 | 8) => self.close(NOT_AUTHENTICATED, "Not authenticated.").await?,
            _ => self.close(UNKNOWN_OPCODE, "Unknown opcode.").await?,
        }
        Ok(false)
    }

    async fn identify(&mut self, said: &Value) -> Result<(), Over> {
        if self.session.is_some() {
            return self.close(ALREADY_AUTHENTICATED, "Already authenticated.").await;
        }
        let intents = said["intents"].as_u64().unwrap_or_default();
        let (known, granted) = self.served.world.look(|state| {
            let guild = &state.discord;
            (guild.knows(&said["token"]), guild.setup.granted_intents)
        });
        if !known {
            return self.close(AUTHENTICATION_FAILED, "Authentication failed.").await;
        }
        if intents & !intent::ALL != 0 {
            return self.close(INVALID_INTENTS, "Invalid intent(s).").await;
        }
        if intents & intent::PRIVILEGED & !granted != 0 {
            return self.close(DISALLOWED_INTENTS, "Disallowed intent(s).").await;
        }
        let part = |at: usize, else_one: u64| said["shard"][at].as_u64().unwrap_or(else_one);
        let shard = (part(0, 0), part(1, 1));
        if shard.0 >= shard.1 {
            return self.close(INVALID_SHARD, "Invalid shard.").await;
        }
        self.compress = said["compress"] == true;
        let number = self.number;
        let id = self.served.world.change(|state, now| {
            let guild = &mut state.discord;
            let id = guild.sessions.begin(intents, number, shard);
            let ours = shard.0 == shard_of(guild.id, shard.1);
            let ready = guild.ready(&id, shard, ours);
            guild.sessions.tell_one(&id, "READY", &ready);
            if ours && intents & intent::GUILDS != 0 {
                let body = guild.guild_event(now);
                guild.sessions.tell_one(&id, "GUILD_CREATE", &body);
            }
            id
        });
        self.session = Some((id, 0));
        Ok(())
    }

    async fn resume(&mut self, said: &Value) -> Result<(), Over> {
        let id = said["session_id"].as_str().unwrap_or_default().to_owned();
        let carried = usize::try_from(said["seq"].as_u64().unwrap_or_default()).unwrap_or_default();
        let number = self.number;
        if !self.served.world.look(|state| state.discord.knows(&said["token"])) {
            return self.close(AUTHENTICATION_FAILED, "Authentication failed.").await;
        }
        let found = self.served.world.change(|state, _| {
            let session = state.discord.sessions.open.get_mut(&id)?;
            session.carrier = number;
            Some(session.told.len())
        });
        match found {
            None => self.send(&json!({"op": 9, "d": false, "s": null, "t": null})).await,
            Some(told) if carried > told => self.close(INVALID_SEQUENCE, "Invalid seq.").await,
            Some(_) => {
                self.served.world.change(|state, _| {
                    let sessions = &mut state.discord.sessions;
                    sessions.resumed += 1;
                    sessions.tell_one(&id, "RESUMED", &json!({"_trace": []}));
                });
                self.session = Some((id, carried));
                Ok(())
            }
        }
    }

    async fn send(&mut self, payload: &Value) -> Result<(), Over> {
        let text = payload.to_string();
        let message = if self.compress {
            Message::Binary(wrapped(text.as_bytes()).into())
        } else {
            Message::Text(text.into())
        };
        self.socket.send(message).await.map_err(|_| Over)
    }

    async fn close(&mut self, code: u16, reason: &'static str) -> Result<(), Over> {
        let frame = CloseFrame { code, reason: reason.into() };
        // Why the result is dropped: the connection is over either way.
        let _ = self.socket.send(Message::Close(Some(frame))).await;
        Err(Over)
    }
}

impl Guild {
    /// Whether this is the bot's token, with or without the word before it.
    fn knows(&self, token: &Value) -> bool {
        let token = token.as_str().unwrap_or_default();
        !self.revoked && token.strip_prefix("Bot ").unwrap_or(token) == self.setup.token
    }

    fn ready(&self, session: &str, shard: (u64, u64), ours: bool) -> Value {
        let guilds: Vec<Value> =
            ours.then(|| json!({"id": self.id.to_string(), "unavailable": true})).into_iter().collect();
        json!({"v": 10, "user": self.user_json(self.bot), "session_id": session, "session_type": "normal",
            "resume_gateway_url": self.gateway_url(), "shard": [shard.0, shard.1], "private_channels": [], "presences": [],
            "relationships": [], "guilds": guilds,
            "application": {"id": self.application.to_string(), "flags": 0}})
    }
}
