//! Keeps what cases are found by up to date: a pass behind the desk's back, and right before a search, so that what
//! was written a second ago is found.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::{Desk, DeskError};
use crate::{
    domain::{
        catalogue::Reader,
        dialogue::{self, Question},
        front::CaseFile,
        id::CaseId,
        lang::Lang,
        search,
    },
    store::{self, StoreError, search::Document},
};

/// Cases one statement works on.
const BATCH: i64 = 200;
/// How far behind the last pass changes are looked for: longer than any transaction, and than words wait for their case.
const OVERLAP: TimeDelta = TimeDelta::minutes(15);

impl Desk {
    /// Brings everything up to date; small transactions until nothing is left. How many cases were read anew.
    pub async fn index(&self) -> Result<u64, DeskError> {
        let began = self.clock.now();
        let mut done = 0;
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        match store::search::filled_to(&mut db).await? {
            Some(filled) => loop {
                match self.index_since(&mut db, filled - OVERLAP).await? {
                    0 => break,
                    some => done += some,
                }
            },
            None => {
                let mut after = CaseId(0);
                loop {
                    let cases = store::search::missing(&mut db, after, BATCH).await?;
                    let Some(last) = cases.last() else { break };
                    after = *last;
                    done += self.index_cases(&mut db, &cases).await?;
                }
            }
        }
        store::search::note_filled(&mut db, began).await?;
        Ok(done)
    }

    /// Reads cases anew that changed since the last pass: before somebody searches. At most a batch; of a desk whose
    /// first pass is still to come, the oldest cases and the newest changes.
    pub(super) async fn index_recent(&self, db: &mut PgConnection) -> Result<(), DeskError> {
        let began = self.clock.now();
        let filled = store::search::filled_to(db).await?;
        let mut most = 0;
        if filled.is_none() {
            let cases = store::search::missing(db, CaseId(0), BATCH).await?;
            most = self.index_cases(db, &cases).await?;
        }
        most = most.max(self.index_since(db, filled.unwrap_or(began) - OVERLAP).await?);
        // Why: fewer than a batch means that nothing was left over.
        if most < BATCH.unsigned_abs() {
            store::search::note_filled(db, began).await?;
        }
        Ok(())
    }

    async fn index_since(&self, db: &mut PgConnection, since: DateTime<Utc>) -> Result<u64, DeskError> {
        let cases = store::search::stale(db, since, BATCH).await?;
        self.index_cases(db, &cases).await
    }

    async fn index_cases(&self, db: &mut PgConnection, cases: &[CaseId]) -> Result<u64, DeskError> {
        if cases.is_empty() {
            return Ok(0);
        }
        let prints = store::search::prints(db, cases).await?;
        let files = store::cases::files(db, cases).await?;
        let written = store::search::written(db, cases).await?;
        let document = |file: &CaseFile| {
            let (_, print, newest) = prints.iter().find(|(case, ..)| *case == file.case.id)?;
            let head = search::of_text(self.facts_of(file).iter().map(String::as_str));
            let own = written.iter().filter(|w| w.case == file.case.id).map(|w| w.text.as_str());
            let mut words = search::of_text(own);
            words.extend(head.iter().cloned());
            Some(Document { case: file.case.id, head, words, print: print.clone(), newest: *newest })
        };
        let documents: Vec<Document> = files.iter().filter_map(document).collect();
        store::search::put(db, &documents).await?;
        Ok(u64::try_from(documents.len()).unwrap_or_default())
    }

    /// What a case is about, in both languages: its number, whose it is, and all that was answered.
    pub(super) fn facts_of(&self, file: &CaseFile) -> Vec<String> {
        let mut facts = vec![file.case.reference.to_string(), file.customer.name.clone()];
        let Some(answers) = &file.case.answers else { return facts };
        let phrases = dialogue::summary(answers, &self.terms);
        for lang in Lang::ALL {
            let zone = self.terms.calendar.zone();
            let reader = Reader { lang, zone, zone_is_own: true, now: file.case.opened_at };
            facts.extend(phrases.iter().map(|phrase| self.catalogue.words(phrase, &reader)));
        }
        facts.extend(Question::ALL.iter().filter_map(|question| answers.text(*question)));
        facts
    }
}
