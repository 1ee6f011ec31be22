//! Delivery: rows leave in order per destination, many destinations at once, and how they ended is written down in
//! batches.
//!
//! The loop takes no input: what it is handed is a hint, and the table says what is due. While one batch of ends is
//! being written the next one gathers.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tracing::{error, warn};

use super::{
    Desk, DeskError,
    carry_out::Known,
    courier::{Act, Courier, Delivery, DeliveryError, Receipt, Refusal},
    lanes::Held,
    marks::{Ended, Ending},
    show::{Step, Voice},
    work::Work,
};
use crate::{
    domain::{
        chat::{Address, Platform, Remote},
        id::SendId,
        phrase::{Phrase, Say},
        plan::{Parcel, Plan, Send, To},
    },
    store::{self, StoreError, messages::Copy, outbox::Due},
};

/// How often the table is read although nobody said there was anything.
const LOOK: Duration = Duration::from_secs(1);

/// How often a row is tried again at once because its room or card was gone.
const AT_ONCE_AGAIN: i16 = 4;

/// Between two tries while the platform does not accept our token.
const TOKEN_PAUSE: Duration = Duration::from_mins(1);

/// The couriers there are.
pub struct Couriers<T> {
    /// Telegram's, when it is on.
    pub telegram: Option<T>,
}

impl<T: Courier> Couriers<T> {
    fn of(&self, platform: Platform) -> Option<&T> {
        match platform {
            Platform::Telegram => self.telegram.as_ref(),
            Platform::Discord => None,
        }
    }
}

/// Where a row goes, and who reads it there.
pub(super) struct Destination {
    pub(super) place: Address,
    pub(super) voice: Voice,
    /// The room was opened just now, its card posted with it.
    pub(super) fresh: bool,
    pub(super) card: Option<i64>,
}

impl Desk {
    /// Delivers until told to stop, then finishes what is on its way.
    pub async fn deliver<T: Courier>(
        self: &Arc<Self>,
        couriers: &Arc<Couriers<T>>,
        mut stop: watch::Receiver<bool>,
    ) {
        let mut work = Work::default();
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        while !*stop.borrow() {
            work.start_all(self, couriers);
            let next = self.lanes.next_time(self.clock.now());
            tokio::select! {
                biased;
                _ = stop.changed() => break,
                () = work.progress(self), if work.is_busy() => {}
                () = self.handed.notified() => {}
                () = self.wake.notified() => self.look().await,
                () = self.clock.sleep_until(next.unwrap_or(DateTime::<Utc>::MAX_UTC)), if next.is_some() => {}
                _ = look.tick() => self.look().await,
            }
        }
        while work.is_busy() {
            work.progress(self).await;
        }
    }

    /// Delivers everything that is due now, and returns when nothing is left to do at this instant.
    pub async fn deliver_due<T: Courier>(self: &Arc<Self>, couriers: &Arc<Couriers<T>>) {
        let mut work = Work::default();
        loop {
            self.look().await;
            work.start_all(self, couriers);
            if !work.is_busy() {
                return;
            }
            while work.is_busy() {
                work.progress(self).await;
                work.start_all(self, couriers);
            }
        }
    }

    /// Rows that were committed are in hand from now on.
    pub(super) fn hand_over(&self, held: Vec<Held>) {
        // Why: rows in hand are sent as they are; the table is read again only for what the lanes had no room for.
        let news = if self.lanes.accept(held) { &self.handed } else { &self.wake };
        news.notify_one();
    }

    /// Takes due rows of the table in hand.
    async fn look(&self) {
        if self.epoch().is_none() {
            self.lanes.clear();
            return;
        }
        self.lanes.look_again();
        let due = async {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            store::outbox::due(&mut db, self.clock.now(), self.settings.batch).await
        };
        match due.await {
            Ok(Due { rows, spoiled }) => {
                let held = rows.into_iter().map(|row| Held { row, claimed: false, known: None }).collect();
                // Why the answer does not matter: what there was no room for is read again at the next look.
                let _ = self.lanes.accept(held);
                if !spoiled.is_empty()
                    && let Err(error) = self.set_aside(&spoiled).await
                {
                    warn!(event = "desk.outbox.spoiled.stuck", "spoiled rows can't be set aside: {error}");
                }
            }
            Err(error) => {
                warn!(event = "desk.outbox.unreadable", %error, code = error.code(), "can't read the outbox: {error}");
            }
        }
    }

