//! What `docs/scaling.md` says another database would have to understand is what the statements and the schema use.

use std::collections::BTreeSet;

use crate::{harness::TestDatabase, plans::statements};

/// Whether a statement is one of those.
type Has = fn(&str) -> bool;

/// Rows of its table by what they are about, and what their numbers count, in their order.
const COUNTED: &[(&str, &[Has])] = &[
    ("`FOR UPDATE` on", &[|q| q.contains("FOR UPDATE") || q.contains("FOR NO KEY UPDATE")]),
    ("`SKIP LOCKED`", &[|q| q.contains("SKIP LOCKED")]),
    ("`FOR KEY SHARE`", &[|q| q.contains("FOR KEY SHARE")]),
    (
        "`INSERT … SELECT",
        &[|q| q.contains("INSERT INTO") && q.contains("unnest("), |q| q.contains("unnest(")],
    ),
    ("`WITH ORDINALITY`", &[|q| q.contains("WITH ORDINALITY")]),
    ("data-changing CTEs", &[changes_inside]),
    ("`ON CONFLICT` on a primary", &[|q| q.contains("ON CONFLICT") && !partial(q)]),
    ("`ON CONFLICT` on a partial", &[partial]),
    ("advisory locks", &[|q| q.contains("pg_advisory")]),
    ("`xmin`, `xmax`", &[|q| q.contains("xmax") || q.contains("xmin")]),
    ("`ctid`", &[|q| q.contains("ctid")]),
    ("`UPDATE … FROM`", &[updates_from, |q| q.contains("DELETE FROM") && q.contains(" USING ")]),
    ("`LATERAL`", &[|q| q.contains("LATERAL")]),
];

/// Rows that name things of the schema, and how they are asked for.
const NAMED: &[(&str, &str)] = &[
    (
        "partial unique indexes",
        "select indexrelid::regclass::text from pg_index where indisunique and indpred is not null",
    ),
    ("BRIN indexes", "select tablename::text from pg_indexes where indexdef like '%USING brin%'"),
    (
        "identity columns",
        "select table_name::text from information_schema.columns where is_identity = 'YES' \
         union select 'id_blocks' from pg_class where relkind = 'S' and relname = 'id_blocks'",
    ),
    (
        "constraint triggers",
        "select distinct tgrelid::regclass::text from pg_trigger where tgconstraint <> 0 and not tgisinternal",
    ),
];

fn partial(query: &str) -> bool {
    query
        .split("ON CONFLICT (")
        .skip(1)
        .any(|rest| rest.split_once(") ").is_some_and(|(_, then)| then.starts_with("WHERE")))
}

fn changes_inside(query: &str) -> bool {
    ["INSERT", "UPDATE", "DELETE"]
        .iter()
        .any(|change| ["AS (", "AS ( "].iter().any(|opens| query.contains(&format!("{opens}{change}"))))
}

/// Whether an `UPDATE` reads other tables beside its own.
fn updates_from(query: &str) -> bool {
    query.match_indices("UPDATE ").any(|(at, _)| {
        let words: Vec<&str> = query[at..].split(' ').collect();
        let sets = words.iter().take(5).position(|word| *word == "SET");
        let mut depth = 0_usize;
        sets.is_some_and(|place| place > 1)
            && words
                .iter()
                .map_while(|word| {
                    let outside = depth == 0;
                    depth = (depth + word.matches('(').count()).checked_sub(word.matches(')').count())?;
                    (!outside || *word != "WHERE").then_some(outside && *word == "FROM")
                })
                .any(|reads| reads)
    })
}

/// The first two cells of the row whose first one begins so.
fn row<'a>(text: &'a str, begins: &str) -> &'a str {
    let found = text.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" | "));
    let found: Vec<&str> = found.filter(|(what, _)| what.starts_with(begins)).map(|(_, rest)| rest).collect();
    assert_eq!(found.len(), 1, "rows that begin with {begins}");
    found[0].split(" | ").next().unwrap_or_default()
}

fn numbers(cell: &str) -> Vec<usize> {
    let found = cell.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '`');
    found.filter_map(|word| word.parse().ok()).collect()
}

#[tokio::test]
async fn what_other_databases_would_have_to_understand_is_counted() {
    let text = include_str!("../../docs/scaling.md");
    let flat = |query: &str| query.split_whitespace().collect::<Vec<_>>().join(" ");
    let queries: Vec<String> = statements().into_values().map(|(query, _)| flat(&query)).collect();
    let mut wrong = Vec::new();
    let all = format!("Gone through: all {} statements", queries.len());
    if !text.contains(&all) {
        wrong.push(format!("it does not say {all:?}"));
    }
    for (begins, counts) in COUNTED {
        let are: Vec<usize> =
            counts.iter().map(|counts| queries.iter().filter(|query| counts(query)).count()).collect();
        let said = numbers(row(text, begins));
        if said.get(..are.len()) != Some(&are) {
            wrong.push(format!("{begins}: they are {are:?}, it says {said:?}"));
        }
    }
    let database = TestDatabase::new();
    for (begins, sql) in NAMED {
        let are: BTreeSet<String> = database.texts(sql).await.into_iter().collect();
        let said: BTreeSet<String> =
            row(text, begins).split('`').skip(1).step_by(2).map(str::to_owned).collect();
        if said != are {
            wrong.push(format!("{begins}: they are {are:?}, it says {said:?}"));
        }
    }
    assert!(wrong.is_empty(), "docs/scaling.md:\n{}", wrong.join("\n"));
}

#[test]
fn an_update_that_reads_others_is_told_from_one_that_does_not() {
    for (query, reads) in [
        ("UPDATE a SET x = 1 FROM b WHERE b.id = a.id", true),
        ("UPDATE a o SET x = w.x FROM unnest($1) AS w", true),
        ("UPDATE a SET x = (SELECT x FROM b) WHERE id = 1", false),
        ("INSERT INTO a SELECT 1 ON CONFLICT (x) DO UPDATE SET y = 1", false),
        ("SELECT 1 FROM a FOR UPDATE OF a", false),
        ("WITH g AS ( UPDATE a SET x = 1 WHERE id = 2 ) SELECT 1 FROM g", false),
    ] {
        assert_eq!(updates_from(query), reads, "{query}");
    }
}
