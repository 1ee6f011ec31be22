//! The rules of the house that no compiler checks: who may use whom, what may be mentioned where, how long and how
//! introduced a file is.
//!
//! The rules are a table. Each brings a sample that breaks it, so that none can come to catch nothing unnoticed.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::path::Path;

mod table;

use table::{Check, MEAN_LINES, MODULES, RULES};

/// One file, its path relative to the package with `/` between the parts.
struct Source {
    path: String,
    text: String,
    /// The text without its comments, line for line.
    code: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned(), code: without_comments(text) }
    }

    /// The modules this file is, below the crate: `src/domain/calendar/spec.rs` is domain, calendar, spec.
    fn modules(&self) -> Option<Vec<&str>> {
        let inside = self.path.strip_prefix("src/")?.strip_suffix(".rs")?;
        Some(inside.strip_suffix("/mod").unwrap_or(inside).split('/').collect())
    }

    fn top(&self) -> &str {
        self.modules().map_or("", |modules| modules[0])
    }

    fn line(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }

    fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// Line numbers and the top-level modules used there.
    fn uses(&self) -> Vec<(usize, String)> {
        let Some(modules) = self.modules() else { return Vec::new() };
        let to_the_top = "super::".repeat(modules.len());
        let mut found = Vec::new();
        for root in ["crate::", "aftercare::", &to_the_top] {
            for at in places(&self.code, root) {
                let line = self.line(at);
                let names = names_at(&self.code[at + root.len()..]);
                found.extend(
                    names
                        .into_iter()
                        .filter(|name| MODULES.contains(&name.as_str()))
                        .map(|name| (line, name)),
                );
            }
        }
        found
    }

    fn mentions(&self, word: &str) -> Option<usize> {
        places(&self.code, word).first().map(|at| self.line(*at))
    }
}

/// What `source` does against `check`, one sentence each.
fn breaches(check: &Check, source: &Source) -> Vec<String> {
    let here = |line: usize, what: String| format!("{}:{line}: {what}", source.path);
    let mentioned = |words: &[&str]| -> Vec<String> {
        words
            .iter()
            .filter_map(|word| source.mentions(word).map(|line| here(line, format!("mentions {word}"))))
            .collect()
    };
    let in_src = source.path.starts_with("src/");
    match *check {
        Check::Uses { of, only } if of.contains(&source.top()) => source
            .uses()
            .into_iter()
            .filter(|(_, used)| used != source.top() && !only.contains(&used.as_str()))
            .map(|(line, used)| here(line, format!("uses {used}")))
            .collect(),
        Check::Silent { of, about } if of.contains(&source.top()) => mentioned(about),
        Check::OnlyIn { homes, words } if in_src && !homes.contains(&source.path.as_str()) => {
            mentioned(words)
        }
        Check::Nowhere { words } if !source.path.starts_with("tests/") => mentioned(words),
        Check::Known if in_src && !MODULES.contains(&source.top()) => {
            vec![here(1, format!("{} is not in the table", source.top()))]
        }
        Check::Opens { with } if !source.text.starts_with(with) => {
            vec![here(1, format!("does not open with {with}"))]
        }
        Check::Longest { lines } if source.lines() > lines => {
            vec![here(lines + 1, format!("has {} lines", source.lines()))]
        }
        _ => Vec::new(),
    }
}

/// Where `word` stands as a word of its own.
fn places(code: &str, word: &str) -> Vec<usize> {
    let part_of_word =
        |character: Option<char>| character.is_some_and(|it| it.is_alphanumeric() || it == '_');
    let (first, last) = (part_of_word(word.chars().next()), part_of_word(word.chars().last()));
    let alone = |at: &usize| {
        let before = code[..*at].chars().next_back();
        let after = code[*at + word.len()..].chars().next();
        !(first && part_of_word(before)
            || last && part_of_word(after)
            || word.starts_with("super") && before == Some(':'))
    };
    code.match_indices(word).map(|(at, _)| at).filter(alone).collect()
}

