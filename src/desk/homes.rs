//! Which platform a case's room is on: the home of the group that has it now, looked up when it is said and once more when
//! it is delivered, because the case may have been passed on in between.

use std::collections::HashMap;

use sqlx::PgConnection;

use super::{Desk, lanes::Held};
use crate::{
    domain::{
        chat::Platform,
        id::CaseId,
        plan::{Parcel, Send, To},
    },
    store::{self, StoreError},
};

/// The homes of the cases some rows are for.
pub(super) struct Rooms {
    usual: Option<Platform>,
    each: HashMap<CaseId, Platform>,
}

impl Rooms {
    pub(super) fn of(&self, case: CaseId) -> Option<Platform> {
        self.each.get(&case).copied().or(self.usual)
    }
}

impl Desk {
    /// Where the rooms are that these sends are for. Where all groups have one home, nothing is read.
    pub(super) async fn rooms_of(&self, db: &mut PgConnection, sends: &[Send]) -> Result<Rooms, StoreError> {
        let cases =
            sends.iter().filter_map(|send| if let To::Room(case) = send.to { Some(case) } else { None });
        self.homes_of(db, &cases.collect::<Vec<_>>()).await
    }

    /// What is for the staff as a whole goes to every place of theirs.
    pub(super) fn addressed(&self, sends: Vec<Send>) -> Vec<Send> {
        let sides = self.sides();
        let mut all = Vec::with_capacity(sends.len());
        for send in sends {
            if send.to == To::Staff && !sides.is_empty() {
                all.extend(sides.iter().map(|side| Send { to: To::Home(side.platform), ..send.clone() }));
            } else {
                all.push(send);
            }
        }
        all
    }

    async fn homes_of(&self, db: &mut PgConnection, cases: &[CaseId]) -> Result<Rooms, StoreError> {
        let homes = self.homes();
        let mut rooms = Rooms { usual: homes.usual(), each: HashMap::new() };
        if let Some(only) = homes.only(&self.terms) {
            rooms.usual = Some(only);
        } else if !cases.is_empty() {
            let groups = store::cases::groups(db, cases).await?;
            let home = |(case, group): (CaseId, String)| Some((case, homes.of_group(&group, &self.terms)?));
            rooms.each = groups.into_iter().filter_map(home).collect();
        }
        Ok(rooms)
    }

    /// A row for a case's room, with the platform that room is on by now. What it answers stayed where it was.
    pub(super) async fn led_home(&self, mut held: Held) -> Result<Held, StoreError> {
        let To::Room(case) = held.row.to else { return Ok(held) };
        if matches!(held.row.parcel, Parcel::Mark { .. }) {
            return Ok(held);
        }
        let home = match self.homes().only(&self.terms) {
            Some(only) => Some(only),
            None => self.homes_of(&mut *self.pool.acquire().await?, &[case]).await?.of(case),
        };
        if let Some(home) = home.filter(|home| *home != held.row.platform) {
            held.row.platform = home;
            if let Parcel::Say { reply_to, edits, .. } = &mut held.row.parcel {
                (*reply_to, *edits) = (None, None);
            }
        }
        Ok(held)
    }
}
