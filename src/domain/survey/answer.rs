//! What a press or words do to a survey.

use chrono::{DateTime, Utc};

use super::{Item, Rules, Stage, Survey};
use crate::domain::id::SurveyId;

/// What a button of a survey asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    /// That question gets that score.
    Score(Item, i16),
    /// That question is passed over.
    Skip(Item),
    /// That question is shown again.
    Go(Item),
    /// No surveys any more.
    Stop,
    /// Goes on with it.
    Show,
}

/// A button of a survey, taken apart: `y:<survey>:<rev>:<option>`. The revision is that of the survey when it was shown.
pub fn parse_press(data: &str) -> Option<(SurveyId, i32, Pressed)> {
    let mut parts = data.strip_prefix("y:")?.splitn(3, ':');
    let (id, rev, option) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    let pressed = match option.split_once('.') {
        Some((item, "skip")) => Pressed::Skip(Item::from_name(item)?),
        Some((item, "go")) => Pressed::Go(Item::from_name(item)?),
        Some((item, score)) => {
            let (item, score) = (Item::from_name(item)?, score.parse().ok()?);
            Pressed::Score(item, Some(score).filter(|score| item.scale().is_some_and(|s| s.holds(*score)))?)
        }
        None if option == "stop" => Pressed::Stop,
        None => Pressed::Show,
    };
    Some((SurveyId(id), rev, pressed))
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Took {
    /// It is like this now.
    Changed(Box<Survey>),
    /// Nothing new: what is shown is shown once more.
    Same,
    /// Its days are over.
    Closed,
}

impl Survey {
    /// A press on one of its buttons. `rev` = the revision the button was shown with.
    pub fn press(&self, rev: i32, pressed: Pressed, now: DateTime<Utc>, rules: &Rules) -> Took {
        if now >= self.open_until(rules) || matches!(self.stage, Stage::Dropped) {
            return Took::Closed;
        }
        if rev != self.rev {
            return Took::Same;
        }
        let mut after = self.clone();
        match pressed {
            Pressed::Score(item, score) if self.asks.contains(&item) => {
                after.answers.insert(item, Some(score));
                after.cursor = None;
                after.is_answered(now);
            }
            Pressed::Skip(item) if self.asks.contains(&item) => {
                // Why kept where there is one: passing over is leaving as it is.
                after.answers.entry(item).or_insert(None);
                after.cursor = None;
            }
            Pressed::Go(item) if self.asks.contains(&item) => after.cursor = Some(item),
            Pressed::Score(..) | Pressed::Skip(_) | Pressed::Go(_) | Pressed::Stop | Pressed::Show => {
                return Took::Same;
            }
        }
        after.touch(now);
        Took::Changed(Box::new(after))
    }

    /// Words for it: a comment, whatever they look like. `message` = where they stand.
    pub fn comment(&self, words: &str, message: Option<i64>, now: DateTime<Utc>) -> Self {
        let mut after = self.clone();
        let edits = message.is_some() && message == self.comment_from;
        after.comment = Some(match self.comment.as_deref().filter(|_| !edits) {
            // Why: a second message adds to the first.
            Some(before) => format!("{before}\n{words}"),
            None => words.to_owned(),
        });
        // Why nowhere for what was added: new words for its last part are not new words for all of it.
        after.comment_from = message.filter(|_| edits || self.comment.is_none());
        after.cursor = None;
        after.is_answered(now);
        after.touch(now);
        after
    }

    fn is_answered(&mut self, now: DateTime<Utc>) {
        self.answered_at = self.answered_at.or(Some(now));
        self.stage = Stage::Answered;
        self.look_at = None;
    }

    fn touch(&mut self, now: DateTime<Utc>) {
        self.touched_at = now;
        self.rev += 1;
    }
}
