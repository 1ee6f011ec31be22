//! Discord in memory, as far as the relay meets it: channels and threads that hold messages, and people who write there.
//!
//! A customer's place is a channel of the number of their account; a room is a thread of the staff channel. Ids are one
//! sequence, as snowflakes are. An id of a file can't be posted again, there is no map, and no call of Telegram's alone.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aftercare::desk::{Act, Attached, Delivery, DeliveryError, FetchError, Receipt, Refusal};
use aftercare::domain::chat::{
    Account, Address, EventKey, File, FileKind, Incoming, Input, Platform, Room, Sender,
};
use aftercare::domain::text::Rich;
use aftercare::sandbox::world::{content_of, person_id};
use serde_json::json;

/// The channel the staff works in.
pub const STAFF: i64 = 7_000;

/// A handle to the channels; clones share them.
#[derive(Clone, Default)]
pub struct Board(Arc<Mutex<Held>>);

#[derive(Default)]
pub struct Held {
    last: i64,
    pub posts: Vec<Post>,
    pub threads: Vec<(i64, String)>,
    files: Vec<(String, Vec<u8>)>,
}

/// A message as it stands.
#[derive(Clone, Debug, Default)]
pub struct Post {
    pub id: i64,
    /// The channel or thread that holds it.
    pub channel: i64,
    /// Nobody: the bot.
    pub author: Option<String>,
    pub text: String,
    /// What hangs on it: name and size.
    pub files: Vec<(String, usize)>,
    pub reply_to: Option<i64>,
    /// What the bot has on it.
    pub mark: Option<String>,
}

