//! Requests whose answers stay JSON, so that a field the client library does not know yet spoils none of them.

use serde::Serialize;
use serde_json::Value;
use teloxide::{
    Bot, RequestError,
    requests::{JsonRequest, Payload},
};

/// Updates that have not been confirmed; an offset confirms all before it.
#[derive(Serialize)]
pub(super) struct GetUpdates {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    pub limit: u8,
    /// Seconds the server waits for the first one.
    pub timeout: u16,
    pub allowed_updates: &'static [&'static str],
}

impl Payload for GetUpdates {
    type Output = Vec<Value>;
    const NAME: &'static str = "GetUpdates";
}

/// Has updates brought to an address. Waiting ones are never dropped: there is no field for it.
#[derive(Serialize)]
pub(super) struct SetWebhook {
    pub url: String,
    /// How many are brought side by side at most.
    pub max_connections: u8,
    pub allowed_updates: &'static [&'static str],
    /// What the requests show to be let in.
    pub secret_token: String,
}

impl Payload for SetWebhook {
    type Output = Value;
    const NAME: &'static str = "SetWebhook";
}

/// Updates are asked for again; waiting ones stay.
#[derive(Serialize)]
pub(super) struct DeleteWebhook {}

impl Payload for DeleteWebhook {
    type Output = Value;
    const NAME: &'static str = "DeleteWebhook";
}

/// How the webhook is doing.
#[derive(Serialize)]
pub(super) struct GetWebhookInfo {}

impl Payload for GetWebhookInfo {
    type Output = Value;
    const NAME: &'static str = "GetWebhookInfo";
}

/// The bot itself.
#[derive(Serialize)]
pub(super) struct GetMe {}

impl Payload for GetMe {
    type Output = Value;
    const NAME: &'static str = "GetMe";
}

/// A chat.
#[derive(Serialize)]
pub(super) struct GetChat {
    pub chat_id: i64,
}

impl Payload for GetChat {
    type Output = Value;
    const NAME: &'static str = "GetChat";
}

/// Where a file can be downloaded for a while.
#[derive(Serialize)]
pub(super) struct GetFile {
    pub file_id: String,
}

impl Payload for GetFile {
    type Output = Value;
    const NAME: &'static str = "GetFile";
}

/// What somebody is in a chat.
#[derive(Serialize)]
pub(super) struct GetChatMember {
    pub chat_id: i64,
    pub user_id: i64,
}

impl Payload for GetChatMember {
    type Output = Value;
    const NAME: &'static str = "GetChatMember";
}

/// Asks.
pub(super) async fn ask<P>(bot: &Bot, payload: P) -> Result<P::Output, RequestError>
where
    P: Payload + Serialize + Send + 'static,
    P::Output: serde::de::DeserializeOwned + Send,
{
    JsonRequest::new(bot.clone(), payload).await
}
