//! Histories made up by hand. The first is as it should be; every other differs in one thing and must be found wrong.

use aftercare::config::Config;
use aftercare::domain::{
    calendar::{Calendar, Span},
    clocks::Clock,
    id::{CaseId, ClockId},
    sla::{ClockEvent, ClockEventKind, ClockState, Target},
};
use chrono::{DateTime, TimeDelta, Utc};

use super::{repeats, wrong};
use crate::history::{Call, History, Place, Reign, Row, Talk};

fn words(numbers: &[usize]) -> Vec<String> {
    numbers.iter().map(|number| format!("w{number}")).collect()
}

fn at(seconds: i64) -> DateTime<Utc> {
    // Monday, 2 March 2026, 10:00 in Shanghai: an open hour.
    DateTime::from_timestamp(1_772_416_800 + seconds, 0).expect("a time")
}

fn calendar() -> Calendar {
    let Ok(config) = Config::with_terms("", at(0).date_naive()) else { panic!("the terms can be read") };
    config.terms.calendar.clone()
}

fn row(id: i64, lane: &str, state: &str) -> Row {
    Row {
        id,
        lane: lane.to_owned(),
        what: "relay".to_owned(),
        state: state.to_owned(),
        epoch: 2,
        ..Row::default()
    }
}

fn clock() -> Clock {
    Clock {
        id: ClockId(1),
        case: CaseId(1),
        target: Target::FirstResponse,
        cycle: 1,
        span: Span::ServiceHours(TimeDelta::hours(2)),
        events: vec![ClockEvent { at: at(0), kind: ClockEventKind::Start }],
        state: ClockState::Running,
        started_at: at(0),
        due_at: Some(at(7200)),
        ended_at: None,
        terms_version: 1,
        look_at: None,
        amends: None,
    }
}

/// A round in which everything went well, a kill included.
fn good() -> History {
    History {
        talks: vec![Talk {
            name: "mei to the desk".to_owned(),
            wrote: words(&[0, 1, 2]),
            stored: words(&[0, 1, 2]),
            shown: words(&[0, 1, 2]),
            lane: "r:1".to_owned(),
            ..Talk::default()
        }],
        rows: vec![row(1, "r:1", "sent"), row(2, "r:1", "sent"), row(3, "r:1", "sent")],
        places: vec![Place {
            lane: "r:1".to_owned(),
            stand: vec![7, 8, 9],
            noted: vec![7, 8, 9],
            texts: words(&[0, 1, 2]),
        }],
        epoch: 2,
        clocks: vec![clock()],
        updates: (4, 4),
        cases: vec![("mei".to_owned(), 1)],
        reigns: vec![
            Reign { at: at(0), until: Some(at(15)), epoch: 1, seat: 0 },
            Reign { at: at(30), until: None, epoch: 2, seat: 1 },
        ],
        calls: vec![
            Call { at: at(10), seat: 0, line: "POST SendMessage".to_owned() },
            Call { at: at(40), seat: 1, line: "POST SendMessage".to_owned() },
        ],
        blows: 1,
        ..History::default()
    }
}

/// A repeat nobody could have avoided: a row in doubt, its words twice, a message nobody knows of.
fn repeated() -> History {
    let mut history = good();
    history.talks[0].shown = words(&[0, 1, 1, 2]);
    history.rows[1].doubts = 1;
    history.places[0].stand = vec![7, 8, 10, 9];
    history
}

#[track_caller]
fn is_wrong(history: &History, expected: &str) {
    let found = wrong(history, &calendar(), at(60));
    assert!(
        found.iter().any(|sentence| sentence.contains(expected)),
        "not found: {expected}\nfound: {found:#?}"
    );
}

/// The good history with one change.
fn but(change: impl FnOnce(&mut History)) -> History {
    let mut history = good();
    change(&mut history);
    history
}

#[test]
fn a_round_in_which_all_went_well_is_right_and_so_is_a_repeat_nobody_could_avoid() {
    assert_eq!(wrong(&good(), &calendar(), at(60)), Vec::<String>::new());
    assert_eq!(wrong(&repeated(), &calendar(), at(60)), Vec::<String>::new());
    assert_eq!((repeats(&good()), repeats(&repeated())), (0, 1));
}

#[test]
fn words_that_are_lost_are_missed() {
    is_wrong(&but(|history| drop(history.talks[0].stored.pop())), "w2 was lost");
    is_wrong(
        &but(|history| history.talks[0].aside = history.talks[0].stored.split_off(2)),
        "taken for notes, and told of 0: w2",
    );
    is_wrong(&but(|history| drop(history.talks[0].shown.pop())), "never shown: w2");
    is_wrong(&but(|history| history.updates.1 = 3), "made 4 updates, and 3 were taken");
    is_wrong(&but(|history| history.quarantined = 1), "quarantine");
    is_wrong(&but(|history| history.cases[0].1 = 0), "0 cases");
}

#[test]
fn a_note_whose_author_was_told_that_nothing_was_sent_is_no_lost_word() {
    let mut history = good();
    history.talks[0].aside = history.talks[0].stored.split_off(2);
    history.talks[0].told = 1;
    is_wrong(&history, "w2 was shown although its author was told that it was not sent");
    history.talks[0].shown.pop();
    assert_eq!(wrong(&history, &calendar(), at(60)), Vec::<String>::new());
}

#[test]
fn a_second_effect_is_seen() {
    is_wrong(&but(|history| history.talks[0].stored = words(&[0, 1, 1, 2])), "stored twice");
    is_wrong(&but(|history| history.talks[0].stored.push("w9".to_owned())), "nobody wrote it");
    is_wrong(&but(|history| history.cases[0].1 = 2), "2 cases");
}