    /// Rows nobody can read step aside, and the staff is told.
    async fn set_aside(&self, spoiled: &[(SendId, StoreError)]) -> Result<(), DeskError> {
        let mut plan = Plan::default();
        for (row, why) in spoiled {
            error!(event = "desk.outbox.spoiled", row = row.0, %why, "row {row} of the outbox can't be read: {why}");
            let notice = Phrase::new("quarantined").with("id", row.0);
            plan.sends.push(Send::say(To::Staff, Say::line(notice)));
        }
        let ids: Vec<SendId> = spoiled.iter().map(|(row, _)| *row).collect();
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        store::outbox_care::set_aside(&mut tx, &ids, self.clock.now()).await?;
        let held = self.carry_out(&mut tx, plan, None).await?;
        tx.commit().await.map_err(StoreError::from)?;
        self.hand_over(held);
        Ok(())
    }

    /// Sends one row, as far as it goes.
    pub(super) async fn send<T: Courier>(&self, couriers: &Couriers<T>, held: Held) -> Ended {
        match self.try_send(couriers, held.clone()).await {
            Ok(ended) => ended,
            Err(error) => {
                // Why: the store failed before or between calls; the row is tried again soon, and its marks say how
                // far it got.
                warn!(
                    event = "desk.delivery.store",
                    row = held.row.id.0,
                    code = match &error {
                        DeskError::Store(e) => e.code(),
                        DeskError::Panicked => String::new(),
                    },
                    "row {} could not be prepared: {error}",
                    held.row.id
                );
                let again = self.clock.now() + chrono::TimeDelta::seconds(1);
                Ended { held, ending: Ending::Again(again) }
            }
        }
    }

    async fn try_send<T: Courier>(&self, couriers: &Couriers<T>, mut held: Held) -> Result<Ended, DeskError> {
        let Some(epoch) = self.epoch() else { return Ok(Ended { held, ending: Ending::Gone }) };
        if !held.claimed {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            match store::outbox::claim(&mut db, held.row.id, epoch).await? {
                Some(row) => held = Held { row, claimed: true, known: held.known },
                None => return Ok(Ended { held, ending: Ending::Gone }),
            }
        }
        let Some(courier) = couriers.of(held.row.platform) else {
            return Ok(refused(held, Refusal::ChatGone, "the platform is off"));
        };
        let destination = match self.destination(courier, &held).await? {
            Ok(destination) => destination,
            Err(ending) => return Ok(not_for_ever(held, ending)),
        };
        let steps = self.steps(&held, &destination).await?;
        self.walk(courier, held, &destination, steps).await
    }

    /// Makes the calls that are not made yet, one after the other.
    async fn walk<T: Courier>(
        &self,
        courier: &T,
        mut held: Held,
        destination: &Destination,
        steps: Vec<Step>,
    ) -> Result<Ended, DeskError> {
        let mut copies = Vec::new();
        let mut behind = held.row.remotes.len();
        for (n, step) in steps.into_iter().enumerate() {
            if step.yields > 0 && behind >= step.yields {
                copies.extend(copies_of(
                    &step,
                    &held.row.remotes[held.row.remotes.len() - behind..],
                    destination.place,
                ));
                behind -= step.yields;
                continue;
            }
            if is_paced(&step.act)
                && let Some(until) = self.lanes.chat_wait(destination.place.chat, self.clock.now())
            {
                return Ok(Ended { held, ending: Ending::PutBack(until) });
            }
            let delivery = Delivery {
                nonce: format!("{}.{n}", held.row.id),
                place: destination.place,
                act: step.act.clone(),
            };
            if self.epoch().is_none() {
                // Why: the lease may have run out while the step before took its time; what is not begun isn't ours.
                return Ok(Ended { held, ending: Ending::Gone });
            }
            if n > 0 {
                self.lanes.count_more(self.clock.now());
            }
            match courier.deliver(&delivery).await {
                Ok(Receipt { messages, .. }) => {
                    copies.extend(copies_of(&step, &messages, destination.place));
                    if step.yields > 0 {
                        held.row.remotes.extend(messages);
                    }
                }
                Err(error) => return Ok(self.failed(held, error).await),
            }
        }
        if let (Parcel::Card, To::Room(case)) = (&held.row.parcel, held.row.to) {
            self.lanes.card_edited(case, self.clock.now());
        }
        Ok(Ended { held, ending: Ending::Sent { copies, at: self.clock.now() } })
    }

    async fn failed(&self, held: Held, error: DeliveryError) -> Ended {
        let ending = match (error, held.row.to) {
            (DeliveryError::NotSent { retry_after, why }, _) => Ending::NotSent { retry_after, why },
            (DeliveryError::Uncertain { why }, _) => Ending::Uncertain { why },
            // Why: a token that no longer counts is the operator's to mend; nothing is lost over it meanwhile.
            (DeliveryError::Refused { refusal: Refusal::Token, why }, _) => {
                Ending::NotSent { retry_after: Some(TOKEN_PAUSE), why }
            }
            (DeliveryError::Refused { refusal: Refusal::RoomGone, .. }, To::Room(case)) => {
                self.room_is_gone(case).await
            }
            (DeliveryError::Refused { refusal: Refusal::MessageGone, .. }, To::Room(case))
                if held.row.parcel == Parcel::Card =>
            {
                self.card_is_gone(case).await
            }
            (DeliveryError::Refused { refusal, why }, _) => Ending::Refused { refusal, why },
        };
        not_for_ever(held, ending)
    }

