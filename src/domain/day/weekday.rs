//! Days named by their weekday: `Friday`, `last Friday`, `上周五`.
//!
//! A bare weekday is the nearest one on the side the question looks to. Chinese says which week is meant; in English
//! "last" and "next" can mean the nearest such day or the one a week further, and where those differ both are given.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

use super::{Lean, Typed};

const ENGLISH: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const CHINESE: [&[char]; 7] = [&['一'], &['二'], &['三'], &['四'], &['五'], &['六'], &['日', '天']];

/// The day `typed` names; it is in lower case.
pub(super) fn read(typed: &str, today: NaiveDate, lean: Lean) -> Option<Typed> {
    chinese(typed, today, lean).map(Typed::Day).or_else(|| english(typed, today, lean))
}

fn english(typed: &str, today: NaiveDate, lean: Lean) -> Option<Typed> {
    let (before, name) = typed.rsplit_once(' ').unwrap_or(("", typed));
    let place = ENGLISH.iter().position(|day| *day == name || (name.len() == 3 && day.starts_with(name)))?;
    match before.trim() {
        "" | "on" | "this" | "by" => nearest(place, today, lean).map(Typed::Day),
        "last" => Some(either(nearest(place, today.pred_opt()?, Lean::Past)?, in_week(place, today, -1)?)),
        "next" => Some(either(nearest(place, today.succ_opt()?, Lean::Future)?, in_week(place, today, 1)?)),
        _ => None,
    }
}

fn chinese(typed: &str, today: NaiveDate, lean: Lean) -> Option<NaiveDate> {
    let compact: String = typed.split_whitespace().collect();
    let day = compact.chars().next_back()?;
    let place = CHINESE.iter().position(|names| names.contains(&day))?;
    let week =
        ["周", "星期", "礼拜"].iter().find_map(|week| compact.strip_suffix(day)?.strip_suffix(week))?;
    match week.trim_end_matches('个') {
        "" => nearest(place, today, lean),
        "上" => in_week(place, today, -1),
        "这" | "本" => in_week(place, today, 0),
        "下" => in_week(place, today, 1),
        _ => None,
    }
}

fn either(one: NaiveDate, other: NaiveDate) -> Typed {
    if one == other { Typed::Day(one) } else { Typed::Ambiguous(one.min(other), one.max(other)) }
}

/// The nearest such day from `from` on, that day included.
fn nearest(place: usize, from: NaiveDate, lean: Lean) -> Option<NaiveDate> {
    let day = Weekday::try_from(u8::try_from(place).ok()?).ok()?;
    (0..7)
        .filter_map(|away| match lean {
            Lean::Past => from.checked_sub_days(Days::new(away)),
            Lean::Future => from.checked_add_days(Days::new(away)),
        })
        .find(|date| date.weekday() == day)
}

/// That day of the week so many weeks from this one; weeks begin on Monday.
fn in_week(place: usize, today: NaiveDate, weeks: i64) -> Option<NaiveDate> {
    let monday = i64::from(today.weekday().num_days_from_monday());
    let away = chrono::TimeDelta::try_days(weeks * 7 + i64::try_from(place).ok()? - monday)?;
    today.checked_add_signed(away)
}
