//! Commands: one parser and one list for both platforms and both sides of the desk.
//!
//! `/word@bot HX-… the rest`. Who may use a word is told here and checked where it is carried out, never where it is
//! shown.

use super::{
    party::Role,
    reference::Reference,
    text::{Rich, half_width},
};

mod pieces;
#[cfg(test)]
mod tests;

pub use pieces::{FIELDS, Lookable, Piece, Takes};

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

/// One row a command: what it is, what is typed (the first name is the one shown), whom it is for.
macro_rules! words {
    ($($(#[$doc:meta])+ $word:ident = [$($name:literal),+], $audience:expr;)+) => {
        /// Every command there is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Word {
            $($(#[$doc])+ $word,)+
        }

        impl Word {
            /// Every command, in the order help shows them.
            pub const ALL: &'static [Self] = &[$(Self::$word),+];

            /// What is typed; the first is the one shown.
            pub const fn names(self) -> &'static [&'static str] {
                match self {
                    $(Self::$word => &[$($name),+],)+
                }
            }

            /// Whom it is for.
            pub const fn audience(self) -> Audience {
                use Audience::{Customers, Everybody, Staff};
                match self {
                    $(Self::$word => $audience,)+
                }
            }
        }
    };
}

words! {
    /// The menu.
    Start = ["start"], Customers;
    /// Begins a claim.
    New = ["new", "claim"], Customers;
    /// One's own cases.
    Cases = ["cases"], Customers;
    /// Where one case stands.
    Status = ["status"], Customers;
    /// The next words go to that case.
    Add = ["add"], Customers;
    /// One question back.
    Back = ["back"], Customers;
    /// Puts the draft away.
    Save = ["save"], Customers;
    /// Ends the draft.
    Cancel = ["cancel"], Customers;
    /// Asks for a person.
    Human = ["human", "person"], Customers;
    /// Changes the language.
    Language = ["language", "lang"], Customers;
    /// Tells one's time zone.
    Zone = ["zone", "timezone"], Customers;
    /// When somebody is there.
    Hours = ["hours"], Customers;
    /// No more reminders and surveys, or again some.
    Stop = ["stop"], Customers;
    /// What is kept of them: to see it, to have it as a file, to have it erased.
    Privacy = ["privacy"], Customers;
    /// What there is.
    Help = ["help"], Everybody;
    /// Who one is to the desk.
    Whoami = ["whoami"], Everybody;
    /// Cases nobody has.
    Queue = ["queue"], Staff(Role::Agent);
    /// Cases one has.
    Mine = ["mine"], Staff(Role::Agent);
    /// A case's card.
    Case = ["case"], Staff(Role::Agent);
    /// What was sent in a case.
    Files = ["files"], Staff(Role::Agent);
    /// Cases whose promises are due soon.
    Due = ["due"], Staff(Role::Agent);
    /// A case on paper.
    Form = ["form"], Staff(Role::Agent);
    /// What happened in a case.
    History = ["history"], Staff(Role::Agent);
    /// Why a case's deadlines are what they are.
    Sla = ["sla"], Staff(Role::Agent);
    /// Takes notice of a broken promise.
    Ack = ["ack"], Staff(Role::Agent);
    /// Calls those who lead to a case.
    Escalate = ["escalate"], Staff(Role::Agent);
    /// Takes a case.
    Take = ["take"], Staff(Role::Agent);
    /// Gives a case back.
    Release = ["release"], Staff(Role::Agent);
    /// Hands a case to an agent.
    Assign = ["assign"], Staff(Role::Agent);
    /// Hands a case to a group.
    Transfer = ["transfer"], Staff(Role::Agent);
    /// Takes a phone call down.
    Call = ["call"], Staff(Role::Agent);
    /// Answers the customer.
    Reply = ["reply", "r"], Staff(Role::Agent);
    /// Asks the customer and waits for the answer.
    Ask = ["ask"], Staff(Role::Agent);
    /// Waits for something outside the desk.
    Wait = ["wait"], Staff(Role::Agent);
    /// Goes on with a case that waited.
    Resume = ["resume"], Staff(Role::Agent);
    /// Writes a note.
    Note = ["note"], Staff(Role::Agent);
    /// Corrects what a case says.
    Set = ["set"], Staff(Role::Agent);
    /// Promises the longer span of a complex case, or the shorter one again.
    Complex = ["complex"], Staff(Role::Agent);
    /// Says whose fault it is, and what becomes of it.
    Verdict = ["verdict", "decide"], Staff(Role::Agent);
    /// Help at a time both sides agree to.
    Appoint = ["appoint"], Staff(Role::Agent);
    /// What a customer pays.
    Quote = ["quote", "price"], Staff(Role::Agent);
    /// All cases of a lot, and what is done for all of them.
    Lot = ["lot"], Staff(Role::Agent);
    /// Two cases belong together.
    Link = ["link"], Staff(Role::Agent);
    /// One case ends in another.
    Merge = ["merge"], Staff(Role::Agent);
    /// Proposes a solution.
    Solve = ["solve"], Staff(Role::Agent);
    /// Ends a case.
    Close = ["close"], Staff(Role::Agent);
    /// Opens an ended case again.
    Reopen = ["reopen"], Staff(Role::Agent);
    /// One is away from now on.
    Away = ["away"], Staff(Role::Agent);
    /// Finds cases by words.
    Search = ["search", "find"], Staff(Role::Agent);
    /// Canned replies.
    Macro = ["macro", "m"], Staff(Role::Agent);
    /// What did not arrive.
    Undelivered = ["undelivered"], Staff(Role::Agent);
    /// Sends the last thing that did not arrive again.
    Resend = ["resend"], Staff(Role::Agent);
    /// Stops hearing somebody.
    Block = ["block"], Staff(Role::Lead);
    /// Hears somebody again.
    Unblock = ["unblock", "unmute"], Staff(Role::Lead);
    /// Keeps somebody's words without noise.
    Mute = ["mute"], Staff(Role::Lead);
    /// Figures of some days.
    Report = ["report"], Staff(Role::Lead);
    /// Many cases as one file.
    Export = ["export"], Staff(Role::Lead);
    /// For which company a customer buys.
    Company = ["company"], Staff(Role::Lead);
    /// Two accounts are one person's.
    Bind = ["bind"], Staff(Role::Lead);
    /// An order: what is known of it, and its days.
    Order = ["order"], Staff(Role::Agent);
    /// Surveys: how a customer stands, who did not answer.
    Survey = ["survey"], Staff(Role::Agent);
    /// Says who works here.
    Agent = ["agent"], Staff(Role::Admin);
}

impl Word {
    /// The name shown.
    pub const fn name(self) -> &'static str {
        self.names()[0]
    }

    /// The command of that name, whatever its case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|w| w.names().iter().any(|n| n.eq_ignore_ascii_case(name)))
    }

    /// The command somebody probably meant: one that begins with what was typed, else one whose name, or another of
    /// its names, is at most two slips away, a short one at most one.
    pub fn nearest(typed: &str, fits: impl Fn(Self) -> bool) -> Option<Self> {
        let typed = typed.to_ascii_lowercase();
        let names = || {
            let of = |word: Self| word.names().iter().map(move |name| (*name, word));
            Self::ALL.iter().copied().filter(|word| fits(*word)).flat_map(of)
        };
        let begun = names().filter(|(name, _)| typed.len() >= BEGUN && name.starts_with(&typed));
        let near = |(name, word)| near(&typed, name).map(|slips| (slips, word));
        begun
            .min_by_key(|(name, _)| name.len())
            .map(|(_, word)| word)
            .or_else(|| names().filter_map(near).min_by_key(|(slips, _)| *slips).map(|(_, word)| word))
    }

    /// Whether it can be given by a button alone. `in_room`: the case is that of the room.
    pub fn stands_alone(self, in_room: bool) -> bool {
        ALONE.contains(&self) || in_room && ALONE_IN_ROOM.contains(&self)
    }
}

