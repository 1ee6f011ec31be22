//! Orders a batch asks about: what a customer's number opens, and what staff want to see.

use std::collections::HashSet;

use sqlx::PgConnection;

use super::Sheet;
use crate::{
    desk::Desk,
    domain::{
        chat::Incoming,
        front::{self, Needs, OrderFile, OrderNeed},
        order::{Number, Order},
        party::Role,
    },
    store::{self, StoreError, orders::Asked},
};

/// Cases and lines of history an agent sees of one order.
const SHOWN: i64 = 10;
const HISTORY: i64 = 5;

impl Sheet {
    /// The number that update tells for its draft's question.
    pub(super) fn number_of(&self, desk: &Desk, incoming: &Incoming) -> Option<Number> {
        let drafts = &self.affairs_of(incoming)?.drafts;
        let active = drafts.iter().find(|d| d.row.active).map(|d| &d.row.dialogue);
        front::number_told(incoming, desk.name_on(incoming.place.platform), active, &desk.terms)
    }

    pub(super) async fn read_orders(
        &mut self,
        desk: &Desk,
        db: &mut PgConnection,
        batch: &[&Incoming],
        needs: &[Needs],
    ) -> Result<(), StoreError> {
        let mut asked: Vec<Asked> = Vec::new();
        let mut once = HashSet::new();
        for incoming in batch {
            let (Some(person), Some(number)) =
                (self.accounts.get(&incoming.by.account).copied(), self.number_of(desk, incoming))
            else {
                continue;
            };
            let one = Asked { person, number };
            asked.extend(once.insert(one.clone()).then_some(one));
        }
        let limits = desk.terms.caps.order_lookups;
        let allowed = store::orders::allowed(db, asked, &limits, desk.clock.now()).await?;
        let numbers: Vec<Number> = allowed.iter().map(|a| a.number.clone()).collect();
        let goods = store::orders::goods(db, &numbers).await?;
        let known = allowed.into_iter().zip(goods);
        self.goods.extend(known.filter_map(|(a, goods)| Some(((a.person, a.number), goods?))));
        for (incoming, need) in batch.iter().zip(needs) {
            self.read_order_file(db, incoming, need).await?;
        }
        Ok(())
    }

    /// The order an agent asks about, with the cases that agent may see: of their own groups and their own; a lead and
    /// somebody of no group see all.
    async fn read_order_file(
        &mut self,
        db: &mut PgConnection,
        incoming: &Incoming,
        need: &Needs,
    ) -> Result<(), StoreError> {
        let party = self.accounts.get(&incoming.by.account).and_then(|id| self.people.get(id));
        let (Some(wanted), Some(party)) = (&need.order, party.map(|p| &p.party)) else { return Ok(()) };
        let Some(staff) = &party.staff else { return Ok(()) };
        let (person, all) = (party.id, party.may(Role::Lead));
        let groups = if all { Vec::new() } else { staff.groups.clone() };
        let Some(order) = self.order_meant(db, incoming, need, wanted).await? else { return Ok(()) };
        let key = order.goods.number().map(|n| n.key().to_owned()).unwrap_or_default();
        let mut ids = store::orders::cases_about(db, &key, &groups, person.0, SHOWN).await?;
        // Why: whoever asks in a case's room reads that case already.
        let here = self
            .subject(incoming, need)
            .filter(|f| front::told_in(f).is_some_and(|told| told.key() == key) && !ids.contains(&f.case.id));
        ids.extend(here.map(|f| f.case.id));
        let mut cases = store::cases::files(db, &ids).await?;
        cases.reverse();
        let live = store::orders::live_cases_about(db, &[key]).await?;
        let history = store::orders::history(db, order.id, HISTORY).await?;
        self.order_files.insert(incoming.key, OrderFile { order, cases, live, history });
        Ok(())
    }

    async fn order_meant(
        &self,
        db: &mut PgConnection,
        incoming: &Incoming,
        need: &Needs,
        wanted: &OrderNeed,
    ) -> Result<Option<Order>, StoreError> {
        let number = match wanted {
            OrderNeed::Row(id) => return store::orders::by_row(db, *id).await,
            OrderNeed::Number(number) => Some(number.clone()),
            OrderNeed::OfCase => self.subject(incoming, need).and_then(front::told_in),
        };
        let Some(number) = number else { return Ok(None) };
        Ok(store::orders::of_numbers(db, &[number]).await?.pop().flatten())
    }
}
