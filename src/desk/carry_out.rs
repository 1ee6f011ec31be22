//! Carries plans out: everything a decision wants, in the caller's transaction.
//!
//! A plan is taken apart exhaustively here and nowhere else. What it says becomes rows of the outbox; those this
//! process may send at once are returned, to be handed over after the commit.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use tracing::warn;

use super::{Desk, DeskError, lanes::Held, sheet::Sheet};
use crate::{
    domain::{
        case::Case,
        chat::{Account, Platform},
        id::{CaseId, DialogueId, PersonId, SendId},
        party::Party,
        plan::{AgentChange, DialogueChange, DialogueRow, Parcel, Plan, Send, To, Who},
    },
    store::{
        self,
        outbox::{NewRow, Row},
    },
};

/// A reader known from the sheet: saves looking them up at delivery.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) lang: crate::domain::lang::Lang,
    pub(super) zone: Option<chrono_tz::Tz>,
    pub(super) chat: i64,
}

impl Desk {
    /// Does everything `plan` wants inside the transaction of `db`. The rows to hand over after its commit.
    pub(super) async fn carry_out(
        &self,
        db: &mut PgConnection,
        plan: Plan,
        sheet: Option<&Sheet>,
    ) -> Result<Vec<Held>, DeskError> {
        let now = self.clock.now();
        let Plan {
            people,
            dialogues,
            cases,
            lines,
            events,
            clocks,
            messages,
            filed,
            revisions,
            media,
            agents,
            resends,
            sends,
        } = plan;
        let brand = &self.terms.brand;
        let privacy = brand.privacy_url.as_ref().map(|_| brand.privacy_version.as_str());
        store::people::put(db, &people_to_write(people, sheet), privacy, now).await?;
        for change in agents {
            self.change_agent(db, change).await?;
        }
        let new_cases: HashSet<CaseId> = cases.iter().filter(|c| c.rev == 1).map(|c| c.id).collect();
        store::cases::put(db, &last_of_each(cases)).await?;
        store::cases::put_lines(db, &lines).await?;
        store::cases::add_events(db, &events).await?;
        store::clocks::put(db, &clocks).await?;
        store::messages::add_media(db, &media).await?;
        store::messages::add(db, &messages).await?;
        store::messages::file(db, &filed).await?;
        store::messages::revise(db, &revisions).await?;
        store::outbox::resend(db, &resends, now).await?;
        let (held, prompts) = self.enqueue(db, sends, &new_cases, sheet, now).await?;
        write_dialogues(db, dialogues, &prompts).await?;
        if !resends.is_empty() {
            self.lanes.queued_unread();
        }
        Ok(held)
    }

    async fn change_agent(&self, db: &mut PgConnection, change: AgentChange) -> Result<(), DeskError> {
        let AgentChange { who, role, groups, floor, by, at } = change;
        let person = match who {
            Who::Person(id) => id,
            Who::Account(account) => {
                let new = PersonId(self.ids.one(db).await?);
                store::agents::person_of(db, account, new, at).await?
            }
        };
        match role {
            Some(role) => store::agents::put(db, person, role, &groups, floor, by, at).await?,
            None => store::agents::remove(db, person, at).await?,
        }
        Ok(())
    }

    /// Puts what is said into the outbox. The rows we may send at once, and the questions among them.
    async fn enqueue(
        &self,
        db: &mut PgConnection,
        sends: Vec<Send>,
        new_cases: &HashSet<CaseId>,
        sheet: Option<&Sheet>,
        now: DateTime<Utc>,
    ) -> Result<(Vec<Held>, HashMap<DialogueId, SendId>), DeskError> {
        let epoch = self.epoch();
        let mut rows: Vec<(NewRow, Option<DialogueId>)> = Vec::with_capacity(sends.len());
        for send in sends {
            let asks = send.asks;
            if let Some(row) = self.row_of(send, new_cases, epoch, now) {
                fold_into(&mut rows, row, asks);
            }
        }
        let new: Vec<NewRow> = rows.iter().map(|(row, _)| row.clone()).collect();
        let ids = store::outbox::add(db, &new, epoch.unwrap_or_default(), now).await?;
        let mut prompts = HashMap::new();
        let mut held = Vec::new();
        for ((row, asks), id) in rows.into_iter().zip(ids) {
            prompts.extend(asks.map(|dialogue| (dialogue, id)));
            if epoch.is_some() && row.not_before <= now {
                held.push(held_of(row, id, sheet));
            }
        }
        Ok((held, prompts))
    }

