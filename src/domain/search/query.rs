//! What a search asks for: words, and `order:… state:… from:… before:YYYY-MM-DD`, in English or Chinese.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::of_search;
use crate::domain::{id::SendId, phrase::Phrase, text::half_width};

/// A search as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// What has to be in it, words and numbers of orders alike.
    pub words: BTreeSet<String>,
    /// What has to be in what the case is about: the order, the customer's name.
    pub head: BTreeSet<String>,
    /// The states that count; empty = all.
    pub states: Vec<String>,
    /// Opened before that day.
    pub before: Option<NaiveDate>,
}

/// The name of a filter, and what it is called in Chinese.
const FILTERS: [(&str, &str); 4] =
    [("order", "订单"), ("state", "状态"), ("from", "客户"), ("before", "早于")];
/// States as they are called in searches; `live` is what has not ended.
const STATES: [(&str, &str, &[&str]); 8] = [
    ("new", "待受理", &["new"]),
    ("open", "处理中", &["open"]),
    ("waiting", "等待中", &["waiting"]),
    ("solved", "已给出方案", &["solved"]),
    ("closed", "已结案", &["closed"]),
    ("cancelled", "已取消", &["cancelled"]),
    ("merged", "已并案", &["merged"]),
    ("live", "未结案", &["new", "open", "waiting", "solved"]),
];

impl Query {
    /// Reads a search.
    ///
    /// # Errors
    /// In words for who typed it: nothing to search for, a state or a day that can't be read.
    pub fn read(typed: &str) -> Result<Self, Phrase> {
        let mut query = Self::default();
        for word in typed.split_whitespace() {
            let plain: String = word.chars().map(half_width).collect();
            match filter(&plain) {
                Some((_, "")) => return Err(Phrase::new("search-usage")),
                Some(("order" | "from", value)) => query.head.extend(of_search(value)),
                Some(("state", value)) => query.states.extend(states(value)?),
                Some((_, value)) => query.before = Some(day(value)?),
                None => query.words.extend(of_search(word)),
            }
        }
        let any = !query.words.is_empty() || !query.head.is_empty() || !query.states.is_empty();
        if any || query.before.is_some() { Ok(query) } else { Err(Phrase::new("search-usage")) }
    }

    /// All tokens that have to be in it.
    pub fn tokens(&self) -> BTreeSet<String> {
        self.words.union(&self.head).cloned().collect()
    }
}

fn filter(word: &str) -> Option<(&'static str, &str)> {
    let (name, value) = word.split_once(':')?;
    let known = FILTERS.iter().find(|(en, zh)| name.eq_ignore_ascii_case(en) || name == *zh)?;
    Some((known.0, value))
}

fn states(value: &str) -> Result<Vec<String>, Phrase> {
    let named = |name: &str| {
        let state = STATES.iter().find(|(en, zh, _)| name.eq_ignore_ascii_case(en) || name == *zh);
        state.map(|(_, _, states)| states.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>())
    };
    let all: Option<Vec<Vec<String>>> = value.split([',', '、', '|']).map(named).collect();
    all.map(|all| all.concat()).ok_or_else(|| {
        let known: Vec<&str> = STATES.iter().map(|(en, ..)| *en).collect();
        Phrase::new("search-state").with("state", value).with("known", known.join(", "))
    })
}

fn day(value: &str) -> Result<NaiveDate, Phrase> {
    value.parse().map_err(|_| Phrase::new("search-day").with("text", value))
}

/// What an agent's button goes on with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Slip {
    /// Another page of a search.
    Search {
        /// As it was typed.
        words: String,
    },
    /// A canned reply, as it was previewed.
    Preview(crate::domain::canned::Preview),
    /// Undelivered rows, as they were listed.
    Again {
        /// Which.
        rows: Vec<SendId>,
    },
    /// A message to everybody with goods of a lot, as it was previewed.
    Letter(crate::domain::lots::Letter),
    /// One verdict for all cases of a lot, as it was previewed.
    Verdicts {
        /// The lot, by its key.
        lot: String,
        /// What it is in each case.
        drafts: Vec<crate::domain::verdict::Draft>,
    },
    /// A verdict that is put together.
    Verdict(Box<crate::domain::verdict::Draft>),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::State;

    #[test]
    fn words_and_filters_are_told_apart() {
        let query = Query::read("puller order:A-4471 state:open,new from:Mei before:2026-03-05").unwrap();
        assert_eq!(query.words, of_search("puller"));
        assert_eq!(query.head, &of_search("A-4471") | &of_search("mei"));
        assert_eq!(query.states, ["open", "new"]);
        assert_eq!(query.before, NaiveDate::from_ymd_opt(2026, 3, 5));
        assert_eq!(Query::read("12:30").unwrap().words, of_search("12:30"), "no filter of ours");
    }

    #[test]
    fn filters_have_chinese_names_and_full_width_colons() {
        let query = Query::read("拉链 状态：处理中 客户：王芳 早于:2026-03-05").unwrap();
        assert_eq!((query.words, query.head), (of_search("拉链"), of_search("王芳")));
        assert_eq!(query.states, ["open"]);
    }

    #[test]
    fn what_can_not_be_read_is_said() {
        for (typed, key) in [
            ("", "search-usage"),
            ("?!", "search-usage"),
            ("order:", "search-usage"),
            ("state:later", "search-state"),
            ("before:yesterday", "search-day"),
        ] {
            assert_eq!(Query::read(typed).unwrap_err().key, key, "{typed}");
        }
    }

    #[test]
    fn every_state_can_be_searched_for() {
        for state in State::ALL {
            assert!(STATES.iter().any(|(en, ..)| *en == state.name()), "{state:?}");
        }
    }
}
