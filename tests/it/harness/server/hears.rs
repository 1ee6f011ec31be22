//! What the server tells a session, as the desk takes it.

use aftercare::desk::Desk;
use aftercare::domain::chat::{
    Account, Address, Disguise, EventKey, File, FileKind, Incoming, Input, Platform, Room, Sender,
};
use aftercare::domain::text::{Rich, clean_name};
use serde_json::Value;

use super::{Server, id_of, number};

/// The streams of keys.
const MESSAGES: i16 = 2;
const REACTIONS: i16 = 4;

impl Server {
    /// What happened since it was heard last. A session that is new is told nothing of what was before, so what stands in
    /// the places of the desk is looked through.
    pub async fn hear(&self, desk: &Desk) -> Vec<Incoming> {
        self.learn_homes(desk).await;
        let session = self.held().session.clone();
        let mut heard = match session.and_then(|session| self.people.hear(&session)) {
            Some(events) => events.iter().flat_map(|(kind, body)| self.heard(desk, kind, body)).collect(),
            None => self.catch_up(desk).await,
        };
        sort(&mut heard);
        heard
    }

    async fn catch_up(&self, desk: &Desk) -> Vec<Incoming> {
        let Some(session) = self.people.listen() else { return Vec::new() };
        self.held().session = Some(session);
        let mut missed = Vec::new();
        for one in desk.alive_on(Platform::Discord).await.expect("the database answers") {
            let channel = u64::try_from(one.place.holder()).expect("positive");
            let newest = one.newest.unwrap_or_default();
            for body in self.people.said_after(channel, 0) {
                let new = id_of(&body["id"]) > newest;
                let what = if new { "MESSAGE_CREATE" } else { "MESSAGE_UPDATE" };
                missed.extend(self.heard(desk, what, &body));
            }
        }
        missed
    }

