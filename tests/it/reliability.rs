//! `docs/reliability.md` names every promise once, how far it holds, and tests that exist, or where the figure stands.

use std::fs;
use std::path::Path;

use crate::security::document::{is_test, named};

/// How far a promise holds.
const STATES: [&str; 4] = ["holds", "bounded", "missed", "measured"];

/// Number, promise, state and proof of each row.
fn rows() -> Vec<[String; 4]> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reliability.md");
    let text = fs::read_to_string(file).expect("the document");
    let mut rows = Vec::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let ["", number, what, state, proof, ""] = cells[..]
            && number.strip_prefix('N').is_some_and(|rest| rest.parse::<u8>().is_ok())
        {
            rows.push([number, what, state, proof].map(str::to_owned));
        }
    }
    rows
}

#[test]
fn every_promise_stands_in_it_once_in_order() {
    let numbers: Vec<String> = rows().into_iter().map(|[number, ..]| number).collect();
    assert_eq!(numbers, (1..=19).map(|number| format!("N{number}")).collect::<Vec<_>>());
}

#[test]
fn every_promise_says_how_far_it_holds_and_what_proves_it() {
    for [number, what, state, proof] in rows() {
        let word = state.split(|sign: char| !sign.is_alphabetic()).next().unwrap_or_default();
        assert!(what.len() > 20 && STATES.contains(&word), "{number}: {state}");
        let figures = proof.contains("](performance.md");
        let tests: Vec<&str> = named(&proof).into_iter().filter(|name| !name.starts_with("cargo ")).collect();
        assert!(word == "measured" && figures || !tests.is_empty(), "{number}: nothing proves it");
        assert!(word != "measured" || figures, "{number}: its figure stands nowhere");
        for name in tests {
            assert!(is_test(name), "{number}: there is no test {name}");
        }
    }
}
