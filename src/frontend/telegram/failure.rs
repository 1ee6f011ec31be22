//! What an error of the client library means for a delivery.
//!
//! Decided by the platform's own wording, because the library passes on neither the error code nor the status. Whoever
//! answers in none of the known ways (a proxy, a server in trouble) leaves it uncertain whether something happened.
//! Reasons name the method and the platform's wording up to its first quotation: what it quotes may be a person's.

use teloxide::{ApiError, RequestError};

use crate::desk::courier::{DeliveryError, Refusal};

/// Longer reasons are cut.
const LONGEST_REASON: usize = 200;

/// Wordings of 400 (in lower case, any of them within the description) and what they mean; the first that fits.
const WORDINGS: [(&[&str], Refusal); 5] = [
    (
        &["message to be replied not found", "replied message not found", "reply message not found"],
        Refusal::AnchorGone,
    ),
    (&["message thread not found", "topic_deleted", "topic_id_invalid"], Refusal::RoomGone),
    (
        &[
            "chat not found",
            "group is deactivated",
            "group chat was deleted",
            "peer_id_invalid",
            "user not found",
            "input_user_deactivated",
        ],
        Refusal::ChatGone,
    ),
    (
        &[
            "message to edit not found",
            "message to react not found",
            "message to pin not found",
            "message not found",
            "message_id_invalid",
            "message can't be edited",
            "message can't be deleted",
            "message identifier is not specified",
        ],
        Refusal::MessageGone,
    ),
    (
        &[
            "not enough rights",
            "have no rights",
            "need administrator rights",
            "chat_admin_required",
            "chat_write_forbidden",
            "chat_restricted",
            "_forbidden",
            "topic_closed",
            "chat is not a forum",
        ],
        Refusal::Forbidden,
    ),
];

/// Wordings of 403, in the same manner.
const FORBIDDEN: [(&[&str], Refusal); 2] = [
    (&["blocked by the user", "user is deactivated", "can't initiate conversation"], Refusal::Blocked),
    (&["kicked", "not a member", "deleted"], Refusal::ChatGone),
];

/// The platform's wording, if it answered in its own words.
pub(super) fn wording(error: &RequestError) -> Option<String> {
    match error {
        RequestError::Api(ApiError::Unknown(text) | ApiError::CantParseEntities(text)) => Some(text.clone()),
        RequestError::Api(known) => Some(known.to_string()),
        _ => None,
    }
}

/// The looks of the text were refused; without them it may pass.
pub(super) fn refuses_marks(error: &RequestError) -> bool {
    wording(error).is_some_and(|text| {
        let text = text.to_lowercase();
        text.contains("parse entities") || text.contains("entity_") || text.contains("entities_")
    })
}

/// There was nothing to change.
pub(super) fn is_unchanged(error: &RequestError) -> bool {
    wording(error).is_some_and(|text| text.to_lowercase().contains("message is not modified"))
}

/// What became of the request.
pub(super) fn classify(method: &str, error: &RequestError) -> DeliveryError {
    let why = |what: &str| format!("{method}: {what}");
    match error {
        RequestError::RetryAfter(wait) => {
            DeliveryError::NotSent { retry_after: Some(wait.duration()), why: why("too many requests") }
        }
        RequestError::MigrateToChatId(to) => {
            DeliveryError::Refused { refusal: Refusal::Moved(to.0), why: why("the group has another id now") }
        }
        RequestError::Network(lost) if lost.is_connect() => {
            DeliveryError::Unreached { why: why("no connection") }
        }
        RequestError::Network(lost) if lost.is_builder() => {
            DeliveryError::NotSent { retry_after: None, why: why("no request came of it") }
        }
        RequestError::Network(_) => DeliveryError::Uncertain { why: why("the connection broke") },
        RequestError::InvalidJson { .. } => DeliveryError::Uncertain { why: why("an unreadable answer") },
        RequestError::Io(_) => DeliveryError::NotSent { retry_after: None, why: why("a file can't be read") },
        RequestError::Api(_) => by_wording(method, &wording(error).unwrap_or_default()),
    }
}

fn by_wording(method: &str, said: &str) -> DeliveryError {
    let why = format!("{method}: {}", without_quotations(said));
    let said = said.to_lowercase();
    let refused = |refusal| DeliveryError::Refused { refusal, why: why.clone() };
    match said.split(':').next().unwrap_or_default() {
        "bad request" => refused(first(&WORDINGS, &said).unwrap_or(Refusal::Content)),
        "forbidden" => refused(first(&FORBIDDEN, &said).unwrap_or(Refusal::Forbidden)),
        "unauthorized" if said.contains(':') => {
            refused(first(&FORBIDDEN, &said).unwrap_or(Refusal::Forbidden))
        }
        "unauthorized" | "invalid bot token" => refused(Refusal::Token),
        "too many requests" => DeliveryError::NotSent { retry_after: None, why },
        "not found" | "conflict" | "request entity too large" => refused(Refusal::Content),
        _ => DeliveryError::Uncertain { why },
    }
}

