//! Channels as people see them, line by line, in the one form all stages show.
//!
//! A message that only one person sees says so; what was pressed, run, chosen or filled in stands between the messages, and
//! what was never answered is marked.

use serde_json::Value;

use super::draft::list;
use super::faces::mime_of;
use super::guild::{Channel, Guild, Post};
use super::interaction::{Answered, Interaction};
use super::{flag, kind};
use crate::sandbox::shown::{BOT, Deed, Shown, excerpt};

/// Written under what nobody answered, as a client does.
const UNANSWERED: &str = " (no answer)";
/// Announcements of the platform, which are no messages of anybody's: something was pinned, a thread was made.
const ANNOUNCEMENTS: [u8; 2] = [6, 18];

impl Guild {
    /// What stands in a channel, oldest first.
    pub fn lines(&self, channel: u64) -> Vec<Shown> {
        let mut lines: Vec<Shown> = self.said_in(channel).map(|post| self.shown(post)).collect();
        for asked in self.interactions.values().filter(|asked| asked.channel == channel) {
            lines.extend(self.done(asked));
            lines.extend(self.form(asked));
        }
        lines.sort_by_key(|line| line.seq);
        lines
    }

    /// The messages of a channel, announcements aside.
    pub(crate) fn said_in(&self, channel: u64) -> impl DoubleEndedIterator<Item = &Post> {
        self.posts_in(channel).filter(|post| !ANNOUNCEMENTS.contains(&post.kind))
    }

    pub(crate) fn shown(&self, post: &Post) -> Shown {
        let answered = post.reply_to.and_then(|id| self.post(post.channel, id));
        let reactions = post.reactions.iter().flat_map(|(emoji, who)| {
            who.iter().map(move |id| match self.author(*id).as_str() {
                BOT => emoji.clone(),
                handle => format!("{handle}:{emoji}"),
            })
        });
        Shown {
            seq: post.id,
            author: self.author(post.author),
            deed: Deed::Says,
            text: self.text(post),
            buttons: rows(post).map(|row| labels(&row)).filter(|row| !row.is_empty()).collect(),
            selects: rows(post)
                .flatten()
                .filter(|item| item["type"] != 2)
                .map(|item| options(&item))
                .collect(),
            attachments: self.attached(post),
            reply_to_excerpt: answered.map(|answered| excerpt(&self.gist(answered))),
            edited: post.reworded,
            reactions: reactions.collect(),
            pinned: post.pinned.is_some(),
            calls: self.whom(post),
            only_for: post.only_for.map(|id| self.author(id)),
            ..Shown::default()
        }
    }

    /// Whom a message of the bot called to their screens.
    fn whom(&self, post: &Post) -> Vec<String> {
        if post.author != self.bot {
            return Vec::new();
        }
        let roles = post.pings.roles.iter().map(|_| "@Staff".to_owned());
        let everybody = post.pings.everyone.then(|| "@everyone".to_owned());
        post.pings.people.iter().map(|id| self.author(*id)).chain(roles).chain(everybody).collect()
    }

    /// How somebody is called in transcripts.
    pub(crate) fn author(&self, id: u64) -> String {
        if id == self.bot {
            return BOT.to_owned();
        }
        self.member(id).map_or_else(|| "nobody".to_owned(), |member| member.handle.clone())
    }

    /// The words of a message with those of its embeds.
    fn text(&self, post: &Post) -> String {
        if post.flags & flag::LOADING != 0 {
            return "(thinking)".to_owned();
        }
        let mut parts = vec![self.seen(&post.content).text];
        for embed in &post.embeds {
            let word = |value: &Value| value.as_str().map(|text| self.seen(text).text);
            parts.extend(word(&embed["author"]["name"]));
            parts.extend(word(&embed["title"]));
            parts.extend(word(&embed["description"]));
            for field in list(&embed["fields"]) {
                let (name, value) = (word(&field["name"]), word(&field["value"]));
                parts.push(format!("{}: {}", name.unwrap_or_default(), value.unwrap_or_default()));
            }
            parts.extend(word(&embed["footer"]["text"]));
        }
        parts.retain(|part| !part.is_empty());
        parts.join("\n")
    }

    fn attached(&self, post: &Post) -> Vec<String> {
        let uploads = post.uploads.iter().filter_map(|id| self.uploads.get(id));
        uploads.map(|upload| format!("{} {}", sort_of(&upload.name), upload.name)).collect()
    }

