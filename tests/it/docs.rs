//! What the documents say exists: links, paths, names, variables, commands, statements. And nothing in the tree speaks of
//! the machine it was made on.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use aftercare::domain::command::{Audience, Word};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file of the package, without what is built or kept by git.
fn files() -> Vec<PathBuf> {
    let (mut folders, mut found) = (vec![root().to_path_buf()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the package") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match path.is_dir() {
                true if [".git", "target"].contains(&name.as_str()) => {}
                true => folders.push(path),
                false if [".git", ".env"].contains(&name.as_str()) => {}
                false => found.push(path),
            }
        }
    }
    found
}

fn documents() -> Vec<PathBuf> {
    let documents: Vec<PathBuf> =
        files().into_iter().filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    assert!(documents.len() > 10, "the documents were not found");
    documents
}

/// The text outside of fenced blocks.
fn prose(text: &str) -> String {
    let mut fenced = false;
    let kept = text.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    });
    kept.collect::<Vec<_>>().join("\n")
}

/// What stands in backticks within a line.
fn code_spans(text: &str) -> Vec<String> {
    prose(text)
        .lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Where the links of a text lead, without those out of the package and within the page.
fn links(text: &str) -> Vec<String> {
    prose(text)
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|target| target.split('#').next().unwrap_or_default().to_owned())
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .collect()
}

#[test]
fn every_link_leads_somewhere() {
    for document in documents() {
        let folder = document.parent().expect("a folder");
        for target in links(&fs::read_to_string(&document).expect("text")) {
            assert!(folder.join(&target).exists(), "{}: there is no {target}", document.display());
        }
    }
}

#[test]
fn every_path_in_the_documents_exists() {
    const TOPS: [&str; 10] = [
        "src/",
        "config/",
        "migrations/",
        "docs/",
        "tests/",
        "scripts/",
        "examples/",
        ".ci/",
        "benches/",
        "fuzz/",
    ];
    for document in documents() {
        for span in code_spans(&fs::read_to_string(&document).expect("text")) {
            let is_path = TOPS.iter().any(|top| span.starts_with(top)) && !span.contains(['*', '<', ' ']);
            assert!(!is_path || root().join(&span).exists(), "{}: there is no {span}", document.display());
        }
    }
}

/// All Rust files of the program as one text.
fn source() -> String {
    code_in("src")
}

/// All Rust files below a folder as one text.
fn code_in(folder: &str) -> String {
    let is_source = |path: &PathBuf| {
        path.starts_with(root().join(folder)) && path.extension().is_some_and(|end| end == "rs")
    };
    files().into_iter().filter(is_source).map(read).collect()
}

