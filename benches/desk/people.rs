//! The customers of a run: what they say, and who they are.

use std::sync::atomic::{AtomicI64, Ordering};

use aftercare::{
    desk::Button,
    domain::{
        chat::{Account, Address, EventKey, File, FileKind, Incoming, Input, Platform, Room, Sender},
        text::Rich,
    },
    frontend::telegram::SOURCE,
};

/// What a customer does next.
#[derive(Clone, Copy)]
pub enum Step {
    Say(&'static str),
    /// The button with these words.
    Press(&'static str),
    Photo,
}

/// A whole claim, from the first word to the last button.
pub const CLAIM: [Step; 15] = [
    Step::Say("/claim"),
    Step::Press("It broke or doesn't work"),
    Step::Press("Travel case"),
    Step::Say("A-4471"),
    Step::Say("3 September 2025"),
    Step::Press("Zipper"),
    Step::Say("The puller came off when I closed it."),
    Step::Press("Normal use"),
    Step::Photo,
    Step::Press("Done"),
    Step::Press("No, not at all"),
    Step::Press("Within two weeks"),
    Step::Press("Repair"),
    Step::Press("Here in the chat"),
    Step::Press("Send"),
];

/// The first account of the customers there were before.
const FIRST: i64 = 1_000_000;

/// One of the customers that had a case before; `n` from 1.
pub const fn account(n: i64) -> i64 {
    FIRST + n
}

/// What their client calls them.
pub fn name(n: i64) -> String {
    format!("Customer {n}")
}

/// Hands out customers.
pub struct Crowd {
    cases: i64,
    next: AtomicI64,
}

/// Numbers of updates: none comes twice, whichever database it meets.
static UPDATE: AtomicI64 = AtomicI64::new(1_000_000_000);
/// Numbers of messages, one sequence for everybody as on the platform: what is below was said before.
static MESSAGE: AtomicI64 = AtomicI64::new(1_000_000_000);

/// The number of the next message in any chat.
pub fn message() -> i64 {
    MESSAGE.fetch_add(1, Ordering::Relaxed)
}

impl Crowd {
    /// The customers of a database with so many cases.
    pub const fn new(cases: i64) -> Self {
        Self { cases, next: AtomicI64::new(0) }
    }

    /// The next customer; after the last one the first again.
    pub fn one(&self) -> i64 {
        self.next.fetch_add(1, Ordering::Relaxed) % self.cases + 1
    }

    /// What reaches the desk when that customer does something.
    pub fn incoming(n: i64, input: Input) -> Incoming {
        let account = account(n);
        Incoming {
            key: EventKey { source: SOURCE, key: UPDATE.fetch_add(1, Ordering::Relaxed), sub: 0 },
            place: Address { platform: Platform::Telegram, chat: account, thread: None },
            room: Room::Private,
            by: Sender {
                account: Account { platform: Platform::Telegram, id: account },
                name: name(n),
                lang: Some("en".to_owned()),
                disguise: None,
            },
            message: Some(message()),
            reply_to: None,
            answered_author: None,
            aside: None,
            origin: None,
            quote: None,
            input,
            raw: serde_json::Value::Null,
        }
    }
}

impl Step {
    /// The input, given the buttons in sight; `None` when the one to press is not among them.
    pub fn input(self, rows: &[Vec<Button>]) -> Option<Input> {
        match self {
            Self::Press(label) => {
                let button = rows.iter().flatten().find(|button| button.label == label)?;
                Some(Input::Press { data: button.data.clone() })
            }
            other => other.unaided(),
        }
    }

    /// The input, if it takes no button.
    pub fn unaided(self) -> Option<Input> {
        match self {
            Self::Say(text) => Some(Input::Text(Rich::plain(text))),
            Self::Press(_) => None,
            Self::Photo => Some(Input::File {
                file: File {
                    kind: FileKind::Photo,
                    id: "AgACAgIAAxkBAAIBZ2Zq-photo-of-a-zipper-0123456789abcdef".to_owned(),
                    unique: "AQADzipper0123".to_owned(),
                    name: None,
                    mime: None,
                    size: Some(183_204),
                    spoiler: false,
                },
                caption: Rich::plain("the puller"),
                album: None,
            }),
        }
    }
}
