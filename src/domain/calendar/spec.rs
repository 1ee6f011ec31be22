//! A calendar as people write it, and everything that can be wrong with one.
//!
//! Fields stay text until [`CalendarSpec::build`], so that one look at a file reports all its problems.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{Datelike as _, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Calendar, Window, YEARS};

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// `[opens, closes]` pairs of one date, see [`Window::read`].
type Hours = Vec<[String; 2]>;

/// A calendar as written in configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarSpec {
    /// IANA name of the zone the windows are in.
    pub tz: String,
    /// Hours by `mon` … `sun`; a weekday left out is closed.
    #[serde(default)]
    pub week: BTreeMap<String, Hours>,
    /// Closed dates, `YYYY-MM-DD`.
    #[serde(default)]
    pub holidays: Vec<String>,
    /// Dates with hours of their own in place of the week's and of a holiday; an empty list closes the date.
    #[serde(default)]
    pub special: BTreeMap<String, Hours>,
    /// Years whose holidays are known to be complete, beside those that `holidays` names dates of.
    #[serde(default)]
    pub holiday_years: Vec<i32>,
}

/// Why a calendar cannot be used: every problem found, in the order of the fields.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct CalendarError {
    pub problems: Vec<CalendarProblem>,
}

impl fmt::Display for CalendarError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, problem) in self.problems.iter().enumerate() {
            write!(to, "{}{problem}", if n == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarProblem {
    #[error("no time zone is called {0:?}; a name like \"Asia/Shanghai\" is needed")]
    Zone(String),
    #[error("{0:?} is no weekday; they are mon, tue, wed, thu, fri, sat, sun")]
    Weekday(String),
    #[error("{0:?} is no date; one like 2026-10-01 is needed")]
    Date(String),
    #[error(
        "{day}: {opens:?} to {closes:?} are no hours; two different times like 08:00 and 20:00 are needed"
    )]
    Hours { day: String, opens: String, closes: String },
    #[error("{day}: {first} and {second} overlap")]
    Overlap { day: String, first: Window, second: Window },
    #[error("the desk is never open: neither the week nor a special date has hours")]
    NeverOpen,
}

impl CalendarSpec {
    /// The calendar, if everything in it can be read and makes sense for a desk.
    pub fn build(&self) -> Result<Calendar, CalendarError> {
        let (calendar, problems) = self.read();
        match calendar {
            Some(calendar) if problems.is_empty() => Ok(calendar),
            _ => Err(CalendarError { problems }),
        }
    }

    /// The calendar, if everything in it can be read: windows of one date may overlap, and it may never open.
    pub fn build_leniently(&self) -> Result<Calendar, CalendarError> {
        let (calendar, mut problems) = self.read();
        problems.retain(|problem| {
            !matches!(problem, CalendarProblem::Overlap { .. } | CalendarProblem::NeverOpen)
        });
        match calendar {
            Some(calendar) if problems.is_empty() => Ok(calendar),
            _ => Err(CalendarError { problems }),
        }
    }

    /// What can be read, and every problem; without a calendar where there is no zone.
    fn read(&self) -> (Option<Calendar>, Vec<CalendarProblem>) {
        let mut problems = Vec::new();
        let tz =
            self.tz.parse::<Tz>().map_err(|_| problems.push(CalendarProblem::Zone(self.tz.clone()))).ok();
        let week = read_week(&self.week, &mut problems);
        let holidays: BTreeSet<NaiveDate> =
            self.holidays.iter().filter_map(|text| read_date(text, &mut problems)).collect();
        let special: BTreeMap<NaiveDate, Vec<Window>> = self
            .special
            .iter()
            .filter_map(|(day, hours)| {
                let windows = read_hours(day, hours, &mut problems);
                read_date(day, &mut problems).map(|date| (date, windows))
            })
            .collect();
        if problems.is_empty() && week.iter().chain(special.values()).all(Vec::is_empty) {
            problems.push(CalendarProblem::NeverOpen);
        }
        let holiday_years =
            holidays.iter().map(NaiveDate::year).chain(self.holiday_years.iter().copied()).collect();
        (tz.map(|tz| Calendar { tz, week, holidays, special, holiday_years }), problems)
    }
}

impl TryFrom<CalendarSpec> for Calendar {
    type Error = CalendarError;

    fn try_from(spec: CalendarSpec) -> Result<Self, CalendarError> {
        spec.build()
    }
}

fn read_week(written: &BTreeMap<String, Hours>, problems: &mut Vec<CalendarProblem>) -> [Vec<Window>; 7] {
    let mut week: [Vec<Window>; 7] = Default::default();
    for (day, hours) in written {
        match WEEKDAYS.iter().position(|name| name == day) {
            Some(index) => week[index] = read_hours(day, hours, problems),
            None => problems.push(CalendarProblem::Weekday(day.clone())),
        }
    }
    week
}

/// Sorted; the windows of one date must not overlap. Two dates may: the night window of one and the morning of the
/// next simply join.
fn read_hours(day: &str, hours: &Hours, problems: &mut Vec<CalendarProblem>) -> Vec<Window> {
    let mut windows = Vec::with_capacity(hours.len());
    for [opens, closes] in hours {
        match Window::read(opens, closes) {
            Some(window) => windows.push(window),
            None => problems.push(CalendarProblem::Hours {
                day: day.to_owned(),
                opens: opens.clone(),
                closes: closes.clone(),
            }),
        }
    }
    windows.sort_unstable();
    for pair in windows.windows(2).filter(|pair| pair[0].overlaps(pair[1])) {
        problems.push(CalendarProblem::Overlap { day: day.to_owned(), first: pair[0], second: pair[1] });
    }
    windows
}

fn read_date(text: &str, problems: &mut Vec<CalendarProblem>) -> Option<NaiveDate> {
    let date = text.parse::<NaiveDate>().ok().filter(|date| YEARS.contains(&date.year()));
    if date.is_none() {
        problems.push(CalendarProblem::Date(text.to_owned()));
    }
    date
}
