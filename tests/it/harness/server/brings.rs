//! What the desk has brought to the server.

use std::time::Duration;

use aftercare::desk::{Act, Attached, Button, Delivery, DeliveryError, Receipt, Refusal};
use aftercare::domain::chat::{Address, Aside, File};
use aftercare::domain::plan::Sign;
use aftercare::domain::text::Rich;
use aftercare::sandbox::discord::{Post, Unmet, flag, kind};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Server, allowed, called, id_of, literal, number, shown};

type Done = Result<Receipt, Unmet>;
type Files = Vec<(String, Vec<u8>)>;

const SIGNS: [(Sign, &str); 3] = [(Sign::Taken, "⏳"), (Sign::Delivered, "✅"), (Sign::Failed, "❌")];

impl Server {
    /// Carries out one delivery, with the same second tries a careful client makes.
    pub fn carry(&self, delivery: &Delivery) -> Result<Receipt, DeliveryError> {
        let over = delivery.nonce.chars().count().saturating_sub(24);
        let mut nonce: String = delivery.nonce.chars().skip(over).collect();
        let (mut again, mut woken, mut renamed) = (false, false, false);
        loop {
            let unmet = match self.bring(delivery, &nonce) {
                Ok(receipt) => return Ok(receipt),
                Err(unmet) => unmet,
            };
            match &unmet {
                Unmet::Lost | Unmet::Refused { status: 500.., .. } if !again && !alone(&delivery.act) => {
                    again = true;
                }
                Unmet::Refused { code: 50_083, .. } if !woken => {
                    woken = true;
                    let wake = self.ask("PATCH", &path(delivery.place, ""), &json!({"archived": false}));
                    wake.map_err(|unmet| told(delivery, &unmet))?;
                }
                Unmet::Refused { code: 10_008, .. } if posts(&delivery.act) && !renamed => {
                    renamed = true;
                    nonce.push('+');
                }
                Unmet::Refused { status: 401 | 403 | 404, .. } if alone(&delivery.act) => {
                    let why = format!("{unmet:?}");
                    return Err(DeliveryError::Refused { refusal: Refusal::AsideGone, why });
                }
                _ => return Err(told(delivery, &unmet)),
            }
        }
    }

    fn bring(&self, delivery: &Delivery, nonce: &str) -> Done {
        let Delivery { place, act, .. } = delivery;
        let place = *place;
        let change = |message: i64, mut body: Value| {
            body["allowed_mentions"] = json!({"parse": []});
            self.ask("PATCH", &path(place, &format!("/messages/{message}")), &body).map(nothing)
        };
        match act {
            Act::Menu { .. } => Ok(Receipt::default()),
            Act::OpenRoom { title } => self.open_room(place, title),
            Act::Edit { message, text, rows } => {
                change(*message, json!({"content": shown(text), "components": components(rows)}))
            }
            Act::EditCaption { message, caption } => {
                let words = if caption.text.is_empty() { String::new() } else { literal(&caption.text) };
                change(*message, json!({"content": words}))
            }
            Act::Delete { messages } => self.delete(place, messages),
            Act::Rename { title, owned } => {
                let owner = self.held().owners.get(&place.holder()).copied().filter(|_| *owned);
                let name = owner.map_or_else(|| title.clone(), |owner| called(title, owner));
                self.ask("PATCH", &path(place, ""), &json!({"name": name})).map(nothing)
            }
            Act::Fold => self.ask("PATCH", &path(place, ""), &json!({"archived": true})).map(nothing),
            Act::Shut => {
                let shut = json!({"archived": true, "locked": true});
                gone_is_fine(self.ask("PATCH", &path(place, ""), &shut))
            }
            Act::DropRoom => gone_is_fine(self.ask("DELETE", &path(place, ""), &Value::Null)),
            Act::Aside { to, in_place, act } => self.tell_alone(to, *in_place, act),
            Act::Pin { message } => {
                let pin = path(place, &format!("/messages/pins/{message}"));
                self.ask("PUT", &pin, &Value::Null).map(nothing)
            }
            Act::Sign { message, sign } => {
                let emoji = SIGNS.iter().find(|(known, _)| known == sign).map(|(_, emoji)| *emoji);
                self.mark(place, *message, emoji, is_sign)
            }
            Act::React { message, emoji } => {
                self.mark(place, *message, emoji.as_deref(), |emoji| !is_sign(emoji))
            }
            _ => self.say(delivery, nonce),
        }
    }

