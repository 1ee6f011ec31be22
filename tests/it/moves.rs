//! What moves of a case do to its clocks: a wait, another class, the end in another case.

use aftercare::domain::{
    case::{Case, Kind, State, Waiting},
    chat::Platform,
    claim::{Class, Urgency},
    clocks::{self, Clock, ClockChange, Effect, Host, affect},
    id::{CaseId, PersonId, Supply},
    reference::{Prefix, Reference},
    sla::{ClockState, Target},
};
use chrono::{DateTime, Utc};

use crate::talk::terms;

/// A Monday, two hours after the desk opened in Shanghai.
const START: &str = "2026-03-02T02:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// An open claim that Lin has, filed at the start.
pub fn case(id: i64, class: Class) -> Case {
    Case {
        id: CaseId(id),
        reference: Reference::new(Prefix::new("HX").expect("a prefix"), 7),
        kind: Kind::Claim,
        state: State::Open,
        class,
        urgency: Urgency::Normal,
        topic: None,
        group: "after-sales".into(),
        customer: PersonId(1),
        platform: Platform::Telegram,
        assignee: Some(PersonId(10)),
        leaver: None,
        company: None,
        answers: None,
        incomplete: false,
        opened_at: at(START),
        solved_at: None,
        closed_at: None,
        human_at: None,
        merged_into: None,
        rev: 2,
    }
}

fn clocks_of(case: &Case, from: &str) -> Vec<Clock> {
    let mut supply = Supply::new(case.id.0 * 100, case.id.0 * 100 + 50, 7);
    clocks::start(case, 1, at(from), &terms(), &mut supply).into_iter().map(|c| c.clock).collect()
}

fn due(clocks: &[Clock], target: Target) -> Option<DateTime<Utc>> {
    clocks::latest(clocks, target).and_then(|c| c.due_at)
}

fn applied(mut clocks: Vec<Clock>, changes: Vec<ClockChange>) -> Vec<Clock> {
    for change in changes {
        clocks.retain(|c| c.id != change.clock.id);
        clocks.push(change.clock);
    }
    clocks
}

#[test]
fn a_wait_stops_the_solution_and_never_the_first_answer() {
    let before = clocks_of(&case(1, Class::General), START);
    let only = |t| t == Target::Solution;
    let paused = affect(&before, only, Effect::Pause, at("2026-03-02T03:00:00Z"), &terms());
    let waiting = applied(before, paused);
    assert_eq!(due(&waiting, Target::FirstResponse), Some(at("2026-03-02T04:00:00Z")));
    assert_eq!(due(&waiting, Target::Solution), None);
    let on = affect(&waiting, |_| true, Effect::Resume, at("2026-03-02T08:00:00Z"), &terms());
    assert_eq!(
        due(&applied(waiting, on), Target::Solution),
        Some(at("2026-03-03T07:00:00Z")),
        "five hours later"
    );
}

#[test]
fn another_class_keeps_the_time_that_was_used() {
    let before = clocks_of(&case(1, Class::General), START);
    let complex = case(1, Class::Complex);
    let changed = clocks::retarget(&complex, &before, at("2026-03-02T10:00:00Z"), &terms());
    assert_eq!(changed.len(), 1, "the first answer keeps its time");
    let longer = applied(before, changed);
    assert_eq!(due(&longer, Target::Solution), Some(at("2026-03-04T02:00:00Z")));
    let back = clocks::retarget(&case(1, Class::General), &longer, at("2026-03-02T12:00:00Z"), &terms());
    assert_eq!(due(&applied(longer, back), Target::Solution), Some(at("2026-03-03T02:00:00Z")));
}

/// What becomes of both cases' clocks when `source` ends in `host` at `now`.
fn merge(source: &[Clock], host: &[Clock], waits: bool, now: &str) -> (Vec<Clock>, Vec<Clock>) {
    let mut supply = Supply::new(9000, 9050, 7);
    let into = Host { case: CaseId(2), clocks: host, waits: waits.then_some(Waiting::Goods) };
    let changes = clocks::merged(source, &into, at(now), &terms(), &mut supply);
    let (old, new): (Vec<_>, Vec<_>) = changes.into_iter().partition(|c| c.clock.case == CaseId(1));
    (applied(source.to_vec(), old), applied(host.to_vec(), new))
}

fn open(clocks: &[Clock]) -> Vec<(Target, Option<DateTime<Utc>>)> {
    let mut open: Vec<_> =
        clocks.iter().filter(|c| clocks::is_open(c)).map(|c| (c.target, c.due_at)).collect();
    open.sort();
    open
}

#[test]
fn of_two_cases_the_promise_that_is_due_first_goes_on() {
    let older = clocks_of(&case(1, Class::General), START);
    let newer = clocks_of(&case(2, Class::General), "2026-03-02T03:00:00Z");
    let (old, new) = merge(&older, &newer, false, "2026-03-02T03:30:00Z");
    assert_eq!(open(&old), []);
    let first = (Target::FirstResponse, Some(at("2026-03-02T04:00:00Z")));
    assert_eq!(open(&new), [first, (Target::Solution, Some(at("2026-03-03T02:00:00Z")))]);
    assert!(new.iter().all(|c| c.case == CaseId(2)));
    // The other way round nothing changes in the case that stays.
    let renamed: Vec<Clock> = newer.iter().map(|c| Clock { case: CaseId(1), ..c.clone() }).collect();
    let stays: Vec<Clock> = older.iter().map(|c| Clock { case: CaseId(2), ..c.clone() }).collect();
    assert_eq!(merge(&renamed, &stays, false, "2026-03-02T03:30:00Z").1, stays);
}

#[test]
fn a_promise_that_goes_on_in_a_case_that_waits_stands_still() {
    let older = clocks_of(&case(1, Class::General), START);
    let newer = clocks_of(&case(2, Class::General), "2026-03-02T03:00:00Z");
    let only = |t| t == Target::Solution;
    let paused = affect(&newer, only, Effect::Pause, at("2026-03-02T03:10:00Z"), &terms());
    let (_, new) = merge(&older, &applied(newer, paused), true, "2026-03-02T03:30:00Z");
    let solution = clocks::latest(&new, Target::Solution).expect("a clock");
    assert_eq!((solution.state, solution.cycle), (ClockState::Paused, 2));
}

#[test]
fn a_promise_that_was_broken_ends_where_it_was_made() {
    let older = clocks_of(&case(1, Class::General), START);
    let newer = clocks_of(&case(2, Class::General), "2026-03-02T06:00:00Z");
    let (old, new) = merge(&older, &newer, false, "2026-03-02T07:00:00Z");
    let first = clocks::latest(&old, Target::FirstResponse).expect("a clock");
    assert_eq!(first.state, ClockState::Missed);
    assert_eq!(due(&new, Target::FirstResponse), Some(at("2026-03-02T08:00:00Z")));
}
