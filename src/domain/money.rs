//! Money: whole minor units of one currency. Nothing here is ever a fraction of a cent, and nothing is rounded.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Chinese yuan.
    Cny,
    /// US dollar.
    Usd,
    /// Euro.
    Eur,
    /// Pound sterling.
    Gbp,
    /// Hong Kong dollar.
    Hkd,
    /// Singapore dollar.
    Sgd,
    /// Australian dollar.
    Aud,
    /// Canadian dollar.
    Cad,
    /// Swiss franc.
    Chf,
    /// Japanese yen, which has no smaller unit.
    Jpy,
    /// South Korean won, which has no smaller unit.
    Krw,
    /// Kuwaiti dinar, of a thousand fils.
    Kwd,
}

impl Currency {
    /// Every currency.
    pub const ALL: [Self; 12] = [
        Self::Cny,
        Self::Usd,
        Self::Eur,
        Self::Gbp,
        Self::Hkd,
        Self::Sgd,
        Self::Aud,
        Self::Cad,
        Self::Chf,
        Self::Jpy,
        Self::Krw,
        Self::Kwd,
    ];

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cny => "CNY",
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Gbp => "GBP",
            Self::Hkd => "HKD",
            Self::Sgd => "SGD",
            Self::Aud => "AUD",
            Self::Cad => "CAD",
            Self::Chf => "CHF",
            Self::Jpy => "JPY",
            Self::Krw => "KRW",
            Self::Kwd => "KWD",
        }
    }

    /// The one of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code().eq_ignore_ascii_case(code))
    }

    /// How people write it besides. A sign that several currencies share is the desk's own, where it has one of them.
    const fn signs(self) -> &'static [&'static str] {
        match self {
            Self::Cny => &["人民币", "RMB", "CN¥", "¥", "￥", "元", "块"],
            Self::Usd => &["美元", "美金", "US$", "$", "＄"],
            Self::Eur => &["欧元", "€"],
            Self::Gbp => &["英镑", "£", "￡"],
            Self::Hkd => &["港元", "港币", "HK$", "$", "＄"],
            Self::Sgd => &["新加坡元", "新元", "S$", "$", "＄"],
            Self::Aud => &["澳元", "A$", "$", "＄"],
            Self::Cad => &["加元", "C$", "$", "＄"],
            Self::Chf => &["瑞士法郎", "SFR", "FR."],
            Self::Jpy => &["日元", "円", "JP¥", "¥", "￥"],
            Self::Krw => &["韩元", "₩", "￦"],
            Self::Kwd => &["科威特第纳尔", "KD"],
        }
    }

    /// Digits behind the point.
    pub const fn digits(self) -> usize {
        match self {
            Self::Jpy | Self::Krw => 0,
            Self::Kwd => 3,
            Self::Cny
            | Self::Usd
            | Self::Eur
            | Self::Gbp
            | Self::Hkd
            | Self::Sgd
            | Self::Aud
            | Self::Cad
            | Self::Chf => 2,
        }
    }
}

/// An amount that is not negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// In the smallest unit of the currency.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

impl Money {
    /// The largest amount anybody may write: a thousand million of the smallest units.
    pub const MOST: i64 = 1_000_000_000;

