//! How deliveries ended, written down in batches, and what follows from it.
//!
//! Most ends are one line of one statement, on a connection that does not wait for the disk: if Postgres loses it, a
//! message is repeated and nothing else. Ends with consequences (an agent's answer delivered, a message refused) are
//! one durable transaction with them.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;
use tracing::{error, info, warn};

use super::{Desk, DeskError, courier::Refusal, lanes::Held};
use crate::{
    domain::{
        chat::Remote,
        front,
        id::{CaseId, MessageId, SendId},
        phrase::Phrase,
        plan::{Parcel, Plan, Send, Sign, To},
    },
    store::{
        self, Fault, StoreError,
        messages::Copy,
        outbox::{self, Mark},
        outbox_care::{self, Recovered},
    },
};

/// Before a delivery nobody knows the fate of is repeated.
const DOUBT: TimeDelta = TimeDelta::seconds(5);

/// A row and how it ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) held: Held,
    pub(super) ending: Ending,
}

/// How sending a row ended.
#[derive(Debug)]
pub(super) enum Ending {
    /// The platform accepted every part.
    Sent {
        /// Where the copies of people's messages stand now.
        copies: Vec<Copy>,
        /// When the last part was accepted.
        at: DateTime<Utc>,
    },
    /// It certainly did not happen.
    NotSent { retry_after: Option<Duration>, why: String },
    /// Nobody knows.
    Uncertain { why: String },
    /// The platform won't.
    Refused { refusal: Refusal, why: String },
    /// Nothing was tried yet: the pace says when.
    PutBack(DateTime<Utc>),
    /// Something in the way was removed; at once again.
    Again(DateTime<Utc>),
    /// It is somebody else's by now.
    Gone,
    /// It waits in its lane until then; what became of this try is to be written down.
    Postponed { until: DateTime<Utc>, why: String },
    /// A person decides.
    InDoubt { why: String },
}

impl Desk {
    /// Takes a row out of its lane, or puts it back. What there is to write down.
    pub(super) fn leave_lane(&self, ended: Ended) -> Option<Ended> {
        let Ended { mut held, ending } = ended;
        let now = self.clock.now();
        let (id, lane) = (held.row.id, held.row.lane.clone());
        match ending {
            Ending::PutBack(until) | Ending::Again(until) => {
                self.lanes.put_back(held, until);
                None
            }
            Ending::Gone => {
                self.lanes.arrived(id, None);
                self.lanes.finish(&lane, None);
                None
            }
            Ending::NotSent { retry_after, why } => {
                held.row.tries += 1;
                let asked = retry_after.and_then(|d| TimeDelta::from_std(d).ok());
                match asked.or_else(|| self.backoff(held.row.tries)) {
                    Some(wait) if held.row.tries < self.settings.attempts || asked.is_some() => {
                        Some(self.postpone(held, now + wait, why))
                    }
                    _ => {
                        self.lanes.arrived(id, None);
                        self.lanes.finish(&lane, None);
                        Some(Ended { held, ending: Ending::Refused { refusal: Refusal::Content, why } })
                    }
                }
            }
            Ending::Uncertain { why } if !held.row.by_hand && held.row.doubts == 0 => {
                held.row.doubts += 1;
                Some(self.postpone(held, now + DOUBT, why))
            }
            Ending::Uncertain { why } => {
                self.lanes.arrived(id, None);
                self.lanes.finish(&lane, None);
                Some(Ended { held, ending: Ending::InDoubt { why } })
            }
            ending => {
                self.lanes.arrived(id, held.row.remotes.first().copied());
                self.lanes.finish(&lane, None);
                Some(Ended { held, ending })
            }
        }
    }

    fn postpone(&self, held: Held, until: DateTime<Utc>, why: String) -> Ended {
        self.lanes.put_back(Held { claimed: false, ..held.clone() }, until);
        Ended { held, ending: Ending::Postponed { until, why } }
    }

    fn backoff(&self, tries: i16) -> Option<TimeDelta> {
        let nth = usize::try_from(tries - 1).unwrap_or_default();
        let waits = &self.settings.backoff;
        waits.get(nth).or(waits.last()).and_then(|d| TimeDelta::from_std(*d).ok())
    }

