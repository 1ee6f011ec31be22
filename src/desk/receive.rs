//! Intake: a batch of updates, one transaction, one effect each.
//!
//! A batch that fails because of what is in it is split until the guilty update stands alone; that one is put into
//! quarantine and the rest go on. A batch that fails because the database is away is the caller's to try again: it
//! must not be acknowledged before.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use sqlx::PgConnection;
use tracing::{error, info, warn};

use super::{Desk, DeskError, RACES, deliver::in_question, lanes::Whereabouts, seal, sheet::Sheet};
use crate::{
    domain::{
        chat::{Account, EventKey, Incoming, Input, Platform, Room},
        front,
        id::SendId,
        phrase::{Phrase, Say},
        plan::{Plan, Send, To},
    },
    store::{self, Fault, StoreError},
};

/// How long a text waits for the question before it, when that is just being delivered.
const IN_FLIGHT: Duration = Duration::from_millis(500);
/// The same when another process is delivering it.
const ELSEWHERE: Duration = Duration::from_millis(150);

/// Parts of a batch that are taken at the same time.
const PARTS: usize = 2;
/// The fewest people of a part.
const PEOPLE: usize = 8;

/// The longest look at what a batch changed of the staff sides, before what was said is sent all the same.
const REREAD: Duration = Duration::from_secs(2);

/// What one attempt at a batch came to.
enum Attempt {
    Done,
    /// Texts answer questions that are being delivered right now; where those stand is known in a moment.
    Wait(Vec<SendId>),
}

impl Desk {
    /// Takes a batch: when this returns `Ok`, every update in it has had its one effect, or stands in quarantine.
    ///
    /// # Errors
    /// Only for faults outside the batch: the database away, or the lease lost. Nothing of the batch is done then, or
    /// some of its parts, or all of it; trying again is safe.
    pub async fn receive(&self, batch: &[Incoming]) -> Result<(), DeskError> {
        let parts = apart(&batch.iter().collect::<Vec<_>>());
        let taken = join_all(parts.iter().map(|part| self.receive_part(part))).await;
        // Why all of them to their end: one that is left while it commits would have its rows looked for.
        taken.into_iter().collect()
    }

    async fn receive_part(&self, batch: &[&Incoming]) -> Result<(), DeskError> {
        let Some(first) = batch.first() else { return Ok(()) };
        let mut races = 0;
        loop {
            let error = match self.attempt_waiting(batch).await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            match error.fault() {
                Fault::Race if races < RACES => races += 1,
                Fault::Poison => return self.split(batch, &error).await,
                Fault::Race if error.is_broken_rule() => return self.split(batch, &error).await,
                // Why: who was in the way will be gone; the update is not at fault.
                Fault::Race | Fault::Outage | Fault::Deposed => {
                    self.tally.failed(first.place.platform);
                    return Err(error);
                }
            }
        }
    }

    async fn split(&self, batch: &[&Incoming], error: &DeskError) -> Result<(), DeskError> {
        if let [one] = batch {
            return self.quarantine(one, error).await;
        }
        let (first, second) = batch.split_at(batch.len() / 2);
        Box::pin(self.receive_part(first)).await?;
        Box::pin(self.receive_part(second)).await
    }

    async fn quarantine(&self, one: &Incoming, why: &DeskError) -> Result<(), DeskError> {
        let EventKey { source, key, sub } = one.key;
        error!(
            event = "desk.update.quarantined",
            source, key, sub, why = %why,
            "update {key} could not be taken and is in quarantine: {why}"
        );
        let now = self.clock.now();
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let new =
            store::quarantine::keep(&mut tx, one.key, &why.to_string(), &seal::hidden(&one.raw), now).await?;
        let notice = Phrase::new("quarantined").with("id", key);
        let mut held = Vec::new();
        if new && !self.settings.staff.is_empty() {
            let plan = Plan::saying(Send::say(To::Staff, Say::line(notice)));
            held = self.carry_out(&mut tx, plan, None).await?;
        }
        self.commit(tx, held).await?;
        self.tally.quarantined(one.place.platform);
        Ok(())
    }

    async fn attempt_waiting(&self, batch: &[&Incoming]) -> Result<(), DeskError> {
        match self.attempt(batch, false).await? {
            Attempt::Done => Ok(()),
            Attempt::Wait(prompts) => {
                for prompt in &prompts {
                    self.lanes.landed(*prompt, IN_FLIGHT).await;
                }
                if prompts.iter().any(|prompt| self.lanes.whereabouts(*prompt) == Whereabouts::Unknown) {
                    // Why real time: another process is sending it, and writes down a moment later where it stands.
                    tokio::time::sleep(ELSEWHERE).await;
                }
                self.attempt(batch, true).await.map(|_| ())
            }
        }
    }

