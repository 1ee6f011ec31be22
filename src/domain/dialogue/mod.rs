//! The guided dialogue: questions, one at a time, until a case can be filed.
//!
//! The draft is a record of answers; the next question is the cursor's, or the first one that applies and has no
//! answer. `advance` is the whole engine: the same draft, input and facts always give the same turn. Invariants: `rev`
//! rises with every change and buttons of an older one change nothing; whatever a person wrote or sent stays in the
//! draft until they replace it; a person can be asked for at every question, and gets the answers.
//!
//! Not here: delivery, storage, and when a text counts as late (the caller compares message ids).

mod advance;
mod answers;
mod called;
mod edit;
mod evidence;
mod flows;
mod form;
mod items;
mod keys;
mod known;
mod menu;
mod options;
mod press;
mod question;
mod read;
mod render;
mod stored;
mod summary;
mod text;
mod words;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    caller::Caller,
    claim::{Buyer, Filing},
    order::Goods,
    phrase::{Phrase, Say},
    terms::Terms,
};

pub use advance::{advance, start};
pub use answers::{Answers, Entry, Piece, Value, joined};
pub use called::{Call, NEW, OneLine, as_told, call, kind_of};
pub use evidence::{Evidence, EvidenceKind, evidence_fact};
pub use flows::{Flow, OTHER};
pub use form::{FORMS, Field, Form};
pub use items::{Sheet, table};
pub use keys::{Press, parse_press};
pub use known::{Known, Taken, number_filled, number_told};
pub use menu::{expired, expires_at, in_daytime, instant, remind, remind_saved, reminder_at, welcome};
pub use options::{Choice, choices, columns, said};
pub use question::Question;
pub use render::show;
pub use summary::{summary, told};
pub use text::{asks_for_a_person, may_file};

/// An open or saved dialogue. Stored as JSON with a version; see `stored` for what older ones become.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "stored::Stored", into = "stored::Stored")]
pub struct Dialogue {
    /// Which questions are asked.
    pub flow: Flow,
    /// Who is asked.
    pub buyer: Buyer,
    /// Rises with every change; stands in the buttons.
    pub rev: i32,
    /// What was said so far.
    pub answers: Answers,
    /// The question that is asked out of turn: gone back to, or edited.
    pub cursor: Option<Question>,
    /// How often in a row the current question got something that is no answer.
    pub misses: u32,
    /// The question a late text belongs to: the last one its writer is known to have seen.
    pub before: Option<Question>,
    /// Whether we have asked if it really is to be cancelled.
    pub cancelling: bool,
    /// What was written beside the questions.
    pub comments: Vec<Piece>,
    /// What was sent, in the order it came.
    pub evidence: Vec<Evidence>,
    /// The known order whose number was told.
    pub known: Option<Box<Known>>,
    /// The company they buy for, as the desk knows it; then it is not asked.
    pub company: Option<String>,
    /// The lines of a company's claim, before they are agreed to and after.
    pub sheet: Option<Box<Sheet>>,
    /// The call that is taken down.
    pub call: Option<Box<Call>>,
}

/// What a turn may know of the world.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The brand's terms.
    pub terms: &'a Terms,
    /// This instant.
    pub now: DateTime<Utc>,
    /// The day it is for the person, else for the desk.
    pub today: NaiveDate,
    /// Whether the text was written before the current question had reached its writer.
    pub late: bool,
    /// The dialogue's id, for its buttons.
    pub id: i64,
    /// What the number opens that was just told, where it names a known order.
    pub order: Option<&'a Goods>,
    /// As whom they buy.
    pub buyer: Buyer,
    /// For which company, as the desk knows it.
    pub company: Option<&'a str>,
    /// Whether the platform has forms.
    pub forms: bool,
    /// Who was found for what was told of a caller.
    pub callers: &'a [Caller],
}

