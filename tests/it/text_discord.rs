//! Texts as Discord writes them: what is shown is what was written, parts fit, nobody is called.
//!
//! `read` follows the patterns Discord's clients read markdown by, so that reading a rendering tells what is seen.

use aftercare::domain::text::discord::{Mention, read, read_naming, render, split};
use aftercare::domain::text::{Mark, MarkKind, Rich};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use unicode_segmentation::UnicodeSegmentation as _;

const JOINER: char = '\u{2060}';

fn mark(kind: MarkKind, from: usize, to: usize) -> Mark {
    Mark { kind, from, to }
}

fn link(url: &str) -> MarkKind {
    MarkKind::Link(url.to_owned())
}

fn marked(text: &str, kind: MarkKind) -> Rich {
    Rich::new(text, vec![mark(kind, 0, text.len())])
}

#[test]
fn each_look_is_written_down() {
    let page = "https://a.example/x";
    for (kind, text, written) in [
        (MarkKind::Bold, "zip", "**zip**"),
        (MarkKind::Italic, "zip", "*zip*"),
        (MarkKind::Underline, "zip", "__zip__"),
        (MarkKind::Strike, "zip", "~~zip~~"),
        (MarkKind::Spoiler, "zip", "||zip||"),
        (MarkKind::Code, "a*b", "`a*b`"),
        (MarkKind::Code, "a`b", "``a`b``"),
        (MarkKind::Code, "`", "`` ` ``"),
        (MarkKind::Pre(None), "a\n*b*", "```\na\n*b*\n```"),
        (MarkKind::Pre(Some("rust".into())), "fn", "```rust\nfn\n```"),
        (MarkKind::Pre(Some("no such".into())), "fn", "```\nfn\n```"),
        (MarkKind::Quote, "a\n\nb", "> a\n> \n> b"),
        (link(page), "terms", "[terms](https://a.example/x)"),
        (link(page), page, "<https://a.example/x>"),
        (link("https://a.example/(x)"), "terms", "[terms](https://a.example/%28x%29)"),
        (link("tg://user?id=1"), "Mei", "Mei"),
        (link(page), "https://b.example/", "<https://b.example/>"),
        (link(page), "a[1]", "[a](https://a.example/x)\\[[1](https://a.example/x)]"),
        (MarkKind::Bold, " a \n b", " **a** \n **b**"),
        (MarkKind::Bold, "   ", "   "),
    ] {
        assert_eq!(render(&marked(text, kind.clone())), written, "{kind:?} {text}");
    }
}

#[test]
fn what_would_be_read_as_a_sign_is_escaped() {
    for (text, written) in [
        ("2 * 3 * 4", "2 \\* 3 \\* 4"),
        ("snake_case_name", "snake\\_case\\_name"),
        ("~5 | a", "\\~5 \\| a"),
        (
            "# one\n> two\n- three\n+ four\n12. five\n 1.5 six\n7.",
            "\\# one\n\\> two\n\\- three\n\\+ four\n12\\. five\n 1.5 six\n7\\.",
        ),
        ("a # b > c - d 1. e", "a # b > c - d 1. e"),
        ("C:\\new `x`", "C:\\\\new \\`x\\`"),
        ("<#12> <t:0:R> <:a:1> </go:1>", "\\<#12> \\<t\\:0:R> \\<\\:a:1> \\</go:1>"),
        ("<@1> <@!1> <@&1>", "\\<\\@1> \\<\\@!1> \\<\\@&1>"),
        ("@everyone", "@\u{2060}everyone"),
        ("at 10:30, :smile: a:b", "at 10:30, \\:smile: a:b"),
        ("[a](https://b.example)", "\\[a](<https://b.example>)"),
        ("see https://a.example/b_c_d?x=*1*.", "see <https://a.example/b_c_d?x=*1>\\*."),
        ("看https://a.example/b，好", "看<https://a.example/b>，好"),
        ("(https://a.example/x_(y))", "(<https://a.example/x_(y)>)"),
        ("https://a.example/@everyone", "<https://a.example/>@\u{2060}everyone"),
        ("discord://a_b http://", "discord:\\//a\\_b http:\\//"),
    ] {
        assert_eq!(render(&Rich::plain(text)), written, "{text}");
    }
}

