//! Canned replies: texts an agent sends often, in the customer's language, with the case's facts filled in.
//!
//! Shipped ones stand in the terms, the desk's own in the store; the store's win by name and language. Deliberately not
//! here: who may keep and send them (`front`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Offset as _, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{id::CaseId, lang::Lang, moment, phrase::Label};

/// A canned reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Canned {
    /// What agents call it.
    pub name: String,
    /// Its words by language; never empty.
    #[serde(rename = "text")]
    pub texts: Label,
}

/// A canned reply of the desk's own in one language; without words it is taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What agents call it.
    pub name: String,
    /// The language.
    pub lang: Lang,
    /// The words.
    pub body: Option<String>,
}

/// What an agent was shown, and would send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// For which case.
    pub case: CaseId,
    /// As the case was then.
    pub rev: i32,
    /// Which canned reply.
    pub name: String,
    /// In which language.
    pub lang: Lang,
    /// What the agent filled in.
    pub given: Vec<(String, String)>,
    /// The words.
    pub text: String,
}

/// A text with its variables filled in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    /// The text; what could not be filled in still stands in it.
    pub text: String,
    /// Variables without a value.
    pub open: BTreeSet<String>,
}

/// Most bytes of a name: it stands in buttons.
const LONGEST_NAME: usize = 30;

/// Whether that can be the name of a canned reply: letters, digits and hyphens, short enough for a button.
pub fn is_name(name: &str) -> bool {
    let fits = |one: char| one.is_alphanumeric() || one == '-' || one == '_';
    !name.is_empty() && name.len() <= LONGEST_NAME && name.chars().all(fits)
}

/// The canned replies there are, by name.
pub fn in_force(shipped: &[Canned], kept: &[Kept]) -> Vec<Canned> {
    let mut all: BTreeMap<String, Label> =
        shipped.iter().map(|canned| (canned.name.clone(), canned.texts.clone())).collect();
    for Kept { name, lang, body } in kept {
        let texts = &mut all.entry(name.clone()).or_default().0;
        match body {
            Some(body) => texts.insert(*lang, body.clone()),
            None => texts.remove(lang),
        };
    }
    all.into_iter()
        .filter(|(_, texts)| !texts.0.is_empty())
        .map(|(name, texts)| Canned { name, texts })
        .collect()
}

/// Puts the values into the `{variables}` of a text; what was given by hand counts before what the case says.
pub fn fill(text: &str, case: &[(&str, Option<String>)], given: &[(String, String)]) -> Filled {
    let mut filled = Filled::default();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        filled.text.push_str(before);
        let Some((name, after)) = behind.split_once('}').filter(|(name, _)| is_variable(name)) else {
            filled.text.push('{');
            rest = behind;
            continue;
        };
        let name = name.trim();
        let by_hand = given.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value);
        let by_case = || case.iter().find(|(known, _)| *known == name).and_then(|(_, value)| value.as_ref());
        match by_hand.or_else(by_case).filter(|value| !value.trim().is_empty()) {
            Some(value) => filled.text.push_str(value),
            None => {
                filled.text.extend(["{", name, "}"]);
                filled.open.insert(name.to_owned());
            }
        }
        rest = after;
    }
    filled.text.push_str(rest);
    filled
}

fn is_variable(name: &str) -> bool {
    let name = name.trim();
    !name.is_empty() && name.len() <= 32 && name.chars().all(|one| one.is_alphanumeric() || one == '_')
}

/// Reads `order=A-4471 day=next Monday`: a value goes on until the next name.
pub fn values(words: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for word in words.split_whitespace() {
        match word.split_once(['=', '＝']).filter(|(name, _)| is_variable(name)) {
            Some((name, value)) => all.push((name.to_owned(), value.to_owned())),
            None => {
                if let Some((_, value)) = all.last_mut() {
                    value.push(' ');
                    value.push_str(word);
                }
            }
        }
    }
    all
}

