//! Case references: what is typed finds the case or says what is wrong with it.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use aftercare::domain::reference::{Prefix, Reference, ReferenceError};
use proptest::prelude::*;

const SYMBOLS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn hx() -> Prefix {
    Prefix::new("HX").unwrap()
}

fn parse(text: &str) -> Result<Reference, ReferenceError> {
    text.parse()
}

/// The characters after the prefix, without dashes.
fn body(reference: &Reference) -> Vec<char> {
    reference.to_string().chars().skip(2).filter(|character| *character != '-').collect()
}

fn with_body(body: &[char]) -> Result<Reference, ReferenceError> {
    parse(&format!("HX{}", body.iter().collect::<String>()))
}

#[test]
fn is_grouped_for_reading_aloud() {
    assert_eq!(Reference::new(hx(), 0).to_string(), "HX-0000-0000-000");
    assert_eq!(Reference::new(hx(), 1).to_string(), "HX-0000-0000-012");
    assert!(Reference::new(hx(), u64::MAX).to_string().starts_with("HX-ZZZZ-ZZZZ-ZZ"));
    assert_eq!(Reference::new(hx(), u64::MAX), Reference::new(hx(), (1 << 50) - 1), "fifty bits count");
}

#[test]
fn reads_what_people_type() {
    let reference = Reference::new(hx(), 0x1_2345_6789_ABCD & !0x1F);
    let written = reference.to_string();
    let digits = written.replace('-', "");
    for typed in [
        written.clone(),
        written.to_lowercase(),
        digits.clone(),
        format!("  {} ", written.replace('-', " ")),
        written.replace('-', "—"),
        written.replace('0', "o").replace('1', "l"),
        written.replace('0', "O").replace('1', "I"),
        written.chars().map(|plain| char::from_u32(u32::from(plain) + 0xFEE0).unwrap()).collect(),
        format!("#{written}"),
    ] {
        assert_eq!(parse(&typed), Ok(reference.clone()), "{typed}");
        assert_eq!(hx().read(&typed), Ok(reference.clone()), "{typed}");
    }
    assert_eq!(hx().read(&digits[2..]), Ok(reference.clone()), "the prefix goes without saying");
    assert_eq!(serde_json::from_value::<Reference>(written.into()).unwrap(), reference);
}

#[test]
fn says_what_is_wrong() {
    let written = Reference::new(hx(), 7).to_string();
    assert_eq!(parse(""), Err(ReferenceError::NoPrefix));
    assert_eq!(parse("0000-0000-012"), Err(ReferenceError::NoPrefix));
    assert_eq!(parse(&written[..written.len() - 1]), Err(ReferenceError::Length { found: 10 }));
    assert_eq!(parse(&format!("{written}00000")), Err(ReferenceError::Length { found: 16 }));
    assert_eq!(parse("HX-ABCD"), Err(ReferenceError::Length { found: 4 }));
    assert_eq!(parse("HX-ABCD-EFGH-J"), Err(ReferenceError::Length { found: 9 }));
    assert_eq!(parse("HX"), Err(ReferenceError::Length { found: 0 }));
    assert_eq!(parse("HX-0000-00U0-000"), Err(ReferenceError::Character('U')));
    assert_eq!(parse("HX-0000-00é0-000"), Err(ReferenceError::Character('é')));
    assert_eq!(parse("HX-0000-0000-013"), Err(ReferenceError::Check));
    let other = Reference::new(Prefix::new("AB").unwrap(), 7);
    let found = Prefix::new("ab").unwrap();
    assert_eq!(hx().read(&other.to_string()), Err(ReferenceError::OtherPrefix { expected: hx(), found }));
    for prefix in ["", "ABCDE", "H1", "É"] {
        assert_eq!(Prefix::new(prefix), Err(ReferenceError::Prefix(prefix.to_owned())));
    }
}

/// The check is linear, so one reference would do; a few more cost nothing.
#[test]
fn every_wrong_character_is_noticed() {
    for random in [0, 1, 0x0003_1415_9265_3589, 0x0002_7182_8182_8459, u64::MAX] {
        let right = body(&Reference::new(hx(), random));
        for place in 0..right.len() {
            for symbol in SYMBOLS.chars().filter(|symbol| *symbol != right[place]) {
                let mut wrong = right.clone();
                wrong[place] = symbol;
                assert_eq!(with_body(&wrong), Err(ReferenceError::Check), "{wrong:?}");
            }
        }
    }
}

/// Every pair of different symbols at every pair of places.
#[test]
fn every_swap_is_noticed() {
    for (first, second) in (0..11_usize).flat_map(|first| (first + 1..11).map(move |second| (first, second)))
    {
        for (one, other) in SYMBOLS.chars().flat_map(|one| SYMBOLS.chars().map(move |other| (one, other))) {
            let Some(right) = having(first, one, second, other) else { continue };
            let mut wrong = right.clone();
            wrong.swap(first, second);
            assert!(with_body(&right).is_ok());
            assert_eq!(with_body(&wrong).is_err(), one != other, "{right:?}");
        }
    }
}

/// A right body with these symbols at these places, the check character fitting; `None` when the second place is the
/// check's and another symbol belongs there.
fn having(first: usize, one: char, second: usize, other: char) -> Option<Vec<char>> {
    let value = |symbol: char| u64::try_from(SYMBOLS.find(symbol).unwrap()).unwrap();
    let shift = |place: usize| 5 * (9 - place);
    if second < 10 {
        let bits = 0x0001_0842_1084_2108 & !(31 << shift(first)) & !(31 << shift(second));
        return Some(body(&Reference::new(
            hx(),
            bits | value(one) << shift(first) | value(other) << shift(second),
        )));
    }
    let free = usize::from(first == 0);
    (0..32)
        .map(|filling| body(&Reference::new(hx(), value(one) << shift(first) | filling << shift(free))))
        .find(|body| body[10] == other)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn written_and_read_is_the_same(prefix in "[A-Z]{1,4}", random: u64) {
        let reference = Reference::new(Prefix::new(&prefix).unwrap(), random);
        prop_assert_eq!(parse(&reference.to_string()), Ok(reference.clone()));
        prop_assert_eq!(parse(&reference.to_string().replace('-', "").to_lowercase()), Ok(reference));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,24}") {
        if let Ok(reference) = parse(&text) {
            prop_assert_eq!(parse(&reference.to_string()), Ok(reference));
        }
    }
}
