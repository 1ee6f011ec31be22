//! Delivery: rows leave in order per destination, many destinations at once, and how they ended is written down in
//! batches.
//!
//! The loop takes no input: what it is handed is a hint, and the table says what is due. While one batch of ends is
//! being written the next one gathers.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;
use tokio::sync::watch;
use tracing::{error, warn};

use super::{
    Desk, DeskError,
    bring::Missing,
    calls::{instead, is_paced, only_for_who_asked},
    courier::{Act, Courier, Delivery, DeliveryError, Receipt, Refusal},
    destination::Destination,
    fence::Fenced,
    lanes::Held,
    marks::{Ended, Ending},
    obstacles::ending_of,
    shared::News,
    show::{Step, What, over},
    work::Work,
};
use crate::{
    domain::{
        chat::{Address, Platform, Remote},
        id::SendId,
        phrase::{Phrase, Say},
        plan::{Parcel, Plan, Post, Send, To},
    },
    store::{
        self, StoreError,
        messages::Copy,
        outbox::{Claim, Due},
    },
};

/// How often the table is read although nobody said there was anything.
const LOOK: Duration = Duration::from_secs(1);

/// How long a row waits where the lease was not renewed in time.
const HELD_UP: TimeDelta = TimeDelta::milliseconds(200);

/// The couriers there are.
pub struct Couriers<T> {
    /// Telegram's, when it is on.
    pub telegram: Option<T>,
    /// Discord's, when it is on.
    pub discord: Option<T>,
}

impl<T: Courier> Couriers<T> {
    pub(super) fn of(&self, platform: Platform) -> Option<&T> {
        match platform {
            Platform::Telegram => self.telegram.as_ref(),
            Platform::Discord => self.discord.as_ref(),
        }
    }
}

