//! Lanes keep the order of what is in hand and what still waits in the table.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Held, Lanes};
use crate::{
    desk::Pace,
    domain::{
        chat::Platform,
        id::{CaseId, SendId},
        plan::{Parcel, Rank, To},
    },
    store::outbox::Row,
};

const LANE: &str = "r:1";

fn at(second: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
}

/// A row that is to be claimed yet.
fn queued(id: i64) -> Held {
    let row = Row {
        id: SendId(id),
        lane: LANE.to_owned(),
        platform: Platform::Telegram,
        to: To::Room(CaseId(1)),
        urgency: Rank::Staff,
        by_hand: false,
        parcel: Parcel::Card,
        tries: 0,
        doubts: 0,
        remotes: Vec::new(),
        since: at(0),
    };
    Held::read(row)
}

/// What leaves now, one after the other.
fn leaving(lanes: &Lanes) -> Vec<i64> {
    let mut left = Vec::new();
    while let Some(held) = lanes.next(at(0), 64) {
        left.push(held.row.id.0);
        lanes.finish(LANE, held.row.id, None);
    }
    left
}

fn numbers(range: std::ops::Range<i64>) -> Vec<i64> {
    range.collect()
}

#[test]
fn what_is_said_anew_does_not_overtake_what_is_in_the_table() {
    let lanes = Lanes::new(Pace::default());
    lanes.fall_behind(vec![LANE.to_owned()]);
    assert!(!lanes.accept(vec![queued(3)]), "the table has to be read");
    assert!(leaving(&lanes).is_empty());
    let look = lanes.begin_look();
    lanes.end_look(look, vec![queued(1), queued(2), queued(3)], true);
    assert!(lanes.is_free(LANE, at(0)) && lanes.accept(vec![queued(4)]));
    assert_eq!(leaving(&lanes), [1, 2, 3, 4]);
}

#[test]
fn a_look_that_began_before_or_saw_a_part_leaves_a_lane_behind() {
    let lanes = Lanes::new(Pace::default());
    let look = lanes.begin_look();
    // Committed while the table was being read: it may not be among what was found.
    lanes.fall_behind(vec![LANE.to_owned()]);
    lanes.end_look(look, Vec::new(), true);
    assert!(!lanes.is_free(LANE, at(0)));
    let look = lanes.begin_look();
    lanes.end_look(look, vec![queued(1)], false);
    assert!(!lanes.is_free(LANE, at(0)), "there was more than was read");
    let look = lanes.begin_look();
    lanes.end_look(look, vec![queued(1)], true);
    assert!(lanes.is_free(LANE, at(0)));
}

#[test]
fn a_lane_that_is_full_reads_on_when_it_has_caught_up() {
    let lanes = Lanes::new(Pace::default());
    assert!(!lanes.accept((0..70).map(queued).collect()), "more than it holds");
    assert!(!lanes.is_free(LANE, at(0)) && !lanes.accept(vec![queued(70)]));
    assert_eq!(leaving(&lanes), numbers(0..64));
    assert!(!lanes.accept(vec![queued(71)]), "those before it are in the table still");
    let look = lanes.begin_look();
    lanes.end_look(look, (64..72).map(queued).collect(), true);
    assert_eq!(leaving(&lanes), numbers(64..72));
}

#[test]
fn what_ends_from_an_earlier_time_in_office_frees_no_lane_and_puts_nothing_back() {
    let lanes = Lanes::new(Pace::default());
    assert!(lanes.accept(vec![queued(1), queued(2)]));
    let before = lanes.next(at(0), 64).expect("the first");
    lanes.clear();
    assert!(lanes.accept(vec![queued(2), queued(3)]));
    let second = lanes.next(at(0), 64).expect("the second");
    lanes.finish(LANE, before.row.id, None);
    lanes.put_back(before, at(0), false);
    assert!(lanes.next(at(0), 64).is_none(), "the second is on its way");
    lanes.finish(LANE, second.row.id, None);
    assert_eq!(leaving(&lanes), [3]);
}

#[test]
fn a_lane_that_held_as_much_as_a_look_finds_of_one_stays_behind() {
    let lanes = Lanes::new(Pace::default());
    assert!(lanes.accept(vec![queued(1)]));
    let first = lanes.next(at(0), 64).expect("on its way, and not claimed yet");
    lanes.fall_behind(vec![LANE.to_owned()]);
    let look = lanes.begin_look();
    lanes.end_look(look, (1..33).map(queued).collect(), true);
    assert!(!lanes.is_free(LANE, at(0)), "there may be a 33rd");
    lanes.finish(LANE, first.row.id, None);
    assert_eq!(leaving(&lanes), numbers(2..33));
}

#[test]
fn what_may_be_ours_already_is_taken_in_hand_however_full_its_lane_is() {
    let lanes = Lanes::new(Pace::default());
    lanes.fall_behind(vec![LANE.to_owned()]);
    lanes.accept(vec![queued(1).in_question(), queued(2)]);
    assert_eq!(leaving(&lanes), [1], "the table gives it to nobody");
}

#[test]
fn what_was_said_first_is_waited_for_while_it_is_being_committed() {
    let lanes = Lanes::new(Pace::default());
    let first = vec![queued(1), queued(2)];
    let coming = lanes.expect(&first);
    assert!(lanes.accept(vec![queued(3)]), "it came back first");
    assert!(leaving(&lanes).is_empty(), "and is not sent first");
    assert!(lanes.accept(first));
    assert_eq!(leaving(&lanes), [1, 2, 3]);
    drop(coming);
    assert!(lanes.accept(vec![queued(4)]));
    assert_eq!(leaving(&lanes), [4]);
}

#[test]
fn what_never_came_back_holds_up_nothing_and_the_table_is_read() {
    let lanes = Lanes::new(Pace::default());
    let coming = lanes.expect(&[queued(1)]);
    assert!(lanes.accept(vec![Held { claimed: Some(1), ..queued(2) }]));
    assert!(leaving(&lanes).is_empty());
    drop(coming);
    assert!(!lanes.accept(Vec::new()), "the table has to be read");
    assert_eq!(leaving(&lanes), [2]);
}

#[test]
fn what_was_sent_and_is_not_written_down_yet_is_not_sent_again_by_a_commit_nobody_heard_of() {
    let lanes = Lanes::new(Pace::default());
    lanes.accept(vec![queued(1)]);
    let sent = lanes.next(at(0), 64).expect("it leaves");
    lanes.end(LANE, sent.row.id, Some(7));
    lanes.accept(vec![queued(1).in_question()]);
    assert!(leaving(&lanes).is_empty());
    lanes.forget([sent.row.id]);
    // Why not noted: it left another time in office, and nobody writes that end down.
    lanes.end(LANE, SendId(2), None);
    lanes.accept(vec![queued(2).in_question()]);
    assert_eq!(leaving(&lanes), [2]);
}

#[test]
fn what_is_being_committed_is_not_taken_for_forgotten() {
    let lanes = Lanes::new(Pace::default());
    let coming = lanes.expect(&[queued(1)]);
    assert!(lanes.held().contains(&SendId(1)));
    drop(coming);
    assert!(!lanes.held().contains(&SendId(1)));
}
