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