#[test]
fn looks_that_cross_come_out_nested() {
    let both = |first, second| render(&Rich::new("abcdef", vec![mark(first, 0, 4), mark(second, 2, 6)]));
    assert_eq!(both(MarkKind::Bold, MarkKind::Strike), "**ab~~cd~~**\u{2060}~~ef~~");
    assert_eq!(both(MarkKind::Bold, MarkKind::Italic), "**ab*cd***\u{2060}*ef*");
    assert_eq!(both(MarkKind::Bold, MarkKind::Code), "**ab`cd`**`ef`");
    assert_eq!(both(link("https://a.example"), MarkKind::Bold), "[ab**cd**](https://a.example)**ef**");
    let inside = Rich::new("a **b", vec![mark(MarkKind::Bold, 0, 5), mark(MarkKind::Code, 2, 5)]);
    assert_eq!(render(&inside), "**a** `**b`", "code keeps its stars, and the rest its look");
}

#[test]
fn code_that_holds_a_fence_is_words() {
    assert_eq!(render(&marked("a```b", MarkKind::Pre(None))), "a\\`\\`\\`b");
    assert_eq!(render(&marked("`a``", MarkKind::Code)), "\\`a\\`\\`");
}

#[test]
fn a_block_in_the_middle_of_words_stays_where_it_was() {
    let text = "see fn\n@here now";
    let pre = mark(MarkKind::Pre(None), 4, 12);
    let rich = Rich::new(text, vec![mark(MarkKind::Quote, 0, text.len()), pre]);
    assert_eq!(render(&rich), "> see ```\n> fn\n> @\u{2060}here\n> ``` now");
    let half = Rich::new(text, vec![mark(MarkKind::Quote, 0, 6), mark(MarkKind::Pre(None), 4, 12)]);
    assert_eq!(render(&half), "see ```\nfn\n@\u{2060}here\n``` now");
}

#[test]
fn what_people_type_is_read_as_it_is_seen() {
    let looks = |typed: &str| {
        let rich = read(typed);
        let shown = |mark: &Mark| (mark.kind.clone(), rich.text[mark.from..mark.to].to_owned());
        (rich.text.clone(), rich.marks.iter().map(shown).collect::<Vec<_>>())
    };
    let one = |kind: MarkKind, words: &str| vec![(kind, words.to_owned())];
    for (typed, text, marks) in [
        ("plain", "plain", vec![]),
        ("a **b** c", "a b c", one(MarkKind::Bold, "b")),
        ("*b* ", "b ", one(MarkKind::Italic, "b")),
        ("_b c_", "b c", one(MarkKind::Italic, "b c")),
        ("a_b_c 2 * 3 * 4", "a_b_c 2 * 3 * 4", vec![]),
        ("__b__", "b", one(MarkKind::Underline, "b")),
        ("~~b~~", "b", one(MarkKind::Strike, "b")),
        ("||b||", "b", one(MarkKind::Spoiler, "b")),
        ("`**b**`", "**b**", one(MarkKind::Code, "**b**")),
        ("``a`b``", "a`b", one(MarkKind::Code, "a`b")),
        ("```rs\nfn *x*\n```", "fn *x*", one(MarkKind::Pre(Some("rs".into())), "fn *x*")),
        ("```fn```", "fn", one(MarkKind::Pre(None), "fn")),
        ("> a\n> b\nc", "a\nb\nc", one(MarkKind::Quote, "a\nb")),
        (">>> a\nb", "a\nb", one(MarkKind::Quote, "a\nb")),
        ("a > b", "a > b", vec![]),
        ("[t](https://a.example \"x\")!", "t!", one(link("https://a.example"), "t")),
        ("[t](<https://a.example/(x)>)", "t", one(link("https://a.example/(x)"), "t")),
        ("[t](javascript:x)", "[t](javascript:x)", vec![]),
        ("\\*b\\* \\a \\", "*b* \\a \\", vec![]),
        ("https://a.example/b*c*d_e_", "https://a.example/b*c*d_e_", vec![]),
        ("<https://a.example>", "https://a.example", vec![]),
        ("<@12> <@!3> <@&4> <#5>", "@12 @3 @4 #5", vec![]),
        ("<:wave:12><a:ok:3> </claim new:4>", ":wave::ok: /claim new", vec![]),
        ("<t:0:R> <t:60>", "1970-01-01 00:00 UTC 1970-01-01 00:01 UTC", vec![]),
        ("<@x> <t:x> a < b", "<@x> <t:x> a < b", vec![]),
        ("**open *stars ~~and ||bars", "**open *stars ~~and ||bars", vec![]),
    ] {
        assert_eq!(looks(typed), (text.to_owned(), marks), "{typed}");
    }
    let nested = read("***a** b*");
    assert_eq!(nested.marks, [mark(MarkKind::Italic, 0, 3), mark(MarkKind::Bold, 0, 1)]);
}

