//! A server of the sandbox: on the loopback interface only, and ended by its owner.

use std::io;
use std::net::SocketAddr;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::listen::{Listener, Wire};

/// A running server. Dropping it stops it.
pub(crate) struct Serving {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Serving {
    /// Serves on this listener what `app` makes of its address and of the word to end.
    pub(crate) fn start(
        listener: TcpListener,
        app: impl FnOnce(SocketAddr, watch::Receiver<bool>) -> Router,
    ) -> io::Result<Self> {
        let address = listener.local_addr()?;
        if !address.ip().is_loopback() {
            let message = "the sandbox listens on the loopback interface only";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let (stop, stopped) = watch::channel(false);
        let service = app(address, stopped.clone()).into_make_service_with_connect_info::<Wire>();
        let serve = axum::serve(Listener(listener), service).with_graceful_shutdown(ended(stopped));
        #[expect(
            clippy::disallowed_methods,
            reason = "the sandbox owns this task and ends it in stop and drop"
        )]
        let task = tokio::spawn(async move {
            // Why the result is dropped: serving ends without an error by construction.
            let _ = serve.await;
        });
        Ok(Self { address, stop, task })
    }

    /// Where it listens, without a trailing slash.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends what waits, finishes what runs and closes.
    pub(crate) async fn stop(mut self) {
        self.stop.send_replace(true);
        // Why the result is dropped: the task only ends by itself here.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.task.abort();
    }
}

/// Comes back once the server is to end.
pub(crate) async fn ended(mut stop: watch::Receiver<bool>) {
    // Why the result is dropped: a vanished sender means the same as its word.
    let _ = stop.wait_for(|stop| *stop).await;
}
