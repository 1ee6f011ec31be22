//! Telephone numbers, as people say and type them.
//!
//! A number is kept with its country code where one was told, and as it is dialled at home where none was. Which country
//! that is, is not guessed: two numbers are compared by their ends, so that who left the code out is found all the same.

/// A telephone number: digits, behind a `+` where they begin with a country code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone(String);

/// Digits by which a number is looked for.
const TAIL: usize = 7;

impl Phone {
    /// `+` and 8-15 digits, or 7-15 digits as dialled at home; spaces, dashes, dots and brackets are taken out.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let only = text.chars().all(is_of_a_number);
        let (digits, plus) = match digits.strip_prefix("00") {
            Some(rest) => (rest.to_owned(), true),
            None => (digits, text.starts_with(['+', '(', '（']) && text.contains('+')),
        };
        if !only || !(TAIL..=15).contains(&digits.len()) {
            return None;
        }
        Some(Self(if plus { format!("+{digits}") } else { digits }))
    }

    /// The number a text begins with, and what stands behind it.
    pub fn leading(text: &str) -> Option<(Self, &str)> {
        let text = text.trim_start();
        let end = text.find(|c| !is_of_a_number(c)).unwrap_or(text.len());
        // Why words: what follows may begin with a digit, and belongs to the number only as long as it fits one.
        let ends = text[..end].char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
        let mut ends: Vec<usize> = ends.chain([end]).collect();
        ends.reverse();
        let whole = |at: &usize| {
            let group = text[..*at].trim_end().chars().rev().take_while(char::is_ascii_digit).count();
            group > 1 && text[*at..].chars().next().is_none_or(|c| !c.is_alphanumeric())
        };
        ends.into_iter().filter(whole).find_map(|at| {
            Some((Self::read(&text[..at])?, text[at..].trim_start_matches([':', '：', ',', '，', ' '])))
        })
    }

    /// As it is kept and shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its last digits: what an index can find it by.
    pub fn tail(&self) -> &str {
        let digits = self.digits();
        &digits[digits.len().saturating_sub(TAIL)..]
    }

    /// Whether both may be the same line: alike with their country codes, or alike as far as the one without goes.
    pub fn is_meant_by(&self, other: &Self) -> bool {
        if self.0.starts_with('+') && other.0.starts_with('+') {
            return self == other;
        }
        let (a, b) = (self.significant(), other.significant());
        let shorter = a.len().min(b.len());
        shorter >= TAIL - 1 && (a.ends_with(b) || b.ends_with(a))
    }

    fn digits(&self) -> &str {
        self.0.trim_start_matches('+')
    }

    /// Without the zeros one dials before it at home.
    fn significant(&self) -> &str {
        self.digits().trim_start_matches('0')
    }
}

fn is_of_a_number(c: char) -> bool {
    c.is_ascii_digit() || " +-()./–（）".contains(c)
}

#[cfg(test)]
mod tests {
    use super::Phone;

    fn read(text: &str) -> Option<String> {
        Phone::read(text).map(|phone| phone.as_str().to_owned())
    }

    #[test]
    fn a_number_is_read_however_it_is_grouped() {
        assert_eq!(read("+49 (170) 123-45 67").as_deref(), Some("+491701234567"));
        assert_eq!(read("0049 170 1234567").as_deref(), Some("+491701234567"));
        assert_eq!(read("(+86) 138 0013 8000").as_deref(), Some("+8613800138000"));
        assert_eq!(read("0170/123 45 67").as_deref(), Some("01701234567"));
        for other in ["", "12345", "A-4471", "call me", "1234567890123456", "170 123 456 x"] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn the_number_a_line_begins_with_is_told_from_what_follows() {
        let leading =
            |text| Phone::leading(text).map(|(phone, rest)| (phone.as_str().to_owned(), rest.to_owned()));
        let german = "+491701234567".to_owned();
        assert_eq!(
            leading("+49 170 1234567 the zipper broke"),
            Some((german.clone(), "the zipper broke".into()))
        );
        assert_eq!(leading("+49 170 1234567: zipper"), Some((german.clone(), "zipper".into())));
        assert_eq!(leading("+491701234567 2 zippers broke"), Some((german, "2 zippers broke".into())));
        assert_eq!(leading("13800138000 拉链坏了"), Some(("13800138000".into(), "拉链坏了".into())));
        assert_eq!(leading("4471 the zipper"), None, "an order's number is too short for one");
        assert_eq!(leading("12345678ab broke"), None, "a word that goes on with letters is none");
    }

    #[test]
    fn numbers_are_alike_by_their_ends() {
        let phone = |text| Phone::read(text).expect("a number");
        let alike = |a, b| phone(a).is_meant_by(&phone(b)) && phone(b).is_meant_by(&phone(a));
        assert!(alike("+491701234567", "0170 1234567"), "the code was left out");
        assert!(alike("1701234567", "01701234567"));
        assert!(!alike("+491701234567", "+431701234567"), "two countries");
        assert!(!alike("0170 1234567", "0171 1234567"));
        assert_eq!(phone("+49 170 1234567").tail(), phone("0170 1234567").tail());
        assert_eq!(phone("0170 1234567").tail(), "1234567");
    }
}
