//! How a dialogue is stored, and what becomes of one that an older version wrote.
//!
//! A question or an answer this version does not know becomes a comment, so nothing a person said is lost and the
//! question is simply asked again. It is written anew with every answer, so it says no more than it must: what is as it
//! is in a dialogue that has just begun is left out, and a choice by button is its option alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Answers, Call, Dialogue, Entry, Evidence, Flow, Known, Piece, Question, Sheet, Value};
use crate::domain::claim::Buyer;

/// The version written today.
const VERSION: u32 = 1;

/// The stored form.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stored {
    v: u32,
    flow: Flow,
    #[serde(default, skip_serializing_if = "is_usual")]
    buyer: Buyer,
    rev: i32,
    #[serde(default, skip_serializing_if = "is_usual")]
    answers: BTreeMap<String, Json>,
    #[serde(default, skip_serializing_if = "is_usual")]
    cursor: Option<String>,
    #[serde(default, skip_serializing_if = "is_usual")]
    misses: u32,
    #[serde(default, skip_serializing_if = "is_usual")]
    before: Option<String>,
    #[serde(default, skip_serializing_if = "is_usual")]
    cancelling: bool,
    #[serde(default, skip_serializing_if = "is_usual")]
    comments: Vec<Piece>,
    #[serde(default, skip_serializing_if = "is_usual")]
    evidence: Vec<Evidence>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    known: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    company: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sheet: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    call: Option<Json>,
    #[serde(flatten)]
    unknown: BTreeMap<String, Json>,
}

fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn written(entry: Entry) -> Json {
    match entry {
        Entry { value: Value::Option(id), message: None, typed: None } => Json::String(id),
        entry => serde_json::to_value(entry).expect("an answer has string keys only"),
    }
}

fn read(json: &Json) -> Option<Entry> {
    match json {
        Json::String(id) => Some(Entry::pressed(Value::Option(id.clone()))),
        json => Entry::deserialize(json).ok(),
    }
}

impl From<Dialogue> for Stored {
    fn from(open: Dialogue) -> Self {
        let answers = open.answers.0.into_iter();
        Self {
            v: VERSION,
            flow: open.flow,
            buyer: open.buyer,
            rev: open.rev,
            answers: answers.map(|(q, entry)| (q.id().to_owned(), written(entry))).collect(),
            cursor: open.cursor.map(|q| q.id().to_owned()),
            misses: open.misses,
            before: open.before.map(|q| q.id().to_owned()),
            cancelling: open.cancelling,
            comments: open.comments,
            evidence: open.evidence,
            known: open.known.and_then(|known| serde_json::to_value(known).ok()),
            company: open.company,
            sheet: open.sheet.and_then(|sheet| serde_json::to_value(sheet).ok()),
            call: open.call.and_then(|call| serde_json::to_value(call).ok()),
            unknown: BTreeMap::new(),
        }
    }
}

impl From<Stored> for Dialogue {
    fn from(stored: Stored) -> Self {
        let mut comments = stored.comments;
        let mut answers = BTreeMap::new();
        for (id, json) in stored.answers {
            match (Question::from_id(&id), read(&json)) {
                (Some(question), Some(entry)) if stored.flow.questions().contains(&question) => {
                    answers.insert(question, entry);
                }
                _ => comments.extend(texts(&id, &json)),
            }
        }
        comments.extend(stored.unknown.iter().flat_map(|(id, json)| texts(id, json)));
        let sheet = stored.sheet.map(|json| serde_json::from_value::<Sheet>(json.clone()).map_err(|_| json));
        if let Some(Err(json)) = &sheet {
            comments.extend(texts("lines", json));
        }
        let question = |id: Option<String>| id.and_then(|id| Question::from_id(&id));
        Self {
            flow: stored.flow,
            buyer: stored.buyer,
            rev: stored.rev,
            answers: Answers(answers),
            cursor: question(stored.cursor),
            misses: stored.misses,
            before: question(stored.before),
            cancelling: stored.cancelling,
            comments,
            evidence: stored.evidence,
            // Why: what it has answered stands among the answers; without it the number is one that was told.
            known: stored.known.and_then(|json| serde_json::from_value::<Known>(json).ok()).map(Box::new),
            company: stored.company,
            sheet: sheet.and_then(Result::ok).map(Box::new),
            // Why: without it the caller is asked for anew.
            call: stored.call.and_then(|json| serde_json::from_value::<Call>(json).ok()).map(Box::new),
        }
    }
}

/// Every text inside an unknown value, named by where it stood; from no message.
fn texts(id: &str, json: &Json) -> Vec<Piece> {
    match json {
        Json::String(text) if !text.is_empty() => vec![Piece { message: 0, text: format!("{id}: {text}") }],
        Json::Number(number) if id != "message" => {
            vec![Piece { message: 0, text: format!("{id}: {number}") }]
        }
        Json::Array(items) => items.iter().flat_map(|item| texts(id, item)).collect(),
        Json::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "message")
            .flat_map(|(_, item)| texts(id, item))
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::dialogue::Dialogue;

    #[test]
    fn a_draft_says_no_more_than_it_must_and_what_earlier_versions_said_is_read() {
        let short = json!({"v": 1, "flow": "claim", "rev": 3, "answers": {
            "about": "defect",
            "order": {"value": {"short": "A-4471"}, "message": 5, "typed": "A-4471"},
        }});
        let long = json!({"v": 1, "flow": "claim", "buyer": "consumer", "rev": 3, "answers": {
            "about": {"value": {"option": "defect"}},
            "order": {"value": {"short": "A-4471"}, "message": 5, "typed": "A-4471"},
        }, "cursor": null, "misses": 0, "before": null, "cancelling": false, "comments": [], "evidence": []});
        let read = |json: &Json| Dialogue::deserialize(json).expect("a draft");
        assert_eq!(read(&short), read(&long));
        assert!(read(&short).comments.is_empty(), "nothing in it is unknown");
        assert_eq!(serde_json::to_value(read(&long)).expect("JSON"), short);
    }
}
