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
/// Between two looks of a process that stands by whether the lease is free.
const VACANCY: Duration = Duration::from_secs(1);
/// The least a database is given to answer.
const SHORTEST: Duration = Duration::from_millis(100);
/// How long a take-over may take: nobody else has the lease meanwhile, and what is broken off begins anew.
const BEGINNING: Duration = Duration::from_secs(30);
/// When Telegram is asked about its webhook again, after it did not answer.
const AGAIN: Duration = Duration::from_secs(5);

/// Everything a shift needs.
pub(super) struct Office {
    pub(super) desk: Arc<Desk>,
    pub(super) bot: Option<telegram::Bot>,
    pub(super) discord: Option<Line>,
    /// Where Telegram is to bring its updates; absent = it is asked for them.
    pub(super) hook: Option<telegram::Hook>,
    pub(super) poll: telegram::Settings,
    pub(super) patience: Duration,
    pub(super) holder: String,
    pub(super) renew: Duration,
    pub(super) vitals: Arc<Vitals>,
    pub(super) clock: Clock,
    pub(super) brought: Brought,
}

/// What takes updates that are brought, in office or not: they come to whichever process the balancer likes.
#[derive(Default)]
pub(super) struct Brought {
    tasks: JoinSet<()>,
    stop: watch::Sender<bool>,
}

impl Brought {
    /// From now on what is handed in there is taken.
    pub(super) fn open(&mut self, bot: telegram::Bot, desk: &Arc<Desk>) -> telegram::Hatch {
        let (hatch, basket) = telegram::hatch();
        let intake = DeskIntake(Arc::clone(desk));
        self.tasks.spawn(telegram::receive(bot, basket, intake, self.stop.subscribe()));
        hatch
    }

    /// The batch in hand is finished, or given up: it is brought again, here or elsewhere.
    async fn end(mut self) {
        self.stop.send_replace(true);
        let taken = async { while self.tasks.join_next().await.is_some() {} };
        // Why the result does not matter: dropping the set ends what is left.
        let _ = tokio::time::timeout(LAST_BATCH, taken).await;
    }
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
    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut shift: Option<Shift> = None;
        tokio::select! {
            biased;
            // Why not only between two rounds: a round may wait for a database or a platform that is away.
            _ = stop.wait_for(|stop| *stop) => {}
            () = self.hold_and_work(&mut shift) => {}
        }
        let worked = shift.is_some();
        // Why before the lease is given back: what is taken while in office is laid down with the rest.
        let brought = std::mem::take(&mut self.brought).end();
        let shift_ends = async {
            if let Some(shift) = shift {
                shift.end(true).await;
            }
        };
        tokio::join!(brought, shift_ends);
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
            match self.hold().await {
                Ok(Tenure::Held(_)) if shift.is_none() => *shift = Some(self.begin().await),
                Ok(Tenure::Held(_)) => {}
                Ok(Tenure::Elsewhere) => self.leave(shift, "another process holds the lease").await,
                Err(why) => {
                    warn!(event = "office.lease.unreachable", "the lease could not be renewed: {why}");
                    if self.desk.epoch().is_none() {
                        self.leave(shift, "the lease ran out").await;
                    }
                }
            }
            let pause = if shift.is_some() { self.patience_left() } else { VACANCY };
            tokio::select! {
                () = self.desk.doubted(), if shift.is_some() => {}
                // Why real time: the lease runs on it, whatever the desk's clock shows; a vacancy is asked for because a
                // process that died tells nobody.
                () = tokio::time::sleep(pause) => {}
            }
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

    /// Takes the lease or renews it; a database that does not answer is given up before the lease runs out.
    async fn hold(&self) -> Result<Tenure, String> {
        // Why real time: what is waited for is the database. Why at all: a connection may hang for many minutes, and whoever hangs
        // with it would go on asking Telegram while another is in office.
        // Why longer for who comes into office: what is taken over is taken over whole, or begun again for ever.
        let patience = self.desk.tenure_left().map_or(BEGINNING, |_| self.patience_left());
        match tokio::time::timeout(patience, self.desk.hold(&self.holder)).await {
            Ok(held) => held.map_err(|error| error.to_string()),
            Err(_) => Err("the database does not answer".to_owned()),
        }
    }

    /// Until the lease has to be looked at again: when it is to be renewed, or has run out.
    fn patience_left(&self) -> Duration {
        self.desk.tenure_left().map_or(self.renew, |left| left.clamp(SHORTEST, self.renew))
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
        // Why not for long: the lease is not renewed meanwhile; what was known of it holds.
        let look = self.desk.look_at_staff(&couriers);
        if tokio::time::timeout(self.renew, look).await.is_err() {
            warn!(event = "office.unseen", "the staff side could not be looked at in time");
        }
        info!(event = "office.entered", "listening, delivering and sweeping");
        let (stop_intake, intake_stops) = watch::channel(false);
        let (stop_delivery, delivery_stops) = watch::channel(false);
        let mut intake = JoinSet::new();
        let mut delivery = JoinSet::new();
        if let Some(bot) = &self.bot {
            self.vitals.polling_begins(self.clock.now());
            match &self.hook {
                Some(hook) => self.keep_webhook(bot, hook, &mut intake, intake_stops.clone()),
                None => self.poll(bot, &mut intake, intake_stops.clone()),
            }
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
        let (bot, desk, poll) = (bot.clone(), Arc::clone(&self.desk), self.poll);
        let (heard, conflict) = (self.heard_telegram(), self.in_conflict());
        intake.spawn(async move {
            let ready = async {
                while !telegram::take_back(&bot).await {
                    // Why real time: what is waited for is the platform. Why at all: while a webhook is set every poll is refused.
                    tokio::time::sleep(AGAIN).await;
                }
            };
            let mut stopping = stops.clone();
            tokio::select! {
                _ = stopping.wait_for(|stop| *stop) => return,
                () = ready => {}
            }
            telegram::run(bot, poll, DeskIntake(desk), stops, heard, conflict).await;
        });
    }

    /// Has Telegram bring what is new, until told to stop; it goes on bringing it to whoever is there.
    fn keep_webhook(
        &self,
        bot: &telegram::Bot,
        hook: &telegram::Hook,
        intake: &mut JoinSet<()>,
        stops: watch::Receiver<bool>,
    ) {
        let (heard, conflict) = (self.heard_telegram(), self.in_conflict());
        intake.spawn(telegram::keep_webhook(bot.clone(), hook.clone(), stops, heard, conflict));
    }

    fn heard_telegram(&self) -> impl Fn() + Send + 'static {
        let (vitals, clock) = (Arc::clone(&self.vitals), self.clock.clone());
        move || vitals.polled(clock.now())
    }

    fn in_conflict(&self) -> impl Fn(Conflict) + Send + 'static {
        let (vitals, desk) = (Arc::clone(&self.vitals), Arc::clone(&self.desk));
        move |conflict| {
            match conflict {
                Conflict::Rival => vitals.met_a_rival(),
                Conflict::Webhook => vitals.met_a_webhook(),
                Conflict::Elsewhere => vitals.was_led_elsewhere(),
            }
            warn!(event = "telegram.conflict", ?conflict, "Telegram gives its updates to somebody else");
            // Why: whoever else has them may be the one in office now, and then this process must not take them back.
            desk.doubt();
        }
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
