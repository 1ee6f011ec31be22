//! Delivery under trouble: order, back-off, giving up, doubt, and the pace the platform asks for.
//!
//! What a person sees of it is told by the scenarios (`waits`, `doubt`, `blocked`); here is what they can't see: when
//! calls are made, and that no others are.

use aftercare::desk::{Act, Burst, Pace};
use aftercare::domain::chat::Platform;
use aftercare::domain::plan::Sign;
use aftercare::sandbox::shown::{Place, Room};
use aftercare::sandbox::world::person_id;
use chrono::{DateTime, TimeDelta, Utc};

use crate::harness::board;
use crate::harness::chats::{GROUP, Reach};
use crate::harness::courier::Call;
use crate::harness::desk::{configuration, monday};
use crate::harness::{DirectStage, Setup, TestDatabase};

const PEOPLE: &str = "people: mei \"Mei Li\" en consumer, wei \"Wei Zhao\" en consumer, lin \"Lin\" en staff";

async fn stage(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(PEOPLE).await;
    stage
}

fn chat(handle: &str) -> Place {
    Place::Chat(handle.to_owned())
}

/// Calls that say something in a person's chat.
fn to(handle: &str, calls: &[Call]) -> Vec<Call> {
    let theirs = |call: &&Call| call.delivery.place.chat == person_id(handle);
    calls.iter().filter(theirs).cloned().collect()
}

/// Moves the clock to when the next row is due, and lets the desk do it; false when no row waits.
async fn next_due(stage: &DirectStage, database: &TestDatabase) -> bool {
    let waiting = "select to_char(min(not_before) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') \
                   from outbox where state = 'queued' having count(*) > 0";
    let Some(at) = database.texts(waiting).await.pop() else { return false };
    let at: DateTime<Utc> = at.parse().expect("a moment");
    stage.clock().set(at);
    stage.bureau().settle().await;
    true
}

#[tokio::test]
async fn a_message_that_can_not_be_sent_is_tried_as_configured_then_shown_and_sent_again_by_hand() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    // Why answered: a promise that runs out meanwhile would be told as well.
    stage.play("mei: /human\nlin in room presses \"Take\"\nlin in room: /reply Hello").await;
    stage.courier().take_calls();
    stage.chats().lock().cut_off.push(person_id("mei"));
    stage.play("lin in room: /reply One\nlin in room: /reply Two").await;
    while next_due(&stage, &database).await {}
    let (_, technical) = configuration(monday());
    let calls = to("mei", &stage.courier().take_calls());
    let (first, second) = calls.split_at(calls.len() / 2);
    for tries in [first, second] {
        let waits: Vec<i64> = tries.windows(2).map(|two| (two[1].at - two[0].at).num_seconds()).collect();
        let wanted: Vec<i64> = (1..technical.delivery.attempts)
            .filter_map(|failed| technical.delivery.wait_s(failed))
            .map(i64::from)
            .collect();
        assert_eq!(waits, wanted);
        let nonces = tries.iter().filter(|call| call.delivery.nonce == tries[0].delivery.nonce);
        assert_eq!(nonces.count(), tries.len(), "the second one waits until the first has stepped aside");
    }
    assert_eq!(database.number("select count(*) from outbox where state = 'undelivered'").await, 2);
    let room = Place::Room(Room::Newest);
    let notices = stage.chats().said(&room).into_iter().filter(|line| line.contains("couldn't be reached"));
    assert_eq!(notices.count(), 2);

    stage.chats().lock().cut_off.clear();
    stage.play("lin in room presses \"Send again\"\nlin in room presses \"Send again\"").await;
    assert_eq!(to("mei", &stage.courier().take_calls()).len(), 1, "the button works once");
    let said = stage.chats().said(&chat("mei"));
    assert!(said.last().is_some_and(|text| text.ends_with("Two")), "{said:?}");
    stage.close().await;
}

