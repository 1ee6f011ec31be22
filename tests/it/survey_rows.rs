//! What is stored of surveys: answers at once and once, nobody asked twice whatever restarts, nobody asked who is not to be, and what
//! reports count.

use aftercare::{
    domain::survey::Item,
    store::surveys::scores::{By, Of, scores},
};
use sqlx::Connection as _;

use crate::harness::{DirectStage, Setup, TestDatabase};

const SOLVED: &str = "people: mei \"Mei L.\" en consumer, tom \"Tom\" en consumer, lin \"Lin\" en staff\n\
    at 2026-03-02 10:00 Asia/Shanghai\n\
    mei: /human\nlin in room: /take\nlin in room: /solve It is on its way.\nmei presses \"Yes, solved\"";

async fn played(database: &TestDatabase, more: &str) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(SOLVED).await;
    stage.play(more).await;
    stage
}

const SENT: &str = "select count(*) from surveys";
const ANSWERS: &str =
    "select format('%s %s', question, coalesce(score::text, '-')) from survey_answers order by question";

#[tokio::test]
async fn an_answer_is_kept_at_once_and_a_second_press_of_one_button_is_none() {
    let database = TestDatabase::new();
    let stage = played(
        &database,
        "at +1d\nfault duplicates on\nmei presses \"4\"\nfault clear\nmei presses \"Skip\"",
    )
    .await;
    assert_eq!(database.texts(ANSWERS).await, ["product 4", "service -"]);
    let kept = "select format('%s %s %s', stage, rev, cursor is null) from surveys";
    assert_eq!(database.texts(kept).await, ["answered 3 t"], "one step for each press that counted");
    stage.close().await;
}

#[tokio::test]
async fn one_occasion_is_one_survey_whatever_restarts() {
    let database = TestDatabase::new();
    let mut stage = played(&database, "restart\nat +1d\nrestart").await;
    assert_eq!(database.number(SENT).await, 1);
    let said = "select format('%s %s', count(*), bool_and(by_hand)) from outbox where fold like 'survey:%'";
    assert_eq!(database.texts(said).await, ["1 t"], "one message, and a doubt about it waits for a person");
    // A dead process may have looked already: the instant of the look alone asks nobody twice.
    database.execute("update survey_turns set look_at = '-infinity'").await;
    stage.play("restart\nat +20d").await;
    assert_eq!(database.number(SENT).await, 1);
    let settled = "select count(*) from survey_occasions where settled_at is null or survey is null";
    assert_eq!(database.number(settled).await, 0, "what was asked about says by which survey");
    stage.close().await;
}

#[tokio::test]
async fn who_is_not_to_be_asked_is_not() {
    for (why, deed) in [
        ("they want none", "mei: /stop"),
        ("they blocked the bot", "mei blocks the bot"),
        ("everything of them was erased", "mei: /privacy erase\nmei presses \"Yes, erase everything\""),
        ("a case of theirs is open", "mei: /human"),
        ("the desk has just spoken to them", "at +23h\nmei: /hours"),
    ] {
        let database = TestDatabase::new();
        let mut stage = played(&database, deed).await;
        stage.play("at 2026-03-03 10:30 Asia/Shanghai").await;
        assert_eq!(database.number(SENT).await, 0, "{why}");
        stage.close().await;
    }
}

#[tokio::test]
async fn who_wants_them_again_is_asked_again() {
    let database = TestDatabase::new();
    let mut stage = played(&database, "mei: /stop\nat +1d").await;
    assert_eq!(database.number(SENT).await, 0);
    stage.play("mei: /stop\nat +1d").await;
    assert_eq!(database.number(SENT).await, 1, "a day after the answer to it");
    stage.close().await;
}

#[tokio::test]
async fn an_erased_person_leaves_numbers_and_no_words() {
    let database = TestDatabase::new();
    let stage = played(
        &database,
        "at +1d\nmei presses \"4\"\nmei: squirrels everywhere\nmei: /privacy erase\n\
         mei presses \"Yes, erase everything\"",
    )
    .await;
    let kept =
        "select format('%s %s %s %s', stage, comment is null, about is null, look_at is null) from surveys";
    assert_eq!(database.texts(kept).await, ["answered t t t"]);
    assert_eq!(database.texts(ANSWERS).await, ["product 4"], "scores are numbers of nobody");
    for table in ["survey_occasions", "survey_turns"] {
        assert_eq!(database.number(&format!("select count(*) from {table}")).await, 0, "{table}");
    }
    stage.close().await;
}

