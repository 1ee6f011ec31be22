//! Connections, and whether the schema is one we know.

use std::time::Duration;

use futures_util::future::join_all;
use sqlx::{
    ConnectOptions, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tracing::debug;

use super::{MIGRATOR, StoreError, ready};

/// Statements a connection remembers.
const STATEMENTS: usize = 1000;

/// Connections that are opened before they are needed: as many as do their work at one time while one customer talks.
const SOME: u32 = 4;

/// Connections that do not wait for the disk.
const LAX: u32 = 2;

/// How connections are kept.
#[derive(Debug, Clone, Copy)]
pub struct PoolSettings {
    /// At most so many that commit durably.
    pub size: u32,
    /// How long one is waited for.
    pub acquire: Duration,
    /// How long an unused one stays.
    pub idle: Duration,
    /// How long a statement may run.
    pub statement: Duration,
    /// A new one does what every message takes once before it is given out, and takes it back: for processes that serve.
    pub ready: bool,
}

/// The connections of a desk.
#[derive(Debug, Clone)]
pub struct Pools {
    /// They commit durably.
    pub durable: PgPool,
    /// They do not wait for the disk.
    pub lax: PgPool,
}

impl Pools {
    /// Opens the connections that quiet hours take, before somebody waits for them. Those that can't be had are opened when
    /// they are needed.
    pub async fn open_some(&self) {
        let some = SOME.min(self.durable.options().get_max_connections());
        let durable = (0..some).map(|_| self.durable.acquire());
        let lax = (0..LAX).map(|_| self.lax.acquire());
        // Why all at once: one that is given back would be given out again.
        let opened = join_all(durable.chain(lax)).await;
        let failed = opened.iter().filter(|one| one.is_err()).count();
        debug!(event = "store.connections.opened", failed, "{} connections are open", opened.len() - failed);
    }
}

/// Connections to that database; none is opened yet.
pub fn open(options: PgConnectOptions, settings: PoolSettings) -> Pools {
    let statement = settings.statement.as_millis().to_string();
    // Why: sqlx logs slow statements with their text; ours are known by name instead.
    let options = options.application_name("aftercare").disable_statement_logging();
    // Why more than there are: a connection that gives up one has it planned anew at its next call.
    let options = options.statement_cache_capacity(STATEMENTS).options([
        ("statement_timeout", statement.as_str()),
        ("idle_in_transaction_session_timeout", "10000"),
        // Why: ours are looked up by key, a few arrays at a time. Left to itself the planner plans each of them anew at
        // every call, which costs more than running them.
        ("plan_cache_mode", "force_generic_plan"),
    ]);
    let pool = |size, options| {
        let pool = PgPoolOptions::new()
            .max_connections(size)
            .acquire_timeout(settings.acquire)
            .idle_timeout(settings.idle)
            .test_before_acquire(false);
        let pool = if settings.ready { pool.after_connect(|db, _| Box::pin(made_ready(db))) } else { pool };
        pool.connect_lazy_with(options)
    };
    let lax = options.clone().options([("synchronous_commit", "off")]);
    Pools { durable: pool(settings.size, options), lax: pool(LAX, lax) }
}

/// Why it never fails: a connection that could not be made ready is slower at first, and one that is broken is found out
/// when it is used.
async fn made_ready(db: &mut PgConnection) -> Result<(), sqlx::Error> {
    if let Err(error) = ready::make(db).await {
        debug!(event = "store.connection.unready", "a new connection could not be made ready: {error}");
    }
    Ok(())
}

/// How the database's schema and this program fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// They do: the same, or one step newer.
    Fits,
    /// The database is behind; `migrate` brings it here.
    Older {
        /// The last step it has.
        has: i64,
        /// The last step we need.
        needs: i64,
    },
    /// The database is too far ahead for this program.
    Newer {
        /// The last step it has.
        has: i64,
    },
}

/// Compares the schema with this program.
pub async fn schema(db: &mut PgConnection) -> Result<Schema, StoreError> {
    let needs = MIGRATOR.iter().map(|m| m.version).max().unwrap_or_default();
    let has: i64 =
        match sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success")
            .fetch_one(&mut *db)
            .await
        {
            Ok(has) => has,
            // Why: 42P01, there is no such table: nothing was ever migrated.
            Err(sqlx::Error::Database(error)) if error.code().is_some_and(|c| c == "42P01") => 0,
            Err(error) => return Err(error.into()),
        };
    Ok(match has {
        _ if has < needs => Schema::Older { has, needs },
        _ if has > needs + 1 => Schema::Newer { has },
        _ => Schema::Fits,
    })
}

/// Brings the schema up to this program. Runs under a lock: of several at once, one works and the others wait.
pub async fn migrate(options: &PgConnectOptions) -> Result<(), sqlx::migrate::MigrateError> {
    let mut db = options.clone().disable_statement_logging().connect().await?;
    MIGRATOR.run(&mut db).await
}
