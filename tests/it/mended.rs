//! What readers of the whole found: each an example that went wrong once.

use std::collections::BTreeMap;

use aftercare::domain::{
    bar::{Bar, BarKind},
    chat::Platform,
    front::customer_lost,
    id::{PersonId, SurveyId},
    quote::Stage,
    survey::{self, After, Item, Survey},
};
use chrono::{DateTime, Utc};
use sqlx::Connection as _;

use crate::{
    harness::{DirectStage, Setup, TestDatabase},
    properties_quote::open_price,
    talk::terms,
};

const HOUSE: &str = "people: mei@telegram \"Mei\" en consumer, lin@telegram \"Lin\" en staff, ann@telegram \"Ann\" en staff #1002\n\
    at 2026-03-02 10:00 Asia/Shanghai\n\
    ann in staff: Morning\nlin in staff: /agent add 1002 agent after-sales\n\
    mei: /human\nann in room: /take\n";

/// A cost that was left open.
const LEFT_OPEN: &str = "ann in room: /verdict unclear repair not-clear value 10 We begin and see.\n\
    ann in room presses \"Decide so, and tell the customer\"\n";

const SETTLEMENT: &str = "select state from clocks where target = 'settlement'";

async fn house(database: &TestDatabase, more: &str) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(&format!("{HOUSE}{more}")).await;
    stage
}

async fn stages(database: &TestDatabase) -> Vec<String> {
    database.texts("select stage from quotes order by n").await
}

#[tokio::test]
async fn what_an_open_cost_comes_to_is_a_leads_to_agree() {
    let database = TestDatabase::new();
    let settles = "lin in room: /verdict settle 450\nlin in room presses \"Send it to the customer\"\n\
                   mei presses \"Another price\"\nmei: 1\n";
    let mut stage = house(&database, &format!("{LEFT_OPEN}{settles}")).await;
    for deed in ["/quote accept", "/quote firm", "/quote withdraw"] {
        stage.play(&format!("ann in room: {deed}\n")).await;
        assert_eq!(stages(&database).await, ["open"], "{deed}");
    }
    assert_eq!(database.texts(SETTLEMENT).await, ["paused"]);
    stage.play("lin in room: /quote accept\n").await;
    assert_eq!(stages(&database).await, ["accepted"]);
    assert_eq!(database.texts(SETTLEMENT).await, ["met"]);
    stage.close().await;
}

#[tokio::test]
async fn a_price_of_nothing_leaves_no_clock_standing() {
    for (answer, clock) in [("Accept USD 0.00", "met"), ("Decline", "running")] {
        let database = TestDatabase::new();
        let sends = "lin in room: /quote add inspection 0\nlin in room: /quote send\n\
                     lin in room presses \"Send it to the customer\"\n";
        let mut stage = house(&database, &format!("{LEFT_OPEN}{sends}")).await;
        assert_eq!(database.texts(SETTLEMENT).await, ["paused"]);
        stage.play(&format!("mei presses \"{answer}\"\n")).await;
        assert_eq!(database.texts(SETTLEMENT).await, [clock], "{answer}");
        stage.close().await;
    }
}

#[tokio::test]
async fn what_somebody_would_rather_pay_leaves_the_case_where_their_words_brought_it() {
    let database = TestDatabase::new();
    let settles = "lin in room: /verdict settle 45\nlin in room presses \"Send it to the customer\"\n\
                   ann in room: /ask Is it the left one?\nmei presses \"Another price\"\nmei: 20\n";
    let stage = house(&database, &format!("{LEFT_OPEN}{settles}")).await;
    assert_eq!(database.texts("select state from cases").await, ["open"]);
    assert_eq!(database.number("select count(*) from quote_offers").await, 1);
    stage.close().await;
}

