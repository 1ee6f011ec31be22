//! What deliveries write on their way, gathered from all that are under way.

use super::{Desk, gather::Gather};
use crate::{
    domain::{chat::Address, id::CaseId, plan::Post},
    store::{
        self, StoreError,
        outbox::{Claim, Row},
    },
};

/// What is being written at this moment, by its kind.
#[derive(Debug, Default)]
pub(super) struct Writes {
    pub(super) claims: Gather<Claim, Option<Row>>,
    pub(super) rooms: Gather<(CaseId, Address), ()>,
    pub(super) cards: Gather<(CaseId, Address, i64), ()>,
    pub(super) posts: Gather<Post, ()>,
}

impl Desk {
    /// Claims rows; those that were tried before may be claimed already.
    pub(super) async fn claim(
        &self,
        mut claims: Vec<Claim>,
        again: bool,
    ) -> Result<Vec<Option<Row>>, StoreError> {
        for claim in &mut claims {
            claim.asked |= again;
        }
        let mut db = self.pool.acquire().await?;
        store::outbox::claim(&mut db, &claims, self.clock.now()).await
    }

    pub(super) async fn keep_rooms(&self, rooms: Vec<(CaseId, Address)>) -> Result<Vec<()>, StoreError> {
        let mut db = self.pool.acquire().await?;
        store::rooms::keep(&mut db, &rooms, self.clock.now()).await?;
        Ok(vec![(); rooms.len()])
    }

    pub(super) async fn keep_cards(&self, cards: Vec<(CaseId, Address, i64)>) -> Result<Vec<()>, StoreError> {
        let mut db = self.pool.acquire().await?;
        store::rooms::keep_cards(&mut db, &cards).await?;
        Ok(vec![(); cards.len()])
    }

    pub(super) async fn keep_posts(&self, posts: Vec<Post>) -> Result<Vec<()>, StoreError> {
        let mut db = self.pool.acquire().await?;
        store::rooms::add_posts(&mut db, &posts).await?;
        Ok(vec![(); posts.len()])
    }
}
