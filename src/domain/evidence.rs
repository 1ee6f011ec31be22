//! Files of a case: what is kept of them, what they are by their first bytes, and what there is to tell about them.
//!
//! A name and a claimed type prove nothing: a file is what its beginning says. What is on no list here is not kept, and
//! somebody is told. No picture is decoded. Not here: fetching, storing and showing.

pub mod across;
mod kind;
mod tell;

use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};

use super::{
    chat::File,
    id::{CaseId, MediaId},
    terms::{DayCaps, Terms},
};

pub use kind::{HEAD, Type, recognise};
pub use tell::{News, Reuse, called, list, page, tell};

/// No platform hands a bot more of one file.
pub const LARGEST: u64 = 20 * 1024 * 1024;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// It is still to be fetched.
    Waiting,
    /// Its bytes are ours.
    Kept,
    /// It is not kept, and won't be.
    Not(Problem),
}

/// Why a file is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Problem {
    /// Its content is none of the kinds that are kept.
    Kind,
    /// It is larger than one file may be.
    Large,
    /// The case has as many files of that day as are kept.
    Count,
    /// The case has as many bytes of that day as are kept.
    Bytes,
    /// Its platform has it no longer.
    Gone,
    /// It could not be fetched, however often it was tried.
    Unreachable,
}

impl Problem {
    const ALL: [Self; 6] = [Self::Kind, Self::Large, Self::Count, Self::Bytes, Self::Gone, Self::Unreachable];

    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Large => "large",
            Self::Count => "count",
            Self::Bytes => "bytes",
            Self::Gone => "gone",
            Self::Unreachable => "unreachable",
        }
    }

    /// The problem of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name() == name)
    }

    /// Whether trying could have helped: the file was not refused, it was lost.
    pub const fn is_loss(self) -> bool {
        matches!(self, Self::Gone | Self::Unreachable)
    }
}

/// A file of a case, for whoever looks through them.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its row.
    pub media: MediaId,
    /// The file.
    pub file: File,
    /// The name of who sent it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Agents sent it among themselves.
    pub note: bool,
    /// What became of it.
    pub keeping: Keeping,
    /// What its bytes say it is, once they are ours.
    pub found: Option<String>,
}

/// What a case, or a draft, keeps of one day already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Used {
    /// Pieces; an album is one.
    pub pieces: u32,
    /// Bytes.
    pub bytes: u64,
    /// A picture of the same album is among them.
    pub album: bool,
}

/// How many bytes of a file may be fetched, or why none. `by_desk` = no customer sent it.
pub fn allowance(used: Used, caps: &DayCaps, by_desk: bool) -> Result<u64, Problem> {
    if by_desk {
        return Ok(LARGEST);
    }
    if used.pieces >= caps.files && !used.album {
        return Err(Problem::Count);
    }
    match caps.megabytes.saturating_mul(1024 * 1024).saturating_sub(used.bytes) {
        0 => Err(Problem::Bytes),
        left => Ok(left.min(LARGEST)),
    }
}

/// Why a file that was larger than its allowance is not kept.
pub const fn too_large(allowance: u64) -> Problem {
    if allowance < LARGEST { Problem::Bytes } else { Problem::Large }
}

/// When the desk's day of `at` began.
pub fn day_of(at: DateTime<Utc>, terms: &Terms) -> DateTime<Utc> {
    let zone = terms.calendar.zone();
    let day: NaiveDate = at.with_timezone(&zone).date_naive();
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    zone.from_local_datetime(&midnight).earliest().map_or(at, |begins| begins.to_utc())
}

/// News of files of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The case.
    pub case: CaseId,
    /// What became of its files, oldest first.
    pub news: Vec<News>,
    /// Other cases that had the same files before.
    pub reuses: Vec<Reuse>,
    /// The customer has heard today that not everything is kept.
    pub customer_knows: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_room_for_so_many_files_and_bytes() {
        let caps = DayCaps { files: 2, megabytes: 50 };
        let used = |pieces, bytes, album| Used { pieces, bytes, album };
        let mb = 1024 * 1024;
        for (used, by_desk, room) in [
            (used(0, 0, false), false, Ok(LARGEST)),
            (used(1, 40 * mb, false), false, Ok(10 * mb)),
            (used(1, 50 * mb, false), false, Err(Problem::Bytes)),
            (used(1, 60 * mb, false), false, Err(Problem::Bytes)),
            (used(2, 0, false), false, Err(Problem::Count)),
            (used(2, 0, true), false, Ok(LARGEST)),
            (used(9, 90 * mb, false), true, Ok(LARGEST)),
        ] {
            assert_eq!(allowance(used, &caps, by_desk), room, "{used:?}");
        }
        assert_eq!((too_large(LARGEST), too_large(10 * mb)), (Problem::Large, Problem::Bytes));
    }

    #[test]
    fn problems_are_stored_by_name() {
        for problem in Problem::ALL {
            assert_eq!(Problem::from_name(problem.name()), Some(problem));
        }
    }
}
