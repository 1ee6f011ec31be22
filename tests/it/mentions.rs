//! Who is called to their screen: those the desk marks as called, and nobody by what people write.

use aftercare::domain::text::{
    Mark, MarkKind, Rich,
    discord::{person, read, render, role},
};
use proptest::prelude::*;

/// References and calls as Discord reads them, and pieces of them.
const PIECES: [&str; 14] = [
    "<@12>",
    "<@!12>",
    "<@&34>",
    "<",
    ">",
    "@12",
    "@&34",
    "@everyone",
    "@here",
    "12",
    "`",
    "\\",
    "word ",
    "*",
];

fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..8).prop_map(|all| all.concat())
}

/// Anything a person can write, and look like.
fn written() -> impl Strategy<Value = Rich> {
    words().prop_map(|text| read(&text))
}

/// Whether the platform would call somebody by that text, were it allowed to.
fn calls(content: &str) -> Vec<&str> {
    let mut rest = content;
    let mut found = Vec::new();
    while let Some(at) = rest.find("<@") {
        let behind = &rest[at + 2..];
        let id = behind.trim_start_matches(['&', '!']);
        let digits = id.bytes().take_while(u8::is_ascii_digit).count();
        let escaped = rest[..at].ends_with('\\');
        if digits > 0 && id[digits..].starts_with('>') && !escaped {
            found.push(&behind[..behind.len() - id.len() + digits]);
        }
        rest = behind;
    }
    found
}

fn marked(before: &str, kind: MarkKind, words: &str, after: &str) -> Rich {
    let mark = Mark { kind, from: before.len(), to: before.len() + words.len() };
    Rich::new(format!("{before}{words}{after}"), vec![mark])
}

#[test]
fn who_is_marked_as_called_is_written_so() {
    assert_eq!(render(&marked("For ", MarkKind::Call(12), &person(12), ".")), "For <@12>.");
    assert_eq!(render(&marked("For ", MarkKind::Role(34), &role(34), ".")), "For <@&34>.");
}

#[test]
fn a_mark_on_other_words_calls_nobody() {
    for words in ["Lin", "@13", "@&12", "@everyone", ""] {
        let written = render(&marked("For ", MarkKind::Call(12), words, "."));
        assert_eq!(calls(&written), [""; 0], "{written}");
    }
    let written = render(&marked("", MarkKind::Role(34), "@34", ""));
    assert_eq!(calls(&written), [""; 0], "{written}");
}

#[test]
fn people_are_never_marked_as_called_by_what_they_wrote() {
    let written = marked("Hi ", MarkKind::Call(12), &person(12), "");
    let with_role = marked("Hi ", MarkKind::Role(34), &role(34), "");
    for rich in [written.defused(), with_role.defused()] {
        assert_eq!(rich.marks, []);
        assert_eq!(calls(&render(&rich)), [""; 0]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn nothing_people_write_calls_anybody(rich in written()) {
        prop_assert!(rich.marks.iter().all(|mark| !matches!(mark.kind, MarkKind::Call(_) | MarkKind::Role(_))));
        let shown = render(&rich);
        prop_assert_eq!(calls(&shown), Vec::<&str>::new(), "{}", shown);
    }

    /// Beside somebody who is called, what people wrote calls nobody else.
    #[test]
    fn beside_a_call_words_stay_words(before in words(), after in words()) {
        let (before, after) = (format!("{before} "), format!(" {after}"));
        let shown = render(&marked(&before, MarkKind::Call(77), &person(77), &after));
        prop_assert!(calls(&shown).iter().all(|id| *id == "77"), "{}", shown);
    }
}
