//! Another edition of the terms on a whole desk: each group hears what moved of its own, once.

use aftercare::clock::Clock;
use aftercare::domain::{calendar::Span, terms::Terms};
use chrono::TimeDelta;

use crate::harness::{DirectStage, Logs, Setup, TestDatabase};

const PEOPLE: &str = "people: mei@telegram \"Mei\" en consumer, rex@telegram \"Rex\" en consumer, \
                      lin@telegram \"Lin\" en staff\nat 2026-03-02 10:00 Asia/Shanghai\n";

/// The next edition: an enquiry is answered in one hour, everything else as before.
fn quicker_enquiries(terms: &mut Terms) {
    terms.version += 1;
    terms.promises.enquiry_reply = Span::ServiceHours(TimeDelta::hours(1));
}

/// The next edition, with first answers in three hours.
fn slower_answers(terms: &mut Terms) {
    terms.version += 1;
    terms.promises.first_response = Span::ServiceHours(TimeDelta::hours(3));
}

/// The next edition, in which nothing is different.
fn only_a_number(terms: &mut Terms) {
    terms.version += 1;
}

async fn reports(database: &TestDatabase) -> Vec<String> {
    let said = "select parcel::text from outbox where parcel::text like '%terms-reckoned%' order by id";
    database.texts(said).await
}

/// Two cases of two groups under the first edition.
async fn begun(database: &TestDatabase) {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(&format!("{PEOPLE}mei: /human\nrex: /human\n")).await;
    stage.close().await;
    database.execute("update cases set grp = 'technical' where id = (select max(id) from cases)").await;
}

async fn under(database: &TestDatabase, edition: fn(&mut Terms)) {
    let clock = Clock::manual("2026-03-02T02:30:00Z".parse().expect("half an hour later"));
    let setup = Setup { edition: Some(edition), clock, ..Setup::new(database.options()) };
    let stage = DirectStage::open(setup).await;
    // Why nothing is delivered: what was said is looked for in the outbox, which forgets it then.
    stage.bureau().desk.follow_up().await.expect("a pass");
    stage.bureau().desk.follow_up().await.expect("a pass");
    stage.close().await;
}

#[tokio::test]
async fn each_group_hears_what_moved_of_its_own_and_only_once() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    begun(&database).await;
    under(&database, slower_answers).await;
    let said = reports(&database).await;
    assert_eq!(said.len(), 2, "{said:#?}");
    for (said, group) in said.iter().zip(["After-sales", "Technical and design"]) {
        assert!(said.contains(group), "{said}");
    }
    under(&database, slower_answers).await;
    assert_eq!(reports(&database).await.len(), 2, "whatever restarts");
}

#[tokio::test]
async fn a_group_none_of_whose_cases_moved_hears_nothing() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    begun(&database).await;
    // What the second group's case promises is not promised otherwise: its first answer was given.
    database
        .execute(
            "update clocks set state = 'met', ended_at = started_at, look_at = null where case_id = (select max(id) from cases)",
        )
        .await;
    under(&database, slower_answers).await;
    let said = reports(&database).await;
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].contains("After-sales"), "{said:#?}");
}

#[tokio::test]
async fn an_edition_that_moves_nothing_is_reported_to_nobody() {
    let _logs = Logs::capture();
    for edition in [only_a_number as fn(&mut Terms), quicker_enquiries] {
        let database = TestDatabase::new();
        begun(&database).await;
        under(&database, edition).await;
        assert_eq!(reports(&database).await, [""; 0]);
    }
}

#[tokio::test]
async fn a_process_that_died_before_the_report_leaves_it_to_the_next() {
    let _logs = Logs::capture();
    let database = TestDatabase::new();
    begun(&database).await;
    under(&database, slower_answers).await;
    // As if it had died between the last case and the report.
    database.execute("delete from outbox where parcel::text like '%terms-reckoned%'").await;
    database.execute("delete from notices").await;
    under(&database, slower_answers).await;
    assert_eq!(reports(&database).await.len(), 2);
}
