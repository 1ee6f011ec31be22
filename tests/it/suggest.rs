//! What fits what an agent is typing: found by number, name and word, the nearest first, never too many.

use aftercare::domain::{
    case::{State, Waiting},
    reference::{Prefix, Reference},
    suggest::{self, MOST, Open},
};

use crate::harness::desk::{configuration, monday};

fn open(n: u64, customer: &str, own: bool) -> Open {
    let reference = Reference::new(Prefix::new("HX").expect("letters"), n << 40 | n);
    Open { reference, customer: customer.to_owned(), state: State::Waiting(Waiting::Goods), own }
}

fn found(all: &[Open], typed: &str) -> Vec<String> {
    suggest::cases(all, typed).into_iter().map(|fit| fit.value).collect()
}

#[test]
fn cases_are_found_by_number_and_by_customer_ones_own_first() {
    let all = [open(1, "Mei Li", false), open(2, "Lao Chen", false), open(3, "Mei-Lin Zhou", true)];
    let refs: Vec<String> = all.iter().map(|case| case.reference.to_string()).collect();
    assert_eq!(found(&all, ""), [&refs[2], &refs[0], &refs[1]].map(Clone::clone), "one's own first");
    assert_eq!(found(&all, "mei li"), [&refs[2], &refs[0]].map(Clone::clone));
    assert_eq!(found(&all, "chen"), [refs[1].clone()]);
    assert_eq!(found(&all, &refs[1].to_lowercase()), [refs[1].clone()]);
    assert_eq!(
        found(&all, &refs[0].replace('-', "")[2..]),
        [refs[0].clone()],
        "without the letters in front"
    );
    assert_eq!(found(&all, "ＭＥＩ　ｌｉ").len(), 2, "full width");
    assert_eq!(found(&all, "nobody"), [""; 0]);
}

#[test]
fn no_more_is_offered_than_one_list_holds() {
    let all: Vec<Open> = (0..60).map(|n| open(n, "Mei", n == 59)).collect();
    let shown = found(&all, "");
    assert_eq!(shown.len(), MOST);
    assert_eq!(shown[0], all[59].reference.to_string(), "the own one is among them, wherever it stood");
}

#[test]
fn groups_are_added_word_by_word_and_none_twice() {
    let (terms, _) = configuration(monday());
    let values = |typed: &str| -> Vec<String> {
        suggest::groups(&terms, typed).into_iter().map(|fit| fit.value).collect()
    };
    let all: Vec<String> = terms.groups.iter().map(|group| group.id.clone()).collect();
    assert_eq!(values(""), all);
    assert_eq!(values("tech"), ["technical"]);
    assert_eq!(values("after-sales qua"), ["after-sales quality"]);
    assert!(!values("after-sales ").iter().any(|value| value.ends_with("after-sales")));
}

#[test]
fn ways_of_help_are_found_by_id_and_name_in_either_language() {
    let (terms, _) = configuration(monday());
    let values = |typed: &str| -> Vec<String> {
        suggest::appointing(&terms, typed).into_iter().map(|fit| fit.value).collect()
    };
    assert_eq!(values("vid"), ["video"]);
    assert_eq!(values("电话"), ["phone"]);
    assert_eq!(values("canc"), ["cancel"]);
    assert!(!values("").contains(&"email".to_owned()), "no appointment is made for an e-mail");
    assert!(values("").contains(&"done".to_owned()));
}
