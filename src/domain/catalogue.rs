//! The words of the desk: phrases turned into text, in the reader's language and zone.
//!
//! Both languages hold the same messages with the same variables; loading refuses anything else. A phrase that cannot
//! be rendered becomes a visible `⟨key⟩`, never a panic and never silence. Numbers stand as digits; instants come from
//! `moment`. No isolation marks: people copy case references out of these texts.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use fluent_bundle::{FluentResource, concurrent::FluentBundle};

use super::{lang::Lang, phrase::Phrase};

mod source;
mod writer;

pub use source::{Message, messages};
use writer::Writer;

/// Who reads, and when.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// Their language.
    pub lang: Lang,
    /// The zone instants are shown in.
    pub zone: Tz,
    /// Whether that zone is their own; else it is the desk's and is named.
    pub zone_is_own: bool,
    /// This instant; "today" and "tomorrow" go by it.
    pub now: DateTime<Utc>,
}

/// What is wrong with a catalogue or a phrase.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// A file is not Fluent.
    #[error("{lang}: {detail}")]
    Syntax {
        /// The language's tag.
        lang: &'static str,
        /// What the parser says.
        detail: String,
    },
    /// Messages that a language lacks, has too much, or writes with other variables.
    #[error("messages that do not match in every language: {0}")]
    Mismatch(String),
    /// A phrase names no message.
    #[error("no message {0}")]
    NoMessage(String),
    /// A message needs an argument the phrase lacks.
    #[error("message {key}: {detail}")]
    Argument {
        /// The message.
        key: String,
        /// What is missing.
        detail: String,
    },
}

/// The texts in every language.
pub struct Catalogue {
    bundles: BTreeMap<Lang, FluentBundle<FluentResource>>,
    messages: BTreeMap<Lang, BTreeMap<String, Message>>,
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts: BTreeMap<_, _> =
            self.messages.iter().map(|(lang, all)| (lang.code(), all.len())).collect();
        f.debug_struct("Catalogue").field("messages", &counts).finish_non_exhaustive()
    }
}

/// Groups of names a brand may add to.
const OPEN_GROUPS: [&str; 4] = ["part-", "wish-", "way-", "place-"];

/// The texts the desk comes with.
pub const fn embedded_source(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("../../config/locales/en.ftl"),
        Lang::ZhHans => include_str!("../../config/locales/zh-Hans.ftl"),
    }
}

impl Catalogue {
    /// The texts the desk comes with.
    pub fn embedded() -> Result<Self, CatalogueError> {
        Self::with_overrides(&[])
    }

    /// The texts the desk comes with, some of them worded anew by the brand. An override may not use a variable the
    /// original lacks, and may bring new messages only for names the terms choose (`part-…`, `wish-…`, `way-…`) and
    /// places, in every language.
    pub fn with_overrides(overrides: &[(Lang, String)]) -> Result<Self, CatalogueError> {
        let mut catalogue = Self { bundles: BTreeMap::new(), messages: BTreeMap::new() };
        for lang in Lang::ALL {
            let (bundle, all) = bundle(lang, embedded_source(lang))?;
            catalogue.bundles.insert(lang, bundle);
            catalogue.messages.insert(lang, all);
        }
        let mut wrong = Vec::new();
        for (lang, text) in overrides {
            wrong.extend(catalogue.reword(*lang, text)?);
        }
        wrong.extend(catalogue.missing());
        if wrong.is_empty() { Ok(catalogue) } else { Err(CatalogueError::Mismatch(wrong.join(", "))) }
    }

    fn reword(&mut self, lang: Lang, text: &str) -> Result<Vec<String>, CatalogueError> {
        let known = self.messages.entry(lang).or_default();
        let mut wrong = Vec::new();
        for (key, message) in messages(text) {
            let fits = match known.get(&key) {
                Some(original) => message.variables.is_subset(&original.variables),
                None => {
                    message.variables.is_empty() && OPEN_GROUPS.iter().any(|group| key.starts_with(group))
                }
            };
            if !fits || message.is_empty {
                wrong.push(format!("{}:{key}", lang.code()));
            }
            known.entry(key).or_insert(message);
        }
        if let Some(bundle) = self.bundles.get_mut(&lang) {
            bundle.add_resource_overriding(resource(lang, text)?);
        }
        Ok(wrong)
    }

    /// Messages that not every language has with the same variables, as `tag:key`; empty once loaded.
    pub fn missing(&self) -> Vec<String> {
        let all: BTreeMap<&String, &Message> = self.messages.values().flatten().collect();
        let differs = |lang: Lang, key: &String, message: &Message| {
            let here = self.messages.get(&lang).and_then(|own| own.get(key));
            here.is_none_or(|own| own.variables != message.variables || own.is_empty)
        };
        all.iter()
            .flat_map(|(key, message)| Lang::ALL.map(|lang| (lang, *key, *message)))
            .filter(|(lang, key, message)| differs(*lang, key, message))
            .map(|(lang, key, _)| format!("{}:{key}", lang.code()))
            .collect()
    }

    /// The keys of a language.
    pub fn keys(&self, lang: Lang) -> impl Iterator<Item = &str> {
        self.messages.get(&lang).into_iter().flat_map(|all| all.keys().map(String::as_str))
    }

    /// The words of a phrase; what cannot be said stands as `⟨key⟩`.
    pub fn words(&self, phrase: &Phrase, reader: &Reader) -> String {
        self.try_words(phrase, reader).unwrap_or_else(|_| format!("⟨{}⟩", phrase.key))
    }

    /// The words of several phrases, one a line; the zone is named with the first instant only.
    pub fn lines(&self, phrases: &[Phrase], reader: &Reader) -> String {
        let mut writer = Writer::new(self, reader);
        let line = |phrase: &Phrase| writer.words(phrase).unwrap_or_else(|_| format!("⟨{}⟩", phrase.key));
        phrases.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The words of a phrase, or why there are none.
    pub fn try_words(&self, phrase: &Phrase, reader: &Reader) -> Result<String, CatalogueError> {
        Writer::new(self, reader).words(phrase)
    }
}

fn resource(lang: Lang, text: &str) -> Result<FluentResource, CatalogueError> {
    FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| CatalogueError::Syntax {
        lang: lang.code(),
        detail: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    })
}

fn bundle(
    lang: Lang,
    text: &str,
) -> Result<(FluentBundle<FluentResource>, BTreeMap<String, Message>), CatalogueError> {
    let tag = lang.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    bundle.add_resource(resource(lang, text)?).map_err(|errors| CatalogueError::Syntax {
        lang: lang.code(),
        detail: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    })?;
    Ok((bundle, messages(text)))
}
