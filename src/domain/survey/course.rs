//! The course of a survey nobody touches: it is sent, brought to mind once, and given up.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{After, Stage, Survey, rhythm};
use crate::domain::{
    chat::Platform,
    id::{CaseId, PersonId, SurveyId},
    terms::Terms,
};

/// What is needed to ask somebody.
#[derive(Debug)]
pub struct New {
    /// Its row.
    pub id: SurveyId,
    /// Who is asked.
    pub person: PersonId,
    /// Where.
    pub platform: Platform,
    /// The form's id in the terms.
    pub form: String,
    /// Why.
    pub after: After,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// What people call what it is about.
    pub about: Option<String>,
    /// The agent who wished it.
    pub by: Option<PersonId>,
}

/// A survey as it is sent at `at`.
pub fn new(wanted: New, terms: &Terms, zone: Tz, at: DateTime<Utc>) -> Survey {
    let New { id, person, platform, form, after, case, about, by } = wanted;
    let rules = &terms.surveys;
    let asks = rules.form(&form).map(|form| form.asks_after(after)).unwrap_or_default();
    let remind = at + TimeDelta::days(i64::from(rules.remind_days));
    Survey {
        id,
        person,
        platform,
        form,
        after,
        case,
        about,
        asks,
        stage: Stage::Open,
        cursor: None,
        rev: 1,
        answers: BTreeMap::new(),
        comment: None,
        comment_from: None,
        asked_at: at,
        reminded_at: None,
        answered_at: None,
        touched_at: at,
        look_at: rhythm::gate(remind, zone, terms),
        by,
        follow_up: None,
    }
}

/// A survey nobody answered, as it is after it was looked at: reminded of, given up, or never there. `lost`: it did not
/// arrive. `silent`: its person is not to be written to.
pub fn follow_up(
    survey: &Survey,
    lost: bool,
    silent: bool,
    zone: Option<Tz>,
    terms: &Terms,
    now: DateTime<Utc>,
) -> Survey {
    let rules = &terms.surveys;
    let mut after = survey.clone();
    let over = survey.asked_at + TimeDelta::days(i64::from(rules.unanswered_days));
    after.look_at = None;
    if survey.answered_at.is_some() || survey.stage != Stage::Open {
        return after;
    }
    if lost {
        after.stage = Stage::Undelivered;
    } else if now >= over {
        after.stage = Stage::Unanswered;
    } else {
        let zone = zone.unwrap_or_else(|| terms.calendar.zone());
        let here = rhythm::gate(now, zone, terms);
        let remind = survey.reminded_at.is_none() && !silent;
        match here {
            Some(at) if remind && at > now && at < over => {
                after.look_at = Some(at);
                return after;
            }
            _ => {}
        }
        if remind {
            after.reminded_at = Some(now);
            after.touched_at = now;
        }
        after.look_at = Some(over);
    }
    after
}
