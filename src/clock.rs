//! The one source of time: everything that asks "what time is it" or "wake me at" asks a [`Clock`].
//!
//! Three clocks behind one cheap handle: the machine's own, the machine's plus a movable offset (the demo), and one
//! that stands still until it is moved (scenarios, tests). Clones share the movement, so whoever moves it wakes every
//! sleeper. Deliberately not here: time zones, calendars, spans of service hours; those are decisions, not time.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

/// Why: real sleeps are cut into pieces so that a suspended laptop does not oversleep by the length of its nap.
const LONGEST_NAP: std::time::Duration = std::time::Duration::from_mins(1);

/// A handle to one source of time. Cloning is cheap; clones move together.
#[derive(Clone, Debug)]
pub struct Clock {
    kind: Kind,
    setting: Arc<watch::Sender<Setting>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    System,
    Shifted,
    Manual,
}

/// What can be moved: the offset of a shifted clock, the hand of a manual one.
#[derive(Clone, Copy, Debug)]
struct Setting {
    offset: TimeDelta,
    hand: DateTime<Utc>,
}

impl Clock {
    /// The machine's time. Moving it does nothing.
    pub fn system() -> Self {
        Self::with(Kind::System, TimeDelta::zero(), DateTime::UNIX_EPOCH)
    }

    /// The machine's time plus `offset`, which [`shift`](Self::shift) and [`set_offset`](Self::set_offset) move.
    pub fn shifted(offset: TimeDelta) -> Self {
        Self::with(Kind::Shifted, offset, DateTime::UNIX_EPOCH)
    }

    /// Stands still at `start` until [`advance`](Self::advance) or [`set`](Self::set).
    pub fn manual(start: DateTime<Utc>) -> Self {
        Self::with(Kind::Manual, TimeDelta::zero(), start)
    }

    fn with(kind: Kind, offset: TimeDelta, hand: DateTime<Utc>) -> Self {
        Self { kind, setting: Arc::new(watch::Sender::new(Setting { offset, hand })) }
    }

    /// The present moment, UTC.
    pub fn now(&self) -> DateTime<Utc> {
        self.read(*self.setting.borrow())
    }

    fn read(&self, setting: Setting) -> DateTime<Utc> {
        match self.kind {
            Kind::System => machine_now(),
            Kind::Shifted => machine_now() + setting.offset,
            Kind::Manual => setting.hand,
        }
    }

    /// Returns when `now() >= at`, whether time passed by itself or the clock was moved.
    pub async fn sleep_until(&self, at: DateTime<Utc>) {
        let mut moves = self.setting.subscribe();
        loop {
            let setting = *moves.borrow_and_update();
            let Ok(left) = (at - self.read(setting)).to_std() else { return };
            if left.is_zero() {
                return;
            }
            let nap = async {
                if self.kind == Kind::Manual {
                    std::future::pending::<()>().await;
                }
                // Why a nap: the machine's clock may be set, and a sleep does not hear of it.
                tokio::time::sleep(left.min(LONGEST_NAP)).await;
            };
            // Why the error is not looked at: the sender lives in `self`, so it outlives this wait.
            tokio::select! {
                () = nap => {}
                _ = moves.changed() => {}
            }
        }
    }

    /// Moves the clock by `delta` (backwards when negative): the offset of a shifted clock, the hand of a manual one.
    pub fn advance(&self, delta: TimeDelta) {
        self.setting.send_modify(|setting| {
            setting.offset += delta;
            setting.hand += delta;
        });
    }

    /// Moves the offset of a shifted clock by `delta`; the same as [`advance`](Self::advance).
    pub fn shift(&self, delta: TimeDelta) {
        self.advance(delta);
    }

    /// Makes `at` the present moment; a shifted clock then runs on from there.
    pub fn set(&self, at: DateTime<Utc>) {
        self.setting.send_modify(|setting| {
            setting.offset = at - machine_now();
            setting.hand = at;
        });
    }

    /// Replaces the offset of a shifted clock (a child process is told the offset of its parent).
    pub fn set_offset(&self, offset: TimeDelta) {
        self.setting.send_modify(|setting| setting.offset = offset);
    }

    /// How far a shifted clock is from the machine's time; zero for the other kinds.
    pub fn offset(&self) -> TimeDelta {
        if self.kind == Kind::Shifted { self.setting.borrow().offset } else { TimeDelta::zero() }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
fn machine_now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nine() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().expect("a fixed moment")
    }

    #[tokio::test]
    async fn a_manual_clock_wakes_its_sleepers_only_when_it_is_moved_far_enough() {
        let clock = Clock::manual(nine());
        let mut sleeper = Box::pin(clock.sleep_until(nine() + TimeDelta::hours(2)));
        assert!(is_pending(&mut sleeper));
        clock.advance(TimeDelta::hours(1));
        assert!(is_pending(&mut sleeper));
        clock.clone().advance(TimeDelta::hours(1));
        sleeper.await;
        assert_eq!(clock.now(), nine() + TimeDelta::hours(2));
    }

    #[tokio::test]
    async fn a_shifted_clock_is_moved_by_its_clones() {
        let clock = Clock::shifted(TimeDelta::zero());
        let at = clock.now() + TimeDelta::hours(48);
        let mut sleeper = Box::pin(clock.sleep_until(at));
        assert!(is_pending(&mut sleeper));
        clock.clone().shift(TimeDelta::hours(49));
        sleeper.await;
        assert_eq!(clock.offset(), TimeDelta::hours(49));
    }

    #[test]
    fn setting_a_clock_makes_that_moment_the_present() {
        let manual = Clock::manual(nine());
        manual.set(nine() + TimeDelta::days(3));
        assert_eq!(manual.now(), nine() + TimeDelta::days(3));
        let shifted = Clock::shifted(TimeDelta::zero());
        shifted.set(nine());
        assert!(shifted.now() >= nine() && shifted.now() < nine() + TimeDelta::hours(1));
    }

    fn is_pending(sleeper: &mut std::pin::Pin<Box<impl Future<Output = ()>>>) -> bool {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        sleeper.as_mut().poll(&mut context).is_pending()
    }
}
