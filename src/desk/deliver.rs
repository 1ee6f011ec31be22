//! Delivery: rows leave in order per destination, many destinations at once, and how they ended is written down in
//! batches.
//!
//! The loop takes no input: what it is handed is a hint, and the table says what is due. While one batch of ends is
//! being written the next one gathers.

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::{
    sync::watch,
    task::{self, JoinSet},
};
use tracing::{error, warn};

use super::{
    Desk, DeskError,
    carry_out::Known,
    courier::{Act, Courier, Delivery, DeliveryError, Receipt, Refusal},
    lanes::Held,
    marks::{Ended, Ending},
    show::{Step, Voice},
};
use crate::{
    domain::{
        chat::{Address, Platform, Remote},
        id::CaseId,
        plan::{Parcel, To},
    },
    store::{self, StoreError, messages::Copy},
};

/// How often the table is read although nobody said there was anything.
const LOOK: Duration = Duration::from_secs(1);

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
struct Destination {
    place: Address,
    voice: Voice,
    /// The room was opened just now, its card posted with it.
    fresh: bool,
    card: Option<i64>,
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
        self.lanes.accept(held);
        self.wake.notify_one();
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
            Ok(rows) => {
                let held = rows.into_iter().map(|row| Held { row, claimed: false, known: None }).collect();
                self.lanes.accept(held);
            }
            Err(error) => {
                warn!(name: "desk.outbox.unreadable", %error, code = error.code(), "can't read the outbox: {error}");
            }
        }
    }

    /// Sends one row, as far as it goes.
    async fn send<T: Courier>(&self, couriers: &Couriers<T>, held: Held) -> Ended {
        match self.try_send(couriers, held.clone()).await {
            Ok(ended) => ended,
            Err(error) => {
                // Why: the store failed before or between calls; the row is tried again soon, and its marks say how
                // far it got.
                warn!(
                    name: "desk.delivery.store", row = held.row.id.0, code = match &error { DeskError::Store(e) => e.code(), DeskError::Panicked => String::new() },
                    "row {} could not be prepared: {error}", held.row.id
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
            Err(ending) => return Ok(Ended { held, ending }),
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
        Ended { held, ending }
    }

    /// Somebody deleted the room: the next try opens another.
    async fn room_is_gone(&self, case: CaseId) -> Ending {
        warn!(name: "desk.room.gone", case = case.0, "the room of case {case} is gone; opening another");
        let forgotten = async {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            store::rooms::forget(&mut db, case).await
        };
        if let Err(error) = forgotten.await {
            error!(name: "desk.room.stuck", case = case.0, code = error.code(), "can't forget a room: {error}");
        }
        Ending::Again(self.clock.now())
    }

    /// Somebody deleted the card: the next try posts another.
    async fn card_is_gone(&self, case: CaseId) -> Ending {
        let forgotten = async {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            store::rooms::keep_card(&mut db, case, None).await
        };
        if let Err(error) = forgotten.await {
            error!(name: "desk.card.stuck", case = case.0, code = error.code(), "can't forget a card: {error}");
        }
        Ending::Again(self.clock.now())
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

    /// The case's room, opened with its card if it is not there yet.
    async fn room<T: Courier>(
        &self,
        courier: &T,
        case: CaseId,
    ) -> Result<Result<Destination, Ending>, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let known = store::rooms::of_case(&mut db, case).await?;
        let voice = self.staff_voice();
        if let Some(store::rooms::Room { place, card: Some(card) }) = known {
            return Ok(Ok(Destination { place, voice, fresh: false, card: Some(card) }));
        }
        let Some(file) = store::cases::files(&mut db, &[case]).await?.into_iter().next() else {
            return Err(StoreError::Inconsistent { table: "outbox", column: "case_id", key: case.0 }.into());
        };
        drop(db);
        let Some(staff) = self.settings.staff else {
            let why = "there is no staff side".to_owned();
            return Ok(Err(Ending::Refused { refusal: Refusal::ChatGone, why }));
        };
        if let Some(until) = self.lanes.chat_wait(staff.chat, self.clock.now()) {
            return Ok(Err(Ending::PutBack(until)));
        }
        let place = match known {
            Some(room) => room.place,
            None => match self.open_room(courier, &file, staff).await? {
                Ok(place) => place,
                Err(error) => return Ok(Err(ending_of(error))),
            },
        };
        match self.post_card(courier, &file, place).await? {
            Ok(card) => Ok(Ok(Destination { place, voice, fresh: true, card: Some(card) })),
            Err(DeliveryError::Refused { refusal: Refusal::RoomGone, .. }) => {
                Ok(Err(self.room_is_gone(case).await))
            }
            Err(error) => Ok(Err(ending_of(error))),
        }
    }

    async fn open_room<T: Courier>(
        &self,
        courier: &T,
        file: &crate::domain::front::CaseFile,
        staff: Address,
    ) -> Result<Result<Address, DeliveryError>, DeskError> {
        let title = self.room_title(file);
        let delivery =
            Delivery { nonce: format!("room.{}", file.case.id), place: staff, act: Act::OpenRoom { title } };
        let place = match courier.deliver(&delivery).await {
            Ok(receipt) => Address { thread: receipt.thread, ..staff },
            Err(error) => return Ok(Err(error)),
        };
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        store::rooms::keep(&mut db, file.case.id, place, self.clock.now()).await?;
        Ok(Ok(place))
    }

    async fn post_card<T: Courier>(
        &self,
        courier: &T,
        file: &crate::domain::front::CaseFile,
        place: Address,
    ) -> Result<Result<i64, DeliveryError>, DeskError> {
        let case = file.case.id;
        let (text, rows) = self.card_words(file);
        let post =
            Delivery { nonce: format!("card.{case}"), place, act: Act::Post { text, rows, reply_to: None } };
        let card = match courier.deliver(&post).await {
            Ok(receipt) => receipt.messages.first().copied().unwrap_or_default(),
            Err(error) => return Ok(Err(error)),
        };
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        store::rooms::keep_card(&mut db, case, Some(card)).await?;
        drop(db);
        self.lanes.card_edited(case, self.clock.now());
        let pin = Delivery { nonce: format!("pin.{case}"), place, act: Act::Pin { message: card } };
        if let Err(error) = courier.deliver(&pin).await {
            // Why: a card that isn't pinned is still the card; `check` tells of the missing right.
            warn!(name: "desk.card.unpinned", case = case.0, "the card of case {case} is not pinned: {error}");
        }
        Ok(Ok(card))
    }

    /// The calls a row takes.
    async fn steps(&self, held: &Held, to: &Destination) -> Result<Vec<Step>, DeskError> {
        let step = |act| vec![Step { act, copies: Vec::new(), yields: 0 }];
        Ok(match &held.row.parcel {
            Parcel::Say { say, reply_to } => self.show_say(say, *reply_to, to.voice),
            Parcel::Replace { on, say } => step(Act::Edit {
                message: *on,
                text: crate::domain::text::Rich::plain(self.words(&say.lines, to.voice)),
                rows: self.buttons(say, to.voice),
            }),
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

fn refused(held: Held, refusal: Refusal, why: &str) -> Ended {
    Ended { held, ending: Ending::Refused { refusal, why: why.to_owned() } }
}

fn ending_of(error: DeliveryError) -> Ending {
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

/// What a delivery loop has going on.
#[derive(Default)]
struct Work {
    sends: JoinSet<Ended>,
    /// Which lane each send serves.
    lanes: HashMap<task::Id, String>,
    marks: JoinSet<()>,
    ended: Vec<Ended>,
}

impl Work {
    fn is_busy(&self) -> bool {
        !self.sends.is_empty() || !self.marks.is_empty() || !self.ended.is_empty()
    }

    /// Starts every send whose turn it is, and the writing down of what has ended.
    fn start_all<T: Courier>(&mut self, desk: &Arc<Desk>, couriers: &Arc<Couriers<T>>) {
        while let Some(held) = desk.lanes.next(desk.clock.now(), desk.settings.at_once) {
            let (desk, couriers) = (Arc::clone(desk), Arc::clone(couriers));
            let lane = held.row.lane.clone();
            let task = self.sends.spawn(async move { desk.send(&couriers, held).await });
            self.lanes.insert(task.id(), lane);
        }
        self.write_down(desk);
    }

    fn write_down(&mut self, desk: &Arc<Desk>) {
        if self.marks.is_empty() && !self.ended.is_empty() {
            let (desk, ended) = (Arc::clone(desk), std::mem::take(&mut self.ended));
            self.marks.spawn(async move { desk.settle(ended).await });
        }
    }

    /// Waits for the next thing to end, and takes along what else has ended by then.
    async fn progress(&mut self, desk: &Arc<Desk>) {
        tokio::select! {
            Some(done) = self.sends.join_next_with_id() => self.take(desk, done),
            Some(_) = self.marks.join_next() => {}
            else => {}
        }
        while let Some(done) = self.sends.try_join_next_with_id() {
            self.take(desk, done);
        }
        self.write_down(desk);
    }

    fn take(&mut self, desk: &Arc<Desk>, done: Result<(task::Id, Ended), task::JoinError>) {
        match done {
            Ok((id, ended)) => {
                self.lanes.remove(&id);
                self.ended.extend(desk.leave_lane(ended));
            }
            Err(error) => {
                // Why: the row is still marked as being sent; `find_forgotten` takes it up again.
                error!(name: "desk.delivery.panicked", "a delivery fell over");
                if let Some(lane) = self.lanes.remove(&error.id()) {
                    desk.lanes.finish(&lane, Some(desk.clock.now() + chrono::TimeDelta::minutes(2)));
                }
            }
        }
    }
}
