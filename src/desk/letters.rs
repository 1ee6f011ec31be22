//! Messages to everybody with goods of a lot leave, a few at a time, and how far they are is told where they were begun.
//!
//! Takes no input: each person a message is for has a row, and the message and the note that it was sent are one
//! transaction. So a restart goes on where it was, and nobody hears it twice.

use sqlx::{PgConnection, PgTransaction};
use tracing::warn;

use super::{Desk, DeskError, follow_up::undone};
use crate::{
    domain::{
        case::State,
        chat::Along,
        front::CaseFile,
        id::MessageId,
        phrase::{Phrase, Say},
        plan::{NewMessage, Parcel, Plan, Send, Side, To},
        text::Rich,
    },
    store::{self, Fault, StoreError, letters::Due},
};

/// People one transaction writes to.
const BATCH: i64 = 20;
/// Transactions of one pass: the others of the pass wait meanwhile.
const ROUNDS: usize = 20;

/// So long what was not delivered may still be sent again.
const WAITS: chrono::TimeDelta = chrono::TimeDelta::days(14);

impl Desk {
    /// Writes to those who are still to get a message, and tells how far the messages are. How many people that were.
    pub(super) async fn send_letters(&self) -> Result<usize, DeskError> {
        let mut written = 0;
        for _ in 0..ROUNDS {
            let Some((tx, due)) = self.next_people(BATCH).await? else { break };
            written += match self.send_to(tx, due).await {
                // Why one at a time then: one case that can't be read holds up nobody else's message.
                Err(error) if error.fault() == Fault::Poison => self.send_one().await?,
                sent => sent?,
            };
        }
        self.tell_progress().await?;
        Ok(written)
    }

    /// The next one alone; if it fails again however often it is tried, they are passed over, and nobody else: whom another
    /// pass is at meanwhile stays theirs.
    async fn send_one(&self) -> Result<usize, DeskError> {
        let Some((tx, due)) = self.next_people(1).await? else { return Ok(0) };
        let passed: Vec<_> = due.iter().map(|one| (one.letter, one.case, None)).collect();
        let error = match self.send_to(tx, due).await {
            Err(error) if error.fault() == Fault::Poison => error,
            sent => return sent,
        };
        warn!(event = "desk.letter.stuck", "somebody is passed over by a message to all: {error}");
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        store::letters::done(&mut tx, &passed, self.clock.now()).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(passed.len())
    }

    /// Some who are still to get one, held by the transaction; none when everybody has it or somebody else is at them.
    async fn next_people(&self, limit: i64) -> Result<Option<(PgTransaction<'static>, Vec<Due>)>, DeskError> {
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let due = store::letters::due(&mut tx, limit).await?;
        Ok((!due.is_empty()).then_some((tx, due)))
    }

    async fn send_to(&self, mut tx: PgTransaction<'_>, due: Vec<Due>) -> Result<usize, DeskError> {
        match self.letters_to(&mut tx, &due).await {
            Ok(plan) => self.finish(tx, plan).await?,
            Err(error) => return Err(undone(tx, error).await),
        }
        Ok(due.len())
    }

    /// What is written to each of them, marked as done.
    async fn letters_to(&self, db: &mut PgConnection, due: &[Due]) -> Result<Plan, DeskError> {
        let now = self.clock.now();
        let cases: Vec<_> = due.iter().map(|one| one.case).collect();
        let files = store::cases::files(db, &cases).await?;
        let mut supply = self.supply(db, BATCH).await?;
        let (mut plan, mut done) = (Plan::default(), Vec::new());
        for one in due {
            let file = files.iter().find(|file| file.case.id == one.case);
            let message = file.and_then(|file| Some((file, words_for(one, file)?))).map(|(file, words)| {
                let id = MessageId(supply.id());
                write(&mut plan, file, one, id, words, now);
                id
            });
            done.push((one.letter, one.case, message));
        }
        self.ids.give_back(&supply);
        store::letters::done(db, &done, now).await?;
        Ok(plan)
    }

    /// How far each message is, in the place of what was told before.
    async fn tell_progress(&self) -> Result<(), DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let running = store::letters::running(&mut db).await?;
        drop(db);
        for one in running {
            let now = one.now;
            let today = self.clock.now();
            // Why not while some are missing: what is sent again may still arrive, for some days.
            let all_told = now.delivered + now.left >= now.of && one.told_in.is_some();
            let is_over = all_told || today - one.at > WAITS;
            let told_in = one.told_in.filter(|_| one.is_news());
            if told_in.is_none() && !is_over {
                continue;
            }
            let over = is_over.then_some(today);
            let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
            store::letters::told(&mut tx, one.letter, now, over).await?;
            let told = told_in.map_or_else(Plan::default, |stands| {
                let told = Send::in_place(To::Place(one.place), now.say(&one.lot), stands);
                Plan::saying(Send { fold: Some(format!("progress:{}", one.letter)), ..told })
            });
            self.finish(tx, told).await?;
        }
        Ok(())
    }
}

/// The words for the customer of a case, if they are still to get them.
fn words_for<'a>(one: &'a Due, file: &CaseFile) -> Option<&'a str> {
    let goes_on = file.case.state.is_live() || file.case.state == State::Solved;
    let words = one.words.get(file.customer.lang.code()).map(String::as_str);
    words.filter(|_| goes_on && !file.customer.by_phone)
}

/// The message into the case and to its customer; its room reads that it was one to all. It answers nothing they asked.
fn write(
    plan: &mut Plan,
    file: &CaseFile,
    one: &Due,
    id: MessageId,
    words: &str,
    at: chrono::DateTime<chrono::Utc>,
) {
    let case = &file.case;
    plan.messages.push(NewMessage {
        id,
        case: Some(case.id),
        person: one.by,
        side: Side::Agent,
        at,
        kind: "text".to_owned(),
        body: Rich::plain(words),
        media: None,
        album: None,
        along: Along::default(),
        reply_to: None,
        parked_until: None,
        source: None,
    });
    let relay = Parcel::Relay { messages: vec![id], answers: false };
    plan.sends.push(Send { by_hand: true, ..Send::new(To::customer(case), relay) });
    let told = Phrase::new("room-lot-letter").with("text", words);
    plan.sends.push(Send::say(To::Room(case.id), Say::line(told)));
}
