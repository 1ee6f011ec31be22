//! The office: holds the lease, and works while it does. Of several processes on one database one is in office.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, task::JoinSet};
use tracing::{info, warn};

use super::{courier::AnyCourier, intake::DeskIntake, line::Line};
use crate::{
    clock::Clock,
    desk::{Couriers, Desk, Tenure},
    frontend::telegram::{self, Conflict, TelegramCourier},
    health::Vitals,
    worker,
};

/// How long deliveries in flight may take at the end of a shift.
const LAST_CALLS: Duration = Duration::from_secs(8);
/// How much of it the intake may take: a batch that waits for the database comes again, and deliveries need the rest.
const LAST_BATCH: Duration = Duration::from_secs(4);
/// How long the database may take then to hear that rows and lease are free; without it both run out by themselves.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Everything a shift needs.
pub(super) struct Office {
    pub(super) desk: Arc<Desk>,
    pub(super) bot: Option<telegram::Bot>,
    pub(super) discord: Option<Line>,
    pub(super) poll: telegram::Settings,
    pub(super) patience: Duration,
    pub(super) holder: String,
    pub(super) renew: Duration,
    pub(super) vitals: Arc<Vitals>,
    pub(super) clock: Clock,
}

/// The tasks of one time in office. Intake ends first, deliveries last.
struct Shift {
    intake: JoinSet<()>,
    delivery: JoinSet<()>,
    stop_intake: watch::Sender<bool>,
    stop_delivery: watch::Sender<bool>,
}

