//! Next year's holidays, which nobody has told the desk yet: from November on those who can are asked for them, once a year.
//! Nobody guesses them.

use chrono::{DateTime, Utc};

use super::ears::{called, holding};
use crate::domain::{
    front::Colleague,
    party::Role,
    phrase::{Phrase, Say},
    plan::{Send, To},
    terms::Terms,
};

/// The year whose holidays are to be asked for now: nobody is asked outside the hours.
pub fn missing_year(now: DateTime<Utc>, terms: &Terms) -> Option<i32> {
    let calendar = &terms.calendar;
    let today = now.with_timezone(&calendar.zone()).date_naive();
    calendar.missing_holidays(today).filter(|_| calendar.is_open(now))
}

/// The question for them, to the admins.
pub fn ask_for_holidays(year: i32, roster: &[Colleague], now: DateTime<Utc>, terms: &Terms) -> Send {
    let lines = vec![
        Phrase::new("alert-holidays").with("year", year.to_string()),
        called(&holding(Role::Admin, roster, now), None, terms),
    ];
    Send::say(To::Staff, Say { lines, rows: Vec::new() })
}
