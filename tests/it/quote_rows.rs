//! What the schema itself holds of quotes, whoever writes them: by plain SQL, without the desk.

use sqlx::{AssertSqlSafe, Connection as _};

use crate::harness::TestDatabase;

const CASES: &str = "
    insert into people (id, name, lang, seen_at) values (1, 'Mei', 'en', now()), (2, 'Lin', 'en', now()), (3, 'Ann', 'en', now());
    insert into cases (id, ref, kind, state, class, urgency, grp, customer, platform, answers, opened_at, rev) values
        (10, 'HX-1', 'claim', 'open', 'general', 'normal', 'after-sales', 1, 1, 'null', now(), 1);";

fn draft(id: i64, n: i64, total: i64) -> String {
    format!(
        "insert into quotes (id, case_id, n, stage, currency, total, freight, two, by, at) \
         values ({id}, 10, {n}, 'draft', 'USD', {total}, 'customer', false, 2, now());"
    )
}

fn line(quote: i64, n: i64, quantity: i64, unit: i64) -> String {
    format!(
        "insert into quote_lines (quote, n, kind, words, quantity, unit) \
         values ({quote}, {n}, 'spare-part', '', {quantity}, {unit});"
    )
}

fn becomes(id: i64, stage: &str) -> String {
    let more = match stage {
        "open" => "sent_at = now(), valid_until = now() + interval '7 days'",
        "accepted" => "ended_at = now(), agreed = total",
        _ => "ended_at = now()",
    };
    format!("update quotes set stage = '{stage}', {more} where id = {id};")
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

#[expect(clippy::unnecessary_wraps, reason = "compared with what was broken, which may be nothing")]
fn rule(name: &str) -> Option<String> {
    Some(name.to_owned())
}

#[tokio::test]
async fn a_total_is_what_its_lines_come_to() {
    let database = TestDatabase::new();
    database.execute(CASES).await;
    let whole = draft(1, 1, 1_900) + &line(1, 1, 2, 450) + &line(1, 2, 1, 1_000);
    for (why, sql) in [
        ("a cent too much", whole.replace("1900", "1901")),
        ("a line is missing", draft(1, 1, 1_900) + &line(1, 1, 2, 450)),
        ("no line at all", draft(1, 1, 1)),
        ("a line more", whole.clone() + &line(1, 3, 1, 1)),
    ] {
        assert_eq!(broken(&database, &sql).await, rule("quote_adds_up"), "{why}");
    }
    assert_eq!(broken(&database, &whole).await, None);
    for (why, sql) in [
        ("another total", "update quotes set total = 1"),
        ("a line that is another", "update quote_lines set quantity = 3 where n = 1"),
        ("a line that is gone", "delete from quote_lines where n = 2"),
    ] {
        assert_eq!(broken(&database, sql).await, rule("quote_adds_up"), "{why}");
    }
    let both = "delete from quote_lines where n = 2; update quotes set total = 900";
    assert_eq!(broken(&database, both).await, None, "only the end of the transaction counts");
    let labour = line(1, 2, 1, 0).replace("spare-part", "labour");
    assert_eq!(broken(&database, &labour).await, rule("quote_lines_kind_check"), "labour is no line");
    assert!(broken(&database, &line(1, 2, 0, 5)).await.is_some());
    assert!(broken(&database, &line(1, 2, 1, -5)).await.is_some());
}

#[tokio::test]
async fn what_a_customer_was_shown_does_not_change_and_what_ended_stays_so() {
    let database = TestDatabase::new();
    database.execute(CASES).await;
    database.execute(&(draft(1, 1, 900) + &line(1, 1, 2, 450))).await;
    database.execute(&becomes(1, "open")).await;
    let shown = rule("quote_stays_as_shown");
    for sql in [
        "update quote_lines set unit = 400",
        "update quote_lines set quantity = 1",
        "delete from quote_lines",
        "update quote_lines set kind = 'freight'",
    ] {
        assert_eq!(broken(&database, sql).await, shown, "{sql}");
    }
    assert_eq!(broken(&database, &line(1, 2, 1, 0)).await, shown);
    assert_eq!(broken(&database, "update quote_lines set words = ''").await, None, "words can be erased");
    database.execute(&becomes(1, "expired")).await;
    let again = "update quotes set stage = 'open', ended_at = null";
    assert_eq!(broken(&database, again).await, rule("quote_stays_ended"));
    assert_eq!(broken(&database, &becomes(1, "accepted")).await, rule("quote_stays_ended"));
}

#[tokio::test]
async fn at_most_one_is_open_and_one_is_put_together() {
    let database = TestDatabase::new();
    database.execute(CASES).await;
    let with_line = |id: i64, n: i64| draft(id, n, 5) + &line(id, 1, 1, 5);
    database.execute(&with_line(1, 1)).await;
    assert_eq!(broken(&database, &with_line(2, 2)).await, rule("quotes_unsent"));
    database.execute(&becomes(1, "open")).await;
    assert_eq!(broken(&database, &with_line(2, 1)).await, rule("quotes_case_id_n_key"));
    database.execute(&with_line(2, 2)).await;
    assert_eq!(broken(&database, &becomes(2, "open")).await, rule("quotes_open"));
    let in_turn = becomes(1, "replaced") + &becomes(2, "open");
    assert_eq!(broken(&database, &in_turn).await, None);
    let alone = "update quotes set two = true where id = 2";
    assert!(broken(&database, alone).await.is_some(), "what needs two goes out with two");
    let both = "update quotes set two = true, second_by = 3, second_at = now() where id = 2";
    assert_eq!(broken(&database, both).await, None);
    let more = "update quotes set stage = 'accepted', ended_at = now(), agreed = total + 1 where id = 2";
    assert!(broken(&database, more).await.is_some(), "nobody agrees to more than was asked for");
    let silent = "update quotes set stage = 'accepted', ended_at = now() where id = 2";
    assert!(broken(&database, silent).await.is_some(), "what is agreed on is an amount");
    assert_eq!(broken(&database, &becomes(2, "accepted")).await, None);
}
