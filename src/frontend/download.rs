//! Fetching files by an address a platform gave, the same for every platform.
//!
//! Invariants: no redirection is followed; nothing larger than asked for is read, whatever the server announces; the
//! address, which may hold a secret, stands in no error.

use std::{sync::OnceLock, time::Duration};

use reqwest::{Client, Response, StatusCode, Url, redirect::Policy};
use tokio::{sync::mpsc, time::timeout};

use crate::desk::courier::FetchError;

/// Nobody waits longer for the next piece of a file.
pub(super) const SILENCE: Duration = Duration::from_secs(30);

/// The client for downloads, made when it is first needed.
#[derive(Clone, Default)]
pub(super) struct Downloads(OnceLock<Client>);

impl Downloads {
    /// The client. A server of one's own is asked without the proxies of the environment.
    pub(super) fn client(&self, own_server: bool) -> Result<Client, FetchError> {
        if let Some(client) = self.0.get() {
            return Ok(client.clone());
        }
        let client =
            Client::builder().redirect(Policy::none()).connect_timeout(SILENCE).read_timeout(SILENCE);
        let client = if own_server { client.no_proxy() } else { client };
        let client = client.build().map_err(|_| not_now("the HTTP client could not be set up"))?;
        Ok(self.0.get_or_init(|| client).clone())
    }

    /// Passes on what stands at an address, piece by piece; how many bytes that was. A file of another length than
    /// `announced` was not received.
    pub(super) async fn pass_on(
        &self,
        url: Url,
        own_server: bool,
        (announced, most): (Option<u64>, u64),
        into: &mpsc::Sender<Vec<u8>>,
    ) -> Result<u64, FetchError> {
        if announced.is_some_and(|size| size > most) {
            return Err(FetchError::TooBig);
        }
        let answer = timeout(SILENCE, self.client(own_server)?.get(url).send()).await;
        let answer = answer.map_err(|_| not_now("the download was not answered"))?;
        // Why the error is thrown away: it holds the address.
        let answer = answer.map_err(|_| not_now("no connection for the download"))?;
        if answer.content_length().is_some_and(|length| length > most) {
            return Err(FetchError::TooBig);
        }
        by_status(answer.status())?;
        let got = pour(answer, most, into).await?;
        if announced.is_some_and(|size| size != got) {
            return Err(not_now("the download has another length than announced"));
        }
        Ok(got)
    }
}

/// Passes the pieces on; what comes is counted, not what was announced.
async fn pour(mut answer: Response, most: u64, into: &mpsc::Sender<Vec<u8>>) -> Result<u64, FetchError> {
    let mut got = 0_u64;
    loop {
        let piece =
            timeout(SILENCE, answer.chunk()).await.map_err(|_| not_now("the download stood still"))?;
        let Some(piece) = piece.map_err(|_| not_now("the download broke off"))? else { return Ok(got) };
        got = got.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if got > most {
            return Err(FetchError::TooBig);
        }
        into.send(piece.to_vec()).await.map_err(|_| not_now("nobody takes the file any more"))?;
    }
}

fn by_status(status: StatusCode) -> Result<(), FetchError> {
    match status {
        StatusCode::OK => Ok(()),
        StatusCode::NOT_FOUND | StatusCode::GONE | StatusCode::BAD_REQUEST => {
            Err(FetchError::Gone(format!("the download was answered with {}", status.as_u16())))
        }
        other => Err(not_now(&format!("the download was answered with {}", other.as_u16()))),
    }
}

/// Perhaps later.
pub(super) fn not_now(why: &str) -> FetchError {
    FetchError::NotNow { retry_after: None, why: why.to_owned() }
}