impl Desk {
    /// Delivers until told to stop, then finishes what is on its way.
    pub async fn deliver<T: Courier + 'static>(
        self: &Arc<Self>,
        couriers: &Arc<Couriers<T>>,
        mut stop: watch::Receiver<bool>,
    ) {
        let mut work = Work::default();
        // Why besides the signals, and in real time: rows also come from processes that have died or stand by.
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let shared = self.settings.shared_intake;
        let mut news = News::default();
        while !*stop.borrow() {
            work.start_all(self, couriers);
            let next = self.lanes.next_time(self.clock.now());
            tokio::select! {
                biased;
                _ = stop.changed() => break,
                // Why real time: other processes write rows at any moment, and tell nobody. Why before the rest: that is never idle
                // for long while there is much to do.
                () = tokio::time::sleep_until(news.next), if shared => self.glance(&mut news).await,
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
    pub async fn deliver_due<T: Courier + 'static>(self: &Arc<Self>, couriers: &Arc<Couriers<T>>) {
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
        self.fetching.committed();
        // Why: rows in hand are sent as they are; the table is read again only for what the lanes had no room for.
        let news = if self.lanes.accept(held) { &self.handed } else { &self.wake };
        news.notify_one();
    }

    /// Commits, and what was said is in hand from then on.
    pub(super) async fn commit(&self, tx: PgTransaction<'_>, held: Vec<Held>) -> Result<(), StoreError> {
        self.may_commit(&held)?;
        let _coming = self.lanes.expect(&held);
        let done = tx.commit().await;
        self.hand_over(if done.is_ok() { held } else { in_question(held) });
        Ok(done?)
    }

    /// Takes due rows of the table in hand.
    pub(super) async fn look(&self) {
        if self.epoch().is_none() {
            // Why not while it is late: what is in hand is still ours, if it is renewed, and nobody else would send it.
            if !self.is_late() {
                self.lanes.clear();
            }
            return;
        }
        let look = self.lanes.begin_look();
        let due = async {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            store::outbox::due(&mut db, self.clock.now(), self.settings.batch).await
        };
        match due.await {
            Ok(Due { rows, spoiled }) => {
                let found = i64::try_from(rows.len() + spoiled.len()).unwrap_or(i64::MAX);
                let rows =
                    if self.settings.shared_intake { self.without_early_cards(rows).await } else { rows };
                let held = rows.into_iter().map(Held::read).collect();
                self.lanes.end_look(look, held, found < self.settings.batch);
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
        Ok(self.commit(tx, held).await?)
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
                let again = self.clock.now() + TimeDelta::seconds(1);
                // Why asked: its claim may have been made, and the answer lost, or what came after it failed.
                Ended { held: Held { asked: true, ..held }, ending: Ending::Again(again) }
            }
        }
    }

    async fn try_send<T: Courier>(&self, couriers: &Couriers<T>, mut held: Held) -> Result<Ended, DeskError> {
        let Some(epoch) = self.epoch() else { return Ok(self.held_up(held)) };
        // Why not "claimed by us": what an earlier time in office of this very process claimed, another may have sent since.
        if held.claimed != Some(epoch) {
            let claim = Claim { id: held.row.id, epoch, asked: held.asked };
            match self.claim(claim).await? {
                Some(row) => held = Held { row, claimed: Some(epoch), asked: false, ..held },
                None => return Ok(Ended { held, ending: Ending::Gone }),
            }
        }
        held = self.led_home(held).await?;
        if let Some(until) = self.lanes.shut_until(held.row.platform, self.clock.now()) {
            let why = "the platform does not accept the token".to_owned();
            return Ok(Ended { held, ending: Ending::Waits { until, why } });
        }
        if let Some(until) = self.side_wait(held.row.to, held.row.platform) {
            let why = "the bot can't write on the staff side".to_owned();
            return Ok(Ended { held, ending: Ending::Waits { until, why } });
        }
        let Some(courier) = couriers.of(held.row.platform) else {
            return Ok(refused(held, Refusal::ChatGone, "the platform is off"));
        };
        let courier = &Fenced { desk: self, epoch, courier };
        let destination = match self.destination(courier, &held).await? {
            Ok(destination) => destination,
            Err(ending) => return Ok(self.failed(courier, held, ending, None, None).await),
        };
        let steps = self.steps(&held, &destination).await?;
        self.walk(couriers, courier, held, &destination, steps).await
    }

    /// The lease may have run out: nothing is begun. It is renewed in a moment, and the row is still the first of its lane, or
    /// it is another's, and the lanes are thrown away.
    fn held_up(&self, held: Held) -> Ended {
        Ended { held, ending: Ending::PutBack(self.clock.now() + HELD_UP) }
    }

    /// Makes the calls that are not made yet, one after the other.
    async fn walk<T: Courier>(
        &self,
        couriers: &Couriers<T>,
        courier: &impl Courier,
        mut held: Held,
        destination: &Destination,
        steps: Vec<Step>,
    ) -> Result<Ended, DeskError> {
        let place = destination.place;
        let (mut copies, mut first) = (Vec::new(), true);
        let mut posted = held.row.remotes.clone();
        let mut behind = held.row.remotes.len();
        for (n, step) in steps.into_iter().enumerate() {
            if step.yields > 0 && behind >= step.yields {
                let made = &held.row.remotes[held.row.remotes.len() - behind..];
                copies.extend(copies_of(&step, made, place, false));
                behind -= step.yields;
                continue;
            }
            if is_paced(&held.row.parcel, &step.what)
                && let Some(until) = self.lanes.chat_wait(place, self.clock.now())
            {
                return Ok(Ended { held, ending: Ending::PutBack(until) });
            }
            if n > 0 {
                self.lanes.count_more(self.clock.now());
            }
            let made = match self.make(couriers, courier, &held, destination, (n, first), &step).await {
                Ok(made) => made,
                Err(error) => {
                    // Why not as an error: what was accepted already is to be remembered, and a row that can never be
                    // prepared must end at some time.
                    warn!(
                        event = "desk.delivery.store",
                        row = held.row.id.0,
                        "row {} broke off: {error}",
                        held.row.id
                    );
                    let why = "the database did not give what it takes".to_owned();
                    return Ok(Ended { held, ending: Ending::NotSent { retry_after: None, why } });
                }
            };
            first = false;
            let Some(Made { answer, act, missing }) = made else { return Ok(self.held_up(held)) };
            match answer {
                Ok(Receipt { messages, .. }) => {
                    let words = matches!(act, Some(Act::Post { .. }));
                    copies.extend(copies_of(&step, &messages, place, words));
                    posted.extend(&messages);
                    if step.yields > 0 {
                        held.row.remotes.extend(messages);
                    }
                    held.missing.extend(missing);
                }
                Err(error) => {
                    let ending = ending_of(error);
                    return Ok(self.failed(courier, held, ending, act.as_ref(), Some(place)).await);
                }
            }
        }
        self.found_well(held.row.to, held.row.platform).await;
        if let (Parcel::Card, To::Room(case)) = (&held.row.parcel, held.row.to) {
            self.lanes.card_edited(case, self.clock.now());
        }
        let posts = posts_of(&held, &posted, &copies, place);
        Ok(Ended { held, ending: Ending::Sent { copies, posts, at: self.clock.now() } })
    }

    /// Makes one call, or another in its place where the platform won't have it. `None` when the lease may have run
    /// out, or was another's meanwhile: what is not begun isn't ours.
    async fn make<T: Courier>(
        &self,
        couriers: &Couriers<T>,
        courier: &impl Courier,
        held: &Held,
        destination: &Destination,
        (n, first): (usize, bool),
        step: &Step,
    ) -> Result<Option<Made>, DeskError> {
        let mut missing = Vec::new();
        let mut permit = None;
        let act = match &step.what {
            What::Act(act) => act.clone(),
            What::Bring(bring) => {
                match self.bring(couriers, bring, destination.voice, held.row.tries).await? {
                    Ok(brought) => {
                        (missing, permit) = (brought.missing, Some(brought.permit));
                        brought.act
                    }
                    Err(error) => return Ok(Some(Made { answer: Err(error), act: None, missing })),
                }
            }
        };
        let act = only_for_who_asked(&held.row.parcel, act, n);
        if !self.is_ours(held) {
            return Ok(None);
        }
        let delivery = Delivery {
            nonce: format!("{}.{n}", held.row.id),
            place: destination.place,
            under: destination.under,
            act,
        };
        // Why the first alone: of the parts behind it nothing was tried.
        if first && let Some(answer) = self.made_before(courier, held, &delivery).await? {
            return Ok(Some(Made { answer, act: Some(delivery.act), missing }));
        }
        let mut answer = courier.deliver(&delivery).await;
        if let Some(act) = instead(&held.row.parcel, &answer, &delivery.act) {
            answer = courier.deliver(&Delivery { act, ..delivery.clone() }).await;
        }
        let answer = self.upload_instead(courier, &held.row.parcel, &delivery, answer).await?;
        drop(permit);
        Ok(Some(Made { answer, act: Some(delivery.act), missing }))
    }
}

/// What came of a call.
struct Made {
    answer: Result<Receipt, DeliveryError>,
    /// The call, where it came to one.
    act: Option<Act>,
    /// Files it could not show.
    missing: Vec<Missing>,
}

/// Rows whose COMMIT nobody heard back from. Why in hand all the same: where it was done they are marked as ours, and nobody else
/// sends them; where it was not, there is nothing to claim.
pub(super) fn in_question(held: Vec<Held>) -> Vec<Held> {
    held.into_iter().map(Held::in_question).collect()
}

fn refused(held: Held, refusal: Refusal, why: &str) -> Ended {
    Ended { held, ending: Ending::Refused { refusal, why: why.to_owned() } }
}

/// What was posted into a case's room and is no copy of a message: it belongs to the case all the same.
fn posts_of(held: &Held, posted: &[i64], copies: &[Copy], place: Address) -> Vec<Post> {
    let To::Room(case) = held.row.to else { return Vec::new() };
    let at = |id: &i64| place.remote(*id);
    let is_copy = |remote: &Remote| copies.iter().any(|copy| copy.remote == *remote);
    posted.iter().map(at).filter(|remote| !is_copy(remote)).map(|at| Post { case, at }).collect()
}

/// Where the copies stand that a call made. Files that were brought over stand in one message; `words` = words are in
/// their place.
fn copies_of(step: &Step, remotes: &[i64], place: Address, words: bool) -> Vec<Copy> {
    let together = matches!(step.what, What::Bring(_));
    let copies = step.copies.iter().enumerate();
    copies
        .filter_map(|(n, (message, part))| {
            let remote = place.remote(*remotes.get(if together { 0 } else { n })?);
            let part = if together && words { over::IN_ITS_PLACE } else { *part };
            Some(Copy { message: *message, remote, part, source: false })
        })
        .collect()
}
