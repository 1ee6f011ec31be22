//! `aftercare due`: what it says of a span, and of what it can't read.

use aftercare::app::{Question, due};
use chrono::{DateTime, Utc};

use crate::talk::terms;

fn now() -> DateTime<Utc> {
    "2026-03-02T02:00:00Z".parse().expect("an instant")
}

fn asked(question: &Question) -> String {
    due(&terms(), question, now()).unwrap_or_else(|error| error.to_string())
}

fn promise(name: &str, from: &str) -> Question {
    Question { promise: Some(name.into()), from: Some(from.into()), ..Question::default() }
}

#[test]
fn an_evening_and_a_morning_are_told_apart() {
    assert_eq!(
        asked(&promise("first-response", "2026-03-06 19:15")),
        "2 h of open hours, from Fri 2026-03-06 19:15 (Asia/Shanghai)\n  \
         Fri 2026-03-06 19:15 – 20:00   45 min counted, 1 h 15 min left\n  \
         Mon 2026-03-09 08:00 – 09:15   1 h 15 min counted, 0 h left\n\
         Due Mon 2026-03-09 09:15 (Asia/Shanghai), 2026-03-09T01:15:00Z in UTC; 2 h left now."
    );
}

#[test]
fn days_that_follow_each_other_are_one_stretch() {
    let said = asked(&promise("solution_complex", "2026-03-02T02:00:00Z"));
    assert!(said.contains("Mon 2026-03-02 10:00 – Wed 2026-03-04 10:00   48 h counted, 0 h left"), "{said}");
}

#[test]
fn a_pause_does_not_count() {
    let mut question = promise("first-response", "2026-03-02 10:00");
    question.pauses = vec!["2026-03-02 11:00/2026-03-02 15:00".into()];
    let said = asked(&question);
    assert!(said.contains("Due Mon 2026-03-02 16:00"), "{said}");
    question.pauses = vec!["2026-03-02 11:00/".into()];
    assert!(asked(&question).contains("Never due: a pause without an end"), "{}", asked(&question));
}

#[test]
fn the_next_reply_is_what_groups_agree_on() {
    let question = promise("next-reply", "2026-03-06 19:15");
    assert!(asked(&question).contains("no group promises a next reply"), "{}", asked(&question));
    let mut promising = (*crate::harness::desk::configuration(now()).0).clone();
    let span = promising.promises.first_response;
    promising.groups.iter_mut().for_each(|group| group.next_reply = Some(span));
    let said = due(&promising, &question, now()).expect("a due time");
    assert!(said.contains("Due Mon 2026-03-09 09:15"), "{said}");
    promising.groups[0].next_reply = Some(promising.promises.enquiry_reply);
    let error = due(&promising, &question, now()).expect_err("which?");
    assert!(error.to_string().contains("ask with --hours"), "{error}");
}

#[test]
fn what_cant_be_read_says_how_it_is_written() {
    assert!(
        asked(&promise("first-respons", "2026-03-02 10:00")).contains("write first-response, next-reply")
    );
    assert!(asked(&promise("solution", "tomorrow")).contains("write 2026-11-26 18:30 for Asia/Shanghai"));
    let hours =
        |hours, count: &str| Question { hours: Some(hours), count: count.into(), ..Question::default() };
    assert!(asked(&hours(-1.0, "wall")).contains("write 2 or 0.5"));
    assert!(asked(&hours(1.0, "days")).contains("write service-hours, service-days or wall"));
    assert!(asked(&hours(0.5, "wall")).starts_with("30 min of all hours"));
}
