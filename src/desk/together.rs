//! What deliveries read and write on their way, gathered from all that are under way.

use std::collections::HashMap;

use super::{Desk, gather::Gather, show::answered_by};
use crate::{
    domain::{
        chat::Address,
        front::CaseFile,
        id::{CaseId, MessageId},
    },
    store::{
        self, StoreError,
        messages::{Copy, Shown},
        outbox::{Claim, Row},
        rooms::Room,
    },
};

/// What is being read and written at this moment, by its kind.
#[derive(Debug, Default)]
pub(super) struct Together {
    claims: Gather<Claim, Option<Row>>,
    rooms: Gather<CaseId, Option<Room>>,
    files: Gather<CaseId, Option<CaseFile>>,
    shown: Gather<Vec<MessageId>, Vec<Shown>>,
    opened: Gather<(CaseId, Address), ()>,
    cards: Gather<(CaseId, Address, i64), ()>,
}

impl Desk {
    /// Claims a row; nothing where it is somebody else's.
    pub(super) async fn claim(&self, claim: Claim) -> Result<Option<Row>, StoreError> {
        let all = |mut claims: Vec<Claim>, again| async move {
            // Why: those that were tried before may be claimed already.
            for claim in &mut claims {
                claim.asked |= again;
            }
            let mut db = self.pool.acquire().await?;
            store::outbox::claim(&mut db, &claims, self.clock.now()).await
        };
        self.together.claims.share(claim, all).await
    }

    /// The room of a case, if it was opened.
    pub(super) async fn room_of(&self, case: CaseId) -> Result<Option<Room>, StoreError> {
        let all = |cases: Vec<CaseId>, _| async move {
            let mut db = self.pool.acquire().await?;
            let rooms = store::rooms::of_cases(&mut db, &cases).await?;
            Ok(cases.iter().map(|case| rooms.get(case).copied()).collect())
        };
        self.together.rooms.share(case, all).await
    }

    /// A case with what belongs to it, if there is such a case.
    pub(super) async fn file_of(&self, case: CaseId) -> Result<Option<CaseFile>, StoreError> {
        let all = |cases: Vec<CaseId>, _| async move {
            let mut db = self.pool.acquire().await?;
            let files = store::cases::files(&mut db, &cases).await?;
            let files: HashMap<CaseId, CaseFile> =
                files.into_iter().map(|file| (file.case.id, file)).collect();
            Ok(cases.iter().map(|case| files.get(case).cloned()).collect())
        };
        self.together.files.share(case, all).await
    }

    /// Messages with all that showing them takes, in their order, and where those stand that they answer. What is not there
    /// any more is left out.
    pub(super) async fn shown(&self, messages: &[MessageId]) -> Result<(Vec<Shown>, Vec<Copy>), StoreError> {
        let all = |wanted: Vec<Vec<MessageId>>, _| async move {
            let mut db = self.pool.acquire().await?;
            let shown = store::messages::shown(&mut db, &wanted.concat()).await?;
            let shown: HashMap<MessageId, Shown> = shown.into_iter().map(|one| (one.id, one)).collect();
            let of = |ids: &Vec<MessageId>| ids.iter().filter_map(|id| shown.get(id).cloned()).collect();
            Ok(wanted.iter().map(of).collect())
        };
        let shown = self.together.shown.share(messages.to_vec(), all).await?;
        let answered = answered_by(&shown);
        // Why looked at before: most answer nothing, and take no connection for it.
        if answered.is_empty() {
            return Ok((shown, Vec::new()));
        }
        let mut db = self.pool.acquire().await?;
        let stands = store::messages::copies(&mut db, &answered).await?;
        Ok((shown, stands))
    }

    /// Keeps a room that was just opened.
    pub(super) async fn keep_room(&self, case: CaseId, place: Address) -> Result<(), StoreError> {
        let all = |rooms: Vec<(CaseId, Address)>, _| async move {
            let mut db = self.pool.acquire().await?;
            store::rooms::keep(&mut db, &rooms, self.clock.now()).await?;
            Ok(vec![(); rooms.len()])
        };
        self.together.opened.share((case, place), all).await
    }

    /// Keeps which message is the card of a room, in that place.
    pub(super) async fn keep_card(&self, case: CaseId, place: Address, card: i64) -> Result<(), StoreError> {
        let all = |cards: Vec<(CaseId, Address, i64)>, _| async move {
            let mut db = self.pool.acquire().await?;
            store::rooms::keep_cards(&mut db, &cards).await?;
            Ok(vec![(); cards.len()])
        };
        self.together.cards.share((case, place, card), all).await
    }
}