/// How much of a command has to be there to be taken for the beginning of one.
const BEGUN: usize = 3;
/// Commands that need nothing behind them.
const ALONE: &[Word] = &[
    Word::Start,
    Word::New,
    Word::Cases,
    Word::Status,
    Word::Add,
    Word::Back,
    Word::Save,
    Word::Cancel,
    Word::Human,
    Word::Language,
    Word::Zone,
    Word::Help,
    Word::Whoami,
    Word::Queue,
    Word::Mine,
    Word::Macro,
    Word::Undelivered,
    Word::Call,
    Word::Block,
    Word::Report,
    Word::Agent,
];
/// Commands that need nothing behind them in the room of their case.
const ALONE_IN_ROOM: &[Word] =
    &[Word::Case, Word::Form, Word::Take, Word::Release, Word::Solve, Word::Reopen, Word::Resend];

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

impl Typed {
    /// Whether it asks to be shown something and changes nothing that others see: who gives it on the staff side is
    /// answered alone, where the platform can do that.
    pub fn only_looks(&self) -> bool {
        let first = self.rest.text.split_whitespace().next().unwrap_or_default();
        match self.word {
            Some(
                Word::Help
                | Word::Whoami
                | Word::Queue
                | Word::Mine
                | Word::Due
                | Word::Case
                | Word::Files
                | Word::History
                | Word::Sla
                | Word::Report
                | Word::Export
                | Word::Call
                | Word::Search
                | Word::Undelivered,
            ) => true,
            // Why a preview as well: it is sent by a button under it.
            Some(Word::Macro) => !["save", "remove"].contains(&first),
            Some(Word::Appoint) => first.is_empty(),
            Some(Word::Order) => !["deliver", "sign"].contains(&first),
            Some(Word::Agent) => ["", "list"].contains(&first),
            // Why not an erasure: another has to see it, to confirm it.
            Some(Word::Privacy) => first != "erase",
            _ => false,
        }
    }
}

