//! The database server of a run: private, durable as in production, with its own counters read from outside.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use aftercare::{
    config::Surroundings,
    sandbox::postgres::{Durability, Places, PrivatePostgres, create_database, drop_database},
};
use anyhow::{Context, Result};
use sqlx::{AssertSqlSafe, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::runtime::Runtime;

/// Clock ticks of `/proc` in a second.
const TICKS: f64 = 100.0;

/// A running server whose folder goes away at the end.
pub struct Ground {
    postgres: PrivatePostgres,
    folder: PathBuf,
}

/// What the server and this process have done so far.
#[derive(Clone, Copy)]
pub struct Sample {
    /// Bytes of WAL.
    pub wal: i64,
    /// Processor time of all processes of the server.
    pub server: Duration,
    /// Processor time of this process.
    pub own: Duration,
}

/// What was written to the WAL over a span of time.
#[derive(sqlx::FromRow)]
pub struct Log {
    /// Transactions that wrote something.
    pub commits: i64,
    pub bytes: i64,
    /// Of these, whole pages, which are written once after each checkpoint.
    pub images: i64,
}

/// One statement over a span of time.
#[derive(sqlx::FromRow)]
pub struct Statement {
    pub query: String,
    pub calls: i64,
    /// Milliseconds in all.
    pub time: f64,
    /// Buffers looked at.
    pub buffers: i64,
    /// Bytes of WAL it wrote itself; the commit record is nobody's.
    pub wal: i64,
}

impl Ground {
    /// Starts a server that can count statements, when its installation can.
    pub fn open(runtime: &Runtime) -> Result<Self> {
        let surroundings = Surroundings::from_process();
        let places = Places::new(surroundings.path, std::env::temp_dir(), surroundings.cache);
        let folder = std::env::temp_dir().join(format!("aftercare-bench-{}", std::process::id()));
        let postgres = PrivatePostgres::start(&places, &folder, Durability::Durable)?;
        runtime.block_on(prepare(&postgres))?;
        // Why twice: a library of the server is loaded at its start only.
        postgres.stop()?;
        let postgres = PrivatePostgres::start(&places, &folder, Durability::Durable)?;
        let ground = Self { postgres, folder };
        runtime.block_on(async {
            let mut db = ground.connect("postgres").await?;
            sqlx::raw_sql("CREATE EXTENSION pg_stat_statements; CREATE EXTENSION pg_walinspect")
                .execute(&mut db)
                .await?;
            anyhow::Ok(())
        })?;
        Ok(ground)
    }

    pub fn options(&self, database: &str) -> PgConnectOptions {
        self.postgres.options(database)
    }

    pub fn url(&self, database: &str) -> String {
        self.postgres.url(database)
    }

    pub async fn connect(&self, database: &str) -> Result<PgConnection> {
        Ok(PgConnection::connect_with(&self.options(database)).await?)
    }

    /// A new database, a copy of `template` if one is named.
    pub async fn create(&self, name: &str, template: Option<&str>) -> Result<()> {
        let Some(template) = template else {
            return Ok(create_database(&self.options("postgres"), name, None).await?);
        };
        // Why not the default: a full database is quicker copied by files than by the log.
        let sql = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.connect("postgres").await?).await?;
        Ok(())
    }

    /// A database of that name as if it had never been used.
    pub async fn fresh(&self, name: &str, template: Option<&str>) -> Result<()> {
        drop_database(&self.options("postgres"), name).await?;
        self.create(name, template).await
    }

    pub async fn sample(&self) -> Result<Sample> {
        let mut db = self.connect("postgres").await?;
        // Why: what commits without waiting is flushed within three rounds of the writer; this flushes it now.
        sqlx::query("SELECT pg_logical_emit_message(true, 'bench', '')").execute(&mut db).await?;
        let wal = sqlx::query_scalar("SELECT (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint");
        let wal = wal.fetch_one(&mut db).await?;
        db.close().await?;
        let own = cpu(std::process::id()).map_or(0.0, |cpu| cpu.own);
        Ok(Sample { wal, server: self.server_cpu(), own: ticks(own) })
    }

    /// The server's processes, and those of them that ended.
    fn server_cpu(&self) -> Duration {
        let server = self.postgres.pid();
        let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let children = ids.filter_map(cpu).filter(|cpu| cpu.parent == server).map(|cpu| cpu.own).sum::<f64>();
        let main = cpu(server).map_or(0.0, |cpu| cpu.own + cpu.ended_children);
        ticks(children + main)
    }

    /// What the WAL holds between two samples.
    pub async fn log(&self, from: Sample, to: Sample) -> Result<Log> {
        let mut db = self.connect("postgres").await?;
        let sql = "SELECT count(*) FILTER (WHERE resource_manager = 'Transaction' AND record_type LIKE 'COMMIT%')
                              AS commits,
                          coalesce(sum(record_length), 0)::bigint AS bytes, coalesce(sum(fpi_length), 0)::bigint AS images
                   FROM pg_get_wal_records_info('0/0'::pg_lsn + $1::numeric, '0/0'::pg_lsn + $2::numeric)";
        Ok(sqlx::query_as(sql).bind(from.wal).bind(to.wal).fetch_one(&mut db).await?)
    }

    pub async fn forget_statements(&self) -> Result<()> {
        let mut db = self.connect("postgres").await?;
        sqlx::query("SELECT pg_stat_statements_reset()").execute(&mut db).await?;
        Ok(())
    }

    /// The statements since they were last forgotten, the costliest first.
    pub async fn statements(&self, database: &str) -> Result<Vec<Statement>> {
        let mut db = self.connect("postgres").await?;
        let rows = sqlx::query_as(
            "SELECT s.query, s.calls, s.total_exec_time AS time, s.shared_blks_hit + s.shared_blks_read AS buffers,
                    s.wal_bytes::bigint AS wal
             FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
             WHERE d.datname = $1 ORDER BY s.total_exec_time DESC",
        );
        Ok(rows.bind(database).fetch_all(&mut db).await?)
    }

    pub fn close(self) -> Result<()> {
        let Self { postgres, folder } = self;
        postgres.stop()?;
        std::fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))
    }
}

async fn prepare(postgres: &PrivatePostgres) -> Result<()> {
    let mut db = PgConnection::connect_with(&postgres.options("postgres")).await?;
    sqlx::query("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'").execute(&mut db).await?;
    sqlx::query("ALTER SYSTEM SET max_wal_size = '8GB'").execute(&mut db).await?;
    sqlx::query("ALTER SYSTEM SET checkpoint_timeout = '30min'").execute(&mut db).await?;
    db.close().await?;
    Ok(())
}

/// Processor time of a process in ticks.
struct Cpu {
    parent: u32,
    own: f64,
    ended_children: f64,
}

fn cpu(pid: u32) -> Option<Cpu> {
    let stat = std::fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat")).ok()?;
    // Why: the name of the program stands in parentheses and may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let field = |n: usize| fields.get(n).and_then(|f| f.parse::<f64>().ok());
    Some(Cpu {
        parent: fields.get(1)?.parse().ok()?,
        own: field(11)? + field(12)?,
        ended_children: field(13)? + field(14)?,
    })
}

fn ticks(ticks: f64) -> Duration {
    Duration::from_secs_f64(ticks / TICKS)
}

/// Memory of a process in MB.
pub fn memory(pid: u32) -> Option<f64> {
    let status = std::fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches(" kB").trim().parse::<f64>().ok()? / 1024.0)
}