#[test]
fn another_order_is_seen_and_forgiven_only_where_the_platform_swapped() {
    is_wrong(&but(|history| history.talks[0].stored = words(&[1, 0, 2])), "stored out of order");
    let swapped = |history: &mut History| history.talks[0].shown = words(&[0, 2, 1]);
    is_wrong(&but(swapped), "shown out of order");
    let mut excused = but(swapped);
    excused.talks[0].swaps = 1;
    assert_eq!(wrong(&excused, &calendar(), at(60)), Vec::<String>::new());
    excused.talks[0].shown = words(&[2, 1, 0]);
    is_wrong(&excused, "shown out of order");
}

#[test]
fn a_repeat_needs_an_excuse() {
    let because = |change: fn(&mut History), why: &str| {
        let mut history = repeated();
        change(&mut history);
        is_wrong(&history, why);
    };
    because(|history| history.blows = 0, "nothing had happened");
    because(|history| history.talks[0].knows_repeats = true, "tells repeats apart");
    because(|history| history.rows[1].doubts = 0, "nobody was in doubt");
    because(|history| history.talks[0].shown = words(&[0, 1, 1, 1, 2]), "more than once again");
}

#[test]
fn a_row_that_was_in_doubt_a_second_time_may_stand_there_twice_more_and_is_told() {
    let mut history = good();
    (history.rows[1].doubts, history.rows[1].state) = (1, "uncertain".to_owned());
    history.talks[0].shown = words(&[0, 1, 1, 2]);
    history.places[0].noted = vec![7, 9];
    history.places[0].stand = vec![7, 8, 10, 9];
    history.places[0].texts.push("Something: the platform gave no answer".to_owned());
    assert_eq!(wrong(&history, &calendar(), at(60)), Vec::<String>::new());
    history.places[0].stand.push(11);
    is_wrong(&history, "3 messages stand there that nobody knows of, with 2 doubts");
}

#[test]
fn rows_that_came_to_no_end_are_seen() {
    is_wrong(&but(|history| history.rows[0].state = "sending".to_owned()), "still being sent");
    is_wrong(
        &but(|history| (history.rows[0].state, history.rows[0].epoch) = ("sending".to_owned(), 1)),
        "under epoch 1, which ended",
    );
    is_wrong(
        &but(|history| (history.rows[0].state, history.rows[0].due) = ("queued".to_owned(), true)),
        "still waits",
    );
    let later = but(|history| history.rows[0].state = "queued".to_owned());
    assert_eq!(wrong(&later, &calendar(), at(60)), Vec::<String>::new(), "its time has not come");
}

#[test]
fn what_was_not_delivered_must_be_told() {
    for state in ["undelivered", "uncertain"] {
        let mut history = but(|history| history.rows[0].state = state.to_owned());
        is_wrong(&history, "0 notices tell of 1 rows");
        history.places[0]
            .texts
            .push("Your message to the customer: not delivered, they blocked the bot.".to_owned());
        assert_eq!(wrong(&history, &calendar(), at(60)), Vec::<String>::new());
        history.rows[0].what = "card".to_owned();
        history.places[0].texts.clear();
        assert_eq!(wrong(&history, &calendar(), at(60)), Vec::<String>::new(), "the next card puts it right");
    }
}

#[test]
fn books_that_differ_are_seen() {
    is_wrong(&but(|history| history.places[0].noted.push(11)), "[11] count as delivered and stand nowhere");
    is_wrong(&but(|history| history.places[0].stand.push(11)), "1 messages stand there that nobody knows of");
}

#[test]
fn a_loser_that_speaks_is_heard() {
    let late = |seat, seconds| {
        but(move |history| {
            history.calls.push(Call { at: at(seconds), seat, line: "POST SendMessage".to_owned() });
        })
    };
    is_wrong(&late(0, 31), "seat 0 said POST SendMessage");
    is_wrong(&late(1, 29), "seat 1 said POST SendMessage");
    is_wrong(&late(0, -1), "without being in office");
    is_wrong(&late(0, 20), "without being in office");
    is_wrong(&but(|history| history.reigns[1].epoch = 1), "taken twice");
}

#[test]
fn what_is_left_behind_is_counted() {
    is_wrong(&but(|history| history.orphans = 1), "dead database servers");
    is_wrong(&but(|history| history.failures = 1), "ended by themselves");
}

#[test]
fn a_clock_that_is_not_the_sum_of_its_events_is_seen() {
    let clock = |change: fn(&mut Clock)| but(move |history| change(&mut history.clocks[0]));
    is_wrong(&clock(|clock| clock.due_at = Some(at(7201))), "another time than the calendar says");
    is_wrong(&clock(|clock| clock.due_at = None), "is due None");
    is_wrong(&clock(|clock| clock.state = ClockState::Paused), "is Paused, and its events come to Running");
    is_wrong(&clock(|clock| clock.events.push(clock.events[0])), "started 2 times");
    is_wrong(&clock(|clock| clock.events.clear()), "started 0 times");
    let met = |clock: &mut Clock| {
        clock.events.push(ClockEvent { at: at(50), kind: ClockEventKind::Meet });
        (clock.state, clock.ended_at) = (ClockState::Met, Some(at(50)));
    };
    assert_eq!(wrong(&clock(met), &calendar(), at(60)), Vec::<String>::new());
    let mut late = clock(met);
    late.clocks[0].ended_at = Some(at(51));
    is_wrong(&late, "ended Some");
}
