//! Order numbers: however one is written, it is found by the same key.

use aftercare::domain::order::Number;
use proptest::prelude::*;

fn key(text: &str) -> Option<String> {
    Number::read(text).map(|number| number.key().to_owned())
}

/// A character as a Chinese keyboard types it.
fn full_width(c: char) -> char {
    match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[test]
fn what_is_a_number_and_what_is_none() {
    for text in [
        "A-4471",
        "a 4471",
        "a4471",
        "#A–4471",
        " A.4471 ",
        "Ａ－４４７１",
        "A\u{200B}4471",
        "«A/4471»",
        "A\u{115F}4471",
    ] {
        assert_eq!(key(text).as_deref(), Some("A4471"), "{text}");
    }
    for text in
        ["", "A-", "1", "order", "－－－", "0\u{115F}", &"7".repeat(41), &format!("1{}2", "- ".repeat(40))]
    {
        assert_eq!(key(text), None, "{text}");
    }
}

#[test]
fn digits_alone_mean_a_number_with_letters_but_not_the_other_way_round() {
    let number = |text| Number::read(text).expect("a number");
    assert!(number("A-4471").is_meant_by(&number("4471")));
    assert!(number("A-4471").is_meant_by(&number("a4471")));
    assert!(!number("A-4471").is_meant_by(&number("B-4471")));
    assert!(!number("4471").is_meant_by(&number("A-4471")));
    assert!(!number("A-4471").is_meant_by(&number("447")));
}

proptest! {
    #[test]
    fn a_key_is_its_own_key(text in "\\PC{0,90}") {
        if let Some(number) = Number::read(&text) {
            let again = key(number.key());
            prop_assert_eq!(again.as_deref(), Some(number.key()));
            let of_written = key(number.written());
            prop_assert_eq!(of_written.as_deref(), Some(number.key()), "{}", number.written());
        }
    }

    #[test]
    fn case_width_spaces_and_dashes_do_not_matter(
        code in "[A-Za-z]{0,4}[0-9]{3,9}",
        signs in proptest::collection::vec((0..16usize, proptest::sample::select(vec![' ', '-', '–', '/', '.', '#'])), 0..5),
        lower in any::<bool>(),
        wide in any::<bool>(),
    ) {
        let mut written: Vec<char> = code.chars().collect();
        for (at, sign) in signs {
            written.insert(at % (written.len() + 1), sign);
        }
        let written: String = written.into_iter().collect();
        let written = if lower { written.to_lowercase() } else { written.to_uppercase() };
        let written: String = if wide { written.chars().map(full_width).collect() } else { written };
        prop_assert_eq!(key(&written), Some(code.to_uppercase()), "{}", written);
    }
}
