//! `docs/security.md` names every point of the list, what there is in the code, and tests that exist, or a reason.

use std::{collections::BTreeSet, fs, path::Path};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> Option<String> {
    fs::read_to_string(root().join(path)).ok()
}

/// A row of a table: its point, what is guarded, where, and what proves it.
struct Row {
    point: String,
    what: String,
    place: String,
    proof: String,
}

fn rows() -> Vec<Row> {
    let text = read("docs/security.md").expect("the document");
    let mut point = String::new();
    let mut rows = Vec::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            heading.split_whitespace().next().unwrap_or_default().clone_into(&mut point);
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let ["", what, place, proof, ""] = cells[..]
            && !what.starts_with("---")
            && place != "Where"
        {
            let [what, place, proof] = [what, place, proof].map(str::to_owned);
            rows.push(Row { point: point.clone(), what, place, proof });
        }
    }
    rows
}

/// What stands in backticks.
pub fn named(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The files a module of that path can stand in, below a folder.
fn module(folder: &str, path: &[&str]) -> Vec<String> {
    let path = path.join("/");
    [format!("{folder}/{path}.rs"), format!("{folder}/{path}/mod.rs")]
        .iter()
        .filter_map(|file| read(file))
        .collect()
}

/// Whether a test of that name stands in that file of the tests, or beside the code; or a scenario. Tests of the other
/// binary begin with `torture`.
pub fn is_test(name: &str) -> bool {
    if Path::new(name).extension().is_some_and(|end| end == "txt") {
        return root().join("tests/scenarios").join(name).exists();
    }
    let parts: Vec<&str> = name.split("::").collect();
    let Some((function, path)) = parts.split_last() else { return false };
    let head = format!("fn {function}(");
    let tests = |text: &String| {
        text.find(&head).is_some_and(|at| {
            let before = text[..at].rfind("\n\n").map_or(&text[..at], |gap| &text[gap..at]);
            before.contains("#[test]") || before.contains("#[tokio::test")
        })
    };
    if let Some((&"torture", path)) = path.split_first() {
        let path = if path.is_empty() { &["main"] } else { path };
        return module("tests/torture", path).iter().any(tests);
    }
    ["tests/it", "src"].iter().any(|folder| module(folder, path).iter().any(tests))
}

/// Whether that is a file of ours, a module, or a function, type or constant of one.
fn is_place(name: &str) -> bool {
    if name.contains(['/', '.']) || root().join(name).is_file() {
        return root().join(name).exists();
    }
    let parts: Vec<&str> = name.split("::").collect();
    let Some((last, path)) = parts.split_last() else { return false };
    let defines = |text: &String| {
        ["fn ", "struct ", "enum ", "const "].iter().any(|kind| {
            text.match_indices(&format!("{kind}{last}")).any(|(at, found)| {
                !text[at + found.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_')
            })
        })
    };
    !module("src", &parts).is_empty() || module("src", path).iter().any(defines)
}

#[test]
fn every_point_stands_in_it_in_order() {
    let mut points: Vec<String> = rows().into_iter().map(|row| row.point).collect();
    points.dedup();
    assert_eq!(points, (1..=15).map(|number| format!("S{number}")).collect::<Vec<_>>());
}

#[test]
fn every_guard_has_a_place_and_a_test_that_exist_or_a_reason() {
    let rows = rows();
    assert!(rows.len() > 60, "the rows were not found");
    let mut proofs = BTreeSet::new();
    for Row { point, what, place, proof } in &rows {
        for name in named(place) {
            assert!(is_place(name), "{point}, {what}: there is no {name}");
        }
        for name in named(proof) {
            let part = proof.starts_with("none: ");
            assert!(part || is_test(name), "{point}, {what}: there is no test {name}");
            proofs.insert(name);
        }
        let reason = proof.strip_prefix("none: ").is_some_and(|reason| reason.len() > 20);
        assert!(reason || !named(proof).is_empty(), "{point}, {what}: neither a test nor a reason");
        assert!(reason || !named(place).is_empty(), "{point}, {what}: it is nowhere");
    }
    assert!(proofs.len() > 60, "tests were not found: {}", proofs.len());
}

#[test]
fn every_advisory_that_is_let_through_is_explained_and_none_unsaid() {
    let deny: toml::Table = read("deny.toml").expect("a file").parse().expect("TOML");
    let text = read("docs/security.md").expect("the document");
    let ignored = deny["advisories"]["ignore"].as_array().expect("a list");
    for advisory in ignored {
        let (id, reason) = (advisory["id"].as_str().unwrap_or_default(), advisory["reason"].as_str());
        assert!(reason.is_some_and(|reason| reason.len() > 40), "{id} has no reason");
        assert!(text.contains(id), "{id} is not explained");
    }
    let told = text.matches("RUSTSEC-").count();
    assert_eq!(told, ignored.len(), "the document speaks of others than those");
    let ci = read(".ci/run").expect("a file");
    assert!(ci.contains("cargo deny --locked check advisories") && ci.contains("WERE NOT LOOKED FOR"));
    let cargo: toml::Table = read("Cargo.toml").expect("a file").parse().expect("TOML");
    assert_eq!(cargo["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
}

#[test]
fn what_is_not_to_be_built_in_is_named_and_looked_for() {
    let deny: toml::Table = read("deny.toml").expect("a file").parse().expect("TOML");
    let banned: Vec<&str> = deny["bans"]["deny"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["crate"].as_str())
        .collect();
    for other in ["openssl", "openssl-sys", "native-tls", "aws-lc-rs", "aws-lc-sys"] {
        assert!(banned.contains(&other), "{other} may come in");
    }
    let lock = read("Cargo.lock").expect("a file");
    for banned in banned {
        assert!(!lock.contains(&format!("name = \"{banned}\"\n")), "{banned} is in the tree");
    }
    let word = |table: &str, key: &str| deny[table][key].as_str().map(str::to_owned);
    for (table, key) in [("sources", "unknown-registry"), ("sources", "unknown-git"), ("bans", "wildcards")] {
        assert_eq!(word(table, key).as_deref(), Some("deny"), "{table}.{key}");
    }
    let allowed = deny["licenses"]["allow"].as_array().expect("a list");
    assert!(!allowed.is_empty() && allowed.iter().all(|licence| !licence.to_string().contains("GPL")));
    let ci = read(".ci/run").expect("a file");
    assert!(ci.contains("\ncargo deny --locked check bans licenses sources\n"), "nobody looks");
}

#[test]
fn a_release_migrates_as_the_owner_and_serves_as_the_other_role() {
    let text = read("fly.toml").expect("a file");
    let fly: toml::Table = text.parse().expect("TOML");
    assert_eq!(fly["deploy"]["release_command"].as_str(), Some("aftercare migrate"));
    let secrets = text.lines().find(|line| line.contains("fly secrets set")).expect("what is to be set");
    for needed in [" DATABASE_URL=", " MIGRATE_DATABASE_URL="] {
        assert!(secrets.contains(needed), "{secrets}");
    }
    let image = read("Dockerfile").expect("a file");
    assert!(image.contains("CMD [\"aftercare\", \"serve\"]"), "{image}");
}

#[test]
fn what_there_is_not_would_be_noticed() {
    assert!(is_test("security::document::every_point_stands_in_it_in_order") && is_test("imitations.txt"));
    assert!(is_test("domain::haste::it_is_told_once_a_minute"), "tests beside the code count");
    assert!(
        is_test("torture::checks::tests::a_second_effect_is_seen") && !is_test("torture::checks::tests::x")
    );
    assert!(is_test("torture::a_few_rounds_lose_nothing_double_nothing_and_keep_the_order"));
    assert!(is_test("mentions::nothing_people_write_calls_anybody"), "properties count");
    for none in ["security::document::module", "security::document::nothing", "no.txt", "nowhere::at_all"] {
        assert!(!is_test(none), "{none}");
    }
    assert!(
        is_place("domain::text::safe") && is_place("domain::text::safe::defuse") && is_place("deny.toml")
    );
    assert!(!is_place("domain::text::safe::nothing") && !is_place("src/nothing.rs"));
}
