//! One request as the routes see it: its path by name, its query, its JSON, its files.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::guild::{Channel, Guild, Post};
use super::refusal::{Form, Refusal};
use super::{kind, permission};

/// A file of a form.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub field: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What came, before any route has looked at it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Received {
    pub query: Vec<(String, String)>,
    pub body: Value,
    pub files: Vec<Part>,
}

impl Received {
    pub(crate) async fn read(request: Request) -> Result<Self, Refusal> {
        let (mut received, form) = Self::head(&request);
        let too_large = |_| Refusal::code(40005);
        if form {
            let parts = Multipart::from_request(request, &()).await;
            received.form(parts.map_err(|_| Refusal::code(50109))?).await?;
        } else {
            let bytes = Bytes::from_request(request, &()).await.map_err(too_large)?;
            if !bytes.is_empty() {
                received.body = serde_json::from_slice(&bytes).map_err(|_| Refusal::code(50109))?;
            }
        }
        Ok(received)
    }

    /// Query and headers, and whether a form follows.
    fn head(request: &Request) -> (Self, bool) {
        let query = request.uri().query().unwrap_or_default();
        let query = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (unescape(name), unescape(value))
        });
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let form = kind.is_some_and(|kind| kind.starts_with("multipart/form-data"));
        (Self { query: query.collect(), ..Self::default() }, form)
    }

    async fn form(&mut self, mut parts: Multipart) -> Result<(), Refusal> {
        while let Some(part) = parts.next_field().await.map_err(|_| Refusal::code(50109))? {
            let field = part.name().unwrap_or_default().to_owned();
            let name = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| Refusal::code(40005))?.to_vec();
            match name {
                Some(name) => self.files.push(Part { field, name, bytes }),
                None if field == "payload_json" => {
                    self.body = serde_json::from_slice(&bytes).map_err(|_| Refusal::code(50109))?;
                }
                None => {
                    if !self.body.is_object() {
                        self.body = json!({});
                    }
                    self.body[field] = json!(String::from_utf8_lossy(&bytes));
                }
            }
        }
        Ok(())
    }
}

/// Undoes percent signs; what is not valid stays as it is.
pub(crate) fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = (*first == b'%').then(|| tail.get(..2)).flatten();
        let byte = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What a route answers.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Json(Value),
    Created(Value),
    Nothing,
}

pub(crate) type Answer = Result<Reply, Refusal>;

/// A request in the hands of its route.
pub(crate) struct Call<'a> {
    pub guild: &'a mut Guild,
    pub path: &'a [(String, String)],
    pub received: &'a Received,
    pub now: DateTime<Utc>,
}

impl<'a> Call<'a> {
    pub(crate) fn part(&self, name: &str) -> &str {
        self.path.iter().find(|(part, _)| part == name).map_or("", |(_, value)| value)
    }

    /// An id of the path; not a number is not known.
    pub(crate) fn id(&self, name: &str) -> Result<u64, Refusal> {
        self.part(name).parse().map_err(|_| {
            let mut form = Form::default();
            let message = format!("Value \"{}\" is not snowflake.", self.part(name));
            form.wrong(name, "NUMBER_TYPE_COERCE", &message);
            form.judge().err().unwrap_or_else(|| Refusal::code(10003))
        })
    }

    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.received.query.iter().find(|(part, _)| part == name).map(|(_, value)| value.as_str())
    }

    /// A whole number of the query within bounds.
    pub(crate) fn limit(&self, name: &str, usual: usize, most: usize) -> Result<usize, Refusal> {
        let Some(text) = self.query(name) else { return Ok(usual) };
        let mut form = Form::default();
        let number = text.parse().ok().filter(|number| (1..=most).contains(number));
        if number.is_none() {
            let message = format!("int value should be between 1 and {most}.");
            form.wrong(name, "NUMBER_TYPE_MAX", &message);
        }
        form.judge()?;
        Ok(number.unwrap_or(usual))
    }

    pub(crate) fn body(&self) -> &'a Value {
        &self.received.body
    }

    /// The channel of the path, if the bot sees it.
    pub(crate) fn channel(&self) -> Result<&Channel, Refusal> {
        let id = self.id("channel_id")?;
        let channel = self.guild.channel(id).ok_or_else(|| Refusal::code(10003))?;
        if self.guild.rights(channel) & permission::VIEW_CHANNEL == 0 {
            return Err(Refusal::code(50001));
        }
        if channel.kind == kind::DM && !channel.members.contains(&self.guild.bot) {
            return Err(Refusal::code(50001));
        }
        Ok(channel)
    }

    /// The same, if the bot has all of these rights there.
    pub(crate) fn channel_with(&self, rights: u64) -> Result<&Channel, Refusal> {
        let channel = self.channel()?;
        if self.guild.rights(channel) & rights == rights { Ok(channel) } else { Err(Refusal::code(50013)) }
    }

    /// The message of the path in the channel of the path, as far as the bot sees it there.
    pub(crate) fn post(&self) -> Result<&Post, Refusal> {
        let channel = self.channel()?.id;
        let id = self.id("message_id")?;
        let found = self.guild.post(channel, id).filter(|post| post.only_for.is_none());
        found.ok_or_else(|| Refusal::code(10008))
    }
}
