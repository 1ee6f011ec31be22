//! The table of routes: method, path as Discord describes it, and who answers.

use super::request::{Answer, Call};
use super::{callbacks, catalogue, followups, lists, marks, places, posting, threads};

/// Answers a request.
pub(crate) type Handler = fn(&mut Call<'_>) -> Answer;

/// A route that was met, and the parts of the path by name.
pub(crate) struct Met {
    pub route: String,
    pub path: Vec<(String, String)>,
    pub handler: Handler,
    /// Works without the bot's token: the path carries one of its own.
    pub open: bool,
}

/// Literal parts stand before named ones of the same shape.
const ROUTES: &[(&str, &str, Handler)] = &[
    ("GET", "/gateway", places::gateway),
    ("GET", "/gateway/bot", places::gateway_bot),
    ("GET", "/users/@me", places::me),
    ("POST", "/users/@me/channels", places::open_dm),
    ("GET", "/users/{user_id}", places::user),
    ("GET", "/applications/@me", places::application),
    ("GET", "/oauth2/applications/@me", places::application),
    ("GET", "/applications/{application_id}/commands", catalogue::list_all),
    ("PUT", "/applications/{application_id}/commands", catalogue::overwrite),
    ("GET", "/applications/{application_id}/guilds/{guild_id}/commands", catalogue::list_all),
    ("PUT", "/applications/{application_id}/guilds/{guild_id}/commands", catalogue::overwrite),
    ("GET", "/guilds/{guild_id}", places::guild),
    ("GET", "/guilds/{guild_id}/channels", places::channels),
    ("POST", "/guilds/{guild_id}/channels", places::create_channel),
    ("GET", "/guilds/{guild_id}/roles", places::roles),
    ("GET", "/guilds/{guild_id}/members", places::members),
    ("GET", "/guilds/{guild_id}/members/{user_id}", places::member),
    ("GET", "/guilds/{guild_id}/threads/active", threads::active),
    ("GET", "/channels/{channel_id}", places::channel),
    ("PATCH", "/channels/{channel_id}", threads::change),
    ("DELETE", "/channels/{channel_id}", threads::delete),
    ("POST", "/channels/{channel_id}/typing", places::typing),
    ("GET", "/channels/{channel_id}/messages", lists::messages),
    ("POST", "/channels/{channel_id}/messages", posting::create),
    ("POST", "/channels/{channel_id}/messages/bulk-delete", posting::delete_many),
    ("GET", "/channels/{channel_id}/messages/pins", lists::pins),
    ("PUT", "/channels/{channel_id}/messages/pins/{message_id}", marks::pin),
    ("DELETE", "/channels/{channel_id}/messages/pins/{message_id}", marks::unpin),
    ("GET", "/channels/{channel_id}/pins", lists::old_pins),
    ("PUT", "/channels/{channel_id}/pins/{message_id}", marks::pin),
    ("DELETE", "/channels/{channel_id}/pins/{message_id}", marks::unpin),
    ("GET", "/channels/{channel_id}/messages/{message_id}", lists::message),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}", posting::edit),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}", posting::delete),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}/reactions", marks::clear),
    ("GET", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}", marks::who),
    ("PUT", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", marks::react),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", marks::unreact),
    (
        "DELETE",
        "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}",
        marks::unreact,
    ),
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads", threads::from_message),
    ("POST", "/channels/{channel_id}/threads", threads::create),
    ("GET", "/channels/{channel_id}/threads/archived/public", threads::archived_public),
    ("GET", "/channels/{channel_id}/threads/archived/private", threads::archived_private),
    ("GET", "/channels/{channel_id}/thread-members", threads::members),
    ("PUT", "/channels/{channel_id}/thread-members/@me", threads::join),
    ("DELETE", "/channels/{channel_id}/thread-members/@me", threads::leave),
    ("GET", "/channels/{channel_id}/thread-members/{user_id}", threads::member),
    ("PUT", "/channels/{channel_id}/thread-members/{user_id}", threads::join),
    ("DELETE", "/channels/{channel_id}/thread-members/{user_id}", threads::leave),
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", callbacks::answer),
    ("POST", "/webhooks/{webhook_id}/{webhook_token}", followups::create),
    ("GET", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", followups::get),
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", followups::edit),
    ("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", followups::delete),
    ("GET", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", followups::get),
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", followups::edit),
    ("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", followups::delete),
];

/// Finds the route of a path below `/api/v10`; a path with another method says that it is one.
pub(crate) fn find(method: &str, path: &str) -> Option<Met> {
    ROUTES.iter().filter(|(known, ..)| *known == method).find_map(|(_, template, handler)| {
        let path = parts(template, path)?;
        let open = *template == "/gateway"
            || template.starts_with("/interactions/")
            || template.starts_with("/webhooks/");
        Some(Met { route: format!("{method} {template}"), path, handler: *handler, open })
    })
}

fn parts(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let (wanted, given): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    let mut named = Vec::new();
    for (wanted, given) in wanted.into_iter().zip(given) {
        match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) if !given.is_empty() => {
                named.push((name.to_owned(), super::request::unescape(given)));
            }
            None if super::request::unescape(given) == wanted => {}
            _ => return None,
        }
    }
    Some(named)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_literal_part_wins_over_a_named_one() {
        let route = |path| find("PATCH", path).map(|met| met.route);
        let original = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original";
        assert_eq!(route("/webhooks/1/t/messages/@original").as_deref(), Some(original));
        assert_eq!(route("/webhooks/1/t/messages/%40original").as_deref(), Some(original));
        let numbered = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}";
        assert_eq!(route("/webhooks/1/t/messages/5").as_deref(), Some(numbered));
        assert!(route("/webhooks/1").is_none());
    }
}