/// Reads a command; `None` when the text is none, or is for another bot than `me`.
pub fn parse(text: &Rich, me: &str) -> Option<Typed> {
    let body = text.text.strip_prefix(['/', '／'])?;
    let slash = text.text.len() - body.len();
    let end = body.find(char::is_whitespace).unwrap_or(body.len());
    // Why: Chinese keyboards write full-width letters and signs where that is switched on.
    let head: String = body[..end].chars().map(half_width).collect();
    let (name, bot) = head.split_once('@').map_or((head.as_str(), None), |(n, b)| (n, Some(b)));
    if bot.is_some_and(|b| !b.eq_ignore_ascii_case(me)) || name.is_empty() {
        return None;
    }
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return None;
    }
    let mut rest = text.tail(slash + end).trimmed();
    let first = rest.text.split_whitespace().next().unwrap_or_default();
    let case = first.parse::<Reference>().ok().filter(|_| !first.is_empty());
    if case.is_some() {
        rest = rest.tail(first.len()).trimmed();
    }
    Some(Typed { name: name.to_owned(), word: Word::from_name(name), case, rest })
}

/// The name that is at most two slips away from what was typed, a short one at most one.
pub fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    names
        .filter_map(|name| near(&typed, name).map(|slips| (slips, name)))
        .min_by_key(|(n, _)| *n)
        .map(|(_, n)| n)
}

/// The slips between what was typed and a name that may have been meant: few for its length, and something of it is
/// there.
fn near(typed: &str, name: &str) -> Option<usize> {
    // Why first: how many slips there are takes as long as the word is, and anybody can type a long one.
    if typed.chars().count().abs_diff(name.chars().count()) > 2 {
        return None;
    }
    let slips = slips(typed, name);
    (slips <= if name.len() > 4 { 2 } else { 1 } && slips < typed.chars().count()).then_some(slips)
}

/// How many slips turn one word into the other: a character too much, missing, or another one, or two that changed
/// places.
pub(super) fn slips(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = match (i, j) {
                (0, some) | (some, 0) => some,
                _ => {
                    let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                    let best = changed.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                    if swapped { best.min(rows[i - 2][j - 2] + 1) } else { best }
                }
            };
        }
    }
    rows[a.len()][b.len()]
}