    /// What one person alone sees, by the token of what they did.
    fn tell_alone(&self, to: &Aside, in_place: bool, act: &Act) -> Done {
        let base = format!("/webhooks/{}/{}", to.application, to.token.0);
        let no_one = json!({"parse": []});
        let (words, rows, files) = match act {
            Act::Post { text, rows, .. } | Act::Edit { text, rows, .. } => {
                (shown(text), rows.as_slice(), Files::new())
            }
            Act::Upload { file, caption, .. } => (shown(caption), &[][..], new(std::slice::from_ref(file))),
            Act::UploadAlbum { files, caption, .. } => (shown(caption), &[][..], new(files)),
            other => panic!("{other:?} is for nobody alone"),
        };
        let body = json!({"content": words, "components": components(rows), "allowed_mentions": no_one});
        // Why not with files: their form is a message of its own.
        if in_place && files.is_empty() {
            match self.ask("PATCH", &format!("{base}/messages/@original"), &body) {
                Err(Unmet::Refused { code: 10_008, .. }) => {}
                done => return done.map(|told| Receipt { messages: vec![id_of(&told["id"])], thread: None }),
            }
        }
        let mut body = body;
        body["flags"] = json!(flag::EPHEMERAL);
        let told = self.people.request("POST", &base, &body, &files)?;
        Ok(Receipt { messages: vec![id_of(&told["id"])], thread: None })
    }

    /// What comes to be a new message.
    fn say(&self, delivery: &Delivery, nonce: &str) -> Done {
        let posted = |text: &Rich, rows: &[Vec<Button>], files: Files, reply_to: Option<i64>| {
            let under = delivery.under.map(|card| (card, true));
            let to = reply_to.map(|id| (id, false)).or(under);
            self.post(delivery.place, (text, rows, files), to, nonce)
        };
        match &delivery.act {
            Act::Post { text, rows, reply_to } => posted(text, rows, Files::new(), *reply_to),
            Act::Place { latitude, longitude, name } => {
                let named = name.as_ref().map(|(title, address)| format!("{title}\n{address}\n"));
                let map = format!("https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}");
                let words = format!("{}{latitude}, {longitude}\n{map}", named.unwrap_or_default());
                posted(&Rich::plain(words), &[], Files::new(), None)
            }
            Act::File { file, caption, reply_to } => {
                posted(caption, &[], self.again(std::slice::from_ref(file))?, *reply_to)
            }
            Act::Album { files, reply_to } => {
                let words: Vec<&str> = files
                    .iter()
                    .map(|(_, words)| words.text.as_str())
                    .filter(|text| !text.is_empty())
                    .collect();
                let held: Vec<File> = files.iter().map(|(file, _)| file.clone()).collect();
                let done = posted(&Rich::plain(words.join("\n")), &[], self.again(&held)?, *reply_to)?;
                Ok(Receipt { messages: vec![done.messages[0]; files.len()], thread: None })
            }
            Act::Upload { file, caption, reply_to } => {
                posted(caption, &[], new(std::slice::from_ref(file)), *reply_to)
            }
            Act::UploadAlbum { files, caption, reply_to } => posted(caption, &[], new(files), *reply_to),
            other => panic!("{other:?} is no new message"),
        }
    }

    fn post(
        &self,
        place: Address,
        (text, rows, files): (&Rich, &[Vec<Button>], Files),
        to: Option<(i64, bool)>,
        nonce: &str,
    ) -> Done {
        let mut body = json!({"nonce": nonce, "enforce_nonce": true, "allowed_mentions": allowed(text)});
        if files.is_empty() || !text.text.trim().is_empty() {
            body["content"] = json!(shown(text));
        }
        if !rows.is_empty() {
            body["components"] = json!(components(rows));
        }
        if let Some((id, must)) = to {
            body["message_reference"] = json!({"message_id": id.to_string(), "fail_if_not_exists": must});
        }
        let posted = self.people.request("POST", &path(place, "/messages"), &body, &files)?;
        Ok(Receipt { messages: vec![id_of(&posted["id"])], thread: None })
    }

