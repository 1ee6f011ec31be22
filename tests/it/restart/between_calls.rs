//! The process dies before or after any of the calls a whole claim makes to the platform, and another takes over.

use std::collections::{BTreeMap, BTreeSet};

use aftercare::app::demo::rehearsal_of;
use aftercare::desk::Act;
use aftercare::sandbox::script::{Script, Stage};
use aftercare::sandbox::shown::{Place, Room};

use super::{changed, memory};
use crate::harness::courier::{Call, Stop};
use crate::harness::{DirectStage, Setup, TestDatabase, alone, each};

const CLAIM: &str = include_str!("../../scenarios/claim.txt");

/// How a claim went.
struct Went {
    memory: Vec<String>,
    /// What everybody sees at the end, place by place.
    shown: Vec<Vec<String>>,
    calls: Vec<Call>,
}

async fn claim(stop: Option<Stop>) -> Went {
    let database = TestDatabase::new();
    let script = Script::parse(CLAIM).expect("a scenario");
    let setup = Setup::of(&rehearsal_of(&script, database.options().clone()));
    let mut stage = DirectStage::open(setup).await;
    stage.courier().stop_at(stop);
    stage.play(CLAIM).await;
    let places = [Place::Chat("mei".to_owned()), Place::Staff, Place::Room(Room::Newest)];
    let shown = places.iter().map(|place| {
        let lines = stage.transcript(place).expect("a place");
        lines.iter().map(aftercare::sandbox::shown::Shown::render).collect()
    });
    let shown = shown.collect();
    let calls = stage.courier().calls();
    stage.close().await;
    Went { memory: memory(&database).await, shown, calls }
}

#[test]
fn a_process_that_dies_around_any_call_loses_nothing_and_shows_at_most_one_delivery_twice() {
    let clean = alone(claim(None));
    assert!(repeated(&clean.calls).is_empty(), "without a crash nothing is sent twice");
    let stops = (0..clean.calls.len()).flat_map(|k| [Stop::Before(k), Stop::After(k)]);
    let name = |stop: &Stop| match *stop {
        Stop::Before(k) | Stop::After(k) => format!("{stop:?} {:?}", act_name(&clean.calls[k].delivery.act)),
    };
    each(stops, name, |stop| compare(&clean, &alone(claim(Some(stop))), stop));
}

fn act_name(act: &Act) -> &'static str {
    crate::harness::post::method(act)
}

fn compare(clean: &Went, crashed: &Went, stop: Stop) -> Vec<String> {
    let mut wrong = changed(&clean.memory, &crashed.memory);
    let again = repeated(&crashed.calls);
    let rows: BTreeSet<&str> = again.keys().map(|nonce| row_of(nonce)).collect();
    if rows.len() > 1 {
        wrong.push(format!("more than the delivery in the air was repeated: {rows:?}"));
    }
    if again.values().any(|times| *times > 2) {
        wrong.push(format!("something was sent more than twice: {again:?}"));
    }
    if matches!(stop, Stop::After(_)) && again.is_empty() {
        wrong.push("the call nobody heard back from was not repeated".to_owned());
    }
    let most: usize = crashed.calls.iter().filter(|c| again.contains_key(&c.delivery.nonce)).map(yields).sum();
    for (wanted, seen) in clean.shown.iter().zip(&crashed.shown) {
        wrong.extend(missing(wanted, seen).map(|line| format!("never shown, or not as before:\n{line}")));
        if seen.len() > wanted.len() + most {
            wrong.push(format!("{} lines where {} were expected", seen.len(), wanted.len()));
        }
    }
    wrong
}

/// Calls made more than once, with how often.
fn repeated(calls: &[Call]) -> BTreeMap<String, usize> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for call in calls {
        *times.entry(call.delivery.nonce.clone()).or_default() += 1;
    }
    times.retain(|_, times| *times > 1);
    times
}

/// The outbox row a call belongs to; a room and its card are one.
fn row_of(nonce: &str) -> &str {
    match nonce.split_once('.') {
        Some(("room" | "card" | "pin", _)) => "room",
        Some((row, _)) => row,
        None => nonce,
    }
}

/// How many lines a call makes.
fn yields(call: &Call) -> usize {
    match &call.delivery.act {
        Act::Post { .. } | Act::File { .. } => 1,
        Act::Album { files, .. } => files.len(),
        _ => 0,
    }
}

/// The first wanted line that is not seen in its turn.
fn missing<'a>(wanted: &'a [String], seen: &[String]) -> Option<&'a String> {
    let mut seen = seen.iter();
    wanted.iter().find(|line| !seen.any(|other| other == *line))
}
