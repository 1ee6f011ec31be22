//! Brings deliveries to Discord.
//!
//! Invariants: nothing said can ping anybody; a new message carries a name by which Discord tells repeats apart, so that
//! what is in doubt is asked for once more at once and stands there once; every request ends within the courier's
//! patience. An archived thread is opened again, once. Deliberately not here: retries beyond that, pacing and splitting,
//! which are the desk's; the list of commands, which is registered for the whole server at its start.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use serenity::http::{Http, LightMethod, Request, Route};
use serenity::model::id::{ChannelId, MessageId};
use tokio::{sync::mpsc, time::timeout};

use super::{
    body::{self, Answered},
    failure::{Answer, Case, Said, Trouble},
};
use crate::{
    desk::courier::{Act, Button, Courier, Delivery, DeliveryError, FetchError, Receipt, Refusal},
    domain::{
        chat::{Address, File},
        staff_side::Shape,
        text::Rich,
    },
    frontend::download::Downloads,
};

/// Discord itself.
const OWN_ADDRESS: &str = "https://discord.com";

/// Kinds of channels.
pub(super) mod kind {
    pub(in super::super) const TEXT: u64 = 0;
    pub(in super::super) const PRIVATE_MESSAGES: u64 = 1;
    pub(in super::super) const NEWS: u64 = 5;
    pub(in super::super) const FORUM: u64 = 15;
    pub(in super::super) const MEDIA: u64 = 16;
}

/// Brings deliveries with one bot. Cheap to clone.
///
/// Why no `Debug`: the client library shows its token there.
#[derive(Clone)]
pub struct DiscordCourier {
    pub(super) http: Arc<Http>,
    pub(super) files: Downloads,
    patience: Duration,
}

/// What is tried before a trouble is passed on, each once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Remedy {
    /// Asking once more: it is known to have no second effect.
    Repeat,
    /// Opening the archived thread.
    Wake,
    /// Another name for the message: the one posted under this name was deleted meanwhile.
    Rename,
}

impl DiscordCourier {
    /// `patience` is how long one request may take. With the library's own pace-keeper on, that includes its waits.
    pub fn new(http: Arc<Http>, patience: Duration) -> Self {
        Self { http, files: Downloads::default(), patience }
    }

    async fn bring(&self, delivery: &Delivery, nonce: &str) -> Answer<Receipt> {
        let Delivery { place, under, act, .. } = delivery;
        let place = *place;
        let to = |reply_to: Option<i64>| {
            let id = |id: i64| u64::try_from(id).ok();
            reply_to.and_then(id).map(Answered::IfThere).or(under.and_then(id).map(Answered::OrNot))
        };
        match act {
            Act::OpenRoom { title } => self.open_room(place, title).await,
            Act::Post { text, rows, reply_to } => self.post(place, text, rows, to(*reply_to), nonce).await,
            Act::Place { latitude, longitude, name } => {
                let text = on_the_map((*latitude, *longitude), name.as_ref());
                self.post(place, &text, &[], to(None), nonce).await
            }
            Act::File { file, caption, reply_to } => {
                self.files(place, &[(file.clone(), caption.clone())], to(*reply_to), nonce).await
            }
            Act::Album { files, reply_to } => self.files(place, files, to(*reply_to), nonce).await,
            Act::Upload { file, caption, reply_to } => {
                self.upload(place, std::slice::from_ref(file), caption, (to(*reply_to), nonce)).await
            }
            Act::UploadAlbum { files, caption, reply_to } => {
                self.upload(place, files, caption, (to(*reply_to), nonce)).await
            }
            Act::Edit { message, text, rows } => self.edit(place, *message, text, Some(rows)).await,
            Act::EditCaption { message, caption } => self.edit(place, *message, caption, None).await,
            Act::Menu { .. } => Ok(Receipt::default()),
            Act::Rename { title, owned } => self.rename(place, title, *owned).await,
            Act::Fold => self.fold(place).await,
            Act::Shut => self.shut(place).await,
            Act::Delete { messages } => self.delete(place, messages).await,
            Act::DropRoom => self.drop_room(place).await,
            Act::Aside { to, in_place, act } => self.aside(place, to, *in_place, act).await,
            Act::Pin { message } => self.pin(place, *message).await,
            Act::Sign { message, sign } => self.sign(place, *message, *sign).await,
            Act::React { message, emoji } => self.react(place, *message, emoji.as_deref()).await,
        }
    }

    async fn post(
        &self,
        place: Address,
        text: &Rich,
        rows: &[Vec<Button>],
        to: Option<Answered>,
        nonce: &str,
    ) -> Answer<Receipt> {
        let body = body::new_message(text, rows, to, nonce)?;
        let route = Route::ChannelMessages { channel_id: holder(place)? };
        let sent = self.ask(LightMethod::Post, route, Some(&body)).await?;
        Ok(Receipt { messages: vec![id_of(&sent["id"])?], thread: None })
    }

