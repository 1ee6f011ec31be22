//! The record of answers: what was asked, what was said, and which message said it.
//!
//! Every answer knows the messages it came from, so that an edited message changes that answer and no other. Texts a
//! person wrote are never thrown away: an answer that gives way to another leaves its words to the caller.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Question;
use crate::domain::wholesale::Item;

/// One piece of a text answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The message that said it.
    pub message: i64,
    /// What it says.
    pub text: String,
}

/// What was said to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// One of the choices, by its id.
    Option(String),
    /// A short value in its normal form: an order number, a telephone number, a model.
    Short(String),
    /// Free text, in pieces as it came.
    Words(Vec<Piece>),
    /// A known day.
    Day(NaiveDate),
    /// Some day from the first to the second, both included.
    Between(NaiveDate, NaiveDate),
    /// A number of things.
    Number(u32),
    /// The goods of a company's claim, line by line.
    Items(Vec<Item>),
    /// It was spoken, and lies with the evidence.
    Spoken,
    /// Everything that was to be sent has been sent.
    Done,
    /// It cannot be sent.
    Cannot,
    /// The person does not know.
    Unknown,
    /// The person chose not to say.
    Skipped,
}

/// An answer and the message that gave it; none for a press.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What was said.
    pub value: Value,
    /// The message that said it, when it was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<i64>,
    /// What exactly was typed, when the value is only its meaning and no comment keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<String>,
}

/// The answers of one dialogue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<Question, Entry>);

impl Answers {
    /// What was said to `question`.
    pub fn get(&self, question: Question) -> Option<&Value> {
        self.0.get(&question).map(|entry| &entry.value)
    }

    /// Whether `question` has an answer, "don't know" and "skipped" included.
    pub fn has(&self, question: Question) -> bool {
        self.0.contains_key(&question)
    }

    /// The chosen option's id.
    pub fn option(&self, question: Question) -> Option<&str> {
        match self.get(question) {
            Some(Value::Option(id)) => Some(id),
            _ => None,
        }
    }

    /// A short or long text; the pieces of a long one as lines.
    pub fn text(&self, question: Question) -> Option<String> {
        match self.get(question)? {
            Value::Short(text) => Some(text.clone()),
            Value::Words(pieces) => Some(joined(pieces)),
            _ => None,
        }
    }

    /// A number of things.
    pub fn number(&self, question: Question) -> Option<u32> {
        match self.get(question) {
            Some(Value::Number(n)) => Some(*n),
            _ => None,
        }
    }

    /// The lines of a company's claim; none where they were not told.
    pub fn items(&self) -> &[Item] {
        match self.get(Question::Lines) {
            Some(Value::Items(items)) => items,
            _ => &[],
        }
    }

    /// First and last day on which the product can have been received.
    pub fn received(&self) -> Option<(NaiveDate, NaiveDate)> {
        match self.get(Question::Received)? {
            Value::Day(day) => Some((*day, *day)),
            Value::Between(first, last) => Some((*first, *last)),
            _ => None,
        }
    }

    /// The question to which `message` gave an answer that still stands.
    pub fn answered_by(&self, message: i64) -> Option<Question> {
        self.0.iter().find(|(_, entry)| entry.is_from(message)).map(|(question, _)| *question)
    }
}

impl Entry {
    /// An answer by button.
    pub const fn pressed(value: Value) -> Self {
        Self { value, message: None, typed: None }
    }

    /// An answer by text; `typed` is what was written.
    pub fn typed(value: Value, message: i64, typed: &str) -> Self {
        let typed = (!matches!(value, Value::Words(_))).then(|| typed.to_owned());
        Self { value, message: Some(message), typed }
    }

    /// Whether that message said it, or a piece of it.
    pub fn is_from(&self, message: i64) -> bool {
        match &self.value {
            Value::Words(pieces) => pieces.iter().any(|piece| piece.message == message),
            _ => self.message == Some(message),
        }
    }

    /// The words that would be lost with this answer, by message.
    pub fn words(self) -> Vec<Piece> {
        match (self.value, self.message, self.typed) {
            (Value::Words(pieces), ..) => pieces,
            (_, Some(message), Some(text)) => vec![Piece { message, text }],
            _ => Vec::new(),
        }
    }
}

/// The pieces as lines.
pub fn joined(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join("\n")
}