#[tokio::test]
async fn who_pays_the_carrier_is_said_anew_in_another_version() {
    let database = TestDatabase::new();
    let charged = "ann in room: /verdict misuse repair knock value 10 It fell.\n";
    let more = "ann in room: /quote add maintenance 30\nann in room: /quote add freight 12\nann in room: /quote send\n\
                ann in room presses \"Send it to the customer\"\n";
    let mut stage = house(&database, "mei sends photo fall.jpg \"the corner\"\n").await;
    stage.play(&charged.replace("value", "evidence 1 value")).await;
    stage.play("ann in room presses \"Decide so, and tell the customer\"\n").await;
    stage.play(more).await;
    let lines = "select l.kind from quote_lines l join quotes q on q.id = l.quote order by q.n, l.n";
    assert_eq!(database.texts(lines).await, ["maintenance", "freight"]);
    stage.play(LEFT_OPEN).await;
    stage.play("lin in room: /quote revise\n").await;
    assert_eq!(
        database.texts(lines).await,
        ["maintenance", "freight", "maintenance"],
        "the brand pays it now"
    );
    stage.close().await;
}

#[tokio::test]
async fn a_price_that_ran_out_in_a_closed_case_can_be_asked_for_again() {
    let database = TestDatabase::new();
    let closed = "ann in room: /solve It is sewn.\nmei presses \"Yes, solved\"\n\
                  lin in room: /verdict settle 45\nlin in room presses \"Send it to the customer\"\nat +30d\n";
    let mut stage = house(&database, &format!("{LEFT_OPEN}{closed}")).await;
    assert_eq!(stages(&database).await, ["expired"]);
    stage.play("mei presses \"Ask for it again\"\n").await;
    assert_eq!(database.number("select count(*) from case_events where kind = 'price-again'").await, 1);
    stage.close().await;
}

#[test]
fn a_customer_who_is_lost_on_one_platform_keeps_the_price_on_the_other() {
    let (file, terms, now) = (open_price(), terms(), "2026-03-02T03:00:00Z".parse().expect("an instant"));
    assert_eq!(file.case.platform, Platform::Telegram);
    assert!(customer_lost(&file, Platform::Discord, now, &terms).quotes.is_empty());
    let lost = customer_lost(&file, Platform::Telegram, now, &terms);
    assert!(lost.quotes.iter().all(|one| one.stage != Stage::Open) && !lost.quotes.is_empty());
}

#[tokio::test]
async fn a_price_told_on_the_phone_is_accepted_there() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei \"Mei\" en consumer, lin \"Lin\" en staff\nat 2026-03-02 10:00 Asia/Shanghai\nlin: /start\n\
             lin: /call +49 170 1234567 The squirrel cage rattles.\nlin: Anna Squirrel\nlin presses \"Something else\"\n\
             lin presses \"Yes, with limits\"\nlin presses \"Hand it on\"\nlin presses \"Record\"\n\
             lin in room: /quote add maintenance 30\nlin in room: /quote send\n\
             lin in room presses \"Send it to the customer\"\nlin in room: /quote accept\n",
        )
        .await;
    assert_eq!(stages(&database).await, ["accepted"]);
    stage.close().await;
}

#[tokio::test]
async fn an_orders_number_is_no_number_to_call_back() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    let records = "lin presses \"Something else\"\nlin presses \"Yes, with limits\"\nlin presses \"Hand it on\"\n\
                   lin presses \"Record\"\n";
    stage
        .play(&format!(
            "people: mei \"Mei\" en consumer, lin \"Lin\" en staff\nat 2026-03-02 10:00 Asia/Shanghai\nlin: /start\n\
             lin: /call +49 170 1234567 The squirrel cage rattles.\nlin: Anna Squirrel\n{records}"
        ))
        .await;
    let phones = "select phone from people where phone is not null";
    assert_eq!(database.texts(phones).await, ["+491701234567"]);
    // What the agent types can be read as an order's number and as somebody's.
    database.execute("insert into case_orders (case_id, key) select id, '20260118' from cases").await;
    stage.play("lin: /call 20260118 It rattles still.\nshow lin\n").await;
    let button = database
        .texts("select draft #>> '{call,found,0,person}' from dialogues")
        .await
        .pop()
        .expect("she is found by the order");
    assert!(!button.is_empty());
    stage
        .play(&format!(
            "lin presses \"Anna Squirrel · +491701234567\"\nlin presses \"A new case\"\n{records}"
        ))
        .await;
    assert_eq!(database.texts(phones).await, ["+491701234567"]);
    stage.close().await;
}

