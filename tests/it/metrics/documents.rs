//! What the documents say of figures is so: the table of `docs/metrics.md` names each of them and no other, and the rules of
//! `docs/alerts.yml` ask for series there are and lead to sections there are.

use std::{collections::BTreeSet, fs, path::Path, sync::Arc, time::Duration};

use aftercare::health::{Heard, Hearing, Silence, Vitals};

use super::{
    STORY, ask,
    reader::{Family, read},
};
use crate::harness::{DirectStage, Setup, TestDatabase};

fn text(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All figures of a desk with both platforms on that has done something.
async fn all() -> Vec<Family> {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    let silence: Silence = Arc::new(|| Some(Duration::from_secs(1)));
    let heard: Hearing = Arc::new(|| Heard { sessions: 1, unread: 0 });
    let vitals = Vitals::new(true, Some(silence)).hearing(Some(heard));
    vitals.polling_begins(stage.clock().now());
    let (_, said) = ask(&stage.bureau().desk, vitals, Duration::from_secs(5)).await;
    stage.close().await;
    read(&said).unwrap_or_else(|why| panic!("{why}\n{said}"))
}

/// One rule of the file: its keys, those below `labels` and `annotations` included.
type Rule = Vec<(String, String)>;

fn rules(text: &str) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        if line.starts_with("- alert: ") {
            rules.push(Vec::new());
        }
        let pair = line.trim_start_matches("- ").split_once(": ");
        if let (Some(rule), Some((key, value))) = (rules.last_mut(), pair) {
            rule.push((key.to_owned(), value.to_owned()));
        }
    }
    rules
}

fn of<'a>(rule: &'a Rule, key: &str) -> &'a str {
    let found = rule.iter().find(|(name, _)| name == key);
    &found.unwrap_or_else(|| panic!("{rule:?} has no {key}")).1
}

/// The series an expression asks for: names of ours, each with the labels in braces behind it.
fn asked(expression: &str) -> Vec<(String, Vec<(String, String)>)> {
    let starts = expression.match_indices("aftercare_").chain(expression.match_indices("process_"));
    let series = starts.map(|(at, _)| {
        let rest = &expression[at..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let labels =
            rest[end..].strip_prefix('{').and_then(|rest| rest.split('}').next()).unwrap_or_default();
        let labels = labels.split(',').filter(|label| !label.is_empty());
        let labels = labels.map(|label| {
            let (name, value) = label.split_once('=').expect("a label");
            (name.to_owned(), value.trim_matches('"').to_owned())
        });
        (rest[..end].to_owned(), labels.collect())
    });
    series.collect()
}

#[tokio::test]
async fn every_rule_asks_for_series_there_are_and_leads_to_its_section() {
    let families = all().await;
    let runbook = text("docs/runbook.md");
    let sections: BTreeSet<String> = runbook
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .map(|title| title.to_lowercase().replace(' ', "-").replace(['(', ')', ',', '.'], ""))
        .collect();
    let rules = rules(&text("docs/alerts.yml"));
    assert!(rules.len() > 5, "the rules were not found");
    for rule in &rules {
        let (name, expression) = (of(rule, "alert"), of(rule, "expr"));
        assert!(name.starts_with("Aftercare"), "{name}");
        for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
            assert_eq!(expression.matches(open).count(), expression.matches(close).count(), "{expression}");
        }
        let series = asked(expression);
        assert!(!series.is_empty(), "{name} asks for nothing");
        for (series, labels) in series {
            let is_there = families.iter().flat_map(|family| &family.samples).any(|(of, has, _)| {
                *of == series
                    && labels
                        .iter()
                        .filter(|(name, _)| name != "job")
                        .all(|(name, value)| has.get(name) == Some(value))
            });
            assert!(is_there, "{name}: there is no {series} {labels:?}");
        }
        assert!(["page", "ticket"].contains(&of(rule, "severity")), "{name}");
        assert!(of(rule, "summary").ends_with('.'), "{name}");
        let section = of(rule, "runbook").strip_prefix("docs/runbook.md#").expect("a section of the runbook");
        assert!(sections.contains(section), "{name}: there is no section {section}");
        assert!(runbook.contains(&format!("`{name}`")), "the runbook does not name {name}");
    }
}

#[tokio::test]
async fn the_table_names_every_figure_with_its_kind_and_no_other() {
    let table = text("docs/metrics.md");
    let named: BTreeSet<(String, String)> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .map(|line| {
            let (name, rest) = line.split_once('`').expect("a name");
            let kind = rest.split('|').nth(1).expect("a kind").trim();
            (name.to_owned(), kind.to_owned())
        })
        .collect();
    let known = all().await.into_iter().map(|family| (family.name, family.kind));
    assert_eq!(named, known.collect());
}