#[tokio::test]
async fn while_a_platform_can_not_be_reached_nothing_is_given_up_and_all_is_said_in_order_soon_afterwards() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    stage.play("mei: /human\nlin in room presses \"Take\"\nlin in room: /reply Hello").await;
    stage.courier().take_calls();
    stage.chats().lock().reach = Reach::Away;
    stage.play("lin in room: /reply One\nlin in room: /reply Two").await;
    let (_, technical) = configuration(monday());
    for _ in 0..2 * technical.delivery.attempts {
        assert!(next_due(&stage, &database).await, "it waits");
    }
    let tries = to("mei", &stage.courier().take_calls());
    assert!(tries.len() > usize::try_from(technical.delivery.attempts).expect("a number"));
    let waits = tries.windows(2).map(|two| two[1].at - two[0].at);
    assert!(waits.clone().all(|wait| wait <= TimeDelta::seconds(10)), "{:?}", waits.collect::<Vec<_>>());
    let given_up = "select count(*) from outbox where tries > 0 or state = 'undelivered'";
    assert_eq!(database.number(given_up).await, 0);

    let back = stage.clock().now();
    stage.chats().lock().reach = Reach::There;
    while next_due(&stage, &database).await {}
    let said: Vec<Call> = to("mei", &stage.courier().take_calls());
    assert!(said.iter().all(|call| call.at - back <= TimeDelta::seconds(12)), "{said:?}");
    let lines = stage.chats().said(&chat("mei"));
    let [.., one, two] = lines.as_slice() else { panic!("{lines:?}") };
    assert!(one.ends_with("One") && two.ends_with("Two"), "{lines:?}");
    stage.close().await;
}

#[tokio::test]
async fn an_agents_message_carries_the_sign_of_what_became_of_it() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    stage.play("mei: /human\nlin in room presses \"Take\"").await;
    stage.courier().take_calls();
    let signs = |calls: Vec<Call>| -> Vec<Sign> {
        let sign = |call: Call| match call.delivery.act {
            Act::Sign { sign, .. } => Some(sign),
            _ => None,
        };
        calls.into_iter().filter_map(sign).collect()
    };
    stage.play("lin in room: /reply One").await;
    assert_eq!(signs(stage.courier().take_calls()), [Sign::Taken, Sign::Delivered]);
    stage.play("mei blocks the bot\nlin in room: /reply Two").await;
    assert_eq!(signs(stage.courier().take_calls()), [Sign::Taken, Sign::Failed]);
    stage.close().await;
}

#[tokio::test]
async fn a_wait_the_platform_asked_for_outlives_the_process_and_holds_up_nobody_else() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    stage.play("fault sendMessage mei 429 30\nmei: /start").await;
    stage.courier().take_calls();
    stage.play("mei: /cases\nwei: /start\nrestart").await;
    let calls = stage.courier().take_calls();
    assert_eq!((to("mei", &calls).len(), to("wei", &calls).len()), (0, 1));
    let until = monday() + TimeDelta::seconds(30);
    while next_due(&stage, &database).await {}
    let calls = to("mei", &stage.courier().take_calls());
    assert_eq!(calls.iter().map(|call| call.at).collect::<Vec<_>>(), [until, until]);
    let said = stage.chats().said(&chat("mei"));
    assert!(!said[0].contains("no case") && said[1].contains("no case"), "in their order: {said:?}");
    stage.close().await;
}

#[tokio::test]
async fn what_is_said_when_a_wait_ends_does_not_overtake_what_was_said_during_it() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    stage.play("mei: /human\nlin in room presses \"Take\"\nfault sendMessage room 429 30\nmei: One").await;
    let said = |stage: &mut DirectStage, words: &str| stage.updates_of(&format!("mei: {words}"));
    let (two, three) = (said(&mut stage, "Two"), said(&mut stage, "Three"));
    let (desk, couriers) = (stage.bureau().desk.clone(), stage.bureau().couriers.clone());
    stage.courier().take_calls();
    let (stop, stops) = tokio::sync::watch::channel(false);
    let talk = async {
        desk.receive(&two).await.expect("taken");
        // Why at once: nobody has read the table since the wait ended.
        stage.clock().advance(TimeDelta::seconds(30));
        desk.receive(&three).await.expect("taken");
        while !stage.chats().said(&Place::Room(Room::Newest)).iter().any(|text| text.ends_with("Three")) {
            tokio::task::yield_now().await;
        }
        stop.send_replace(true);
    };
    tokio::join!(desk.deliver(&couriers, stops), talk);
    let room = stage.chats().said(&Place::Room(Room::Newest));
    let words: Vec<&str> = room.iter().filter_map(|text| text.lines().last()).collect();
    assert!(words.ends_with(&["One", "Two", "Three"]), "{words:?}");
    stage.close().await;
}