    fn heard(&self, desk: &Desk, what: &str, body: &Value) -> Vec<Incoming> {
        let by = |field: &Value| self.person(id_of(field), None);
        match what {
            "MESSAGE_CREATE" => by(&body["author"]["id"]).map_or_else(Vec::new, |by| self.written(body, &by)),
            "MESSAGE_UPDATE" => {
                by(&body["author"]["id"]).and_then(|by| self.edited(body, by)).into_iter().collect()
            }
            "MESSAGE_DELETE" => self.deleted(body, &[body["id"].clone()]),
            "MESSAGE_DELETE_BULK" => {
                self.deleted(body, body["ids"].as_array().map_or(&[][..], Vec::as_slice))
            }
            "MESSAGE_REACTION_ADD" | "MESSAGE_REACTION_REMOVE" => by(&body["user_id"])
                .and_then(|by| self.reacted(body, by, what.ends_with("ADD")))
                .into_iter()
                .collect(),
            "INTERACTION_CREATE" => self.asked(desk, body).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Somebody who is no bot.
    pub(super) fn person(&self, id: i64, lang: Option<String>) -> Option<Sender> {
        let name = self.people.look(|guild| {
            let member = guild.members.iter().find(|member| number(member.id) == id);
            member.filter(|member| !member.bot).map(|member| member.name.clone())
        })?;
        let account = Account { platform: Platform::Discord, id };
        Some(Sender { account, name: clean_name(&name, &id.to_string()), lang, disguise: None })
    }

    fn words(&self, body: &Value) -> Rich {
        self.read(body["content"].as_str().unwrap_or_default())
    }

    pub(super) fn written(&self, body: &Value, by: &Sender) -> Vec<Incoming> {
        let Some(place) = self.place(id_of(&body["channel_id"]), by.account.id) else { return Vec::new() };
        if ![0, 19].contains(&body["type"].as_u64().expect("a kind")) {
            return Vec::new();
        }
        let id = id_of(&body["id"]);
        let answered = &body["message_reference"]["message_id"];
        let author = &body["referenced_message"]["author"]["id"];
        let one = |sub: i64, message: i64, input: Input| Incoming {
            message: Some(message),
            reply_to: answered.as_str().map(|_| id_of(answered)),
            answered_author: author
                .as_str()
                .and_then(|_| self.person(id_of(author), None))
                .map(|by| by.account),
            ..incoming((MESSAGES, id, sub), place, by.clone(), input, body)
        };
        let words = self.words(body);
        let files = files(body);
        if files.is_empty() {
            let said = !words.text.trim().is_empty();
            return said.then(|| one(0, id, Input::Text(words))).into_iter().collect();
        }
        let album = (files.len() > 1).then(|| id.to_string());
        let each = files.into_iter().zip(0..).map(|((upload, file), n)| {
            let caption = if n == 0 { words.clone() } else { Rich::default() };
            let message = if n == 0 { id } else { upload };
            one(n, message, Input::File { file, caption, album: album.clone() })
        });
        each.collect()
    }

    fn edited(&self, body: &Value, by: Sender) -> Option<Incoming> {
        let place = self.place(id_of(&body["channel_id"]), by.account.id)?;
        let at = chrono::DateTime::parse_from_rfc3339(body["edited_timestamp"].as_str()?).expect("a moment");
        let id = id_of(&body["id"]);
        let file = files(body).into_iter().next().map(|(_, file)| file);
        let input = Input::Edited { words: self.words(body), file };
        let key = (MESSAGES, id, at.timestamp_millis());
        Some(Incoming { message: Some(id), ..incoming(key, place, by, input, body) })
    }

    fn deleted(&self, body: &Value, ids: &[Value]) -> Vec<Incoming> {
        let Some((place, owner)) = self.whole(id_of(&body["channel_id"])) else { return Vec::new() };
        let account = Account { platform: Platform::Discord, id: owner.unwrap_or_default() };
        let one = |id: &Value| {
            let name = account.id.to_string();
            let by = Sender { account, name, lang: None, disguise: Some(Disguise::Channel) };
            let id = id_of(id);
            Incoming { message: Some(id), ..incoming((MESSAGES, id, -1), place, by, Input::Deleted, body) }
        };
        ids.iter().map(one).collect()
    }

    fn reacted(&self, body: &Value, by: Sender, set: bool) -> Option<Incoming> {
        let place = self.place(id_of(&body["channel_id"]), by.account.id)?;
        let tick = {
            let mut held = self.held();
            held.ticks += 1;
            held.ticks
        };
        let emoji = vec![body["emoji"]["name"].as_str()?.to_owned()];
        let (was, now) = if set { (Vec::new(), emoji) } else { (emoji, Vec::new()) };
        let id = id_of(&body["message_id"]);
        let input = Input::Reacted { was, now };
        Some(Incoming { message: Some(id), ..incoming((REACTIONS, id, tick), place, by, input, body) })
    }
}

/// What comes late is put where it belongs: messages and interactions go by their numbers.
fn sort(heard: &mut [Incoming]) {
    let mut newest = 0;
    let mut order = Vec::new();
    for one in heard.iter() {
        let about = one.input.is_about_a_message();
        order.push((if about { newest.max(one.key.key) } else { one.key.key }, about));
        newest = newest.max(one.key.key);
    }
    let mut keyed: Vec<((i64, bool), Incoming)> = order.into_iter().zip(heard.to_vec()).collect();
    keyed.sort_by_key(|(at, _)| *at);
    heard.iter_mut().zip(keyed).for_each(|(place, (_, one))| *place = one);
}

pub(super) fn incoming(
    (source, key, sub): (i16, i64, i64),
    (place, room): (Address, Room),
    by: Sender,
    input: Input,
    raw: &Value,
) -> Incoming {
    Incoming {
        key: EventKey { source, key, sub },
        place,
        room,
        by,
        message: None,
        reply_to: None,
        answered_author: None,
        aside: None,
        origin: None,
        quote: None,
        input,
        raw: raw.clone(),
    }
}

/// The files of a message with their numbers; a file is found again by its message and its number.
fn files(body: &Value) -> Vec<(i64, File)> {
    let one = |attachment: &Value| {
        let upload = id_of(&attachment["id"]);
        let name = attachment["filename"].as_str().map(str::to_owned);
        let mime = attachment["content_type"].as_str().unwrap_or_default().to_owned();
        let file = File {
            kind: kind_of(&mime),
            id: format!("server/{}/{upload}", id_of(&body["id"])),
            unique: upload.to_string(),
            spoiler: name.as_deref().is_some_and(|name| name.starts_with("SPOILER_")),
            name,
            mime: Some(mime),
            size: attachment["size"].as_i64(),
        };
        (upload, file)
    };
    body["attachments"].as_array().into_iter().flatten().map(one).collect()
}

fn kind_of(mime: &str) -> FileKind {
    match mime.split('/').next() {
        _ if mime == "image/gif" => FileKind::Animation,
        Some("image") => FileKind::Photo,
        Some("video") => FileKind::Video,
        Some("audio") => FileKind::Audio,
        _ => FileKind::Document,
    }
}
