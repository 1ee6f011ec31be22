//! The staff sides as they are now, at most one a platform: followed to another number, asked what kind of chat it is, waited for when the bot is
//! thrown out of it.
//!
//! The rows in `staff_side` are the truth; what stands in memory is read from them at the beginning of every time in office
//! and after every change. While the bot can't write there, rows for it wait instead of being given up, and one try in a
//! while finds out whether it can again.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;
use tracing::{error, info, warn};

use super::{
    Desk, DeskError,
    courier::{Courier, DeliveryError, Refusal},
    deliver::{Couriers, in_question},
    lanes::Held,
    marks::Ending,
};
use crate::{
    domain::{
        chat::{Address, Incoming, Input, Platform},
        front,
        plan::{Plan, To},
        staff_side::{Homes, StaffSide},
    },
    store::{self, StoreError},
};

/// The longest wait before it is tried again whether the bot can write there.
const LONGEST: TimeDelta = TimeDelta::minutes(5);

/// What is remembered of the staff sides between two looks at their rows.
pub(super) struct Sides(Mutex<BTreeMap<Platform, State>>);

struct State {
    side: StaffSide,
    /// When it is tried next, while the bot can't write there; and how often it was tried in vain.
    next_try: Option<DateTime<Utc>>,
    tries: i16,
}

impl State {
    fn new(side: StaffSide) -> Self {
        Self { side, next_try: None, tries: 0 }
    }
}

impl Sides {
    pub(super) fn new(places: &[Address]) -> Self {
        let sides = places.iter().map(|at| (at.platform, State::new(StaffSide::new(at.platform, at.chat))));
        Self(Mutex::new(sides.collect()))
    }

    fn all<R>(&self, act: impl FnOnce(&mut BTreeMap<Platform, State>) -> R) -> R {
        // Why: nothing panics while the lock is held.
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn with<R>(&self, on: Platform, act: impl FnOnce(&mut State) -> R) -> Option<R> {
        self.all(|sides| sides.get_mut(&on).map(act))
    }
}

impl Desk {
    /// Every staff side there is.
    pub(super) fn sides(&self) -> Vec<StaffSide> {
        self.sides.all(|sides| sides.values().map(|state| state.side.clone()).collect())
    }

    /// The staff side on that platform, as far as there is one.
    pub(super) fn staff_on(&self, on: Platform) -> Option<StaffSide> {
        self.sides.with(on, |state| state.side.clone())
    }

    /// The platforms groups can have their home on.
    pub(super) fn homes(&self) -> Homes {
        Homes::on(self.settings.staff.iter().map(|at| at.platform))
    }

    /// The platforms where the bot can't write to the staff.
    pub(super) fn lost(&self) -> Homes {
        Homes::on(self.sides().into_iter().filter(|side| side.lost_at.is_some()).map(|side| side.platform))
    }

    /// The number of the staff side's chat on that platform, for whoever reads updates.
    pub fn staff_chat(&self, on: Platform) -> Option<i64> {
        self.staff_on(on).map(|side| side.chat)
    }

    /// Whether there is a place of the staff's where the bot can't write.
    pub fn is_staff_lost(&self) -> bool {
        self.lost() != Homes::default()
    }

    /// Until when a row must not be tried, because the bot can't write where it goes.
    pub(super) fn side_wait(&self, to: To, on: Platform) -> Option<DateTime<Utc>> {
        if to.person().is_some() {
            return None;
        }
        let now = self.clock.now();
        self.sides.with(on, |state| state.next_try.filter(|at| *at > now)).flatten()
    }

    /// Reads what is known of the staff sides; a number in the environment that is new begins anew.
    pub(super) async fn settle_sides(&self) -> Result<(), DeskError> {
        for configured in &self.settings.staff {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            let side = store::staff_side::settle(&mut db, configured.platform, configured.chat).await?;
            if side.chat != configured.chat {
                warn!(
                    event = "desk.side.moved",
                    chat = side.chat,
                    "the staff group has the number {} now; set TELEGRAM_STAFF_CHAT to it",
                    side.chat
                );
            }
            self.sides.with(configured.platform, |state| *state = State::new(side));
        }
        Ok(())
    }

    /// Reads the rows of all platforms again, because others may have changed them.
    pub async fn reread_sides(&self) -> Result<(), DeskError> {
        for configured in &self.settings.staff {
            self.reread_side(configured.platform).await?;
        }
        Ok(())
    }

    /// Reads the row of a platform again after it was changed, and lets what is in hand follow.
    pub(super) async fn reread_side(&self, on: Platform) -> Result<(), DeskError> {
        let Some(before) = self.staff_on(on) else { return Ok(()) };
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let Some(side) = store::staff_side::get(&mut db, on).await? else { return Ok(()) };
        drop(db);
        let (moved, back) = (side.chat != before.chat, before.lost_at.is_some() && side.lost_at.is_none());
        let to = side.chat;
        self.sides.with(on, |state| {
            if side.lost_at.is_none() {
                (state.next_try, state.tries) = (None, 0);
            }
            state.side = side;
        });
        if moved {
            self.lanes.follow(before.platform, before.chat, to);
        }
        if back || moved {
            self.lanes.wake_staff();
            self.wake.notify_one();
        }
        Ok(())
    }

    /// Something happened to the staff side as a whole: the rows it changes, and who is told.
    pub(super) async fn side_happened(
        &self,
        db: &mut PgConnection,
        incoming: &Incoming,
    ) -> Result<Plan, DeskError> {
        let on = incoming.place.platform;
        match incoming.input {
            Input::Moved { from, to } => self.side_moved(db, on, from, to).await,
            Input::Removed => self.side_lost(db, on, "removed").await,
            Input::Admitted => self.side_regained(db, on).await,
            _ => Ok(Plan::default()),
        }
    }

