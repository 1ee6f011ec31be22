//! Drafts as a plan leaves them, and the rows that ask their questions.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        id::{DialogueId, SendId},
        plan::{DialogueChange, DialogueRow},
    },
    store::{
        self, StoreError,
        said::{Draft, NewRow},
    },
};

/// Drafts after the last change to each.
#[derive(Default)]
pub(super) struct Drafts {
    gone: Vec<DialogueId>,
    put_away: Vec<DialogueRow>,
    active: Vec<DialogueRow>,
}

impl Drafts {
    pub(super) fn after(changes: Vec<DialogueChange>) -> Self {
        let mut last: BTreeMap<DialogueId, Option<DialogueRow>> = BTreeMap::new();
        for change in changes {
            match change {
                DialogueChange::Put(row) => last.insert(row.id, Some(row)),
                DialogueChange::Drop(id) => last.insert(id, None),
            };
        }
        let gone = last.iter().filter(|(_, row)| row.is_none()).map(|(id, _)| *id).collect();
        let (active, put_away) = last.into_values().flatten().partition(|row| row.active);
        Self { gone, put_away, active }
    }

    /// Writes them beside new rows of the outbox, some of which ask a draft's question; the ids of those rows.
    pub(super) async fn write(
        self,
        db: &mut PgConnection,
        (rows, asks): (&[NewRow], &[Option<DialogueId>]),
        epoch: i64,
        now: DateTime<Utc>,
    ) -> Result<Vec<SendId>, StoreError> {
        store::dialogues::drop(db, &self.gone).await?;
        let asked_by: HashMap<DialogueId, usize> =
            asks.iter().enumerate().filter_map(|(n, asks)| Some(((*asks)?, n))).collect();
        // Why not together: a row that folds gets the number of the one it replaces, and one put away makes room first.
        let apart = asked_by.values().any(|n| rows[*n].fold.is_some()) || !self.put_away.is_empty();
        if !apart {
            let drafts: Vec<Draft<'_>> = self.active.iter().map(|row| beside(row, &asked_by)).collect();
            return store::said::put(db, rows, &drafts, epoch, now).await;
        }
        let ids = store::said::put(db, rows, &[], epoch, now).await?;
        for mut drafts in [self.put_away, self.active] {
            for row in &mut drafts {
                row.prompt = asked_by.get(&row.id).map_or(row.prompt, |n| Some(ids[*n]));
            }
            let drafts: Vec<Draft<'_>> = drafts.iter().map(|row| Draft { row, asked_by: None }).collect();
            store::said::put(db, &[], &drafts, epoch, now).await?;
        }
        Ok(ids)
    }
}

fn beside<'a>(row: &'a DialogueRow, asked_by: &HashMap<DialogueId, usize>) -> Draft<'a> {
    Draft { row, asked_by: asked_by.get(&row.id).copied() }
}
