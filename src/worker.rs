//! The passes: work that is due without anybody asking. Each takes no input; the rows say what there is.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;
use tracing::{info, warn};

use crate::desk::{Courier, Couriers, Desk, DeskError, Pass};

/// Between two looks for what is due.
const FOLLOW_UP: Duration = Duration::from_secs(1);
/// Between two looks at the lists of commands.
const MENUS: Duration = Duration::from_secs(2);
/// Between two rounds of reading changed cases for searches.
const INDEX: Duration = Duration::from_secs(10);
/// Between two rounds of tidying.
const TIDY: Duration = Duration::from_hours(1);
/// Between two looks for rows nobody is sending.
const FORGOTTEN: Duration = Duration::from_secs(10);

/// Follows up until told to stop.
pub async fn follow_up(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    every(&desk, (Pass::FollowUp, FOLLOW_UP), &mut stop, || async { desk.follow_up().await.map(|_| ()) })
        .await;
}

/// Takes up forgotten deliveries until told to stop.
pub async fn find_forgotten(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    every(&desk, (Pass::Forgotten, FORGOTTEN), &mut stop, || async {
        desk.find_forgotten().await.map(|_| ())
    })
    .await;
}

/// Keeps files people send until told to stop.
pub async fn keep_files<T: Courier + 'static>(
    desk: Arc<Desk>,
    couriers: Arc<Couriers<T>>,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => return,
            () = desk.files_sent() => {}
            // Why besides the signal, and in real time: a file that could not be had is tried again, and rows of a process
            // that died signal nothing.
            () = tokio::time::sleep(FOLLOW_UP) => {}
        }
        let kept = tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => return,
            kept = desk.keep_files(&couriers) => kept,
        };
        if let Err(error) = kept {
            failed(&desk, Pass::Files, &error);
        }
    }
}

/// Keeps the platform's lists of commands as they should be, until told to stop.
pub async fn keep_menus<T: Courier>(
    desk: Arc<Desk>,
    couriers: Arc<Couriers<T>>,
    mut stop: watch::Receiver<bool>,
) {
    every(&desk, (Pass::Menus, MENUS), &mut stop, || async { desk.keep_menus(&couriers).await }).await;
}

/// Keeps what cases are found by up to date until told to stop.
pub async fn index(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    every(&desk, (Pass::Index, INDEX), &mut stop, || async { desk.index().await.map(|_| ()) }).await;
}

/// Deletes what was kept long enough, until told to stop.
pub async fn tidy(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    every(&desk, (Pass::Tidy, TIDY), &mut stop, || async {
        let gone = desk.tidy().await?;
        info!(event = "worker.tidied", rows = gone, "{gone} old rows deleted");
        Ok(())
    })
    .await;
}

/// Does `work` over and over; a failure is logged and counted, and the next round tries again.
async fn every<F>(
    desk: &Desk,
    (pass, pause): (Pass, Duration),
    stop: &mut watch::Receiver<bool>,
    work: impl Fn() -> F,
) where
    F: Future<Output = Result<(), DeskError>>,
{
    // Why real time: a round only looks what is due by the desk's clock, which may be moved at any instant.
    let mut rounds = tokio::time::interval(pause);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => return,
            _ = rounds.tick() => {}
        }
        if let Err(error) = work().await {
            failed(desk, pass, &error);
        }
    }
}

fn failed(desk: &Desk, pass: Pass, error: &DeskError) {
    let what = format!("worker.{}", pass.name());
    warn!(event = "worker.failed", what, "{what} failed and will be tried again: {error}");
    desk.note_failure(pass);
}