    async fn edit(
        &self,
        place: Address,
        id: i64,
        text: &Rich,
        rows: Option<&Vec<Vec<Button>>>,
    ) -> Answer<Receipt> {
        let body = body::changed(text, rows.map(Vec::as_slice))?;
        let route = Route::ChannelMessage { channel_id: holder(place)?, message_id: message(id)? };
        self.ask(LightMethod::Patch, route, Some(&body)).await.map(|_| Receipt::default())
    }

    /// Sends a request and waits no longer than the courier's patience.
    pub(super) async fn ask(
        &self,
        method: LightMethod,
        route: Route<'_>,
        body: Option<&Value>,
    ) -> Answer<Value> {
        self.ask_with(method, route, body, None).await
    }

    /// The same with something behind the path.
    pub(super) async fn ask_with(
        &self,
        method: LightMethod,
        route: Route<'_>,
        body: Option<&Value>,
        params: Option<Vec<(&'static str, String)>>,
    ) -> Answer<Value> {
        let request = Request::new(route, method).body(body.map(|body| body.to_string().into_bytes()));
        let request = request.params(params);
        let exchange = async {
            let answer = self.http.request(request).await.map_err(|error| Trouble::of(&error))?;
            read(answer).await
        };
        timeout(self.patience, exchange).await.unwrap_or(Err(Trouble::Lost("no answer in time")))
    }

    /// Sends a request of a route the client library has no word for, in the same way.
    pub(super) async fn ask_directly(&self, method: reqwest::Method, path: &str) -> Answer<Value> {
        let client = self.files.client(self.http.proxy.is_some());
        let client = client.map_err(|_| Trouble::NotMade)?;
        let url = format!("{}/api/v10{path}", self.base());
        let request = client.request(method, url).header("authorization", self.http.token());
        let request = request.header("content-length", 0).timeout(self.patience);
        let answer = request.send().await.map_err(|error| Trouble::of_request(&error))?;
        if answer.status().is_success() {
            return read(answer).await;
        }
        let status = answer.status().as_u16();
        let said = read(answer).await.unwrap_or_default();
        let wait = said["retry_after"].as_f64().and_then(|wait| Duration::try_from_secs_f64(wait).ok());
        let code = said["code"].as_i64().filter(|code| *code > 0);
        Err(Trouble::Said(Said { status, code, wrong: Vec::new(), wait }))
    }

    /// Where the API is, without a slash at its end.
    pub(super) fn base(&self) -> &str {
        self.http.proxy.as_deref().unwrap_or(OWN_ADDRESS).trim_end_matches('/')
    }

    /// Waits for a call of the client library no longer than the courier's patience.
    pub(super) async fn within_patience<T>(
        &self,
        call: impl Future<Output = Result<T, serenity::Error>>,
    ) -> Answer<T> {
        match timeout(self.patience, call).await {
            Ok(done) => done.map_err(|error| Trouble::of(&error)),
            Err(_) => Err(Trouble::Lost("no answer in time")),
        }
    }

    async fn wake(&self, place: Address) -> Answer<Value> {
        let route = Route::Channel { channel_id: holder(place)? };
        self.ask(LightMethod::Patch, route, Some(&json!({"archived": false}))).await
    }
}

impl Courier for DiscordCourier {
    async fn deliver(&self, delivery: &Delivery) -> Result<Receipt, DeliveryError> {
        let case = Case {
            what: what(&delivery.act),
            in_thread: delivery.place.thread.is_some(),
            harmless: is_harmless(&delivery.act),
            aside: matches!(delivery.act, Act::Aside { .. }),
        };
        let mut nonce = body::nonce(&delivery.nonce);
        let mut tried = Vec::new();
        loop {
            let trouble = match self.bring(delivery, &nonce).await {
                Ok(receipt) => return Ok(receipt),
                Err(trouble) => trouble,
            };
            let remedy = match remedy(&delivery.act, &trouble) {
                // Why none for one alone: nothing tells its repeats apart, and no thread holds it.
                Some(remedy) if !case.aside && !tried.contains(&remedy) => remedy,
                _ => return Err(case.error(trouble)),
            };
            tried.push(remedy);
            match remedy {
                Remedy::Repeat => {}
                Remedy::Rename => nonce = body::nonce(&format!("{nonce}+")),
                Remedy::Wake => {
                    self.wake(delivery.place).await.map_err(|trouble| case.error(trouble))?;
                }
            }
        }
    }

