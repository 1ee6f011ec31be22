//! What the desk does with customers who each wait for one thing before they say the next.
//!
//! Batches form by themselves, as they do in the product: whatever has arrived while one batch was being taken is the
//! next one, up to a hundred.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use aftercare::{
    config::Config,
    desk::Desk,
    domain::chat::{Incoming, Input},
};
use anyhow::{Context, Result, bail};
use sqlx::{PgPool, postgres::PgConnectOptions};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinSet,
};

use super::{
    figures::{number, rate},
    house::{self, House, Recorder},
    people::{CLAIM, Crowd, Step, account},
};

/// As many updates as the platform gives at once.
const MOST: usize = 100;

/// Something on its way to the desk.
pub struct Mail {
    incoming: Incoming,
    at: Instant,
    committed: Option<oneshot::Sender<()>>,
}

impl Mail {
    /// It arrives now, and nobody waits for its commit.
    pub fn now(incoming: Incoming) -> Self {
        Self { incoming, at: Instant::now(), committed: None }
    }
}

/// What came of a round.
pub struct Round {
    pub messages: usize,
    pub batches: usize,
    pub time: Duration,
    /// From an update's arrival to its committed effect.
    pub commits: Vec<Duration>,
    /// From an update's arrival to the call that answers it.
    pub replies: Vec<Duration>,
}

impl Round {
    pub fn rate(&self) -> f64 {
        rate(self.messages, self.time)
    }

    /// Updates in a batch, on average.
    pub fn batch(&self) -> f64 {
        number(self.messages) / number(self.batches.max(1))
    }
}

/// Takes what has arrived until nobody is left; the commit times, and the number of batches.
pub async fn collect(
    desk: &Desk,
    mut letters: mpsc::UnboundedReceiver<Mail>,
) -> Result<(Vec<Duration>, usize)> {
    let (mut times, mut batches) = (Vec::new(), 0);
    let mut mail = Vec::with_capacity(MOST);
    while letters.recv_many(&mut mail, MOST).await > 0 {
        let mut waiting = Vec::with_capacity(mail.len());
        let mut batch = Vec::with_capacity(mail.len());
        for Mail { incoming, at, committed } in mail.drain(..) {
            batch.push(incoming);
            waiting.push((at, committed));
        }
        desk.receive(&batch).await?;
        batches += 1;
        for (at, committed) in waiting {
            times.push(at.elapsed());
            if let Some(committed) = committed {
                // Why: a customer that gave up makes the round fail by itself.
                let _ = committed.send(());
            }
        }
    }
    Ok((times, batches))
}

/// Full turns: each customer goes on when the reply has been sent; over when every reply is marked as sent.
pub async fn full(house: &House, crowd: &Arc<Crowd>, customers: usize, claims: usize) -> Result<Round> {
    let start = Instant::now();
    let (mailbox, letters) = mpsc::unbounded_channel();
    let mut talks = JoinSet::new();
    for _ in 0..customers {
        let (crowd, recorder, mailbox) = (Arc::clone(crowd), house.recorder.clone(), mailbox.clone());
        talks.spawn(async move {
            let mut times = Vec::new();
            for _ in 0..claims {
                talk(&crowd, &recorder, &mailbox, &mut times).await?;
            }
            anyhow::Ok(times)
        });
    }
    drop(mailbox);
    let (commits, batches) = collect(&house.desk, letters).await?;
    let mut replies = Vec::new();
    while let Some(times) = talks.join_next().await {
        replies.extend(times??);
    }
    house.rest().await?;
    Ok(Round { messages: commits.len(), batches, time: start.elapsed(), commits, replies })
}

/// One claim of one customer.
async fn talk(
    crowd: &Crowd,
    recorder: &Recorder,
    mailbox: &mpsc::UnboundedSender<Mail>,
    times: &mut Vec<Duration>,
) -> Result<()> {
    let who = crowd.one();
    let mut ear = recorder.listen(account(who));
    let mut rows = Vec::new();
    for step in CLAIM {
        let input = loop {
            if let Some(input) = step.input(&rows) {
                break input;
            }
            rows = ear.recv().await.context("the courier is gone")?.rows;
        };
        let at = Instant::now();
        mailbox.send(Mail::now(Crowd::incoming(who, input)))?;
        let heard = tokio::time::timeout(Duration::from_secs(20), ear.recv()).await;
        let heard = heard.context("a customer was not answered")?.context("the courier is gone")?;
        times.push(heard.at.duration_since(at));
        rows = heard.rows;
    }
    Ok(())
}

/// What the buttons of a claim bring back, step by step, after the number of its draft.
pub type Tails = Vec<Option<String>>;

