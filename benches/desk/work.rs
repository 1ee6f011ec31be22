//! What one message costs the database: commits, statements, WAL, processor time; and what a pass over nothing costs.

use std::{sync::Arc, time::Instant};

use aftercare::config::Config;
use anyhow::Result;
use sqlx::postgres::PgConnectOptions;

use super::{
    figures::{Spread, amount, head, number, percentile, row, say},
    ground::{Ground, Statement},
    house::House,
    people::Crowd,
    turns::{self, Round},
};

/// Counts full turns, one at a time and in batches.
pub async fn measure(ground: &Ground, config: &Config, cases: i64, profile: bool) -> Result<()> {
    ground.create("work", Some("seeded")).await?;
    let crowd = Arc::new(Crowd::new(cases));
    head(
        "Work of Postgres per message (full turns)",
        &[
            "customers",
            "updates per batch",
            "commits",
            "statements",
            "WAL kB",
            "page images kB",
            "Postgres CPU ms",
            "desk CPU ms",
        ],
    );
    let mut tables = Vec::new();
    for (customers, claims) in [(1, 20), (16, 8), (64, 4), (256, 2)] {
        let house = House::open(ground.options("work"), config).await?;
        turns::full(&house, &crowd, customers, claims).await?;
        ground.forget_statements().await?;
        let before = ground.sample().await?;
        let round = turns::full(&house, &crowd, customers, claims).await?;
        let after = ground.sample().await?;
        let log = ground.log(before, after).await?;
        let statements = ground.statements("work").await?;
        house.close().await?;
        let per = |what: f64| what / number(round.messages);
        let own = statements.iter().filter(|s| !is_looking_on(s) && !is_bracket(s)).map(|s| s.calls);
        row(&[
            customers.to_string(),
            format!("{:.1}", round.batch()),
            format!("{:.3}", per(amount(log.commits))),
            format!("{:.3}", per(amount(own.sum()))),
            format!("{:.2}", per(amount(log.bytes - log.images)) / 1024.0),
            format!("{:.2}", per(amount(log.images)) / 1024.0),
            format!("{:.3}", per(after.server.saturating_sub(before.server).as_secs_f64() * 1e3)),
            format!("{:.3}", per(after.own.saturating_sub(before.own).as_secs_f64() * 1e3)),
        ]);
        tables.push((customers, round, statements));
    }
    if profile {
        for (customers, round, statements) in &tables {
            show(*customers, round, statements);
        }
    }
    idle(ground, config).await
}

fn is_looking_on(statement: &Statement) -> bool {
    statement.query.contains("looking on")
}

/// Begins or ends a transaction and does nothing by itself.
fn is_bracket(statement: &Statement) -> bool {
    ["BEGIN", "COMMIT", "ROLLBACK"].contains(&statement.query.as_str())
}

fn show(customers: usize, round: &Round, statements: &[Statement]) {
    head(
        &format!("Statements of {customers} customers, per message"),
        &["calls", "ms", "ms per call", "buffers per call", "WAL bytes", "statement"],
    );
    let per = |what: f64| what / number(round.messages);
    for s in statements.iter().filter(|s| !is_looking_on(s)).take(24) {
        let text: String =
            s.query.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(90).collect();
        row(&[
            format!("{:.3}", per(amount(s.calls))),
            format!("{:.4}", per(s.time)),
            format!("{:.3}", s.time / amount(s.calls)),
            format!("{:.0}", amount(s.buffers) / amount(s.calls)),
            format!("{:.0}", per(amount(s.wal))),
            text.replace('|', "/"),
        ]);
    }
}

/// What looking for work costs when there is none.
async fn idle(ground: &Ground, config: &Config) -> Result<()> {
    let database: PgConnectOptions = ground.options("work");
    let house = House::open(database, config).await?;
    for _ in 0..5 {
        house.desk.follow_up().await?;
    }
    ground.forget_statements().await?;
    let mut times = Vec::new();
    for _ in 0..200 {
        let start = Instant::now();
        house.desk.follow_up().await?;
        times.push(start.elapsed());
    }
    let statements = ground.statements("work").await?;
    let buffers: i64 = statements.iter().filter(|s| !is_looking_on(s)).map(|s| s.buffers).sum();
    let spread = Spread::of(times.iter().map(|t| t.as_secs_f64() * 1e3).collect());
    say(&format!(
        "\nA pass that finds nothing due: {} ms, p99 {:.2} ms, {:.1} buffers",
        spread.show(2),
        percentile(&mut times, 99),
        amount(buffers) / 200.0
    ));
    house.close().await
}
