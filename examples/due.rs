//! Due times by the batch: JSON lines in, JSON lines out, so that any other implementation of the deadline rule can
//! be compared with this one.
//!
//! In: `{"id", "calendar": {"tz", "week", "holidays", "special"}, "start", "count": "business" | "service_days" |
//! "calendar", "amount_s", "pauses": [[from, to | null]], "at"}`; `pauses` and `at` may be left out. Out: `{"id",
//! "due", "elapsed_s", "left_s"}` with instants in UTC; `due` is null when it never comes, the other two are there
//! when `at` is (time left is never below zero). A calendar that never opens is taken as it is, and so are windows that
//! overlap: an instant in two of them counts once. A line that cannot be used is reported on the error output with its
//! number, the rest are computed, and the exit status is 1.

use std::collections::HashMap;
use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use aftercare::domain::calendar::{Calendar, CalendarSpec, Pause, Span};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize)]
struct Question {
    id: Value,
    calendar: CalendarSpec,
    start: DateTime<Utc>,
    count: Count,
    amount_s: i64,
    #[serde(default)]
    pauses: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Count {
    Business,
    ServiceDays,
    Calendar,
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elapsed_s: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_s: Option<i64>,
}

fn main() -> io::Result<ExitCode> {
    let all_answered = run(io::stdin().lock(), BufWriter::new(io::stdout().lock()), io::stderr())?;
    Ok(if all_answered { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Answers every line there is. Whether all could be.
pub fn run(asked: impl BufRead, mut out: impl Write, mut problems: impl Write) -> io::Result<bool> {
    let mut known = HashMap::new();
    let mut all_answered = true;
    for (number, line) in (1..).zip(asked.split(b'\n')) {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match answer(&line, &mut known) {
            Ok(answer) => {
                serde_json::to_writer(&mut out, &answer)?;
                writeln!(out)?;
            }
            Err(problem) => {
                writeln!(problems, "line {number}: {problem}")?;
                all_answered = false;
            }
        }
    }
    out.flush()?;
    Ok(all_answered)
}

/// `known` keeps the calendars built so far: batches ask about few calendars, many times.
fn answer(line: &[u8], known: &mut HashMap<String, Calendar>) -> Result<Answer, String> {
    let question: Question = serde_json::from_slice(line)
        .map_err(|problem| problem.to_string().replace(" at line 1 column", " at column"))?;
    let written = serde_json::to_string(&question.calendar).map_err(|problem| problem.to_string())?;
    if !known.contains_key(&written) {
        let built = question.calendar.build_leniently().map_err(|problem| problem.to_string())?;
        known.insert(written.clone(), built);
    }
    count(question, &known[&written])
}

fn count(question: Question, calendar: &Calendar) -> Result<Answer, String> {
    let amount = TimeDelta::try_seconds(question.amount_s).ok_or("amount_s: more than a time can hold")?;
    let span = match question.count {
        Count::Business => Span::ServiceHours(amount),
        Count::ServiceDays => Span::ServiceDays(amount),
        Count::Calendar => Span::Wall(amount),
    };
    let pauses: Vec<Pause> = question.pauses.iter().map(|&(from, to)| Pause { from, to }).collect();
    let elapsed = question.at.map(|at| calendar.elapsed(question.start, at, span, &pauses));
    let due = calendar.due_at(question.start, span, &pauses);
    Ok(Answer {
        id: question.id,
        due: due.map(|due| due.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        elapsed_s: elapsed.map(|elapsed| elapsed.num_seconds()),
        left_s: elapsed.map(|elapsed| (amount - elapsed).num_seconds().max(0)),
    })
}
