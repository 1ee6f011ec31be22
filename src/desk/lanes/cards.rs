//! Cards of cases: each is edited seldom, however much happens.

use chrono::{DateTime, Utc};

use super::Lanes;
use crate::domain::id::CaseId;

impl Lanes {
    /// When that case's card may be edited next.
    pub(in crate::desk) fn card_after(&self, case: CaseId, now: DateTime<Utc>) -> DateTime<Utc> {
        let Some(gap) = self.pace.per_card else { return now };
        self.cards.retain(|_, at| *at + gap > now);
        self.cards.get(&case).map_or(now, |at| (*at + gap).max(now))
    }

    /// That case's card was just edited.
    pub(in crate::desk) fn card_edited(&self, case: CaseId, now: DateTime<Utc>) {
        if self.pace.per_card.is_some() {
            self.cards.insert(case, now);
        }
    }
}