    /// Writes ends down; while the database is away it waits, because they are worth keeping.
    pub(super) async fn settle(&self, ended: Vec<Ended>) {
        let mut wait = Duration::from_millis(100);
        loop {
            let Some(epoch) = self.epoch() else {
                info!(
                    event = "desk.marks.deposed",
                    count = ended.len(),
                    "the lease is gone; ends are not ours to write"
                );
                return;
            };
            let error = match self.try_settle(&ended, epoch).await {
                Ok(()) => break,
                Err(error) => error,
            };
            if error.fault() == Fault::Poison {
                error!(event = "desk.marks.poison", "ends of deliveries can't be written: {error}");
                break;
            }
            warn!(
                event = "desk.marks.waiting",
                count = ended.len(),
                "ends of deliveries wait to be written: {error}"
            );
            // Why: real time; what is waited for is the database.
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(5));
        }
        self.lanes.forget(ended.iter().filter(|e| is_over(&e.ending)).map(|e| e.held.row.id));
    }

    async fn try_settle(&self, ended: &[Ended], epoch: i64) -> Result<(), DeskError> {
        let now = self.clock.now();
        let marks: Vec<Mark> = ended.iter().filter_map(mark_of).collect();
        if ended.iter().all(is_plain) {
            let mut db = self.lax.acquire().await.map_err(StoreError::from)?;
            outbox::mark(&mut db, &marks, epoch, now).await?;
            return Ok(());
        }
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        outbox::mark(&mut tx, &marks, epoch, now).await?;
        let mut plan = Plan::default();
        for one in ended {
            plan.absorb(self.consequences(&mut tx, one, epoch).await?);
        }
        let held = self.carry_out(&mut tx, plan, None).await?;
        tx.commit().await.map_err(StoreError::from)?;
        self.hand_over(held);
        Ok(())
    }

    /// What an end changes beyond its own row.
    async fn consequences(&self, db: &mut PgConnection, one: &Ended, epoch: i64) -> Result<Plan, DeskError> {
        let row = &one.held.row;
        match &one.ending {
            Ending::Postponed { until, why } => {
                outbox::postpone(db, row, epoch, *until, why).await?;
                Ok(Plan::default())
            }
            Ending::Sent { copies, at } => {
                store::messages::link(db, copies).await?;
                match &row.parcel {
                    Parcel::Relay { messages, answers: true } => self.answered(db, messages, *at).await,
                    _ => Ok(Plan::default()),
                }
            }
            Ending::Refused { refusal, why } => {
                self.not_delivered(db, one, reason(*refusal, row.tries), why, Some(*refusal)).await
            }
            Ending::InDoubt { why } => {
                self.not_delivered(db, one, Phrase::new("why-uncertain"), why, None).await
            }
            Ending::NotSent { .. }
            | Ending::Uncertain { .. }
            | Ending::PutBack(_)
            | Ending::Again(_)
            | Ending::Gone => Ok(Plan::default()),
        }
    }

    /// An agent's words reached the customer: the agent sees it, and the first ones meet the promise.
    async fn answered(
        &self,
        db: &mut PgConnection,
        messages: &[MessageId],
        at: DateTime<Utc>,
    ) -> Result<Plan, DeskError> {
        let Some(case) = case_of(db, messages).await? else { return Ok(Plan::default()) };
        let mut plan = Plan::default();
        for on in sources(db, messages).await? {
            plan.sends.push(Send::new(To::Room(case), Parcel::Mark { on, sign: Sign::Delivered }));
        }
        let wanted = store::cases::Wanted { ids: vec![case.0], ..store::cases::Wanted::default() };
        let ids = store::cases::lock(db, &wanted).await?;
        if let Some(file) = store::cases::files(db, &ids).await?.into_iter().next() {
            plan.absorb(front::delivered_first_words(case, &file.clocks, at, &self.terms));
        }
        Ok(plan)
    }

    /// Something was not delivered, or nobody knows: its room is told, and can have it sent again.
    async fn not_delivered(
        &self,
        db: &mut PgConnection,
        one: &Ended,
        why: Phrase,
        detail: &str,
        refusal: Option<Refusal>,
    ) -> Result<Plan, DeskError> {
        let row = &one.held.row;
        warn!(event = "desk.delivery.failed", row = row.id.0, lane = %row.lane, "row {} was not delivered: {detail}", row.id);
        if matches!(row.parcel, Parcel::Mark { .. } | Parcel::Card) {
            return Ok(Plan::default());
        }
        let mut plan = Plan::default();
        match (row.to, &row.parcel) {
            (To::Person(person, platform), parcel) => {
                if refusal == Some(Refusal::Blocked) {
                    store::people::set_reachable(db, person, platform, false).await?;
                }
                let (messages, key) = match parcel {
                    Parcel::Relay { messages, .. } => (messages.as_slice(), "undelivered"),
                    Parcel::Revise { message } => (std::slice::from_ref(message), "undelivered"),
                    _ => (&[][..], "undelivered-desk"),
                };
                let case = match case_of(db, messages).await? {
                    Some(case) => Some(case),
                    None => store::cases::live_of(db, person).await?,
                };
                let Some(case) = case else { return Ok(plan) };
                let source = sources(db, messages).await?.into_iter().next();
                plan.absorb(front::undelivered_notice(
                    case,
                    row.id,
                    source,
                    Phrase::new(key).with("why", why),
                ));
                plan.sends.push(Send::card(case));
            }
            (To::Room(case), _) => {
                let file = store::cases::files(db, &[case]).await?.into_iter().next();
                plan.absorb(
                    file.map_or_else(Plan::default, |file| front::room_unreached(&file.case, row.id, why)),
                );
            }
            (To::Place(_) | To::Staff, _) => {
                error!(
                    event = "desk.staff.unreachable",
                    row = row.id.0,
                    "the staff side could not be told something"
                );
            }
        }
        Ok(plan)
    }

    /// A new epoch begins: what a dead process was sending is in doubt.
    pub(super) async fn take_over(&self, epoch: i64) -> Result<(), DeskError> {
        self.lanes.clear();
        let recovered = self.recover(epoch).await?;
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        for (lane, until) in outbox_care::postponed(&mut db, self.clock.now()).await? {
            self.lanes.wait(&lane, until);
        }
        info!(
            event = "desk.lease.taken",
            epoch,
            repeated = recovered.repeated,
            by_hand = recovered.by_hand.len(),
            "holding the lease under epoch {epoch}; {} interrupted deliveries are repeated",
            recovered.repeated
        );
        Ok(())
    }

    /// What dead epochs were sending is repeated, or shown to a person.
    async fn recover(&self, epoch: i64) -> Result<Recovered, DeskError> {
        let now = self.clock.now();
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let recovered = outbox_care::recover(&mut tx, epoch, now).await?;
        let mut plan = Plan::default();
        for id in &recovered.by_hand {
            plan.absorb(self.in_doubt(&mut tx, *id).await?);
        }
        let held = self.carry_out(&mut tx, plan, None).await?;
        tx.commit().await.map_err(StoreError::from)?;
        self.lanes.queued_unread();
        self.hand_over(held);
        Ok(recovered)
    }

    /// The notice about a row that waits for a person.
    async fn in_doubt(&self, db: &mut PgConnection, id: SendId) -> Result<Plan, DeskError> {
        let Some(row) = outbox::get(db, id).await? else { return Ok(Plan::default()) };
        let held = Held { row, claimed: true, known: None };
        let one = Ended { held, ending: Ending::InDoubt { why: "interrupted".to_owned() } };
        self.not_delivered(db, &one, Phrase::new("why-uncertain"), "interrupted", None).await
    }

    /// Rows that are marked as being sent although nothing sends them go back into the queue.
    pub async fn find_forgotten(&self) -> Result<usize, DeskError> {
        let Some(epoch) = self.epoch() else { return Ok(0) };
        let now = self.clock.now();
        // Why again: a dead process' last transaction may have been committed after we took over.
        let late = self.recover(epoch).await?;
        let late = late.by_hand.len() + usize::try_from(late.repeated).unwrap_or_default();
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let rows = outbox_care::sending_since(&mut db, epoch, now - TimeDelta::minutes(1)).await?;
        let held = self.lanes.held();
        let forgotten: Vec<SendId> = rows.into_iter().filter(|id| !held.contains(id)).collect();
        if !forgotten.is_empty() {
            outbox_care::requeue(&mut db, &forgotten, now).await?;
            warn!(
                event = "desk.outbox.forgotten",
                count = forgotten.len(),
                "rows nobody was sending are queued again"
            );
        }
        Ok(late + forgotten.len())
    }
}

