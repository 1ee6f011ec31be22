//! The surveys a batch's buttons name, and those its words may be meant for.

use chrono::TimeDelta;
use sqlx::PgConnection;

use super::Sheet;
use crate::{
    desk::Desk,
    domain::{
        chat::Incoming,
        front::{
            Looked, Needs, SurveyNeed,
            survey_desk::{PAGE, Sought},
        },
        id::PersonId,
        plan::SurveyChange,
        survey::Survey,
    },
    store::{self, StoreError, surveys},
};

impl Sheet {
    /// Reads them, of all of the batch at once.
    pub(super) async fn read_surveys(
        &mut self,
        desk: &Desk,
        db: &mut PgConnection,
        batch: &[&Incoming],
        needs: &[Needs],
    ) -> Result<(), StoreError> {
        let hours = TimeDelta::hours(i64::from(desk.terms.surveys.listen_hours));
        let mut wanted =
            surveys::Wanted { since: Some(desk.clock.now() - hours), ..surveys::Wanted::default() };
        for (incoming, need) in batch.iter().zip(needs) {
            let Some(person) = self.accounts.get(&incoming.by.account).map(|person| person.0) else {
                continue;
            };
            match need.surveys {
                Some(SurveyNeed::One(id)) => {
                    wanted.ids.push(id.0);
                    // Why: a poor score calls those who lead.
                    let platform = incoming.place.platform;
                    self.roster.insert(platform, store::agents::roster(db, platform).await?);
                }
                Some(SurveyNeed::Listening) => wanted.people.push(person),
                Some(SurveyNeed::Commented(message)) => wanted.commented.push((person, message)),
                None => {}
            }
        }
        if wanted.ids.is_empty() && wanted.people.is_empty() && wanted.commented.is_empty() {
            return Ok(());
        }
        for one in surveys::find(db, &wanted).await? {
            self.surveys.entry(one.person).or_default().push(one);
        }
        Ok(())
    }

    /// What those who work here want to know of surveys.
    pub(super) async fn read_survey_desk(
        &self,
        looked: &mut Looked,
        sought: Sought,
        desk: &Desk,
        db: &mut PgConnection,
        incoming: &Incoming,
        need: &Needs,
    ) -> Result<(), StoreError> {
        match sought {
            Sought::Standing => {
                let Some(file) = self.subject(incoming, need) else { return Ok(()) };
                let (person, home) = (file.case.customer, desk.terms.calendar.zone());
                looked.standing = surveys::desk::standing(db, person, home, desk.clock.now()).await?;
            }
            Sought::Absent(page) => looked.absent = Some(surveys::desk::absent(db, None, page, PAGE).await?),
            Sought::One(survey) => {
                looked.absent = Some(surveys::desk::absent(db, Some(survey), 0, 1).await?);
            }
            Sought::Nothing => {}
        }
        Ok(())
    }

    /// The speaker's surveys, where they were asked for.
    pub(super) fn surveys_of(&self, needs: &Needs, person: PersonId) -> &[Survey] {
        self.surveys.get(&person).filter(|_| needs.surveys.is_some()).map_or(&[], Vec::as_slice)
    }

    /// Surveys as they are from now on: a second press of the same batch finds them so.
    pub(super) fn absorb_survey(&mut self, change: &SurveyChange) {
        let SurveyChange::Put(one) = change else { return };
        let theirs = self.surveys.entry(one.person).or_default();
        match theirs.iter_mut().find(|survey| survey.id == one.id) {
            Some(survey) => survey.clone_from(one),
            None => theirs.push((**one).clone()),
        }
    }
}
