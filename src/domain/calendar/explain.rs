//! Why a time is due when it is: what was counted, stretch by stretch.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Calendar, Pause, Span, local::Stretch, unpaused};

/// Stretches that are told one by one.
const MOST: usize = 400;

/// Time that counted in one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// From here …
    pub from: DateTime<Utc>,
    /// … to here.
    pub to: DateTime<Utc>,
    /// What was left after it.
    pub left: TimeDelta,
}

impl Calendar {
    /// What counts from `from` on until `span` is used up, in order; the last one ends at the due time. Shorter than that
    /// when the time is never up, or after a hundred working weeks.
    pub fn explain(&self, from: DateTime<Utc>, span: Span, pauses: &[Pause]) -> Vec<Counted> {
        let mut left = span.amount();
        let mut counted: Vec<Counted> = Vec::new();
        let all = Stretch { from, to: self.horizon(from, span) };
        for stretch in unpaused(all, pauses).into_iter().flat_map(|run| self.counted(run, span)) {
            if left <= TimeDelta::zero() || counted.len() == MOST {
                break;
            }
            let used = left.min(stretch.length());
            left -= used;
            let to = stretch.from + used;
            match counted.last_mut().filter(|before| before.to == stretch.from) {
                Some(before) => (before.to, before.left) = (to, left),
                None => counted.push(Counted { from: stretch.from, to, left }),
            }
        }
        counted
    }
}