/// The pace of the built-in configuration.
const PACE: Pace = Pace {
    per_chat: Some(TimeDelta::seconds(1)),
    group_per_minute: Some(20),
    per_channel: Some(Burst::OF_DISCORD),
    overall_per_second: Some(30),
    per_card: Some(TimeDelta::seconds(15)),
};

/// Customers who all write at once.
const CROWD: usize = 45;

/// Lets the desk work while time passes, until nothing is left. The calls it made.
async fn pass_time(stage: &DirectStage, step: TimeDelta, database: &TestDatabase) -> Vec<Call> {
    for _ in 0..20_000 {
        stage.bureau().desk.deliver_due(&stage.bureau().couriers).await;
        if database.number("select count(*) from outbox where state in ('queued', 'sending')").await == 0 {
            return stage.courier().take_calls();
        }
        stage.clock().advance(step);
    }
    panic!("there is always more to do");
}

/// Messages and edits: what a platform counts. Opening a room is none: it has limits of its own, which are not known.
fn counted(calls: &[Call]) -> Vec<&Call> {
    let is_none =
        |call: &&Call| matches!(call.delivery.act, Act::Sign { .. } | Act::Pin { .. } | Act::OpenRoom { .. });
    calls.iter().filter(|call| !is_none(call)).collect()
}

/// The most calls in any window of that length.
fn most_within(calls: &[&Call], window: TimeDelta) -> usize {
    let until = |n: usize| calls[n..].iter().take_while(|call| call.at - calls[n].at < window).count();
    (0..calls.len()).map(until).max().unwrap_or(0)
}

async fn crowded(database: &TestDatabase, pace: Pace) -> DirectStage {
    let mut stage = DirectStage::open(Setup { pace, ..Setup::new(database.options()) }).await;
    let names: Vec<String> = (0..CROWD).map(|n| format!("c{n} \"Customer {n}\" en consumer")).collect();
    let acts: Vec<String> = (0..CROWD).map(|n| format!("c{n}: /human")).collect();
    let people = format!("people: lin \"Lin\" en staff, {}", names.join(", "));
    let batch = stage.updates_of(&format!("{people}\n{}", acts.join("\n")));
    stage.bureau().desk.receive(&batch).await.expect("taken");
    stage
}

#[tokio::test]
async fn the_pace_is_never_exceeded() {
    let database = TestDatabase::new();
    let stage = crowded(&database, PACE).await;
    let calls = pass_time(&stage, TimeDelta::milliseconds(250), &database).await;
    let counted = counted(&calls);
    assert_eq!(counted.iter().filter(|call| call.delivery.place.chat != GROUP).count(), CROWD);
    let to_group: Vec<&Call> =
        counted.iter().copied().filter(|call| call.delivery.place.chat == GROUP).collect();
    assert!(to_group.len() >= CROWD, "a room for each");
    assert!(most_within(&counted, TimeDelta::seconds(1)) <= 30, "overall");
    assert!(
        most_within(&to_group, TimeDelta::minutes(1)) <= 20,
        "the group: {}",
        most_within(&to_group, TimeDelta::minutes(1))
    );
    for n in 0..CROWD {
        let theirs: Vec<&Call> = counted
            .iter()
            .copied()
            .filter(|c| c.delivery.place.chat == person_id(&format!("c{n}")))
            .collect();
        assert!(most_within(&theirs, TimeDelta::seconds(1)) <= 1, "one chat");
    }
    stage.close().await;
}

#[tokio::test]
async fn customers_come_before_the_staff() {
    let database = TestDatabase::new();
    let pace = Pace { overall_per_second: Some(5), ..Pace::default() };
    let stage = crowded(&database, pace).await;
    let calls = pass_time(&stage, TimeDelta::milliseconds(250), &database).await;
    let places: Vec<bool> = counted(&calls).iter().map(|call| call.delivery.place.chat == GROUP).collect();
    let first_of_group = places.iter().position(|group| *group).expect("rooms are opened");
    assert_eq!(first_of_group, CROWD, "every customer is answered first");
    stage.close().await;
}

