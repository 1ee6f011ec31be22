//! What those who work here do with surveys: `/survey` shows how a customer stands, sends one, lets one go, lists who did not
//! answer, and notes what whoever visited them heard.

mod absent;
mod hand;

use chrono::{DateTime, Utc};

use super::{CaseFile, Facts, acts, answer, answer_with, lookup::sees};
use crate::domain::{
    case::Refusal,
    chat::{Incoming, Platform},
    dialogue::said,
    id::{PersonId, Supply, SurveyId},
    phrase::{Arg, Phrase, Say},
    plan::Plan,
    survey::{self, Survey, rhythm::History},
};

pub(super) use absent::absent;
pub use hand::sent;

/// Surveys on one page of the list.
pub const PAGE: i64 = 8;

/// How somebody stands with surveys.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Who.
    pub person: PersonId,
    /// What happened to them.
    pub history: History,
    /// Where they can be asked.
    pub platform: Option<Platform>,
    /// They want none.
    pub quiet: bool,
    /// The newest they got, the oldest first.
    pub surveys: Vec<Survey>,
    /// When they are looked at next.
    pub look_at: Option<DateTime<Utc>>,
}

/// A survey nobody answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// Which.
    pub survey: SurveyId,
    /// Whose.
    pub name: String,
    /// For which company they buy.
    pub company: Option<String>,
    /// The form's id.
    pub form: String,
    /// What it is about.
    pub about: Option<String>,
    /// Their newest case.
    pub case: Option<String>,
    /// When it was sent.
    pub asked_at: DateTime<Utc>,
}

/// A page of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// Those on it.
    pub rows: Vec<Absent>,
    /// The page, from 0.
    pub page: i64,
    /// How many there are in all.
    pub total: i64,
}

/// What a command wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// How the customer of the case stands.
    Standing,
    /// That page of the surveys nobody answered, from 0.
    Absent(i64),
    /// That one of them.
    One(SurveyId),
    /// It is not said as it should be.
    Nothing,
}

/// A command, taken apart.
enum Deed<'a> {
    Show,
    Send(&'a str),
    Skip,
    Due,
    Done(SurveyId, &'a str),
    Unclear,
}

fn read(text: &str) -> Deed<'_> {
    let text = text.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    match (first.to_ascii_lowercase().as_str(), rest) {
        ("" | "show", "") => Deed::Show,
        ("send", form) => Deed::Send(form),
        ("skip", "") => Deed::Skip,
        ("due", "") => Deed::Due,
        ("done", rest) => {
            let (number, note) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            number.parse().map_or(Deed::Unclear, |id| Deed::Done(SurveyId(id), note.trim()))
        }
        _ => Deed::Unclear,
    }
}

/// What has to be looked up for it.
pub(super) fn sought(text: &str) -> Sought {
    match read(text) {
        Deed::Show | Deed::Send(_) | Deed::Skip => Sought::Standing,
        Deed::Due => Sought::Absent(0),
        Deed::Done(survey, _) => Sought::One(survey),
        Deed::Unclear => Sought::Nothing,
    }
}

/// `/survey …`; the speaker works here.
pub(super) fn commanded(
    text: &str,
    subject: Result<&CaseFile, Refusal>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let deed = read(text);
    match (&deed, subject) {
        (Deed::Due, _) => absent(incoming, facts),
        (Deed::Done(_, note), _) => absent::visited(note, incoming, facts),
        (Deed::Unclear, _) => answer(incoming, facts, Phrase::new("survey-usage")),
        (Deed::Show | Deed::Send(_) | Deed::Skip, Err(refusal)) => acts::refuse(incoming, facts, refusal),
        (_, Ok(file)) if !sees(facts.speaker, &file.case.group) && !is_here(file, facts) => {
            answer(incoming, facts, Phrase::new("survey-not-yours"))
        }
        (deed, Ok(file)) => match &facts.looked.standing {
            Some(standing) if standing.person == file.case.customer => match deed {
                Deed::Send(form) => hand::send(form, file, standing, incoming, facts, supply),
                Deed::Skip => hand::skip(file, standing, incoming, facts),
                _ => answer_with(incoming, facts, show(file, standing, facts)),
            },
            _ => answer(incoming, facts, Phrase::new("survey-nobody")),
        },
    }
}

fn is_here(file: &CaseFile, facts: &Facts<'_>) -> bool {
    facts.here.is_some_and(|here| here.case.id == file.case.id)
        || file.case.assignee == Some(facts.speaker.id)
}

/// How a customer stands: whether they want any, what they said, when they are asked next.
fn show(file: &CaseFile, standing: &Standing, facts: &Facts<'_>) -> Say {
    let rules = &facts.terms.surveys;
    let named = |key| Phrase::new(key).with("customer", file.customer.name.as_str());
    let mut lines = vec![match standing.look_at {
        _ if standing.quiet => named("survey-show-quiet"),
        _ if standing.history.silent => named("survey-show-silent"),
        Some(at) if at > facts.now => named("survey-show-next").with("at", at),
        _ => named("survey-show-none"),
    }];
    for one in standing.surveys.iter().rev() {
        let mut said_there = survey::scores(one);
        if said_there.is_empty() {
            said_there.push(Phrase::new("survey-no-score"));
        }
        let line = Phrase::new("survey-show-line")
            .with("at", one.asked_at)
            .with("form", survey::named(one, rules))
            .with("stage", Phrase::keyed("survey-stage", one.stage.name()))
            .with("facts", Arg::List(said_there));
        lines.push(line);
        let text = one.comment.as_deref();
        lines.extend(text.map(|text| Phrase::new("survey-room-comment").with("text", said(text))));
    }
    Say { lines, rows: Vec::new() }
}
