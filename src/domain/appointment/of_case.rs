//! The appointments of a case.

use super::{Appointment, Stage};
use crate::domain::front::CaseFile;

impl CaseFile {
    /// Those that are arranged, or agreed and still to come; the next one first, what has no time yet last.
    pub fn appointed(&self) -> Vec<&Appointment> {
        let mut open: Vec<&Appointment> =
            self.appointments.iter().filter(|one| one.stage == Stage::Open).collect();
        open.sort_by_key(|one| (one.starts.is_none(), one.starts, one.n));
        open
    }

    /// The appointment that a button was made for, while it is as it was then: `<n>.<rev>`.
    pub fn appointment_of(&self, stamp: &str) -> Option<&Appointment> {
        let (n, rev) = stamp.split_once('.')?;
        let (n, rev): (i16, i32) = (n.parse().ok()?, rev.parse().ok()?);
        let open = self.appointments.iter().filter(|one| one.stage == Stage::Open);
        open.into_iter().find(|one| one.n == n && one.rev == rev)
    }

    /// The one of that number.
    pub fn appointment_no(&self, n: i16) -> Option<&Appointment> {
        self.appointments.iter().find(|one| one.n == n)
    }
}