/// Keeps what is said to people, which the desk does not once it is delivered.
const KEEP: &str = "CREATE TABLE bench_parcel (parcel jsonb NOT NULL);
CREATE FUNCTION bench_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO bench_parcel VALUES (NEW.parcel); RETURN NEW; END $$;
CREATE TRIGGER bench_keep AFTER INSERT ON outbox FOR EACH ROW WHEN (NEW.person IS NOT NULL)
    EXECUTE FUNCTION bench_keep();";

/// Learns what the buttons bring back from one claim, and keeps its draft and what it was told as samples in tables of
/// their own.
pub async fn learn(house: &House, crowd: &Crowd) -> Result<Tails> {
    let who = crowd.one();
    let mut ear = house.recorder.listen(account(who));
    let (mut rows, mut tails) = (Vec::new(), Vec::new());
    house.run(KEEP).await?;
    for (n, step) in CLAIM.iter().enumerate() {
        let Some(input) = step.input(&rows) else { bail!("no button for step {n} in {rows:?}") };
        if n + 1 == CLAIM.len() {
            house.run("CREATE TABLE bench_draft AS SELECT draft FROM dialogues").await?;
        }
        tails.push(match &input {
            Input::Press { data } => data.splitn(3, ':').nth(2).map(str::to_owned),
            _ => None,
        });
        house.desk.receive(&[Crowd::incoming(who, input)]).await?;
        rows = ear.recv().await.context("the courier is gone")?.rows;
    }
    house.rest().await?;
    house.run("DROP FUNCTION bench_keep CASCADE").await?;
    Ok(tails)
}

/// Intake alone: nothing is delivered, and each customer goes on when what they said is committed.
pub struct Intake {
    desk: Arc<Desk>,
    pool: PgPool,
    tails: Arc<Tails>,
}

impl Intake {
    /// The desk holds no lease, so that its replies stay in the outbox.
    pub fn open(database: PgConnectOptions, config: &Config, tails: Tails) -> Result<Self> {
        let pools = house::connections(database, config);
        let desk = house::desk(&pools, config)?;
        Ok(Self { desk, pool: pools.durable, tails: Arc::new(tails) })
    }

    /// Everything after the opening of the claims, which is done before the time is taken.
    pub async fn round(&self, crowd: &Arc<Crowd>, customers: usize, claims: usize) -> Result<Round> {
        let mut work = Vec::new();
        for _ in 0..customers {
            work.push(self.drafts(crowd, claims).await?);
        }
        let start = Instant::now();
        let (mailbox, letters) = mpsc::unbounded_channel();
        let mut talks = JoinSet::new();
        for drafts in work {
            let (mailbox, tails) = (mailbox.clone(), Arc::clone(&self.tails));
            talks.spawn(async move {
                for (who, draft) in drafts {
                    dictate(&mailbox, &tails, who, draft).await?;
                }
                anyhow::Ok(())
            });
        }
        drop(mailbox);
        let (commits, batches) = collect(&self.desk, letters).await?;
        let time = start.elapsed();
        while let Some(talk) = talks.join_next().await {
            talk??;
        }
        Ok(Round { messages: commits.len(), batches, time, commits, replies: Vec::new() })
    }

    /// Opens claims of so many customers: who, and the number of their draft.
    async fn drafts(&self, crowd: &Crowd, claims: usize) -> Result<Vec<(i64, i64)>> {
        let who: Vec<i64> = (0..claims).map(|_| crowd.one()).collect();
        let first: Vec<Incoming> =
            who.iter().filter_map(|n| Some(Crowd::incoming(*n, CLAIM[0].unaided()?))).collect();
        for batch in first.chunks(MOST) {
            self.desk.receive(batch).await?;
        }
        let accounts: Vec<i64> = who.iter().map(|n| account(*n)).collect();
        let drafts: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT i.account, d.id FROM dialogues d JOIN identities i USING (person)
             WHERE i.account = ANY($1) AND d.active",
        )
        .bind(accounts)
        .fetch_all(&self.pool)
        .await?;
        Ok(drafts.into_iter().map(|(found, draft)| (found - account(0), draft)).collect())
    }
}

/// A claim of one customer who knows every question beforehand.
async fn dictate(mailbox: &mpsc::UnboundedSender<Mail>, tails: &Tails, who: i64, draft: i64) -> Result<()> {
    for (step, tail) in CLAIM.iter().zip(tails).skip(1) {
        let input = match (step, tail) {
            (Step::Press(_), Some(tail)) => Input::Press { data: format!("d:{draft}:{tail}") },
            _ => step.unaided().context("a button was not learnt")?,
        };
        let (committed, done) = oneshot::channel();
        let incoming = Crowd::incoming(who, input);
        mailbox.send(Mail { incoming, at: Instant::now(), committed: Some(committed) })?;
        done.await.context("the desk gave up")?;
    }
    Ok(())
}
