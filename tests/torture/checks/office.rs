//! The office: one process speaks, the one that took the lease last; and what was killed leaves nothing behind.

use chrono::TimeDelta;

use crate::history::{Call, History, Reign};

/// Between the last look whether the lease holds and the call as it is seen on its way.
const ON_ITS_WAY: TimeDelta = TimeDelta::seconds(1);

/// Calls that change something at a platform, made by somebody who was not in office.
pub fn loser_speaks(history: &History) -> Vec<String> {
    let wrong = history.calls.iter().filter(|call| !is_of_office(&history.reigns, call));
    wrong
        .map(|call| format!("seat {} said {} at {} without being in office", call.seat, call.line, call.at))
        .collect()
}

/// Whether whoever made this call took the office last before it, and still had it.
fn is_of_office(reigns: &[Reign], call: &Call) -> bool {
    let last = reigns.iter().filter(|reign| reign.at <= call.at).max_by_key(|reign| reign.epoch);
    let lasts = |reign: &Reign| reign.until.is_none_or(|until| call.at <= until + ON_ITS_WAY);
    last.is_some_and(|reign| reign.seat == call.seat && lasts(reign))
}

/// Epochs that were taken twice; processes nobody ended that are gone, and others nobody needs that are there.
pub fn remains(history: &History) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut epochs: Vec<i64> = history.reigns.iter().map(|reign| reign.epoch).collect();
    epochs.sort_unstable();
    if epochs.windows(2).any(|pair| pair[0] == pair[1]) {
        wrong.push(format!("an epoch was taken twice: {epochs:?}"));
    }
    if history.orphans > 0 {
        wrong.push(format!("{} processes of dead database servers are alive", history.orphans));
    }
    if history.failures > 0 {
        wrong.push(format!("{} processes of the desk ended by themselves, or panicked", history.failures));
    }
    wrong
}
