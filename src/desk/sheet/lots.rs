//! The cases of a lot, for whoever asks for them or decides on all of them.

use sqlx::PgConnection;

use super::Sheet;
use crate::{
    domain::{
        front::lookup::{SoughtLot, groups_seen},
        id::CaseId,
        lots::Listed,
        party::Party,
    },
    store::{self, StoreError},
};

impl Sheet {
    /// What the speaker sees of a lot; with all that belongs to its cases where they are decided on.
    pub(super) async fn read_lot(
        &mut self,
        SoughtLot { lot, whole }: SoughtLot,
        db: &mut PgConnection,
        party: &Party,
    ) -> Result<Listed, StoreError> {
        let listed = store::lots::listed(db, &lot, groups_seen(party)).await?;
        if whole {
            let cases: Vec<CaseId> = listed.undecided().collect();
            self.read_those(db, &cases).await?;
        }
        Ok(listed)
    }

    /// Those cases with their files, locked in the order of their ids.
    pub(super) async fn read_those(
        &mut self,
        db: &mut PgConnection,
        cases: &[CaseId],
    ) -> Result<(), StoreError> {
        for case in cases {
            if self.files.contains_key(case) {
                self.read_pieces(db, *case).await?;
            }
        }
        let wanted = cases.iter().filter(|case| !self.files.contains_key(case)).map(|case| case.0).collect();
        let wanted = store::cases::Wanted { ids: wanted, ..store::cases::Wanted::default() };
        if wanted.is_empty() {
            return Ok(());
        }
        let ids = store::cases::lock(db, &wanted).await?;
        for file in store::cases::files(db, &ids).await? {
            self.files.insert(file.case.id, file);
        }
        self.pieces.extend(store::evidence::of_cases(db, &ids).await?);
        Ok(())
    }

    /// The files of that case.
    pub(super) async fn read_pieces(
        &mut self,
        db: &mut PgConnection,
        case: CaseId,
    ) -> Result<(), StoreError> {
        if !self.pieces.iter().any(|(of, _)| *of == case) {
            self.pieces.extend(store::evidence::of_cases(db, &[case]).await?);
        }
        Ok(())
    }
}
