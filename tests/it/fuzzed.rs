//! What the fuzz targets of `fuzz/` have found so far, tried again by the very functions they call.

use std::{
    fs,
    path::{Path, PathBuf},
};

#[path = "../../fuzz/src/lib.rs"]
mod entries;

use entries::{buttons, commands, scenarios, updates};

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