    /// A message of the bot that says just that, was said since then and is not known to be another one.
    pub fn find(&self, delivery: &Delivery, since: DateTime<Utc>, known: &[i64]) -> Option<i64> {
        let (words, sizes) = match &delivery.act {
            Act::Post { text, .. } => (shown(text), Vec::new()),
            Act::Upload { file, caption, .. } => (shown(caption), vec![file.bytes.0.len()]),
            Act::UploadAlbum { files, caption, .. } => {
                (shown(caption), files.iter().map(|file| file.bytes.0.len()).collect())
            }
            _ => return None,
        };
        self.people.look(|guild| {
            let here = guild.posts.values().filter(|post| number(post.channel) == delivery.place.holder());
            let mut own = here.filter(|post| post.author == guild.bot && !post.deleted && post.at >= since);
            let same = |post: &&Post| {
                let held: Vec<usize> =
                    post.uploads.iter().filter_map(|id| Some(guild.uploads.get(id)?.bytes.len())).collect();
                let said = post.content == words
                    || words == "\u{200B}" && !sizes.is_empty() && post.content.is_empty();
                said && held == sizes && !known.contains(&number(post.id))
            };
            own.find(same).map(|post| number(post.id))
        })
    }

    /// Files that are there already, to be posted once more.
    fn again(&self, files: &[File]) -> Result<Files, Unmet> {
        let gone = || Unmet::Refused { status: 400, code: 0, replies: false };
        let one = |file: &File| {
            let bytes = self.bytes(file).and_then(Result::ok).ok_or_else(gone)?;
            Ok((file.name.clone().unwrap_or_else(|| "file".to_owned()), bytes))
        };
        files.iter().map(one).collect()
    }

    fn open_room(&self, place: Address, title: &str) -> Done {
        let title: String = title.chars().take(100).collect();
        let open = self.people.look(|guild| {
            let here = |parent: Option<u64>| parent.map(number) == Some(place.chat);
            let mut threads = guild.channels.values().filter(|c| c.is_thread() && !c.deleted && !c.archived);
            threads.find(|c| here(c.parent) && c.name == title).map(|c| number(c.id))
        });
        if open.is_some() {
            return Ok(Receipt { messages: Vec::new(), thread: open });
        }
        let body = json!({"name": title, "type": kind::PUBLIC_THREAD, "auto_archive_duration": 4320});
        let thread = self.ask("POST", &format!("/channels/{}/threads", place.chat), &body)?;
        Ok(Receipt { messages: Vec::new(), thread: Some(id_of(&thread["id"])) })
    }

    fn delete(&self, place: Address, messages: &[i64]) -> Done {
        if messages.len() > 1 {
            let ids: Vec<String> = messages.iter().map(i64::to_string).collect();
            let path = path(place, "/messages/bulk-delete");
            match self.ask("POST", &path, &json!({"messages": ids})) {
                Err(Unmet::Refused { code: 50_013 | 50_024 | 50_034, .. }) => {}
                other => return gone_is_fine(other),
            }
        }
        for id in messages {
            let path = path(place, &format!("/messages/{id}"));
            gone_is_fine(self.ask("DELETE", &path, &Value::Null))?;
        }
        Ok(Receipt::default())
    }

    /// Puts an emoji of the bot on a message in the place of its others of that sort.
    fn mark(&self, place: Address, message: i64, emoji: Option<&str>, of_sort: fn(&str) -> bool) -> Done {
        let own = self.people.look(|guild| {
            let post = guild.post(u64::try_from(place.holder()).ok()?, u64::try_from(message).ok()?)?;
            let set = post.reactions.iter().filter(|(_, who)| who.contains(&guild.bot));
            Some(set.map(|(emoji, _)| emoji.clone()).collect::<Vec<_>>())
        });
        let gone = Unmet::Refused { status: 404, code: 10_008, replies: false };
        let own = own.ok_or(gone)?;
        let of = |emoji: &str| {
            let emoji = emoji.bytes().fold(String::new(), |all, byte| format!("{all}%{byte:02X}"));
            path(place, &format!("/messages/{message}/reactions/{emoji}/@me"))
        };
        if let Some(emoji) = emoji.filter(|emoji| !own.iter().any(|old| same(old, emoji))) {
            self.ask("PUT", &of(emoji), &Value::Null)?;
        }
        for old in own.iter().filter(|old| of_sort(old) && !emoji.is_some_and(|emoji| same(old, emoji))) {
            gone_is_fine(self.ask("DELETE", &of(old), &Value::Null))?;
        }
        Ok(Receipt::default())
    }
}

fn told(delivery: &Delivery, unmet: &Unmet) -> DeliveryError {
    let below = matches!(delivery.act, Act::Aside { in_place: false, .. });
    error(unmet, delivery.place.thread.is_some(), !posts(&delivery.act) && !opens(&delivery.act) && !below)
}

