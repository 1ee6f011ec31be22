//! What the demo's page says about the desk, in words.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

use crate::{
    domain::{lang::Lang, moment::moment},
    sandbox::page::Fact,
};

/// What an open desk says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct News {
    in_office: bool,
    deliveries: BTreeMap<String, i64>,
    next_promise: Option<DateTime<Utc>>,
}

/// What is known of the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// It has not said anything yet.
    Starting,
    /// It works.
    Open(News),
    /// There is none.
    Off,
}

/// The facts the page shows. `zone` is the desk's.
pub(super) fn facts(seen: &Seen, now: DateTime<Utc>, zone: Tz) -> Vec<Fact> {
    let desk = |text: &str, bad| Fact { label: "Desk".to_owned(), text: text.to_owned(), bad };
    match seen {
        Seen::Starting => vec![desk("starting", false)],
        Seen::Off => vec![desk("off, back in a moment", true)],
        Seen::Open(news) => {
            let at_work = if news.in_office { "open" } else { "waiting for its turn" };
            vec![desk(at_work, false), deliveries(&news.deliveries), promise(news.next_promise, now, zone)]
        }
    }
}

/// How many deliveries are in which state; what nobody has to worry about comes first.
fn deliveries(counts: &BTreeMap<String, i64>) -> Fact {
    let words = [
        ("sent", "delivered"),
        ("queued", "waiting"),
        ("sending", "on the way"),
        ("uncertain", "uncertain"),
        ("undelivered", "failed"),
    ];
    let count = |state: &str| counts.get(state).copied().unwrap_or_default();
    let parts: Vec<String> = words
        .into_iter()
        .filter(|(state, _)| count(state) > 0)
        .map(|(state, word)| format!("{} {word}", count(state)))
        .collect();
    let text = if parts.is_empty() { "none yet".to_owned() } else { parts.join(", ") };
    Fact { label: "Deliveries".to_owned(), text, bad: count("uncertain") + count("undelivered") > 0 }
}

fn promise(due: Option<DateTime<Utc>>, now: DateTime<Utc>, zone: Tz) -> Fact {
    let text = due.map_or_else(|| "none open".to_owned(), |due| moment(due, now, zone, Lang::En));
    Fact { label: "Next promise".to_owned(), text, bad: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(news: &str) -> Vec<(String, bool)> {
        let now = DateTime::from_timestamp(1_772_413_200, 0).unwrap();
        let news = serde_json::from_str(news).unwrap();
        let facts = facts(&Seen::Open(news), now, chrono_tz::Asia::Shanghai);
        facts.into_iter().map(|fact| (format!("{}: {}", fact.label, fact.text), fact.bad)).collect()
    }

    #[test]
    fn an_open_desk_is_told_in_words_and_the_zone_of_the_desk() {
        let told = texts(
            r#"{"now": "x", "in_office": true, "deliveries": {"undelivered": 1, "queued": 2, "sent": 9},
                "next_promise": "2026-03-02T03:00:00Z"}"#,
        );
        assert_eq!(told[0], ("Desk: open".to_owned(), false));
        assert_eq!(told[1], ("Deliveries: 9 delivered, 2 waiting, 1 failed".to_owned(), true));
        assert_eq!(told[2], ("Next promise: 11:00 today".to_owned(), false));
    }

    #[test]
    fn a_quiet_desk_says_that_there_is_nothing() {
        let told = texts(r#"{"in_office": false, "deliveries": {}, "next_promise": null}"#);
        assert_eq!(told[0].0, "Desk: waiting for its turn");
        assert_eq!(told[1].0, "Deliveries: none yet");
        assert_eq!(told[2].0, "Next promise: none open");
    }
}