/// An instant in a reader's words. The zone is named by its distance where it is not their own.
pub fn due_words(at: DateTime<Utc>, now: DateTime<Utc>, own: Option<Tz>, desk: Tz, lang: Lang) -> String {
    let zone = own.unwrap_or(desk);
    let words = moment::moment(at, now, zone, lang);
    if own.is_some() {
        return words;
    }
    let minutes = at.with_timezone(&zone).offset().fix().local_minus_utc() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let distance =
        if rest == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{rest:02}") };
    match lang {
        Lang::En => format!("{words} ({distance})"),
        Lang::ZhHans => format!("{words}（{distance}）"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(texts: &[(Lang, &str)]) -> Label {
        Label(texts.iter().map(|(lang, text)| (*lang, (*text).to_owned())).collect())
    }

    #[test]
    fn what_is_known_is_filled_in_and_what_is_not_is_named() {
        let case = [("customer", Some("Mei".to_owned())), ("order", None)];
        let given = values("day=next Monday  order=A-4471");
        let filled = fill("Hello { customer }, order {order} comes {day}.", &case, &given);
        assert_eq!(
            (filled.text.as_str(), filled.open.len()),
            ("Hello Mei, order A-4471 comes next Monday.", 0)
        );
        let filled = fill("{order} by {carrier}", &case, &[]);
        assert_eq!(filled.text, "{order} by {carrier}");
        assert_eq!(filled.open.iter().collect::<Vec<_>>(), ["carrier", "order"]);
        let filled = fill("a { b c } { {customer", &case, &[]);
        assert_eq!(
            (filled.text.as_str(), filled.open.len()),
            ("a { b c } { {customer", 0),
            "braces alone mean nothing"
        );
    }

    #[test]
    fn a_value_is_never_filled_in_again() {
        let given = values("name={customer}");
        assert_eq!(fill("{name}", &[("customer", Some("Mei".to_owned()))], &given).text, "{customer}");
    }

    #[test]
    fn the_desks_own_win_by_name_and_language() {
        let shipped = [
            Canned { name: "photo".into(), texts: label(&[(Lang::En, "A"), (Lang::ZhHans, "甲")]) },
            Canned { name: "sent".into(), texts: label(&[(Lang::En, "B")]) },
        ];
        let kept = |name: &str, lang, body: Option<&str>| Kept {
            name: name.into(),
            lang,
            body: body.map(str::to_owned),
        };
        let all = in_force(
            &shipped,
            &[
                kept("photo", Lang::En, Some("C")),
                kept("sent", Lang::En, None),
                kept("换货", Lang::ZhHans, Some("乙")),
            ],
        );
        let names: Vec<_> = all.iter().map(|canned| canned.name.as_str()).collect();
        assert_eq!(names, ["photo", "换货"]);
        assert_eq!(all[0].texts, label(&[(Lang::En, "C"), (Lang::ZhHans, "甲")]));
    }

    #[test]
    fn names_are_short_and_plain() {
        assert!(is_name("photo") && is_name("换货-2") && is_name("ten_characters"));
        assert!(!is_name("") && !is_name("a b") && !is_name("a:b") && !is_name(&"换".repeat(11)));
    }

    #[test]
    fn a_due_time_names_the_zone_unless_it_is_the_readers_own() {
        let at: DateTime<Utc> = "2026-03-02T04:00:00Z".parse().unwrap();
        let desk = Tz::Asia__Shanghai;
        assert_eq!(due_words(at, at, None, desk, Lang::En), "12:00 today (UTC+8)");
        assert_eq!(due_words(at, at, None, desk, Lang::ZhHans), "今天12:00（UTC+8）");
        assert_eq!(due_words(at, at, Some(Tz::Asia__Kolkata), desk, Lang::En), "09:30 today");
        assert_eq!(due_words(at, at, None, Tz::Asia__Kolkata, Lang::En), "09:30 today (UTC+5:30)");
    }
}
