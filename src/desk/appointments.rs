//! Appointments in time: both sides are reminded, and their calendars get a file when one is agreed, moved or called off.
//!
//! Takes no input: each row says when something is to be told of it next. A moment is passed by in the transaction that tells
//! it, so each is told once, whatever restarts. The file is made when it is delivered; nothing of it is stored.

use sqlx::PgConnection;
use tracing::warn;

use super::{
    Desk, DeskError,
    courier::{Act, Attached, Bytes},
    show::{Step, Voice},
};
use crate::{
    domain::{
        appointment::{self, Appointment, Stage},
        chat::FileKind,
        front::CaseFile,
        id::CaseId,
        phrase::Phrase,
        plan::Plan,
        text::Rich,
    },
    paper::{self, Entry},
    store::{self, StoreError},
};

/// Cases one pass looks at.
const BATCH: i64 = 200;

impl Desk {
    /// Tells what is due about appointments. Of how many cases. One that can't be read holds up no other.
    pub(super) async fn remind(&self) -> Result<usize, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let due = store::appointments::due(&mut db, self.clock.now(), BATCH).await?;
        store::codes::run_out(&mut db, self.clock.now()).await?;
        drop(db);
        let mut told = 0;
        for case in due {
            match self.remind_of(case).await {
                Ok(some) => told += some,
                Err(error) if error.may_be_of_one() => warn!(
                    event = "desk.appointment.stuck",
                    case = case.0,
                    "nobody can be reminded in case {case}: {error}"
                ),
                Err(error) => return Err(error),
            }
        }
        Ok(told)
    }

    async fn remind_of(&self, case: CaseId) -> Result<usize, DeskError> {
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let free = store::alerts::lock_free(&mut tx, &[case]).await?;
        let mut plan = Plan::default();
        for file in store::cases::files(&mut tx, &free).await? {
            plan.absorb(appointment::look(&file, &self.terms, self.clock.now()));
        }
        self.finish(tx, plan).await?;
        Ok(free.len())
    }

    /// Whether nobody is to be told of an appointment now.
    pub(super) async fn has_reminded(&self, db: &mut PgConnection) -> Result<bool, StoreError> {
        Ok(store::appointments::due(db, self.clock.now(), 1).await?.is_empty())
    }

    /// An appointment as a file for the reader's calendar, as it is now; nothing where no time was ever agreed.
    pub(super) async fn show_calendar(
        &self,
        case: CaseId,
        n: i16,
        voice: Voice,
    ) -> Result<Vec<Step>, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let file = store::cases::files(&mut db, &[case]).await?.into_iter().next();
        drop(db);
        let Some(file) = file else { return Ok(Vec::new()) };
        let Some(one) = file.appointment_no(n) else { return Ok(Vec::new()) };
        let Some(entry) = self.entry(one, &file, voice) else { return Ok(Vec::new()) };
        let key = if entry.cancelled { "calendar-caption-off" } else { "calendar-caption" };
        let caption = Phrase { key: key.into(), args: Vec::new() };
        let act = Act::Upload {
            file: Attached {
                kind: FileKind::Document,
                name: format!("{}-{n}.ics", file.case.reference),
                bytes: Bytes(paper::calendar(&entry).into_bytes().into()),
                spoiler: false,
            },
            caption: Rich::plain(self.words(&[caption], voice)),
            reply_to: None,
        };
        Ok(vec![Step { yields: 1, ..Step::plain(act) }])
    }

    fn entry(&self, one: &Appointment, file: &CaseFile, voice: Voice) -> Option<Entry> {
        let (from, to, sequence) = (one.starts?, one.ends()?, one.sequence?);
        let brand = &self.terms.brand;
        let reference = file.case.reference.to_string();
        let whom = if voice.staff { file.customer.name.as_str() } else { one.name.as_str() };
        let title = Phrase::new("calendar-title")
            .with("what", appointment::called(one, &self.terms))
            .with("name", whom)
            .with("brand", brand.name.as_str());
        let text = Phrase::new("calendar-text").with("ref", reference.as_str());
        let host = brand.email.rsplit('@').next().unwrap_or_default();
        Some(Entry {
            uid: format!("{reference}-{}@{host}", one.n),
            sequence: u32::try_from(sequence).ok()?,
            cancelled: one.stage == Stage::Cancelled,
            made: one.made_at,
            changed: one.changed_at,
            from,
            to,
            title: self.words(&[title], voice),
            text: self.words(&[text], voice),
            organizer: (brand.name.clone(), brand.email.clone()),
        })
    }
}
