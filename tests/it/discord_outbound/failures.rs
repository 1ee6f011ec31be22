//! What goes wrong on the way: repeats, doubt, waits, refusals, threads that sleep.

use std::time::Duration;

use aftercare::desk::courier::{Act, DeliveryError, Refusal};
use aftercare::domain::{plan::Sign, text::Rich};
use aftercare::sandbox::discord::{RestFault, RestTrouble, permission};

use super::{Bench, POST, SECRET, at, deliver, delivery, open, post};

const OPEN: &str = "POST /channels/{channel_id}/threads";

fn fault(bench: &Bench, route: &str, times: u32, trouble: RestTrouble) {
    bench.people.fault(RestFault { route: route.into(), channel: None, times, trouble });
}

#[tokio::test]
async fn the_same_delivery_twice_stands_there_once() {
    let bench = Bench::new().await;
    let place = at(bench.dm, None);
    let one = delivery("12.0", place, post("once"));
    let first = deliver(&bench.courier(), &one).await.expect("delivered");
    assert_eq!(deliver(&bench.courier(), &one).await, Ok(first.clone()));
    let other = deliver(&bench.courier(), &delivery("12.1", place, post("twice"))).await.expect("delivered");
    assert_ne!(other, first);
    assert_eq!(bench.texts(place), ["once", "twice"]);
    bench.requests_are_proper();
}

#[tokio::test]
async fn what_is_in_doubt_is_asked_for_once_more_and_stands_there_once() {
    for trouble in [
        RestTrouble::DropAfter,
        RestTrouble::DropBefore,
        RestTrouble::BadGateway { after: true },
        RestTrouble::BadGateway { after: false },
    ] {
        let bench = Bench::new().await;
        let place = at(bench.dm, None);
        fault(&bench, POST, 1, trouble.clone());
        bench.posted(place, post("once")).await;
        assert_eq!(bench.texts(place), ["once"], "{trouble:?}");
        assert_eq!(bench.calls_of(POST).len(), 2, "{trouble:?}");
        fault(&bench, POST, 2, trouble.clone());
        let lost = bench.deliver(place, post(SECRET)).await;
        assert!(matches!(lost, Err(DeliveryError::Uncertain { .. })), "{trouble:?}: {lost:?}");
        assert_eq!(bench.calls_of(POST).len(), 4, "{trouble:?}");
    }
}

#[tokio::test]
async fn who_does_not_answer_is_not_waited_for() {
    let bench = Bench::new().await;
    fault(&bench, POST, 2, RestTrouble::Stall);
    let hasty = bench.patient(Duration::from_millis(300));
    let answer = deliver(&hasty, &delivery("1.0", at(bench.dm, None), post("x"))).await;
    assert!(matches!(answer, Err(DeliveryError::Uncertain { .. })), "{answer:?}");
    fault(&bench, "PATCH *", 2, RestTrouble::Stall);
    let edit = Act::Edit { message: 5, text: Rich::plain("x"), rows: Vec::new() };
    let answer = deliver(&hasty, &delivery("2.0", at(bench.dm, None), edit)).await;
    assert!(matches!(answer, Err(DeliveryError::NotSent { .. })), "an edit can be done again: {answer:?}");
}

#[tokio::test]
async fn waits_are_passed_on_and_nothing_stands_there() {
    let bench = Bench::new().await;
    let place = at(bench.dm, None);
    for global in [false, true] {
        fault(&bench, POST, 1, RestTrouble::TooManyRequests { millis: 700, global });
        let answer = bench.deliver(place, post("x")).await;
        assert!(matches!(answer, Err(DeliveryError::NotSent { retry_after: Some(_), .. })), "{answer:?}");
    }
    let id = bench.posted(place, post("x")).await;
    fault(&bench, "PUT *", 1, RestTrouble::TooManyRequests { millis: 2500, global: false });
    let answer = bench.deliver(place, Act::Pin { message: id }).await;
    let told = Duration::from_millis(2500);
    assert!(
        matches!(answer, Err(DeliveryError::NotSent { retry_after: Some(wait), .. }) if wait == told),
        "{answer:?}"
    );
    assert_eq!(bench.texts(place), ["x"]);
}

#[tokio::test]
async fn refusals_have_their_meaning() {
    let bench = Bench::new().await;
    let room = bench.room().await;
    let channel = at(bench.support, None);
    for (place, code, means) in [
        (channel, 50_007, Refusal::Blocked),
        (channel, 10_003, Refusal::ChatGone),
        (room, 10_003, Refusal::RoomGone),
        (room, 50_001, Refusal::Forbidden),
        (room, 50_013, Refusal::Forbidden),
        (room, 50_006, Refusal::Content),
        (channel, 0, Refusal::Token),
    ] {
        fault(&bench, POST, 1, RestTrouble::Refused(code));
        assert_eq!(bench.refusal(place, post(SECRET)).await, means, "{code}");
    }
    fault(&bench, OPEN, 1, RestTrouble::Refused(160_006));
    let full = bench.deliver(at(bench.staff, None), open("HX-2")).await;
    assert!(matches!(full, Err(DeliveryError::NotSent { retry_after: Some(_), .. })), "{full:?}");
    assert_eq!(bench.refusal(room, post(&"x".repeat(2001))).await, Refusal::Content);
}

