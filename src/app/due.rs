//! `aftercare due`: when a span of time is up by the desk's calendar, and why.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::AppError;
use crate::domain::{
    calendar::{Calendar, Counted, Pause, Span},
    terms::Terms,
};

/// A promise of more than a year is a slip.
const MOST_HOURS: f64 = 24.0 * 366.0;

/// What is asked, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// One of the terms' promises, by name.
    pub promise: Option<String>,
    /// Or any number of hours.
    pub hours: Option<f64>,
    /// How those are counted.
    pub count: String,
    /// When it starts; now when left out.
    pub from: Option<String>,
    /// Times that do not count, `FROM/TO`.
    pub pauses: Vec<String>,
}

/// The answer, in lines.
///
/// # Errors
/// What was typed and can't be read, with how it is written.
pub fn due(terms: &Terms, question: &Question, now: DateTime<Utc>) -> Result<String, AppError> {
    let calendar = &terms.calendar;
    let zone = calendar.zone();
    let span = span(terms, question)?;
    let from = question.from.as_deref().map_or(Ok(now), |text| instant(text, zone))?;
    let pauses: Vec<Pause> =
        question.pauses.iter().map(|text| pause(text, zone)).collect::<Result<_, _>>()?;
    let mut said =
        format!("{} {}, from {} ({zone})\n", length(span.amount()), counted_how(span), local(from, zone));
    for one in calendar.explain(from, span, &pauses) {
        let Counted { from, to, left } = one;
        let _ = writeln!(
            said,
            "  {} – {}   {} counted, {} left",
            local(from, zone),
            end(from, to, zone),
            length(to - from),
            length(left)
        );
    }
    said.push_str(&verdict(calendar, from, span, &pauses, now));
    Ok(said)
}

fn verdict(
    calendar: &Calendar,
    from: DateTime<Utc>,
    span: Span,
    pauses: &[Pause],
    now: DateTime<Utc>,
) -> String {
    let Some(due) = calendar.due_at(from, span, pauses) else {
        return "Never due: a pause without an end comes first, or the desk does not open often enough."
            .to_owned();
    };
    let used = calendar.elapsed(from, now, span, pauses).min(span.amount());
    let stands = if due <= now {
        "it is over".to_owned()
    } else {
        format!("{} left now", length(span.amount() - used))
    };
    format!(
        "Due {} ({}), {} in UTC; {stands}.",
        local(due, calendar.zone()),
        calendar.zone(),
        due.format("%Y-%m-%dT%H:%M:%SZ")
    )
}

/// What a customer is promised who writes again. Groups may differ; where they do, hours say which.
fn next_reply(terms: &Terms) -> Result<Span, AppError> {
    let spans: Vec<Span> = terms.groups.iter().filter_map(|group| group.next_reply).collect();
    match spans.as_slice() {
        [] => Err(AppError::Other(
            "no group promises a next reply: set promises.next_reply in terms.toml, or ask with --hours"
                .to_owned(),
        )),
        [first, rest @ ..] if rest.iter().all(|span| span == first) => Ok(*first),
        _ => Err(AppError::Other(
            "groups promise different times for the next reply: ask with --hours and --count".to_owned(),
        )),
    }
}

fn span(terms: &Terms, question: &Question) -> Result<Span, AppError> {
    let promises = &terms.promises;
    if let Some(name) = &question.promise {
        return match name.replace('_', "-").as_str() {
            "first-response" => Ok(promises.first_response),
            "solution" => Ok(promises.solution),
            "solution-complex" => Ok(promises.solution_complex),
            "enquiry-reply" => Ok(promises.enquiry_reply),
            "next-reply" => next_reply(terms),
            _ => Err(AppError::Other(format!(
                "there is no promise {name:?}: write first-response, next-reply, solution, solution-complex or \
                 enquiry-reply"
            ))),
        };
    }
    let hours = question.hours.unwrap_or_default();
    if !(0.0..=MOST_HOURS).contains(&hours) {
        return Err(AppError::Other(format!("{hours} hours are no time anybody can keep: write 2 or 0.5")));
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above: at most a year of seconds")]
    let amount = TimeDelta::seconds((hours * 3600.0).round() as i64);
    match question.count.replace('_', "-").as_str() {
        "service-hours" => Ok(Span::ServiceHours(amount)),
        "service-days" => Ok(Span::ServiceDays(amount)),
        "wall" => Ok(Span::Wall(amount)),
        other => Err(AppError::Other(format!(
            "time is not counted as {other:?}: write service-hours, service-days or wall"
        ))),
    }
}

/// `2026-11-26 18:30` in the desk's zone, or an instant with its own.
fn instant(text: &str, zone: Tz) -> Result<DateTime<Utc>, AppError> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.with_timezone(&Utc));
    }
    let plain = text.replace('T', " ");
    let read = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(&plain, form).ok());
    let wrong = || {
        AppError::Other(format!(
            "{text:?} is no time: write 2026-11-26 18:30 for {zone}, or 2026-11-26T10:30:00Z"
        ))
    };
    let at = read.ok_or_else(wrong)?.and_local_timezone(zone).earliest().ok_or_else(wrong)?;
    Ok(at.with_timezone(&Utc))
}

fn pause(text: &str, zone: Tz) -> Result<Pause, AppError> {
    let (from, to) = text.split_once('/').ok_or_else(|| {
        AppError::Other(format!("{text:?} is no pause: write FROM/TO, or FROM/ for one without an end"))
    })?;
    let to = if to.trim().is_empty() { None } else { Some(instant(to.trim(), zone)?) };
    Ok(Pause { from: instant(from.trim(), zone)?, to })
}

fn local(at: DateTime<Utc>, zone: Tz) -> String {
    whole(&at.with_timezone(&zone).format("%a %Y-%m-%d %H:%M:%S").to_string())
}

/// Seconds are told where there are some.
fn whole(time: &str) -> String {
    time.strip_suffix(":00").unwrap_or(time).to_owned()
}

/// The end of a stretch; of the same day the time alone.
fn end(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> String {
    let (from, to_local) = (from.with_timezone(&zone), to.with_timezone(&zone));
    if from.date_naive() == to_local.date_naive() {
        return whole(&to_local.format("%H:%M:%S").to_string());
    }
    local(to, zone)
}

fn length(span: TimeDelta) -> String {
    let (hours, minutes, seconds) = (span.num_hours(), span.num_minutes() % 60, span.num_seconds() % 60);
    let parts = [(hours, "h"), (minutes, "min"), (seconds, "s")];
    let some: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n} {unit}")).collect();
    if some.is_empty() { "0 h".to_owned() } else { some.join(" ") }
}

const fn counted_how(span: Span) -> &'static str {
    match span {
        Span::ServiceHours(_) => "of open hours",
        Span::ServiceDays(_) => "of service days, each counted whole",
        Span::Wall(_) => "of all hours",
    }
}
