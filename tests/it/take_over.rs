//! Two desks on one database, on a machine's clock that is moved: whoever's lease has ended does nothing any more, at
//! whatever point it was stopped, and nothing gets lost on the way from one to the other. And side by side: what the one takes
//! that is not in office the other delivers, in its order and at its pace.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use aftercare::clock::Clock;
use aftercare::desk::{Act, Pace, Tenure};
use aftercare::domain::chat::Input;
use aftercare::sandbox::shown::{Place, Room};
use chrono::TimeDelta;
use tokio::{sync::watch, task::JoinSet};

use crate::harness::chats::Chats;
use crate::harness::courier::{Recorder, Stop};
use crate::harness::desk::monday;
use crate::harness::{Bureau, DirectStage, Setup, TestDatabase};

const LEASE: TimeDelta = TimeDelta::seconds(15);
/// A lease that began before has ended.
const LATER: TimeDelta = TimeDelta::seconds(16);

/// Two desks with the same chats before them. The first is in office.
struct Two {
    first: DirectStage,
    second: Bureau,
    second_courier: Recorder,
    /// The clock of the machine each runs on.
    clocks: [Clock; 2],
}

impl Two {
    async fn on(database: &TestDatabase) -> Self {
        Self::with(Setup::new(database.options())).await
    }

    async fn with(both: Setup) -> Self {
        let clocks = [Clock::manual(monday()), Clock::manual(monday())];
        let setup = |holder: &str, real: &Clock| Setup {
            holder: holder.to_owned(),
            real: real.clone(),
            lease: LEASE,
            ..both.clone()
        };
        let mut first = DirectStage::open(setup("first", &clocks[0])).await;
        first.play("people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff").await;
        let chats: Chats = first.chats().clone();
        let second_courier = Recorder::new(chats, None);
        let second = Bureau::standing_by(&setup("second", &clocks[1]), second_courier.clone(), 2);
        Self { first, second, second_courier, clocks }
    }

    fn pass(&self, time: TimeDelta) {
        self.clocks.iter().for_each(|clock| clock.advance(time));
    }

    async fn second_takes_office(&self) {
        let held = self.second.desk.hold("second").await.expect("the database answers");
        assert!(matches!(held, Tenure::Held(_)), "the lease has ended");
        self.second.desk.look_at_staff(&self.second.couriers).await;
    }

    async fn close(self) {
        self.second.close().await;
        self.first.close().await;
    }
}

#[tokio::test]
async fn a_desk_that_slept_past_its_lease_sends_nothing_of_what_it_had_in_hand() {
    let database = TestDatabase::new();
    let mut two = Two::on(&database).await;
    let words = two.first.updates_of("mei: /human");
    two.first.bureau().desk.receive(&words).await.expect("taken");
    let in_hand = database.number("select count(*) from outbox where state = 'sending'").await;
    assert!(in_hand > 0, "the first has something in hand");
    two.first.courier().take_calls();
    two.pass(LATER);
    two.second_takes_office().await;
    two.second.settle().await;
    two.first.bureau().desk.deliver_due(&two.first.bureau().couriers).await;
    assert_eq!(two.first.courier().take_calls().len(), 0, "the first has slept and says nothing");
    assert!(!two.second_courier.take_calls().is_empty(), "the second has said it");
    let open = "select count(*) from outbox where state in ('queued', 'sending')";
    assert_eq!(database.number(open).await, 0);
    let again = two.first.bureau().desk.hold("first").await.expect("the database answers");
    assert_eq!(again, Tenure::Elsewhere);
    two.close().await;
}

#[tokio::test]
async fn a_row_that_takes_several_calls_is_not_gone_on_with_in_a_later_time_in_office() {
    let database = TestDatabase::new();
    let mut two = Two::on(&database).await;
    let words = two.first.updates_of("mei: /human");
    two.first.bureau().desk.receive(&words).await.expect("taken");
    two.first.courier().take_calls();
    two.first.courier().stop_at(Some(Stop::Pause(0)));
    let (desk, couriers) = (Arc::clone(&two.first.bureau().desk), Arc::clone(&two.first.bureau().couriers));
    let mut delivering = JoinSet::new();
    delivering.spawn(async move { desk.deliver_due(&couriers).await });
    two.first.courier().stopped().await;
    two.pass(LATER);
    two.second_takes_office().await;
    two.second.settle().await;
    let room = database.texts("select thread::text from rooms").await;
    two.second.desk.lay_down().await.expect("laid down");
    two.second.desk.release().await.expect("given back");
    let again = two.first.bureau().desk.hold("first").await.expect("the database answers");
    assert!(matches!(again, Tenure::Held(_)), "the first is in office again");
    let before = two.first.courier().calls().len();
    two.first.courier().go_on();
    delivering.join_next().await.expect("it ran").expect("no panic");
    let made: Vec<String> =
        two.first.courier().calls()[before..].iter().map(|call| call.delivery.nonce.clone()).collect();
    assert_eq!(made, [""; 0], "what it began before is somebody else's, and is done");
    assert_eq!(database.texts("select thread::text from rooms").await, room, "the room is the second's");
    let said = two.first.chats().said(&Place::Room(Room::Newest));
    assert_eq!(
        said.iter().collect::<BTreeSet<_>>().len(),
        said.len(),
        "nothing stands there twice: {said:?}"
    );
    two.close().await;
}