    async fn attempt(&self, batch: &[&Incoming], waited: bool) -> Result<Attempt, DeskError> {
        let (now, begun) = (self.clock.now(), Instant::now());
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let keys: Vec<EventKey> = batch.iter().map(|i| i.key).collect();
        let by: Vec<_> = batch.iter().map(|i| i.by.account).collect();
        let admission = store::intake::admit(&mut tx, &keys, &by, now).await?;
        // Why not one that is older than ours: that admission had waited for somebody of an earlier time in office.
        if self.epoch().is_some_and(|epoch| epoch < admission.epoch) {
            self.depose();
            self.doubt();
            return Err(StoreError::Deposed.into());
        }
        let (fresh, admitted): (Vec<&Incoming>, Vec<_>) =
            admission.updates.into_iter().filter(|a| a.fresh).map(|a| (batch[a.ord], a)).unzip();
        if fresh.len() < batch.len() {
            info!(event = "desk.intake.repeated", count = batch.len() - fresh.len(), "updates came again");
        }
        let counted = (fresh.len(), batch.len() - fresh.len());
        let done = || self.tally.took(batch[0].place.platform, counted, begun.elapsed(), now);
        if fresh.is_empty() {
            drop(tx);
            // Why again: the try that committed it may have been left before it could look.
            self.reread_after(batch, false).await?;
            done();
            return Ok(Attempt::Done);
        }
        self.number_anew();
        let mut sheet = Sheet::load(self, &mut tx, &fresh, admitted).await?;
        let flying = self.flying(&sheet, &fresh);
        if !waited && !flying.is_empty() {
            return Ok(Attempt::Wait(flying));
        }
        self.decide_all(&mut tx, &mut sheet, &fresh, now).await?;
        let plan = std::mem::take(&mut sheet.plan);
        let hinted = plan.hinted;
        let held = self.carry_out(&mut tx, plan, Some(&sheet)).await?;
        self.may_commit(&held)?;
        let _coming = self.lanes.expect(&held);
        if let Err(error) = tx.commit().await {
            self.hand_over(in_question(held));
            return Err(StoreError::from(error).into());
        }
        done();
        self.paces.keep(std::mem::take(&mut sheet.paces));
        let reread = self.reread_after(&fresh, hinted).await;
        // Why whatever came of that: what was said is marked as ours, and nobody else sends it.
        self.hand_over(held);
        reread.map(|()| Attempt::Done)
    }

    /// What a batch changed of the staff sides is known from then on.
    async fn reread_after(&self, batch: &[&Incoming], hinted: bool) -> Result<(), DeskError> {
        let hint = hinted.then_some(Platform::Telegram);
        let changed = batch.iter().filter(|incoming| is_of_the_side(incoming));
        let changed: BTreeSet<_> = changed.map(|incoming| incoming.place.platform).chain(hint).collect();
        let reread = async {
            for on in changed {
                self.reread_side(on).await?;
            }
            Ok(())
        };
        // Why real time: on a connection that went dark nothing comes, not even an error.
        match tokio::time::timeout(REREAD, reread).await {
            Ok(done) => done,
            Err(_) => Err(StoreError::from(sqlx::Error::PoolTimedOut).into()),
        }
    }

    /// The questions in the air that texts of this batch may or may not have seen.
    fn flying(&self, sheet: &Sheet, fresh: &[&Incoming]) -> Vec<SendId> {
        let prompts: HashSet<SendId> = fresh
            .iter()
            .filter_map(|incoming| sheet.prompt_of(incoming))
            .filter(|found| found.prompt_remote.is_none())
            .filter_map(|found| found.row.prompt.filter(|prompt| self.is_flying(*prompt, found.prompt)))
            .collect();
        prompts.into_iter().collect()
    }

