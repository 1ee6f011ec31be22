//! What people do, as the desk hears of it: each act changes a chat and makes the update a platform would send.

use aftercare::domain::chat::{
    Account, Address, Disguise, EventKey, File, FileKind, Incoming, Input, Origin, OriginKind, Platform,
    Quote, Room, Sender, Thing,
};
use aftercare::domain::text::{Rich, clean_name};
use aftercare::sandbox::script::{Act, Deed, Parcel, Source, Turn};
use aftercare::sandbox::world::MediaKind;
use aftercare::sandbox::world::content_of;
use serde_json::json;

use super::chats::{Chats, Member, Message, NEW_GROUP, OLD_GROUP, Press, Spot, State};
use super::post::place_shown;

/// The stream of ids updates belong to.
pub const SOURCE: i16 = 1;
/// UTF-16 units of one message.
const LONGEST: usize = 4096;
/// Updates do not begin at 1.
const FIRST_UPDATE: i64 = 700_000_001;

/// Which message an update is about.
#[derive(Clone, Copy, Default)]
pub(super) struct About {
    pub(super) message: Option<i64>,
    pub(super) reply_to: Option<i64>,
}

impl Chats {
    /// Does what a scenario says.
    pub fn act(&self, act: &Act) -> Result<(), String> {
        let mut state = self.lock();
        let spot = state.resolve(&act.place)?;
        let who = act.who.as_str();
        state.may_enter(who, spot)?;
        match &act.deed {
            Deed::Say { text, reply_to, quote } => {
                let reply_to = reply_to.as_ref().map(|part| state.find(spot, part, None)).transpose()?;
                state.quoted = quote.clone().map(|text| Quote { text, from: None });
                state.say(who, spot, text, reply_to)
            }
            Deed::Forward { from, name, text } => state.forward(who, spot, (*from, name), text),
            Deed::Swap { old, kind, name } => state.swap(who, spot, old, *kind, name),
            Deed::Press { label } => state.press(who, spot, label),
            Deed::Send { parcel, reply_to } => {
                let reply_to = reply_to.as_ref().map(|part| state.find(spot, part, None)).transpose()?;
                state.send(who, spot, parcel, reply_to)
            }
            Deed::Edit { old, new } => state.edit(who, spot, old, new),
            Deed::RemoveTopic => {
                let topic = spot.1.ok_or("that is no topic")?;
                state.topics.iter_mut().filter(|t| t.id == topic).for_each(|t| t.deleted = true);
                let gone = state.messages.iter_mut().filter(|m| m.chat == spot.0 && m.thread == spot.1);
                gone.for_each(|m| m.deleted = true);
                Ok(())
            }
            Deed::Delete { part } => {
                let own = state.find(spot, part, Some(who));
                let id = own.or_else(|_| state.find(spot, part, None))?;
                state.message_mut(spot.0, id).into_iter().for_each(|m| m.deleted = true);
                Ok(())
            }
            Deed::React { emoji, part } => state.reacts(who, spot, part, emoji.clone()),
            Deed::Block(blocked) => state.block(who, *blocked),
            Deed::Choose { .. } | Deed::Fill { .. } | Deed::Use { .. } => {
                Err("that is done on Discord only".to_owned())
            }
        }
    }
}

impl State {
    fn may_enter(&self, who: &str, (chat, _): Spot) -> Result<(), String> {
        let person = self.person(who)?;
        let theirs = chat == person.id || chat == self.group && person.in_group;
        if theirs { Ok(()) } else { Err(format!("{who} is not there")) }
    }

    /// Whoever writes to the bot has started it, and can't while they block it.
    fn speak(&mut self, who: &str, (chat, _): Spot) -> Result<(), String> {
        let person = self.person_mut(who)?;
        if chat == person.id {
            if person.blocked {
                return Err(format!("{who} has blocked the bot and must unblock it first"));
            }
            person.started = true;
        }
        Ok(())
    }

    pub fn say(&mut self, who: &str, spot: Spot, text: &str, reply_to: Option<i64>) -> Result<(), String> {
        self.speak(who, spot)?;
        for piece in pieces(text.trim()) {
            let text = Rich::plain(piece);
            let written = Message { text: text.clone(), reply_to, ..Message::default() };
            let message = self.write(who, spot, written);
            self.tell(who, spot, About { message: Some(message), reply_to }, Input::Text(text))?;
        }
        Ok(())
    }