    /// The outbox row of a send; `None` for the staff side when there is none.
    fn row_of(
        &self,
        send: Send,
        new_cases: &HashSet<CaseId>,
        epoch: Option<i64>,
        now: DateTime<Utc>,
    ) -> Option<NewRow> {
        let Send { to, parcel, urgency, by_hand, not_before, fold, asks: _ } = send;
        let platform = match to {
            To::Person(_, platform) => platform,
            To::Place(place) => place.platform,
            To::Room(_) | To::Staff => {
                let Some(staff) = self.settings.staff else {
                    warn!(event = "desk.staff.missing", "there is no staff side to tell this to");
                    return None;
                };
                staff.platform
            }
        };
        let lane = lane_of(to);
        let first_card = matches!((&parcel, to), (Parcel::Card, To::Room(case)) if new_cases.contains(&case));
        let fold = fold.filter(|_| !first_card);
        let card_at = match (&parcel, to) {
            (Parcel::Card, To::Room(case)) if !first_card => self.lanes.card_after(case, now),
            _ => now,
        };
        let lane_at = self.lanes.waits_until(&lane).unwrap_or(now);
        let not_before = not_before.unwrap_or(now).max(card_at).max(lane_at);
        // Why: a row that may be replaced, waits for its time, or waits for a person when in doubt, is claimed by a
        // statement of its own right before it is sent.
        let leased = epoch.is_some()
            && fold.is_none()
            && !by_hand
            && not_before <= now
            && !self.lanes.is_behind(&lane);
        Some(NewRow {
            lane,
            platform,
            to,
            urgency,
            by_hand,
            parcel,
            leased,
            not_before,
            fold,
            replaces: None,
        })
    }
}

/// The destination whose order a send keeps.
fn lane_of(to: To) -> String {
    match to {
        To::Person(person, platform) => format!("p:{person}:{}", platform.code()),
        To::Room(case) => format!("r:{case}"),
        To::Place(place) => match place.thread {
            Some(thread) => format!("a:{}:{}:{thread}", place.platform.code(), place.chat),
            None => format!("a:{}:{}", place.platform.code(), place.chat),
        },
        To::Staff => "s".to_owned(),
    }
}

/// Adds a row; two of one fold in the same batch become one, as they would in the queue.
fn fold_into(rows: &mut Vec<(NewRow, Option<DialogueId>)>, row: NewRow, asks: Option<DialogueId>) {
    let same = row
        .fold
        .is_some()
        .then(|| rows.iter().position(|(other, _)| other.lane == row.lane && other.fold == row.fold));
    let Some(place) = same.flatten() else {
        rows.push((row, asks));
        return;
    };
    let (mut older, older_asks) = rows.remove(place);
    match (&mut older.parcel, row.parcel) {
        (Parcel::Relay { messages, .. }, Parcel::Relay { messages: more, .. }) => messages.extend(more),
        (parcel, newer) => *parcel = newer,
    }
    older.not_before = older.not_before.max(row.not_before);
    rows.push((older, asks.or(older_asks)));
}

fn held_of(row: NewRow, id: SendId, sheet: Option<&Sheet>) -> Held {
    let known = match row.to {
        To::Person(person, platform) => sheet.and_then(|s| s.known(person, platform)),
        To::Room(_) | To::Place(_) | To::Staff => None,
    };
    Held {
        claimed: row.leased,
        known,
        row: Row {
            id,
            lane: row.lane,
            platform: row.platform,
            to: row.to,
            urgency: row.urgency,
            by_hand: row.by_hand,
            parcel: row.parcel,
            tries: 0,
            doubts: 0,
            remotes: Vec::new(),
        },
    }
}

impl Sheet {
    /// How a person on the sheet reads, and where they are on that platform.
    fn known(&self, person: PersonId, platform: Platform) -> Option<Known> {
        let found = self.people.get(&person).filter(|p| p.account.platform == platform)?;
        Some(Known { lang: found.party.lang, zone: found.party.zone, chat: found.account.id })
    }
}

/// The people a batch met for the first time or anew, and those its decisions changed.
fn people_to_write(changed: Vec<Party>, sheet: Option<&Sheet>) -> Vec<(Party, Account)> {
    let Some(sheet) = sheet else { return Vec::new() };
    let changed: HashSet<PersonId> = changed.into_iter().map(|p| p.id).collect();
    let wanted = sheet.people.values().filter(|p| p.dirty || changed.contains(&p.party.id));
    wanted.map(|p| (p.party.clone(), p.account)).collect()
}

/// Of several states of one case the last.
fn last_of_each(cases: Vec<Case>) -> Vec<Case> {
    let last: BTreeMap<CaseId, Case> = cases.into_iter().map(|c| (c.id, c)).collect();
    last.into_values().collect()
}

/// Writes drafts as they are after the last change, with the rows that ask their questions.
async fn write_dialogues(
    db: &mut PgConnection,
    changes: Vec<DialogueChange>,
    prompts: &HashMap<DialogueId, SendId>,
) -> Result<(), DeskError> {
    let mut last: BTreeMap<DialogueId, Option<DialogueRow>> = BTreeMap::new();
    for change in changes {
        match change {
            DialogueChange::Put(row) => last.insert(row.id, Some(row)),
            DialogueChange::Drop(id) => last.insert(id, None),
        };
    }
    for (dialogue, prompt) in prompts {
        if let Some(Some(row)) = last.get_mut(dialogue) {
            row.prompt = Some(*prompt);
        }
    }
    let gone: Vec<DialogueId> = last.iter().filter(|(_, row)| row.is_none()).map(|(id, _)| *id).collect();
    let rows: Vec<DialogueRow> = last.into_values().flatten().collect();
    store::dialogues::drop(db, &gone).await?;
    store::dialogues::put(db, &rows).await?;
    Ok(())
}