    /// The text of a message, or what hangs on it when it has none.
    pub(crate) fn gist(&self, post: &Post) -> String {
        let text = self.text(post);
        if text.is_empty() { self.attached(post).join(", ") } else { text }
    }

    fn done(&self, asked: &Interaction) -> Option<Shown> {
        let (deed, said) = asked.said.clone()?;
        let mark = if asked.answered.is_none() { UNANSWERED } else { "" };
        // Why: a press is quoted by whoever prints it.
        let (deed, text) = match deed {
            Deed::Presses if !mark.is_empty() => (Deed::Does, format!("presses \"{said}\"{mark}")),
            deed => (deed, format!("{said}{mark}{}", offered(asked))),
        };
        Some(Shown { seq: asked.id, author: self.author(asked.who), deed, text, ..Shown::default() })
    }

    /// The form an interaction has opened.
    fn form(&self, asked: &Interaction) -> Option<Shown> {
        let (Some(Answered::Modal(data)), Some(seq)) = (&asked.answered, asked.form) else { return None };
        let mut text = data["title"].as_str().unwrap_or_default().to_owned();
        for input in inputs(data) {
            let word = |field: &str| input[field].as_str().unwrap_or_default();
            let filled = if word("value").is_empty() { "____" } else { word("value") };
            let hint = if word("placeholder").is_empty() {
                String::new()
            } else {
                format!(" ({})", word("placeholder"))
            };
            text = format!("{text}\n{}: {filled}{hint}", word("label"));
        }
        Some(Shown {
            seq,
            author: BOT.to_owned(),
            text,
            attachments: vec!["form".to_owned()],
            only_for: Some(self.author(asked.who)),
            ..Shown::default()
        })
    }

    /// Threads that hang under the channels where the staff works, in the order in which they were made, deleted ones
    /// included.
    pub(crate) fn rooms(&self) -> Vec<&Channel> {
        let at_staff = |parent: u64| self.channels.get(&parent).is_some_and(|channel| channel.staff_only);
        self.channels.values().filter(|c| c.is_thread() && c.parent.is_some_and(at_staff)).collect()
    }

    /// Somebody's threads in the support channel, likewise.
    pub(crate) fn threads_of(&self, who: u64) -> Vec<&Channel> {
        let support = self.channel_named("support").map(|channel| channel.id);
        let own =
            |c: &&Channel| c.kind == kind::PRIVATE_THREAD && c.parent == support && c.members.contains(&who);
        self.channels.values().filter(own).collect()
    }
}

/// The rows of components of a message, each as its items.
pub(crate) fn rows(post: &Post) -> impl Iterator<Item = Vec<Value>> {
    post.components.iter().map(|row| list(&row["components"]))
}

/// The inputs of a form.
pub(crate) fn inputs(form: &Value) -> Vec<Value> {
    list(&form["components"]).iter().flat_map(|row| list(&row["components"])).collect()
}

/// What a button is called: its words, or its emoji.
pub(crate) fn label(item: &Value) -> String {
    let emoji = item["emoji"]["name"].as_str();
    let words = item["label"].as_str().or(emoji).unwrap_or_default();
    words.to_owned()
}

fn labels(row: &[Value]) -> Vec<String> {
    row.iter().filter(|item| item["type"] == 2).map(label).collect()
}

fn options(item: &Value) -> (String, Vec<String>) {
    let labels = list(&item["options"]).iter().map(label).collect();
    (item["placeholder"].as_str().unwrap_or("choose").to_owned(), labels)
}

/// What sort of file it is, in the words of other chats.
pub(crate) fn sort_of(name: &str) -> &'static str {
    match mime_of(name).split('/').next() {
        Some("image") => "photo",
        Some("video") => "video",
        Some("audio") => "audio",
        _ => "document",
    }
}

/// What came back while somebody was typing, one under the other.
fn offered(asked: &Interaction) -> String {
    let Some(Answered::Choices(choices)) = &asked.answered else { return String::new() };
    if choices.is_empty() {
        return "\n  (nothing fits)".to_owned();
    }
    let names = choices.iter().filter_map(|choice| choice["name"].as_str());
    names.flat_map(|name| ["\n  ", name]).collect()
}
