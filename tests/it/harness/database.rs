//! A database for each test: a copy of one migrated template, gone when the test ends.
//!
//! The server is the one `DATABASE_URL` names, else a private one that lives as long as this process. On a named server
//! nothing but databases called `aftercare_test_<process>_<number>` is made, and each is dropped again; the template
//! with the last copy that is in use.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use aftercare::sandbox::postgres::{Durability, Places, PrivatePostgres, create_database, drop_database};
use aftercare::store::pools;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};

/// Where databases are made.
struct Server {
    options: PgConnectOptions,
    /// Its address, where the caller named one.
    named: String,
    /// It is ours alone and ends with this process.
    private: Option<PrivatePostgres>,
}

/// How many databases use the template.
static TEMPLATE_USERS: Mutex<u32> = Mutex::new(0);
static NUMBERS: AtomicU32 = AtomicU32::new(1);

#[expect(clippy::disallowed_methods, reason = "which server tests run on is the caller's choice")]
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    let named = std::env::var("DATABASE_URL").ok().filter(|url| !url.is_empty());
    SERVER.get_or_init(|| match named {
        Some(url) => {
            Server { options: url.parse().expect("DATABASE_URL is an address"), named: url, private: None }
        }
        None => {
            let places = Places::new(std::env::var_os("PATH"), std::env::temp_dir(), None);
            let own = PrivatePostgres::start_temporary(&places, Durability::Test).expect("a server starts");
            Server { options: own.options("postgres"), named: String::new(), private: Some(own) }
        }
    })
}

fn template() -> String {
    format!("aftercare_test_{}_template", std::process::id())
}

/// Does something on a thread and a runtime of its own: inside of the test's runtime nothing may block.
fn apart<F: Future<Output: Send>>(work: impl FnOnce() -> F + Send) -> F::Output {
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(work())
        });
        thread.join().expect("the work ends well")
    })
}

/// The address of another database of that server.
fn with_database(url: &str, name: &str) -> String {
    let (address, settings) =
        url.split_once('?').map_or((url, None), |(address, rest)| (address, Some(rest)));
    let host = address.find("://").map_or(0, |at| at + "://".len());
    let end = address[host..].find('/').map_or(address.len(), |at| host + at);
    let settings = settings.map(|settings| format!("?{settings}")).unwrap_or_default();
    format!("{}/{name}{settings}", &address[..end])
}

#[test]
fn another_database_of_a_server_has_its_address_but_for_the_name() {
    let of = |url| with_database(url, "x");
    assert_eq!(
        of("postgres://a:b@host:5432/desk?sslmode=disable"),
        "postgres://a:b@host:5432/x?sslmode=disable"
    );
    assert_eq!(of("postgres://a@localhost/desk?host=/run/pg"), "postgres://a@localhost/x?host=/run/pg");
    assert_eq!(of("postgres://host"), "postgres://host/x");
}

/// A database of one test.
pub struct TestDatabase {
    name: String,
    options: PgConnectOptions,
    uses_template: bool,
    /// For questions of tests; a new one is opened where it was cut.
    session: tokio::sync::Mutex<Option<PgConnection>>,
}

impl TestDatabase {
    /// A migrated one.
    pub fn new() -> Self {
        let mut users = TEMPLATE_USERS.lock().unwrap_or_else(PoisonError::into_inner);
        if *users == 0 {
            apart(make_template);
        }
        // Why: on our own server the template stays; counting it as one more user keeps it.
        *users += if *users == 0 && server().private.is_some() { 2 } else { 1 };
        drop(users);
        Self::made(Some(&template()))
    }

    /// One without a table.
    pub fn empty() -> Self {
        Self::made(None)
    }

    fn made(from: Option<&str>) -> Self {
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let name = format!("aftercare_test_{}_{number}", std::process::id());
        apart(|| create_database(&server().options, &name, from)).expect("a database");
        let options = server().options.clone().database(&name);
        let session = tokio::sync::Mutex::new(None);
        Self { name, options, uses_template: from.is_some(), session }
    }

    pub fn options(&self) -> &PgConnectOptions {
        &self.options
    }

    /// Its address, as other programs read it.
    pub fn url(&self) -> String {
        match (&server().private, &server().named) {
            (Some(own), _) => own.url(&self.name),
            (None, named) => with_database(named, &self.name),
        }
    }

    pub async fn connect(&self) -> PgConnection {
        self.options.clone().disable_statement_logging().connect().await.expect("a connection")
    }

    /// The one number a statement gives.
    pub async fn number(&self, sql: &str) -> i64 {
        let mut session = self.session.lock().await;
        let db = self.live(&mut session).await;
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(db).await.expect("a number")
    }

    /// The first column of every row, as text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let mut session = self.session.lock().await;
        let db = self.live(&mut session).await;
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_all(db).await.expect("texts")
    }

    /// The session, opened anew if it is not there any more.
    async fn live<'a>(&self, session: &'a mut Option<PgConnection>) -> &'a mut PgConnection {
        let alive = match session {
            Some(db) => db.ping().await.is_ok(),
            None => false,
        };
        if !alive {
            *session = Some(self.connect().await);
        }
        session.as_mut().expect("it was just opened")
    }

    pub async fn execute(&self, sql: &str) {
        let mut db = self.connect().await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut db).await.expect("it works");
    }

    /// Ends every session in it, as a server does that goes down.
    pub async fn cut_sessions(&self) {
        let cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = ";
        self.by_the_server(&format!("{cut}'{}'", self.name)).await;
    }

    /// Lets people in again, or nobody; sessions that are there stay.
    pub async fn set_open(&self, open: bool) {
        self.by_the_server(&format!("alter database {} with allow_connections {open}", self.name)).await;
    }

    async fn by_the_server(&self, sql: &str) {
        let outside = server().options.clone().disable_statement_logging();
        let mut db = outside.connect().await.expect("a connection");
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut db).await.expect("it works");
    }
}

async fn make_template() {
    let name = template();
    drop_database(&server().options, &name).await.expect("an old template goes");
    create_database(&server().options, &name, None).await.expect("a template");
    pools::migrate(&server().options.clone().database(&name)).await.expect("migrated");
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        apart(|| drop_database(&server().options, &self.name)).expect("dropped");
        if self.uses_template {
            let mut users = TEMPLATE_USERS.lock().unwrap_or_else(PoisonError::into_inner);
            *users -= 1;
            if *users == 0 {
                let template = template();
                apart(|| drop_database(&server().options, &template)).expect("dropped");
            }
        }
    }
}