    pub(super) fn write(&mut self, who: &str, (chat, thread): Spot, message: Message) -> i64 {
        self.post(Message { chat, thread, author: Some(who.to_owned()), ..message })
    }

    fn press(&mut self, who: &str, spot: Spot, label: &str) -> Result<(), String> {
        let pressed = self.visible(spot).rev().find_map(|m| {
            let button = m.buttons.iter().flatten().find(|b| b.label == label)?;
            Some((m.id, button.data.clone()))
        });
        let (message, data) = pressed.ok_or_else(|| format!("no button \"{label}\" there"))?;
        self.seq += 1;
        self.presses.push(Press { seq: self.seq, spot, who: who.to_owned(), label: label.to_owned() });
        self.tell(who, spot, About { message: Some(message), reply_to: None }, Input::Press { data })
    }

    fn send(&mut self, who: &str, spot: Spot, parcel: &Parcel, reply_to: Option<i64>) -> Result<(), String> {
        self.speak(who, spot)?;
        let (input, attachment) = match parcel {
            Parcel::Files { kind, names, caption } => {
                return self.send_files((who, spot), reply_to, *kind, names, caption);
            }
            Parcel::Hidden(field) => {
                let key = match field.as_str() {
                    "story" => "kind-story",
                    "game" => "kind-game",
                    "gift" => "kind-gift",
                    _ => "kind-other",
                };
                (Input::Other(key), field.clone())
            }
            other => thing(other),
        };
        let written = Message { attachment: Some(attachment), reply_to, ..Message::default() };
        let message = self.write(who, spot, written);
        self.tell(who, spot, About { message: Some(message), reply_to }, input)
    }

    fn send_files(
        &mut self,
        (who, spot): (&str, Spot),
        reply_to: Option<i64>,
        kind: MediaKind,
        names: &[String],
        caption: &str,
    ) -> Result<(), String> {
        let album = (names.len() > 1).then(|| {
            self.albums += 1;
            format!("album-{}", self.albums)
        });
        for (n, name) in names.iter().enumerate() {
            let caption = Rich::plain(if n == 0 { caption } else { "" });
            let attachment = Some(format!("{} {name}", kind.field()));
            let file = self.keep_file(file_kind(kind), name);
            let unique = Some(file.unique.clone());
            let emoji = if name.contains('.') { "👍" } else { name };
            let sticker = kind == MediaKind::Sticker;
            let words = if sticker { Rich::plain(emoji) } else { caption.clone() };
            let input = Input::File { file, caption: words, album: album.clone() };
            let written = Message { text: caption, attachment, unique, reply_to, ..Message::default() };
            let message = self.write(who, spot, written);
            self.tell(who, spot, About { message: Some(message), reply_to }, input)?;
        }
        Ok(())
    }

    /// A file of that name is known from now on.
    pub fn keep_file(&mut self, kind: FileKind, name: &str) -> File {
        let number = self.files.len() + 1;
        let file = File {
            kind,
            id: format!("direct-{number}"),
            unique: format!("unique-{number}"),
            name: (kind != FileKind::Photo).then(|| name.to_owned()),
            mime: None,
            size: i64::try_from(content_of(name).len()).ok(),
            spoiler: false,
        };
        self.files.push((file.clone(), name.to_owned()));
        file
    }

    fn edit(&mut self, who: &str, spot: Spot, old: &str, new: &str) -> Result<(), String> {
        let id = self.find(spot, old, Some(who))?;
        let text = Rich::plain(new.trim());
        let message = self.message_mut(spot.0, id).ok_or("the message is gone")?;
        message.text = text.clone();
        message.edited = true;
        let reply_to = message.reply_to;
        let unique = message.unique.clone();
        let file = unique.and_then(|unique| self.files.iter().find(|(f, _)| f.unique == unique));
        let file = file.map(|(file, _)| file.clone());
        self.tell(who, spot, About { message: Some(id), reply_to }, Input::Edited { words: text, file })
    }