    async fn decide_all(
        &self,
        db: &mut PgConnection,
        sheet: &mut Sheet,
        fresh: &[&Incoming],
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<(), DeskError> {
        let appetite = front::appetite(&self.terms);
        self.number_anew();
        for incoming in fresh {
            if is_of_the_side(incoming) {
                let plan = self.side_happened(db, incoming).await?;
                sheet.plan.absorb(plan);
                continue;
            }
            if incoming.input == Input::Deleted {
                sheet.decide_deleted(incoming, now);
                continue;
            }
            let mut supply = self.ids.supply(db, appetite).await?;
            let decided = std::panic::catch_unwind(AssertUnwindSafe(|| {
                sheet.decide(self, incoming, now, &mut supply);
            }));
            if decided.is_err() {
                warn!(event = "desk.decision.panicked", key = incoming.key.key, "a decision panicked");
                return Err(DeskError::Panicked);
            }
            self.ids.give_back(&supply);
        }
        Ok(())
    }
}

/// A batch in parts that are taken at the same time: what one person said stays together, and so does what was said where
/// several are heard, with everything else of who said it.
///
/// While one part is being committed the other is decided; a part needs some people to be worth its transaction.
fn apart<'a>(batch: &[&'a Incoming]) -> Vec<Vec<&'a Incoming>> {
    let is_shared = |incoming: &&&Incoming| incoming.room != Room::Private;
    let together: HashSet<Account> =
        batch.iter().filter(is_shared).map(|incoming| incoming.by.account).collect();
    let mut part_of: HashMap<Account, usize> = together.into_iter().map(|account| (account, 0)).collect();
    let people: HashSet<Account> = batch.iter().map(|incoming| incoming.by.account).collect();
    let parts = (people.len() / PEOPLE).clamp(1, PARTS);
    let mut sizes = vec![0; parts];
    let mut divided = vec![Vec::new(); parts];
    sizes[0] = batch.iter().filter(|incoming| part_of.contains_key(&incoming.by.account)).count();
    for &incoming in batch {
        let least = (0..parts).min_by_key(|part| sizes[*part]).unwrap_or_default();
        let part = *part_of.entry(incoming.by.account).or_insert_with(|| {
            sizes[least] += batch.iter().filter(|other| other.by.account == incoming.by.account).count();
            least
        });
        divided[part].push(incoming);
    }
    divided
}

/// Whether something happened to the staff side as a whole.
fn is_of_the_side(incoming: &Incoming) -> bool {
    incoming.room == Room::Staff && incoming.input.is_about_the_staff_side()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::chat::{Address, Sender};

    fn said(key: i64, by: i64, room: Room) -> Incoming {
        let chat = if room == Room::Private { by } else { -1 };
        Incoming {
            key: EventKey { source: 1, key, sub: 0 },
            place: Address { platform: Platform::Telegram, chat, thread: None },
            room,
            by: Sender {
                account: Account { platform: Platform::Telegram, id: by },
                name: String::new(),
                lang: None,
                disguise: None,
            },
            message: None,
            reply_to: None,
            answered_author: None,
            aside: None,
            origin: None,
            quote: None,
            input: Input::Deleted,
            raw: serde_json::Value::Null,
        }
    }

    fn keys(batch: &[Incoming]) -> Vec<Vec<(i64, i64)>> {
        let parts = apart(&batch.iter().collect::<Vec<_>>());
        parts.iter().map(|part| part.iter().map(|one| (one.by.account.id, one.key.key)).collect()).collect()
    }

    #[test]
    fn few_people_are_one_part() {
        assert_eq!(keys(&[]), [[]]);
        let batch: Vec<_> = (0..60).map(|n| said(n, n % 15, Room::Private)).collect();
        assert_eq!(keys(&batch).len(), 1);
    }

    #[test]
    fn each_person_is_in_one_part_in_their_order_and_parts_are_alike() {
        // One says half of it all.
        let batch: Vec<_> =
            (0..80).map(|n| said(n, if n % 2 == 0 { 99 } else { n % 40 }, Room::Private)).collect();
        let parts = keys(&batch);
        assert_eq!(parts.len(), 2);
        assert_eq!([parts[0].len(), parts[1].len()], [40, 40], "who says half of it is alone in one");
        for part in &parts {
            assert!(part.is_sorted_by_key(|(_, key)| *key), "{part:?}");
        }
        let people = parts.iter().map(|part| part.iter().map(|(by, _)| *by).collect::<HashSet<_>>());
        let [one, other] = people.collect::<Vec<_>>().try_into().expect("two");
        assert!(one.is_disjoint(&other));
    }

    #[test]
    fn what_several_hear_stays_together_with_all_that_who_said_it_says() {
        let room = |n: i64| if n < 30 && n % 3 == 0 { Room::Staff } else { Room::Private };
        let batch: Vec<_> = (0..60).map(|n| said(n, n % 30, room(n))).collect();
        let parts = keys(&batch);
        let of_staff: HashSet<i64> = (0..30).filter(|n| n % 3 == 0).collect();
        assert!(parts[0].iter().filter(|(by, _)| of_staff.contains(by)).count() == 20);
        assert!(parts[1].iter().all(|(by, _)| !of_staff.contains(by)));
        assert_eq!(parts[0].len() + parts[1].len(), 60);
    }
}
