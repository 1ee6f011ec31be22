//! What the fuzz targets of `fuzz/` have found so far, tried again by the very functions they call.

use std::{
    fs,
    path::{Path, PathBuf},
};

#[path = "../../fuzz/src/lib.rs"]
mod entries;

use aftercare::domain::{
    chat::Input,
    command::Word,
    reference::{Prefix, Reference},
    text::Rich,
};
use entries::{buttons, commands, guessed, scenarios, updates};

/// The files of a corpus.
fn corpus(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("a corpus").map(|file| file.expect("an entry").path()).collect();
    files.sort();
    assert!(files.len() > 20, "the corpus was not found");
    files
}

/// Tries every file of a corpus.
fn tried(name: &str, entry: fn(&[u8])) {
    for file in &corpus(name) {
        let bytes = fs::read(file).expect("bytes");
        let done = std::panic::catch_unwind(|| entry(&bytes));
        assert!(done.is_ok(), "{}: what stands above", file.display());
    }
}

#[test]
fn no_command_of_the_corpus_does_harm() {
    tried("commands", commands);
}

#[test]
fn no_button_of_the_corpus_does_harm() {
    tried("buttons", buttons);
}

/// A button like that one with other numbers in it: small ones, which rows have, and often that of the case there is.
fn renumbered(button: &str, guess: usize) -> String {
    let number = |n: usize| if n.is_multiple_of(3) { 77 } else { n % 41 };
    let mut out = String::new();
    for (place, part) in button.split_inclusive(|sign: char| !sign.is_ascii_digit()).enumerate() {
        let rest = part.trim_start_matches(|sign: char| sign.is_ascii_digit());
        if rest.len() < part.len() {
            out.push_str(&number(guess + 7 * place).to_string());
        }
        out.push_str(rest);
    }
    out
}

#[test]
fn ten_thousand_guessed_buttons_do_no_harm_and_tell_no_more_than_one_that_never_was() {
    const TRIES: usize = 10_000;
    let read = |file: &PathBuf| fs::read_to_string(file).ok().filter(|text| text.contains(':'));
    let known: Vec<String> = corpus("buttons").iter().filter_map(read).collect();
    for (guess, button) in known.iter().cycle().take(TRIES).enumerate() {
        let button = renumbered(button, guess / known.len());
        let done = std::panic::catch_unwind(|| buttons(button.as_bytes()));
        assert!(done.is_ok(), "{button:?}: what stands above");
    }
}

#[test]
fn no_scenario_of_the_corpus_does_harm() {
    tried("scenarios", scenarios);
}

#[test]
fn no_update_of_the_corpus_does_harm() {
    tried("updates", updates);
}

/// Numbers that come in no order, the same ones each time.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        let count = u64::try_from(all.len()).expect("few");
        all[usize::try_from(self.next() % count).expect("few")]
    }

    /// A number that may be of the case, of the draft, near them, or any.
    fn number(&mut self) -> String {
        match self.next() % 4 {
            0 => "77".to_owned(),
            1 => self.one_of(&["3", "5", "0", "-1", "9", "78"]).to_owned(),
            2 => (self.next() % 200).to_string(),
            _ => self.next().to_string(),
        }
    }

    fn button(&mut self) -> String {
        let kind = self.one_of(&KINDS);
        let mut data = format!("{kind}:{}", self.number());
        for _ in 0..self.next() % 3 {
            data.push(':');
            data.push_str(&if self.next().is_multiple_of(4) {
                self.number()
            } else {
                self.one_of(&VERBS).to_owned()
            });
        }
        data.chars().take(64).collect()
    }

    fn command(&mut self) -> String {
        let number = if self.next().is_multiple_of(2) { 7 } else { self.next() };
        let reference = Reference::new(Prefix::new("HX").expect("a prefix"), number);
        let word = self.one_of(Word::ALL).name();
        let rest = self.one_of(&["", "please", "repair", "zh", "+1 wish repair", "en: Hello", "1 80 USD"]);
        format!("/{word} {reference} {rest}")
    }
}

/// What stands first in the buttons there are.
const KINDS: [&str; 18] =
    ["c", "c", "c", "d", "f", "o", "w", "g", "v", "j", "b", "k", "s", "y", "yl", "u", "li", "m"];
/// What stands behind a number in them.
const VERBS: [&str; 52] = [
    "status",
    "form",
    "add",
    "cancel",
    "cancel-yes",
    "solved",
    "unsolved",
    "reopen",
    "appeal",
    "agree",
    "price",
    "take",
    "release",
    "solve",
    "card",
    "files",
    "files.10",
    "shows.0",
    "link.5",
    "ask",
    "wait",
    "goods",
    "resume",
    "transfer",
    "quality",
    "complex",
    "set",
    "wish",
    "repair",
    "close",
    "history",
    "merge",
    "more",
    "verdict",
    "quote",
    "q-yes",
    "q-no",
    "q-ask",
    "code",
    "appointment",
    "slot",
    "move",
    "call-off",
    "resend",
    "free",
    "two",
    "erase",
    "export",
    "ack",
    ".save",
    ".cancel",
    ".person",
];

/// As many tries as are promised to be in vain (N17), half of them buttons and half words.
#[test]
fn of_ten_thousand_guesses_at_somebody_elses_case_none_reads_or_changes_anything() {
    let mut draw = Draw(17);
    for _ in 0..5_000 {
        for input in [Input::Press { data: draw.button() }, Input::Text(Rich::plain(draw.command()))] {
            let done = std::panic::catch_unwind(|| guessed(&input));
            assert!(done.is_ok(), "{input:?}: what stands above");
        }
    }
}
