//! The whole desk on Discord's stand-in, where something is wrong with the platform: a session lost, a token that no longer
//! counts, a thread deleted, a database that stalls.

use std::time::Duration;

use aftercare::app::demo::rehearsal_of;
use aftercare::app::rehearsal::Theatre;
use aftercare::sandbox::script::{Act, Deed, Script, Stage as _};
use aftercare::sandbox::shown::{Place, Room};
use sqlx::ConnectOptions as _;

use crate::harness::TestDatabase;

const PEOPLE: &str = "people: lao@discord \"Lao Chen\" en consumer, ada@discord \"Ada Novak\" en consumer, \
                      lin@telegram \"Lin\" en staff";

async fn house(database: &TestDatabase, lines: &str) -> Theatre {
    let script = Script::parse(&format!("{PEOPLE}\n{lines}")).expect("a scenario");
    let mut theatre =
        Theatre::open(rehearsal_of(&script, database.options().clone())).await.expect("it opens");
    theatre.play(&script).await.expect("it plays");
    theatre
}

async fn play(theatre: &mut Theatre, lines: &str) {
    theatre.play(&Script::parse(lines).expect("lines")).await.expect("they play");
}

fn said(theatre: &mut Theatre, place: &Place) -> Vec<String> {
    theatre.stage().transcript(place).expect("a place").into_iter().map(|line| line.text).collect()
}

#[tokio::test]
async fn words_nobody_heard_are_fetched_although_an_answer_came_after_them() {
    let database = TestDatabase::new();
    let mut theatre =
        house(&database, "lao in support presses \"Talk to a person\"\nlin in room presses \"Take\"").await;
    play(&mut theatre, "lin in room: /reply Hello").await;
    play(&mut theatre, "fault discord gateway down\nfault discord gateway new").await;
    play(&mut theatre, "lao: Nobody hears this").await;
    play(&mut theatre, "lin in room: /reply Are you there?").await;
    let room = Place::Room(Room::Newest);
    assert!(!said(&mut theatre, &room).iter().any(|text| text.contains("Nobody hears this")));
    play(&mut theatre, "fault discord gateway up\nlin in room: /note waiting").await;
    let heard = said(&mut theatre, &room).into_iter().filter(|text| text.contains("Nobody hears this"));
    assert_eq!(heard.count(), 1, "it was written before our own last words, and is there once");
    theatre.close().await;
}

#[tokio::test]
async fn a_token_that_no_longer_counts_stops_the_platform_and_not_the_other() {
    let database = TestDatabase::new();
    let mut theatre = house(
        &database,
        "lao in support presses \"Talk to a person\"\nlin in room presses \"Take\"\n\
         ada in support presses \"Talk to a person\"\nlin in room presses \"Take\"",
    )
    .await;
    let people = theatre.world().on_discord();
    people.revoke_token();
    play(&mut theatre, "lin in room 1: /reply One\nlin in room 2: /reply Two\nlin in room 1: /reply Three")
        .await;
    let refused =
        people.calls().into_iter().filter(|call| call.status == Some(401) && call.route.starts_with("POST"));
    assert_eq!(refused.count(), 1, "whoever goes on asking is barred");
    let waiting = "select count(*) from outbox where platform = 2 and state = 'queued'";
    assert_eq!(database.number(waiting).await, 3, "and nothing is lost over it");
    let room = Place::Room(Room::Newest);
    assert!(!said(&mut theatre, &room).is_empty(), "the staff goes on on Telegram");
    theatre.close().await;
}

#[tokio::test]
async fn a_customers_thread_that_was_deleted_is_opened_anew_by_the_next_answer() {
    let database = TestDatabase::new();
    let mut theatre =
        house(&database, "lao in support presses \"Talk to a person\"\nlin in room presses \"Take\"").await;
    let people = theatre.world().on_discord();
    let threads = || -> Vec<u64> {
        people.look(|guild| {
            guild
                .channels
                .values()
                .filter(|one| one.is_thread())
                .map(|one| one.id)
                .filter(|id| guild.channel(*id).is_some())
                .collect()
        })
    };
    let before = threads();
    people.delete_channel(before[0]);
    play(&mut theatre, "lin in room: /reply Still there?").await;
    let after = threads();
    assert!(after.len() == 1 && after != before, "{before:?} {after:?}");
    let heard = said(&mut theatre, &Place::Chat("lao".to_owned()));
    assert!(heard.iter().any(|text| text.contains("Still there?")), "{heard:?}");
    theatre.close().await;
}

#[tokio::test]
async fn a_press_is_acknowledged_while_the_database_stalls_and_taken_once() {
    let database = TestDatabase::new();
    let mut theatre = house(&database, "lao in support presses \"Talk to a person\"").await;
    let people = theatre.world().on_discord();
    people.double_events(true);
    let mut db = database.options().connect().await.expect("a connection");
    for sql in ["begin", "lock table seen, cases, identities, people, outbox in access exclusive mode"] {
        sqlx::raw_sql(sql).execute(&mut db).await.expect("locked");
    }
    let press = Act {
        who: "lao".to_owned(),
        place: Place::Chat("lao".to_owned()),
        deed: Deed::Press { label: "My cases".to_owned() },
    };
    theatre.stage().act(&press).await.expect("pressed");
    let answered = || people.look(|guild| guild.interactions.values().all(|asked| asked.answered.is_some()));
    for _ in 0..6_000 {
        if answered() {
            break;
        }
        // Why real time: what is waited for comes over a socket.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(answered(), "whoever pressed would see that it failed");
    let place = Place::Chat("lao".to_owned());
    let shown =
        |theatre: &mut Theatre| said(theatre, &place).iter().filter(|t| t.starts_with("Your cases")).count();
    assert_eq!(shown(&mut theatre), 0, "nothing was decided while the database stalled");
    sqlx::raw_sql("commit").execute(&mut db).await.expect("unlocked");
    theatre.stage().rest().await.expect("it rests");
    assert_eq!(shown(&mut theatre), 1, "and once it is back, the press counts once");
    theatre.close().await;
}