impl Office {
    /// Holds the lease whenever it can, and works meanwhile, until told to stop.
    pub(super) async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut shift: Option<Shift> = None;
        tokio::select! {
            biased;
            // Why not only between two rounds: a round may wait for a database or a platform that is away.
            _ = stop.wait_for(|stop| *stop) => {}
            () = self.hold_and_work(&mut shift) => {}
        }
        let worked = shift.is_some();
        if let Some(shift) = shift {
            shift.end(true).await;
        }
        self.vitals.polling_ends();
        if tokio::time::timeout(LAST_WORDS, self.give_back(worked)).await.is_err() {
            warn!(
                event = "office.lease.kept",
                "the database does not answer: the lease will run out, what was not sent is in doubt"
            );
        }
    }

    /// Holds the lease whenever it can, and works meanwhile.
    async fn hold_and_work(&self, shift: &mut Option<Shift>) {
        loop {
            match self.desk.hold(&self.holder).await {
                Ok(Tenure::Held(_)) if shift.is_none() => *shift = Some(self.begin().await),
                Ok(Tenure::Held(_)) => {}
                Ok(Tenure::Elsewhere) => self.leave(shift, "another process holds the lease").await,
                Err(error) => {
                    warn!(event = "office.lease.unreachable", "the lease could not be renewed: {error}");
                    if self.desk.epoch().is_none() {
                        self.leave(shift, "the lease ran out").await;
                    }
                }
            }
            let pause = if shift.is_some() { self.renew } else { Duration::from_secs(1) };
            // Why real time: the lease runs on it, whatever the desk's clock shows; a vacancy is asked for because a
            // process that died tells nobody.
            tokio::time::sleep(pause).await;
        }
    }

    /// Rows nobody began to send and the lease are free for whoever comes next.
    async fn give_back(&self, worked: bool) {
        if worked && let Err(error) = self.desk.lay_down().await {
            warn!(event = "office.untidy", "what was not sent stays marked as in doubt: {error}");
        }
        if let Err(error) = self.desk.release().await {
            warn!(event = "office.lease.kept", "the lease could not be given back and will run out: {error}");
        }
    }

    async fn leave(&self, shift: &mut Option<Shift>, why: &str) {
        if let Some(shift) = shift.take() {
            warn!(event = "office.left", why, "standing by: {why}");
            self.vitals.polling_ends();
            // Why: whatever this time in office still has in the air is not that of the next one.
            self.desk.depose();
            shift.end(false).await;
        }
    }

    async fn begin(&self) -> Shift {
        let on_telegram = |bot: &telegram::Bot| TelegramCourier::new(bot.clone(), self.patience);
        let couriers = Arc::new(Couriers {
            telegram: self.bot.as_ref().map(|bot| AnyCourier::Telegram(on_telegram(bot))),
            discord: self.discord.as_ref().map(|line| line.courier(self.patience)),
        });
        // Why before anything comes in: which lane a word for the staff keeps to depends on it.
        self.desk.look_at_staff(&couriers).await;
        info!(event = "office.entered", "listening, delivering and sweeping");
        let (stop_intake, intake_stops) = watch::channel(false);
        let (stop_delivery, delivery_stops) = watch::channel(false);
        let mut intake = JoinSet::new();
        let mut delivery = JoinSet::new();
        if let Some(bot) = &self.bot {
            self.poll(bot, &mut intake, intake_stops.clone());
        }
        if let Some(line) = &self.discord {
            intake.spawn(line.clone().hear(Arc::clone(&self.desk), intake_stops.clone()));
            intake.spawn(line.clone().furnish(Arc::clone(&self.desk), intake_stops.clone()));
        }
        intake.spawn(worker::follow_up(Arc::clone(&self.desk), intake_stops.clone()));
        intake.spawn(worker::index(Arc::clone(&self.desk), intake_stops.clone()));
        intake.spawn(worker::tidy(Arc::clone(&self.desk), intake_stops.clone()));
        let menus_stop = intake_stops.clone();
        intake.spawn(worker::find_forgotten(Arc::clone(&self.desk), intake_stops.clone()));
        intake.spawn(worker::keep_menus(Arc::clone(&self.desk), Arc::clone(&couriers), menus_stop));
        intake.spawn(worker::keep_files(Arc::clone(&self.desk), Arc::clone(&couriers), intake_stops));
        let desk = Arc::clone(&self.desk);
        delivery.spawn(async move { desk.deliver(&couriers, delivery_stops).await });
        Shift { intake, delivery, stop_intake, stop_delivery }
    }

    /// Asks Telegram for what is new there, until told to stop.
    fn poll(&self, bot: &telegram::Bot, intake: &mut JoinSet<()>, stops: watch::Receiver<bool>) {
        let (vitals, clock) = (Arc::clone(&self.vitals), self.clock.clone());
        let rivals = Arc::clone(&vitals);
        vitals.polling_begins(clock.now());
        intake.spawn(telegram::run(
            bot.clone(),
            self.poll,
            DeskIntake(Arc::clone(&self.desk)),
            stops,
            move || vitals.polled(clock.now()),
            move |conflict| {
                match conflict {
                    Conflict::Rival => rivals.met_a_rival(),
                    Conflict::Webhook => rivals.met_a_webhook(),
                }
                warn!(event = "telegram.conflict", ?conflict, "Telegram gives its updates to somebody else");
            },
        ));
    }
}

impl Shift {
    /// Ends the shift; `in_office` = the lease is still ours, and what is on its way may arrive.
    async fn end(mut self, in_office: bool) {
        self.stop_intake.send_replace(true);
        let finish = async {
            let taken = async { while self.intake.join_next().await.is_some() {} };
            // Why the result does not matter: what is late is ended below with the rest.
            let _ = tokio::time::timeout(LAST_BATCH, taken).await;
            self.stop_delivery.send_replace(true);
            while self.delivery.join_next().await.is_some() {}
            while self.intake.join_next().await.is_some() {}
        };
        let patience = if in_office { LAST_CALLS } else { Duration::ZERO };
        if tokio::time::timeout(patience, finish).await.is_err() && in_office {
            warn!(
                event = "office.hurried",
                "some work did not end in time; it is taken up again at the next start"
            );
        }
        // Why: dropping the sets ends what is left.
    }
}
