//! What becomes of surveys.

use chrono::{DateTime, Utc};

use crate::domain::{
    id::{CaseId, PersonId, SurveyId},
    survey::{After, Survey},
};

/// A change of a survey, or of when somebody is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum SurveyChange {
    /// It is like this now; a new one, too.
    Put(Box<Survey>),
    /// Of that somebody is asked by that survey, or not at all any more.
    Settle {
        /// Who.
        person: PersonId,
        /// What happened: kind and subject.
        occasions: Vec<(After, String)>,
        /// The survey.
        survey: Option<SurveyId>,
    },
    /// Somebody is looked at next then; nothing: when something happens to them.
    Look {
        /// Who.
        person: PersonId,
        /// When.
        at: Option<DateTime<Utc>>,
    },
    /// Something changed for somebody: they are looked at now, if they ever are.
    Wake(PersonId),
    /// Nobody asks them about what happened so far, nor about that case.
    Skip {
        /// Whom.
        person: PersonId,
        /// Which case.
        case: CaseId,
    },
    /// Somebody went to see who did not answer.
    Visited {
        /// Which survey was not answered.
        survey: SurveyId,
        /// Who went.
        by: PersonId,
        /// When they said so.
        at: DateTime<Utc>,
        /// What they heard.
        note: String,
    },
}
