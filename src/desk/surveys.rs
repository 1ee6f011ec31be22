//! Surveys that are due: who is asked, who is reminded, and what counts as unanswered.
//!
//! Takes no input: the rows say who is to be looked at. Each is a transaction of its own, under the lock of their person, so that
//! a wish to be asked no more, an erasure and a look take turns. What was asked about is settled with the survey: nobody is
//! asked twice about one thing, whoever restarts in between.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use tracing::warn;

use super::{Desk, DeskError};
use crate::{
    domain::{
        case::Case,
        chat::Platform,
        front::survey_desk,
        id::{PersonId, SurveyId},
        plan::{Plan, SurveyChange},
        survey::{self, Stage, Survey, rhythm},
    },
    store::{
        self, StoreError,
        surveys::{self, known::known, noted, turns},
    },
};

/// Looks of one pass.
const BATCH: i64 = 100;

impl Desk {
    /// Asks, reminds and gives up what is due. How many looks that were.
    pub(super) async fn survey(&self) -> Result<usize, DeskError> {
        let now = self.clock.now();
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let surveys = surveys::due(&mut db, now, BATCH).await?;
        let people = turns::due(&mut db, now, BATCH).await?;
        drop(db);
        let count = surveys.len() + people.len();
        for (survey, person) in surveys {
            if let Err(error) = self.remind_of_survey(survey, person).await {
                warn!(
                    event = "desk.survey.stuck",
                    survey = survey.0,
                    "survey {survey} could not be followed up: {error}"
                );
            }
        }
        for person in people {
            if let Err(error) = self.ask_in_turn(person).await {
                warn!(
                    event = "desk.survey.stuck",
                    person = person.0,
                    "person {person} could not be looked at for a survey: {error}"
                );
            }
        }
        Ok(count)
    }

    /// Whether somebody is to be asked or reminded.
    pub(super) async fn is_to_survey(
        &self,
        db: &mut PgConnection,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        Ok(!turns::due(db, now, 1).await?.is_empty() || !surveys::due(db, now, 1).await?.is_empty())
    }

    /// Writes cases; what of it somebody is asked about is noted with them.
    pub(super) async fn put_cases(
        &self,
        db: &mut PgConnection,
        cases: &[Case],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let named = store::cases::put(db, cases).await?;
        if !named.is_empty() {
            // Why: those orders are these customers' matter from now on.
            noted::note_orders(db, &named, now).await?;
        }
        noted::note_cases(db, cases, self.terms.calendar.zone(), now).await
    }

    /// Looks at somebody, and asks them if it is time.
    async fn ask_in_turn(&self, person: PersonId) -> Result<(), DeskError> {
        let now = self.clock.now();
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        // Why again: another process may have asked them since they were found, or be at them.
        if !turns::lock(&mut tx, person, now).await? {
            return Ok(());
        }
        let home = self.terms.calendar.zone();
        let Some(one) = known(&mut tx, person, home, now).await? else { return Ok(()) };
        let turn = rhythm::look(&one.history, &self.terms, now);
        let mut plan = Plan::default();
        let mut asked = None;
        if let (Some(ask), Some(platform)) = (turn.ask, one.platform) {
            let mut supply = self.supply(&mut tx, 1).await?;
            let id = SurveyId(supply.id());
            self.ids.give_back(&supply);
            let asks = self.new_survey(id, person, platform, ask, one.history.zone, now);
            plan.sends.push(survey_desk::sent(&asks, survey::ask(&asks, &self.terms.surveys)));
            plan.surveys.push(SurveyChange::Put(Box::new(asks)));
            asked = Some(id);
        }
        let occasions = turn.settled;
        plan.surveys.push(SurveyChange::Settle { person, occasions, survey: asked });
        plan.surveys.push(SurveyChange::Look { person, at: turn.look_at });
        self.finish(tx, plan).await
    }

    fn new_survey(
        &self,
        id: SurveyId,
        person: PersonId,
        platform: Platform,
        ask: rhythm::Ask,
        zone: chrono_tz::Tz,
        now: DateTime<Utc>,
    ) -> Survey {
        let case = ask.case();
        survey::new(
            survey::New {
                id,
                person,
                platform,
                form: ask.form,
                after: ask.after,
                case,
                about: ask.about,
                by: None,
            },
            &self.terms,
            zone,
            now,
        )
    }

    /// A survey nobody answered: it is brought to mind once, and then it counts as unanswered.
    async fn remind_of_survey(&self, survey: SurveyId, person: PersonId) -> Result<(), DeskError> {
        let now = self.clock.now();
        let mut tx = self.pool.begin().await.map_err(StoreError::from)?;
        let Some(party) = store::people::lock(&mut tx, person).await? else { return Ok(()) };
        let wanted = surveys::Wanted { ids: vec![survey.0], ..surveys::Wanted::default() };
        let found = surveys::find(&mut tx, &wanted).await?;
        let Some(one) = found.into_iter().next().filter(|one| one.look_at.is_some_and(|at| at <= now)) else {
            return Ok(());
        };
        let lost = surveys::is_lost(&mut tx, &one).await?;
        let home = self.terms.calendar.zone();
        let silent = known(&mut tx, person, home, now).await?.is_none_or(|known| known.history.silent);
        let after = survey::follow_up(&one, lost, silent, party.zone, &self.terms, now);
        let reminded = after.reminded_at != one.reminded_at;
        let mut plan = Plan::default();
        if reminded {
            plan.sends.push(survey_desk::sent(&after, survey::remind(&after, &self.terms.surveys)));
        }
        if after.stage == Stage::Undelivered {
            // Why: what never arrived holds nothing else up.
            plan.surveys.push(SurveyChange::Wake(person));
        }
        plan.surveys.insert(0, SurveyChange::Put(Box::new(after)));
        self.finish(tx, plan).await
    }
}
