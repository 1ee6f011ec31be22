//! Refusals as Discord words them: a status, a code, and for a form that does not hold where it is wrong.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// Why a request has no effect.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    pub status: u16,
    pub code: u32,
    pub message: String,
    pub errors: Option<Value>,
    /// Of a 429: seconds, and whether all routes are closed.
    pub wait: Option<(f64, bool)>,
}

/// The codes used here with their status and Discord's words.
const KNOWN: [(u32, u16, &str); 30] = [
    (0, 401, "401: Unauthorized"),
    (10002, 404, "Unknown Application"),
    (10003, 404, "Unknown Channel"),
    (10004, 404, "Unknown Guild"),
    (10007, 404, "Unknown Member"),
    (10008, 404, "Unknown Message"),
    (10011, 404, "Unknown Role"),
    (10013, 404, "Unknown User"),
    (10014, 400, "Unknown Emoji"),
    (10015, 404, "Unknown Webhook"),
    (10062, 404, "Unknown interaction"),
    (10063, 404, "Unknown application command"),
    (30003, 400, "Maximum number of pins reached for the channel (250)"),
    (30010, 400, "Maximum number of reactions reached (20)"),
    (30013, 400, "Maximum number of guild channels reached (500)"),
    (40005, 413, "Request entity too large"),
    (40060, 400, "Interaction has already been acknowledged."),
    (50001, 403, "Missing Access"),
    (50005, 403, "Cannot edit a message authored by another user"),
    (50006, 400, "Cannot send an empty message"),
    (50007, 403, "Cannot send messages to this user"),
    (50008, 400, "Cannot send messages in a non-text channel"),
    (50013, 403, "Missing Permissions"),
    (50024, 400, "Cannot execute action on this channel type"),
    (50027, 401, "Invalid Webhook Token"),
    (50034, 400, "You can only bulk delete messages that are under 14 days old."),
    (50083, 400, "Thread is archived"),
    (50109, 400, "The request body contains invalid JSON."),
    (160_004, 400, "A thread has already been created for this message"),
    (160_006, 400, "Maximum number of active threads reached"),
];

impl Refusal {
    /// One of the known codes.
    pub(crate) fn code(code: u32) -> Self {
        let (code, status, message) =
            KNOWN.into_iter().find(|(known, ..)| *known == code).unwrap_or((code, 400, "Invalid request"));
        Self { status, code, message: message.to_owned(), errors: None, wait: None }
    }

    pub(crate) fn plain(status: u16, message: &str) -> Self {
        Self { status, code: 0, message: message.to_owned(), errors: None, wait: None }
    }

    pub(crate) fn too_many(seconds: f64, global: bool) -> Self {
        let wait = Some((seconds, global));
        Self { wait, ..Self::plain(429, "You are being rate limited.") }
    }

    pub(crate) fn body(&self) -> Value {
        let mut body = json!({"message": self.message, "code": self.code});
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        if let Some((seconds, global)) = self.wait {
            body["retry_after"] = json!(seconds);
            body["global"] = json!(global);
        }
        body
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(self.body())).into_response()
    }
}

/// Collects what is wrong with a form, each at its place: `components.0.custom_id`.
#[derive(Debug, Default)]
pub(crate) struct Form {
    errors: Map<String, Value>,
}

impl Form {
    pub(crate) fn wrong(&mut self, place: &str, code: &str, message: &str) {
        let mut at = &mut self.errors;
        for part in place.split('.').filter(|part| !part.is_empty()) {
            let inner = at.entry(part).or_insert_with(|| json!({}));
            let Value::Object(inner) = inner else { return };
            at = inner;
        }
        let list = at.entry("_errors").or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(json!({"code": code, "message": message}));
        }
    }

    pub(crate) fn required(&mut self, place: &str) {
        self.wrong(place, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// Lengths count characters.
    pub(crate) fn length(&mut self, place: &str, text: &str, least: usize, most: usize) {
        let length = text.chars().count();
        if length > most {
            let message = format!("Must be {most} or fewer in length.");
            self.wrong(place, "BASE_TYPE_MAX_LENGTH", &message);
        } else if length < least {
            let message = format!("Must be between {least} and {most} in length.");
            self.wrong(place, "BASE_TYPE_BAD_LENGTH", &message);
        }
    }

    pub(crate) fn count(&mut self, place: &str, count: usize, least: usize, most: usize) {
        if count < least || count > most {
            let message = format!("Must be between {least} and {most} in length.");
            self.wrong(place, "BASE_TYPE_BAD_LENGTH", &message);
        }
    }

    pub(crate) fn choices(&mut self, place: &str, allowed: &str) {
        self.wrong(place, "BASE_TYPE_CHOICES", &format!("Value must be one of {{{allowed}}}."));
    }

    /// The refusal, if anything is wrong.
    pub(crate) fn judge(self) -> Result<(), Refusal> {
        if self.errors.is_empty() {
            return Ok(());
        }
        let errors = Some(Value::Object(self.errors));
        Err(Refusal { errors, code: 50035, ..Refusal::plain(400, "Invalid Form Body") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_form_names_every_place() {
        let mut form = Form::default();
        form.length("content", "abc", 0, 2);
        form.required("components.0.custom_id");
        let refusal = form.judge().expect_err("two things are wrong");
        assert_eq!(
            refusal.body(),
            json!({"message": "Invalid Form Body", "code": 50035, "errors": {
                "content": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2 or fewer in length."}]},
                "components": {"0": {"custom_id": {"_errors": [
                    {"code": "BASE_TYPE_REQUIRED", "message": "This field is required"}]}}}}})
        );
        assert_eq!(Form::default().judge(), Ok(()));
    }
}
