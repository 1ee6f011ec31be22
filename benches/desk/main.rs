//! How fast the desk is, beside what the database and the client can do by themselves.
//!
//! `cargo bench --bench desk -- --help` lists what can be chosen. Everything runs on a private, durable PostgreSQL;
//! compared are rounds that alternate in one run. What the figures mean, and which of them are promises, stands in
//! `docs/performance.md`.

mod baseline;
mod ceiling;
mod figures;
mod ground;
mod house;
mod people;
mod program;
mod seed;
mod steady;
mod sweep;
mod turns;
mod wire;
mod work;

use std::{path::PathBuf, sync::Arc};

use aftercare::{config::Config, store::pools};
use anyhow::Result;
use clap::{Parser, ValueEnum};
use sqlx::AssertSqlSafe;

use baseline::Kept;
use ceiling::Ceiling;
use figures::{Spread, head, percentile, row, say};
use ground::Ground;
use house::House;
use people::{CLAIM, Crowd};
use turns::{Intake, Tails};

/// How fast the desk is.
#[derive(Parser)]
struct Choice {
    /// Cases there are before.
    #[arg(long, default_value_t = 10_000)]
    cases: i64,
    /// Every how many of them one is still open.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(i64).range(1..))]
    live: i64,
    /// Rounds per row.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Customers at once, row by row.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 16, 64, 256])]
    customers: Vec<usize>,
    /// What to measure; everything when nothing is named.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// Show the cost of each statement as well.
    #[arg(long)]
    profile: bool,
    /// Another build of the program to measure, as the production image has it.
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// SQL to run on the desk's database first: shows what an index or a setting of storage changes.
    #[arg(long, value_name = "SQL")]
    try_out: Option<String>,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Committed effects and full turns beside the database alone.
    Turns,
    /// What a message costs the database.
    Work,
    /// Full turns over the wire beside the client alone.
    Wire,
    /// So many messages a second, alone, beside one who floods, and beside a chat that has to wait.
    Steady,
    /// Looking for promises that run out, and telling of many at once.
    Sweep,
    /// The program's start and memory.
    Program,
}

/// What everything measured needs.
struct Stage {
    ground: Ground,
    config: Config,
    choice: Choice,
    tails: Tails,
}

fn main() -> Result<()> {
    let choice = Choice::parse();
    let runtime = tokio::runtime::Runtime::new()?;
    let ground = Ground::open(&runtime)?;
    let stage = runtime.block_on(async {
        let config = house::config()?;
        let tails = seed_all(&ground, &config, &choice).await?;
        anyhow::Ok(Stage { ground, config, choice, tails })
    })?;
    runtime.block_on(stage.measure())?;
    drop(runtime);
    stage.ground.close()
}

/// The database that the others are copies of: one claim by hand, multiplied.
async fn seed_all(ground: &Ground, config: &Config, choice: &Choice) -> Result<Tails> {
    ground.create("seeded", None).await?;
    pools::migrate(&ground.options("seeded")).await?;
    if let Some(sql) = &choice.try_out {
        sqlx::raw_sql(AssertSqlSafe(sql.clone())).execute(&mut ground.connect("seeded").await?).await?;
    }
    let house = House::open(ground.options("seeded"), config).await?;
    let tails = turns::learn(&house, &Crowd::new(1)).await?;
    // Why: what a case is found by is multiplied like the rest; a program that has to catch up with it is another measure.
    house.desk.index().await?;
    house.close().await?;
    seed::multiply(&mut ground.connect("seeded").await?, choice.cases, choice.live).await?;
    Ok(tails)
}

impl Stage {
    fn wants(&self, part: Part) -> bool {
        self.choice.only.is_empty() || self.choice.only.contains(&part)
    }

    async fn measure(&self) -> Result<()> {
        let Choice { cases, rounds, .. } = self.choice;
        say(&format!("{cases} cases, {rounds} rounds; median (min-max)"));
        if self.wants(Part::Turns) {
            self.turns().await?;
        }
        if self.wants(Part::Work) {
            work::measure(&self.ground, &self.config, cases, self.choice.profile).await?;
        }
        if self.wants(Part::Wire) {
            self.wire().await?;
            self.latency().await?;
        }
        if self.wants(Part::Steady) {
            steady::measure(&self.ground, cases, rounds).await?;
        }
        if self.wants(Part::Sweep) {
            sweep::measure(&self.ground, &self.config, rounds).await?;
        }
        if self.wants(Part::Program) {
            program::measure(&self.ground, cases, rounds, self.choice.program.as_deref()).await?;
        }
        Ok(())
    }

    /// About so many messages in every round, whatever the number of customers.
    fn claims(customers: usize, messages: usize) -> usize {
        (messages / (customers * CLAIM.len())).max(1)
    }

    async fn turns(&self) -> Result<()> {
        let Stage { ground, config, choice, tails } = self;
        let ceiling = Ceiling::open(ground, choice.cases, "seeded").await?;
        ground.create("intake", Some("seeded")).await?;
        ground.create("turns", Some("seeded")).await?;
        let intake = Intake::open(ground.options("intake"), config, tails.clone())?;
        let house = House::open(ground.options("turns"), config).await?;
        let crowds = [Arc::new(Crowd::new(choice.cases)), Arc::new(Crowd::new(choice.cases))];
        intake.round(&crowds[0], 16, 1).await?;
        turns::full(&house, &crowds[1], 16, 1).await?;
        ceiling.round(16, 50, true).await?;
        let mut rows = Vec::new();
        for customers in &choice.customers {
            rows.push(self.alternate(*customers, &ceiling, &intake, &house, &crowds).await?);
        }
        for (title, pick) in [("Update to committed effect", 0), ("Full turn: reply sent and marked", 1)] {
            let alone = ["one round trip", "two commits"][pick];
            head(
                title,
                &[
                    "customers",
                    "desk, messages/s",
                    &format!("{alone}, messages/s"),
                    "ratio",
                    "updates per batch",
                    "ms p50",
                    "ms p99",
                ],
            );
            for table in &rows {
                row(&table[pick]);
            }
        }
        house.close().await
    }

