//! What several deliveries ask of the database at the same time is one statement.
//!
//! Whoever comes first asks; what others bring meanwhile waits, and the next of them asks for all of it. So one delivery
//! waits for nobody, and a hundred at once cost the database a few statements and commits instead of a hundred.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{
    Mutex as Turn,
    oneshot::{self, error::TryRecvError},
};

use crate::store::StoreError;

/// How long those who wait are held up by one statement.
const LONGEST: Duration = Duration::from_secs(5);

/// Things of one kind to be read or written, and what comes of each.
#[derive(Debug)]
pub(super) struct Gather<T, R> {
    waiting: Mutex<Vec<(T, oneshot::Sender<R>)>>,
    turn: Turn<()>,
}

impl<T, R> Default for Gather<T, R> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), turn: Turn::default() }
    }
}

impl<T: Clone, R> Gather<T, R> {
    /// Reads or writes one thing, with those that wait beside it: `all` gives for each of them what came of it, in their
    /// order. It is told whether they were tried before: then nobody knows whether they are written already.
    pub(super) async fn share<F>(&self, one: T, all: impl Fn(Vec<T>, bool) -> F) -> Result<R, StoreError>
    where
        F: Future<Output = Result<Vec<R>, StoreError>>,
    {
        let (told, mut answer) = oneshot::channel();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push((one.clone(), told));
        let turn = self.turn.lock().await;
        match answer.try_recv() {
            Ok(answer) => return Ok(answer),
            // It was among those of somebody for whom it failed.
            Err(TryRecvError::Closed) => {}
            Err(TryRecvError::Empty) => {
                let waiting =
                    std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
                let (things, told): (Vec<T>, Vec<_>) = waiting.into_iter().unzip();
                let done = in_time(all(things, false)).await;
                if done.is_err() && told.len() == 1 {
                    return first_of(done);
                }
                for (told, answer) in told.into_iter().zip(done.into_iter().flatten()) {
                    // Why: whoever was given up meanwhile does not hear of it.
                    let _ = told.send(answer);
                }
                if let Ok(answer) = answer.try_recv() {
                    return Ok(answer);
                }
            }
        }
        drop(turn);
        // Why alone: it failed for all of them, and it may be one's fault.
        first_of(in_time(all(vec![one], true)).await)
    }
}

async fn in_time<R>(all: impl Future<Output = Result<Vec<R>, StoreError>>) -> Result<Vec<R>, StoreError> {
    // Why real time: on a connection that went dark nothing comes, not even an error, and others wait meanwhile.
    tokio::time::timeout(LONGEST, all).await.unwrap_or_else(|_| Err(sqlx::Error::PoolTimedOut.into()))
}

fn first_of<R>(done: Result<Vec<R>, StoreError>) -> Result<R, StoreError> {
    done?.into_iter().next().ok_or_else(|| sqlx::Error::RowNotFound.into())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;
    use tokio::task::yield_now;

    use super::*;

    /// Doubles numbers; a seven among others breaks them all.
    async fn doubled(numbers: Vec<u32>, calls: &AtomicUsize) -> Result<Vec<u32>, StoreError> {
        calls.fetch_add(1, Ordering::Relaxed);
        yield_now().await;
        if numbers.contains(&7) {
            return Err(StoreError::Deposed);
        }
        Ok(numbers.into_iter().map(|n| n * 2).collect())
    }

    #[tokio::test]
    async fn those_who_come_meanwhile_are_written_together_and_each_gets_its_own() {
        let (gather, calls) = (Gather::default(), AtomicUsize::new(0));
        let write = |n| gather.share(n, |all, _| doubled(all, &calls));
        let got = join_all((10..20).map(write)).await;
        let got: Vec<u32> = got.into_iter().map(|one| one.expect("written")).collect();
        assert_eq!(got, (10..20).map(|n| n * 2).collect::<Vec<_>>());
        assert!(calls.load(Ordering::Relaxed) <= 2, "{calls:?}");
    }

    #[tokio::test]
    async fn what_one_breaks_the_others_get_by_themselves_and_are_said_to_have_been_tried() {
        let (gather, calls) = (Gather::default(), AtomicUsize::new(0));
        let tries = Mutex::new(Vec::new());
        let write = |n| {
            gather.share(n, |all, again| {
                tries.lock().expect("nobody panicked").push((all.len(), again));
                doubled(all, &calls)
            })
        };
        let got = join_all([5, 6, 7, 8].map(write)).await;
        let got: Vec<Option<u32>> = got.into_iter().map(Result::ok).collect();
        assert_eq!(got, [Some(10), Some(12), None, Some(16)]);
        let tries = tries.into_inner().expect("nobody panicked");
        assert_eq!(tries, [(1, false), (3, false), (1, true), (1, true), (1, true)]);
    }

    #[tokio::test]
    async fn who_writes_alone_hears_why_it_failed_and_is_not_tried_again() {
        let (gather, calls) = (Gather::default(), AtomicUsize::new(0));
        let failed = gather.share(7, |all, _| doubled(all, &calls)).await;
        assert!(matches!(failed, Err(StoreError::Deposed)));
        assert_eq!(calls.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn whoever_is_given_up_holds_up_nobody() {
        let (gather, calls) = (Gather::default(), AtomicUsize::new(0));
        let write = |n| gather.share(n, |all, _| doubled(all, &calls));
        let mut first = Box::pin(write(1));
        let mut second = Box::pin(write(2));
        assert!(futures_util::poll!(&mut first).is_pending());
        assert!(futures_util::poll!(&mut second).is_pending());
        drop(first);
        assert_eq!(second.await.expect("written"), 4);
    }
}
