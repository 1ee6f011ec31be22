//! Texts: offsets both ways, parts that fit, names and words of strangers made harmless.

use aftercare::domain::text::{Mark, MarkKind, Rich, clean_name, defuse};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn mark(kind: MarkKind, from: usize, to: usize) -> Mark {
    Mark { kind, from, to }
}

#[test]
fn offsets_are_converted_both_ways() {
    // "😀" is four bytes and two units, "é" two bytes and one, "包" three and one.
    let rich = Rich::from_utf16("😀é包 bag", [(MarkKind::Bold, 2, 2), (MarkKind::Code, 5, 3)]);
    assert_eq!(rich.marks, [mark(MarkKind::Bold, 4, 9), mark(MarkKind::Code, 10, 13)]);
    assert_eq!(rich.utf16_marks(), [(MarkKind::Bold, 2, 2), (MarkKind::Code, 5, 3)]);
    assert_eq!(rich.utf16_len(), 8);
}

#[test]
fn marks_that_do_not_fit_are_brought_in_or_dropped() {
    let kinds = Rich::from_utf16(
        "a😀b",
        [
            (MarkKind::Bold, 0, 99),
            (MarkKind::Italic, 2, 1),
            (MarkKind::Code, 9, 1),
            (MarkKind::Strike, usize::MAX, 2),
        ],
    );
    assert_eq!(kinds.marks, [mark(MarkKind::Bold, 0, 6), mark(MarkKind::Italic, 1, 5)]);
    let within = Rich::new("😀", vec![mark(MarkKind::Bold, 1, 3)]);
    assert_eq!(within.marks, []);
}

#[test]
fn parts_end_with_lines_then_words_then_graphemes() {
    let texts = |text: &str, limit| {
        Rich::plain(text).split(limit).into_iter().map(|part| part.text).collect::<Vec<_>>()
    };
    assert_eq!(texts("", 10), Vec::<String>::new());
    assert_eq!(texts("short", 10), ["short"]);
    assert_eq!(texts("one two\nthree four", 12), ["one two\n", "three four"]);
    assert_eq!(texts("one two three", 9), ["one two ", "three"]);
    assert_eq!(texts("a\nbcdefghijk", 8), ["a\nbcdefg", "hijk"], "no part of one letter");
    assert_eq!(texts("拉链坏了。不能用了", 6), ["拉链坏了。", "不能用了"]);
    assert_eq!(texts("aaa👩‍🚀b", 5), ["aaa", "👩‍🚀", "b"], "an astronaut is one grapheme of five units");
    assert_eq!(texts("👩‍🚀", 4), ["👩‍", "🚀"]);
    assert_eq!(texts("😀😀", 0), ["😀", "😀"]);
}

#[test]
fn marks_are_cut_and_continued() {
    let link = MarkKind::Link("https://example.com".to_owned());
    let rich = Rich::new("one two three", vec![mark(MarkKind::Bold, 4, 13), mark(link.clone(), 0, 3)]);
    let parts = rich.split(9);
    assert_eq!(parts[0], Rich::new("one two ", vec![mark(MarkKind::Bold, 4, 8), mark(link, 0, 3)]));
    assert_eq!(parts[1], Rich::new("three", vec![mark(MarkKind::Bold, 0, 5)]));
    assert_eq!(Rich::concat(parts), rich, "one mark again");
}

#[test]
fn a_header_moves_the_marks() {
    let header = Rich::new("Mei: ", vec![mark(MarkKind::Bold, 0, 4)]);
    let text = Rich::new("broken", vec![mark(MarkKind::Italic, 0, 6)]).prefix(header);
    assert_eq!(
        text,
        Rich::new("Mei: broken", vec![mark(MarkKind::Bold, 0, 4), mark(MarkKind::Italic, 5, 11)])
    );
}

#[test]
fn names_cannot_disguise_themselves() {
    for (name, shown) in [
        ("Mei Chen", "Mei Chen"),
        ("  Mei\n\tChen ", "Mei Chen"),
        ("Mei\u{202E}nehC\u{2066}\u{200B}\u{0}", "MeinehC"),
        ("陈美", "陈美"),
        ("\u{3164}\u{2060} \u{200D}", "customer"),
        ("", "customer"),
    ] {
        assert_eq!(clean_name(name, "customer"), shown);
    }
    assert_eq!(clean_name(&"x".repeat(100), "customer"), "x".repeat(64));
    let accented = format!("{}e\u{301}\u{301}", "x".repeat(62));
    assert_eq!(clean_name(&accented, "customer"), "x".repeat(62), "no grapheme is cut");
}