fn path(place: Address, rest: &str) -> String {
    format!("/channels/{}{rest}", place.holder())
}

/// What an unmet request means for the desk. `harmless` is what may be done twice.
pub(super) fn error(unmet: &Unmet, in_thread: bool, harmless: bool) -> DeliveryError {
    let why = format!("{unmet:?}");
    let refused = |refusal| DeliveryError::Refused { refusal, why: why.clone() };
    let wait = |wait| DeliveryError::NotSent { retry_after: Some(wait), why: why.clone() };
    match *unmet {
        Unmet::Wait { millis } => wait(Duration::from_millis(millis.into())),
        Unmet::Lost if harmless => DeliveryError::NotSent { retry_after: None, why },
        Unmet::Lost => DeliveryError::Uncertain { why },
        Unmet::Refused { replies: true, .. } => refused(Refusal::AnchorGone),
        Unmet::Refused { status: 401, .. } => refused(Refusal::Token),
        Unmet::Refused { code: 50_007 | 50_278, .. } => refused(Refusal::Blocked),
        Unmet::Refused { code: 10_003, .. } if in_thread => refused(Refusal::RoomGone),
        Unmet::Refused { code: 10_003 | 10_004 | 10_013, .. } => refused(Refusal::ChatGone),
        Unmet::Refused { code: 10_008, .. } => refused(Refusal::MessageGone),
        Unmet::Refused { code: 50_001 | 50_013 | 50_083, .. } => refused(Refusal::Forbidden),
        Unmet::Refused { code: 160_006 | 30_013, .. } => wait(Duration::from_mins(1)),
        Unmet::Refused { .. } => refused(Refusal::Content),
    }
}

const fn posts(act: &Act) -> bool {
    matches!(
        act,
        Act::Post { .. }
            | Act::Place { .. }
            | Act::File { .. }
            | Act::Album { .. }
            | Act::Upload { .. }
            | Act::UploadAlbum { .. }
    )
}

const fn alone(act: &Act) -> bool {
    matches!(act, Act::Aside { .. })
}

const fn opens(act: &Act) -> bool {
    matches!(act, Act::OpenRoom { .. })
}

fn nothing(_: Value) -> Receipt {
    Receipt::default()
}

fn gone_is_fine(answer: Result<Value, Unmet>) -> Done {
    match answer {
        Ok(_) | Err(Unmet::Refused { code: 10_003 | 10_008 | 10_014, .. }) => Ok(Receipt::default()),
        Err(unmet) => Err(unmet),
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim_end_matches('\u{FE0F}') == other.trim_end_matches('\u{FE0F}')
}

fn is_sign(emoji: &str) -> bool {
    SIGNS.iter().any(|(_, sign)| same(sign, emoji))
}

fn new(files: &[Attached]) -> Files {
    let name = |file: &Attached| {
        let cover = if file.spoiler && !file.name.starts_with("SPOILER_") { "SPOILER_" } else { "" };
        format!("{cover}{}", file.name)
    };
    files.iter().map(|file| (name(file), file.bytes.0.to_vec())).collect()
}

/// Five buttons in a row, five rows; where there are more they become lists of 25 to choose from.
fn components(rows: &[Vec<Button>]) -> Vec<Value> {
    let row = |items: Vec<Value>| json!({"type": 1, "components": items});
    let label = |button: &Button| button.label.trim().chars().take(80).collect::<String>();
    let all: Vec<&Button> = rows.iter().flatten().collect();
    if all.len() > 25 {
        let list = |(n, some): (usize, &[&Button])| {
            let options = some.iter().map(|b| json!({"label": label(b), "value": b.data}));
            let ends: Vec<String> =
                [some.first(), some.last()].into_iter().flatten().map(|b| label(b)).collect();
            row(vec![json!({"type": 3, "custom_id": format!("list:{n}"), "placeholder": ends.join(" … "),
                "options": options.collect::<Vec<_>>()})])
        };
        return all.chunks(25).take(5).enumerate().map(list).collect();
    }
    let button =
        |button: &&Button| json!({"type": 2, "style": 2, "label": label(button), "custom_id": button.data});
    let split: Vec<Vec<&Button>> =
        rows.iter().flat_map(|row| row.chunks(5)).map(|some| some.iter().collect()).collect();
    let split = if split.len() > 5 { all.chunks(5).map(<[_]>::to_vec).collect() } else { split };
    split.into_iter().map(|some| row(some.iter().map(button).collect())).collect()
}