fn first(table: &[(&[&str], Refusal)], said: &str) -> Option<Refusal> {
    table
        .iter()
        .find(|(wordings, _)| wordings.iter().any(|part| said.contains(part)))
        .map(|(_, means)| *means)
}

/// The text before anything it quotes. An apostrophe within a word is no quotation.
fn without_quotations(said: &str) -> String {
    let mut before = ' ';
    let quotes = |character: &char| {
        let quotes =
            matches!(character, '"' | '“' | '«' | '`') || (*character == '\'' && !before.is_alphanumeric());
        before = *character;
        !quotes
    };
    let kept: String = said.chars().take(LONGEST_REASON).take_while(quotes).collect();
    kept.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(said: &str) -> Option<Refusal> {
        match classify("m", &RequestError::Api(ApiError::Unknown(said.to_owned()))) {
            DeliveryError::Refused { refusal, .. } => Some(refusal),
            _ => None,
        }
    }

    #[test]
    fn wordings_have_their_meaning() {
        for (said, means) in [
            ("Bad Request: message thread not found", Refusal::RoomGone),
            ("Bad Request: TOPIC_DELETED", Refusal::RoomGone),
            ("Bad Request: message to be replied not found", Refusal::AnchorGone),
            ("Bad Request: chat not found", Refusal::ChatGone),
            ("Bad Request: group is deactivated", Refusal::ChatGone),
            ("Forbidden: the group chat was deleted", Refusal::ChatGone),
            ("Forbidden: bot was kicked from the supergroup chat", Refusal::ChatGone),
            ("Forbidden: bot is not a member of the channel chat", Refusal::ChatGone),
            ("Forbidden: bot was blocked by the user", Refusal::Blocked),
            ("Forbidden: user is deactivated", Refusal::Blocked),
            ("Unauthorized: bot can't initiate conversation with a user", Refusal::Blocked),
            ("Forbidden: something new", Refusal::Forbidden),
            ("Bad Request: message to edit not found", Refusal::MessageGone),
            ("Bad Request: message to react not found", Refusal::MessageGone),
            ("Bad Request: message can't be edited", Refusal::MessageGone),
            ("Bad Request: not enough rights to send text messages to the chat", Refusal::Forbidden),
            ("Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", Refusal::Forbidden),
            ("Unauthorized", Refusal::Token),
            ("Bad Request: message is too long", Refusal::Content),
            ("Bad Request: something new", Refusal::Content),
            ("Request Entity Too Large", Refusal::Content),
        ] {
            assert_eq!(refusal(said), Some(means), "{said}");
        }
    }

    #[test]
    fn known_errors_of_the_library_mean_the_same_as_their_wording() {
        let refusal = |error| match classify("m", &RequestError::Api(error)) {
            DeliveryError::Refused { refusal, .. } => refusal,
            other => panic!("{other}"),
        };
        assert_eq!(refusal(ApiError::InvalidToken), Refusal::Token);
        assert_eq!(refusal(ApiError::BotBlocked), Refusal::Blocked);
        assert_eq!(refusal(ApiError::BotKicked), Refusal::ChatGone);
        assert_eq!(refusal(ApiError::UserDeactivated), Refusal::Blocked);
        assert_eq!(refusal(ApiError::MessageToEditNotFound), Refusal::MessageGone);
        assert_eq!(refusal(ApiError::ChatNotFound), Refusal::ChatGone);
    }

    #[test]
    fn a_server_in_trouble_leaves_it_open() {
        for said in ["Internal Server Error", "Bad Gateway", "Gateway Timeout", ""] {
            let error = classify("m", &RequestError::Api(ApiError::Unknown(said.to_owned())));
            assert!(matches!(error, DeliveryError::Uncertain { .. }), "{said}: {error}");
        }
    }

    #[test]
    fn what_the_platform_quotes_stays_out_of_reasons() {
        let reason = |said: &str| match classify(
            "sendMessage",
            &RequestError::Api(ApiError::Unknown(said.to_owned())),
        ) {
            DeliveryError::Refused { why, .. } => why,
            other => panic!("{other}"),
        };
        let said = "Bad Request: can't parse: Unsupported tag \"my secret\" at byte 3";
        assert_eq!(reason(said), "sendMessage: Bad Request: can't parse: Unsupported tag");
        let said = "Bad Request: inline keyboard button URL 'tg://secret' is invalid";
        assert_eq!(reason(said), "sendMessage: Bad Request: inline keyboard button URL");
    }
}