    async fn side_moved(
        &self,
        db: &mut PgConnection,
        on: Platform,
        from: i64,
        to: i64,
    ) -> Result<Plan, DeskError> {
        let Some(live) = store::staff_side::follow(db, on, from, to).await? else {
            return Ok(Plan::default());
        };
        warn!(
            event = "desk.side.moved",
            from, to, "the staff group has the number {to} now; set TELEGRAM_STAFF_CHAT to it"
        );
        let admins = store::agents::admins(db, on, to).await?;
        Ok(front::side_moved(&admins, on, to, &live))
    }

    async fn side_lost(&self, db: &mut PgConnection, on: Platform, why: &str) -> Result<Plan, DeskError> {
        if !store::staff_side::lose(db, on, self.clock.now(), why).await? {
            return Ok(Plan::default());
        }
        warn!(event = "desk.side.lost", why, "the bot can't write on the staff side; what goes there waits");
        let chat = self.staff_chat(on).unwrap_or_default();
        Ok(front::side_lost(&store::agents::admins(db, on, chat).await?, on))
    }

    async fn side_regained(&self, db: &mut PgConnection, on: Platform) -> Result<Plan, DeskError> {
        if !store::staff_side::regain(db, on, self.clock.now()).await? {
            return Ok(Plan::default());
        }
        info!(event = "desk.side.regained", "the bot can write on the staff side again");
        let chat = self.staff_chat(on).unwrap_or_default();
        Ok(front::side_regained(&store::agents::admins(db, on, chat).await?, on))
    }

    /// The platform would not take something for the staff side because the bot can't write there: it waits.
    pub(super) async fn found_lost(&self, on: Platform, why: &str) -> Ending {
        let done = async {
            let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
            let plan = self.side_lost(&mut tx, on, why).await?;
            self.commit_side(tx, plan, on).await
        };
        report(done.await);
        let now = self.clock.now();
        let until = self.sides.with(on, |state| {
            state.tries = state.tries.saturating_add(1);
            let until = now + self.backoff(state.tries).map_or(LONGEST, |wait| wait.min(LONGEST));
            state.next_try = Some(until);
            until
        });
        Ending::Waits { until: until.unwrap_or(now + LONGEST), why: why.to_owned() }
    }

    /// Something arrived on the staff side: if it was lost, it is no more.
    pub(super) async fn found_well(&self, to: To, on: Platform) {
        let lost = self.staff_on(on).is_some_and(|side| side.lost_at.is_some());
        if !lost || to.person().is_some() {
            return;
        }
        let done = async {
            let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
            let plan = self.side_regained(&mut tx, on).await?;
            self.commit_side(tx, plan, on).await
        };
        report(done.await);
    }

    /// The platform says that the group has another number: the row goes there.
    pub(super) async fn found_moved(&self, mut held: Held, to: i64) -> (Held, Ending) {
        let now = self.clock.now();
        let on = held.row.platform;
        let Some(from) = self.staff_chat(on) else { return (held, Ending::Again(now)) };
        let done = async {
            let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
            let plan = self.side_moved(&mut tx, on, from, to).await?;
            self.commit_side(tx, plan, on).await
        };
        report(done.await);
        held.follow(on, from, to);
        (held, Ending::Again(now))
    }

    async fn commit_side(
        &self,
        mut tx: sqlx::PgTransaction<'_>,
        plan: Plan,
        on: Platform,
    ) -> Result<(), DeskError> {
        let held = self.carry_out(&mut tx, plan, None).await?;
        self.may_commit(&held)?;
        let _coming = self.lanes.expect(&held);
        if let Err(error) = tx.commit().await {
            self.hand_over(in_question(held));
            return Err(StoreError::from(error).into());
        }
        let reread = self.reread_side(on).await;
        self.hand_over(held);
        reread
    }

    /// Asks the platforms what kinds of chats the staff sides are. Where one does not answer, what was known stays.
    pub async fn look_at_staff<T: Courier>(&self, couriers: &Couriers<T>) {
        for side in self.sides() {
            if let Some(courier) = couriers.of(side.platform) {
                self.ask_side(courier, side.platform).await;
            }
        }
    }

    /// The same of one; whether it is another kind than was known.
    pub(super) async fn ask_side<T: Courier>(&self, courier: &T, on: Platform) -> bool {
        let Some(side) = self.staff_on(on) else { return false };
        let shape = match courier.look(side.place()).await {
            Ok(Some(shape)) => shape,
            Ok(None) => return false,
            Err(DeliveryError::Refused { refusal: Refusal::Moved(to), .. }) => {
                let done = async {
                    let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
                    let plan = self.side_moved(&mut tx, on, side.chat, to).await?;
                    self.commit_side(tx, plan, on).await
                };
                report(done.await);
                return true;
            }
            Err(error) => {
                warn!(event = "desk.side.unasked", "the staff side could not be asked what it is: {error}");
                return false;
            }
        };
        if side.shape == Some(shape) {
            return false;
        }
        let kept = async {
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            store::staff_side::set_shape(&mut db, side.platform, shape).await
        };
        report(kept.await.map_err(DeskError::from));
        info!(
            event = "desk.side.shape",
            shape = shape.name(),
            "the staff side is of the kind {}",
            shape.name()
        );
        self.sides.with(on, |state| state.side.shape = Some(shape));
        side.shape() != shape
    }
}

/// Why no more: what could not be written down is found out and written down again at the next try.
fn report(done: Result<(), DeskError>) {
    if let Err(error) = done {
        error!(event = "desk.side.stuck", "a change of the staff side could not be written down: {error}");
    }
}
