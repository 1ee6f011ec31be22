//! Who may be on the phone: people the desk knows, as the agent who has them on the line may see them.
//!
//! Somebody known by phone alone has no account on any platform: nothing can be written to them, and what there is to say
//! is said on the phone. They become one with an account when a lead joins both (`front::binding`).

use serde::{Deserialize, Serialize};

use super::{
    case::Kind,
    chat::Platform,
    id::{CaseId, CompanyId, PersonId},
    lang::Lang,
    phone::Phone,
    phrase::{Arg, Phrase},
    search,
};

/// Most people who are offered.
pub const MOST: usize = 6;
/// Most cases of one person that are offered.
pub const CASES: usize = 6;

/// Somebody who may be calling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// Who.
    pub person: PersonId,
    /// Their name, cleaned.
    pub name: String,
    /// The language they read.
    pub lang: Lang,
    /// The number they are called back by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Where they can be written to; nowhere when they are known by phone alone.
    pub on: Vec<Platform>,
    /// Their cases that have not ended, of those the agent sees; the newest first.
    pub cases: Vec<OpenCase>,
    /// The company they buy for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// The number that was told is theirs.
    #[serde(default)]
    pub by_number: bool,
}

/// A case a call may belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCase {
    /// Which.
    pub id: CaseId,
    /// What people call it.
    pub reference: String,
    /// What it is about.
    pub kind: Kind,
}

impl Caller {
    /// Them in a few words: a name, and how they are reached.
    pub fn phrase(&self) -> Phrase {
        let on = self.on.iter().map(|on| Phrase::keyed("platform", on.name()));
        let phone = self.phone.iter().map(|phone| Phrase::new("label").with("label", phone.as_str()));
        let ways: Vec<Phrase> = on.chain(phone).collect();
        let named = |key| Phrase::new(key).with("name", self.name.as_str());
        if ways.is_empty() {
            named("caller-name")
        } else {
            named("caller-known").with("facts", Arg::List(ways))
        }
    }
}

impl OpenCase {
    /// It in a few words.
    pub fn phrase(&self) -> Phrase {
        Phrase::new("caller-case")
            .with("ref", self.reference.as_str())
            .with("kind", Phrase::keyed("kind", self.kind.name()))
    }
}

/// What a caller is looked up by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Their number.
    pub phone: Option<Phone>,
    /// The number of an order.
    pub order: Option<super::order::Number>,
    /// A name, by the words it is found by.
    pub name: Option<String>,
}

impl Told {
    /// Reads what was told: a phone number, an order number, or a name.
    pub fn read(text: &str) -> Self {
        let phone = Phone::read(text);
        // Why only a word or two: a sentence with a digit in it names no order.
        let few = text.split_whitespace().count() <= 2;
        let order = super::order::Number::read(text).filter(|_| few && !text.trim_start().starts_with('+'));
        let is_name = phone.is_none() && order.is_none() && !search::of_search(text).is_empty();
        Self { phone, order, name: is_name.then(|| text.trim().to_owned()) }
    }
}

#[cfg(test)]
mod tests {
    use super::Told;

    #[test]
    fn a_caller_is_told_by_number_order_or_name() {
        let read = |text: &str| {
            let told = Told::read(text);
            (told.phone.is_some(), told.order.is_some(), told.name.is_some())
        };
        assert_eq!(read("+49 170 1234567"), (true, false, false));
        assert_eq!(read("A-4471"), (false, true, false));
        assert_eq!(read("4471"), (false, true, false));
        assert_eq!(read("20260118"), (true, true, false), "both may be meant, so both are looked for");
        assert_eq!(read("Mei Li"), (false, false, true));
        assert_eq!(read("王芳"), (false, false, true));
        assert_eq!(read("?!"), (false, false, false));
    }
}
