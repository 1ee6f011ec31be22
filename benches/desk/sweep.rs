//! Promises that run out: what a look for them costs while there is nothing, and how long ten thousand at once take.

use std::time::Instant;

use aftercare::config::Config;
use anyhow::{Result, ensure};
use sqlx::AssertSqlSafe;

use super::{
    figures::{Spread, amount, number, percentile, say},
    ground::Ground,
    house::House,
};

/// Looks that find nothing, in one measure.
const LOOKS: usize = 200;
/// Promises that run out at one instant: two of each case.
const AT_ONCE: i64 = 10_000;

/// First nothing, then much.
pub async fn measure(ground: &Ground, config: &Config, rounds: usize) -> Result<()> {
    let mut rates = Vec::new();
    for round in 0..rounds {
        ground.fresh("sweep", Some("seeded")).await?;
        let house = House::open(ground.options("sweep"), config).await?;
        house.desk.follow_up().await?;
        let mut db = ground.connect("sweep").await?;
        let open: i64 = sqlx::query_scalar("SELECT count(*) FROM clocks WHERE state = 'running'")
            .fetch_one(&mut db)
            .await?;
        if round == 0 {
            nothing(ground, &house, open).await?;
        }
        let many = AT_ONCE.min(open / 2 * 2);
        overdue(&mut db, many).await?;
        let start = Instant::now();
        house.desk.follow_up().await?;
        let took = start.elapsed();
        let told: i64 =
            sqlx::query_scalar("SELECT count(*) FROM alerts WHERE step = 100").fetch_one(&mut db).await?;
        let due: i64 = sqlx::query_scalar("SELECT count(*) FROM clocks WHERE state = 'missed'")
            .fetch_one(&mut db)
            .await?;
        ensure!(
            told >= many && due == told,
            "of {many} promises {told} alerts were told, and {due} are missed"
        );
        rates.push((took.as_secs_f64(), told));
        house.desk.follow_up().await?;
        let again: i64 =
            sqlx::query_scalar("SELECT count(*) FROM alerts WHERE step = 100").fetch_one(&mut db).await?;
        ensure!(again == told, "a second look told {} more", again - told);
        house.close().await?;
    }
    let seconds = Spread::of(rates.iter().map(|(took, _)| *took).collect());
    let told = rates.first().map_or(0, |(_, told)| *told);
    say(&format!(
        "{told} promises broken at one instant, all on record and told after {} s",
        seconds.show(2)
    ));
    Ok(())
}

/// What a look costs that finds nothing.
async fn nothing(ground: &Ground, house: &House, open: i64) -> Result<()> {
    ground.forget_statements().await?;
    let mut times = Vec::new();
    for _ in 0..LOOKS {
        let start = Instant::now();
        house.desk.follow_up().await?;
        times.push(start.elapsed());
    }
    let statements = ground.statements("sweep").await?;
    let sweep = statements.iter().filter(|s| s.query.contains("look_at"));
    let (buffers, time) = sweep.fold((0, 0.0), |(buffers, time), s| (buffers + s.buffers, time + s.time));
    let spread = Spread::of(times.iter().map(|t| t.as_secs_f64() * 1e3).collect());
    say(&format!(
        "\n{open} open promises, none to be looked at: {:.3} ms and {:.1} buffers in the database; the whole pass {} ms, p99 {:.2} ms",
        time / number(LOOKS),
        amount(buffers) / number(LOOKS),
        spread.show(2),
        percentile(&mut times, 99),
    ));
    Ok(())
}

/// So many promises were given ten days earlier, two in each case, and nobody kept them: a history that is made up, so the
/// guard of real ones is off meanwhile. What tells the times of seeded
/// ones apart is taken off again, so that events and due times agree.
async fn overdue(db: &mut sqlx::PgConnection, many: i64) -> Result<()> {
    let sql = format!(
        "CREATE TEMP TABLE late AS SELECT DISTINCT case_id, CASE WHEN case_id BETWEEN 2000000000 AND 2999999999 THEN case_id - 2000000000 ELSE 0 END AS seeded
             FROM clocks WHERE state = 'running' ORDER BY case_id LIMIT {cases};
         ALTER TABLE clock_events DISABLE TRIGGER history_stays;
         UPDATE clock_events e SET at = e.at - interval '10 days' FROM clocks k, late l
             WHERE e.clock = k.id AND k.case_id = l.case_id;
         ALTER TABLE clock_events ENABLE TRIGGER history_stays;
         UPDATE clocks k SET started_at = started_at - interval '10 days',
                             due_at = due_at - interval '10 days' - l.seeded * interval '1 minute',
                             look_at = look_at - interval '10 days' - l.seeded * interval '1 minute'
             FROM late l WHERE k.case_id = l.case_id AND k.look_at IS NOT NULL;
         DROP TABLE late; ANALYZE clocks;",
        cases = many / 2
    );
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(db).await?;
    Ok(())
}
