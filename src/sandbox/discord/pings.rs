//! Whom a message calls: what its text mentions, as far as `allowed_mentions` lets it.

use serde_json::Value;

use super::guild::{Guild, Pings};

impl Guild {
    /// Whom a text of the bot calls. Without `allowed_mentions` all that it mentions; an answered author is called
    /// unless that is switched off.
    pub(crate) fn pings(
        &self,
        content: &str,
        allowed: &Value,
        answered: Option<u64>,
        may_all: bool,
    ) -> Pings {
        let named = |field: &str, id: u64| {
            if allowed.is_null() {
                return true;
            }
            let list = |name: &str| allowed[name].as_array().map_or(&[][..], Vec::as_slice);
            list("parse").iter().any(|kind| kind == field)
                || list(field).iter().any(|known| known.as_str() == Some(id.to_string().as_str()))
        };
        let mut pings = Pings::default();
        for (mark, id) in references(content) {
            match mark {
                "@&" if id == self.staff_role && named("roles", id) => {
                    pings.roles.insert(id);
                }
                "@" | "@!" if self.member(id).is_some() && named("users", id) => {
                    pings.people.insert(id);
                }
                _ => {}
            }
        }
        let all = content.contains("@everyone") || content.contains("@here");
        let wanted = allowed.is_null()
            || allowed["parse"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "everyone"));
        pings.everyone = all && wanted && may_all;
        // Why absent counts as yes only without the field: with it, what is not named is not allowed.
        let replied = allowed["replied_user"].as_bool().unwrap_or(allowed.is_null());
        pings.people.extend(answered.filter(|_| replied));
        pings
    }
}

/// The references `<@1>`, `<@!1>`, `<@&1>` of a text.
fn references(content: &str) -> Vec<(&str, u64)> {
    let mut found = Vec::new();
    for piece in content.split('<').skip(1) {
        let Some((inner, _)) = piece.split_once('>') else { continue };
        let digits = inner.trim_start_matches(['@', '!', '&']);
        if let (Ok(id), Some(mark)) = (digits.parse(), inner.strip_suffix(digits)) {
            found.push((mark, id));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn references_are_found_with_their_kind() {
        assert_eq!(references("a <@12> <@!3>, <@&4> <#5> <@x> <@6"), [("@", 12), ("@!", 3), ("@&", 4)]);
    }
}
