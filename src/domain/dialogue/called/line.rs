//! A call as it is given in one line: `/call WHO words`.

use crate::domain::{caller::Told, phone::Phone};

/// Words a name has at most; more are what was said.
const NAME_WORDS: usize = 3;

/// A call as it was given in one line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OneLine {
    /// Who called.
    pub caller: Option<String>,
    /// What was said.
    pub words: Option<String>,
}

impl OneLine {
    /// Reads it: a phone number, an order number or a name, then the words. A name of more than three words, or words
    /// behind one, want a colon or a line of their own between them.
    pub fn read(text: &str) -> Self {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let text = text.trim();
        if let Some((phone, rest)) = Phone::leading(text) {
            return Self { caller: Some(phone.as_str().to_owned()), words: some(rest) };
        }
        let parted = text.split_once('\n').or_else(|| text.split_once([':', '：']));
        if let Some((who, words)) = parted.filter(|(who, _)| is_short(who)) {
            return Self { caller: some(who), words: some(words) };
        }
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if Told::read(first).order.is_some() {
            return Self { caller: some(first), words: some(rest) };
        }
        if is_short(text) {
            return Self { caller: some(text), words: None };
        }
        Self { caller: None, words: some(text) }
    }
}

fn is_short(text: &str) -> bool {
    text.split_whitespace().count() <= NAME_WORDS && text.chars().count() <= 40
}

#[cfg(test)]
mod tests {
    use super::OneLine;

    #[test]
    fn one_line_says_who_and_what() {
        let read = |text: &str| {
            let line = OneLine::read(text);
            (line.caller.unwrap_or_default(), line.words.unwrap_or_default())
        };
        let pair = |who: &str, words: &str| (who.to_owned(), words.to_owned());
        assert_eq!(read("+49 170 1234567 the zipper broke"), pair("+491701234567", "the zipper broke"));
        assert_eq!(read("A-4471 the zipper broke today"), pair("A-4471", "the zipper broke today"));
        assert_eq!(read("Mei Li: the zipper broke"), pair("Mei Li", "the zipper broke"));
        assert_eq!(read("Mei Li\nthe zipper broke"), pair("Mei Li", "the zipper broke"));
        assert_eq!(read("王芳：拉链坏了"), pair("王芳", "拉链坏了"));
        assert_eq!(read("Mei Li"), pair("Mei Li", ""));
        assert_eq!(
            read("the zipper came off and she is waiting"),
            pair("", "the zipper came off and she is waiting")
        );
        assert_eq!(read(""), pair("", ""));
    }
}
