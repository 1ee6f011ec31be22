//! Groups at home on two platforms, where something goes wrong on one of them.

use aftercare::app::demo::rehearsal_of;
use aftercare::app::rehearsal::Theatre;
use aftercare::sandbox::script::{Script, Stage as _};
use aftercare::sandbox::shown::{Place, Room, Site};

use crate::harness::TestDatabase;

const PEOPLE: &str = "people: mei@telegram \"Mei L.\" en consumer, lin@telegram \"Lin\" en staff, \
                      gao@discord \"Gao\" en staff\nhomes: technical on discord";
async fn house(database: &TestDatabase, staff: &str, lines: &str) -> Theatre {
    let script = Script::parse(&format!("{PEOPLE}\n{staff}\n{lines}")).expect("a scenario");
    let mut rehearsal = rehearsal_of(&script, database.options().clone());
    rehearsal.admins.push("gao".to_owned());
    let mut theatre = Theatre::open(rehearsal).await.expect("it opens");
    theatre.play(&script).await.expect("it plays");
    theatre
}

async fn play(theatre: &mut Theatre, lines: &str) {
    theatre.play(&Script::parse(lines).expect("lines")).await.expect("they play");
}

/// The number of Mei's case.
fn case(theatre: &mut Theatre) -> String {
    let lines = theatre.stage().transcript(&Place::Chat("mei".to_owned())).expect("a chat");
    let told = lines.iter().find_map(|line| Some(line.text.split_once("HX-")?.1));
    format!("HX-{}", told.expect("a receipt").chars().take(13).collect::<String>())
}

/// How many messages of a place hold that.
fn count(theatre: &mut Theatre, site: Site, place: Place, part: &str) -> usize {
    let lines = theatre.stage().transcript(&Place::On(site, Box::new(place))).unwrap_or_default();
    lines.iter().filter(|line| line.text.contains(part)).count()
}

#[tokio::test]
async fn a_room_is_told_once_where_its_case_went() {
    let database = TestDatabase::new();
    let mut theatre = house(
        &database,
        "staff: topics",
        "mei: /human\nlin in room presses \"Take\"\nlin in room: /transfer technical The lock is broken",
    )
    .await;
    let room = || Place::Room(Room::Nth(1));
    let told = "continues on Discord. What is written here";
    assert_eq!(count(&mut theatre, Site::Telegram, room(), told), 1);
    assert_eq!(count(&mut theatre, Site::Discord, room(), "passed HX-"), 1);
    play(&mut theatre, "mei: Any news?\nrestart\nmei: Hello?").await;
    assert_eq!(count(&mut theatre, Site::Telegram, room(), told), 1, "it is told once");
    assert_eq!(count(&mut theatre, Site::Telegram, room(), "Any news?"), 0);
    assert_eq!(count(&mut theatre, Site::Discord, room(), "Any news?"), 1);
    assert_eq!(database.number("select count(*) from left_rooms").await, 1);
    theatre.close().await;
}

#[tokio::test]
async fn a_side_that_is_lost_holds_up_only_what_is_at_home_there() {
    let database = TestDatabase::new();
    let mut theatre = house(
        &database,
        "staff: topics",
        "mei: /human\nlin in room: /transfer technical The lock is broken\nbot removed\n\
         mei: Is somebody there?",
    )
    .await;
    let room = || Place::Room(Room::Nth(1));
    assert_eq!(count(&mut theatre, Site::Discord, room(), "Is somebody there?"), 1);
    play(&mut theatre, "gao in discord room: /reply We are.").await;
    let mei = theatre.stage().transcript(&Place::Chat("mei".to_owned())).expect("a chat");
    assert!(mei.iter().any(|line| line.text.contains("We are.")));
    assert_eq!(database.number("select count(*) from staff_side where lost_at is not null").await, 1);
    play(&mut theatre, "bot returns\ngao in discord room: /transfer after-sales Nothing for us").await;
    assert_eq!(count(&mut theatre, Site::Discord, room(), "continues on Telegram. What"), 1);
    assert_eq!(count(&mut theatre, Site::Telegram, Place::Room(Room::Nth(2)), "Nothing for us"), 1);
    theatre.close().await;
}

#[tokio::test]
async fn a_chain_that_was_left_answers_and_takes_nothing() {
    let database = TestDatabase::new();
    let mut theatre = house(
        &database,
        "staff: supergroup",
        "mei: /human\nmei: The lock of my case is stuck.\n\
         lin in staff replies to \"lock of my case\": Which case is it?\n\
         lin in staff replies to \"lock of my case\": /transfer technical The lock is broken\n\
         lin in staff replies to \"lock of my case\": We send a new one.",
    )
    .await;
    let mei = theatre.stage().transcript(&Place::Chat("mei".to_owned())).expect("a chat");
    assert!(mei.iter().any(|line| line.text.contains("Which case is it?")));
    assert!(!mei.iter().any(|line| line.text.contains("We send a new one.")));
    assert_eq!(count(&mut theatre, Site::Telegram, Place::Staff, "so nothing was done"), 1);
    assert_eq!(count(&mut theatre, Site::Telegram, Place::Staff, "What is written here"), 1);
    let room = || Place::Room(Room::Nth(1));
    assert_eq!(count(&mut theatre, Site::Discord, room(), "The lock of my case is stuck."), 1, "told again");
    assert_eq!(count(&mut theatre, Site::Discord, room(), "The lock is broken"), 1, "and the note once");
    let number = case(&mut theatre);
    play(&mut theatre, &format!("lin in staff: /reply {number} We send a new one.")).await;
    assert_eq!(count(&mut theatre, Site::Discord, room(), "We send a new one."), 1);
    theatre.close().await;
}
