//! Who is there, who has blocked the bot, and what happens to the staff group as a whole.

use serde_json::{Map, Value, json};

use super::World;
use super::message::Author;
use super::people::Person;
use super::state::{Draft, GroupKind, State, Topic};

/// The id of the supergroup a basic group becomes.
const UPGRADED_ID: i64 = -1_002_500_600_700;
/// The icon colours the platform allows, in the order they are given out.
pub(crate) const ICON_COLORS: [i64; 6] =
    [7_322_096, 16_766_590, 13_338_331, 9_367_192, 16_749_490, 16_478_047];

impl World {
    /// Brings a person into the world; a second time replaces their name, language and membership.
    pub fn join(&self, person: Person) {
        self.change(|state, _| {
            let handle = person.handle.clone();
            match state.person_mut(&handle) {
                Some(known) => {
                    let (started, blocked) = (known.started, known.blocked);
                    *known = Person { started, blocked, ..person };
                }
                None => state.people.push(person),
            }
        });
    }

    /// Blocks or unblocks the bot; the platform tells the bot so with `my_chat_member`.
    pub fn set_blocked(&self, who: &str, blocked: bool) -> Result<(), String> {
        self.change(|state, now| {
            let bot = state.bot_user();
            let person = state.person_mut(who).ok_or_else(|| format!("nobody is called {who}"))?;
            if person.blocked == blocked {
                return Ok(());
            }
            person.blocked = blocked;
            let member = json!({"user": bot, "status": "member"});
            let kicked = json!({"user": bot, "status": "kicked", "until_date": 0});
            let (old, new) = if blocked { (member, kicked) } else { (kicked, member) };
            let update = json!({"chat": person.chat(), "from": person.user(), "date": now.timestamp(),
                "old_chat_member": old, "new_chat_member": new});
            state.tell("my_chat_member", update);
            Ok(())
        })
    }

    /// A person makes a topic by hand; returns its id.
    pub fn make_topic(&self, who: &str, name: &str) -> Result<i64, String> {
        self.change(|state, now| {
            if !state.is_forum() {
                return Err("the group has no topics".into());
            }
            let id = state.open_topic(now, Author::Person(who.to_owned()), name, ICON_COLORS[0]);
            state.tell_message("message", state.group, id);
            Ok(id)
        })
    }

    /// A person deletes a topic with all that is in it. The platform tells bots nothing about it.
    pub fn remove_topic(&self, id: i64) {
        self.change(|state, _| state.drop_topic(id));
    }

    /// Takes or gives the bot its administrator's rights.
    pub fn set_bot_admin(&self, admin: bool) {
        self.change(|state, _| state.setup.bot_is_admin = admin);
    }

    /// Throws the bot out of the group, or lets it in again as it was; the platform tells the bot so.
    pub fn set_bot_there(&self, there: bool) {
        self.change(|state, now| {
            if std::mem::replace(&mut state.bot_there, there) == there {
                return;
            }
            let bot = state.bot_user();
            let status = if state.setup.bot_is_admin { "administrator" } else { "member" };
            let member = state.bot_member(status);
            let out = json!({"user": bot, "status": "kicked", "until_date": 0});
            let (old, new) = if there { (out, member) } else { (member, out) };
            let by = state.people.iter().find(|person| person.in_group).map_or_else(|| bot, Person::user);
            let update = json!({"chat": state.chat_json(state.group), "from": by, "date": now.timestamp(),
                "old_chat_member": old, "new_chat_member": new});
            state.tell("my_chat_member", update);
        });
    }

    /// Switches topics on or off. The platform tells bots nothing about it.
    pub fn set_topics(&self, on: bool) -> Result<(), String> {
        self.change(|state, _| {
            if state.setup.group == GroupKind::Basic {
                return Err("an old-style group has no topics; let it migrate first".into());
            }
            state.setup.group = if on { GroupKind::Forum } else { GroupKind::Supergroup };
            Ok(())
        })
    }

    /// Turns a basic group into a supergroup: it gets a new id, and the old one answers with where it went.
    pub fn upgrade_group(&self) -> Result<i64, String> {
        self.change(|state, now| {
            if state.setup.group != GroupKind::Basic {
                return Err("the group is a supergroup already".into());
            }
            let old = state.group;
            state.group = UPGRADED_ID;
            state.setup.group = GroupKind::Supergroup;
            state.moved.insert(old, UPGRADED_ID);
            for (chat, field, other) in
                [(old, "migrate_to_chat_id", UPGRADED_ID), (UPGRADED_ID, "migrate_from_chat_id", old)]
            {
                let body = Map::from_iter([(field.to_owned(), json!(other))]);
                let id = state.post(now, Draft::new(chat, None, Author::Bot, body));
                state.tell_message("message", chat, id);
            }
            Ok(UPGRADED_ID)
        })
    }
}

impl State {
    /// Adds a topic and the message that announces it, whose id is the topic's.
    pub(crate) fn open_topic(
        &mut self,
        now: chrono::DateTime<chrono::Utc>,
        author: Author,
        name: &str,
        icon_color: i64,
    ) -> i64 {
        let group = self.group;
        let made = json!({"name": name, "icon_color": icon_color});
        let body = Map::from_iter([("forum_topic_created".to_owned(), made)]);
        let id = self.post(now, Draft::new(group, None, author, body));
        let chat = self.chat_mut(group);
        chat.message_mut(id).into_iter().for_each(|message| message.thread = Some(id));
        chat.topics.push(Topic { id, name: name.to_owned(), icon_color, closed: false, deleted: false });
        id
    }

    /// Deletes a topic with its messages.
    pub(crate) fn drop_topic(&mut self, id: i64) {
        let group = self.group;
        let chat = self.chat_mut(group);
        chat.topic_mut(id).into_iter().for_each(|topic| topic.deleted = true);
        let gone = chat.messages.iter_mut().filter(|message| message.thread == Some(id));
        gone.for_each(|message| message.deleted = true);
    }

    /// Announces a pin or a change of a topic made by the bot. Takes a message id as on the platform, and bots hear
    /// nothing of their own announcements.
    pub(crate) fn announce(
        &mut self,
        now: chrono::DateTime<chrono::Utc>,
        (chat, thread): (i64, Option<i64>),
        field: &str,
        content: Value,
    ) {
        let body = Map::from_iter([(field.to_owned(), content)]);
        self.post(now, Draft::new(chat, thread, Author::Bot, body));
    }

    /// The bot as a `ChatMember`.
    pub(crate) fn bot_member(&self, status: &str) -> Value {
        let mut member = json!({"status": status, "user": self.bot_user()});
        if status != "administrator" {
            return member;
        }
        for right in ["can_be_edited", "is_anonymous", "can_restrict_members", "can_promote_members"] {
            member[right] = json!(false);
        }
        for right in [
            "can_manage_chat",
            "can_change_info",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_invite_users",
            "can_pin_messages",
            "can_manage_topics",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        ] {
            member[right] = json!(true);
        }
        member
    }
}
