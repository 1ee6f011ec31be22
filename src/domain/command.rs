//! Commands: one parser and one list for both platforms and both sides of the desk.
//!
//! `/word@bot HX-… the rest`. Who may use a word is told here and checked where it is carried out, never where it is
//! shown.

use super::{party::Role, reference::Reference, text::Rich};

/// Every command there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Word {
    /// The menu.
    Start,
    /// Begins a claim.
    New,
    /// One's own cases.
    Cases,
    /// Where one case stands.
    Status,
    /// The next words go to that case.
    Add,
    /// One question back.
    Back,
    /// Puts the draft away.
    Save,
    /// Ends the draft.
    Cancel,
    /// Asks for a person.
    Human,
    /// Changes the language.
    Language,
    /// Tells one's time zone.
    Zone,
    /// What there is.
    Help,
    /// Who one is to the desk.
    Whoami,
    /// Cases nobody has.
    Queue,
    /// Cases one has.
    Mine,
    /// A case's card.
    Case,
    /// Takes a case.
    Take,
    /// Gives a case back.
    Release,
    /// Answers the customer.
    Reply,
    /// Writes a note.
    Note,
    /// Proposes a solution.
    Solve,
    /// Ends a case.
    Close,
    /// Opens an ended case again.
    Reopen,
    /// Says who works here.
    Agent,
}

/// Whom a command is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody, in their own chat.
    Customers,
    /// Everybody, everywhere.
    Everybody,
    /// Agents of at least that role.
    Staff(Role),
}

impl Word {
    /// Every command, in the order help shows them.
    pub const ALL: [Self; 24] = [
        Self::Start,
        Self::New,
        Self::Cases,
        Self::Status,
        Self::Add,
        Self::Back,
        Self::Save,
        Self::Cancel,
        Self::Human,
        Self::Language,
        Self::Zone,
        Self::Help,
        Self::Whoami,
        Self::Queue,
        Self::Mine,
        Self::Case,
        Self::Take,
        Self::Release,
        Self::Reply,
        Self::Note,
        Self::Solve,
        Self::Close,
        Self::Reopen,
        Self::Agent,
    ];

    /// What is typed; the first is the one shown.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Start => &["start"],
            Self::New => &["new", "claim"],
            Self::Cases => &["cases"],
            Self::Status => &["status"],
            Self::Add => &["add"],
            Self::Back => &["back"],
            Self::Save => &["save"],
            Self::Cancel => &["cancel"],
            Self::Human => &["human", "person"],
            Self::Language => &["language", "lang"],
            Self::Zone => &["zone", "timezone"],
            Self::Help => &["help"],
            Self::Whoami => &["whoami"],
            Self::Queue => &["queue"],
            Self::Mine => &["mine"],
            Self::Case => &["case"],
            Self::Take => &["take"],
            Self::Release => &["release"],
            Self::Reply => &["reply", "r"],
            Self::Note => &["note"],
            Self::Solve => &["solve"],
            Self::Close => &["close"],
            Self::Reopen => &["reopen"],
            Self::Agent => &["agent"],
        }
    }

    /// The name shown.
    pub const fn name(self) -> &'static str {
        self.names()[0]
    }

    /// Whom it is for.
    pub const fn audience(self) -> Audience {
        match self {
            Self::Start
            | Self::New
            | Self::Cases
            | Self::Status
            | Self::Add
            | Self::Back
            | Self::Save
            | Self::Cancel
            | Self::Human
            | Self::Language
            | Self::Zone => Audience::Customers,
            Self::Help | Self::Whoami => Audience::Everybody,
            Self::Agent => Audience::Staff(Role::Admin),
            _ => Audience::Staff(Role::Agent),
        }
    }

    /// The command of that name, whatever its case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.names().iter().any(|n| n.eq_ignore_ascii_case(name)))
    }

    /// The command whose name is at most two slips away from what was typed, a short one at most one.
    pub fn nearest(typed: &str, fits: impl Fn(Self) -> bool) -> Option<Self> {
        let typed = typed.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .filter(|w| fits(*w))
            .map(|w| (w.names().iter().map(|n| slips(&typed, n)).min().unwrap_or(usize::MAX), w))
            .filter(|(d, w)| *d <= if w.name().len() > 4 { 2 } else { 1 })
            .min_by_key(|(d, _)| *d)
            .map(|(_, w)| w)
    }
}

/// A command as it was typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// The word after the slash.
    pub name: String,
    /// The command, if there is one of that name.
    pub word: Option<Word>,
    /// The case it names.
    pub case: Option<Reference>,
    /// Everything behind the name and the case.
    pub rest: Rich,
}

/// Reads a command; `None` when the text is none, or is for another bot than `me`.
pub fn parse(text: &Rich, me: &str) -> Option<Typed> {
    let body = text.text.strip_prefix('/')?;
    let end = body.find(char::is_whitespace).unwrap_or(body.len());
    let (name, bot) = body[..end].split_once('@').map_or((&body[..end], None), |(n, b)| (n, Some(b)));
    if bot.is_some_and(|b| !b.eq_ignore_ascii_case(me)) || name.is_empty() {
        return None;
    }
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return None;
    }
    let mut rest = text.tail(1 + end).trimmed();
    let first = rest.text.split_whitespace().next().unwrap_or_default();
    let case = first.parse::<Reference>().ok().filter(|_| !first.is_empty());
    if case.is_some() {
        rest = rest.tail(first.len()).trimmed();
    }
    Some(Typed { name: name.to_owned(), word: Word::from_name(name), case, rest })
}

/// How many single-character changes turn one word into the other.
fn slips(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let changed = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Typed> {
        parse(&Rich::plain(text), "desk_bot")
    }

    #[test]
    fn a_command_is_a_slash_and_a_name() {
        assert_eq!(read("/take").unwrap().word, Some(Word::Take));
        assert_eq!(read("/TAKE@Desk_Bot").unwrap().word, Some(Word::Take));
        assert_eq!(read("/claim").unwrap().word, Some(Word::New));
        assert_eq!(read("/take@other_bot"), None);
        assert_eq!(read("take"), None);
        assert_eq!(read("/"), None);
        assert_eq!(read("/usr/bin is a path"), None);
    }

    #[test]
    fn what_follows_is_a_case_and_the_rest() {
        let reference = Reference::new(crate::domain::reference::Prefix::new("HX").unwrap(), 7);
        let typed = read(&format!("/reply {reference}  The puller\nis on its way")).unwrap();
        assert_eq!((typed.case, typed.rest.text.as_str()), (Some(reference), "The puller\nis on its way"));
        let typed = read("/note call at 9").unwrap();
        assert_eq!((typed.case, typed.rest.text.as_str()), (None, "call at 9"));
    }

    #[test]
    fn a_slip_finds_the_nearest_command() {
        assert_eq!(Word::nearest("relese", |_| true), Some(Word::Release));
        assert_eq!(Word::nearest("quue", |_| true), Some(Word::Queue));
        assert_eq!(Word::nearest("xylophone", |_| true), None);
        assert_eq!(Word::nearest("mine", |w| w == Word::Zone), None);
    }
}