#[tokio::test]
async fn people_and_places_that_are_gone_are_told_apart() {
    let bench = Bench::new().await;
    let room = bench.room().await;
    bench.people.set_open("ken", false).expect("ken closes it");
    assert_eq!(bench.refusal(at(bench.dm, None), post("x")).await, Refusal::Blocked);
    bench.people.deny(bench.support.unsigned_abs(), permission::SEND_MESSAGES);
    assert_eq!(bench.refusal(at(bench.support, None), post("x")).await, Refusal::Forbidden);
    bench.people.delete_channel(room.holder().unsigned_abs());
    assert_eq!(bench.refusal(room, post("x")).await, Refusal::RoomGone);
    bench.people.delete_channel(bench.staff.unsigned_abs());
    assert_eq!(bench.refusal(at(bench.staff, None), open("HX-2")).await, Refusal::ChatGone);
    bench.people.revoke_token();
    assert_eq!(bench.refusal(at(bench.dm, None), post("x")).await, Refusal::Token);
    let (courier, dm) = (bench.courier(), at(bench.dm, None));
    bench.server.stop().await;
    let away = deliver(&courier, &delivery("3.0", dm, post("x"))).await;
    assert!(matches!(away, Err(DeliveryError::Unreached { .. })), "{away:?}");
}

#[tokio::test]
async fn a_sleeping_thread_is_woken_and_asked_once_more() {
    let bench = Bench::new().await;
    let room = bench.room().await;
    let id = bench.posted(room, post("first")).await;
    let thread = room.holder().unsigned_abs();
    let edit = |text: &str| Act::Edit { message: id, text: Rich::plain(text), rows: Vec::new() };
    bench.people.set_archived(thread, true, false);
    bench.deliver(room, edit("second")).await.expect("edited");
    bench.people.set_archived(thread, true, false);
    bench.deliver(room, Act::Sign { message: id, sign: Sign::Taken }).await.expect("signed");
    bench.people.set_archived(thread, true, true);
    bench.posted(room, post("third")).await;
    assert_eq!(bench.texts(room), ["second", "third"]);
    assert!(bench.people.look(|guild| !guild.channels[&thread].archived));
    bench.requests_are_proper();
    fault(&bench, POST, 2, RestTrouble::Refused(50_083));
    assert_eq!(bench.refusal(room, post("x")).await, Refusal::Forbidden, "once is enough");
    bench.people.set_archived(thread, true, true);
    fault(&bench, "PATCH /channels/{channel_id}", 1, RestTrouble::Refused(50_013));
    assert_eq!(bench.refusal(room, edit("x")).await, Refusal::Forbidden);
}

#[tokio::test]
async fn a_room_is_opened_once_whatever_was_lost() {
    let bench = Bench::new().await;
    let staff = at(bench.staff, None);
    fault(&bench, OPEN, 1, RestTrouble::DropAfter);
    let opened = bench.deliver(staff, open("HX-1 Ken")).await.expect("a room");
    let again = bench.deliver(staff, open("HX-1 Ken")).await.expect("the same room");
    assert_eq!((opened.messages.len(), opened.thread.is_some()), (0, true));
    assert_eq!(again, opened, "the process may have died in between");
    let other = bench.deliver(staff, open("HX-2 Ken")).await.expect("another room");
    assert_ne!(other.thread, opened.thread);
    assert_eq!(bench.calls_of(OPEN).len(), 2);
    fault(&bench, OPEN, 1, RestTrouble::DropBefore);
    bench.deliver(staff, open("HX-3 Ken")).await.expect("it is asked once more");
    fault(&bench, OPEN, 2, RestTrouble::DropBefore);
    let lost = bench.deliver(staff, open("HX-4 Ken")).await;
    assert!(matches!(lost, Err(DeliveryError::Uncertain { .. })), "{lost:?}");
    bench.requests_are_proper();
}

#[tokio::test]
async fn a_message_deleted_meanwhile_is_posted_under_another_name() {
    let bench = Bench::new().await;
    let room = bench.room().await;
    let card = delivery("card.7", room, post("card"));
    let first = deliver(&bench.courier(), &card).await.expect("delivered").messages[0];
    bench.deliver(room, Act::Delete { messages: vec![first] }).await.expect("deleted");
    let second = deliver(&bench.courier(), &card).await.expect("delivered").messages[0];
    assert_ne!(second, first);
    assert_eq!(bench.texts(room), ["card"]);
}
