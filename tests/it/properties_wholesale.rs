//! Lines out of any text: nothing panics, nothing is passed over, and what was taken is what is echoed, in both
//! languages, so that an echoed line can be sent back.

use std::sync::LazyLock;

use aftercare::domain::{
    catalogue::Catalogue,
    dialogue::{Answers, Entry, Question, Value, table},
    lang::Lang,
    wholesale::{Item, MOST, read},
};
use proptest::prelude::*;

use crate::talk::reader;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded().expect("the catalogue"));

/// A word as it may stand in a list.
fn word() -> impl Strategy<Value = String> {
    let known = [
        "VC-210",
        "TB-24",
        "Nova 24",
        "lot",
        "lot:",
        "L2026-02",
        "carton",
        "7",
        "12",
        "500",
        "x3",
        "4pcs",
        "件",
        "12件",
        "received",
        "inspected",
        "defective",
        "ordered",
        "missing",
        "批号",
        "批号L9",
        "收货",
        "收货500",
        "不良",
        "箱号",
        "sku",
        "qty",
        "货号",
        "1.",
        "2)",
        "0",
        "-3",
        "1.5",
        "(2.4%)",
        "\"",
        "sku:",
        "4294967296",
        "１２",
        "，",
        "；",
    ];
    prop_oneof![5 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

fn line() -> impl Strategy<Value = String> {
    let sign = proptest::sample::select(vec![" ", " ", ", ", ";", "\t", " · ", "|"]);
    (prop::collection::vec(word(), 0..8), sign).prop_map(|(words, sign)| words.join(sign))
}

fn pasted() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::collection::vec(line(), 0..8).prop_map(|lines| lines.join("\n")),
        1 => "(?s).{0,200}",
    ]
}

/// The echo of lines, as it stands in a chat.
fn echo(items: &[Item], lang: Lang) -> Vec<String> {
    let entry = Entry::pressed(Value::Items(items.to_vec()));
    let answers = Answers([(Question::Lines, entry)].into());
    table(&answers, usize::MAX).iter().map(|line| CATALOGUE.words(line, &reader(lang))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_line_is_taken_or_named(text in pasted(), missing in any::<bool>(), room in 0..=MOST) {
        let found = read(&text, room, missing);
        let lines = text.chars().map(aftercare::domain::text::half_width).collect::<String>();
        let lines = lines.lines().filter(|line| !line.trim().is_empty()).count();
        let told = found.items.len() + found.unread.len();
        prop_assert!(told == lines || told + 1 == lines, "{told} of {lines}");
        prop_assert!(found.items.len() <= room);
        for item in &found.items {
            prop_assert!(!item.sku.is_empty() && !item.counts.is_empty());
            prop_assert_eq!(item.counts.misfit(missing), None);
        }
    }

    #[test]
    fn what_was_taken_is_what_is_echoed(text in pasted()) {
        let items = read(&text, MOST, false).items;
        for lang in Lang::ALL {
            let echoed = echo(&items, lang);
            let again = read(&echoed.join("\n"), MOST, false);
            prop_assert_eq!(&again.items, &items, "{:?}", &echoed);
            prop_assert!(again.is_whole());
            for (item, line) in items.iter().zip(&echoed) {
                let marks = [Some(&item.sku), item.lot.as_ref(), item.carton.as_ref()];
                prop_assert!(marks.into_iter().flatten().all(|mark| line.contains(mark.as_str())), "{line}");
            }
        }
    }
}