#[test]
fn those_referred_to_are_called_by_name() {
    let name = |mention| match mention {
        Mention::Person(1) => Some("Lin".to_owned()),
        Mention::Role(2) => Some("staff".to_owned()),
        Mention::Channel(3) => Some("support".to_owned()),
        Mention::Person(_) | Mention::Role(_) | Mention::Channel(_) => None,
    };
    assert_eq!(read_naming("<@1> <@&2> <#3> <@9>", name).text, "@Lin @staff #support @9");
}

#[test]
fn parts_end_with_lines_then_words_then_graphemes() {
    let texts = |text: &str, limit| {
        split(&Rich::plain(text), limit).into_iter().map(|part| part.text).collect::<Vec<_>>()
    };
    assert_eq!(texts("", 10), Vec::<String>::new());
    assert_eq!(texts("short", 10), ["short"]);
    assert_eq!(texts("one two\nthree four", 12), ["one two\n", "three four"]);
    assert_eq!(texts("one two three", 9), ["one two ", "three"]);
    assert_eq!(texts("****", 5), ["**", "**"], "each is written as two");
    assert_eq!(texts("aaa👩‍🚀b", 5), ["aaa", "👩‍🚀b"], "an astronaut is three code points");
    assert_eq!(texts("👩‍🚀👩‍🚀", 4), ["👩‍🚀", "👩‍🚀"]);
    let long = format!("e{}", "\u{301}".repeat(9));
    assert_eq!(texts(&long, 4).iter().map(|part| part.chars().count()).collect::<Vec<_>>(), [4, 4, 2]);
    let bare = split(&marked("ab", link(&format!("https://a.example/{}", "x".repeat(300)))), 200);
    assert_eq!(bare.iter().map(render).collect::<Vec<_>>(), ["a", "b"], "no room for the look");
}

/// Pieces that make trouble together.
fn piece() -> impl Strategy<Value = String> {
    let signs = vec![
        "*",
        "**",
        "_",
        "__",
        "~~",
        "|",
        "||",
        "`",
        "``",
        "```",
        "\\",
        ">",
        "> ",
        ">>> ",
        "# ",
        "- ",
        "1. ",
        "<",
        ">",
        "[",
        "]",
        "](",
        ")",
        ":a:",
        "\n",
        " ",
        "a",
        "zip",
        "é",
        "e\u{301}",
        "包",
        "😀",
        "👩‍🚀",
        "。",
        "\u{2060}",
        "\u{FEFF}",
    ];
    let calls = vec![
        "@everyone",
        "@here",
        "@",
        "everyone",
        "<@1>",
        "<@!1>",
        "<@&1>",
        "<#1>",
        "<t:1:R>",
        "<:a:1>",
        "</a:1>",
    ];
    let addresses = vec!["https://a.example/b_c*d", "http://", "://", "https://é.example/", "x@everyone"];
    prop_oneof![
        6 => select(signs).prop_map(str::to_owned),
        2 => select(calls).prop_map(str::to_owned),
        1 => select(addresses).prop_map(str::to_owned),
        2 => "\\PC{0,5}",
    ]
}

