//! Numbers of several rounds, and the tables they are shown in.
//!
//! A ratio is always of two figures of one round, taken one after the other: on a noisy machine nothing else compares.

use std::{io::Write, time::Duration};

/// Smallest, middle and largest of some figures.
#[derive(Clone, Copy)]
pub struct Spread {
    pub min: f64,
    pub median: f64,
    pub max: f64,
}

impl Spread {
    /// Of no figures at all: zeros.
    pub fn of(mut figures: Vec<f64>) -> Self {
        figures.sort_by(f64::total_cmp);
        let at = |n: usize| figures.get(n).copied().unwrap_or_default();
        Self { min: at(0), median: at(figures.len() / 2), max: at(figures.len().saturating_sub(1)) }
    }

    /// "median (min-max)" with so many decimals.
    pub fn show(self, decimals: usize) -> String {
        let Self { min, median, max } = self;
        format!("{median:.decimals$} ({min:.decimals$}-{max:.decimals$})")
    }
}

/// A count as a number to calculate with.
pub fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A count Postgres gave, likewise.
pub fn amount(count: i64) -> f64 {
    number(usize::try_from(count).unwrap_or_default())
}

/// So many in that time, per second.
pub fn rate(count: usize, time: Duration) -> f64 {
    number(count) / time.as_secs_f64()
}

pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The time that so many of a hundred stay below.
pub fn percentile(times: &mut [Duration], of_hundred: usize) -> f64 {
    times.sort_unstable();
    let at = (times.len() * of_hundred / 100).min(times.len().saturating_sub(1));
    times.get(at).copied().map_or(0.0, millis)
}

/// Shows a line at once.
pub fn say(line: &str) {
    // Why: nobody reads a closed output; there is nothing better to do than go on.
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// The head of a table.
pub fn head(title: &str, columns: &[&str]) {
    say(&format!("\n### {title}\n"));
    row(columns);
    row(&columns.iter().map(|_| "---").collect::<Vec<_>>());
}

/// A line of a table.
pub fn row<T: AsRef<str>>(cells: &[T]) {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    say(&format!("| {} |", cells.join(" | ")));
}
