//! How deliveries ended, written down in batches, and what follows from it.
//!
//! Most ends are one line of one statement, on a connection that does not wait for the disk: if Postgres loses it, a
//! message is repeated and nothing else. So are the places of what was sent, which are written with them. Ends with
//! consequences (an agent's answer delivered, a message refused) are one durable transaction with them.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;
use tracing::{error, info, warn};

use super::{
    Desk, DeskError, RACES, codes,
    courier::Refusal,
    endings::{is_over, is_plain, leaves_places, mark_and_place, mark_of, reason},
    erase,
    lanes::Held,
};
use crate::{
    domain::{
        chat::Remote,
        front,
        id::{CaseId, MessageId, PersonId},
        phrase::{Phrase, Say},
        plan::{Parcel, Plan, Post, Send, To},
    },
    store::{
        self, Fault, StoreError,
        messages::Copy,
        outbox::{self, Mark},
    },
};

/// Before a delivery nobody knows the fate of is repeated.
const DOUBT: TimeDelta = TimeDelta::seconds(5);

/// The longest wait before a platform that could not be reached is tried again.
const AWAY: TimeDelta = TimeDelta::seconds(10);

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
        /// What else stands in a room now.
        posts: Vec<Post>,
        /// When the last part was accepted.
        at: DateTime<Utc>,
    },
    /// It certainly did not happen.
    NotSent { retry_after: Option<Duration>, why: String },
    /// The platform can't be reached: it waits until it can, however often.
    Unreached { why: String },
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
    /// Nobody can write where it goes: it waits until that is tried again, however often.
    Waits { until: DateTime<Utc>, why: String },
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
                self.lanes.put_back(held, until, false);
                None
            }
            Ending::Gone => {
                self.lanes.arrived(id, None);
                self.lanes.finish(&lane, id, None);
                None
            }
            Ending::Waits { until, why } => Some(postponed(held, until, why)),
            // Why no try is counted: it says nothing of this row, and ever longer waits would outlast the outage.
            Ending::Unreached { why } => {
                let wait = self.backoff(i16::MAX).map_or(AWAY, |longest| longest.min(AWAY));
                Some(postponed(held, now + wait, why))
            }
            Ending::NotSent { retry_after, why } => {
                held.row.tries += 1;
                let asked = retry_after.and_then(|d| TimeDelta::from_std(d).ok());
                match asked.or_else(|| self.backoff(held.row.tries)) {
                    Some(wait) if held.row.tries < self.settings.attempts || asked.is_some() => {
                        Some(postponed(held, now + wait, why))
                    }
                    _ => {
                        self.lanes.end(&lane, id, None);
                        Some(Ended { held, ending: Ending::Refused { refusal: Refusal::Content, why } })
                    }
                }
            }
            Ending::Uncertain { why } if !held.row.by_hand && held.row.doubts == 0 => {
                held.row.doubts += 1;
                Some(postponed(held, now + DOUBT, why))
            }
            Ending::Uncertain { why } => {
                self.lanes.end(&lane, id, None);
                Some(Ended { held, ending: Ending::InDoubt { why } })
            }
            ending => {
                self.lanes.end(&lane, id, held.row.remotes.first().copied());
                Some(Ended { held, ending })
            }
        }
    }

    pub(super) fn backoff(&self, tries: i16) -> Option<TimeDelta> {
        let nth = usize::try_from(tries - 1).unwrap_or_default();
        let waits = &self.settings.backoff;
        waits.get(nth).or(waits.last()).and_then(|d| TimeDelta::from_std(*d).ok())
    }

    /// Writes ends down; while the database is away it waits, because they are worth keeping.
    pub(super) async fn settle(&self, mut ended: Vec<Ended>) {
        let mut wait = Duration::from_millis(100);
        let (mut races, mut again) = (0, false);
        loop {
            self.not_late().await;
            let all = ended.len();
            // Why not those of an earlier time in office: the rows were in doubt since, and are somebody's again.
            ended.retain(|one| self.is_ours(&one.held));
            if ended.len() < all {
                info!(
                    event = "desk.marks.deposed",
                    count = all - ended.len(),
                    "the lease is gone; ends are not ours to write"
                );
            }
            let Some(epoch) = ended.first().and_then(|one| one.held.claimed) else { return };
            let error = match self.write(&mut ended, again, epoch).await {
                Ok(()) => break,
                Err(error) => error,
            };
            again = true;
            let raced = error.fault() == Fault::Race;
            races += u32::from(raced);
            // Why: a rule that is broken however often it is tried is broken by these ends themselves.
            if error.fault() == Fault::Poison || (races > RACES && error.is_broken_rule()) {
                if let [one] = ended.as_slice() {
                    self.mark_bare(one, epoch, &error).await;
                    break;
                }
                // Why one by one: what nobody writes down is taken for not sent, and would be sent again.
                for one in ended {
                    Box::pin(self.settle(vec![one])).await;
                }
                return;
            }
            warn!(
                event = "desk.marks.waiting",
                count = ended.len(),
                "ends of deliveries wait to be written: {error}"
            );
            // Why: real time; what is waited for is the database.
            tokio::time::sleep(wait).await;
            wait = if raced { wait } else { (wait * 2).min(Duration::from_secs(5)) };
        }
        self.written(ended);
    }

    /// The end of a row without what should follow from it, because that can't be had.
    async fn mark_bare(&self, one: &Ended, epoch: i64, why: &DeskError) {
        let row = one.held.row.id;
        error!(
            event = "desk.marks.poison",
            row = row.0,
            "nothing but its end can be written for row {row}: {why}"
        );
        let marks: Vec<Mark> = mark_of(one).into_iter().collect();
        let marked = async {
            let mut db = self.lax.acquire().await.map_err(StoreError::from)?;
            outbox::mark(&mut db, &marks, epoch, self.clock.now()).await
        };
        if let Err(error) = marked.await {
            error!(event = "desk.marks.lost", row = row.0, "the end of row {row} can't be written: {error}");
        }
    }

    pub(super) async fn try_settle(&self, ended: &[Ended], epoch: i64) -> Result<(), DeskError> {
        let now = self.clock.now();
        let marks: Vec<Mark> = ended.iter().filter_map(mark_of).collect();
        if ended.iter().all(is_plain) {
            return self.mark_plainly(ended, &marks, epoch, now).await;
        }
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        mark_and_place(&mut tx, ended, &marks, epoch, now).await?;
        let mut plan = Plan::default();
        for one in ended {
            plan.absorb(self.consequences(&mut tx, one, epoch).await?);
            if codes::is_code(&one.held.row.parcel) && is_over(&one.ending) {
                plan.absorb(self.code_shown(&mut tx, one).await?);
            }
        }
        plan.absorb(self.answered(&mut tx, ended).await?);
        let held = self.carry_out(&mut tx, plan, None).await?;
        Ok(self.commit(tx, held).await?)
    }

    /// Ends that change nothing but their own rows and where things stand.
    async fn mark_plainly(
        &self,
        ended: &[Ended],
        marks: &[Mark],
        epoch: i64,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        if !ended.iter().any(leaves_places) {
            let mut db = self.lax.acquire().await.map_err(StoreError::from)?;
            return Ok(outbox::mark(&mut db, marks, epoch, now).await?);
        }
        let mut tx = self.lax.begin().await.map_err(StoreError::from)?;
        mark_and_place(&mut tx, ended, marks, epoch, now).await?;
        Ok(tx.commit().await.map_err(StoreError::from)?)
    }

    /// What an end changes beyond its own row and where things stand.
    async fn consequences(&self, db: &mut PgConnection, one: &Ended, epoch: i64) -> Result<Plan, DeskError> {
        let row = &one.held.row;
        match &one.ending {
            Ending::Postponed { until, why } => {
                outbox::postpone(db, row, epoch, *until, why).await?;
                Ok(Plan::default())
            }
            Ending::Sent { .. } => {
                let mut plan = self.not_shown(db, &one.held).await?;
                plan.absorb(match &row.parcel {
                    // Why nothing here: what follows from answers is one thing for the whole batch.
                    Parcel::Relay { answers: true, .. } => Plan::default(),
                    parcel @ Parcel::Export { .. } => self.next_part(db, row.to, parcel).await?,
                    _ => self.recalled(db, row.to, &row.parcel, true).await?,
                });
                Ok(plan)
            }
            Ending::Refused { .. } | Ending::InDoubt { .. } if erase::is_recall(&row.parcel) => {
                self.recalled(db, row.to, &row.parcel, false).await
            }
            Ending::Refused { refusal, why } => {
                self.not_delivered(db, one, reason(*refusal, row.tries), why, Some(*refusal)).await
            }
            Ending::InDoubt { why } => {
                self.not_delivered(db, one, Phrase::new("why-uncertain"), why, None).await
            }
            Ending::NotSent { .. }
            | Ending::Unreached { .. }
            | Ending::Uncertain { .. }
            | Ending::PutBack(_)
            | Ending::Again(_)
            | Ending::Waits { .. }
            | Ending::Gone => Ok(Plan::default()),
        }
    }

    /// Something was not delivered, or nobody knows: its room is told, and can have it sent again.
    pub(super) async fn not_delivered(
        &self,
        db: &mut PgConnection,
        one: &Ended,
        why: Phrase,
        detail: &str,
        refusal: Option<Refusal>,
    ) -> Result<Plan, DeskError> {
        let row = &one.held.row;
        warn!(event = "desk.delivery.failed", row = row.id.0, lane = %row.lane, "row {} was not delivered: {detail}", row.id);
        if is_silent(&row.parcel) {
            return Ok(Plan::default());
        }
        let mut plan = Plan::default();
        match (row.to, &row.parcel) {
            (To::Person(person, platform) | To::Customer(person, platform, _), parcel) => {
                if refusal == Some(Refusal::Blocked)
                    && store::people::refused(db, person, platform, self.clock.now()).await?
                {
                    plan.absorb(self.out_of_reach(db, person, platform).await?);
                }
                let (messages, key) = match parcel {
                    Parcel::Relay { messages, .. } => (messages.as_slice(), "undelivered"),
                    Parcel::Revise { message } | Parcel::Swap { message } => {
                        (std::slice::from_ref(message), "undelivered")
                    }
                    _ => (&[][..], "undelivered-desk"),
                };
                let case = case_meant(db, row.to, person, messages).await?;
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
                let told = file.map(|file| {
                    let home = self.homes().of_group(&file.case.group, &self.terms);
                    front::room_unreached(&file.case, row.id, why, home)
                });
                plan.absorb(told.unwrap_or_default());
            }
            // Why not what it said: that was for one alone.
            (To::Place(place), parcel) if let Some(aside) = parcel.aside() => {
                let told = Phrase::new("aside-late").with("name", aside.name.as_str());
                plan.sends.push(Send::say(To::Place(place), Say::line(told)));
            }
            (To::Place(_) | To::Staff | To::Home(_), _) => {
                error!(
                    event = "desk.staff.unreachable",
                    row = row.id.0,
                    "the staff side could not be told something"
                );
            }
        }
        Ok(plan)
    }
}

/// A row whose next try is to be written down; its lane is busy with it until then.
fn postponed(held: Held, until: DateTime<Utc>, why: String) -> Ended {
    Ended { held, ending: Ending::Postponed { until, why } }
}

/// Whether nobody is told when it could not be delivered.
const fn is_silent(parcel: &Parcel) -> bool {
    matches!(
        parcel,
        Parcel::Mark { .. }
            | Parcel::React { .. }
            | Parcel::Card
            | Parcel::Title
            | Parcel::Fold
            | Parcel::Shut
            | Parcel::Unsay { .. }
            | Parcel::Unname { .. }
            | Parcel::Elsewhere { .. }
    )
}

/// The case a row is about: that of its messages, else the one it names, else the newest its person has.
async fn case_meant(
    db: &mut PgConnection,
    to: To,
    person: PersonId,
    messages: &[MessageId],
) -> Result<Option<CaseId>, StoreError> {
    let named = match to {
        To::Customer(_, _, case) => Some(case),
        _ => None,
    };
    match case_of(db, messages).await?.or(named) {
        Some(case) => Ok(Some(case)),
        None => store::cases::live_of(db, person).await,
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
