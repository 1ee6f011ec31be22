//! What the database did and nobody heard, and what it could not do for a while: nothing falls out of its lane, and nothing follows
//! twice from one end.

use aftercare::sandbox::shown::{Place, Room};
use aftercare::store::Fault;
use chrono::TimeDelta;
use tokio::sync::watch;

use crate::harness::{DirectStage, Setup, TestDatabase, Wire};

const PEOPLE: &str = "people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff";

/// A case with an agent, over a wire that can lose answers.
async fn over(database: &TestDatabase) -> (DirectStage, Wire) {
    let wire = Wire::to(database.options()).await;
    let setup = Setup { database: wire.options(database.options()), ..Setup::new(database.options()) };
    (begun(setup).await, wire)
}

async fn begun(setup: Setup) -> DirectStage {
    let mut stage = DirectStage::open(setup).await;
    stage.play(PEOPLE).await;
    stage.play("mei: /human\nlin in room presses \"Take\"").await;
    stage
}

/// The last lines of what stands in the room that are among these.
fn words_in(stage: &DirectStage, place: &Place, known: &[&str]) -> Vec<String> {
    let said = stage.chats().said(place);
    let last = said.iter().filter_map(|text| text.lines().last());
    last.filter(|line| known.contains(line)).map(str::to_owned).collect()
}

fn room() -> Place {
    Place::Room(Room::Newest)
}

/// Makes every change of the outbox for which this holds fail as if the database were away, and counts the attempts.
async fn away_when(database: &TestDatabase, condition: &str) {
    let refuse = format!(
        "create sequence refused; \
         create function refuse() returns trigger language plpgsql as \
             $$ begin perform nextval('refused'); raise exception 'away' using errcode = '57P03'; end $$; \
         create trigger refuse before update on outbox for each row when ({condition}) execute function refuse()"
    );
    database.execute(&refuse).await;
}

async fn is_back(database: &TestDatabase) {
    database.execute("drop trigger refuse on outbox; drop function refuse(); drop sequence refused").await;
}

const REFUSED: &str = "select case when is_called then last_value else 0 end from refused";

