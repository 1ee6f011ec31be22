//! Agents' words that reached customers: the agent sees it, and the first ones meet the promise.
//!
//! All of a batch of ends at once: two answers in one case may land within it, and only the first meets the clock.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    Desk, DeskError,
    marks::{Ended, Ending},
};
use crate::{
    domain::{
        front,
        id::{CaseId, MessageId},
        plan::{Parcel, Plan, Send, Sign, To},
    },
    store,
};

impl Desk {
    /// What follows from the answers among these ends.
    pub(super) async fn answered(&self, db: &mut PgConnection, ended: &[Ended]) -> Result<Plan, DeskError> {
        let landed: BTreeMap<MessageId, DateTime<Utc>> = ended.iter().flat_map(answers_in).collect();
        if landed.is_empty() {
            return Ok(Plan::default());
        }
        let messages: Vec<MessageId> = landed.keys().copied().collect();
        let mut of: BTreeMap<MessageId, CaseId> = BTreeMap::new();
        let mut first: BTreeMap<CaseId, DateTime<Utc>> = BTreeMap::new();
        let mut last: BTreeMap<CaseId, DateTime<Utc>> = BTreeMap::new();
        for shown in store::messages::shown(db, &messages).await? {
            let (Some(case), Some(at)) = (shown.case, landed.get(&shown.id)) else { continue };
            of.insert(shown.id, case);
            first.entry(case).and_modify(|soonest| *soonest = (*soonest).min(*at)).or_insert(*at);
            last.entry(case).and_modify(|latest| *latest = (*latest).max(*at)).or_insert(*at);
        }
        let mut plan = Plan::default();
        for case in first.keys() {
            let customer = store::cases::customer_of(db, *case).await?;
            if let Some((person, platform)) = customer
                && store::people::reached(db, person, platform).await?
            {
                plan.sends.push(Send::card(*case));
            }
        }
        for copy in store::messages::copies(db, &messages).await?.into_iter().filter(|copy| copy.source) {
            let Some(case) = of.get(&copy.message) else { continue };
            let mark = Parcel::Mark { on: copy.remote, sign: Sign::Delivered };
            plan.sends.push(Send::new(To::Room(*case), mark));
        }
        let ids = first.keys().map(|case| case.0).collect();
        let wanted = store::cases::Wanted { ids, ..store::cases::Wanted::default() };
        let ids = store::cases::lock(db, &wanted).await?;
        let later = self.written_later(db, &last).await?;
        for file in store::cases::files(db, &ids).await? {
            let Some(at) = first.get(&file.case.id) else { continue };
            let mut done = front::delivered_first_words(file.case.id, &file.clocks, *at, &self.terms);
            if let Some(later) = later.get(&file.case.id) {
                let mut supply = self.supply(db, 1).await?;
                front::written_meanwhile(&file, &mut done, *later, &self.terms, &mut supply);
                self.ids.give_back(&supply);
            }
            plan.absorb(done);
        }
        Ok(plan)
    }

    /// The first words of each customer that were taken after the last of the answers had reached them, and before that
    /// was written down: nothing was owed for them then.
    async fn written_later(
        &self,
        db: &mut PgConnection,
        last: &BTreeMap<CaseId, DateTime<Utc>>,
    ) -> Result<BTreeMap<CaseId, DateTime<Utc>>, DeskError> {
        if self.terms.groups.iter().all(|group| group.next_reply.is_none()) {
            return Ok(BTreeMap::new());
        }
        Ok(store::messages::first_since(db, last).await?)
    }
}

/// The answers an end delivered, and when.
fn answers_in(one: &Ended) -> Vec<(MessageId, DateTime<Utc>)> {
    match (&one.ending, &one.held.row.parcel) {
        (Ending::Sent { at, .. }, Parcel::Relay { messages, answers: true }) => {
            // Why: a file that could not be shown says nothing.
            let silent = |id: &MessageId| one.held.missing.iter().any(|m| m.alone && m.message == *id);
            messages.iter().filter(|id| !silent(id)).map(|message| (*message, *at)).collect()
        }
        _ => Vec::new(),
    }
}
