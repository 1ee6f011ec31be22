//! Many cases as one file: read some at a time, written as they come, and never more than one file holds.

use crate::{
    desk::{
        Desk, DeskError,
        show::{Step, Voice},
    },
    domain::{
        chat::FileKind,
        export::{self, Format, NewExport, Record, Table},
        id::{CaseId, ExportId},
        phrase::{Phrase, Say},
        report::{Ask, Filter},
        text::Rich,
    },
    store::{self, StoreError, reports::Scope},
};

use super::{in_a_name, uploaded};

/// Cases that are read at once.
const BATCH: usize = 200;

impl Desk {
    /// The file somebody asked for; nothing where that is not on record any more.
    pub(in crate::desk) async fn show_cases(
        &self,
        export: ExportId,
        voice: Voice,
    ) -> Result<Vec<Step>, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let asked = store::exports::get(&mut db, export).await?;
        drop(db);
        let Some(asked) = asked else { return Ok(Vec::new()) };
        let say = |why: Phrase| self.show_say(&Say::line(why), None, voice);
        let groups = match self.may_see(Some(asked.person), &asked.filter).await? {
            Ok(groups) => groups,
            Err(why) => return Ok(say(why)),
        };
        let file = self.file(&asked, &groups).await?;
        let (bytes, cases) = match file {
            Made::File(bytes, cases) => (bytes, cases),
            Made::Nothing => return Ok(say(Phrase::new("export-none").with("days", asked.days.to_string()))),
            Made::TooMuch => {
                let most = i64::try_from(export::MOST).unwrap_or(i64::MAX);
                return Ok(say(Phrase::new("export-too-many").with("most", most)));
            }
        };
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        store::exports::made(&mut db, export, cases, self.clock.now()).await?;
        let count = i64::try_from(cases).unwrap_or(i64::MAX);
        let told = Phrase::new("export-done").with("count", count).with("days", asked.days.to_string());
        let name = format!("cases-{}.{}", in_a_name(asked.days), asked.format.name());
        let caption = Rich::plain(self.words(&[told], voice));
        Ok(vec![uploaded(FileKind::Document, name, bytes, caption)])
    }

    async fn file(&self, asked: &NewExport, groups: &[String]) -> Result<Made, DeskError> {
        let NewExport { days, filter, .. } = asked.clone();
        let ask = Ask { days, by: None, filter: Filter::default() };
        let within = self.within(&ask);
        let (from, to, now) = (within.from, within.to, within.now);
        let scope = Scope { from, to, now, groups, filter: &filter, by: None };
        // Why of one instant: a case is in the file once, whatever becomes of it meanwhile.
        let mut tx = store::reports::snapshot(&self.pool).await?;
        let most = i64::try_from(export::MOST).unwrap_or(i64::MAX);
        let ids = store::exports::cases(&mut tx, &scope, most.saturating_add(1)).await?;
        match ids.len() {
            0 => return Ok(Made::Nothing),
            some if some > export::MOST => return Ok(Made::TooMuch),
            _ => {}
        }
        let mut sheet = Sheet::new(asked, self.clock.now());
        let mut cases = 0;
        for batch in ids.chunks(BATCH) {
            for record in self.records(&mut tx, batch).await? {
                sheet.add(&record);
                cases += 1;
            }
            if sheet.bytes() > export::MOST_BYTES {
                return Ok(Made::TooMuch);
            }
        }
        Ok(Made::File(sheet.into_bytes(), cases))
    }

    async fn records(
        &self,
        db: &mut sqlx::PgConnection,
        batch: &[CaseId],
    ) -> Result<Vec<Record>, StoreError> {
        let mut files = store::cases::files(db, batch).await?;
        files.sort_by_key(|file| (file.case.opened_at, file.case.id));
        let mut goods = store::exports::goods(db, batch).await?;
        let zone = self.terms.calendar.zone();
        let record = |file| export::record(file, goods.remove(&file.case.id).unwrap_or_default(), zone);
        Ok(files.iter().map(record).collect())
    }
}

/// What came of it.
enum Made {
    /// The file, and how many cases stand in it.
    File(Vec<u8>, usize),
    /// No case fits.
    Nothing,
    /// More than one file holds.
    TooMuch,
}

/// A file that grows.
enum Sheet {
    Csv(Table),
    Json(Vec<u8>),
}

impl Sheet {
    fn new(asked: &NewExport, now: chrono::DateTime<chrono::Utc>) -> Self {
        match asked.format {
            Format::Csv => Self::Csv(Table::default()),
            Format::Json => {
                let head = serde_json::json!({
                    "from": asked.days.first, "to": asked.days.last, "filter": asked.filter, "as_of": now,
                });
                let mut head = head.to_string();
                head.pop();
                Self::Json(format!("{head},\"cases\":[").into_bytes())
            }
        }
    }

    fn add(&mut self, record: &Record) {
        match self {
            Self::Csv(table) => table.add(record),
            Self::Json(bytes) => {
                bytes.extend_from_slice(if bytes.ends_with(b"[") { b"\n" } else { b",\n" });
                bytes.extend(serde_json::to_vec(record).unwrap_or_default());
            }
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Csv(table) => table.bytes(),
            Self::Json(bytes) => bytes.len(),
        }
    }

    fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Csv(table) => table.into_bytes(),
            Self::Json(mut bytes) => {
                bytes.extend_from_slice(b"\n]}\n");
                bytes
            }
        }
    }
}