    fn swap(&mut self, who: &str, spot: Spot, old: &str, kind: MediaKind, name: &str) -> Result<(), String> {
        let id = self.find(spot, old, Some(who))?;
        let file = self.keep_file(file_kind(kind), name);
        let message = self.message_mut(spot.0, id).ok_or("the message is gone")?;
        message.attachment = Some(format!("{} {name}", kind.field()));
        message.unique = Some(file.unique.clone());
        message.edited = true;
        let (words, reply_to) = (message.text.clone(), message.reply_to);
        self.tell(who, spot, About { message: Some(id), reply_to }, Input::Edited { words, file: Some(file) })
    }

    fn forward(&mut self, who: &str, spot: Spot, from: (Source, &str), text: &str) -> Result<(), String> {
        let kind = match from.0 {
            Source::Person => OriginKind::Person,
            Source::Hidden => OriginKind::Hidden,
            Source::Group => OriginKind::Group,
            Source::Channel => OriginKind::Channel,
        };
        let own = kind == OriginKind::Person && self.person(who)?.name == from.1;
        let origin = Origin {
            kind: if own { OriginKind::Themself } else { kind },
            name: if own { String::new() } else { from.1.to_owned() },
        };
        self.speak(who, spot)?;
        let (text, forwarded_from) = (Rich::plain(text.trim()), Some(from.1.to_owned()));
        let message =
            self.write(who, spot, Message { text: text.clone(), forwarded_from, ..Message::default() });
        self.tell(who, spot, About { message: Some(message), reply_to: None }, Input::Text(text))?;
        let told = self.waiting.back_mut().ok_or("nothing was told")?;
        told.origin = Some(origin);
        told.by.disguise = Some(Disguise::Forwarded);
        Ok(())
    }

    fn reacts(&mut self, who: &str, spot: Spot, part: &str, emoji: Option<String>) -> Result<(), String> {
        let id = self.find(spot, part, None)?;
        let message = self.message_mut(spot.0, id).ok_or("the message is gone")?;
        let was = match &emoji {
            Some(emoji) => message.reacted.insert(who.to_owned(), emoji.clone()),
            None => message.reacted.remove(who),
        };
        let list = |emoji: Option<String>| emoji.into_iter().collect();
        let input = Input::Reacted { was: list(was), now: list(emoji) };
        // Why nowhere in particular: the platform does not tell the topic.
        self.tell(who, (spot.0, None), About { message: Some(id), reply_to: None }, input)
    }

    fn block(&mut self, who: &str, blocked: bool) -> Result<(), String> {
        let person = self.person_mut(who)?;
        if std::mem::replace(&mut person.blocked, blocked) == blocked {
            return Ok(());
        }
        let person = person.clone();
        let spot = (person.id, None);
        let input = match (person.id == self.staff, blocked) {
            (false, true) => Input::Blocked,
            (false, false) => Input::Unblocked,
            (true, true) => Input::Removed,
            (true, false) => Input::Admitted,
        };
        self.tell(who, spot, About::default(), input)
    }

    /// Something happens to the staff group as a whole.
    pub fn turn(&mut self, turn: Turn) -> Result<(), String> {
        match turn {
            Turn::Topics(_) | Turn::BotThere(_)
                if self.group == OLD_GROUP && matches!(turn, Turn::Topics(_)) =>
            {
                Err("an old-style group has no topics".to_owned())
            }
            Turn::Topics(on) => {
                self.topics_on = on;
                Ok(())
            }
            Turn::BotThere(there) if self.bot_there == there => Ok(()),
            Turn::BotThere(there) => {
                self.bot_there = there;
                let input = if there { Input::Admitted } else { Input::Removed };
                self.tell_of_group(self.group, input)
            }
            Turn::Migrates if self.group != OLD_GROUP => Err("the group is a supergroup already".to_owned()),
            Turn::Migrates => {
                (self.group, self.staff) = (NEW_GROUP, NEW_GROUP);
                for chat in [OLD_GROUP, NEW_GROUP] {
                    self.announce((chat, None));
                    self.tell_of_group(OLD_GROUP, Input::Moved { from: OLD_GROUP, to: NEW_GROUP })?;
                }
                Ok(())
            }
        }
    }