#[test]
fn strangers_mention_nobody() {
    for (text, safe) in [
        ("@admin", "@|admin"),
        ("hello @admin /ban #urgent", "hello @|admin /|ban #|urgent"),
        ("您好@admin，#退款", "您好@|admin，#|退款"),
        ("/start@somebot", "/|start@somebot"),
        ("@everyone x@everyone @here", "@|everyone x@|everyone @|here"),
        ("<@123> <@&45> <#67> </take:1>", "<@|123> <@|&45> <#|67> </|take:1>"),
        ("://@admin https://@admin https://x/@admin", "://@|admin https://@|admin https://x/@|admin"),
        ("(/take) \"@lin\"", "(/|take) \"@|lin\""),
        ("@@a ##b", "@@|a ##|b"),
    ] {
        assert_eq!(defuse(text), safe.replace('|', "\u{2060}"), "{text}");
    }
}

#[test]
fn what_can_be_copied_stays_whole() {
    for text in [
        "mei@example.com",
        "3/3/2026, 24/7, and/or",
        "https://example.com/@shop/#top",
        "看https://example.com/a?b=#c",
        "# heading @ noon / #",
        "C# 5 @ 3",
    ] {
        assert_eq!(defuse(text), text);
    }
}

#[test]
fn defused_marks_stay_where_they_were() {
    let inside = MarkKind::Link("tg://user?id=1".to_owned());
    let page = MarkKind::Link("https://example.com".to_owned());
    let rich = Rich::new(
        "hi @lin now",
        vec![
            mark(MarkKind::Bold, 3, 7),
            mark(MarkKind::Code, 8, 11),
            mark(inside, 0, 2),
            mark(page.clone(), 0, 2),
        ],
    );
    let safe = rich.defused();
    assert_eq!(safe.text, "hi @\u{2060}lin now");
    assert_eq!(safe.marks, [mark(MarkKind::Bold, 3, 10), mark(MarkKind::Code, 11, 14), mark(page, 0, 2)]);
}

/// Texts with what makes trouble: surrogates, joined emoji, marks on letters, line ends, flags, signs.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        select(vec![
            "a",
            "zip ",
            "\n",
            "\r\n",
            "é",
            "e\u{301}",
            "包",
            "😀",
            "👩‍🚀",
            "🇨🇳",
            "。",
            " ",
            "@lin",
            "/go",
            "#x",
            "<",
            "\u{2060}"
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
        select(vec!["https://a.cn/", "http://", "everyone", "mei@a.cn", "\u{202E}"]).prop_map(str::to_owned),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn rich() -> impl Strategy<Value = Rich> {
    let kinds =
        select(vec![MarkKind::Bold, MarkKind::Code, MarkKind::Pre(Some("rust".to_owned())), MarkKind::Quote]);
    (text(), vec((kinds, 0_usize..120, 1_usize..60), 0..5))
        .prop_map(|(text, marks)| Rich::from_utf16(text, marks))
}

/// The kinds that cover each byte.
fn looks(rich: &Rich) -> Vec<Vec<&MarkKind>> {
    let at = |byte| {
        let covering = rich.marks.iter().filter(move |mark| mark.from <= byte && byte < mark.to);
        let mut kinds: Vec<&MarkKind> = covering.map(|mark| &mark.kind).collect();
        kinds.sort_by_key(|kind| format!("{kind:?}"));
        kinds.dedup();
        kinds
    };
    (0..rich.text.len()).map(at).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn parts_fit_and_make_the_whole(rich in rich(), limit in 2_usize..50) {
        let parts = rich.split(limit);
        for part in &parts {
            prop_assert!(part.utf16_len() <= limit && !part.text.is_empty());
            prop_assert!(part.marks.iter().all(|mark| part.text.get(mark.from..mark.to).is_some_and(|marked| !marked.is_empty())));
        }
        let whole = Rich::concat(parts);
        prop_assert_eq!(looks(&whole), looks(&rich));
        prop_assert_eq!(whole.text, rich.text);
    }

    #[test]
    fn graphemes_stay_whole_where_they_fit(rich in rich(), limit in 20_usize..50) {
        use unicode_segmentation::UnicodeSegmentation as _;
        let longest = rich.text.graphemes(true).map(|grapheme| grapheme.encode_utf16().count()).max().unwrap_or(0);
        prop_assume!(longest <= limit);
        let ends: Vec<usize> = rich.text.grapheme_indices(true).map(|(at, _)| at).chain([rich.text.len()]).collect();
        let mut at = 0;
        for part in rich.split(limit) {
            at += part.text.len();
            prop_assert!(ends.contains(&at));
        }
    }

    #[test]
    fn units_there_and_back_are_the_same(rich in rich()) {
        prop_assert_eq!(Rich::from_utf16(rich.text.clone(), rich.utf16_marks()), rich);
    }

    #[test]
    fn made_safe_twice_is_made_safe_once(rich in rich()) {
        let once = rich.clone().defused();
        prop_assert_eq!(&once.text, &defuse(&rich.text));
        prop_assert_eq!(once.clone().defused(), once.clone());
        prop_assert_eq!(once.text.replace('\u{2060}', ""), rich.text.replace('\u{2060}', ""));
        let name = clean_name(&rich.text, "customer");
        prop_assert!(name.chars().count() <= 64);
        prop_assert_eq!(clean_name(&name, "customer"), name);
    }
}
