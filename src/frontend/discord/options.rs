//! What a command takes, as Discord writes it; and what somebody gave, read back as the words they would have typed.
//!
//! Invariant: whatever is given becomes words of one line of text, which the desk's one parser reads. Nothing is decided
//! here.

use serde_json::{Map, Value, json};

use crate::{
    desk::{Form, InEach, Slot},
    domain::{command::Word, lang::Lang},
};

/// The longest description of a command or option, and name of a choice.
pub(super) const LONGEST: usize = 100;
/// The longest name of a command or option.
pub(super) const LONGEST_NAME: usize = 32;
/// Discord's numbers of options.
const TEXT: u8 = 3;
const PERSON: u8 = 6;

/// A language as Discord names it.
const fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en-US",
        Lang::ZhHans => "zh-CN",
    }
}

/// Words where the reader's language has none of its own.
pub(super) fn first(said: &InEach, most: usize) -> String {
    said.first().map(|(_, text)| cut(text, most)).unwrap_or_default()
}

/// Words in each language, as Discord wants them.
pub(super) fn in_each(said: &InEach, most: usize) -> Value {
    let each = said.iter().map(|(lang, text)| (locale(*lang).to_owned(), Value::from(cut(text, most))));
    Value::Object(each.collect::<Map<_, _>>())
}

pub(super) fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// An option of a command.
pub(super) fn one(slot: &Slot) -> Value {
    let called: InEach = slot.called.iter().filter(|(_, name)| may_be_called(name)).cloned().collect();
    let mut option = json!({
        "type": if slot.form == Form::Person { PERSON } else { TEXT },
        "name": slot.name,
        "name_localizations": in_each(&called, LONGEST_NAME),
        "description": first(&slot.about, LONGEST),
        "description_localizations": in_each(&slot.about, LONGEST),
        "required": slot.needed,
    });
    match &slot.form {
        Form::Lookable => option["autocomplete"] = json!(true),
        Form::OneOf(words) => {
            let choice = |(called, word): &(InEach, String)| json!({"name": first(called, LONGEST), "name_localizations": in_each(called, LONGEST), "value": word});
            option["choices"] = words.iter().map(choice).collect();
        }
        Form::Words | Form::Person => {}
    }
    option
}

/// Whether Discord takes that name for an option. A brand may word it as it likes; then the name in the table is shown.
fn may_be_called(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    (1..=LONGEST_NAME).contains(&name.chars().count())
        && name.chars().all(fits)
        && name.to_lowercase() == name
}

/// The words a command stands for: its name, and what was given, in the order of its words. What a list of commands that is
/// older than this program gives besides comes last.
pub fn words_of(interaction: &Value) -> Option<String> {
    let data = &interaction["data"];
    let name = data["name"].as_str()?;
    let options = || data["options"].as_array().into_iter().flatten();
    let text = |option: &'_ Value| option["value"].as_str().map(str::trim).map(str::to_owned);
    let given: Vec<(&str, String)> =
        options().filter_map(|option| Some((option["name"].as_str()?, text(option)?))).collect();
    let given: Vec<(&str, String)> = given.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let Some(word) = Word::from_name(name) else {
        let all = given.iter().map(|(_, text)| text.as_str());
        return Some(std::iter::once(format!("/{name}").as_str()).chain(all).collect::<Vec<_>>().join(" "));
    };
    let of = |piece: &str| given.iter().find(|(name, _)| *name == piece).map(|(_, text)| text.as_str());
    let mut words = word.typed_with(of);
    let known = |name: &str| word.pieces().iter().any(|piece| piece.name == name);
    for (_, text) in given.iter().filter(|(name, _)| !known(name)) {
        words.push(' ');
        words.push_str(text);
    }
    Some(words)
}
