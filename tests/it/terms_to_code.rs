//! The table in `docs/terms-to-code.md` names only what exists, and names every promise.

use std::{fs, path::Path};

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file of the package")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files below a folder, as one text.
fn code(folder: &Path) -> String {
    let entries =
        fs::read_dir(folder).expect("a folder of the package").map(|entry| entry.expect("an entry").path());
    entries
        .map(|path| match path.extension() {
            _ if path.is_dir() => code(&path),
            Some(end) if end == "rs" => read(&path),
            _ => String::new(),
        })
        .collect()
}

/// The cells of the table's rows.
fn rows() -> Vec<Vec<String>> {
    let table = read(&root().join("docs/terms-to-code.md"));
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    table.lines().filter(|line| line.starts_with("| P")).map(|line| cells(line)[1..6].to_vec()).collect()
}

/// What stands in backticks.
fn named(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn every_promise_stands_in_the_table_and_in_the_terms() {
    let terms = read(&root().join("config/terms.toml"));
    let numbers: Vec<String> = rows().into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(numbers, (1..=13).map(|number| format!("P{number}")).collect::<Vec<_>>());
    for number in numbers {
        assert!(terms.contains(&format!("# {number} ")), "{number} is not explained in terms.toml");
    }
}

#[test]
fn every_key_of_the_table_is_set_in_the_terms() {
    let terms: toml::Table = read(&root().join("config/terms.toml")).parse().expect("TOML");
    for row in rows() {
        for key in named(&row[2]) {
            let found =
                key.split('.').try_fold(toml::Value::Table(terms.clone()), |at, part| at.get(part).cloned());
            assert!(found.is_some(), "{}: there is no {key} in terms.toml", row[0]);
        }
        assert!(row[2] == "rule" || named(&row[2]).next().is_some(), "{}: neither a key nor a rule", row[0]);
    }
}

#[test]
fn every_function_and_test_of_the_table_exists() {
    let src = code(&root().join("src"));
    for row in rows() {
        for path in named(&row[3]) {
            let name = path.rsplit("::").next().unwrap_or(path);
            assert!(src.contains(&format!("fn {name}(")), "{}: there is no function {path}", row[0]);
        }
        for path in named(&row[4]) {
            let (file, name) = path.split_once("::").expect("file::test");
            let tests = read(&root().join(format!("tests/it/{file}.rs")));
            assert!(tests.contains(&format!("fn {name}(")), "{}: there is no test {path}", row[0]);
        }
    }
}

#[test]
fn every_sentence_of_the_regulations_is_a_promise_or_says_why_it_is_none() {
    let table = read(&root().join("docs/terms-to-code.md"));
    let (_, after) = table.split_once("## The regulations, sentence by sentence").expect("the second table");
    let (table, _) = after.split_once("\n## ").expect("what comes behind it");
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| "))
        .map(|line| line.split('|').map(str::trim).collect())
        .skip(1)
        .collect();
    let parts: std::collections::BTreeSet<&str> = rows.iter().map(|row| row[1]).collect();
    assert_eq!(parts, ["1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "Opening"].into());
    let mut kept = std::collections::BTreeSet::new();
    for row in &rows {
        let promises: Vec<&str> = row[3]
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| word.starts_with('P') && word[1..].parse::<u32>().is_ok())
            .collect();
        assert!(!promises.is_empty() || row[3].starts_with("none: "), "{}: {}", row[1], row[2]);
        kept.extend(promises);
    }
    let all: std::collections::BTreeSet<String> =
        self::rows().into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(kept, all.iter().map(String::as_str).collect(), "a promise nobody made, or one nobody keeps");
}
