//! What the schema itself holds of verdicts, whoever writes them: by plain SQL, without the desk.

use sqlx::{AssertSqlSafe, Connection as _};

use crate::harness::TestDatabase;

/// A case of two lines, 60 and 5 pieces claimed, and one that names no goods.
const CASES: &str = "
    insert into people (id, name, lang, seen_at) values (1, 'Mei', 'en', now()), (2, 'Lin', 'en', now()), (3, 'Ann', 'en', now());
    insert into cases (id, ref, kind, state, class, urgency, grp, customer, platform, answers, opened_at, rev) values
        (10, 'HX-1', 'claim', 'open', 'general', 'normal', 'after-sales', 1, 1, 'null', now(), 1),
        (11, 'HX-2', 'person', 'open', 'general', 'normal', 'after-sales', 1, 1, 'null', now(), 1);
    insert into case_lines (case_id, n, ordered, received, inspected, defective) values
        (10, 1, 600, 500, 100, 60), (10, 2, 50, 50, 50, 5), (10, 3, 50, 50, 50, 0);";

fn verdict(id: i64, case: i64, n: i64, stage: &str) -> String {
    format!(
        "insert into verdicts (id, case_id, n, stage, liability, reason, words, evidence, warranty, two, by, at) \
         values ({id}, {case}, {n}, '{stage}', 'craftsmanship', 'loose-work', '', '{{}}', 'unknown', false, 2, now());"
    )
}

fn share(verdict: i64, line: i64, resolution: &str, quantity: i64) -> String {
    let liability = if resolution == "return" { "misuse" } else { "craftsmanship" };
    format!(
        "insert into verdict_shares (verdict, line, resolution, liability, quantity) \
         values ({verdict}, {line}, '{resolution}', '{liability}', {quantity});"
    )
}

/// 48 of 60 accepted, 12 not; all of the other five.
fn whole(id: i64, n: i64, stage: &str) -> String {
    let shares = [
        share(id, 1, "replacement", 40),
        share(id, 1, "repair", 8),
        share(id, 1, "return", 12),
        share(id, 2, "replacement", 5),
    ];
    verdict(id, 10, n, stage) + &shares.concat()
}

/// What one transaction comes to: nothing when it is committed, else the name of the rule it broke.
async fn broken(database: &TestDatabase, sql: &str) -> Option<String> {
    let mut db = database.connect().await;
    let mut tx = db.begin().await.expect("a transaction");
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await;
    let done = match done {
        Ok(_) => tx.commit().await,
        Err(error) => Err(error),
    };
    let error = done.err()?;
    let error = error.as_database_error().expect("an error of the database");
    assert!(error.is_check_violation() || error.is_unique_violation(), "{error}");
    Some(error.constraint().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn what_becomes_of_the_pieces_is_what_was_claimed() {
    let database = TestDatabase::new();
    database.execute(CASES).await;
    let sum = Some("verdict_adds_up".to_owned());
    for (why, sql) in [
        ("nothing is decided", verdict(1, 10, 1, "in_force")),
        ("one piece is missing", whole(1, 1, "in_force").replace("'misuse', 12", "'misuse', 11")),
        ("one piece too many", whole(1, 1, "proposed").replace("'misuse', 12", "'misuse', 13")),
        ("a line is missing", whole(1, 1, "in_force").replace(&share(1, 2, "replacement", 5), "")),
        ("a line there is not", whole(1, 1, "in_force") + &share(1, 4, "repair", 1)),
        ("a line of which nothing is claimed", whole(1, 1, "in_force") + &share(1, 3, "repair", 1)),
        ("two pieces of one", verdict(1, 11, 1, "in_force") + &share(1, 1, "repair", 2)),
    ] {
        assert_eq!(broken(&database, &sql).await, sum, "{why}");
    }
    assert_eq!(broken(&database, &whole(1, 1, "in_force")).await, None, "48 of 60, and 12");
    let one = verdict(2, 11, 1, "in_force") + &share(2, 1, "repair", 1);
    assert_eq!(broken(&database, &one).await, None, "a case that names no goods is one piece");
    for (why, sql) in [
        ("a share that is another", "update verdict_shares set quantity = 41 where quantity = 40"),
        ("a share that is gone", "delete from verdict_shares where quantity = 8"),
        ("a share of another line", "update verdict_shares set line = 2 where quantity = 8"),
        ("more claimed afterwards", "update case_lines set defective = 61 where n = 1"),
        ("nothing claimed afterwards", "update case_lines set defective = null where n = 2"),
        ("a line that is gone", "delete from case_lines where n = 2"),
        ("a line more", "insert into case_lines (case_id, n, defective) values (10, 4, 1)"),
        ("goods where there were none", "insert into case_lines (case_id, n, defective) values (11, 1, 2)"),
    ] {
        assert_eq!(broken(&database, sql).await, sum, "{why}");
    }
    let parts = "update verdict_shares set quantity = 39 where quantity = 40; \
                 update verdict_shares set quantity = 9 where quantity = 8";
    assert_eq!(broken(&database, parts).await, None, "only the end of the transaction counts");
    let described = "update case_lines set sku = 'VC-210', inspected = 90 where n = 1";
    assert_eq!(broken(&database, described).await, None, "what it is may be told better");
    let replaced =
        format!("update verdicts set stage = 'replaced' where id = 1; {}", whole(3, 2, "in_force"));
    assert_eq!(broken(&database, &replaced).await, None);
    let once = "delete from verdict_shares where verdict = 1";
    assert_eq!(broken(&database, once).await, None, "what no longer counts is only history");
    let back = "update verdicts set stage = 'replaced' where id = 3; update verdicts set stage = 'in_force' where id = 1";
    assert_eq!(broken(&database, back).await, sum, "and does not come back");
}

#[tokio::test]
async fn at_most_one_verdict_counts_one_waits_and_one_appeal_is_made() {
    let database = TestDatabase::new();
    database.execute(CASES).await;
    database.execute(&(whole(1, 1, "in_force") + &whole(2, 2, "proposed"))).await;
    let rule = |name: &str| Some(name.to_owned());
    assert_eq!(broken(&database, &whole(3, 3, "in_force")).await, rule("verdicts_in_force"));
    assert_eq!(broken(&database, &whole(3, 3, "proposed")).await, rule("verdicts_proposed"));
    assert_eq!(broken(&database, &whole(3, 2, "dropped")).await, rule("verdicts_case_id_n_key"));
    let appeal = |id: i64| format!("update verdicts set appealed_at = now() where id = {id}");
    assert_eq!(broken(&database, &appeal(1)).await, None);
    assert_eq!(broken(&database, &appeal(2)).await, rule("verdicts_appealed"));
    let alone = "update verdicts set two = true where id = 1";
    assert!(broken(&database, alone).await.is_some(), "what needs two counts with two");
    let both = "update verdicts set two = true, second_by = 3, second_at = now() where id = 1";
    assert_eq!(broken(&database, both).await, None);
    let negative = "update verdicts set worth = -1, currency = 'USD' where id = 1";
    assert!(broken(&database, negative).await.is_some());
    let nameless = "update verdicts set worth = 1 where id = 1";
    assert!(broken(&database, nameless).await.is_some(), "an amount is of a currency");
    assert!(broken(&database, &share(1, 1, "repair", 0)).await.is_some());
}
