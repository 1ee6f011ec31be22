//! What people do, as the desk hears of it: each act changes a chat and makes the update a platform would send.

use aftercare::domain::chat::{
    Account, Address, EventKey, File, FileKind, Incoming, Input, Platform, Room, Sender,
};
use aftercare::domain::text::{Rich, clean_name};
use aftercare::sandbox::script::{Act, Deed, Parcel};
use aftercare::sandbox::world::MediaKind;
use serde_json::json;

use super::chats::{Chats, GROUP, Member, Message, Press, Spot, State};

/// The stream of ids updates belong to.
pub const SOURCE: i16 = 1;
/// UTF-16 units of one message.
const LONGEST: usize = 4096;
/// Updates do not begin at 1.
const FIRST_UPDATE: i64 = 700_000_001;

/// Which message an update is about.
#[derive(Clone, Copy, Default)]
struct About {
    message: Option<i64>,
    reply_to: Option<i64>,
}

impl Chats {
    /// Does what a scenario says.
    pub fn act(&self, act: &Act) -> Result<(), String> {
        let mut state = self.lock();
        let spot = state.resolve(&act.place)?;
        let who = act.who.as_str();
        state.may_enter(who, spot)?;
        match &act.deed {
            Deed::Say { text, reply_to } => {
                let reply_to = reply_to.as_ref().map(|part| state.find(spot, part, None)).transpose()?;
                state.say(who, spot, text, reply_to)
            }
            Deed::Press { label } => state.press(who, spot, label),
            Deed::Send(parcel) => state.send(who, spot, parcel),
            Deed::Edit { old, new } => state.edit(who, spot, old, new),
            Deed::Delete { part } => {
                let id = state.find(spot, part, Some(who))?;
                state.message_mut(spot.0, id).into_iter().for_each(|m| m.deleted = true);
                Ok(())
            }
            // Why: reactions of people are not asked for.
            Deed::React { part, .. } => state.find(spot, part, None).map(drop),
            Deed::Block(blocked) => state.block(who, *blocked),
        }
    }
}

impl State {
    fn may_enter(&self, who: &str, (chat, _): Spot) -> Result<(), String> {
        let person = self.person(who)?;
        let theirs = chat == person.id || chat == GROUP && person.in_group;
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

    fn write(&mut self, who: &str, (chat, thread): Spot, message: Message) -> i64 {
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

    fn send(&mut self, who: &str, spot: Spot, parcel: &Parcel) -> Result<(), String> {
        self.speak(who, spot)?;
        let (kind, attachment) = match parcel {
            Parcel::Files { kind, names, caption } => {
                return self.send_files(who, spot, *kind, names, caption);
            }
            Parcel::Location { latitude, longitude } => {
                ("kind-location", format!("location {}, {}", json!(latitude), json!(longitude)))
            }
            Parcel::Contact { phone, name } => ("kind-contact", format!("contact {name} {phone}")),
        };
        let message = self.write(who, spot, Message { attachment: Some(attachment), ..Message::default() });
        self.tell(who, spot, About { message: Some(message), reply_to: None }, Input::Other(kind))
    }

    fn send_files(
        &mut self,
        who: &str,
        spot: Spot,
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
            let attachment = format!("{} {name}", kind.field());
            let input = match file_kind(kind) {
                Ok(as_file) => {
                    let file = self.keep_file(as_file, name);
                    Input::File { file, caption: caption.clone(), album: album.clone() }
                }
                Err(other) => Input::Other(other),
            };
            let attachment = Some(attachment);
            let message = self.write(who, spot, Message { text: caption, attachment, ..Message::default() });
            self.tell(who, spot, About { message: Some(message), reply_to: None }, input)?;
        }
        Ok(())
    }

    fn keep_file(&mut self, kind: FileKind, name: &str) -> File {
        let number = self.files.len() + 1;
        let file = File {
            kind,
            id: format!("direct-{number}"),
            unique: format!("unique-{number}"),
            name: (kind != FileKind::Photo).then(|| name.to_owned()),
            mime: None,
            size: Some(1),
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
        self.tell(who, spot, About { message: Some(id), reply_to }, Input::Edited(text))
    }

    fn block(&mut self, who: &str, blocked: bool) -> Result<(), String> {
        let person = self.person_mut(who)?;
        if std::mem::replace(&mut person.blocked, blocked) == blocked {
            return Ok(());
        }
        let spot = (person.id, None);
        let input = if blocked { Input::Blocked } else { Input::Unblocked };
        self.tell(who, spot, About::default(), input)
    }

    /// Queues an update.
    fn tell(&mut self, who: &str, (chat, thread): Spot, about: About, input: Input) -> Result<(), String> {
        let person = self.person(who)?.clone();
        let answered = about.reply_to.and_then(|id| self.message(chat, id)).and_then(|m| m.author.clone());
        let answered_author = answered.and_then(|who| self.person(&who).ok().map(|p| account(p.id)));
        let key = FIRST_UPDATE + self.updates;
        self.updates += 1;
        self.waiting.push_back(Incoming {
            key: EventKey { source: SOURCE, key, sub: 0 },
            place: Address { platform: Platform::Telegram, chat, thread },
            room: if chat == GROUP { Room::Staff } else { Room::Private },
            by: sender(&person),
            message: about.message,
            reply_to: about.reply_to,
            answered_author,
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

/// What crosses as a file, or the name of a kind that does not.
fn file_kind(kind: MediaKind) -> Result<FileKind, &'static str> {
    match kind {
        MediaKind::Photo => Ok(FileKind::Photo),
        MediaKind::Video => Ok(FileKind::Video),
        MediaKind::Document | MediaKind::Animation => Ok(FileKind::Document),
        MediaKind::Audio => Err("kind-audio"),
        MediaKind::Voice => Err("kind-voice"),
        MediaKind::VideoNote => Err("kind-video-note"),
        MediaKind::Sticker => Err("kind-sticker"),
    }
}
