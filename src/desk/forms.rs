//! Forms as a platform shows them: everything in one follows from its button, the language it is read in among it.

use super::Desk;
use crate::domain::{
    appointment::asks_for_code,
    chat::Platform,
    dialogue::{Form, parse_press},
    lang::Lang,
    phrase::Phrase,
};

/// A form in the language of its reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormWords {
    /// What stands over it.
    pub title: String,
    /// Its fields: what each is named by, what stands over it, and whether it takes several lines.
    pub fields: Vec<(&'static str, String, bool)>,
}

/// A button's data as it is sent: that of a form says in which language the form is to be shown. `None` where the platform
/// has no forms.
pub(super) fn data_on(platform: Platform, data: &str, lang: Lang) -> Option<String> {
    let is_form = parse_press(data).is_some_and(|press| Form::of_option(press.option).is_some());
    match platform {
        // Why there: nothing of a code stands in a chat where it can be filled in.
        Platform::Discord if asks_for_code(data) => Some(format!("{data}.{}", lang.code())),
        _ if !is_form => Some(data.to_owned()),
        Platform::Discord => Some(format!("{data}.{}", lang.code())),
        Platform::Telegram => None,
    }
}

impl Desk {
    /// The form that button opens, if it opens one.
    pub fn form_of(&self, data: &str) -> Option<FormWords> {
        if asks_for_code(data) {
            let lang = Lang::from_code(data.rsplit('.').next());
            let words = |key| self.said_in(lang, &Phrase::new(key));
            let fields = vec![("code", words("form-field-code"), false)];
            return Some(FormWords { title: words("form-title-code"), fields });
        }
        let (form, lang) = Form::of_option(parse_press(data)?.option)?;
        let lang = lang.map_or(self.terms.brand.language, |code| Lang::from_code(Some(code)));
        let words = |phrase: &Phrase| self.said_in(lang, phrase);
        let fields = form.fields.iter().map(|field| {
            let label = words(&Phrase::keyed("form-field", field.id()));
            (field.id(), label, field.is_long())
        });
        Some(FormWords { title: words(&Phrase::keyed("form-title", form.id)), fields: fields.collect() })
    }
}