    async fn look(&self, place: Address) -> Result<Option<Shape>, DeliveryError> {
        let case = Case { what: "looking at a channel", in_thread: false, harmless: true, aside: false };
        let error = |trouble| case.error(trouble);
        let channel_id = channel(place.chat).map_err(error)?;
        let told = self.ask(LightMethod::Get, Route::Channel { channel_id }, None).await.map_err(error)?;
        Ok(match told["type"].as_u64() {
            Some(kind::TEXT | kind::NEWS | kind::FORUM | kind::MEDIA) => Some(Shape::Topics),
            Some(kind::PRIVATE_MESSAGES) => Some(Shape::Private),
            _ => None,
        })
    }

    async fn fetch(&self, file: &File, most: u64, into: mpsc::Sender<Vec<u8>>) -> Result<u64, FetchError> {
        self.fetch_file(file, most, &into).await
    }
}

/// What could still help.
fn remedy(act: &Act, trouble: &Trouble) -> Option<Remedy> {
    let named = matches!(
        act,
        Act::Post { .. }
            | Act::Place { .. }
            | Act::File { .. }
            | Act::Upload { .. }
            | Act::UploadAlbum { .. }
            | Act::Album { .. }
    );
    if trouble.is_doubtful() {
        Some(Remedy::Repeat)
    } else if trouble.is_archived() {
        Some(Remedy::Wake)
    } else {
        (named && trouble.is_message_gone()).then_some(Remedy::Rename)
    }
}

/// Whether doing it twice is as good as once, however long after.
const fn is_harmless(act: &Act) -> bool {
    match act {
        Act::Post { .. }
        | Act::Place { .. }
        | Act::File { .. }
        | Act::Upload { .. }
        | Act::UploadAlbum { .. }
        | Act::Album { .. }
        | Act::OpenRoom { .. } => false,
        // Why: the same words in the same place.
        Act::Aside { in_place, .. } => *in_place,
        Act::Edit { .. }
        | Act::EditCaption { .. }
        | Act::Menu { .. }
        | Act::Rename { .. }
        | Act::Fold
        | Act::Shut
        | Act::Delete { .. }
        | Act::DropRoom
        | Act::Pin { .. }
        | Act::Sign { .. }
        | Act::React { .. } => true,
    }
}

/// An act's name in reasons.
const fn what(act: &Act) -> &'static str {
    match act {
        Act::OpenRoom { .. } => "opening a thread",
        Act::Post { .. } => "posting",
        Act::Place { .. } => "posting a place",
        Act::File { .. } | Act::Upload { .. } => "posting a file",
        Act::Album { .. } | Act::UploadAlbum { .. } => "posting files",
        Act::Edit { .. } | Act::EditCaption { .. } => "editing",
        Act::Aside { .. } => "telling one person alone",
        Act::Menu { .. } => "the list of commands",
        Act::Rename { .. } => "naming a thread",
        Act::Fold => "folding a thread",
        Act::Shut => "shutting a thread",
        Act::Delete { .. } => "deleting messages",
        Act::DropRoom => "deleting a thread",
        Act::Pin { .. } => "pinning",
        Act::Sign { .. } | Act::React { .. } => "reacting",
    }
}

/// The body of an answer; nothing where there is none.
async fn read(answer: reqwest::Response) -> Answer<Value> {
    let bytes = answer.bytes().await.map_err(|error| Trouble::of_request(&error))?;
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&bytes).map_err(|_| Trouble::Lost("an unreadable answer"))
}

/// An id as Discord writes it.
pub(super) fn id_of(value: &Value) -> Answer<i64> {
    let id = value.as_str().and_then(|id| id.parse().ok());
    id.ok_or(Trouble::Lost("an answer without an id"))
}

/// The channel that holds the messages of a place.
pub(super) fn holder(place: Address) -> Answer<ChannelId> {
    channel(place.holder())
}

pub(super) fn channel(id: i64) -> Answer<ChannelId> {
    let id = u64::try_from(id).ok().filter(|id| *id > 0);
    id.map(ChannelId::new).ok_or_else(|| Trouble::refused(Refusal::ChatGone, "no number of a channel"))
}

pub(super) fn message(id: i64) -> Answer<MessageId> {
    let id = u64::try_from(id).ok().filter(|id| *id > 0);
    id.map(MessageId::new).ok_or_else(|| Trouble::refused(Refusal::MessageGone, "no number of a message"))
}

/// A place as words, with a link to a map.
pub(super) fn on_the_map((latitude, longitude): (f64, f64), name: Option<&(String, String)>) -> Rich {
    let named = name.map(|(title, address)| format!("{title}\n{address}\n")).unwrap_or_default();
    let map = format!("https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}");
    Rich::plain(format!("{named}{latitude}, {longitude}\n{map}"))
}