/// The names a path goes on with: one, or the first ones of each branch of a group.
fn names_at(rest: &str) -> Vec<String> {
    let name = |text: &str| {
        text.trim_start().chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect::<String>()
    };
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut depth = 0;
    let mut names = vec![name(group)];
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&group[at + 1..])),
            _ => {}
        }
    }
    names
}

/// The text with line comments blanked. A `//` within a string is none.
fn without_comments(text: &str) -> String {
    text.lines().map(|line| &line[..comment_at(line)]).collect::<Vec<_>>().join("\n")
}

fn comment_at(line: &str) -> usize {
    let (mut in_string, mut escaped) = (false, false);
    for (at, character) in line.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' if !line[..at].ends_with('\'') => in_string = !in_string,
            '/' if !in_string && line[at..].starts_with("//") => return at,
            _ => {}
        }
    }
    line.len()
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders: Vec<_> =
        ["src", "tests", "examples", "benches"].map(|folder| root.join(folder)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push(Source::new(&name, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

#[test]
fn the_house_keeps_its_rules() {
    let sources = sources();
    assert!(sources.iter().any(|source| source.path == "src/lib.rs"), "the sources were not found");
    let mut broken = Vec::new();
    for rule in RULES {
        for source in &sources {
            broken.extend(
                breaches(&rule.check, source)
                    .iter()
                    .map(|breach| format!("{breach}\n    rule: {}", rule.name)),
            );
        }
    }
    assert!(broken.is_empty(), "{}\n", broken.join("\n"));
}

#[test]
fn files_are_short_on_the_whole() {
    let lengths: Vec<usize> = sources().iter().map(Source::lines).collect();
    let mean = lengths.iter().sum::<usize>() / lengths.len();
    assert!(mean <= MEAN_LINES, "a file has {mean} lines on average, more than {MEAN_LINES}");
}

#[test]
fn every_rule_catches_its_sample() {
    for rule in RULES {
        let (path, text) = rule.broken_by;
        assert!(
            !breaches(&rule.check, &Source::new(path, text)).is_empty(),
            "nothing caught by: {}",
            rule.name
        );
    }
}

#[test]
fn what_is_allowed_is_not_caught() {
    for (path, text) in [
        (
            "src/domain/case.rs",
            "//! The clock of tokio, async.\nuse super::calendar::Span; // crate::desk, Utc::now\n",
        ),
        (
            "src/domain/a/b.rs",
            "//! B.\nuse super::super::sla::fold;\nuse crate::domain::{lang, text::Rich};\n",
        ),
        ("src/desk/mod.rs", "//! Desk.\nuse crate::{clock::Clock, domain::lang::Lang, store};\n"),
        ("src/clock.rs", "//! Clock.\nfn now() { chrono::Utc::now(); }\n"),
        ("src/worker.rs", "//! Worker.\nmod tests { use super::*; use super::Worker; }\n"),
        ("src/store/cases.rs", "//! Cases.\nlet known = \"https://example.com/known()\";\n"),
    ] {
        let source = Source::new(path, text);
        let caught: Vec<String> = RULES.iter().flat_map(|rule| breaches(&rule.check, &source)).collect();
        assert_eq!(caught, Vec::<String>::new());
    }
}

#[test]
fn uses_are_found_however_they_are_written() {
    let uses =
        |path, text| Source::new(path, text).uses().into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    assert_eq!(uses("src/domain/sla.rs", "use crate::{store::{cases, media}, desk};"), ["store", "desk"]);
    assert_eq!(uses("src/domain/sla.rs", "use super::super::store;"), ["store"]);
    assert_eq!(uses("src/domain/mod.rs", "use super::store;"), ["store"]);
    assert_eq!(uses("src/domain/sla.rs", "fn a() { crate::desk::Desk::b() }"), ["desk"]);
    assert_eq!(uses("src/domain/sla.rs", "\"//\"; crate::desk::b(); // crate::store"), ["desk"]);
    assert_eq!(uses("src/domain/sla.rs", "use super::calendar::Span;"), Vec::<String>::new());
}
