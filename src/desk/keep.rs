//! Files kept in the background: fetched from their platform, hashed on the way, and stored in chunks.
//!
//! Invariants: a file is never whole in memory here: [`AHEAD`] pieces of the platform and one chunk are; every chunk is a
//! statement of its own, and no transaction is open while bytes are awaited. A file points at its content only when all
//! of it is stored; what a process leaves half is swept. A try is counted when it begins, so a file that ends the
//! process is given up in the end as well. Not here: what is said about files, and showing them (`files`).

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};
use tokio::{
    sync::{Notify, Semaphore, mpsc},
    task::JoinSet,
};
use tracing::warn;

use super::{
    Desk, DeskError,
    courier::{Courier, FetchError},
    deliver::Couriers,
};
use crate::{
    domain::evidence::{self, Problem, Type},
    store::{
        self, StoreError,
        evidence::{BlobId, Wanted},
    },
};

/// Files fetched at once, each of another case.
const AT_ONCE: usize = 4;
/// Rows looked through for them.
const LOOK: i64 = 64;
/// Bytes of one chunk.
pub const CHUNK: usize = 256 * 1024;
/// Pieces that may be received before they are stored.
pub const AHEAD: usize = 4;
/// Nobody fetches one file for longer.
const LONGEST: Duration = Duration::from_mins(5);
/// A fetch that died is tried again after this, and its half is swept.
pub(super) const ABANDONED: TimeDelta = TimeDelta::minutes(10);
/// Files nothing asks for yet are looked at again after this.
const HOMELESS: TimeDelta = TimeDelta::minutes(10);
/// Tries for a file its platform says it does not have: it says so in trouble as well.
const TRIES_OF_GONE: i16 = 3;
/// Files uploaded at once; each is whole in memory meanwhile.
pub(super) const UPLOADS: u32 = 2;

/// What the desk knows of the fetching it does now.
pub(super) struct Fetching {
    busy: AtomicUsize,
    coming: AtomicBool,
    wake: Notify,
    pub(super) uploads: Semaphore,
}

impl Fetching {
    pub(super) fn new() -> Self {
        Self {
            busy: AtomicUsize::new(0),
            coming: AtomicBool::new(false),
            wake: Notify::new(),
            uploads: Semaphore::new(UPLOADS as usize),
        }
    }

    /// Files are about to be committed.
    pub(super) fn announce(&self) {
        self.coming.store(true, Ordering::Release);
    }

    /// A commit has happened.
    pub(super) fn committed(&self) {
        if self.coming.swap(false, Ordering::AcqRel) {
            self.wake.notify_one();
        }
    }

    pub(super) fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Acquire) > 0
    }
}

/// Counts a pass while it runs.
struct Busy<'a>(&'a AtomicUsize);

impl<'a> Busy<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::AcqRel);
        Self(count)
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// What was stored of a file.
enum Stored {
    /// All that came.
    Whole { sha256: Vec<u8>, size: i64, kind: Type },
    /// Nothing: its beginning is that of no kind that is kept.
    Unfit,
    /// Nothing: what came of it, if anything did, is no kind that is kept. It may not be all of the file.
    Unclear,
}

impl Desk {
    /// Returns when files were sent since the last look.
    pub async fn files_sent(&self) {
        self.fetching.wake.notified().await;
    }

