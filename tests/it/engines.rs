//! What other engines promise of their own arithmetic, asked of ours: due and elapsed times of their published tests, as
//! facts in `engines.jsonl`, played through the calendar and through the lines of `examples/due.rs`.
//!
//! The file: a line with an `engine` begins a group and says where its numbers stand, under which licence, and by which
//! hours they are counted; the lines after it are its cases. Times without a `Z` are local to the hours' zone. Where the
//! other engine means something else, `theirs` has its answer and `why` the difference, and `due` or `elapsed_s` is ours.

#[expect(dead_code, reason = "its `main` is not called here")]
#[path = "../../examples/due.rs"]
mod due;

use std::collections::BTreeMap;

use aftercare::domain::calendar::{Calendar, CalendarSpec, Pause, Span};
use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::{Value, json};

const FACTS: &str = include_str!("engines.jsonl");

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    engine: String,
    repository: String,
    path: String,
    licence: String,
    calendar: Value,
    #[expect(dead_code, reason = "for whoever reads the file")]
    note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    start: String,
    amount_s: Option<i64>,
    due: Option<String>,
    at: Option<String>,
    elapsed_s: Option<i64>,
    #[serde(default)]
    pauses: Vec<(String, Option<String>)>,
    theirs: Option<Value>,
    why: Option<Why>,
}

/// How another engine means it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Why {
    /// What is used up as the desk closes is due at the next opening.
    Closing,
    /// No time at all is due at the next opening.
    Zero,
    /// An end before the start counts below zero.
    Backwards,
    /// A start in the hour that a clock set forward leaves out moves an hour on.
    Gap,
}

/// A case by the hours of its group.
struct Case {
    number: usize,
    group: Group,
    calendar: Calendar,
    fact: Fact,
}

fn instant(text: &str, tz: Tz) -> DateTime<Utc> {
    let local = text.trim_end_matches('Z');
    let read = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    let naive = read.iter().find_map(|form| NaiveDateTime::parse_from_str(local, form).ok());
    let naive = naive.unwrap_or_else(|| panic!("{text} is no time"));
    if text.ends_with('Z') {
        return naive.and_utc();
    }
    tz.from_local_datetime(&naive).single().unwrap_or_else(|| panic!("{text} comes not once")).to_utc()
}

fn cases() -> Vec<Case> {
    let mut group: Option<Group> = None;
    let mut cases = Vec::new();
    for (number, line) in (1..).zip(FACTS.lines()) {
        if line.contains("\"engine\"") {
            group = Some(serde_json::from_str(line).unwrap_or_else(|e| panic!("line {number}: {e}")));
            continue;
        }
        let fact: Fact = serde_json::from_str(line).unwrap_or_else(|e| panic!("line {number}: {e}"));
        let group = group.clone().expect("a group comes first");
        let spec: CalendarSpec = serde_json::from_value(group.calendar.clone()).expect("hours");
        let calendar = spec.build().unwrap_or_else(|e| panic!("line {number}: {e}"));
        cases.push(Case { number, group, calendar, fact });
    }
    cases
}

impl Case {
    fn at(&self, text: &str) -> DateTime<Utc> {
        instant(text, self.calendar.zone())
    }

    fn pauses(&self) -> Vec<Pause> {
        let pause = |(from, to): &(String, Option<String>)| Pause {
            from: self.at(from),
            to: to.as_deref().map(|to| self.at(to)),
        };
        self.fact.pauses.iter().map(pause).collect()
    }

    /// What the line would ask of the example.
    fn asked(&self) -> Value {
        let pauses: Vec<_> = self.pauses().iter().map(|p| json!([p.from, p.to])).collect();
        let mut asked = json!({
            "id": self.number,
            "calendar": self.group.calendar,
            "start": self.at(&self.fact.start),
            "count": "business",
            "amount_s": self.fact.amount_s.unwrap_or_default(),
            "pauses": pauses,
        });
        if let Some(at) = &self.fact.at {
            asked["at"] = json!(self.at(at));
        }
        asked
    }
}

