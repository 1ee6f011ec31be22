//! What a survey says, as its answers stand.

use super::{After, Item, Rules, Scale, Stage, Survey};
use crate::domain::{
    dialogue::said,
    phrase::{Arg, Key, Phrase, Say},
};

/// Buttons side by side under a survey that is through.
const ABREAST: usize = 2;

/// A survey with the question that is shown, or with all its answers.
pub fn ask(survey: &Survey, rules: &Rules) -> Say {
    match survey.shown() {
        Some(item) => question(survey, item, rules),
        None => through(survey, rules),
    }
}

/// A survey brought to mind, in a message of its own.
pub fn remind(survey: &Survey, rules: &Rules) -> Say {
    let mut say = ask(survey, rules);
    say.lines.insert(0, Phrase::new("survey-remind"));
    say
}

/// Nothing of it can be changed any more.
pub fn closed(survey: &Survey, rules: &Rules) -> Say {
    let key = match survey.answered_at {
        Some(_) => "survey-closed",
        None => "survey-late",
    };
    let line = Phrase::new(key).with("until", survey.open_until(rules));
    Say { lines: vec![line], rows: vec![vec![person_key()]] }
}

/// Its person wants no more surveys.
pub fn ended() -> Say {
    let key = Key { label: Phrase::new("key-loud"), data: "m:stop".into() };
    Say { lines: vec![Phrase::new("survey-stopped")], rows: vec![vec![key]] }
}

/// What it is called; its id where the terms no longer have it.
pub fn named(survey: &Survey, rules: &Rules) -> Arg {
    rules.form(&survey.form).map_or_else(|| survey.form.as_str().into(), |form| form.name.clone().into())
}

/// What was answered, each with the name of its question; for staff and for a survey that is through.
pub fn scores(survey: &Survey) -> Vec<Phrase> {
    let scored = survey.asks.iter().filter_map(|item| Some((*item, (*survey.answers.get(item)?)?)));
    scored.map(|(item, score)| scored_as(item, Some(score))).collect()
}

fn question(survey: &Survey, item: Item, rules: &Rules) -> Say {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let head = Phrase::new("survey-head")
        .with("form", named(survey, rules))
        .with("n", count(survey.place_of(item)))
        .with("of", count(survey.asks.len()));
    let mut lines = vec![head];
    // Why only at first: what it is about is known by the second question.
    lines.extend((survey.rev == 1).then(|| why(survey)));
    lines.push(Phrase::keyed("survey-ask", item.name()));
    if let Some(before) = survey.comment.as_ref().filter(|_| item == Item::Comment) {
        lines.push(Phrase::new("survey-comment").with("text", said(before.as_str())));
    }
    let mut rows = choices(survey, item);
    let mut way = Vec::new();
    let earlier = survey.place_of(item).checked_sub(2).and_then(|at| survey.asks.get(at));
    way.extend(earlier.map(|one| key(survey, Phrase::new("key-back"), &format!("{}.go", one.name()))));
    let skip = if item == Item::Comment { "key-survey-nothing" } else { "key-survey-skip" };
    way.push(key(survey, Phrase::new(skip), &format!("{}.skip", item.name())));
    rows.push(way);
    let untouched = matches!(survey.stage, Stage::Open | Stage::Unanswered);
    rows.extend(untouched.then(|| vec![key(survey, Phrase::new("key-survey-stop"), "stop")]));
    Say { lines, rows }
}

/// Why they are asked.
fn why(survey: &Survey) -> Phrase {
    let phrase = Phrase::keyed("survey-after", survey.after.name());
    match (survey.after, &survey.about) {
        (After::Interval | After::Agent, _) | (_, None) => phrase,
        (After::Confirmed, Some(about)) => phrase.with("ref", about.as_str()),
        (After::Signed | After::Delivered | After::Completed, Some(about)) => {
            phrase.with("number", about.as_str())
        }
    }
}

fn choices(survey: &Survey, item: Item) -> Vec<Vec<Key>> {
    let Some(scale) = item.scale() else { return Vec::new() };
    let (least, most) = scale.ends();
    let all: Vec<Key> = (least..=most)
        .map(|score| key(survey, label(scale, score), &format!("{}.{score}", item.name())))
        .collect();
    // Why four: eleven in rows that any client shows whole.
    let abreast = if scale == Scale::Ten { 4 } else { 5 };
    all.chunks(abreast).map(<[Key]>::to_vec).collect()
}

fn label(scale: Scale, score: i16) -> Phrase {
    match (scale, score) {
        (Scale::YesNo, 0) => Phrase::new("key-survey-no"),
        (Scale::YesNo, _) => Phrase::new("key-survey-yes"),
        (Scale::Five | Scale::Ten, score) => said(score.to_string()),
    }
}

/// All questions are through: what was said, and how to change it.
fn through(survey: &Survey, rules: &Rules) -> Say {
    let mut lines = vec![Phrase::new("survey-head-done").with("form", named(survey, rules))];
    lines.push(match survey.answered_at {
        Some(_) => Phrase::new("survey-thanks").with("until", survey.open_until(rules)),
        None => Phrase::new("survey-nothing"),
    });
    if let Some(text) = &survey.comment {
        lines.push(Phrase::new("survey-comment").with("text", said(text.as_str())));
    }
    let change = |item: &Item| {
        let label = match item {
            Item::Comment if survey.comment.is_some() => Phrase::new("key-survey-comment-more"),
            Item::Comment => Phrase::new("key-survey-comment"),
            item => scored_as(*item, survey.answers.get(item).copied().flatten()),
        };
        key(survey, label, &format!("{}.go", item.name()))
    };
    let all: Vec<Key> = survey.asks.iter().map(change).collect();
    Say { lines, rows: all.chunks(ABREAST).map(<[Key]>::to_vec).collect() }
}

/// A question by its name, with its answer.
fn scored_as(item: Item, score: Option<i16>) -> Phrase {
    let value = match (item.scale(), score) {
        (Some(scale @ Scale::YesNo), Some(score)) => label(scale, score),
        (Some(scale), Some(score)) => {
            let (_, most) = scale.ends();
            Phrase::new("survey-score").with("score", i64::from(score)).with("most", i64::from(most))
        }
        _ => Phrase::new("survey-no-score"),
    };
    Phrase::new("survey-scored").with("what", Phrase::keyed("survey-item", item.name())).with("value", value)
}

fn key(survey: &Survey, label: Phrase, option: &str) -> Key {
    Key { label, data: format!("y:{}:{}:{option}", survey.id, survey.rev) }
}

/// Somebody to talk to.
pub fn person_key() -> Key {
    Key { label: Phrase::new("menu-person"), data: "m:person".into() }
}