impl Board {
    fn lock(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The messages of the bot in a channel, oldest first.
    pub fn said(&self, channel: i64) -> Vec<Post> {
        self.lock().posts.iter().filter(|p| p.channel == channel && p.author.is_none()).cloned().collect()
    }

    /// A message by what it holds, in words or in the name of a file; the newest.
    pub fn find(&self, channel: i64, part: &str) -> Post {
        let holds = |p: &&Post| p.text.contains(part) || p.files.iter().any(|(name, _)| name.contains(part));
        let held = self.lock();
        let found = held.posts.iter().rfind(|p| p.channel == channel && holds(p)).cloned();
        found.unwrap_or_else(|| panic!("no message holds {part:?}: {:#?}", held.posts))
    }

    /// The newest room.
    pub fn room(&self) -> i64 {
        self.lock().threads.last().map(|(id, _)| *id).expect("a thread")
    }

    /// Somebody writes in their own channel, or in a room; what the desk hears.
    pub fn says(&self, who: &str, room: Option<i64>, text: &str, reply_to: Option<i64>) -> Incoming {
        self.written(who, room, Post { text: text.to_owned(), reply_to, ..Post::default() }, |_| {
            Input::Text(Rich::plain(text))
        })
    }

    /// Somebody sends a file that has the bytes a file of that name has.
    pub fn sends(&self, who: &str, room: Option<i64>, kind: FileKind, name: &str, words: &str) -> Incoming {
        self.sends_to(who, room, (kind, name), words, None)
    }

    /// The same in answer to a message.
    pub fn sends_to(
        &self,
        who: &str,
        room: Option<i64>,
        (kind, name): (FileKind, &str),
        words: &str,
        reply_to: Option<i64>,
    ) -> Incoming {
        let bytes = content_of(name);
        let size = bytes.len();
        let post = Post {
            text: words.to_owned(),
            files: vec![(name.to_owned(), size)],
            reply_to,
            ..Post::default()
        };
        let board = self.clone();
        self.written(who, room, post, move |id| {
            let file = File {
                kind,
                id: format!("discord/{id}"),
                unique: id.to_string(),
                name: Some(name.to_owned()),
                mime: None,
                size: i64::try_from(size).ok(),
                spoiler: false,
            };
            board.lock().files.push((file.id.clone(), bytes));
            Input::File { file, caption: Rich::plain(words), album: None }
        })
    }

    /// Somebody sends photos in one message: as many updates as there are files. Further files have numbers of their own.
    pub fn sends_photos(&self, who: &str, room: Option<i64>, names: &[&str], words: &str) -> Vec<Incoming> {
        let first = self.sends(who, room, FileKind::Photo, names[0], words);
        let message = first.message.expect("a message");
        let mut all = vec![first];
        for (n, name) in names.iter().enumerate().skip(1) {
            let number = self.lock().next();
            let file = File {
                kind: FileKind::Photo,
                id: format!("discord/{number}"),
                unique: number.to_string(),
                name: Some((*name).to_owned()),
                mime: None,
                size: i64::try_from(content_of(name).len()).ok(),
                spoiler: false,
            };
            self.lock().files.push((file.id.clone(), content_of(name)));
            let input = Input::File { file, caption: Rich::default(), album: None };
            let sub = i64::try_from(n).expect("few");
            all.push(incoming(who, room, (2, message, sub), Some(number), None, input));
        }
        for one in &mut all {
            if let Input::File { album, .. } = &mut one.input {
                *album = Some(message.to_string());
            }
        }
        all
    }

    /// A message is gone; nobody is told to have done it.
    pub fn deleted(room: Option<i64>, message: i64) -> Incoming {
        let mut gone = incoming("mei", room, (2, message, -1), Some(message), None, Input::Deleted);
        gone.by.account.id = 0;
        gone
    }

    /// Anything else somebody does in answer to, or with, a message.
    pub fn does(who: &str, room: Option<i64>, message: i64, sub: i64, input: Input) -> Incoming {
        let source = if matches!(input, Input::Reacted { .. }) { 4 } else { 2 };
        incoming(who, room, (source, message, sub), Some(message), None, input)
    }

    /// Something that can't be shown, or is neither words nor a file.
    pub fn gives(&self, who: &str, room: Option<i64>, reply_to: Option<i64>, input: Input) -> Incoming {
        self.written(who, room, Post { reply_to, ..Post::default() }, |_| input)
    }

    fn written(
        &self,
        who: &str,
        room: Option<i64>,
        post: Post,
        input: impl FnOnce(i64) -> Input,
    ) -> Incoming {
        let reply_to = post.reply_to;
        let channel = room.unwrap_or_else(|| person_id(who));
        let id = self.lock().post(Post { channel, author: Some(who.to_owned()), ..post });
        incoming(who, room, (2, id, 0), Some(id), reply_to, input(id))
    }

    /// What a call of the desk's does here.
    pub fn carry(&self, delivery: &Delivery) -> Result<Receipt, DeliveryError> {
        let mut held = self.lock();
        let channel = delivery.place.holder();
        let mut post = |text: &Rich, files: &[Attached], reply_to: Option<i64>| {
            let files = files.iter().map(|f| (f.name.clone(), f.bytes.0.len())).collect();
            let text = text.text.clone();
            let id = held.post(Post { channel, text, files, reply_to, ..Post::default() });
            Ok(Receipt { messages: vec![id], thread: None })
        };
        match &delivery.act {
            Act::Post { text, reply_to, .. } => post(text, &[], *reply_to),
            Act::Upload { file, caption, reply_to } => post(caption, std::slice::from_ref(file), *reply_to),
            Act::UploadAlbum { files, caption, reply_to } => post(caption, files, *reply_to),
            Act::OpenRoom { title } => {
                let thread = held.next();
                held.threads.push((thread, title.clone()));
                Ok(Receipt { messages: Vec::new(), thread: Some(thread) })
            }
            Act::Edit { message, text, .. } | Act::EditCaption { message, caption: text } => {
                held.change(channel, *message, |post| post.text.clone_from(&text.text))
            }
            Act::Sign { message, sign } => {
                held.change(channel, *message, |post| post.mark = Some(sign.emoji().to_owned()))
            }
            Act::React { message, emoji } => {
                held.change(channel, *message, |post| post.mark.clone_from(emoji))
            }
            Act::Pin { .. } | Act::Menu { .. } | Act::Rename { .. } | Act::Fold | Act::Shut => {
                Ok(Receipt::default())
            }
            Act::Delete { messages } => {
                held.posts.retain(|p| p.channel != channel || !messages.contains(&p.id));
                Ok(Receipt::default())
            }
            Act::DropRoom => {
                held.threads.retain(|(id, _)| *id != channel);
                Ok(Receipt::default())
            }
            Act::File { .. } | Act::Album { .. } | Act::Place { .. } | Act::Aside { .. } => {
                Err(DeliveryError::Refused {
                    refusal: Refusal::Content,
                    why: "Discord knows no such call".to_owned(),
                })
            }
        }
    }

    /// The bytes of a file somebody sent here.
    pub fn bytes(&self, file: &File) -> Option<Result<Vec<u8>, FetchError>> {
        file.id.starts_with("discord/").then(|| {
            let held = self.lock();
            let found = held.files.iter().find(|(id, _)| *id == file.id).map(|(_, bytes)| bytes.clone());
            found.ok_or_else(|| FetchError::Gone("attachment".to_owned()))
        })
    }

    /// The files that were sent are gone.
    pub fn forget_files(&self) {
        self.lock().files.clear();
    }
}

impl Held {
    fn next(&mut self) -> i64 {
        self.last += 1;
        // Why: numbers of Discord are no numbers of Telegram.
        1_000_000_000_000 + self.last
    }

    fn post(&mut self, post: Post) -> i64 {
        let id = self.next();
        self.posts.push(Post { id, ..post });
        id
    }

    fn change(
        &mut self,
        channel: i64,
        id: i64,
        change: impl FnOnce(&mut Post),
    ) -> Result<Receipt, DeliveryError> {
        let found = self.posts.iter_mut().find(|p| p.channel == channel && p.id == id);
        let gone = || DeliveryError::Refused { refusal: Refusal::MessageGone, why: "10008".to_owned() };
        change(found.ok_or_else(gone)?);
        Ok(Receipt::default())
    }
}

fn incoming(
    who: &str,
    room: Option<i64>,
    (source, key, sub): (i16, i64, i64),
    message: Option<i64>,
    reply_to: Option<i64>,
    input: Input,
) -> Incoming {
    let platform = Platform::Discord;
    let account = Account { platform, id: person_id(who) };
    let place = match room {
        Some(thread) => Address { platform, chat: STAFF, thread: Some(thread) },
        None => Address { platform, chat: account.id, thread: None },
    };
    let mut name = who.to_owned();
    name[..1].make_ascii_uppercase();
    Incoming {
        key: EventKey { source, key, sub },
        place,
        room: if room.is_some() { Room::Staff } else { Room::Private },
        by: Sender { account, name, lang: Some("en".to_owned()), disguise: None },
        message,
        reply_to,
        answered_author: None,
        aside: None,
        origin: None,
        quote: None,
        input,
        raw: json!({ "id": key.to_string() }),
    }
}