    async fn destination<T: Courier>(
        &self,
        courier: &T,
        held: &Held,
    ) -> Result<Result<Destination, Ending>, DeskError> {
        let gone = |why: &str| Ending::Refused { refusal: Refusal::ChatGone, why: why.to_owned() };
        let staff = |place| Destination { place, voice: self.staff_voice(), fresh: false, card: None };
        if let Parcel::Mark { on, .. } = &held.row.parcel {
            return Ok(Ok(staff(Address { platform: on.platform, chat: on.chat, thread: None })));
        }
        match held.row.to {
            To::Place(place) => Ok(Ok(staff(place))),
            To::Staff => Ok(self.settings.staff.map(staff).ok_or_else(|| gone("there is no staff side"))),
            To::Room(case) => self.room(courier, case).await,
            To::Person(person, platform) => {
                let known = match held.known {
                    Some(known) => Some(known),
                    None => {
                        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
                        let reader = store::people::reader(&mut db, person, platform).await?;
                        reader.and_then(|r| r.chat.map(|chat| Known { lang: r.lang, zone: r.zone, chat }))
                    }
                };
                Ok(known
                    .map(|Known { lang, zone, chat }| Destination {
                        place: Address { platform, chat, thread: None },
                        voice: Voice { lang, zone, staff: false },
                        fresh: false,
                        card: None,
                    })
                    .ok_or_else(|| gone("they have no chat there")))
            }
        }
    }

    /// The calls a row takes.
    async fn steps(&self, held: &Held, to: &Destination) -> Result<Vec<Step>, DeskError> {
        let step = |act| vec![Step { act, copies: Vec::new(), yields: 0 }];
        Ok(match &held.row.parcel {
            Parcel::Say { say, reply_to } => self.show_say(say, *reply_to, to.voice),
            Parcel::Mark { on: Remote { id, .. }, sign } => step(Act::Sign { message: *id, sign: *sign }),
            Parcel::Card => match (to.fresh, to.card, held.row.to) {
                (false, Some(card), To::Room(case)) => {
                    let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
                    let file = store::cases::files(&mut db, &[case]).await?.into_iter().next();
                    file.map(|file| self.card_words(&file))
                        .map_or_else(Vec::new, |(text, rows)| step(Act::Edit { message: card, text, rows }))
                }
                _ => Vec::new(),
            },
            Parcel::Relay { messages, .. } => {
                let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
                self.show_relay(&mut db, messages, to.place, to.voice).await?
            }
            Parcel::Revise { message } => {
                let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
                self.show_revision(&mut db, *message, to.place, to.voice).await?
            }
        })
    }
}

/// What was in the way was removed, and is in the way again: after some tries the wait is a real one.
fn not_for_ever(mut held: Held, ending: Ending) -> Ended {
    if !matches!(ending, Ending::Again(_)) {
        return Ended { held, ending };
    }
    held.row.tries += 1;
    if held.row.tries < AT_ONCE_AGAIN {
        return Ended { held, ending };
    }
    let why = "the room can't be opened again".to_owned();
    Ended { held, ending: Ending::NotSent { retry_after: None, why } }
}

fn refused(held: Held, refusal: Refusal, why: &str) -> Ended {
    Ended { held, ending: Ending::Refused { refusal, why: why.to_owned() } }
}

pub(super) fn ending_of(error: DeliveryError) -> Ending {
    match error {
        DeliveryError::NotSent { retry_after, why } => Ending::NotSent { retry_after, why },
        DeliveryError::Refused { refusal, why } => Ending::Refused { refusal, why },
        DeliveryError::Uncertain { why } => Ending::Uncertain { why },
    }
}

/// Whether a call counts against the pace of its chat.
const fn is_paced(act: &Act) -> bool {
    !matches!(act, Act::Sign { .. } | Act::Pin { .. })
}

fn copies_of(step: &Step, remotes: &[i64], place: Address) -> Vec<Copy> {
    step.copies
        .iter()
        .zip(remotes)
        .map(|((message, part), id)| Copy {
            message: *message,
            remote: Remote { platform: place.platform, chat: place.chat, id: *id },
            part: *part,
            source: false,
        })
        .collect()
}