#[tokio::test]
async fn what_was_said_by_a_commit_nobody_heard_of_is_sent_at_once_and_in_its_turn() {
    let database = TestDatabase::new();
    let (mut stage, wire) = over(&database).await;
    let (two, three) = (stage.updates_of("mei: Two"), stage.updates_of("mei: Three"));
    let desk = &stage.bureau().desk;
    wire.lose_the_answer_to("COMMIT");
    let lost = desk.receive(&two).await.expect_err("nobody heard of the commit");
    assert_eq!((lost.fault(), wire.waits()), (Fault::Outage, false));
    desk.receive(&two).await.expect("taken before");
    desk.receive(&three).await.expect("taken");
    stage.bureau().settle().await;
    assert_eq!(words_in(&stage, &room(), &["Two", "Three"]), ["Two", "Three"]);
    assert_eq!(database.number("select count(*) from outbox where doubts > 0").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn what_follows_from_an_end_follows_once_whoever_heard_that_it_was_written() {
    let database = TestDatabase::new();
    let (mut stage, wire) = over(&database).await;
    stage.play("fault sendMessage mei blocked").await;
    let answer = stage.updates_of("lin in room: /reply Hello");
    stage.bureau().desk.receive(&answer).await.expect("taken");
    wire.lose_the_answer_to("COMMIT");
    stage.bureau().settle().await;
    assert!(!wire.waits(), "the end was written, and nobody heard of it");
    let said = stage.chats().said(&room());
    assert_eq!(said.iter().filter(|text| text.contains("not delivered")).count(), 1, "{said:?}");
    stage.close().await;
}

#[tokio::test]
async fn a_row_whose_claim_was_made_unheard_is_claimed_once_more_and_keeps_its_turn() {
    let database = TestDatabase::new();
    let mut stage = begun(Setup::new(database.options())).await;
    stage.play("fault sendMessage room 429 30\nmei: One\nmei: Two").await;
    stage.clock().advance(TimeDelta::seconds(30));
    away_when(&database, "new.state = 'sending'").await;
    stage.bureau().desk.deliver_due(&stage.bureau().couriers).await;
    assert_eq!(database.number(REFUSED).await, 1, "the first of the lane was to be claimed");
    is_back(&database).await;
    // What the claim leaves behind whose answer was lost.
    let claimed = "update outbox set state = 'sending', epoch = (select epoch from leases) \
                   where id = (select min(id) from outbox where state = 'queued')";
    database.execute(claimed).await;
    stage.clock().advance(TimeDelta::seconds(1));
    stage.bureau().settle().await;
    assert_eq!(words_in(&stage, &room(), &["One", "Two"]), ["One", "Two"]);
    assert_eq!(database.number("select count(*) from outbox where doubts > 0").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn rows_claimed_together_unheard_are_claimed_once_more_and_sent_once_each() {
    let database = TestDatabase::new();
    let mut stage = begun(Setup::new(database.options())).await;
    let names = ["ann", "bob", "cem", "dia"];
    for name in names {
        stage
            .play(&format!(
                "people: {name} \"{name}\" en consumer\nfault sendMessage {name} 429 30\n{name}: /start"
            ))
            .await;
    }
    stage.clock().advance(TimeDelta::seconds(30));
    away_when(&database, "new.state = 'sending'").await;
    stage.bureau().desk.deliver_due(&stage.bureau().couriers).await;
    // The first by itself, then the others, who had come meanwhile, and each of those by itself.
    assert_eq!(database.number(REFUSED).await, 5);
    is_back(&database).await;
    // What such claims leave behind whose answers were lost.
    let claimed =
        "update outbox set state = 'sending', epoch = (select epoch from leases) where state = 'queued'";
    database.execute(claimed).await;
    stage.clock().advance(TimeDelta::seconds(1));
    stage.bureau().settle().await;
    for name in names {
        assert_eq!(stage.chats().said(&Place::Chat(name.into())).len(), 1, "{name}");
    }
    assert_eq!(database.number("select count(*) from outbox where doubts > 0").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn a_row_to_be_tried_again_lets_nothing_pass_before_that_is_written_down() {
    let database = TestDatabase::new();
    let mut stage = begun(Setup::new(database.options())).await;
    stage.play("fault sendMessage room 429 30").await;
    let (one, two) = (stage.updates_of("mei: One"), stage.updates_of("mei: Two"));
    stage.bureau().desk.receive(&one).await.expect("taken");
    stage.bureau().desk.receive(&two).await.expect("taken");
    away_when(&database, "new.state = 'queued'").await;
    let (desk, couriers) = (stage.bureau().desk.clone(), stage.bureau().couriers.clone());
    let (stop, stops) = watch::channel(false);
    let trouble = async {
        while database.number(REFUSED).await == 0 {}
        // The wait is over, and nobody could write it down yet.
        stage.clock().advance(TimeDelta::seconds(30));
        let before = database.number(REFUSED).await;
        while database.number(REFUSED).await == before {}
        is_back(&database).await;
        while words_in(&stage, &room(), &["One", "Two"]).len() < 2 {
            // Why real time: the database is asked again when its time has come.
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            stage.clock().advance(TimeDelta::seconds(1));
        }
        stop.send_replace(true);
    };
    tokio::join!(desk.deliver(&couriers, stops), trouble);
    assert_eq!(words_in(&stage, &room(), &["One", "Two"]), ["One", "Two"]);
    stage.close().await;
}

#[tokio::test]
async fn what_ended_and_could_not_be_written_down_yet_is_not_forgotten() {
    let database = TestDatabase::new();
    let mut stage = begun(Setup::new(database.options())).await;
    let one = stage.updates_of("mei: One");
    stage.bureau().desk.receive(&one).await.expect("taken");
    away_when(&database, "new.state = 'sent'").await;
    let (desk, couriers) = (stage.bureau().desk.clone(), stage.bureau().couriers.clone());
    let looking = async {
        while database.number(REFUSED).await == 0 {}
        stage.clock().advance(TimeDelta::minutes(2));
        assert_eq!(desk.find_forgotten().await.expect("looked"), 0, "its end is known here");
        is_back(&database).await;
    };
    tokio::join!(desk.deliver_due(&couriers), looking);
    assert_eq!(words_in(&stage, &room(), &["One"]), ["One"]);
    assert_eq!(database.number("select count(*) from outbox where doubts > 0").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn a_forgotten_row_for_which_a_person_decides_is_shown_to_one() {
    let database = TestDatabase::new();
    let mut stage = begun(Setup::new(database.options())).await;
    stage.play("fault sendMessage mei 429 600\nlin in room: /reply The price").await;
    // As if it had been claimed, and whoever sends it had fallen over.
    stage.crash().await;
    let fallen = "update outbox set state = 'sending', epoch = (select epoch from leases), by_hand = true \
                  where state = 'queued' and person is not null";
    database.execute(fallen).await;
    stage.clock().advance(TimeDelta::seconds(9));
    assert_eq!(stage.bureau().desk.find_forgotten().await.expect("looked"), 0, "it may be in hand");
    stage.clock().advance(TimeDelta::seconds(2));
    assert_eq!(stage.bureau().desk.find_forgotten().await.expect("looked"), 1);
    stage.bureau().settle().await;
    let said = stage.chats().said(&room());
    assert!(said.iter().any(|text| text.contains("gave no answer")), "{said:?}");
    let ended = "select count(*) from outbox where state = 'uncertain' and done_at is not null";
    assert_eq!(database.number(ended).await, 1);
    stage.close().await;
}
