//! Lots: what is one lot, when claims are a cluster, what is told once, and messages to many.

mod desk;

use std::collections::BTreeMap;

use aftercare::domain::id::CaseId;
use aftercare::domain::lang::Lang;
use aftercare::domain::lots::{Claim, Lot, Rule, clusters, step, words_of};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

fn rule(claims: u32, days: u32, again: u32) -> Rule {
    Rule { claims, days, again, group: "quality".to_owned() }
}

fn at(hours: i64) -> DateTime<Utc> {
    "2026-03-02T00:00:00Z".parse::<DateTime<Utc>>().expect("an instant") + TimeDelta::hours(hours)
}

fn claim(case: i64, hours: i64, defect: &str) -> Claim {
    Claim { case: CaseId(case), at: at(hours), defect: defect.to_owned() }
}

#[test]
fn spellings_of_a_lot_are_one_lot() {
    let key = |text: &str| Lot::read(text).map(|lot| lot.key().to_owned());
    for text in ["L2026-02", "l2026-02", "L 2026 02", " l.2026/02 ", "Ｌ２０２６－０２"] {
        assert_eq!(key(text).as_deref(), Some("L202602"), "{text}");
    }
    assert_eq!(key("批次 7"), Some("批次7".to_owned()));
    for none in ["", "-", "7", &"9".repeat(49), &"批".repeat(17)] {
        assert_eq!(key(none), None, "{none}");
    }
    assert_ne!(key("L2026-02"), key("L2026-20"));
}

#[test]
fn claims_within_the_span_are_a_cluster_and_its_last_hour_counts() {
    let three = rule(3, 30, 3);
    let apart = |hours: i64| [claim(1, 0, "zipper"), claim(2, 24, "zipper"), claim(3, hours, "zipper")];
    let found = clusters(&apart(30 * 24), &three);
    assert_eq!(found.len(), 1, "thirty days to the hour");
    assert_eq!((found[0].step, found[0].cases.len()), (1, 3));
    assert_eq!(clusters(&apart(30 * 24 + 1), &three), [], "an hour more");
    let mixed = [claim(1, 0, "zipper"), claim(2, 1, "handle"), claim(3, 2, "zipper")];
    assert_eq!(clusters(&mixed, &three), [], "two defects");
    let twice = [claim(1, 0, "zipper"), claim(1, 0, "zipper"), claim(2, 1, "zipper")];
    assert_eq!(clusters(&twice, &three), [], "two lines of one case are one claim");
}

#[test]
fn a_cluster_is_told_when_it_is_found_and_again_by_its_steps() {
    let steps: Vec<Option<u32>> = (0..10).map(|claims| step(claims, &rule(3, 30, 3))).collect();
    assert_eq!(steps, [None, None, None, Some(1), Some(1), Some(1), Some(2), Some(2), Some(2), Some(3)]);
}

#[test]
fn words_are_parted_by_their_languages() {
    let words = |text: &str| words_of(text, Lang::En).into_iter().collect::<Vec<_>>();
    let pair = |lang: &str, text: &str| (lang.to_owned(), text.to_owned());
    assert_eq!(words("Please wait."), [pair("en", "Please wait.")]);
    assert_eq!(
        words("en: Please wait.\nNot long.\nzh：请稍候。"),
        [pair("en", "Please wait.\nNot long."), pair("zh-Hans", "请稍候。")]
    );
    let one_line = words("en: Please wait. zh: 请稍候。");
    assert_eq!(
        one_line,
        [pair("en", "Please wait."), pair("zh-Hans", "请稍候。")],
        "where there is one line alone"
    );
    assert_eq!(
        words("Wait, zh is not: meant"),
        [pair("en", "Wait, zh is not: meant")],
        "a word of that name"
    );
    assert_eq!(words("Wait: not long"), [pair("en", "Wait: not long")], "no language of ours");
    assert_eq!(words("  "), []);
}

/// Every span that begins with a claim, counted out.
fn by_hand(claims: &[Claim], rule: &Rule) -> BTreeMap<String, u32> {
    let mut found = BTreeMap::new();
    for first in claims {
        let ends = first.at + TimeDelta::days(i64::from(rule.days));
        let within = claims.iter().filter(|c| c.defect == first.defect && c.at >= first.at && c.at <= ends);
        let cases: std::collections::BTreeSet<CaseId> = within.map(|c| c.case).collect();
        let count = u32::try_from(cases.len()).expect("few");
        if count >= rule.claims {
            let step = 1 + (count - rule.claims) / rule.again;
            let most = found.entry(first.defect.clone()).or_insert(step);
            *most = step.max(*most);
        }
    }
    found
}

proptest! {
    #[test]
    fn clusters_are_those_that_are_counted_out(
        times in prop::collection::vec((0_i64..40, 0_i64..2000, 0_usize..3), 0..40),
        claims in 2_u32..6, days in 1_u32..40, again in 1_u32..4,
    ) {
        let rule = rule(claims, days, again);
        // A case is opened once, whatever its lines say.
        let mut opened = BTreeMap::new();
        let all: Vec<Claim> = times
            .iter()
            .map(|(case, hours, defect)| {
                let hours = *opened.entry(*case).or_insert(*hours);
                claim(*case, hours, ["zipper", "handle", "seam"][*defect])
            })
            .collect();
        let found: BTreeMap<String, u32> =
            clusters(&all, &rule).into_iter().map(|cluster| (cluster.defect, cluster.step)).collect();
        prop_assert_eq!(found, by_hand(&all, &rule));
    }
}