#[tokio::test]
async fn the_schema_takes_no_score_outside_its_scale() {
    let database = TestDatabase::new();
    let stage = played(&database, "at +1d").await;
    for (question, score, held) in [
        ("product", "0", false),
        ("product", "6", false),
        ("again", "11", false),
        ("resolved", "2", false),
        ("comment", "1", false),
        ("product", "5", true),
        ("again", "0", true),
        ("resolved", "null", true),
    ] {
        let mut db = database.connect().await;
        let insert = format!(
            "insert into survey_answers (survey, question, score, at) select id, '{question}', {score}, now() from surveys \
             on conflict (survey, question) do update set score = excluded.score"
        );
        let done = sqlx::raw_sql(sqlx::AssertSqlSafe(insert)).execute(&mut db).await;
        assert_eq!(done.is_ok(), held, "{question} {score}");
        db.close().await.expect("closed");
    }
    stage.close().await;
}

#[tokio::test]
async fn a_report_counts_what_was_sent_answered_and_given() {
    let database = TestDatabase::new();
    let stage = played(
        &database,
        "tom: /human\nlin in room 2: /take\nlin in room 2: /solve Here you are.\ntom presses \"Yes, solved\"\nat +1d\n\
         mei presses \"4\"\nmei presses \"5\"\nat +3d\nat +5d",
    )
    .await;
    let mut db = database.connect().await;
    let span = |from: &str, to: &str| (from.parse().expect("an instant"), to.parse().expect("an instant"));
    let march = span("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z");
    let zone = chrono_tz::Asia::Shanghai;
    let all = scores(&mut db, &Of { form: Some("service"), ..Of::default() }, march, By::Month, zone)
        .await
        .expect("counted");
    let one = &all["2026-03"];
    assert_eq!((one.sent, one.answered, one.unanswered), (2, 1, 1));
    assert_eq!((one.n(Item::Product), one.sum(Item::Product)), (1, 4));
    assert_eq!((one.n(Item::Service), one.sum(Item::Service), one.n(Item::Delivery)), (1, 5, 0));
    let by_agent = scores(&mut db, &Of::default(), march, By::Agent, zone).await.expect("counted");
    let lin = database.texts("select id::text from people where name = 'Lin'").await.remove(0);
    assert_eq!(by_agent.keys().collect::<Vec<_>>(), [&lin]);
    let other = scores(&mut db, &Of { form: Some("project"), ..Of::default() }, march, By::All, zone)
        .await
        .expect("counted");
    assert!(other.is_empty(), "{other:?}");
    let before = span("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
    assert!(scores(&mut db, &Of::default(), before, By::Family, zone).await.expect("counted").is_empty());
    db.close().await.expect("closed");
    stage.close().await;
}

#[tokio::test]
async fn a_question_that_never_arrived_is_not_brought_to_mind_and_counts_as_undelivered() {
    let again = "update outbox set replaces = (select min(id) from outbox where state = 'undelivered') \
                 where id = (select max(id) from outbox where state = 'sent')";
    let (refused, reminder) =
        ("fault sendMessage mei file-gone\nat +1d", "at +1d\nfault sendMessage mei file-gone");
    for (why, asked, deed, stands, ends) in [
        ("it was refused", refused, "", "undelivered f", "undelivered"),
        ("it was sent again", refused, again, "open t", "unanswered"),
        ("its reminder was refused, and it was not", reminder, "", "open t", "unanswered"),
    ] {
        let database = TestDatabase::new();
        let mut stage = played(&database, asked).await;
        database.execute(deed).await;
        stage.play("at +3d").await;
        assert_eq!(
            database.number("select count(*) from outbox where state = 'undelivered'").await,
            1,
            "{why}"
        );
        let now = "select format('%s %s', stage, reminded_at is not null) from surveys";
        assert_eq!(database.texts(now).await, [stands], "{why}");
        stage.play("at +30d").await;
        assert_eq!(database.texts("select stage from surveys").await, [ends], "{why}");
        stage.close().await;
    }
}
