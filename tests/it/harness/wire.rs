//! The wire between a desk and its database, which loses what a test tells it to: the statement is carried out, and nobody hears
//! of it.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::task::JoinSet;

/// A wire; dropping it cuts it.
pub struct Wire {
    port: u16,
    /// The statement whose answer is lost next.
    lost: Arc<Mutex<Option<String>>>,
    _carrying: JoinSet<()>,
}

impl Wire {
    /// A wire to that database.
    pub async fn to(database: &PgConnectOptions) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let lost = Arc::<Mutex<Option<String>>>::default();
        let mut carrying = JoinSet::new();
        carrying.spawn(accept(listener, database.clone(), Arc::clone(&lost)));
        Self { port, lost, _carrying: carrying }
    }

    /// The same database, reached over the wire.
    pub fn options(&self, database: &PgConnectOptions) -> PgConnectOptions {
        // Why without a socket: a server that has one would be asked past the wire.
        let over = PgConnectOptions::new_without_pgpass().host("127.0.0.1").port(self.port);
        let over = over.username(database.get_username()).ssl_mode(PgSslMode::Disable);
        over.database(database.get_database().expect("a database is named"))
    }

    /// The answer to the next statement that reads like this is lost, and its connection breaks.
    pub fn lose_the_answer_to(&self, statement: &str) {
        *self.lost.lock().unwrap_or_else(PoisonError::into_inner) = Some(statement.to_owned());
    }

    /// Whether an answer is still to be lost.
    pub fn waits(&self) -> bool {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

async fn accept(listener: TcpListener, far: PgConnectOptions, lost: Arc<Mutex<Option<String>>>) {
    let mut open = JoinSet::new();
    while let Ok((near, _)) = listener.accept().await {
        let (far, lost) = (far.clone(), Arc::clone(&lost));
        open.spawn(async move {
            // Why the result is dropped: a connection that breaks is what this is for.
            let _ = match far.get_socket() {
                Some(folder) => {
                    let socket = folder.join(format!(".s.PGSQL.{}", far.get_port()));
                    carry(near, UnixStream::connect(socket).await, &lost).await
                }
                None => carry(near, TcpStream::connect((far.get_host(), far.get_port())).await, &lost).await,
            };
        });
    }
}

async fn carry<S: AsyncRead + AsyncWrite + Unpin>(
    mut near: TcpStream,
    far: io::Result<S>,
    lost: &Mutex<Option<String>>,
) -> io::Result<()> {
    let mut far = far?;
    let (mut asked, mut answered) = (vec![0; 65_536], vec![0; 65_536]);
    let mut is_last = false;
    loop {
        tokio::select! {
            read = near.read(&mut asked) => {
                let asked = &asked[..read?];
                if asked.is_empty() {
                    return Ok(());
                }
                is_last |= take_if_said(lost, asked);
                far.write_all(asked).await?;
            }
            read = far.read(&mut answered) => {
                let read = read?;
                if read == 0 || is_last {
                    return Ok(());
                }
                near.write_all(&answered[..read]).await?;
            }
        }
    }
}

/// Whether that is the statement; it is lost once.
fn take_if_said(lost: &Mutex<Option<String>>, asked: &[u8]) -> bool {
    let mut lost = lost.lock().unwrap_or_else(PoisonError::into_inner);
    let said = |wanted: &String| asked.windows(wanted.len()).any(|bytes| bytes == wanted.as_bytes());
    lost.take_if(|wanted| said(wanted)).is_some()
}
