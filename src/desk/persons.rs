//! What plans want of people: who works here, who buys for whom, who is not heard.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Desk, DeskError};
use crate::{
    domain::{
        bar::BarKind,
        front,
        id::PersonId,
        plan::{AgentChange, BarChange, CompanyChange, Plan, Who},
    },
    store,
};

impl Desk {
    /// Changes who works here. What follows for the cases of somebody who left.
    pub(super) async fn change_agent(
        &self,
        db: &mut PgConnection,
        change: AgentChange,
    ) -> Result<Plan, DeskError> {
        let AgentChange { who, role, groups, floor, by, at } = change;
        let person = self.somebody(db, who, at).await?;
        let Some(role) = role else {
            let free = store::agents::remove(db, person, self.reopened_since(at), at).await?;
            return Ok(front::let_go(&free, by, at));
        };
        store::agents::put(db, person, role, &groups, floor, by, at).await?;
        Ok(Plan::default())
    }

    /// Changes for whom somebody buys.
    pub(super) async fn change_company(
        &self,
        db: &mut PgConnection,
        change: CompanyChange,
    ) -> Result<(), DeskError> {
        let CompanyChange { who, company, case, by, at } = change;
        let person = self.somebody(db, who, at).await?;
        let company = match &company {
            Some(company) => Some(store::companies::join(db, person, company, by, at).await?),
            None => {
                store::companies::leave(db, person).await?;
                None
            }
        };
        if let Some(case) = case {
            store::companies::set_case(db, case, company).await?;
        }
        Ok(())
    }

    /// The person who is meant; an account the desk has not met gets a row.
    async fn somebody(
        &self,
        db: &mut PgConnection,
        who: Who,
        at: DateTime<Utc>,
    ) -> Result<PersonId, DeskError> {
        Ok(match who {
            Who::Person(id) => id,
            Who::Account(account) => {
                let new = PersonId(self.ids.one(db).await?);
                store::agents::person_of(db, account, new, at).await?
            }
        })
    }

    /// Changes who is not heard.
    pub(super) async fn change_bar(&self, db: &mut PgConnection, change: BarChange) -> Result<(), DeskError> {
        match change {
            BarChange::Set(who, bar) => {
                let person = self.somebody(db, who, bar.at).await?;
                store::bars::put(db, person, &bar).await?;
                if bar.kind == BarKind::Blocked {
                    // Why: nobody waits for the word of somebody who is not heard.
                    store::quotes::look_at_once(db, person, bar.at).await?;
                }
            }
            BarChange::Note(person, bar) => store::bars::note(db, person, &bar).await?,
            BarChange::Lift(person) => store::bars::lift(db, person).await?,
        }
        Ok(())
    }
}
