//! A pass of several parts: one that can't be done holds up none behind it, and is told at the end.

use tracing::warn;

use super::DeskError;
use crate::store::Fault;

/// What came of the parts of a pass so far.
#[derive(Default)]
pub(super) struct Round {
    count: u64,
    failed: Option<DeskError>,
}

impl Round {
    /// Goes on behind a part that can't be done: a table that is not there may be its alone. Nothing is done without an answer
    /// of the database, or out of office.
    pub(super) fn came(&mut self, what: &'static str, part: Result<u64, DeskError>) -> Result<(), DeskError> {
        let error = match part {
            Ok(some) => {
                self.count += some;
                return Ok(());
            }
            Err(DeskError::Store(error)) if error.is_away() || error.fault() == Fault::Deposed => {
                return Err(error.into());
            }
            Err(error) => error,
        };
        warn!(event = "desk.pass.stuck", what, "{what} could not be looked at: {error}");
        self.failed.get_or_insert(error);
        Ok(())
    }

    /// How much there was, or the first failure.
    pub(super) fn end(self) -> Result<u64, DeskError> {
        self.failed.map_or(Ok(self.count), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreError;

    #[test]
    fn what_one_part_could_not_is_told_at_the_end_and_an_outage_at_once() {
        let mut round = Round::default();
        assert!(round.came("a", Err(DeskError::Panicked)).is_ok());
        assert!(round.came("b", Ok(3)).is_ok());
        assert_eq!(round.count, 3);
        assert!(round.came("c", Err(StoreError::from(sqlx::Error::PoolTimedOut).into())).is_err());
        assert!(round.came("d", Err(StoreError::Deposed.into())).is_err());
        assert!(round.end().is_err());
    }
}