fn kinds() -> Vec<MarkKind> {
    let rust = MarkKind::Pre(Some("rust".to_owned()));
    let mut kinds = simple();
    kinds.extend([
        MarkKind::Code,
        MarkKind::Pre(None),
        rust,
        MarkKind::Quote,
        link("https://a.example/@everyone"),
    ]);
    kinds
}

fn simple() -> Vec<MarkKind> {
    vec![MarkKind::Bold, MarkKind::Italic, MarkKind::Underline, MarkKind::Strike, MarkKind::Spoiler]
}

fn rich(kinds: Vec<MarkKind>) -> impl Strategy<Value = Rich> {
    let marks = vec((select(kinds), 0_usize..100, 1_usize..60), 0..6);
    (vec(piece(), 0..40), marks).prop_map(|(pieces, marks)| Rich::from_utf16(pieces.concat(), marks))
}

fn seen(text: &str) -> String {
    text.replace(JOINER, "")
}

/// Each character that can be seen, with its looks.
fn looks(rich: &Rich) -> Vec<(char, Vec<String>)> {
    let at = |(byte, character): (usize, char)| {
        let covering = rich.marks.iter().filter(|mark| mark.from <= byte && byte < mark.to);
        let mut kinds: Vec<String> = covering.map(|mark| format!("{:?}", mark.kind)).collect();
        kinds.sort();
        kinds.dedup();
        (character, kinds)
    };
    let visible = |(_, sign): &(usize, char)| !sign.is_whitespace() && *sign != JOINER && *sign != '\u{FEFF}';
    rich.text.char_indices().filter(visible).map(at).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1024) })]

    #[test]
    fn what_is_seen_is_what_was_written(rich in rich(kinds())) {
        let written = render(&rich);
        prop_assert_eq!(seen(&read(&written).text), seen(&rich.text), "{}", written);
    }

    #[test]
    fn looks_that_cross_are_seen_as_they_were(mut rich in rich(simple())) {
        // Why: an address is not written with every look.
        rich.text = rich.text.replace("http", "xxxx");
        let written = render(&rich);
        prop_assert_eq!(looks(&read(&written)), looks(&rich), "{}", written);
    }

    #[test]
    fn every_look_alone_is_seen_as_it_was(pieces in vec((piece(), select(kinds())), 1..8)) {
        let mut rich = Rich::default();
        for (piece, kind) in pieces {
            let words = piece.replace(['`', '\n', '[', ']', JOINER], "").replace("http", "x");
            let words = format!("a{}z", words.replace("://", ""));
            let from = rich.text.len();
            rich.text.push_str(&words);
            rich.marks.push(mark(kind, from, rich.text.len()));
            rich.text.push('\n');
        }
        // Why: Discord takes the encoded sign, which leads to the same page.
        let mut told = read(&render(&rich));
        for mark in &mut told.marks {
            if let MarkKind::Link(url) = &mut mark.kind {
                *url = url.replace("%40", "@");
            }
        }
        prop_assert_eq!(looks(&told), looks(&rich));
    }

    #[test]
    fn nobody_is_called(rich in rich(kinds())) {
        let written = render(&rich);
        for call in ["@everyone", "@here", "<@"] {
            prop_assert!(!written.contains(call), "{} in {}", call, written);
        }
    }

    #[test]
    fn parts_fit_and_make_the_whole(rich in rich(kinds()), limit in 4_usize..80) {
        let parts = split(&rich, limit);
        for part in &parts {
            prop_assert!(!part.text.is_empty() && render(part).chars().count() <= limit);
        }
        prop_assert_eq!(Rich::concat(parts).text, rich.text);
    }

    #[test]
    fn graphemes_stay_whole_where_they_fit(rich in rich(simple()), limit in 80_usize..120) {
        let longest = rich.text.graphemes(true).map(|grapheme| grapheme.chars().count()).max().unwrap_or(0);
        prop_assume!(longest <= 20);
        let ends: Vec<usize> = rich.text.grapheme_indices(true).map(|(at, _)| at).chain([rich.text.len()]).collect();
        let mut at = 0;
        for part in split(&rich, limit) {
            at += part.text.len();
            prop_assert!(ends.contains(&at));
        }
    }
}
