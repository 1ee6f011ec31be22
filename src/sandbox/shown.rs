//! What a person sees in a chat, without ids and times: the one form in which stages show their chats, and its text.
//!
//! Every stage fills [`Shown`] and nobody else renders, so two stages that behave alike print alike.
//! Deliberately not here: dates, message ids, delivery times; they differ from run to run.

use std::fmt::Write as _;

/// The author of everything the desk's bot says.
pub const BOT: &str = "bot";

/// Columns of the author's name; longer names push their line to the right.
const NAME_WIDTH: usize = 7;

/// Where somebody's account is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Site {
    #[default]
    Telegram,
    Discord,
}

impl Site {
    /// As it stands behind a name: `lin@discord`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Telegram => "telegram",
            Self::Discord => "discord",
        }
    }

    /// The site by that name.
    pub fn of(name: &str) -> Option<Self> {
        [Self::Telegram, Self::Discord].into_iter().find(|site| site.name() == name)
    }
}

/// Where something is said, as a scenario names it. A person's name carries `@telegram` or `@discord` where the scenario
/// knows the person on both.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The private chat of this person with the bot; on Discord their newest thread in the support channel, or their direct
    /// messages while they have none.
    Chat(String),
    /// The direct messages of this person with the bot on Discord.
    Direct(String),
    /// One thread of this person in the support channel of Discord.
    Thread(String, Room),
    /// The support channel of Discord.
    Support,
    /// The staff group outside its topics; on Discord the staff channel.
    Staff,
    /// One topic of the staff group; on Discord a thread of the staff channel.
    Room(Room),
    /// The staff's place on that site, or a room there, where the staff works on both.
    On(Site, Box<Place>),
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

/// What stands behind the word `room` or `thread`.
impl std::fmt::Display for Room {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Newest => Ok(()),
            Self::Named(name) => write!(f, " \"{name}\""),
            Self::Nth(n) => write!(f, " {n}"),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Chat(handle) => f.write_str(handle),
            Self::Direct(handle) => write!(f, "{handle} dm"),
            Self::Thread(handle, room) => write!(f, "{handle} thread{room}"),
            Self::Support => f.write_str("support"),
            Self::Staff => f.write_str("staff"),
            Self::Room(room) => write!(f, "room{room}"),
            Self::On(site, place) => write!(f, "{} {place}", site.name()),
        }
    }
}

/// Whether a line of a chat is a message or something that was done there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deed {
    #[default]
    Says,
    /// `text` is the label of the button.
    Presses,
    /// `text` says what was done: a command run, something chosen, a form filled in.
    Does,
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
    /// Lists to choose from: what stands on each while nothing is chosen, and what can be.
    pub selects: Vec<(String, Vec<String>)>,
    /// What hangs on the message, for instance `photo zipper.jpg`.
    pub attachments: Vec<String>,
    /// The beginning of the message this one answers, as that one looks now; see [`excerpt`]. Only native replies.
    pub reply_to_excerpt: Option<String>,
    /// Whose words it passes on, when it is forwarded.
    pub forwarded_from: Option<String>,
    /// Its content was changed; a changed keyboard alone does not count.
    pub edited: bool,
    /// Emoji the bot has set, and those of people as `mei:👍`.
    pub reactions: Vec<String>,
    pub pinned: bool,
    /// Whom the bot's message called to their screens: handles, and roles as `@Staff`.
    pub calls: Vec<String>,
    /// The one person who sees it, where it is not for everybody there.
    pub only_for: Option<String>,
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
        match self.deed {
            Deed::Says => {}
            Deed::Presses => return vec![format!("presses \"{}\"", self.text)],
            Deed::Does => return vec![self.text.clone()],
        }
        let mut lines = Vec::new();
        lines.extend(self.only_for.iter().map(|who| format!("(only {who} sees this)")));
        lines.extend(self.reply_to_excerpt.iter().map(|excerpt| format!("> {excerpt}")));
        lines.extend(self.forwarded_from.iter().map(|name| format!("(forwarded from {name})")));
        lines.extend(self.attachments.iter().map(|name| format!("({name})")));
        lines.extend(self.text.lines().map(str::to_owned));
        lines.extend(self.buttons.iter().map(|row| labels(row)));
        lines
            .extend(self.selects.iter().map(|(what, options)| format!("{{{what}: {}}}", options.join(", "))));
        let marks = self.marks();
        if lines.is_empty() || !marks.is_empty() {
            lines.push(marks);
        }
        lines
    }

    fn marks(&self) -> String {
        let called = format!("(calls {})", self.calls.join(", "));
        let mut marks: Vec<&str> = self.reactions.iter().map(String::as_str).collect();
        if !self.calls.is_empty() {
            marks.push(&called);
        }
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
    fn what_one_person_sees_and_chooses_from_is_marked_so() {
        let shown = Shown {
            author: BOT.into(),
            text: "Which one?".into(),
            selects: vec![("Family".into(), vec!["Bag".into(), "Case".into()])],
            only_for: Some("lao".into()),
            ..Shown::default()
        };
        let expected = "bot     (only lao sees this)\n        Which one?\n        {Family: Bag, Case}\n";
        assert_eq!(shown.render(), expected);
        let done =
            Shown { author: "lao".into(), deed: Deed::Does, text: "/claim".into(), ..Shown::default() };
        assert_eq!(done.render(), "lao     /claim\n");
    }

    #[test]
    fn who_is_called_is_told() {
        let calls = vec!["lin".into(), "@Staff".into()];
        let shown = Shown { author: BOT.into(), text: "For Lin.".into(), calls, ..Shown::default() };
        assert_eq!(shown.render(), "bot     For Lin.\n        (calls lin, @Staff)\n");
    }

    #[test]
    fn a_press_is_one_line_and_an_empty_message_still_has_its_author() {
        let press =
            Shown { author: "mei".into(), deed: Deed::Presses, text: "Bag".into(), ..Shown::default() };
        assert_eq!(press.render(), "mei     presses \"Bag\"\n");
        assert_eq!(Shown { author: "mei".into(), ..Shown::default() }.render(), "mei\n");
    }
}
