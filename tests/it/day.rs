//! Dates as people type them.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use aftercare::domain::day::{Typed, parse_day, parse_day_ahead};
use aftercare::domain::lang::Lang;
use aftercare::domain::moment::day;
use chrono::NaiveDate;
use proptest::prelude::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    date("2026-11-23")
}

fn read(text: &str) -> Option<Typed> {
    parse_day(text, today(), Lang::En)
}

#[test]
fn every_usual_way_is_read() {
    for typed in [
        "2026-03-03",
        "2026/3/3",
        "2026.3.3",
        "3.3.2026",
        "03.03.2026.",
        "3/3/2026",
        "3-3-26",
        "3 March 2026",
        "3 march",
        "3rd of March",
        "March 3, 2026",
        "Mar 3rd 2026",
        "3-Mar-2026",
        "the 3rd of march, 2026",
        " 3 MAR ",
        "2026年3月3日",
        "2026年03月03号",
        "26年3月3日",
        "3月3日",
        "今年3月3号",
        "２０２６－３－３",
        "３月３日",
        "3/3",
        "3.3.",
    ] {
        assert_eq!(read(typed), Some(Typed::Day(date("2026-03-03"))), "{typed}");
    }
    for (typed, meant) in [
        ("today", "2026-11-23"),
        ("Yesterday", "2026-11-22"),
        ("昨天", "2026-11-22"),
        ("前天", "2026-11-21"),
        ("明天", "2026-11-24"),
        ("去年12月24日", "2025-12-24"),
        ("3.4.2026", "2026-04-03"),
        ("25/3/2026", "2026-03-25"),
        ("3/25/2026", "2026-03-25"),
        ("3.25.2026", "2026-03-25"),
    ] {
        assert_eq!(read(typed), Some(Typed::Day(date(meant))), "{typed}");
    }
}

#[test]
fn two_meanings_are_both_given_back() {
    assert_eq!(read("3/4/2026"), Some(Typed::Ambiguous(date("2026-04-03"), date("2026-03-04"))));
    assert_eq!(read("3-4-26"), Some(Typed::Ambiguous(date("2026-04-03"), date("2026-03-04"))));
    assert_eq!(read("3/4"), Some(Typed::Ambiguous(date("2026-04-03"), date("2026-03-04"))));
    assert_eq!(parse_day("3/4", today(), Lang::ZhHans), Some(Typed::Day(date("2026-03-04"))));
}

#[test]
fn without_a_year_the_question_decides() {
    assert_eq!(read("24 December"), Some(Typed::Day(date("2025-12-24"))));
    assert_eq!(read("23 November"), Some(Typed::Day(today())));
    let ahead = |text| parse_day_ahead(text, today(), Lang::En);
    assert_eq!(ahead("24 December"), Some(Typed::Day(date("2026-12-24"))));
    assert_eq!(ahead("3月3日"), Some(Typed::Day(date("2027-03-03"))));
    assert_eq!(ahead("23 November"), Some(Typed::Day(today())));
    assert_eq!(read("29 February"), Some(Typed::Day(date("2024-02-29"))));
}

#[test]
fn what_is_no_date_is_not_made_one() {
    for typed in [
        "",
        "4471",
        "last week",
        "March",
        "March 2026",
        "3",
        "31.2.2026",
        "2026-13-01",
        "32 March",
        "2月30日",
        "3.3.3.3",
        "ma 3",
        "in May 3 or 4",
        "3/3/202",
        "+3/3/2026",
        "3 March 2026 maybe",
        "日",
        "月日",
    ] {
        assert_eq!(read(typed), None, "{typed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_the_desk_writes_it_reads(days in 0_u64..40_000) {
        let written = date("1990-01-01") + chrono::Days::new(days);
        for lang in Lang::ALL {
            prop_assert_eq!(parse_day(&day(written, lang), today(), lang), Some(Typed::Day(written)));
        }
        prop_assert_eq!(read(&written.to_string()), Some(Typed::Day(written)));
    }

    #[test]
    fn any_text_is_read_or_not(text in "\\PC{0,20}", signs in "[0-9/.月日年 -]{0,12}") {
        for typed in [&text, &signs] {
            if let Some(Typed::Day(past)) = read(typed) {
                prop_assert!(parse_day_ahead(typed, past, Lang::En).is_some());
            }
        }
    }
}

/// Today is a Monday.
#[test]
fn weekdays_are_read_and_asked_about_where_they_mean_two_days() {
    let day = |text| Some(Typed::Day(date(text)));
    let two = |one, other| Some(Typed::Ambiguous(date(one), date(other)));
    for (typed, past, ahead) in [
        ("Friday", day("2026-11-20"), day("2026-11-27")),
        ("on fri", day("2026-11-20"), day("2026-11-27")),
        ("monday", day("2026-11-23"), day("2026-11-23")),
        ("last Friday", day("2026-11-20"), day("2026-11-20")),
        ("next Friday", two("2026-11-27", "2026-12-04"), two("2026-11-27", "2026-12-04")),
        ("last monday", day("2026-11-16"), day("2026-11-16")),
        ("周五", day("2026-11-20"), day("2026-11-27")),
        ("上周五", day("2026-11-20"), day("2026-11-20")),
        ("上个星期天", day("2026-11-22"), day("2026-11-22")),
        ("这周三", day("2026-11-25"), day("2026-11-25")),
        ("下礼拜二", day("2026-12-01"), day("2026-12-01")),
        ("some friday", None, None),
        ("星期", None, None),
        ("fr", None, None),
    ] {
        assert_eq!(parse_day(typed, today(), Lang::En), past, "{typed}");
        assert_eq!(parse_day_ahead(typed, today(), Lang::En), ahead, "{typed}");
    }
    let wednesday = date("2026-11-25");
    let last = parse_day("last tuesday", wednesday, Lang::En);
    assert_eq!(last, two("2026-11-17", "2026-11-24"));
}
