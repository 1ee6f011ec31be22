//! A connection between the desk and what it talks to, which can be cut, held and robbed of answers: a small TCP proxy.
//!
//! It also writes down which requests went by, and when: two desks have two links, so it is known who sent what.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use aftercare::clock::Clock;
use chrono::{DateTime, Utc};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Where a link ends.
#[derive(Clone, Debug)]
pub enum Far {
    Tcp(SocketAddr),
    Socket(PathBuf),
}

/// The first line of a request, without what follows its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub at: DateTime<Utc>,
    pub line: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Weather {
    /// Grows with every cut: a connection that was made under another number breaks.
    cuts: u64,
    dark: bool,
    frozen: bool,
}

struct Shared {
    far: Far,
    weather: watch::Sender<Weather>,
    lose: AtomicU32,
    lost: AtomicU32,
    requests: Mutex<Vec<Request>>,
}

/// A link; dropping it breaks its connections.
pub struct Link {
    address: SocketAddr,
    shared: Arc<Shared>,
    _tasks: JoinSet<()>,
}

impl Link {
    /// A link on a port of its own.
    pub async fn open(far: Far) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            far,
            weather: watch::Sender::new(Weather::default()),
            lose: AtomicU32::new(0),
            lost: AtomicU32::new(0),
            requests: Mutex::default(),
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self { address, shared, _tasks: tasks })
    }

    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Breaks every connection there is.
    pub fn cut(&self) {
        self.shared.weather.send_modify(|weather| weather.cuts += 1);
    }

    /// Lets no connection through, and breaks those there are; or lets them through again.
    pub fn set_dark(&self, dark: bool) {
        self.shared.weather.send_modify(|weather| weather.dark = dark);
    }

    /// Holds what is on its way; or lets it go on.
    pub fn set_frozen(&self, frozen: bool) {
        self.shared.weather.send_modify(|weather| weather.frozen = frozen);
    }

    /// The next so many answers are lost, and their connections break.
    pub fn lose_answers(&self, count: u32) {
        self.shared.lose.store(count, Ordering::Relaxed);
    }

    /// Everything passes from now on.
    pub fn clear(&self) {
        self.lose_answers(0);
        self.shared
            .weather
            .send_modify(|weather| *weather = Weather { cuts: weather.cuts, ..Weather::default() });
    }

    /// How many answers were lost.
    pub fn lost(&self) -> u32 {
        self.shared.lost.load(Ordering::Relaxed)
    }

    /// The requests that went by, oldest first.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => {
                let Ok((near, _)) = accepted else { continue };
                let shared = Arc::clone(&shared);
                connections.spawn(async move {
                    // Why the result is dropped: a broken connection is what this is for.
                    let _ = carry(near, &shared).await;
                });
            }
        }
    }
}

async fn carry(near: TcpStream, shared: &Shared) -> io::Result<()> {
    if shared.weather.borrow().dark {
        return Ok(());
    }
    match &shared.far {
        Far::Tcp(address) => between(near, TcpStream::connect(address).await?, shared).await,
        Far::Socket(path) => between(near, UnixStream::connect(path).await?, shared).await,
    }
}

async fn between<S: AsyncRead + AsyncWrite + Unpin>(
    mut near: TcpStream,
    mut far: S,
    shared: &Shared,
) -> io::Result<()> {
    let mut weather = shared.weather.subscribe();
    let begun = weather.borrow_and_update().cuts;
    let (mut asked, mut answered) = (vec![0; 16_384], vec![0; 16_384]);
    loop {
        let Weather { cuts, dark, frozen } = *weather.borrow_and_update();
        if dark || cuts != begun {
            return Ok(());
        }
        tokio::select! {
            changed = weather.changed() => {
                if changed.is_err() {
                    return Ok(());
                }
            }
            read = near.read(&mut asked), if !frozen => {
                let read = read?;
                if read == 0 {
                    return Ok(());
                }
                shared.note(&asked[..read]);
                far.write_all(&asked[..read]).await?;
            }
            read = far.read(&mut answered), if !frozen => {
                let read = read?;
                if read == 0 || shared.is_to_be_lost() {
                    return Ok(());
                }
                near.write_all(&answered[..read]).await?;
            }
        }
    }
}

impl Shared {
    /// Whether the answer at hand is lost; uses up one.
    fn is_to_be_lost(&self) -> bool {
        let took =
            self.lose.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
        self.lost.fetch_add(u32::from(took), Ordering::Relaxed);
        took
    }

    fn note(&self, bytes: &[u8]) {
        let Some(line) = request_line(bytes) else { return };
        let at = Clock::system().now();
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).push(Request { at, line });
    }
}

/// Method and path, where these bytes begin a request.
fn request_line(bytes: &[u8]) -> Option<String> {
    let line = bytes.split(|byte| *byte == b'\r').next()?;
    let line = std::str::from_utf8(line).ok()?.strip_suffix(" HTTP/1.1")?;
    let (method, path) = line.split_once(' ')?;
    let path = path.split('?').next().unwrap_or_default();
    Some(format!("{method} {path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A far side that answers every byte with the same one.
    async fn echo() -> (SocketAddr, JoinSet<()>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                open.spawn(async move {
                    let mut byte = [0];
                    while stream.read_exact(&mut byte).await.is_ok() {
                        let _ = stream.write_all(&byte).await;
                    }
                });
            }
        });
        (address, tasks)
    }

    async fn asks(stream: &mut TcpStream) -> bool {
        let mut byte = [7];
        stream.write_all(&byte).await.is_ok() && stream.read_exact(&mut byte).await.is_ok()
    }

    #[tokio::test]
    async fn a_link_passes_cuts_loses_and_goes_dark() {
        let (far, _tasks) = echo().await;
        let link = Link::open(Far::Tcp(far)).await.expect("a link");
        let connect = async || TcpStream::connect(link.address()).await.expect("a connection");
        let mut first = connect().await;
        assert!(asks(&mut first).await, "it passes");
        link.cut();
        assert!(!asks(&mut first).await, "it was cut");
        link.lose_answers(1);
        let mut second = connect().await;
        assert!(!asks(&mut second).await, "the answer was lost");
        let mut third = connect().await;
        assert!(asks(&mut third).await && link.lost() == 1, "and one only");
        link.set_dark(true);
        let mut fourth = connect().await;
        assert!(!asks(&mut third).await && !asks(&mut fourth).await, "it is dark");
        link.clear();
        let mut fifth = connect().await;
        assert!(asks(&mut fifth).await, "and light again");
    }

    #[test]
    fn a_request_is_known_by_its_first_line() {
        let head = b"POST /bot1:A/SendMessage?x=1 HTTP/1.1\r\nhost: a\r\n\r\n{}";
        assert_eq!(request_line(head).as_deref(), Some("POST /bot1:A/SendMessage"));
        assert_eq!(request_line(b"{\"text\":\"a HTTP/1.1\"}"), None);
    }
}
