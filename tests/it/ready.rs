//! Connections that are made ready before they are given out.

use std::time::Duration;

use aftercare::store::pools::{self, PoolSettings, Pools};
use sqlx::postgres::PgConnectOptions;

use crate::harness::TestDatabase;

fn pools(options: &PgConnectOptions, size: u32, ready: bool) -> Pools {
    let settings = PoolSettings {
        size,
        acquire: Duration::from_secs(10),
        idle: Duration::from_mins(1),
        statement: Duration::from_secs(10),
        ready,
    };
    pools::open(options.clone(), settings)
}

/// What every message takes and a connection of that pool knows already.
async fn known(pools: &Pools) -> Vec<String> {
    let mut known = Vec::new();
    for pool in [&pools.durable, &pools.lax] {
        let mut db = pool.acquire().await.expect("a connection");
        let statements: Vec<String> = sqlx::query_scalar("SELECT statement FROM pg_prepared_statements")
            .fetch_all(&mut *db)
            .await
            .expect("what the connection knows");
        let wanted = [
            "INSERT INTO seen",
            "JOIN LATERAL (SELECT remotes",
            "INSERT INTO outbox",
            "UPDATE outbox o",
            "FROM rooms",
        ];
        let is_known = |part: &&str| statements.iter().any(|statement| statement.contains(*part));
        known.extend(wanted.iter().filter(|part| is_known(part)).map(|part| (*part).to_owned()));
    }
    known
}

#[tokio::test]
async fn a_new_connection_knows_what_every_message_takes_and_has_left_nothing_behind() {
    let database = TestDatabase::new();
    assert_eq!(known(&pools(database.options(), 1, false)).await, Vec::<String>::new());
    assert_eq!(known(&pools(database.options(), 1, true)).await.len(), 10, "five on each of two connections");
    assert_eq!(database.number("SELECT count(*) FROM seen").await, 0);
    assert_eq!(database.number("SELECT count(*) FROM outbox").await, 0);
}

#[tokio::test]
async fn a_connection_that_can_t_be_made_ready_is_one_all_the_same() {
    let database = TestDatabase::empty();
    let pools = pools(database.options(), 1, true);
    for pool in [&pools.durable, &pools.lax] {
        let one: i32 = sqlx::query_scalar("SELECT 1").fetch_one(pool).await.expect("an answer");
        assert_eq!(one, 1);
    }
}

#[tokio::test]
async fn what_quiet_hours_take_is_opened_ahead_and_no_more_than_there_may_be() {
    let database = TestDatabase::new();
    for (size, opened) in [(3, 3), (20, 4)] {
        let pools = pools(database.options(), size, true);
        pools.open_some().await;
        assert_eq!((pools.durable.size(), pools.lax.size()), (opened, 2), "of {size}");
    }
}
