//! Satisfaction surveys: two forms of fixed questions, answered by buttons, one message that is edited in place.
//!
//! A survey is a record of scores and a place in its questions. Each score counts from the moment it is pressed, so that one
//! that was never finished says what it says. Words are words: nothing somebody writes becomes a number. Invariants: `rev`
//! rises with every change, and buttons of an older one change nothing; a score is within its scale; after the days for
//! changes nothing changes. When somebody is asked is `rhythm`; who is told of a poor score is `front`'s.

mod answer;
mod course;
mod item;
pub mod rhythm;
mod rules;
mod words;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    chat::Platform,
    id::{CaseId, PersonId, SurveyId},
};

pub use answer::{Pressed, Took, parse_press};
pub use course::{New, follow_up, new};
pub use item::{After, Item, Scale};
pub use rules::{Form, Rules};
pub use words::{ask, closed, ended, named, person_key, remind, scores};

/// How far a survey has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It was sent, and nothing is known yet.
    Open,
    /// At least one question is answered.
    Answered,
    /// It was brought to mind once, and nothing came.
    Unanswered,
    /// It never reached them.
    Undelivered,
    /// Its person wants none, or is nobody the desk knows any more.
    Dropped,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 5] =
        [Self::Open, Self::Answered, Self::Unanswered, Self::Undelivered, Self::Dropped];

    /// Its name in the store and in texts (`survey-stage-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Unanswered => "unanswered",
            Self::Undelivered => "undelivered",
            Self::Dropped => "dropped",
        }
    }

    /// The stage of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// A survey as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// Its row; stands in its buttons.
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
    /// What people call that: the number of a case or of an order.
    pub about: Option<String>,
    /// Its questions, in order, as they were asked.
    pub asks: Vec<Item>,
    /// How far it has come.
    pub stage: Stage,
    /// The question that is shown; absent = the first one without an answer.
    pub cursor: Option<Item>,
    /// Rises with each change.
    pub rev: i32,
    /// What was answered; `None` = passed over.
    pub answers: BTreeMap<Item, Option<i16>>,
    /// What they wrote.
    pub comment: Option<String>,
    /// The message they wrote it in.
    pub comment_from: Option<i64>,
    /// When it was sent.
    pub asked_at: DateTime<Utc>,
    /// When it was brought to mind.
    pub reminded_at: Option<DateTime<Utc>>,
    /// When the first answer came.
    pub answered_at: Option<DateTime<Utc>>,
    /// When anybody last did something to it.
    pub touched_at: DateTime<Utc>,
    /// When it is looked at next: to be brought to mind, or given up.
    pub look_at: Option<DateTime<Utc>>,
    /// The agent who wished it.
    pub by: Option<PersonId>,
    /// The case somebody looks into a poor score in.
    pub follow_up: Option<CaseId>,
}

impl Survey {
    /// The question that is shown; none when all are through.
    pub fn shown(&self) -> Option<Item> {
        let left = || self.asks.iter().copied().find(|item| !self.is_through(*item));
        self.cursor.filter(|item| self.asks.contains(item)).or_else(left)
    }

    /// Whether it was answered or passed over.
    pub fn is_through(&self, item: Item) -> bool {
        self.answers.contains_key(&item) || item == Item::Comment && self.comment.is_some()
    }

    /// The place of a question among its own, from 1.
    pub fn place_of(&self, item: Item) -> usize {
        self.asks.iter().position(|one| *one == item).map_or(0, |at| at + 1)
    }

    /// Until when its answers can be given and changed: some days from the first one; before that, as long as anybody
    /// remembers what it was about.
    pub fn open_until(&self, rules: &Rules) -> DateTime<Utc> {
        match self.answered_at {
            Some(first) => first + TimeDelta::days(i64::from(rules.change_days)),
            None => self.asked_at + TimeDelta::days(i64::from(rules.answer_days)),
        }
    }

    /// Whether somebody has to look at an answer of it.
    pub fn is_poor(&self, rules: &Rules) -> bool {
        let poor = |(item, score): (&Item, &Option<i16>)| {
            item.scale().zip(*score).is_some_and(|(scale, score)| scale.is_poor(score, rules.poor))
        };
        self.answers.iter().any(poor)
    }

    /// What the message that sends it is found by.
    pub fn fold(&self) -> String {
        format!("survey:{}", self.id)
    }

    /// Whether words that answer nothing else may be meant for it: it was the last thing that happened, a while ago at most.
    pub fn listens(&self, now: DateTime<Utc>, rules: &Rules) -> bool {
        let hours = TimeDelta::hours(i64::from(rules.listen_hours));
        let open = !matches!(self.stage, Stage::Dropped | Stage::Undelivered) && now < self.open_until(rules);
        // Why not of one that is to go out later: nobody has seen it.
        let touched = self.touched_at <= now && now - self.touched_at < hours;
        open && touched && self.asks.contains(&Item::Comment)
    }
}
