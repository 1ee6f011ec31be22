//! What becomes of a customer's cases when they can't be written to any more.

use sqlx::PgConnection;

use super::{Desk, DeskError};
use crate::{
    domain::{chat::Platform, front, id::PersonId, plan::Plan},
    store,
};

impl Desk {
    /// The rooms of a customer who can't be reached any more are told once.
    pub(super) async fn out_of_reach(
        &self,
        db: &mut PgConnection,
        person: PersonId,
        on: Platform,
    ) -> Result<Plan, DeskError> {
        let ids = store::cases::all_live_of(db, person).await?.iter().map(|case| case.0).collect();
        // Why locked: a price that falls is the case written anew.
        let wanted = store::cases::Wanted { ids, ..store::cases::Wanted::default() };
        let live = store::cases::lock(db, &wanted).await?;
        let mut plan = Plan::default();
        for file in store::cases::files(db, &live).await? {
            plan.absorb(front::customer_lost(&file, on, self.clock.now(), &self.terms));
        }
        Ok(plan)
    }
}