/// What a person did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Given<'a> {
    /// Wrote a message.
    Text { text: &'a str, message: i64 },
    /// Edited a message.
    Edited { text: &'a str, message: i64 },
    /// Pressed a button of this dialogue.
    Pressed { rev: i32, option: &'a str },
    /// Sent a photo, a video or a file.
    /// `unique` tells the file from every other.
    Evidence {
        media: i64,
        unique: &'a str,
        kind: EvidenceKind,
        caption: &'a str,
        album: Option<&'a str>,
        message: i64,
    },
    /// Sent something no question can take; `kind` names a text `kind-…`.
    Unreadable { kind: &'a str, message: i64 },
    /// Filled a form in that was opened at that revision.
    Filled { rev: i32, form: &'a str, fields: &'a [(String, String)] },
    /// Wants the question before.
    Back,
    /// Wants to give up; asked once.
    Cancel,
    /// Wants to go on later.
    Save,
    /// Goes on with a saved dialogue.
    Resume,
    /// Wants to talk to a person.
    Person,
}

/// What comes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// What the dialogue is now.
    pub next: Next,
    /// What is said, in order.
    pub says: Vec<Utterance>,
    /// What leaves the dialogue, when it ends.
    pub outcome: Option<Outcome>,
}

/// What the dialogue is after a turn.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// It goes on.
    Open(Dialogue),
    /// It is put aside and can be resumed.
    Saved(Dialogue),
    /// It is over.
    Ended,
    /// It is what it was.
    Unchanged,
}

/// One message of a turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Utterance {
    /// The message.
    pub say: Say,
    /// Whether it asks the current question: the newest such message is the dialogue's prompt.
    pub question: bool,
    /// An album's id: a later utterance with the same one replaces this, sent once the album is complete.
    pub coalesce: Option<String>,
}

/// How a dialogue ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It was sent.
    Submitted(Filing),
    /// A person was asked for; the answers so far go along.
    Person(Filing),
    /// It was given up.
    Cancelled,
    /// What was asked has been told; there is nothing to do.
    Told,
}

/// Reads `text` as the value of a field, as the question would be read; else what would fit, and the days it may mean.
///
/// # Errors
/// The phrase says what fits.
pub fn read_value(
    flow: Flow,
    answers: &Answers,
    question: Question,
    text: &str,
    facts: &Facts<'_>,
) -> Result<Value, (Phrase, Vec<NaiveDate>)> {
    let open = Dialogue { answers: answers.clone(), ..Dialogue::new(flow) };
    match read::read(&open, question, text, 0, facts) {
        read::Reading::Fits { value, .. } => Ok(value),
        read::Reading::Misses { hint, days } => Err((hint, days)),
    }
}

impl Dialogue {
    /// A fresh dialogue.
    pub fn new(flow: Flow) -> Self {
        Self {
            flow,
            buyer: Buyer::default(),
            rev: 0,
            answers: Answers::default(),
            cursor: None,
            misses: 0,
            before: None,
            cancelling: false,
            comments: Vec::new(),
            evidence: Vec::new(),
            known: None,
            company: None,
            sheet: None,
            call: None,
        }
    }

    /// The questions that apply now, in order.
    pub fn applicable(&self, terms: &Terms) -> Vec<Question> {
        let known = |q: Question| q == Question::Company && self.company.is_some();
        let asks = |q: &Question| !known(*q) && self.flow.asks(*q, &self.answers, self.buyer, terms);
        self.flow.questions().iter().copied().filter(asks).collect()
    }

    /// The current question; none when everything is answered.
    pub fn at(&self, terms: &Terms) -> Option<Question> {
        let applicable = self.applicable(terms);
        let cursor = self.cursor.filter(|q| applicable.contains(q));
        cursor.or_else(|| applicable.into_iter().find(|q| !self.answers.has(*q)))
    }

    /// The answers whose questions apply.
    pub fn told(&self, terms: &Terms) -> Answers {
        let applicable = self.applicable(terms);
        let told = self.answers.0.iter().filter(|(q, _)| applicable.contains(q));
        Answers(told.map(|(q, entry)| (*q, entry.clone())).collect())
    }
}