#[tokio::test]
async fn who_works_here_no_more_is_not_reminded_of_customers() {
    let database = TestDatabase::new();
    let mut stage = house(&database, "").await;
    stage.play("ann: /start\nann: /call Mei\n").await;
    let drafts = "select count(*) from dialogues where flow = 'call'";
    assert_eq!(database.number(drafts).await, 1);
    stage.play("lin in staff: /agent remove 1002\n").await;
    assert_eq!(database.number(drafts).await, 0);
    stage.close().await;
}

#[tokio::test]
async fn a_mute_that_ends_ends_no_surveys() {
    let database = TestDatabase::new();
    let solved = "ann in room: /solve It is on its way.\nmei presses \"Yes, solved\"\nlin in room: /mute spam for 30h\nat +1d\n";
    let mut stage = house(&database, solved).await;
    let sent = "select count(*) from surveys";
    assert_eq!(database.number(sent).await, 0, "nobody is asked while they are not heard");
    stage.play("at +2d\n").await;
    assert_eq!(database.number(sent).await, 1);
    stage.close().await;
}

#[tokio::test]
async fn a_survey_of_tomorrow_takes_no_words_of_tonight_and_goes_nowhere_after_a_stop() {
    let database = TestDatabase::new();
    let night =
        "ann in room: /close It was dust.\nat 2026-03-02 22:00 Asia/Shanghai\nann in room: /survey send\n";
    let mut stage = house(&database, night).await;
    assert_eq!(database.number("select count(*) from surveys").await, 1);
    stage.play("mei: Another chair is broken, too.\n").await;
    assert_eq!(database.number("select count(*) from surveys where comment is not null").await, 0);
    let waits = "select count(*) from outbox where fold like 'survey:%' and state = 'queued'";
    assert_eq!(database.number(waits).await, 1);
    stage.play("mei: /stop\n").await;
    assert_eq!(database.number(waits).await, 0);
    stage.close().await;
}

#[tokio::test]
async fn a_flood_over_two_cases_is_one_line_as_well() {
    let database = TestDatabase::new();
    let terms = "[caps]\ninputs = { per_minute = 8, per_hour = 300 }\n".to_owned();
    let mut stage = DirectStage::open(Setup { terms, ..Setup::new(database.options()) }).await;
    stage
        .play(&format!(
            "{HOUSE}at +2m\nmei: /start\nmei presses \"Where is my order?\"\nmei: A-4471\nat +2m\n"
        ))
        .await;
    assert_eq!(database.number("select count(*) from cases").await, 2);
    let flood: Vec<String> = (0..100).map(|n| format!("mei: word {n}")).collect();
    let batch = stage.updates_of(&flood.join("\n"));
    stage.bureau().desk.receive(&batch).await.expect("taken");
    let parked = "select count(*) from messages where parked_until is not null";
    assert!(database.number(parked).await <= 8, "only what came within the allowance is asked about");
    assert_eq!(database.number("select count(*) from messages where body like 'word %'").await, 100);
    stage.close().await;
}