/// The case of messages that belong together.
async fn case_of(db: &mut PgConnection, messages: &[MessageId]) -> Result<Option<CaseId>, StoreError> {
    Ok(store::messages::shown(db, messages).await?.into_iter().find_map(|m| m.case))
}

/// Where the authors of messages wrote them.
async fn sources(db: &mut PgConnection, messages: &[MessageId]) -> Result<Vec<Remote>, StoreError> {
    let copies = store::messages::copies(db, messages).await?;
    Ok(copies.into_iter().filter(|c| c.source).map(|c| c.remote).collect())
}

/// Whether a row's lane is done with it.
const fn is_over(ending: &Ending) -> bool {
    matches!(ending, Ending::Sent { .. } | Ending::Refused { .. } | Ending::InDoubt { .. })
}

/// Whether an end is its own row's alone.
fn is_plain(one: &Ended) -> bool {
    matches!(&one.ending, Ending::Sent { copies, .. } if copies.is_empty())
        && !matches!(one.held.row.parcel, Parcel::Relay { .. })
}

fn mark_of(one: &Ended) -> Option<Mark> {
    let (state, problem) = match &one.ending {
        Ending::Sent { .. } => (outbox::SENT, None),
        Ending::Refused { why, .. } => (outbox::UNDELIVERED, Some(why.clone())),
        Ending::InDoubt { why } => (outbox::UNCERTAIN, Some(why.clone())),
        _ => return None,
    };
    Some(Mark { id: one.held.row.id, state, remotes: one.held.row.remotes.clone(), problem })
}

/// A refusal in words for the room.
fn reason(refusal: Refusal, tries: i16) -> Phrase {
    Phrase::new(match refusal {
        Refusal::Blocked => "why-blocked",
        Refusal::ChatGone | Refusal::RoomGone | Refusal::MessageGone | Refusal::Moved(_) => "why-chat-gone",
        Refusal::Forbidden | Refusal::Token => "why-forbidden",
        Refusal::Content if tries > 0 => "why-given-up",
        Refusal::Content => "why-content",
    })
}
