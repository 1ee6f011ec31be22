//! The figures of a run, and what was wrong in it.

use std::fmt;
use std::time::Duration;

use crate::round::Outcome;

/// How long an office may stand empty (N12).
const MOST_VACANT: Duration = Duration::from_secs(20);

/// How long after the storm something may be open (N3).
const LONGEST_REST: Duration = Duration::from_secs(30);

/// Everything that came of a run.
pub struct Report {
    seed: u64,
    lease: Duration,
    outcomes: Vec<Outcome>,
}

/// One round in one line, or in several where something is wrong.
pub fn line(outcome: &Outcome) -> String {
    let Outcome { number, blows, kills, falls, words, rows, repeats, rest, wrong, .. } = outcome;
    let mut line = format!(
        "round {number}: {blows} blows, {kills} kills, {falls} falls of the database; {words} words, {rows} rows, \
         {repeats} repeats; at rest after {:.1} s",
        rest.as_secs_f64()
    );
    line.extend(wrong.iter().flat_map(|sentence| ["\n    wrong: ", sentence.as_str()]));
    if let Some(folder) = &outcome.kept {
        line.extend(["\n    logs and history: ", &folder.display().to_string()]);
    }
    line
}

impl Report {
    pub fn of(seed: u64, lease: Duration, mut outcomes: Vec<Outcome>) -> Self {
        outcomes.sort_by_key(|outcome| outcome.number);
        Self { seed, lease, outcomes }
    }

    /// Whether nothing was wrong in any round.
    pub fn is_right(&self) -> bool {
        !self.outcomes.is_empty() && self.outcomes.iter().all(|outcome| outcome.wrong.is_empty())
    }

    /// Whether, besides, everything was as soon as it is promised to be.
    pub fn is_good(&self) -> bool {
        let rests = self.outcomes.iter().filter(|outcome| outcome.rest > LONGEST_REST);
        self.is_right() && self.too_late() + rests.count() == 0
    }

    fn sum(&self, of: impl Fn(&Outcome) -> usize) -> usize {
        self.outcomes.iter().map(of).sum()
    }

    fn takeovers(&self) -> Vec<Duration> {
        let mut all: Vec<Duration> =
            self.outcomes.iter().flat_map(|outcome| outcome.takeovers.clone()).collect();
        all.sort_unstable();
        all
    }

    fn too_late(&self) -> usize {
        self.takeovers().iter().filter(|took| **took > MOST_VACANT).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bad: Vec<&Outcome> = self.outcomes.iter().filter(|outcome| !outcome.wrong.is_empty()).collect();
        let mut rests: Vec<Duration> = self.outcomes.iter().map(|outcome| outcome.rest).collect();
        rests.sort_unstable();
        writeln!(out, "seed {}, a lease of {} s", self.seed, self.lease.as_secs())?;
        writeln!(out, "rounds                       {}, of which wrong {}", self.outcomes.len(), bad.len())?;
        writeln!(out, "blows                        {}", self.sum(|one| one.blows))?;
        writeln!(out, "  kill -9 of the desk        {}", self.sum(|one| one.kills))?;
        writeln!(out, "  falls of the database      {}", self.sum(|one| one.falls))?;
        writeln!(out, "  cuts and dark links        {}", self.sum(|one| one.cuts))?;
        writeln!(out, "  answers lost on the way    {}", self.sum(|one| one.lost_answers as usize))?;
        writeln!(
            out,
            "Telegram's updates, twice    {}",
            self.sum(|one| usize::try_from(one.updates).unwrap_or_default())
        )?;
        writeln!(out, "numbered words               {}", self.sum(|one| one.words))?;
        writeln!(out, "rows of the outbox           {}", self.sum(|one| one.rows))?;
        writeln!(out, "words shown once more        {}", self.sum(|one| one.repeats))?;
        writeln!(out, "rows shown as not delivered  {}", self.sum(|one| one.shown_bad))?;
        writeln!(out, "take-over                    {}", spread(&self.takeovers()))?;
        writeln!(out, "rest after the storm         {}", spread(&rests))?;
        let ends: Vec<Duration> = self.outcomes.iter().filter_map(|one| one.end).collect();
        writeln!(
            out,
            "slowest clean end            {:.1} s",
            ends.iter().max().map_or(0.0, Duration::as_secs_f64)
        )?;
        for outcome in bad {
            writeln!(out, "{}", line(outcome))?;
            writeln!(out, "    again: scripts/torture 1 {} {}", self.seed, outcome.number)?;
        }
        Ok(())
    }
}

/// Half and most of durations in order.
fn spread(sorted: &[Duration]) -> String {
    let seconds = |at: usize| sorted.get(at).map_or(0.0, Duration::as_secs_f64);
    format!(
        "{} times; p50 {:.1} s, most {:.1} s",
        sorted.len(),
        seconds(sorted.len() / 2),
        seconds(sorted.len().saturating_sub(1))
    )
}