#[test]
fn the_published_cases_of_other_engines_come_out() {
    let hours = |amount| Span::ServiceHours(TimeDelta::seconds(amount));
    for case in cases() {
        let Case { number, group, calendar, fact } = &case;
        let place = format!("line {number} of engines.jsonl, {} {}", group.repository, group.path);
        let from = case.at(&fact.start);
        match (fact.amount_s, &fact.due, &fact.at, fact.elapsed_s) {
            (Some(amount), Some(due), None, None) => {
                let found = calendar.due_at(from, hours(amount), &case.pauses());
                assert_eq!(found, Some(case.at(due)), "{place}");
            }
            (None, None, Some(at), Some(elapsed)) => {
                let found = calendar.elapsed(from, case.at(at), hours(0), &case.pauses());
                assert_eq!(found.num_seconds(), elapsed, "{place}");
            }
            _ => panic!("{place} asks for a due time or for an elapsed one"),
        }
    }
}

#[test]
fn they_come_out_of_the_lines_of_the_example_too() {
    let cases = cases();
    let lines: Vec<String> = cases.iter().map(|case| case.asked().to_string()).collect();
    let (out, problems, all) = answered(&lines.join("\n"));
    assert_eq!((problems.as_str(), all), ("", true));
    assert_eq!(out.len(), cases.len());
    for (case, answer) in cases.iter().zip(&out) {
        assert_eq!(answer["id"], case.number);
        if let Some(due) = &case.fact.due {
            let found: DateTime<Utc> = serde_json::from_value(answer["due"].clone()).expect("an instant");
            assert_eq!(found, case.at(due), "line {}", case.number);
        }
        if let Some(elapsed) = case.fact.elapsed_s {
            assert_eq!(answer["elapsed_s"], elapsed, "line {}", case.number);
        }
    }
}

#[test]
fn where_they_mean_something_else_it_is_what_the_file_says() {
    for case in cases() {
        let (Some(theirs), fact) = (case.fact.theirs.clone(), &case.fact) else {
            assert_eq!(case.fact.why, None, "line {}", case.number);
            continue;
        };
        let their_time = || case.at(theirs.as_str().expect("a time"));
        let our_time = || case.at(fact.due.as_deref().expect("a due time"));
        let opens = |at| case.calendar.next_open(at);
        match fact.why.expect("a reason") {
            Why::Closing => {
                assert!(!case.calendar.is_open(our_time()), "line {}", case.number);
                assert_eq!(opens(our_time()), Some(their_time()), "line {}", case.number);
            }
            Why::Zero => assert_eq!((fact.amount_s, opens(our_time())), (Some(0), Some(their_time()))),
            Why::Backwards => {
                let (from, to) = (case.at(fact.at.as_deref().expect("an end")), case.at(&fact.start));
                let span = Span::ServiceHours(TimeDelta::zero());
                let forwards = case.calendar.elapsed(from, to, span, &[]);
                assert_eq!(theirs, json!(-forwards.num_seconds()), "line {}", case.number);
            }
            Why::Gap => {
                let quarter = TimeDelta::minutes(15);
                let span = Span::ServiceHours(quarter);
                let from = case.at(&fact.start);
                let in_the_gap = case.calendar.due_at(from, span, &[]).expect("a due time");
                let amount = TimeDelta::seconds(fact.amount_s.expect("an amount"));
                let rest = case.calendar.due_at(in_the_gap, Span::ServiceHours(amount), &[]);
                assert_eq!(rest, Some(their_time()), "line {}", case.number);
            }
        }
    }
}

#[test]
fn all_five_are_heard_and_say_where_their_numbers_stand() {
    let mut heard: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases() {
        *heard.entry(case.group.engine).or_default() += 1;
        assert!(!case.group.path.is_empty() && !case.group.licence.is_empty(), "line {}", case.number);
    }
    let named: Vec<&str> = heard.keys().map(String::as_str).collect();
    assert_eq!(named, ["biz", "business_time", "pandas", "zammad", "znuny"]);
    assert!(heard.values().all(|count| *count >= 10), "{heard:?}");
}

/// What the example says to these lines: its answers, its problems, and whether it could use every line.
fn answered(lines: &str) -> (Vec<Value>, String, bool) {
    let (mut out, mut problems) = (Vec::new(), Vec::new());
    let all = due::run(lines.as_bytes(), &mut out, &mut problems).expect("memory can be written to");
    let out = String::from_utf8(out).expect("a text");
    let answers = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    (answers, String::from_utf8(problems).expect("a text"), all)
}

