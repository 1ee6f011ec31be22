//! How phrases and buttons are stored: as short as JSON allows, because every question is a row with all of its buttons.
//!
//! A phrase without arguments is its key, one with arguments an array of the key and, in turn, a name and its argument.
//! Whole numbers are themselves and phrases are arrays; every other argument names its kind. Words do too: who is erased
//! is looked for among words (`store::erasure`), and a name must be told from a key. What earlier versions wrote, with a
//! name for everything, is read as well.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error, ser::SerializeSeq};
use serde_json::Value as Json;

use super::{Arg, Key, Phrase};

type Words = Cow<'static, str>;

impl Serialize for Phrase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.args.is_empty() {
            return serializer.serialize_str(&self.key);
        }
        let mut parts = serializer.serialize_seq(Some(1 + 2 * self.args.len()))?;
        parts.serialize_element(&self.key)?;
        for (name, arg) in &self.args {
            parts.serialize_element(name)?;
            parts.serialize_element(arg)?;
        }
        parts.end()
    }
}

/// Every form a phrase is found in.
#[derive(Deserialize)]
#[serde(untagged)]
enum StoredPhrase {
    Bare(String),
    Parts(Vec<Json>),
    Named {
        key: Words,
        #[serde(default)]
        args: Vec<(Words, Arg)>,
    },
}

impl<'de> Deserialize<'de> for Phrase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match StoredPhrase::deserialize(deserializer)? {
            StoredPhrase::Bare(key) => Self { key: Words::Owned(key), args: Vec::new() },
            StoredPhrase::Parts(parts) => from_parts(parts).map_err(D::Error::custom)?,
            StoredPhrase::Named { key, args } => Self { key, args },
        })
    }
}

fn from_parts(parts: Vec<Json>) -> Result<Phrase, serde_json::Error> {
    let mut parts = parts.into_iter();
    let key = Words::Owned(serde_json::from_value(parts.next().unwrap_or_default())?);
    let mut args = Vec::with_capacity(parts.len() / 2);
    while let Some(name) = parts.next() {
        // Why: no argument is `null`, so a name without one is refused.
        let arg = parts.next().unwrap_or_default();
        args.push((Words::Owned(serde_json::from_value(name)?), serde_json::from_value(arg)?));
    }
    Ok(Phrase { key, args })
}

impl Serialize for Arg {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Phrase(phrase) if phrase.args.is_empty() => [&phrase.key].serialize(serializer),
            Self::Phrase(phrase) => phrase.serialize(serializer),
            other => Self::serialize(other, serializer),
        }
    }
}

/// Every form an argument is found in.
#[derive(Deserialize)]
#[serde(untagged)]
enum StoredArg {
    Number(i64),
    Phrase(Vec<Json>),
    Kind(#[serde(with = "Arg")] Arg),
}

impl<'de> Deserialize<'de> for Arg {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match StoredArg::deserialize(deserializer)? {
            StoredArg::Number(number) => Self::Number(number),
            StoredArg::Phrase(parts) => Self::Phrase(Box::new(from_parts(parts).map_err(D::Error::custom)?)),
            StoredArg::Kind(arg) => arg,
        })
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.label, &self.data).serialize(serializer)
    }
}

/// Every form a button is found in.
#[derive(Deserialize)]
#[serde(untagged)]
enum StoredKey {
    Pair(Phrase, String),
    Named { label: Phrase, data: String },
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (StoredKey::Pair(label, data) | StoredKey::Named { label, data }) =
            StoredKey::deserialize(deserializer)?;
        Ok(Self { label, data })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::json;

    use super::{
        super::{Label, Say},
        *,
    };
    use crate::domain::lang::Lang;

    fn question() -> Say {
        let name = Label(BTreeMap::from([(Lang::En, "Vanity case".to_owned())]));
        let key = |label: Phrase, data: &str| Key { label, data: data.to_owned() };
        let lines = vec![
            Phrase::new("asked").with("question", Phrase::new("ask-about")).with("n", 1).with("who", "Zoe"),
            Phrase::new("noted").with("what", Phrase::new("said").with("text", "[\"key\"]")),
        ];
        let rows = vec![
            vec![key(Phrase::new("about-defect"), "d:6:0:defect")],
            vec![
                key(Phrase::new("said").with("text", name), "d:6:0:vanity"),
                key(Phrase::new("key-back"), "d:6:0:.back"),
            ],
        ];
        Say { lines, rows }
    }

    #[test]
    fn what_is_written_is_short() {
        let written = serde_json::to_value(question()).expect("JSON");
        assert_eq!(
            written,
            json!({
                "lines": [
                    ["asked", "question", ["ask-about"], "n", 1, "who", {"text": "Zoe"}],
                    ["noted", "what", ["said", "text", {"text": "[\"key\"]"}]],
                ],
                "rows": [
                    [["about-defect", "d:6:0:defect"]],
                    [[["said", "text", {"label": {"en": "Vanity case"}}], "d:6:0:vanity"], ["key-back", "d:6:0:.back"]],
                ],
            })
        );
        assert_eq!(serde_json::from_value::<Say>(written).expect("a message"), question());
    }

    #[test]
    fn what_earlier_versions_wrote_is_read() {
        let older = json!({
            "lines": [
                {"key": "asked", "args": [["question", {"phrase": {"key": "ask-about"}}], ["n", {"number": 1}], ["who", {"text": "Zoe"}]]},
                {"key": "noted", "args": [["what", {"phrase": {"key": "said", "args": [["text", {"text": "[\"key\"]"}]]}}]]},
            ],
            "rows": [
                [{"label": {"key": "about-defect"}, "data": "d:6:0:defect"}],
                [
                    {"label": {"key": "said", "args": [["text", {"label": {"en": "Vanity case"}}]]}, "data": "d:6:0:vanity"},
                    {"label": {"key": "key-back"}, "data": "d:6:0:.back"},
                ],
            ],
        });
        assert_eq!(serde_json::from_value::<Say>(older).expect("a message"), question());
    }

    #[test]
    fn what_is_no_phrase_is_refused() {
        for wrong in [
            json!([]),
            json!([1]),
            json!(["key", "name"]),
            json!(["key", 1, "text"]),
            json!({"args": []}),
            json!(7),
        ] {
            assert!(serde_json::from_value::<Phrase>(wrong.clone()).is_err(), "{wrong}");
        }
    }

    fn args() -> impl Strategy<Value = Arg> {
        let leaf = prop_oneof![
            ".{0,12}".prop_map(Arg::Text),
            any::<i64>().prop_map(Arg::Number),
            any::<i64>().prop_map(Arg::Span),
            any::<u64>().prop_map(Arg::Pass),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            let phrase = ("[a-z-]{1,8}", prop::collection::vec(("[a-z]{1,5}", inner), 0..3)).prop_map(
                |(key, args)| Phrase {
                    key: Words::Owned(key),
                    args: args.into_iter().map(|(name, arg)| (Words::Owned(name), arg)).collect(),
                },
            );
            prop_oneof![
                phrase.clone().prop_map(|phrase| Arg::Phrase(Box::new(phrase))),
                prop::collection::vec(phrase, 0..3).prop_map(Arg::List),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_is_said_comes_back_as_it_was(arg in args()) {
            let written = serde_json::to_value(&arg).expect("JSON");
            prop_assert_eq!(serde_json::from_value::<Arg>(written).expect("an argument"), arg);
        }
    }
}
