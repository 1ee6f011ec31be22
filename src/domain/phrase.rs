//! What the desk says, before it has a language: a key of the catalogue and its arguments.
//!
//! Plans carry phrases and the outbox stores them; `catalogue` turns one into words at delivery, in the language and
//! zone its reader has then. No English stands here.

mod stored;

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{id::PersonId, lang::Lang, money::Money};

/// A key of the catalogue with its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// The message's id in `config/locales/*.ftl`.
    pub key: Cow<'static, str>,
    /// Arguments by the names the message uses.
    pub args: Vec<(Cow<'static, str>, Arg)>,
}

/// An argument of a phrase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
pub enum Arg {
    /// Words as they are: a name, a reference, what a person wrote.
    Text(String),
    /// A whole number, written as the reader writes it; also selects plural forms.
    Number(i64),
    /// An instant, shown in the reader's zone.
    Moment(DateTime<Utc>),
    /// An instant by the clock of another zone, which is named.
    There {
        /// When.
        at: DateTime<Utc>,
        /// By whose clock.
        zone: Tz,
    },
    /// A calendar day.
    Day(NaiveDate),
    /// A span in whole seconds, shown as hours and minutes.
    Span(i64),
    /// An amount, written as the reader writes it.
    Money(Money),
    /// Another phrase, rendered in the same language.
    Phrase(Box<Phrase>),
    /// Several phrases, joined as the language joins facts on one line.
    List(Vec<Phrase>),
    /// A name the brand gives in each language.
    Label(Label),
    /// The way to a thread of Discord, by its number. Only Discord shows a link.
    Thread(i64),
    /// People who are called by it where it is read, and by their names elsewhere.
    Calls(Vec<Callee>),
    /// A group of those who work here; on Discord its role is called, where it has one.
    Team {
        /// Its id.
        id: String,
        /// What it is called.
        name: Label,
    },
    /// A one-time link, by the number it is made from at delivery: the link itself stands in no row.
    Invite(u64),
    /// A link to a file, in the same way.
    Pass(u64),
}

/// Somebody who works here and is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Callee {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
}

/// A name in each language; a missing language falls back to English, then to any.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Label(pub BTreeMap<Lang, String>);

impl Label {
    /// The name in `lang`, else in English, else the first there is; empty when there is none.
    pub fn get(&self, lang: Lang) -> &str {
        self.0
            .get(&lang)
            .or_else(|| self.0.get(&Lang::En))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }
}

impl Phrase {
    /// A phrase without arguments.
    pub const fn new(key: &'static str) -> Self {
        Self { key: Cow::Borrowed(key), args: Vec::new() }
    }

    /// A phrase whose key is put together, such as `part-zipper`.
    pub fn keyed(group: &str, id: &str) -> Self {
        Self { key: Cow::Owned(format!("{group}-{id}")), args: Vec::new() }
    }

    /// The same phrase with one more argument.
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Self {
        self.args.push((Cow::Borrowed(name), arg.into()));
        self
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<DateTime<Utc>> for Arg {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Moment(at)
    }
}
impl From<Money> for Arg {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}
impl From<NaiveDate> for Arg {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}
impl From<Phrase> for Arg {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(Box::new(phrase))
    }
}
impl From<Label> for Arg {
    fn from(label: Label) -> Self {
        Self::Label(label)
    }
}

/// One button: what it says and the data that comes back when it is pressed (1-64 bytes).
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The words on the button.
    pub label: Phrase,
    /// What a press brings back: `kind:id:rev:option`.
    pub data: String,
}

/// One message of the desk: lines of phrases and rows of buttons.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Say {
    /// Each phrase is a paragraph of its own line.
    pub lines: Vec<Phrase>,
    /// Rows of buttons under the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Vec<Key>>,
}

impl Say {
    /// A message of one phrase without buttons.
    pub fn line(phrase: Phrase) -> Self {
        Self { lines: vec![phrase], rows: Vec::new() }
    }
}