#[tokio::test]
async fn a_desk_whose_clock_is_behind_learns_from_the_rows_that_it_is_deposed() {
    let database = TestDatabase::new();
    let mut two = Two::on(&database).await;
    two.clocks[1].advance(LATER);
    two.second_takes_office().await;
    let first = Arc::clone(&two.first.bureau().desk);
    assert!(first.epoch().is_some(), "by its own clock the first is in office");
    let words = two.first.updates_of("mei: /human");
    first.receive(&words).await.expect_err("the rows know better");
    assert_eq!(first.epoch(), None, "and now the first knows, too");
    assert_eq!(database.number("select count(*) from cases").await, 0, "nothing of the batch is done");
    two.first.courier().take_calls();
    two.second.take(&words).await;
    first.deliver_due(&two.first.bureau().couriers).await;
    assert_eq!(two.first.courier().take_calls().len(), 0);
    assert_eq!(database.number("select count(*) from cases").await, 1);
    two.close().await;
}

#[tokio::test]
async fn of_many_desks_that_want_a_free_lease_one_gets_it_and_each_change_of_hands_is_a_new_epoch() {
    const DESKS: u64 = 8;
    let database = TestDatabase::new();
    let two = Two::on(&database).await;
    let machine = Clock::manual(monday() + LATER);
    let setup = Setup { real: machine.clone(), lease: LEASE, ..Setup::new(database.options()) };
    let desks: Vec<Bureau> =
        (0..DESKS).map(|n| Bureau::standing_by(&setup, two.second_courier.clone(), 10 + n)).collect();
    let (epoch, holder) = ("select epoch from leases", "select holder from leases");
    for round in 1..=5 {
        let (before, who) = (database.number(epoch).await, database.texts(holder).await);
        let mut asking = JoinSet::new();
        for (n, bureau) in desks.iter().enumerate() {
            let desk = Arc::clone(&bureau.desk);
            asking.spawn(async move { desk.hold(&format!("desk {n}")).await.expect("the database answers") });
        }
        let held = asking.join_all().await.into_iter().filter(|held| matches!(held, Tenure::Held(_)));
        assert_eq!(held.count(), 1, "round {round}");
        // Why not always: whoever held it last and finds it free goes on under its epoch.
        let changed = i64::from(database.texts(holder).await != who);
        assert_eq!(database.number(epoch).await, before + changed, "round {round}");
        assert_eq!(desks.iter().filter(|bureau| bureau.desk.epoch().is_some()).count(), 1);
        machine.advance(LATER);
    }
    for bureau in desks {
        bureau.close().await;
    }
    two.close().await;
}

