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

/// The threads there are, by number and name.
fn threads(theatre: &Theatre) -> Vec<(u64, String)> {
    theatre.world().on_discord().look(|guild| {
        let all = guild.channels.values().filter(|one| one.is_thread());
        let there = all.filter(|one| guild.channel(one.id).is_some());
        there.map(|one| (one.id, one.name.clone())).collect()
    })
}

fn thread(n: usize) -> Place {
    Place::Thread("lao".to_owned(), Room::Nth(n))
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
    let before = threads(&theatre);
    people.delete_channel(before[0].0);
    play(&mut theatre, "lin in room: /reply Still there?").await;
    let after = threads(&theatre);
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

#[tokio::test]
async fn two_presses_in_a_row_open_one_thread_and_one_after_filing_opens_another() {
    let database = TestDatabase::new();
    let press = "lao in support presses \"Report a problem\"\n";
    let mut theatre = house(&database, &press.repeat(2)).await;
    assert_eq!(threads(&theatre).len(), 1);
    play(&mut theatre, "lao in thread 1: /human").await;
    play(&mut theatre, &press.repeat(2)).await;
    assert_eq!(threads(&theatre).len(), 2);
    let lobby = "select count(*) from identities i join places p on p.thread = i.chat";
    assert_eq!(database.number(lobby).await, 0, "a case's thread is nobody's chat");
    theatre.close().await;
}

#[tokio::test]
async fn a_thread_that_was_opened_and_not_noted_is_found_again() {
    let database = TestDatabase::new();
    let mut theatre =
        house(&database, "lao in support presses \"Talk to a person\"\nlin in room presses \"Take\"").await;
    let first = threads(&theatre)[0].0;
    theatre.world().on_discord().delete_channel(first);
    database.execute("update places set gone_at = opened_at").await;
    play(&mut theatre, "fault discord send 429 30").await;
    play(&mut theatre, "lin in room: /reply Still there?").await;
    let opened = threads(&theatre);
    let noted = "select count(*) from places where gone_at is null";
    assert_eq!((opened.len(), database.number(noted).await), (1, 0), "opened and not noted: {opened:?}");
    play(&mut theatre, "restart\nfault discord clear\nat +2m").await;
    assert_eq!((threads(&theatre), database.number(noted).await), (opened, 1));
    let heard = said(&mut theatre, &Place::Chat("lao".to_owned()));
    assert_eq!(heard.iter().filter(|text| text.contains("goes on here")).count(), 1, "{heard:?}");
    assert_eq!(heard.iter().filter(|text| text.contains("Still there?")).count(), 1, "{heard:?}");
    theatre.close().await;
}

#[tokio::test]
async fn an_edit_of_what_stood_in_a_thread_that_is_gone_opens_none() {
    let database = TestDatabase::new();
    let mut theatre = house(
        &database,
        "lao in support presses \"Talk to a person\"\nlin in room presses \"Take\"\n\
         lin in room: /reply Which order was it?",
    )
    .await;
    let first = threads(&theatre)[0].0;
    theatre.world().on_discord().delete_channel(first);
    play(&mut theatre, "lin in room edits \"Which order\" to \"/reply Which order was it, please?\"").await;
    assert!(threads(&theatre).is_empty());
    let todo = "select count(*) from outbox where state in ('queued', 'sending')";
    assert_eq!(database.number(todo).await, 0);
    theatre.close().await;
}

#[tokio::test]
async fn words_in_every_thread_of_a_case_are_fetched_after_a_gap() {
    let database = TestDatabase::new();
    let mut theatre = house(
        &database,
        "lao in support presses \"Talk to a person\"\nlao in support presses \"Report a problem\"\n\
         lao in thread 2: /human\nlao in support presses \"Report a problem\"",
    )
    .await;
    play(&mut theatre, "fault discord gateway down\nfault discord gateway new").await;
    play(
        &mut theatre,
        "lao in thread 1: Of the first\nlao in thread 2: Of the second\nlao in thread 3: What I am asked",
    )
    .await;
    play(&mut theatre, "fault discord gateway up\nlin in room 1: /note waiting").await;
    let held = |n| Place::Room(Room::Nth(n));
    assert!(said(&mut theatre, &held(1)).iter().any(|text| text.contains("Of the first")));
    assert!(said(&mut theatre, &held(2)).iter().any(|text| text.contains("Of the second")));
    assert!(said(&mut theatre, &thread(3)).len() > 2, "the draft in the third heard it too");
    theatre.close().await;
}

#[tokio::test]
async fn threads_of_somebody_who_is_erased_go_and_the_last_one_loses_their_name() {
    let database = TestDatabase::new();
    let mut theatre = house(
        &database,
        "lao in support presses \"Talk to a person\"\nlao in support presses \"Report a problem\"\n\
         lao in thread 2: /human\nlao in thread 2: /privacy\nlao in thread 2 presses \"Erase my data\"",
    )
    .await;
    play(&mut theatre, "lao in thread 2 presses \"Cancel and erase\"").await;
    play(&mut theatre, "lao in thread 2 presses \"Yes, erase everything\"\nat +5m").await;
    let left = threads(&theatre);
    assert_eq!(
        left.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(),
        ["—"],
        "the one they were told in"
    );
    let people = theatre.world().on_discord();
    let told = people.look(|guild| guild.posts.values().filter(|post| post.channel == left[0].0).count());
    assert!(told > 0);
    assert_eq!(database.number("select count(*) from places").await, 0);
    theatre.close().await;
}

/// How often the bot changed a thread.
fn changes(theatre: &Theatre) -> usize {
    let calls = theatre.world().on_discord().calls();
    calls.iter().filter(|call| call.route == "PATCH /channels/{channel_id}").count()
}

#[tokio::test]
async fn a_thread_is_not_folded_when_its_case_was_opened_again_meanwhile() {
    let database = TestDatabase::new();
    let mut theatre = house(
        &database,
        "lao in support presses \"Talk to a person\"\nlin in room: /solve\nfault discord send lao thread 1 429 30\n\
         lin in room: /reply Tell us\nlao in thread 1 presses \"Yes, solved\"\nlin in room: /reopen",
    )
    .await;
    assert_eq!(changes(&theatre), 1, "it was named; all else waits behind the answer");
    play(&mut theatre, "at +31s").await;
    assert_eq!(changes(&theatre), 1, "nothing ends there any more");
    play(&mut theatre, "lin in room: /close Done").await;
    assert_eq!(changes(&theatre), 2);
    theatre.close().await;
}

#[tokio::test]
async fn a_thread_that_may_not_be_named_or_folded_holds_nothing_up() {
    let database = TestDatabase::new();
    let mut theatre = house(
        &database,
        "fault discord \"PATCH /channels/{channel_id}\" 50013 x2\nlao in support presses \"Talk to a person\"\n\
         lin in room: /close Done\nlin in room: /reopen",
    )
    .await;
    assert_eq!(changes(&theatre), 2);
    let wrong = "select count(*) from outbox where state <> 'sent'";
    assert_eq!(database.number(wrong).await, 0);
    let heard = said(&mut theatre, &thread(1));
    assert!(heard.last().is_some_and(|text| text.contains("again and go on")), "{heard:?}");
    theatre.close().await;
}
