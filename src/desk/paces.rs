//! How fast people have been lately. Goes with the process: whoever speaks to the next one has their whole allowance.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use dashmap::DashMap;

use crate::domain::{haste::Pace, id::PersonId};

/// What each person has used; those who are not in it have used nothing.
#[derive(Debug, Default)]
pub(super) struct Paces(DashMap<PersonId, Pace>);

impl Paces {
    pub(super) fn of(&self, person: PersonId) -> Pace {
        self.0.get(&person).map(|pace| pace.clone()).unwrap_or_default()
    }

    /// Keeps what a batch has used, once that is committed.
    pub(super) fn keep(&self, used: HashMap<PersonId, Pace>) {
        for (person, pace) in used {
            self.0.insert(person, pace);
        }
    }

    /// Forgets whom it tells nothing about any more.
    pub(super) fn forget(&self, now: DateTime<Utc>) {
        self.0.retain(|_, pace| !pace.is_over(now));
    }
}
