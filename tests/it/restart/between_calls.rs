//! The process dies before or after any of the calls a whole claim makes to the platform, and another takes over.

use std::collections::BTreeMap;

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
    /// The rows in the air when the process died.
    in_the_air: Vec<String>,
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
        lines.iter().map(|line| without_references(&line.render())).collect()
    });
    let shown = shown.collect();
    let (calls, in_the_air) = (stage.courier().calls(), stage.in_the_air().to_vec());
    stage.close().await;
    let memory = memory(&database).await.iter().map(|line| without_references(line)).collect();
    Went { memory, shown, calls, in_the_air }
}

#[test]
fn a_process_that_dies_around_any_call_loses_nothing_and_shows_only_what_was_in_the_air_twice() {
    let clean = alone(claim(None));
    assert!(repeated(&clean.calls).is_empty(), "without a crash nothing is sent twice");
    let stops = (0..clean.calls.len()).flat_map(|k| [Stop::Before(k), Stop::After(k)]);
    let name = |stop: &Stop| match *stop {
        Stop::Before(k) | Stop::After(k) | Stop::Pause(k) => {
            format!("{stop:?} {:?}", act_name(&clean.calls[k].delivery.act))
        }
    };
    each(stops, name, |stop| compare(&clean, &alone(claim(Some(stop))), stop));
}

fn act_name(act: &Act) -> &'static str {
    crate::harness::post::method(act)
}

fn compare(clean: &Went, crashed: &Went, stop: Stop) -> Vec<String> {
    let mut wrong = changed(&clean.memory, &crashed.memory);
    let again = repeated(&crashed.calls);
    let known = |nonce: &&String| crashed.in_the_air.iter().any(|row| is_part_of(nonce, row));
    let others: Vec<&String> = again.keys().filter(|nonce| !known(nonce)).collect();
    if !others.is_empty() {
        wrong.push(format!("what was written down as sent was sent again: {others:?}"));
    }
    if again.values().any(|times| *times > 2) {
        wrong.push(format!("something was sent more than twice: {again:?}"));
    }
    if matches!(stop, Stop::After(_)) && again.is_empty() {
        wrong.push("the call nobody heard back from was not repeated".to_owned());
    }
    let most: usize =
        crashed.calls.iter().filter(|c| again.contains_key(&c.delivery.nonce)).map(yields).sum();
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

/// Whether a call belongs to an outbox row. A room and its card are opened for whatever row of theirs comes first.
fn is_part_of(nonce: &str, row: &str) -> bool {
    nonce.split_once('.').is_some_and(|(of, _)| of == row || matches!(of, "room" | "card" | "pin"))
}

/// Case references are random, and a process that starts draws others.
fn without_references(text: &str) -> String {
    let mut parts = text.split("HX-");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str("HX-…");
        plain.extend(part.chars().skip("7K3M-Q9TD-4XC".len()));
    }
    plain
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