/// A line with some of its fields written otherwise; `null` takes one away.
fn line(changes: &Value) -> String {
    let mut line = json!({
        "id": "a", "calendar": {"tz": "Asia/Shanghai", "week": {"mon": [["08:00", "20:00"]]}},
        "start": "2026-03-02T02:00:00Z", "count": "business", "amount_s": 7200,
    });
    for (key, value) in changes.as_object().expect("fields") {
        match value {
            Value::Null => drop(line.as_object_mut().expect("fields").remove(key)),
            _ => line[key] = value.clone(),
        }
    }
    line.to_string()
}

#[test]
fn a_line_that_cant_be_used_is_named_and_the_others_are_answered() {
    let week = |tz: &str, hours: [&str; 2]| json!({"calendar": {"tz": tz, "week": {"mon": [hours]}}});
    let bad = [
        (week("Asia/Shangai", ["08:00", "20:00"]), "Asia/Shangai"),
        (week("UTC", ["8", "20:00"]), "\"8\""),
        (week("UTC", ["08:00", "08:00"]), "08:00"),
        (json!({"start": "2026-03-02 10:00"}), "column"),
        (json!({"start": null}), "start"),
        (json!({"calendar": null}), "calendar"),
        (json!({"amount_s": null}), "amount_s"),
        (json!({"amount_s": "two hours"}), "two hours"),
        (json!({"amount_s": i64::MAX}), "amount_s"),
        (json!({"count": "moons"}), "moons"),
        (json!({"pauses": [["2026-03-02T03:00:00Z"]]}), "column"),
    ];
    let good = line(&json!({}));
    let mut lines = vec![good.clone()];
    for (change, _) in &bad {
        lines.extend([line(change), good.clone()]);
    }
    lines.extend(["{".to_owned(), String::new(), good]);
    let (answers, problems, all) = answered(&lines.join("\n"));
    assert!(!all);
    assert_eq!(answers.len(), bad.len() + 2);
    assert!(answers.iter().all(|answer| answer["due"] == "2026-03-02T04:00:00Z"), "{answers:?}");
    let problems: Vec<&str> = problems.lines().collect();
    assert_eq!(problems.len(), bad.len() + 1, "{problems:#?}");
    for ((n, said), (_, part)) in problems.iter().enumerate().zip(&bad) {
        assert!(said.starts_with(&format!("line {}: ", 2 * n + 2)) && said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_line_that_is_no_text_ends_nothing() {
    let lines = [line(&json!({})).as_bytes(), b"\xff\xfe", line(&json!({"id": 2})).as_bytes()].join(&b'\n');
    let (mut out, mut problems) = (Vec::new(), Vec::new());
    assert!(!due::run(lines.as_slice(), &mut out, &mut problems).expect("memory can be written to"));
    assert_eq!(String::from_utf8_lossy(&out).lines().count(), 2);
    assert!(String::from_utf8_lossy(&problems).starts_with("line 2: "));
}

#[test]
fn a_week_without_hours_is_never_due_and_counts_nothing() {
    let empty = json!({"tz": "Asia/Shanghai", "week": {}});
    let at = "2026-03-05T02:00:00Z";
    let lines = ["business", "service_days", "calendar"]
        .map(|count| line(&json!({"calendar": empty, "count": count, "at": at})));
    let (answers, _, all) = answered(&lines.join("\n"));
    assert!(all);
    for never in &answers[..2] {
        assert_eq!(
            (&never["due"], &never["elapsed_s"], &never["left_s"]),
            (&Value::Null, &json!(0), &json!(7200))
        );
    }
    assert_eq!(answers[2]["due"], "2026-03-02T04:00:00Z", "every hour counts without hours");
}

#[test]
fn windows_that_overlap_count_once() {
    let hours = json!([["08:00", "12:00"], ["11:00", "13:00"], ["13:00", "14:00"]]);
    let calendar = json!({"tz": "Asia/Shanghai", "week": {"mon": hours}});
    let asked = line(&json!({"calendar": calendar, "amount_s": 4 * 3600, "at": "2026-03-02T12:00:00Z"}));
    let (answers, _, all) = answered(&asked);
    assert!(all);
    assert_eq!(
        (&answers[0]["due"], &answers[0]["elapsed_s"]),
        (&json!("2026-03-02T06:00:00Z"), &json!(14_400))
    );
}
