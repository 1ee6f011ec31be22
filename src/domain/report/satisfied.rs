//! What customers think: how many of those who were asked answered, and how good they find each thing. No mean of few: what
//! three people say is no number about everybody, and it soon says who said it.

use super::{
    measure::{Kept, share},
    words::number,
};
use crate::domain::{
    phrase::{Arg, Phrase},
    survey::{Item, Rules, Scale},
};

/// Answers a mean needs.
pub const ENOUGH: u64 = 5;

/// What the store brings of the surveys of one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyRow {
    /// The form, by its id.
    pub form: String,
    /// Surveys sent.
    pub sent: u64,
    /// With at least one answer.
    pub answered: u64,
    /// Brought to mind once, and nothing came.
    pub unanswered: u64,
    /// How many answered each question, and what their scores come to together.
    pub given: Vec<(Item, u64, u64)>,
}

/// How one thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// Which.
    pub item: Item,
    /// How answers are given to it.
    pub scale: Scale,
    /// How many answered.
    pub n: u64,
    /// Their scores together; of yes and no, how often yes was said.
    pub sum: u64,
}

impl Score {
    /// The mean in tenths, rounded to the nearest: 43 is 4.3. Of yes and no, how many percent said yes. Nothing of few.
    pub fn mean(&self) -> Option<u64> {
        let of = match self.scale {
            Scale::YesNo => return (self.n >= ENOUGH).then(|| share(self.sum, self.n)),
            Scale::Five | Scale::Ten => self.sum * 20 + self.n,
        };
        of.checked_div(self.n * 2).filter(|_| self.n >= ENOUGH)
    }

    /// The mean in percent of the best there is; nothing of few.
    pub fn share(&self) -> Option<u64> {
        self.mean().map(|mean| match self.scale {
            Scale::YesNo => mean,
            Scale::Five | Scale::Ten => share(mean, self.most() * 10),
        })
    }

    /// The best there is.
    pub const fn most(&self) -> u64 {
        match self.scale {
            Scale::Five => 5,
            Scale::YesNo => 1,
            Scale::Ten => 10,
        }
    }
}

/// What customers say in one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Satisfied {
    /// The form, by its id.
    pub form: String,
    /// Of those it was sent to, how many answered.
    pub answered: Kept,
    /// Brought to mind once, and nothing came.
    pub unanswered: u64,
    /// How each thing was found, in the order of the questions.
    pub scores: Vec<Score>,
}

/// The form most people got first.
pub(super) fn satisfied(rows: &[SurveyRow]) -> Vec<Satisfied> {
    let score = |&(item, n, sum): &(Item, u64, u64)| {
        let scale = item.scale().filter(|_| n > 0)?;
        Some(Score { item, scale, n, sum })
    };
    let form = |row: &SurveyRow| {
        let mut scores: Vec<Score> = row.given.iter().filter_map(score).collect();
        scores.sort_by_key(|score| score.item);
        let answered = Kept { of: row.sent, kept: row.answered };
        Satisfied { form: row.form.clone(), answered, unanswered: row.unanswered, scores }
    };
    let mut all: Vec<Satisfied> = rows.iter().filter(|row| row.sent > 0).map(form).collect();
    all.sort_by(|a, b| b.answered.of.cmp(&a.answered.of).then_with(|| a.form.cmp(&b.form)));
    all
}

/// Every number of it.
pub(super) fn words(forms: &[Satisfied], rules: &Rules) -> Vec<Phrase> {
    let line = |one: &Satisfied| {
        let head = Phrase::new("report-survey")
            .with("form", form(&one.form, rules))
            .with("sent", number(one.answered.of))
            .with("answered", number(one.answered.kept))
            .with("percent", number(one.answered.percent().unwrap_or_default()))
            .with("unanswered", number(one.unanswered));
        let scores = Arg::List(one.scores.iter().map(found).collect());
        let scores = (!one.scores.is_empty()).then(|| Phrase::new("report-scores").with("scores", scores));
        std::iter::once(head).chain(scores)
    };
    let lines: Vec<Phrase> = forms.iter().flat_map(line).collect();
    if lines.is_empty() {
        return lines;
    }
    std::iter::once(Phrase::new("report-surveys")).chain(lines).collect()
}

/// A form by its name; its id where the terms no longer have it.
pub fn form(id: &str, rules: &Rules) -> Arg {
    rules.form(id).map_or_else(|| id.into(), |form| form.name.clone().into())
}

fn found(score: &Score) -> Phrase {
    Phrase::new("report-score")
        .with("what", Phrase::keyed("survey-item", score.item.name()))
        .with("value", mean(score))
        .with("n", number(score.n))
}

/// The mean as it is written, or that there are too few answers for one.
pub fn mean(score: &Score) -> Phrase {
    match (score.mean(), score.scale) {
        (Some(percent), Scale::YesNo) => Phrase::new("report-mean-yes").with("percent", number(percent)),
        (Some(tenths), Scale::Five | Scale::Ten) => Phrase::new("report-mean")
            .with("mean", format!("{}.{}", tenths / 10, tenths % 10))
            .with("most", number(score.most())),
        (None, _) => Phrase::new("report-no-mean").with("count", number(ENOUGH)),
    }
}