    /// Rounds of all four kinds, one after the other, so that each meets the same noise.
    async fn alternate(
        &self,
        customers: usize,
        ceiling: &Ceiling,
        intake: &Intake,
        house: &House,
        crowds: &[Arc<Crowd>; 2],
    ) -> Result<[Vec<String>; 2]> {
        let claims = Self::claims(customers, if customers == 1 { 300 } else { 3000 });
        let mut kinds = [Kind::default(), Kind::default()];
        for _ in 0..self.choice.rounds {
            let one = ceiling.round(customers, claims * CLAIM.len(), false).await?;
            let taken = intake.round(&crowds[0], customers, claims).await?;
            let two = ceiling.round(customers, claims * CLAIM.len(), true).await?;
            let turned = turns::full(house, &crowds[1], customers, claims).await?;
            kinds[0].add(taken.rate(), one, taken.batch(), taken.commits);
            kinds[1].add(turned.rate(), two, turned.batch(), turned.replies);
        }
        Ok(kinds.map(|kind| kind.cells(customers)))
    }

    async fn wire(&self) -> Result<()> {
        let Stage { ground, config, choice, .. } = self;
        let crowd = Crowd::new(choice.cases);
        wire::desk(ground, config, &crowd, 16, 1).await?;
        head(
            "Over the wire",
            &["customers", "desk, messages/s", "client alone, messages/s", "ratio", "", "ms p50", "ms p99"],
        );
        let mut beside = Vec::new();
        for customers in &choice.customers {
            let claims = Self::claims(*customers, if *customers == 1 { 150 } else { 1500 });
            let mut kind = Kind::default();
            let mut bots = [Kept::InATable, Kept::InMemory].map(|kept| (kept, Kind::default()));
            for _ in 0..choice.rounds {
                let alone = wire::client(*customers, claims * CLAIM.len()).await?;
                let round = wire::desk(ground, config, &crowd, *customers, claims).await?;
                let rate = figures::rate(round.messages, round.time);
                kind.add(rate, alone, 0.0, round.replies);
                for (kept, bot) in &mut bots {
                    let round = Box::pin(baseline::round(ground, *kept, &crowd, *customers, claims)).await?;
                    bot.add(rate, figures::rate(round.messages, round.time), 0.0, round.replies);
                }
            }
            row(&kind.cells(*customers));
            beside.extend(
                bots.map(|(kept, bot)| [vec![kept.name().to_owned()], bot.cells(*customers)].concat()),
            );
        }
        head(
            "Over the wire, beside a bot written with the library's own dialogue",
            &[
                "its states",
                "customers",
                "desk, messages/s",
                "bot, messages/s",
                "ratio",
                "",
                "its ms p50",
                "p99",
            ],
        );
        for cells in &beside {
            row(cells);
        }
        Ok(())
    }

    /// One customer, beside one bare commit and one request of the client, in turns.
    async fn latency(&self) -> Result<()> {
        let Stage { ground, config, choice, .. } = self;
        let ceiling = Ceiling::open(ground, choice.cases, "seeded").await?;
        let crowd = Crowd::new(choice.cases);
        let (mut desk, mut commit, mut request) = (Vec::new(), Vec::new(), Vec::new());
        let mut steps = vec![Vec::new(); CLAIM.len()];
        for _ in 0..choice.rounds {
            commit.extend(ceiling.times(150).await?);
            request.extend(wire::requests(150).await?);
            let round = wire::desk(ground, config, &crowd, 1, 10).await?;
            desk.extend(round.replies);
            for (all, some) in steps.iter_mut().zip(round.steps) {
                all.extend(some);
            }
        }
        head("One customer, idle desk: from the update to the reply in the chat", &["", "ms p50", "ms p99"]);
        for (name, times) in
            [("desk", &mut desk), ("bare commit", &mut commit), ("bare request", &mut request)]
        {
            row(&[
                name.to_owned(),
                format!("{:.2}", percentile(times, 50)),
                format!("{:.2}", percentile(times, 99)),
            ]);
        }
        head("The same, step by step of the claim", &["step", "ms p50", "ms p99"]);
        for (n, times) in steps.iter_mut().enumerate() {
            let (half, most) = (percentile(times, 50), percentile(times, 99));
            row(&[(n + 1).to_string(), format!("{half:.2}"), format!("{most:.2}")]);
        }
        Ok(())
    }
}

/// The rounds of one row.
#[derive(Default)]
struct Kind {
    own: Vec<f64>,
    alone: Vec<f64>,
    batches: Vec<f64>,
    times: Vec<std::time::Duration>,
}

impl Kind {
    fn add(&mut self, own: f64, alone: f64, batch: f64, times: Vec<std::time::Duration>) {
        self.own.push(own);
        self.alone.push(alone);
        self.batches.push(batch);
        self.times.extend(times);
    }

    fn cells(mut self, customers: usize) -> Vec<String> {
        let ratios = self.own.iter().zip(&self.alone).map(|(own, alone)| own / alone).collect();
        vec![
            customers.to_string(),
            Spread::of(self.own).show(0),
            Spread::of(self.alone).show(0),
            Spread::of(ratios).show(2),
            format!("{:.1}", Spread::of(self.batches).median),
            format!("{:.2}", percentile(&mut self.times, 50)),
            format!("{:.2}", percentile(&mut self.times, 99)),
        ]
    }
}