    /// Nothing at all.
    pub const fn nothing(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Reads what people write: `320`, `320.5`, `1,320.50`, `320,50`, `1.320,50`, `USD 320`, `$320`. Of two separators the last is
    /// the point; a single one is the point unless exactly three digits follow it. More digits behind the point than
    /// the currency has are not money, and neither is another currency.
    pub fn read(text: &str, currency: Currency) -> Option<Self> {
        let upper = text.trim().to_uppercase();
        let names = || std::iter::once(currency.code()).chain(currency.signs().iter().copied());
        let bare = names().find_map(|name| upper.strip_prefix(name).or_else(|| upper.strip_suffix(name)));
        let digits: String = bare.unwrap_or(&upper).trim().chars().map(super::text::half_width).collect();
        minor(&digits, currency.digits()).map(|minor| Self { minor, currency })
    }
}

/// The smallest units that a number comes to.
fn minor(number: &str, digits: usize) -> Option<i64> {
    let separator = |c: char| matches!(c, '.' | ',');
    let point = number.rfind(separator).filter(|at| {
        let behind = number.len() - at - 1;
        let several = number[..*at].contains(separator);
        // Why: "1,320" is more than a thousand in most hands, and "1,320.50" says itself what its comma is.
        behind != 3 || digits == 3 || several && !number[..*at].contains(&number[*at..=*at])
    });
    let (whole, part) = point.map_or((number, ""), |at| (&number[..at], &number[at + 1..]));
    let groups: Vec<&str> = whole.split(separator).collect();
    let grouped = groups.len() == 1 || groups[1..].iter().all(|group| group.len() == 3);
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let whole: String = groups.concat();
    if whole.is_empty() || !grouped || !plain(&whole) || !plain(part) || part.len() > digits {
        return None;
    }
    if point.is_some() && part.is_empty() {
        return None;
    }
    format!("{whole}{part:0<digits$}").parse().ok().filter(|minor| *minor <= Money::MOST)
}

impl Money {
    /// The number alone, in groups of three: "1,320.50". Readers of both languages group and point so.
    pub fn number(self) -> String {
        let digits = self.currency.digits();
        let plain = format!("{:0>width$}", self.minor, width = digits + 1);
        let (whole, part) = plain.split_at(plain.len() - digits);
        let first = whole.len() % 3;
        let mut groups: Vec<&str> = Vec::new();
        groups.extend((first > 0).then(|| &whole[..first]));
        groups.extend((first..whole.len()).step_by(3).map(|at| &whole[at..at + 3]));
        let whole = groups.join(",");
        if digits == 0 { whole } else { format!("{whole}.{part}") }
    }
}

impl fmt::Display for Money {
    /// The code and the number with all its digits: "USD 1320.50".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.currency.digits();
        let number = format!("{:0>width$}", self.minor, width = digits + 1);
        let (whole, part) = number.split_at(number.len() - digits);
        match digits {
            0 => write!(f, "{} {whole}", self.currency.code()),
            _ => write!(f, "{} {whole}.{part}", self.currency.code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_read() {
        for (text, minor) in [
            ("320", Some(32_000)),
            ("320.5", Some(32_050)),
            ("320,50", Some(32_050)),
            ("1,320.50", Some(132_050)),
            ("1.320,50", Some(132_050)),
            ("1,320", Some(132_000)),
            ("1.320.000", Some(132_000_000)),
            ("usd 320", Some(32_000)),
            ("320 USD", Some(32_000)),
            ("３２０", Some(32_000)),
            ("$320", Some(32_000)),
            ("US$ 320.50", Some(32_050)),
            ("1,320.50 美元", Some(132_050)),
            ("320 元", None),
            ("$", None),
            ("0", Some(0)),
            ("0.00", Some(0)),
            ("320.505", Some(32_050_500)),
            ("", None),
            (".", None),
            ("320.", None),
            ("-5", None),
            ("+5", None),
            ("1,32,50", None),
            ("12,34.5", None),
            ("EUR 5", None),
            ("five", None),
            ("99999999999999999999", None),
        ] {
            let read = Money::read(text, Currency::Usd).map(|money| money.minor);
            assert_eq!(read, minor, "{text:?}");
        }
        assert_eq!(Money::read("1,320", Currency::Jpy).map(|m| m.minor), Some(1_320));
        assert_eq!(Money::read("￥80", Currency::Cny).map(|m| m.minor), Some(8_000));
        assert_eq!(Money::read("80块", Currency::Cny).map(|m| m.minor), Some(8_000));
        assert_eq!(Money::read("5.5", Currency::Jpy), None, "there is no half yen");
        assert_eq!(Money::read("1.320", Currency::Kwd).map(|m| m.minor), Some(1_320));
    }

    #[test]
    fn an_amount_is_written_with_all_its_digits_and_read_back() {
        let written = |minor, currency| Money { minor, currency }.to_string();
        assert_eq!(written(0, Currency::Usd), "USD 0.00");
        assert_eq!(written(5, Currency::Usd), "USD 0.05");
        assert_eq!(written(132_050, Currency::Cny), "CNY 1320.50");
        assert_eq!(written(1_320, Currency::Jpy), "JPY 1320");
        assert_eq!(written(0, Currency::Jpy), "JPY 0");
        assert_eq!(written(1_320, Currency::Kwd), "KWD 1.320");
        let number = |minor, currency| Money { minor, currency }.number();
        assert_eq!(number(0, Currency::Usd), "0.00");
        assert_eq!(number(132_050, Currency::Usd), "1,320.50");
        assert_eq!(number(100_000_000_000, Currency::Usd), "1,000,000,000.00");
        assert_eq!(number(99_999, Currency::Usd), "999.99");
        assert_eq!(number(1_320, Currency::Jpy), "1,320");
        assert_eq!(number(1_320_000, Currency::Kwd), "1,320.000");
        for currency in Currency::ALL {
            assert_eq!(Currency::from_code(currency.code()), Some(currency));
            for minor in [0, 1, 9, 10, 99, 100, 101, 999, 1_000, 123_456_789] {
                let money = Money { minor, currency };
                assert_eq!(Money::read(&money.to_string(), currency), Some(money), "{money}");
                assert_eq!(Money::read(&money.number(), currency), Some(money), "{}", money.number());
            }
        }
    }
}
