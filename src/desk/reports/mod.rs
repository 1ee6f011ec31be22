//! Figures, and many cases as one file, made when they are delivered: nothing of them is stored but who asked for a file.
//!
//! What somebody may see is looked up here once more: who leads no more since they asked gets nothing. The figures of one
//! report are of one instant.

mod board;
mod cases;

use sqlx::PgConnection;
use tracing::warn;

use super::{
    Desk, DeskError,
    courier::{Act, Attached, Bytes},
    keep::UPLOADS,
    show::{
        Step, Voice,
        limits::{fits_under, parts_for},
    },
};
use crate::{
    domain::{
        chat::{FileKind, Platform},
        id::PersonId,
        party::Role,
        phrase::{Phrase, Say},
        report::{self, Ask, Days, Figures, Filter, Order, Rows, Told, Within},
        text::{Rich, defuse},
    },
    paper::{self, chart},
    store::{
        self, StoreError,
        reports::{MOST_CLOCKS, Scope},
    },
};

impl Desk {
    /// A report: pictures, and every number of them in words.
    pub(super) async fn show_report(&self, order: &Order, voice: Voice) -> Result<Vec<Step>, DeskError> {
        let groups = match self.may_see(order.reader, &order.ask.filter).await? {
            Ok(groups) => groups,
            Err(why) => return Ok(self.show_say(&Say::line(why), None, voice)),
        };
        let Some(figures) = self.figures(&order.ask, &groups).await? else {
            let most = Phrase::new("report-too-many").with("most", MOST_CLOCKS);
            return Ok(self.show_say(&Say::line(most), None, voice));
        };
        if order.reader.is_none() && figures.is_empty() {
            return Ok(Vec::new());
        }
        let leads = match order.reader {
            Some(_) => None,
            None => Some(self.leads_of(&groups).await?),
        };
        let is_over = self.within(&order.ask).is_over();
        let weekly = leads.as_deref();
        let told = Told { ask: &order.ask, groups: &groups, is_over, weekly, terms: &self.terms };
        let pictures = self.drawn(&figures, &told, voice).await;
        Ok(self.told(&figures, &told, pictures, voice))
    }

    /// The words of a report with its pictures above them: under the first one where all of them fit there.
    fn told(&self, figures: &Figures, told: &Told<'_>, pictures: Vec<Vec<u8>>, voice: Voice) -> Vec<Step> {
        let sections: Vec<String> =
            report::words(figures, told).iter().map(|section| self.words(section, voice)).collect();
        let text = Rich::plain(sections.join("\n\n"));
        let fits = pictures.len() == 1 && fits_under(voice.on, 0, &text);
        let head = Rich::plain(self.words(&[report::title(told)], voice));
        let mut steps = Vec::new();
        for (n, bytes) in pictures.into_iter().enumerate() {
            let caption = match n {
                0 if fits => text.clone(),
                0 => head.clone(),
                _ => Rich::default(),
            };
            let name = format!("report-{}-{}.png", in_a_name(told.ask.days), n + 1);
            steps.push(uploaded(FileKind::Photo, name, bytes, caption));
        }
        if !fits {
            let post = |text| Step::plain(Act::Post { text, rows: Vec::new(), reply_to: None });
            steps.extend(parts_for(voice.on, &text).into_iter().map(post));
        }
        steps
    }

    /// The pictures of a report; none where nothing can be drawn: the words tell everything.
    async fn drawn(&self, figures: &Figures, told: &Told<'_>, voice: Voice) -> Vec<Vec<u8>> {
        let boards = chart::pages(&board::board(self, figures, told, voice));
        // Why with all of them: a sheet takes some megabytes while it is painted.
        let _permit = self.fetching.uploads.acquire_many(UPLOADS).await;
        // Why on a thread of its own: painting is work for the processor, and nobody's message waits for it.
        let painted = tokio::task::spawn_blocking(move || boards.iter().map(chart::png).collect()).await;
        let why = match painted {
            Ok(Ok(pictures)) => return pictures,
            Ok(Err(paper::PaperError::Font)) => "the font can't be read".to_owned(),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it fell over".to_owned(),
        };
        warn!(event = "desk.report.picture", "a report goes without its picture: {why}");
        Vec::new()
    }

    /// The groups whose cases somebody may see, none for all; or why they may not. Nobody: the desk itself.
    pub(super) async fn may_see(
        &self,
        reader: Option<PersonId>,
        filter: &Filter,
    ) -> Result<Result<Vec<String>, Phrase>, DeskError> {
        let Some(reader) = reader else { return Ok(Ok(filter.group.iter().cloned().collect())) };
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let staff = store::agents::staff(&mut db, reader).await?;
        Ok(report::seen_by(staff.as_ref(), filter))
    }

    /// The names of those who lead these groups.
    async fn leads_of(&self, groups: &[String]) -> Result<Vec<String>, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        // Why of any platform: names are all that is wanted of them.
        let roster = store::agents::roster(&mut db, Platform::Telegram).await?;
        let leads = roster.into_iter().filter(|one| {
            let staff = one.party.staff.as_ref();
            staff.is_some_and(|s| s.role >= Role::Lead && s.groups.iter().any(|group| groups.contains(group)))
        });
        Ok(leads.map(|one| defuse(&one.party.name)).collect())
    }

    fn within(&self, ask: &Ask) -> Within<'_> {
        Within::days(ask.days, &self.terms.calendar, self.clock.now())
    }

    /// The figures of those groups; nothing where there are too many promises for one report.
    async fn figures(&self, ask: &Ask, groups: &[String]) -> Result<Option<Figures>, DeskError> {
        let within = self.within(ask);
        let scope = Scope {
            from: within.from,
            to: within.to,
            now: within.now,
            groups,
            filter: &ask.filter,
            by: ask.by,
        };
        let mut tx = store::reports::snapshot(&self.pool).await?;
        let rows = self.rows(&mut tx, &scope).await?;
        Ok(rows.map(|rows| report::figures(&rows, ask.by.is_some())))
    }

    async fn rows(&self, db: &mut PgConnection, scope: &Scope<'_>) -> Result<Option<Rows>, StoreError> {
        let Some(promises) = store::reports::outcomes(db, scope, &self.terms.calendar).await? else {
            return Ok(None);
        };
        Ok(Some(Rows {
            opened: store::reports::opened(db, scope).await?,
            solved: store::reports::solved(db, scope).await?,
            promises,
            open: store::reports::open(db, scope).await?,
            causes: store::reports::causes(db, scope).await?,
            goods: store::reports::goods(db, scope).await?,
            costs: store::reports::costs(db, scope).await?,
            agreed: store::reports::agreed(db, scope).await?,
            quotes: store::reports::quotes(db, scope).await?,
            surveys: store::reports::surveys(db, scope, self.terms.calendar.zone()).await?,
            load: store::reports::load(db, scope).await?,
        }))
    }
}

/// Days in the name of a file, which has no dots but before its end.
fn in_a_name(days: Days) -> String {
    days.to_string().replace("..", "_")
}

/// A file the platform does not have yet.
fn uploaded(kind: FileKind, name: String, bytes: Vec<u8>, caption: Rich) -> Step {
    let file = Attached { kind, name, bytes: Bytes(bytes.into()), spoiler: false };
    Step { yields: 1, ..Step::plain(Act::Upload { file, caption, reply_to: None }) }
}