#[test]
fn every_name_in_the_documents_of_the_code_exists() {
    let (source, tests) = (source(), code_in("tests/it"));
    let defined = |name: &str, source: &str| {
        ["fn ", "struct ", "enum ", "trait ", "mod ", "const ", "static ", "type "].iter().any(|kind| {
            source.match_indices(&format!("{kind}{name}")).any(|(at, found)| {
                !source[at + found.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_')
            })
        }) || source.contains(&format!("    {name}("))
            || source.contains(&format!("    {name},"))
            || source.contains(&format!("    {name} {{"))
    };
    let mut documents = vec![PathBuf::from("docs/architecture.md"), PathBuf::from("docs/testing.md")];
    let decisions = fs::read_dir(root().join("docs/adr")).expect("decisions");
    documents.extend(decisions.map(|entry| entry.expect("an entry").path()));
    let mut checked = 0;
    for document in documents {
        for span in code_spans(&read(&document)) {
            let ours = span.contains("::")
                && span.chars().all(|c| c.is_ascii_alphanumeric() || "_:".contains(c))
                && !["sqlx", "tokio", "calendar"].iter().any(|other| span.starts_with(&format!("{other}::")));
            for name in span.split("::").filter(|_| ours) {
                let tested = document.ends_with("testing.md") && defined(name, &tests);
                let known = tested || defined(name, &source);
                assert!(known, "{}: there is no {name} of {span}", document.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 40, "names were not found: {checked}");
}

#[test]
fn every_scenario_that_is_said_to_show_something_is_there() {
    let spans = code_spans(&read("docs/testing.md"));
    let scenarios: Vec<&String> = spans
        .iter()
        .filter(|span| span.strip_suffix(".txt").is_some_and(|name| !name.contains('/')))
        .collect();
    for scenario in &scenarios {
        let file = root().join("tests/scenarios").join(scenario);
        assert!(file.exists(), "docs/testing.md: there is no scenario {scenario}");
    }
    assert!(scenarios.len() > 30, "scenarios were not found");
}

/// The first cells of a document's table rows that hold a name in backticks.
fn first_cells(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next().map(str::to_owned)).collect()
}

#[test]
fn the_readme_names_every_variable_and_no_other() {
    let is_variable = |name: &String| {
        name.contains('_') && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    let named: BTreeSet<String> = first_cells(&read("README.md")).into_iter().filter(is_variable).collect();
    let known = read("src/config/environment.rs");
    let known = known.split_once("KNOWN: [&str;").expect("the list").1.split_once("];").expect("its end").0;
    let known: BTreeSet<String> = known.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    assert_eq!(named, known);
}

#[test]
fn every_command_stands_in_its_table() {
    let table = read("docs/commands.md");
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| `/"))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    for word in Word::ALL.iter().copied() {
        let names: Vec<String> = word.names().iter().map(|name| format!("`/{name}`")).collect();
        let row = rows.iter().find(|row| row[1].split(", ").eq(names.iter().map(String::as_str)));
        let row = row.unwrap_or_else(|| panic!("there is no row for {}", names.join(", ")));
        let audience = match word.audience() {
            Audience::Customers => "customers",
            Audience::Everybody => "everybody",
            Audience::Staff(role) => role.name(),
        };
        assert_eq!(row[2], audience, "{}", word.name());
    }
    assert_eq!(rows.len(), Word::ALL.len(), "a row for a command there is not");
}

#[test]
fn the_readme_names_the_commands_that_are_run() {
    let readme = read("README.md");
    for command in ["cargo run -- demo", "cargo run -- demo --play tests/scenarios/claim.txt", "cargo test"] {
        assert!(readme.lines().any(|line| line == command), "{command} is not in the README");
    }
}

#[test]
fn every_decision_is_listed_once() {
    let list = read("docs/adr/README.md");
    for entry in fs::read_dir(root().join("docs/adr")).expect("decisions") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(name == "README.md" || list.matches(&name).count() == 1, "{name} is not listed once");
    }
}

#[test]
fn nothing_speaks_of_the_machine_it_was_made_on() {
    // Why in pieces: this file is read as well.
    let words: Vec<String> = [
        ("/ho", "me/"),
        ("/ro", "ot/"),
        ("/Us", "ers/"),
        ("/wo", "rk/"),
        ("/t", "mp/"),
        ("index.", "crates.io"),
        ("static.", "crates.io"),
        ("registry.", "npmjs"),
        ("artifact", "ory"),
        ("mir", "rors."),
    ]
    .map(|(first, second)| [first, second].concat())
    .to_vec();
    // Why: a made-up person's folder is an example.
    let example = [words[0].as_str(), "someone/"].concat();
    for path in files() {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        // Why: the table of the house's rules names what it forbids.
        if path.ends_with("architecture/table.rs") {
            continue;
        }
        let text = text.replace(&example, "");
        for word in &words {
            assert!(!text.contains(word.as_str()), "{} mentions {word}", path.display());
        }
    }
    let lock = read("Cargo.lock");
    let sources = lock.lines().filter(|line| line.starts_with("source = "));
    let usual = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    assert!(sources.into_iter().all(|line| line == usual), "Cargo.lock names another registry");
}

#[cfg(feature = "sandbox")]
#[tokio::test(flavor = "multi_thread")]
async fn every_statement_for_operators_runs() {
    use aftercare::{
        sandbox::postgres::{Durability, Places, PrivatePostgres, create_database},
        store::pools,
    };
    use sqlx::{AssertSqlSafe, ConnectOptions};

    let places = Places::new(std::env::var_os("PATH"), std::env::temp_dir(), None);
    // Why a server of its own: a role made here would stay on any other.
    let server = PrivatePostgres::start_temporary(&places, Durability::Test).expect("a server");
    create_database(&server.options("postgres"), "operators", None).await.expect("a database");
    let options = server.options("operators");
    pools::migrate(&options).await.expect("the schema");
    let mut db = options.connect().await.expect("a connection");
    let text = read("docs/operations.md") + &read("docs/runbook.md");
    let blocks: Vec<&str> =
        text.split("```sql\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() > 25, "the statements were not found");
    for block in blocks {
        let done = sqlx::raw_sql(AssertSqlSafe(block.to_owned())).execute(&mut db).await;
        assert!(done.is_ok(), "{}\n{block}", done.expect_err("checked"));
    }
}
