//! Fifty customers who say something once a second each, whether they were answered quickly or not; the same beside
//! one who floods the desk, and beside one whose chat the platform makes wait.
//!
//! Times count from when something was due to be said: what the desk holds up by one answer counts in all that wait.

use std::{sync::Arc, time::Duration};

use aftercare::domain::{chat::Input, text::Rich};
use anyhow::{Context, Result};
use tokio::{
    sync::mpsc,
    task::JoinSet,
    time::{Instant, sleep_until},
};

use super::{
    figures::{Spread, head, percentile, row},
    ground::Ground,
    house::{self, Heard, House},
    people::{CLAIM, Crowd, account},
    turns::{Mail, collect},
};

/// Customers at once.
const CUSTOMERS: u32 = 50;
/// Between two things one of them says.
const PAUSE: Duration = Duration::from_secs(1);
/// Between two things of who floods.
const FLOOD: Duration = Duration::from_millis(5);
/// What the platform says when it makes a chat wait.
const WAIT: Duration = Duration::from_secs(30);

/// Who is there beside the customers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nobody,
    Flood,
    Waiting,
}

impl Beside {
    const fn name(self) -> &'static str {
        match self {
            Self::Nobody => "alone",
            Self::Flood => "beside 200 messages a second of one person",
            Self::Waiting => "beside a chat that has to wait 30 s",
        }
    }
}

/// Rounds of all three, one after the other.
pub async fn measure(ground: &Ground, cases: i64, rounds: usize) -> Result<()> {
    let config = house::shipped()?;
    ground.fresh("steady", Some("seeded")).await?;
    let house = House::open(ground.options("steady"), &config).await?;
    let crowd = Arc::new(Crowd::new(cases));
    round(&house, &crowd, Beside::Nobody).await?;
    let mut kinds =
        [Beside::Nobody, Beside::Flood, Beside::Waiting].map(|beside| (beside, Vec::new(), Vec::new()));
    for _ in 0..rounds {
        let mut alone = 0.0;
        for (beside, times, ratios) in &mut kinds {
            let mut some = round(&house, &crowd, *beside).await?;
            let p99 = percentile(&mut some, 99);
            if *beside == Beside::Nobody {
                alone = p99;
            }
            ratios.push(p99 / alone);
            times.push(some);
        }
    }
    head(
        &format!(
            "{CUSTOMERS} customers, {CUSTOMERS} messages a second: from what was due to be said to its answer"
        ),
        &["", "ms p50", "ms p99", "p99 beside the same alone"],
    );
    for (beside, times, ratios) in kinds {
        let mut all = times.concat();
        row(&[
            beside.name().to_owned(),
            format!("{:.2}", percentile(&mut all, 50)),
            format!("{:.2}", percentile(&mut all, 99)),
            Spread::of(ratios).show(2),
        ]);
    }
    house.close().await
}

async fn round(house: &House, crowd: &Arc<Crowd>, beside: Beside) -> Result<Vec<Duration>> {
    let (mailbox, letters) = mpsc::unbounded_channel();
    let mut talks = JoinSet::new();
    let start = Instant::now();
    for n in 0..CUSTOMERS {
        let who = crowd.one();
        let ear = house.recorder.listen(account(who));
        talks.spawn(talk(who, ear, mailbox.clone(), start + PAUSE * n / CUSTOMERS));
    }
    let other = crowd.one();
    if beside == Beside::Waiting {
        house.recorder.hold(account(other), Some(WAIT));
    }
    let pause = if beside == Beside::Flood { FLOOD } else { PAUSE };
    let end = start + PAUSE * u32::try_from(CLAIM.len())?;
    let mut noise = JoinSet::new();
    noise.spawn(async move {
        let mut next = start;
        while beside != Beside::Nobody && next < end {
            sleep_until(next).await;
            let words = Input::Text(Rich::plain("Is anybody there? Nobody ever answers me."));
            // Why: the round is over by itself when the desk gave up.
            let _ = mailbox.send(Mail::now(Crowd::incoming(other, words)));
            next += pause;
        }
    });
    let (_, _) = collect(&house.desk, letters).await?;
    noise.join_next().await.transpose()?;
    let mut times = Vec::new();
    while let Some(some) = talks.join_next().await {
        times.extend(some??);
    }
    house.recorder.hold(account(other), None);
    house.rest().await?;
    Ok(times)
}

/// One claim of one customer, a step at each beat.
async fn talk(
    who: i64,
    mut ear: mpsc::UnboundedReceiver<Heard>,
    mailbox: mpsc::UnboundedSender<Mail>,
    first: Instant,
) -> Result<Vec<Duration>> {
    let (mut rows, mut times, mut due) = (Vec::new(), Vec::new(), first);
    for step in CLAIM {
        sleep_until(due).await;
        let input = loop {
            if let Some(input) = step.input(&rows) {
                break input;
            }
            rows = ear.recv().await.context("the courier is gone")?.rows;
        };
        mailbox.send(Mail::now(Crowd::incoming(who, input)))?;
        let heard = tokio::time::timeout(Duration::from_secs(20), ear.recv()).await;
        let heard = heard.context("a customer was not answered")?.context("the courier is gone")?;
        times.push(heard.at.saturating_duration_since(due.into_std()));
        rows = heard.rows;
        due += PAUSE;
    }
    Ok(times)
}
