//! Answers in the platform's envelope, and its refusals with their wording.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::sandbox::faults::Trouble;

/// The result of a method.
pub(super) type Answer = Result<Value, Refusal>;

/// Why a method was not carried out.
#[derive(Debug)]
pub(super) struct Refusal {
    code: u16,
    description: String,
    parameters: Option<Value>,
}

impl Refusal {
    pub(super) fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), parameters: None }
    }

    /// 400 with this wording behind the usual prefix.
    pub(super) fn bad(wording: impl std::fmt::Display) -> Self {
        Self::new(400, format!("Bad Request: {wording}"))
    }

    pub(super) fn forbidden(wording: &str) -> Self {
        Self::new(403, format!("Forbidden: {wording}"))
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(401, "Unauthorized")
    }

    pub(super) fn no_method() -> Self {
        Self::new(404, "Not Found: method not found")
    }

    pub(super) fn conflict() -> Self {
        let why = "terminated by other getUpdates request; make sure that only one bot instance is running";
        Self::new(409, format!("Conflict: {why}"))
    }

    /// Updates are brought; asked for they are not given.
    pub(super) fn webhook() -> Self {
        let why = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
        Self::new(409, format!("Conflict: {why}"))
    }

    /// Whoever was waiting for updates: they are brought from now on.
    pub(super) fn set_webhook() -> Self {
        Self::new(409, "Conflict: terminated by setWebhook request")
    }

    /// The group went to another id.
    pub(super) fn moved(to: i64) -> Self {
        let parameters = Some(json!({"migrate_to_chat_id": to}));
        Self { parameters, ..Self::bad("group chat was upgraded to a supergroup chat") }
    }
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::TooManyRequests(seconds) => Self {
                parameters: Some(json!({"retry_after": seconds})),
                ..Self::new(429, format!("Too Many Requests: retry after {seconds}"))
            },
            Trouble::Blocked => Self::forbidden("bot was blocked by the user"),
            Trouble::Kicked => Self::forbidden("bot was kicked from the supergroup chat"),
            Trouble::TopicDeleted => Self::bad("message thread not found"),
            Trouble::FileGone => Self::bad("wrong file identifier/HTTP URL specified"),
            // Why: connections are cut before an answer is made; a cut that got here is still a failure in between.
            Trouble::BadGateway | Trouble::DropBefore | Trouble::DropAfter | Trouble::Stall => {
                Self::new(502, "Bad Gateway")
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body = json!({"ok": false, "error_code": self.code, "description": self.description});
        if let Some(parameters) = self.parameters {
            body["parameters"] = parameters;
        }
        let status = StatusCode::from_u16(self.code).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(body)).into_response()
    }
}

/// `{"ok": true, "result": …}`.
pub(super) fn ok(result: &Value) -> Response {
    Json(json!({"ok": true, "result": result})).into_response()
}