    /// Queues an update about the group itself, by somebody in it.
    fn tell_of_group(&mut self, chat: i64, input: Input) -> Result<(), String> {
        let by = self.people.iter().find(|p| p.in_group).ok_or("nobody is in the group")?.handle.clone();
        self.queue(&by, (chat, None), About::default(), input)
    }

    /// Queues an update, unless the bot is not where it happened.
    pub(super) fn tell(&mut self, who: &str, spot: Spot, about: About, input: Input) -> Result<(), String> {
        if spot.0 == self.group && !self.bot_there {
            return Ok(());
        }
        self.queue(who, spot, about, input)
    }

    fn queue(&mut self, who: &str, (chat, thread): Spot, about: About, input: Input) -> Result<(), String> {
        let person = self.person(who)?.clone();
        let answered = about.reply_to.and_then(|id| self.message(chat, id)).and_then(|m| m.author.clone());
        let answered_author = answered.and_then(|who| self.person(&who).ok().map(|p| account(p.id)));
        let key = FIRST_UPDATE + self.updates;
        self.updates += 1;
        self.waiting.push_back(Incoming {
            key: EventKey { source: SOURCE, key, sub: 0 },
            place: Address { platform: Platform::Telegram, chat, thread: thread.filter(|_| self.topics_on) },
            room: if chat == self.staff || chat < 0 { Room::Staff } else { Room::Private },
            by: sender(&person),
            message: about.message,
            reply_to: about.reply_to,
            answered_author,
            aside: None,
            origin: None,
            quote: self.quoted.take(),
            input,
            raw: json!({ "update_id": key }),
        });
        Ok(())
    }
}

/// A text as a client sends it: what is too long for one message goes on in the next.
fn pieces(text: &str) -> Vec<String> {
    let units: Vec<u16> = text.encode_utf16().collect();
    units.chunks(LONGEST).map(|piece| String::from_utf16(piece).expect("no pair is cut")).collect()
}

fn sender(person: &Member) -> Sender {
    Sender {
        account: account(person.id),
        name: clean_name(&person.name, &person.id.to_string()),
        lang: person.language.clone(),
        disguise: None,
    }
}

pub const fn account(id: i64) -> Account {
    Account { platform: Platform::Telegram, id }
}

fn file_kind(kind: MediaKind) -> FileKind {
    match kind {
        MediaKind::Photo => FileKind::Photo,
        MediaKind::Video => FileKind::Video,
        MediaKind::Document => FileKind::Document,
        MediaKind::Animation => FileKind::Animation,
        MediaKind::Audio => FileKind::Audio,
        MediaKind::Voice => FileKind::Voice,
        MediaKind::VideoNote => FileKind::VideoNote,
        MediaKind::Sticker => FileKind::Sticker,
    }
}

/// What is neither words nor a file: as the desk hears of it, and as a chat shows it.
fn thing(parcel: &Parcel) -> (Input, String) {
    let listed = |items: &[String]| items.iter().fold(String::new(), |all, item| all + " · " + item);
    let (thing, shown) = match parcel.clone() {
        Parcel::Location { latitude, longitude } => {
            (Thing::Location { latitude, longitude }, place_shown(latitude, longitude, None))
        }
        Parcel::Venue { latitude, longitude, title, address } => {
            let shown = place_shown(latitude, longitude, Some(&(title.clone(), address.clone())));
            (Thing::Venue { latitude, longitude, title, address }, shown)
        }
        Parcel::Contact { phone, name } => {
            let shown = format!("contact {name} {phone}");
            (Thing::Contact { phone, name }, shown)
        }
        Parcel::Poll { question, options } => {
            let shown = format!("poll {question}{}", listed(&options));
            (Thing::Poll { question, options }, shown)
        }
        Parcel::Checklist { title, tasks } => {
            let shown = format!("checklist {title}{}", listed(&tasks));
            (Thing::Checklist { title, tasks }, shown)
        }
        Parcel::Dice { emoji, value } => {
            let shown = format!("dice {emoji} {value}");
            (Thing::Dice { emoji, value }, shown)
        }
        Parcel::Files { .. } | Parcel::Hidden(_) => panic!("no thing"),
    };
    (Input::Thing(thing), shown)
}