    /// Fetches every file whose time it is, and tells the cases what became of theirs. How many there were.
    pub async fn keep_files<T: Courier + 'static>(
        self: &Arc<Self>,
        couriers: &Arc<Couriers<T>>,
    ) -> Result<usize, DeskError> {
        let _busy = Busy::new(&self.fetching.busy);
        let mut count = 0;
        while self.epoch().is_some() {
            let due = self.files_due().await?;
            if due.is_empty() {
                break;
            }
            count += due.len();
            let mut fetches = JoinSet::new();
            for wanted in due {
                let (desk, couriers) = (Arc::clone(self), Arc::clone(couriers));
                fetches.spawn(async move { desk.keep(&couriers, wanted).await });
            }
            while fetches.join_next().await.is_some() {}
            self.tell_files().await?;
        }
        self.tell_files().await?;
        Ok(count)
    }

    /// The next files, at most one of each case; their tries are counted.
    async fn files_due(&self) -> Result<Vec<Wanted>, DeskError> {
        let now = self.clock.now();
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let all = store::evidence::due(&mut db, now, LOOK).await?;
        let (homeless, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|w| w.homeless);
        let ids: Vec<_> = homeless.iter().map(|w| w.media).collect();
        store::evidence::put_off(&mut db, &ids, now + HOMELESS, false).await?;
        let mut due: Vec<Wanted> = Vec::new();
        for wanted in rest {
            // Why: two files of a case at once would both have the room that is left for one.
            let taken = due.iter().any(|w| w.case == wanted.case && w.person == wanted.person);
            if !taken && due.len() < AT_ONCE {
                due.push(wanted);
            }
        }
        let ids: Vec<_> = due.iter().map(|w| w.media).collect();
        store::evidence::put_off(&mut db, &ids, now + ABANDONED, true).await?;
        Ok(due)
    }

    async fn keep<T: Courier>(&self, couriers: &Couriers<T>, wanted: Wanted) {
        let media = wanted.media;
        if let Err(error) = self.try_keep(couriers, wanted).await {
            // Why nothing else: its next try is written down already.
            warn!(event = "desk.file.stuck", media = media.0, "file {media} could not be stored: {error}");
        }
    }

    async fn try_keep<T: Courier>(&self, couriers: &Couriers<T>, wanted: Wanted) -> Result<(), DeskError> {
        let Some(courier) = couriers.of(wanted.platform) else { return Ok(()) };
        let room = match self.room_for(&wanted).await? {
            Ok(room) => room,
            Err(problem) => return self.give_up(&wanted, problem).await,
        };
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let blob = BlobId(self.ids.one(&mut db).await?);
        drop(db);
        let done = self.fetch_into(courier, &wanted, blob, room).await;
        if !matches!(done, Ok(true)) {
            let mut db = self.lax.acquire().await.map_err(StoreError::from)?;
            store::evidence::drop_half(&mut db, blob).await?;
        }
        done.map(|_| ())
    }

    /// How many bytes it may have, or why none.
    async fn room_for(&self, wanted: &Wanted) -> Result<Result<u64, Problem>, DeskError> {
        let caps = if wanted.wholesale { self.terms.caps.wholesale_day } else { self.terms.caps.day };
        let since = evidence::day_of(wanted.at, &self.terms);
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let used = store::evidence::used(&mut db, wanted, since).await?;
        let room = evidence::allowance(used, &caps, wanted.by_desk);
        let size = wanted.file.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default();
        Ok(room.and_then(|room| if size > room { Err(evidence::too_large(room)) } else { Ok(room) }))
    }

    async fn give_up(&self, wanted: &Wanted, problem: Problem) -> Result<(), DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        Ok(store::evidence::give_up(&mut db, wanted.media, problem).await?)
    }

    /// Fetches a file into `blob`. True when the blob is needed.
    async fn fetch_into<T: Courier>(
        &self,
        courier: &T,
        wanted: &Wanted,
        blob: BlobId,
        room: u64,
    ) -> Result<bool, DeskError> {
        let (into, pieces) = mpsc::channel(AHEAD);
        let both = async {
            tokio::join!(courier.fetch(&wanted.file, room, into), self.store_pieces(wanted, blob, pieces))
        };
        let Ok((fetched, stored)) = tokio::time::timeout(LONGEST, both).await else {
            return self.again(wanted, None, Problem::Unreachable, self.settings.attempts).await;
        };
        match (fetched, stored?) {
            (_, Stored::Unfit) | (Ok(_), Stored::Unclear) => {
                self.give_up(wanted, Problem::Kind).await.map(|()| false)
            }
            (Ok(_), Stored::Whole { sha256, size, kind }) => {
                let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
                let content = (sha256.as_slice(), size, kind.name());
                Ok(store::evidence::finish(&mut db, wanted.media, blob, content).await?)
            }
            (Err(FetchError::TooBig), _) => {
                self.give_up(wanted, evidence::too_large(room)).await.map(|()| false)
            }
            (Err(FetchError::Gone(_)), _) => self.again(wanted, None, Problem::Gone, TRIES_OF_GONE).await,
            (Err(FetchError::NotNow { retry_after, .. }), _) => {
                self.again(wanted, retry_after, Problem::Unreachable, self.settings.attempts).await
            }
        }
    }

    /// Tries it again later, or gives it up after so many tries.
    async fn again(
        &self,
        wanted: &Wanted,
        wait: Option<Duration>,
        problem: Problem,
        most: i16,
    ) -> Result<bool, DeskError> {
        if wanted.tries + 1 >= most {
            return self.give_up(wanted, problem).await.map(|()| false);
        }
        let nth = usize::try_from(wanted.tries).unwrap_or_default();
        let backoff = self.settings.backoff.get(nth).or(self.settings.backoff.last()).copied();
        let wait = backoff.unwrap_or_default().max(wait.unwrap_or_default());
        let then = self.clock.now() + TimeDelta::from_std(wait).unwrap_or(ABANDONED);
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        store::evidence::put_off(&mut db, &[wanted.media], then, false).await?;
        Ok(false)
    }

    /// Stores what comes, chunk by chunk. Connections are held for a statement each.
    async fn store_pieces(
        &self,
        wanted: &Wanted,
        blob: BlobId,
        mut pieces: mpsc::Receiver<Vec<u8>>,
    ) -> Result<Stored, DeskError> {
        let (mut hash, mut size, mut kind) = (Sha256::new(), 0_i64, None);
        let (mut chunk, mut n) = (Vec::with_capacity(CHUNK), 0);
        loop {
            let piece = pieces.recv().await;
            let mut rest = piece.as_deref().unwrap_or_default();
            hash.update(rest);
            size += i64::try_from(rest.len()).unwrap_or_default();
            while !rest.is_empty() {
                let (now, later) = rest.split_at(rest.len().min(CHUNK - chunk.len()));
                chunk.extend_from_slice(now);
                rest = later;
                if chunk.len() == CHUNK {
                    kind = kind.or_else(|| kind_of(&chunk, wanted));
                    if kind.is_none() {
                        return Ok(Stored::Unfit);
                    }
                    self.store_chunk(blob, n, &chunk).await?;
                    n += 1;
                    chunk.clear();
                }
            }
            if piece.is_none() {
                break;
            }
        }
        let Some(kind) = kind.or_else(|| kind_of(&chunk, wanted)) else { return Ok(Stored::Unclear) };
        if !chunk.is_empty() || n == 0 {
            self.store_chunk(blob, n, &chunk).await?;
        }
        Ok(Stored::Whole { sha256: hash.finalize().to_vec(), size, kind })
    }

    async fn store_chunk(&self, blob: BlobId, n: i32, chunk: &[u8]) -> Result<(), DeskError> {
        // Why these connections: the commit that makes the blob whole waits for the disk, and for all before it.
        let mut db = self.lax.acquire().await.map_err(StoreError::from)?;
        if n == 0 {
            store::evidence::begin(&mut db, blob, self.clock.now()).await?;
        }
        Ok(store::evidence::add_chunk(&mut db, blob, n, chunk).await?)
    }
}

fn kind_of(chunk: &[u8], wanted: &Wanted) -> Option<Type> {
    let head = &chunk[..chunk.len().min(evidence::HEAD)];
    evidence::recognise(head, wanted.file.name.as_deref(), wanted.file.mime.as_deref())
}