#[tokio::test]
async fn that_somebody_was_too_fast_lifts_no_block() {
    let database = TestDatabase::new();
    let stage = house(&database, "lin in room: /block spam\n").await;
    let mei = PersonId(database.number("select customer from cases").await);
    let now = stage.clock().now();
    let hush = Bar {
        kind: BarKind::Muted,
        why: String::new(),
        until: Some(now + chrono::TimeDelta::minutes(2)),
        by: mei,
        at: now,
        told: true,
        kept: 1,
        digest_at: None,
    };
    let mut db = sqlx::PgConnection::connect_with(database.options()).await.expect("a connection");
    aftercare::store::bars::put(&mut db, mei, &hush).await.expect("written");
    let stands = "select format('%s %s', kind, until is null) from restrictions";
    assert_eq!(database.texts(stands).await, ["blocked t"]);
    db.close().await.expect("closed");
    stage.close().await;
}

fn survey(at: DateTime<Utc>) -> Survey {
    Survey {
        id: SurveyId(1),
        person: PersonId(1),
        platform: Platform::Telegram,
        form: "service".into(),
        after: After::Confirmed,
        case: None,
        about: None,
        asks: vec![Item::Product, Item::Comment],
        stage: survey::Stage::Open,
        cursor: None,
        rev: 1,
        answers: BTreeMap::new(),
        comment: None,
        comment_from: None,
        asked_at: at,
        reminded_at: None,
        answered_at: None,
        touched_at: at,
        look_at: None,
        by: None,
        follow_up: None,
    }
}

#[test]
fn new_words_for_the_last_part_of_a_comment_leave_the_parts_before() {
    let now = "2026-03-02T03:00:00Z".parse().expect("an instant");
    let survey: Survey = survey(now);
    let said = survey.comment("A", Some(1), now).comment("B", Some(2), now);
    assert_eq!(said.comment.as_deref(), Some("A\nB"));
    assert_eq!(said.comment_from, None, "an edit of the second is no edit of both");
    let edited = survey.comment("A", Some(1), now).comment("A2", Some(1), now);
    assert_eq!((edited.comment.as_deref(), edited.comment_from), (Some("A2"), Some(1)));
}

#[tokio::test]
async fn two_who_ask_at_once_ask_once() {
    let database = TestDatabase::new();
    let mut stage = house(&database, "ann in room: /close It was dust.\n").await;
    let batch = stage.updates_of("ann in room: /survey send\nlin in room: /survey send");
    stage.bureau().desk.receive(&batch).await.expect("taken");
    assert_eq!(database.number("select count(*) from surveys").await, 1);
    stage.close().await;
}

#[tokio::test]
async fn a_parcel_moves_no_case_on_that_waits_for_a_price() {
    let database = TestDatabase::new();
    let charged = "mei sends photo fall.jpg \"the corner\"\n\
                   ann in room: /verdict misuse repair knock evidence 1 value 10 It fell.\n\
                   ann in room presses \"Decide so, and tell the customer\"\n\
                   ann in room: /quote add maintenance 30\nann in room: /quote send\n\
                   ann in room presses \"Send it to the customer\"\n\
                   ann in room: /verdict sent SF SF1402238817\n";
    let stage = house(&database, charged).await;
    assert_eq!(database.texts("select waiting from cases").await, ["approval"]);
    stage.close().await;
}

#[tokio::test]
async fn whoever_called_without_a_number_is_forgotten_with_their_case() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei \"Mei\" en consumer, lin \"Lin\" en staff\nat 2026-03-02 10:00 Asia/Shanghai\nlin: /start\n\
             lin: /call +49 170 1234567 The squirrel cage rattles.\nlin: Anna Squirrel\nlin presses \"Something else\"\n\
             lin presses \"Yes, with limits\"\nlin presses \"Hand it on\"\nlin presses \"Record\"\n\
             lin in room: /close It was loose.\n",
        )
        .await;
    database.execute("update people set phone = null").await;
    stage.clock().advance(chrono::TimeDelta::days(800));
    for _ in 0..2 {
        stage.bureau().desk.tidy().await.expect("tidied");
    }
    assert_eq!(database.number("select count(*) from people where name like '%Squirrel%'").await, 0);
    stage.close().await;
}
