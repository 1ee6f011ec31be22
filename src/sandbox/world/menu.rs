//! The list of commands a client shows when somebody types a slash: the narrowest scope that has one, in the person's
//! language before any.

use super::World;
use crate::sandbox::shown::Place;

impl World {
    /// What that person is offered there: names, and what they do. Empty where no list was ever set.
    pub fn menu(&self, who: &str, place: &Place) -> Result<Vec<(String, String)>, String> {
        self.look(|state| {
            let person = state.person(who).ok_or_else(|| format!("nobody is called {who}"))?;
            let (chat, _) = state.resolve(place)?;
            let wide = if chat == person.id { "all_private_chats" } else { "all_group_chats" };
            let language = person.language.as_deref().unwrap_or_default();
            let language = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
            let scopes = [format!("chat {chat}"), wide.to_owned(), "default".to_owned()];
            let keys =
                scopes.iter().flat_map(|scope| [&*language, ""].map(|tag| (scope.clone(), tag.to_owned())));
            // Why: a list without commands is as good as none, and the next wider one is shown.
            let lists = keys.filter_map(|key| state.commands.get(&key)).find(|list| !list.is_empty());
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            let listed = lists.into_iter().flatten();
            Ok(listed.map(|one| (text(&one["command"]), text(&one["description"]))).collect())
        })
    }
}
