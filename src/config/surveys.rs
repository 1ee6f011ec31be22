//! How customers are asked what they think: `[surveys]` and `[[survey_forms]]`.

use serde::Deserialize;

use super::{
    grouped,
    layered::Layered,
    problem::Problem,
    promises::{self, Written},
    terms::LONGEST_ID,
};
use crate::domain::{
    phrase::Label,
    survey::{After, Form, Item, Rules},
    terms::Group,
};

const FORM: [&str; 5] = ["id", "name", "asks", "consumer", "wholesale"];
/// What is no occasion any more after that is not kept in mind for longer.
const MOST_FRESH_DAYS: u32 = 90;
/// Questions of one form: what is through shows two beside each other, in the rows a message can have.
const MOST_ASKS: usize = 9;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRules {
    gap_days: u32,
    every_months: u32,
    ahead_days: u32,
    fresh_days: u32,
    quiet_hours: u32,
    long_term_orders: u32,
    lapse_months: u32,
    remind_days: u32,
    unanswered_days: u32,
    answer_days: u32,
    change_days: u32,
    listen_hours: u32,
    poor: i16,
    follow_up: Written,
    follow_group: String,
    visit_group: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenForm {
    id: String,
    name: Label,
    asks: Vec<String>,
    #[serde(default)]
    consumer: Vec<String>,
    #[serde(default)]
    wholesale: Vec<String>,
}

/// Reads both. `None` only with an error among the problems.
pub(super) fn read(file: &Layered, groups: Option<&[Group]>, problems: &mut Vec<Problem>) -> Option<Rules> {
    let written: Option<WrittenRules> = file.section("surveys", &[], problems);
    let forms: Option<Vec<WrittenForm>> = file.list("survey_forms", &FORM, problems);
    let forms: Option<Vec<Form>> =
        forms.map(|forms| (0..forms.len()).map(|at| form(file, &forms, at, problems)).collect());
    let mut written = written?;
    for (key, group) in
        [("follow_group", &mut written.follow_group), ("visit_group", &mut written.visit_group)]
    {
        if let Some(groups) = groups {
            grouped::settle(file, ("surveys", key), group, groups, problems);
        }
    }
    check(file, &written, problems);
    let follow_up = promises::span_of(written.follow_up, file, "surveys.follow_up", problems);
    Some(Rules {
        forms: forms?,
        gap_days: written.gap_days,
        every_months: written.every_months,
        ahead_days: written.ahead_days,
        fresh_days: written.fresh_days,
        quiet_hours: written.quiet_hours,
        long_term_orders: written.long_term_orders,
        lapse_months: written.lapse_months,
        remind_days: written.remind_days,
        unanswered_days: written.unanswered_days,
        answer_days: written.answer_days,
        change_days: written.change_days,
        listen_hours: written.listen_hours,
        poor: written.poor,
        follow_up: follow_up?,
        follow_group: written.follow_group,
        visit_group: written.visit_group,
    })
}

fn check(file: &Layered, rules: &WrittenRules, problems: &mut Vec<Problem>) {
    let mut unless = |kept: bool, key: &str, what: String, mend: &str| {
        if !kept {
            problems.push(file.problem(&format!("surveys.{key}"), what, mend));
        }
    };
    for (key, value) in [
        ("gap_days", rules.gap_days),
        ("every_months", rules.every_months),
        ("fresh_days", rules.fresh_days),
        ("long_term_orders", rules.long_term_orders),
        ("lapse_months", rules.lapse_months),
        ("remind_days", rules.remind_days),
        ("change_days", rules.change_days),
        ("listen_hours", rules.listen_hours),
    ] {
        unless(value > 0, key, "is 0".to_owned(), "write 1 or more");
    }
    unless(
        rules.fresh_days <= MOST_FRESH_DAYS,
        "fresh_days",
        format!("is {}, and nobody remembers that long", rules.fresh_days),
        "write 90 or less",
    );
    unless(
        rules.ahead_days < rules.every_months.saturating_mul(28),
        "ahead_days",
        format!("is {}, which is before the last survey", rules.ahead_days),
        "write fewer days than every_months has",
    );
    unless(
        rules.gap_days <= rules.every_months.saturating_mul(28).saturating_sub(rules.ahead_days),
        "gap_days",
        format!("is {}, longer than from one survey to the next", rules.gap_days),
        "write fewer days, or raise every_months",
    );
    unless(
        rules.remind_days < rules.unanswered_days,
        "unanswered_days",
        format!("is {}, before the reminder has had its time", rules.unanswered_days),
        "write more days than remind_days",
    );
    unless(
        rules.unanswered_days <= rules.answer_days,
        "answer_days",
        format!("is {}, before a survey counts as unanswered", rules.answer_days),
        "write at least unanswered_days",
    );
    unless(
        (1..=4).contains(&rules.poor),
        "poor",
        format!("is {}", rules.poor),
        "write a score from 1 to 4: from there down somebody looks into it",
    );
}

fn form(file: &Layered, all: &[WrittenForm], at: usize, problems: &mut Vec<Problem>) -> Form {
    let written = &all[at];
    let place = |key: &str| format!("survey_forms[{}].{key}", at + 1);
    let mut unless = |kept: bool, key: &str, what: String, mend: &str| {
        if !kept {
            problems.push(file.problem(&place(key), what, mend));
        }
        kept
    };
    let plain = written.id.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    unless(
        plain && (1..=LONGEST_ID).contains(&written.id.len()),
        "id",
        format!("is {:?}", written.id),
        "use at most 20 of the characters a-z, 0-9 and -",
    );
    let twice = all[..at].iter().any(|other| other.id == written.id);
    unless(!twice, "id", format!("has {:?} twice", written.id), "rename one of them");
    let named = written.name.0.values().any(|name| !name.trim().is_empty());
    unless(named, "name", "is empty".to_owned(), "write { en = \"…\", zh-Hans = \"…\" }");
    let names = Item::ALL.map(Item::name).join(", ");
    let asks: Vec<Item> = written.asks.iter().filter_map(|name| Item::from_name(name)).collect();
    let known = unless(
        asks.len() == written.asks.len(),
        "asks",
        format!("is {:?}", written.asks),
        &format!("use {names}"),
    );
    let once = asks.iter().enumerate().all(|(n, item)| !asks[..n].contains(item));
    unless(once, "asks", "has a question twice".to_owned(), "remove one of them");
    unless(
        (1..=MOST_ASKS).contains(&asks.len()) || !known,
        "asks",
        "has no question".to_owned(),
        &format!("use some of {names}"),
    );
    let mut days = |key: &str, names: &[String]| {
        let read: Vec<After> = names.iter().filter_map(|name| After::from_name(name)).collect();
        let occasion = |after: &After| !matches!(after, After::Interval | After::Agent);
        let kept = read.len() == names.len() && read.iter().all(occasion);
        unless(kept, key, format!("is {names:?}"), "use signed, delivered, completed and confirmed");
        read
    };
    let (consumer, wholesale) = (days("consumer", &written.consumer), days("wholesale", &written.wholesale));
    Form { id: written.id.clone(), name: written.name.clone(), asks, consumer, wholesale }
}
