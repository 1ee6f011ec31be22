//! The people of the world: who they are to the bot.

use serde_json::{Map, Value, json};

/// One person with a Telegram account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// How scenarios call them; also their username.
    pub handle: String,
    /// The Telegram id, which is also the id of the private chat.
    pub id: i64,
    pub first_name: String,
    pub last_name: Option<String>,
    /// What their client reports as its language.
    pub language: Option<String>,
    /// Has written to the bot, which may therefore write back.
    pub started: bool,
    /// Has blocked the bot.
    pub blocked: bool,
    /// Stands in the staff group.
    pub in_group: bool,
}

impl Person {
    /// A person named "First Last…" whose id follows from the handle.
    pub fn new(handle: &str, name: &str, language: Option<&str>) -> Self {
        let (first, last) = name.split_once(' ').map_or((name, None), |(first, last)| (first, Some(last)));
        Self {
            handle: handle.to_owned(),
            id: person_id(handle),
            first_name: first.to_owned(),
            last_name: last.map(str::to_owned),
            language: language.map(str::to_owned),
            started: false,
            blocked: false,
            in_group: false,
        }
    }

    /// The same person with this Telegram id.
    pub fn with_id(self, id: i64) -> Self {
        Self { id, ..self }
    }

    /// The same person as a member of the staff group.
    pub fn staff(self) -> Self {
        Self { in_group: true, ..self }
    }

    /// "First Last".
    pub fn name(&self) -> String {
        let last = self.last_name.iter().map(|last| format!(" {last}"));
        std::iter::once(self.first_name.clone()).chain(last).collect()
    }

    /// The `User` object.
    pub(crate) fn user(&self) -> Value {
        let mut user = self.names();
        user.insert("id".into(), json!(self.id));
        user.insert("is_bot".into(), json!(false));
        if let Some(language) = &self.language {
            user.insert("language_code".into(), json!(language));
        }
        Value::Object(user)
    }

    /// The `Chat` object of the private chat.
    pub(crate) fn chat(&self) -> Value {
        let mut chat = self.names();
        chat.insert("id".into(), json!(self.id));
        chat.insert("type".into(), json!("private"));
        Value::Object(chat)
    }

    fn names(&self) -> Map<String, Value> {
        let mut names = Map::new();
        names.insert("first_name".into(), json!(self.first_name));
        if let Some(last) = &self.last_name {
            names.insert("last_name".into(), json!(last));
        }
        names.insert("username".into(), json!(self.handle));
        names
    }
}

/// The Telegram id of a person who was not given one: the same for the same handle, always of nine digits.
pub fn person_id(handle: &str) -> i64 {
    let hash = handle.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    100_000_000 + i64::try_from(hash % 900_000_000).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_from_the_handle_and_differ() {
        assert_eq!(person_id("mei"), person_id("mei"));
        assert_ne!(person_id("mei"), person_id("lin"));
        assert!((100_000_000..1_000_000_000).contains(&person_id("mei")));
    }

    #[test]
    fn a_name_is_split_once() {
        let mei = Person::new("mei", "Mei Li Lan", Some("en"));
        assert_eq!((mei.first_name.as_str(), mei.last_name.as_deref()), ("Mei", Some("Li Lan")));
        assert_eq!(mei.name(), "Mei Li Lan");
    }
}
