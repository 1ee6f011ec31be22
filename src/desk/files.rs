//! Files after they were kept, or not: what cases are told about them, showing them again, and forgetting.

use chrono::TimeDelta;

use super::{
    Desk, DeskError,
    courier::{Act, Attached, Bytes, Courier, Delivery, DeliveryError, Receipt, Refusal},
    keep::ABANDONED,
    show::{
        Step, Voice, What,
        over::{Bring, Piece},
    },
};
use crate::{
    domain::{
        evidence::{self, Told, across},
        id::{CaseId, MediaId},
        phrase::Phrase,
        plan::{Parcel, Plan},
        text::Rich,
    },
    store::{self, StoreError},
};

/// Cases one round tells.
const BATCH: i64 = 100;
/// Files of dropped drafts stay for so long.
const DROPPED: TimeDelta = TimeDelta::days(1);

impl Desk {
    /// Tells cases what became of their files; each case in a transaction of its own.
    pub(super) async fn tell_files(&self) -> Result<(), DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let cases = store::evidence::untold(&mut db, BATCH).await?;
        drop(db);
        for case in cases {
            self.tell_case(case).await?;
        }
        Ok(())
    }

    async fn tell_case(&self, case: CaseId) -> Result<(), DeskError> {
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let wanted = store::cases::Wanted { ids: vec![case.0], ..store::cases::Wanted::default() };
        let ids = store::cases::lock(&mut tx, &wanted).await?;
        let Some(file) = store::cases::files(&mut tx, &ids).await?.into_iter().next() else { return Ok(()) };
        let since = evidence::day_of(self.clock.now(), &self.terms);
        let store::evidence::Untold { news, customer_knows, wholesale } =
            store::evidence::mark_told(&mut tx, case, since).await?;
        let media: Vec<_> = news.iter().map(|n| n.media).collect();
        let reuses = store::evidence::reuses(&mut tx, case, &media).await?;
        let news = news.into_iter().map(|n| n.what).collect();
        let caps = if wholesale { self.terms.caps.wholesale_day } else { self.terms.caps.day };
        let told = Told { case, news, reuses, customer_knows };
        // Why: about files of a case that ended nobody can do anything any more.
        let live = file.case.state.is_live();
        let plan = if live { evidence::tell(&told, &file, &caps) } else { Plan::default() };
        self.finish(tx, plan).await
    }

    /// Forgets content nobody needs. How many rows went.
    pub(super) async fn sweep_files(&self) -> Result<u64, DeskError> {
        let now = self.clock.now();
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let mut gone = 0;
        loop {
            match store::evidence::sweep(&mut db, now - ABANDONED, now - DROPPED).await? {
                0 => return Ok(gone),
                some => gone += some,
            }
        }
    }

    /// A file its platform won't send by its id any more goes out from our bytes, where they are kept.
    pub(super) async fn upload_instead<T: Courier>(
        &self,
        courier: &T,
        parcel: &Parcel,
        delivery: &Delivery,
        answer: Result<Receipt, DeliveryError>,
    ) -> Result<Result<Receipt, DeliveryError>, DeskError> {
        let (Parcel::Files { media, .. }, Act::File { file, caption, reply_to }) = (parcel, &delivery.act)
        else {
            return Ok(answer);
        };
        if !matches!(answer, Err(DeliveryError::Refused { refusal: Refusal::Content, .. })) {
            return Ok(answer);
        }
        let _permit = self.fetching.uploads.acquire().await;
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let Some((bytes, kind)) = store::evidence::bytes_of(&mut db, media, &file.id).await? else {
            return Ok(answer);
        };
        drop(db);
        let name = file.name.clone().unwrap_or_else(|| format!("{}.{kind}", file.kind.name()));
        let file = Attached { kind: file.kind, name, bytes: Bytes(bytes.into()), spoiler: false };
        let act = Act::Upload { file, caption: caption.clone(), reply_to: *reply_to };
        Ok(courier.deliver(&Delivery { act, ..delivery.clone() }).await)
    }

    /// Files as calls, one each: whose they are and when they came stands with them.
    pub(super) async fn show_files(
        &self,
        media: &[MediaId],
        case: Option<CaseId>,
        voice: Voice,
    ) -> Result<Vec<Step>, DeskError> {
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let pieces = store::evidence::pieces(&mut db, media).await?;
        Ok(pieces
            .into_iter()
            .map(|(from, piece)| {
                let caption = Phrase::new("files-caption")
                    .with("what", evidence::called(&piece.file))
                    .with("name", crate::domain::text::defuse(&piece.by))
                    .with("at", piece.at);
                let caption = Rich::plain(self.words(&[caption], voice)).defused();
                if across::by_id(from, voice.on) {
                    let act = Act::File { file: piece.file, caption, reply_to: None };
                    return Step { yields: 1, ..Step::plain(act) };
                }
                let file = Piece { message: None, case, media: piece.media, from, file: piece.file };
                let (head, rest) = (caption, Rich::default());
                let bring = Bring { files: vec![file], head, rest, wordless: true, reply_to: None };
                Step { what: What::Bring(bring), copies: Vec::new(), yields: 1 }
            })
            .collect())
    }
}
