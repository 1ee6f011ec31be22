//! What the database itself can do: one function call per message, as lean as a desk's transaction can be made.
//!
//! The same driver, the same server, rows of the product's own sizes; no dialogue, no people, no locks but the rows'.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Result;
use sqlx::{AssertSqlSafe, PgPool, postgres::PgPoolOptions};
use tokio::task::JoinSet;

use super::{figures::rate, ground::Ground};

/// More connections than these only make it slower.
const CONNECTIONS: usize = 64;

const SCHEMA: &str = "
CREATE TABLE seen (source smallint, key bigint, sub bigint, at timestamptz NOT NULL, PRIMARY KEY (source, key, sub));
CREATE TABLE dialogues (id bigint PRIMARY KEY, draft jsonb NOT NULL, rev integer NOT NULL,
    touched_at timestamptz NOT NULL) WITH (fillfactor = 70);
CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, dialogue bigint NOT NULL,
    at timestamptz NOT NULL, kind text NOT NULL, data jsonb NOT NULL);
CREATE INDEX ON events (dialogue, id);
CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, dialogue bigint NOT NULL,
    parcel jsonb NOT NULL, state text NOT NULL, not_before timestamptz NOT NULL, done_at timestamptz);
CREATE INDEX ON outbox (not_before, id) WHERE state IN ('queued', 'sending');
CREATE FUNCTION turn(key bigint, who bigint, new jsonb, said jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE row bigint;
BEGIN
    INSERT INTO seen VALUES (1, key, 0, now()) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN NULL; END IF;
    UPDATE dialogues SET draft = new, rev = rev + 1, touched_at = now() WHERE id = who;
    INSERT INTO events (dialogue, at, kind, data) VALUES (who, now(), 'answered', '{\"question\": \"part\"}');
    INSERT INTO outbox (dialogue, parcel, state, not_before) VALUES (who, said, 'sending', now())
        RETURNING id INTO row;
    RETURN row;
END $$;";

/// A database that does nothing else.
pub struct Ceiling {
    pool: PgPool,
    cases: i64,
    key: Arc<AtomicI64>,
    draft: serde_json::Value,
    parcel: serde_json::Value,
}

impl Ceiling {
    /// As many dialogues, events and rows as the desk's database, and texts of the same size as its texts.
    pub async fn open(ground: &Ground, cases: i64, model: &str) -> Result<Self> {
        let mut db = ground.connect(model).await?;
        let draft = sqlx::query_scalar("SELECT draft FROM bench_draft").fetch_one(&mut db).await?;
        let parcel = "SELECT parcel FROM bench_parcel ORDER BY length(parcel::text)
                      OFFSET (SELECT count(*) / 2 FROM bench_parcel) LIMIT 1";
        let parcel: serde_json::Value = sqlx::query_scalar(parcel).fetch_one(&mut db).await?;
        let counts = "SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM case_events)";
        let (rows, events): (i64, i64) = sqlx::query_as(counts).fetch_one(&mut db).await?;
        ground.fresh("ceiling", None).await?;
        let pool = PgPoolOptions::new()
            .max_connections(u32::try_from(CONNECTIONS)?)
            .acquire_timeout(Duration::from_mins(1))
            .test_before_acquire(false)
            .connect_with(ground.options("ceiling"))
            .await?;
        sqlx::raw_sql(SCHEMA).execute(&pool).await?;
        let fill = format!(
            "INSERT INTO dialogues SELECT i, '{draft}', 1, now() FROM generate_series(1, {cases}) i;
             INSERT INTO events (dialogue, at, kind, data)
                SELECT 1 + i % {cases}, now(), 'answered', '{{}}' FROM generate_series(1, {events}) i;
             INSERT INTO outbox (dialogue, parcel, state, not_before)
                SELECT 1 + i % {cases}, '{{\"is\": \"say\"}}', 'sent', now() FROM generate_series(1, {rows}) i;
             INSERT INTO seen SELECT 1, -i, 0, now() FROM generate_series(1, {rows}) i;",
            draft = escaped(&draft),
        );
        sqlx::raw_sql(AssertSqlSafe(fill)).execute(&pool).await?;
        sqlx::raw_sql("VACUUM ANALYZE").execute(&pool).await?;
        Ok(Self { pool, cases, key: Arc::new(AtomicI64::new(1)), draft, parcel })
    }

    /// Messages per second of so many clients; `twice`: each is marked by a second commit.
    pub async fn round(&self, customers: usize, each: usize, twice: bool) -> Result<f64> {
        let start = Instant::now();
        let mut clients = JoinSet::new();
        for _ in 0..customers {
            let (pool, key, cases) = (self.pool.clone(), Arc::clone(&self.key), self.cases);
            let (draft, parcel) = (self.draft.clone(), self.parcel.clone());
            clients.spawn(async move {
                for _ in 0..each {
                    let key = key.fetch_add(1, Ordering::Relaxed);
                    turn(&pool, key, 1 + key % cases, &draft, &parcel, twice).await?;
                }
                anyhow::Ok(())
            });
        }
        while let Some(client) = clients.join_next().await {
            client??;
        }
        Ok(rate(customers * each, start.elapsed()))
    }

    /// The times of so many messages one after the other.
    pub async fn times(&self, messages: usize) -> Result<Vec<Duration>> {
        let mut times = Vec::new();
        for _ in 0..messages {
            let key = self.key.fetch_add(1, Ordering::Relaxed);
            let start = Instant::now();
            turn(&self.pool, key, 1 + key % self.cases, &self.draft, &self.parcel, false).await?;
            times.push(start.elapsed());
        }
        Ok(times)
    }
}

async fn turn(
    pool: &PgPool,
    key: i64,
    who: i64,
    draft: &serde_json::Value,
    parcel: &serde_json::Value,
    twice: bool,
) -> Result<()> {
    let call = sqlx::query_scalar("SELECT turn($1, $2, $3, $4)").bind(key).bind(who).bind(draft).bind(parcel);
    let row: i64 = call.fetch_one(pool).await?;
    if twice {
        let mark = "UPDATE outbox SET state = 'sent', parcel = '{}', done_at = now() WHERE id = $1";
        let mark = sqlx::query(mark);
        mark.bind(row).execute(pool).await?;
    }
    Ok(())
}

fn escaped(value: &serde_json::Value) -> String {
    value.to_string().replace('\'', "''")
}
