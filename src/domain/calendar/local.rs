//! From local wall-clock times to instants, and the small algebra of stretches of time.
//!
//! Assumes that a zone changes its clock at most once within two days and a half, as all do nowadays; a few changes
//! of the past that were taken back within days are outside of it.

use chrono::{DateTime, Days, NaiveDateTime, Offset as _, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

use super::Pause;

/// More than any zone is away from UTC.
const REACH: TimeDelta = TimeDelta::hours(16);
const FIRST_CHUNK_DAYS: u64 = 4;
const LONGEST_CHUNK_DAYS: u64 = 64;

/// From `from` (inclusive) to `to` (exclusive); empty when `to` is not later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    pub(super) from: DateTime<Utc>,
    pub(super) to: DateTime<Utc>,
}

impl Stretch {
    pub(super) fn length(self) -> TimeDelta {
        self.to - self.from
    }

    fn is_empty(self) -> bool {
        self.to <= self.from
    }

    fn within(self, outer: Self) -> Self {
        Self { from: self.from.max(outer.from), to: self.to.min(outer.to) }
    }
}

/// Adds the instants whose local wall clock shows a time in `from..to`. A clock set forward shortens or removes
/// them, a clock set back lengthens them or makes two stretches of them.
pub(super) fn push_instants(tz: Tz, from: NaiveDateTime, to: NaiveDateTime, found: &mut Vec<Stretch>) {
    let (low, high) = (from - REACH, to + REACH);
    let (before, after) = (offset(tz, low), offset(tz, high));
    if before == after {
        found.push(Stretch { from: (from - before).and_utc(), to: (to - before).and_utc() });
        return;
    }
    let change = change_between(tz, low, high);
    let first = Stretch { from: (from - before).and_utc(), to: (to - before).min(change).and_utc() };
    let second = Stretch { from: (from - after).max(change).and_utc(), to: (to - after).and_utc() };
    found.extend([first, second].into_iter().filter(|stretch| !stretch.is_empty()));
}

/// What the local wall clock is ahead of UTC at an instant given in UTC.
fn offset(tz: Tz, at: NaiveDateTime) -> TimeDelta {
    TimeDelta::seconds(i64::from(tz.offset_from_utc_datetime(&at).fix().local_minus_utc()))
}

/// The first second of the offset that holds at `high`, given that another one holds at `low`.
fn change_between(tz: Tz, low: NaiveDateTime, high: NaiveDateTime) -> NaiveDateTime {
    let before = offset(tz, low);
    let (mut same, mut changed) = (0, (high - low).num_seconds());
    while changed - same > 1 {
        let middle = i64::midpoint(same, changed);
        if offset(tz, low + TimeDelta::seconds(middle)) == before {
            same = middle;
        } else {
            changed = middle;
        }
    }
    low + TimeDelta::seconds(changed)
}

/// Sorted, joined where they touch or overlap, and cut to `outer`.
pub(super) fn merged(mut stretches: Vec<Stretch>, outer: Stretch) -> Vec<Stretch> {
    stretches.sort_unstable();
    let mut joined: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches.into_iter().map(|stretch| stretch.within(outer)).filter(|cut| !cut.is_empty()) {
        match joined.last_mut() {
            Some(last) if stretch.from <= last.to => last.to = last.to.max(stretch.to),
            _ => joined.push(stretch),
        }
    }
    joined
}

/// What the pauses leave of `all`, in order. Pauses may come in any order and overlap; empty ones change nothing.
pub(super) fn unpaused(all: Stretch, pauses: &[Pause]) -> Vec<Stretch> {
    let covered =
        pauses.iter().map(|pause| Stretch { from: pause.from, to: pause.to.unwrap_or(all.to) }).collect();
    let mut runs = Vec::new();
    let mut from = all.from;
    for pause in merged(covered, all) {
        runs.push(Stretch { from, to: pause.from });
        from = pause.to;
    }
    runs.push(Stretch { from, to: all.to });
    runs.retain(|run| !run.is_empty());
    runs
}

/// `all` in pieces that grow, so that a due time of hours looks at days and one of years takes few steps.
pub(super) fn chunks(all: Stretch) -> impl Iterator<Item = Stretch> {
    let mut from = all.from;
    let mut days = FIRST_CHUNK_DAYS;
    std::iter::from_fn(move || {
        let to = from.checked_add_days(Days::new(days)).map_or(all.to, |end| end.min(all.to));
        let chunk = Stretch { from, to };
        from = to;
        days = (days * 2).min(LONGEST_CHUNK_DAYS);
        (!chunk.is_empty()).then_some(chunk)
    })
}
