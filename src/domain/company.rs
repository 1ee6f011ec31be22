//! Companies that buy wholesale. Who buys for one is a lead's word, kept in a row; what somebody calls themselves, or is
//! called on a platform, makes them nobody's buyer.

use super::{
    id::CompanyId,
    text::{clean_name, half_width},
};

/// Letters and digits a name has at least, and characters at most.
const SHORTEST: usize = 2;
const LONGEST: usize = 64;

/// A company, as a decision sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its row.
    pub id: CompanyId,
    /// As it was written first.
    pub name: String,
}

/// A company's name, and the key it is found by: `Hansa Trading` and `hansa-trading` are one company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    written: String,
    key: String,
}

impl Name {
    /// Reads a name: one line of at most 64 characters, with two letters or digits in it.
    pub fn read(text: &str) -> Option<Self> {
        let narrow: String = text.trim().chars().map(half_width).collect();
        let key: String =
            narrow.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect();
        let fits = key.chars().count() >= SHORTEST && text.trim().chars().count() <= LONGEST;
        let one_line = !text.trim().contains('\n');
        let written = clean_name(text.trim(), &key);
        (fits && one_line).then_some(Self { written, key })
    }

    /// As it is written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// What it is found by.
    pub fn key(&self) -> &str {
        &self.key
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn a_company_is_one_however_its_name_is_written() {
        let key = |text| Name::read(text).map(|name| name.key().to_owned());
        assert_eq!(key("Hansa Trading GmbH"), key(" hansa-trading gmbh. "));
        assert_eq!(key("华泰 贸易"), key("华泰贸易"));
        assert_eq!(key("ＨＸ　Trading"), key("hx trading"));
        assert_ne!(key("Hansa Trading"), key("Hansa Trade"));
        for nothing in ["", " - ", "x", "two\nlines", &"x".repeat(65)] {
            assert_eq!(Name::read(nothing), None, "{nothing}");
        }
    }
}
