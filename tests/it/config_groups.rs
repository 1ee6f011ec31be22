//! What a group promises and gives out, as the business writes it.

use aftercare::domain::{calendar::Span, terms::Assign};
use chrono::TimeDelta;

use crate::config::{Folder, errors, keys_of_terms, load};

/// A whole list of groups, of which the first has these keys besides.
fn groups(keys: &str) -> String {
    format!(
        "[[groups]]\nid = \"after-sales\"\nname = {{ en = \"A\" }}\n{keys}\n\
         [[groups]]\nid = \"technical\"\nname = {{ en = \"T\" }}\n\
         [[groups]]\nid = \"marketing\"\nname = {{ en = \"M\" }}\n"
    )
}

const fn hours(hours: i64) -> Span {
    Span::ServiceHours(TimeDelta::hours(hours))
}

/// What the first two groups promise for the next answer.
fn next(test: &str, terms: &str) -> [Option<Span>; 2] {
    let config = Folder::of(test, &[("terms.toml", terms)]).load().expect("in order");
    ["after-sales", "technical"].map(|group| config.terms.next_reply(group))
}

#[test]
fn out_of_the_box_the_next_answer_is_not_promised_and_new_cases_wait_in_a_queue() {
    let terms = load(&[]).expect("in order").terms;
    assert!(terms.groups.iter().all(|g| g.next_reply.is_none() && g.capacity.is_none()));
    assert!(terms.groups.iter().all(|g| g.assign == Assign::Queue) && terms.in_turn().is_empty());
}

#[test]
fn the_next_answer_is_promised_by_all_by_one_or_by_all_but_one() {
    let overall = "[promises.next_reply]\nhours = 4\n";
    assert_eq!(next("next-all", overall), [Some(hours(4)); 2]);
    let own = groups("next_reply = { hours = 8, count = \"service_hours\" }");
    assert_eq!(next("next-one", &own), [Some(hours(8)), None]);
    assert_eq!(next("next-other", &format!("{own}{overall}")), [Some(hours(8)), Some(hours(4))]);
    let none = groups("next_reply = { hours = 0, count = \"service_hours\" }");
    assert_eq!(next("next-but", &format!("{none}{overall}")), [None, Some(hours(4))]);
}

#[test]
fn turns_and_their_limit_are_read() {
    let terms = groups("assign = \"turns\"\ncapacity = 10");
    let config = Folder::of("turns", &[("terms.toml", &terms)]).load().expect("in order");
    assert_eq!(config.terms.in_turn(), ["after-sales"]);
    let of = |groups: &[&str]| {
        let groups: Vec<String> = groups.iter().map(|g| (*g).to_owned()).collect();
        config.terms.capacity(&groups)
    };
    assert_eq!(of(&["after-sales"]), Some(10));
    assert_eq!(of(&["after-sales", "technical"]), None, "the other one gives without a limit");
    assert_eq!(of(&[]), None, "who is of all groups is given nothing, and has no limit");
}

#[test]
fn what_nobody_could_keep_is_named() {
    let keys = |test: &str, keys: &str| -> Vec<String> {
        let terms = groups(keys);
        errors(Folder::of(test, &[("terms.toml", &terms)]).load()).into_iter().map(|(key, _)| key).collect()
    };
    assert_eq!(keys("capacity-none", "capacity = 0"), ["terms.toml: groups[1].capacity"]);
    assert_eq!(keys("assign-else", "assign = \"round\""), ["terms.toml: groups[1]"]);
    let long = "next_reply = { hours = 9000, count = \"service_hours\" }";
    assert_eq!(keys("next-long", long), ["terms.toml: groups[1].next_reply.hours"]);
    assert_eq!(keys("capacity-typo", "capasity = 3"), ["terms.toml: groups[1].capasity"]);
    let negative = Folder::of("next-below", &[("terms.toml", "[promises.next_reply]\nhours = -1\n")]).load();
    assert_eq!(errors(negative).len(), 1);
}

#[test]
fn what_is_wrong_with_lots_is_said_at_once() {
    let changes = "[lots]\nclaims = 1\ndays = 0\nagain = 0\ngroup = \"nobody\"";
    let found = keys_of_terms("lots", changes);
    let keys = ["claims", "days", "again", "group"].map(|key| format!("terms.toml: lots.{key}"));
    assert_eq!(found, keys);
}
