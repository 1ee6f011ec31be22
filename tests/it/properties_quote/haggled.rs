//! Walks of that kind whose end is known.

use aftercare::domain::{
    chat::Input,
    front::{Looked, look_at_quote},
    quote::Stage,
};
use chrono::TimeDelta;

use super::{Desk, model::Deed};
use crate::{
    properties_verdict::{Hand, decided},
    talk::terms,
};

fn walked(deeds: &[Deed]) -> Desk {
    let mut desk = Desk::new();
    for deed in deeds {
        desk.does(deed);
        desk.holds();
    }
    desk
}

fn last(desk: &Desk) -> Stage {
    desk.file.quotes.last().expect("a quote").stage
}

/// The walk gets somewhere: each thing that can happen does.
#[test]
fn a_walk_reaches_every_end_of_a_price() {
    let sent = [Deed::Adds(4_500), Deed::Sends];
    let with = |more: &[Deed]| walked(&[&sent[..], more].concat());
    assert_eq!(last(&with(&[])), Stage::Open);
    assert_eq!(last(&with(&[Deed::Accepts(1)])), Stage::Accepted);
    assert_eq!(last(&with(&[Deed::Declines(1)])), Stage::Declined);
    assert_eq!(last(&with(&[Deed::Withdraws])), Stage::Withdrawn);
    let silent = with(&[Deed::Waits(24 * 8)]);
    assert_eq!((last(&silent), silent.reminders), (Stage::Expired, 2));
    assert_eq!(last(&with(&[Deed::Revises, Deed::Drops])), Stage::Dropped);
    let replaced = with(&[Deed::Revises, Deed::Adds(100), Deed::Sends, Deed::Accepts(1)]);
    let stages: Vec<Stage> = replaced.file.quotes.iter().map(|one| one.stage).collect();
    assert_eq!(stages, [Stage::Replaced, Stage::Open], "the first version is agreed to no more");
    let taken = with(&[Deed::Counters(1, Some(3_000)), Deed::Takes]);
    assert_eq!(taken.model.agreed, [(1, 3_000)]);
    let words = with(&[Deed::Counters(1, None), Deed::Takes]);
    assert_eq!(last(&words), Stage::Open, "words are no amount");
    let two = walked(&[Deed::Adds(60_000), Deed::Sends]);
    assert_eq!(last(&two), Stage::Proposed);
    let two = walked(&[Deed::Adds(60_000), Deed::Sends, Deed::Seconds(1, true), Deed::Accepts(1)]);
    assert_eq!(two.model.agreed, [(1, 60_000)]);
}

#[test]
fn a_counter_offer_stops_the_clock_of_silence_until_the_desk_answers() {
    let haggled =
        walked(&[Deed::Adds(4_500), Deed::Sends, Deed::Counters(1, Some(3_000)), Deed::Waits(24 * 30)]);
    assert_eq!(
        (last(&haggled), haggled.reminders),
        (Stage::Open, 0),
        "nobody is pressed while the desk thinks"
    );
    let stayed = walked(&[
        Deed::Adds(4_500),
        Deed::Sends,
        Deed::Counters(1, Some(3_000)),
        Deed::Waits(24 * 30),
        Deed::Stays,
        Deed::Waits(24 * 8),
    ]);
    assert_eq!((last(&stayed), stayed.reminders), (Stage::Expired, 2), "then it is counted anew");
}

/// The clock and the customer are at it at once: whoever comes second does nothing.
#[test]
fn a_late_press_finds_a_price_that_ran_out() {
    let mut desk = walked(&[Deed::Adds(4_500), Deed::Sends]);
    let late = desk.file.open_quote().and_then(|one| one.sent).expect("sent").until;
    let press = |desk: &Desk, at| {
        let data = format!("c:{}:q-yes:1", desk.file.case.id);
        decided(&desk.file, Hand::Customer, Input::Press { data }, &Looked::default(), at, 90_000)
    };
    let just = press(&desk, late - TimeDelta::seconds(1));
    assert_eq!(just.quotes[0].stage, Stage::Accepted, "in time to the second");
    let plan = press(&desk, late);
    assert_eq!(plan.quotes[0].stage, Stage::Expired, "nobody looked yet, and it has run out all the same");
    desk.takes(plan);
    assert_eq!(look_at_quote(&desk.file, false, late, &terms()), None, "it runs out once");
    let twice = press(&desk, late);
    assert!(twice.quotes.is_empty() && twice.cases.is_empty());
}

#[test]
fn a_press_twice_is_a_press_once() {
    let mut desk = walked(&[Deed::Adds(4_500), Deed::Sends]);
    let before = desk.file.clone();
    for verb in ["q-yes:1", "q-no:1", "q-yes:1", "q-price:1", "q-ask:1"] {
        desk.presses(Hand::Customer, verb);
    }
    assert_eq!(desk.file.quotes.len(), 1);
    assert_eq!(desk.file.quotes[0].agreed, Some(before.quotes[0].total().minor));
}

#[test]
fn who_wants_no_reminders_gets_none_and_the_price_ends_all_the_same() {
    let mut desk = walked(&[Deed::Adds(4_500), Deed::Sends]);
    let mut said = 0;
    for _ in 0..24 * 8 {
        desk.at += TimeDelta::hours(1);
        while let Some(plan) = look_at_quote(&desk.file, true, desk.at, &terms()) {
            said += plan.events.iter().filter(|event| event.kind == "price-reminded").count();
            desk.takes(plan);
        }
    }
    assert_eq!((last(&desk), said), (Stage::Expired, 0));
}
