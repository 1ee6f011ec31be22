//! What the fuzz targets of `fuzz/` have found so far, tried again by the very functions they call.

use std::{fs, path::Path};

#[path = "../../fuzz/src/lib.rs"]
mod entries;

use entries::{buttons, commands, scenarios, updates};

/// Tries every file of a corpus.
fn tried(name: &str, entry: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("a corpus").map(|file| file.expect("an entry").path()).collect();
    files.sort();
    assert!(files.len() > 20, "the corpus was not found");
    for file in &files {
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

#[test]
fn no_scenario_of_the_corpus_does_harm() {
    tried("scenarios", scenarios);
}

#[test]
fn no_update_of_the_corpus_does_harm() {
    tried("updates", updates);
}
