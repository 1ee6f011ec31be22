//! The desk's hours as `terms.toml` writes them: like [`CalendarSpec`], but with the holidays year by year, so that a
//! year can be added without repeating the others.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use super::{
    layered::Layered,
    problem::{Problem, Severity},
};
use crate::domain::calendar::{Calendar, CalendarProblem, CalendarSpec};

type Hours = Vec<[String; 2]>;

#[derive(serde::Deserialize)]
struct Zone {
    tz: String,
}

/// Reads `[calendar]`. `None` only with an error among the problems.
pub(super) fn read(file: &Layered, today: NaiveDate, problems: &mut Vec<Problem>) -> Option<Calendar> {
    let zone: Option<Zone> = file.section("calendar", &[], problems);
    let week: Option<BTreeMap<String, Hours>> = file.section("calendar.week", &[], problems);
    let years: BTreeMap<String, Vec<String>> = file.open_table("calendar.holidays", problems);
    let special: BTreeMap<String, Hours> = file.open_table("calendar.special", problems);
    check_years(file, &years, problems);
    let spec = CalendarSpec {
        tz: zone?.tz,
        week: week?,
        holiday_years: years.keys().filter_map(|year| year.parse().ok()).collect(),
        holidays: years.into_values().flatten().collect(),
        special,
    };
    match spec.build() {
        Ok(calendar) => {
            warn_of_next_year(file, &calendar, today, problems);
            Some(calendar)
        }
        Err(error) => {
            problems.extend(error.problems.iter().map(|problem| located(file, problem)));
            None
        }
    }
}

/// A holiday under the year it does not lie in would make that year look known.
fn check_years(file: &Layered, years: &BTreeMap<String, Vec<String>>, problems: &mut Vec<Problem>) {
    for (year, dates) in years {
        let place = format!("calendar.holidays.{year}");
        let Ok(number) = year.parse::<i32>() else {
            problems.push(file.problem(&place, "is no year", "name the list by its year, for example 2027"));
            continue;
        };
        let elsewhere = dates
            .iter()
            .filter(|date| date.parse::<NaiveDate>().is_ok_and(|date| date.year() != number))
            .cloned()
            .collect::<Vec<_>>();
        if !elsewhere.is_empty() {
            let what = format!("holds dates of another year: {}", elsewhere.join(", "));
            problems.push(file.problem(&place, what, "move them to the list of their own year"));
        }
    }
}

fn located(file: &Layered, problem: &CalendarProblem) -> Problem {
    let of_day = |day: &str| {
        let table = if day.len() == 3 { "week" } else { "special" };
        format!("calendar.{table}.{day}")
    };
    let (place, mend) = match problem {
        CalendarProblem::Zone(_) => ("calendar.tz".to_owned(), "write the zone's name in the tz database"),
        CalendarProblem::Weekday(_) => ("calendar.week".to_owned(), "use the seven names"),
        CalendarProblem::Date(date) if file_names(file, date) => {
            (format!("calendar.special.{date}"), "write the date as year-month-day")
        }
        CalendarProblem::Date(_) => ("calendar.holidays".to_owned(), "write the date as year-month-day"),
        CalendarProblem::Hours { day, .. } => (of_day(day), "write [\"08:00\", \"20:00\"]"),
        CalendarProblem::Overlap { day, .. } => (of_day(day), "let each begin when the one before has ended"),
        CalendarProblem::NeverOpen => ("calendar.week".to_owned(), "give at least one day hours"),
    };
    file.problem(&place, problem.to_string(), mend)
}

fn file_names(file: &Layered, date: &str) -> bool {
    let special = file.overrides.get("calendar").and_then(|calendar| calendar.get("special"));
    special.is_some_and(|special| special.get(date).is_some())
}

fn warn_of_next_year(file: &Layered, calendar: &Calendar, today: NaiveDate, problems: &mut Vec<Problem>) {
    if let Some(year) = calendar.missing_holidays(today) {
        let problem = file.problem(
            &format!("calendar.holidays.{year}"),
            "is missing: in that year deadlines run through public holidays",
            "add the list once it is published; an empty list says that there are none",
        );
        problems.push(Problem { severity: Severity::Warning, ..problem });
    }
}
