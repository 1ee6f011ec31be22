//! Who is given a case: the desk's rule by example and whatever waits and whoever works; on a database in `turns/desk.rs`.

#[cfg(feature = "sandbox")]
mod desk;

use aftercare::domain::{
    case::State,
    claim::Class,
    front::{CaseFile, Contact},
    id::{CaseId, PersonId},
    lang::Lang,
    party::{Away, Role, Staff},
    phrase::Label,
    plan::{Parcel, Send, To},
    staff_side::Homes,
    terms::{Assign, Group, Terms},
    turns::{Free, Given, Hand, give_out, with_room},
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use crate::{moves, talk::terms as brand};

/// A Monday, two hours after the desk opened in Shanghai.
fn monday() -> DateTime<Utc> {
    "2026-03-02T02:00:00Z".parse().expect("an instant")
}

fn group(id: &str, assign: Assign, capacity: Option<u32>) -> Group {
    let (id, home) = (id.to_owned(), "auto".to_owned());
    Group { id, name: Label::default(), home, discord_role: None, next_reply: None, capacity, assign }
}

/// Two groups that give out in turn, the one with a limit, and one that doesn't.
fn terms(capacity: u32) -> Terms {
    let groups = vec![
        group("after-sales", Assign::Turns, Some(capacity)),
        group("technical", Assign::Turns, None),
        group("quality", Assign::Queue, None),
    ];
    Terms { groups, ..brand() }
}

fn hand(id: i64, groups: &[&str], open: u32, turn: Option<i64>) -> Hand {
    let groups = groups.iter().map(|g| (*g).to_owned()).collect();
    let staff = Staff { role: Role::Agent, groups, floor: false, away: None };
    Hand { person: PersonId(id), name: format!("Agent {id}"), staff, open, turn }
}

fn away(hand: Hand, until: Option<DateTime<Utc>>) -> Hand {
    Hand { staff: Staff { away: Some(Away { until }), ..hand.staff }, ..hand }
}

fn free(id: i64, group: &str) -> Free {
    let mut case = moves::case(id, Class::General);
    group.clone_into(&mut case.group);
    (case.state, case.assignee) = (State::New, None);
    let customer = Contact {
        id: PersonId(1),
        name: "Mei".into(),
        lang: Lang::En,
        zone: None,
        reachable: true,
        by_phone: false,
        phone: None,
        bar: None,
    };
    let file = CaseFile::of(case, Vec::new(), customer);
    Free { file, leaver: None, gave_back: None }
}

/// A case whose customer believes that Gao has it.
fn left(id: i64, group: &str) -> Free {
    let mut free = free(id, group);
    free.file.case.leaver = Some(PersonId(50));
    Free { leaver: Some("Gao".into()), ..free }
}

fn given(free: &[Free], hands: &[Hand], terms: &Terms) -> Given {
    give_out(free, hands, Homes::default(), terms, monday())
}

/// Who has which case now.
fn owners(given: &Given) -> Vec<(i64, i64)> {
    let cases = given.plan.cases.iter();
    cases.filter_map(|case| Some((case.id.0, case.assignee?.0))).collect()
}

fn keys(sends: &[Send], to: impl Fn(&To) -> bool) -> Vec<String> {
    let said = sends.iter().filter(|send| to(&send.to)).filter_map(|send| match &send.parcel {
        Parcel::Say { say, .. } => Some(say.lines[0].key.to_string()),
        _ => None,
    });
    said.collect()
}

fn to_customer(to: &To) -> bool {
    matches!(to, To::Customer(..))
}

#[test]
fn each_is_given_one_in_turn_and_who_never_had_one_is_first() {
    let hands = [
        hand(3, &["after-sales"], 0, Some(4)),
        hand(1, &["after-sales"], 0, Some(7)),
        hand(2, &["after-sales"], 0, None),
    ];
    let cases: Vec<Free> = (10..16).map(|id| free(id, "after-sales")).collect();
    let given = given(&cases, &hands, &terms(9));
    assert_eq!(owners(&given), [(10, 2), (11, 3), (12, 1), (13, 2), (14, 3), (15, 1)]);
    assert!(given.turns.windows(2).all(|two| two[0].1 < two[1].1), "turns rise: {:?}", given.turns);
}

#[test]
fn equals_are_told_apart_by_their_rows() {
    let hands = [hand(9, &["after-sales"], 0, None), hand(4, &["after-sales"], 3, None)];
    assert_eq!(owners(&given(&[free(10, "after-sales")], &hands, &terms(9))), [(10, 4)]);
}

#[test]
fn nobody_is_given_more_than_there_is_room_for() {
    let hands = [hand(1, &["after-sales"], 1, None), hand(2, &["after-sales"], 3, None)];
    let cases: Vec<Free> = (10..16).map(|id| free(id, "after-sales")).collect();
    let given = given(&cases, &hands, &terms(3));
    assert_eq!(owners(&given), [(10, 1), (11, 1)], "the rest waits");
    assert!(keys(&given.plan.sends, |to| matches!(to, To::Staff | To::Home(_))).is_empty(), "as in a queue");
}

#[test]
fn only_the_groups_own_people_who_are_there_are_given_its_cases() {
    let hour = TimeDelta::hours(1);
    let stranger = Hand { name: "1002".into(), ..hand(1, &["after-sales"], 0, None) };
    let hands = [
        stranger,
        hand(2, &[], 0, None),
        hand(3, &["technical"], 0, None),
        away(hand(4, &["after-sales"], 0, None), None),
        away(hand(5, &["after-sales"], 0, None), Some(monday() + hour)),
    ];
    let case = [free(10, "after-sales")];
    assert_eq!(owners(&given(&case, &hands, &terms(9))), []);
    assert_eq!(with_room(&hands, &terms(9), monday()), ["technical"]);
    let later = give_out(&case, &hands, Homes::default(), &terms(9), monday() + hour);
    assert_eq!(owners(&later), [(10, 5)], "an absence with an end is over by itself");
}

#[test]
fn a_queue_stays_one() {
    let hands = [hand(1, &["quality"], 0, None)];
    assert_eq!(owners(&given(&[free(10, "quality")], &hands, &terms(9))), []);
    assert!(with_room(&hands, &terms(9), monday()).is_empty());
}

#[test]
fn outside_the_hours_nothing_is_given_and_nobody_is_told() {
    let hands = [hand(1, &["after-sales"], 0, None)];
    let night = "2026-03-02T15:00:00Z".parse().expect("an instant");
    let given =
        give_out(&[free(10, "after-sales"), left(11, "quality")], &hands, Homes::default(), &terms(9), night);
    assert!(given.plan.cases.is_empty() && given.plan.sends.is_empty());
}

#[test]
fn what_somebody_gave_back_is_not_thrown_at_them_again() {
    let hands = [hand(1, &["after-sales"], 0, None), hand(2, &["after-sales"], 0, Some(3))];
    let back = Free { gave_back: Some(PersonId(1)), ..free(10, "after-sales") };
    assert_eq!(owners(&given(std::slice::from_ref(&back), &hands, &terms(9))), [(10, 2)]);
    assert_eq!(owners(&given(&[back], &hands[..1], &terms(9))), []);
}

#[test]
fn who_takes_over_is_named_in_the_place_of_who_left() {
    let hands = [hand(1, &["after-sales"], 0, None)];
    let given = given(&[left(10, "after-sales"), free(11, "after-sales")], &hands, &terms(9));
    assert_eq!(keys(&given.plan.sends, to_customer), ["customer-passed", "customer-taken"]);
    assert!(given.plan.cases.iter().all(|case| case.leaver.is_none() && case.state == State::Open));
}

#[test]
fn with_nobody_to_take_over_the_customer_and_the_group_hear_it_once() {
    let mut unreachable = left(13, "quality");
    unreachable.file.customer.reachable = false;
    let waiting = [left(10, "after-sales"), left(11, "quality"), free(12, "after-sales"), unreachable];
    let given = given(&waiting, &[], &terms(9));
    assert_eq!(keys(&given.plan.sends, to_customer), ["customer-left", "customer-left"]);
    let staff = keys(&given.plan.sends, |to| matches!(to, To::Staff));
    assert_eq!(staff, ["staff-left", "staff-left"], "one message a group");
    let told: Vec<CaseId> = given.plan.cases.iter().map(|case| case.id).collect();
    assert_eq!(told, [CaseId(10), CaseId(11), CaseId(13)]);
    assert!(given.plan.cases.iter().all(|case| case.leaver.is_none() && case.assignee.is_none()));
}

#[test]
fn what_was_given_back_by_hand_is_no_news_to_its_group() {
    let back = Free { gave_back: Some(PersonId(50)), ..left(10, "quality") };
    let given = given(&[back], &[], &terms(9));
    assert_eq!(keys(&given.plan.sends, to_customer), ["customer-left"]);
    assert!(keys(&given.plan.sends, |to| matches!(to, To::Staff)).is_empty());
}

fn hands() -> impl Strategy<Value = Vec<Hand>> {
    let groups = prop::sample::subsequence(vec!["after-sales", "technical", "quality"], 0..=3);
    let one = (groups, 0u32..6, prop::option::of(0i64..6), any::<bool>());
    prop::collection::vec(one, 0..6).prop_map(|some| {
        let made = some.into_iter().enumerate().map(|(n, (groups, open, turn, gone))| {
            let one = hand(i64::try_from(n).unwrap_or_default() + 1, &groups, open, turn);
            if gone { away(one, None) } else { one }
        });
        made.collect()
    })
}

fn waiting() -> impl Strategy<Value = Vec<Free>> {
    let group = prop::sample::select(vec!["after-sales", "technical", "quality"]);
    let one = (group, any::<bool>(), prop::option::of(1i64..6));
    prop::collection::vec(one, 0..12).prop_map(|some| {
        let made = some.into_iter().enumerate().map(|(n, (group, was, back))| {
            let id = i64::try_from(n).unwrap_or_default() + 10;
            let one = if was { left(id, group) } else { free(id, group) };
            Free { gave_back: back.map(PersonId), ..one }
        });
        made.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_works_and_whatever_waits(hands in hands(), waiting in waiting(), capacity in 1u32..5) {
        let terms = terms(capacity);
        let given = given(&waiting, &hands, &terms);
        let mut now = hands.clone();
        let mut turns = given.turns.iter();
        for one in &waiting {
            let case = given.plan.cases.iter().filter(|case| case.id == one.file.case.id);
            let case: Vec<_> = case.collect();
            prop_assert!(case.len() <= 1, "a case has one owner");
            let owner = case.first().and_then(|case| case.assignee);
            let group = terms.group(&one.file.case.group).expect("a group");
            // Straight from the words of the rule, by a list that is gone through from its beginning.
            let fits = |hand: &&mut Hand| {
                hand.staff.groups.contains(&group.id)
                    && hand.staff.away.is_none()
                    && group.capacity.is_none_or(|most| hand.open < most)
                    && one.gave_back != Some(hand.person)
                    && group.assign == Assign::Turns
            };
            let mut best: Option<&mut Hand> = None;
            for hand in now.iter_mut().filter(fits) {
                if best.as_ref().is_none_or(|best| hand.turn < best.turn) {
                    best = Some(hand);
                }
            }
            prop_assert_eq!(owner, best.as_ref().map(|hand| hand.person));
            if let Some(hand) = best {
                let (person, turn) = turns.next().expect("their turn");
                prop_assert_eq!(*person, hand.person);
                (hand.open, hand.turn) = (hand.open + 1, Some(*turn));
            }
            let told = case.first().is_some_and(|case| case.leaver.is_none());
            prop_assert!(told || owner.is_none() && one.leaver.is_none(), "a name that is true no more");
        }
        prop_assert!(turns.next().is_none());
        let again = give_out(&waiting, &hands, Homes::default(), &terms, monday());
        prop_assert_eq!((owners(&again), again.turns), (owners(&given), given.turns), "the same rows, the same owners");
    }
}