#[tokio::test]
async fn what_one_takes_and_then_the_other_is_answered_in_that_order() {
    const ROUNDS: usize = 15;
    let database = TestDatabase::new();
    let mut two = Two::with(Setup { shared_intake: true, ..Setup::new(database.options()) }).await;
    let (desk, couriers) = (Arc::clone(&two.first.bureau().desk), Arc::clone(&two.first.bureau().couriers));
    let (stop, stops) = watch::channel(false);
    let mut delivering = JoinSet::new();
    let at_work = Arc::clone(&desk);
    delivering.spawn(async move { at_work.deliver(&couriers, stops).await });
    for _ in 0..ROUNDS {
        let (one, other) = (two.first.updates_of("mei: /start"), two.first.updates_of("mei: /cases"));
        two.second.desk.receive(&one).await.expect("taken");
        desk.receive(&other).await.expect("taken");
    }
    let mei = Place::Chat("mei".to_owned());
    for _ in 0..1_000 {
        if two.first.chats().said(&mei).len() == 2 * ROUNDS {
            break;
        }
        // Why real time: the other task delivers.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let answers = two.first.chats().said(&mei);
    assert_eq!(answers.len(), 2 * ROUNDS, "{answers:?}");
    for (n, answer) in answers.iter().enumerate() {
        assert_eq!(answer, &answers[n % 2], "answer {n} is out of its turn");
    }
    assert_ne!(answers[0], answers[1]);
    stop.send_replace(true);
    delivering.join_next().await.expect("it ran").expect("no panic");
    two.close().await;
}

#[tokio::test]
async fn a_flood_over_two_takers_is_kept_whole_and_bounded_by_an_allowance_of_each() {
    const ALLOWANCE: i64 = 30;
    let database = TestDatabase::new();
    let terms = format!("[caps]\ninputs = {{ per_minute = {ALLOWANCE}, per_hour = 300 }}\n");
    let mut two = Two::with(Setup { shared_intake: true, terms, ..Setup::new(database.options()) }).await;
    two.first.play("people: wei \"Wei\" en consumer\nmei: /human\nlin in room: /take\nat +2m").await;
    let before = database.number("select count(*) from outbox").await;
    let flood: Vec<String> = (0..500).map(|n| format!("mei: word {n}")).collect();
    let mut flood = two.first.updates_of(&flood.join("\n"));
    flood.extend(two.first.updates_of("wei: /human"));
    for (n, part) in flood.chunks(25).enumerate() {
        let desk = if n % 2 == 0 { &two.first.bureau().desk } else { &two.second.desk };
        desk.receive(part).await.expect("taken");
    }
    let words = "select count(*) from messages where body like 'word %' and case_id is not null";
    assert_eq!(database.number(words).await, 500, "every word is kept, whoever took it");
    let told = "select count(*) from outbox where parcel::text like '%too-fast%'";
    assert_eq!(database.number(told).await, 2, "each told her once");
    let said = database.number("select count(*) from outbox").await - before;
    assert!(said < 4 * ALLOWANCE, "{said} messages came of 500");
    assert_eq!(database.number("select count(*) from cases").await, 2, "and Wei has his case");
    two.close().await;
}

#[tokio::test]
async fn what_two_takers_write_is_numbered_in_the_order_it_was_taken() {
    let database = TestDatabase::new();
    let mut two = Two::with(Setup { shared_intake: true, ..Setup::new(database.options()) }).await;
    two.first.play("mei: /human").await;
    for n in 0..12 {
        // Why in turn: a block of ids that one still has in hand is older than what the other has taken since.
        let words = two.first.updates_of(&format!("mei: word {n:02}"));
        let desk = if n % 2 == 0 { &two.first.bureau().desk } else { &two.second.desk };
        desk.receive(&words).await.expect("taken");
    }
    let read = database.texts("select body from messages where body like 'word %' order by id").await;
    let said: Vec<String> = (0..12).map(|n| format!("word {n:02}")).collect();
    assert_eq!(read, said);
    two.close().await;
}

#[tokio::test]
async fn that_the_bot_is_back_in_the_group_is_learnt_from_whoever_heard_of_it() {
    let database = TestDatabase::new();
    let mut two = Two::with(Setup { shared_intake: true, ..Setup::new(database.options()) }).await;
    let (desk, couriers) = (Arc::clone(&two.first.bureau().desk), Arc::clone(&two.first.bureau().couriers));
    let (stop, stops) = watch::channel(false);
    let mut delivering = JoinSet::new();
    let at_work = Arc::clone(&desk);
    delivering.spawn(async move { at_work.deliver(&couriers, stops).await });
    let until = async |lost: bool| {
        for _ in 0..1_000 {
            if desk.is_staff_lost() == lost {
                return;
            }
            // Why real time: the other task looks.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("never learnt: lost = {lost}");
    };
    for (lost, input) in [(true, Input::Removed), (false, Input::Admitted)] {
        let mut update = two.first.updates_of("lin in staff: hello").remove(0);
        update.input = input;
        two.second.desk.receive(&[update]).await.expect("taken");
        until(lost).await;
    }
    stop.send_replace(true);
    delivering.join_next().await.expect("it ran").expect("no panic");
    two.close().await;
}

#[tokio::test]
async fn what_was_queued_behind_a_postponed_row_stays_behind_it_when_another_takes_over() {
    let database = TestDatabase::new();
    let mut two = Two::with(Setup { shared_intake: true, ..Setup::new(database.options()) }).await;
    two.first.play("fault sendMessage mei 429 30\nmei: /start").await;
    let words = two.first.updates_of("mei: /cases");
    two.second.desk.receive(&words).await.expect("taken");
    two.pass(LATER);
    two.second_takes_office().await;
    let due =
        database.texts("select (not_before - created_at)::text from outbox where state = 'queued'").await;
    assert_eq!(due, ["00:00:30", "00:00:30"], "what is behind it is due with it, and no sooner");
    two.second.settle().await;
    two.first.clock().advance(TimeDelta::seconds(30));
    two.second.settle().await;
    let said = two.first.chats().said(&Place::Chat("mei".to_owned()));
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("Hello Mei Li"), "the answer that waited is the first: {said:?}");
    two.close().await;
}

#[tokio::test]
async fn a_card_that_another_process_changed_is_edited_no_sooner_than_the_pace_allows() {
    const GAP: TimeDelta = TimeDelta::seconds(15);
    let database = TestDatabase::new();
    let pace = Pace { per_card: Some(GAP), ..Pace::default() };
    let mut two = Two::with(Setup { shared_intake: true, pace, ..Setup::new(database.options()) }).await;
    two.first.play("mei: /human").await;
    let taken = two.first.updates_of("lin in room presses \"Take\"");
    two.first.courier().take_calls();
    two.second.desk.receive(&taken).await.expect("taken");
    let edits = |two: &Two| {
        let calls = two.first.courier().calls();
        calls.iter().filter(|call| matches!(call.delivery.act, Act::Edit { .. })).count()
    };
    two.first.bureau().settle().await;
    assert_eq!(edits(&two), 0, "its card was posted this very moment");
    assert!(!two.first.courier().calls().is_empty(), "all else is said at once");
    two.first.clock().advance(GAP);
    two.first.bureau().settle().await;
    assert_eq!(edits(&two), 1);
    two.close().await;
}
