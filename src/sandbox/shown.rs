//! What a person sees in a chat, without ids and times: the one form in which stages show their chats, and its text.
//!
//! Every stage fills [`Shown`] and nobody else renders, so two stages that behave alike print alike.
//! Deliberately not here: dates, message ids, delivery times; they differ from run to run.

use std::fmt::Write as _;

/// The author of everything the desk's bot says.
pub const BOT: &str = "bot";

/// Columns of the author's name; longer names push their line to the right.
const NAME_WIDTH: usize = 7;

/// Where something is said, as a scenario names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The private chat of this person with the bot.
    Chat(String),
    /// The staff group outside its topics.
    Staff,
    /// One topic of the staff group.
    Room(Room),
}

/// Which topic.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Room {
    /// The topic made last.
    Newest,
    /// The topic whose name contains this text (the newest of several).
    Named(String),
    /// The n-th topic ever made, from 1.
    Nth(usize),
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Chat(handle) => f.write_str(handle),
            Self::Staff => f.write_str("staff"),
            Self::Room(Room::Newest) => f.write_str("room"),
            Self::Room(Room::Named(name)) => write!(f, "room \"{name}\""),
            Self::Room(Room::Nth(n)) => write!(f, "room {n}"),
        }
    }
}

/// Whether a line of a chat is a message or the pressing of a button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deed {
    #[default]
    Says,
    /// `text` is the label of the button.
    Presses,
}

/// One line of a chat as everybody in it sees it now. Deleted messages are not shown at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Grows over all places of a stage, never given twice; stays with the message when it is edited.
    pub seq: u64,
    /// A person's handle, or [`BOT`].
    pub author: String,
    pub deed: Deed,
    /// Text or caption; empty for a bare attachment.
    pub text: String,
    /// Labels of the inline keyboard, row by row.
    pub buttons: Vec<Vec<String>>,
    /// What hangs on the message, for instance `photo zipper.jpg`.
    pub attachments: Vec<String>,
    /// The beginning of the message this one answers, as that one looks now; see [`excerpt`]. Only native replies.
    pub reply_to_excerpt: Option<String>,
    /// Its content was changed; a changed keyboard alone does not count.
    pub edited: bool,
    /// Emoji the bot has set.
    pub reactions: Vec<String>,
    pub pinned: bool,
}

impl Shown {
    /// The lines of this message in a transcript, each ended by a line break.
    pub fn render(&self) -> String {
        let mut out = String::new();
        for (n, line) in self.lines().iter().enumerate() {
            let name = if n == 0 { self.author.as_str() } else { "" };
            let padded = format!("{name:NAME_WIDTH$} {line}");
            out.push_str(padded.trim_end());
            out.push('\n');
        }
        out
    }

    fn lines(&self) -> Vec<String> {
        if self.deed == Deed::Presses {
            return vec![format!("presses \"{}\"", self.text)];
        }
        let mut lines = Vec::new();
        lines.extend(self.reply_to_excerpt.iter().map(|excerpt| format!("> {excerpt}")));
        lines.extend(self.attachments.iter().map(|name| format!("({name})")));
        lines.extend(self.text.lines().map(str::to_owned));
        lines.extend(self.buttons.iter().map(|row| labels(row)));
        let marks = self.marks();
        if lines.is_empty() || !marks.is_empty() {
            lines.push(marks);
        }
        lines
    }

    fn marks(&self) -> String {
        let mut marks: Vec<&str> = self.reactions.iter().map(String::as_str).collect();
        if self.edited {
            marks.push("(edited)");
        }
        if self.pinned {
            marks.push("(pinned)");
        }
        marks.join(" ")
    }
}

fn labels(row: &[String]) -> String {
    row.iter().map(|label| format!("[{label}]")).collect::<Vec<_>>().join(" ")
}

/// The beginning of a text for a reply line: its first line, at most 40 characters.
pub fn excerpt(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= 40 {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(39).collect();
    short.push('…');
    short
}

/// The transcript of these lines under a heading.
pub fn render(heading: &str, lines: &[Shown]) -> String {
    let mut out = String::new();
    // Why the result is dropped: writing to a string can't fail.
    let _ = writeln!(out, "== {heading}");
    for line in lines {
        out.push_str(&line.render());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_prints_reply_attachments_text_buttons_and_marks_in_that_order() {
        let shown = Shown {
            author: BOT.into(),
            text: "Which product?\nTap one.".into(),
            buttons: vec![vec!["Bag".into(), "Case".into()], vec!["Back".into()]],
            attachments: vec!["photo a.jpg".into()],
            reply_to_excerpt: Some("hello".into()),
            edited: true,
            reactions: vec!["👀".into()],
            ..Shown::default()
        };
        let expected = "bot     > hello\n        (photo a.jpg)\n        Which product?\n        Tap one.\n        \
                        [Bag] [Case]\n        [Back]\n        👀 (edited)\n";
        assert_eq!(shown.render(), expected);
    }

    #[test]
    fn a_press_is_one_line_and_an_empty_message_still_has_its_author() {
        let press =
            Shown { author: "mei".into(), deed: Deed::Presses, text: "Bag".into(), ..Shown::default() };
        assert_eq!(press.render(), "mei     presses \"Bag\"\n");
        assert_eq!(Shown { author: "mei".into(), ..Shown::default() }.render(), "mei\n");
    }
}