#[tokio::test]
async fn many_changes_of_a_card_are_one_edit() {
    let database = TestDatabase::new();
    let pace = Pace { per_card: PACE.per_card, ..Pace::default() };
    let mut stage = DirectStage::open(Setup { pace, ..Setup::new(database.options()) }).await;
    stage.play(&format!("{PEOPLE}\nmei: /human\nat +1m")).await;
    stage.courier().take_calls();
    let words = "lin in room: /take\nlin in room: /release\n".repeat(5) + "lin in room: /take";
    stage.play(&words).await;
    let is_edit = |call: &Call| matches!(call.delivery.act, Act::Edit { .. });
    let at_once: Vec<Call> = stage.courier().take_calls().into_iter().filter(is_edit).collect();
    assert_eq!(at_once.len(), 1, "the first change shows at once");
    stage.play("at +14s").await;
    assert_eq!(stage.courier().take_calls().into_iter().filter(is_edit).count(), 0);
    stage.play("at +1s").await;
    let later: Vec<Call> = stage.courier().take_calls().into_iter().filter(is_edit).collect();
    let [Call { delivery, .. }] = later.as_slice() else { panic!("one edit: {later:?}") };
    let Act::Edit { text, .. } = &delivery.act else { panic!("an edit") };
    assert!(text.text.contains("Lin has it"), "as it is by then: {}", text.text);
    stage.close().await;
}

#[tokio::test]
async fn two_first_answers_whose_ends_are_written_down_together_meet_the_promise_once() {
    let database = TestDatabase::new();
    let mut stage = stage(&database).await;
    stage.play("mei: /human\nlin in room presses \"Take\"").await;
    stage.courier().take_calls();
    let updates = stage.updates_of("mei: /hours\nlin in room: /reply One\nlin in room: /reply Two");
    let bureau = stage.bureau();
    bureau.desk.receive(&updates).await.expect("taken");
    let mut other = database.connect().await;
    let all = "begin; select from outbox where state = 'sending' for update";
    sqlx::raw_sql(all).execute(&mut other).await.expect("locked");
    let let_go = async {
        // Why: the end of what was said first can't be written yet, so both answers end before anything is.
        while to("mei", &stage.courier().calls()).len() < 3 {
            tokio::task::yield_now().await;
        }
        sqlx::raw_sql("commit").execute(&mut other).await.expect("let go");
    };
    tokio::join!(bureau.desk.deliver_due(&bureau.couriers), let_go);
    bureau.settle().await;
    let met = "select count(*) from clock_events where kind = 'meet'";
    assert_eq!(database.number(met).await, 1, "the first one counts, and only once");
    assert_eq!(database.number("select count(*) from outbox where state <> 'sent'").await, 0);
    let marked = stage
        .courier()
        .calls()
        .into_iter()
        .filter(|call| matches!(call.delivery.act, Act::Sign { sign: Sign::Delivered, .. }));
    assert_eq!(marked.count(), 2, "the agent sees both");
    stage.close().await;
}

#[tokio::test]
async fn a_channel_of_discord_has_a_pace_of_its_own_and_a_server_has_none() {
    let database = TestDatabase::new();
    let pace = Pace { per_channel: Some(Burst::OF_DISCORD), ..PACE };
    let setup = Setup { pace, staff_on: Platform::Discord, ..Setup::new(database.options()) };
    let stage = DirectStage::open(setup).await;
    let discord = stage.courier().board().clone();
    let names: Vec<String> = (0..12).map(|n| format!("c{n}")).collect();
    let mut batch: Vec<_> = names.iter().map(|who| discord.says(who, None, "/human", None)).collect();
    batch.extend((0..9).map(|n| discord.says("c0", None, &format!("Line {n}"), None)));
    stage.bureau().desk.receive(&batch).await.expect("taken");
    let calls = pass_time(&stage, TimeDelta::milliseconds(250), &database).await;
    let counted = counted(&calls);
    let line =
        |call: &&Call| matches!(&call.delivery.act, Act::Post { text, .. } if text.text.contains("Line 8"));
    let room = counted.iter().copied().find(line).expect("it came").delivery.place.holder();
    let there: Vec<&Call> =
        counted.iter().copied().filter(|call| call.delivery.place.holder() == room).collect();
    assert!(there.len() > 9, "all lines in one room: {}", there.len());
    assert_eq!(most_within(&there, TimeDelta::seconds(5)), 5, "one channel");
    let rooms: Vec<&Call> =
        counted.iter().copied().filter(|call| call.delivery.place.chat == board::STAFF).collect();
    assert!(most_within(&rooms, TimeDelta::minutes(1)) > 20, "more than a group of Telegram takes");
    stage.close().await;
}
